#include "nines/contract/schedule.h"

#define PERIODS_MAX 4000

/* A count of months since year 0 stands for (year, month); the day is put into the month's length. */
static int64_t day_in_month(int64_t months, int day)
{
    int64_t year = months / 12, month = months % 12 + 1;
    return civil_days(year, month, MIN(day, civil_days_in_month((int)year, (int)month)));
}

static int64_t local_day(const Zone *zone, Instant at)
{
    int64_t local = zone_to_local(zone, at);
    return local >= 0 ? local / MS_PER_DAY : -((-local + MS_PER_DAY - 1) / MS_PER_DAY);
}

static int months_each(ScheduleKind kind)
{
    return kind == SCHEDULE_YEAR ? 12 : kind == SCHEDULE_QUARTER ? 3 : 1;
}

static int first_day(const Schedule *schedule)
{
    return schedule->kind == SCHEDULE_BILLING ? schedule->day : 1;
}

/* First month of the period that the day lies in. */
static int64_t month_index(const Schedule *schedule, int64_t day)
{
    Civil civil = civil_from_ms(day * MS_PER_DAY);
    int64_t months = (int64_t)civil.year * 12 + civil.month - 1;
    int each = months_each(schedule->kind);
    months -= each > 1 ? (months - (schedule->first_month - 1)) % each : 0;
    if (day < day_in_month(months, first_day(schedule)))
        months -= each;
    return months;
}

static int64_t days_each(const Schedule *schedule)
{
    return schedule->kind == SCHEDULE_WEEK ? 7 : schedule->kind == SCHEDULE_DAY ? 1 : schedule->days;
}

static void label_span(ContractPeriod *period, int64_t first, int64_t last)
{
    Civil a = civil_from_ms(first * MS_PER_DAY), b = civil_from_ms(last * MS_PER_DAY);
    if (first == last)
        g_snprintf(period->label, sizeof period->label, "%04d-%02d-%02d", a.year, a.month, a.day);
    else
        g_snprintf(period->label, sizeof period->label, "%04d-%02d-%02d..%04d-%02d-%02d", a.year, a.month, a.day,
                   b.year, b.month, b.day);
}

static void label_months(ContractPeriod *period, const Schedule *schedule, int64_t months, int64_t first, int64_t last)
{
    int year = (int)(months / 12), month = (int)(months % 12) + 1;
    if (schedule->kind == SCHEDULE_MONTH)
        g_snprintf(period->label, sizeof period->label, "%04d-%02d", year, month);
    else if (schedule->kind == SCHEDULE_QUARTER && schedule->first_month == 1)
        g_snprintf(period->label, sizeof period->label, "%04d-Q%d", year, (month - 1) / 3 + 1);
    else if (schedule->kind == SCHEDULE_YEAR && schedule->first_month == 1)
        g_snprintf(period->label, sizeof period->label, "%04d", year);
    else
        label_span(period, first, last);
}

static ContractPeriod days_period(const Zone *zone, int64_t first, int64_t n)
{
    ContractPeriod period = {
        .first_day = first, .from = zone_day_start(zone, first), .to = zone_day_start(zone, first + n)};
    label_span(&period, first, first + n - 1);
    return period;
}

static ContractPeriod months_period(const Schedule *schedule, const Zone *zone, int64_t months)
{
    int64_t first = day_in_month(months, first_day(schedule));
    int64_t next = day_in_month(months + months_each(schedule->kind), first_day(schedule));
    ContractPeriod period = {.first_day = first, .from = zone_day_start(zone, first), .to = zone_day_start(zone, next)};
    label_months(&period, schedule, months, first, next - 1);
    return period;
}

static bool by_days(const Schedule *schedule)
{
    return schedule->kind == SCHEDULE_ROLLING || schedule->kind == SCHEDULE_WEEK || schedule->kind == SCHEDULE_DAY;
}

static int64_t days_first(const Schedule *schedule, int64_t day)
{
    if (schedule->kind == SCHEDULE_ROLLING)
        return day - schedule->days;
    return schedule->kind == SCHEDULE_WEEK ? day - civil_weekday(day) : day;
}

ContractPeriod schedule_at(const Schedule *schedule, const Zone *zone, Instant at)
{
    int64_t day = local_day(zone, at);
    if (by_days(schedule))
        return days_period(zone, days_first(schedule, day), days_each(schedule));
    return months_period(schedule, zone, month_index(schedule, day));
}

ContractPeriod schedule_step(const Schedule *schedule, const Zone *zone, const ContractPeriod *period, int n)
{
    int64_t day = period->first_day;
    if (by_days(schedule))
        return days_period(zone, day + n * days_each(schedule), days_each(schedule));
    return months_period(schedule, zone, month_index(schedule, day) + (int64_t)n * months_each(schedule->kind));
}

/* A rolling period is judged once, at the end of what was asked. */
GArray *schedule_periods(const Schedule *schedule, const Zone *zone, Instant from, Instant to)
{
    GArray *periods = g_array_new(FALSE, FALSE, sizeof(ContractPeriod));
    ContractPeriod period = schedule_at(schedule, zone, schedule->kind == SCHEDULE_ROLLING ? to : from);
    if (schedule->kind == SCHEDULE_ROLLING) {
        g_array_append_val(periods, period);
        return periods;
    }
    ContractPeriod first = period;
    while (period.from < from)
        period = schedule_step(schedule, zone, &period, 1);
    for (; period.from < to && periods->len < PERIODS_MAX; period = schedule_step(schedule, zone, &period, 1))
        if (period.from < period.to)
            g_array_append_val(periods, period);
    if (periods->len == 0 && first.from < first.to)
        g_array_append_val(periods, first);
    return periods;
}
