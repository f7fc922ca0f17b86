/* Third stage, first step: what stands together belongs together. */
#include "timeline_build.h"

#include <string.h>

typedef struct {
    const TimelineBuild *build;
    const TextBlock *block;
    guint index;       /* of the block */
    guint first, last; /* mentions of the block: [first, last) */
} Composer;

static const Mention *mention_at(const Composer *c, guint i)
{
    return &g_array_index(c->build->timeline->mentions, Mention, i);
}

static const Token *token_at(const Composer *c, guint i)
{
    return &g_array_index(c->block->tokens, Token, i);
}

static bool word_in(const Composer *c, guint i, CueGroup group)
{
    return i < c->block->tokens->len && token_at(c, i)->kind == TOKEN_WORD &&
           cues_has_word(c->build->outline->cues, token_at(c, i)->word, group);
}

/* Only small words and marks between two mentions, such as "at", ", the" or "(": they are one. */
static bool is_gap(const Composer *c, guint from, guint to)
{
    if (to < from || to - from > 5)
        return false;
    for (guint i = from; i < to; i++) {
        const Token *token = token_at(c, i);
        bool mark = token->kind == TOKEN_MARK && token->value < 128 && strchr(",(@T-:/~[]|", (int)token->value);
        bool cell = token->kind == TOKEN_BREAK && c->block->kind == TEXT_ROW;
        bool word = word_in(c, i, CUE_joiner) || word_in(c, i, CUE_weekday) || word_in(c, i, CUE_about) ||
                    word_in(c, i, CUE_clock_before);
        bool range = word_in(c, i, CUE_range_to) && !word_in(c, i, CUE_joiner);
        if ((!mark && !cell && !word) || range)
            return false;
    }
    return true;
}

static bool is_tail_gap(const Composer *c, guint from, guint to)
{
    if (to < from || to - from > 3)
        return false;
    for (guint i = from; i < to; i++) {
        const Token *token = token_at(c, i);
        bool mark = token->kind == TOKEN_MARK && token->value < 128 && strchr(",(-/|", (int)token->value);
        bool cell = token->kind == TOKEN_BREAK && c->block->kind == TEXT_ROW;
        if (!mark && !cell && !word_in(c, i, CUE_joiner) && !word_in(c, i, CUE_weekday))
            return false;
    }
    return true;
}

static bool is_marker(const Token *token)
{
    return token->kind == TOKEN_MARK && !(token->value < 128 && g_ascii_isalnum((char)token->value)) &&
           !strchr("$#%=", (int)MIN(token->value, 126));
}

/* Whether nothing but bullets, brackets, a weekday or "at" stands before the token in its line or cell. */
static bool opens_line(const Composer *c, guint token)
{
    guint words = 0;
    for (guint i = token; i > 0; i--) {
        const Token *before = token_at(c, i - 1);
        if (before->kind == TOKEN_BREAK)
            return true;
        bool small = word_in(c, i - 1, CUE_weekday) || word_in(c, i - 1, CUE_clock_before) ||
                     word_in(c, i - 1, CUE_about) || word_in(c, i - 1, CUE_joiner);
        if (is_marker(before))
            continue;
        if (!small || ++words > 3)
            return false;
    }
    return true;
}

/* A second event within a line: "... * 10:40 am: fixed", "... missing ids 15.17 Nick called". */
static bool opens_inside(const Composer *c, const Mention *m)
{
    if (!m->from || m->to >= c->block->tokens->len)
        return false;
    const Token *before = token_at(c, m->from - 1), *after = token_at(c, m->to);
    bool bullet = before->kind == TOKEN_MARK && before->spaced && strchr("*-", (int)MIN(before->value, 126));
    bool delimited = after->kind == TOKEN_MARK && (after->value == ':' || (after->value == '-' && after->spaced));
    bool stop = before->kind == TOKEN_MARK && (before->value == '.' || before->value == ';');
    if ((bullet || stop) && delimited)
        return true;
    bool capital = after->kind == TOKEN_WORD && after->capital;
    return m->form == CLOCK_DOT && capital && before->kind == TOKEN_WORD &&
           !word_in(c, m->from - 1, CUE_clock_before) && !word_in(c, m->from - 1, CUE_joiner);
}

