/* Kaplan-Meier on a worked sample, and the log-rank test. */
#include "nines/calc/survival.h"
#include <glib.h>
#include <math.h>

static const Lifetime worked[] = {{20, true},  {35, true},  {35, false}, {50, true},
                                  {90, false}, {120, true}, {240, true}, {600, false}};

static void test_worked(void)
{
    static const struct {
        int64_t ms;
        double survival;
    } steps[] = {{20, 0.875}, {35, 0.75}, {50, 0.6}, {120, 0.4}, {240, 0.2}};
    g_autoptr(SurvivalCurve) curve = survival_curve_new(worked, 8);
    g_assert_cmpuint(curve->steps->len, ==, 5);
    g_assert_cmpint(curve->censored_n, ==, 3);
    g_assert_cmpint(curve->last_ms, ==, 600);
    for (guint i = 0; i < curve->steps->len; i++) {
        const SurvivalStep *step = &g_array_index(curve->steps, SurvivalStep, i);
        g_assert_cmpint(step->ms, ==, steps[i].ms);
        g_assert_cmpfloat_with_epsilon(step->survival, steps[i].survival, 1e-12);
    }
    g_assert_cmpint(survival_median(curve), ==, 120);
    g_assert_cmpfloat(survival_at(curve, 19), ==, 1);
    g_assert_cmpfloat(survival_at(curve, 20), ==, 0.875);
    g_assert_cmpfloat_with_epsilon(survival_at(curve, 10000), 0.2, 1e-12);
}

/* Greenwood at 35: .75^2 (1/(8 7) + 1/(7 6)). */
static void test_greenwood(void)
{
    g_autoptr(SurvivalCurve) curve = survival_curve_new(worked, 8);
    double variance = 0.75 * 0.75 * (1.0 / 56 + 1.0 / 42);
    g_assert_cmpfloat_with_epsilon(g_array_index(curve->steps, SurvivalStep, 1).variance, variance, 1e-12);
}

static void test_closed_only(void)
{
    Lifetime closed[8];
    int64_t n = 0;
    for (int i = 0; i < 8; i++)
        if (worked[i].ended)
            closed[n++] = worked[i];
    g_autoptr(SurvivalCurve) curve = survival_curve_new(closed, n);
    g_assert_cmpint(survival_median(curve), ==, 50);
    g_assert_cmpfloat(survival_at(curve, 240), ==, 0);
}

static void test_order(void)
{
    Lifetime back[8];
    for (int i = 0; i < 8; i++)
        back[i] = worked[7 - i];
    g_autoptr(SurvivalCurve) curve = survival_curve_new(back, 8);
    g_assert_cmpint(survival_median(curve), ==, 120);
    g_assert_cmpfloat(survival_at(curve, 35), ==, 0.75);
}

static void test_open_only(void)
{
    static const Lifetime open[] = {{10, false}, {20, false}, {30, false}};
    g_autoptr(SurvivalCurve) curve = survival_curve_new(open, 3), none = survival_curve_new(NULL, 0);
    g_assert_cmpint(survival_median(curve), ==, INSTANT_NONE);
    g_assert_cmpfloat(survival_at(curve, 1000), ==, 1);
    g_assert_false(interval_is_known(survival_median_interval(curve, 0.95)));
    g_assert_cmpint(survival_median(none), ==, INSTANT_NONE);
}

static void test_median_interval(void)
{
    g_autoptr(SurvivalCurve) curve = survival_curve_new(worked, 8);
    Interval interval = survival_median_interval(curve, 0.95);
    g_assert_cmpfloat(interval.low, ==, 20);
    g_assert_true(isinf(interval.high));
}

/* The remission times of 42 patients under 6-MP and placebo (Freireich 1963): chi2 = 16.79. */
static void test_log_rank(void)
{
    static const Lifetime treated[] = {{6, true},   {6, true},   {6, true},   {6, false}, {7, true},   {9, false},
                                       {10, true},  {10, false}, {11, false}, {13, true}, {16, true},  {17, false},
                                       {19, false}, {20, false}, {22, true},  {23, true}, {25, false}, {32, false},
                                       {32, false}, {34, false}, {35, false}};
    static const int64_t placebo_ms[] = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23};
    Lifetime placebo[21];
    for (int i = 0; i < 21; i++)
        placebo[i] = (Lifetime){placebo_ms[i], true};
    LogRank test = log_rank_test(treated, 21, placebo, 21, 0.95);
    double p = test.p;
    g_assert_cmpfloat_with_epsilon(p, erfc(sqrt(16.793 / 2)), 1e-7);
    g_assert_cmpfloat_with_epsilon(log_rank_test(placebo, 21, treated, 21, 0.95).p, p, 1e-15);
    g_assert_cmpfloat_with_epsilon(log_rank_test(placebo, 21, placebo, 21, 0.95).p, 1, 1e-12);
    g_assert_true(isnan(log_rank_test(placebo, 21, treated, 0, 0.95).p));
    /* Observed 21, expected 10.7499, variance 6.2570, worked in exact fractions: the ratio is exp(10.2501 / 6.2570). */
    g_assert_cmpfloat_with_epsilon(test.ratio, 5.146185, 1e-5);
    g_assert_cmpfloat_with_epsilon(test.ratio_interval.low, 2.350684, 1e-5);
    g_assert_cmpfloat_with_epsilon(test.detectable_ratio, 3.062945, 1e-5);
    g_assert_cmpint(test.trend, ==, TREND_IMPROVED); /* the second sample ends sooner */
    g_assert_cmpint(log_rank_test(placebo, 21, treated, 21, 0.95).trend, ==, TREND_WORSENED);
    g_assert_cmpint(log_rank_test(placebo, 21, placebo, 21, 0.95).trend, ==, TREND_NO_CHANGE);
    g_assert_cmpint(log_rank_test(placebo, 21, treated, 5, 0.95).trend, ==, TREND_TOO_FEW);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/survival/worked", test_worked);
    g_test_add_func("/survival/greenwood", test_greenwood);
    g_test_add_func("/survival/closed-only", test_closed_only);
    g_test_add_func("/survival/order", test_order);
    g_test_add_func("/survival/open-only", test_open_only);
    g_test_add_func("/survival/median-interval", test_median_interval);
    g_test_add_func("/survival/log-rank", test_log_rank);
    return g_test_run();
}
