/* The comparison of two sets of durations: vectors, and the properties that any honest test has. */
#include "nines/calc/compare.h"
#include "nines/calc/random.h"
#include <glib.h>
#include <math.h>

static void fill(int64_t *values, int64_t n, double median_ms, double sd, const char *name)
{
    Random random = random_stream(7, name);
    for (int64_t i = 0; i < n; i++)
        values[i] = (int64_t)(median_ms * exp(sd * random_normal(&random)));
}

static void test_detectable(void)
{
    g_assert_cmpfloat_with_epsilon(detectable_ratio(1.76, 15, 15), 6.05, 0.005);
    g_assert_cmpfloat_with_epsilon(detectable_ratio(1.76, 100, 100), 2.01, 0.005);
    g_assert_true(isnan(detectable_ratio(1.76, 0, 15)));
}

static void test_identical(void)
{
    int64_t values[40];
    fill(values, 40, 3.6e6, 1.5, "identical");
    CompareOptions options = compare_options("ttr");
    Comparison c = durations_compare(values, 40, values, 40, &options);
    g_assert_cmpfloat(c.p, ==, 1);
    g_assert_cmpfloat(c.ratio, ==, 1);
    g_assert_cmpint(c.trend, ==, TREND_NO_CHANGE);
    g_assert_cmpfloat(c.ratio_interval.low, <, 1);
    g_assert_cmpfloat(c.ratio_interval.high, >, 1);
}

static void test_too_few(void)
{
    static const int64_t five[] = {60000, 120000, 180000, 240000, 300000}, six[] = {1000, 1000, 1000, 1000, 1000, 1000};
    CompareOptions options = compare_options("ttr");
    Comparison c = durations_compare(five, 5, six, 6, &options);
    g_assert_cmpint(c.trend, ==, TREND_TOO_FEW);
    g_assert_true(isnan(c.p));
    g_assert_false(interval_is_known(c.ratio_interval));
    c = durations_compare(five, 0, six, 6, &options);
    g_assert_true(isnan(c.ratio));
    g_assert_cmpint(durations_compare(six, 6, six, 6, &options).trend, ==, TREND_NO_CHANGE);
}

/* Six short against six long durations: only 2 of the 924 divisions are as extreme, so p is close to 2/924. */
static void test_separated(void)
{
    static const int64_t lower[] = {1000, 2000, 3000, 4000, 5000, 6000};
    static const int64_t upper[] = {60000, 62000, 64000, 66000, 68000, 70000};
    CompareOptions options = compare_options("ttr");
    Comparison worse = durations_compare(lower, 6, upper, 6, &options);
    g_assert_cmpint(worse.trend, ==, TREND_WORSENED);
    g_assert_cmpfloat_with_epsilon(worse.p, 2.0 / 924, 0.0015);
    Comparison better = durations_compare(upper, 6, lower, 6, &options);
    g_assert_cmpint(better.trend, ==, TREND_IMPROVED);
    g_assert_cmpfloat_with_epsilon(better.ratio * worse.ratio, 1, 1e-12);
}

static void test_order(void)
{
    int64_t a[30], b[25], a_back[30], b_back[25];
    fill(a, 30, 3.6e6, 1.2, "a");
    fill(b, 25, 1.8e6, 1.2, "b");
    for (int i = 0; i < 30; i++)
        a_back[i] = a[29 - i];
    for (int i = 0; i < 25; i++)
        b_back[i] = b[24 - i];
    CompareOptions options = compare_options("ttr");
    Comparison forth = durations_compare(a, 30, b, 25, &options);
    Comparison back = durations_compare(a_back, 30, b_back, 25, &options);
    g_assert_cmpfloat(forth.p, ==, back.p);
    g_assert_cmpfloat(forth.ratio, ==, back.ratio);
    g_assert_cmpfloat(forth.ratio_interval.low, ==, back.ratio_interval.low);
    g_assert_cmpfloat(forth.ratio_interval.high, ==, back.ratio_interval.high);
}

/* Durations in other units: the ratio, its interval and p stay. */
static void test_scale(void)
{
    int64_t a[20], b[35], a_seven[20], b_seven[35];
    fill(a, 20, 3.6e6, 1.2, "a");
    fill(b, 35, 1.2e6, 1.2, "b");
    for (int i = 0; i < 20; i++)
        a_seven[i] = 7 * a[i];
    for (int i = 0; i < 35; i++)
        b_seven[i] = 7 * b[i];
    CompareOptions options = compare_options("ttr");
    Comparison once = durations_compare(a, 20, b, 35, &options);
    Comparison seven = durations_compare(a_seven, 20, b_seven, 35, &options);
    g_assert_cmpfloat(once.p, ==, seven.p);
    g_assert_cmpfloat_with_epsilon(once.ratio, seven.ratio, 1e-9);
    g_assert_cmpfloat_with_epsilon(once.ratio_interval.low, seven.ratio_interval.low, 1e-9);
    g_assert_cmpfloat_with_epsilon(once.ratio_interval.high, seven.ratio_interval.high, 1e-9);
}

