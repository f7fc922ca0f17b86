#include "nines/calc/intervals.h"
#include "nines/calc/distributions.h"
#include <math.h>

Interval interval_none(void)
{
    return (Interval){NAN, NAN};
}

bool interval_is_known(Interval interval)
{
    return !isnan(interval.low) && !isnan(interval.high);
}

/* The largest rank whose lower tail, P(fewer than rank values below the median), fits into half of the error. */
static int64_t outermost_rank(int64_t n, double half_error)
{
    int64_t low = 0, high = n / 2 + 1;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (binomial_cdf(middle - 1, n, 0.5) <= half_error)
            low = middle;
        else
            high = middle;
    }
    return low;
}

bool median_ranks(int64_t n, double confidence, int64_t *lower, int64_t *upper, double *coverage)
{
    int64_t rank = n > 0 ? outermost_rank(n, (1 - confidence) / 2) : 0;
    if (rank < 1)
        return false;
    *lower = rank;
    *upper = n + 1 - rank;
    *coverage = 1 - 2 * binomial_cdf(rank - 1, n, 0.5);
    return true;
}

Interval median_interval(const int64_t *sorted, int64_t n, double confidence)
{
    int64_t lower, upper;
    double coverage;
    if (!median_ranks(n, confidence, &lower, &upper, &coverage))
        return interval_none();
    return (Interval){(double)sorted[lower - 1], (double)sorted[upper - 1]};
}

Interval share_interval(int64_t hits, int64_t n, double confidence)
{
    if (n <= 0 || hits < 0 || hits > n)
        return interval_none();
    double z = normal_quantile(0.5 + confidence / 2), trials = (double)n, share = (double)hits / trials;
    double scale = 1 + z * z / trials;
    double centre = (share + z * z / (2 * trials)) / scale;
    double half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)) / scale;
    return (Interval){hits == 0 ? 0 : centre - half, hits == n ? 1 : centre + half};
}
