/* Lengths and relative times: "2h 10m", "two and a half hours", "PT1H20M", "10 minutes later". */
#include "scan.h"

#include <string.h>

static const struct {
    CueGroup group;
    int64_t ms;
} units[] = {{CUE_unit_week, 7 * MS_PER_DAY},
             {CUE_unit_day, MS_PER_DAY},
             {CUE_unit_hour, MS_PER_HOUR},
             {CUE_unit_minute, MS_PER_MINUTE},
             {CUE_unit_second, MS_PER_SECOND}};

/* A unit of one letter must touch its number, or another unit stand before it ("6h 40 m"). */
int64_t duration_unit(const Scan *s, guint i, bool brief)
{
    const Token *token = scan_token(s, i);
    if (token->kind != TOKEN_WORD || (token->end - token->start == 1 && token->spaced && !brief))
        return 0;
    if (token->end - token->start == 1 && token->capital)
        return 0; /* 3M */
    for (guint u = 0; u < G_N_ELEMENTS(units); u++)
        if (cues_has_word(s->cues, token->word, units[u].group))
            return units[u].ms;
    return 0;
}

static bool is_half(const Scan *s, guint i)
{
    return scan_token(s, i)->kind == TOKEN_WORD && scan_word_in(s, i, CUE_range_and) && number_word(s, i + 1) == 1 &&
           scan_token(s, i + 2)->kind == TOKEN_WORD && strcmp(scan_token(s, i + 2)->word, "half") == 0;
}

bool lasts_here(const Scan *s, guint i)
{
    for (guint back = 1; back <= 3 && back <= i; back++)
        if (scan_word_in(s, i - back, CUE_quantity_of_time) || scan_word_in(s, i - back, CUE_label_duration))
            return true;
    return false;
}

/* The "h10" of "14h10", where no unit follows. */
static bool is_french_clock(const Scan *s, guint i)
{
    const Token *h = scan_token(s, i), *minute = scan_token(s, i + 1);
    return h->kind == TOKEN_WORD && strcmp(h->word, "h") == 0 && token_is_number(minute, 2, 2) &&
           minute->spaced == h->spaced && !duration_unit(s, i + 2, true) && !(i && lasts_here(s, i - 1));
}

/* "a quarter of an hour", "three quarters of an hour" */
static guint quarters_read(const Scan *s, guint i, double *n)
{
    static const char *const tail[] = {"of", "an", "hour"};
    int count = number_word(s, i);
    const Token *quarter = scan_token(s, i + 1);
    if (!count || quarter->kind != TOKEN_WORD || !g_str_has_prefix(quarter->word, "quarter"))
        return 0;
    for (guint t = 0; t < G_N_ELEMENTS(tail); t++)
        if (scan_token(s, i + 2 + t)->kind != TOKEN_WORD || strcmp(scan_token(s, i + 2 + t)->word, tail[t]) != 0)
            return 0;
    *n = count * 0.25;
    return i + 5;
}

/* "403s", "502s": answers with that status, no seconds. */
static bool is_status_code(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i), *plural = scan_token(s, i + 1);
    return token_is_number(token, 3, 3) && token->value >= 400 && token->value < 600 && plural->kind == TOKEN_WORD &&
           token_touches(plural) && strcmp(plural->word, "s") == 0;
}

/* "09.05 uur": the time of day where decimals have a comma. */
static bool is_dotted_clock(const Scan *s, guint i)
{
    return token_is_number(scan_token(s, i), 1, 2) && token_is_mark(scan_token(s, i + 1), '.') &&
           token_is_number(scan_token(s, i + 2), 2, 2) && scan_token(s, i + 2)->value < 60 &&
           scan_word_in(s, i + 3, CUE_clock_after) && cues_has_word(s->cues, "comma", CUE_decimal_comma) &&
           !lasts_here(s, i);
}

/* "3 h 36 min", "lasted 2 h": a letter that stands apart, where what is beside it says that it is a unit. */
static bool is_spaced_unit(const Scan *s, guint i)
{
    bool more = scan_token(s, i + 1)->kind == TOKEN_NUMBER && duration_unit(s, i + 2, false);
    return i > 0 && (more || lasts_here(s, i - 1));
}

/* One "2.5 hours" or "twenty-three minutes" step; the index behind, or 0. */
static guint part_read(const Scan *s, guint i, bool brief, double *n, int64_t *unit)
{
    guint next = i;
    double word = 0;
    guint behind = spoken_number(s, i, &word);
    const Token *token = scan_token(s, i);
    if (is_status_code(s, i) || is_dotted_clock(s, i))
        return 0;
    guint quarters = quarters_read(s, i, n);
    if (quarters) {
        *unit = MS_PER_HOUR;
        return quarters;
    }
    if (token->kind == TOKEN_WORD && strcmp(token->word, "half") == 0) {
        *n = 0.5;
        next = number_word(s, i + 1) == 1 ? i + 2 : i + 1;
    } else if (behind > i) {
        bool half = is_half(s, behind); /* "five and a half hours" */
        *n = word + (half ? 0.5 : 0);
        next = half ? behind + 3 : behind;
    } else if (token->kind == TOKEN_NUMBER && token->digits <= 6 && !(token->digits == 4 && token->value < 1000)) {
        *n = (double)token->value;
        next = i + 1;
        if (is_decimal(s->tokens, next) && scan_token(s, next + 1)->digits <= 2) {
            double digits = (double)scan_token(s, next + 1)->value;
            *n += digits / (scan_token(s, next + 1)->digits == 1 ? 10 : 100);
            next += 2;
        }
    } else {
        return 0;
    }
    if (token_is_mark(scan_token(s, next), '+'))
        next++;
    if (token_is_mark(scan_token(s, next), '-') && token_touches(scan_token(s, next)))
        next++;
    *unit = duration_unit(s, next, brief || is_spaced_unit(s, next));
    if (is_french_clock(s, next))
        return 0;
    return *unit ? next + 1 : 0;
}

