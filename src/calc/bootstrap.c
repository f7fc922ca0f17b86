#include "nines/calc/distributions.h"
#include "resample.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

BootstrapOptions bootstrap_options(const char *name)
{
    return (BootstrapOptions){BOOTSTRAP_BCA, BOOTSTRAP_RESAMPLES, 0.95, RANDOM_SEED, name};
}

bool resample_is_possible(const int64_t *sorted, int64_t n, const BootstrapOptions *options)
{
    return n >= BOOTSTRAP_LEAST && n <= UINT32_MAX && sorted[0] < sorted[n - 1] && options->resamples > 0;
}

double jackknife_acceleration(const Jackknife *jackknife)
{
    return jackknife->squares > 0 ? jackknife->cubes / (6 * pow(jackknife->squares, 1.5)) : 0;
}

/* Efron's adjustment of one level. The acceleration never exceeds 1/6, so the denominator stays positive. */
static double bca_level(double level, double bias, double acceleration)
{
    double z = bias + normal_quantile(level);
    return normal_cdf(bias + z / (1 - acceleration * z));
}

Interval bca_levels(double below, double acceleration, double confidence)
{
    double bias = normal_quantile(below), half_error = (1 - confidence) / 2;
    return (Interval){bca_level(half_error, bias, acceleration), bca_level(1 - half_error, bias, acceleration)};
}

static int compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double real_quantile(const double *sorted, int64_t n, double p)
{
    double rank = p * (double)(n - 1), whole = floor(rank);
    int64_t k = (int64_t)whole;
    return k + 1 < n ? sorted[k] + (rank - whole) * (sorted[k + 1] - sorted[k]) : sorted[n - 1];
}

/* Share of the replicates below the estimate, ties counted half; kept off 0 and 1 by half a replicate. */
static double share_below(const double *replicates, int64_t n, double estimate)
{
    int64_t halves = 0;
    for (int64_t i = 0; i < n; i++)
        halves += (replicates[i] < estimate) + (replicates[i] <= estimate);
    return (double)CLAMP(halves, 1, 2 * n - 1) / (2 * (double)n);
}

Interval resample_interval(double *replicates, double estimate, const Jackknife *jackknife,
                           const BootstrapOptions *options)
{
    int64_t n = options->resamples;
    double half_error = (1 - options->confidence) / 2;
    Interval levels = {half_error, 1 - half_error};
    if (options->method != BOOTSTRAP_PERCENTILE)
        levels =
            bca_levels(share_below(replicates, n, estimate), jackknife_acceleration(jackknife), options->confidence);
    qsort(replicates, (size_t)n, sizeof *replicates, compare_reals);
    return (Interval){real_quantile(replicates, n, levels.low), real_quantile(replicates, n, levels.high)};
}

/* The statistic without each value in turn; equal neighbours give equal values, so they are computed once. */
static Jackknife jackknife_of(const int64_t *sorted, int64_t n, BootstrapStatistic statistic, const void *data)
{
    g_autofree int64_t *rest = g_new(int64_t, (gsize)n);
    g_autofree double *values = g_new(double, (gsize)n);
    double mean = 0;
    memcpy(rest, sorted + 1, (gsize)(n - 1) * sizeof *rest);
    for (int64_t i = 0; i < n; i++) {
        if (i > 0)
            rest[i - 1] = sorted[i - 1];
        values[i] = i > 0 && sorted[i] == sorted[i - 1] ? values[i - 1] : statistic(rest, n - 1, data);
        mean += values[i] / (double)n;
    }
    Jackknife sums = {0};
    for (int64_t i = 0; i < n; i++) {
        double d = mean - values[i];
        sums.squares += d * d;
        sums.cubes += d * d * d;
    }
    return sums;
}

/* A resample in ascending order without sorting: how often each value is drawn, written out. */
static void draw_sorted(const int64_t *sorted, int64_t n, Random *random, guint32 *counts, int64_t *out)
{
    memset(counts, 0, (gsize)n * sizeof *counts);
    for (int64_t i = 0; i < n; i++)
        counts[random_below(random, (uint64_t)n)]++;
    for (int64_t i = 0; i < n; i++)
        for (guint32 c = counts[i]; c > 0; c--)
            *out++ = sorted[i];
}

Interval bootstrap_any(const int64_t *sorted, int64_t n, BootstrapStatistic statistic, const void *data,
                       const BootstrapOptions *options)
{
    if (!resample_is_possible(sorted, n, options))
        return interval_none();
    Random random = random_stream(options->seed, options->name);
    g_autofree double *replicates = g_new(double, (gsize)options->resamples);
    g_autofree guint32 *counts = g_new(guint32, (gsize)n);
    g_autofree int64_t *resample = g_new(int64_t, (gsize)n);
    for (int64_t b = 0; b < options->resamples; b++) {
        draw_sorted(sorted, n, &random, counts, resample);
        replicates[b] = statistic(resample, n, data);
    }
    Jackknife jackknife = jackknife_of(sorted, n, statistic, data);
    return resample_interval(replicates, statistic(sorted, n, data), &jackknife, options);
}
