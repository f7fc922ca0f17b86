#include "scan.h"

#include <string.h>

static int month_of(const Scan *s, guint i)
{
    int group = scan_group_of(s, i, CUE_month_1, CUE_month_12);
    return group < 0 ? 0 : group - CUE_month_1 + 1;
}

static bool is_year(const Token *token)
{
    return token_is_number(token, 4, 4) && token->value >= 1970 && token->value <= 2100;
}

static bool is_day(const Token *token)
{
    return token_is_number(token, 1, 2) && token->value >= 1 && token->value <= 31;
}

static bool civil_day(int year, int month, int day)
{
    Civil civil = {.year = year ? year : 2024, .month = month ? month : 1, .day = day ? day : 1};
    return civil_is_valid(&civil);
}

/* Letters or digits that touch token i from the left make it part of something else (a version, an address). */
static bool is_glued(const Scan *s, guint i)
{
    if (!i || !token_touches(scan_token(s, i)))
        return false;
    const Token *before = scan_token(s, i - 1);
    if (before->kind != TOKEN_MARK)
        return before->kind == TOKEN_WORD || before->kind == TOKEN_NUMBER;
    if (!strchr("./-_=&?", (int)before->value) || before->value > 127)
        return false;
    return i >= 2 && token_touches(before) && scan_token(s, i - 2)->kind != TOKEN_MARK &&
           !(before->value == '-' && scan_token(s, i - 2)->kind == TOKEN_NUMBER);
}

static guint skip_ordinal(const Scan *s, guint i)
{
    return scan_word_in(s, i, CUE_ordinal) && token_touches(scan_token(s, i)) ? i + 1 : i;
}

/* The year behind a day and month: "2018", ", 2018", "'18", "de 2018". */
static guint year_behind(const Scan *s, guint i, Mention *m)
{
    guint at = i;
    if (token_is_mark(scan_token(s, at), '.') || token_is_mark(scan_token(s, at), ','))
        at++;
    static const char *const fillers[] = {"of", "de", "del", NULL};
    if (scan_token(s, at)->kind == TOKEN_WORD && g_strv_contains(fillers, scan_token(s, at)->word))
        at++;
    if (is_year(scan_token(s, at))) {
        m->year = (int)scan_token(s, at)->value;
        return at + 1;
    }
    if (token_is_mark(scan_token(s, at), '\'') && token_is_number(scan_token(s, at + 1), 2, 2)) {
        m->year = 2000 + (int)scan_token(s, at + 1)->value;
        return at + 2;
    }
    if (token_is_mark(scan_token(s, at), '(') && is_year(scan_token(s, at + 1)) &&
        token_is_mark(scan_token(s, at + 2), ')')) {
        m->year = (int)scan_token(s, at + 1)->value;
        return at + 3;
    }
    return i;
}

/* "2025-DEC-5", "2025 December 5", "2025, Dec 5th" */
static guint year_and_month(const Scan *s, guint i, Mention *m)
{
    const Token *mark = scan_token(s, i + 1);
    guint at = i + 1 + (mark->kind == TOKEN_MARK && mark->value < 128 && strchr("-/.,", (int)mark->value));
    int month = is_year(scan_token(s, i)) ? month_of(s, at) : 0;
    guint day = at + 1;
    if (month && at > i + 1 && token_is_mark(scan_token(s, day), (int)mark->value))
        day++;
    if (!month || !is_day(scan_token(s, day)) || !civil_day(0, month, (int)scan_token(s, day)->value) ||
        token_is_mark(scan_token(s, day + 1), ':') || is_year(scan_token(s, skip_ordinal(s, day + 1))))
        return 0; /* "in 2025, May 5 2026" */
    m->year = (int)scan_token(s, i)->value;
    m->month = month;
    m->day = (int)scan_token(s, day)->value;
    return skip_ordinal(s, day + 1);
}

