/* Durations of which some are not over: the Kaplan-Meier curve, its median, and the log-rank test between two periods.
 *
 * Invariant: a censored duration counts as at risk up to and at its length and never as an end; the order of the values
 * does not matter.
 *
 *     g_autoptr(SurvivalCurve) curve = survival_curve_new(lifetimes, n);
 *     int64_t median = survival_median(curve); // INSTANT_NONE while more than half are open
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/calc/compare.h"
#include <glib.h>

typedef struct {
    int64_t ms;
    bool ended; /* false: still open at that length (censored) */
} Lifetime;

typedef struct {
    int64_t ms;      /* a length at which at least one ended */
    int64_t at_risk; /* durations of at least that length */
    int64_t ended;
    double survival; /* S just after ms */
    double variance; /* Greenwood's, of S */
} SurvivalStep;

typedef struct {
    int64_t n, censored_n;
    int64_t last_ms; /* the longest, ended or not; 0 when n == 0 */
    GArray *steps;   /* SurvivalStep, by length */
} SurvivalCurve;

SurvivalCurve *survival_curve_new(const Lifetime *lifetimes, int64_t n);
void survival_curve_free(SurvivalCurve *curve);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SurvivalCurve, survival_curve_free)

/* Share that lasts longer than ms; 1 before the first end. */
double survival_at(const SurvivalCurve *curve, int64_t ms);
/* Pointwise interval on the log-minus-log scale, so it stays within 0..1; none where S is 0 or 1. */
Interval survival_interval(const SurvivalStep *step, double confidence);
/* First length with S <= 1 - p; INSTANT_NONE when the curve does not fall that far. */
int64_t survival_quantile(const SurvivalCurve *curve, double p);
int64_t survival_median(const SurvivalCurve *curve);
/* Where the pointwise interval crosses one half (Brookmeyer and Crowley); high is infinite when it does not. None when
 * the curve has no step or fewer than 6 durations. */
Interval survival_median_interval(const SurvivalCurve *curve, double confidence);

/* Do two periods have the same law of durations, open ones included? */
typedef struct {
    Trend trend;
    double p; /* two-sided (Mantel); 1 when nothing can differ (no end while both are at risk); NaN: a side is empty */
    double ratio; /* rate at which they end, after / before (Peto); above 1: sooner. NaN when nothing can differ */
    Interval ratio_interval;
    double detectable_ratio; /* smallest ratio that these data could show; NaN when nothing can differ */
} LogRank;

LogRank log_rank_test(const Lifetime *before, int64_t before_n, const Lifetime *after, int64_t after_n,
                      double confidence);
