#include "time_forms.h"
#include <glib.h>
#include <string.h>

static bool peek(const TimeScan *scan, char c)
{
    return scan->at < scan->end && *scan->at == c;
}

static bool take(TimeScan *scan, char c)
{
    if (!peek(scan, c))
        return false;
    scan->at++;
    return true;
}

/* The narrow and plain no-break spaces stand before AM and PM in what newer JavaScript and Java write. */
static size_t blank_length(const TimeScan *scan)
{
    static const char *const blanks[] = {" ", "\t", "\r", "\n", "\xC2\xA0", "\xE2\x80\xAF"};

    for (size_t i = 0; i < G_N_ELEMENTS(blanks); i++) {
        size_t length = strlen(blanks[i]);

        if ((size_t)(scan->end - scan->at) >= length && memcmp(scan->at, blanks[i], length) == 0)
            return length;
    }
    return 0;
}

void time_scan_blanks(TimeScan *scan)
{
    while (scan->at < scan->end && !g_ascii_isalnum(*scan->at)) {
        size_t length = *scan->at == ' ' ? 1 : blank_length(scan);

        if (!length)
            return;
        scan->at += length;
    }
}

int time_scan_digits(TimeScan *scan, int least, int most)
{
    int value = 0, n = 0;

    while (scan->at + n < scan->end && g_ascii_isdigit(scan->at[n]) && n <= most)
        value = value * 10 + (scan->at[n++] - '0');
    if (n < least || n > most)
        return -1;
    scan->at += n;
    return value;
}

/* Exactly `width` digits, whatever follows. */
static int fixed_digits(TimeScan *scan, int width)
{
    TimeScan part = {scan->at, scan->at + MIN(width, scan->end - scan->at)};
    int value = time_scan_digits(&part, width, width);

    if (value >= 0)
        scan->at = part.at;
    return value;
}

static bool take_word(TimeScan *scan, const char *word)
{
    size_t length = strlen(word);

    if ((size_t)(scan->end - scan->at) < length || g_ascii_strncasecmp(scan->at, word, length) != 0)
        return false;
    scan->at += length;
    return true;
}

/* The index of the name that stands here in full or cut to three letters; -1 when none does. */
static int take_name(TimeScan *scan, const char *const *names, int n)
{
    ptrdiff_t length = 0;

    while (scan->at + length < scan->end && g_ascii_isalpha(scan->at[length]))
        length++;
    for (int i = 0; i < n; i++) {
        if (length != 3 && (size_t)length != strlen(names[i]))
            continue;
        if (g_ascii_strncasecmp(scan->at, names[i], (size_t)length) == 0) {
            scan->at += length;
            return i;
        }
    }
    return -1;
}

static bool set(int *to, int value)
{
    *to = value;
    return value >= 0;
}

static bool read_year(TimeScan *scan, TimeParts *parts)
{
    return set(&parts->civil.year, time_scan_digits(scan, 4, 4));
}

/* 69 to 99 are of the last century, as POSIX has it. */
static bool read_short_year(TimeScan *scan, TimeParts *parts)
{
    int year = time_scan_digits(scan, 2, 2);

    parts->civil.year = year + (year < 69 ? 2000 : 1900);
    return year >= 0;
}

static bool read_month(TimeScan *scan, TimeParts *parts)
{
    return set(&parts->civil.month, time_scan_digits(scan, 1, 2));
}

static bool read_day(TimeScan *scan, TimeParts *parts)
{
    return set(&parts->civil.day, time_scan_digits(scan, 1, 2));
}

static bool read_first(TimeScan *scan, TimeParts *parts)
{
    parts->is_ordered = true;
    return set(&parts->first, time_scan_digits(scan, 1, 2));
}

static bool read_second(TimeScan *scan, TimeParts *parts)
{
    return set(&parts->second, time_scan_digits(scan, 1, 2));
}

/* How exporters in other languages cut the months that English spells otherwise (de, fr, es, pt, it, nl), and "Sept"
 * of British and Australian locales. */
