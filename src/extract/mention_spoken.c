/* Clock times in words: "twenty to four", "a quarter past nine", "four o'clock", "at noon". */
#include "scan.h"

#include <string.h>

static bool is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

static bool is_one_of(const Token *token, const char *const *words)
{
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* Minutes as spoken before "past" and "to": the index behind them, or 0. */
static guint minutes_read(const Scan *s, guint i, int *minutes)
{
    static const struct {
        const char *word;
        int minutes;
    } table[] = {{"five", 5}, {"ten", 10}, {"quarter", 15}, {"twenty", 20}, {"half", 30}};
    if (number_word(s, i) == 1 && is_word(scan_token(s, i + 1), "quarter"))
        i++;
    for (guint t = 0; t < G_N_ELEMENTS(table); t++) {
        if (!is_word(scan_token(s, i), table[t].word))
            continue;
        *minutes = table[t].minutes;
        guint next = i + 1;
        const Token *five = scan_token(s, next);
        if (*minutes == 20 &&
            (is_word(five, "five") || (token_is_mark(five, '-') && is_word(scan_token(s, next + 1), "five")))) {
            *minutes = 25;
            next += five->kind == TOKEN_MARK ? 2 : 1;
        }
        return is_word(scan_token(s, next), "minutes") ? next + 1 : next;
    }
    return 0;
}

static int hour_of(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    if (token_is_number(token, 1, 2) && token->value >= 1 && token->value <= 12)
        return (int)token->value;
    return number_word(s, i);
}

/* "ten past five", "half six" is not read: it means different times to different people. */
static guint past_read(const Scan *s, guint i, Mention *m)
{
    static const char *const past[] = {"past", "after", NULL}, *const to[] = {"to", "before", "till", NULL};
    int minutes = 0;
    guint next = minutes_read(s, i, &minutes);
    bool later = next && is_one_of(scan_token(s, next), past), earlier = next && is_one_of(scan_token(s, next), to);
    earlier &= i > 0 && scan_word_in(s, i - 1, CUE_clock_before); /* "ten to twelve users" */
    int hour = later || (earlier && minutes != 30) ? hour_of(s, next + 1) : 0;
    bool unit = hour && scan_token(s, next + 2)->kind == TOKEN_WORD &&
                (scan_word_in(s, next + 2, CUE_unit_minute) || scan_word_in(s, next + 2, CUE_unit_hour) ||
                 scan_word_in(s, next + 2, CUE_unit_day));
    if (!hour || unit)
        return 0;
    m->hour = (hour + 12 - earlier) % 12;
    m->minute = earlier ? 60 - minutes : minutes;
    return next + 2;
}

/* "four o'clock"; a number before it is read with the other clocks. */
static guint o_clock_read(const Scan *s, guint i, Mention *m)
{
    int hour = scan_token(s, i)->kind == TOKEN_WORD ? number_word(s, i) : 0;
    if (!hour || !is_word(scan_token(s, i + 1), "o'clock"))
        return 0;
    m->hour = hour % 12;
    return i + 2;
}

/* "at noon", "until midnight". */
static guint noon_read(const Scan *s, guint i, Mention *m)
{
    static const char *const noon[] = {"noon", "midday", NULL};
    bool midnight = is_word(scan_token(s, i), "midnight");
    if ((!midnight && !is_one_of(scan_token(s, i), noon)) || !i || !scan_word_in(s, i - 1, CUE_clock_before))
        return 0;
    m->hour = midnight ? 0 : 12;
    m->meridiem = midnight ? MERIDIEM_AM : MERIDIEM_PM;
    return i + 1;
}

/* The half of the day: of the words around ("in the afternoon"), else the one that follows the clock read before. */
static void settle_half(const Scan *s, guint from, guint to, Mention *m)
{
    static const char *const pm[] = {"afternoon", "evening", "tonight", "pm", NULL}, *const am[] = {"morning", "am",
                                                                                                    NULL};
    for (guint i = from > 6 ? from - 6 : 0; i < to + 6 && i < s->tokens->len; i++) {
        if (is_one_of(scan_token(s, i), pm))
            m->meridiem = MERIDIEM_PM;
        else if (is_one_of(scan_token(s, i), am))
            m->meridiem = MERIDIEM_AM;
    }
    if (m->meridiem == MERIDIEM_PM)
        m->hour += 12;
    const Mention *last = s->last_clock;
    if (m->meridiem == MERIDIEM_NONE && last && last->hour * 60 + last->minute > m->hour * 60 + m->minute &&
        (m->hour + 12) * 60 + m->minute >= last->hour * 60 + last->minute)
        m->hour += 12;
}

guint spoken_clock_read(const Scan *s, guint i, Mention *m)
{
    Mention found = *m;
    found.second = -1;
    found.form = CLOCK_HOUR;
    guint next = noon_read(s, i, &found);
    if (!next) {
        if (!(next = past_read(s, i, &found)) && !(next = o_clock_read(s, i, &found)))
            return 0;
        settle_half(s, i, next, &found);
    }
    found.padded = true; /* settled: not to be moved by half a day */
    found.approximate = i > 0 && scan_word_in(s, i - 1, CUE_about);
    *m = found;
    return next;
}
