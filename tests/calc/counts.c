/* Published values of Garwood's interval and of the conditional binomial test. */
#include "nines/calc/counts.h"
#include <glib.h>
#include <math.h>

typedef struct {
    int64_t n;
    double low, high;
} Garwood;

static const Garwood garwood[] = {
    {0, 0, 3.6889},       {1, 0.0253, 5.5716},   {3, 0.6187, 8.7673},    {5, 1.6235, 11.6683},
    {8, 3.4538, 15.7632}, {12, 6.2006, 20.9616}, {20, 12.2165, 30.8884},
};

static void test_interval(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(garwood); i++) {
        Interval interval = count_interval(garwood[i].n, 0.95);
        g_assert_cmpfloat_with_epsilon(interval.low, garwood[i].low, 0.00005001);
        g_assert_cmpfloat_with_epsilon(interval.high, garwood[i].high, 0.00005001);
    }
    g_assert_false(interval_is_known(count_interval(-1, 0.95)));
}

static void test_change(void)
{
    g_assert_cmpfloat_with_epsilon(count_change_p(5, 1, 12, 1), 0.1435, 0.00005);
    g_assert_cmpfloat_with_epsilon(count_change_p(20, 1, 34, 1), 0.0759, 0.00005);
    g_assert_cmpfloat_with_epsilon(count_change_p(12, 31, 5, 28), 0.1522, 0.00005);
    g_assert_cmpfloat(count_change_p(0, 1, 0, 1), ==, 1);
    g_assert_cmpfloat(count_change_p(7, 1, 7, 1), ==, 1);
    g_assert_true(isnan(count_change_p(1, 0, 1, 1)));
}

/* Ten against none among equal exposures: 2 x 0.5^10. */
static void test_change_extreme(void)
{
    g_assert_cmpfloat_with_epsilon(count_change_p(10, 1, 0, 1), 2.0 / 1024, 1e-12);
    g_assert_cmpfloat_with_epsilon(count_change_p(0, 3, 10, 3), 2.0 / 1024, 1e-12);
}

static void test_ratio(void)
{
    Interval none_before = rate_ratio_interval(0, 1, 3, 1, 0.95), none_after = rate_ratio_interval(3, 1, 0, 1, 0.95);
    g_assert_true(isinf(none_before.high));
    g_assert_cmpfloat(none_after.low, ==, 0);
    g_assert_cmpfloat_with_epsilon(none_after.high, 1 / none_before.low, 1e-9);
    g_assert_false(interval_is_known(rate_ratio_interval(0, 1, 0, 1, 0.95)));
    Interval days = rate_ratio_interval(12, 31, 5, 28, 0.95), same = rate_ratio_interval(12, 1, 5, 1, 0.95);
    g_assert_cmpfloat_with_epsilon(days.low, same.low * 31 / 28, 1e-12);
    g_assert_cmpfloat_with_epsilon(days.high, same.high * 31 / 28, 1e-12);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/counts/interval", test_interval);
    g_test_add_func("/counts/change", test_change);
    g_test_add_func("/counts/change-extreme", test_change_extreme);
    g_test_add_func("/counts/ratio", test_ratio);
    return g_test_run();
}
