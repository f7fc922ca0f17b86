/* Where the minutes are: how much of the total the worst few incidents hold, and what severities alone would explain.
 *
 * The figure "without the worst one" needs no function: sorted values without the last are summarised as any others.
 *
 *     double share = concentration_share(sorted_ms, n, 1); // of all minutes, held by the longest incident
 */
#pragma once

#include <stdint.h>

/* Share of the total that the k longest hold. Values ascending and not negative; NaN when the total is 0 or n == 0. */
double concentration_share(const int64_t *sorted, int64_t n, int64_t k);
/* How many of the longest hold at least the share of the total; 0 when the total is 0. */
int64_t concentration_count(const int64_t *sorted, int64_t n, double share);
/* 0 (all equal) .. 1 - 1/n (one holds all); NaN when the total is 0 or n == 0. */
double concentration_gini(const int64_t *sorted, int64_t n);

typedef struct {
    int64_t ms;
    int64_t stratum; /* severity, 0..strata - 1 */
} StratumDuration;

/* Median at a reference mix of severities (reference[i]: weight of stratum i, any scale): every severity counts with
 * its reference weight, whatever its number of values. Severities without values drop out; *covered is the share of the
 * reference weight that remains (may be NULL). Lengths are not negative. Sorts the values in place; NaN when nothing
 * remains. */
double standardised_median(StratumDuration *values, int64_t n, const double *reference, int64_t strata,
                           double *covered);
