#!/usr/bin/env python3
"""docs/reports.md names every derived table with its columns, as a report leaves them, and no other. With --write
behind the program it brings the columns up to date; what a new table's rows are is then to be written by hand."""
import os
import re
import sqlite3
import sys
import tempfile

from tap import done, ok, run

NINES = os.path.abspath(sys.argv[1])
SOURCE, HAND = os.environ["NINES_SOURCE"], os.path.join(os.environ["NINES_FIXTURES"], "hand")


ROW = re.compile(r"^\| `(report_\w+)` \| ([^|]*) \| ([^|]+) \|\n", re.M)


def document():
    with open(os.path.join(SOURCE, "docs", "reports.md"), encoding="utf-8") as f:
        return f.read()


def write(real):
    text = document()
    about = {table: words for table, words, _ in ROW.findall(text)}
    rows = [f"| `{table}` | {about.get(table, '')} | {', '.join(f'`{c}`' for c in columns)} |\n"
            for table, columns in real.items()]
    at = ROW.search(text).start()
    with open(os.path.join(SOURCE, "docs", "reports.md"), "w", encoding="utf-8") as f:
        f.write(text[:at] + "".join(rows) + ROW.sub("", text[at:]))


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
        real = derived(folder)
        os.chdir("/")
    if "--write" in sys.argv:
        write(real)
    said = {table: re.findall(r"`(\w+)`", columns) for table, words, columns in ROW.findall(document()) if words}
    ok("there are tables", len(real) > 15, real)
    ok("the same tables", set(real) == set(said), set(real) ^ set(said))
    for table in sorted(real):
        ok(table, real[table] == said.get(table), f"{real[table]}\n# {said.get(table)}")
    done()


main()
