/* Derived tables that one query gives, of the facts or of the derived tables before it. */
#include "derive_parts.h"
#include "save.h"

/* ---- obligations that a workbook can judge again ---- */

/* The windows of the incidents that a plain obligation counts. */
static const char live_window_sql[] =
    "SELECT l.obligation_no, w.incident_id, w.id, w.from_at, w.to_at, w.share_ratio, CASE WHEN i.windows_n > 0 THEN "
    "w.from_at END AS own_from_at, CASE WHEN i.windows_n > 0 THEN w.to_at END AS own_to_at, w.from_at - o.to_at AS "
    "from_tick, w.to_at - o.to_at AS to_tick FROM report_live l JOIN report_obligation o ON o.rowid = l.obligation_no "
    "JOIN "
    "report_window w ON w.service = o.services JOIN incident i ON i.id = w.incident_id WHERE l.is_plain AND "
    "w.share_ratio > 0 "
    "AND w.from_at < o.to_at AND w.to_at > o.from_at AND EXISTS (SELECT 1 FROM report_share s WHERE s.contract = "
    "o.contract "
    "AND s.obligation = o.obligation AND s.period = o.period AND s.id = w.id AND s.counted_ms > 0) "
    "ORDER BY l.obligation_no, w.from_at, w.incident_id";

/* Time that is excluded or not measured. */
static const char live_span_sql[] =
    "WITH span AS (SELECT l.obligation_no, e.from_at, e.to_at, 'excluded' AS class FROM report_live l JOIN "
    "report_obligation o ON o.rowid = l.obligation_no JOIN report_minute e ON e.contract = o.contract AND e.obligation "
    "= "
    "o.obligation AND e.period = o.period WHERE l.is_plain AND e.class = 'excluded' UNION ALL SELECT l.obligation_no, "
    "max(p.as_of_at, o.from_at), o.to_at, 'unknown' FROM report_live l JOIN report_obligation o ON o.rowid = "
    "l.obligation_no, report_period p WHERE l.is_plain AND p.as_of_at < o.to_at) "
    "SELECT s.*, s.from_at - o.to_at AS from_tick, s.to_at - o.to_at AS to_tick FROM span s JOIN report_obligation o "
    "ON "
    "o.rowid = s.obligation_no ORDER BY s.obligation_no, s.from_at";

static const char live_cell_sql[] =
    "WITH span AS (SELECT obligation_no, from_at, to_at FROM report_live_window UNION ALL SELECT obligation_no, "
    "from_at, "
    "to_at FROM report_live_span), plain AS (SELECT l.obligation_no, o.from_at, o.to_at FROM report_live l JOIN "
    "report_obligation o ON o.rowid = l.obligation_no WHERE l.is_plain), edge AS (SELECT obligation_no, from_at AS at "
    "FROM "
    "plain UNION SELECT s.obligation_no, s.from_at FROM span s JOIN plain p USING (obligation_no) WHERE s.from_at > "
    "p.from_at "
    "AND s.from_at < p.to_at UNION SELECT s.obligation_no, s.to_at FROM span s JOIN plain p USING (obligation_no) "
    "WHERE "
    "s.to_at > p.from_at AND s.to_at < p.to_at), cell AS (SELECT obligation_no, e.at AS from_at, lead(e.at, 1, "
    "p.to_at) OVER "
    "(PARTITION BY obligation_no ORDER BY e.at) AS to_at FROM edge e JOIN plain p USING (obligation_no)), share AS "
    "(SELECT "
    "c.*, (SELECT max(w.share_ratio) FROM report_live_window w WHERE w.obligation_no = c.obligation_no AND w.from_at "
    "<= "
    "c.from_at AND w.to_at > c.from_at) AS share_ratio, (SELECT min(s.class) FROM report_live_span s WHERE "
    "s.obligation_no = "
    "c.obligation_no AND s.from_at <= c.from_at AND s.to_at > c.from_at) AS span FROM cell c), class AS (SELECT "
    "obligation_no, from_at, to_at, CASE WHEN span = 'excluded' THEN 'excluded' WHEN share_ratio > 0 THEN 'counted' "
    "WHEN span "
    "= 'unknown' THEN 'unknown' ELSE 'up' END AS class, share_ratio FROM share UNION ALL SELECT obligation_no, to_at, "
    "to_at, "
    "'spare', 0 FROM plain, (SELECT 1 UNION ALL SELECT 2)) SELECT x.obligation_no, x.from_at, x.to_at, x.to_at - "
    "x.from_at AS "
    "length_ms, x.class, CASE x.class WHEN 'counted' THEN x.share_ratio ELSE 0.0 END AS share_ratio, (x.to_at - "
    "x.from_at) * "
    "CASE x.class WHEN 'counted' THEN x.share_ratio ELSE 0.0 END AS counted_ms, x.from_at - p.to_at AS from_tick, "
    "x.to_at - "
    "p.to_at AS to_tick FROM class x JOIN plain p USING (obligation_no) ORDER BY x.obligation_no, x.from_at, x.to_at";

