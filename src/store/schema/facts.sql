-- The facts of every incident as one JSON text, as incident_revision keeps them. No migration, and no view: SQLite lets
-- no view build JSON.
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
    'regions', (SELECT json_group_array(w.text) FROM incident_region r JOIN word w ON w.id = r.word_id
        WHERE r.incident_id = i.id),
    'tags', (SELECT json_group_array(w.text) FROM label l JOIN word w ON w.id = l.word_id
        WHERE l.incident_id = i.id AND l.kind = 'tag'),
    'windows', (SELECT json_group_array(json_object('service', s.name, 'from_at', w.from_at, 'to_at', w.to_at,
        'share_ppm', w.share_ppm, 'share_is_stated', w.share_is_stated))
        FROM impact_window w LEFT JOIN service s ON s.id = w.service_id WHERE w.incident_id = i.id),
    'timeline', (SELECT json_group_array(json_object('at', t.at, 'kind', t.kind, 'text', t.text))
        FROM timeline t WHERE t.incident_id = i.id),
    'actions', (SELECT json_group_array(json_object('text', a.text, 'owner', a.owner, 'state', a.state, 'due_at', a.due_at,
        'done_at', a.done_at)) FROM action_item a WHERE a.incident_id = i.id),
    'amounts', (SELECT json_group_array(json_object('kind', m.kind, 'currency', m.currency, 'low', m.low, 'likely', m.likely,
        'high', m.high, 'is_computed', m.is_computed)) FROM amount m WHERE m.incident_id = i.id)) AS facts
FROM incident i
