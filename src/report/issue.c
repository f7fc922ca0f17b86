#include "nines/report/issue.h"

#include "nines/base/document.h"
#include "nines/store/query.h"
#include "save.h"
#include <string.h>

/* ---- the figures of this report ---- */

/* What every report is about, whatever its definition shows. services: whose records bear on the figure, "" all. */
static const char figures_sql[] =
    "SELECT 'incidents_n' AS figure, '' AS subject, '' AS services, incidents_n AS value, NULL AS currency"
    " FROM report_count WHERE dimension = 'all'"
    " UNION ALL SELECT 'incidents_n', dimension || ' ' || key, CASE dimension WHEN 'service' THEN key ELSE '' END,"
    " incidents_n, NULL FROM report_count WHERE dimension IN ('severity', 'service')"
    " UNION ALL SELECT kind || CASE WHEN is_money THEN '_minor' WHEN kind = 'staff_time' THEN '_ms' ELSE '_n' END,"
    " 'impact, ' || basis || coalesce(', ' || currency, ''), '', likely, currency FROM report_impact"
    " UNION ALL SELECT metric || '_median_ms', '', '', median_ms, NULL FROM report_duration WHERE dimension = 'all'"
    " UNION ALL SELECT 'availability_ratio', service, CASE WHEN is_service THEN service ELSE '' END,"
    " availability_ratio, NULL FROM report_availability WHERE scope = 'period'"
    " UNION ALL SELECT 'counted_ms', service, CASE WHEN is_service THEN service ELSE '' END, counted_ms, NULL"
    " FROM report_availability WHERE scope = 'period'"
    " UNION ALL SELECT k.column1, o.contract || ': ' || o.obligation || ', ' || o.period, o.services, CASE k.column1"
    " WHEN 'availability_ratio' THEN o.availability_ratio WHEN 'counted_ms' THEN o.counted_ms WHEN 'verdict' THEN"
    " o.verdict ELSE o.credit_minor END, CASE k.column1 WHEN 'credit_minor' THEN o.currency END"
    " FROM report_obligation o, (VALUES ('availability_ratio'), ('counted_ms'), ('verdict'), ('credit_minor')) k"
    " UNION ALL SELECT 'in_time_ratio', contract || ': ' || obligation || ' ' || goal || ', ' || period, '',"
    " in_time_ratio, NULL FROM report_response"
    " UNION ALL SELECT 'verdict', contract || ': ' || obligation || ' ' || goal || ', ' || period, '', verdict, NULL"
    " FROM report_response";

static bool add_figure(Store *store, const Figure *figure, GError **error)
{
    g_autoptr(Query) query = store_query(
        store,
        "INSERT OR REPLACE INTO report_issued (figure, subject, services, value, currency) VALUES (?1, '', '', ?2, ?3)",
        error);
    if (query == NULL)
        return false;
    query_bind_text(query, 1, figure->name, -1);
    if (figure->value.type == CELL_INTEGER)
        query_bind_integer(query, 2, figure->value.integer);
    else if (figure->value.type == CELL_REAL)
        query_bind_real(query, 2, figure->value.real);
    else if (figure->value.type == CELL_TEXT)
        query_bind_text(query, 2, figure->value.text, -1);
    else
        query_bind_null(query, 2);
    query_bind_text(query, 3, figure->currency, -1);
    return query_run(query, error);
}

/* The ends of the period and the as-of time are terms of a report, none of its findings. */
static bool is_term(const Figure *figure)
{
    return unit_of_name(figure->name) == UNIT_INSTANT;
}

bool issue_figures(Store *store, const GPtrArray *figures, GError **error)
{
    static const char make_sql[] =
        "DROP TABLE IF EXISTS report_issued; CREATE TABLE report_issued (figure TEXT NOT NULL,"
        " subject TEXT NOT NULL, services TEXT NOT NULL, value ANY, currency TEXT,"
        " PRIMARY KEY (figure, subject)) STRICT, WITHOUT ROWID; INSERT OR IGNORE INTO report_issued ";
    g_autofree char *sql = g_strconcat(make_sql, figures_sql, NULL);
    if (!store_execute(store, sql, error))
        return false;
    for (guint i = 0; i < figures->len; i++)
        if (!is_term(figures->pdata[i]) && !add_figure(store, figures->pdata[i], error))
            return false;
    return true;
}