/* A plain obligation is live when its cells add up to what was judged. */
static const char live_obligation_sql[] =
    "SELECT l.obligation_no, CASE WHEN l.is_plain AND (SELECT abs(sum(c.counted_ms) - o.counted_ms) < 1.001 AND "
    "abs(sum(CASE c.class WHEN 'excluded' THEN c.length_ms ELSE 0 END) - o.excluded_ms) < 0.5 AND abs(sum(CASE c.class "
    "WHEN "
    "'unknown' THEN c.length_ms ELSE 0 END) - o.unknown_ms) < 0.5 FROM report_live_cell c WHERE c.obligation_no = "
    "l.obligation_no) THEN 'yes' ELSE 'no' END AS live, (SELECT sum(c.counted_ms) FROM report_live_cell c WHERE "
    "c.obligation_no = l.obligation_no) AS counted_ms, l.fee_minor, l.cap_minor FROM report_live l JOIN "
    "report_obligation o ON "
    "o.rowid = l.obligation_no ORDER BY l.obligation_no";

/* What is left of each budget from the beginning of the period: a point where counted downtime begins and ends, and at
 * the end of what is known; where that lies within the period, the same pace to its end. */
static const char burn_sql[] =
    "WITH budget AS (SELECT service, budget_ms FROM report_availability WHERE scope = 'period' AND is_service AND "
    "budget_ms > 0), spent AS (SELECT s.service, s.from_at, s.to_at, s.class, sum(s.counted_ms) OVER (PARTITION BY "
    "s.service ORDER BY s.from_at) AS after_ms, s.counted_ms FROM report_segment s JOIN budget USING (service)), point "
    "AS (SELECT service, from_at AS point_at, 1.0 * (after_ms - counted_ms) AS spent_ms FROM spent WHERE class = "
    "'counted' "
    "UNION SELECT service, to_at, 1.0 * after_ms FROM spent WHERE class = 'counted' UNION SELECT b.service, p.from_at, "
    "0.0 FROM budget b, report_period p UNION SELECT b.service, min(p.as_of_at, p.to_at), coalesce((SELECT "
    "1.0 * max(after_ms) FROM spent s WHERE s.service = b.service), 0.0) FROM budget b, report_period p WHERE "
    "p.as_of_at > p.from_at), known AS (SELECT service, max(point_at) AS point_at, max(spent_ms) AS spent_ms FROM "
    "point GROUP BY "
    "service) "
    "SELECT service, point_at, 1 - spent_ms / budget_ms AS left_ratio, 0 AS is_forecast FROM point JOIN budget USING "
    "(service) UNION ALL SELECT service, k.point_at, 1 - spent_ms / budget_ms, 1 FROM known k JOIN budget USING "
    "(service), "
    "report_period p WHERE p.as_of_at > p.from_at AND p.as_of_at < p.to_at UNION ALL SELECT service, p.to_at, 1 - "
    "spent_ms * (p.to_at - p.from_at) / (p.as_of_at - p.from_at) / budget_ms, 1 FROM known k JOIN budget USING "
    "(service), report_period p WHERE p.as_of_at > p.from_at AND p.as_of_at < p.to_at ORDER BY 1, 4, 2, 3 DESC";

