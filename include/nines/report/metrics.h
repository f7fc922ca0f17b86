/* The figures of a period as JSON and as tables for the terminal: the output of `nines metrics`.
 *
 *     Metrics metrics = {.figures = figures, .request = &request, .statistics = &statistics,
 *                        .by = 1U << DIMENSION_SEVERITY, .within_ms = INSTANT_NONE};
 *     metrics_write_json(&metrics, &writer);
 */
#pragma once

#include "nines/base/json.h"
#include "nines/base/table.h"
#include "nines/report/duration_statistics.h"

typedef struct {
    const Figures *figures;
    const FigureRequest *request;
    const GPtrArray *contracts; /* Contract*: targets of the availability rows; may be NULL */
    const PeriodStatistics *statistics;
    guint by;          /* a bit of each Dimension whose groups the tables show; the JSON has all */
    int64_t within_ms; /* also the share of the durations that are at most this long; INSTANT_NONE: not asked */
} Metrics;

void metrics_write_json(const Metrics *metrics, JsonWriter *w);
/* Tables for people; array of Table*. */
GPtrArray *metrics_tables(const Metrics *metrics);
/* What each column of such a table means, a line for each, from the glossary; caller frees. */
char *metrics_explain(const Metrics *metrics, const Table *table);

/* Of one duration: how many are at most so long, of how many that can be decided. An open one counts against the share
 * once it has lasted longer. */
typedef struct {
    int64_t hits, of_n, undecided_n;
    double share_ratio; /* NaN for of_n == 0 */
    Interval interval;  /* Wilson */
} WithinShare;

WithinShare metrics_within(const Metrics *metrics, DurationKind kind);