static void add_cell(GChecksum *sum, const Cell *cell)
{
    g_autofree char *text = cell->type == CELL_INTEGER ? g_strdup_printf("%" G_GINT64_FORMAT, cell->integer)
                            : cell->type == CELL_REAL  ? g_strdup_printf("%.17g", cell->real)
                            : cell->type == CELL_TEXT  ? g_strdup(cell->text)
                                                       : g_strdup("\001");
    g_checksum_update(sum, (const guchar *)text, (gssize)strlen(text) + 1);
}

static char *figures_hash(Store *store, GError **error)
{
    g_autoptr(Table) table = store_table(
        store, "issued", "SELECT figure, subject, value, currency FROM report_issued ORDER BY figure, subject", NULL, 0,
        error);
    if (table == NULL)
        return NULL;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    for (guint row = 0; row < table_n_rows(table); row++)
        for (guint column = 0; column < table_n_columns(table); column++)
            add_cell(sum, table_cell(table, row, column));
    return g_strndup(g_checksum_get_string(sum), 16);
}

/* ---- against an issue ---- */

/* Every span of every statement that a later source replaced, added, linked or parted: what may have moved a figure of
 * an issue made before that source. Names and positions of its columns are those of the comparison below. */
#define SPAN_OF(who)                                                                                                   \
    "v.name, coalesce(w.from_at, i.started_at), CASE WHEN w.incident_id IS NULL THEN coalesce(i.mitigated_at,"         \
    " i.resolved_at) ELSE w.to_at END FROM issue, " who " LEFT JOIN stated_window w ON w.incident_id = i.id LEFT JOIN" \
    " service v ON v.id = coalesce(w.service_id, i.service_id) WHERE i.started_at < issue.to_at"
#define CHANGED_SPANS                                                                                                  \
    "changed AS MATERIALIZED (SELECT r.incident_id, r.replaced_at AS at, r.replaced_by_source_id AS by_id,"            \
    " w.value ->> '$.service' AS service, w.value ->> '$.from_at' AS from_at, w.value ->> '$.to_at' AS to_at"          \
    " FROM incident_revision r, json_each(r.facts, '$.windows') w"                                                     \
    " UNION ALL SELECT i.id, s.ingested_at, i.source_id, " SPAN_OF(                                                    \
        "incident i JOIN source s ON s.id = i.source_id") " AND s.id > issue.newest_source_id AND i.source_id > "      \
                                                          "issue.newest_source_id"                                     \
                                                          " UNION ALL SELECT i.id, l.linked_at, CASE WHEN "            \
                                                          "l.linked_at > issue.as_of_at THEN 1 << 60 ELSE"             \
                                                          " l.newest_source_id END, " SPAN_OF(                         \
                                                              "link l JOIN incident i ON i.id IN (l.incident_id, "     \
                                                              "l.main_id)") " UNION ALL SELECT i.id, d.decided_at, 1 " \
                                                                            "<< 60, " SPAN_OF("link_decision d JOIN "  \
                                                                                              "word o ON o.text = "    \
                                                                                              "d.origin JOIN "         \
                                                                                              "incident i ON "         \
                                                                                              "i.origin_id = o.id "    \
                                                                                              "AND i.external_id"      \
                                                                                              " = d.external_id") " A" \
                                                                                                                  "ND" \
                                                                                                                  " d" \
                                                                                                                  ".i" \
                                                                                                                  "s_" \
                                                                                                                  "sa" \
                                                                                                                  "me" \
                                                                                                                  " =" \
                                                                                                                  " 0" \
                                                                                                                  " A" \
                                                                                                                  "ND" \
                                                                                                                  " d" \
                                                                                                                  ".d" \
                                                                                                                  "ec" \
                                                                                                                  "id" \
                                                                                                                  "ed" \
                                                                                                                  "_a" \
                                                                                                                  "t " \
                                                                                                                  "> " \
                                                                                                                  "is" \
                                                                                                                  "su" \
                                                                                                                  "e." \
                                                                                                                  "as" \
                                                                                                                  "_o" \
                                                                                                                  "f_" \
                                                                                                                  "at" \
                                                                                                                  ")"