/* Of each incident that took a known time to resolve: what went by until it was detected, from then until somebody
 * worked on it, until the impact ended, until all was whole again. Detection and first work
 * that are not known give their time to the next phase; a mitigation that is not known is the resolution, as in TTM. */
static const char phase_sql[] =
    "WITH edge AS (SELECT id, title, counted_ms, started_at, min(max(coalesce(detected_at, started_at), started_at), "
    "resolved_at) AS a, resolved_at, acknowledged_at, mitigated_at FROM report_incident WHERE resolved_at >= "
    "started_at), edge2 AS (SELECT *, min(max(coalesce(acknowledged_at, a), a), resolved_at) AS b FROM edge), edge3 AS "
    "(SELECT *, min(max(coalesce(mitigated_at, resolved_at), b), resolved_at) AS c FROM edge2) "
    "SELECT id, title, 1 AS n, 'until detected' AS phase, a - started_at AS phase_ms, resolved_at - started_at AS "
    "total_ms FROM edge3 UNION ALL SELECT id, title, 2, 'until acknowledged', b - a, resolved_at - started_at FROM "
    "edge3 UNION ALL SELECT id, title, 3, 'until mitigated', c - b, resolved_at - started_at FROM edge3 UNION ALL "
    "SELECT id, title, 4, 'until resolved', resolved_at - c, resolved_at - started_at FROM edge3 ORDER BY total_ms "
    "DESC, id, n";

/* Stated amounts of impact of the period's incidents, each as a range. */
static const char range_sql[] =
    "WITH one AS (SELECT r.incident_id, r.id, r.title, i.users_n, i.orders_n, i.money_minor, i.currency_id FROM "
    "report_incident r CROSS JOIN incident i ON i.id = r.incident_id) "
    "SELECT id, title, 'users' AS kind, NULL AS currency, users_n AS low, users_n AS likely, users_n AS high FROM one "
    "WHERE users_n IS NOT NULL UNION ALL SELECT id, title, 'orders', NULL, orders_n, orders_n, orders_n FROM one WHERE "
    "orders_n IS NOT NULL UNION ALL SELECT o.id, o.title, 'money', w.text, money_minor, money_minor, money_minor FROM "
    "one o LEFT JOIN word w ON w.id = o.currency_id WHERE money_minor IS NOT NULL UNION ALL SELECT r.id, r.title, "
    "a.kind, "
    "a.currency, coalesce(a.low, a.likely), a.likely, coalesce(a.high, a.likely) FROM report_incident r JOIN "
    "further_amount a USING (incident_id) WHERE a.is_computed = 0 ORDER BY 3, 4, 6 DESC, 1";

