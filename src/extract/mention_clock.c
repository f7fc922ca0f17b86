#include "scan.h"

#include <string.h>

static bool is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

/* The "p" of "11:30p", which touches a minute. */
static bool is_half_letter(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i), *behind = scan_token(s, i + 1);
    return (is_word(token, "a") || is_word(token, "p")) && token_touches(token) && i > 1 &&
           scan_token(s, i - 1)->kind == TOKEN_NUMBER && token_is_mark(scan_token(s, i - 2), ':') &&
           !(token_touches(behind) && (behind->kind == TOKEN_WORD || behind->kind == TOKEN_NUMBER));
}

/* "am", "pm", "a.m.", "p.m." at i, "p" behind a minute; the index behind it, or i. */
static guint meridiem_read(const Scan *s, guint i, Mention *m)
{
    const Token *token = scan_token(s, i);
    Meridiem meridiem = is_word(token, "am") || is_word(token, "a") ? MERIDIEM_AM : MERIDIEM_PM;
    if (is_word(token, "am") || is_word(token, "pm")) {
        m->meridiem = meridiem;
        return i + 1;
    }
    bool dotted = (is_word(token, "a") || is_word(token, "p")) && token_is_mark(scan_token(s, i + 1), '.') &&
                  is_word(scan_token(s, i + 2), "m") && token_touches(scan_token(s, i + 2));
    if (!dotted && !is_half_letter(s, i))
        return i;
    m->meridiem = meridiem;
    if (!dotted)
        return i + 1;
    return token_is_mark(scan_token(s, i + 3), '.') ? i + 4 : i + 3;
}

/* Korean, Japanese and Chinese say "before noon" or "after noon" first. */
static Meridiem meridiem_before(const Token *token)
{
    static const char *const morning[] = {"\xec\x98\xa4\xec\xa0\x84", "\xe5\x8d\x88\xe5\x89\x8d",
                                          "\xe4\xb8\x8a\xe5\x8d\x88", NULL};
    static const char *const evening[] = {"\xec\x98\xa4\xed\x9b\x84", "\xe5\x8d\x88\xe5\xbe\x8c",
                                          "\xe4\xb8\x8b\xe5\x8d\x88", NULL};
    if (token->kind != TOKEN_WORD)
        return MERIDIEM_NONE;
    return g_strv_contains(morning, token->word)   ? MERIDIEM_AM
           : g_strv_contains(evening, token->word) ? MERIDIEM_PM
                                                   : MERIDIEM_NONE;
}

static bool apply_meridiem(Mention *m)
{
    if (m->meridiem == MERIDIEM_NONE || m->hour > 12)
        return m->hour <= 24; /* "14:30 pm" says 14:30 */
    if (m->hour == 0)
        return true;
    m->hour = m->hour % 12 + (m->meridiem == MERIDIEM_PM ? 12 : 0);
    return true;
}

/* A number that touches a digit, a letter, a currency or a slash on its left is no hour. */
static bool is_hour(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    if (!token_is_number(token, 1, 2) || token->value > 24)
        return false;
    if (!i || !token_touches(token))
        return true;
    const Token *before = scan_token(s, i - 1);
    if (before->kind == TOKEN_WORD)
        return strcmp(before->word, "t") == 0;
    if (before->kind == TOKEN_NUMBER)
        return false;
    if (before->kind != TOKEN_MARK || before->value > 127)
        return true;
    if (before->value == '+' && i >= 2 && is_word(scan_token(s, i - 2), "t") && token_touches(before))
        return false; /* "T+0:30": since the beginning */
    bool number = i >= 2 && scan_token(s, i - 2)->kind == TOKEN_NUMBER && token_touches(before);
    return !strchr("$#=/", (int)before->value) && !(strchr(":.,", (int)before->value) && number);
}

