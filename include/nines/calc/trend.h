/* How often does a true change of speed look like its opposite? The reason why nines prints verdicts, not arrows.
 *
 * Two months of equally many incidents, durations log-normal with the given spread; in the second all durations are
 * shorter by a true factor. Counted is how often the second month's mean, or median, is nevertheless the longer one,
 * and what the verdict says.
 *
 *     TrendRisk risk = trend_risk(&(TrendQuestion){8, 0.7, 1.76, 20000, RANDOM_SEED});
 *     // risk.mean_worse_ratio is about 0.37
 */
#pragma once

#include "nines/calc/compare.h"

typedef struct {
    int64_t incidents_n; /* a month */
    double ratio;        /* true durations after / before: 0.7 is an improvement by 30 % */
    double sd;           /* of ln(duration); 1.76 is what public post-mortems show */
    int64_t trials;      /* pairs of months; one in TREND_VERDICT_STEP also gets a verdict */
    uint64_t seed;
} TrendQuestion;

#define TREND_VERDICT_STEP 20
#define TREND_VERDICT_RESAMPLES 399

typedef struct {
    double mean_worse_ratio, median_worse_ratio; /* share of the pairs that point the wrong way; NaN without trials */
    Interval mean_worse_interval;                /* of the simulation's own error */
    double verdict_ratio[TREND_WORSENED + 1];    /* share of each verdict */
} TrendRisk;

TrendRisk trend_risk(const TrendQuestion *question);
