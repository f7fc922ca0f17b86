#!/usr/bin/env python3
"""What has not come at the as-of time is not counted: incidents that begin after it, ends that lie behind it."""
import os
import sys
import tempfile

from tap import close, done, run, run_json

NINES = sys.argv[1]
ROWS = """id,title,service,started_at,detected_at,resolved_at,users_affected
1,over,web,2026-05-02T10:00:00Z,2026-05-02T10:05:00Z,2026-05-02T11:00:00Z,10
2,goes on,web,2026-05-10T10:00:00Z,2026-05-10T10:10:00Z,2026-05-10T14:00:00Z,20
3,ahead,web,2026-05-20T10:00:00Z,2026-05-20T10:05:00Z,2026-05-20T11:00:00Z,40
"""

with tempfile.TemporaryDirectory() as folder:
    path, db = os.path.join(folder, "rows.csv"), os.path.join(folder, "rows.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write(ROWS)
    run(NINES, "ingest", "--db", db, "--as-of", "2026-06-01T00:00:00Z", path)

    def metrics(as_of):
        return run_json(NINES, "metrics", "--db", db, "--period", "2026-05", "--as-of", as_of)

    now, then = metrics("2026-06-01T00:00:00Z"), metrics("2026-05-10T12:00:00Z")
    close("all three at the end", now["counts"]["incidents"], 3)
    close("none open", now["counts"]["open"], 0)
    close("two on the tenth at noon", then["counts"]["incidents"], 2)
    close("one of them open", then["counts"]["open"], 1)
    close("one time to resolve", then["durations"]["ttr"]["n"], 1)
    close("of an hour", then["durations"]["ttr"]["max_s"], 3600)
    close("one censored", then["durations"]["ttr"]["censored"], 1)
    close("its detection had come", then["durations"]["ttd"]["n"], 2)
    line = next(a for a in then["availability"] if a["service"] == "web")
    close("an hour and two count", line["counted_s"], 3 * 3600)
    users = {i["kind"]: i for i in then["impact"]}["users"]
    close("users of what had begun", users["amount"] if "amount" in users else users["likely"], 30)
done()
