-- Facts: what the ingested files say, each row with its source.
--
-- Units by suffix: _at milliseconds since 1970-01-01T00:00:00Z, _ms milliseconds, _ppm parts per million, _n counts,
-- _minor minor units of a currency. NULL means "not known", never zero. Names that end in _id lead to another table.
-- The views at the end resolve all of that for people.

-- Words of low cardinality (severities, states, teams, causes, regions, tags, namespaces), each held once.
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE service (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- One ingested file in one state.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,              -- as given on the command line
    sha256 TEXT NOT NULL,            -- of the file's bytes, hexadecimal
    bytes_n INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- 'incidents', 'maintenance', 'document'
    format TEXT NOT NULL,            -- 'csv', 'json', 'jsonl', 'yaml', 'front-matter', 'document'
    profile TEXT NOT NULL,           -- the profile that mapped it
    origin_id INTEGER NOT NULL REFERENCES word (id), -- namespace of the external ids
    encoding TEXT NOT NULL,          -- 'UTF-8', 'Windows-1252', ...
    dialect TEXT,                    -- of CSV: delimiter and header row, for people
    options TEXT NOT NULL,           -- what the command line changed: 'timezone=Europe/Berlin', else ''
    rows_n INTEGER NOT NULL,         -- rows of the file (a grouped log has several to an incident)
    read_n INTEGER NOT NULL,         -- records read = inserted + updated + unchanged + rejected
    inserted_n INTEGER NOT NULL,
    updated_n INTEGER NOT NULL,
    unchanged_n INTEGER NOT NULL,
    rejected_n INTEGER NOT NULL,
    ingested_at INTEGER NOT NULL,    -- the run's as-of instant
    CHECK (read_n = inserted_n + updated_n + unchanged_n + rejected_n)
) STRICT;
CREATE INDEX source_by_hash ON source (sha256);

CREATE TABLE incident_kind (
    name TEXT PRIMARY KEY,
    counted INTEGER NOT NULL         -- 1: belongs to the population of the durations
) STRICT, WITHOUT ROWID;
INSERT INTO incident_kind VALUES ('incident', 1), ('maintenance', 0), ('informational', 0), ('test', 0),
    ('duplicate', 0), ('false_alarm', 0);

-- The columns that figures scan come first. An incident that states no windows and has at most one service carries
-- its impact window itself: from started_at to mitigated_at, else resolved_at, else open. All others have theirs in
-- stated_window. Plain stated amounts stand here too. The views impact_window and amount show all of them alike.
CREATE TABLE incident (
    id INTEGER PRIMARY KEY,
    started_at INTEGER,              -- first moment a user or the service was affected
    mitigated_at INTEGER,            -- user impact ended or became negligible
    resolved_at INTEGER,             -- full service restored; NULL: open
    service_id INTEGER REFERENCES service (id), -- of the first impact window
    severity_id INTEGER REFERENCES word (id),
    share_ppm INTEGER NOT NULL CHECK (share_ppm BETWEEN 0 AND 1000000), -- share of the service lost
    share_is_stated INTEGER NOT NULL CHECK (share_is_stated BETWEEN 0 AND 1), -- 0: full for want of a figure
    counts INTEGER NOT NULL CHECK (counts BETWEEN 0 AND 1), -- 1: an outage whose share is not 0
    span_class INTEGER,              -- smallest k with to - from < 4^k ms; 31 open; NULL: no time, or stated_window has it
    kind TEXT NOT NULL REFERENCES incident_kind (name),
    is_outage INTEGER NOT NULL CHECK (is_outage BETWEEN 0 AND 1), -- 1: its windows count against availability
    detected_at INTEGER,             -- the organisation first knew
    acknowledged_at INTEGER,         -- a responder began to work on it
    declared_at INTEGER,             -- somebody opened the incident in a tool
    closed_at INTEGER,               -- paperwork done
    services_n INTEGER NOT NULL,     -- different services in its windows
    windows_n INTEGER NOT NULL,      -- windows that the source states; 0: the windows are implied by the times
    status_id INTEGER REFERENCES word (id),
    team_id INTEGER REFERENCES word (id),
    cause_id INTEGER REFERENCES word (id),
    detected_by_id INTEGER REFERENCES word (id),
    region_id INTEGER REFERENCES word (id), -- the first region; further ones are labels
    users_n INTEGER,                 -- amounts of impact
    orders_n INTEGER,
    money_minor INTEGER,
    currency_id INTEGER REFERENCES word (id), -- ISO 4217 code of money_minor; NULL: not given
    within_from_at INTEGER,          -- a record without times happened somewhere in [within_from_at, within_to_at)
    within_to_at INTEGER,
    stated_duration_ms INTEGER,      -- the length of impact that the record states in words
    precision INTEGER NOT NULL CHECK (precision BETWEEN 0 AND 4), -- coarsest time: 0 second, 1 minute, 2 hour, 3 day, 4 month
    zone_basis INTEGER NOT NULL CHECK (zone_basis BETWEEN 0 AND 2), -- weakest: 0 stated, 1 inferred, 2 assumed
    change_caused INTEGER CHECK (change_caused BETWEEN 0 AND 1), -- 1: a change caused it
    reopened_n INTEGER NOT NULL,     -- times it was taken up again after it was resolved
    revision INTEGER NOT NULL,       -- 1 for the first; older ones stand in incident_revision
    source_id INTEGER NOT NULL REFERENCES source (id),
    line INTEGER NOT NULL,           -- where the record begins in that source, 1-based
    content_hash INTEGER NOT NULL,   -- of all facts of the incident, children included
    origin_id INTEGER NOT NULL REFERENCES word (id), -- namespace of external_id
    external_id TEXT NOT NULL,       -- as the source writes it; always text, so 19 digits survive
    title TEXT NOT NULL,
    UNIQUE (origin_id, external_id)
) STRICT;
CREATE INDEX incident_by_start ON incident (started_at);
-- "Overlaps [a, b)" is a range of incident_by_start that reaches 4^14 ms (3.1 days) before a; the few that last longer
-- stand here, one range per class: started_at in (a - 4^span_class, b).
CREATE INDEX incident_long ON incident (counts, span_class, started_at) WHERE span_class > 14;

