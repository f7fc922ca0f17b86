#!/usr/bin/env python3
"""Whatever the order of the files: the same facts and the same figures. And a second time: nothing.

  order.py NINES

Every fixture, the tools' exports, the demo, and three revisions of one export, in shuffled orders (a fixed seed)."""
import glob
import itertools
import json
import os
import random
import re
import sqlite3
import sys
import tempfile

from tap import done, ok, run, run_json

NINES = os.path.abspath(sys.argv[1])
FIXTURES = os.environ["NINES_FIXTURES"]
AS_OF = "2026-11-05T08:00:00Z"
HEAD = "id,title,service,severity,started_at,detected_at,resolved_at,updated_at\n"
# Three exports of one register: each later one changes something, takes it back, or knows more.
REVISIONS = {
    "first.csv": ("2026-10-02T00:00:00Z", """R-1,Checkout down,checkout,SEV1,2026-10-01T10:00:00Z,,,
R-2,Search slow,search,SEV2,2026-10-01T12:00:00Z,,2026-10-01T13:00:00Z,
R-3,Mail late,mail,SEV3,2026-10-01T14:00:00Z,,2026-10-01T15:00:00Z,
R-4,Stock stale,stock,SEV3,2026-10-01T16:00:00Z,,2026-10-01T17:00:00Z,2026-10-01T17:10:00Z
"""),
    "second.csv": ("2026-10-03T00:00:00Z", """R-1,Checkout down,checkout,SEV1,2026-10-01T10:00:00Z,2026-10-01T10:05:00Z,2026-10-01T11:00:00Z,
R-2,Search slow,search,SEV1,2026-10-01T12:00:00Z,,2026-10-01T13:00:00Z,
R-3,Mail late,mail,SEV3,2026-10-01T14:00:00Z,,2026-10-01T15:00:00Z,
R-4,Stock stale,stock,SEV1,2026-10-01T16:00:00Z,,2026-10-01T18:00:00Z,2026-10-04T00:00:00Z
"""),
    "third.csv": ("2026-10-04T00:00:00Z", """R-1,Checkout down,checkout,SEV1,2026-10-01T10:00:00Z,2026-10-01T10:05:00Z,2026-10-01T10:50:00Z,
R-2,Search slow,search,SEV2,2026-10-01T12:00:00Z,,2026-10-01T13:00:00Z,
R-3,Mail late,mail,SEV3,2026-10-01T14:00:00Z,,2026-10-01T15:30:00Z,
R-4,Stock stale,stock,SEV2,2026-10-01T16:00:00Z,,2026-10-01T17:30:00Z,2026-10-02T00:00:00Z
"""),
}
# What stands at the end, by hand: the newest word on each. R-4 says itself when it was changed, so the second counts.
STANDING = {"R-1": ("SEV1", "2026-10-01T10:50:00Z"), "R-2": ("SEV2", "2026-10-01T13:00:00Z"),
            "R-3": ("SEV3", "2026-10-01T15:30:00Z"), "R-4": ("SEV1", "2026-10-01T18:00:00Z")}
# What says where a fact came from may differ, and internal numbers do.
FACTS = {
    "incidents": "SELECT o.text, i.external_id, i.title, i.kind, i.is_outage, i.counts, v.severity, v.status, v.service, "
                 "v.region, v.team, v.cause, v.detected_by, i.started_at, i.declared_at, i.detected_at, i.acknowledged_at, "
                 "i.mitigated_at, i.resolved_at, i.closed_at, i.within_from_at, i.within_to_at, i.stated_duration_ms, "
                 "i.users_n, i.orders_n, i.money_minor, i.reopened_n, i.content_hash FROM incident i "
                 "JOIN incidents v ON v.id = i.id JOIN word o ON o.id = i.origin_id",
    "windows": "SELECT external_id, service, began, ended, share, counts FROM windows",
    "maintenance": "SELECT origin, external_id, service, title, began, ended, announced FROM maintenances",
    "amounts": "SELECT external_id, kind, currency, low, likely, high FROM amounts",
    "regions": "SELECT i.external_id, r.region FROM regions r JOIN incident i ON i.id = r.incident_id",
    "links": "SELECT main, other, basis FROM links",
}


def rows(db, sql):
    base = sqlite3.connect(db)
    try:
        return base.execute(sql).fetchall()
    finally:
        base.close()


def facts(db):
    return {name: sorted(map(repr, rows(db, sql))) for name, sql in FACTS.items()}


def figures(db):
    got = run_json(NINES, "metrics", "--db", db, "--period", "all", "--as-of", AS_OF, "--intervals", "quick")
    got.pop("quality", None)
    return got


def ingest(folder, order, as_of):
    db = os.path.join(folder, "order.db")
    if os.path.exists(db):
        os.remove(db)
    for name in order:
        total = run_json(NINES, "ingest", "--db", db, "--as-of", as_of(name), name)["total"]
        if total["read"] != total["inserted"] + total["updated"] + total["unchanged"] + total["rejected"]:
            ok(f"rows of {name} add up", False, total)
    return db


def check_orders(name, folder, files, as_of, times):
    shuffle, wanted = random.Random(7), None
    for i in range(times):
        order = list(files)
        if i == 1:
            order.reverse()
        elif i:
            shuffle.shuffle(order)
        db = ingest(folder, order, as_of)
        state = facts(db), figures(db)
        wanted = wanted or state
        for part in FACTS:
            if state[0][part] != wanted[0][part]:
                ok(f"{name}: {part} in order {i}", False, set(state[0][part]) ^ set(wanted[0][part]))
                return db
        if state[1] != wanted[1]:
            ok(f"{name}: figures in order {i}", False, difference(state[1], wanted[1]))
            return db
    ok(f"{name}: {times} orders of {len(files)} files, the same facts and figures", True)
    return db


