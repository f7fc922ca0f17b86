/* Bootstrap intervals of the mean, the median, P90 and any other statistic of a set of durations.
 *
 * Invariant: the result depends on the multiset of values, the seed and the name of the figure, on nothing else. BCa
 * (bias-corrected and accelerated) unless asked otherwise; no interval for fewer than BOOTSTRAP_LEAST values or when
 * all values are equal (the resamples could not vary).
 *
 *     BootstrapOptions options = bootstrap_options("ttr.mean");
 *     Interval mean = bootstrap_mean(sorted_ms, n, &options);
 *
 * The mean of more than BOOTSTRAP_MOST values is answered by its closed form, whose error is then far below that of
 * resampling.
 *
 * The mean, the median and the percentiles are not computed by copying resamples; the shortcuts draw from exactly the
 * same distribution: a resample's sum needs no sorted copy, and its order statistics follow from one beta variate.
 */
#pragma once

#include "nines/calc/intervals.h"

#define BOOTSTRAP_RESAMPLES 9999
#define BOOTSTRAP_MOST 100000
#define BOOTSTRAP_LEAST 6 /* as for every other statement about durations */

typedef enum {
    BOOTSTRAP_BCA,
    BOOTSTRAP_PERCENTILE,
    BOOTSTRAP_QUICK, /* closed forms without resampling, for terminals; see bootstrap_mean and bootstrap_quantile */
} BootstrapMethod;

typedef struct {
    BootstrapMethod method;
    int64_t resamples;
    double confidence;
    uint64_t seed;
    const char *name; /* of the figure; part of the seed. Borrowed */
} BootstrapOptions;

/* BCa, BOOTSTRAP_RESAMPLES, 95 %, RANDOM_SEED. */
BootstrapOptions bootstrap_options(const char *name);

/* sorted: ascending. QUICK: the saddlepoint law of a resample's mean (Daniels; Lugannani and Rice) in place of the
 * replicates. */
Interval bootstrap_mean(const int64_t *sorted, int64_t n, const BootstrapOptions *options);
/* Of the quantile that quantile_sorted gives, p in 0..1. QUICK: the beta law of the order statistic. */
Interval bootstrap_quantile(const int64_t *sorted, int64_t n, double p, const BootstrapOptions *options);

/* values: ascending, n of them. */
typedef double (*BootstrapStatistic)(const int64_t *values, int64_t n, const void *data);
/* Any statistic, by resampling; QUICK is answered as BCa. */
Interval bootstrap_any(const int64_t *sorted, int64_t n, BootstrapStatistic statistic, const void *data,
                       const BootstrapOptions *options);
