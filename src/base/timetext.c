#include "nines/base/timetext.h"
#include "time_forms.h"
#include <glib.h>
#include <string.h>

#define MAX_LENGTH 128

const char *time_status_text(TimeStatus status)
{
    static const char *const texts[] = {
        [TIME_OK] = "a time",
        [TIME_NULL] = "no time",
        [TIME_BAD_FORM] = "no known form of a time",
        [TIME_BAD_RANGE] = "a date or time that does not exist",
    };

    return texts[status];
}

TimeScan time_scan_trimmed(const char *text, ssize_t length)
{
    TimeScan scan = {text, text + (length < 0 ? (ssize_t)strlen(text) : length)};

    time_scan_blanks(&scan);
    while (scan.end > scan.at && g_ascii_isspace(scan.end[-1]))
        scan.end--;
    return scan;
}

bool time_scan_is_null(const TimeScan *scan)
{
    static const char *const words[] = {"?", "-", "null", "none", "na", "n/a", "ns", "#n/b"};
    size_t length = (size_t)(scan->end - scan->at);

    if (length == 0 || length > 4)
        return length == 0;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == length && g_ascii_strncasecmp(words[i], scan->at, length) == 0)
            return true;
    return false;
}

static inline int two_digits(const char *text)
{
    unsigned tens = (unsigned)text[0] - '0', ones = (unsigned)text[1] - '0';

    return tens < 10 && ones < 10 ? (int)(tens * 10 + ones) : -1;
}

/* What ends nearly every value of a machine: nothing, "Z" or "+02:00". */
static bool match_common_end(TimeScan scan, TimeParts *parts)
{
    const char *p = scan.at;
    ptrdiff_t length = scan.end - p;

    if (length == 0)
        return true;
    if (length == 1 && *p == 'Z')
        return parts->has_offset = true;
    if (length != 6 || (*p != '+' && *p != '-') || p[3] != ':')
        return false;

    int hours = two_digits(p + 1), minutes = two_digits(p + 4);

    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59)
        return false;
    parts->offset_s = (*p == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return parts->has_offset = true;
}

static bool match_end(TimeScan scan, TimeParts *parts)
{
    return time_scan_fraction(&scan, parts) && time_scan_zone(&scan, parts) && scan.at == scan.end;
}

/* "2022-05-03T14:05:00" and what may follow it, by position. */
static bool match_iso(TimeScan scan, TimeParts *parts)
{
    const char *p = scan.at;

    if (scan.end - p < 19 || p[4] != '-' || p[7] != '-' || (p[10] != 'T' && p[10] != ' ') || p[13] != ':' ||
        p[16] != ':')
        return false;

    int century = two_digits(p), year = two_digits(p + 2);

    parts->civil = (Civil){.year = century * 100 + year,
                           .month = two_digits(p + 5),
                           .day = two_digits(p + 8),
                           .hour = two_digits(p + 11),
                           .minute = two_digits(p + 14),
                           .second = two_digits(p + 17)};
    if ((century | year | parts->civil.month | parts->civil.day | parts->civil.hour | parts->civil.minute |
         parts->civil.second) < 0)
        return false;
    parts->precision = PRECISION_SECOND;
    scan.at += 19;
    return match_common_end(scan, parts) || match_end(scan, parts);
}

/* 24:00 ends a day, and a leap second counts as the second after it: both are reached by plain addition. */
static bool is_possible(const TimeParts *parts)
{
    Civil civil = parts->civil;

    if (civil.hour == 24 && civil.minute == 0 && civil.second == 0 && civil.millisecond == 0)
        civil.hour = 0;
    if (civil.second == 60 && civil.minute == 59)
        civil.second = 59;
    if (parts->out_of_range || civil.year < 1 || !civil_is_valid(&civil))
        return false;
    return !parts->has_weekday || civil_weekday(civil_days(civil.year, civil.month, civil.day)) == parts->weekday;
}

static bool is_null_date(const Civil *civil)
{
    return (civil->year == 1 && civil->month == 1 && civil->day == 1) ||
           (civil->year == 0 && civil->month == 0 && civil->day == 0);
}

static void apply_order(TimeParts *parts, TimeOrder order)
{
    if (!parts->is_ordered)
        return;
    parts->civil.day = order == TIME_DAY_FIRST ? parts->first : parts->second;
    parts->civil.month = order == TIME_DAY_FIRST ? parts->second : parts->first;
}

static void place(const TimeParts *parts, const TimeRules *rules, TimeValue *value)
{
    const Zone *zone = rules->zone ? rules->zone : zone_utc();
    int64_t local_ms = civil_to_ms(&parts->civil);

    if (parts->precision >= PRECISION_DAY) {
        value->at = zone_day_start(zone, civil_days(parts->civil.year, parts->civil.month, parts->civil.day));
        return;
    }

    ZoneSolution solution = zone_solve(zone, local_ms);

    value->at = solution.n == 2 && rules->choice == ZONE_LATER ? solution.later : solution.earlier;
    value->ambiguous = solution.n == 2;
    value->skipped = solution.n == 0;
}

