-- Views for people with the stock sqlite3 shell. Views hold no facts: they are dropped and made again at a migration.

-- All impact windows: when which service lost which share. Filter by started_at (the incident's) rather than by a join:
-- a filter reaches the tables behind the view, a join reads all of it first.
CREATE VIEW impact_window AS
SELECT id AS incident_id, 0 AS position, service_id, started_at AS from_at,
    coalesce(mitigated_at, resolved_at) AS to_at, share_ppm, share_is_stated, severity_id, counts, span_class,
    started_at, kind AS incident_kind
FROM incident WHERE windows_n = 0 AND services_n < 2
UNION ALL
SELECT w.incident_id, w.position, w.service_id, w.from_at, w.to_at, w.share_ppm, w.share_is_stated, w.severity_id,
    w.counts, w.span_class, i.started_at, i.kind
FROM stated_window w JOIN incident i ON i.id = w.incident_id;

-- All amounts of impact; filter by started_at as above.
CREATE VIEW amount AS
SELECT id AS incident_id, -3 AS position, 'users' AS kind, NULL AS currency, NULL AS low, users_n AS likely, NULL AS high,
    0 AS is_computed, 1 AS is_summed, line, started_at, kind AS incident_kind FROM incident WHERE users_n IS NOT NULL
UNION ALL
SELECT id, -2, 'orders', NULL, NULL, orders_n, NULL, 0, 1, line, started_at, kind FROM incident
WHERE orders_n IS NOT NULL
UNION ALL
SELECT i.id, -1, 'money', c.text, NULL, i.money_minor, NULL, 0, 1, i.line, i.started_at, i.kind
FROM incident i LEFT JOIN word c ON c.id = i.currency_id WHERE i.money_minor IS NOT NULL
UNION ALL
SELECT a.incident_id, a.position, a.kind, a.currency, a.low, a.likely, a.high, a.is_computed, a.is_summed, a.line,
    i.started_at, i.kind
FROM further_amount a JOIN incident i ON i.id = a.incident_id
UNION ALL
-- What only a linked record states of the incident.
SELECT l.main_id, 1000 + a.position, a.kind, a.currency, a.low, a.likely, a.high, a.is_computed, a.is_summed, a.line,
    i.started_at, i.kind
FROM link l JOIN further_amount a ON a.incident_id = l.incident_id JOIN incident i ON i.id = l.main_id
WHERE NOT EXISTS (SELECT 1 FROM further_amount b WHERE b.incident_id = l.main_id AND b.kind = a.kind)
    AND CASE a.kind WHEN 'users' THEN i.users_n WHEN 'orders' THEN i.orders_n WHEN 'money' THEN i.money_minor END IS NULL;

CREATE VIEW sources AS
SELECT s.id, s.path, s.kind, s.profile, o.text AS origin, s.rows_n, s.read_n, s.inserted_n, s.updated_n, s.unchanged_n,
    s.rejected_n, strftime('%Y-%m-%dT%H:%M:%SZ', s.ingested_at / 1000, 'unixepoch') AS ingested, s.sha256
FROM source s JOIN word o ON o.id = s.origin_id;

CREATE VIEW incidents AS
SELECT i.id, o.text AS origin, i.external_id, i.title, i.kind, i.is_outage, sev.text AS severity, sta.text AS status,
    svc.name AS service, i.services_n, reg.text AS region, tea.text AS team, cau.text AS cause, det.text AS detected_by,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.started_at / 1000, 'unixepoch') AS started,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.declared_at / 1000, 'unixepoch') AS declared,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.detected_at / 1000, 'unixepoch') AS detected,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.acknowledged_at / 1000, 'unixepoch') AS acknowledged,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.mitigated_at / 1000, 'unixepoch') AS mitigated,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.resolved_at / 1000, 'unixepoch') AS resolved,
    strftime('%Y-%m-%dT%H:%M:%SZ', i.closed_at / 1000, 'unixepoch') AS closed,
    round((i.resolved_at - i.started_at) / 60000.0, 2) AS resolve_minutes, i.reopened_n, i.revision,
    s.path || ':' || i.line AS source
FROM incident i
JOIN word o ON o.id = i.origin_id
JOIN source s ON s.id = i.source_id
LEFT JOIN word sev ON sev.id = i.severity_id
LEFT JOIN word sta ON sta.id = i.status_id
LEFT JOIN word reg ON reg.id = i.region_id
LEFT JOIN word tea ON tea.id = i.team_id
LEFT JOIN word cau ON cau.id = i.cause_id
LEFT JOIN word det ON det.id = i.detected_by_id
LEFT JOIN service svc ON svc.id = i.service_id;

CREATE VIEW windows AS
SELECT w.incident_id, i.external_id, i.title, svc.name AS service,
    strftime('%Y-%m-%dT%H:%M:%SZ', w.from_at / 1000, 'unixepoch') AS began,
    strftime('%Y-%m-%dT%H:%M:%SZ', w.to_at / 1000, 'unixepoch') AS ended,
    round((w.to_at - w.from_at) / 60000.0, 2) AS minutes, w.share_ppm / 1000000.0 AS share, w.counts
FROM impact_window w JOIN incident i ON i.id = w.incident_id LEFT JOIN service svc ON svc.id = w.service_id;

-- Every region of every incident: the first stands in the incident, further ones are labels.
CREATE VIEW incident_region AS
SELECT id AS incident_id, 0 AS position, region_id AS word_id FROM incident WHERE region_id IS NOT NULL
UNION ALL
SELECT incident_id, position, word_id FROM label WHERE kind = 'region';

CREATE VIEW regions AS
SELECT r.incident_id, w.text AS region FROM incident_region r JOIN word w ON w.id = r.word_id;

CREATE VIEW amounts AS
SELECT a.incident_id, i.external_id, a.kind, a.currency, a.low, a.likely, a.high,
    CASE a.is_computed WHEN 1 THEN 'computed' ELSE 'stated' END AS basis
FROM amount a JOIN incident i ON i.id = a.incident_id;

CREATE VIEW maintenances AS
SELECT m.id, o.text AS origin, m.external_id, svc.name AS service, m.title,
    strftime('%Y-%m-%dT%H:%M:%SZ', m.from_at / 1000, 'unixepoch') AS began,
    strftime('%Y-%m-%dT%H:%M:%SZ', m.to_at / 1000, 'unixepoch') AS ended,
    strftime('%Y-%m-%dT%H:%M:%SZ', m.announced_at / 1000, 'unixepoch') AS announced, s.path || ':' || m.line AS source
FROM maintenance m JOIN word o ON o.id = m.origin_id JOIN source s ON s.id = m.source_id
LEFT JOIN service svc ON svc.id = m.service_id;

CREATE VIEW findings AS
SELECT f.kind, f.severity, i.external_id, f.field, f.message, s.path || ':' || coalesce(f.line, 1) AS source
FROM finding f JOIN source s ON s.id = f.source_id LEFT JOIN incident i ON i.id = f.incident_id;

CREATE VIEW links AS
SELECT m.external_id AS main, i.external_id AS other, l.basis, l.evidence, m.title AS main_title, i.title AS other_title
FROM link l JOIN incident m ON m.id = l.main_id JOIN incident i ON i.id = l.incident_id;

CREATE VIEW rejects AS
SELECT s.path || ':' || r.line AS source, r.row, r.field, r.column, r.reason, r.raw
FROM reject r JOIN source s ON s.id = r.source_id;