/* "and", "," or nothing between "6 hours" and "40 minutes". */
static guint skip_joint(const Scan *s, guint i)
{
    bool stop = token_is_mark(scan_token(s, i), '.') && scan_token(s, i + 1)->kind == TOKEN_NUMBER;
    if (stop || token_is_mark(scan_token(s, i), ',') || token_is_mark(scan_token(s, i), ':'))
        i++;
    if (scan_word_in(s, i, CUE_range_and))
        i++;
    return i;
}

static void set_relative(const Scan *s, guint i, guint *next, Mention *m)
{
    const Token *after = scan_token(s, *next);
    int sign = scan_word_in(s, *next, CUE_later) || scan_word_in(s, *next, CUE_after) ? 1
               : scan_word_in(s, *next, CUE_earlier)                                  ? -1
                                                                                      : 0;
    if (sign && after->kind == TOKEN_WORD) {
        const Token *beyond = scan_token(s, *next + 1);
        m->kind = MENTION_RELATIVE;
        m->ms *= sign;
        bool plain = scan_word_in(s, *next, CUE_later) && !scan_word_in(s, *next, CUE_after);
        m->anchored = !plain && beyond->kind == TOKEN_WORD;
        *next += 1;
        return;
    }
    if (i && scan_word_in(s, i - 1, CUE_after)) {
        m->kind = MENTION_RELATIVE;
        m->anchored = after->kind == TOKEN_WORD && strcmp(after->word, "of") == 0;
    }
}

/* "4-5 hours", "two to three hours": no single length, the middle with approximate set. */
static guint span_read(const Scan *s, guint i, Mention *m)
{
    double low, high;
    int64_t unit;
    const Token *first = scan_token(s, i);
    if (first->kind != TOKEN_NUMBER || first->digits > 3)
        return 0;
    low = (double)first->value;
    bool joint = token_is_mark(scan_token(s, i + 1), '-') || scan_word_in(s, i + 1, CUE_range_to);
    guint next = joint ? part_read(s, i + 2, false, &high, &unit) : 0;
    if (!next || high <= low)
        return 0;
    m->ms = (int64_t)((low + high) / 2 * (double)unit);
    m->approximate = true;
    m->rate = true; /* a span, no figure */
    return next;
}

/* "PT1H20M", one word of letters and digits. */
static guint iso_read(const Scan *s, guint i, Mention *m)
{
    const Token *token = scan_token(s, i);
    const char *p = token->kind == TOKEN_WORD ? token->word : "";
    int64_t total = 0;
    bool time = false;
    if (*p++ != 'p' || !*p)
        return 0;
    while (*p) {
        if (*p == 't' && !time) {
            time = true;
            p++;
            continue;
        }
        char *end;
        gint64 n = g_ascii_strtoll(p, &end, 10);
        int64_t unit = *end == 'd'           ? MS_PER_DAY
                       : *end == 'h'         ? MS_PER_HOUR
                       : *end == 'm' && time ? MS_PER_MINUTE
                       : *end == 's'         ? MS_PER_SECOND
                                             : 0;
        if (end == p || !unit || n > 100000)
            return 0;
        total += n * unit;
        p = end + 1;
    }
    m->ms = total;
    return total > 0 ? i + 1 : 0;
}

guint duration_read(const Scan *s, guint i, Mention *m)
{
    double n;
    int64_t unit = 0, last = INT64_MAX, total = 0;
    m->kind = MENTION_DURATION;
    guint next = span_read(s, i, m);
    if (next || (next = iso_read(s, i, m)))
        return next;
    guint from = i;
    while (true) {
        guint after = part_read(s, from, last != INT64_MAX, &n, &unit);
        if (!after && last == MS_PER_HOUR && token_is_number(scan_token(s, from), 2, 2) && lasts_here(s, i) &&
            from == next) {
            n = (double)scan_token(s, from)->value; /* "1h17" */
            unit = MS_PER_MINUTE;
            after = from + 1;
        }
        if (!after || unit >= last || n > 100000)
            break;
        total += (int64_t)(n * (double)unit + 0.5);
        last = unit;
        next = after;
        if (is_half(s, next)) {
            total += unit / 2;
            next += 3;
        }
        from = skip_joint(s, next);
    }
    if (!next || total <= 0)
        return 0;
    m->ms = total;
    m->approximate = i > 0 && (scan_word_in(s, i - 1, CUE_about) || token_is_mark(scan_token(s, i - 1), '~'));
    set_relative(s, i, &next, m);
    return next;
}