static const struct {
    const char *word;
    int month;
} other_months[] = {
    {"ene", 1},  {"gen", 1},  {"janv", 1}, {"févr", 2}, {"fév", 2},  {"fev", 2},  {"mär", 3},  {"mrz", 3},
    {"mars", 3}, {"märz", 3}, {"mrt", 3},  {"avr", 4},  {"abr", 4},  {"mai", 5},  {"mag", 5},  {"mei", 5},
    {"juin", 6}, {"giu", 6},  {"juil", 7}, {"lug", 7},  {"août", 8}, {"aou", 8},  {"ago", 8},  {"sept", 9},
    {"set", 9},  {"okt", 10}, {"ott", 10}, {"out", 10}, {"dez", 12}, {"déc", 12}, {"dic", 12},
};

static int take_other_month(TimeScan *scan)
{
    size_t length = 0;

    while (scan->at + length < scan->end && (g_ascii_isalpha(scan->at[length]) || (scan->at[length] & 0x80)))
        length++;
    for (size_t i = 0; i < G_N_ELEMENTS(other_months); i++) {
        if (length == strlen(other_months[i].word) &&
            g_ascii_strncasecmp(scan->at, other_months[i].word, length) == 0) {
            scan->at += length;
            return other_months[i].month;
        }
    }
    return 0;
}

static bool read_month_name(TimeScan *scan, TimeParts *parts)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    int name = take_name(scan, names, G_N_ELEMENTS(names));

    parts->civil.month = name >= 0 ? name + 1 : take_other_month(scan);
    take(scan, '.');
    return parts->civil.month > 0;
}

static bool read_weekday_name(TimeScan *scan, TimeParts *parts)
{
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

    parts->has_weekday = true;
    return set(&parts->weekday, take_name(scan, names, G_N_ELEMENTS(names)));
}

static bool read_basic_date(TimeScan *scan, TimeParts *parts)
{
    return set(&parts->civil.year, fixed_digits(scan, 4)) && set(&parts->civil.month, fixed_digits(scan, 2)) &&
           set(&parts->civil.day, fixed_digits(scan, 2));
}

static bool read_blanks(TimeScan *scan, TimeParts *parts)
{
    const char *from = scan->at;

    (void)parts;
    time_scan_blanks(scan);
    return scan->at > from;
}

static bool read_comma(TimeScan *scan, TimeParts *parts)
{
    (void)parts;
    take(scan, ',');
    return true;
}

/* Between a date and its clock: T, blanks, or a comma and blanks. */
static bool read_between(TimeScan *scan, TimeParts *parts)
{
    return take_word(scan, "T") || (read_comma(scan, parts) && read_blanks(scan, parts));
}

/* Up to nine digits; what is finer than a millisecond is cut off. */
bool time_scan_fraction(TimeScan *scan, TimeParts *parts)
{
    int unit = 100, n = 0;

    if (!peek(scan, '.') && !peek(scan, ','))
        return true;
    scan->at++;
    for (; scan->at < scan->end && g_ascii_isdigit(*scan->at); scan->at++, unit /= 10, n++)
        parts->civil.millisecond += (*scan->at - '0') * unit;
    return n >= 1 && n <= 9;
}

/* 12 AM is midnight, 12 PM is noon; 0 PM and 13 PM are no times. */
static void apply_meridiem(TimeParts *parts, bool afternoon)
{
    parts->out_of_range |= parts->civil.hour < 1 || parts->civil.hour > 12;
    parts->civil.hour = parts->civil.hour % 12 + (afternoon ? 12 : 0);
}

static bool read_meridiem(TimeScan *scan, TimeParts *parts)
{
    static const struct {
        const char *word;
        bool afternoon;
    } words[] = {{"AM", false}, {"PM", true}, {"A.M.", false}, {"P.M.", true}};
    TimeScan after = *scan;

    time_scan_blanks(&after);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (!take_word(&after, words[i].word))
            continue;
        apply_meridiem(parts, words[i].afternoon);
        *scan = after;
        return true;
    }
    return false;
}

static bool read_seconds(TimeScan *scan, TimeParts *parts)
{
    parts->precision = PRECISION_SECOND;
    return set(&parts->civil.second, time_scan_digits(scan, 2, 2)) && time_scan_fraction(scan, parts);
}

