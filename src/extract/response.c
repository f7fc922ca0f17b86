/* Somebody begins to work on it: "Ana is checking the database", "kim: looking", "the network team starts to check". A
 * small grammar of who and a verb of responding; what a provider, a customer or a program does is no response. */
#include "roles.h"

#include <string.h>

#define REACH 8 /* tokens between who and verb */

/* Behind "@kim_2": all that touches. */
static guint handle_end(const RoleReader *r, guint block, guint i, guint to)
{
    guint at = i + 1;
    while (at < to && token_at(r, block, at)->kind != TOKEN_BREAK && !token_at(r, block, at)->spaced &&
           !is_mark(r, block, at, ":>,"))
        at++;
    return at;
}

/* Behind "Ana", "Ana Silva", "kim:", "kim>", unless a list knows the words: "Uptime checks failed". */
static guint name_end(const RoleReader *r, guint block, guint i, guint to)
{
    static const CueGroup known[] = {CUE_stopword,    CUE_set_people, CUE_set_watch, CUE_set_system, CUE_set_trouble,
                                     CUE_set_respond, CUE_set_look,   CUE_set_actor, CUE_negation};
    guint at = i;
    for (; at < to && at < i + 3; at++) {
        const Token *token = token_at(r, block, at);
        bool said = at == i && at + 1 < to && is_mark(r, block, at + 1, ":>");
        if (token->kind != TOKEN_WORD || (!token->capital && !said))
            break;
        if (cues_has_word_of(r->cues, token->word, known, G_N_ELEMENTS(known)))
            return i;
    }
    return at;
}

/* Behind the name at the start of what an entry tells, or i. */
static guint name_at(const RoleReader *r, guint block, guint i, guint to)
{
    guint at = is_mark(r, block, i, "@<") ? handle_end(r, block, i, to) : name_end(r, block, i, to);
    while (at > i && at < to && is_mark(r, block, at, ":>,-"))
        at++;
    return at;
}

static bool is_ours(const RoleReader *r, guint block, guint i)
{
    return word_in(r, block, i, CUE_set_staff) || word_in(r, block, i, CUE_first_person);
}

/* Whether the nearest who before the verb is one of ours (1), somebody or something else (-1), or nobody (0). */
static int actor_before(const RoleReader *r, guint block, guint from, guint verb)
{
    for (guint i = verb; i > from && verb - i < REACH; i--) {
        if (is_mark(r, block, i - 1, ".;!?,") || token_at(r, block, i - 1)->kind == TOKEN_BREAK ||
            word_in(r, block, i - 1, CUE_range_and))
            return 0; /* "we rang the provider and began to look" */
        if (is_ours(r, block, i - 1))
            return 1;
        if (word_in(r, block, i - 1, CUE_set_actor) || word_in(r, block, i - 1, CUE_set_people))
            return -1;
    }
    return 0;
}

/* "takes over from Ravi", "further debugging", "told that we are working on it": work that had begun before. */
static bool goes_on(const RoleReader *r, guint block, guint from, const CueHit *hit)
{
    static const char *const further[] = {"further", "more",    "continued", "continues", "continue",
                                          "still",   "ongoing", "deeper",    NULL};
    static const char *const said[] = {"that", NULL}, *const off[] = {"from", "off", NULL};
    for (guint i = hit->from > from + 2 ? hit->from - 2 : from; i < hit->from; i++) {
        const Token *token = token_at(r, block, i);
        if (token->kind == TOKEN_WORD && (g_strv_contains(further, token->word) || g_strv_contains(said, token->word)))
            return true;
    }
    const Token *next = hit->to < tokens_of(r, block) ? token_at(r, block, hit->to) : NULL;
    bool over = g_str_has_prefix(token_at(r, block, hit->from)->word ? token_at(r, block, hit->from)->word : "",
                                 "t"); /* "takes", "took" */
    return over && next && next->kind == TOKEN_WORD && g_strv_contains(off, next->word);
}

/* "analysis started some 30 minutes later": not at this time. */
static bool comes_later(const RoleReader *r, guint block, const CueHit *hit)
{
    bool number = false;
    for (guint i = hit->to; i < tokens_of(r, block) && i < hit->to + 6; i++) {
        const Token *token = token_at(r, block, i);
        if (token->kind == TOKEN_MARK || token->kind == TOKEN_BREAK)
            break;
        number |= token->kind == TOKEN_NUMBER;
        if (number && token->kind == TOKEN_WORD && cues_has_word(r->cues, token->word, CUE_later))
            return true;
    }
    return false;
}