-- When which service lost which share: one row per window and service of the incidents whose impact is more than one
-- window of one service. A record with several services and no windows has one row per service from its times.
CREATE TABLE stated_window (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    position INTEGER NOT NULL,       -- 0, 1, ... within the incident
    service_id INTEGER REFERENCES service (id), -- NULL: the source names none
    from_at INTEGER,                 -- NULL: not known (see incident.within_from_at)
    to_at INTEGER,                   -- NULL: open
    share_ppm INTEGER NOT NULL CHECK (share_ppm BETWEEN 0 AND 1000000), -- share of the service lost
    share_is_stated INTEGER NOT NULL CHECK (share_is_stated BETWEEN 0 AND 1),
    severity_id INTEGER REFERENCES word (id), -- the incident's, so that the scan needs no join
    counts INTEGER NOT NULL CHECK (counts BETWEEN 0 AND 1),
    span_class INTEGER,              -- as in incident
    PRIMARY KEY (incident_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX window_by_span ON stated_window (counts, span_class, from_at) WHERE span_class IS NOT NULL;

-- Further regions and tags.
CREATE TABLE label (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    kind TEXT NOT NULL CHECK (kind = 'region' OR kind = 'tag'),
    position INTEGER NOT NULL,       -- regions begin with 1: the first is incident.region_id
    word_id INTEGER NOT NULL REFERENCES word (id),
    PRIMARY KEY (incident_id, kind, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE timeline (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    position INTEGER NOT NULL,       -- in the order of time, then of the source
    at INTEGER,                      -- instant; NULL: not dated
    kind TEXT,                       -- the source's word: 'monitoring', 'resolved'
    text TEXT NOT NULL,
    line INTEGER,
    PRIMARY KEY (incident_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE action_item (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    owner TEXT,
    state TEXT,                      -- the source's word: 'open', 'done'
    due_at INTEGER,
    done_at INTEGER,
    line INTEGER,
    PRIMARY KEY (incident_id, position)
) STRICT, WITHOUT ROWID;

-- Amounts of impact that are more than a plain number of users, orders or money. Money in minor units of its currency, staff_time in milliseconds, all else as counts.
CREATE TABLE further_amount (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,              -- 'users', 'accounts', 'orders', 'requests', 'money', 'staff_time'
    currency TEXT,                   -- of money: ISO 4217; NULL: not given
    low INTEGER,                     -- a range: NULL when the source gives one figure
    likely INTEGER NOT NULL,
    high INTEGER,
    is_computed INTEGER NOT NULL CHECK (is_computed BETWEEN 0 AND 1), -- 0: the source states it
    is_summed INTEGER NOT NULL CHECK (is_summed BETWEEN 0 AND 1), -- 0: kept, but left out of sums (unknown currency)
    line INTEGER,
    PRIMARY KEY (incident_id, position)
) STRICT, WITHOUT ROWID;

-- Where a field of an incident was read, for records taken out of prose.
CREATE TABLE evidence (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,             -- 'started_at', 'users'
    line INTEGER,
    column INTEGER,
    words TEXT NOT NULL,             -- as the source has them
    rule TEXT,                       -- the reading rule that took them
    precision INTEGER CHECK (precision BETWEEN 0 AND 4),
    zone_basis INTEGER CHECK (zone_basis BETWEEN 0 AND 2),
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    PRIMARY KEY (incident_id, position)
) STRICT, WITHOUT ROWID;

-- Superseded facts of an incident, as one JSON text with the names of the columns above.
CREATE TABLE incident_revision (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    revision INTEGER NOT NULL,
    source_id INTEGER NOT NULL REFERENCES source (id), -- that stated these facts
    line INTEGER NOT NULL,
    replaced_by_source_id INTEGER NOT NULL REFERENCES source (id),
    replaced_at INTEGER NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (incident_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY,
    origin_id INTEGER NOT NULL REFERENCES word (id),
    external_id TEXT NOT NULL,       -- made from service, from and to when the source has none
    source_id INTEGER NOT NULL REFERENCES source (id),
    line INTEGER NOT NULL,
    content_hash INTEGER NOT NULL,
    service_id INTEGER REFERENCES service (id), -- NULL: all services
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    announced_at INTEGER,
    title TEXT,
    UNIQUE (origin_id, external_id)
) STRICT;
CREATE INDEX maintenance_by_service ON maintenance (service_id, from_at);

-- Data quality: what is odd about a fact that was kept.
CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,              -- 'end-before-start', 'zone-assumed', ...
    severity TEXT NOT NULL CHECK (severity = 'note' OR severity = 'warning'),
    incident_id INTEGER REFERENCES incident (id), -- NULL: about the whole source
    source_id INTEGER NOT NULL REFERENCES source (id),
    line INTEGER,
    field TEXT,
    message TEXT NOT NULL
) STRICT;
CREATE INDEX finding_by_incident ON finding (incident_id) WHERE incident_id IS NOT NULL;

-- Rows that were read and not stored.
CREATE TABLE reject (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    row INTEGER NOT NULL,            -- record number in the file, 1-based, the header not counted
    line INTEGER NOT NULL,
    column INTEGER,                  -- 1-based column of the field in its row
    field TEXT,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL                -- at most 4 KiB of the record
) STRICT;
CREATE INDEX reject_by_source ON reject (source_id);