#define RECORDS                                                                                                        \
    "(SELECT group_concat(external_id, ', ') FROM (SELECT DISTINCT i.external_id FROM changed c JOIN incident i"       \
    " ON i.id = c.incident_id WHERE c.by_id > issue.newest_source_id AND (:since IS NULL OR c.at >= :since)"           \
    " AND (c.from_at IS NULL OR c.from_at < issue.to_at) AND (c.to_at IS NULL OR c.to_at > issue.from_at)"             \
    " AND (d.services = '' OR instr(', ' || d.services || ', ', ', ' || c.service || ', ')) ORDER BY 1))"

static const char compare_sql[] =
    "WITH issue AS (SELECT * FROM issued_report WHERE id = :issue), " CHANGED_SPANS
    ", d AS (SELECT f.figure, f.subject,"
    " coalesce(n.services, CASE WHEN f.figure = 'availability_ratio' THEN f.subject ELSE '' END) AS services,"
    " f.value AS issued, n.value AS now, coalesce(n.currency, f.currency) AS currency FROM issued_figure f JOIN issue"
    " ON issue.id = f.issue_id LEFT JOIN report_issued n ON n.figure = f.figure AND n.subject = f.subject"
    " WHERE f.value IS NOT n.value UNION ALL SELECT n.figure, n.subject, n.services, NULL, n.value, n.currency"
    " FROM report_issued n, issue WHERE n.value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM issued_figure f"
    " WHERE f.issue_id = issue.id AND f.figure = n.figure AND f.subject = n.subject)), e AS (SELECT d.*, CASE WHEN"
    " typeof(issued) IN ('integer', 'real') AND typeof(now) IN ('integer', 'real') THEN now - issued END AS difference,"
    " " RECORDS " AS records FROM d, issue)"
    " SELECT figure, subject, replace(CASE WHEN figure GLOB 'tt?_median_ms' THEN"
    " upper(substr(figure, 1, 3)) || ' median' WHEN figure GLOB '*_ratio' OR figure GLOB '*_minor' THEN substr(figure, "
    "1,"
    " length(figure) - 6) WHEN figure GLOB '*_ms' THEN substr(figure, 1, length(figure) - 3) WHEN figure GLOB '*_n' "
    "THEN"
    " substr(figure, 1, length(figure) - 2) ELSE figure END, '_', ' ') AS title, issued, now, difference, currency,"
    " fmt_figure(figure, issued, currency, :timezone) AS"
    " issued_text, fmt_figure(figure, now, currency, :timezone) AS now_text, CASE WHEN difference < 0 THEN '−' WHEN"
    " difference > 0 THEN '+' ELSE '' END || fmt_figure(figure, abs(difference), currency, :timezone) AS"
    " difference_text, records FROM e ORDER BY subject <> '', subject, figure";

static char *issue_zone(Store *store, int64_t issue_id)
{
    g_autoptr(Query) query = store_query(store, "SELECT timezone FROM issued_report WHERE id = ?1", NULL);
    if (query == NULL)
        return NULL;
    query_bind_integer(query, 1, issue_id);
    return query_step(query, NULL) ? g_strdup(query_text(query, 0)) : NULL;
}

Table *issue_compare(Store *store, int64_t issue_id, Instant since, GError **error)
{
    g_autofree char *zone = issue_zone(store, issue_id);
    const QueryParameter parameters[] = {
        {"issue", CELL_INTEGER, {.integer = issue_id}},
        {"since", since == INSTANT_NONE ? CELL_NULL : CELL_INTEGER, {.integer = since}},
        {"timezone", zone != NULL ? CELL_TEXT : CELL_NULL, {.text = zone}},
    };
    return store_table(store, "report_restatement", compare_sql, parameters, G_N_ELEMENTS(parameters), error);
}

