-- Secondary indexes of the big tables. A load into an empty database drops them and makes them again at its end.
CREATE INDEX IF NOT EXISTS incident_by_start ON incident (started_at);
-- Answers "overlaps [a, b)" by one range per service and class: from_at in (a - 4^span_class, b).
CREATE INDEX IF NOT EXISTS window_by_service ON impact_window (counts, service_id, span_class, from_at)
    WHERE span_class IS NOT NULL;
