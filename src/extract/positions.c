/* What the place of a moment in its sentence says: ends of ranges, "since", "until", a verb right before it. */
#include "roles.h"

#include <string.h>

#define RANGE 4.5

/* "- On Sunday from 12:00 to 17:55 pages failed": an item of a summary that is a sentence. */
static bool is_worded(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    const TextMoment *first = m->range_start >= 0 ? timeline_moment(r->timeline, (guint)m->range_start) : m;
    if (e->section != SECTION_SUMMARY && e->section != SECTION_IMPACT)
        return false;
    for (guint i = 0; i < first->to; i++)
        if (token_at(r, e->block, i)->kind == TOKEN_WORD &&
            cues_has_word(r->cues, token_at(r, e->block, i)->word, CUE_range_from))
            return true;
    return false;
}

/* "### 2024-01-09 22:15 - 23:02" above one of several incidents. */
static bool opens_group(const RoleReader *r, const Entry *e)
{
    return e->block > 0 && e->group >= 0 && text_document_block(r->document, e->block)->kind == TEXT_HEADING &&
           outline_note(r->outline, e->block - 1)->group != e->group;
}

/* "7:00 - 9:20 (2h20m)": the length stands beside the range. */
static bool has_own_length(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    const TextMoment *a = e->range_second ? timeline_moment(r->timeline, (guint)m->range_start) : m;
    const TextMoment *b = e->range_first ? timeline_moment(r->timeline, (guint)m->range_end) : m;
    const GArray *mentions = r->timeline->mentions;
    if (b->clock < 0)
        return false;
    for (guint i = (guint)b->clock + 1; i < mentions->len && i < (guint)b->clock + 4; i++) {
        const Mention *length = &g_array_index(mentions, Mention, i);
        if (length->block == e->block && length->kind == MENTION_DURATION &&
            moment_ms(b) - moment_ms(a) == length->ms && length->from - b->to < 6)
            return true;
    }
    return false;
}

/* "office hours 09:00 - 17:30" */
bool is_of_every_day(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    const TextMoment *first = e->range_second ? timeline_moment(r->timeline, (guint)m->range_start) : m;
    guint at = first->from;
    while (at > 0 && token_at(r, e->block, at - 1)->kind == TOKEN_MARK)
        at--;
    return at >= 2 && (e->range_first || e->range_second) && hits_in(r, e->block, at - 2, at, CUE_opening_hours);
}

/* "down from 20:45 to 21:23": a range in prose that speaks of the outage is its start and end. */
static void score_range(const RoleReader *r, Entry *e)
{
    if (!e->range_first && !e->range_second)
        return;
    for (int role = 0; role < ROLE_COUNT; role++) {
        bool late = role == ROLE_RESOLVED || role == ROLE_MITIGATED;
        if (!e->label && late == e->range_first)
            e->score[role] = 0;
    }
    const TextMoment *m = entry_moment(r, e);
    guint from, to;
    outline_sentence(r->outline, e->block, m->from, &from, &to);
    bool told = hits_in(r, e->block, from, to, CUE_downtime) || hits_in(r, e->block, from, to, CUE_affected) ||
                hits_in(r, e->block, from, to, CUE_problem) || hits_in(r, e->block, from, to, CUE_start);
    bool opens = opens_group(r, e);
    e->told = told || opens;
    bool place = e->section != SECTION_ACTIONS && e->section != SECTION_LESSONS && e->section != SECTION_OTHER &&
                 e->section != SECTION_CAUSE;
    bool heading = text_document_block(r->document, e->block)->kind == TEXT_HEADING;
    bool prose = !e->timeline || heading || is_worded(r, e);
    bool summary = prose && (e->section == SECTION_SUMMARY || e->section == SECTION_NONE);
    if (place && !e->label && e->section != SECTION_TIMELINE && has_own_length(r, e))
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += RANGE;
    else if (!told && opens)
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += RANGE;
    else if (!told && summary && !hits_in(r, e->block, from, to, CUE_future) &&
             !hits_in(r, e->block, from, to, CUE_maintenance))
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += 2.6;
    if (told && place && prose && e->section != SECTION_TIMELINE)
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += RANGE;
    else if (told && place && prose)
        e->score[e->range_first ? ROLE_START : ROLE_RESOLVED] += 1.5;
}

/* The last word before the moment but for "at", "around" and the like; false when there is none. */
static bool word_before(const RoleReader *r, const Entry *e, guint *at)
{
    const TextMoment *m = entry_moment(r, e);
    *at = m->from;
    while (*at > 0 && m->from - *at < 3 && token_at(r, e->block, *at - 1)->kind == TOKEN_WORD) {
        const char *word = token_at(r, e->block, *at - 1)->word;
        bool small = cues_has_word(r->cues, word, CUE_clock_before) || cues_has_word(r->cues, word, CUE_joiner) ||
                     cues_has_word(r->cues, word, CUE_about);
        if (!small || cues_has_word(r->cues, word, CUE_span_begin) || cues_has_word(r->cues, word, CUE_span_end))
            break;
        --*at;
    }
    return *at > 0 && token_at(r, e->block, --*at)->kind == TOKEN_WORD;
}

