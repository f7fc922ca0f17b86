#include "nines/calc/summary.h"
#include <glib.h>
#include <math.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* The sign bit is turned over, so that the bytes of negative values sort before those of others. */
static unsigned digit_of(int64_t value, int byte)
{
    return (unsigned)(((uint64_t)value ^ (UINT64_C(1) << 63)) >> (8 * byte)) & 0xFF;
}

/* One pass of a radix sort; false when all values share this byte and there is nothing to do. */
static bool sort_by_byte(const int64_t *from, int64_t *to, int64_t n, int byte)
{
    int64_t starts[257] = {0};

    for (int64_t i = 0; i < n; i++)
        starts[digit_of(from[i], byte) + 1]++;
    if (starts[digit_of(from[0], byte) + 1] == n)
        return false;
    for (int i = 0; i < 256; i++)
        starts[i + 1] += starts[i];
    for (int64_t i = 0; i < n; i++)
        to[starts[digit_of(from[i], byte)]++] = from[i];
    return true;
}

/* A million durations in a few passes; comparing them one by one takes several times as long. */
static void sort_many(int64_t *values, int64_t n)
{
    g_autofree int64_t *scratch = g_new(int64_t, (gsize)n);
    int64_t *from = values, *to = scratch;

    for (int byte = 0; byte < 8; byte++) {
        if (!sort_by_byte(from, to, n, byte))
            continue;

        int64_t *swap = from;

        from = to;
        to = swap;
    }
    if (from != values)
        memcpy(values, from, (size_t)n * sizeof *values);
}

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

    if (n > 512)
        sort_many(values_ms, n);
    else if (n > 1)
        qsort(values_ms, (size_t)n, sizeof *values_ms, compare);
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
