/* Lengths and relative times: "2h 10m", "two and a half hours", "PT1H20M", "10 minutes later". */
#include "scan.h"

#include <string.h>

static const struct {
    CueGroup group;
    int64_t ms;
} units[] = {{CUE_unit_week, 7 * MS_PER_DAY},
             {CUE_unit_day, MS_PER_DAY},
             {CUE_unit_three_quarters_hour, 45 * MS_PER_MINUTE},
             {CUE_unit_half_hour, 30 * MS_PER_MINUTE},
             {CUE_unit_quarter_hour, 15 * MS_PER_MINUTE},
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
    const Token *next = scan_token(s, i + 1);
    if (token->end - token->start == 1 && next->kind == TOKEN_WORD && strcmp(token->word, "s") == 0 &&
        strcmp(next->word, "of") == 0)
        return 0; /* "1000s of sites" */
    if (!token->spaced && token->capital && scan_word_in(s, i, CUE_unit_day) &&
        g_ascii_islower(s->text[token->start + 1]))
        return 0; /* "7Days" is a name */
    for (guint u = 0; u < G_N_ELEMENTS(units); u++)
        if (scan_word_in(s, i, units[u].group))
            return units[u].ms;
    return 0;
}

/* "and a half", "y media", "et quart" behind a unit: the part of it, and the index behind in *next. */
static double fraction_behind(const Scan *s, guint i, guint *next)
{
    guint at = i + 1;
    if (!scan_word_in(s, i, CUE_range_and))
        return 0;
    if (number_word(s, at) == 1 && !scan_word_in(s, at, CUE_unit_half))
        at++;
    bool half = scan_word_in(s, at, CUE_unit_half), quarter = scan_word_in(s, at, CUE_unit_quarter);
    if (!half && !quarter)
        return 0;
    *next = at + 1;
    return half ? 0.5 : 0.25;
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
           minute->spaced == h->spaced && !duration_unit(s, i + 2, true) &&
           ((i > 1 && scan_word_in(s, i - 2, CUE_range_from)) || !(i && lasts_here(s, i - 1)));
}

/* "a quarter of an hour", "tres cuartos de hora", "un quart d'heure", "drie kwart uur" */
static guint quarters_read(const Scan *s, guint i, double *n)
{
    int count = number_word(s, i);
    if (!count || !scan_word_in(s, i + 1, CUE_unit_quarter))
        return 0;
    static const char *const fillers[] = {"of", "an", "de", NULL};
    guint at = i + 2;
    while (at < i + 4 && scan_token(s, at)->kind == TOKEN_WORD && g_strv_contains(fillers, scan_token(s, at)->word))
        at++;
    *n = count * 0.25;
    return scan_word_in(s, at, CUE_unit_hour) && (at > i + 2 || scan_token(s, at)->end - scan_token(s, at)->start > 1)
               ? at + 1
               : 0;
}

/* "403s", "502s": answers with that status, no seconds. */
static bool is_status_code(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i), *plural = scan_token(s, i + 1);
    return token_is_number(token, 3, 3) && token->value >= 400 && token->value < 600 && plural->kind == TOKEN_WORD &&
           token_touches(plural) && strcmp(plural->word, "s") == 0;
}

/* "1000s of sites", "the 7Days web site", "0x9d4a": hundreds, a name, an address. */
static bool is_no_length(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i), *unit = scan_token(s, i + 1), *behind = scan_token(s, i + 2);
    if (token->kind != TOKEN_NUMBER || unit->kind != TOKEN_WORD || !token_touches(unit))
        return false;
    if (i && token_touches(token) && scan_token(s, i - 1)->kind == TOKEN_WORD && !duration_unit(s, i - 1, true))
        return true; /* "0x9d4a" */
    bool plural = !strcmp(unit->word, "s") && behind->kind == TOKEN_WORD && !strcmp(behind->word, "of");
    return (plural && token->value % 10 == 0) || (unit->capital && unit->end - unit->start > 3 && !lasts_here(s, i));
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

