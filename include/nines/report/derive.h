/* The derived tables: all that a report's SQL reads beside the facts. They are dropped and made again by every report,
 * so they may always be deleted, and the stock sqlite3 shell can read the figures of the report that was made last.
 *
 * Invariant: every number in them was computed by calc/ and figures.h from the facts as of one instant; a report's SQL
 * only chooses and groups. Tables: report_period, report_incident, report_window, report_segment, report_availability,
 * report_duration, report_count, report_month, report_impact, report_action, report_check, report_source,
 * report_obligation, report_derivation, report_exclusion, report_definition, report_change. docs/reports.md lists
 * their columns.
 *
 *     derive_tables(store, &request, contracts, definition_version(definition), &error);
 */
#pragma once

#include "nines/base/format.h"
#include "nines/report/figures.h"

/* In one transaction. contracts (Contract*, may be NULL) give targets, obligations and credits. */
bool derive_tables(Store *store, const FigureRequest *request, const GPtrArray *contracts, const char *version,
                   GError **error);
/* The same inside the caller's transaction, which may roll it back. */
bool derive_tables_within(Store *store, const FigureRequest *request, const GPtrArray *contracts, const char *version,
                          GError **error);
/* The functions that a report's SQL may call, beside SQLite's own: fmt_duration(ms), fmt_ratio(ratio, digits),
 * fmt_count(n, one, many), fmt_number(x), fmt_figure(name, value, currency, zone), fmt_time(at, zone), fmt_day(at,
 * zone), fmt_money(minor, currency), local_ms(at, zone), local_hour(at, zone), local_weekday(at, zone) (0 Monday),
 * local_month(at, zone) ('2022-05'). And the aggregates over durations median(ms), p75(ms), p90(ms), quantile(ms, p),
 * median_low(ms), median_high(ms), mean_low(ms), mean_high(ms), p90_low(ms), p90_high(ms): the ends are of the 95 %
 * intervals, null where there is none; those of mean and P90 take the seed as a further argument. Of counts:
 * count_low(n), count_high(n), share_low(hits, n), share_high(hits, n). words says how numbers and dates are written,
 * here and in report_period; its strings must outlive the store. */
bool derive_functions(Store *store, const Format *words, GError **error);