/* 9:45, 14:05:00.25, 2:05 PM, 2 PM */
static bool read_clock(TimeScan *scan, TimeParts *parts)
{
    parts->precision = PRECISION_HOUR;
    if (!set(&parts->civil.hour, time_scan_digits(scan, 1, 2)))
        return false;
    if (!take(scan, ':'))
        return read_meridiem(scan, parts);
    parts->precision = PRECISION_MINUTE;
    if (!set(&parts->civil.minute, time_scan_digits(scan, 2, 2)))
        return false;
    if (take(scan, ':') && !read_seconds(scan, parts))
        return false;
    read_meridiem(scan, parts);
    return true;
}

/* 1405, 140500, 140500.25 */
static bool read_basic_clock(TimeScan *scan, TimeParts *parts)
{
    parts->precision = PRECISION_MINUTE;
    if (!set(&parts->civil.hour, fixed_digits(scan, 2)) || !set(&parts->civil.minute, fixed_digits(scan, 2)))
        return false;
    return scan->at == scan->end || !g_ascii_isdigit(*scan->at) || read_seconds(scan, parts);
}

/* 140500 right behind its date; without seconds the whole could be a number of milliseconds. */
static bool read_full_clock(TimeScan *scan, TimeParts *parts)
{
    return read_basic_clock(scan, parts) && parts->precision == PRECISION_SECOND;
}

static bool read_hour(TimeScan *scan, TimeParts *parts)
{
    parts->precision = PRECISION_HOUR;
    return set(&parts->civil.hour, time_scan_digits(scan, 2, 2));
}

/* +02, +0200, +02:00; after GMT or UTC also +2 */
static bool read_offset(TimeScan *scan, TimeParts *parts, int least)
{
    int sign = take(scan, '-') ? -1 : take(scan, '+') ? 1 : 0;
    int hours = sign ? fixed_digits(scan, 2) : -1, minutes = 0;

    if (sign && hours < 0 && least == 1)
        hours = time_scan_digits(scan, 1, 1);
    if (hours < 0)
        return false;
    if (take(scan, ':') || (scan->at < scan->end && g_ascii_isdigit(*scan->at)))
        minutes = time_scan_digits(scan, 2, 2);
    parts->has_offset = true;
    parts->offset_s = sign * (hours * 3600 + minutes * 60);
    parts->out_of_range |= hours > 18 || minutes > 59;
    return minutes >= 0;
}

/* JavaScript repeats the zone's name in words: "(Central European Summer Time)". */
static bool skip_comment(TimeScan *scan)
{
    time_scan_blanks(scan);
    if (!peek(scan, '('))
        return true;
    if (scan->end[-1] != ')')
        return false;
    scan->at = scan->end;
    return true;
}

bool time_scan_zone(TimeScan *scan, TimeParts *parts)
{
    static const char *const words[] = {"Z", "UTC", "GMT", "UT"};

    time_scan_blanks(scan);
    if (scan->at == scan->end)
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (!take_word(scan, words[i]))
            continue;
        parts->has_offset = true;
        if (i > 0 && (peek(scan, '+') || peek(scan, '-')) && !read_offset(scan, parts, 1))
            return false;
        return skip_comment(scan);
    }
    return read_offset(scan, parts, 2) && skip_comment(scan);
}

bool time_forms_match_clock(TimeScan scan, TimeParts *parts)
{
    if (!read_clock(&scan, parts))
        return false;
    time_scan_blanks(&scan);
    take_word(&scan, "Uhr");
    return scan.at == scan.end;
}

typedef bool (*Reader)(TimeScan *, TimeParts *);

/* What the letters of a pattern read; any other character stands for itself. */
static const Reader readers[128] = {
    ['Y'] = read_year,       ['y'] = read_short_year,  ['m'] = read_month,      ['d'] = read_day,
    ['1'] = read_first,      ['2'] = read_second,      ['b'] = read_month_name, ['a'] = read_weekday_name,
    ['B'] = read_basic_date, [' '] = read_blanks,      [','] = read_comma,      ['~'] = read_between,
    ['c'] = read_clock,      ['C'] = read_basic_clock, ['h'] = read_hour,       ['f'] = read_full_clock,
    ['z'] = time_scan_zone,
};

