#!/usr/bin/env python3
"""A report is issued, a later file changes its month: the figures restated, by hand.

  changes.py NINES

May 2026 has 744 h = 44,640 min. A-1 on checkout lasts 10:00 to 11:00, 60 min: 1 - 60/44,640 = 0.998655913978...
The correction makes it 10:00 to 12:00, 120 min; A-3 comes late: search, 30 min. A-2 stands."""
import filecmp
import json
import os
import sqlite3
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES = os.path.abspath(sys.argv[1])
HEAD = "id,title,service,severity,started_at,detected_at,resolved_at\n"
FIRST = (HEAD + "A-1,Checkout down,checkout,SEV1,2026-05-04T10:00:00Z,,2026-05-04T11:00:00Z\n"
         "A-2,Search slow,search,SEV2,2026-05-10T10:00:00Z,,2026-05-10T10:10:00Z\n"
         "A-9,April,search,SEV2,2026-04-10T10:00:00Z,,2026-04-10T10:10:00Z\n")
LATER = (HEAD + "A-1,Checkout down,checkout,SEV1,2026-05-04T10:00:00Z,2026-05-04T10:05:00Z,2026-05-04T12:00:00Z\n"
         "A-2,Search slow,search,SEV2,2026-05-10T10:00:00Z,,2026-05-10T10:10:00Z\n"
         "A-3,Search down,search,SEV1,2026-05-20T10:00:00Z,,2026-05-20T10:30:00Z\n"
         "A-9,April,search,SEV2,2026-04-10T10:00:00Z,,2026-04-10T10:40:00Z\n")
CONTRACT = """contract: shop
timezone: UTC
period: month
availability:
  - name: checkout
    services: [checkout]
    target: 99.8%
    credits:
      tiers: [{below: 99.8%, percent: 10}]
fee: {amount: 1000.00, currency: EUR, per: month}
"""
MAY_MIN = 744 * 60


def write(name, text):
    with open(name, "w", encoding="utf-8") as f:
        f.write(text)


def report(period, as_of, out, *more):
    run(NINES, "report", "monthly", "--period", period, "--as-of", as_of, "-o", out, *more)


def changes(*more):
    return run_json(NINES, "changes", "--as-of", "2026-06-20T00:00:00Z", *more)


def figure(issue, name, subject=""):
    found = [f for f in issue["figures"] if f["figure"] == name and f["subject"] == subject]
    return found[0] if found else {}


def rows(sql):
    db = sqlite3.connect("nines.db")
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


def same_files(a, b):
    names = sorted(os.listdir(a))
    return names == sorted(os.listdir(b)) and filecmp.cmpfiles(a, b, names, shallow=False)[0] == names


def first_issues():
    run(NINES, "ingest", "--as-of", "2026-06-01T00:00:00Z", "first.csv")
    report("2026-05", "2026-06-02T00:00:00Z", "one")
    once = rows("SELECT count(*) FROM issued_report"), rows("SELECT count(*) FROM issued_figure")
    report("2026-05", "2026-06-02T00:00:00Z", "again")
    ok("the same report again is the same issue", once == (rows("SELECT count(*) FROM issued_report"), rows(
        "SELECT count(*) FROM issued_figure")) and once[0] == [(1,)], once)
    ok("and the same bytes", same_files("one", "again"))
    report("2026-04", "2026-06-02T00:00:00Z", "april")
    report("2026-06", "2026-06-02T00:00:00Z", "running")
    got = changes()
    ok("nothing has changed", got["changes"] == [] and all(i["figures"] == [] for i in got["issued"]), got)
    ok("the running month is not held against anybody", [i["period"] for i in got["issued"]] == ["2026-05", "2026-04"], got)


def check_records(got):
    by_id = {c["id"]: c for c in got["changes"]}
    ok("what changed", sorted(by_id) == ["A-1", "A-3", "A-9"], sorted(by_id))
    fields = {f["field"]: (f["before"], f["after"]) for f in by_id["A-1"]["fields"]}
    ok("from which to which value", fields["resolved_at"] == ("2026-05-04T11:00:00Z", "2026-05-04T12:00:00Z")
       and fields["detected_at"] == (None, "2026-05-04T10:05:00Z") and "title" not in fields, fields)
    ok("by which file and line", (by_id["A-1"]["source"], by_id["A-1"]["before_source"]) == ("later.csv:2", "first.csv:2"), by_id["A-1"])
    ok("when", by_id["A-1"]["at"] == "2026-06-10T00:00:00Z")
    ok("what came late", by_id["A-3"]["what"] == "added" and by_id["A-3"]["source"] == "later.csv:4", by_id["A-3"])


