/* Did the durations change? A permutation test on ln(duration), the effect as a ratio, and a verdict.
 *
 * Durations below one second are taken as one second, so that a logarithm exists (COMPARE_FLOOR_MS; the rule is printed
 * with the figure). The effect is the ratio of geometric means after / before: 0.7 is a drop by 30 %. Its interval is
 * the set of ratios that the same permutations do not reject, so it agrees with p.
 *
 * Above COMPARE_MOST values on the smaller side the permutations' limit law (normal) takes their place.
 *
 * Invariant: depends on the two multisets, the seed and the name only; identical samples give p = 1 and ratio 1.
 *
 *     CompareOptions options = compare_options("ttr.checkout");
 *     Comparison c = durations_compare(before_ms, n, after_ms, m, &options);
 *     printf("%s (p = %.3f)", trend_name(c.trend), c.p);
 */
#pragma once

#include "nines/calc/intervals.h"

#define COMPARE_FLOOR_MS INT64_C(1000)
#define COMPARE_LEAST 6 /* fewer on either side: too few to say */
#define COMPARE_RESAMPLES 9999
#define COMPARE_MOST 2000

typedef enum {
    TREND_TOO_FEW,   /* fewer than COMPARE_LEAST on either side */
    TREND_NO_CHANGE, /* no distinguishable change */
    TREND_IMPROVED,
    TREND_WORSENED,
} Trend;

/* "too few to say", "no distinguishable change", "improved", "worsened" */
const char *trend_name(Trend verdict);

typedef struct {
    int64_t resamples;
    double confidence; /* of the interval; the verdict's level is 1 - confidence */
    uint64_t seed;
    const char *name; /* of the figure; part of the seed. Borrowed */
} CompareOptions;

/* COMPARE_RESAMPLES, 95 %, RANDOM_SEED. */
CompareOptions compare_options(const char *name);

typedef struct {
    Trend trend;
    int64_t before_n, after_n;
    double p;                /* (1 + hits) / (1 + resamples); NaN when too few */
    double ratio;            /* geometric mean after / before; NaN when a side is empty */
    Interval ratio_interval; /* none when too few */
    double detectable_ratio; /* smallest factor that these data could show; NaN when too few */
} Comparison;

/* Milliseconds in any order; neither array is changed. */
Comparison durations_compare(const int64_t *before, int64_t before_n, const int64_t *after, int64_t after_n,
                             const CompareOptions *options);
/* exp((1.96 + 0.84) sd sqrt(1/n + 1/m)): 5 % two-sided, 80 % power; sd of ln(duration) within the groups. */
double detectable_ratio(double sd, int64_t before_n, int64_t after_n);
/* The verdict on two counts of events, fewer being better: a change is named when p is at most 1 - confidence and the
 * interval of the rates' ratio agrees; too few when the sum is below
 * COMPARE_LEAST (no outcome could then be distinguished). */
Trend counts_trend(int64_t before, double exposure_before, int64_t after, double exposure_after, double confidence);
/* ln of a duration under the floor rule. */
double duration_ln(int64_t ms);
