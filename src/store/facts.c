#include "nines/store/facts.h"

#include "nines/store/query.h"
#include "store_private.h"

const char *facts_json_sql(void)
{
    return schema_text("facts.sql");
}

/* ---- incidents ---- */

#define INCIDENT_COLUMNS                                                                                               \
    "id, external_id, title, kind, is_outage, severity_id, status_id, team_id, cause_id, detected_by_id, region_id,"   \
    " service_id, origin_id, started_at, declared_at, detected_at, acknowledged_at, mitigated_at, resolved_at,"        \
    " closed_at, within_from_at, within_to_at, stated_duration_ms, precision, zone_basis, change_caused, reopened_n,"  \
    " services_n, windows_n, source_id, line"

static const char dated_sql[] =
    "SELECT " INCIDENT_COLUMNS " FROM incident WHERE started_at >= ?1 AND started_at < ?2 ORDER BY started_at, id";
static const char undated_sql[] = "SELECT " INCIDENT_COLUMNS " FROM incident WHERE started_at IS NULL"
                                  " AND within_from_at >= ?1 AND within_from_at < ?2 ORDER BY within_from_at, id";

static const char declared_sql[] =
    "SELECT " INCIDENT_COLUMNS " FROM incident WHERE coalesce(declared_at, started_at) >= ?1"
    " AND coalesce(declared_at, started_at) < ?2"
    " ORDER BY coalesce(declared_at, started_at), id";
static const char undeclared_sql[] =
    "SELECT " INCIDENT_COLUMNS " FROM incident WHERE started_at IS NULL AND declared_at IS NULL"
    " AND within_from_at >= ?1 AND within_from_at < ?2 ORDER BY within_from_at, id";

static void read_incident(Query *query, FactIncident *incident)
{
    incident->id = query_integer(query, 0);
    incident->external_id = query_text(query, 1);
    incident->title = query_text(query, 2);
    incident->kind = KIND_INCIDENT;
    incident_kind_find(query_text(query, 3), &incident->kind);
    incident->is_outage = query_integer(query, 4) != 0;
    int64_t *const ids[] = {&incident->severity_id, &incident->status_id,      &incident->team_id,
                            &incident->cause_id,    &incident->detected_by_id, &incident->region_id,
                            &incident->service_id,  &incident->origin_id};
    for (int i = 0; i < (int)G_N_ELEMENTS(ids); i++)
        *ids[i] = query_integer(query, 5 + i);
    for (int i = 0; i < (int)MOMENT_N; i++)
        incident->at[i] = query_instant(query, 13 + i);
    incident->within_from_at = query_instant(query, 20);
    incident->within_to_at = query_instant(query, 21);
    incident->stated_duration_ms = query_instant(query, 22);
    incident->precision = (int)query_integer(query, 23);
    incident->zone_basis = (int)query_integer(query, 24);
    incident->change_caused = query_is_null(query, 25) ? -1 : (int)query_integer(query, 25);
    int64_t *const counts[] = {&incident->reopened_n, &incident->services_n, &incident->windows_n, &incident->source_id,
                               &incident->line};
    for (int i = 0; i < (int)G_N_ELEMENTS(counts); i++)
        *counts[i] = query_integer(query, 26 + i);
}