def check_figures(got):
    may = [i for i in got["issued"] if i["period"] == "2026-05"][0]
    checkout = figure(may, "availability_ratio", "checkout")
    close("issued", checkout["issued"], 1 - 60 / MAY_MIN)
    close("now", checkout["now"], 1 - 120 / MAY_MIN)
    close("difference", checkout["difference"], -60 / MAY_MIN, 1e-6)
    ok("by the record behind it", checkout["records"] == ["A-1"], checkout)
    counted = figure(may, "counted_ms", "search")
    ok("search, by the late record", (counted["issued"], counted["now"], counted["records"]) == (600000, 2400000, ["A-3"]), counted)
    ok("incidents", [figure(may, "incidents_n")[k] for k in ("issued", "now", "difference")] == [2, 3, 1], figure(may, "incidents_n"))
    ok("of the whole: all of the month, none of April", figure(may, "incidents_n")["records"] == ["A-1", "A-3"])
    april = [i for i in got["issued"] if i["period"] == "2026-04"][0]
    ok("April, by its own record", figure(april, "counted_ms", "search")["records"] == ["A-9"], april)


def second_issue():
    report("2026-05", "2026-06-12T00:00:00Z", "two", "--format", "json")
    report("2026-05", "2026-06-12T00:00:00Z", "two-again", "--format", "json")
    ok("same bytes, restatement and all", same_files("two", "two-again"))
    with open("two/monthly-2026-05.json", encoding="utf-8") as f:
        sheet = json.load(f)["sheets"]["Restated"]
    lines = {(r["figure"], r["subject"]): r for r in sheet}
    line = lines.get(("availability", "checkout"), {})
    ok("the report says what it restates", line.get("issued") == "99.8655\xa0%" and line.get("now") == "99.7311\xa0%"
       and line.get("records") == "A-1", line)
    report("2026-05", "2026-06-14T00:00:00Z", "three", "--format", "json")
    with open("three/monthly-2026-05.json", encoding="utf-8") as f:
        ok("once", json.load(f)["sheets"]["Restated"] == [])


def contract_figures():
    report("2026-05", "2026-06-15T00:00:00Z", "sla", "--contract", "shop.yaml")
    write("last.csv", HEAD + "A-1,Checkout down,checkout,SEV1,2026-05-04T10:00:00Z,,2026-05-04T10:30:00Z\n")
    run(NINES, "ingest", "--as-of", "2026-06-16T00:00:00Z", "last.csv")
    got = changes("--since", "2026-06-16")
    issue = [i for i in got["issued"] if i["contracts"]][0]
    credit = figure(issue, "credit_minor", "shop: checkout, 2026-05")
    ok("a credit that is not owed after all", (credit["issued"], credit["now"], credit["difference"], credit["currency"]) ==
       (10000, 0, -10000, "EUR"), credit)
    verdict = figure(issue, "verdict", "shop: checkout, 2026-05")
    ok("nor breached", (verdict["issued"], verdict["now"], verdict["records"]) == ("breached", "met", ["A-1"]), verdict)
    ok("only what changed since", [c["id"] for c in got["changes"]] == ["A-1"], got["changes"])
    os.remove("shop.yaml")
    issue = [i for i in changes()["issued"] if i["contracts"]][0]
    ok("a contract that is gone is said", "shop.yaml" in (issue["problem"] or ""), issue)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in {"first.csv": FIRST, "later.csv": LATER, "shop.yaml": CONTRACT}.items():
            write(name, text)
        first_issues()
        before = rows("SELECT * FROM report_availability")
        run(NINES, "ingest", "--as-of", "2026-06-10T00:00:00Z", "later.csv")
        got = changes()
        check_records(got)
        check_figures(got)
        ok("the derived tables are left alone", rows("SELECT * FROM report_availability") == before)
        ok("since", changes("--since", "2026-06-11")["changes"] == [])
        text = run(NINES, "changes", "--as-of", "2026-06-20T00:00:00Z")
        ok("for people", "resolved_at: 2026-05-04T11:00:00Z -> 2026-05-04T12:00:00Z" in text and "−0.1344\xa0%" in text, text)
        second_issue()
        contract_figures()
        os.chdir("/")
    done()


main()
