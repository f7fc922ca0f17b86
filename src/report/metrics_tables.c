/* The figures of a period as typed tables for the terminal. */
#include "impact.h"
#include "metrics_parts.h"
#include "nines/calc/intervals.h"
#include "nines/report/target.h"
#include "save.h"
#include <math.h>

static const char *const duration_titles[N_DURATIONS] = {"TTD", "TTA", "TTM", "TTR", "repair"};

static int64_t whole_ms(double ms)
{
    return isnan(ms) ? INSTANT_NONE : llround(ms);
}

static Table *count_table(const Figures *figures)
{
    Table *table = derived_new("Counts", "incidents_n resolved_n open_n excluded_n end_before_start_n rejected_rows_n");
    derived_row(table, "iiiiii", figures->incidents_n, figures->resolved_n, figures->open_n, figures->excluded_n,
                figures->reversed_n, figures->rejected_n);
    return table;
}

/* Under six values the median has no interval that means anything. */
static Table *duration_table(const Figures *figures)
{
    Table *table = derived_new(
        "Durations", "duration n missing censored median_ms low_ms high_ms p75_ms p90_ms mean_ms max_ms total_ms");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationSummary *s = &figures->durations[kind];
        g_autoptr(GArray) values = population_values(figures->population, NULL, (DurationKind)kind);
        Interval median = median_interval((const int64_t *)(gconstpointer)values->data, s->n, 0.95);
        derived_row(table, "siiitttttttt", duration_titles[kind], s->n, s->missing, s->censored, whole_ms(s->median_ms),
                    whole_ms(median.low), whole_ms(median.high), whole_ms(s->p75_ms), whole_ms(s->p90_ms),
                    whole_ms(s->mean_ms), s->max_ms, s->total_ms);
    }
    return table;
}

static Table *availability_table(const Figures *figures, const GPtrArray *contracts)
{
    Table *table = derived_new("Availability", "service availability_ratio target_ratio counted_ms excluded_ms "
                                               "unknown_ms budget_ms remaining_ms verdict");
    for (guint i = 0; i < figures->ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(figures->ledgers, i);
        if (g_strcmp0(line->period.label, figures->period.label) != 0)
            continue;
        const LedgerTotals *totals = &line->ledger->totals;
        ServiceTarget target = service_target(contracts, line->service, &line->period, totals);
        derived_row(table, "srrttttts", line->service, ledger_availability(totals), target.target_ratio,
                    ledger_counted_ms(totals), totals->excluded_ms, totals->unknown_ms,
                    target.given ? target.budget_ms : INSTANT_NONE, target.given ? target.remaining_ms : INSTANT_NONE,
                    !target.given ? NULL
                    : target.met  ? "met"
                                  : "breached");
    }
    return table;
}

static Table *severity_table(const Figures *figures)
{
    Table *table = derived_new("By severity", "severity incidents_n TTR_median_ms TTR_P90_ms TTR_total_ms");
    for (guint i = 0; i < figures->groups[DIMENSION_SEVERITY]->len; i++) {
        const Group *group = g_ptr_array_index(figures->groups[DIMENSION_SEVERITY], i);
        const DurationSummary *ttr = &group->durations[DURATION_RESOLVE];
        derived_row(table, "sittt", group->key, group->incidents_n, whole_ms(ttr->median_ms), whole_ms(ttr->p90_ms),
                    ttr->n > 0 ? ttr->total_ms : INSTANT_NONE);
    }
    return table;
}

/* Each amount in the unit of its kind: money with its currency, staff time as a duration, all else as a count. */
static Table *impact_table(const Figures *figures)
{
    Table *table = derived_new("Impact", "kind basis low likely high amount_minor currency staff_ms incidents_n");
    for (guint i = 0; i < figures->impact->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(figures->impact, i);
        bool money = impact_is_money(sum->kind), staff = g_strcmp0(sum->kind, "staff_time") == 0;
        bool count = !money && !staff;
        derived_row(table, "ssttttsti", sum->kind, sum->computed ? "computed" : "stated",
                    count ? sum->low : INSTANT_NONE, count ? sum->likely : INSTANT_NONE,
                    count ? sum->high : INSTANT_NONE, money ? sum->likely : INSTANT_NONE, sum->currency,
                    staff ? sum->likely : INSTANT_NONE, sum->incidents_n);
    }
    return table;
}

static Table *coverage_table(const Figures *figures)
{
    Table *table = derived_new("Coverage", "time known_n of_n known_ratio");
    for (int m = 0; m < MOMENT_N; m++)
        derived_row(table, "siir", moment_name((Moment)m), figures->known_n[m], figures->incidents_n,
                    figures->incidents_n > 0 ? (double)figures->known_n[m] / (double)figures->incidents_n : NAN);
    return table;
}

GPtrArray *metrics_tables(const Figures *figures, const GPtrArray *contracts, const PeriodStatistics *statistics)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func((GDestroyNotify)table_free);
    g_ptr_array_add(tables, count_table(figures));
    g_ptr_array_add(tables, duration_table(figures));
    metrics_add_statistics_tables(tables, statistics);
    g_ptr_array_add(tables, availability_table(figures, contracts));
    g_ptr_array_add(tables, severity_table(figures));
    g_ptr_array_add(tables, impact_table(figures));
    g_ptr_array_add(tables, coverage_table(figures));
    return tables;
}
