/* Whether a sentence tells how this trouble was first seen: it asks nothing, plans nothing, thanks nobody, and speaks
 * of no other time or matter. */
#include "who.h"

#include <string.h>

static bool has_word(const RoleReader *r, guint block, guint from, guint to, const char *const *words)
{
    for (guint i = from; i < to; i++)
        if (token_at(r, block, i)->kind == TOKEN_WORD && g_strv_contains(words, token_at(r, block, i)->word))
            return true;
    return false;
}

/* "Please tell us when you see errors", but not "dozens of you wrote to us" */
static bool speaks_to_reader(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const you[] = {"you", NULL}, *const of[] = {"of", NULL};
    for (guint i = from; i < to; i++)
        if (has_word(r, block, i, i + 1, you) && !(i > from && has_word(r, block, i - 1, i, of)))
            return true;
    return false;
}

static guint first_word(const RoleReader *r, guint block, guint from, guint to)
{
    while (from < to && token_at(r, block, from)->kind != TOKEN_WORD)
        from++;
    return from;
}

/* ---- questions and prompts ---- */

/* "Report when the team noticed", "Who was told?" */
static bool is_prompt(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const verbs[] = {"report", "describe", "list",  "explain", "state",   "say",    "give",
                                        "note",   "include",  "write", "outline", "mention", "detail", "specify",
                                        "tell",   "document", "name",  "specify", "record",  NULL};
    static const char *const asked[] = {"when", "how", "what", "who", "whether", "which", "where", "why", "if", NULL};
    guint first = first_word(r, block, from, to);
    return first + 1 < to && g_strv_contains(verbs, token_at(r, block, first)->word) &&
           has_word(r, block, first + 1, MIN(first + 3, to), asked);
}

static bool is_agreed(const RoleReader *r, guint block, guint from)
{
    static const char *const words[] = {"yes", "ja", "sí", "oui", "sim", "sì", "correct", NULL};
    guint first = first_word(r, block, from, MIN(from + 3, tokens_of(r, block)));
    return first < MIN(from + 3, tokens_of(r, block)) && g_strv_contains(words, token_at(r, block, first)->word);
}

bool who_is_asked(const RoleReader *r, guint block, guint from, guint to)
{
    bool question = to < tokens_of(r, block) && is_mark(r, block, to, "?");
    return (question && !is_agreed(r, block, to + 1)) || is_prompt(r, block, from, to);
}

/* ---- other times and matters ---- */

static bool is_clock(const RoleReader *r, guint block, guint i)
{
    return token_at(r, block, i)->kind == TOKEN_NUMBER && i + 2 < tokens_of(r, block) &&
           is_mark(r, block, i + 1, ":.h") && !token_at(r, block, i + 2)->spaced &&
           token_at(r, block, i + 2)->kind == TOKEN_NUMBER;
}

/* "Engineering had identified an issue": before all this, where no clock says otherwise. */
static bool is_told_before(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const had[] = {"had",     "había", "habían",  "habíamos", "avait",  "avaient",  "avions",
                                      "avevano", "aveva", "avevamo", "tinha",    "tinham", "tínhamos", NULL};
    static const char *const seen[] = {"identified", "reported", "raised", "flagged", "known", "seen", NULL};
    bool before = false;
    for (guint i = from; i < to; i++) {
        if (is_clock(r, block, i))
            return false;
        const Token *token = token_at(r, block, i);
        for (guint v = i + 1; token->kind == TOKEN_WORD && g_strv_contains(had, token->word) && v < to && v < i + 3;
             v++)
            before |= word_in(r, block, v, CUE_set_notice) || has_word(r, block, v, v + 1, seen);
    }
    return before;
}

/* "had been reported upstream a year ago" */
static bool was_known(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const had[] = {"had", "has", NULL}, *const been[] = {"been", NULL};
    bool known = false;
    for (guint i = from; i + 2 < to; i++) {
        known |= has_word(r, block, i, i + 1, had) && has_word(r, block, i + 1, MIN(i + 3, to), been) &&
                 hits_in(r, block, i + 2, MIN(i + 5, to), CUE_set_tell);
        if (is_clock(r, block, i))
            return false;
    }
    return known;
}

