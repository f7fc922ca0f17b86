#include "nines/calc/counts.h"
#include "nines/calc/distributions.h"
#include <math.h>

/* Outcomes whose probability differs by rounding alone count as equally likely (R's binom.test takes the same). */
#define TIE_TOLERANCE (1 + 1e-7)

Interval count_interval(int64_t n, double confidence)
{
    if (n < 0)
        return interval_none();
    double half_error = (1 - confidence) / 2, count = (double)n;
    double low = n == 0 ? 0 : chi_square_quantile(half_error, 2 * count) / 2;
    return (Interval){low, chi_square_quantile(1 - half_error, 2 * count + 2) / 2};
}

Interval between_events_interval(int64_t n, double time, double confidence)
{
    Interval count = count_interval(n, confidence);
    if (!interval_is_known(count) || !(time > 0))
        return interval_none();
    return (Interval){time / count.high, count.low > 0 ? time / count.low : INFINITY};
}

double count_change_p(int64_t before, double exposure_before, int64_t after, double exposure_after)
{
    if (before < 0 || after < 0 || !(exposure_before > 0) || !(exposure_after > 0))
        return NAN;
    int64_t n = before + after;
    double share = exposure_before / (exposure_before + exposure_after);
    double limit = binomial_mass(before, n, share) * TIE_TOLERANCE, p = 0;
    bool all = true;
    for (int64_t k = 0; k <= n; k++) {
        double mass = binomial_mass(k, n, share);
        if (mass <= limit)
            p += mass;
        else
            all = false;
    }
    return all ? 1 : fmin(p, 1);
}

Interval rate_ratio_interval(int64_t before, double exposure_before, int64_t after, double exposure_after,
                             double confidence)
{
    if (before < 0 || after < 0 || before + after == 0 || !(exposure_before > 0) || !(exposure_after > 0))
        return interval_none();
    double half_error = (1 - confidence) / 2, odds = exposure_before / exposure_after;
    double a = (double)after, b = (double)before;
    double low = after == 0 ? 0 : beta_quantile(half_error, a, b + 1);
    double high = before == 0 ? 1 : beta_quantile(1 - half_error, a + 1, b);
    return (Interval){odds * low / (1 - low), high >= 1 ? INFINITY : odds * high / (1 - high)};
}
