#include "scan.h"

#include <string.h>

typedef struct {
    const char *name; /* lower case */
    int minutes;      /* east of Greenwich */
    const char *iana; /* instead of minutes */
    int other;        /* a second meaning, in minutes, or NO_OTHER */
    bool weak;        /* also an English word: only in capitals and behind a clock */
} Abbreviation;

#define NO_OTHER 9999

static const Abbreviation abbreviations[] = {
    {"utc", 0, NULL, NO_OTHER, false},
    {"gmt", 0, NULL, NO_OTHER, false},
    {"zulu", 0, NULL, NO_OTHER, false},
    {"wet", 0, NULL, NO_OTHER, true},
    {"west", 60, NULL, NO_OTHER, true},
    {"bst", 60, NULL, 360, false},
    {"cet", 60, NULL, NO_OTHER, false},
    {"cest", 120, NULL, NO_OTHER, false},
    {"mez", 60, NULL, NO_OTHER, false},
    {"mesz", 120, NULL, NO_OTHER, false},
    {"eet", 120, NULL, NO_OTHER, false},
    {"eest", 180, NULL, NO_OTHER, false},
    {"msk", 180, NULL, NO_OTHER, false},
    {"trt", 180, NULL, NO_OTHER, false},
    {"wat", 60, NULL, NO_OTHER, false},
    {"cat", 120, NULL, NO_OTHER, true},
    {"eat", 180, NULL, NO_OTHER, true},
    {"sast", 120, NULL, NO_OTHER, false},
    {"gst", 240, NULL, NO_OTHER, false},
    {"pkt", 300, NULL, NO_OTHER, false},
    {"ist", 330, NULL, 60, false},
    {"npt", 345, NULL, NO_OTHER, false},
    {"ict", 420, NULL, NO_OTHER, false},
    {"wib", 420, NULL, NO_OTHER, false},
    {"hkt", 480, NULL, NO_OTHER, false},
    {"sgt", 480, NULL, NO_OTHER, false},
    {"myt", 480, NULL, NO_OTHER, false},
    {"pht", 480, NULL, NO_OTHER, false},
    {"awst", 480, NULL, NO_OTHER, false},
    {"jst", 540, NULL, NO_OTHER, false},
    {"kst", 540, NULL, NO_OTHER, false},
    {"acst", 570, NULL, NO_OTHER, false},
    {"acdt", 630, NULL, NO_OTHER, false},
    {"aest", 600, NULL, NO_OTHER, false},
    {"aedt", 660, NULL, NO_OTHER, false},
    {"nzst", 720, NULL, NO_OTHER, false},
    {"nzdt", 780, NULL, NO_OTHER, false},
    {"brt", -180, NULL, NO_OTHER, false},
    {"art", -180, NULL, NO_OTHER, true},
    {"clt", -240, NULL, NO_OTHER, false},
    {"ast", -240, NULL, 180, false},
    {"adt", -180, NULL, NO_OTHER, false},
    {"nst", -210, NULL, NO_OTHER, false},
    {"ndt", -150, NULL, NO_OTHER, false},
    {"est", -300, NULL, NO_OTHER, false},
    {"edt", -240, NULL, NO_OTHER, false},
    {"cst", -360, NULL, 480, false},
    {"cdt", -300, NULL, NO_OTHER, false},
    {"mst", -420, NULL, NO_OTHER, false},
    {"mdt", -360, NULL, NO_OTHER, false},
    {"pst", -480, NULL, NO_OTHER, false},
    {"pdt", -420, NULL, NO_OTHER, false},
    {"akst", -540, NULL, NO_OTHER, false},
    {"akdt", -480, NULL, NO_OTHER, false},
    {"hst", -600, NULL, NO_OTHER, false},
    {"hna", -240, NULL, NO_OTHER, false}, /* Canada, in French */
    {"hne", -300, NULL, NO_OTHER, false},
    {"hae", -240, NULL, NO_OTHER, false},
    {"hnc", -360, NULL, NO_OTHER, false},
    {"hnr", -420, NULL, NO_OTHER, false},
    {"hnp", -480, NULL, NO_OTHER, false},
    {"hap", -420, NULL, NO_OTHER, false},
    {"et", 0, "America/New_York", NO_OTHER, true},
    {"ct", 0, "America/Chicago", NO_OTHER, true},
    {"mt", 0, "America/Denver", NO_OTHER, true},
    {"pt", 0, "America/Los_Angeles", NO_OTHER, true},
};