static bool take_letter(TimeScan *scan, char letter)
{
    return take(scan, letter) || take(scan, g_ascii_tolower(letter));
}

static bool match(const char *pattern, TimeScan *scan, TimeParts *parts)
{
    for (; *pattern; pattern++) {
        Reader reader = readers[(unsigned char)*pattern];

        if (reader ? !reader(scan, parts) : !take_letter(scan, *pattern))
            return false;
    }
    return true;
}

/* A date and the clocks that may follow it. Dates of two-digit years are read with / and . only, as 03-09-22 may
 * begin with its year. */
static const struct {
    const char *date;
    Precision alone;
    const char *clocks[3];
} forms[] = {
    {"Y-m-d", PRECISION_DAY, {"~cz", "Thz", "TCz"}},
    {"Y-m", PRECISION_MONTH, {NULL}},
    {"1/2/Y", PRECISION_DAY, {"~cz"}},
    {"1-2-Y", PRECISION_DAY, {"~cz"}},
    {"1.2.Y", PRECISION_DAY, {"~cz"}},
    {"1/2/y", PRECISION_DAY, {"~cz"}},
    {"1.2.y", PRECISION_DAY, {"~cz"}},
    {"Y/m/d", PRECISION_DAY, {"~cz"}},
    {"Y.m.d", PRECISION_DAY, {"~cz"}},
    {"B", PRECISION_DAY, {"TCz", "Thz", "f"}},
    {"d/b/Y", PRECISION_DAY, {"~cz"}},
    {"d/b/y", PRECISION_DAY, {"~cz"}},
    {"d-b-Y", PRECISION_DAY, {"~cz"}},
    {"d-b-y", PRECISION_DAY, {"~cz"}},
    {"d b Y", PRECISION_DAY, {"~cz"}},
    {"d. b Y", PRECISION_DAY, {"~cz"}},
    {"d b y", PRECISION_DAY, {"~cz"}},
    {"b d, Y", PRECISION_DAY, {"~cz"}},
    {"b Y", PRECISION_MONTH, {NULL}},
    {"a, d b Y", PRECISION_DAY, {"~cz"}},
    {"a, b d, Y", PRECISION_DAY, {"~cz"}},
};

static bool match_clock(const char *const *clocks, TimeScan scan, TimeParts *parts)
{
    for (size_t i = 0; i < G_N_ELEMENTS(forms[0].clocks) && clocks[i]; i++) {
        TimeScan rest = scan;
        TimeParts candidate = *parts;

        if (match(clocks[i], &rest, &candidate) && rest.at == rest.end) {
            *parts = candidate;
            return true;
        }
    }
    return false;
}

static int leading_digits(const TimeScan *scan)
{
    int n = 0;

    while (scan->at + n < scan->end && g_ascii_isdigit(scan->at[n]))
        n++;
    return n;
}

/* Sieves the forms by how many digits a value begins with and by the character after them, before any is tried. */
static bool may_match(const char *pattern, const TimeScan *scan, int digits)
{
    static const struct {
        char code;
        int least, most;
    } starts[] = {{'Y', 4, 4}, {'B', 8, 14}, {'1', 1, 2}, {'d', 1, 2}, {'a', 0, 0}, {'b', 0, 0}};
    size_t i = 0;

    while (starts[i].code != pattern[0])
        i++;
    if (digits < starts[i].least || digits > starts[i].most)
        return false;
    return digits == 0 || readers[(unsigned char)pattern[1]] || pattern[1] == '\0' ||
           (scan->at + digits < scan->end && scan->at[digits] == pattern[1]);
}

bool time_forms_match(TimeScan scan, TimeParts *parts)
{
    int digits = leading_digits(&scan);

    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        if (!may_match(forms[i].date, &scan, digits))
            continue;

        TimeScan rest = scan;
        TimeParts candidate = {.precision = forms[i].alone};

        candidate.civil.day = 1;
        if (!match(forms[i].date, &rest, &candidate))
            continue;
        if (rest.at == rest.end || match_clock(forms[i].clocks, rest, &candidate)) {
            *parts = candidate;
            return true;
        }
    }
    return false;
}
