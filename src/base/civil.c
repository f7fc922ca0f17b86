#include "nines/base/civil.h"
#include <stdio.h>

/* A 400-year era has 146097 days. Years are counted from March, so that the leap day is the last of its year. */
#define DAYS_PER_ERA 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

static int64_t floor_div(int64_t value, int64_t by)
{
    int64_t quotient = value / by;

    return value % by < 0 ? quotient - 1 : quotient;
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

bool civil_is_valid(const Civil *civil)
{
    return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 &&
           civil->day <= civil_days_in_month(civil->year, civil->month) && civil->hour >= 0 && civil->hour <= 23 &&
           civil->minute >= 0 && civil->minute <= 59 && civil->second >= 0 && civil->second <= 59 &&
           civil->millisecond >= 0 && civil->millisecond <= 999;
}

int64_t civil_days(int64_t year, int64_t month, int64_t day)
{
    int64_t months = month - 3; /* since March */
    int64_t march_year = year + floor_div(months, 12);
    int64_t month_of_year = months - floor_div(months, 12) * 12;
    int64_t era = floor_div(march_year, 400);
    int64_t year_of_era = march_year - era * 400;
    int64_t day_of_year = (153 * month_of_year + 2) / 5 + day - 1;

    return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - DAYS_TO_1970;
}

int civil_weekday(int64_t days)
{
    int64_t weekday = (days + 3) % 7; /* 1970-01-01 was a Thursday */

    return (int)(weekday < 0 ? weekday + 7 : weekday);
}

int64_t civil_to_ms(const Civil *civil)
{
    return civil_days(civil->year, civil->month, civil->day) * MS_PER_DAY + civil->hour * MS_PER_HOUR +
           civil->minute * MS_PER_MINUTE + civil->second * MS_PER_SECOND + civil->millisecond;
}

static void set_date(Civil *civil, int64_t days)
{
    int64_t since = days + DAYS_TO_1970;
    int64_t era = floor_div(since, DAYS_PER_ERA);
    int64_t day_of_era = since - era * DAYS_PER_ERA;
    /* take the leap days out, then every year has 365 days */
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_of_year = (5 * day_of_year + 2) / 153;

    civil->day = (int32_t)(day_of_year - (153 * month_of_year + 2) / 5 + 1);
    civil->month = (int32_t)(month_of_year < 10 ? month_of_year + 3 : month_of_year - 9);
    civil->year = (int32_t)(era * 400 + year_of_era + (civil->month <= 2));
}

Civil civil_from_ms(int64_t local_ms)
{
    int64_t days = floor_div(local_ms, MS_PER_DAY);
    int32_t in_day = (int32_t)((local_ms % MS_PER_DAY + MS_PER_DAY) % MS_PER_DAY);
    Civil civil = {.hour = in_day / (int32_t)MS_PER_HOUR,
                   .minute = in_day / (int32_t)MS_PER_MINUTE % 60,
                   .second = in_day / (int32_t)MS_PER_SECOND % 60,
                   .millisecond = in_day % (int32_t)MS_PER_SECOND};

    set_date(&civil, days);
    return civil;
}

static char *put_digits(char *to, int value, int width)
{
    for (int i = width - 1; i >= 0; i--, value /= 10)
        to[i] = (char)('0' + value % 10);
    return to + width;
}

static char *put_year(char *to, int year)
{
    if (year >= 0 && year <= 9999)
        return put_digits(to, year, 4);
    return to + snprintf(to, 12, "%+05d", year); /* ISO 8601 asks for the sign outside four digits */
}

char *instant_format(Instant at, char *buffer)
{
    Civil civil = civil_from_ms(at);
    const struct {
        int value, width;
        char before;
    } parts[] = {{civil.month, 2, '-'},  {civil.day, 2, '-'},    {civil.hour, 2, 'T'},
                 {civil.minute, 2, ':'}, {civil.second, 2, ':'}, {civil.millisecond, 3, '.'}};
    size_t n = civil.millisecond ? 6 : 5;
    char *to = put_year(buffer, civil.year);

    for (size_t i = 0; i < n; i++) {
        *to++ = parts[i].before;
        to = put_digits(to, parts[i].value, parts[i].width);
    }
    to[0] = 'Z';
    to[1] = '\0';
    return buffer;
}