def difference(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        return [d for k in a.keys() | b.keys() for d in difference(a.get(k), b.get(k), f"{path}.{k}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [d for i, (x, y) in enumerate(zip(a, b)) for d in difference(x, y, f"{path}[{i}]")]
    return [] if a == b else [f"{path}: {a!r} is not {b!r}"[:200]]


def fixture_files():
    found = glob.glob(os.path.join(FIXTURES, "ingest", "**", "*"), recursive=True)
    known = re.compile(r"\.(csv|tsv|json|jsonl|ndjson|yaml|yml|md|xml|atom|rss|gz|ics)$")
    return sorted(p for p in found if os.path.isfile(p) and known.search(p) and not p.endswith("README.md"))


def readable(folder, files):
    """Those that ingest takes; the others are errors of their own, which other tests look at."""
    db, good = os.path.join(folder, "look.db"), []
    for path in files:
        if os.system(f"'{NINES}' ingest -q --dry-run --db '{db}' --as-of {AS_OF} '{path}' >/dev/null 2>&1") == 0:
            good.append(path)
    return good


def dump(db):
    """All but when the file was given again."""
    base = sqlite3.connect(db)
    base.execute("UPDATE source SET confirmed_at = NULL")
    text = "\n".join(base.iterdump())
    base.close()
    return text


def check_again(folder, files):
    db, wrong, n = os.path.join(folder, "again.db"), [], 0
    for path in files:
        first = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["total"]
        before = dump(db)
        second = run_json(NINES, "ingest", "--db", db, "--as-of", "2026-11-06T00:00:00Z", path)["total"]
        sums = all(t["read"] == t["inserted"] + t["updated"] + t["unchanged"] + t["rejected"] for t in (first, second))
        same = before == dump(db)
        counts = second["inserted"] == second["updated"] == 0 and second["rejected"] == first["rejected"]
        n += first["read"]
        if not (sums and same and counts):
            wrong.append((path, first, second, same))
        os.remove(db)
    ok(f"a second time changes nothing, {len(files)} files, {n} records", not wrong, wrong[:3])


def check_revisions(folder):
    for name, (_, text) in REVISIONS.items():
        with open(name, "w", encoding="utf-8") as f:
            f.write(HEAD + text)
    db = check_orders("revisions", folder, sorted(REVISIONS), lambda name: REVISIONS[name][0], 6)
    found = {r[0]: (r[1], r[2]) for r in rows(db, "SELECT external_id, severity, resolved FROM incidents")}
    ok("the newest word on each", found == STANDING, found)


def check_one_command(folder):
    """One as-of for all: the record's own latest time decides, in either order of the arguments."""
    states = []
    for names in (("first.csv", "third.csv", "second.csv"), ("second.csv", "third.csv", "first.csv")):
        db = os.path.join(folder, "one.db")
        if os.path.exists(db):
            os.remove(db)
        run(NINES, "ingest", "-q", "--db", db, "--as-of", AS_OF, *names)
        states.append(facts(db))
    ok("one command, any order of its arguments", states[0] == states[1], [
        set(states[0][k]) ^ set(states[1][k]) for k in states[0]])


def check_confirmed(folder):
    """The same file given again later says again what it said: an other file from between does not undo it."""
    texts = {"said.csv": "R-1,Down,web,SEV1,2026-10-01T10:00:00Z,,2026-10-01T11:00:00Z,\n",
             "between.csv": "R-1,Down,web,SEV1,2026-10-01T10:00:00Z,,2026-10-01T12:00:00Z,\n"}
    for name, text in texts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(HEAD + text)
    steps = [("said.csv", "2026-10-02T00:00:00Z"), ("between.csv", "2026-10-03T00:00:00Z"), ("said.csv", "2026-10-04T00:00:00Z")]
    for number, order in enumerate(itertools.permutations(steps)):
        db = os.path.join(folder, f"confirmed-{number}.db")
        for name, as_of in order:
            run(NINES, "ingest", "-q", "--db", db, "--as-of", as_of, os.path.join(folder, name))
        got = rows(db, "SELECT resolved FROM incidents")
        ok("said again, order " + " ".join(n[0] + a[9] for n, a in order), [tuple(r) for r in got] == [("2026-10-01T11:00:00Z",)], got)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        files = readable(folder, fixture_files())
        ok("fixtures were found", len(files) > 40, len(files))
        check_again(folder, files)
        check_revisions(folder)
        check_one_command(folder)
        check_confirmed(folder)
        check_orders("fixtures", folder, files, lambda name: AS_OF, 4)
        demo = [os.path.join(FIXTURES, "demo", n) for n in ("incidents.csv", "majors.json", "maintenance.csv", "correction.csv")]
        check_orders("demo", folder, demo, lambda name: "2026-11-04T08:00:00Z" if "correction" in name else "2026-11-02T08:00:00Z", 5)
        shared = os.path.join(os.environ.get("NINES_SHARED", ""), "corpus", "records")
        real = [os.path.join(shared, p) for p in ("statuspage_github/incidents.json", "gcp_2022/incidents.json",
                                                  "cloudflare_summary/summary.json", "servicenow_csv/incidents.csv",
                                                  "pagerduty_csv/incidents.csv", "itsm_sample/ITSM_data.csv",
                                                  "github_jsonl/incidents.jsonl", "upptime_koj/history/summary.json",
                                                  "statuspage_github/single")]
        if all(os.path.exists(p) for p in real):
            check_orders("real exports", folder, real, lambda name: AS_OF, 3)
        os.chdir("/")
    done()


main()