bool acts_elsewhere(const RoleReader *r, guint block, guint from, const CueHit *hit)
{
    if (goes_on(r, block, from, hit) || comes_later(r, block, hit))
        return true;
    for (guint i = hit->from; i < hit->to; i++)
        if (is_ours(r, block, i))
            return false;
    const Token *verb = token_at(r, block, hit->from);
    bool joins = hit->to == hit->from + 1 && verb->kind == TOKEN_WORD && g_str_has_prefix(verb->word, "join");
    if (joins && hit->from > from && word_in(r, block, hit->from - 1, CUE_set_thing))
        return true; /* "new nodes joined the cluster" */
    return actor_before(r, block, from, hit->from) < 0;
}

/* "starts to look", but not "Ana to look". */
static bool begun_to(const RoleReader *r, guint block, guint i)
{
    return i > 0 && !strcmp(token_at(r, block, i)->word, "to") && word_in(r, block, i - 1, CUE_set_begin);
}

/* "is", "starts to": between who and what he does; "we have checked" tells of work that is done. */
static guint behind_auxiliaries(const RoleReader *r, guint block, guint i, guint to)
{
    guint end = MIN(i + 5, to);
    if (i + 1 < end && is_mark(r, block, i, ",") && word_in(r, block, i + 1, CUE_stopword))
        i++; /* "the network team, who begin to check" */
    while (i < end && token_at(r, block, i)->kind == TOKEN_WORD &&
           (word_in(r, block, i, CUE_set_be) || word_in(r, block, i, CUE_set_begin) ||
            word_in(r, block, i, CUE_set_staff) || word_in(r, block, i, CUE_between) || begun_to(r, block, i)))
        i++;
    return i;
}

/* "looks good": no look at anything. */
static bool looks_like(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const looks[] = {"looks", "looked", "look", "looking", NULL}, *const at[] = {
                                                                                         "at", "into", "for", "through",
                                                                                         "in", "now",  "up",  NULL};
    const Token *next = verb + 1 < to ? token_at(r, block, verb + 1) : NULL;
    return g_strv_contains(looks, token_at(r, block, verb)->word) && next && next->kind == TOKEN_WORD &&
           !g_strv_contains(at, next->word);
}

static bool responds_at(const RoleReader *r, guint block, guint i, guint to)
{
    return i < to && token_at(r, block, i)->kind == TOKEN_WORD && word_in(r, block, i, CUE_set_respond) &&
           !looks_like(r, block, i, to);
}

/* "begab sich ein Techniker", "acudió el técnico": languages where who does it may stand behind. */
static bool responds_before(const RoleReader *r, guint block, guint from, guint who)
{
    for (guint i = who; i > from && who - i < 4; i--) {
        const Token *token = token_at(r, block, i - 1);
        if (token->kind != TOKEN_WORD)
            return false;
        if (word_in(r, block, i - 1, CUE_set_respond))
            return word_in(r, block, i - 1, CUE_set_invert);
        if (!word_in(r, block, i - 1, CUE_stopword) && !word_in(r, block, i - 1, CUE_between))
            return false;
    }
    return false;
}

/* "Acme respond": an organisation, not somebody. */
static bool is_plural(const Token *verb)
{
    static const char *const words[] = {"respond", "investigate", "check", "acknowledge", "look",
                                        "join",    "attend",      "take",  "intervene",   NULL};
    return verb->kind == TOKEN_WORD && g_strv_contains(words, verb->word);
}

bool tells_response(const RoleReader *r, guint block, guint from, guint to, bool listed)
{
    guint first = from;
    while (first < to && token_at(r, block, first)->kind == TOKEN_MARK && !is_mark(r, block, first, "@<"))
        first++;
    guint name = listed && first < to ? name_at(r, block, first, to) : first;
    bool plural = name < to && is_plural(token_at(r, block, name));
    if (listed && name > first && !plural && responds_at(r, block, behind_auxiliaries(r, block, name, to), to))
        return true;
    for (guint i = first; i < to && i < first + 40; i++) {
        if (!is_ours(r, block, i))
            continue;
        if (responds_before(r, block, from, i))
            return true;
        guint verb = behind_auxiliaries(r, block, i + 1, to);
        CueHit hit = {.group = CUE_acknowledged, .from = verb, .to = verb + 1};
        if (responds_at(r, block, verb, to) && !is_cancelled(r, block, from, &hit, true))
            return true;
    }
    return false;
}