/* ---- this report's terms ---- */

#define SAME_TERMS                                                                                                     \
    "report = ?1 AND period = ?2 AND from_at = ?3 AND to_at = ?4 AND timezone = ?5 AND contracts = ?6 AND options = "  \
    "?7"

static void bind_terms(Query *query, const IssueTerms *terms)
{
    const Period *period = &terms->request->period;
    query_bind_text(query, 1, terms->report, -1);
    query_bind_text(query, 2, period->label, -1);
    query_bind_integer(query, 3, period->from);
    query_bind_integer(query, 4, period->to);
    query_bind_text(query, 5, zone_name(period->zone), -1);
    query_bind_text(query, 6, terms->contracts, -1);
    query_bind_text(query, 7, terms->options, -1);
    query_bind_integer(query, 8, terms->request->as_of);
}

/* The newest issue before this one, 0 for none. One that this run would only repeat is not before it. */
static int64_t find_prior(Store *store, const IssueTerms *terms, const char *hash, GError **error)
{
    g_autoptr(Query) query = store_query(
        store,
        "SELECT id FROM issued_report WHERE " SAME_TERMS " AND to_at <= as_of_at AND (as_of_at < ?8 OR (as_of_at = ?8"
        " AND figures_hash <> ?9 AND id < coalesce((SELECT id FROM issued_report WHERE " SAME_TERMS
        " AND as_of_at = ?8 AND figures_hash = ?9), 1 << 60))) ORDER BY as_of_at DESC, id DESC LIMIT 1",
        error);
    if (query == NULL)
        return 0;
    bind_terms(query, terms);
    query_bind_text(query, 9, hash, -1);
    return query_step(query, error) ? query_integer(query, 0) : 0;
}

static Table *with_issue(Store *store, const Table *rows, int64_t issue_id)
{
    g_autoptr(Query) query = store_query(store, "SELECT as_of_at FROM issued_report WHERE id = ?1", NULL);
    Table *table =
        derived_new("report_restatement", "issued_as_of_at figure subject title issued now difference currency "
                                          "issued_text now_text difference_text records");
    query_bind_integer(query, 1, issue_id);
    int64_t as_of = query_step(query, NULL) ? query_integer(query, 0) : 0;
    for (guint row = 0; rows != NULL && row < table_n_rows(rows); row++) {
        table_append_integer(table, as_of);
        for (guint column = 0; column < table_n_columns(rows); column++) {
            const Cell *cell = table_cell(rows, row, column);
            if (cell->type == CELL_INTEGER)
                table_append_integer(table, cell->integer);
            else if (cell->type == CELL_REAL)
                table_append_real(table, cell->real);
            else
                table_append_text(table, cell->type == CELL_TEXT ? cell->text : NULL);
        }
    }
    return table;
}

bool issue_restate(Store *store, const IssueTerms *terms, GError **error)
{
    GError *failure = NULL;
    g_autofree char *hash = figures_hash(store, error);
    if (hash == NULL)
        return false;
    int64_t prior = find_prior(store, terms, hash, &failure);
    g_autoptr(Table) rows = prior != 0 ? issue_compare(store, prior, INSTANT_NONE, &failure) : NULL;
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return false;
    }
    g_autoptr(Table) table = with_issue(store, rows, prior);
    return derived_save(store, table, error);
}

bool issue_record(Store *store, const IssueTerms *terms, GError **error)
{
    g_autofree char *hash = figures_hash(store, error);
    g_autoptr(Query) query = store_query(
        store,
        "INSERT INTO issued_report (report, period, from_at, to_at, timezone, contracts, options, as_of_at, issued_at,"
        " figures_hash, definition, newest_source_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10,"
        " coalesce((SELECT max(id) FROM source), 0)) ON CONFLICT DO NOTHING RETURNING id",
        error);
    if (hash == NULL || query == NULL)
        return false;
    bind_terms(query, terms);
    query_bind_text(query, 9, hash, -1);
    query_bind_text(query, 10, terms->definition, -1);
    GError *failure = NULL;
    int64_t id = query_step(query, &failure) ? query_integer(query, 0) : 0;
    if (failure != NULL)
        g_propagate_error(error, failure);
    query_reset(query);
    if (id == 0)
        return failure == NULL;
    g_autofree char *sql = g_strdup_printf("INSERT INTO issued_figure SELECT %" G_GINT64_FORMAT
                                           ", figure, subject, value, currency FROM report_issued",
                                           id);
    return store_execute(store, sql, error);
}

