#include "nines/calc/drift.h"
#include <math.h>
#include <stdbool.h>

#define RUN_LENGTH 8
#define RANGE_FACTOR 2.66  /* 3 / 1.128, the mean range of two normal values */
#define OUTER_TAIL 0.00135 /* beyond three standard deviations of a normal value */

ControlLimits xmr_limits(const double *values, int64_t n)
{
    if (n < CONTROL_LEAST)
        return (ControlLimits){NAN, NAN, NAN};
    double sum = values[0], ranges = 0;
    for (int64_t i = 1; i < n; i++) {
        sum += values[i];
        ranges += fabs(values[i] - values[i - 1]);
    }
    double mean = sum / (double)n, reach = RANGE_FACTOR * ranges / (double)(n - 1);
    return (ControlLimits){mean, mean - reach, mean + reach};
}

/* Least k with P(gap <= k) >= p, the gap having geometric law with the given mean. */
static double geometric_quantile(double p, double mean)
{
    if (mean <= 0)
        return 0;
    return fmax(0, ceil(log1p(-p) / log(mean / (mean + 1)) - 1));
}

ControlLimits g_chart_limits(const int64_t *gaps, int64_t n)
{
    if (n < CONTROL_LEAST)
        return (ControlLimits){NAN, NAN, NAN};
    double mean = 0;
    for (int64_t i = 0; i < n; i++)
        mean += (double)gaps[i] / (double)n;
    return (ControlLimits){geometric_quantile(0.5, mean), geometric_quantile(OUTER_TAIL, mean),
                           geometric_quantile(1 - OUTER_TAIL, mean)};
}

int64_t control_signals(const double *values, int64_t n, const ControlLimits *limits, ControlSignal *signals)
{
    int64_t run = 0, found = 0;
    int side = 0;
    for (int64_t i = 0; i < n; i++) {
        int here = (values[i] > limits->centre) - (values[i] < limits->centre);
        run = here != 0 && here == side ? run + 1 : here != 0;
        side = here;
        bool outside = values[i] < limits->low || values[i] > limits->high;
        signals[i] = outside ? SIGNAL_OUTSIDE : run >= RUN_LENGTH ? SIGNAL_RUN : SIGNAL_NONE;
        found += signals[i] != SIGNAL_NONE;
    }
    return found;
}

const char *control_signal_name(ControlSignal signal)
{
    static const char *const names[] = {"none", "outside the limits", "run on one side"};
    return names[signal];
}
