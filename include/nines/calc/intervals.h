/* Intervals that have a closed form: of the median by order statistics, of a share by Wilson's score.
 *
 * Invariant: an interval that the data cannot support is absent (both ends NaN), never a guess.
 *
 *     Interval median = median_interval(sorted_ms, 10, 0.95); // from the 2nd to the 9th value
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double low, high; /* NaN when there is none */
} Interval;

Interval interval_none(void);
bool interval_is_known(Interval interval);

/* The ranks (from 1) whose values enclose the median with at least the confidence, and the coverage that they really
 * have (n = 6: ranks 1 and 6, 0.969). False, outputs untouched, when no ranks do: for 95 %, n <= 5. */
bool median_ranks(int64_t n, double confidence, int64_t *lower, int64_t *upper, double *coverage);
/* Values in ascending order. */
Interval median_interval(const int64_t *sorted, int64_t n, double confidence);
/* Of hits among n (Wilson); none for n == 0. */
Interval share_interval(int64_t hits, int64_t n, double confidence);