/* "2.5", "2,5" where that is the custom, "1\xc2\xbd"; the index behind. */
static guint digits_read(const Scan *s, guint i, double *n)
{
    const Token *mark = scan_token(s, i + 1), *digits = scan_token(s, i + 2);
    *n = (double)scan_token(s, i)->value;
    if (token_is_mark(mark, 0xbd)) {
        *n += 0.5;
        return i + 2;
    }
    bool comma = token_is_mark(mark, ',') && token_touches(mark) && token_touches(digits) &&
                 digits->kind == TOKEN_NUMBER && cues_has_word(s->cues, "comma", CUE_decimal_comma);
    if ((!is_decimal(s->tokens, i + 1) && !comma) || digits->digits > 2)
        return i + 1;
    *n += (double)digits->value / (digits->digits == 1 ? 10 : 100);
    return i + 3;
}

/* "half an hour", "eine halbe Stunde", "une demi-heure": the index of the unit, or 0. */
static guint halves_read(const Scan *s, guint i)
{
    guint at = number_word(s, i) == 1 && scan_word_in(s, i + 1, CUE_unit_half) ? i + 1 : i;
    if (!scan_word_in(s, at, CUE_unit_half))
        return 0;
    at++;
    if (token_is_mark(scan_token(s, at), '-') || number_word(s, at) == 1)
        at++;
    return at;
}

/* "2140h": the clock of a watch-keeper, not two thousand hours. */
static bool is_watch_hour(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i), *unit = scan_token(s, i + 1);
    bool clock = token->digits == 4 && token->value / 100 < 24 && token->value % 100 < 60;
    return clock && token_touches(unit) && scan_word_in(s, i + 1, CUE_unit_hour);
}

/* The number of a length; one more than the index of its unit, or 0. */
static guint amount_read(const Scan *s, guint i, double *n)
{
    double word = 0;
    const Token *token = scan_token(s, i);
    if (token->kind == TOKEN_NUMBER) {
        bool length = token->digits <= 6 && !(token->digits == 4 && token->value < 1000) && !is_watch_hour(s, i);
        guint end = digits_read(s, i, n), half = end;
        *n += fraction_behind(s, end, &half); /* "7 and a half hours" */
        return length ? half + 1 : 0;
    }
    if (token->kind != TOKEN_WORD)
        return 0;
    guint half = halves_read(s, i);
    if (half) {
        *n = 0.5;
        return half + 1;
    }
    for (int whole = 1; whole <= 4; whole++)
        if (scan_word_in(s, i, (CueGroup)(CUE_number_1_half + whole - 1))) {
            *n = whole + 0.5;
            return i + 2;
        }
    guint behind = spoken_number(s, i, &word), fraction = behind;
    bool elided = strncmp(token->word, "un'", 3) == 0;
    *n = 1;
    if (scan_word_in(s, i, CUE_unit_half_hour) || (elided && scan_word_in(s, i, CUE_unit_hour)))
        return i + 1; /* "mezz'ora", "un'ora" */
    if (scan_word_in(s, i, CUE_unit_hour) && token->end - token->start > 3 && fraction_behind(s, i + 1, &fraction) > 0)
        return i + 1; /* "hora y media" */
    if (behind == i)
        return 0;
    *n = word + fraction_behind(s, behind, &fraction); /* "five and a half hours" */
    return fraction + 1;
}

/* "a second variable": the next, no length. */
static bool is_ordinal(const Scan *s, guint i)
{
    const Token *a = scan_token(s, i), *second = scan_token(s, i + 1), *noun = scan_token(s, i + 2);
    return a->kind == TOKEN_WORD && second->kind == TOKEN_WORD && noun->kind == TOKEN_WORD &&
           (!strcmp(a->word, "a") || !strcmp(a->word, "the")) && !strcmp(second->word, "second") &&
           !scan_word_in(s, i + 2, CUE_stopword) && !scan_word_in(s, i + 2, CUE_later) &&
           !scan_word_in(s, i + 2, CUE_earlier);
}