/* 20:45, 4:49:30, 20:45:00.123 */
static guint colon_read(const Scan *s, guint i, Mention *m)
{
    const Token *minute = scan_token(s, i + 2);
    if (!is_hour(s, i) || !token_is_mark(scan_token(s, i + 1), ':') || !token_touches(scan_token(s, i + 1)))
        return 0;
    if (!token_is_number(minute, 2, 2) || !token_touches(minute) || minute->value > 59)
        return 0;
    m->minute = (int)minute->value;
    guint next = i + 3;
    const Token *second = scan_token(s, next + 1);
    if (token_is_mark(scan_token(s, next), ':') && token_touches(scan_token(s, next)) &&
        token_is_number(second, 2, 2) && token_touches(second) && second->value < 60) {
        m->second = (int)second->value;
        next += 2;
        bool fraction = (token_is_mark(scan_token(s, next), '.') || token_is_mark(scan_token(s, next), ',')) &&
                        token_touches(scan_token(s, next)) && scan_token(s, next + 1)->kind == TOKEN_NUMBER &&
                        token_touches(scan_token(s, next + 1));
        next += fraction ? 2 : 0;
    }
    m->form = CLOCK_COLON;
    return next;
}

/* A zone behind token i, perhaps in brackets. */
static bool zone_follows(const Scan *s, guint i)
{
    Mention ignored = {0};
    guint at = token_is_mark(scan_token(s, i), '(') ? i + 1 : i;
    return zone_read(s, at, true, &ignored) > 0 || (is_word(scan_token(s, i), "z") && token_touches(scan_token(s, i)));
}

/* 14.44: the timeline decides later whether it is one, by where it stands. */
static guint dot_read(const Scan *s, guint i, Mention *m)
{
    const Token *minute = scan_token(s, i + 2), *after = scan_token(s, i + 3);
    bool comma =
        token_is_mark(scan_token(s, i + 1), ',') && i && scan_word_in(s, i - 1, CUE_clock_article); /* "9,15" */
    if (!is_hour(s, i) || (!token_is_mark(scan_token(s, i + 1), '.') && !comma) || !token_touches(scan_token(s, i + 1)))
        return 0;
    if (!token_is_number(minute, 2, 2) || !token_touches(minute) || minute->value > 59)
        return 0;
    bool more = token_touches(after) && (after->kind == TOKEN_NUMBER || token_is_mark(after, '%') ||
                                         (after->kind == TOKEN_WORD && !is_word(after, "am") && !is_word(after, "pm") &&
                                          !zone_follows(s, i + 3) && !scan_word_in(s, i + 3, CUE_clock_after)));
    bool longer = token_is_mark(after, '.') && token_touches(after) && scan_token(s, i + 4)->kind == TOKEN_NUMBER &&
                  token_touches(scan_token(s, i + 4));
    if (more || longer || token_is_mark(after, '%'))
        return 0;
    m->minute = (int)minute->value;
    m->form = CLOCK_DOT;
    return i + 3;
}

/* 12h30, 14 h 05, 16h (behind "à", "vers", "às") */
static guint letter_read(const Scan *s, guint i, Mention *m)
{
    const Token *h = scan_token(s, i + 1), *minute = scan_token(s, i + 2), *after = scan_token(s, i + 3);
    bool from = i > 0 && scan_word_in(s, i - 1, CUE_range_from); /* "lasted from 10h05 to 11h20" */
    if (!is_hour(s, i) || !is_word(h, "h") || (lasts_here(s, i) && !from))
        return 0;
    if (token_is_number(minute, 2, 2) && minute->value < 60 && minute->spaced == h->spaced) {
        if (after->kind == TOKEN_WORD && (scan_word_in(s, i + 3, CUE_unit_minute)))
            return 0; /* "12h 30m" lasts, it is no clock */
        m->minute = (int)minute->value;
        m->form = CLOCK_HOUR;
        return i + 3;
    }
    static const char *const before[] = {"à", "às", "vers", "dès", "um", "las", NULL};
    if (!i || scan_token(s, i - 1)->kind != TOKEN_WORD || !g_strv_contains(before, scan_token(s, i - 1)->word))
        return 0;
    m->form = CLOCK_HOUR;
    return i + 2;
}

