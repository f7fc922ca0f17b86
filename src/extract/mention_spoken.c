/* Clock times in words: "twenty to four", "halb neun", "las nueve y cuarto", "neuf heures moins le quart", "at noon".
 */
#include "scan.h"

#include <string.h>

static bool is_word(const Token *token, const char *word)
{
    return token->kind == TOKEN_WORD && strcmp(token->word, word) == 0;
}

/* ---- parts ---- */

/* An hour in digits or in words; the index behind, or 0. */
static guint hour_read(const Scan *s, guint i, int *hour)
{
    const Token *token = scan_token(s, i);
    double value = 0;
    guint next = i;
    if (token_is_number(token, 1, 2)) {
        const Token *more = scan_token(s, i + 2);
        bool decimal = scan_token(s, i + 1)->kind == TOKEN_MARK &&
                       strchr(":.,/", (int)MIN(scan_token(s, i + 1)->value, 126)) &&
                       token_touches(scan_token(s, i + 1)) && more->kind == TOKEN_NUMBER && token_touches(more);
        bool tail = i && token_touches(token) && scan_token(s, i - 1)->kind == TOKEN_MARK &&
                    strchr(":./,$#", (int)MIN(scan_token(s, i - 1)->value, 126));
        value = (double)token->value;
        next = decimal || tail ? i : i + 1;
    } else if (token->kind == TOKEN_WORD && !is_word(token, "a") && !is_word(token, "an")) { /* "a morning" */
        next = spoken_number(s, i, &value);
    }
    *hour = (int)value;
    return next > i && value <= 24 ? next : 0;
}

/* Minutes: "ten", "25", "a quarter", "media"; the index behind, or 0. */
static guint minutes_read(const Scan *s, guint i, int *minutes)
{
    guint at = scan_word_in(s, i, CUE_clock_filler) || number_word(s, i) == 1 ? i + 1 : i;
    guint next = 0;
    double value = 0;
    if (scan_word_in(s, at, CUE_clock_quarter)) {
        *minutes = 15;
        return at + 1;
    }
    if (scan_word_in(s, at, CUE_clock_half)) {
        *minutes = 30;
        return at + 1;
    }
    if (token_is_number(scan_token(s, i), 1, 2)) {
        value = (double)scan_token(s, i)->value;
        next = i + 1;
    } else if (scan_token(s, i)->kind == TOKEN_WORD && (next = spoken_number(s, i, &value)) == i) {
        return 0;
    }
    *minutes = (int)value;
    if (!next || value < 1 || value > 59)
        return 0;
    return scan_word_in(s, next, CUE_unit_minute) ? next + 1 : next;
}

static guint skip_fillers(const Scan *s, guint i)
{
    for (guint end = i + 3; i < end; i++)
        if (!scan_word_in(s, i, CUE_clock_filler) && !scan_word_in(s, i, CUE_weekday) &&
            !token_is_mark(scan_token(s, i), '\''))
            break;
    return i;
}

/* "10:07 night shift finds ...": who works then, no part of the day. */
static bool names_shift(const Scan *s, guint i)
{
    static const char *const words[] = {"shift",    "crew",     "team",  "watch",   "guard", "porter",
                                        "nurse",    "operator", "batch", "job",     "run",   "auditor",
                                        "desk",     "staff",    "duty",  "manager", "clerk", "clerks",
                                        "stand-up", "standup",  "rush",  "peak",    NULL};
    const Token *next = scan_token(s, i + 1);
    return next->kind == TOKEN_WORD && g_strv_contains(words, next->word);
}

guint part_of_day_read(const Scan *s, guint i, Mention *m)
{
    guint at = skip_fillers(s, i);
    if (at == i && names_shift(s, at))
        return i;
    bool pm = scan_word_in(s, at, CUE_part_afternoon), night = scan_word_in(s, at, CUE_part_night);
    if (m->hour > 12 || (!pm && !night && !scan_word_in(s, at, CUE_part_morning)))
        return i;
    if (night && m->hour == 12)
        m->hour = 0;
    else if ((pm && m->hour < 12) || (night && m->hour > 6 && m->hour < 12))
        m->hour += 12;
    m->meridiem = m->hour < 12 ? MERIDIEM_AM : MERIDIEM_PM;
    bool today = at > i && is_word(scan_token(s, at - 1), "this"); /* a day as well, read next */
    return today ? i : at + 1;
}

/* The half of the day where none is said behind the clock: of the words around, else the one that follows the clock
 * read before. */
