/* Bootstrap intervals: the shortcuts against plain resampling of the same statistic, and the properties. */
#include "nines/calc/bootstrap.h"
#include "nines/calc/random.h"
#include "nines/calc/summary.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>

static int compare_integers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Log-normal durations, ascending. */
static void fill(int64_t *values, int64_t n, const char *name)
{
    Random random = random_stream(11, name);
    for (int64_t i = 0; i < n; i++)
        values[i] = (int64_t)(3.6e6 * exp(1.1 * random_normal(&random)));
    qsort(values, (size_t)n, sizeof *values, compare_integers);
}

static double plain_mean(const int64_t *values, int64_t n, const void *data)
{
    (void)data;
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += (double)values[i];
    return sum / (double)n;
}

static double plain_quantile(const int64_t *values, int64_t n, const void *data)
{
    return quantile_sorted(values, n, *(const double *)data);
}

/* Two Monte Carlo intervals of the same distribution: ends may differ by a few per cent of the width. */
static void assert_close(Interval a, Interval b, double share)
{
    double width = b.high - b.low;
    g_assert_cmpfloat_with_epsilon(a.low, b.low, share * width);
    g_assert_cmpfloat_with_epsilon(a.high, b.high, share * width);
}

static const int64_t sizes[] = {6, 7, 10, 23, 60};

static void test_mean_against_plain(void)
{
    int64_t values[60];
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        fill(values, sizes[i], "mean");
        BootstrapOptions options = bootstrap_options("fast"), other = bootstrap_options("plain");
        options.resamples = other.resamples = 20000;
        assert_close(bootstrap_mean(values, sizes[i], &options),
                     bootstrap_any(values, sizes[i], plain_mean, NULL, &other), 0.04);
    }
}

static void test_quantile_against_plain(void)
{
    static const double levels[] = {0, 0.25, 0.5, 0.9, 1};
    int64_t values[60];
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        fill(values, sizes[i], "quantile");
        for (gsize k = 0; k < G_N_ELEMENTS(levels); k++) {
            BootstrapOptions options = bootstrap_options("fast"), other = bootstrap_options("plain");
            options.method = other.method = BOOTSTRAP_PERCENTILE;
            options.resamples = other.resamples = 20000;
            assert_close(bootstrap_quantile(values, sizes[i], levels[k], &options),
                         bootstrap_any(values, sizes[i], plain_quantile, &levels[k], &other), 0.06);
        }
    }
}

/* The acceleration of a quantile has a closed form: BCa must agree with the jackknife done one value at a time. */
static void test_quantile_bca(void)
{
    static const double levels[] = {0.5, 0.75, 0.9};
    int64_t values[60];
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        fill(values, sizes[i], "bca");
        for (gsize k = 0; k < G_N_ELEMENTS(levels); k++) {
            BootstrapOptions options = bootstrap_options("fast"), other = bootstrap_options("plain");
            options.resamples = other.resamples = 40000;
            assert_close(bootstrap_quantile(values, sizes[i], levels[k], &options),
                         bootstrap_any(values, sizes[i], plain_quantile, &levels[k], &other), 0.08);
        }
    }
}

/* The median of six values: the resample's 3rd and 4th order statistics, whose law is known exactly. P(the median is
 * the smallest value) = P(at least 4 of 6 draws are the smallest) = 406/46656. */
static void test_exact_law(void)
{
    static const int64_t values[] = {0, 1000000, 2000000, 3000000, 2000000, 5000000};
    BootstrapOptions options = bootstrap_options("law");
    options.method = BOOTSTRAP_PERCENTILE;
    options.resamples = 200000;
    options.confidence = 1 - 2 * 450.0 / 46656;
    g_assert_cmpfloat(bootstrap_quantile(values, 6, 0.5, &options).low, >, 0);
    options.confidence = 1 - 2 * 360.0 / 46656;
    g_assert_cmpfloat(bootstrap_quantile(values, 6, 0.5, &options).low, ==, 0);
}

static void test_none(void)
{
    static const int64_t values[] = {1, 2, 3, 4, 5}, equal[] = {9, 9, 9, 9, 9, 9, 9};
    BootstrapOptions options = bootstrap_options("none");
    g_assert_false(interval_is_known(bootstrap_mean(values, 5, &options)));
    g_assert_false(interval_is_known(bootstrap_quantile(values, 5, 0.5, &options)));
    g_assert_false(interval_is_known(bootstrap_mean(equal, 7, &options)));
    g_assert_false(interval_is_known(bootstrap_any(values, 0, plain_mean, NULL, &options)));
}

