#include "link_apply.h"

/* A field that a main record takes from a linked one: its name among the facts, its column, and when it may. :m and :o
 * are the rows. Times must not lie before the start, and the end of impact only where no windows are stated. */
typedef struct {
    const char *field, *column, *when;
} Filled;

#define AFTER_START(column) "o." column " >= m.started_at"
#define INLINE " AND m.windows_n = 0 AND m.services_n < 2"

static const Filled filled[] = {
    {"declared_at", "declared_at", AFTER_START("declared_at")},
    {"detected_at", "detected_at", AFTER_START("detected_at")},
    {"acknowledged_at", "acknowledged_at", AFTER_START("acknowledged_at")},
    {"resolved_at", "resolved_at", AFTER_START("resolved_at") INLINE},
    {"mitigated_at", "mitigated_at",
     AFTER_START("mitigated_at") INLINE " AND o.mitigated_at <= coalesce(m.resolved_at, o.mitigated_at)"},
    {"closed_at", "closed_at", AFTER_START("closed_at")},
    {"severity", "severity_id", "m.windows_n = 0 AND m.services_n < 2"},
    {"team", "team_id", "1"},
    {"cause", "cause_id", "1"},
    {"detected_by", "detected_by_id", "1"},
    {"change_caused", "change_caused", "1"},
    {"users", "users_n", "1"},
    {"orders", "orders_n", "1"},
    {"currency", "currency_id", "m.money_minor IS NULL AND o.money_minor IS NOT NULL"},
    {"money", "money_minor", "m.currency_id IS o.currency_id"},
    {"service", "service_id", "m.services_n = 0 AND o.services_n = 1 AND m.windows_n = 0"},
};

/* ---- release ---- */

static bool run_for(Store *store, const char *sql, int64_t id, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    if (!query)
        return false;
    query_bind_id(query, 1, id);
    return query_run(query, error);
}

static bool empty_fills(Store *store, int64_t id, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(filled); i++) {
        bool service = g_str_equal(filled[i].field, "service");
        g_autofree char *sql =
            g_strdup_printf("UPDATE incident SET %s = NULL%s WHERE id IN (SELECT incident_id FROM link_fill"
                            " WHERE field = '%s' AND (?1 IS NULL OR incident_id = ?1))",
                            filled[i].column, service ? ", services_n = 0" : "", filled[i].field);
        if (!run_for(store, sql, id, error))
            return false;
    }
    return run_for(store, "DELETE FROM link_fill WHERE ?1 IS NULL OR incident_id = ?1", id, error);
}

/* id 0: all. A link without a kind is released already. */
static bool release(Store *store, int64_t id, GError **error)
{
    static const char *const sql[] = {
        "UPDATE incident SET kind = l.kind, is_outage = l.is_outage, counts = l.is_outage AND share_ppm > 0 FROM link l"
        " WHERE l.incident_id = incident.id AND l.kind <> '' AND (?1 IS NULL OR l.incident_id = ?1)",
        "UPDATE stated_window SET counts = l.is_outage AND share_ppm > 0 FROM link l"
        " WHERE l.incident_id = stated_window.incident_id AND l.kind <> '' AND (?1 IS NULL OR l.incident_id = ?1)",
        "UPDATE link SET kind = '' WHERE ?1 IS NULL OR incident_id = ?1",
    };
    for (guint i = 0; i < G_N_ELEMENTS(sql); i++)
        if (!run_for(store, sql[i], id, error))
            return false;
    return empty_fills(store, id, error);
}

bool links_release(Store *store, GError **error)
{
    return release(store, 0, error);
}

bool links_release_one(Store *store, int64_t incident_id, GError **error)
{
    return release(store, incident_id, error);
}

/* ---- apply ---- */

static bool run_pair(Store *store, const char *sql, int64_t main_id, int64_t other_id, const char *field,
                     int64_t *changes, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    if (!query)
        return false;
    query_bind_integer(query, 1, main_id);
    query_bind_integer(query, 2, other_id);
    query_bind_text(query, 3, field, -1);
    if (!query_run(query, error))
        return false;
    if (changes)
        *changes = store_scalar(store, "SELECT changes()", 0);
    return true;
}

