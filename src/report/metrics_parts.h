/* The parts of the metrics that state how exact the figures are. Private to report. */
#pragma once

#include "nines/report/metrics.h"

/* Keys that stand beside those of the summary, within the object of one duration or of the counts. */
void metrics_write_duration_statistics(const DurationStatistics *statistics, BootstrapMethod method, JsonWriter *w);
void metrics_write_count_statistics(const PeriodStatistics *statistics, JsonWriter *w);
/* "statistics": seed, resamples, method and the period that is compared with. */
void metrics_write_settings(const PeriodStatistics *statistics, JsonWriter *w);
/* "definitions": what each figure means, by its glossary key, and each duration under the rules. */
void metrics_write_definitions(const DefinitionSet *rules, JsonWriter *w);
/* For the terminal; NULL-safe. */
void metrics_add_statistics_tables(GPtrArray *tables, const PeriodStatistics *statistics);
