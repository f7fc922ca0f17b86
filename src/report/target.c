#include "nines/report/target.h"
#include <math.h>
#include <string.h>

static bool names_service(const Obligation *obligation, const char *service)
{
    for (guint i = 0; i < obligation->services->len; i++) {
        const char *name = g_ptr_array_index(obligation->services, i);
        if (strcmp(name, service) == 0 || strcmp(name, "*") == 0)
            return true;
    }
    return false;
}

static const Obligation *find_obligation(const Terms *terms, const char *service)
{
    for (guint i = 0; terms != NULL && i < terms->obligations->len; i++) {
        const Obligation *obligation = g_ptr_array_index(terms->obligations, i);
        if (names_service(obligation, service))
            return obligation;
    }
    return NULL;
}

/* floor(base x (1 - ratio)) without overflow. */
static int64_t allowed_ms(int64_t base_ms, int64_t ratio_ppb)
{
    int64_t lost_ppb = RATIO_ONE - ratio_ppb;
    return base_ms / RATIO_ONE * lost_ppb + base_ms % RATIO_ONE * lost_ppb / RATIO_ONE;
}

static bool same_kind(ScheduleKind schedule, PeriodKind period)
{
    return (schedule == SCHEDULE_MONTH && period == PERIOD_MONTH) ||
           (schedule == SCHEDULE_QUARTER && period == PERIOD_QUARTER) ||
           (schedule == SCHEDULE_YEAR && period == PERIOD_YEAR);
}

ServiceTarget service_target(const GPtrArray *contracts, const char *service, const Period *period,
                             const LedgerTotals *totals)
{
    ServiceTarget answer = {.target_ratio = NAN};
    for (guint i = 0; contracts != NULL && i < contracts->len && !answer.given; i++) {
        const Contract *contract = g_ptr_array_index(contracts, i);
        const Terms *terms = contract_terms_at(contract, period->from);
        const Obligation *obligation = find_obligation(terms, service);
        int64_t base_ms = totals->length_ms - totals->excluded_ms - totals->unknown_ms;
        if (obligation == NULL)
            continue;
        if (obligation->target.has_ratio) {
            answer.target_ratio = (double)obligation->target.ratio_ppb / (double)RATIO_ONE;
            answer.budget_ms = allowed_ms(base_ms, obligation->target.ratio_ppb);
            answer.given = true;
        } else if (obligation->target.has_budget && same_kind(terms->schedule.kind, period->kind)) {
            answer.budget_ms = obligation->target.budget_ms;
            answer.given = true;
        }
    }
    if (answer.given) {
        /* Rounded up to the millisecond, so that a breach never becomes a pass. */
        int64_t counted_ms = (totals->counted_ppm_ms + SHARE_FULL - 1) / SHARE_FULL;
        answer.remaining_ms = answer.budget_ms - counted_ms;
        answer.met = answer.remaining_ms >= 0;
    }
    return answer;
}
