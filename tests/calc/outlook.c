/* Concentration, severity mix, burn rate, forecast and control charts: hand-worked answers. */
#include "nines/calc/concentration.h"
#include "nines/calc/drift.h"
#include "nines/calc/forecast.h"
#include "nines/calc/random.h"
#include <glib.h>
#include <math.h>

static void test_concentration(void)
{
    static const int64_t values[] = {1, 2, 3, 4, 90}, equal[] = {5, 5, 5, 5}, zero[] = {0, 0};
    g_assert_cmpfloat(concentration_share(values, 5, 1), ==, 0.9);
    g_assert_cmpfloat(concentration_share(values, 5, 2), ==, 0.94);
    g_assert_cmpfloat(concentration_share(values, 5, 9), ==, 1);
    g_assert_cmpint(concentration_count(values, 5, 0.5), ==, 1);
    g_assert_cmpint(concentration_count(values, 5, 0.95), ==, 3);
    g_assert_cmpint(concentration_count(zero, 2, 0.5), ==, 0);
    g_assert_true(isnan(concentration_share(zero, 2, 1)));
    g_assert_cmpfloat(concentration_gini(equal, 4), ==, 0);
    /* (-4 x 1 - 2 x 2 + 0 x 3 + 2 x 4 + 4 x 90) / (5 x 100) */
    g_assert_cmpfloat_with_epsilon(concentration_gini(values, 5), 0.72, 1e-12);
}

/* One severe value and four mild ones, at a reference of one half each: the mild weigh 1/8, the severe 1/2. */
static void test_standardised(void)
{
    StratumDuration values[] = {{10, 1}, {20, 1}, {30, 1}, {40, 1}, {35, 0}};
    static const double half[] = {1, 1}, as_observed[] = {1, 4}, absent[] = {1, 1, 2};
    double covered;
    g_assert_cmpfloat(standardised_median(values, 5, half, 2, &covered), ==, 35);
    g_assert_cmpfloat(covered, ==, 1);
    g_assert_cmpfloat(standardised_median(values, 5, as_observed, 2, NULL), ==, 30); /* the plain median */
    g_assert_cmpfloat(standardised_median(values, 5, absent, 3, &covered), ==, 35);
    g_assert_cmpfloat(covered, ==, 0.5);
    StratumDuration even[] = {{10, 0}, {20, 0}, {30, 0}, {50, 0}};
    g_assert_cmpfloat(standardised_median(even, 4, half, 1, NULL), ==, 25);
    g_assert_true(isnan(standardised_median(even, 0, half, 1, NULL)));
}

static void test_burn(void)
{
    int64_t hour = 3600000, month = 30 * 24 * hour;
    g_assert_cmpfloat_with_epsilon(burn_rate(0.0144, 0.999), 14.4, 1e-9);
    g_assert_cmpfloat_with_epsilon(burn_budget_ratio(14.4, hour, month), 0.02, 1e-12);
    g_assert_true(isinf(burn_rate(0.1, 1)));
    g_assert_cmpfloat(burn_rate(0, 1), ==, 0);
    g_assert_cmpfloat_with_epsilon(burn_time_left_ms(1, 0.999, 1000), 1e6, 1e-3);
    g_assert_true(isinf(burn_time_left_ms(0, 0.999, 1000)));
    g_assert_cmpfloat(burn_time_left_ms(3, 0.999, -5), ==, 0);
}

/* All incidents last as long as the budget: a breach needs two, P = 1 - e^-m (1 + m). */
static void test_forecast(void)
{
    static const int64_t ten[] = {10, 10, 10};
    BreachQuestion q = {ten, 3, 1.5, 10, 99999, RANDOM_SEED, "checkout"};
    BreachForecast f = breach_forecast(&q);
    double p = 1 - exp(-1.5) * 2.5;
    g_assert_cmpfloat_with_epsilon(f.risk_ratio, p, 0.006);
    g_assert_cmpfloat(f.risk_interval.low, <, p);
    g_assert_cmpfloat(f.risk_interval.high, >, p);
    g_assert_cmpfloat_with_epsilon(f.expected_ms, 15, 0.2);
    q.expected_n = 40; /* large means are split; the sum has mean 400 */
    g_assert_cmpfloat_with_epsilon(breach_forecast(&q).expected_ms, 400, 1);
    g_assert_cmpfloat(breach_forecast(&q).risk_ratio, ==, 1);
    q.budget_left_ms = -1;
    q.expected_n = 0;
    g_assert_cmpfloat(breach_forecast(&q).risk_ratio, ==, 1);
    q.budget_left_ms = 0;
    g_assert_cmpfloat(breach_forecast(&q).risk_ratio, ==, 0);
    q.n = 0;
    q.expected_n = 2;
    g_assert_true(isnan(breach_forecast(&q).risk_ratio));
}

static void test_forecast_order(void)
{
    static const int64_t up[] = {1, 20, 300, 4000}, down[] = {4000, 300, 20, 1};
    BreachQuestion q = {up, 4, 3, 2000, 999, 1, "a"}, back = {down, 4, 3, 2000, 999, 1, "a"};
    g_assert_cmpfloat(breach_forecast(&q).risk_ratio, ==, breach_forecast(&back).risk_ratio);
}

static void test_xmr(void)
{
    /* mean 10, moving ranges 2 2 2 2 2 -> 10 +- 5.32 */
    static const double values[] = {9, 11, 9, 11, 9, 11};
    ControlLimits limits = xmr_limits(values, 6);
    g_assert_cmpfloat_with_epsilon(limits.centre, 10, 1e-12);
    g_assert_cmpfloat_with_epsilon(limits.low, 4.68, 1e-12);
    g_assert_cmpfloat_with_epsilon(limits.high, 15.32, 1e-12);
    g_assert_true(isnan(xmr_limits(values, 5).centre));
    double later[] = {9, 16, 11, 11, 11, 11, 11, 11, 11, 9, 4};
    ControlSignal signals[11];
    g_assert_cmpint(control_signals(later, 11, &limits, signals), ==, 3);
    g_assert_cmpint(signals[1], ==, SIGNAL_OUTSIDE);
    g_assert_cmpint(signals[7], ==, SIGNAL_NONE);
    g_assert_cmpint(signals[8], ==, SIGNAL_RUN);
    g_assert_cmpint(signals[10], ==, SIGNAL_OUTSIDE);
    g_assert_cmpstr(control_signal_name(SIGNAL_RUN), ==, "run on one side");
}

/* Mean gap 1: P(gap <= k) = 1 - 2^-(k+1), so the median is 0 and the upper limit 9 (1 - 2^-10 = .99902). */
static void test_g_chart(void)
{
    static const int64_t gaps[] = {0, 2, 1, 1, 0, 2};
    ControlLimits limits = g_chart_limits(gaps, 6);
    g_assert_cmpfloat(limits.centre, ==, 0);
    g_assert_cmpfloat(limits.low, ==, 0);
    g_assert_cmpfloat(limits.high, ==, 9);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/outlook/concentration", test_concentration);
    g_test_add_func("/outlook/standardised", test_standardised);
    g_test_add_func("/outlook/burn", test_burn);
    g_test_add_func("/outlook/forecast", test_forecast);
    g_test_add_func("/outlook/forecast-order", test_forecast_order);
    g_test_add_func("/outlook/xmr", test_xmr);
    g_test_add_func("/outlook/g-chart", test_g_chart);
    return g_test_run();
}