/* ---- what changed ---- */

/* What stands, without what linked records filled in. */
#define STANDING                                                                                                       \
    "(SELECT json_patch(coalesce((SELECT json_patch(f.facts, json_object('kind', l.kind, 'is_outage', l.is_outage))"   \
    " FROM link l WHERE l.incident_id = i.id), f.facts), (SELECT CASE WHEN count(*) = 0 THEN '{}' ELSE"                \
    " json_group_object(field, NULL) END FROM link_fill WHERE incident_id = i.id))"                                    \
    " FROM incident_facts f WHERE f.incident_id = i.id)"

/* facts of a revision, then of the one that replaced it: the next revision, else what stands. */
static const char changes_sql[] =
    "SELECT r.replaced_at AS at, o.text AS origin, i.external_id AS id, i.title, 'changed' AS what,"
    " n.path || ':' || coalesce(m.line, i.line) AS source, s.path || ':' || r.line AS before_source, r.facts AS before,"
    " coalesce(m.facts, " STANDING
    ") AS after, r.incident_id, r.revision FROM incident_revision r JOIN incident i ON i.id = r.incident_id"
    " JOIN word o ON o.id = i.origin_id JOIN source s ON s.id = r.source_id"
    " JOIN source n ON n.id = r.replaced_by_source_id LEFT JOIN incident_revision m ON m.incident_id = r.incident_id"
    " AND m.revision = r.revision + 1 WHERE :since IS NULL OR r.replaced_at >= :since"
    " UNION ALL SELECT s.ingested_at, o.text, i.external_id, i.title, 'added', s.path || ':' || i.line, NULL, NULL, "
    "NULL,"
    " i.id, 0 FROM incident i CROSS JOIN source s ON s.id = i.source_id CROSS JOIN word o ON o.id = i.origin_id"
    " WHERE i.revision = 1 AND i.source_id > (SELECT min(newest_source_id) FROM issued_report WHERE to_at <= as_of_at)"
    " AND (:since IS NULL OR s.ingested_at >= :since) AND EXISTS (SELECT 1 FROM issued_report p WHERE p.to_at <="
    " p.as_of_at AND s.id > p.newest_source_id AND i.started_at < p.to_at AND (i.resolved_at IS NULL OR i.resolved_at >"
    " p.from_at))"
    " UNION ALL SELECT l.linked_at, o.text, i.external_id, i.title, 'linked', s.path || ':' || i.line,"
    " t.path || ':' || m.line, NULL, json_object('counted with', m.external_id, 'because', l.evidence), i.id, 0"
    " FROM link l JOIN incident i ON i.id = l.incident_id JOIN incident m ON m.id = l.main_id JOIN word o ON o.id ="
    " i.origin_id JOIN source s ON s.id = i.source_id JOIN source t ON t.id = m.source_id WHERE :since IS NULL OR"
    " l.linked_at >= :since"
    " UNION ALL SELECT d.decided_at, d.origin, d.external_id, d.external_id, 'parted', NULL, NULL, json_object("
    "'counted with', d.main_external_id), NULL, 0, 0 FROM link_decision d WHERE d.is_same = 0 AND (:since IS NULL OR"
    " d.decided_at >= :since)"
    " UNION ALL SELECT r.replaced_at, o.text, m.external_id, m.title, 'moved', n.path || ':' || m.line,"
    " s.path || ':' || r.line, r.facts, coalesce((SELECT x.facts FROM maintenance_revision x WHERE x.maintenance_id ="
    " r.maintenance_id AND x.revision = r.revision + 1), json_object('service', v.name, 'from_at', m.from_at, 'to_at',"
    " m.to_at, 'announced_at', m.announced_at, 'title', m.title)), 0, 0 FROM maintenance_revision r JOIN maintenance m"
    " ON m.id = r.maintenance_id JOIN word o ON o.id = m.origin_id JOIN source s ON s.id = r.source_id JOIN source n"
    " ON n.id = r.replaced_by_source_id LEFT JOIN service v ON v.id = m.service_id WHERE :since IS NULL OR"
    " r.replaced_at >= :since"
    " ORDER BY 1, 2, 3, 5, 11";

