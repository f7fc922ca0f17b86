-- Which of several statements about one record is the newest, what was issued from the facts, and which records of
-- different sources are the same incident.

-- The version of the facts: the record's own time of change, else the as-of instant of the ingest that stated it last.
-- NULL: source.confirmed_at, else ingested_at. The greatest wins, in whatever order the files come.
ALTER TABLE incident ADD COLUMN stated_at INTEGER;
ALTER TABLE incident_revision ADD COLUMN stated_at INTEGER;
ALTER TABLE maintenance ADD COLUMN stated_at INTEGER;
-- The latest as-of at which the same file was given again; NULL: it was given once.
ALTER TABLE source ADD COLUMN confirmed_at INTEGER;
CREATE INDEX revision_by_replacer ON incident_revision (replaced_by_source_id);
CREATE INDEX revision_by_source ON incident_revision (source_id);

-- Superseded facts of a maintenance window.
CREATE TABLE maintenance_revision (
    maintenance_id INTEGER NOT NULL REFERENCES maintenance (id),
    revision INTEGER NOT NULL,       -- 1, 2, ... in the order in which they were replaced
    source_id INTEGER NOT NULL REFERENCES source (id), -- that stated these facts
    line INTEGER NOT NULL,
    replaced_by_source_id INTEGER NOT NULL REFERENCES source (id),
    replaced_at INTEGER NOT NULL,
    facts TEXT NOT NULL,             -- JSON
    PRIMARY KEY (maintenance_id, revision)
) STRICT, WITHOUT ROWID;

-- A report that was written, and the figures that it showed.
CREATE TABLE issued_report (
    id INTEGER PRIMARY KEY,
    report TEXT NOT NULL,            -- 'monthly'
    definition TEXT NOT NULL,        -- the definition as it was asked for: a name or a path
    period TEXT NOT NULL,            -- '2026-10'
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    timezone TEXT NOT NULL,
    contracts TEXT NOT NULL,         -- paths as given, parted by commas; '' without
    options TEXT NOT NULL,           -- what else chooses: 'service=checkout outage=all', else ''
    as_of_at INTEGER NOT NULL,
    issued_at INTEGER NOT NULL,      -- the instant of the run: its as-of, as the clock is read for nothing else
    newest_source_id INTEGER NOT NULL, -- what was ingested later came after this report
    figures_hash TEXT NOT NULL,      -- of its figures: the same report again is the same issue
    UNIQUE (report, period, timezone, contracts, options, as_of_at, figures_hash)
) STRICT;

CREATE TABLE issued_figure (
    issue_id INTEGER NOT NULL REFERENCES issued_report (id),
    figure TEXT NOT NULL,            -- with the suffix of its unit: 'availability_ratio'
    subject TEXT NOT NULL,           -- of a service or an obligation; '' for the whole
    value ANY,                       -- integer, real or text; NULL: could not be computed
    currency TEXT,                   -- of _minor
    PRIMARY KEY (issue_id, figure, subject)
) STRICT, WITHOUT ROWID;

-- Records of different sources that tell of one incident. The one in incident_id is counted with main_id: its own row
-- has the kind 'duplicate' and counts nowhere, what it alone states stands in the main record's row (link_fill).
CREATE TABLE link (
    incident_id INTEGER PRIMARY KEY REFERENCES incident (id),
    main_id INTEGER NOT NULL REFERENCES incident (id),
    basis TEXT NOT NULL,             -- 'id', 'title', 'confirmed'
    evidence TEXT NOT NULL,          -- in words
    kind TEXT NOT NULL,              -- incident.kind and is_outage as the record has them
    is_outage INTEGER NOT NULL,
    linked_at INTEGER NOT NULL,      -- as-of of the run that linked them first
    newest_source_id INTEGER NOT NULL -- at that time
) STRICT;
CREATE INDEX link_by_main ON link (main_id);

CREATE TABLE link_fill (
    incident_id INTEGER NOT NULL REFERENCES incident (id), -- a main record
    field TEXT NOT NULL,             -- column of incident that a linked record filled
    PRIMARY KEY (incident_id, field)
) STRICT, WITHOUT ROWID;

-- Pairs that look alike and are not certain. Made again whenever links are.
CREATE TABLE link_proposal (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    main_id INTEGER NOT NULL REFERENCES incident (id),
    evidence TEXT NOT NULL,
    PRIMARY KEY (incident_id, main_id)
) STRICT, WITHOUT ROWID;

-- What a person decided, by names that outlive any ingest. The first of the two is the main record.
CREATE TABLE link_decision (
    main_origin TEXT NOT NULL,
    main_external_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    external_id TEXT NOT NULL,
    is_same INTEGER NOT NULL CHECK (is_same BETWEEN 0 AND 1),
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (main_origin, main_external_id, origin, external_id)
) STRICT, WITHOUT ROWID;
