/* The service that a title names: "LDAP server down", "Outage of the booking portal", "403s on www.example.org". */
#include "roles.h"

#include <string.h>

#define WORDS_MAX 4

typedef struct {
    guint block, from, to; /* tokens */
} Span;

int title_block(const RoleReader *r, const Incident *incident)
{
    const Fact *title = &incident->facts[FACT_TITLE];
    for (guint b = title->known ? r->document->blocks->len : 0; b > 0; b--) {
        const TextBlock *block = text_document_block(r->document, b - 1);
        if (block->line <= title->line && strstr(block->text, title->text))
            return (int)b - 1;
    }
    return -1;
}

static bool find_title(const RoleReader *r, const Incident *incident, Span *span)
{
    int b = title_block(r, incident);
    if (b < 0)
        return false;
    const TextBlock *block = text_document_block(r->document, (guint)b);
    const char *title = incident->facts[FACT_TITLE].text;
    guint start = (guint)(strstr(block->text, title) - block->text), end = start + (guint)strlen(title);
    *span = (Span){(guint)b, 0, 0};
    for (guint i = 0; i < block->tokens->len; i++) {
        span->from += token_at(r, span->block, i)->start < start;
        span->to += token_at(r, span->block, i)->end <= end;
    }
    return span->from < span->to;
}

/* What is inside a name: "auth-service", "v2.api", "I/O". */
static bool is_inner_mark(const RoleReader *r, guint block, guint i, guint to)
{
    return is_mark(r, block, i, "-./_&'") && !token_at(r, block, i)->spaced && i + 1 < to &&
           !token_at(r, block, i + 1)->spaced;
}

static bool is_month(const RoleReader *r, guint block, guint i)
{
    for (int month = 0; month < 12; month++)
        if (word_in(r, block, i, (CueGroup)(CUE_month_1 + month)))
            return true;
    return false;
}

/* Small words, what an outage is like, and dates are no part of a name. */
static bool is_outside(const RoleReader *r, guint block, guint i)
{
    const Token *token = token_at(r, block, i);
    return token->kind != TOKEN_WORD || word_in(r, block, i, CUE_likeness) || is_month(r, block, i) ||
           word_in(r, block, i, CUE_stopword) || word_in(r, block, i, CUE_set_be) ||
           word_in(r, block, i, CUE_set_whole) || word_in(r, block, i, CUE_weekday) ||
           word_in(r, block, i, CUE_set_people);
}

static void trim(const RoleReader *r, Span *name)
{
    while (name->from < name->to && is_outside(r, name->block, name->from))
        name->from++;
    while (name->from < name->to && is_outside(r, name->block, name->to - 1))
        name->to--;
}

/* Where, when and why: the name ends before. */
static bool ends_name(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"in", "on", "at", "during", "due", "after", "since", "across", "am", "im",
                                        "en", "le", "el", "em",     "op",  "il",    "nach",  "por",    NULL};
    const Token *token = token_at(r, block, i);
    return token->kind != TOKEN_WORD || g_strv_contains(words, token->word) || is_outside(r, block, i) ||
           word_in(r, block, i, CUE_outage_of);
}

/* From a token on, as far as the name goes. */
static Span name_behind(const RoleReader *r, const Span *title, guint from)
{
    while (from < title->to &&
           (word_in(r, title->block, from, CUE_stopword) || word_in(r, title->block, from, CUE_outage_of)))
        from++;
    guint to = from;
    while (to < title->to && (is_inner_mark(r, title->block, to, title->to) || !ends_name(r, title->block, to)))
        to++;
    return (Span){title->block, from, to};
}

/* Up to a token, from the mark before: "Incident 12: LDAP server down". */
static Span name_before(const RoleReader *r, const Span *title, guint to)
{
    if (to > title->from && token_at(r, title->block, to - 1)->kind == TOKEN_MARK)
        to--; /* "Billing API: outage" */
    guint from = to;
    while (from > title->from && (token_at(r, title->block, from - 1)->kind == TOKEN_WORD ||
                                  is_inner_mark(r, title->block, from - 1, title->to)))
        from--;
    return (Span){title->block, from, to};
}

/* "VMs stayed", "the upgrade caused": a sentence, no name. */
static bool is_deed(const Token *token)
{
    static const char *const words[] = {"causing", "causes", "is", "was", "were", "st", "nd", "rd", "th", NULL};
    return g_strv_contains(words, token->word) ||
           (!token->capital && (g_str_has_suffix(token->word, "ed") || g_str_equal(token->word, "maintenance")));
}