Table *issue_changes(Store *store, Instant since, GError **error)
{
    const QueryParameter parameters[] = {
        {"since", since == INSTANT_NONE ? CELL_NULL : CELL_INTEGER, {.integer = since}},
    };
    g_autofree char *sql = g_strconcat("WITH incident_facts AS (", facts_json_sql(), ") ", changes_sql, NULL);
    return store_table(store, "changes", sql, parameters, G_N_ELEMENTS(parameters), error);
}

/* Each side's fields with their text; a field that a side does not state at all is not compared. Elements of a list
 * stand in no particular order. */
static const char fields_sql[] =
    "WITH side (side, key, type, value) AS (SELECT 0, key, type, value FROM json_each(coalesce(:before, '{}'))"
    " UNION ALL SELECT 1, key, type, value FROM json_each(coalesce(:after, '{}'))), word AS (SELECT side, key, value,"
    " CASE WHEN type = 'null' THEN NULL WHEN key LIKE '%#_at' ESCAPE '#' THEN strftime(CASE WHEN value % 1000 THEN"
    " '%Y-%m-%dT%H:%M:%fZ' ELSE '%Y-%m-%dT%H:%M:%SZ' END, value / 1000.0, 'unixepoch') WHEN key = 'windows' THEN"
    " (SELECT group_concat(coalesce(w.value ->> '$.service', '(no service)') || ' ' ||"
    " coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', (w.value ->> '$.from_at') / 1000, 'unixepoch'), '?') || ' to ' ||"
    " coalesce(strftime('%Y-%m-%dT%H:%M:%SZ', (w.value ->> '$.to_at') / 1000, 'unixepoch'), 'open') ||"
    " CASE WHEN w.value ->> '$.share_ppm' < 1000000 THEN printf(' (%g %%)', (w.value ->> '$.share_ppm') / 10000.0)"
    " ELSE '' END, '; ') FROM (SELECT value FROM json_each(side.value) ORDER BY value) w) WHEN key = 'amounts' THEN "
    "(SELECT group_concat((m.value ->> '$.kind') || ' ' ||"
    " coalesce((m.value ->> '$.currency') || ' ', '') || (m.value ->> '$.likely'), '; ') FROM (SELECT value FROM"
    " json_each(side.value) ORDER BY value) m) WHEN key IN ('regions', 'tags') THEN (SELECT group_concat(l.value, ', ')"
    " FROM (SELECT value FROM json_each(side.value) ORDER BY value) l)"
    " WHEN key IN ('timeline', 'actions') THEN json_array_length(value) || ' entries'"
    " ELSE CAST(value AS TEXT) END AS text FROM side) SELECT b.key AS field, b.text AS before, a.text AS after"
    " FROM word b JOIN word a ON a.side = 1 AND a.key = b.key WHERE b.side = 0 AND CASE WHEN b.key IN ('windows',"
    " 'amounts', 'regions', 'tags') THEN b.text IS NOT a.text ELSE b.value IS NOT a.value END"
    " UNION ALL SELECT key, CASE side WHEN 0 THEN text END, CASE side WHEN 1 THEN text END FROM word"
    " WHERE :before IS NULL OR :after IS NULL";

Table *issue_fields(Store *store, const char *before, const char *after, GError **error)
{
    const QueryParameter parameters[] = {
        {"before", before != NULL ? CELL_TEXT : CELL_NULL, {.text = before}},
        {"after", after != NULL ? CELL_TEXT : CELL_NULL, {.text = after}},
    };
    return store_table(store, "fields", fields_sql, parameters, G_N_ELEMENTS(parameters), error);
}