static bool tells_trouble(const RoleReader *r, guint block, guint from, guint to)
{
    return hits_in(r, block, from, to, CUE_downtime) || hits_in(r, block, from, to, CUE_problem) ||
           hits_in(r, block, from, to, CUE_start);
}

/* "an outage of two hours, starting at 8:30 and ending at 10:30" */
static bool score_span(const RoleReader *r, Entry *e, guint verb)
{
    const char *word = token_at(r, e->block, verb)->word;
    bool begins = cues_has_word(r->cues, word, CUE_span_begin), ends = cues_has_word(r->cues, word, CUE_span_end);
    guint from, to;
    outline_sentence(r->outline, e->block, verb, &from, &to);
    bool planned = hits_in(r, e->block, MAX(from, verb > 10 ? verb - 10 : 0), verb, CUE_future);
    if ((!begins && !ends) || e->timeline || planned || !tells_trouble(r, e->block, from, to))
        return false;
    score_hit(&e->score[begins ? ROLE_START : ROLE_RESOLVED], 3);
    return true;
}

/* "Started 10:00, resolved at 11:15": a verb without a subject right before the moment. */
static void score_verb(const RoleReader *r, Entry *e)
{
    static const struct {
        CueGroup group;
        Role role;
    } verbs[] = {{CUE_set_begin, ROLE_START},
                 {CUE_set_end, ROLE_RESOLVED},
                 {CUE_label_detected, ROLE_DETECTED},
                 {CUE_label_mitigated, ROLE_MITIGATED},
                 {CUE_label_acknowledged, ROLE_ACKNOWLEDGED}};
    guint at;
    if (!word_before(r, e, &at) || e->range_second || score_span(r, e, at))
        return;
    guint first = at; /* "Found and fixed 18 August, 07:30" */
    if (at >= 2 && word_in(r, e->block, at - 1, CUE_range_and) && word_in(r, e->block, at - 2, CUE_set_notice))
        first = at - 2;
    bool opens =
        first == 0 || is_mark(r, e->block, first - 1, ",;.(") || token_at(r, e->block, first - 1)->kind == TOKEN_BREAK;
    if (opens && first < at)
        score_hit(&e->score[ROLE_DETECTED], 2.9);
    for (guint v = 0; opens && v < G_N_ELEMENTS(verbs); v++)
        if (cues_has_word(r->cues, token_at(r, e->block, at)->word, verbs[v].group)) {
            score_hit(&e->score[verbs[v].role], 2.9);
            return;
        }
}

/* "until about", "until Friday," */
static bool is_between(const RoleReader *r, guint block, guint i)
{
    const Token *token = token_at(r, block, i);
    if (token->kind == TOKEN_WORD)
        return cues_has_word(r->cues, token->word, CUE_about) || cues_has_word(r->cues, token->word, CUE_weekday);
    return is_mark(r, block, i, ",~");
}

/* "nothing has arrived since", but not "no errors since" */
static bool tells_lack(const RoleReader *r, const Entry *e, guint before)
{
    return hits_in(r, e->block, e->from, before, CUE_negation) &&
           !hits_in(r, e->block, e->from, before, CUE_set_trouble) &&
           !hits_in(r, e->block, e->from, before, CUE_problem);
}

/* "since" and its like stand before the token, and the clause tells of trouble and of no recovery: not "ab 11:30 lief
 * alles wieder". */
static bool begins_stay(const RoleReader *r, const Entry *e, guint before)
{
    bool since = false;
    for (guint from = before > 3 ? before - 3 : 0; from < before; from++)
        since |= hits_in(r, e->block, from, before, CUE_since);
    return since &&
           (hits_in(r, e->block, e->from, e->to, CUE_start) || hits_in(r, e->block, e->from, e->to, CUE_downtime) ||
            tells_lack(r, e, before)) &&
           !hits_in(r, e->block, e->from, e->to, CUE_resolved) && !hits_in(r, e->block, e->from, e->to, CUE_mitigated);
}

/* "the orders that until 17:00 had come in": said of the orders alone. */
static bool is_relative(const RoleReader *r, const Entry *e, guint until)
{
    static const char *const words[] = {"die", "der",   "das",  "welche", "que", "qui",
                                        "che", "which", "that", "who",    NULL};
    return until > 1 && token_at(r, e->block, until - 1)->kind == TOKEN_WORD &&
           g_strv_contains(words, token_at(r, e->block, until - 1)->word) &&
           (is_mark(r, e->block, until - 2, ",") || token_at(r, e->block, until - 2)->kind == TOKEN_WORD);
}

