/* Last stage, first step: what happened at each moment, scored against the five roles. */
#include "roles.h"

#include <string.h>

bool hits_in(const RoleReader *r, guint block, guint from, guint to, CueGroup group)
{
    return outline_count(r->outline, block, from, to, group) > 0;
}

/* ---- the clause of a moment ---- */

static guint entry_end(const RoleReader *r, guint index)
{
    const TextMoment *m = timeline_moment(r->timeline, index);
    guint end = tokens_of(r, m->block);
    for (guint i = index + 1; i < r->timeline->moments->len; i++) {
        const TextMoment *next = timeline_moment(r->timeline, i);
        if (next->block != m->block)
            break;
        if (next->lead && next->from >= m->to)
            return next->from;
    }
    return end;
}

/* Blocks below an entry that tell on: of a heading until the next, of an item its nested items. */
static guint entry_last_block(const RoleReader *r, guint index)
{
    const TextMoment *m = timeline_moment(r->timeline, index);
    guint next_lead = G_MAXUINT;
    for (guint i = index + 1; i < r->timeline->moments->len && next_lead == G_MAXUINT && i < index + 200; i++)
        if (timeline_moment(r->timeline, i)->lead && timeline_moment(r->timeline, i)->block > m->block)
            next_lead = timeline_moment(r->timeline, i)->block;
    const TextBlock *block = text_document_block(r->document, m->block);
    guint last = m->block;
    for (guint b = m->block + 1; b < r->document->blocks->len && b < m->block + 12; b++) {
        const TextBlock *next = text_document_block(r->document, b);
        bool below = block->kind == TEXT_HEADING ? next->kind != TEXT_HEADING
                                                 : block->kind == TEXT_ITEM && next->kind == TEXT_ITEM &&
                                                       (next->level > block->level || !next->first);
        if (!below || b >= next_lead || outline_note(r->outline, b)->is_heading)
            break;
        last = b;
    }
    return last;
}

/* The blocks below the header of a mail, up to the next. */
static guint message_last_block(const RoleReader *r, guint block)
{
    guint last = block;
    while (last + 1 < r->document->blocks->len && last < block + 12 && !outline_note(r->outline, last + 1)->is_message)
        last++;
    return last;
}

static bool is_boundary(const RoleReader *r, guint block, guint i)
{
    static const CueGroup words[] = {CUE_range_and, CUE_clause};
    const Token *token = token_at(r, block, i);
    if (token->kind == TOKEN_WORD)
        return cues_has_word_of(r->cues, token->word, words, G_N_ELEMENTS(words));
    return token->kind == TOKEN_BREAK ? false : is_mark(r, block, i, ",;>");
}

/* The boundary between two moments of a sentence: the last conjunction or comma between them. */
static guint boundary_between(const RoleReader *r, guint block, guint from, guint to)
{
    for (guint i = to; i > from; i--)
        if (is_boundary(r, block, i - 1))
            return i - 1;
    return to;
}

/* "we are looking at errors which began at 23:30": only what follows the pronoun is said of the time. */
static guint relative_from(const RoleReader *r, const TextMoment *m, guint from)
{
    static const char *const words[] = {"which", "that", "who", NULL};
    for (guint i = m->from; i > from && m->from - i < 6; i--) {
        const Token *token = token_at(r, m->block, i - 1);
        if (token->kind != TOKEN_WORD)
            break;
        if (g_strv_contains(words, token->word))
            return hits_in(r, m->block, i, m->from, CUE_set_begin) ? (i > from + 4 ? i - 4 : from) : from;
    }
    return from;
}

/* "Time to detection: 32 minutes (12:08 push > 12:40 seen)": the first of two times that explain a length. */
static bool is_measured(const RoleReader *r, const TextMoment *m)
{
    guint index = (guint)(m - &g_array_index(r->timeline->moments, TextMoment, 0)), open = m->from;
    const TextMoment *next = index + 1 < r->timeline->moments->len ? timeline_moment(r->timeline, index + 1) : NULL;
    while (open > 0 && m->from - open < 2 && !is_mark(r, m->block, open - 1, "("))
        open--;
    if (!next || next->block != m->block || open == 0 || !is_mark(r, m->block, open - 1, "("))
        return false;
    for (guint i = m->to; i < next->from; i++)
        if (is_mark(r, m->block, i, ")"))
            return false;
    return next->from - m->to < 8;
}