/* 2021-09-06, 2021/9/6, 2021.09.06 */
static guint year_first(const Scan *s, guint i, Mention *m)
{
    const Token *year = scan_token(s, i), *mark = scan_token(s, i + 1), *month = scan_token(s, i + 2);
    const Token *mark2 = scan_token(s, i + 3), *day = scan_token(s, i + 4);
    if (!is_year(year) || !token_touches(mark) || !token_touches(month))
        return 0;
    bool good = mark->kind == TOKEN_MARK && strchr("-/.", (int)mark->value) && mark->value < 128 &&
                token_is_mark(mark2, (int)mark->value) && token_touches(mark2) && token_touches(day) &&
                token_is_number(month, 1, 2) && token_is_number(day, 1, 2);
    if (!good || !civil_day((int)year->value, (int)month->value, (int)day->value))
        return 0;
    m->year = (int)year->value;
    m->month = (int)month->value;
    m->day = (int)day->value;
    return i + 5;
}

static bool is_unit(const Scan *s, guint i, const char *korean, const char *chinese)
{
    const Token *token = scan_token(s, i);
    return token->kind == TOKEN_WORD && token_touches(token) &&
           (!strcmp(token->word, korean) || !strcmp(token->word, chinese));
}

/* 2025, October, 3, each with its unit behind it, as Korean, Japanese and Chinese write. */
static guint east_asian(const Scan *s, guint i, Mention *m)
{
    const Token *year = scan_token(s, i), *month = scan_token(s, i + 2), *day = scan_token(s, i + 4);
    if (!is_year(year) || !is_unit(s, i + 1, "\xeb\x85\x84", "\xe5\xb9\xb4") || !token_is_number(month, 1, 2) ||
        !is_unit(s, i + 3, "\xec\x9b\x94", "\xe6\x9c\x88") || !token_is_number(day, 1, 2) ||
        !is_unit(s, i + 5, "\xec\x9d\xbc", "\xe6\x97\xa5") ||
        !civil_day((int)year->value, (int)month->value, (int)day->value))
        return 0;
    m->year = (int)year->value;
    m->month = (int)month->value;
    m->day = (int)day->value;
    return i + 6;
}

/* A clock, or the first token of one, behind "01/07" or "6.3.": perhaps "~", a comma or a small word between. */
static bool clock_behind(const Scan *s, guint i)
{
    for (guint end = i + 3; i < end; i++) {
        const Token *token = scan_token(s, i);
        Mention clock = {0};
        if (token->kind == TOKEN_NUMBER)
            return clock_read(s, i, &clock) > 0 && clock.form != CLOCK_BARE;
        bool mark = token->kind == TOKEN_MARK && strchr("~,-(", (int)MIN(token->value, 126));
        if (!mark && !scan_word_in(s, i, CUE_clock_before) && !scan_word_in(s, i, CUE_joiner))
            return false;
    }
    return false;
}

/* "20.04.22": a day, not the number of a version. */
static bool is_dotted_day(const Scan *s, guint i)
{
    static const char *const products[] = {"version", "v", "ubuntu", "debian", "release", "build", "rev", NULL};
    const Token *before = i ? scan_token(s, i - 1) : &token_end;
    const Token *a = scan_token(s, i), *b = scan_token(s, i + 2), *year = scan_token(s, i + 4);
    bool product = before->kind == TOKEN_WORD && g_strv_contains(products, before->word);
    return !product && a->digits == 2 && b->digits == 2 && b->value >= 1 && b->value <= 12 && year->value >= 10 &&
           year->value <= 40;
}

/* 24/06/2018, 5-26-21, 09.11.2025, 20/Aug/2018: the order of the first two stays open where both could be months. */
static guint year_last(const Scan *s, guint i, Mention *m)
{
    const Token *a = scan_token(s, i), *mark = scan_token(s, i + 1), *b = scan_token(s, i + 2);
    const Token *mark2 = scan_token(s, i + 3), *year = scan_token(s, i + 4);
    if (!is_day(a) || mark->kind != TOKEN_MARK || mark->value > 127 || !strchr("-/.", (int)mark->value))
        return 0;
    if (!token_touches(mark) || !token_touches(b) || !token_is_mark(mark2, (int)mark->value) || !token_touches(mark2) ||
        !token_touches(year))
        return 0;
    bool chat = a->digits == 2 && b->digits == 2 && clock_behind(s, i + 5); /* "04.06.24, 10:05", no version */
    bool brief = token_is_number(year, 2, 2) && (mark->value != '.' || chat || is_dotted_day(s, i));
    if (!is_year(year) && !brief)
        return 0;
    if (token_is_mark(scan_token(s, i + 5), (int)mark->value) && token_touches(scan_token(s, i + 5)) &&
        scan_token(s, i + 6)->kind == TOKEN_NUMBER && token_touches(scan_token(s, i + 6)))
        return 0; /* a fourth number: an address */
    m->year = (int)year->value + (brief ? 2000 : 0);
    m->short_year = brief;
    int month = month_of(s, i + 2);
    if (month) {
        m->day = (int)a->value;
        m->month = month;
        return civil_day(m->year, month, m->day) ? i + 5 : 0;
    }
    if (!is_day(b) || (a->value > 12 && b->value > 12))
        return 0;
    bool first_is_day = a->value > 12 || mark->value == '.';
    m->open = a->value <= 12 && b->value <= 12 && a->value != b->value && mark->value != '.';
    m->month = (int)(first_is_day ? b->value : a->value);
    m->day = (int)(first_is_day ? a->value : b->value);
    return civil_day(m->year, m->month, m->day) ? i + 5 : 0;
}