static TimeStatus finish(TimeParts *parts, const TimeRules *rules, TimeValue *value)
{
    apply_order(parts, rules->order);
    if (is_null_date(&parts->civil))
        return TIME_NULL;
    if (!is_possible(parts))
        return TIME_BAD_RANGE;

    *value = (TimeValue){.precision = parts->precision, .basis = ZONE_BASIS_STATED};
    if (parts->has_offset) {
        value->at = civil_to_ms(&parts->civil) - parts->offset_s * MS_PER_SECOND;
        return TIME_OK;
    }
    value->basis = ZONE_BASIS_ASSUMED;
    place(parts, rules, value);
    return TIME_OK;
}

/* Numbers since the epoch tell their unit by their number of digits; eight digits are a date (YYYYMMDD). */
static bool match_epoch(TimeScan scan, Instant *at)
{
    static const struct {
        int digits;
        int64_t per_ms, ms_per;
    } units[] = {{9, 1, 1000}, {10, 1, 1000}, {13, 1, 1}, {16, 1000, 1}};
    bool negative = *scan.at == '-';
    int64_t number = 0;
    int digits = 0;
    TimeParts fraction = {0};

    for (scan.at += negative; scan.at < scan.end && g_ascii_isdigit(*scan.at) && digits <= 16; scan.at++, digits++)
        number = number * 10 + (*scan.at - '0');
    if (digits < 9 || (scan.at < scan.end && (*scan.at != '.' || !time_scan_fraction(&scan, &fraction))) ||
        scan.at < scan.end)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
        if (units[i].digits != digits)
            continue;
        *at = number / units[i].per_ms * units[i].ms_per + (units[i].ms_per == 1000 ? fraction.civil.millisecond : 0);
        *at = negative ? -*at : *at;
        return true;
    }
    return false;
}

/* The day 0 of spreadsheets is 1899-12-30 for all dates since March 1900; the fraction is the share of the day. */
#define SERIAL_LEAST 20000 /* 1954-10-03 */
#define SERIAL_MOST 73050  /* 2099-12-31 */

static bool match_serial(TimeScan scan, TimeParts *parts)
{
    double fraction = 0, unit = 0.1;
    int days = time_scan_digits(&scan, 5, 5);
    if (days < SERIAL_LEAST || days > SERIAL_MOST)
        return false;
    bool whole = scan.at == scan.end;
    if (!whole && (*scan.at++ != '.' || scan.at == scan.end))
        return false;
    for (; scan.at < scan.end && g_ascii_isdigit(*scan.at); scan.at++, unit /= 10)
        fraction += (*scan.at - '0') * unit;
    if (scan.at < scan.end)
        return false;
    int64_t seconds = (int64_t)(fraction * (double)(MS_PER_DAY / MS_PER_SECOND) + 0.5);
    parts->civil = civil_from_ms((civil_days(1899, 12, 30) + days) * MS_PER_DAY + seconds * MS_PER_SECOND);
    parts->precision = whole ? PRECISION_DAY : PRECISION_SECOND;
    return true;
}

TimeStatus time_parse(const char *text, ssize_t length, const TimeRules *rules, TimeValue *value)
{
    TimeScan scan = time_scan_trimmed(text, length);
    TimeParts parts = {0};
    Instant at;

    if (match_iso(scan, &parts))
        return finish(&parts, rules, value);
    if (time_scan_is_null(&scan))
        return TIME_NULL;
    if (scan.end - scan.at > MAX_LENGTH)
        return TIME_BAD_FORM;
    if (match_epoch(scan, &at)) {
        *value = (TimeValue){.at = at, .precision = PRECISION_SECOND, .basis = ZONE_BASIS_STATED};
        return TIME_OK;
    }
    return match_serial(scan, &parts) || time_forms_match(scan, &parts) ? finish(&parts, rules, value) : TIME_BAD_FORM;
}

bool clock_parse(const char *text, ssize_t length, int64_t *ms_of_day)
{
    TimeScan scan = time_scan_trimmed(text, length);
    TimeParts parts = {.civil = {.year = 1970, .month = 1, .day = 1}};

    if (!time_forms_match_clock(scan, &parts) || !is_possible(&parts))
        return false;
    *ms_of_day = civil_to_ms(&parts.civil);
    return true;
}

TimeVote time_vote(const char *text, ssize_t length)
{
    TimeScan scan = time_scan_trimmed(text, length);
    TimeParts parts = {0};

    if (scan.at == scan.end || scan.end - scan.at > MAX_LENGTH || match_iso(scan, &parts) ||
        !time_forms_match(scan, &parts) || !parts.is_ordered)
        return TIME_VOTE_NONE;

    bool first_fits = parts.first <= 12, second_fits = parts.second <= 12;

    if (MIN(parts.first, parts.second) < 1 || MAX(parts.first, parts.second) > 31)
        return TIME_VOTE_NONE;
    if (first_fits && second_fits)
        return TIME_VOTE_EITHER;
    if (first_fits)
        return TIME_VOTE_MONTH_FIRST;
    return second_fits ? TIME_VOTE_DAY_FIRST : TIME_VOTE_NONE;
}
