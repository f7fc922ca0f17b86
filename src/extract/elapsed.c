/* Entries that count from a named instant: "T0 = 2024-03-01 14:05 UTC", below it "T+12 min: alarm". */
#include "timeline_build.h"

#include <string.h>

static bool is_t(const Token *token)
{
    return token->kind == TOKEN_WORD && token->capital && strcmp(token->word, "t") == 0;
}

static bool is_t0(const Token *token)
{
    return is_t(token) || (token->kind == TOKEN_WORD && strcmp(token->word, "t0") == 0);
}

/* Whether a lone T stands before the time in its line: "Reference instant (T) is ...", "T0: ...". */
static bool names_origin(const TextBlock *block, const TextMoment *m)
{
    for (guint i = m->from; i > 0 && m->from - i < 10; i--) {
        const Token *token = &g_array_index(block->tokens, Token, i - 1);
        if (token->kind == TOKEN_BREAK && block->kind != TEXT_ROW)
            return false;
        if (is_t0(token))
            return true;
    }
    return false;
}

void elapsed_find_origin(TimelineBuild *build, guint from)
{
    for (guint i = from; !build->origin && i < build->timeline->moments->len; i++) {
        const TextMoment *m = build_moment(build, i);
        if (m->has_clock && names_origin(text_document_block(build->outline->document, m->block), m))
            build->origin = i + 1;
    }
}

/* 1 behind "T+" at the start of a line, -1 behind "T-", else 0. */
static int sign_before(const Composer *c, guint i)
{
    const Token *mark = i >= 2 ? composer_token(c, i - 1) : NULL;
    if (!mark || mark->kind != TOKEN_MARK || (mark->value != '+' && mark->value != '-') ||
        !is_t(composer_token(c, i - 2)))
        return 0;
    for (guint at = i - 2; at > 0 && composer_token(c, at - 1)->kind != TOKEN_BREAK; at--)
        if (composer_token(c, at - 1)->kind != TOKEN_MARK)
            return 0;
    return mark->value == '+' ? 1 : -1;
}

static bool has_clock(const Composer *c)
{
    for (guint i = c->first; i < c->last; i++)
        if (composer_mention(c, i)->kind == MENTION_CLOCK)
            return true;
    return false;
}

bool elapsed_add(const Composer *c, const Mention *m)
{
    int sign = m->kind == MENTION_DURATION && c->build->origin ? sign_before(c, m->from) : 0;
    if (!sign || has_clock(c))
        return false;
    TextMoment moment = *build_moment(c->build, c->build->origin - 1);
    int64_t minutes = clock_minutes(&moment) + sign * m->ms / MS_PER_MINUTE;
    int64_t days = minutes < 0 ? -((1439 - minutes) / 1440) : minutes / 1440;
    if (days < -30 || days > 30)
        return false;
    minutes -= days * 1440;
    moment.block = c->index;
    moment.start = composer_token(c, m->from - 2)->start;
    moment.end = m->end;
    moment.from = m->from - 2;
    moment.to = m->to;
    moment.range_end = moment.range_start = -1;
    moment.clock = -1;
    moment.second = -1;
    moment.lead = true;
    moment.weak = moment.signature = false;
    moment.hour = (int)(minutes / 60);
    moment.minute = (int)(minutes % 60);
    if (moment.has_date)
        set_day(&moment, day_add(day_of(&moment), (int)days), "counted from the instant T");
    else
        moment_update(&moment);
    g_array_append_val(c->build->timeline->moments, moment);
    return true;
}