/* "01/07 ~19:17", "6.3., 18:40 Uhr", "Thu 12/03": no year, so only beside a clock or a weekday. */
static guint day_and_month(const Scan *s, guint i, Mention *m)
{
    const Token *a = scan_token(s, i), *mark = scan_token(s, i + 1), *b = scan_token(s, i + 2);
    bool dots = token_is_mark(mark, '.');
    if (!is_day(a) || (!dots && !token_is_mark(mark, '/')) || !token_touches(mark) || !token_touches(b) || !is_day(b) ||
        (a->value > 12 && b->value > 12) ||
        (i && token_touches(a) && scan_token(s, i - 1)->kind == TOKEN_MARK &&
         strchr("./-$", (int)MIN(scan_token(s, i - 1)->value, 126))))
        return 0;
    const Token *close = scan_token(s, i + 3);
    bool closed = token_is_mark(close, '.') && token_touches(close);
    if ((dots && (!closed || b->value > 12)) || (token_is_mark(close, '/') && token_touches(close)))
        return 0;
    guint next = i + 3 + (dots ? 1 : 0);
    bool weekday = i && scan_word_in(s, token_is_mark(scan_token(s, i - 1), ',') && i > 1 ? i - 2 : i - 1, CUE_weekday);
    if (!weekday && !clock_behind(s, next))
        return 0;
    bool first_is_day = dots || a->value > 12;
    m->open = !dots && a->value <= 12 && b->value <= 12 && a->value != b->value;
    m->month = (int)(first_is_day ? b->value : a->value);
    m->day = (int)(first_is_day ? a->value : b->value);
    return civil_day(0, m->month, m->day) ? next : 0;
}

/* "Day 1 - January 23, 2026", "1. January 23, 2026": the month has its day behind it, and the number before is none. */
static bool has_day_behind(const Scan *s, guint month)
{
    return is_day(scan_token(s, month + 1)) && token_is_mark(scan_token(s, month + 2), ',') &&
           is_year(scan_token(s, month + 3));
}

/* "24th Jun 2018", "9. November 2025", "3 de mayo", "5-Jan-2021" */
static guint day_first(const Scan *s, guint i, Mention *m)
{
    if (!is_day(scan_token(s, i)))
        return 0;
    guint at = skip_ordinal(s, i + 1);
    if (token_is_mark(scan_token(s, at), '.') || token_is_mark(scan_token(s, at), '-'))
        at++;
    static const char *const fillers[] = {"of", "de", NULL};
    if (scan_token(s, at)->kind == TOKEN_WORD && g_strv_contains(fillers, scan_token(s, at)->word))
        at++;
    int month = month_of(s, at);
    if (!month || !civil_day(0, month, (int)scan_token(s, i)->value) || has_day_behind(s, at))
        return 0;
    m->day = (int)scan_token(s, i)->value;
    m->month = month;
    const Token *brief = scan_token(s, at + 1);
    if (at == i + 1 && token_touches(scan_token(s, at)) && token_touches(brief) && token_is_number(brief, 2, 2)) {
        m->year = (int)brief->value + (brief->value < 70 ? 2000 : 1900); /* 15Sep94 */
        return at + 2;
    }
    if (token_is_mark(scan_token(s, at + 1), '-') && is_year(scan_token(s, at + 2))) {
        m->year = (int)scan_token(s, at + 2)->value;
        return at + 3;
    }
    return year_behind(s, at + 1, m);
}