static bool token_is_colon(const Token *token)
{
    return token->kind == TOKEN_MARK && token->value == ':';
}

/* "Priya Raman  7:52 AM", "Zoltan K. 17/May/23 10:55": a line of a name and a time, with text below it. */
static bool is_signature(const Composer *c, const TextMoment *m)
{
    guint names = 0, to = m->to;
    if (m->from > 0 && token_is_colon(token_at(c, m->from - 1)))
        return false; /* "Detected: 10:52" */
    while (to < c->block->tokens->len && token_at(c, to)->kind == TOKEN_MARK &&
           strchr(")]:", (int)MIN(token_at(c, to)->value, 126)))
        to++;
    if (c->block->kind != TEXT_PARAGRAPH || to >= c->block->tokens->len || token_at(c, to)->kind != TOKEN_BREAK)
        return false;
    for (guint i = m->from; i > 0 && token_at(c, i - 1)->kind != TOKEN_BREAK; i--) {
        const Token *token = token_at(c, i - 1);
        bool small = word_in(c, i - 1, CUE_clock_before) || word_in(c, i - 1, CUE_joiner);
        if (token->kind == TOKEN_NUMBER || (token->kind == TOKEN_WORD && !token->capital && !small) || m->from - i > 8)
            return false;
        names += token->kind == TOKEN_WORD && token->capital;
    }
    return names > 0 && names <= 4;
}

static void take_date(TextMoment *moment, const Mention *date)
{
    moment->has_date = true;
    moment->own_date = true;
    moment->year = date->year;
    moment->month = date->month;
    moment->day = date->day;
    moment->open = date->open;
    moment->date_rule = "stated";
}

static void take_clock(TextMoment *moment, const Mention *clock)
{
    moment->has_clock = true;
    moment->hour = clock->hour;
    moment->minute = clock->minute;
    moment->second = clock->second;
    moment->approximate |= clock->approximate;
    moment->weak = clock->form == CLOCK_DOT;
    moment->meridiem = clock->meridiem;
    moment->padded = clock->padded;
    if (clock->zone) {
        moment->zone = clock->zone;
        moment->basis = ZONE_BASIS_STATED;
        moment->zone_rule = "stated beside it";
        moment->ambiguous_zone = clock->other != NULL;
    }
}

static void widen(TextMoment *moment, const Mention *m)
{
    moment->start = MIN(moment->start, m->start);
    moment->end = MAX(moment->end, m->end);
    moment->from = MIN(moment->from, m->from);
    moment->to = MAX(moment->to, m->to);
}

static TextMoment moment_of(const Composer *c, const Mention *m)
{
    return (TextMoment){.block = c->index,
                        .start = m->start,
                        .end = m->end,
                        .from = m->from,
                        .to = m->to,
                        .second = -1,
                        .range_end = -1,
                        .range_start = -1,
                        .clock = -1};
}

static const Mention *next_of(const Composer *c, guint i, MentionKind kind)
{
    if (i + 1 >= c->last || mention_at(c, i + 1)->kind != kind)
        return NULL;
    return mention_at(c, i + 1);
}

/* "0:11" in a column "Elapsed" is no time of the day. */
static bool is_elapsed(const Composer *c, const TextMoment *moment)
{
    if (c->block->kind != TEXT_ROW || c->block->head || moment->has_date)
        return false;
    guint column = 0, b = c->index;
    const TextDocument *document = c->build->outline->document;
    while (column + 1 < c->block->cells->len &&
           g_array_index(c->block->cells, TextCell, column + 1).start <= moment->start)
        column++;
    while (b > 0 && c->index - b < 64 && !text_document_block(document, b)->head)
        b--;
    const TextBlock *head = text_document_block(document, b);
    if (!head->head || head->table != c->block->table || column >= head->cells->len)
        return false;
    TextCell cell = g_array_index(head->cells, TextCell, column);
    for (guint i = 0; i < head->tokens->len; i++) {
        const Token *token = &g_array_index(head->tokens, Token, i);
        if (token->start >= cell.start && token->end <= cell.end && token->kind == TOKEN_WORD)
            return cues_has_word(c->build->outline->cues, token->word, CUE_label_elapsed);
    }
    return false;
}