static bool fill(Store *store, int64_t main_id, int64_t other_id, const Filled *rule, GError **error)
{
    bool service = g_str_equal(rule->field, "service");
    g_autofree char *sql = g_strdup_printf(
        "UPDATE incident AS m SET %s = o.%s%s FROM incident o WHERE m.id = ?1 AND o.id = ?2 AND ?3 IS NOT NULL"
        " AND m.%s IS NULL AND o.%s IS NOT NULL AND (%s)",
        rule->column, rule->column, service ? ", services_n = 1" : "", rule->column, rule->column, rule->when);
    int64_t changes = 0;
    if (!run_pair(store, sql, main_id, other_id, rule->field, &changes, error))
        return false;
    return !changes || run_pair(store, "INSERT INTO link_fill SELECT ?1, ?3 WHERE ?2 IS NOT NULL", main_id, other_id,
                                rule->field, NULL, error);
}

/* Times that differ by more than the coarser of the two can say, and words that differ on one scale, are findings: they
 * stand with the main record, at the place of the other one, and name both. */
static const char *const compared_times[] = {"started_at",      "declared_at",  "detected_at",
                                             "acknowledged_at", "mitigated_at", "resolved_at"};

#define BOTH_PLACES                                                                                                    \
    " || ' (' || t.path || ':' || o.line || ') against ' || %s || ' (' || s.path || ':' || m.line || '), which "       \
    "counts'"                                                                                                          \
    " FROM incident m JOIN source s ON s.id = m.source_id JOIN incident o ON o.id = ?2"                                \
    " JOIN source t ON t.id = o.source_id"

static bool note_time(Store *store, int64_t main_id, int64_t other_id, const char *field, GError **error)
{
    g_autofree char *ours = g_strdup_printf("strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', m.%s / 1000, 'unixepoch')", field);
    g_autofree char *theirs = g_strdup_printf("strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', o.%s / 1000, 'unixepoch')", field);
    g_autofree char *places = g_strdup_printf(BOTH_PLACES, ours);
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO finding (kind, severity, incident_id, source_id, line, field, message) SELECT 'link-conflict',"
        " 'warning', m.id, o.source_id, o.line, ?3, ?3 || ': ' || %s%s WHERE m.id = ?1 AND abs(m.%s - o.%s) >="
        " CASE max(m.precision, o.precision) WHEN 0 THEN 60000 WHEN 1 THEN 60000 WHEN 2 THEN 3600000 ELSE 86400000 END"
        " AND NOT EXISTS (SELECT 1 FROM link_fill WHERE incident_id = m.id AND field = ?3)",
        theirs, places, field, field);
    return run_pair(store, sql, main_id, other_id, field, NULL, error);
}

/* SEV1 and SEV2 differ; SEV1 and critical are words of two scales. */
static bool note_severity(Store *store, int64_t main_id, int64_t other_id, GError **error)
{
    g_autofree char *places = g_strdup_printf(BOTH_PLACES, "a.text");
    g_autofree char *sql = g_strdup_printf(
        "INSERT INTO finding (kind, severity, incident_id, source_id, line, field, message) SELECT 'link-conflict',"
        " 'warning', m.id, o.source_id, o.line, ?3, ?3 || ': ' || b.text%s JOIN word a ON a.id = m.severity_id"
        " JOIN word b ON b.id = o.severity_id WHERE m.id = ?1 AND lower(a.text) <> lower(b.text) AND "
        "rtrim(lower(a.text),"
        " '0123456789') = rtrim(lower(b.text), '0123456789')",
        places);
    return run_pair(store, sql, main_id, other_id, "severity", NULL, error);
}

bool links_apply(Store *store, int64_t main_id, int64_t other_id, GError **error)
{
    if (!run_for(store, "UPDATE incident SET kind = 'duplicate', is_outage = 0, counts = 0 WHERE id = ?1", other_id,
                 error) ||
        !run_for(store, "UPDATE stated_window SET counts = 0 WHERE incident_id = ?1", other_id, error))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(compared_times); i++)
        if (!note_time(store, main_id, other_id, compared_times[i], error))
            return false;
    for (guint i = 0; i < G_N_ELEMENTS(filled); i++)
        if (!fill(store, main_id, other_id, &filled[i], error))
            return false;
    return note_severity(store, main_id, other_id, error);
}
