#include "credit.h"

static int64_t local_day(const Zone *zone, Instant at)
{
    int64_t local = zone_to_local(zone, at);
    return local >= 0 ? local / MS_PER_DAY : -((-local + MS_PER_DAY - 1) / MS_PER_DAY);
}

static bool is_business_day(const Terms *terms, int64_t day)
{
    return civil_weekday(day) < 5 && !work_calendar_is_holiday(terms->business, day);
}

static int64_t add_business_days(const Terms *terms, int64_t day, int n)
{
    for (int left = n; left > 0;)
        left -= is_business_day(terms, ++day) ? 1 : 0;
    return day;
}

static int64_t add_months(int64_t day, int n)
{
    Civil civil = civil_from_ms(day * MS_PER_DAY);
    int64_t months = (int64_t)civil.year * 12 + civil.month - 1 + n;
    int year = (int)(months / 12), month = (int)(months % 12) + 1;
    return civil_days(year, month, MIN(civil.day, civil_days_in_month(year, month)));
}

/* The last day on which a claim is in time, counted from the last day of the period or the day of the incident. */
static int64_t last_claim_day(const Terms *terms, const ClaimTerms *claim, const ContractPeriod *period, int64_t start)
{
    ContractPeriod later;
    switch (claim->unit) {
    case SPAN_BUSINESS_DAYS:
        return add_business_days(terms, start, claim->n);
    case SPAN_MONTHS:
        return add_months(start + 1, claim->n) - 1;
    case SPAN_PERIODS:
        later = schedule_step(&terms->schedule, terms->zone, period, claim->n);
        return local_day(terms->zone, later.to - 1);
    case SPAN_DAYS:
        break;
    }
    return start + claim->n;
}

Instant claim_deadline(const Terms *terms, const ClaimTerms *claim, const ContractPeriod *period, Instant incident_at,
                       char **last_day)
{
    if (!claim->given || (claim->after == CLAIM_INVOICE && claim->invoice_day == 0))
        return INSTANT_NONE;
    int64_t start = local_day(terms->zone, period->to - 1);
    if (claim->after == CLAIM_INCIDENT && incident_at != INSTANT_NONE)
        start = local_day(terms->zone, incident_at);
    else if (claim->after == CLAIM_INVOICE)
        start += claim->invoice_day;
    int64_t last = last_claim_day(terms, claim, period, start);
    Civil civil = civil_from_ms(last * MS_PER_DAY);
    *last_day = g_strdup_printf("%04d-%02d-%02d", civil.year, civil.month, civil.day);
    return zone_day_start(terms->zone, last + 1);
}