static void add_moment(const Composer *c, TextMoment *moment, const Mention *head)
{
    if (is_elapsed(c, moment))
        return;
    moment->signature = head->kind == MENTION_CLOCK && is_signature(c, moment);
    moment->lead =
        moment->signature || opens_line(c, moment->from) || (head->kind == MENTION_CLOCK && opens_inside(c, head));
    GArray *moments = c->build->timeline->moments;
    const TextMoment *last = moments->len ? build_moment(c->build, moments->len - 1) : NULL;
    if (c->block->kind == TEXT_ROW && last && last->block == c->index && last->has_clock)
        moment->lead = false; /* the same time in another zone, or a second column */
    if (moment->weak && !moment->lead)
        return;
    moment_update(moment);
    g_array_append_val(c->build->timeline->moments, *moment);
}

/* The mention at i, with its companion at i + 1; returns how many were used. */
static guint compose_one(const Composer *c, guint i)
{
    const Mention *m = mention_at(c, i);
    TextMoment moment = moment_of(c, m);
    if (m->kind == MENTION_DATE && (m->day || m->relative_day)) {
        const Mention *clock = next_of(c, i, MENTION_CLOCK);
        if (m->day)
            take_date(&moment, m);
        if (clock && is_gap(c, m->to, clock->from)) {
            take_clock(&moment, clock);
            moment.clock = (int)i + 1;
            moment.relative_day = m->relative_day;
            moment.weak = false;
            widen(&moment, clock);
            add_moment(c, &moment, clock);
            return 2;
        }
        if (m->day)
            add_moment(c, &moment, m);
        return 1;
    }
    if (m->kind != MENTION_CLOCK)
        return 1;
    take_clock(&moment, m);
    moment.clock = (int)i;
    const Mention *date = next_of(c, i, MENTION_DATE);
    const Mention *then = date ? next_of(c, i + 1, MENTION_CLOCK) : NULL;
    bool taken = then && is_gap(c, date->to, then->from) &&
                 !(then->from > date->to && token_at(c, date->to)->kind == TOKEN_MARK);
    if (date && date->day && !taken && is_tail_gap(c, m->to, date->from)) {
        take_date(&moment, date);
        moment.weak = false;
        widen(&moment, date);
        add_moment(c, &moment, m);
        return 2;
    }
    if (date && date->relative_day && is_tail_gap(c, m->to, date->from)) {
        moment.relative_day = date->relative_day;
        widen(&moment, date);
        add_moment(c, &moment, m);
        return 2;
    }
    add_moment(c, &moment, m);
    return 1;
}

/* ---- ranges ---- */

/* "between" or "from" before the moment or within it ("On 5 March, between 10:02"). */
static bool has_range_word(const Composer *c, const TextMoment *m, CueGroup group)
{
    for (guint i = m->from > 5 ? m->from - 5 : 0; i < m->to; i++)
        if (word_in(c, i, group))
            return true;
    return false;
}

/* What joins two moments: a dash, "to", "until", or "and" behind "between". */
static bool is_range(const Composer *c, const TextMoment *a, const TextMoment *b)
{
    bool joint = false, and = false;
    if (b->from < a->to || b->from - a->to > 7)
        return false;
    for (guint i = a->to; i < b->from; i++) {
        const Token *token = token_at(c, i);
        bool dash = token->kind == TOKEN_MARK && (token->value == '-' || token->value == '~' || token->value == '>');
        bool other = token->kind == TOKEN_MARK && token->value < 128 && strchr("(),", (int)token->value);
        if (dash || word_in(c, i, CUE_range_to))
            joint = true;
        else if (word_in(c, i, CUE_range_and))
            and = true;
        else if (!other && !word_in(c, i, CUE_joiner) && !word_in(c, i, CUE_about) && !word_in(c, i, CUE_clock_before))
            return false;
    }
    return joint || (and&&has_range_word(c, a, CUE_range_between));
}