static const Abbreviation spoken[] = {
    {"eastern", -300, "America/New_York", NO_OTHER, false},
    {"central", -360, "America/Chicago", NO_OTHER, false},
    {"mountain", -420, "America/Denver", NO_OTHER, false},
    {"pacific", -480, "America/Los_Angeles", NO_OTHER, false},
    {"uk", 0, "Europe/London", NO_OTHER, true},
};

static const Abbreviation *find(const Abbreviation *table, guint n, const char *word)
{
    for (guint i = 0; i < n; i++)
        if (table[i].name[0] == word[0] && strcmp(table[i].name, word) == 0)
            return &table[i];
    return NULL;
}

static bool is_upper(const Scan *s, const Token *token)
{
    for (guint i = token->start; i < token->end; i++)
        if (g_ascii_islower(s->text[i]))
            return false;
    return true;
}

/* "+5", "+05:30", "-0800" at token i; returns the index behind it. */
static guint offset_read(const Scan *s, guint i, int *minutes)
{
    const Token *sign = scan_token(s, i), *hours = scan_token(s, i + 1);
    if (!token_is_mark(sign, '+') && !token_is_mark(sign, '-'))
        return 0;
    if (!token_touches(hours) || !token_is_number(hours, 1, 4))
        return 0;
    int value = (int)hours->value;
    int h = hours->digits > 2 ? value / 100 : value, m = hours->digits > 2 ? value % 100 : 0;
    guint next = i + 2;
    if (hours->digits <= 2 && token_is_mark(scan_token(s, next), ':') && token_touches(scan_token(s, next)) &&
        token_is_number(scan_token(s, next + 1), 2, 2)) {
        m = (int)scan_token(s, next + 1)->value;
        next += 2;
    }
    if (h > 14 || m > 59)
        return 0;
    *minutes = (h * 60 + m) * (sign->value == '-' ? -1 : 1);
    return next;
}

/* "All ET", "(PT)", "times in CT": two letters that are a zone only here. */
static bool is_all_times(const Scan *s, guint i)
{
    static const char *const before[] = {"all", "in", "times", "time", "timezone", "zone", NULL};
    const Token *token = i ? scan_token(s, i - 1) : &token_end;
    return (token->kind == TOKEN_WORD && g_strv_contains(before, token->word)) ||
           (token_is_mark(token, '(') && token_is_mark(scan_token(s, i + 1), ')'));
}

static guint abbreviation_read(const Scan *s, guint i, bool alone, Mention *m)
{
    const Token *token = scan_token(s, i);
    const Abbreviation *a = find(abbreviations, G_N_ELEMENTS(abbreviations), token->word);
    bool word = a && (a->weak || alone || scan_word_in(s, i, CUE_stopword)); /* "um 8 Uhr ist", "à 8h est" */
    if (!a || (word && !is_upper(s, token)) || (a->weak && alone && !is_all_times(s, i)))
        return 0;
    int extra = 0;
    bool base = a->minutes == 0 && !a->iana;
    const Token *sign = scan_token(s, i + 1);
    guint next = base && (token_touches(sign) || token_is_mark(sign, '+')) ? offset_read(s, i + 1, &extra) : 0;
    m->zone = a->iana ? zone_find(a->iana, NULL) : zone_fixed((a->minutes + (next ? extra : 0)) * 60);
    m->other = a->other == NO_OTHER ? NULL : zone_fixed(a->other * 60);
    return next ? next : i + 1;
}