/* A kind of thing alone ("website", "server") is no name, nor is what fails without being a service. */
static bool is_name(const RoleReader *r, const Span *name)
{
    static const char *const causes[] = {"power", "network",  "disk", "certificate", "disc",
                                         "strom", "hardware", "why",  "how",         NULL};
    guint words = 0, telling = 0;
    for (guint i = name->from; i < name->to; i++) {
        const Token *token = token_at(r, name->block, i);
        if (token->kind != TOKEN_WORD)
            continue;
        words++;
        telling += !word_in(r, name->block, i, CUE_set_system) && !word_in(r, name->block, i, CUE_stopword) &&
                   !word_in(r, name->block, i, CUE_incident_title) && !word_in(r, name->block, i, CUE_generic_title) &&
                   !word_in(r, name->block, i, CUE_set_trouble) && !g_strv_contains(causes, token->word);
        if (is_deed(token) || g_strv_contains(causes, token->word) || word_in(r, name->block, i, CUE_future) ||
            word_in(r, name->block, i, CUE_negation) || hits_in(r, name->block, i, i + 1, CUE_trigger))
            return false;
    }
    return telling && words <= WORDS_MAX;
}

static bool set_service(RoleReader *r, Incident *incident, const Span *name)
{
    const TextBlock *block = text_document_block(r->document, name->block);
    guint start = token_at(r, name->block, name->from)->start, end = token_at(r, name->block, name->to - 1)->end;
    g_autofree char *value = g_strndup(block->text + start, end - start);
    g_strdelimit(value, "\n", ' ');
    fact_set(r, incident, FACT_SERVICES, value, name->block, start, end, "name in the title", 0.6);
    return true;
}

/* "www.example.org", but not "config.yaml". */
static bool is_host(const char *text, gsize n)
{
    static const char *const files[] = {"md",   "txt",  "json", "yaml", "yml", "py",   "js",  "ts",
                                        "go",   "rb",   "sh",   "sql",  "css", "html", "xml", "log",
                                        "conf", "lock", "php",  "java", "net", NULL};
    g_autofree char *host = g_ascii_strdown(text, (gssize)n);
    const char *point = strrchr(host, '.');
    if (!point || point == host || strlen(point) < 3 || strlen(point) > 9)
        return false;
    for (const char *at = point + 1; *at; at++)
        if (!g_ascii_isalpha(*at))
            return false;
    bool dotted_twice = strchr(host, '.') != point;
    return dotted_twice || !g_strv_contains(files, point + 1) || g_str_equal(point, ".net");
}

static bool in_host(const Token *token)
{
    bool mark = token->kind == TOKEN_MARK && (token->value == '.' || token->value == '-');
    return !token->spaced && (mark || token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER);
}

static bool host_in(RoleReader *r, const Span *title, Incident *incident)
{
    const char *text = text_document_block(r->document, title->block)->text;
    for (guint i = title->from; i < title->to; i++) {
        guint end = i + 1;
        while (end < title->to && in_host(token_at(r, title->block, end)))
            end++;
        Span name = {title->block, i, end};
        guint start = token_at(r, title->block, i)->start;
        bool mail = i > title->from && is_mark(r, title->block, i - 1, "@");
        if (!mail && token_at(r, title->block, i)->kind == TOKEN_WORD && end > i + 2 &&
            is_host(text + start, token_at(r, title->block, end - 1)->end - start))
            return set_service(r, incident, &name);
    }
    return false;
}

/* "interruption on Atlas", "errors for the Parcels API", but not "outage on Monday", "outage in Lund" */
static bool leads_to_name(const RoleReader *r, const Span *title, guint i)
{
    static const char *const joints[] = {"on", "for", "with", "from", NULL};
    const Token *token = token_at(r, title->block, i);
    guint next = i + 1 < title->to && word_in(r, title->block, i + 1, CUE_stopword) ? i + 2 : i + 1;
    return token->kind == TOKEN_WORD && g_strv_contains(joints, token->word) && next < title->to &&
           token_at(r, title->block, next)->kind == TOKEN_WORD && token_at(r, title->block, next)->capital &&
           !is_outside(r, title->block, next);
}

bool service_from_title(RoleReader *r, Incident *incident)
{
    Span span;
    if (!find_title(r, incident, &span))
        return false;
    if (host_in(r, &span, incident))
        return true;
    const GArray *hits = outline_note(r->outline, span.block)->hits;
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group != CUE_outage || hit->from < span.from || hit->to > span.to)
            continue;
        bool behind =
            hit->to < span.to && (word_in(r, span.block, hit->to, CUE_outage_of) || leads_to_name(r, &span, hit->to));
        Span name = behind ? name_behind(r, &span, hit->to) : name_before(r, &span, hit->from);
        trim(r, &name);
        if (name.from < name.to && is_name(r, &name))
            return set_service(r, incident, &name);
    }
    return false;
}