/* "17. auf den 18. Juli 2024", "17 to 18 July": the first of two days that follow each other. */
static guint night_first(const Scan *s, guint i, Mention *m)
{
    static const char *const joints[] = {"auf", "zum", "den", "to", "the", "al",  "au",  "para", "pra",
                                         "op",  "de",  "e",   "y",  "et",  "und", "and", NULL};
    if (!is_day(scan_token(s, i)))
        return 0;
    guint next = skip_ordinal(s, i + 1);
    next += token_is_mark(scan_token(s, next), '.');
    guint at = next;
    while (at < next + 4 && scan_token(s, at)->kind == TOKEN_WORD &&
           (g_strv_contains(joints, scan_token(s, at)->word) || (at > next && scan_word_in(s, at, CUE_weekday))))
        at++;
    Mention second = *m;
    if (at == next || !day_first(s, at, &second) || second.day != (int)scan_token(s, i)->value + 1)
        return 0;
    m->day = second.day - 1;
    m->month = second.month;
    m->year = second.year;
    return next;
}

/* "July 15 & 16, 2014": the year behind the second day is the first's as well. */
static void year_of_list(const Scan *s, guint i, Mention *m)
{
    const Token *joint = scan_token(s, i);
    bool joins = token_is_mark(joint, '&') || token_is_mark(joint, '-') || scan_word_in(s, i, CUE_range_and) ||
                 scan_word_in(s, i, CUE_range_to);
    guint at = i + 1;
    if (!joins)
        return;
    if (month_of(s, at))
        at++;
    if (is_day(scan_token(s, at)))
        year_behind(s, skip_ordinal(s, at + 1), m);
}

/* "Nov 26 07:14:59 PST 2013", as the command date writes it: the year behind clock and zone. */
static void year_of_stamp(const Scan *s, guint i, Mention *m)
{
    Mention clock = {0};
    guint behind = scan_token(s, i)->kind == TOKEN_NUMBER ? clock_read(s, i, &clock) : 0;
    if (behind && clock.form == CLOCK_COLON && is_year(scan_token(s, behind)))
        m->year = (int)scan_token(s, behind)->value;
}

/* "March 18 - ongoing, 2022": the one year of a heading. */
static void year_of_heading(const Scan *s, guint i, Mention *m)
{
    if (text_document_block(s->document, s->block)->kind != TEXT_HEADING)
        return;
    for (; i < s->tokens->len && !m->year; i++)
        if (is_year(scan_token(s, i)) && token_is_mark(scan_token(s, i - 1), ','))
            m->year = (int)scan_token(s, i)->value;
}

/* "November 3rd, 2020", "Jan 5", "January 2020" (no day) */
static guint month_first(const Scan *s, guint i, Mention *m)
{
    int month = month_of(s, i);
    const Token *token = scan_token(s, i);
    if (!month || (!token->capital && token->end - token->start < 5))
        return 0;
    guint at = i + 1;
    if (token_is_mark(scan_token(s, at), '.'))
        at++;
    const Token *day = scan_token(s, at);
    m->month = month;
    if (is_year(day)) {
        m->year = (int)day->value;
        return at + 1;
    }
    bool clock = token_is_mark(scan_token(s, at + 1), ':') && scan_token(s, at + 2)->kind == TOKEN_NUMBER &&
                 !scan_token(s, at + 2)->spaced; /* not "Feb 3: the router died" */
    if (!is_day(day) || !civil_day(0, month, (int)day->value) || clock || token_is_mark(scan_token(s, at + 1), '%'))
        return 0;
    m->day = (int)day->value;
    at = skip_ordinal(s, at + 1);
    guint next = year_behind(s, at, m);
    if (!m->year)
        year_of_list(s, at, m);
    if (!m->year)
        year_of_stamp(s, at, m);
    if (!m->year)
        year_of_heading(s, at, m);
    return next;
}

/* "January23, 2021": no blank between. */
static guint month_glued(const Scan *s, guint i, Mention *m)
{
    const Token *token = scan_token(s, i);
    gsize letters = token->kind == TOKEN_WORD && token->capital ? strcspn(token->word, "0123456789") : 0;
    const char *digits = letters ? token->word + letters : "";
    gsize n = strlen(digits);
    if (letters < 3 || n < 1 || n > 2 || strspn(digits, "0123456789") != n)
        return 0;
    g_autofree char *name = g_strndup(token->word, letters);
    int group = cues_group_of(s->cues, name, CUE_month_1, CUE_month_12);
    int day = (int)g_ascii_strtoll(digits, NULL, 10);
    if (group < 0 || !civil_day(0, group - CUE_month_1 + 1, day) || day == 0)
        return 0;
    m->month = group - CUE_month_1 + 1;
    m->day = day;
    return year_behind(s, i + 1, m);
}

