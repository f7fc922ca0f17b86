/* Targets of services, taken from contracts: what "availability against target" is shown against in metrics and
 * reports. Whether a contract is met is judged by contract/judge.h, under all of its terms; this is the plain target.
 */
#pragma once

#include "nines/calc/ledger.h"
#include "nines/calc/period.h"
#include "nines/contract/contract.h"

typedef struct {
    bool given;
    double target_ratio;  /* NaN for a target that is an absolute time */
    int64_t budget_ms;    /* allowed in this period, rounded down */
    int64_t remaining_ms; /* budget - counted; negative when overspent */
    bool met;
} ServiceTarget;

/* The first obligation, over contracts (Contract*) in order, that names the service alone or in a list. An absolute
 * budget holds for a period of the contract's own kind only. contracts may be NULL. */
ServiceTarget service_target(const GPtrArray *contracts, const char *service, const Period *period,
                             const LedgerTotals *totals);