/* The further the later sample is moved, the larger the ratio; p never rises on the way out. */
static void test_monotone(void)
{
    int64_t a[24], b[24];
    fill(a, 24, 3.6e6, 1.0, "a");
    CompareOptions options = compare_options("ttr");
    double last_p = 1, last_ratio = 1;
    for (int step = 1; step <= 8; step++) {
        for (int i = 0; i < 24; i++)
            b[i] = (int64_t)((double)a[i] * (1 + 0.25 * step));
        Comparison c = durations_compare(a, 24, b, 24, &options);
        g_assert_cmpfloat(c.p, <=, last_p + 0.005);
        g_assert_cmpfloat(c.ratio, >, last_ratio);
        last_p = c.p;
        last_ratio = c.ratio;
    }
    g_assert_cmpfloat(last_p, <, 0.01);
}

/* Unequal sizes and the inverted test: a true factor lies in the 95 % interval about 95 times in 100. */
static void test_coverage(void)
{
    CompareOptions options = compare_options("coverage");
    options.resamples = 999;
    int inside = 0;
    for (int i = 0; i < 400; i++) {
        g_autofree char *name = g_strdup_printf("coverage %d", i);
        int64_t a[12], b[30];
        Random random = random_stream(1, name);
        for (int k = 0; k < 12; k++)
            a[k] = (int64_t)(3.6e6 * exp(random_normal(&random)));
        for (int k = 0; k < 30; k++)
            b[k] = (int64_t)(0.5 * 3.6e6 * exp(random_normal(&random)));
        Comparison c = durations_compare(a, 12, b, 30, &options);
        inside += c.ratio_interval.low <= 0.5 && c.ratio_interval.high >= 0.5;
    }
    g_assert_cmpint(inside, >=, 366); /* 380 expected, sd 4.4 */
    g_assert_cmpint(inside, <=, 394);
}

/* Either side of the size from which the limit law answers: one value more hardly changes p or the interval. */
static void test_limit(void)
{
    int64_t n = COMPARE_MOST + 1;
    g_autofree int64_t *a = g_new(int64_t, (gsize)n), *b = g_new(int64_t, (gsize)n);
    fill(a, n, 3.6e6, 1.2, "many");
    fill(b, n, 3.54e6, 1.2, "more");
    CompareOptions options = compare_options("ttr");
    options.resamples = 1999;
    Comparison dealt = durations_compare(a, n - 1, b, n - 1, &options), limit = durations_compare(a, n, b, n, &options);
    g_assert_cmpfloat_with_epsilon(dealt.p, limit.p, 4 * sqrt(limit.p * (1 - limit.p) / 1999) + 0.001);
    g_assert_cmpfloat_with_epsilon(dealt.ratio_interval.low, limit.ratio_interval.low, 0.003);
    g_assert_cmpfloat_with_epsilon(dealt.ratio_interval.high, limit.ratio_interval.high, 0.003);
    g_assert_cmpfloat(durations_compare(a, n, a, n, &options).p, ==, 1);
}

static void test_floor(void)
{
    g_assert_cmpfloat(duration_ln(0), ==, log(1000));
    g_assert_cmpfloat(duration_ln(-5), ==, log(1000));
    g_assert_cmpfloat(duration_ln(1001), ==, log(1001));
}

static void test_counts(void)
{
    g_assert_cmpint(counts_trend(5, 1, 0, 1, 0.95), ==, TREND_TOO_FEW);
    g_assert_cmpint(counts_trend(6, 1, 0, 1, 0.95), ==, TREND_IMPROVED); /* p = 2/64 */
    g_assert_cmpint(counts_trend(5, 1, 12, 1, 0.95), ==, TREND_NO_CHANGE);
    g_assert_cmpint(counts_trend(5, 1, 30, 1, 0.95), ==, TREND_WORSENED);
    g_assert_cmpstr(trend_name(TREND_NO_CHANGE), ==, "no distinguishable change");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/compare/detectable", test_detectable);
    g_test_add_func("/compare/identical", test_identical);
    g_test_add_func("/compare/too-few", test_too_few);
    g_test_add_func("/compare/separated", test_separated);
    g_test_add_func("/compare/order", test_order);
    g_test_add_func("/compare/scale", test_scale);
    g_test_add_func("/compare/monotone", test_monotone);
    g_test_add_func("/compare/coverage", test_coverage);
    g_test_add_func("/compare/limit", test_limit);
    g_test_add_func("/compare/floor", test_floor);
    g_test_add_func("/compare/counts", test_counts);
    return g_test_run();
}