/* "[12-05 16:21]", "03-26 23:04" at a line's start: no year, the month first as logs write it. */
static guint month_and_day(const Scan *s, guint i, Mention *m)
{
    const Token *a = scan_token(s, i), *b = scan_token(s, i + 2), *hour = scan_token(s, i + 3);
    bool opens = i == 0 || scan_token(s, i - 1)->kind == TOKEN_BREAK || token_is_mark(scan_token(s, i - 1), '[');
    Mention clock = {0};
    if (!opens || !token_is_number(a, 2, 2) || !token_is_mark(scan_token(s, i + 1), '-') ||
        !token_touches(scan_token(s, i + 1)) || !token_is_number(b, 2, 2) || !token_touches(b) ||
        hour->kind != TOKEN_NUMBER || token_touches(hour) || !clock_read(s, i + 3, &clock) ||
        clock.form != CLOCK_COLON || (a->value > 12 && b->value > 12))
        return 0;
    bool first_is_day = a->value > 12;
    m->month = (int)(first_is_day ? b->value : a->value);
    m->day = (int)(first_is_day ? a->value : b->value);
    return m->month && civil_day(0, m->month, m->day) && m->day ? i + 3 : 0;
}

/* "25th" alone, where a clock follows or "on (the)" stands before. */
static guint day_alone(const Scan *s, guint i, Mention *m)
{
    if (!is_day(scan_token(s, i)) || skip_ordinal(s, i + 1) == i + 1)
        return 0;
    bool clock = scan_token(s, i + 2)->kind == TOKEN_NUMBER &&
                 (token_is_mark(scan_token(s, i + 3), ':') || scan_token(s, i + 3)->kind == TOKEN_WORD);
    bool on = i > 0 && scan_token(s, i - 1)->kind == TOKEN_WORD && strcmp(scan_token(s, i - 1)->word, "on") == 0;
    bool on_the = i > 1 && scan_token(s, i - 2)->kind == TOKEN_WORD && strcmp(scan_token(s, i - 2)->word, "on") == 0;
    bool weekday = (i > 0 && scan_word_in(s, i - 1, CUE_weekday)) || /* "Sunday 19th", "Sunday the 19th" */
                   (i > 1 && scan_word_in(s, i - 2, CUE_weekday) && scan_word_in(s, i - 1, CUE_stopword));
    if (!clock && !on && !on_the && !weekday)
        return 0;
    m->day = (int)scan_token(s, i)->value;
    return i + 2;
}

/* "& 16, 2014" behind "July 15": a second day of the same month. */
static guint day_listed(const Scan *s, guint i, Mention *m)
{
    if (i < 3 || !is_day(scan_token(s, i)) ||
        (!token_is_mark(scan_token(s, i - 1), '&') && !token_is_mark(scan_token(s, i - 1), '-')))
        return 0;
    guint at = i - 2;
    if (scan_word_in(s, at, CUE_ordinal))
        at--;
    if (token_is_mark(scan_token(s, i + 1), ':'))
        return 0; /* "March 3 - 10:00" */
    if (!at || !is_day(scan_token(s, at)) || !(m->month = month_of(s, at - 1)))
        return 0;
    m->day = (int)scan_token(s, i)->value;
    return year_behind(s, skip_ordinal(s, i + 1), m);
}

guint date_read(const Scan *s, guint i, Mention *m)
{
    static guint (*const forms[])(const Scan *, guint, Mention *) = {
        year_first,  year_and_month, east_asian,    year_last, day_first,  night_first,  month_first,
        month_glued, day_and_month,  month_and_day, day_alone, day_listed, date_relative};
    if (is_glued(s, i))
        return 0;
    for (guint f = 0; f < G_N_ELEMENTS(forms); f++) {
        Mention found = *m;
        guint next = forms[f](s, i, &found);
        if (next) {
            *m = found;
            return next;
        }
    }
    return 0;
}
