/* Summary of a set of durations, as every MTTx line shows it.
 *
 * Percentiles interpolate linearly between closest ranks (rank = p (n - 1); Excel's PERCENTILE.INC, R type 7).
 * With n == 0 the counts stand and every other value is NaN (reals) or INSTANT_NONE (integers).
 */
#pragma once

#include "nines/base/civil.h"

typedef struct {
    int64_t n;        /* durations measured */
    int64_t missing;  /* a needed time is not known */
    int64_t censored; /* not over yet: known to be longer than so far */
    int64_t total_ms, min_ms, max_ms;
    double mean_ms, median_ms, p75_ms, p90_ms, p95_ms;
} DurationSummary;

/* Sorts values in place. Their sum must fit an int64_t (a million durations of 290 years). */
DurationSummary duration_summary(int64_t *values_ms, int64_t n, int64_t missing, int64_t censored);
/* Of sorted values; p in 0..1. NaN for n == 0. */
double quantile_sorted(const int64_t *sorted, int64_t n, double p);
