/* What the records state of their impact. */
#include "impact_parts.h"
#include "nines/store/query.h"
#include <math.h>

static const char impact_sql[] =
    "SELECT kind, currency, is_computed, sum(coalesce(low, likely)), sum(likely), sum(coalesce(high, likely)), "
    "count(DISTINCT incident_id) FROM " IMPACT_AMOUNTS
    " GROUP BY kind, currency, is_computed ORDER BY kind, currency, is_computed";
static const char users_sql[] =
    "SELECT incident_id, sum(coalesce(low, likely)), sum(likely), sum(coalesce(high, likely)) FROM " IMPACT_AMOUNTS
    " AND kind = 'users' GROUP BY incident_id";

void impact_sum_free(gpointer data)
{
    ImpactSum *sum = data;
    g_free(sum->kind);
    g_free(sum->currency);
    g_free(sum->note);
    g_free(sum);
}

Query *impact_query(Store *store, const FigureRequest *request, const char *sql, GError **error)
{
    Query *query = store_query(store, sql, error);
    if (query == NULL)
        return NULL;
    query_bind_integer(query, 1, request->period.from);
    query_bind_integer(query, 2, figure_request_end(request));
    query_bind_integer(query, 3, request->service != NULL ? store_service_find(store, request->service) : 0);
    return query;
}

/* Stated and computed amounts are kept apart, and no sum crosses currencies. */
bool impact_load_stated(Store *store, const FigureRequest *request, GPtrArray *out, GError **error)
{
    g_autoptr(Query) query = impact_query(store, request, impact_sql, error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    while (query_step(query, &local)) {
        ImpactSum *sum = g_new0(ImpactSum, 1);
        sum->kind = g_strdup(query_text(query, 0));
        sum->currency = g_strdup(query_text(query, 1));
        sum->computed = query_integer(query, 2) != 0;
        sum->low = query_integer(query, 3);
        sum->likely = query_integer(query, 4);
        sum->high = query_integer(query, 5);
        sum->incidents_n = query_integer(query, 6);
        g_ptr_array_add(out, sum);
    }
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

/* ---- user-minutes ---- */

int64_t impact_user_minutes_of(int64_t users, int64_t ms)
{
    return llround((double)users * (double)ms / (double)MS_PER_MINUTE);
}

GHashTable *impact_window_lengths(const Population *population)
{
    GHashTable *lengths = g_hash_table_new(g_int64_hash, g_int64_equal);
    for (guint i = 0; i < population->rows->len; i++) {
        PopulationRow *row = &g_array_index(population->rows, PopulationRow, i);
        g_hash_table_insert(lengths, &row->id, &row->window_ms);
    }
    return lengths;
}

ImpactSum *impact_user_minutes(Store *store, const FigureRequest *request, const Population *population, GError **error)
{
    g_autoptr(Query) query = impact_query(store, request, users_sql, error);
    g_autoptr(GHashTable) lengths = impact_window_lengths(population);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return NULL;
    ImpactSum *sum = g_new0(ImpactSum, 1);
    sum->kind = g_strdup("user_minutes");
    while (query_step(query, &local)) {
        int64_t id = query_integer(query, 0);
        const int64_t *ms = g_hash_table_lookup(lengths, &id);
        if (ms == NULL || *ms == INSTANT_NONE)
            continue;
        sum->low += impact_user_minutes_of(query_integer(query, 1), *ms);
        sum->likely += impact_user_minutes_of(query_integer(query, 2), *ms);
        sum->high += impact_user_minutes_of(query_integer(query, 3), *ms);
        sum->incidents_n++;
    }
    if (local == NULL)
        return sum;
    impact_sum_free(sum);
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
}