static void find_clause(const RoleReader *r, Entry *e, guint index)
{
    const TextMoment *m = timeline_moment(r->timeline, index);
    guint from, to;
    outline_sentence(r->outline, m->block, m->from, &from, &to);
    for (guint i = index; i > 0 && index - i < 6; i--) {
        const TextMoment *before = timeline_moment(r->timeline, i - 1);
        if (before->block != m->block || before->to <= from)
            break;
        if (m->range_start == (int)(i - 1))
            continue;
        guint boundary = boundary_between(r, m->block, before->to, m->from);
        /* the time that opens an entry has no clause of its own */
        from = MAX(from, before->lead && boundary == m->from ? before->to : boundary);
        break;
    }
    for (guint i = index + 1; i < r->timeline->moments->len && i < index + 6; i++) {
        const TextMoment *after = timeline_moment(r->timeline, i);
        if (after->block != m->block || after->from >= to)
            break;
        if (m->range_end == (int)i)
            continue;
        to = MIN(to, boundary_between(r, m->block, m->to, after->from));
        break;
    }
    if (is_measured(r, m))
        from = m->from;
    e->from = MIN(MAX(from, relative_from(r, m, from)), m->from);
    e->to = MAX(to, m->to);
}

/* ---- entries ---- */

static double section_weight(const Entry *e)
{
    switch (e->section) {
    case SECTION_ACTIONS:
    case SECTION_LESSONS:
    case SECTION_OTHER:
        return 0.3;
    case SECTION_CAUSE:
        return 0.7;
    default:
        return e->timeline ? 1.0 : 0.9;
    }
}

/* Another line of the same block that begins with a clock. */
static bool has_lead_beside(const RoleReader *r, const TextMoment *m)
{
    guint index = (guint)(m - &g_array_index(r->timeline->moments, TextMoment, 0));
    for (guint i = index + 1; i < r->timeline->moments->len && i < index + 4; i++) {
        const TextMoment *next = timeline_moment(r->timeline, i);
        if (next->block == m->block && next->lead && next->has_clock)
            return true;
    }
    for (guint i = index; i > 0 && index - i < 4; i--) {
        const TextMoment *before = timeline_moment(r->timeline, i - 1);
        if (before->block == m->block && before->lead && before->has_clock)
            return true;
    }
    return false;
}

/* Whether what the moment opens is an entry of a list, table or log, not a sentence that begins with a time. */
static bool is_listed(const RoleReader *r, const TextBlock *block, const BlockNote *note, const TextMoment *m)
{
    if (!m->lead || block->kind == TEXT_KEY)
        return false;
    if (block->kind != TEXT_PARAGRAPH || m->weak || m->signature ||
        (note->section == SECTION_TIMELINE && !is_told_on(r, m)))
        return true;
    bool words = m->from > 0 && token_at(r, m->block, m->from - 1)->kind == TOKEN_WORD;
    if (!words && m->has_clock && (has_lead_beside(r, m) || (m->from > 0 && m->to == block->tokens->len)))
        return true;
    bool stop = m->to + 1 < block->tokens->len && is_mark(r, m->block, m->to, ".") && m->has_clock &&
                token_at(r, m->block, m->to + 1)->spaced; /* "13:05 UTC. The portal stopped." */
    return !words && m->to < block->tokens->len &&
           (stop || is_mark(r, m->block, m->to, ":-|])") || token_at(r, m->block, m->to)->kind == TOKEN_BREAK);
}

