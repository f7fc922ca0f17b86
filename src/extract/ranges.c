/* Third stage: two moments that are the ends of one range share date, zone and half of the day. */
#include "timeline_build.h"

#include <string.h>

/* "between" or "from" before the moment or within it ("On 5 March, between 10:02"). */
static bool has_range_word(const Composer *c, const TextMoment *m, CueGroup group)
{
    for (guint i = m->from > 5 ? m->from - 5 : 0; i < m->to; i++)
        if (composer_word(c, i, group))
            return true;
    return false;
}

#define IN_BRACKETS 12 /* tokens */

/* Behind what stands in brackets at i: "between 12:39 (block 17) and 17:17"; or i. */
static guint behind_brackets(const Composer *c, guint i, guint to)
{
    const Token *open = composer_token(c, i);
    if (open->kind != TOKEN_MARK || open->value != '(')
        return i;
    for (guint at = i + 1; at < to && at - i < IN_BRACKETS; at++)
        if (composer_token(c, at)->kind == TOKEN_MARK && composer_token(c, at)->value == ')')
            return at + 1;
    return i;
}

/* What joins two moments: a dash, "to", "until", or "and" behind "between". */
static bool is_range(const Composer *c, const TextMoment *a, const TextMoment *b)
{
    bool joint = false, and = false;
    guint first = b->from > a->to ? behind_brackets(c, a->to, b->from) : a->to;
    if (b->from < first || b->from - first > 7)
        return false;
    for (guint i = first; i < b->from; i++) {
        const Token *token = composer_token(c, i);
        bool dash = token->kind == TOKEN_MARK && (token->value == '-' || token->value == '~' || token->value == '>');
        bool other = token->kind == TOKEN_MARK && token->value < 128 && strchr("(),", (int)token->value);
        other |= token->kind == TOKEN_BREAK && c->block->kind == TEXT_PARAGRAPH && !b->lead; /* a line broken by hand */
        if (dash || composer_word(c, i, CUE_range_to))
            joint = true;
        else if (composer_word(c, i, CUE_range_and))
            and = true;
        else if (!other && !composer_word(c, i, CUE_joiner) && !composer_word(c, i, CUE_about) &&
                 !composer_word(c, i, CUE_clock_before))
            return false;
    }
    if (joint && and) /* "a las 7:16 y a las 7:25" are two times */
        return has_range_word(c, a, CUE_range_from);
    return joint || (and&&has_range_word(c, a, CUE_range_between));
}

/* "from early today (May 6th) Lisbon time until about 09:50": words between the ends. */
static bool is_long_range(const Composer *c, const TextMoment *a, const TextMoment *b)
{
    bool to = false;
    if (b->from < a->to || b->from - a->to > 14)
        return false;
    bool from = has_range_word(c, a, CUE_range_from);
    for (guint i = a->to; i < b->from; i++) {
        const Token *token = composer_token(c, i);
        if (token->kind == TOKEN_MARK && (token->value == '.' || token->value == ';' || token->value == ':'))
            return false;
        if (composer_word(c, i, CUE_negation) || (token->kind == TOKEN_WORD && strcmp(token->word, "but") == 0))
            return false; /* "unstable since May 31, but did not fail until June 4" */
        to |= composer_word(c, i, CUE_range_to);
    }
    guint near = b->from > a->to + 3 ? b->from - 3 : a->to;
    bool close = false;
    for (guint i = near; i < b->from; i++)
        close |= composer_word(c, i, CUE_range_to);
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
    return moment->clock >= 0 ? composer_mention(c, (guint)moment->clock) : NULL;
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

void ranges_pair(const Composer *c, guint from)
{
    GArray *moments = c->build->timeline->moments;
    for (guint i = from; i + 1 < moments->len; i++) {
        const TextMoment *a = build_moment(c->build, i), *b = build_moment(c->build, i + 1);
        bool kinds = a->has_clock == b->has_clock || (a->has_date && b->has_clock && b->has_date);
        if (kinds && a->range_start < 0 && (is_range(c, a, b) || is_long_range(c, a, b)))
            pair(c, i, i + 1);
    }
}
