#!/usr/bin/env python3
"""One incident from two sources counts once; what only looks alike does not.

  link.py NINES"""
import itertools
import json
import os
import sqlite3
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES = os.path.abspath(sys.argv[1])
AS_OF = ("--as-of", "2026-11-01T00:00:00Z")


def tool(number, key, title, service, start, end):
    return {"id": key, "incident_number": number, "title": title, "created_at": start, "status": "resolved",
            "urgency": "high", "resolved_at": end, "service": {"id": "S", "summary": service},
            "escalation_policy": {"summary": "Default"}, "teams": [], "last_status_change_at": end}


PAGER = [
    tool(1, "Q1CHECKOUT", "Lock wait on the orders table", "checkout", "2026-10-03T10:00:00Z", "2026-10-03T10:40:00Z"),
    tool(2, "Q2SEARCH", "Disk full on search node 3", "search", "2026-10-05T08:00:00Z", "2026-10-05T09:00:00Z"),
    tool(3, "Q3TWICE", "Queue consumers stuck again", "orders", "2026-10-07T08:00:00Z", "2026-10-07T09:00:00Z"),
    tool(4, "Q4NAMED", "High latency p99", "gateway", "2026-10-09T14:05:00Z", "2026-10-09T14:40:00Z"),
    tool(5, "Q5DAY", "Lock wait on the orders table", "checkout", "2026-10-20T10:00:00Z", "2026-10-20T10:40:00Z"),
]
DESK = """id,title,service,severity,started_at,detected_at,resolved_at
D-2,Disk full on search node 4,search,SEV2,2026-10-05T08:00:00Z,,2026-10-05T09:00:00Z
D-3,Queue consumers stuck again,orders,SEV2,2026-10-07T08:01:00Z,,2026-10-07T09:00:00Z
D-4,Queue consumers stuck again,orders,SEV2,2026-10-07T08:02:00Z,,2026-10-07T09:01:00Z
D-5,Lock wait on the orders table,payments,SEV2,2026-10-20T10:00:00Z,,2026-10-20T10:40:00Z
D-6,Lock wait on the orders table,checkout,SEV2,2026-10-21T10:00:00Z,,2026-10-21T10:40:00Z
"""
MORTEM = """# Post-mortem: lock wait on the orders table

Service: checkout
Severity: SEV1
Date: 2026-10-03

## Timeline (all times UTC)

- 10:01 A long transaction takes a lock on the orders table; checkout begins to fail.
- 10:05 Monitoring alerts the on-call engineer.
- 10:12 The page is acknowledged.
- 10:38 The transaction is killed. Checkout works again.

## Impact

1,200 users could not check out. Start: 2026-10-03 10:01 UTC. End: 2026-10-03 10:38 UTC.
"""
NAMED = """# Slow answers at the front door

Service: edge
Pager: Q4NAMED

Start: 2026-10-09 14:00 UTC

Detected: 2026-10-09 14:06 UTC

End: 2026-10-09 14:41 UTC
"""
FILES = {"pager.json": json.dumps({"incidents": PAGER}), "desk.csv": DESK, "orders-lock.md": MORTEM, "front-door.md": NAMED}


def rows(sql):
    db = sqlite3.connect("nines.db")
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def links(*more):
    return {(p["state"], p["main_id"], p["id"]): p for p in run_json(NINES, "link", *AS_OF, *more)["links"]}


def figures():
    got = run_json(NINES, "metrics", "--period", "2026-10", *AS_OF)
    return got["counts"], {a["service"]: a["counted_s"] for a in got["availability"]}, got["durations"], got["impact"]


def ingest(*names, as_of="2026-11-01T00:00:00Z"):
    return run_json(NINES, "ingest", "--as-of", as_of, *names)["total"]


def check_pairs():
    found = links()
    first = found.get(("linked", "Q1CHECKOUT", "orders-lock"))
    ok("title, service and times", first and first["basis"] == "title", sorted(found))
    ok("the id in the text, though title and service differ", found.get(("linked", "Q4NAMED", "front-door"), {}).get(
        "basis") == "id", sorted(found))
    ok("only these", sorted(k[1] for k in found if k[0] == "linked") == ["Q1CHECKOUT", "Q4NAMED"], sorted(found))
    proposed = {k[1:] for k in found if k[0] == "proposed"}
    ok("another node's number is proposed", ("D-2", "Q2SEARCH") in proposed, proposed)
    ok("two that fit alike are proposed", {("D-3", "Q3TWICE"), ("D-4", "Q3TWICE")} <= proposed, proposed)
    ok("another service, another day: nothing", not any("D-5" in p or "D-6" in p for p in proposed), proposed)
    ok("what the export leaves unknown is filled in", "detected_at" in first["fills"] and "acknowledged_at" in first["fills"], first)
    conflicts = "\n".join(first["conflicts"])
    ok("conflicts name both places", "2026-10-03T10:01:00Z (orders-lock.md:" in conflicts and
       "2026-10-03T10:00:00Z (pager.json:1), which counts" in conflicts, conflicts)
    ok("and are findings", rows("SELECT count(*) FROM findings WHERE kind = 'link-conflict' AND external_id = "
                                "'Q1CHECKOUT'")[0][0] == len(first["conflicts"]))