static void settle_half(const Scan *s, guint from, Mention *m)
{
    const Mention *last = s->last_clock;
    for (guint i = from > 5 ? from - 5 : 0; i < from; i++) {
        Mention probe = *m;
        if (part_of_day_read(s, i, &probe) > i && probe.meridiem != MERIDIEM_NONE) {
            *m = probe;
            return;
        }
    }
    if (last && last->hour * 60 + last->minute > m->hour * 60 + m->minute && m->hour < 12 &&
        (m->hour + 12) * 60 + m->minute >= last->hour * 60 + last->minute)
        m->hour += 12;
}

/* Whether the word before says that a time of the day comes: "um", "vers", "just after". */
static bool is_introduced(const Scan *s, guint i)
{
    if (!i)
        return false;
    bool shortly = i > 1 && scan_word_in(s, i - 2, CUE_shortly) &&
                   (scan_word_in(s, i - 1, CUE_after) || scan_word_in(s, i - 1, CUE_before));
    return shortly || scan_word_in(s, i - 1, CUE_clock_at);
}

/* ---- forms ---- */

static guint noon_read(const Scan *s, guint i, Mention *m)
{
    guint at = token_is_number(scan_token(s, i), 2, 2) && scan_token(s, i)->value == 12 ? i + 1 : i;
    guint next = at + 1;
    if (is_word(scan_token(s, at), "meia") || is_word(scan_token(s, at), "meio")) { /* "meia-noite", "meio-dia" */
        next = at + (token_is_mark(scan_token(s, at + 1), '-') ? 3 : 2);
        bool night = is_word(scan_token(s, next - 1), "noite"), day = is_word(scan_token(s, next - 1), "dia");
        if (!night && !day)
            return 0;
        m->hour = night ? 0 : 12;
    } else if (scan_word_in(s, at, CUE_midnight)) {
        m->hour = 0;
    } else if (scan_word_in(s, at, CUE_noon)) {
        m->hour = 12;
    } else {
        return 0;
    }
    if (!i || !(scan_word_in(s, i - 1, CUE_clock_before) || scan_word_in(s, i - 1, CUE_clock_at)))
        return 0;
    bool more_words = scan_word_in(s, next, CUE_range_and) && !scan_word_in(s, i - 1, CUE_range_between) &&
                      scan_token(s, next + 1)->kind == TOKEN_WORD;
    guint more = more_words ? minutes_read(s, next + 1, &m->minute) : 0;
    m->meridiem = m->hour ? MERIDIEM_PM : MERIDIEM_AM;
    return more && m->minute ? more : next;
}

/* "ten past five", "viertel vor zehn", "vijf voor half tien", "quinze para as nove" */
static guint past_read(const Scan *s, guint i, Mention *m)
{
    int minutes = 0, hour = 0;
    guint next = minutes_read(s, i, &minutes);
    bool later = next && scan_word_in(s, next, CUE_clock_past), earlier = next && scan_word_in(s, next, CUE_clock_to);
    if ((!later && !earlier) || (earlier && minutes == 30))
        return 0;
    guint at = skip_fillers(s, next + 1);
    bool half = scan_word_in(s, at, CUE_clock_half_before);
    guint end = hour_read(s, at + half, &hour);
    bool sure = minutes == 15 || is_word(scan_token(s, next), "past") || half || is_introduced(s, i) ||
                (i > 0 && scan_word_in(s, i - 1, CUE_clock_before));
    bool unit = end && scan_token(s, end)->kind == TOKEN_WORD && duration_unit(s, end, false) &&
                !scan_word_in(s, end, CUE_clock_after);
    if (!end || !sure || unit || hour < 1 || hour > 12)
        return 0;
    int at_minutes = (hour * 60 + (half ? -30 : 0) + (later ? minutes : -minutes) + 720) % 720;
    m->hour = at_minutes / 60;
    m->minute = at_minutes % 60;
    return end;
}

/* "halb neun", "half tien", "dreiviertel acht" */
static guint before_read(const Scan *s, guint i, Mention *m)
{
    int minutes = scan_word_in(s, i, CUE_clock_half_before) ? 30 : scan_word_in(s, i, CUE_clock_three_fourths) ? 45 : 0;
    guint next = minutes ? hour_read(s, i + 1, &m->hour) : 0;
    if (!next || scan_token(s, i + 1)->kind != TOKEN_WORD || m->hour < 1 || m->hour > 12 ||
        token_is_mark(scan_token(s, next), '-'))
        return 0;
    m->hour = (m->hour + 11) % 12;
    m->minute = minutes;
    return next;
}

