/* The figures of a period as typed tables for the terminal. */
#include "impact.h"
#include "metrics_parts.h"
#include "nines/base/format.h"
#include "nines/base/money.h"
#include "nines/report/target.h"
#include "save.h"
#include <math.h>
#include <string.h>

#define LISTED_BELOW 6 /* fewer durations are listed in place of percentiles */

static Table *count_table(const Metrics *metrics)
{
    const Figures *figures = metrics->figures;
    Interval interval = metrics->statistics->count.interval;
    Table *table =
        derived_new("Counts", "incidents_n count_low count_high resolved_n open_n excluded_n end_before_start_n "
                              "rejected_rows_n");
    derived_row(table, "irriiiii", figures->incidents_n, interval.low, interval.high, figures->resolved_n,
                figures->open_n, figures->excluded_n, figures->reversed_n, figures->rejected_n);
    return table;
}

/* ---- durations ---- */

static char *listed(const Population *population, const GArray *rows, DurationKind kind)
{
    g_autoptr(GArray) values = population_values(population, rows, kind);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < values->len && values->len < LISTED_BELOW; i++) {
        g_autofree char *one = format_duration(g_array_index(values, int64_t, i));
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", one);
    }
    return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

int64_t metrics_percentile_ms(const DurationSummary *summary, double ms)
{
    return summary->n < LISTED_BELOW ? INSTANT_NONE : whole_ms(ms);
}

static bool any_listed(const Metrics *metrics)
{
    for (int kind = 0; kind < N_DURATIONS; kind++)
        if (metrics->figures->durations[kind].n > 0 && metrics->figures->durations[kind].n < LISTED_BELOW)
            return true;
    return false;
}

static Table *duration_table(const Metrics *metrics)
{
    bool lists = any_listed(metrics);
    g_autofree char *columns = g_strconcat("duration n missing censored median_ms median_low_ms median_high_ms p75_ms "
                                           "p90_ms mean_ms max_ms total_ms",
                                           lists ? " values" : "", NULL);
    Table *table = derived_new("Durations", columns);
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        const DurationSummary *s = &metrics->figures->durations[kind];
        Interval median = metrics->statistics->durations[kind].intervals.median;
        g_autofree char *values = listed(metrics->figures->population, NULL, (DurationKind)kind);
        derived_row(table, lists ? "siiitttttttts" : "siiitttttttt", duration_title((DurationKind)kind), s->n,
                    s->missing, s->censored, whole_ms(s->median_ms), whole_ms(median.low), whole_ms(median.high),
                    metrics_percentile_ms(s, s->p75_ms), metrics_percentile_ms(s, s->p90_ms), whole_ms(s->mean_ms),
                    s->max_ms, s->total_ms, values);
    }
    return table;
}

WithinShare metrics_within(const Metrics *metrics, DurationKind kind)
{
    WithinShare share = {0};
    const GArray *rows = metrics->figures->population->rows;
    for (guint i = 0; i < rows->len; i++) {
        const PopulationRow *row = &g_array_index(rows, PopulationRow, i);
        DurationStatus status = row->status[kind];
        bool is_within = row->duration_ms[kind] <= metrics->within_ms;
        share.hits += status <= DURATION_CLAMPED && is_within;
        share.of_n += status <= DURATION_CLAMPED || (status == DURATION_CENSORED && !is_within);
        share.undecided_n += status == DURATION_CENSORED && is_within;
    }
    share.share_ratio = share.of_n > 0 ? (double)share.hits / (double)share.of_n : NAN;
    share.interval = share_interval(share.hits, share.of_n, STATISTICS_CONFIDENCE);
    return share;
}

static Table *within_table(const Metrics *metrics)
{
    g_autofree char *limit = format_duration(metrics->within_ms);
    g_autofree char *name = g_strdup_printf("Within %s (95 %% interval by Wilson)", limit);
    Table *table = derived_new(name, "duration within_n of_n undecided_n share_ratio low_ratio high_ratio");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        WithinShare share = metrics_within(metrics, (DurationKind)kind);
        derived_row(table, "siiirrr", duration_title((DurationKind)kind), share.hits, share.of_n, share.undecided_n,
                    share.share_ratio, share.interval.low, share.interval.high);
    }
    return table;
}

/* ---- groups ---- */

