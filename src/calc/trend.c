#include "nines/calc/trend.h"
#include "nines/calc/random.h"
#include "nines/calc/summary.h"
#include <glib.h>
#include <math.h>

#define MEDIAN_MS 3.6e6 /* any will do: only ratios matter */

static DurationSummary draw_month(Random *random, double median_ms, double sd, int64_t *values, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        values[i] = llrint(median_ms * exp(sd * random_normal(random)));
    return duration_summary(values, n, 0, 0);
}

/* Which way a figure points, against the true change. */
static bool is_misleading(double before, double after, double true_ratio)
{
    return true_ratio < 1 ? after > before : after < before;
}

TrendRisk trend_risk(const TrendQuestion *q)
{
    TrendRisk risk = {NAN, NAN, interval_none(), {0}};
    if (q->trials <= 0 || q->incidents_n <= 0)
        return risk;
    g_autofree char *name = g_strdup_printf("trend %" G_GINT64_FORMAT, q->incidents_n);
    g_autofree int64_t *before = g_new(int64_t, (gsize)q->incidents_n), *after = g_new(int64_t, (gsize)q->incidents_n);
    Random random = random_stream(q->seed, name);
    CompareOptions options = {TREND_VERDICT_RESAMPLES, 0.95, q->seed, name};
    int64_t n = q->incidents_n, means = 0, medians = 0, verdicts = 0;
    for (int64_t i = 0; i < q->trials; i++) {
        DurationSummary from = draw_month(&random, MEDIAN_MS, q->sd, before, n);
        DurationSummary to = draw_month(&random, MEDIAN_MS * q->ratio, q->sd, after, n);
        means += is_misleading(from.mean_ms, to.mean_ms, q->ratio);
        medians += is_misleading(from.median_ms, to.median_ms, q->ratio);
        if (i % TREND_VERDICT_STEP == 0) {
            risk.verdict_ratio[durations_compare(before, n, after, n, &options).trend] += 1;
            verdicts++;
        }
    }
    risk.mean_worse_ratio = (double)means / (double)q->trials;
    risk.median_worse_ratio = (double)medians / (double)q->trials;
    risk.mean_worse_interval = share_interval(means, q->trials, 0.95);
    for (int v = 0; v <= TREND_WORSENED; v++)
        risk.verdict_ratio[v] /= (double)verdicts;
    return risk;
}
