/* Clock times in the words of other languages than English: "halb zehn", "om kwart voor negen", "a las nueve y media",
 * "huit heures moins le quart", "à meia-noite e dois", "vers midi". The words stand in the cue files (clock_...). */
#include "scan.h"

#include <string.h>

/* An hour in digits or in a word, 0 to 24; -1 else. */
static int hour_at(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    if (token_is_number(token, 1, 2) && token->value <= 24)
        return (int)token->value;
    int hour = token->kind == TOKEN_WORD ? number_word(s, i) : 0;
    return hour ? hour : -1;
}

static bool is_led(const Scan *s, guint i)
{
    return i > 0 && scan_word_in(s, i - 1, CUE_clock_before);
}

/* Minutes 1 to 59 in digits or a word at i, or a quarter; 0 else. */
static int minutes_at(const Scan *s, guint i)
{
    if (scan_word_in(s, i, CUE_clock_quarter))
        return 15;
    const Token *token = scan_token(s, i);
    if (token_is_number(token, 1, 2) && token->value < 60)
        return (int)token->value;
    return token->kind == TOKEN_WORD ? number_word(s, i) : 0;
}

/* "et demie", "y cuarto", "menos diez", "moins le quart", "e dois" behind an hour; the index behind, or i. */
static guint fraction_read(const Scan *s, guint i, Mention *m)
{
    bool less = scan_word_in(s, i, CUE_clock_less), and = scan_word_in(s, i, CUE_clock_and);
    if (!less && !and)
        return i;
    guint at = i + 1;
    const Token *article = scan_token(s, at);
    if (article->kind == TOKEN_WORD && article->end - article->start <= 2 && minutes_at(s, at) <= 1)
        at++; /* "moins le quart", "e un quarto" */
    int minutes = and&&scan_word_in(s, at, CUE_clock_half) ? 30 : minutes_at(s, at);
    bool lasts = duration_unit(s, at + 1, false) > 0;
    if (!minutes || lasts)
        return i;
    m->minute = less ? 60 - minutes : minutes;
    m->hour -= less;
    return at + 1;
}

/* "midi", "um Mitternacht", "à meia-noite e dois" */
static guint noon_read(const Scan *s, guint i, Mention *m)
{
    bool dash = token_is_mark(scan_token(s, i + 1), '-') && scan_token(s, i + 2)->kind == TOKEN_WORD;
    const char *second = dash ? scan_token(s, i + 2)->word : "";
    bool half = scan_word_in(s, i, CUE_clock_half);
    bool night = scan_word_in(s, i, CUE_clock_midnight) || (half && !strcmp(second, "noite"));
    bool noon =
        scan_word_in(s, i, CUE_clock_noon) || (scan_word_in(s, i, CUE_clock_noon_half) && !strcmp(second, "dia"));
    if ((!night && !noon) || !is_led(s, i))
        return 0;
    m->hour = night ? 0 : 12;
    m->meridiem = night ? MERIDIEM_AM : MERIDIEM_PM;
    guint next = *second && (!strcmp(second, "noite") || !strcmp(second, "dia")) ? i + 3 : i + 1;
    return fraction_read(s, next, m);
}

/* "halb zehn" is 9:30. */
static guint half_read(const Scan *s, guint i, Mention *m)
{
    int hour = scan_word_in(s, i, CUE_clock_half_to) ? hour_at(s, i + 1) : -1;
    if (hour < 1 || hour > 12)
        return 0;
    m->hour = hour - 1;
    m->minute = 30;
    return i + 2;
}

/* "viertel nach eins", "tien over negen", "fünf vor halb acht" */
static guint past_read(const Scan *s, guint i, Mention *m)
{
    int minutes = minutes_at(s, i);
    bool past = scan_word_in(s, i + 1, CUE_clock_past), to = scan_word_in(s, i + 1, CUE_clock_to);
    if (!minutes || minutes > 29 || (!past && !to) || !is_led(s, i))
        return 0;
    guint next = half_read(s, i + 2, m);
    int hour = next ? m->hour : hour_at(s, i + 2);
    if (hour < 0 || (!next && hour > 12) || duration_unit(s, i + 3, false) > 0)
        return 0;
    int at = hour * 60 + (next ? 30 : 0) + (past ? minutes : -minutes);
    m->hour = (at + 720) % 720 / 60;
    m->minute = (at + 720) % 60;
    return next ? next : i + 3;
}

/* "acht Uhr", "14 heures 30", "las nueve y media", "às 9 da manhã" */
static guint hour_read(const Scan *s, guint i, Mention *m)
{
    int hour = hour_at(s, i);
    bool word = scan_word_in(s, i + 1, CUE_clock_word);
    bool lasting = word && duration_unit(s, i + 1, false) > 0; /* "un corte de 9 horas" */
    if (hour < 0 || !is_led(s, i) || (lasting && !scan_word_in(s, i - 1, CUE_clock_sure)) || lasts_here(s, i) ||
        token_is_mark(scan_token(s, i + 1), ':'))
        return 0;
    m->hour = hour;
    guint next = i + 1 + word;
    guint behind = fraction_read(s, next, m);
    const Token *minute = scan_token(s, next);
    if (behind > next)
        return behind;
    if (word && token_is_number(minute, 2, 2) && minute->value < 60 && !token_is_mark(scan_token(s, next + 1), '.')) {
        m->minute = (int)minute->value;
        return next + 1;
    }
    for (guint at = next; at < next + 3; at++) /* "de la mañana" */
        if (scan_word_in(s, at, CUE_clock_am) || scan_word_in(s, at, CUE_clock_pm))
            return next;
    return word ? next : 0;
}

/* The half of the day by a word close behind or before, else the one that follows the clock read before. */
static void settle_half(const Scan *s, guint from, guint to, Mention *m)
{
    for (guint i = from > 5 ? from - 5 : 0; i < to + 4 && i < s->tokens->len && m->meridiem == MERIDIEM_NONE; i++) {
        if (i >= to && scan_token(s, i)->kind == TOKEN_MARK)
            break;
        m->meridiem = scan_word_in(s, i, CUE_clock_pm)   ? MERIDIEM_PM
                      : scan_word_in(s, i, CUE_clock_am) ? MERIDIEM_AM
                                                         : MERIDIEM_NONE;
    }
    const Mention *last = s->last_clock;
    int minute = m->hour * 60 + m->minute;
    if (m->meridiem == MERIDIEM_PM && m->hour < 12)
        m->hour += 12;
    else if (m->meridiem == MERIDIEM_NONE && m->hour && m->hour < 12 && last && last->block == s->block &&
             last->hour * 60 + last->minute > minute && minute + 720 >= last->hour * 60 + last->minute)
        m->hour += 12;
}

guint worded_clock_read(const Scan *s, guint i, Mention *m)
{
    static guint (*const forms[])(const Scan *, guint, Mention *) = {noon_read, half_read, past_read, hour_read};
    for (guint f = 0; f < G_N_ELEMENTS(forms); f++) {
        Mention found = *m;
        found.second = -1;
        found.form = CLOCK_HOUR;
        guint next = forms[f](s, i, &found);
        if (!next || found.hour < 0)
            continue;
        if (f > 0)
            settle_half(s, i, next, &found);
        if (scan_word_in(s, next, CUE_clock_after))
            next++;
        found.padded = found.meridiem != MERIDIEM_NONE || !found.hour || found.hour >= 12; /* settled half of the day */
        found.approximate = i > 0 && scan_word_in(s, i - 1, CUE_about);
        *m = found;
        return next;
    }
    return 0;
}
