/* Somebody of ours is there and begins, as people tell it who keep no log: "Ruth was at the console", "I had a shell
 * open", "Ben dialled in", "our engineer started at 10:02". */
#include "roles.h"

#include <string.h>

#define REACH 5 /* tokens from the preposition to the place */

static bool parts(const RoleReader *r, guint block, guint i)
{
    return is_mark(r, block, i, ".;:!?()") || token_at(r, block, i)->kind == TOKEN_BREAK;
}

/* A name in running text: a capital that no list knows, within a sentence or right before a verb. */
static bool is_name(const RoleReader *r, guint block, guint i)
{
    static const CueGroup known[] = {CUE_stopword,   CUE_set_people,  CUE_set_watch,   CUE_set_system, CUE_set_trouble,
                                     CUE_set_actor,  CUE_set_respond, CUE_set_look,    CUE_set_fix,    CUE_set_metric,
                                     CUE_set_report, CUE_weekday,     CUE_clock_before};
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_WORD && token->capital && token->end - token->start > 1 &&
           !cues_has_word_of(r->cues, token->word, known, G_N_ELEMENTS(known));
}

static bool is_somebody(const RoleReader *r, guint block, guint i, bool named)
{
    static const char *const words[] = {"he",        "she",      "somebody", "someone", "anybody", "anyone",
                                        "everybody", "everyone", "both",     "ours",    NULL};
    const Token *token = token_at(r, block, i);
    return token->kind == TOKEN_WORD && (word_in(r, block, i, CUE_set_staff) || word_in(r, block, i, CUE_set_worker) ||
                                         word_in(r, block, i, CUE_first_person) ||
                                         g_strv_contains(words, token->word) || (named && is_name(r, block, i)));
}

/* "Gus ran down to the studio and was in front of the machine": who did what stands before "and". */
static bool shares_subject(const RoleReader *r, guint block, guint from, guint i, bool named)
{
    for (guint at = i; at > from && i - at < 20 && !parts(r, block, at - 1); at--)
        if (is_somebody(r, block, at - 1, named))
            return true;
    return false;
}

/* Whether somebody of ours acts: before the verb, over adverbs, commas and the time. */
static bool has_subject(const RoleReader *r, const TextMoment *m, guint block, guint from, guint i, bool named)
{
    static const char *const small[] = {"had",  "have", "has",      "was",  "were", "is",      "are",     "already",
                                        "also", "then", "now",      "both", "all",  "finally", "quickly", "immediately",
                                        "just", "duly", "promptly", "on",   "call", "duty",    "at",      "by",
                                        "who",  "in",   "of",       "from", NULL};
    for (guint at = i; at > from && i - at < 6; at--) {
        if (is_somebody(r, block, at - 1, named))
            return true;
        bool time = block == m->block && at - 1 >= m->from && at - 1 < m->to;
        const Token *token = token_at(r, block, at - 1);
        if (token_at(r, block, at - 1)->kind == TOKEN_WORD && word_in(r, block, at - 1, CUE_range_and))
            return shares_subject(r, block, from, at - 1, named);
        bool skip = time || is_mark(r, block, at - 1, ",") ||
                    (token->kind == TOKEN_WORD && (token->capital || g_strv_contains(small, token->word)));
        if (!skip)
            return false;
    }
    return false;
}

static bool is_preposition(const RoleReader *r, guint block, guint i)
{
    static const char *const words[] = {"in", "on", "at", "into", "onto", "to", "inside", "behind", "via", NULL};
    return token_at(r, block, i)->kind == TOKEN_WORD && g_strv_contains(words, token_at(r, block, i)->word);
}

/* "was in the machine", "drove to the data centre", "sat down at her own keyboard", "reached the cabinet" */
static bool comes_to_place(const RoleReader *r, guint block, guint verb, guint to)
{
    guint end = MIN(verb + 3, to), i = verb + 1;
    if (!g_str_has_prefix(token_at(r, block, verb)->word, "reach"))
        while (i < end && token_at(r, block, i)->kind == TOKEN_WORD && !is_preposition(r, block, i))
            i++;
    if (i >= to || (i >= end && !is_preposition(r, block, i)) || hits_in(r, block, verb, i, CUE_negation))
        return false; /* "was still in the van" */
    for (end = MIN(i + REACH, to); i < end && token_at(r, block, i)->kind == TOKEN_WORD; i++)
        if (word_in(r, block, i, CUE_set_place))
            return true;
    return false;
}

/* "started at 10:02", "10:02 ... started." and nothing that was started */
static bool just_begins(const RoleReader *r, const TextMoment *m, guint block, guint verb, guint to)
{
    guint next = verb + 1;
    if (next < to && word_in(r, block, next, CUE_clock_before))
        next++;
    return word_in(r, block, verb, CUE_set_begin) &&
           (verb + 1 >= to || parts(r, block, verb + 1) || (block == m->block && next == m->from));
}

static bool begins_phrase(const RoleReader *r, guint block, guint i, guint to, CueGroup group)
{
    const GArray *hits = outline_note(r->outline, block)->hits;
    for (guint h = outline_first_hit(r->outline, block, i); h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->from > i)
            return false;
        if (hit->group == group && hit->to <= to)
            return true;
    }
    return false;
}

bool tells_presence(const RoleReader *r, const Entry *e, guint block, guint from, guint to)
{
    const TextMoment *m = entry_moment(r, e);
    for (guint i = from + 1; i < to && i < from + 60; i++) {
        if (token_at(r, block, i)->kind != TOKEN_WORD)
            continue;
        bool arrives = word_in(r, block, i, CUE_set_reach) && comes_to_place(r, block, i, to);
        bool begins = !arrives && just_begins(r, m, block, i, to);
        CueHit hit = {.group = CUE_acknowledged, .from = i, .to = i + 1};
        bool enters = !arrives && !begins && begins_phrase(r, block, i, to, CUE_enters);
        if ((arrives || begins || enters) && !is_cancelled(r, block, from, &hit, true) &&
            has_subject(r, m, block, from, i, !begins))
            return true;
    }
    return false;
}

/* "Ana saw that the page was blank": somebody of ours sees the trouble. */
bool tells_sight(const RoleReader *r, const Entry *e, guint block, guint from, guint to)
{
    const TextMoment *m = entry_moment(r, e);
    for (guint i = from + 1; i < to && i < from + 60; i++) {
        CueHit hit = {.group = CUE_detected, .from = i, .to = i + 1};
        if (!word_in(r, block, i, CUE_set_sight) || is_cancelled(r, block, from, &hit, true) ||
            !has_subject(r, m, block, from, i, true))
            continue;
        guint end = i + 1;
        while (end < to && end < i + 12 && !parts(r, block, end) && !is_mark(r, block, end, ","))
            end++;
        bool trouble = hits_in(r, block, i + 1, end, CUE_problem) || hits_in(r, block, i + 1, end, CUE_start) ||
                       hits_in(r, block, i + 1, end, CUE_negation);
        if (trouble && !hits_in(r, block, i + 1, end, CUE_resolved))
            return true;
    }
    return false;
}