static guint bare_hour_read(const Scan *s, guint i, Mention *m)
{
    if (!is_hour(s, i))
        return 0;
    Mention probe = *m;
    if (meridiem_read(s, i + 1, &probe) > i + 1 && scan_token(s, i)->value >= 1 && scan_token(s, i)->value <= 12) {
        m->form = CLOCK_HOUR;
        return i + 1;
    }
    static const char *const clock_words[] = {"uhr", "o'clock", NULL};
    const Token *after = scan_token(s, i + 1);
    if (after->kind == TOKEN_WORD && g_strv_contains(clock_words, after->word)) {
        m->form = CLOCK_HOUR;
        return i + 1;
    }
    return 0;
}

/* "5" in "5-7pm", "2 to 3:30 pm": an hour only because a range to a clock with a meridiem follows. */
static guint range_hour_read(const Scan *s, guint i, Mention *m)
{
    if (!is_hour(s, i) || scan_token(s, i)->value < 1 || scan_token(s, i)->value > 12)
        return 0;
    bool dash = token_is_mark(scan_token(s, i + 1), '-');
    bool to = scan_word_in(s, i + 1, CUE_range_to) && i > 0 && scan_word_in(s, i - 1, CUE_range_from);
    bool and = scan_word_in(s, i + 1, CUE_range_and) && i > 0 && scan_word_in(s, i - 1, CUE_range_between);
    if (!dash && !to && !and)
        return 0;
    Mention end = {0};
    if ((to || and) && colon_read(s, i + 2, &end)) { /* "between 10 and 11:30" */
        m->form = CLOCK_HOUR;
        return i + 1;
    }
    guint next = bare_hour_read(s, i + 2, &end);
    if (!next || meridiem_read(s, next, &end) == next)
        return 0;
    m->form = CLOCK_HOUR;
    return i + 1;
}

static bool is_bare_clock(const Token *token)
{
    return token_is_number(token, 4, 4) && token->value / 100 < 24 && token->value % 100 < 60;
}

/* "2140h", "at 1427.": four digits as watch-keepers write them, no year and no count of something. */
static bool is_watch_clock(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i), *after = scan_token(s, i + 1);
    bool letter = (is_word(after, "h") || is_word(after, "hrs")) && token_touches(after);
    if (letter)
        return scan_token(s, i + 2)->kind != TOKEN_NUMBER || !token_touches(scan_token(s, i + 2));
    bool small = after->kind == TOKEN_BREAK || is_word(after, "local") || scan_word_in(s, i + 1, CUE_stopword) ||
                 (after->kind == TOKEN_MARK && !token_touches(scan_token(s, i + 2)) &&
                  strchr(".,;:)", (int)MIN(after->value, 126)));
    return i > 0 && is_word(scan_token(s, i - 1), "at") && token->value < 1900 && small;
}

/* 0730, only where something says that it is a time: a zone, "hours", a range to such a one, a date before it. */
static guint bare_read(const Scan *s, guint i, Mention *m)
{
    const Mention *last = s->last;
    const Token *token = scan_token(s, i);
    if (!is_bare_clock(token) || (i && token_touches(token) && scan_token(s, i - 1)->kind != TOKEN_MARK))
        return 0;
    if (i && token_touches(token) && scan_token(s, i - 1)->kind == TOKEN_MARK &&
        !strchr("(~[-*@T", (int)MIN(scan_token(s, i - 1)->value, 126)))
        return 0;
    bool hours = scan_word_in(s, i + 1, CUE_clock_after) && !token_touches(scan_token(s, i + 1));
    const Token *joint = scan_token(s, i + 1);
    bool joined =
        token_is_mark(joint, '-') || scan_word_in(s, i + 1, CUE_range_to) || scan_word_in(s, i + 1, CUE_range_and);
    bool ranged = joined && is_bare_clock(scan_token(s, i + 2)) &&
                  (zone_follows(s, i + 3) || scan_word_in(s, i + 3, CUE_clock_after) || token->value < 1000);
    bool dated =
        last && last->kind == MENTION_DATE && last->block == s->block && last->day && last->year && i <= last->to + 1;
    bool range_end =
        last && last->kind == MENTION_CLOCK && last->form == CLOCK_BARE && last->block == s->block && i == last->to + 1;
    if (!hours && !ranged && !dated && !range_end && !is_watch_clock(s, i) && !zone_follows(s, i + 1))
        return 0;
    m->hour = (int)(token->value / 100);
    m->minute = (int)(token->value % 100);
    m->form = CLOCK_BARE;
    m->padded = true;
    return i + 1;
}