/* One "2.5 hours" or "twenty-three minutes" step; the index behind, or 0. */
static guint part_read(const Scan *s, guint i, bool brief, double *n, int64_t *unit)
{
    if (is_status_code(s, i) || is_no_length(s, i) || is_dotted_clock(s, i) || is_ordinal(s, i))
        return 0;
    guint quarters = quarters_read(s, i, n);
    if (quarters) {
        *unit = MS_PER_HOUR;
        return quarters;
    }
    guint next = amount_read(s, i, n);
    if (!next)
        return 0;
    next--;
    if (token_is_mark(scan_token(s, next), '+'))
        next++;
    if (token_is_mark(scan_token(s, next), '-') && token_touches(scan_token(s, next)))
        next++;
    if (scan_word_in(s, next, CUE_unit_qualifier) && duration_unit(s, next + 1, false))
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

static bool is_of(const Token *token)
{
    static const char *const words[] = {"of", "de", "di", "van", "von", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "four minutes after that I was there", but not "after that deployment" */
static bool is_after_that(const Scan *s, guint i)
{
    static const char *const subjects[] = {"i",   "we",  "he",  "she",        "they", "it",
                                           "the", "our", "all", "everything", NULL};
    const Token *that = scan_token(s, i), *behind = scan_token(s, i + 1);
    if (that->kind != TOKEN_WORD || strcmp(that->word, "that") != 0)
        return false;
    return behind->kind == TOKEN_MARK || (behind->kind == TOKEN_WORD && g_strv_contains(subjects, behind->word));
}

/* Whether what follows "dix minutes après" is what it is counted from: "l'alerte", "le déploiement". */
static bool opens_noun(const Scan *s, guint i)
{
    static const char *const words[] = {"il", "lo",    "la",  "le",  "i",  "gli", "un",  "una", "une", "les",
                                        "ce", "cette", "que", "che", "el", "los", "las", "o",   "os",  NULL};
    const Token *token = scan_token(s, i);
    return token->kind == TOKEN_WORD && (g_strv_contains(words, token->word) || strchr(token->word, '\''));
}

typedef struct {
    int sign;      /* 1 later, -1 earlier, 0 neither */
    bool anchored; /* words follow that say to what */
} Direction;

/* "later", "plus tard", "más tarde", "earlier", "antes de"; *next moves behind the phrase. */
static Direction direction_read(const Scan *s, guint *next)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    Direction found = {0};
    guint word = *next;
    bool plain = false;
    if (scan_token(s, word)->kind != TOKEN_WORD)
        return found;
    cues_scan(s->cues, s->tokens, word, MIN(word + 2, s->tokens->len), hits);
    for (guint h = 0; h < hits->len; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        int here = hit->group == CUE_later || hit->group == CUE_after ? 1 : hit->group == CUE_earlier ? -1 : 0;
        if (hit->from != word || !here || hit->to < *next || (hit->to == *next && *next > word && !plain))
            continue;
        plain = (hit->to > *next || plain || *next == word) && hit->group == CUE_later;
        *next = hit->to;
        found.sign = here;
    }
    bool after = strcmp(scan_token(s, word)->word, "after") == 0 && !is_after_that(s, *next);
    bool any = (after || (found.sign < 0 && *next == word + 1)) && scan_token(s, *next)->kind == TOKEN_WORD;
    found.anchored =
        is_of(scan_token(s, *next - 1)) || is_of(scan_token(s, *next)) || (!plain && (any || opens_noun(s, *next)));
    return found;
}

static void set_relative(const Scan *s, guint i, guint *next, Mention *m)
{
    Direction direction = direction_read(s, next);
    if (direction.sign) {
        m->kind = MENTION_RELATIVE;
        m->ms *= direction.sign;
        m->anchored = direction.anchored;
        return;
    }
    bool of = i > 1 && is_of(scan_token(s, i - 1)) &&
              (scan_word_in(s, i - 2, CUE_after) || scan_word_in(s, i - 2, CUE_later)); /* "au bout de 10 minutes" */
    if (of || (i && scan_word_in(s, i - 1, CUE_after))) {
        m->kind = MENTION_RELATIVE;
        m->anchored = is_of(scan_token(s, *next));
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

/* "T+12: ...", "| T+12 |": minutes since the beginning. */
static guint since_minutes_read(const Scan *s, guint i, Mention *m)
{
    const Token *number = scan_token(s, i), *behind = scan_token(s, i + 1);
    bool ends = behind == &token_end || behind->kind == TOKEN_BREAK ||
                (behind->kind == TOKEN_MARK && !token_touches(scan_token(s, i + 2)) &&
                 strchr(":-|)]*", (int)MIN(behind->value, 126)));
    if (!token_is_number(number, 1, 4) || !token_touches(number) || !number->value || !ends)
        return 0;
    m->ms = (int64_t)number->value * MS_PER_MINUTE;
    m->rate = true;
    return i + 1;
}

/* "T+01:02:30": since the beginning. Of two numbers it is not clear what they count. */
static guint since_zero_read(const Scan *s, guint i, Mention *m)
{
    const Token *plus = i >= 2 ? scan_token(s, i - 1) : &token_end, *t = i >= 2 ? scan_token(s, i - 2) : &token_end;
    bool zero = token_is_mark(plus, '+') && t->kind == TOKEN_WORD && strcmp(t->word, "t") == 0;
    if (!zero || !token_is_number(scan_token(s, i), 1, 2))
        return 0;
    int64_t total = (int64_t)scan_token(s, i)->value;
    for (guint part = 1; part <= 2; part++) {
        const Token *colon = scan_token(s, i + 2 * part - 1), *number = scan_token(s, i + 2 * part);
        if (!token_is_mark(colon, ':') || !token_touches(number) || !token_is_number(number, 2, 2))
            return since_minutes_read(s, i, m);
        total = total * 60 + (int64_t)number->value;
    }
    m->ms = total * MS_PER_SECOND;
    m->rate = true; /* no length of anything */
    return i + 5;
}

guint duration_read(const Scan *s, guint i, Mention *m)
{
    double n;
    int64_t unit = 0, last = INT64_MAX, total = 0;
    m->kind = MENTION_DURATION;
    guint next = span_read(s, i, m);
    if (next || (next = iso_read(s, i, m)) || (next = since_zero_read(s, i, m)))
        return next;
    guint from = i;
    while (true) {
        guint after = part_read(s, from, last != INT64_MAX, &n, &unit);
        if (!after && last == MS_PER_HOUR && token_is_number(scan_token(s, from), 2, 2) && lasts_here(s, i) &&
            (from == next || (from == next + 1 && scan_word_in(s, next, CUE_range_and)))) {
            n = (double)scan_token(s, from)->value; /* "1h17" */
            unit = MS_PER_MINUTE;
            after = from + 1;
        }
        if (!after || unit >= last || n > 100000)
            break;
        total += (int64_t)(n * (double)unit + 0.5);
        last = unit;
        next = after;
        double fraction = unit >= MS_PER_MINUTE ? fraction_behind(s, next, &next) : 0;
        total += (int64_t)(fraction * (double)unit);
        from = skip_joint(s, next);
    }
    if (!next || total <= 0)
        return 0;
    m->ms = total;
    m->approximate = i > 0 && (scan_word_in(s, i - 1, CUE_about) || token_is_mark(scan_token(s, i - 1), '~'));
    set_relative(s, i, &next, m);
    return next;
}
