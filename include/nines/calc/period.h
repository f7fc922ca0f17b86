/* Reporting periods: calendar spans in a zone, and the calendar units that they divide into.
 *
 * Invariant: from < to, both are instants at which a local day begins in the period's zone (or any instant, for a
 * rolling window); month bounds are computed from (year, month), never by adding to an instant, so a month with a
 * clock change has 743 or 745 hours.
 *
 *     Period period;
 *     period_parse("2022-Q2", zone, &period, &error);
 */
#pragma once

#include "nines/base/zone.h"

typedef enum { PERIOD_ALL, PERIOD_YEAR, PERIOD_QUARTER, PERIOD_MONTH, PERIOD_SPAN } PeriodKind;

typedef struct {
    PeriodKind kind;
    Instant from, to; /* half-open; PERIOD_ALL: to be set by the caller from the facts */
    const Zone *zone;
    char label[48]; /* as written: "2022-05", "2022-Q2", "2022", "2022-01..2022-06", "2022-05-03..2022-05-17", "all" */
} Period;

/* A span's last day or month is included: 2022-05-03..2022-05-17 has 15 days. ERROR_USAGE says which forms exist. */
bool period_parse(const char *text, const Zone *zone, Period *period, GError **error);
Period period_month(int year, int month, const Zone *zone);
/* The period of the same kind and length before this one (a month before a month; an equal count of days otherwise). */
Period period_previous(const Period *period);
/* The calendar months that overlap the period, cut to it, in order; array of Period. Caller frees. */
GArray *period_months(const Period *period);
/* n months that end with the period's last month, oldest first (13-month trends); array of Period. */
GArray *period_trailing_months(const Period *period, int n);
/* Label for people: "May 2022", "Q2 2022", "3 May 2022 to 17 May 2022". Caller frees. */
char *period_title(const Period *period);
