/* The outlook for the rest of a period: burn rate now, and the risk that the budget will be overspent at its end.
 *
 *     BreachForecast f = breach_forecast(&(BreachQuestion){.durations_ms = counted, .n = 12, .expected_n = 4.5,
 *                                         .budget_left_ms = left, .simulations = 9999, .seed = RANDOM_SEED,
 *                                         .name = "checkout"});
 *
 * Invariant: depends on the multiset of durations, the seed and the name; a budget already overspent is a risk of 1.
 */
#pragma once

#include "nines/calc/intervals.h"

/* bad_ratio: share of the window that counted against the objective. 14.4 over one hour of a 30-day period at 99.9 %
 * spends 2 % of the budget. Infinite for a target of 1 with anything bad; 0 when nothing was. */
double burn_rate(double bad_ratio, double target_ratio);
/* Share of the period's budget that the window spends at that rate. */
double burn_budget_ratio(double rate, int64_t window_ms, int64_t period_ms);
/* How long the budget lasts at that rate; INFINITY at rate 0. */
double burn_time_left_ms(double rate, double target_ratio, int64_t budget_left_ms);

typedef struct {
    const int64_t *durations_ms; /* counted time of past incidents, in any order */
    int64_t n;
    double expected_n;      /* incidents expected in the rest of the period: rate x time left */
    int64_t budget_left_ms; /* below 0: overspent */
    int64_t simulations;
    uint64_t seed;
    const char *name; /* part of the seed */
} BreachQuestion;

typedef struct {
    double risk_ratio;        /* NaN when there is no past duration but incidents are expected */
    Interval risk_interval;   /* of the simulation's own error (Wilson) */
    double expected_ms;       /* counted time to come: mean */
    double median_ms, p90_ms; /* of the simulated sums */
} BreachForecast;

BreachForecast breach_forecast(const BreachQuestion *question);