guint zone_behind(const Scan *s, guint i, bool iso, Mention *m)
{
    guint at = i;
    const Token *token = scan_token(s, at);
    if (iso && token_is_mark(token, '-') && token_touches(token)) {
        const Token *h = scan_token(s, at + 1), *minute = scan_token(s, at + 3);
        bool colon =
            token_is_number(h, 2, 2) && token_is_mark(scan_token(s, at + 2), ':') && token_is_number(minute, 2, 2);
        if (token_touches(h) && (colon || token_is_number(h, 4, 4))) {
            int minutes = colon ? (int)(h->value * 60 + minute->value) : (int)(h->value / 100 * 60 + h->value % 100);
            m->zone = zone_fixed(-minutes * 60);
            return colon ? at + 4 : at + 2;
        }
    }
    bool bracket = token_is_mark(token, '(') || token_is_mark(token, '[');
    guint next = zone_read(s, at + bracket, false, m);
    if (!next)
        return i;
    const Token *close = scan_token(s, next);
    return bracket && (token_is_mark(close, ')') || token_is_mark(close, ']')) ? next + 1 : next;
}

/* Whether the words around "14.30" say that it is a time: "um 14.30", "14.30 Uhr", "von 8.15 bis 13.50 Uhr". */
static bool says_clock(const Scan *s, guint i, guint next)
{
    if (scan_word_in(s, next, CUE_clock_after) ||
        (i && (scan_word_in(s, i - 1, CUE_clock_at) || scan_word_in(s, i - 1, CUE_clock_article))))
        return true;
    if (i > 1 && scan_word_in(s, i - 1, CUE_clock_article_weak) && scan_word_in(s, i - 2, CUE_clock_before))
        return true; /* "verso le 8.15" */
    bool joint = scan_word_in(s, next, CUE_range_to) || scan_word_in(s, next, CUE_range_and) ||
                 token_is_mark(scan_token(s, next), '-');
    Mention end = {0};
    guint behind = joint ? dot_read(s, next + 1, &end) : 0;
    return behind && scan_word_in(s, behind, CUE_clock_after);
}

guint clock_read(const Scan *s, guint i, Mention *m)
{
    static guint (*const forms[])(const Scan *, guint, Mention *) = {colon_read, dot_read, letter_read, bare_hour_read,
                                                                     range_hour_read};
    m->meridiem = meridiem_before(scan_token(s, i));
    i += m->meridiem != MERIDIEM_NONE;
    const Token *hour = scan_token(s, i);
    if (hour->kind != TOKEN_NUMBER)
        return 0;
    m->second = -1;
    m->padded = hour->digits == 2;
    guint next = bare_read(s, i, m);
    for (guint f = 0; !next && f < G_N_ELEMENTS(forms); f++)
        next = forms[f](s, i, m);
    if (!next)
        return 0;
    if (m->form != CLOCK_BARE)
        m->hour = (int)hour->value;
    next = meridiem_read(s, next, m);
    if (!apply_meridiem(m))
        return 0;
    if (m->form == CLOCK_DOT && m->meridiem == MERIDIEM_NONE && says_clock(s, i, next))
        m->form = CLOCK_COLON;
    if (scan_word_in(s, next, CUE_clock_after) || (m->form == CLOCK_BARE && is_word(scan_token(s, next), "h")))
        next++;
    bool iso = i && token_is_mark(scan_token(s, i - 1), 'T');
    guint after = zone_behind(s, next, iso, m);
    if (after > next && m->form == CLOCK_DOT)
        m->form = CLOCK_COLON;
    if (m->hour == 24 && m->minute)
        return 0;
    return after;
}
