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

/* Adds the value that 32 random bits pick, each of n equally likely; false when the bits fall into the remainder that
 * would favour some (Lemire's rejection: least = 2^32 mod n). */
static inline bool add_drawn(const int64_t *values, uint64_t n, uint64_t least, uint64_t bits, int64_t *sum)
{
    uint64_t product = (bits & UINT32_MAX) * n;
    if ((product & UINT32_MAX) < least)
        return false;
    *sum += values[product >> 32];
    return true;
}

/* Two draws from every 64 random bits; the state is kept in registers. */
static double resampled_mean(const int64_t *values, int64_t n, Random *random)
{
    Random local = *random;
    uint64_t size = (uint64_t)n, least = (UINT64_C(1) << 32) % size;
    int64_t sum = 0;
    for (int64_t drawn = 0; drawn < n;) {
        uint64_t bits = random_next(&local);
        drawn += add_drawn(values, size, least, bits, &sum);
        drawn += drawn < n && add_drawn(values, size, least, bits >> 32, &sum);
    }
    *random = local;
    return (double)sum / (double)n;
}

Interval bootstrap_mean(const int64_t *sorted, int64_t n, const BootstrapOptions *options)
{
    if (!resample_is_possible(sorted, n, options))
        return interval_none();
    double mean = mean_of(sorted, n);
    Jackknife jackknife = jackknife_of_mean(sorted, n, mean);
    if (options->method == BOOTSTRAP_QUICK)
        return saddlepoint_interval(sorted, n, mean, jackknife_acceleration(&jackknife), options->confidence);
    Random random = random_stream(options->seed, options->name);
    g_autofree double *replicates = g_new(double, (gsize)options->resamples);
    for (int64_t b = 0; b < options->resamples; b++)
        replicates[b] = resampled_mean(sorted, n, &random);
    return resample_interval(replicates, mean, &jackknife, options);
}
