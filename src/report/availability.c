/* Ledgers of services: windows and maintenance in, one ledger for each service and period out. */
#include "nines/base/text.h"
#include "nines/report/figures.h"
#include "nines/store/query.h"

#define NO_SERVICE "(no service)"
#define ANY_SERVICE "(any service)"

/* What one service has in the whole span that was asked for. */
typedef struct {
    int64_t service_id;
    const char *name;
    GArray *outages;    /* Outage */
    GArray *exclusions; /* Exclusion */
    GArray *undated;    /* UndatedOutage */
} ServiceFacts;

typedef struct {
    Store *store;
    const FigureRequest *request;
    GHashTable *by_id;      /* service id -> ServiceFacts */
    GHashTable *severities; /* int64 severity id -> itself; NULL: no rule by severity */
    GHashTable *outside;    /* incidents of a kind that never counts (tests, duplicates, maintenance) */
} Collector;

static void service_facts_free(ServiceFacts *facts)
{
    g_array_unref(facts->outages);
    g_array_unref(facts->exclusions);
    g_array_unref(facts->undated);
    g_free(facts);
}

static ServiceFacts *collector_service(Collector *collector, int64_t id)
{
    ServiceFacts *facts = g_hash_table_lookup(collector->by_id, &id);
    if (facts != NULL)
        return facts;
    facts = g_new0(ServiceFacts, 1);
    facts->service_id = id;
    facts->name = id == 0 ? NO_SERVICE : store_service(collector->store, id);
    facts->outages = g_array_new(FALSE, FALSE, sizeof(Outage));
    facts->exclusions = g_array_new(FALSE, FALSE, sizeof(Exclusion));
    facts->undated = g_array_new(FALSE, FALSE, sizeof(UndatedOutage));
    g_hash_table_insert(collector->by_id, &facts->service_id, facts);
    return facts;
}

static bool window_counts(const Collector *collector, const FactWindow *window)
{
    switch (collector->request->outage) {
    case OUTAGE_RECORDED:
        return window->counts;
    case OUTAGE_ALL:
        return true;
    case OUTAGE_SEVERITIES:
        return g_hash_table_contains(collector->severities, &window->severity_id);
    }
    return false;
}

static bool add_window(const FactWindow *window, gpointer data)
{
    Collector *collector = data;
    if (!window_counts(collector, window) || g_hash_table_contains(collector->outside, &window->incident_id))
        return true;
    Outage outage = {
        .from = window->from, .to = window->to, .incident = window->incident_id, .share_ppm = window->share_ppm};
    g_array_append_val(collector_service(collector, window->service_id)->outages, outage);
    return true;
}

static bool add_maintenance(const FactMaintenance *maintenance, gpointer data)
{
    Collector *collector = data;
    Exclusion exclusion = {.from = maintenance->from, .to = maintenance->to, .clause = maintenance->id};
    if (maintenance->service_id != 0) {
        g_array_append_val(collector_service(collector, maintenance->service_id)->exclusions, exclusion);
        return true;
    }
    GHashTableIter iter;
    gpointer facts;
    g_hash_table_iter_init(&iter, collector->by_id);
    while (g_hash_table_iter_next(&iter, NULL, &facts))
        g_array_append_val(((ServiceFacts *)facts)->exclusions, exclusion);
    return true;
}

