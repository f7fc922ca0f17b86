#include "nines/calc/summary.h"
#include "nines/base/sort.h"
#include <math.h>

double quantile_sorted(const int64_t *sorted, int64_t n, double p)
{
    if (n <= 0)
        return NAN;

    double rank = p * (double)(n - 1);
    int64_t below = (int64_t)rank;

    if (below >= n - 1)
        return (double)sorted[n - 1];
    return (double)sorted[below] + (rank - (double)below) * (double)(sorted[below + 1] - sorted[below]);
}

static int64_t total(const int64_t *values_ms, int64_t n)
{
    int64_t sum = 0;

    for (int64_t i = 0; i < n; i++)
        sum += values_ms[i];
    return sum;
}

DurationSummary duration_summary(int64_t *values_ms, int64_t n, int64_t missing, int64_t censored)
{
    DurationSummary summary = {.n = n,
                               .missing = missing,
                               .censored = censored,
                               .total_ms = INSTANT_NONE,
                               .min_ms = INSTANT_NONE,
                               .max_ms = INSTANT_NONE,
                               .mean_ms = NAN};

    sort_int64(values_ms, n);
    if (n > 0) {
        summary.total_ms = total(values_ms, n);
        summary.min_ms = values_ms[0];
        summary.max_ms = values_ms[n - 1];
        summary.mean_ms = (double)summary.total_ms / (double)n;
    }
    summary.median_ms = quantile_sorted(values_ms, n, 0.50);
    summary.p75_ms = quantile_sorted(values_ms, n, 0.75);
    summary.p90_ms = quantile_sorted(values_ms, n, 0.90);
    summary.p95_ms = quantile_sorted(values_ms, n, 0.95);
    return summary;
}
