#include "nines/calc/forecast.h"
#include "nines/calc/random.h"
#include "nines/calc/summary.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>

double burn_rate(double bad_ratio, double target_ratio)
{
    return bad_ratio > 0 ? bad_ratio / (1 - target_ratio) : 0;
}

double burn_budget_ratio(double rate, int64_t window_ms, int64_t period_ms)
{
    return rate * (double)window_ms / (double)period_ms;
}

double burn_time_left_ms(double rate, double target_ratio, int64_t budget_left_ms)
{
    if (budget_left_ms <= 0)
        return 0;
    return rate > 0 ? (double)budget_left_ms / (rate * (1 - target_ratio)) : INFINITY;
}

static int compare_integers(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t simulate_rest(Random *random, const int64_t *sorted, int64_t n, double expected_n)
{
    int64_t sum = 0;
    for (int64_t k = random_poisson(random, expected_n); k > 0; k--)
        sum += sorted[random_below(random, (uint64_t)n)];
    return sum;
}

BreachForecast breach_forecast(const BreachQuestion *q)
{
    BreachForecast unknown = {NAN, interval_none(), NAN, NAN, NAN};
    bool nothing_to_come = !(q->expected_n > 0);
    if ((q->n <= 0 && !nothing_to_come) || q->simulations <= 0)
        return unknown;
    g_autofree int64_t *sorted = g_new(int64_t, (gsize)MAX(q->n, 1)), *sums = g_new(int64_t, (gsize)q->simulations);
    for (int64_t i = 0; i < q->n; i++)
        sorted[i] = q->durations_ms[i];
    qsort(sorted, (size_t)q->n, sizeof *sorted, compare_integers);
    Random random = random_stream(q->seed, q->name);
    int64_t breaches = 0;
    for (int64_t i = 0; i < q->simulations; i++) {
        sums[i] = nothing_to_come ? 0 : simulate_rest(&random, sorted, q->n, q->expected_n);
        breaches += sums[i] > q->budget_left_ms;
    }
    DurationSummary summary = duration_summary(sums, q->simulations, 0, 0);
    return (BreachForecast){(double)breaches / (double)q->simulations, share_interval(breaches, q->simulations, 0.95),
                            summary.mean_ms, summary.median_ms, summary.p90_ms};
}
