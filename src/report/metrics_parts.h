/* The parts of the metrics that state how exact the figures are. Private to report. */
#pragma once

#include "nines/report/metrics.h"

/* "interval": median, mean and P90, each with its method. */
void metrics_write_intervals(const DurationIntervals *intervals, JsonWriter *w);
/* Keys that stand beside those of the summary, within the object of one duration or of the counts. */
void metrics_write_duration_statistics(const DurationStatistics *statistics, JsonWriter *w);
void metrics_write_count_statistics(const PeriodStatistics *statistics, JsonWriter *w);
/* "NAME": {low, high, confidence, method} of a count. */
void metrics_write_count_interval(const char *name, Interval interval, JsonWriter *w);
/* "statistics": seed, resamples, method and the period that is compared with. */
void metrics_write_settings(const PeriodStatistics *statistics, JsonWriter *w);
/* "definitions": what each figure means, by its glossary key, and each duration under the rules. */
void metrics_write_definitions(const DefinitionSet *rules, JsonWriter *w);
/* "time to resolve (TTR): from started to resolved; left out: ..." Caller frees. */
char *metrics_rule_text(const DefinitionSet *rules, DurationKind kind);
/* For the terminal. */
void metrics_add_statistics_tables(GPtrArray *tables, const PeriodStatistics *statistics);
/* An end of a resampled interval, which is no more exact than a second. */
int64_t metrics_end_ms(double ms);
/* Of the terminal: none of a handful of values, which are listed instead. */
int64_t metrics_percentile_ms(const DurationSummary *summary, double ms);
