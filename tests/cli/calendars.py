#!/usr/bin/env python3
"""A calendar of planned work becomes maintenance windows; the expectations were worked out by hand.

  calendar.py NINES

Berlin goes from +01:00 to +02:00 on 30 March 2025: 02:00 is 01:00Z on 10, 17 and 24 March and 00:00Z on the 31st."""
import os
import sqlite3
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES = os.path.abspath(sys.argv[1])
CALENDAR = os.path.join(os.environ["NINES_FIXTURES"], "ingest", "planned.ics")
UPKEEP = "Database upkeep, weekly; with a title that is long enough to be folded"
WANTED = [("checkout", UPKEEP, f"2025-03-{d}T{h:02}:00:00Z", f"2025-03-{d}T{h + 2:02}:00:00Z", "2025-01-02T08:00:00Z")
          for d, h in ((10, 1), (17, 1), (24, 1), (31, 0))]
WANTED += [(None, "Everything moves", "2025-05-01T22:00:00Z", "2025-05-02T00:00:00Z", "2025-01-01T08:00:00Z")]
WANTED += [(s, "All day long", "2025-07-03T22:00:00Z", "2025-07-04T22:00:00Z", "2025-01-01T08:00:00Z") for s in ("mail", "search")]


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "c.db")
        arguments = ("--db", db, "--as-of", "2025-03-01T00:00:00Z", "--timezone", "Europe/Berlin", CALENDAR)
        report = run_json(NINES, "ingest", *arguments)
        close("windows", report["total"]["inserted"], 7)
        ok("what has no service is said", "every service is meant" in str(report["files"][0]["notes"]))
        base = sqlite3.connect(db)
        got = base.execute("SELECT service, title, began, ended, announced FROM maintenances ORDER BY began, service").fetchall()
        ok("rules, zones, folded lines, days; no cancelled ones", got == WANTED, got)
        again = run_json(NINES, "ingest", *arguments)["total"]
        ok("a second time", again["unchanged"] == again["read"] == 7, again)
        moved = os.path.join(folder, "moved.ics")
        with open(CALENDAR, encoding="utf-8") as f, open(moved, "w", encoding="utf-8") as out:
            out.write(f.read().replace("DTEND:20250502T000000Z", "DTEND:20250502T010000Z"))
        total = run_json(NINES, "ingest", "--db", db, "--as-of", "2025-04-01T00:00:00Z", "--timezone", "Europe/Berlin", moved)["total"]
        ok("one that moved", total["updated"] == 1 and total["unchanged"] == 6, total)
        changes = run_json(NINES, "changes", "--db", db, "--as-of", "2025-04-01T00:00:00Z")["changes"]
        ok("is among the changes", [(c["what"], c["title"], [(f["field"], f["after"]) for f in c["fields"]]) for c in changes] ==
           [("moved", "Everything moves", [("to_at", "2025-05-02T01:00:00Z")])], changes)
        base.close()
        nothing = os.path.join(folder, "nothing.ics")
        with open(nothing, "w", encoding="utf-8") as f:
            f.write("BEGIN:VEVENT\n")
        run(NINES, "ingest", "--db", db, nothing, status=78)
    done()


main()
