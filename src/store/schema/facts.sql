-- The facts of every incident as one JSON text, as incident_revision keeps them, without what linked records add. No
-- migration, and no view: SQLite lets no view build JSON. Elements of a list stand in no particular order.
SELECT i.id AS incident_id, json_object('external_id', i.external_id, 'title', i.title, 'kind', i.kind, 'is_outage', i.is_outage,
    'severity', (SELECT text FROM word WHERE id = i.severity_id),
    'status', (SELECT text FROM word WHERE id = i.status_id),
    'team', (SELECT text FROM word WHERE id = i.team_id),
    'cause', (SELECT text FROM word WHERE id = i.cause_id),
    'detected_by', (SELECT text FROM word WHERE id = i.detected_by_id),
    'started_at', i.started_at, 'declared_at', i.declared_at, 'detected_at', i.detected_at,
    'acknowledged_at', i.acknowledged_at, 'mitigated_at', i.mitigated_at, 'resolved_at', i.resolved_at,
    'closed_at', i.closed_at, 'within_from_at', i.within_from_at, 'within_to_at', i.within_to_at,
    'stated_duration_ms', i.stated_duration_ms, 'precision', i.precision, 'zone_basis', i.zone_basis,
    'change_caused', i.change_caused, 'reopened_n', i.reopened_n,
    'regions', (SELECT json_group_array(w.text) FROM word w WHERE w.id = i.region_id OR w.id IN (SELECT l.word_id FROM label l
        WHERE l.incident_id = i.id AND l.kind = 'region')),
    'tags', (SELECT json_group_array(w.text) FROM label l JOIN word w ON w.id = l.word_id
        WHERE l.incident_id = i.id AND l.kind = 'tag'),
    'windows', CASE WHEN i.windows_n = 0 AND i.services_n < 2 THEN json_array(json_object('service',
        (SELECT name FROM service WHERE id = i.service_id), 'from_at', i.started_at, 'to_at',
        coalesce(i.mitigated_at, i.resolved_at), 'share_ppm', i.share_ppm, 'share_is_stated', i.share_is_stated))
        ELSE (SELECT json_group_array(json_object('service', s.name, 'from_at', w.from_at, 'to_at', w.to_at,
        'share_ppm', w.share_ppm, 'share_is_stated', w.share_is_stated))
        FROM stated_window w LEFT JOIN service s ON s.id = w.service_id WHERE w.incident_id = i.id) END,
    'timeline', (SELECT json_group_array(json_object('at', t.at, 'kind', t.kind, 'text', t.text))
        FROM timeline t WHERE t.incident_id = i.id),
    'actions', (SELECT json_group_array(json_object('text', a.text, 'owner', a.owner, 'state', a.state, 'due_at', a.due_at,
        'done_at', a.done_at)) FROM action_item a WHERE a.incident_id = i.id),
    'amounts', (SELECT json_group_array(json_object('kind', m.kind, 'currency', m.currency, 'low', m.low, 'likely', m.likely,
        'high', m.high, 'is_computed', m.is_computed)) FROM (SELECT 'users' AS kind, NULL AS currency, NULL AS low,
        i.users_n AS likely, NULL AS high, 0 AS is_computed UNION ALL SELECT 'orders', NULL, NULL, i.orders_n, NULL, 0
        UNION ALL SELECT 'money', (SELECT text FROM word WHERE id = i.currency_id), NULL, i.money_minor, NULL, 0
        UNION ALL SELECT a.kind, a.currency, a.low, a.likely, a.high, a.is_computed FROM further_amount a
        WHERE a.incident_id = i.id) m WHERE m.likely IS NOT NULL)) AS facts
FROM incident i
