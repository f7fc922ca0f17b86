#include "nines/calc/survival.h"
#include "nines/base/sort.h"
#include "nines/calc/distributions.h"
#include <math.h>

#define LEAST 6

/* By length; at equal length the ended come first, so that a duration censored there was at risk. Sorted as whole
 * numbers: twice the length, and one more when it is censored. */
static Lifetime *sorted_copy(const Lifetime *lifetimes, int64_t n)
{
    g_autofree int64_t *keys = g_new(int64_t, (gsize)MAX(n, 1));
    Lifetime *copy = g_new(Lifetime, (gsize)MAX(n, 1));
    for (int64_t i = 0; i < n; i++)
        keys[i] = 2 * lifetimes[i].ms + !lifetimes[i].ended;
    sort_int64(keys, n);
    for (int64_t i = 0; i < n; i++)
        copy[i] = (Lifetime){(keys[i] - (keys[i] & 1)) / 2, (keys[i] & 1) == 0};
    return copy;
}

/* How many ended at exactly ms; *i moves past everything of that length. */
static int64_t take_length(const Lifetime *sorted, int64_t n, int64_t *i, int64_t ms)
{
    int64_t ended = 0;
    for (; *i < n && sorted[*i].ms == ms; ++*i)
        ended += sorted[*i].ended;
    return ended;
}

SurvivalCurve *survival_curve_new(const Lifetime *lifetimes, int64_t n)
{
    g_autofree Lifetime *sorted = sorted_copy(lifetimes, n);
    SurvivalCurve *curve = g_new0(SurvivalCurve, 1);
    curve->n = curve->censored_n = n;
    curve->last_ms = n > 0 ? sorted[n - 1].ms : 0;
    curve->steps = g_array_new(FALSE, FALSE, sizeof(SurvivalStep));
    double survival = 1, greenwood = 0;
    for (int64_t i = 0; i < n;) {
        SurvivalStep step = {.ms = sorted[i].ms, .at_risk = n - i};
        step.ended = take_length(sorted, n, &i, step.ms);
        if (step.ended == 0)
            continue;
        double risk = (double)step.at_risk, ended = (double)step.ended;
        survival *= (risk - ended) / risk;
        greenwood += ended / (risk * (risk - ended));
        step.survival = survival;
        step.variance = survival > 0 ? survival * survival * greenwood : 0;
        curve->censored_n -= step.ended;
        g_array_append_val(curve->steps, step);
    }
    return curve;
}

void survival_curve_free(SurvivalCurve *curve)
{
    if (!curve)
        return;
    g_array_unref(curve->steps);
    g_free(curve);
}

double survival_at(const SurvivalCurve *curve, int64_t ms)
{
    double survival = 1;
    for (guint i = 0; i < curve->steps->len; i++) {
        const SurvivalStep *step = &g_array_index(curve->steps, SurvivalStep, i);
        if (step->ms > ms)
            break;
        survival = step->survival;
    }
    return survival;
}

Interval survival_interval(const SurvivalStep *step, double confidence)
{
    double s = step->survival;
    if (s <= 0 || s >= 1)
        return interval_none();
    double half = normal_quantile(0.5 + confidence / 2) * sqrt(step->variance) / (s * fabs(log(s)));
    return (Interval){pow(s, exp(half)), pow(s, exp(-half))};
}

int64_t survival_quantile(const SurvivalCurve *curve, double p)
{
    for (guint i = 0; i < curve->steps->len; i++) {
        const SurvivalStep *step = &g_array_index(curve->steps, SurvivalStep, i);
        if (step->survival <= 1 - p + 1e-12) /* the product may miss the share by a rounding */
            return step->ms;
    }
    return INSTANT_NONE;
}

int64_t survival_median(const SurvivalCurve *curve)
{
    return survival_quantile(curve, 0.5);
}

Interval survival_median_interval(const SurvivalCurve *curve, double confidence)
{
    Interval found = {NAN, INFINITY};
    if (curve->steps->len == 0 || curve->n < LEAST)
        return interval_none();
    for (guint i = 0; i < curve->steps->len; i++) {
        const SurvivalStep *step = &g_array_index(curve->steps, SurvivalStep, i);
        Interval band = survival_interval(step, confidence);
        bool at_end = step->survival <= 0;
        if (isnan(found.low) && (at_end || band.low <= 0.5))
            found.low = (double)step->ms;
        if (isinf(found.high) && !at_end && band.high <= 0.5)
            found.high = (double)step->ms;
    }
    return isnan(found.low) ? interval_none() : found;
}

typedef struct {
    double surplus, variance; /* ends of the later sample beyond what chance would give it */
} Surplus;

/* At each length with an end: how many of those would have been the later sample's by chance, and how that varies. */
static Surplus surplus_of(const Lifetime *a, int64_t before_n, const Lifetime *b, int64_t after_n)
{
    Surplus sum = {0};
    for (int64_t i = 0, j = 0; i < before_n && j < after_n;) {
        double risk_a = (double)(before_n - i), risk_b = (double)(after_n - j), risk = risk_a + risk_b;
        int64_t ms = MIN(a[i].ms, b[j].ms);
        double ended_a = (double)take_length(a, before_n, &i, ms), ended_b = (double)take_length(b, after_n, &j, ms);
        double ended = ended_a + ended_b, share = risk_b / risk;
        sum.surplus += ended_b - ended * share;
        if (risk > 1)
            sum.variance += ended * share * (1 - share) * (risk - ended) / (risk - 1);
    }
    return sum;
}

static Trend log_rank_trend(const LogRank *test, int64_t before_n, int64_t after_n, double confidence)
{
    if (MIN(before_n, after_n) < COMPARE_LEAST)
        return TREND_TOO_FEW;
    if (!(test->p <= 1 - confidence))
        return TREND_NO_CHANGE;
    return test->ratio > 1 ? TREND_IMPROVED : TREND_WORSENED;
}

LogRank log_rank_test(const Lifetime *before, int64_t before_n, const Lifetime *after, int64_t after_n,
                      double confidence)
{
    LogRank test = {TREND_TOO_FEW, NAN, NAN, interval_none(), NAN};
    if (before_n <= 0 || after_n <= 0)
        return test;
    g_autofree Lifetime *a = sorted_copy(before, before_n), *b = sorted_copy(after, after_n);
    Surplus sum = surplus_of(a, before_n, b, after_n);
    test.p = 1;
    if (sum.variance > 0) {
        double reach = normal_quantile(0.5 + confidence / 2) * sqrt(sum.variance);
        test.p = erfc(fabs(sum.surplus) / sqrt(2 * sum.variance));
        test.ratio = exp(sum.surplus / sum.variance);
        test.ratio_interval =
            (Interval){exp((sum.surplus - reach) / sum.variance), exp((sum.surplus + reach) / sum.variance)};
        test.detectable_ratio = exp((1.96 + 0.84) / sqrt(sum.variance));
    }
    test.trend = log_rank_trend(&test, before_n, after_n, confidence);
    return test;
}