static void group_row(const Metrics *metrics, const Group *group, Table *table)
{
    const PeriodStatistics *statistics = metrics->statistics;
    const DurationSummary *ttr = &group->durations[DURATION_RESOLVE];
    DurationIntervals in =
        group_intervals(metrics->figures->population, group, DURATION_RESOLVE, statistics->method, statistics->seed);
    Interval count = count_interval(group->incidents_n, STATISTICS_CONFIDENCE);
    derived_row(table, "sirriittttttttts", group->key, group->incidents_n, count.low, count.high, ttr->n, ttr->censored,
                whole_ms(ttr->median_ms), whole_ms(in.median.low), whole_ms(in.median.high), whole_ms(ttr->mean_ms),
                metrics_end_ms(in.mean.low), metrics_end_ms(in.mean.high), metrics_percentile_ms(ttr, ttr->p90_ms),
                metrics_end_ms(in.p90.low), metrics_end_ms(in.p90.high),
                interval_is_known(in.mean) ? statistics_method_name(in.method) : NULL);
}

static Table *group_table(const Metrics *metrics, Dimension dimension)
{
    const GPtrArray *groups = metrics->figures->groups[dimension];
    g_autofree char *spoken = g_strdelimit(g_strdup(dimension_name(dimension)), "_", ' ');
    g_autofree char *name = g_strdup_printf("Time to resolve by %s", spoken);
    g_autofree char *columns = g_strconcat(dimension_name(dimension),
                                           " incidents_n count_low count_high n censored median_ms median_low_ms "
                                           "median_high_ms mean_ms mean_low_ms mean_high_ms p90_ms p90_low_ms "
                                           "p90_high_ms intervals",
                                           NULL);
    Table *table = derived_new(name, columns);
    for (guint i = 0; i < groups->len; i++)
        group_row(metrics, g_ptr_array_index(groups, i), table);
    return table;
}

/* ---- availability ---- */

/* Without an outage the mean is only known to be at least the time that was measured. */
static char *mtbf_text(const Mtbf *mtbf)
{
    g_autofree char *length = format_duration(mtbf->mean_ms != INSTANT_NONE ? mtbf->mean_ms : mtbf->up_ms);
    return g_strconcat(mtbf->mean_ms != INSTANT_NONE ? "" : "≥ ", length, NULL);
}

static void availability_row(const Metrics *metrics, const ServiceLedger *line, Table *table)
{
    const LedgerTotals *totals = &line->ledger->totals;
    ServiceTarget target = service_target(metrics->contracts, line->service, &line->period, totals);
    Mtbf mtbf = ledger_mtbf(totals, STATISTICS_CONFIDENCE);
    g_autofree char *between = mtbf_text(&mtbf);
    derived_row(table, "srrtttttsistt", line->service, ledger_availability(totals), target.target_ratio,
                ledger_counted_ms(totals), totals->excluded_ms, totals->unknown_ms,
                target.given ? target.budget_ms : INSTANT_NONE, target.given ? target.remaining_ms : INSTANT_NONE,
                !target.given ? NULL
                : target.met  ? "met"
                              : "breached",
                totals->outages_n, between, whole_ms(mtbf.interval.low), whole_ms(mtbf.interval.high));
}

static Table *availability_table(const Metrics *metrics)
{
    const Figures *figures = metrics->figures;
    Table *table =
        derived_new("Availability", "service availability_ratio target_ratio counted_ms excluded_ms unknown_ms "
                                    "budget_ms remaining_ms verdict outages_n MTBF MTBF_low_ms MTBF_high_ms");
    for (guint i = 0; i < figures->ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(figures->ledgers, i);
        if (g_strcmp0(line->period.label, figures->period.label) == 0)
            availability_row(metrics, line, table);
    }
    return table;
}

/* ---- impact ---- */

static char *amount_text(const char *kind, const char *currency, int64_t amount)
{
    Format format = format_default();
    format.currency = currency;
    if (impact_is_money(kind))
        return format_money(amount, &format);
    if (strcmp(kind, "staff_time") == 0 || strcmp(kind, "counted_time") == 0)
        return format_duration(amount);
    return format_count(amount, &format);
}

/* "EUR 3,000.00 (EUR 1,500.00 to EUR 4,500.00)" */
static char *range_text(const ImpactSum *sum)
{
    g_autofree char *likely = amount_text(sum->kind, sum->currency, sum->likely);
    if (sum->low == sum->likely && sum->high == sum->likely)
        return g_steal_pointer(&likely);
    g_autofree char *low = amount_text(sum->kind, sum->currency, sum->low);
    g_autofree char *high = amount_text(sum->kind, sum->currency, sum->high);
    return g_strdup_printf("%s (%s to %s)", likely, low, high);
}

static const ImpactSum *find_sum(const GPtrArray *sums, const ImpactSum *like, bool from_rates)
{
    for (guint i = 0; i < sums->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(sums, i);
        if (sum->computed == from_rates && sum->from_rates == from_rates && strcmp(sum->kind, like->kind) == 0 &&
            g_strcmp0(sum->currency, like->currency) == 0)
            return sum;
    }
    return NULL;
}