/* The three incidents that counted most, told in sentences. */
static const char story_sql[] =
    "WITH worst AS (SELECT row_number() OVER (ORDER BY counted_ms DESC, coalesce(ttr_ms, 0) DESC, id) AS rank, r.* "
    "FROM "
    "report_incident r WHERE counted_ms > 0 OR ttr_ms > 0 ORDER BY 1 LIMIT 3) "
    "SELECT w.rank, w.incident_id, w.id, w.title, w.id || ': ' || w.title AS headline, "
    "'Began ' || fmt_time(w.started_at, p.timezone) || CASE WHEN w.services IS NULL OR w.services = '(none)' THEN '' "
    "WHEN length(w.services) > 90 THEN ' on ' || substr(w.services, 1, instr(w.services, ', ') - 1) || ' and ' || "
    "(length(w.services) - length(replace(w.services, ', ', ','))) || ' more services' ELSE ' on ' || w.services END "
    "|| coalesce(' (' || "
    "w.severity || ')', '') || coalesce('; found after ' || fmt_duration(w.ttd_ms), '') || coalesce(' by ' || "
    "w.detected_by, '') || CASE WHEN w.acknowledged_at >= w.started_at THEN '; work began after ' || "
    "fmt_duration(w.acknowledged_at - w.started_at) ELSE '' END || CASE WHEN w.ttm_ms IS NOT NULL AND w.ttm_ms <> "
    "coalesce(w.ttr_ms, -1) THEN '; impact ended after ' || fmt_duration(w.ttm_ms) ELSE '' END || CASE WHEN w.ttr_ms "
    "IS "
    "NOT NULL THEN '; resolved after ' || fmt_duration(w.ttr_ms) WHEN w.state = 'open' THEN '; still open' ELSE '' END "
    "|| '.' AS course, "
    "CASE WHEN w.cause IS NULL THEN 'No cause is stated.' ELSE 'Cause: ' || w.cause || '.' END || coalesce(' Team: ' "
    "|| "
    "w.team || '.', '') || CASE WHEN w.counted_ms > 0 THEN ' It counts for ' || fmt_duration(CAST(round(w.counted_ms) "
    "AS INTEGER)) || ' of downtime, ' || fmt_ratio(1.0 * w.counted_ms / (SELECT sum(counted_ms) FROM report_incident), "
    "0) || ' of what this period''s incidents count.' ELSE '' END AS reason, "
    "(SELECT 'Harm: ' || group_concat(words, '; ') || '.' FROM (SELECT CASE WHEN g.kind = 'money' AND g.low <> g.high "
    "THEN fmt_money(g.likely, g.currency) || ' (' || fmt_money(g.low, g.currency) || ' to ' || fmt_money(g.high, "
    "g.currency) || ')' WHEN g.kind = 'money' THEN fmt_money(g.likely, g.currency) WHEN g.kind = 'staff_time' THEN "
    "fmt_duration(g.likely) || ' of staff time' ELSE fmt_number(g.likely) || ' ' || g.kind END AS words FROM "
    "report_range g WHERE g.id = w.id ORDER BY g.kind = 'money' DESC, g.kind)) AS harm, "
    "(SELECT CASE WHEN count(*) = 0 THEN NULL ELSE 'Action items: ' || group_concat(action || coalesce(' (' || owner "
    "|| "
    "', ', ' (') || state || ')', '; ') || '.' END FROM report_action a WHERE a.id = w.id) AS actions, w.counted_ms, "
    "w.source FROM worst w, report_period p ORDER BY w.rank";

/* Of how many incidents it is known, and of how many it is so. A repeat has the service and cause of an incident of the
 * ninety days before it. */
static const char theme_sql[] =
    "WITH like_it AS (SELECT id, started_at, max(started_at) OVER (PARTITION BY service_id, cause_id ORDER BY "
    "started_at RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_at FROM incident WHERE kind = 'incident' "
    "AND cause_id IS NOT NULL AND service_id IS NOT NULL AND started_at >= (SELECT min(started_at) - 7776000000 FROM "
    "report_incident) AND started_at <= (SELECT max(started_at) FROM report_incident)), repeat AS (SELECT "
    "coalesce(l.started_at - l.before_at <= 7776000000, 0) AS is_repeat FROM report_incident r JOIN incident i ON i.id "
    "= r.incident_id LEFT JOIN like_it l ON l.id = i.id WHERE i.cause_id IS NOT NULL AND i.service_id IS NOT NULL) "
    "SELECT 'Found by customers' AS theme, sum(detected_by IN ('customer', 'customers', 'user', 'support')) AS "
    "incidents_n, count(detected_by) AS of_n FROM report_incident UNION ALL SELECT 'Caused by a change', "
    "sum(i.change_caused), count(i.change_caused) FROM report_incident r JOIN incident i ON i.id = r.incident_id UNION "
    "ALL SELECT 'Same cause as before', sum(is_repeat), count(*) FROM repeat UNION ALL SELECT 'Cause not stated', "
    "sum(cause IS NULL), count(*) FROM report_incident";

static const char moment_sql[] =
    "SELECT s.rank, s.id, t.at AS moment_at, t.at - r.started_at AS after_ms, coalesce(t.kind, '') AS kind, t.text "
    "FROM report_story "
    "s JOIN report_incident r USING (incident_id) JOIN timeline t ON t.incident_id = s.incident_id WHERE t.text <> '' "
    "ORDER BY s.rank, t.position";

