/* How few incidents hold the harm: of the counted time, and of what the records state of users, orders and money. */
#include "impact_parts.h"
#include <math.h>
#include <string.h>

static const guint harm_shares[HARM_SHARES] = {1, 3, 5};

typedef struct {
    int64_t incident, amount;
} Part;

/* ---- one measure ---- */

void harm_free(gpointer data)
{
    Harm *harm = data;
    g_free(harm->measure);
    g_free(harm->currency);
    for (int i = 0; i < HARM_TOP; i++)
        g_free(harm->worst[i]);
    g_free(harm);
}

char *harm_worst_text(const Harm *harm)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < HARM_TOP && harm->worst[i] != NULL; i++)
        g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", harm->worst[i]);
    return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static int compare_parts(gconstpointer a, gconstpointer b)
{
    const Part *left = a, *right = b;
    return left->amount != right->amount ? (left->amount < right->amount ? 1 : -1) : 0;
}

/* The ids that may be among the worst: equal amounts are told apart by the id, not by the order of the rows. */
typedef struct {
    int64_t amount;
    char *id;
} Named;

static void clear_named(gpointer named)
{
    g_free(((Named *)named)->id);
}

static int compare_named(gconstpointer a, gconstpointer b)
{
    const Named *left = a, *right = b;
    if (left->amount != right->amount)
        return left->amount < right->amount ? 1 : -1;
    return g_strcmp0(left->id, right->id);
}

static void name_worst(Store *store, Harm *harm, const GArray *parts)
{
    g_autoptr(GArray) names = g_array_new(FALSE, FALSE, sizeof(Named));
    g_array_set_clear_func(names, clear_named);
    g_autoptr(Query) query = store_query(store, "SELECT external_id FROM incident WHERE id = ?1", NULL);
    int64_t least = g_array_index(parts, Part, MIN(parts->len, HARM_TOP) - 1).amount;
    for (guint i = 0; query != NULL && i < parts->len && g_array_index(parts, Part, i).amount >= least; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        query_bind_integer(query, 1, part->incident);
        Named named = {part->amount, query_step(query, NULL) ? g_strdup(query_text(query, 0)) : NULL};
        query_reset(query);
        g_array_append_val(names, named);
    }
    g_array_sort(names, compare_named);
    for (guint i = 0; i < MIN(names->len, HARM_TOP); i++)
        harm->worst[i] = g_strdup(g_array_index(names, Named, i).id);
}

/* parts: Part with amounts above 0, one for each incident; per_unit: of them make one of the measure. */
static void add_harm(Store *store, GPtrArray *out, const char *measure, const char *currency, GArray *parts,
                     int64_t per_unit)
{
    Harm *harm = g_new0(Harm, 1);
    harm->measure = g_strdup(measure);
    harm->currency = g_strdup(currency);
    harm->incidents_n = parts->len;
    g_ptr_array_add(out, harm);
    g_array_sort(parts, compare_parts);
    int64_t total = 0, held[HARM_SHARES] = {0};
    for (guint i = 0; i < parts->len; i++) {
        int64_t amount = g_array_index(parts, Part, i).amount;
        total += amount;
        for (int s = 0; s < HARM_SHARES; s++)
            held[s] += i < harm_shares[s] ? amount : 0;
    }
    harm->total = total / per_unit;
    harm->without_worst = (total - held[0]) / per_unit;
    for (int s = 0; s < HARM_SHARES; s++)
        harm->worst_ratio[s] = total > 0 ? (double)held[s] / (double)total : NAN;
    if (parts->len > 0)
        name_worst(store, harm, parts);
}

/* ---- counted time ---- */

/* Adds the credits of one ledger to those before it. */
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

static GArray *parts_of(GHashTable *sums)
{
    GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
    GHashTableIter iter;
    gpointer incident, sum;
    g_hash_table_iter_init(&iter, sums);
    while (g_hash_table_iter_next(&iter, &incident, &sum)) {
        Part part = {*(int64_t *)incident, *(int64_t *)sum};
        if (part.amount > 0)
            g_array_append_val(parts, part);
    }
    return parts;
}

static void add_counted_time(Store *store, const FigureRequest *request, const GPtrArray *ledgers, GPtrArray *out)
{
    g_autoptr(GHashTable) sums = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (guint i = 0; i < ledgers->len; i++) {
        const ServiceLedger *line = g_ptr_array_index(ledgers, i);
        if (line->period.from != request->period.from || line->period.to != request->period.to)
            break; /* the period's own come first */
        if (line->service_id != SERVICE_ANY)
            add_counts(sums, line->ledger);
    }
    g_autoptr(GArray) parts = parts_of(sums);
    add_harm(store, out, "counted_time", NULL, parts, SHARE_FULL);
}

/* ---- what the records state ---- */

static const char stated_sql[] = "SELECT kind, currency, incident_id, sum(likely) FROM " IMPACT_AMOUNTS
                                 " AND is_computed = 0 AND likely > 0 GROUP BY kind, currency, incident_id "
                                 "ORDER BY kind, currency, incident_id";

/* The amounts of one kind and currency, which follow one another. */
typedef struct {
    Store *store;
    GPtrArray *out;
    GHashTable *lengths;
    char *kind, *currency;
    GArray *parts;
} Collector;

/* Users count for as long as they were affected, too. */
static void add_user_minutes(Collector *collector)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
    for (guint i = 0; i < collector->parts->len; i++) {
        Part part = g_array_index(collector->parts, Part, i);
        const int64_t *ms = g_hash_table_lookup(collector->lengths, &part.incident);
        part.amount = ms != NULL && *ms != INSTANT_NONE ? impact_user_minutes_of(part.amount, *ms) : 0;
        if (part.amount > 0)
            g_array_append_val(parts, part);
    }
    add_harm(collector->store, collector->out, "user_minutes", NULL, parts, 1);
}

static void flush(Collector *collector)
{
    if (collector->parts->len == 0)
        return;
    add_harm(collector->store, collector->out, collector->kind, collector->currency, collector->parts, 1);
    if (strcmp(collector->kind, "users") == 0)
        add_user_minutes(collector);
    g_array_set_size(collector->parts, 0);
}

static void collect(Collector *collector, const Query *query)
{
    const char *kind = query_text(query, 0), *currency = query_text(query, 1);
    if (g_strcmp0(kind, collector->kind) != 0 || g_strcmp0(currency, collector->currency) != 0) {
        flush(collector);
        g_free(collector->kind);
        g_free(collector->currency);
        collector->kind = g_strdup(kind);
        collector->currency = g_strdup(currency);
    }
    Part part = {query_integer(query, 2), query_integer(query, 3)};
    g_array_append_val(collector->parts, part);
}

static bool add_stated(Store *store, const FigureRequest *request, const Population *population, GPtrArray *out,
                       GError **error)
{
    g_autoptr(Query) query = impact_query(store, request, stated_sql, error);
    g_autoptr(GHashTable) lengths = impact_window_lengths(population);
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(Part));
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    Collector collector = {.store = store, .out = out, .lengths = lengths, .parts = parts};
    while (query_step(query, &local))
        collect(&collector, query);
    flush(&collector);
    g_free(collector.kind);
    g_free(collector.currency);
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

bool harm_load(Store *store, const FigureRequest *request, const GPtrArray *ledgers, const Population *population,
               GPtrArray *out, GError **error)
{
    add_counted_time(store, request, ledgers, out);
    return add_stated(store, request, population, out, error);
}