/* "at nine in the evening", "at 3 in the afternoon", "at eight thirty" */
static guint at_read(const Scan *s, guint i, Mention *m)
{
    Mention probe = *m;
    double minutes = 0;
    guint next =
        i && (scan_word_in(s, i - 1, CUE_clock_before) || is_introduced(s, i)) ? hour_read(s, i, &probe.hour) : 0;
    if (!next || probe.hour < 1 || probe.hour > 12)
        return 0;
    bool at = is_word(scan_token(s, i - 1), "at") && scan_token(s, i)->kind == TOKEN_WORD;
    guint behind = at && scan_token(s, next)->kind == TOKEN_WORD ? spoken_number(s, next, &minutes) : next;
    if (behind > next && minutes >= 13 && minutes < 60 && scan_token(s, behind)->kind != TOKEN_MARK) {
        probe.minute = (int)minutes;
        next = behind;
    } else if (part_of_day_read(s, next, &probe) == next) {
        return 0;
    } else {
        probe = *m;
        hour_read(s, i, &probe.hour);
    }
    *m = probe;
    return next;
}

/* A bare number behind "las" or "alle" is an hour unless a noun follows: "a las 18 volvió", "alle 18 filiali". */
static bool ends_bare(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    if (token->kind != TOKEN_WORD)
        return token->kind != TOKEN_NUMBER &&
               !(token->kind == TOKEN_MARK && strchr("%/$", (int)MIN(token->value, 126)));
    if (scan_word_in(s, i, CUE_range_to) || scan_word_in(s, i, CUE_range_and) || scan_word_in(s, i, CUE_joiner))
        return true;
    char last = token->word[strlen(token->word) - 1];
    bool plural = last == 's' || ((last == 'i' || last == 'e') && strlen(token->word) > 3);
    return !plural && !duration_unit(s, i, true);
}

/* The minutes behind an hour: "y cuarto", "moins le quart", "et demie", "e 40"; 0 when none are said. */
static guint minutes_behind(const Scan *s, guint i, bool unit, Mention *m)
{
    int minutes = 0;
    bool plus = scan_word_in(s, i, CUE_range_and), minus = scan_word_in(s, i, CUE_clock_minus);
    guint next = plus || minus ? minutes_read(s, skip_fillers(s, i + 1), &minutes)
                 : unit        ? minutes_read(s, i, &minutes)
                               : 0;
    if (!next)
        return 0;
    bool digits = scan_token(s, next - 1)->kind == TOKEN_NUMBER;
    Mention other = {0};
    if ((digits && !minus && minutes < (unit && !plus ? 1 : 13)) || (plus && unit && digits) ||
        (scan_token(s, next)->kind == TOKEN_WORD &&
         (scan_word_in(s, next, CUE_clock_after) || duration_unit(s, next, true))) ||
        (!plus && !minus && count_read(s, i, &other)))
        return 0;
    int total = (m->hour * 60 + (minus ? -minutes : minutes) + 24 * 60) % (24 * 60);
    m->hour = total / 60;
    m->minute = total % 60;
    return next;
}

/* "las 9", "alle 9", "all'una"; "verso le 18", where the article alone says little; "3 ore 9 minuti" lasts. */
static bool has_article(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    if (token->kind == TOKEN_WORD && (g_str_has_prefix(token->word, "all'") || g_str_has_prefix(token->word, "dall'")))
        return true;
    if (i > 1 && scan_word_in(s, i - 1, CUE_clock_article_weak))
        return scan_word_in(s, i - 2, CUE_clock_before) || scan_word_in(s, i - 2, CUE_after);
    bool lasts = i > 1 && scan_token(s, i - 2)->kind == TOKEN_NUMBER && duration_unit(s, i - 1, true);
    return i && scan_word_in(s, i - 1, CUE_clock_article) && !lasts;
}

/* "acht Uhr", "à 8 heures", "às 15h", "a las nueve y cuarto", "alle 18" */
/* "h", "u", "uur": short units that stand behind both ends of a range of clocks. */
static bool is_short_unit(const Scan *s, guint i)
{
    return scan_word_in(s, i, CUE_clock_after) && strlen(scan_token(s, i)->word) <= 3 &&
           !is_word(scan_token(s, i), "hrs");
}

