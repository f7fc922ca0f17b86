#!/usr/bin/env python3
"""docs/reports.md names every derived table with its columns, as a report leaves them, and no other."""
import os
import re
import sqlite3
import sys
import tempfile

from tap import done, ok, run

NINES = os.path.abspath(sys.argv[1])
SOURCE, HAND = os.environ["NINES_SOURCE"], os.path.join(os.environ["NINES_FIXTURES"], "hand")


def documented():
    with open(os.path.join(SOURCE, "docs", "reports.md"), encoding="utf-8") as f:
        rows = re.findall(r"^\| `(report_\w+)` \| [^|]+ \| ([^|]+) \|$", f.read(), re.M)
    return {table: re.findall(r"`(\w+)`", columns) for table, columns in rows}


def derived(folder):
    os.chdir(folder)
    os.mkdir("reports")
    with open("reports/bare.yaml", "w", encoding="utf-8") as f:
        f.write("report: bare\ntitle: Nothing but the tables\n")
    run(NINES, "ingest", "--quiet", os.path.join(HAND, "incidents.csv"), os.path.join(HAND, "maintenance.csv"))
    run(NINES, "report", "bare", "--period", "2026-03", "--as-of", "2026-04-01T00:00:00Z",
        "--contract", os.path.join(HAND, "contract.yaml"))
    database = sqlite3.connect("nines.db")
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'report_*'")
    return {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for (table,) in tables}


def main():
    with tempfile.TemporaryDirectory() as folder:
        real, said = derived(folder), documented()
        os.chdir("/")
    ok("there are tables", len(real) > 15, real)
    ok("the same tables", set(real) == set(said), set(real) ^ set(said))
    for table in sorted(real):
        ok(table, real[table] == said.get(table), f"{real[table]}\n# {said.get(table)}")
    done()


main()
