#!/usr/bin/env python3
"""nines report --check: the shipped definitions pass; a query that cannot run is refused at its line and column."""
import os
import subprocess
import sys
import tempfile

from tap import done, ok, run

NINES, REPORTS = sys.argv[1], os.path.join(os.environ["NINES_SOURCE"], "reports")
HEAD = """report: mine
title: Mine
page: a4
context: {query: SELECT * FROM report_period}
figures:
  - {name: n, title: Incidents, query: SELECT count(*) FROM report_incident}
"""
WRONG = [
    ("an unknown table", "charts:\n  - name: c\n    mark: hbar\n    title: T\n    query: SELECT a, b FROM report_nothing\n"
     "    x: {field: a}\n    y: {field: b}\n", "no such table: report_nothing", ":11:12:"),
    ("an unknown column", "sheets:\n  - name: S\n    query: SELECT nobody FROM report_incident\n    columns: [nobody]\n",
     "no such column: nobody", ":9:12:"),
    ("what writes", "sheets:\n  - name: S\n    query: DELETE FROM incident\n    columns: [id]\n", "may only read", ":9:12:"),
]

for name in ("monthly", "sla", "deck"):
    path = os.path.join(REPORTS, name + ".yaml")
    ok(name + " is fine", run(NINES, "report", "--check", path) == path + ": fine\n")
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "mine.yaml")
    for name, text, message, place in WRONG:
        with open(path, "w", encoding="utf-8") as out:
            out.write(HEAD + text)
        p = subprocess.run([NINES, "report", "--check", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        said = p.stderr.decode()
        ok(name + " is refused", p.returncode == 78 and message in said, (p.returncode, said))
        ok(name + " with its place", path + place in said, said)
done()