/* Whether the time is all that its line holds. */
static bool stands_alone(const RoleReader *r, const TextMoment *m)
{
    guint from = m->from, to = m->to, n = tokens_of(r, m->block);
    while (from > 0 && token_at(r, m->block, from - 1)->kind == TOKEN_MARK)
        from--;
    while (to < n && token_at(r, m->block, to)->kind == TOKEN_MARK)
        to++;
    return (from == 0 || token_at(r, m->block, from - 1)->kind == TOKEN_BREAK) &&
           (to == n || token_at(r, m->block, to)->kind == TOKEN_BREAK);
}

/* Whether the last line of the paragraph is a time alone, and the first is none: each time belongs to the lines above.
 */
static bool is_signed_below(const RoleReader *r, const TextMoment *m)
{
    guint low = 0, high = r->timeline->moments->len, n = tokens_of(r, m->block);
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (timeline_moment(r->timeline, middle)->block <= m->block)
            low = middle + 1;
        else
            high = middle;
    }
    const TextMoment *last = timeline_moment(r->timeline, low - 1);
    guint to = last->to;
    while (to < n && token_at(r, m->block, to)->kind == TOKEN_MARK)
        to++;
    return to == n && last->from > 0 && stands_alone(r, last) && token_at(r, m->block, 0)->kind == TOKEN_WORD &&
           m->from > 2;
}

/* Status pages sign an update with its time below: a time alone on its line belongs to the lines above it. */
static void take_text_above(const RoleReader *r, Entry *e, guint index)
{
    const TextMoment *m = timeline_moment(r->timeline, index);
    bool below = stands_alone(r, m) && is_signed_below(r, m);
    for (guint i = e->from; i < e->to && !below; i++)
        if (token_at(r, e->block, i)->kind == TOKEN_WORD)
            return;
    guint start = 0;
    for (guint i = index; i > 0 && timeline_moment(r->timeline, i - 1)->block == m->block; i--)
        if (timeline_moment(r->timeline, i - 1)->lead) {
            start = timeline_moment(r->timeline, i - 1)->to;
            break;
        }
    if (start < m->from && e->last_block == e->block &&
        text_document_block(r->document, e->block)->kind == TEXT_PARAGRAPH) {
        e->from = start;
        e->to = m->from;
    }
}

/* "we compare it with the beginning of the trouble (~09:12)" */
static bool is_aside(const RoleReader *r, const TextMoment *m)
{
    for (guint i = m->from; i > 0 && m->from - i < 3; i--) {
        if (is_mark(r, m->block, i - 1, "("))
            return true;
        if (token_at(r, m->block, i - 1)->kind == TOKEN_WORD)
            return false;
    }
    return false;
}

