/* What can honestly be said about one duration of a period: its intervals, its open incidents, where the time is, and
 * whether it differs from the period before.
 *
 * Invariant: depends on the two populations, the duration and the name of the figure only. Every member is NaN, none or
 * INSTANT_NONE where the data cannot support it.
 *
 *     StatisticsRequest ask = {.now = figures->population, .before = previous, .kind = DURATION_RESOLVE,
 *                              .name = "ttr.all.all", .method = BOOTSTRAP_BCA};
 *     DurationStatistics ttr = duration_statistics(&ask);
 */
#pragma once

#include "nines/calc/statistics.h"
#include "nines/report/figures.h"

#define STATISTICS_CONFIDENCE 0.95

typedef struct {
    const Population *now, *before; /* before: may be NULL */
    const GArray *rows;             /* guint; NULL: everything */
    const GArray *rows_before;      /* NULL: everything */
    DurationKind kind;
    const char *name;       /* of the figure; part of the seed */
    BootstrapMethod method; /* of the intervals of mean and P90 */
    bool is_brief;          /* one of many groups: no such intervals */
    int64_t permutations;   /* of the comparison; 0: COMPARE_RESAMPLES, below 0: not compared */
} StatisticsRequest;

typedef struct {
    DurationSummary summary, previous, without_worst; /* without_worst: the longest left out */
    int64_t left_out_n; /* incidents that the rules do not count here (still open, never answered) */
    Interval median, mean, p90;
    int64_t survival_median_ms; /* open incidents included; INSTANT_NONE: not reached, or nothing known */
    Interval survival_median;
    double worst_one_ratio, worst_three_ratio, worst_five_ratio; /* share of the total time that they hold */
    int64_t half_n;                                              /* so many of the longest hold half of it */
    double gini;
    double standardised_median_ms, previous_standardised_median_ms; /* at the severities of both periods together */
    double standardised_covered_ratio;
    Comparison change;
    double log_rank_p;
} DurationStatistics;

DurationStatistics duration_statistics(const StatisticsRequest *ask);

typedef struct {
    int64_t n, previous_n;
    Interval interval;
    double p, rate_ratio; /* incidents per day, this period / the one before */
    Interval rate_ratio_interval;
    Trend trend;
} CountStatistics;

/* The periods' lengths are the exposures; what lies after the as-of time is none. */
CountStatistics count_statistics(int64_t n, const Period *period, int64_t before_n, const Period *before,
                                 Instant as_of);

/* All durations of a period against the one before. */
typedef struct {
    Period previous;
    BootstrapMethod method;
    CountStatistics count;
    DurationStatistics durations[N_DURATIONS];
} PeriodStatistics;

/* Loads the population of the period before; false on failure. */
bool period_statistics(Store *store, const FigureRequest *request, const Figures *figures, BootstrapMethod method,
                       PeriodStatistics *out, GError **error);
/* "bootstrap, BCa" or "closed form (quick)"; the closed forms also stand in above BOOTSTRAP_MOST values. */
const char *statistics_method_name(BootstrapMethod method, int64_t n);