static const struct {
    const char *name, *sql; /* sql NULL: derive_cells makes it */
} from_facts[] = {
    {"report_action",
     "SELECT i.external_id AS id, i.title AS incident, a.text AS action, a.owner, i.started_at AS opened_at, a.due_at, "
     "a.done_at, CASE WHEN a.done_at <= p.as_of_at OR a.state IN ('done', 'closed', 'resolved') THEN 'done' WHEN "
     "a.due_at < p.as_of_at THEN 'overdue' ELSE 'open' END AS state, coalesce(a.done_at, p.as_of_at) - i.started_at AS "
     "age_ms FROM action_item a JOIN incident i ON i.id = a.incident_id, report_period p WHERE i.started_at < p.to_at "
     "ORDER BY i.started_at, a.position"},
    {"report_check",
     "SELECT f.kind AS finding, f.severity, i.external_id AS id, f.field, f.message, s.path || ':' || coalesce(f.line, "
     "1) "
     "AS source FROM finding f JOIN source s ON s.id = f.source_id LEFT JOIN incident i ON i.id = f.incident_id "
     "WHERE f.incident_id IS NULL OR f.incident_id IN (SELECT incident_id FROM report_incident) "
     "ORDER BY f.kind, s.path, f.line, f.id"},
    {"report_reject",
     "SELECT s.path || ':' || r.line AS source, r.row, r.field, r.reason, r.raw FROM reject r JOIN source s ON s.id = "
     "r.source_id ORDER BY s.path, r.line, r.id"},
    {"report_source",
     "SELECT path, kind, profile, encoding, rows_n, inserted_n, updated_n, unchanged_n, rejected_n, ingested_at, "
     "substr(sha256, 1, 12) AS sha256 FROM source ORDER BY id"},
    {"report_change",
     "SELECT i.external_id AS id, i.title, v.revision, v.replaced_at, s.path AS replaced_by, "
     "json_extract(v.facts, '$.started_at') AS started_before_at, i.started_at, "
     "json_extract(v.facts, '$.resolved_at') AS resolved_before_at, i.resolved_at "
     "FROM incident_revision v JOIN incident i ON i.id = v.incident_id JOIN source s ON s.id = v.replaced_by_source_id "
     "ORDER BY v.replaced_at, i.external_id, v.revision"},
    {"report_service", "SELECT row_number() OVER (ORDER BY min(rowid)) AS service_id, service FROM report_availability "
                       "WHERE scope = 'period' AND service <> '(any service)' GROUP BY service ORDER BY 1"},
    {"report_planned",
     "SELECT v.service_id, v.service, m.title, m.from_at, m.to_at, m.announced_at, m.from_at - m.announced_at AS "
     "notice_ms, s.path || ':' || m.line AS source FROM maintenance m JOIN report_service v ON m.service_id IS NULL OR "
     "v.service = (SELECT name FROM service WHERE id = m.service_id) JOIN source s ON s.id = m.source_id, "
     "report_period "
     "p WHERE m.from_at < p.to_at AND m.to_at > p.from_at ORDER BY v.service_id, m.from_at, m.to_at"},
    {"report_unmeasured",
     "SELECT v.service_id, v.service, max(p.as_of_at, p.from_at) AS from_at, p.to_at FROM report_service v, "
     "report_period p WHERE p.as_of_at < p.to_at"},
    {"report_cell", NULL},
    {"report_live_window", live_window_sql},
    {"report_live_span", live_span_sql},
    {"report_live_cell", live_cell_sql},
    {"report_live_obligation", live_obligation_sql},
    {"report_burn", burn_sql},
    {"report_phase", phase_sql},
    {"report_range", range_sql},
    {"report_story", story_sql},
    {"report_moment", moment_sql},
    {"report_theme", theme_sql},
};

bool derive_from_facts(const DeriveContext *context, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(from_facts); i++) {
        if (from_facts[i].sql == NULL) {
            if (!derive_cells(context, error))
                return false;
            continue;
        }
        g_autoptr(Table) table = store_table(context->store, from_facts[i].name, from_facts[i].sql, NULL, 0, error);
        if (table == NULL) {
            g_prefix_error(error, "%s: ", from_facts[i].name);
            return false;
        }
        if (!derived_save(context->store, table, error))
            return false;
    }
    return true;
}