/* Same seed, same interval; another seed or name, another one (nearby). */
static void test_seed(void)
{
    int64_t values[60];
    fill(values, 60, "seed");
    BootstrapOptions options = bootstrap_options("ttr.mean"), other = options;
    Interval once = bootstrap_mean(values, 60, &options), again = bootstrap_mean(values, 60, &options);
    g_assert_cmpfloat(once.low, ==, again.low);
    g_assert_cmpfloat(once.high, ==, again.high);
    other.seed++;
    g_assert_cmpfloat(bootstrap_mean(values, 60, &other).low, !=, once.low);
    other = options;
    other.name = "ttm.mean";
    g_assert_cmpfloat(bootstrap_mean(values, 60, &other).low, !=, once.low);
    assert_close(bootstrap_mean(values, 60, &other), once, 0.06);
}

/* In other units the interval scales with the values; it encloses the estimate. */
static void test_scale(void)
{
    int64_t values[60], scaled[60];
    fill(values, 60, "scale");
    for (int i = 0; i < 60; i++)
        scaled[i] = 60 * values[i];
    BootstrapOptions options = bootstrap_options("ttr");
    Interval mean = bootstrap_mean(values, 60, &options), mean_scaled = bootstrap_mean(scaled, 60, &options);
    g_assert_cmpfloat_with_epsilon(mean_scaled.low / mean.low, 60, 1e-9);
    g_assert_cmpfloat_with_epsilon(mean_scaled.high / mean.high, 60, 1e-9);
    Interval p90 = bootstrap_quantile(values, 60, 0.9, &options);
    g_assert_cmpfloat_with_epsilon(bootstrap_quantile(scaled, 60, 0.9, &options).high / p90.high, 60, 1e-9);
    g_assert_cmpfloat(p90.low, <, quantile_sorted(values, 60, 0.9));
    g_assert_cmpfloat(p90.high, >, quantile_sorted(values, 60, 0.9));
}

/* The closed forms against many resamples: within a twelfth of the width for the mean, a fifth for an order statistic
 * of a small sample, whose law is coarse. */
static void test_quick(void)
{
    int64_t values[60];
    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        fill(values, sizes[i], "quick");
        BootstrapOptions quick = bootstrap_options("quick"), full = quick;
        quick.method = BOOTSTRAP_QUICK;
        full.resamples = 20000;
        assert_close(bootstrap_mean(values, sizes[i], &quick), bootstrap_mean(values, sizes[i], &full), 1.0 / 12);
        if (sizes[i] >= 20)
            assert_close(bootstrap_quantile(values, sizes[i], 0.5, &quick),
                         bootstrap_quantile(values, sizes[i], 0.5, &full), 0.2);
    }
}

/* Many values are resampled by blocks; sizes around the threshold, and with a block that is not full. The saddlepoint's
 * error is far below the Monte Carlo error here. */
static void test_blocks(void)
{
    static const int64_t many[] = {2047, 2048, 2111, 4100};
    g_autofree int64_t *values = g_new(int64_t, 4100);
    for (gsize i = 0; i < G_N_ELEMENTS(many); i++) {
        fill(values, many[i], "blocks");
        BootstrapOptions quick = bootstrap_options("blocks"), full = quick;
        quick.method = BOOTSTRAP_QUICK;
        full.resamples = 20000;
        for (double confidence = 0.5; confidence < 1; confidence += 0.45) {
            full.confidence = quick.confidence = confidence;
            assert_close(bootstrap_mean(values, many[i], &full), bootstrap_mean(values, many[i], &quick), 0.03);
        }
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/bootstrap/mean-against-plain", test_mean_against_plain);
    g_test_add_func("/bootstrap/quantile-against-plain", test_quantile_against_plain);
    g_test_add_func("/bootstrap/quantile-bca", test_quantile_bca);
    g_test_add_func("/bootstrap/exact-law", test_exact_law);
    g_test_add_func("/bootstrap/none", test_none);
    g_test_add_func("/bootstrap/seed", test_seed);
    g_test_add_func("/bootstrap/scale", test_scale);
    g_test_add_func("/bootstrap/quick", test_quick);
    g_test_add_func("/bootstrap/blocks", test_blocks);
    return g_test_run();
}