/* "We saw a peak of 300 errors": a number of a report, not the first sight; but "saw 502 errors" */
static bool is_measured(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const verbs[] = {"saw", "see", "seeing", "observed", "observe", "recorded", "measured", NULL};
    for (guint i = from; i < to; i++) {
        for (guint n = i + 1; has_word(r, block, i, i + 1, verbs) && n < to && n < i + 9; n++) {
            const Token *token = token_at(r, block, n);
            if (ends_clause(r, block, n, false) || is_clock(r, block, n))
                break;
            bool status = (token->value >= 400 && token->value < 600) || token->digits >= 4; /* a day */
            if (token->kind == TOKEN_NUMBER && !status)
                return true;
        }
    }
    return false;
}

/* "Support got 40 calls": how many, not who was first, where no clock says when */
static bool is_counted(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const verbs[] = {"received", "got",  "had",     "took",     "bekam", "bekamen", "erhielt",
                                        "recibió",  "reçu", "recebeu", "ricevuto", "kreeg", "kregen",  NULL};
    bool counted = false;
    for (guint i = from; i + 1 < to; i++) {
        if (is_clock(r, block, i))
            return false;
        counted |= has_word(r, block, i, i + 1, verbs) && token_at(r, block, i + 1)->kind == TOKEN_NUMBER;
    }
    return counted;
}

/* "An alert fires when the index is old" */
static bool is_rule(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const when[] = {"when", "if", "whenever", NULL};
    for (guint i = from; i < to; i++)
        if (word_in(r, block, i, CUE_set_fire) && g_str_has_suffix(token_at(r, block, i)->word, "s") &&
            has_word(r, block, i + 1, MIN(i + 4, to), when))
            return true;
    return false;
}

bool who_tells_event(const RoleReader *r, guint block, guint from, guint to, By by)
{
    static const char *const habits[] = {
        "today",     "nowadays",  "usually",   "often",      "always",   "sometimes", "generally", "typically",
        "normally",  "whenever",  "regularly", "frequently", "please",   "bitte",     "plaît",     "alstublieft",
        "siempre",   "toujours",  "souvent",   "oft",        "immer",    "sempre",    "altijd",    "vaak",
        "apologise", "apologize", "apologies", "sorry",      "grateful", NULL};
    static const char *const pronouns[] = {"it", "this", "that", "us",   "me", "uns", "nos",
                                           "ci", "ons",  "es",   "cela", "lo", NULL};
    static const CueGroup troubles[] = {CUE_problem,  CUE_set_trouble, CUE_start,   CUE_start_weak,
                                        CUE_downtime, CUE_negation,    CUE_detected};
    static const char *const thanks[] = {"thanks", "thank", NULL};
    guint first = first_word(r, block, from, to);
    if (by != BY_MONITORING && has_word(r, block, from, to, thanks)) /* "thanks to our probes" */
        return false;
    if (first == to || has_word(r, block, from, to, habits) || speaks_to_reader(r, block, from, to) ||
        hits_in(r, block, first, MIN(first + 2, to), CUE_built) || hits_in(r, block, from, to, CUE_aside) ||
        hits_in(r, block, from, to, CUE_unrelated))
        return false;
    if (by == BY_MONITORING && who_missed_it(r, block, from, to))
        return false;
    if (was_known(r, block, from, to) || (by == BY_MONITORING && is_rule(r, block, from, to)))
        return false;
    if (by == BY_CUSTOMER && is_counted(r, block, from, to))
        return false;
    if (by == BY_INTERNAL && (is_told_before(r, block, from, to) || is_measured(r, block, from, to)))
        return false;
    bool speaks = by == BY_MONITORING || has_word(r, block, from, to, pronouns);
    for (guint g = 0; g < G_N_ELEMENTS(troubles) && !speaks; g++)
        speaks = hits_in(r, block, from, to, troubles[g]);
    return speaks;
}
