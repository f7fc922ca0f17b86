/* The periods of a contract: which spans it is judged over.
 *
 * Invariant: bounds are computed from (year, month, day) in the contract's zone, never by adding to an instant.
 */
#pragma once

#include "nines/calc/period.h"
#include "nines/contract/contract.h"

typedef struct {
    int64_t first_day; /* local, since 1970-01-01 */
    Instant from, to;  /* equal for a day that the zone skipped */
    char label[48];
} ContractPeriod;

/* The period that the instant lies in; ROLLING: the days that end with the local day before the instant's. */
ContractPeriod schedule_at(const Schedule *schedule, const Zone *zone, Instant at);
/* The n-th period before (negative) or after it; ROLLING moves by its own length. */
ContractPeriod schedule_step(const Schedule *schedule, const Zone *zone, const ContractPeriod *period, int n);
/* Those that begin within [from, to), or when none does the one that from lies in; array of ContractPeriod. */
GArray *schedule_periods(const Schedule *schedule, const Zone *zone, Instant from, Instant to);