/* "Central European Time": of the summer or the winter, as the day has it. */
static guint european_read(const Scan *s, guint i, Mention *m)
{
    static const struct {
        const char *word, *iana;
    } table[] = {{"western", "Europe/Lisbon"}, {"central", "Europe/Berlin"}, {"eastern", "Europe/Helsinki"}};
    guint next = i + 2;
    for (guint t = 0; t < G_N_ELEMENTS(table); t++)
        if (strcmp(scan_token(s, i)->word, table[t].word) == 0)
            m->zone = zone_find(table[t].iana, NULL);
    static const char *const tail[] = {"standard", "summer", "time", NULL};
    while (scan_token(s, next)->kind == TOKEN_WORD && g_strv_contains(tail, scan_token(s, next)->word))
        next++;
    return m->zone && next > i + 2 ? next : 0;
}

/* "Eastern", "Pacific time", "US Eastern Time", "eastern US time". */
static guint spoken_read(const Scan *s, guint i, Mention *m)
{
    guint at = i;
    if (scan_token(s, at)->kind == TOKEN_WORD && strcmp(scan_token(s, at)->word, "us") == 0)
        at++;
    const Token *token = scan_token(s, at);
    const Abbreviation *a = token->kind == TOKEN_WORD ? find(spoken, G_N_ELEMENTS(spoken), token->word) : NULL;
    if (!a)
        return 0;
    guint next = at + 1;
    if (scan_token(s, next)->kind == TOKEN_WORD && strcmp(scan_token(s, next)->word, "european") == 0)
        return european_read(s, i, m);
    static const char *const fillers[] = {"us", "standard", "daylight", NULL};
    bool standard = false, is_daylight = false;
    for (; scan_token(s, next)->kind == TOKEN_WORD && g_strv_contains(fillers, scan_token(s, next)->word); next++) {
        standard |= strcmp(scan_token(s, next)->word, "standard") == 0;
        is_daylight |= strcmp(scan_token(s, next)->word, "daylight") == 0;
    }
    bool time = scan_token(s, next)->kind == TOKEN_WORD && strcmp(scan_token(s, next)->word, "time") == 0;
    if (!time && (!scan_token(s, at)->capital || a->weak))
        return 0;
    bool fixed = a->minutes && (standard || is_daylight); /* taken as written, whatever the season */
    m->zone = fixed ? zone_fixed((a->minutes + (is_daylight ? 60 : 0)) * 60) : zone_find(a->iana, NULL);
    return time ? next + 1 : next;
}

/* A place that the system's zones are named after, such as Denver or New York. */
static const Zone *city_zone(const Scan *s, const char *words)
{
    static const char *const regions[] = {"America", "Europe", "Asia", "Australia", "Africa", "Pacific", "Atlantic"};
    gpointer known;
    if (g_hash_table_lookup_extended(s->cities, words, NULL, &known))
        return known;
    if (g_hash_table_size(s->cities) >= 32)
        return NULL; /* a hostile text would try every word */
    const Zone *zone = zone_of_place(words);
    for (guint i = 0; i < G_N_ELEMENTS(regions) && !zone; i++) {
        g_autofree char *name = g_strdup_printf("%s/%s", regions[i], words);
        zone = zone_find(name, NULL);
    }
    g_hash_table_insert(s->cities, g_strdup(words), (gpointer)zone);
    return zone;
}

static guint city_read(const Scan *s, guint i, Mention *m)
{
    const Token *first = scan_token(s, i), *second = scan_token(s, i + 1);
    if (!first->capital || first->end - first->start < 4 || first->end - first->start > 24)
        return 0;
    g_autofree char *one = g_strndup(s->text + first->start, first->end - first->start);
    if (second->kind == TOKEN_WORD && second->capital && second->end - first->start < 40) {
        g_autofree char *two = g_strndup(s->text + first->start, second->end - first->start);
        m->zone = zone_of_place(two);
        g_strdelimit(two, " ", '_');
        if (m->zone || (m->zone = city_zone(s, two)))
            return i + 2;
    }
    const Token *after = second;
    bool time = after->kind == TOKEN_WORD && strcmp(after->word, "time") == 0;
    bool closed = after == &token_end || after->kind != TOKEN_WORD;
    if (!time && !closed)
        return 0;
    m->zone = city_zone(s, one);
    return m->zone ? i + 1 + time : 0;
}

