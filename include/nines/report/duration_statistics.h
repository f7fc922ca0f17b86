/* What can honestly be said about one duration of a period: its intervals, its open incidents, where the time is, and
 * whether it differs from the period before.
 *
 * Invariant: depends on the two populations as sets, the duration, the seed and the name of the figure only. Every
 * member is NaN, none or INSTANT_NONE where the data cannot support it.
 *
 *     StatisticsRequest ask = {.now = figures->population, .before = previous, .kind = DURATION_RESOLVE,
 *                              .name = "ttr.all.all", .method = BOOTSTRAP_BCA, .seed = RANDOM_SEED};
 *     DurationStatistics ttr = duration_statistics(&ask);
 */
#pragma once

#include "nines/calc/statistics.h"
#include "nines/report/figures.h"

#define STATISTICS_CONFIDENCE 0.95
/* Of the many groups of a period, those with more durations than this are answered by the closed forms, which then
 * differ from resampling by less than the resampling's own noise. */
#define GROUP_RESAMPLED_MOST 30

typedef struct {
    Interval median, mean, p90;
    BootstrapMethod method; /* by which mean and P90 were answered */
} DurationIntervals;

/* sorted: ascending. method: the one that is wanted; the mean of more than BOOTSTRAP_MOST values is always quick. */
DurationIntervals duration_intervals(const int64_t *sorted, int64_t n, BootstrapMethod method, uint64_t seed,
                                     const char *name);
/* Of one group; quick above GROUP_RESAMPLED_MOST values. */
DurationIntervals group_intervals(const Population *population, const Group *group, DurationKind kind,
                                  BootstrapMethod method, uint64_t seed);
/* "bootstrap, BCa" or "closed form (quick)" */
const char *statistics_method_name(BootstrapMethod method);
#define MEDIAN_METHOD "order statistics"
#define COUNT_METHOD "exact Poisson (Garwood)"
#define SHARE_METHOD "Wilson"

typedef struct {
    const Population *now, *before; /* before: may be NULL */
    const GArray *rows;             /* guint; NULL: everything */
    const GArray *rows_before;      /* NULL: everything */
    DurationKind kind;
    const char *name;       /* of the figure; part of the seed */
    BootstrapMethod method; /* of the intervals of mean and P90 */
    uint64_t seed;
    bool is_group;        /* one of many: intervals as in group_intervals */
    int64_t permutations; /* of the comparison; 0: COMPARE_RESAMPLES, below 0: not compared */
} StatisticsRequest;

typedef struct {
    DurationSummary summary, previous, without_worst; /* without_worst: the longest left out */
    int64_t left_out_n; /* incidents that the rules do not count here (still open, never answered) */
    DurationIntervals intervals;
    int64_t survival_median_ms; /* open incidents included; INSTANT_NONE: not reached, or nothing known */
    Interval survival_median;
    double worst_one_ratio, worst_three_ratio, worst_five_ratio; /* share of the total time that they hold */
    int64_t half_n;                                              /* so many of the longest hold half of it */
    double gini;
    double standardised_median_ms, previous_standardised_median_ms; /* at the severities of both periods together */
    double standardised_covered_ratio;
    Comparison change;
    LogRank log_rank; /* open incidents included */
} DurationStatistics;

DurationStatistics duration_statistics(const StatisticsRequest *ask);

typedef struct {
    int64_t n, previous_n;
    Interval interval;
    double p, rate_ratio; /* incidents per day, this period / the one before */
    Interval rate_ratio_interval;
    double detectable_ratio; /* smallest factor of the rate that such counts could show; NaN when there is none */
    Trend trend;
} CountStatistics;

/* The periods' lengths are the exposures; what lies after the as-of time is none. */
CountStatistics count_statistics(int64_t n, const Period *period, int64_t before_n, const Period *before,
                                 Instant as_of);

/* All durations of a period against the one before. */
typedef struct {
    Period previous;
    BootstrapMethod method;
    uint64_t seed;
    CountStatistics count;
    DurationStatistics durations[N_DURATIONS];
} PeriodStatistics;

/* Loads the population of the period before; false on failure. */
bool period_statistics(Store *store, const FigureRequest *request, const Figures *figures, BootstrapMethod method,
                       PeriodStatistics *out, GError **error);
