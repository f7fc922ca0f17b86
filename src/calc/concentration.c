#include "nines/calc/concentration.h"
#include "nines/base/sort.h"
#include <glib.h>
#include <math.h>

static double total_of(const int64_t *values, int64_t n)
{
    double total = 0;
    for (int64_t i = 0; i < n; i++)
        total += (double)values[i];
    return total;
}

double concentration_share(const int64_t *sorted, int64_t n, int64_t k)
{
    double total = total_of(sorted, n);
    int64_t worst = CLAMP(k, 0, n);
    return total > 0 ? total_of(sorted + n - worst, worst) / total : NAN;
}

int64_t concentration_count(const int64_t *sorted, int64_t n, double share)
{
    double total = total_of(sorted, n), held = 0;
    int64_t k = 0;
    while (k < n && held < share * total)
        held += (double)sorted[n - ++k];
    return k;
}

double concentration_gini(const int64_t *sorted, int64_t n)
{
    double total = total_of(sorted, n), sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += (double)(2 * i + 1 - n) * (double)sorted[i];
    return total > 0 ? sum / ((double)n * total) : NAN;
}

/* By length, then by stratum; as whole numbers. */
static void sort_by_length(StratumDuration *values, int64_t n, int64_t strata)
{
    g_autofree int64_t *keys = g_new(int64_t, (gsize)n + 1);
    for (int64_t i = 0; i < n; i++)
        keys[i] = values[i].ms * strata + values[i].stratum;
    sort_int64(keys, n);
    for (int64_t i = 0; i < n; i++)
        values[i] = (StratumDuration){keys[i] / strata, keys[i] % strata};
}

/* weights[i]: what each value of stratum i counts. Returns the share of the reference that has values. */
static double weigh(const StratumDuration *values, int64_t n, const double *reference, int64_t strata, double *weights)
{
    double all = 0, kept = 0;
    for (int64_t i = 0; i < n; i++)
        weights[values[i].stratum] += 1;
    for (int64_t i = 0; i < strata; i++) {
        all += reference[i];
        kept += weights[i] > 0 ? reference[i] : 0;
        weights[i] = weights[i] > 0 ? reference[i] / weights[i] : 0;
    }
    return all > 0 ? kept / all : 0;
}

double standardised_median(StratumDuration *values, int64_t n, const double *reference, int64_t strata, double *covered)
{
    g_autofree double *weights = g_new0(double, (gsize)MAX(strata, 1));
    double share = weigh(values, n, reference, strata, weights);
    if (covered)
        *covered = share;
    sort_by_length(values, n, strata);
    double total = 0, sum = 0;
    for (int64_t i = 0; i < n; i++)
        total += weights[values[i].stratum];
    for (int64_t i = 0; i < n && total > 0; i++) {
        sum += weights[values[i].stratum];
        if (fabs(sum - total / 2) <= 1e-12 * total && i + 1 < n)
            return ((double)values[i].ms + (double)values[i + 1].ms) / 2;
        if (sum > total / 2)
            return (double)values[i].ms;
    }
    return NAN;
}
