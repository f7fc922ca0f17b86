/* Times from the start of an incident to everything that its record dates. */
#include "nines/report/figures.h"
#include "nines/store/query.h"
#include <string.h>

static void since_start_free(gpointer data)
{
    SinceStart *line = data;
    g_free(line->name);
    g_free(line);
}

static void add_line(GPtrArray *lines, const char *name, bool from_timeline, GArray *values, int64_t missing)
{
    SinceStart *line = g_new0(SinceStart, 1);
    line->name = g_strdup(name);
    line->from_timeline = from_timeline;
    line->summary = duration_summary((int64_t *)(gpointer)values->data, values->len, missing, 0);
    g_ptr_array_add(lines, line);
}

static void add_moment(GPtrArray *lines, const Population *population, Moment moment)
{
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (guint i = 0; i < population->rows->len; i++) {
        const PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        Instant at = row->at[moment], started = row->at[MOMENT_STARTED];
        if (at == INSTANT_NONE || started == INSTANT_NONE || at < started)
            continue;
        int64_t ms = at - started;
        g_array_append_val(values, ms);
    }
    add_line(lines, moment_name(moment), false, values, (int64_t)population->rows->len - values->len);
}

/* The first entry of each kind of each incident, in order of kind. */
static const char timeline_sql[] =
    "SELECT t.kind, min(t.at) - i.started_at FROM incident i JOIN timeline t ON t.incident_id = i.id WHERE "
    "i.started_at >= ?1 AND i.started_at < ?2 AND i.kind = 'incident' AND t.kind IS NOT NULL AND t.at IS NOT NULL AND "
    "(?3 = 0 OR EXISTS (SELECT 1 FROM impact_window w WHERE w.incident_id = i.id AND w.service_id = ?3)) "
    "GROUP BY t.kind, i.id ORDER BY t.kind";

static bool add_timeline(GPtrArray *lines, Store *store, const FigureRequest *request, int64_t incidents_n,
                         GError **error)
{
    g_autoptr(Query) query = store_query(store, timeline_sql, error);
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autofree char *kind = NULL;
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    query_bind_integer(query, 1, request->period.from);
    query_bind_integer(query, 2, figure_request_end(request));
    query_bind_integer(query, 3, request->service != NULL ? store_service_find(store, request->service) : 0);
    while (query_step(query, &local)) {
        if (kind != NULL && strcmp(kind, query_text(query, 0)) != 0) {
            add_line(lines, kind, true, values, incidents_n - values->len);
            g_array_set_size(values, 0);
        }
        g_free(kind);
        kind = g_strdup(query_text(query, 0));
        int64_t ms = query_integer(query, 1);
        if (ms >= 0)
            g_array_append_val(values, ms);
    }
    if (kind != NULL)
        add_line(lines, kind, true, values, incidents_n - values->len);
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

GPtrArray *since_start_load(Store *store, const FigureRequest *request, const Population *population, GError **error)
{
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(since_start_free);
    for (int m = MOMENT_DECLARED; m < MOMENT_N; m++)
        add_moment(lines, population, (Moment)m);
    if (!add_timeline(lines, store, request, population->rows->len, error))
        return NULL;
    return g_steal_pointer(&lines);
}
