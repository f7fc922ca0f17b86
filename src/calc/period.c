#include "nines/calc/period.h"
#include <stdio.h>
#include <string.h>

static const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

/* A calendar unit in local days since 1970-01-01, half-open. */
typedef struct {
    PeriodKind kind;
    int64_t from, to;
} DaySpan;

static Period period_make(PeriodKind kind, Instant from, Instant to, const Zone *zone)
{
    return (Period){.kind = kind, .from = from, .to = to, .zone = zone ? zone : zone_utc()};
}

static Period period_of_days(DaySpan span, const Zone *zone)
{
    zone = zone ? zone : zone_utc();
    return period_make(span.kind, zone_day_start(zone, span.from), zone_day_start(zone, span.to), zone);
}

Period period_month(int year, int month, const Zone *zone)
{
    DaySpan span = {PERIOD_MONTH, civil_days(year, month, 1), civil_days(year, (int64_t)month + 1, 1)};
    Civil first = civil_from_ms(span.from * MS_PER_DAY);
    Period period = period_of_days(span, zone);

    snprintf(period.label, sizeof period.label, "%04d-%02d", first.year, first.month);
    return period;
}

/* Reads exactly `width` digits at *text and moves it; -1 when they are not there. */
static int take_digits(const char **text, int width)
{
    int value = 0;

    for (int i = 0; i < width; i++) {
        char c = (*text)[i];

        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    *text += width;
    return value;
}

/* "2022", "2022-Q2", "2022-05" or "2022-05-03", in whole. */
static bool parse_unit(const char *text, DaySpan *span)
{
    int year = take_digits(&text, 4), month, day;

    if (year < 1)
        return false;
    if (!*text) {
        *span = (DaySpan){PERIOD_YEAR, civil_days(year, 1, 1), civil_days(year + 1, 1, 1)};
        return true;
    }
    if (*text++ != '-')
        return false;
    if (text[0] == 'Q' && text[1] >= '1' && text[1] <= '4' && !text[2]) {
        month = (text[1] - '1') * 3 + 1;
        *span = (DaySpan){PERIOD_QUARTER, civil_days(year, month, 1), civil_days(year, month + 3, 1)};
        return true;
    }
    month = take_digits(&text, 2);
    if (month < 1 || month > 12)
        return false;
    if (!*text) {
        *span = (DaySpan){PERIOD_MONTH, civil_days(year, month, 1), civil_days(year, month + 1, 1)};
        return true;
    }
    if (*text++ != '-')
        return false;
    day = take_digits(&text, 2);
    if (day < 1 || day > civil_days_in_month(year, month) || *text)
        return false;
    *span = (DaySpan){PERIOD_SPAN, civil_days(year, month, day), civil_days(year, month, day + 1)};
    return true;
}

/* "UNIT..UNIT", the second included. */
static bool parse_span(const char *text, DaySpan *span)
{
    const char *dots = strstr(text, "..");
    g_autofree char *first = dots ? g_strndup(text, (gsize)(dots - text)) : NULL;
    DaySpan from, to;

    if (!dots || !parse_unit(first, &from) || !parse_unit(dots + 2, &to) || from.from >= to.to)
        return false;
    *span = (DaySpan){PERIOD_SPAN, from.from, to.to};
    return true;
}

bool period_parse(const char *text, const Zone *zone, Period *period, GError **error)
{
    DaySpan span;

    if (strcmp(text, "all") == 0) {
        *period = period_make(PERIOD_ALL, INSTANT_NONE, INSTANT_NONE, zone);
    } else if (parse_unit(text, &span) || parse_span(text, &span)) {
        *period = period_of_days(span, zone);
    } else {
        g_set_error(error, NINES_ERROR, ERROR_USAGE,
                    "\"%s\" is no period; write 2022, 2022-Q2, 2022-05, 2022-05-03, 2022-01..2022-06, "
                    "2022-05-03..2022-05-17 or all",
                    text);
        return false;
    }
    g_strlcpy(period->label, text, sizeof period->label);
    return true;
}

static int64_t local_day(const Zone *zone, Instant at)
{
    int64_t local_ms = zone_to_local(zone, at);
    int64_t days = local_ms / MS_PER_DAY;

    return local_ms % MS_PER_DAY < 0 ? days - 1 : days;
}

static Civil first_day(const Period *period)
{
    return zone_to_civil(period->zone, period->from);
}

/* The last local day that the period touches, as a civil date. */
static Civil last_day(const Period *period)
{
    return zone_to_civil(period->zone, period->to - 1);
}

static bool starts_day(const Zone *zone, Instant at)
{
    return zone_day_start(zone, local_day(zone, at)) == at;
}

static void label_days(Period *period)
{
    Civil first = first_day(period), last = last_day(period);

    snprintf(period->label, sizeof period->label, "%04d-%02d-%02d..%04d-%02d-%02d", first.year, first.month, first.day,
             last.year, last.month, last.day);
}

static Period previous_days(const Period *period)
{
    const Zone *zone = period->zone;
    int64_t from = local_day(zone, period->from), to = local_day(zone, period->to);
    Period previous = period_of_days((DaySpan){PERIOD_SPAN, from - (to - from), from}, zone);

    label_days(&previous);
    return previous;
}

static Period previous_window(const Period *period)
{
    Period previous = period_make(PERIOD_SPAN, period->from - (period->to - period->from), period->from, period->zone);

    label_days(&previous);
    return previous;
}

/* The calendar unit `months` long that ends where this period starts. */
static Period previous_unit(const Period *period, int months)
{
    Civil first = first_day(period);
    DaySpan span = {period->kind, civil_days(first.year, first.month - months, 1),
                    civil_days(first.year, first.month, 1)};
    Civil start = civil_from_ms(span.from * MS_PER_DAY);
    Period previous = period_of_days(span, period->zone);

    if (months == 12)
        snprintf(previous.label, sizeof previous.label, "%04d", start.year);
    else
        snprintf(previous.label, sizeof previous.label, "%04d-Q%d", start.year, (start.month + 2) / 3);
    return previous;
}

Period period_previous(const Period *period)
{
    Civil first = first_day(period);

    switch (period->kind) {
    case PERIOD_YEAR:
        return previous_unit(period, 12);
    case PERIOD_QUARTER:
        return previous_unit(period, 3);
    case PERIOD_MONTH:
        return period_month(first.year, first.month - 1, period->zone);
    case PERIOD_ALL:
    case PERIOD_SPAN:
        break;
    }
    if (starts_day(period->zone, period->from) && starts_day(period->zone, period->to))
        return previous_days(period);
    return previous_window(period);
}

static Period cut(Period month, const Period *period)
{
    if (month.from >= period->from && month.to <= period->to)
        return month;
    month.kind = PERIOD_SPAN;
    month.from = MAX(month.from, period->from);
    month.to = MIN(month.to, period->to);
    label_days(&month);
    return month;
}

GArray *period_months(const Period *period)
{
    GArray *months = g_array_new(FALSE, FALSE, sizeof(Period));
    Civil first = first_day(period);
    Period month = period_month(first.year, first.month, period->zone);

    for (int i = 1; month.from < period->to; i++) {
        Period part = cut(month, period);

        g_array_append_val(months, part);
        month = period_month(first.year, first.month + i, period->zone);
    }
    return months;
}

GArray *period_trailing_months(const Period *period, int n)
{
    GArray *months = g_array_sized_new(FALSE, FALSE, sizeof(Period), (guint)MAX(n, 0));
    Civil last = last_day(period);

    for (int i = n - 1; i >= 0; i--) {
        Period month = period_month(last.year, last.month - i, period->zone);

        g_array_append_val(months, month);
    }
    return months;
}

static char *title_of_span(const Period *period)
{
    Civil first = first_day(period), last = last_day(period);
    const char *first_month = month_names[first.month - 1], *last_month = month_names[last.month - 1];
    bool whole_months = first.day == 1 && last.day == civil_days_in_month(last.year, last.month);

    if (first.year == last.year && first.month == last.month && first.day == last.day)
        return g_strdup_printf("%d %s %d", first.day, first_month, first.year);
    if (whole_months && first.year == last.year && first.month == last.month)
        return g_strdup_printf("%s %d", first_month, first.year);
    if (whole_months)
        return g_strdup_printf("%s %d to %s %d", first_month, first.year, last_month, last.year);
    return g_strdup_printf("%d %s %d to %d %s %d", first.day, first_month, first.year, last.day, last_month, last.year);
}

char *period_title(const Period *period)
{
    Civil first;

    if (period->kind == PERIOD_ALL)
        return g_strdup("All time");
    if (period->kind == PERIOD_SPAN)
        return title_of_span(period);

    first = first_day(period);
    if (period->kind == PERIOD_YEAR)
        return g_strdup_printf("%d", first.year);
    if (period->kind == PERIOD_QUARTER)
        return g_strdup_printf("Q%d %d", (first.month + 2) / 3, first.year);
    return g_strdup_printf("%s %d", month_names[first.month - 1], first.year);
}
