#!/usr/bin/env python3
"""A database that an older nines wrote is brought up to date by the next ingest, and loses nothing.

  migration.py NINES"""
import os
import sqlite3
import subprocess
import sys
import tempfile

from tap import done, ok, run, run_json

NINES = sys.argv[1]
FIXTURES = os.environ["NINES_FIXTURES"]


def old_database(path):
    db = sqlite3.connect(path)
    with open(os.path.join(FIXTURES, "store", "v1.sql"), encoding="utf-8") as f:
        db.executescript(f.read())
    db.close()


def rows(path, sql):
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


FACTS = {"incidents": "SELECT external_id, title, started_at, resolved_at, revision, source_id, line FROM incident ORDER BY 1",
         "revisions": "SELECT incident_id, revision, source_id, replaced_by_source_id, replaced_at, facts "
                      "FROM incident_revision ORDER BY 1, 2",
         "maintenance": "SELECT external_id, from_at, to_at, title FROM maintenance ORDER BY 1",
         "sources": "SELECT path, sha256, read_n, inserted_n, updated_n, unchanged_n, rejected_n FROM source ORDER BY id"}


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "old.db")
        old_database(db)
        before = {name: rows(db, sql) for name, sql in FACTS.items()}
        ok("the old schema", rows(db, "PRAGMA user_version") == [(1,)])
        p = subprocess.run([NINES, "metrics", "--db", db, "--period", "all"], capture_output=True, text=True, check=False)
        ok("reading refuses it and says what helps", p.returncode == 65 and "brings it up to date" in p.stderr, p.stderr)
        again = run_json(NINES, "ingest", "--db", db, "--as-of", "2026-11-03T00:00:00Z",
                         os.path.join(FIXTURES, "ingest", "canonical-again.csv"))["total"]
        ok("the file is known still", again["unchanged"] == again["read"], again)
        for name, sql in FACTS.items():
            ok(f"the same {name}", rows(db, sql) == before[name], rows(db, sql))
        ok("the new schema", rows(db, "PRAGMA user_version")[0][0] > 1)
        ok("foreign keys hold", rows(db, "PRAGMA foreign_key_check") == [])
        fresh = os.path.join(folder, "fresh.db")
        run(NINES, "ingest", "--db", fresh, os.path.join(FIXTURES, "ingest", "canonical.csv"))
        names = "SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
        ok("the same tables as a new database", rows(db, names) == rows(fresh, names))
        columns = "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c ORDER BY 1, c.cid"
        ok("the same columns", rows(db, columns) == rows(fresh, columns))
    done()


main()
