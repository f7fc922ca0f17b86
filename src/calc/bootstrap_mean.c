#include "resample.h"
#include <glib.h>
#include <math.h>

static Jackknife jackknife_of_mean(const int64_t *values, int64_t n, double mean)
{
    Jackknife sums = {0};
    for (int64_t i = 0; i < n; i++) {
        double d = ((double)values[i] - mean) / (double)(n - 1);
        sums.squares += d * d;
        sums.cubes += d * d * d;
    }
    return sums;
}

static double mean_of(const int64_t *values, int64_t n)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += values[i];
    return (double)sum / (double)n;
}

Interval bootstrap_mean(const int64_t *sorted, int64_t n, const BootstrapOptions *options)
{
    if (!resample_is_possible(sorted, n, options))
        return interval_none();
    double mean = mean_of(sorted, n);
    Jackknife jackknife = jackknife_of_mean(sorted, n, mean);
    if (options->method == BOOTSTRAP_QUICK || n > BOOTSTRAP_MOST)
        return saddlepoint_interval(sorted, n, mean, jackknife_acceleration(&jackknife), options->confidence);
    Random random = random_stream(options->seed, options->name);
    g_autofree double *replicates = g_new(double, (gsize)options->resamples);
    g_autofree int64_t *sums = g_new(int64_t, (gsize)options->resamples);
    resample_sums(sorted, n, &random, options->resamples, sums);
    for (int64_t b = 0; b < options->resamples; b++)
        replicates[b] = (double)sums[b] / (double)n;
    return resample_interval(replicates, mean, &jackknife, options);
}
