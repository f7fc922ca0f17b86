/* All of the statistics, for callers that need several. Which header answers which question:
 *
 *     how exact is this count, did it change?        counts.h      count_interval, count_change_p
 *     how exact is this median or share?             intervals.h   median_interval, share_interval
 *     how exact is this mean, P90, anything?         bootstrap.h   bootstrap_mean, bootstrap_quantile, bootstrap_any
 *     did the durations change?                      compare.h     durations_compare, trend_name
 */
#pragma once

#include "nines/calc/bootstrap.h"
#include "nines/calc/compare.h"
#include "nines/calc/concentration.h"
#include "nines/calc/counts.h"
#include "nines/calc/drift.h"
#include "nines/calc/forecast.h"
#include "nines/calc/glossary.h"
#include "nines/calc/intervals.h"
#include "nines/calc/random.h"
#include "nines/calc/survival.h"
#include "nines/calc/trend.h"