static guint hour_first(const Scan *s, guint i, Mention *m)
{
    bool article = has_article(s, i);
    guint next = hour_read(s, i, &m->hour);
    if (!next)
        return 0;
    bool unit = scan_word_in(s, next, CUE_clock_after), sure = unit && !duration_unit(s, next, true);
    bool ranged = is_short_unit(s, next) && i &&
                  (scan_word_in(s, i - 1, CUE_range_from) || scan_word_in(s, i - 1, CUE_range_between)) &&
                  (scan_word_in(s, next + 1, CUE_range_to) || scan_word_in(s, next + 1, CUE_range_and)) &&
                  scan_token(s, next + 2 + scan_word_in(s, next + 2, CUE_clock_article))->kind == TOKEN_NUMBER;
    bool range_end = is_short_unit(s, next) && s->last && s->last->kind == MENTION_CLOCK &&
                     s->last->block == s->block && i >= s->last->to && i - s->last->to <= 2 && i &&
                     (scan_word_in(s, i - 1, CUE_range_to) || scan_word_in(s, i - 1, CUE_range_and));
    if (!article && !ranged && !range_end && !(unit && (sure || is_introduced(s, i))))
        return 0;
    if (number_word(s, i) == 1 && !article && !sure && !is_introduced(s, i))
        return 0;
    const Token *minute = scan_token(s, next + 1);
    bool touch = token_touches(scan_token(s, next)) && token_touches(minute);
    bool apart = is_word(scan_token(s, next), "h") && scan_token(s, next)->spaced && minute->spaced;
    if (unit && (touch || apart) && token_is_number(minute, 2, 2) && minute->value < 60) {
        m->minute = (int)minute->value; /* "às 14h25min", "à 7 h 20 les clients" */
        return scan_word_in(s, next + 2, CUE_unit_minute) && token_touches(scan_token(s, next + 2)) ? next + 3
                                                                                                    : next + 2;
    }
    next += unit;
    guint more = minutes_behind(s, next, unit, m);
    if (more)
        return more;
    Mention part = *m;
    if (unit && article && m->hour < 7 && is_word(scan_token(s, next - 1), "horas") &&
        is_word(scan_token(s, i - 1), "las") && part_of_day_read(s, next, &part) == next)
        return 0; /* "a las dos horas" is two hours later */
    return unit || part_of_day_read(s, next, &part) > next || ends_bare(s, next) ? next : 0;
}

guint spoken_clock_read(const Scan *s, guint i, Mention *m)
{
    static guint (*const forms[])(const Scan *, guint, Mention *) = {noon_read, past_read, before_read, at_read,
                                                                     hour_first};
    const Token *token = scan_token(s, i);
    guint next = 0;
    Mention found = *m;
    for (guint f = 0; !next && f < G_N_ELEMENTS(forms); f++) {
        found = *m;
        found.second = -1;
        found.form = CLOCK_HOUR;
        next = forms[f](s, i, &found);
    }
    if (!next || found.hour > 24)
        return 0;
    if (scan_word_in(s, next, CUE_clock_after) && !duration_unit(s, next, true))
        next++;
    guint behind = found.meridiem == MERIDIEM_NONE ? part_of_day_read(s, next, &found) : next;
    if (found.meridiem == MERIDIEM_NONE && token->kind == TOKEN_WORD)
        settle_half(s, i, &found);
    found.padded = true; /* settled: not to be moved by half a day */
    found.approximate = i > 0 && scan_word_in(s, i - 1, CUE_about);
    *m = found;
    return zone_behind(s, behind, false, m);
}

/* "yesterday", "the next day" */
guint date_relative(const Scan *s, guint i, Mention *m)
{
    static const struct {
        CueGroup group;
        RelativeDay day;
    } table[] = {{CUE_today, DAY_TODAY}, {CUE_yesterday, DAY_YESTERDAY}, {CUE_next_day, DAY_NEXT}};
    if (scan_token(s, i)->kind != TOKEN_WORD)
        return 0;
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    guint to = MIN(i + 5, s->tokens->len);
    for (guint t = 0; t < G_N_ELEMENTS(table); t++) {
        if (cues_has_word(s->cues, scan_token(s, i)->word, table[t].group)) {
            m->relative_day = table[t].day;
            return i + 1;
        }
    }
    static const char *const heads[] = {"this", "last", "next", "following", "the", "day", "am",   "heute", "de", "il",
                                        "al",   "el",   "la",   "le",        "no",  "na",  "tags", "daags", "à",  NULL};
    if (!g_strv_contains(heads, scan_token(s, i)->word))
        return 0;
    cues_scan_at(s->cues, s->tokens, i, to, hits);
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        for (guint t = 0; t < G_N_ELEMENTS(table); t++)
            if (hit->group == table[t].group) {
                m->relative_day = table[t].day;
                return hit->to;
            }
    }
    return 0;
}
