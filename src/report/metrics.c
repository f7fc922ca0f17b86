#include "nines/report/metrics.h"
#include "impact.h"
#include "metrics_parts.h"
#include "nines/base/money.h"
#include "nines/report/target.h"
#include <math.h>

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
    if (statistics != NULL)
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

static void write_duration(const char *key, const DurationSummary *summary, JsonWriter *w)
{
    json_begin_object(w, key);
    write_summary(summary, w);
    json_end(w);
}

/* As the field calls them: time to detect, acknowledge, mitigate, resolve; and repair. */
static const char *const duration_keys[N_DURATIONS] = {"ttd", "tta", "ttm", "ttr", "repair"};

static void write_durations(const DurationSummary durations[N_DURATIONS], JsonWriter *w)
{
    json_begin_object(w, "durations");
    for (int kind = 0; kind < N_DURATIONS; kind++)
        write_duration(duration_keys[kind], &durations[kind], w);
    json_end(w);
}

/* What a dashboard under these rules shows as its one figure. */
static void write_headline(const DurationSummary *summary, const DefinitionSet *rules, JsonWriter *w)
{
    write_real_ms(w, "headline_s", rules->statistic == STATISTIC_MEAN ? summary->mean_ms : summary->median_ms);
}

/* Those of the whole period, each with how exact it is. */
static void write_main_durations(const Figures *figures, const FigureRequest *request,
                                 const PeriodStatistics *statistics, JsonWriter *w)
{
    if (statistics == NULL) {
        write_durations(figures->durations, w);
        return;
    }
    json_begin_object(w, "durations");
    for (int kind = 0; kind < N_DURATIONS; kind++) {
        json_begin_object(w, duration_keys[kind]);
        write_summary(&figures->durations[kind], w);
        write_headline(&figures->durations[kind], request->definitions, w);
        metrics_write_duration_statistics(&statistics->durations[kind], statistics->method, w);
        json_end(w);
    }
    json_end(w);
}

static void write_since_start(const Figures *figures, bool from_timeline, const char *key, JsonWriter *w)
{
    json_begin_object(w, key);
    for (guint i = 0; i < figures->since_start->len; i++) {
        const SinceStart *line = g_ptr_array_index(figures->since_start, i);
        if (line->from_timeline == from_timeline)
            write_duration(line->name, &line->summary, w);
    }
    json_end(w);
}

static void write_groups(const Figures *figures, JsonWriter *w)
{
    json_begin_object(w, "by");
    for (int d = 0; d < DIMENSION_N; d++) {
        json_begin_array(w, dimension_name((Dimension)d));
        for (guint i = 0; i < figures->groups[d]->len; i++) {
            const Group *group = g_ptr_array_index(figures->groups[d], i);
            json_begin_object(w, NULL);
            json_text(w, "key", group->key);
            json_integer(w, "incidents", group->incidents_n);
            write_durations(group->durations, w);
            json_end(w);
        }
        json_end(w);
    }
    json_end(w);
}

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

static void write_availability(const Figures *figures, const GPtrArray *contracts, JsonWriter *w)
{
    json_begin_array(w, "availability");
    for (guint i = 0; i < figures->ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(figures->ledgers, i);
        const LedgerTotals *totals = &line->ledger->totals;
        ServiceTarget target = service_target(contracts, line->service, &line->period, totals);
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
        json_real(w, "availability_ratio", ledger_availability(totals));
        write_target(&target, w);
        json_end(w);
    }
    json_end(w);
}

static void write_impact(const Figures *figures, JsonWriter *w)
{
    json_begin_array(w, "impact");
    for (guint i = 0; i < figures->impact->len; i++) {
        const ImpactSum *sum = g_ptr_array_index(figures->impact, i);
        bool money = impact_is_money(sum->kind);
        int digits = money && currency_digits(sum->currency) >= 0 ? currency_digits(sum->currency) : money ? 2 : 0;
        double unit = g_strcmp0(sum->kind, "staff_time") == 0 ? 1000 : pow(10, digits);
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

/* Stated users for the minutes of their incidents, and the few incidents that hold most of the counted time. */
static void write_harm(const Figures *figures, JsonWriter *w)
{
    json_begin_object(w, "user_minutes");
    json_integer(w, "low", figures->user_minutes->low);
    json_integer(w, "likely", figures->user_minutes->likely);
    json_integer(w, "high", figures->user_minutes->high);
    json_integer(w, "incidents", figures->user_minutes->incidents_n);
    json_end(w);
    json_begin_object(w, "harm");
    json_seconds(w, "counted_s", figures->harm.total_ms);
    json_integer(w, "incidents", figures->harm.incidents_n);
    json_real(w, "top_3_ratio", figures->harm.top_ratio);
    json_begin_array(w, "top_3");
    for (int i = 0; i < HARM_TOP && figures->harm.top[i] != NULL; i++)
        json_text(w, NULL, figures->harm.top[i]);
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
    json_end(w);
}

void metrics_write_json(const Figures *figures, const FigureRequest *request, const GPtrArray *contracts,
                        const PeriodStatistics *statistics, JsonWriter *w)
{
    json_begin_object(w, NULL);
    write_period(request, w);
    write_counts(figures, statistics, w);
    write_main_durations(figures, request, statistics, w);
    write_since_start(figures, false, "since_start", w);
    write_since_start(figures, true, "since_start_by_timeline", w);
    write_groups(figures, w);
    write_availability(figures, contracts, w);
    write_impact(figures, w);
    write_harm(figures, w);
    write_quality(figures, w);
    if (statistics != NULL) {
        metrics_write_settings(statistics, w);
        metrics_write_definitions(request->definitions, w);
    }
    json_end(w);
}
