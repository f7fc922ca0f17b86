#include "nines/base/timetext.h"
#include "time_forms.h"
#include <glib.h>
#include <string.h>

#define MS_PER_WEEK (7 * MS_PER_DAY)

/* A number with up to three decimals, in thousandths. */
typedef struct {
    int64_t thousandths;
    bool is_whole;
} Number;

static bool read_number(TimeScan *scan, Number *number)
{
    const char *from = scan->at;
    TimeParts fraction = {0};

    number->thousandths = 0;
    for (; scan->at < scan->end && g_ascii_isdigit(*scan->at); scan->at++)
        if (__builtin_mul_overflow(number->thousandths, 10, &number->thousandths) ||
            __builtin_add_overflow(number->thousandths, (*scan->at - '0') * 1000, &number->thousandths))
            return false;
    number->is_whole = scan->at == scan->end || *scan->at != '.';
    if (scan->at == from || number->thousandths > INT64_MAX - 1000)
        return false;

    const char *point = scan->at;

    if (number->is_whole)
        return true;
    if (!time_scan_fraction(scan, &fraction) || scan->at - point > 4)
        return false;
    number->thousandths += fraction.civil.millisecond;
    return true;
}

/* Adds number x unit; false when it does not fit. Thousandths of a second are exact, those of a millisecond are cut. */
static bool add_units(int64_t *sum_ms, Number number, int64_t unit_ms)
{
    int64_t product;

    return !__builtin_mul_overflow(number.thousandths, unit_ms, &product) &&
           !__builtin_add_overflow(*sum_ms, product / 1000, sum_ms);
}

