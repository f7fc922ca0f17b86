/* What the records state of their impact, and how few of them hold the harm. */
#include "impact_parts.h"
#include "nines/store/query.h"
#include <math.h>

#define IN_SERVICE                                                                                                     \
    "(?3 = 0 OR EXISTS (SELECT 1 FROM impact_window w WHERE w.incident_id = x.incident_id AND w.service_id = ?3))"
/* The view filters by started_at on its own; records without one are few and joined. */
#define AMOUNTS                                                                                                        \
    "(SELECT * FROM amount WHERE started_at >= ?1 AND started_at < ?2 UNION ALL SELECT * FROM amount WHERE "           \
    "started_at IS NULL AND incident_id IN (SELECT id FROM incident WHERE started_at IS NULL AND within_from_at >= "   \
    "?1 AND within_from_at < ?2)) x WHERE incident_kind = 'incident' AND is_summed = 1 AND " IN_SERVICE

static const char impact_sql[] =
    "SELECT kind, currency, is_computed, sum(coalesce(low, likely)), sum(likely), sum(coalesce(high, likely)), "
    "count(DISTINCT incident_id) FROM " AMOUNTS
    " GROUP BY kind, currency, is_computed ORDER BY kind, currency, is_computed";
static const char users_sql[] =
    "SELECT incident_id, sum(coalesce(low, likely)), sum(likely), sum(coalesce(high, likely)) FROM " AMOUNTS
    " AND kind = 'users' GROUP BY incident_id";

void impact_sum_free(gpointer data)
{
    ImpactSum *sum = data;
    g_free(sum->kind);
    g_free(sum->currency);
    g_free(sum->note);
    g_free(sum);
}

static Query *period_query(Store *store, const FigureRequest *request, const char *sql, GError **error)
{
    Query *query = store_query(store, sql, error);
    if (query == NULL)
        return NULL;
    query_bind_integer(query, 1, request->period.from);
    query_bind_integer(query, 2, request->period.to);
    query_bind_integer(query, 3, request->service != NULL ? store_service_find(store, request->service) : 0);
    return query;
}

/* Stated and computed amounts are kept apart, and no sum crosses currencies. */
bool impact_load_stated(Store *store, const FigureRequest *request, GPtrArray *out, GError **error)
{
    g_autoptr(Query) query = period_query(store, request, impact_sql, error);
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

static int64_t user_minutes(int64_t users, int64_t ms)
{
    return llround((double)users * (double)ms / (double)MS_PER_MINUTE);
}

static GHashTable *window_lengths(const Population *population)
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
    g_autoptr(Query) query = period_query(store, request, users_sql, error);
    g_autoptr(GHashTable) lengths = window_lengths(population);
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
        sum->low += user_minutes(query_integer(query, 1), *ms);
        sum->likely += user_minutes(query_integer(query, 2), *ms);
        sum->high += user_minutes(query_integer(query, 3), *ms);
        sum->incidents_n++;
    }
    if (local == NULL)
        return sum;
    impact_sum_free(sum);
    g_propagate_error(error, g_steal_pointer(&local));
    return NULL;
}

/* ---- concentration of harm ---- */

static int compare_worst(gconstpointer a, gconstpointer b)
{
    const IncidentCount *left = a, *right = b;
    if (left->counted_ppm_ms != right->counted_ppm_ms)
        return left->counted_ppm_ms < right->counted_ppm_ms ? 1 : -1;
    return left->incident < right->incident ? -1 : left->incident > right->incident;
}

/* Adds the credits of one ledger to those before it; both are in order of the incident. */
static void add_counts(GHashTable *sums, const Ledger *ledger)
{
    g_autoptr(GArray) shares = ledger_by_incident(ledger);
    for (guint i = 0; i < shares->len; i++) {
        const IncidentCount *share = &g_array_index(shares, IncidentCount, i);
        int64_t *sum = g_hash_table_lookup(sums, &share->incident);
        if (sum != NULL)
            *sum += share->counted_ppm_ms;
        else
            g_hash_table_insert(sums, g_memdup2(&share->incident, sizeof share->incident),
                                g_memdup2(&share->counted_ppm_ms, sizeof share->counted_ppm_ms));
    }
}

static GArray *worst_first(GHashTable *sums)
{
    GArray *worst = g_array_new(FALSE, FALSE, sizeof(IncidentCount));
    GHashTableIter iter;
    gpointer incident, sum;
    g_hash_table_iter_init(&iter, sums);
    while (g_hash_table_iter_next(&iter, &incident, &sum)) {
        IncidentCount count = {*(int64_t *)incident, *(int64_t *)sum};
        if (count.counted_ppm_ms > 0)
            g_array_append_val(worst, count);
    }
    g_array_sort(worst, compare_worst);
    return worst;
}

Harm impact_harm(Store *store, const FigureRequest *request, const GPtrArray *ledgers)
{
    Harm harm = {.top_ratio = NAN};
    g_autoptr(GHashTable) sums = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (guint i = 0; i < ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(ledgers, i);
        if (line->period.from != request->period.from || line->period.to != request->period.to)
            break; /* the period's own come first */
        if (line->service_id != SERVICE_ANY)
            add_counts(sums, line->ledger);
    }
    g_autoptr(GArray) worst = worst_first(sums);
    g_autoptr(Query) query = store_query(store, "SELECT external_id FROM incident WHERE id = ?1", NULL);
    int64_t total = 0, top = 0;
    harm.incidents_n = worst->len;
    for (guint i = 0; i < worst->len; i++) {
        const IncidentCount *count = &g_array_index(worst, IncidentCount, i);
        total += count->counted_ppm_ms;
        if (i >= HARM_TOP || query == NULL)
            continue;
        top += count->counted_ppm_ms;
        query_bind_integer(query, 1, count->incident);
        if (query_step(query, NULL))
            harm.top[i] = g_strdup(query_text(query, 0));
        query_reset(query);
    }
    harm.total_ms = total / SHARE_FULL;
    if (total > 0)
        harm.top_ratio = (double)top / (double)total;
    return harm;
}