/* *more is false when the callback ended the scan. */
static bool scan_incidents(Store *store, const char *sql, Instant from, Instant to, FactIncidentFunc func,
                           gpointer user_data, bool *more, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    GError *failure = NULL;
    FactIncident incident;
    if (!query)
        return false;
    query_bind_integer(query, 1, from == INSTANT_NONE ? INT64_MIN : from);
    query_bind_integer(query, 2, from == INSTANT_NONE ? INT64_MAX : to);
    while (*more && query_step(query, &failure)) {
        read_incident(query, &incident);
        *more = func(&incident, user_data);
    }
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

bool facts_each_incident(Store *store, Instant from, Instant to, bool undated, FactIncidentFunc func,
                         gpointer user_data, GError **error)
{
    bool more = true;
    return scan_incidents(store, dated_sql, from, to, func, user_data, &more, error) &&
           (!undated || !more || scan_incidents(store, undated_sql, from, to, func, user_data, &more, error));
}

bool facts_each_declared(Store *store, Instant from, Instant to, bool undated, FactIncidentFunc func,
                         gpointer user_data, GError **error)
{
    bool more = true;
    return scan_incidents(store, declared_sql, from, to, func, user_data, &more, error) &&
           (!undated || !more || scan_incidents(store, undeclared_sql, from, to, func, user_data, &more, error));
}

/* ---- windows ---- */

#define LONG_CLASSES "json_each('[15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31]') k"
#define ALL_CLASSES                                                                                                    \
    "json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31]') k"
#define WINDOW_COLUMNS                                                                                                 \
    "SELECT i.id, i.service_id, i.started_at, coalesce(i.mitigated_at, i.resolved_at), i.share_ppm,"                   \
    " i.share_is_stated, i.severity_id, i.counts"
#define DETAIL_COLUMNS                                                                                                 \
    ", i.external_id, i.title, i.detected_at, i.declared_at, i.closed_at, i.precision, i.region_id, i.cause_id,"       \
    " i.users_n"
#define BY_START                                                                                                       \
    " FROM incident i INDEXED BY incident_by_start WHERE i.started_at > ?1 - (1 << 28) AND i.started_at < ?2"          \
    " AND i.span_class <= 14 AND i.counts >= ?3"
#define BY_CLASS                                                                                                       \
    " FROM (SELECT 0 AS counts UNION ALL SELECT 1) c CROSS JOIN " LONG_CLASSES                                         \
    " CROSS JOIN incident i INDEXED BY incident_long WHERE c.counts >= ?3 AND i.counts = c.counts"                     \
    " AND i.span_class = k.value AND i.span_class > 14 AND i.started_at > ?1 - (1 << (2 * k.value))"                   \
    " AND i.started_at < ?2"

/* Parameters: ?1 from, ?2 to, ?3 least value of counts. The open ones are the last class, whose range reaches back
 * without end. */
static const char *const window_sql[] = {
    WINDOW_COLUMNS BY_START,
    WINDOW_COLUMNS BY_CLASS,
    "SELECT w.incident_id, w.service_id, w.from_at, w.to_at, w.share_ppm, w.share_is_stated, w.severity_id, w.counts"
    " FROM (SELECT 0 AS counts UNION ALL SELECT 1) c CROSS JOIN " ALL_CLASSES
    " CROSS JOIN stated_window w INDEXED BY window_by_span WHERE c.counts >= ?3 AND w.counts = c.counts"
    " AND w.span_class = k.value AND w.from_at > ?1 - (1 << (2 * k.value)) AND w.from_at < ?2",
};

static const char *const detailed_sql[] = {WINDOW_COLUMNS DETAIL_COLUMNS BY_START,
                                           WINDOW_COLUMNS DETAIL_COLUMNS BY_CLASS};

static FactDetails read_window_details(Query *query)
{
    return (FactDetails){.external_id = query_text(query, 8),
                         .title = query_text(query, 9),
                         .detected = query_instant(query, 10),
                         .declared = query_instant(query, 11),
                         .closed = query_instant(query, 12),
                         .precision = (int)query_integer(query, 13),
                         .region_id = query_integer(query, 14),
                         .cause_id = query_integer(query, 15),
                         .users_n = query_is_null(query, 16) ? -1 : query_integer(query, 16)};
}

typedef struct {
    int64_t service_id; /* -1: all */
    Instant from, to, as_of;
    bool counted;
    FactWindowFunc func;
    gpointer user_data;
    bool more;
} WindowScan;

static void give_window(WindowScan *scan, Query *query, bool detailed)
{
    FactWindow window = {
        .incident_id = query_integer(query, 0),
        .service_id = query_integer(query, 1),
        .from = query_integer(query, 2),
        .to = query_instant(query, 3),
        .share_ppm = (int32_t)query_integer(query, 4),
        .share_stated = query_integer(query, 5) != 0,
        .severity_id = query_integer(query, 6),
        .counts = query_integer(query, 7) != 0,
    };
    window.open = window.to == INSTANT_NONE || (scan->as_of != INSTANT_NONE && window.to > scan->as_of);
    if (window.open)
        window.to = scan->as_of;
    bool wanted = scan->service_id < 0 || scan->service_id == window.service_id;
    if (!wanted || window.to <= scan->from || window.to <= window.from)
        return;
    FactDetails details;
    if (detailed) {
        details = read_window_details(query);
        window.details = &details;
    }
    scan->more = scan->func(&window, scan->user_data);
}

static bool scan_windows(WindowScan *scan, Store *store, const char *sql, bool detailed, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    GError *failure = NULL;
    if (!query)
        return false;
    query_bind_integer(query, 1, scan->from);
    query_bind_integer(query, 2, scan->to);
    query_bind_integer(query, 3, scan->counted);
    while (scan->more && query_step(query, &failure))
        give_window(scan, query, detailed);
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

bool facts_each_window(Store *store, int64_t service_id, Instant from, Instant to, Instant as_of,
                       WindowSelection selection, FactWindowFunc func, gpointer user_data, GError **error)
{
    /* Room for the subtraction of the longest class. */
    const Instant bound = INT64_MAX / 4;
    WindowScan scan = {service_id,
                       CLAMP(from, -bound, bound),
                       CLAMP(to, -bound, bound),
                       as_of,
                       selection != WINDOWS_ALL,
                       func,
                       user_data,
                       true};
    for (guint i = 0; i < G_N_ELEMENTS(window_sql); i++) {
        bool detailed = selection == WINDOWS_DETAILED && i < G_N_ELEMENTS(detailed_sql);
        if (!scan_windows(&scan, store, detailed ? detailed_sql[i] : window_sql[i], detailed, error))
            return false;
    }
    return true;
}

/* ---- maintenance and span ---- */

bool facts_each_maintenance(Store *store, int64_t service_id, Instant from, Instant to, FactMaintenanceFunc func,
                            gpointer user_data, GError **error)
{
    g_autoptr(Query) query = store_query(
        store,
        "SELECT id, coalesce(service_id, 0), from_at, to_at, announced_at, external_id, title FROM maintenance"
        " WHERE from_at < ?2 AND to_at > ?1 AND to_at > from_at AND (?3 < 0 OR service_id = ?3 OR service_id IS NULL)"
        " ORDER BY service_id, from_at, id",
        error);
    GError *failure = NULL;
    if (!query)
        return false;
    query_bind_integer(query, 1, from);
    query_bind_integer(query, 2, to);
    query_bind_integer(query, 3, service_id);
    while (query_step(query, &failure)) {
        FactMaintenance maintenance = {query_integer(query, 0), query_integer(query, 1), query_instant(query, 2),
                                       query_instant(query, 3), query_instant(query, 4), query_text(query, 5),
                                       query_text(query, 6)};
        if (!func(&maintenance, user_data))
            break;
    }
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

bool facts_span(Store *store, Instant as_of, Instant *from, Instant *to)
{
    g_autoptr(Query) query =
        store_query(store,
                    "SELECT min(started_at), max(max(started_at), coalesce(max(mitigated_at), max(started_at)),"
                    " coalesce(max(resolved_at), max(started_at))),"
                    " EXISTS (SELECT 1 FROM incident WHERE resolved_at IS NULL AND mitigated_at IS NULL AND started_at "
                    "IS NOT NULL) FROM incident",
                    NULL);
    if (!query || !query_step(query, NULL) || query_is_null(query, 0))
        return false;
    *from = query_integer(query, 0);
    *to = query_integer(query, 2) && as_of > query_integer(query, 1) ? as_of : query_integer(query, 1);
    return true;
}