/* "from late last night (April 5th) eastern US time until approximately 10:45am": words between the ends. */
static bool is_long_range(const Composer *c, const TextMoment *a, const TextMoment *b)
{
    bool to = false;
    if (b->from < a->to || b->from - a->to > 14)
        return false;
    bool from = has_range_word(c, a, CUE_range_from);
    for (guint i = a->to; i < b->from; i++) {
        const Token *token = token_at(c, i);
        if (token->kind == TOKEN_MARK && (token->value == '.' || token->value == ';' || token->value == ':'))
            return false;
        to |= word_in(c, i, CUE_range_to);
    }
    guint near = b->from > a->to + 3 ? b->from - 3 : a->to;
    bool close = false;
    for (guint i = near; i < b->from; i++)
        close |= word_in(c, i, CUE_range_to);
    return from && to && close;
}

/* "8:45 - 9:23 pm", "2pm to 9pm": the first end takes its half of the day from the second. */
static void share_meridiem(TextMoment *a, const TextMoment *b, const Mention *first, const Mention *second)
{
    if (first->meridiem != MERIDIEM_NONE || second->meridiem == MERIDIEM_NONE || first->hour > 12)
        return;
    int end = b->hour * 60 + b->minute;
    int late = a->hour % 12 * 60 + 720 + a->minute, early = a->hour % 12 * 60 + a->minute;
    int start = late <= end ? late : early;
    a->hour = start / 60;
}

static const Mention *clock_of(const Composer *c, const TextMoment *moment)
{
    return moment->clock >= 0 ? mention_at(c, (guint)moment->clock) : NULL;
}

static void pair(const Composer *c, guint ai, guint bi)
{
    TextMoment *a = build_moment(c->build, ai), *b = build_moment(c->build, bi);
    const Mention *first = a->has_clock ? clock_of(c, a) : NULL, *second = b->has_clock ? clock_of(c, b) : NULL;
    a->range_end = (int)bi;
    b->range_start = (int)ai;
    if (first && second)
        share_meridiem(a, b, first, second);
    /* "11:47pm to 12:20pm" means half past midnight */
    if (first && second && first->meridiem == MERIDIEM_PM && second->meridiem == MERIDIEM_PM && a->hour == 23 &&
        b->hour == 12)
        b->hour = 0;
    if (!a->zone && b->zone) {
        a->zone = b->zone;
        a->basis = b->basis;
        a->zone_rule = "stated at the end of the range";
        a->ambiguous_zone = b->ambiguous_zone;
    } else if (a->zone && !b->zone) {
        b->zone = a->zone;
        b->basis = a->basis;
        b->zone_rule = "stated at the start of the range";
        b->ambiguous_zone = a->ambiguous_zone;
    }
    b->lead = false;
    moment_update(a);
    moment_update(b);
}

static void pair_ranges(const Composer *c, guint from)
{
    GArray *moments = c->build->timeline->moments;
    for (guint i = from; i + 1 < moments->len; i++) {
        const TextMoment *a = build_moment(c->build, i), *b = build_moment(c->build, i + 1);
        bool kinds = a->has_clock == b->has_clock || (a->has_date && b->has_clock && b->has_date);
        if (kinds && a->range_start < 0 && (is_range(c, a, b) || is_long_range(c, a, b)))
            pair(c, i, i + 1);
    }
}

/* The last clock time of the paragraph above: "A quarter of an hour later ..." opens the next. */
static const TextMoment *moment_above(const Composer *c)
{
    const GArray *moments = c->build->timeline->moments;
    const TextMoment *last = moments->len ? &g_array_index(moments, TextMoment, moments->len - 1) : NULL;
    if (last && !last->has_clock && moments->len > 1)
        last--;
    bool near = last && last->has_clock && c->index - last->block <= 2 && c->block->kind == TEXT_PARAGRAPH;
    return near && text_document_block(c->build->outline->document, last->block)->kind == TEXT_PARAGRAPH ? last : NULL;
}

