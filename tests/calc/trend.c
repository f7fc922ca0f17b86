/* The simulation of misleading months: known limits, and the claim that it exists to check. */
#include "nines/calc/trend.h"
#include "nines/calc/random.h"
#include <glib.h>
#include <math.h>

static TrendRisk risk_of(int64_t incidents_n, double ratio, double sd)
{
    return trend_risk(&(TrendQuestion){incidents_n, ratio, sd, 4000, RANDOM_SEED});
}

/* With one incident a month both figures are that incident: P = Phi(ln(0.7) / (sd sqrt(2))) = 0.4430. */
static void test_single(void)
{
    TrendRisk risk = risk_of(1, 0.7, 1.76);
    double p = erfc(-log(0.7) / (2 * 1.76)) / 2;
    g_assert_cmpfloat_with_epsilon(risk.mean_worse_ratio, p, 0.025);
    g_assert_cmpfloat(risk.mean_worse_ratio, ==, risk.median_worse_ratio);
    g_assert_cmpfloat(risk.verdict_ratio[TREND_TOO_FEW], ==, 1);
}

/* At 8 incidents a month a true 30 % improvement shows a worse mean about one month in three. */
static void test_claim(void)
{
    double last = 0.5;
    static const int64_t months[] = {8, 15, 30, 120};
    for (gsize i = 0; i < G_N_ELEMENTS(months); i++) {
        TrendRisk risk = risk_of(months[i], 0.7, 1.76);
        if (months[i] == 8)
            g_assert_cmpfloat_with_epsilon(risk.mean_worse_ratio, 0.36, 0.05);
        g_assert_cmpfloat(risk.mean_worse_ratio, <, last);
        g_assert_cmpfloat(risk.verdict_ratio[TREND_WORSENED], <, 0.03);
        g_assert_cmpfloat(risk.mean_worse_interval.low, <, risk.mean_worse_ratio);
        last = risk.mean_worse_ratio;
    }
}

/* Without a change half of the months look worse, and the verdict claims a change in about one pair in twenty. */
static void test_no_change(void)
{
    TrendRisk risk = risk_of(20, 1, 1.2);
    g_assert_cmpfloat_with_epsilon(risk.mean_worse_ratio, 0.5, 0.03);
    g_assert_cmpfloat(risk.verdict_ratio[TREND_IMPROVED] + risk.verdict_ratio[TREND_WORSENED], <, 0.12);
}

static void test_limits(void)
{
    g_assert_cmpfloat(risk_of(10, 0.7, 0).mean_worse_ratio, ==, 0);
    g_assert_cmpfloat(risk_of(10, 1.5, 0).median_worse_ratio, ==, 0);
    g_assert_true(isnan(risk_of(0, 0.7, 1).mean_worse_ratio));
    g_assert_cmpfloat(risk_of(12, 0.5, 1).mean_worse_ratio, ==, risk_of(12, 0.5, 1).mean_worse_ratio);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/trend/single", test_single);
    g_test_add_func("/trend/claim", test_claim);
    g_test_add_func("/trend/no-change", test_no_change);
    g_test_add_func("/trend/limits", test_limits);
    return g_test_run();
}
