/* Names of somebody who may have noticed: a watch, a customer, one's own people; and things that are named after them.
 */
#include "who.h"

#include <string.h>

static const CueGroup nouns[BY_COUNT] = {CUE_by_monitoring, CUE_by_customer, CUE_by_internal};

/* "the on-call phone", "the team channel": no people. */
static bool is_thing(const Token *token)
{
    static const char *const words[] = {"phone",    "phones",  "line",     "list",    "rota",    "schedule", "channel",
                                        "channels", "runbook", "handbook", "meeting", "mailbox", "inbox",    NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "guest kernel", "user service": no people either; but "customer service" */
bool who_is_system(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"kernel",   "machine",   "vm",      "vms",     "account",  "accounts",
                                        "data",     "interface", "id",      "agent",   "code",     "library",
                                        "traffic",  "requests",  "request", "session", "sessions", "profile",
                                        "profiles", "table",     "records", "record",  "error",    "errors",
                                        "panel",    "console",   "network", "page",    NULL};
    static const char *const people[] = {"service", "services", NULL};
    const Token *token = token_at(r, block, i);
    bool system = word_in(r, block, i, CUE_set_system) && !g_strv_contains(people, token->word);
    return token->kind == TOKEN_WORD && (system || g_strv_contains(words, token->word));
}

/* "the admin alerts job", but not "the team alerts us" */
static bool is_watch_noun(const RoleReader *r, guint block, guint i, guint to)
{
    static const char *const objects[] = {"us", "me", "the", "that", "our", "on", "about", "to", "of", NULL};
    const Token *next = i + 1 < to ? token_at(r, block, i + 1) : NULL;
    return word_in(r, block, i, CUE_set_watch) &&
           !(next && next->kind == TOKEN_WORD && g_strv_contains(objects, next->word));
}

bool who_at(const RoleReader *r, guint block, guint i, guint to, Who *who)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    *who = (Who){0};
    for (guint h = outline_first_hit(r->outline, block, i); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from > i)
            break;
        for (int by = 0; by < BY_COUNT; by++)
            if (hit->group == nouns[by] && hit->to <= to && hit->to > who->to)
                *who = (Who){(By)by, hit->from, hit->to};
    }
    static const struct {
        CueGroup set;
        By by;
    } sets[] = {{CUE_set_watch, BY_MONITORING},
                {CUE_set_people, BY_CUSTOMER},
                {CUE_set_staff, BY_INTERNAL},
                {CUE_first_person, BY_INTERNAL}};
    for (guint s = 0; !who->to && i < to && s < G_N_ELEMENTS(sets); s++)
        if (word_in(r, block, i, sets[s].set))
            *who = (Who){sets[s].by, i, i + 1};
    if (!who->to)
        return false;
    const Token *next = who->to < to ? token_at(r, block, who->to) : NULL;
    if (who->by == BY_INTERNAL && next && is_watch_noun(r, block, who->to, to)) {
        who->by = BY_MONITORING; /* "the admin monitor" */
        who->to++;
    }
    if (!next || who->by == BY_MONITORING)
        return true;
    return !who_is_system(r, block, who->to) && !(who->by == BY_INTERNAL && is_thing(next));
}

/* A capital letter, but no acronym of three letters or more: that is an organisation. */
bool who_is_name(const RoleReader *r, guint block, guint i)
{
    const Token *token = token_at(r, block, i);
    const char *text = text_document_block(r->document, block)->text;
    bool acronym = token->end - token->start >= 3;
    for (guint c = token->start; c < token->end && acronym; c++)
        acronym = g_ascii_isupper(text[c]);
    return token->kind == TOKEN_WORD && token->capital && !acronym;
}

/* A word that no list knows, at the start of an entry: somebody's handle. */
bool who_is_handle(const RoleReader *r, guint block, guint i)
{
    static const CueGroup known[] = {CUE_stopword,   CUE_set_people, CUE_set_staff,  CUE_set_watch,
                                     CUE_set_system, CUE_set_tell,   CUE_set_notice, CUE_set_trouble};
    const Token *token = token_at(r, block, i);
    for (guint g = 0; token->kind == TOKEN_WORD && g < G_N_ELEMENTS(known); g++)
        if (cues_has_word(r->cues, token->word, known[g]))
            return false;
    return token->kind == TOKEN_WORD && !token->capital; /* "MMT" is an organisation */
}
