/* The figures of a period as JSON and as a table for the terminal: the output of `nines metrics`. */
#pragma once

#include "nines/base/json.h"
#include "nines/report/duration_statistics.h"

/* contracts (Contract*, may be NULL) give the availability rows their targets. statistics (may be NULL) add intervals,
 * verdicts and definitions beside the figures; no key changes its meaning. */
void metrics_write_json(const Figures *figures, const FigureRequest *request, const GPtrArray *contracts,
                        const PeriodStatistics *statistics, JsonWriter *w);
/* Tables for people: counts, durations, exactness, change, availability, severity, impact, coverage; array of Table*.
 */
GPtrArray *metrics_tables(const Figures *figures, const GPtrArray *contracts, const PeriodStatistics *statistics);