def check_counts():
    counts, availability, durations, impact = figures()
    close("12 records, two of them counted with others", counts["incidents"], 10)
    close("excluded", counts["excluded_by_kind"]["duplicate"], 2)
    # checkout: Q1 40 min, Q5 40 min, D-6 40 min; the post-mortem's 37 min add nothing.
    close("ledger of checkout", availability["checkout"], 3 * 40 * 60)
    close("gateway", availability["gateway"], 35 * 60)
    close("the post-mortem's own service has no downtime of its own", availability.get("edge", 0), 0)
    # Detected by the post-mortems: 10:05 - 10:00 and 14:06 - 14:05.
    close("TTD from the post-mortems", durations["ttd"]["n"], 2)
    close("their median", durations["ttd"]["median_s"], (5 + 1) / 2 * 60)
    ok("users of the post-mortem", [i["amount"] for i in impact if i["kind"] == "users"] == [1200], impact)


def check_later():
    """The export changes: the revision is what the source said, and the link stays."""
    changed = [dict(PAGER[0], resolved_at="2026-10-03T10:50:00Z", last_status_change_at="2026-10-03T10:50:00Z")]
    with open("later.json", "w", encoding="utf-8") as f:
        json.dump({"incidents": changed}, f)
    total = ingest("later.json", as_of="2026-11-02T00:00:00Z")
    close("updated", total["updated"], 1)
    old = json.loads(rows("SELECT facts FROM incident_revision")[0][0])
    ok("the revision holds what the export said", old["detected_at"] is None and old["kind"] == "incident", old)
    ok("linked still", ("linked", "Q1CHECKOUT", "orders-lock") in links())
    close("counted once", figures()[1]["checkout"], (50 + 40 + 40) * 60)
    change = [c for c in run_json(NINES, "changes", *AS_OF)["changes"] if c["what"] == "changed"][0]
    fields = {f["field"] for f in change["fields"]}
    ok("changes are those of the export", fields == {"resolved_at", "windows"}, fields)


def check_decisions():
    found = links("--undo", "Q1CHECKOUT", "orders-lock")
    ok("parted", ("parted", "Q1CHECKOUT", "orders-lock") in found and not any(
        k[0] != "parted" and "orders-lock" in k for k in found), sorted(found))
    ok("the record is its own again", rows("SELECT kind, is_outage, counts FROM incident WHERE external_id = 'orders-lock'") ==
       [("incident", 1, 1)])
    ok("and the other is as exported", rows("SELECT detected_at FROM incident WHERE external_id = 'Q1CHECKOUT'") == [(None,)])
    links("--confirm", "document:orders-lock", "Q1CHECKOUT")
    found = links()
    ok("confirmed: the first counts", ("linked", "orders-lock", "Q1CHECKOUT") in found, sorted(found))
    links("--confirm", "Q2SEARCH", "D-2")
    os.utime("desk.csv")
    with open("desk2.csv", "w", encoding="utf-8") as f:
        f.write(DESK.replace("SEV2", "SEV1"))
    ingest("desk2.csv", as_of="2026-11-03T00:00:00Z")
    found = links()
    ok("decisions outlive ingests", {("linked", "orders-lock", "Q1CHECKOUT"), ("linked", "Q2SEARCH", "D-2")} <= set(found), sorted(found))
    run(NINES, "link", "--confirm", "Q2SEARCH", "nobody", status=64)
    run(NINES, "link", "--confirm", "Q2SEARCH", status=64)


def check_orders():
    wanted = None
    for order in itertools.permutations(FILES):
        if os.path.exists("nines.db"):
            os.remove("nines.db")
        for name in order:
            ingest(name)
        state = (links(), figures())
        wanted = wanted or state
        if state != wanted:
            ok("any order of files", False, order)
            return
    ok("any order of files gives the same links and figures", True)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in FILES.items():
            with open(name, "w", encoding="utf-8") as f:
                f.write(text)
        check_orders()
        os.remove("nines.db")
        total = ingest(*FILES)
        close("read", total["inserted"], 12)
        check_pairs()
        check_counts()
        again = ingest(*FILES)
        ok("a second time changes nothing", again["unchanged"] == 12 and again["findings"] == total["findings"], again)
        check_later()
        check_decisions()
        os.chdir("/")
    done()


main()
