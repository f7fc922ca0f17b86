#include "nines/report/metrics.h"
#include "impact.h"
#include "metrics_parts.h"
#include "nines/base/money.h"
#include "nines/report/target.h"
#include <math.h>
#include <string.h>

static void write_period(const FigureRequest *request, JsonWriter *w)
{
    json_begin_object(w, "period");
    json_text(w, "label", request->period.label);
    json_instant(w, "from", request->period.from);
    json_instant(w, "to", request->period.to);
    json_text(w, "timezone", zone_name(request->period.zone));
    json_instant(w, "as_of", request->as_of);
    json_text(w, "zone_data", zone_data_version());
    json_text(w, "definitions", request->definitions->name);
    json_text(w, "counted_by", time_field_name(request->definitions->counted_by));
    json_text(w, "statistic", definition_statistic_name(request->definitions->statistic));
    json_end(w);
}

static void write_counts(const Figures *figures, const PeriodStatistics *statistics, JsonWriter *w)
{
    json_begin_object(w, "counts");
    json_integer(w, "incidents", figures->incidents_n);
    json_integer(w, "resolved", figures->resolved_n);
    json_integer(w, "open", figures->open_n);
    json_integer(w, "excluded", figures->excluded_n);
    json_begin_object(w, "excluded_by_kind");
    for (int kind = 0; kind < KIND_N; kind++)
        if (figures->population->excluded_n[kind] > 0)
            json_integer(w, incident_kind_name((IncidentKind)kind), figures->population->excluded_n[kind]);
    json_end(w);
    json_integer(w, "not_linked_to_a_change", figures->population->unlinked_n);
    json_integer(w, "not_caused_by_a_change", figures->population->unchanged_n);
    metrics_write_count_statistics(statistics, w);
    json_end(w);
}

/* A real number of milliseconds, in seconds: exact for the halves and quarters of whole milliseconds. */
static void write_real_ms(JsonWriter *w, const char *key, double ms)
{
    json_real(w, key, ms / 1000.0);
}

static void write_summary(const DurationSummary *summary, JsonWriter *w)
{
    json_integer(w, "n", summary->n);
    json_integer(w, "missing", summary->missing);
    json_integer(w, "censored", summary->censored);
    write_real_ms(w, "mean_s", summary->mean_ms);
    write_real_ms(w, "median_s", summary->median_ms);
    write_real_ms(w, "p75_s", summary->p75_ms);
    write_real_ms(w, "p90_s", summary->p90_ms);
    write_real_ms(w, "p95_s", summary->p95_ms);
    json_seconds(w, "min_s", summary->min_ms);
    json_seconds(w, "max_s", summary->max_ms);
    json_seconds(w, "total_s", summary->total_ms);
}

/* What a dashboard under these rules shows as its one figure. */
static void write_headline(const DurationSummary *summary, const DefinitionSet *rules, JsonWriter *w)
{
    write_real_ms(w, "headline_s", rules->statistic == STATISTIC_MEAN ? summary->mean_ms : summary->median_ms);
}

/* Only when asked for. */
static void write_within(const Metrics *metrics, DurationKind kind, JsonWriter *w)
{
    if (metrics->within_ms == INSTANT_NONE)
        return;
    WithinShare within = metrics_within(metrics, kind);
    json_begin_object(w, "within");
    json_seconds(w, "limit_s", metrics->within_ms);
    json_integer(w, "hits", within.hits);
    json_integer(w, "of", within.of_n);
    json_integer(w, "undecided", within.undecided_n);
    json_real(w, "share_ratio", within.share_ratio);
    json_real(w, "low_ratio", within.interval.low);
    json_real(w, "high_ratio", within.interval.high);
    json_text(w, "method", SHARE_METHOD);
    json_end(w);
}

/* Those of the whole period, each with how exact it is. */
static void write_main_durations(const Metrics *metrics, JsonWriter *w)
{
    json_begin_object(w, "durations");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        json_begin_object(w, duration_key((DurationKind)kind));
        write_summary(&metrics->figures->durations[kind], w);
        write_headline(&metrics->figures->durations[kind], metrics->request->definitions, w);
        metrics_write_duration_statistics(&metrics->statistics->durations[kind], w);
        write_within(metrics, (DurationKind)kind, w);
        json_end(w);
    }
    json_end(w);
}

static void write_since_start(const Figures *figures, bool from_timeline, const char *key, JsonWriter *w)
{
    json_begin_object(w, key);
    for (guint i = 0; i < figures->since_start->len; i++) {
        const SinceStart *line = g_ptr_array_index(figures->since_start, i);
        if (line->from_timeline != from_timeline)
            continue;
        json_begin_object(w, line->name);
        write_summary(&line->summary, w);
        json_end(w);
    }
    json_end(w);
}

