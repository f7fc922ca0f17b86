/* All figures of one period. */
#include "nines/report/figures.h"
#include "impact.h"
#include "nines/store/query.h"

static void finding_count_free(gpointer data)
{
    FindingCount *count = data;
    g_free(count->kind);
    g_free(count);
}

static void doubt_free(gpointer data)
{
    Doubt *doubt = data;
    g_free(doubt->id);
    g_free(doubt->fields);
    g_free(doubt);
}

#define IN_SERVICE                                                                                                     \
    "(?3 = 0 OR EXISTS (SELECT 1 FROM impact_window w WHERE w.incident_id = x.incident_id AND w.service_id = ?3))"

#define OF_PERIOD                                                                                                      \
    "(SELECT id AS incident_id, external_id FROM incident WHERE started_at >= ?1 AND started_at < ?2 AND kind = "      \
    "'incident' UNION ALL SELECT id, external_id FROM incident WHERE started_at IS NULL AND within_from_at >= ?1 AND " \
    "within_from_at < ?2 AND kind = 'incident') x JOIN finding f ON f.incident_id = x.incident_id WHERE " IN_SERVICE

static const char findings_sql[] = "SELECT f.kind, count(*) FROM " OF_PERIOD " GROUP BY f.kind ORDER BY f.kind";

static const char doubts_sql[] =
    "SELECT external_id, group_concat(field, ', ') FROM (SELECT DISTINCT x.incident_id, x.external_id, f.field "
    "FROM " OF_PERIOD
    " AND f.kind = 'low-confidence' ORDER BY x.external_id, x.incident_id, f.id) GROUP BY incident_id ORDER "
    "BY external_id, incident_id";

Instant figure_request_end(const FigureRequest *request)
{
    bool running = request->as_of != INSTANT_NONE && request->as_of < request->period.to;
    return running ? request->as_of + 1 : request->period.to;
}

static Query *period_query(Store *store, const FigureRequest *request, const char *sql, GError **error)
{
    Query *query = store_query(store, sql, error);
    if (query == NULL)
        return NULL;
    query_bind_integer(query, 1, request->period.from);
    query_bind_integer(query, 2, figure_request_end(request));
    query_bind_integer(query, 3, request->service != NULL ? store_service_find(store, request->service) : 0);
    return query;
}

static bool load_findings(Store *store, const FigureRequest *request, Figures *figures, GError **error)
{
    g_autoptr(Query) query = period_query(store, request, findings_sql, error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    while (query_step(query, &local)) {
        FindingCount *count = g_new0(FindingCount, 1);
        count->kind = g_strdup(query_text(query, 0));
        count->n = query_integer(query, 1);
        g_ptr_array_add(figures->findings, count);
    }
    figures->rejected_n = store_scalar(store, "SELECT coalesce(sum(rejected_n), 0) FROM source", 0);
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

static bool load_doubts(Store *store, const FigureRequest *request, Figures *figures, GError **error)
{
    g_autoptr(Query) query = period_query(store, request, doubts_sql, error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    while (query_step(query, &local)) {
        Doubt *doubt = g_new0(Doubt, 1);
        doubt->id = g_strdup(query_text(query, 0));
        doubt->fields = g_strdup(query_text(query, 1));
        g_ptr_array_add(figures->doubts, doubt);
    }
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

static void count_rows(Figures *figures)
{
    const Population *population = figures->population;
    figures->incidents_n = population->rows->len;
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        figures->open_n += row->open;
        figures->reversed_n += row->reversed;
        for (int m = 0; m < MOMENT_N; m++)
            figures->known_n[m] += row->at[m] != INSTANT_NONE;
    }
    figures->resolved_n = figures->incidents_n - figures->open_n;
    for (int kind = 0; kind < KIND_N; kind++)
        figures->excluded_n += population->excluded_n[kind];
}

static bool load_ledgers(Store *store, const FigureRequest *request, Figures *figures, GError **error)
{
    g_autoptr(GArray) periods = g_array_new(FALSE, FALSE, sizeof(Period));
    g_array_append_val(periods, request->period);
    g_autoptr(GArray) months = period_months(&request->period);
    if (months->len > 1)
        g_array_append_vals(periods, months->data, months->len);
    figures->ledgers = availability_ledgers(store, request, periods, error);
    return figures->ledgers != NULL;
}

Figures *figures_compute(Store *store, const FigureRequest *request, GError **error)
{
    g_autoptr(Figures) figures = g_new0(Figures, 1);
    figures->period = request->period;
    figures->impact = g_ptr_array_new_with_free_func(impact_sum_free);
    figures->findings = g_ptr_array_new_with_free_func(finding_count_free);
    figures->doubts = g_ptr_array_new_with_free_func(doubt_free);
    figures->harm = g_ptr_array_new_with_free_func(harm_free);
    if (!load_ledgers(store, request, figures, error))
        return NULL;
    figures->population = population_load(store, request, false, error);
    if (figures->population == NULL ||
        !impact_load(store, request, figures->ledgers, figures->population, figures->impact, error) ||
        !load_findings(store, request, figures, error) || !load_doubts(store, request, figures, error))
        return NULL;
    figures->since_start = since_start_load(store, request, figures->population, error);
    if (figures->since_start == NULL ||
        !harm_load(store, request, figures->ledgers, figures->population, figures->harm, error))
        return NULL;
    count_rows(figures);
    for (int kind = 0; kind < N_DURATIONS; kind++)
        figures->durations[kind] = population_summary(figures->population, NULL, (DurationKind)kind);
    for (int d = 0; d < DIMENSION_N; d++)
        figures->groups[d] = population_groups(store, figures->population, (Dimension)d);
    return g_steal_pointer(&figures);
}

void figures_free(Figures *figures)
{
    if (figures == NULL)
        return;
    g_clear_pointer(&figures->impact, g_ptr_array_unref);
    g_clear_pointer(&figures->harm, g_ptr_array_unref);
    g_clear_pointer(&figures->findings, g_ptr_array_unref);
    g_clear_pointer(&figures->doubts, g_ptr_array_unref);
    g_clear_pointer(&figures->ledgers, g_ptr_array_unref);
    g_clear_pointer(&figures->since_start, g_ptr_array_unref);
    for (int d = 0; d < DIMENSION_N; d++)
        g_clear_pointer(&figures->groups[d], g_ptr_array_unref);
    population_free(figures->population);
    g_free(figures);
}

bool figures_period(Store *store, Period *period, Instant as_of, GError **error)
{
    if (period->kind != PERIOD_ALL)
        return true;
    Instant from, to;
    if (!facts_span(store, as_of, &from, &to)) {
        error_at(error, ERROR_DATA, NULL, 0, 0, "%s has no dated incident, so \"all\" is no period; name one",
                 store_path(store));
        return false;
    }
    Civil first = zone_to_civil(period->zone, from), last = zone_to_civil(period->zone, to - 1);
    period->from = zone_day_start(period->zone, civil_days(first.year, first.month, 1));
    period->to = zone_day_start(period->zone, civil_days(last.year, last.month + 1, 1));
    return true;
}
