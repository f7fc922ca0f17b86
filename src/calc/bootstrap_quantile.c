/* The bootstrap of a quantile without drawing resamples. The r-th smallest of n indices drawn uniformly from n is
 * floor(n U), U the r-th order statistic of n uniforms, which is a ratio of gamma variates; the next one only adds an
 * exponential. So a replicate costs two gamma variates, whatever n is, and its law is exactly the resample's. */
#include "nines/calc/distributions.h"
#include "resample.h"
#include <glib.h>
#include <math.h>

/* A quantile by linear interpolation: (1 - weight) x value at index + weight x the next one. */
typedef struct {
    int64_t index;
    double weight;
} Position;

static Position position_of(double p, int64_t n)
{
    double rank = p * (double)(n - 1), whole = floor(rank);
    int64_t index = (int64_t)whole;
    return index >= n - 1 ? (Position){n - 1, 0} : (Position){index, rank - whole};
}

static double between(const int64_t *sorted, int64_t lower, int64_t upper, double weight)
{
    return (double)sorted[lower] + weight * (double)(sorted[upper] - sorted[lower]);
}

static double value_at(const int64_t *sorted, int64_t n, Position at)
{
    return between(sorted, at.index, MIN(at.index + 1, n - 1), at.weight);
}

static int64_t index_of_share(double share, int64_t n)
{
    return CLAMP((int64_t)(share * (double)n), 0, n - 1);
}

static double resampled_quantile(const int64_t *sorted, int64_t n, Position at, Random *random)
{
    double rank = (double)(at.index + 1), above = (double)(n - at.index - 1);
    double lower = random_gamma(random, rank), gap = -log(random_unit(random));
    double rest = above > 0 ? random_gamma(random, above) : 0, sum = lower + gap + rest;
    int64_t i = index_of_share(lower / sum, n), j = index_of_share((lower + gap) / sum, n);
    return between(sorted, i, j, at.weight);
}

/* Leaving out a value below, at or above the position shifts it in three ways only; each with its multiplicity. */
static Jackknife jackknife_of_quantile(const int64_t *sorted, int64_t n, double p)
{
    Position at = position_of(p, n - 1);
    int64_t k = at.index, next = MIN(k + 1, n - 1), after = MIN(k + 2, n - 1);
    double values[] = {between(sorted, next, after, at.weight), between(sorted, k, after, at.weight),
                       between(sorted, k, next, at.weight)};
    double times[] = {(double)(k + 1), 1, (double)(n - k - 2)};
    double mean = 0;
    for (int i = 0; i < 3; i++)
        mean += times[i] * values[i] / (double)n;
    Jackknife sums = {0};
    for (int i = 0; i < 3; i++) {
        double d = mean - values[i];
        sums.squares += times[i] * d * d;
        sums.cubes += times[i] * d * d * d;
    }
    return sums;
}

/* How many values are below (or, with ties, at most) the estimate. */
static int64_t count_below(const int64_t *sorted, int64_t n, double estimate, bool ties)
{
    int64_t low = 0, high = n;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        double value = (double)sorted[middle];
        if (value < estimate || (ties && value <= estimate))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The law of the order statistic itself: the resample's value at a rank is the one at the share that is beta(rank,
 * n - rank + 1); a rank between two is taken as it is. */
static Interval quick_interval(const int64_t *sorted, int64_t n, double p, double estimate, double acceleration,
                               double confidence)
{
    double size = (double)n, a = p * (size - 1) + 1, b = size + 1 - a;
    double less = beta_cdf((double)count_below(sorted, n, estimate, false) / size, a, b);
    double most = beta_cdf((double)count_below(sorted, n, estimate, true) / size, a, b);
    Interval levels = bca_levels(CLAMP((less + most) / 2, 1e-9, 1 - 1e-9), acceleration, confidence);
    return (Interval){(double)sorted[index_of_share(beta_quantile(levels.low, a, b), n)],
                      (double)sorted[index_of_share(beta_quantile(levels.high, a, b), n)]};
}

Interval bootstrap_quantile(const int64_t *sorted, int64_t n, double p, const BootstrapOptions *options)
{
    if (!resample_is_possible(sorted, n, options) || !(p >= 0 && p <= 1))
        return interval_none();
    Position at = position_of(p, n);
    double estimate = value_at(sorted, n, at);
    Jackknife jackknife = jackknife_of_quantile(sorted, n, p);
    if (options->method == BOOTSTRAP_QUICK)
        return quick_interval(sorted, n, p, estimate, jackknife_acceleration(&jackknife), options->confidence);
    Random random = random_stream(options->seed, options->name);
    g_autofree double *replicates = g_new(double, (gsize)options->resamples);
    for (int64_t b = 0; b < options->resamples; b++)
        replicates[b] = resampled_quantile(sorted, n, at, &random);
    return resample_interval(replicates, estimate, &jackknife, options);
}