static void write_group(const Metrics *metrics, const Group *group, JsonWriter *w)
{
    const PeriodStatistics *statistics = metrics->statistics;
    json_begin_object(w, NULL);
    json_text(w, "key", group->key);
    json_integer(w, "incidents", group->incidents_n);
    metrics_write_count_interval("incidents_interval", count_interval(group->incidents_n, STATISTICS_CONFIDENCE), w);
    json_begin_object(w, "durations");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        DurationIntervals intervals = group_intervals(metrics->figures->population, group, (DurationKind)kind,
                                                      statistics->method, statistics->seed);
        json_begin_object(w, duration_key((DurationKind)kind));
        write_summary(&group->durations[kind], w);
        metrics_write_intervals(&intervals, w);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

static void write_groups(const Metrics *metrics, JsonWriter *w)
{
    json_begin_object(w, "by");
    for (int d = 0; d < DIMENSION_N; d++) {
        json_begin_array(w, dimension_name((Dimension)d));
        for (guint i = 0; i < metrics->figures->groups[d]->len; i++)
            write_group(metrics, g_ptr_array_index(metrics->figures->groups[d], i), w);
        json_end(w);
    }
    json_end(w);
}

/* ---- availability ---- */

static void write_target(const ServiceTarget *target, JsonWriter *w)
{
    json_real(w, "target_ratio", target->target_ratio);
    json_seconds(w, "budget_s", target->given ? target->budget_ms : INSTANT_NONE);
    json_seconds(w, "remaining_s", target->given ? target->remaining_ms : INSTANT_NONE);
    json_text(w, "verdict", !target->given ? NULL : target->met ? "met" : "breached");
}

/* Counted time weighted by shares may hold parts of a millisecond; those are not lost. */
static void write_counted(const LedgerTotals *totals, JsonWriter *w)
{
    if (totals->counted_ppm_ms % SHARE_FULL == 0)
        json_seconds(w, "counted_s", totals->counted_ppm_ms / SHARE_FULL);
    else
        json_real(w, "counted_s", (double)totals->counted_ppm_ms / SHARE_FULL / 1000.0);
}

static void write_mtbf(const LedgerTotals *totals, JsonWriter *w)
{
    Mtbf mtbf = ledger_mtbf(totals, STATISTICS_CONFIDENCE);
    json_seconds(w, "mtbf_s", mtbf.mean_ms);
    json_seconds(w, "mtbf_at_least_s", totals->outages_n == 0 ? mtbf.up_ms : INSTANT_NONE);
    write_real_ms(w, "mtbf_low_s", mtbf.interval.low);
    write_real_ms(w, "mtbf_high_s", mtbf.interval.high);
}

static void write_availability(const Metrics *metrics, JsonWriter *w)
{
    json_begin_array(w, "availability");
    for (guint i = 0; i < metrics->figures->ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(metrics->figures->ledgers, i);
        const LedgerTotals *totals = &line->ledger->totals;
        ServiceTarget target = service_target(metrics->contracts, line->service, &line->period, totals);
        json_begin_object(w, NULL);
        json_text(w, "service", line->service);
        json_text(w, "period", line->period.label);
        json_seconds(w, "length_s", totals->length_ms);
        write_counted(totals, w);
        json_seconds(w, "excluded_s", totals->excluded_ms);
        json_seconds(w, "unknown_s", totals->unknown_ms);
        json_seconds(w, "down_s", totals->down_ms);
        json_seconds(w, "undated_s", totals->undated_ms);
        json_integer(w, "outages", totals->outages_n);
        write_mtbf(totals, w);
        json_real(w, "availability_ratio", ledger_availability(totals));
        write_target(&target, w);
        json_end(w);
    }
    json_end(w);
}

/* ---- impact ---- */

static int money_digits(const char *currency)
{
    int digits = currency != NULL ? currency_digits(currency) : -1;
    return digits >= 0 ? digits : 2;
}

static void write_impact(const Figures *figures, JsonWriter *w)
{
    json_begin_array(w, "impact");
    for (guint i = 0; i < figures->impact->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(figures->impact, i);
        bool money = impact_is_money(sum->kind);
        double unit = strcmp(sum->kind, "staff_time") == 0 ? 1000 : money ? pow(10, money_digits(sum->currency)) : 1;
        json_begin_object(w, NULL);
        json_text(w, "kind", sum->kind);
        json_text(w, "currency", sum->currency);
        json_real(w, "amount", (double)sum->likely / unit);
        json_integer(w, money ? "amount_minor" : "amount_exact", sum->likely);
        json_real(w, "low", (double)sum->low / unit);
        json_real(w, "high", (double)sum->high / unit);
        json_text(w, "basis", sum->computed ? "computed" : "stated");
        json_integer(w, "incidents", sum->incidents_n);
        if (sum->note != NULL)
            json_text(w, "exchange", sum->note);
        json_end(w);
    }
    json_end(w);
}

static void write_worst(const Harm *harm, JsonWriter *w)
{
    for (int i = 0; i < HARM_TOP && harm->worst[i] != NULL; i++)
        json_text(w, NULL, harm->worst[i]);
    json_end(w);
}

/* Milliseconds as seconds, money in its currency's unit, all else as it is. */
static double harm_unit(const Harm *harm)
{
    bool time = strcmp(harm->measure, "counted_time") == 0 || strcmp(harm->measure, "staff_time") == 0;
    return time ? 1000 : impact_is_money(harm->measure) ? pow(10, money_digits(harm->currency)) : 1;
}

static void write_measure(const Harm *harm, JsonWriter *w)
{
    static const char *const shares[HARM_SHARES] = {"worst_1_ratio", "worst_3_ratio", "worst_5_ratio"};
    json_begin_object(w, NULL);
    json_text(w, "measure", harm->measure);
    json_text(w, "currency", harm->currency);
    json_real(w, "total", (double)harm->total / harm_unit(harm));
    json_integer(w, "incidents", harm->incidents_n);
    for (int s = 0; s < HARM_SHARES; s++)
        json_real(w, shares[s], harm->worst_ratio[s]);
    json_real(w, "without_worst", (double)harm->without_worst / harm_unit(harm));
    json_begin_array(w, "worst");
    write_worst(harm, w);
    json_end(w);
}

static ImpactSum stated_user_minutes(const Figures *figures)
{
    for (guint i = 0; i < figures->impact->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(figures->impact, i);
        if (!sum->computed && strcmp(sum->kind, "user_minutes") == 0)
            return *sum;
    }
    return (ImpactSum){0};
}

/* Stated users for the minutes of their incidents, and the few incidents that hold most of each kind of harm. */
static void write_harm(const Figures *figures, JsonWriter *w)
{
    const Harm *counted = g_ptr_array_index(figures->harm, 0);
    ImpactSum stated = stated_user_minutes(figures);
    json_begin_object(w, "user_minutes");
    json_integer(w, "low", stated.low);
    json_integer(w, "likely", stated.likely);
    json_integer(w, "high", stated.high);
    json_integer(w, "incidents", stated.incidents_n);
    json_end(w);
    json_begin_object(w, "harm");
    json_seconds(w, "counted_s", counted->total);
    json_integer(w, "incidents", counted->incidents_n);
    json_real(w, "top_3_ratio", counted->worst_ratio[1]);
    json_begin_array(w, "top_3");
    write_worst(counted, w);
    json_begin_array(w, "measures");
    for (guint i = 0; i < figures->harm->len; i++)
        write_measure(g_ptr_array_index(figures->harm, i), w);
    json_end(w);
    json_end(w);
}

static void write_quality(const Figures *figures, JsonWriter *w)
{
    json_begin_object(w, "quality");
    json_begin_object(w, "known");
    for (int m = 0; m < MOMENT_N; m++) {
        g_autofree char *key = g_strconcat(moment_name((Moment)m), "_at", NULL);
        json_integer(w, key, figures->known_n[m]);
    }
    json_end(w);
    json_integer(w, "of", figures->incidents_n);
    json_integer(w, "end_before_start", figures->reversed_n);
    json_integer(w, "rejected_rows", figures->rejected_n);
    json_begin_object(w, "findings");
    for (guint i = 0; i < figures->findings->len; i++) {
        const FindingCount *count = g_ptr_array_index(figures->findings, i);
        json_integer(w, count->kind, count->n);
    }
    json_end(w);
    json_begin_array(w, "low_confidence");
    for (guint i = 0; i < figures->doubts->len; i++) {
        const Doubt *doubt = g_ptr_array_index(figures->doubts, i);
        json_begin_object(w, NULL);
        json_text(w, "incident", doubt->id);
        json_text(w, "facts", doubt->fields);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

void metrics_write_json(const Metrics *metrics, JsonWriter *w)
{
    const Figures *figures = metrics->figures;
    json_begin_object(w, NULL);
    write_period(metrics->request, w);
    write_counts(figures, metrics->statistics, w);
    write_main_durations(metrics, w);
    write_since_start(figures, false, "since_start", w);
    write_since_start(figures, true, "since_start_by_timeline", w);
    write_groups(metrics, w);
    write_availability(metrics, w);
    write_impact(figures, w);
    write_harm(figures, w);
    write_quality(figures, w);
    metrics_write_settings(metrics->statistics, w);
    metrics_write_definitions(metrics->request->definitions, w);
    json_end(w);
}