/* "08:00 GMT but was detected 10 minutes afterward": a moment counted from the one before it in the block. */
static void add_relative(const Composer *c, const Mention *m, guint from)
{
    GArray *moments = c->build->timeline->moments;
    if (m->anchored || m->rate)
        return;
    const TextMoment *base = moments->len == from ? moment_above(c) : NULL;
    for (guint i = moments->len; i > from && !base && moments->len - i < 8; i--)
        if (build_moment(c->build, i - 1)->has_clock)
            base = build_moment(c->build, i - 1);
    if (!base || (base->block == c->index && m->from - base->to > 40))
        return;
    TextMoment moment = *base;
    moment.block = c->index;
    moment.signature = false;
    moment.start = m->start;
    moment.end = m->end;
    moment.from = m->from;
    moment.to = m->to;
    moment.lead = false;
    moment.relative = true;
    moment.range_end = moment.range_start = -1;
    int64_t minutes = moment.hour * 60 + moment.minute + m->ms / MS_PER_MINUTE;
    if (minutes < 0 || minutes >= 24 * 60)
        return;
    moment.hour = (int)(minutes / 60);
    moment.minute = (int)(minutes % 60);
    moment.second = -1;
    moment.date_rule = moment.has_date ? "counted from the time before it" : NULL;
    moment_update(&moment);
    g_array_append_val(moments, moment);
}

/* "from 13:20 to 14:05 (Brasilia time, UTC-3)": a zone that stands alone holds for its sentence. */
static void lend_zone(const Composer *c, const Mention *m, guint from)
{
    guint start, end;
    GArray *moments = c->build->timeline->moments;
    outline_sentence(c->build->outline, c->index, m->from, &start, &end);
    for (guint i = moments->len; i > from && moments->len - i < 8; i--) {
        TextMoment *moment = build_moment(c->build, i - 1);
        if (moment->from < start || moment->from > end || moment->zone || !moment->has_clock)
            continue;
        moment->zone = m->zone;
        moment->basis = ZONE_BASIS_STATED;
        moment->zone_rule = "stated in the sentence";
        moment->ambiguous_zone = m->other != NULL;
    }
}

/* A time that only a line's break put at a line's start: the line above goes on, and no other line begins so. */
static void unlead_broken_line(const Composer *c, guint from)
{
    GArray *moments = c->build->timeline->moments;
    TextMoment *only = NULL;
    for (guint i = from; i < moments->len; i++) {
        TextMoment *m = build_moment(c->build, i);
        if (!m->lead)
            continue;
        if (only || m->signature)
            return;
        only = m;
    }
    guint start = only ? only->from : 0;
    while (start > 0 && token_at(c, start - 1)->kind != TOKEN_BREAK)
        start--;
    if (start < 2 || c->block->kind != TEXT_PARAGRAPH)
        return;
    const Token *above = token_at(c, start - 2);
    if (above->kind == TOKEN_WORD || (above->kind == TOKEN_MARK && above->value == ','))
        only->lead = false;
}

static void compose_block(const Composer *c)
{
    guint from = c->build->timeline->moments->len;
    for (guint i = c->first; i < c->last;)
        if (mention_at(c, i)->kind == MENTION_RELATIVE)
            add_relative(c, mention_at(c, i++), from);
        else
            i += compose_one(c, i);
    unlead_broken_line(c, from);
    pair_ranges(c, from);
    for (guint i = c->first; i < c->last; i++)
        if (mention_at(c, i)->kind == MENTION_ZONE)
            lend_zone(c, mention_at(c, i), from);
}

void timeline_compose(TimelineBuild *build)
{
    const GArray *mentions = build->timeline->mentions;
    for (guint i = 0; i < mentions->len;) {
        guint block = g_array_index(mentions, Mention, i).block, j = i;
        while (j < mentions->len && g_array_index(mentions, Mention, j).block == block)
            j++;
        Composer c = {build, text_document_block(build->outline->document, block), block, i, j};
        compose_block(&c);
        i = j;
    }
}