/* "down since 10:02", "showed stale data until 17:12": one end of the trouble. */
static void score_end(const RoleReader *r, Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    guint from, to, before = m->from;
    if (e->range_first || e->range_second || e->timeline || !m->has_clock)
        return;
    while (before > 0 && m->from - before < 3 && is_between(r, e->block, before - 1))
        before--;
    if (!before || token_at(r, e->block, before - 1)->kind != TOKEN_WORD)
        return;
    const char *word = token_at(r, e->block, before - 1)->word;
    bool since = begins_stay(r, e, before);
    static const char *const at[] = {"to", "às", "alle", "thru", NULL}; /* "at" as well, or weak alone */
    bool until = cues_has_word(r->cues, word, CUE_range_to) && strlen(word) > 2 && !g_strv_contains(at, word) &&
                 !is_relative(r, e, before - 1);
    outline_sentence(r->outline, e->block, m->from, &from, &to);
    bool begins = hits_in(r, e->block, m->to, e->to, CUE_start); /* "a normal day until 12:10, when it began" */
    bool eased =
        hits_in(r, e->block, from, before - 1, CUE_resolved) || hits_in(r, e->block, from, before - 1, CUE_mitigated);
    if (until && (begins || (eased && !tells_trouble(r, e->block, from, before)))) {
        e->score[ROLE_MITIGATED] = e->score[ROLE_RESOLVED] = 0; /* "seemed to recover until 15:00" */
        return;
    }
    bool planned = hits_in(r, e->block, MAX(from, before > 8 ? before - 8 : 0), before, CUE_future);
    bool told = tells_trouble(r, e->block, from, to) || (since && tells_lack(r, e, before));
    if ((!since && !until) || planned || !told)
        return;
    if (until)
        e->score[ROLE_START] = 0;
    score_hit(&e->score[until ? ROLE_RESOLVED : ROLE_START], 2.8);
}

/* "no parcels from 10:02 onwards", "stopped from 6 May on": trouble that begins and stays; a day does as well. */
static void score_onward(const RoleReader *r, Entry *e)
{
    static const char *const words[] = {"onward", "onwards", NULL};
    const TextMoment *m = entry_moment(r, e);
    guint at, from, to;
    if (e->range_first || e->range_second || m->to >= text_document_block(r->document, e->block)->tokens->len ||
        !word_before(r, e, &at))
        return;
    const Token *behind = token_at(r, e->block, m->to);
    outline_sentence(r->outline, e->block, m->from, &from, &to);
    if (behind->kind == TOKEN_WORD && g_strv_contains(words, behind->word) && tells_trouble(r, e->block, from, to) &&
        !hits_in(r, e->block, from, to, CUE_future) && !hits_in(r, e->block, from, to, CUE_resolved))
        score_hit(&e->score[ROLE_START], 2.8);
}

/* "the vendor guesses that the line will be back by 12:15": a time of what is to come. */
bool is_forecast(const RoleReader *r, const Entry *e)
{
    const TextMoment *m = entry_moment(r, e);
    guint near = m->from;
    while (near > e->from && m->from - near < 10 && !is_mark(r, e->block, near - 1, ".;:!?"))
        near--;
    return !e->timeline && !e->label && m->has_clock && hits_in(r, e->block, near, m->from, CUE_forecast);
}

void score_positions(const RoleReader *r, Entry *e)
{
    score_onward(r, e);
    score_range(r, e);
    score_end(r, e);
    score_verb(r, e);
}

/* "At 10:02 the shop went down. At 10:10 we noticed.": sentences with a time each, also in a section of the timeline.
 */
bool is_told_on(const RoleReader *r, const TextMoment *m)
{
    guint index = (guint)(m - &g_array_index(r->timeline->moments, TextMoment, 0));
    guint from, to;
    if (m->from == 0 || token_at(r, m->block, m->from - 1)->kind != TOKEN_WORD)
        return false;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    for (guint i = index + 1; i < r->timeline->moments->len && i < index + 4; i++) {
        const TextMoment *next = timeline_moment(r->timeline, i);
        if (next->block == m->block && next->has_clock && next->from >= to)
            return !next->lead;
    }
    return false;
}

/* ---- one sentence that tells both ends ---- */

#define BOTH_ENDS 2.0

static bool may_state(const RoleReader *r, const Entry *e, Role role)
{
    bool place = e->section == SECTION_NONE || e->section == SECTION_SUMMARY || e->section == SECTION_IMPACT;
    return place && !e->timeline && !e->label && !e->range_first && !e->range_second && entry_moment(r, e)->has_clock &&
           e->score[role] >= 2.4;
}

/* "It began at 14:05 and was resolved at 15:20": who sums up so knows both ends better than the entry of a list. */
void score_statements(RoleReader *r)
{
    for (guint i = 0; i + 1 < r->entries->len; i++) {
        Entry *first = &g_array_index(r->entries, Entry, i);
        guint from, to;
        if (!may_state(r, first, ROLE_START))
            continue;
        outline_sentence(r->outline, first->block, entry_moment(r, first)->from, &from, &to);
        for (guint j = i + 1; j < r->entries->len && j <= i + 3; j++) {
            Entry *last = &g_array_index(r->entries, Entry, j);
            const TextMoment *end = entry_moment(r, last);
            if (last->block != first->block || end->from >= to)
                break;
            if (!may_state(r, last, ROLE_RESOLVED) || moment_ms(end) <= moment_ms(entry_moment(r, first)))
                continue;
            first->score[ROLE_START] += BOTH_ENDS;
            last->score[ROLE_RESOLVED] += BOTH_ENDS;
            break;
        }
    }
}
