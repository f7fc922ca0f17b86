#include "nines/calc/summary.h"
#include <glib.h>
#include <math.h>

static void test_by_hand(void)
{
    /* sorted 1 2 3 4 10: median 3; rank of P75 is 3, of P90 3.6 (4 + 0.6 x 6), of P95 3.8 */
    int64_t values[] = {10, 3, 1, 4, 2};
    DurationSummary summary = duration_summary(values, 5, 2, 1);

    g_assert_cmpint(summary.n, ==, 5);
    g_assert_cmpint(summary.missing, ==, 2);
    g_assert_cmpint(summary.censored, ==, 1);
    g_assert_cmpint(summary.total_ms, ==, 20);
    g_assert_cmpint(summary.min_ms, ==, 1);
    g_assert_cmpint(summary.max_ms, ==, 10);
    g_assert_cmpfloat_with_epsilon(summary.mean_ms, 4.0, 1e-12);
    g_assert_cmpfloat_with_epsilon(summary.median_ms, 3.0, 1e-12);
    g_assert_cmpfloat_with_epsilon(summary.p75_ms, 4.0, 1e-12);
    g_assert_cmpfloat_with_epsilon(summary.p90_ms, 7.6, 1e-12);
    g_assert_cmpfloat_with_epsilon(summary.p95_ms, 8.8, 1e-12);
    for (int i = 1; i < 5; i++)
        g_assert_cmpint(values[i - 1], <=, values[i]);
}

static void test_even_count(void)
{
    int64_t values[] = {40, 10, 20, 30};
    DurationSummary summary = duration_summary(values, 4, 0, 0);

    g_assert_cmpfloat_with_epsilon(summary.median_ms, 25.0, 1e-12);
    g_assert_cmpfloat_with_epsilon(summary.p75_ms, 32.5, 1e-12);
}

static void test_one(void)
{
    int64_t value = 7;
    DurationSummary summary = duration_summary(&value, 1, 0, 0);

    g_assert_cmpfloat(summary.p95_ms, ==, 7.0);
    g_assert_cmpfloat(summary.mean_ms, ==, 7.0);
}

/* Nothing acknowledged is no zero. */
static void test_empty(void)
{
    DurationSummary summary = duration_summary(NULL, 0, 3, 1);

    g_assert_cmpint(summary.n, ==, 0);
    g_assert_cmpint(summary.missing, ==, 3);
    g_assert_cmpint(summary.total_ms, ==, INSTANT_NONE);
    g_assert_cmpint(summary.max_ms, ==, INSTANT_NONE);
    g_assert_true(isnan(summary.mean_ms));
    g_assert_true(isnan(summary.median_ms));
    g_assert_true(isnan(quantile_sorted(NULL, 0, 0.5)));
}

static void test_quantile_ends(void)
{
    const int64_t sorted[] = {-5, 0, 5};

    g_assert_cmpfloat(quantile_sorted(sorted, 3, 0.0), ==, -5.0);
    g_assert_cmpfloat(quantile_sorted(sorted, 3, 1.0), ==, 5.0);
    g_assert_cmpfloat(quantile_sorted(sorted, 3, 0.25), ==, -2.5);
}

/* Sizes on both sides of the change of sorting method, negative values included. */
static void test_sorts(void)
{
    static const int64_t spans[] = {2, 100, 70000, INT64_C(1) << 40, INT64_MAX >> 14};
    g_autoptr(GRand) random = g_rand_new_with_seed(7);

    for (int n = 500; n <= 5000; n += 750)
        for (size_t s = 0; s < G_N_ELEMENTS(spans); s++) {
            g_autofree int64_t *values = g_new(int64_t, (gsize)n);
            int64_t xor = 0;

            for (int i = 0; i < n; i++) {
                values[i] = (int64_t)((g_rand_double(random) - 0.3) * (double)spans[s]);
                xor ^= values[i];
            }
            duration_summary(values, n, 0, 0);
            for (int i = 0; i < n; i++) {
                xor ^= values[i];
                if (i > 0)
                    g_assert_cmpint(values[i - 1], <=, values[i]);
            }
            g_assert_cmpint(xor, ==, 0); /* nothing was lost or made up */
        }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/summary/by-hand", test_by_hand);
    g_test_add_func("/summary/even-count", test_even_count);
    g_test_add_func("/summary/one", test_one);
    g_test_add_func("/summary/empty", test_empty);
    g_test_add_func("/summary/quantile-ends", test_quantile_ends);
    g_test_add_func("/summary/sorts", test_sorts);
    return g_test_run();
}
