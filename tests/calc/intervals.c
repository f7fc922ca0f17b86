/* Intervals with a closed form, against published values. */
#include "nines/calc/intervals.h"
#include <glib.h>
#include <math.h>

static void test_median_ranks(void)
{
    static const struct {
        int64_t n, lower, upper;
    } cases[] = {{6, 1, 6}, {10, 2, 9}, {15, 4, 12}, {20, 6, 15}, {30, 10, 21}};
    int64_t lower = -7, upper = -7;
    double coverage = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_true(median_ranks(cases[i].n, 0.95, &lower, &upper, &coverage));
        g_assert_cmpint(lower, ==, cases[i].lower);
        g_assert_cmpint(upper, ==, cases[i].upper);
        g_assert_cmpfloat(coverage, >=, 0.95);
    }
    g_assert_true(median_ranks(6, 0.95, &lower, &upper, &coverage));
    g_assert_cmpfloat_with_epsilon(coverage, 1 - 2.0 / 64, 1e-12);
    for (int64_t n = 0; n <= 5; n++)
        g_assert_false(median_ranks(n, 0.95, &lower, &upper, &coverage));
    g_assert_cmpint(lower, ==, 1); /* untouched */
}

static void test_median_interval(void)
{
    static const int64_t values[] = {1, 20, 300, 4000, 50000, 600000, 700000, 800000, 900000, 1000000};
    Interval interval = median_interval(values, 10, 0.95);
    g_assert_cmpfloat(interval.low, ==, 20);
    g_assert_cmpfloat(interval.high, ==, 900000);
    g_assert_false(interval_is_known(median_interval(values, 5, 0.95)));
    g_assert_false(interval_is_known(median_interval(values, 0, 0.95)));
}

static void test_share(void)
{
    static const struct {
        int64_t hits, n;
        double low, high;
    } cases[] = {{18, 20, 0.699, 0.972}, {20, 20, 0.839, 1}, {9, 10, 0.596, 0.982}, {0, 10, 0, 0.278}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        Interval interval = share_interval(cases[i].hits, cases[i].n, 0.95);
        g_assert_cmpfloat_with_epsilon(interval.low, cases[i].low, 0.0005);
        g_assert_cmpfloat_with_epsilon(interval.high, cases[i].high, 0.0005);
    }
    g_assert_false(interval_is_known(share_interval(0, 0, 0.95)));
    g_assert_false(interval_is_known(share_interval(3, 2, 0.95)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/intervals/median-ranks", test_median_ranks);
    g_test_add_func("/intervals/median-interval", test_median_interval);
    g_test_add_func("/intervals/share", test_share);
    return g_test_run();
}