static void add_entry(RoleReader *r, guint index)
{
    const TextMoment *m = timeline_moment(r->timeline, index);
    const TextBlock *block = text_document_block(r->document, m->block);
    const BlockNote *note = outline_note(r->outline, m->block);
    Entry e = {
        .moment = index, .block = m->block, .last_block = m->block, .section = note->section, .group = note->group};
    bool second = block->kind == TEXT_ROW && !m->lead && m->range_start < 0 && m->range_end < 0 &&
                  has_lead_beside(r, m) && !row_is_record(r, m->block);
    if (note->group < 0 || (note->is_mail && !note->is_message) || block->head || second)
        return;
    const TextMoment *first = m->range_start >= 0 ? timeline_moment(r->timeline, (guint)m->range_start) : m;
    e.range_first = m->range_end >= 0;
    e.range_second = m->range_start >= 0;
    e.timeline = is_listed(r, block, note, first);
    if (note->is_message) {
        e.timeline = true;
        e.from = e.to = tokens_of(r, m->block);
        e.last_block = message_last_block(r, m->block);
    } else if (e.timeline) {
        e.from = m->to;
        e.to = entry_end(r, m->range_start >= 0 ? (guint)m->range_start : index);
        take_text_above(r, &e, index);
        e.last_block = entry_last_block(r, index);
    } else {
        find_clause(r, &e, index);
    }
    if (is_of_every_day(r, &e) || is_forecast(r, &e) || (!note->is_message && !entry_score_label(r, &e)))
        return;
    if (!e.label) {
        double weight = section_weight(&e);
        score_tokens(r, &e, e.block, e.from, e.to, weight);
        score_wording(r, &e, e.block, e.from, e.to, weight);
        for (guint b = e.block + 1; b <= e.last_block; b++)
            score_tokens(r, &e, b, 0, tokens_of(r, b), weight * 0.9);
        score_positions(r, &e);
        e.staging = e.staging && !e.production; /* "to stage, then prod" reached the users */
        score_form(r, &e, weight);
        bool below = e.from == e.to && e.last_block > e.block; /* of a heading */
        if (below ? tells_response(r, e.block + 1, 0, tokens_of(r, e.block + 1), e.timeline)
                  : tells_response(r, e.block, e.from, e.to, e.timeline))
            score_hit(&e.score[ROLE_ACKNOWLEDGED], STRONG * weight);
        if (tells_sight(r, &e, e.block, e.from, e.to))
            score_hit(&e.score[ROLE_DETECTED], STRONG * weight);
        if (tells_presence(r, &e, e.block, e.from, e.to))
            score_hit(&e.score[ROLE_ACKNOWLEDGED], STRONG * weight);
        if (e.section == SECTION_DETECTION && e.score[ROLE_DETECTED] > 0)
            e.score[ROLE_DETECTED] += 0.4;
        if (e.staging)
            for (int role = 0; role < ROLE_COUNT; role++)
                e.score[role] *= role == ROLE_DETECTED || role == ROLE_ACKNOWLEDGED ? 1 : 0.25;
        if (e.recurrence)
            e.score[ROLE_START] *= 0.6; /* it had begun before */
        if (e.timeline && hits_in(r, e.block, e.from, e.to, CUE_unrelated))
            e.score[ROLE_START] = e.score[ROLE_DETECTED] = 0; /* another trouble */
        if (e.closing)
            e.score[ROLE_RESOLVED] *= 0.6;
        if (!e.timeline && e.score[ROLE_START] >= 2.4)
            e.score[ROLE_ACKNOWLEDGED] = 0;                   /* "we looked into an outage that began at 13:30" */
        if (!e.timeline && (e.range_first || e.range_second)) /* "the provider reports an outage from 17:30 to 18:00" */
            e.score[ROLE_DETECTED] = e.score[ROLE_ACKNOWLEDGED] = 0;
        if (!e.timeline && e.section == SECTION_TIMELINE && is_aside(r, m))
            e.score[ROLE_DETECTED] = e.score[ROLE_ACKNOWLEDGED] = 0;
    }
    g_array_append_val(r->entries, e);
}

/* "11:55 The site, which went down around 11:45, ...": the entry's own time is when that was told. */
static void drop_told_starts(const RoleReader *r)
{
    for (guint i = 0; i < r->entries->len; i++) {
        const Entry *told = role_entry(r, i);
        if (told->timeline || told->score[ROLE_START] < 2.4 || told->range_second || !entry_moment(r, told)->has_clock)
            continue;
        for (guint j = i > 3 ? i - 3 : 0; j < r->entries->len && j < i + 4; j++) {
            Entry *e = &g_array_index(r->entries, Entry, j);
            const TextMoment *m = entry_moment(r, told);
            if (e->timeline && e->block == told->block && !e->range_first && !e->label && m->from >= e->from &&
                m->to <= e->to && moment_ms(m) <= moment_ms(entry_moment(r, e)))
                e->score[ROLE_START] = 0;
        }
    }
}

static int compare_entries(gconstpointer a, gconstpointer b, gpointer data)
{
    const RoleReader *r = data;
    const Entry *x = a, *y = b;
    int64_t t = moment_ms(entry_moment(r, x)), u = moment_ms(entry_moment(r, y));
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (t != u)
        return t < u ? -1 : 1;
    return x->moment < y->moment ? -1 : x->moment > y->moment;
}

void entries_read(RoleReader *r)
{
    for (guint i = 0; i < r->timeline->moments->len; i++)
        add_entry(r, i);
    drop_told_starts(r);
    score_statements(r);
    score_chat(r);
    score_open_page(r);
    score_stamped_page(r);
    g_array_sort_with_data(r->entries, compare_entries, r);
}