/* "Europe/Berlin", "America/Argentina/Buenos_Aires". */
static guint iana_read(const Scan *s, guint i, Mention *m)
{
    static const char *const regions[] = {"america", "europe",   "asia", "australia", "africa",
                                          "pacific", "atlantic", "etc",  NULL};
    const Token *first = scan_token(s, i);
    if (first->kind != TOKEN_WORD || !g_strv_contains(regions, first->word))
        return 0;
    guint next = i + 1;
    while ((token_is_mark(scan_token(s, next), '/') || token_is_mark(scan_token(s, next), '_')) &&
           token_touches(scan_token(s, next)) && scan_token(s, next + 1)->kind == TOKEN_WORD &&
           token_touches(scan_token(s, next + 1)))
        next += 2;
    if (next == i + 1)
        return 0;
    guint end = scan_token(s, next - 1)->end;
    if (end - first->start > 60)
        return 0;
    g_autofree char *name = g_strndup(s->text + first->start, end - first->start);
    m->zone = zone_find(name, NULL);
    return m->zone ? next : 0;
}

static const Zone *nation_zone(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    return token->kind == TOKEN_WORD ? zone_of_nation(token->word) : NULL;
}

/* "hora de Madrid", "heure de Paris", "horário oficial de Brasília", "Fuseau horaire : Paris", "ora italiana" */
static guint named_read(const Scan *s, guint i, Mention *m)
{
    static const char *const fillers[] = {
        "de",   "di", "du", "von", "van",     "del",     "local",  "locale", "locales", "locais", "lokale",
        "em",   "en", "in", "of",  "is",      "are",     "sind",   "sont",   "são",     "son",    "sono",
        "zijn", "no", "à",  "da",  "oficial", "horária", "ciudad", "centro", "the",     NULL};
    guint at = i + 1;
    for (; at < i + 5; at++) {
        const Token *token = scan_token(s, at);
        bool word = token->kind == TOKEN_WORD && !token->capital && g_strv_contains(fillers, token->word);
        if (!word && !token_is_mark(token, ':') && !token_is_mark(token, '(') && !token_is_mark(token, '*'))
            break;
    }
    bool apart = at > i + 1 || strcmp(scan_token(s, i)->word, "ortszeit") == 0;
    guint next = apart ? city_read(s, at, m) : 0;
    if (!next && (m->zone = nation_zone(s, at)))
        next = at + 1;
    return next;
}

/* "deutscher Zeit", "Nederlandse tijd", "Sydney time" */
static guint nation_read(const Scan *s, guint i, Mention *m)
{
    static const char *const times[] = {"zeit", "ortszeit", "tijd", "time", NULL};
    const Token *time = scan_token(s, i + 1);
    if (time->kind != TOKEN_WORD || !g_strv_contains(times, time->word))
        return 0;
    if ((m->zone = nation_zone(s, i)))
        return i + 2;
    bool all = i && scan_token(s, i - 1)->kind == TOKEN_WORD;
    return all && strcmp(time->word, "time") == 0 ? city_read(s, i, m) : 0;
}

guint zone_read(const Scan *s, guint i, bool alone, Mention *m)
{
    const Token *token = scan_token(s, i);
    guint next = 0;
    int minutes;
    m->other = NULL;
    if (!alone && token_is_mark(token, '+') && (next = offset_read(s, i, &minutes))) {
        m->zone = zone_fixed(minutes * 60);
        return next;
    }
    if (token->kind != TOKEN_WORD)
        return 0;
    if (!alone && strcmp(token->word, "z") == 0 && token_touches(token)) {
        m->zone = zone_utc();
        return i + 1;
    }
    if ((next = iana_read(s, i, m)) || (next = zone_name_read(s, i, m)) || (next = abbreviation_read(s, i, alone, m)))
        return next;
    if ((next = spoken_read(s, i, m)) || (next = nation_read(s, i, m)))
        return next;
    if (scan_word_in(s, i, CUE_zone_word) && (next = named_read(s, i, m)))
        return next;
    m->zone = NULL;
    return alone ? 0 : city_read(s, i, m);
}
