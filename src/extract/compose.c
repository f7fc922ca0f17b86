/* Third stage, first step: what stands together belongs together. */
#include "timeline_build.h"

#include <string.h>

/* Only small words and marks between two mentions, such as "at", ", the" or "(": they are one. */
static bool is_gap(const Composer *c, guint from, guint to)
{
    if (to < from || to - from > 5)
        return false;
    for (guint i = from; i < to; i++) {
        const Token *token = composer_token(c, i);
        bool mark = token->kind == TOKEN_MARK && token->value < 128 && strchr(",(@T-:/~[]|", (int)token->value);
        bool short_word = i > from && token->kind == TOKEN_MARK && token->value == '.' && !token->spaced &&
                          composer_word(c, i - 1, CUE_about); /* "ca. 18:30" */
        bool cell = token->kind == TOKEN_BREAK && c->block->kind == TEXT_ROW;
        bool word = short_word || composer_word(c, i, CUE_joiner) || composer_word(c, i, CUE_weekday) ||
                    composer_word(c, i, CUE_about) || composer_word(c, i, CUE_clock_before);
        bool range = composer_word(c, i, CUE_range_to) && !composer_word(c, i, CUE_joiner);
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
        const Token *token = composer_token(c, i);
        bool mark = token->kind == TOKEN_MARK && token->value < 128 && strchr(",(-/|", (int)token->value);
        bool cell = token->kind == TOKEN_BREAK && c->block->kind == TEXT_ROW;
        if (!mark && !cell && !composer_word(c, i, CUE_joiner) && !composer_word(c, i, CUE_weekday))
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
        const Token *before = composer_token(c, i - 1);
        if (before->kind == TOKEN_BREAK)
            return true;
        bool small = composer_word(c, i - 1, CUE_weekday) || composer_word(c, i - 1, CUE_clock_before) ||
                     composer_word(c, i - 1, CUE_about) || composer_word(c, i - 1, CUE_joiner);
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
    const Token *before = composer_token(c, m->from - 1), *after = composer_token(c, m->to);
    bool bullet = before->kind == TOKEN_MARK && before->spaced && strchr("*-", (int)MIN(before->value, 126));
    bool delimited = after->kind == TOKEN_MARK && (after->value == ':' || (after->value == '-' && after->spaced));
    bool stop = before->kind == TOKEN_MARK && (before->value == '.' || before->value == ';');
    if ((bullet || stop) && delimited)
        return true;
    bool capital = after->kind == TOKEN_WORD && after->capital;
    return m->form == CLOCK_DOT && capital && before->kind == TOKEN_WORD &&
           !composer_word(c, m->from - 1, CUE_clock_before) && !composer_word(c, m->from - 1, CUE_joiner);
}

static bool token_is_colon(const Token *token)
{
    return token->kind == TOKEN_MARK && token->value == ':';
}

/* Whether the word opens its line and is no word of the language: "lenny  7:52 AM". */
static bool is_handle(const Composer *c, guint i)
{
    guint at = i;
    while (at > 0 && composer_token(c, at - 1)->kind == TOKEN_MARK)
        at--;
    bool first = at == 0 || composer_token(c, at - 1)->kind == TOKEN_BREAK;
    return first && !composer_word(c, i, CUE_stopword) && !composer_word(c, i, CUE_problem) &&
           !composer_word(c, i, CUE_set_thing) && !composer_word(c, i, CUE_set_trouble);
}

/* "kaspar (dev)" */
static bool is_bracketed(const Composer *c, guint i)
{
    const Token *before = i ? composer_token(c, i - 1) : NULL;
    return before && before->kind == TOKEN_MARK && (before->value == '(' || before->value == '[');
}

/* "Priya Raman  7:52 AM", "Zoltan K. 17/May/23 10:55": a line of a name and a time, with text below it. */
static bool is_signature(const Composer *c, const TextMoment *m)
{
    guint names = 0, to = m->to;
    if (m->from > 0 && token_is_colon(composer_token(c, m->from - 1)))
        return false; /* "Detected: 10:52" */
    while (to < c->block->tokens->len && composer_token(c, to)->kind == TOKEN_MARK &&
           strchr(")]:", (int)MIN(composer_token(c, to)->value, 126)))
        to++;
    if (c->block->kind != TEXT_PARAGRAPH || to >= c->block->tokens->len || composer_token(c, to)->kind != TOKEN_BREAK)
        return false;
    for (guint i = m->from; i > 0 && composer_token(c, i - 1)->kind != TOKEN_BREAK; i--) {
        const Token *token = composer_token(c, i - 1);
        bool small = composer_word(c, i - 1, CUE_clock_before) || composer_word(c, i - 1, CUE_joiner);
        bool handle = token->kind == TOKEN_WORD && !token->capital && is_handle(c, i - 1);
        if (token->kind == TOKEN_NUMBER || m->from - i > 8 ||
            (token->kind == TOKEN_WORD && !token->capital && !small && !handle && !is_bracketed(c, i - 1)))
            return false;
        names += token->kind == TOKEN_WORD && (token->capital || handle);
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
    moment->weak = clock->form == CLOCK_DOT && clock->meridiem == MERIDIEM_NONE && !clock->zone;
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
    if (i + 1 >= c->last || composer_mention(c, i + 1)->kind != kind)
        return NULL;
    return composer_mention(c, i + 1);
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

/* "at 19.02", "stopped at 6.35 because ...", but no "from 1.11 to 1.13". */
static bool is_dotted_clock(const TimelineBuild *build, const Mention *m)
{
    const GArray *tokens = text_document_block(build->outline->document, m->block)->tokens;
    const Token *before = m->from ? &g_array_index(tokens, Token, m->from - 1) : NULL;
    static const char *const plain[] = {"at", "about", "around", "by", "until", "till", "since", "from", "circa", NULL};
    return m->kind == MENTION_CLOCK && m->form == CLOCK_DOT && m->meridiem == MERIDIEM_NONE && before &&
           before->kind == TOKEN_WORD && g_strv_contains(plain, before->word);
}

/* Whether several times stand in prose with a dot, most of them behind "at", and none with a colon. */
static bool writes_dots(const TimelineBuild *build)
{
    guint dotted = 0, at = 0;
    for (guint i = 0; i < build->timeline->mentions->len; i++) {
        const Mention *m = &g_array_index(build->timeline->mentions, Mention, i);
        if (m->kind == MENTION_CLOCK && m->form == CLOCK_COLON && !outline_note(build->outline, m->block)->is_mail)
            return false;
        dotted += m->kind == MENTION_CLOCK;
        at += is_dotted_clock(build, m);
    }
    return at >= 2 && 2 * at >= dotted;
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
    if (moment->weak && !moment->lead && !(c->build->dotted && is_dotted_clock(c->build, head)))
        return;
    moment_update(moment);
    g_array_append_val(c->build->timeline->moments, *moment);
}

/* The mention at i, with its companion at i + 1; returns how many were used. */
static guint compose_one(const Composer *c, guint i)
{
    const Mention *m = composer_mention(c, i);
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
                 !(then->from > date->to && composer_token(c, date->to)->kind == TOKEN_MARK);
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

/* "at 06:20 GMT, and 15 minutes afterward": a moment counted from the one before it in the block. */
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
    while (start > 0 && composer_token(c, start - 1)->kind != TOKEN_BREAK)
        start--;
    if (start < 2 || c->block->kind != TEXT_PARAGRAPH)
        return;
    const Token *above = composer_token(c, start - 2);
    if (above->kind == TOKEN_WORD || (above->kind == TOKEN_MARK && above->value == ','))
        only->lead = false;
}

/* "offline between 14:20 and" / "15:00": a small word above leads over to the time. */
static void unlead_joined(const Composer *c, guint from)
{
    GArray *moments = c->build->timeline->moments;
    for (guint i = from; c->block->kind == TEXT_PARAGRAPH && i < moments->len; i++) {
        TextMoment *m = build_moment(c->build, i);
        if (!m->lead || m->from < 2 || composer_token(c, m->from - 1)->kind != TOKEN_BREAK)
            continue;
        guint above = m->from - 2;
        if (composer_word(c, above, CUE_range_and) || composer_word(c, above, CUE_range_to) ||
            composer_word(c, above, CUE_clock_before) || composer_word(c, above, CUE_about))
            m->lead = false;
    }
}

static void compose_block(const Composer *c)
{
    guint from = c->build->timeline->moments->len;
    for (guint i = c->first; i < c->last;)
        if (composer_mention(c, i)->kind == MENTION_RELATIVE)
            add_relative(c, composer_mention(c, i++), from);
        else if (elapsed_add(c, composer_mention(c, i)))
            i++;
        else
            i += compose_one(c, i);
    unlead_joined(c, from);
    unlead_broken_line(c, from);
    ranges_pair(c, from);
    for (guint i = c->first; i < c->last; i++)
        if (composer_mention(c, i)->kind == MENTION_ZONE)
            lend_zone(c, composer_mention(c, i), from);
}

void timeline_compose(TimelineBuild *build)
{
    const GArray *mentions = build->timeline->mentions;
    build->dotted = writes_dots(build);
    for (guint i = 0; i < mentions->len;) {
        guint block = g_array_index(mentions, Mention, i).block, j = i;
        while (j < mentions->len && g_array_index(mentions, Mention, j).block == block)
            j++;
        Composer c = {build, text_document_block(build->outline->document, block), block, i, j};
        guint from = build->timeline->moments->len;
        compose_block(&c);
        elapsed_find_origin(build, from);
        i = j;
    }
}
