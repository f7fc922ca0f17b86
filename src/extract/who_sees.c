/* What is seen or told, behind the verb: "noticed that uploads fail", but not "saw no further errors". */
#include "who.h"

#include <string.h>

/* "noticed that Prometheus was down" */
static bool is_what_failed(const RoleReader *r, guint block, guint behind, guint to)
{
    to = MIN(to, behind + 3);
    return behind < to && word_in(r, block, behind, CUE_set_be) &&
           (hits_in(r, block, behind, to, CUE_start) || hits_in(r, block, behind, to, CUE_negation) ||
            hits_in(r, block, behind, to, CUE_set_bad));
}

/* "noticed an alert", "saw in Grafana": what was seen is a watch's. */
bool sees_watch(const RoleReader *r, guint block, guint verb, guint to)
{
    Who who;
    for (guint i = verb + 1; i < to && i < verb + 7 && !ends_clause(r, block, i, false); i++)
        if (who_at(r, block, i, to, &who) && who.by == BY_MONITORING)
            return !is_what_failed(r, block, who.to, to);
    return false;
}

bool sees_board(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const boards[] = {"dashboard", "dashboards", "graph", "graphs", "metrics", "charts", NULL};
    Who who;
    guint place = verb + 1;
    if (place >= to || !word_in(r, block, place, CUE_by_place))
        return false;
    for (guint i = place + 1; i < to && i < place + 6 && !ends_clause(r, block, i, true); i++) {
        const Token *token = token_at(r, block, i);
        if ((token->kind == TOKEN_WORD && g_strv_contains(boards, token->word)) ||
            (who_at(r, block, i, to, &who) && who.by == BY_MONITORING))
            return true;
    }
    return false;
}

bool sees_cause(const RoleReader *r, guint block, guint verb, guint to)
{
    return hits_in(r, block, verb + 1, MIN(verb + 7, to), CUE_section_cause);
}

/* "we see an improvement" */
bool sees_better(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const words[] = {"improvement",   "improvements", "recovery", "progress",    "improving",
                                        "recovering",    "besserung",    "mejora",   "mejoría",     "amélioration",
                                        "miglioramento", "melhora",      "melhoria", "verbetering", NULL};
    for (guint i = verb + 1; i < to && i < verb + 6; i++)
        if (token_at(r, block, i)->kind == TOKEN_WORD && g_strv_contains(words, token_at(r, block, i)->word))
            return true;
    return false;
}

/* "noticed that uploads fail", but not "found the root cause", "realised that we had to wait". plain: a verb that alone
 * tells little ("saw") needs a word of trouble. */
static bool sees_trouble(const RoleReader *r, guint block, guint verb, guint to, bool plain)
{
    static const CueGroup troubles[] = {CUE_problem, CUE_set_trouble, CUE_start, CUE_start_weak, CUE_negation};
    if (sees_cause(r, block, verb, to) || sees_better(r, block, verb, to))
        return false;
    for (guint i = 0; i < (plain ? 2 : G_N_ELEMENTS(troubles)); i++)
        if (hits_in(r, block, verb + 1, MIN(verb + 12, to), troubles[i]))
            return true;
    return false;
}

/* "saw", "found": a verb that tells of noticing only with what was seen; "saw no further errors" tells nothing. */
bool is_plain_sight(const RoleReader *r, guint block, guint verb)
{
    return word_in(r, block, verb, CUE_set_see) || word_in(r, block, verb, CUE_set_find);
}

/* "saw that the site did not load": whatever stands behind it. */
static bool sees_clause(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const words[] = {"that", "dass", "daß", "que", "che", "dat", NULL};
    const Token *token = verb + 1 < to ? token_at(r, block, verb + 1) : NULL;
    return token && token->kind == TOKEN_WORD && g_strv_contains(words, token->word) &&
           !word_in(r, block, verb, CUE_set_find);
}

bool sees_nothing(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const words[] = {"no",      "none",   "nothing", "neither", "little",  "few",    "only",
                                        "keine",   "keinen", "nichts",  "ningún",  "ninguna", "nada",   "aucun",
                                        "aucune",  "rien",   "nessun",  "nessuna", "nulla",   "niente", "nenhum",
                                        "nenhuma", "geen",   "niets",   NULL};
    if (!is_plain_sight(r, block, verb) && sees_clause(r, block, verb, to))
        return false; /* "noticed that no mail arrived" */
    guint i = verb + 1;
    while (i < to && i < verb + 4 && token_at(r, block, i)->kind == TOKEN_WORD && !word_in(r, block, i, CUE_negation) &&
           !g_strv_contains(words, token_at(r, block, i)->word))
        i++;
    return i < to && i < verb + 3 && token_at(r, block, i)->kind == TOKEN_WORD &&
           g_strv_contains(words, token_at(r, block, i)->word);
}

static bool is_out(const Token *token)
{
    static const char *const words[] = {"out", "heraus", "raus", "erachter", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

bool sees_anything(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const pronouns[] = {"it", "this", NULL};
    bool plain = is_plain_sight(r, block, verb);
    const Token *next = verb + 1 < to ? token_at(r, block, verb + 1) : NULL;
    if (!plain && next && next->kind == TOKEN_WORD && g_strv_contains(pronouns, next->word))
        return true; /* "we spotted it" */
    if (word_in(r, block, verb, CUE_set_find) && verb + 1 < to && is_out(token_at(r, block, verb + 1)))
        return false; /* "found out in the logs" tells of the cause as often */
    return !(plain && sees_nothing(r, block, verb, to)) &&
           sees_trouble(r, block, verb, to, plain && !sees_clause(r, block, verb, to));
}

bool sees_something(const RoleReader *r, guint block, guint verb, guint to)
{
    return !sees_nothing(r, block, verb, to) && sees_trouble(r, block, verb, to, !sees_clause(r, block, verb, to));
}

bool asks_for(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const words[] = {"for", "um", "nach", NULL};
    const Token *token = verb + 1 < to ? token_at(r, block, verb + 1) : NULL;
    return token && token->kind == TOKEN_WORD && g_strv_contains(words, token->word) &&
           g_str_has_prefix(token_at(r, block, verb)->word, "ask");
}

/* "saw the report", "noticed a spike in tickets" */
bool sees_reports(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const before[] = {"the", "a", "an", "this", "in", "of", "several", "many", "more", NULL};
    for (guint i = verb + 1; i < to && i < verb + 6 && !ends_clause(r, block, i, true); i++) {
        const Token *last = token_at(r, block, i - 1);
        bool led = last->kind == TOKEN_WORD && g_strv_contains(before, last->word); /* "empty reports" are things */
        if (led && word_in(r, block, i, CUE_set_report))
            return true;
    }
    return false;
}

bool sees_many(const RoleReader *r, guint block, guint verb, guint to)
{
    static const char *const words[] = {"spike", "wave", "flood",    "surge",   "tickets", "complaints",
                                        "calls", "rise", "increase", "reports", NULL};
    for (guint i = verb + 1; i < to && i < verb + 6; i++)
        if (token_at(r, block, i)->kind == TOKEN_WORD && g_strv_contains(words, token_at(r, block, i)->word))
            return true;
    return false;
}
