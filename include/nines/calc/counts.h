/* Counts of incidents: how exact a count is as a rate, and whether two counts differ.
 *
 * Counts are taken as Poisson. Exposures (days, requests, anything proportional to the opportunity) make periods of
 * different length comparable: only their ratio matters.
 *
 *     Interval monthly = count_interval(5, 0.95);        // 1.62 to 11.67
 *     double p = count_change_p(12, 31, 5, 28);          // 12 in 31 days, then 5 in 28 days: 0.152
 */
#pragma once

#include "nines/calc/intervals.h"

/* Garwood's exact interval: chi2(a/2; 2n)/2 to chi2(1 - a/2; 2n + 2)/2. */
Interval count_interval(int64_t n, double confidence);
/* Of the mean time between n events in a time at risk, from the count's interval: the high end is infinite when n is 0,
 * the low end then the bound that the time without an event allows. None without time. */
Interval between_events_interval(int64_t n, double time, double confidence);
/* Two-sided p of "the rates are equal", exact and conditional on the sum: all outcomes that are no more likely than the
 * observed one are added. 1 when both counts are 0; NaN for an exposure that is not positive. */
double count_change_p(int64_t before, double exposure_before, int64_t after, double exposure_after);
/* Of the ratio rate after / rate before, exact (Clopper and Pearson on the conditional share). high is infinite when
 * before is 0, low is 0 when after is 0; none when both are. */
Interval rate_ratio_interval(int64_t before, double exposure_before, int64_t after, double exposure_after,
                             double confidence);