static char *spoken_kind(const char *kind, const char *currency)
{
    g_autofree char *words = g_strdelimit(g_strdup(kind), "_", ' ');
    return currency != NULL ? g_strdup_printf("%s, %s", words, currency) : g_strdup(words);
}

static void impact_row(Table *table, const char *kind, const ImpactSum *stated, const ImpactSum *computed)
{
    g_autofree char *left = stated != NULL ? range_text(stated) : NULL;
    g_autofree char *right = computed != NULL ? range_text(computed) : NULL;
    const char *note = computed != NULL && computed->note != NULL ? computed->note
                       : stated != NULL                           ? stated->note
                                                                  : NULL;
    derived_row(table, "ssisis", kind, left, stated != NULL ? stated->incidents_n : INSTANT_NONE, right,
                computed != NULL ? computed->incidents_n : INSTANT_NONE, note);
}

/* What the records say beside what the rates give; one line for each kind and currency. What a record itself calls
 * computed stands apart from both. */
static Table *impact_table(const Figures *figures)
{
    Table *table = derived_new("Impact", "kind stated stated_incidents_n computed computed_incidents_n exchange");
    for (guint i = 0; i < figures->impact->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(figures->impact, i);
        g_autofree char *kind = spoken_kind(sum->kind, sum->currency);
        g_autofree char *by_source = g_strconcat(kind, " (computed by the record)", NULL);
        const ImpactSum *stated = find_sum(figures->impact, sum, false);
        const ImpactSum *computed = find_sum(figures->impact, sum, true);
        if (sum->computed && !sum->from_rates)
            impact_row(table, by_source, NULL, sum);
        else if (sum == (stated != NULL ? stated : computed))
            impact_row(table, kind, stated, computed);
    }
    return table;
}

static Table *harm_table(const Figures *figures)
{
    Table *table = derived_new("Concentration of harm", "harm total incidents_n worst_ratio worst_3_ratio "
                                                        "worst_5_ratio without_worst worst_incidents");
    for (guint i = 0; i < figures->harm->len; i++) {
        const Harm *harm = g_ptr_array_index(figures->harm, i);
        g_autofree char *kind = spoken_kind(harm->measure, harm->currency);
        g_autofree char *total = amount_text(harm->measure, harm->currency, harm->total);
        g_autofree char *rest = amount_text(harm->measure, harm->currency, harm->without_worst);
        g_autofree char *worst = harm_worst_text(harm);
        derived_row(table, "ssirrrss", kind, total, harm->incidents_n, harm->worst_ratio[0], harm->worst_ratio[1],
                    harm->worst_ratio[2], rest, worst);
    }
    return table;
}

static Table *coverage_table(const Figures *figures)
{
    Table *table = derived_new("Coverage", "time known_n of_n known_ratio low_ratio high_ratio");
    for (int m = 0; m < MOMENT_N; m++) {
        Interval share = share_interval(figures->known_n[m], figures->incidents_n, STATISTICS_CONFIDENCE);
        derived_row(table, "siirrr", moment_name((Moment)m), figures->known_n[m], figures->incidents_n,
                    figures->incidents_n > 0 ? (double)figures->known_n[m] / (double)figures->incidents_n : NAN,
                    share.low, share.high);
    }
    return table;
}

/* Whose figures rest on facts that a document only hints at. */
static Table *doubt_table(const Figures *figures)
{
    Table *table = derived_new("Facts of low confidence", "incident facts");
    for (guint i = 0; i < figures->doubts->len; i++) {
        const Doubt *doubt = g_ptr_array_index(figures->doubts, i);
        derived_row(table, "ss", doubt->id, doubt->fields);
    }
    return table;
}

GPtrArray *metrics_tables(const Metrics *metrics)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func((GDestroyNotify)table_free);
    g_ptr_array_add(tables, count_table(metrics));
    g_ptr_array_add(tables, duration_table(metrics));
    if (metrics->within_ms != INSTANT_NONE)
        g_ptr_array_add(tables, within_table(metrics));
    metrics_add_statistics_tables(tables, metrics->statistics);
    g_ptr_array_add(tables, availability_table(metrics));
    for (int d = 0; d < DIMENSION_N; d++)
        if (metrics->by & (1U << d))
            g_ptr_array_add(tables, group_table(metrics, (Dimension)d));
    g_ptr_array_add(tables, impact_table(metrics->figures));
    g_ptr_array_add(tables, harm_table(metrics->figures));
    g_ptr_array_add(tables, coverage_table(metrics->figures));
    if (metrics->figures->doubts->len > 0)
        g_ptr_array_add(tables, doubt_table(metrics->figures));
    return tables;
}