/* Records that state a length and a span only. Incidents that state windows have them in the window table. */
static bool load_undated(Collector *collector, int64_t only, Instant from, Instant to, GError **error)
{
    g_autoptr(Query) query =
        store_query(collector->store,
                    "SELECT i.id, i.within_from_at, i.within_to_at, i.stated_duration_ms, w.service_id, w.share_ppm, "
                    "i.severity_id, "
                    "w.counts FROM (SELECT * FROM impact_window WHERE started_at IS NULL) w CROSS JOIN incident i ON "
                    "i.id = w.incident_id "
                    "WHERE i.started_at IS NULL AND i.stated_duration_ms IS NOT NULL AND i.within_from_at < ?2 "
                    "AND i.within_to_at > ?1 AND i.kind = 'incident' AND (?3 < 0 OR w.service_id = ?3)",
                    error);
    if (query == NULL)
        return false;
    query_bind_integer(query, 1, from);
    query_bind_integer(query, 2, to);
    query_bind_integer(query, 3, only);
    g_autoptr(GError) local = NULL;
    while (query_step(query, &local)) {
        FactWindow window = {.incident_id = query_integer(query, 0),
                             .severity_id = query_integer(query, 6),
                             .counts = query_integer(query, 7) != 0};
        UndatedOutage undated = {.within_from = query_instant(query, 1),
                                 .within_to = query_instant(query, 2),
                                 .duration_ms = query_integer(query, 3),
                                 .incident = window.incident_id,
                                 .share_ppm = (int32_t)query_integer(query, 5)};
        if (window_counts(collector, &window))
            g_array_append_val(collector_service(collector, query_integer(query, 4))->undated, undated);
    }
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

/* Kinds that no rule makes an outage. */
static bool load_outside(Collector *collector, GError **error)
{
    g_autoptr(Query) query =
        store_query(collector->store,
                    "SELECT id FROM incident WHERE kind IN ('test', 'duplicate', 'false_alarm', 'maintenance')", error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    while (query_step(query, &local)) {
        int64_t id = query_integer(query, 0);
        g_hash_table_add(collector->outside, g_memdup2(&id, sizeof id));
    }
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

static void load_severities(Collector *collector)
{
    for (const char *const *s = collector->request->severities; s != NULL && *s != NULL; s++) {
        g_autoptr(Query) query =
            store_query(collector->store, "SELECT id FROM word WHERE text = ?1 COLLATE NOCASE", NULL);
        query_bind_text(query, 1, *s, -1);
        while (query_step(query, NULL)) {
            int64_t id = query_integer(query, 0);
            g_hash_table_add(collector->severities, g_memdup2(&id, sizeof id));
        }
    }
}

/* Every service that is known has a line, whether or not anything happened to it. */
static bool load_services(Collector *collector, int64_t only, GError **error)
{
    if (only >= 0) {
        collector_service(collector, only);
        return true;
    }
    g_autoptr(Query) query = store_query(collector->store, "SELECT id FROM service", error);
    g_autoptr(GError) local = NULL;
    if (query == NULL)
        return false;
    while (query_step(query, &local))
        collector_service(collector, query_integer(query, 0));
    return local == NULL || (g_propagate_error(error, g_steal_pointer(&local)), false);
}

static bool find_service(Store *store, const char *name, int64_t *id, GError **error)
{
    *id = -1;
    if (name == NULL)
        return true;
    *id = store_service_find(store, name);
    if (*id != 0)
        return true;
    g_autoptr(Table) names = store_table(store, "services", "SELECT name FROM service ORDER BY name", NULL, 0, NULL);
    g_autofree const char **candidates = g_new0(const char *, (names != NULL ? table_n_rows(names) : 0) + 1);
    for (guint i = 0; names != NULL && i < table_n_rows(names); i++)
        candidates[i] = table_cell(names, i, 0)->text;
    const char *near = text_nearest(name, candidates);
    error_at(error, ERROR_DATA, NULL, 0, 0, "no service \"%s\" in %s%s%s%s", name, store_path(store),
             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return false;
}

static bool collect(Collector *collector, Instant from, Instant to, GError **error)
{
    int64_t only = -1;
    bool recorded = collector->request->outage == OUTAGE_RECORDED;
    if (!find_service(collector->store, collector->request->service, &only, error) ||
        !load_services(collector, only, error) || (!recorded && !load_outside(collector, error)))
        return false;
    load_severities(collector);
    WindowSelection selection = recorded ? WINDOWS_COUNTED : WINDOWS_ALL;
    return facts_each_window(collector->store, only, from, to, collector->request->as_of, selection, add_window,
                             collector, error) &&
           load_undated(collector, only, from, to, error) &&
           facts_each_maintenance(collector->store, only, from, to, add_maintenance, collector, error);
}

/* The part of the windows that overlaps the period: a service's 24 months are not scanned 24 times. */
static GArray *overlapping(const GArray *outages, Instant from, Instant to)
{
    GArray *cut = g_array_new(FALSE, FALSE, sizeof(Outage));
    for (guint i = 0; i < outages->len; i++) {
        const Outage *outage = &g_array_index(outages, Outage, i);
        if (outage->from < to && outage->to > from)
            g_array_append_val(cut, *outage);
    }
    return cut;
}

static GArray *unknown_time(const FigureRequest *request, const Period *period)
{
    GArray *unknowns = g_array_new(FALSE, FALSE, sizeof(Exclusion));
    Exclusion future = {.from = MAX(request->as_of, period->from), .to = period->to};
    if (future.from < future.to)
        g_array_append_val(unknowns, future);
    return unknowns;
}

static ServiceLedger *service_ledger_new(int64_t service_id, const char *name, const Period *period, Ledger *ledger)
{
    ServiceLedger *line = g_new0(ServiceLedger, 1);
    line->service_id = service_id;
    line->service = g_strdup(name);
    line->period = *period;
    line->ledger = ledger;
    return line;
}

static void service_ledger_free(gpointer data)
{
    ServiceLedger *line = data;
    ledger_free(line->ledger);
    g_free(line->service);
    g_free(line);
}

static ServiceLedger *service_ledger(const Collector *collector, const ServiceFacts *facts, const Period *period)
{
    g_autoptr(GArray) outages = overlapping(facts->outages, period->from, period->to);
    g_autoptr(GArray) unknowns = unknown_time(collector->request, period);
    Ledger *ledger = ledger_build(period->from, period->to, (const Outage *)(gpointer)outages->data, outages->len,
                                  (const Exclusion *)(gpointer)facts->exclusions->data, facts->exclusions->len,
                                  (const Exclusion *)(gpointer)unknowns->data, unknowns->len,
                                  (const UndatedOutage *)(gpointer)facts->undated->data, facts->undated->len);
    return service_ledger_new(facts->service_id, facts->name, period, ledger);
}

/* Down when any service is: the union of the services' counted time, each with its own maintenance taken out. */
static void add_counted(GArray *outages, const Ledger *ledger)
{
    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(ledger->segments, Segment, i);
        for (guint c = 0; segment->class == SEGMENT_COUNTED && c < segment->n_credits; c++) {
            const Credit *credit = &g_array_index(ledger->credits, Credit, segment->first_credit + c);
            Outage outage = {.from = segment->from,
                             .to = segment->to,
                             .incident = credit->incident,
                             .share_ppm = segment->share_ppm};
            g_array_append_val(outages, outage);
        }
    }
}

static int compare_services(gconstpointer a, gconstpointer b)
{
    const ServiceFacts *left = *(ServiceFacts *const *)a, *right = *(ServiceFacts *const *)b;
    if ((left->service_id == 0) != (right->service_id == 0))
        return left->service_id == 0 ? 1 : -1;
    return g_strcmp0(left->name, right->name);
}

static GPtrArray *sorted_services(GHashTable *by_id)
{
    GPtrArray *services = g_ptr_array_new();
    GHashTableIter iter;
    gpointer facts;
    g_hash_table_iter_init(&iter, by_id);
    while (g_hash_table_iter_next(&iter, NULL, &facts))
        g_ptr_array_add(services, facts);
    g_ptr_array_sort(services, compare_services);
    return services;
}

static void add_period(GPtrArray *lines, const Collector *collector, const GPtrArray *services, const Period *period)
{
    g_autoptr(GArray) any = g_array_new(FALSE, FALSE, sizeof(Outage));
    for (guint i = 0; i < services->len; i++) {
        ServiceLedger *line = service_ledger(collector, g_ptr_array_index(services, i), period);
        add_counted(any, line->ledger);
        g_ptr_array_add(lines, line);
    }
    if (collector->request->service != NULL)
        return;
    g_autoptr(GArray) unknowns = unknown_time(collector->request, period);
    Ledger *ledger = ledger_build(period->from, period->to, (const Outage *)(gpointer)any->data, any->len, NULL, 0,
                                  (const Exclusion *)(gpointer)unknowns->data, unknowns->len, NULL, 0);
    g_ptr_array_add(lines, service_ledger_new(SERVICE_ANY, ANY_SERVICE, period, ledger));
}

GPtrArray *availability_ledgers(Store *store, const FigureRequest *request, const GArray *periods, GError **error)
{
    g_autoptr(GHashTable) by_id =
        g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)service_facts_free);
    g_autoptr(GHashTable) severities = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    g_autoptr(GHashTable) outside = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    Collector collector = {
        .store = store, .request = request, .by_id = by_id, .severities = severities, .outside = outside};
    Instant from = INT64_MAX, to = INT64_MIN;
    for (guint i = 0; i < periods->len; i++) {
        from = MIN(from, g_array_index(periods, Period, i).from);
        to = MAX(to, g_array_index(periods, Period, i).to);
    }
    if (!collect(&collector, from, to, error))
        return NULL;
    g_autoptr(GPtrArray) services = sorted_services(by_id);
    GPtrArray *lines = g_ptr_array_new_with_free_func(service_ledger_free);
    for (guint i = 0; i < periods->len; i++)
        add_period(lines, &collector, services, &g_array_index(periods, Period, i));
    return lines;
}