/* A capital M alone means months in service level specifications, so it is left out by exact comparison. */
static int64_t unit_named(const char *word, size_t length)
{
    static const struct {
        const char *names[6];
        int64_t ms;
    } units[] = {
        {{"ms", "msec", "msecs", "millisecond", "milliseconds"}, 1},
        {{"s", "sec", "secs", "second", "seconds", "S"}, MS_PER_SECOND},
        {{"m", "min", "mins", "minute", "minutes"}, MS_PER_MINUTE},
        {{"h", "hr", "hrs", "hour", "hours", "H"}, MS_PER_HOUR},
        {{"d", "day", "days", "D"}, MS_PER_DAY},
        {{"w", "wk", "wks", "week", "weeks", "W"}, MS_PER_WEEK},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        for (size_t j = 0; j < G_N_ELEMENTS(units[i].names) && units[i].names[j]; j++) {
            const char *name = units[i].names[j];
            bool folded = length > 1 && g_ascii_strncasecmp(word, name, length) == 0;

            if (strlen(name) == length && (folded || strncmp(word, name, length) == 0))
                return units[i].ms;
        }
    return 0;
}

static int64_t read_unit(TimeScan *scan)
{
    const char *from = scan->at;

    while (scan->at < scan->end && g_ascii_isalpha(*scan->at))
        scan->at++;
    return unit_named(from, (size_t)(scan->at - from));
}

static void skip_comma(TimeScan *scan)
{
    if (scan->at < scan->end && *scan->at == ',')
        scan->at++;
    time_scan_blanks(scan);
}

/* "02:30:00", "2:30:00.250"; hours may exceed a day. */
static bool read_clock(TimeScan *scan, int64_t *ms)
{
    TimeScan rest = *scan;
    TimeParts fraction = {0};
    int hours = time_scan_digits(&rest, 1, 6);

    if (hours < 0 || rest.at == rest.end || *rest.at++ != ':')
        return false;

    int minutes = time_scan_digits(&rest, 2, 2);

    if (minutes < 0 || minutes > 59 || rest.at == rest.end || *rest.at++ != ':')
        return false;

    int seconds = time_scan_digits(&rest, 2, 2);

    if (seconds < 0 || seconds > 59 || !time_scan_fraction(&rest, &fraction) || rest.at != rest.end)
        return false;
    *ms = hours * MS_PER_HOUR + minutes * MS_PER_MINUTE + seconds * MS_PER_SECOND + fraction.civil.millisecond;
    *scan = rest;
    return true;
}

/* "1d 6h", "15 minutes", "1 day, 02:30:00": units descend, each at most once. */
static TimeStatus parse_units(TimeScan scan, int64_t *out_ms)
{
    int64_t sum_ms = 0, last_ms = INT64_MAX;

    while (scan.at < scan.end) {
        Number number;
        int64_t clock_ms, unit_ms;

        if (last_ms >= MS_PER_DAY && read_clock(&scan, &clock_ms)) {
            sum_ms += clock_ms;
            break;
        }
        if (!read_number(&scan, &number))
            return TIME_BAD_FORM;
        time_scan_blanks(&scan);
        unit_ms = read_unit(&scan);
        if (unit_ms == 0 || unit_ms >= last_ms)
            return TIME_BAD_FORM;
        if (!add_units(&sum_ms, number, unit_ms))
            return TIME_BAD_RANGE;
        last_ms = unit_ms;
        skip_comma(&scan);
    }
    *out_ms = sum_ms;
    return TIME_OK;
}

/* The unit of a designator of an ISO 8601 duration; 0 for years and months, which have no fixed length. */
static int64_t iso_unit(char designator, bool in_time)
{
    static const struct {
        char designator;
        bool in_time;
        int64_t ms;
    } units[] = {{'W', false, MS_PER_WEEK},
                 {'D', false, MS_PER_DAY},
                 {'H', true, MS_PER_HOUR},
                 {'M', true, MS_PER_MINUTE},
                 {'S', true, MS_PER_SECOND}};

    for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
        if (units[i].designator == designator && units[i].in_time == in_time)
            return units[i].ms;
    return 0;
}

/* "PT1H30M", "P1DT12H"; scan stands behind the P. */
static TimeStatus parse_iso(TimeScan scan, int64_t *out_ms)
{
    int64_t sum_ms = 0, last_ms = INT64_MAX;
    bool in_time = false;

    if (scan.at == scan.end || scan.end[-1] == 'T')
        return TIME_BAD_FORM;
    while (scan.at < scan.end) {
        Number number;
        int64_t unit_ms;

        if (!in_time && *scan.at == 'T') {
            in_time = true;
            scan.at++;
        }
        if (!read_number(&scan, &number) || scan.at == scan.end)
            return TIME_BAD_FORM;
        unit_ms = iso_unit(*scan.at++, in_time);
        if (unit_ms == 0 || unit_ms >= last_ms)
            return TIME_BAD_FORM;
        if (!add_units(&sum_ms, number, unit_ms))
            return TIME_BAD_RANGE;
        last_ms = unit_ms;
    }
    *out_ms = sum_ms;
    return TIME_OK;
}

static TimeStatus parse_any(TimeScan scan, int64_t bare_unit_ms, int64_t *out_ms)
{
    TimeScan rest = scan;
    Number number;
    int64_t sum_ms = 0;

    if (*scan.at == 'P')
        return parse_iso((TimeScan){scan.at + 1, scan.end}, out_ms);
    if (!read_number(&rest, &number) || rest.at != rest.end)
        return parse_units(scan, out_ms);
    if (!add_units(&sum_ms, number, bare_unit_ms))
        return TIME_BAD_RANGE;
    *out_ms = sum_ms;
    return TIME_OK;
}

TimeStatus duration_parse(const char *text, ssize_t length, int64_t bare_unit_ms, int64_t *out_ms)
{
    TimeScan scan = time_scan_trimmed(text, length);

    if (time_scan_is_null(&scan))
        return TIME_NULL;
    return parse_any(scan, bare_unit_ms, out_ms);
}

static const struct {
    int64_t ms;
    const char *name;
} shown_units[] = {
    {MS_PER_DAY, "d"}, {MS_PER_HOUR, "h"}, {MS_PER_MINUTE, "min"}, {MS_PER_SECOND, "s"}, {1, "ms"},
};

/* Rounded to the second largest unit that it has. */
static uint64_t rounded(uint64_t ms)
{
    int shown = 0;
    uint64_t rest = ms;

    for (size_t i = 0; i < G_N_ELEMENTS(shown_units); i++) {
        uint64_t unit = (uint64_t)shown_units[i].ms;

        shown += rest >= unit;
        rest %= unit;
        if (shown == 2)
            return ms - rest + (rest * 2 >= unit ? unit : 0);
    }
    return ms;
}

char *duration_format(int64_t ms, bool exact)
{
    g_autoptr(GString) text = g_string_new(ms < 0 ? "-" : "");
    uint64_t size = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
    uint64_t rest = exact ? size : rounded(size);

    for (size_t i = 0; i < G_N_ELEMENTS(shown_units); i++) {
        uint64_t unit = (uint64_t)shown_units[i].ms;

        if (rest >= unit)
            g_string_append_printf(text, "%s%" G_GUINT64_FORMAT " %s", text->len > (ms < 0) ? " " : "", rest / unit,
                                   shown_units[i].name);
        rest %= unit;
    }
    if (ms == 0)
        g_string_append(text, "0 s");
    return g_string_free(g_steal_pointer(&text), FALSE);
}
