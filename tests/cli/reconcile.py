#!/usr/bin/env python3
"""Other tools' rules: the figures of fixtures/reconcile, worked by hand in its README, for all six."""
import os
import sqlite3
import sys
import tempfile

from tap import close, done, ok, run, run_json, tables_report

NINES, FIXTURES = sys.argv[1], os.environ["NINES_FIXTURES"]
AS_OF = "2026-04-02T00:00:00Z"
COMMON = ["--period", "2026-03", "--as-of", AS_OF]
RESOLVE = [(4, 60), (4, 67.5), (2, 90), (2, 87.5), (3, 235 / 3)]
# their incidents, then for each duration both define: the walk (n, minutes) and who differs (ours, theirs, a word of the reason)
LATE = {"R3": (60, None, "after the period"), "R4": (None, 60, "before the period"), "R5": (30, None, "not recorded")}
CASES = {
    "pagerduty": (5, {"tta": ([(3, 5), (3, 47 / 3), (2, 21), (2, 17.5), (3, 15)],
                              {"R1": (2, 5, "3 min earlier"), "R2": (40, 30, "10 min later"), "R3": (5, None, "after the period"),
                               "R4": (None, 10, "before the period")}),
                      "ttr": (RESOLVE, {"R1": (60, 55, "declared"), **LATE})}),
    "firehydrant": (5, {"tta": ([(3, 5), (3, 47 / 3), (3, 47 / 3), (3, 65 / 3), (3, 65 / 3)],
                                {"R1": (2, 10, "8 min earlier"), "R2": (40, 30, "10 min later"), "R3": (5, 25, "20 min earlier")}),
                        "ttr": ([(4, 60)] + 4 * [(4, 67.5)], {})}),
    "datadog": (5, {"ttr": (RESOLVE, {"R1": (60, 55, "declared"), **LATE}),
                    "repair": ([(2, 66), (2, 66), (2, 66), (2, 71), (2, 71)], {"R2": (100, 110, "not before started")})}),
    "servicenow": (5, {"ttr": ([(4, 60), (4, 67.5), (2, 90), (2, 117.5), (3, 295 / 3)], {"R1": (60, 115, "ends at closed"), **LATE})}),
    "dora": (2, {"ttr": ([(4, 60), (4, 60), (1, 60), (1, 60), (1, 60)],
                         {"R2": (120, None, "no change is linked"), "R3": (60, None, "no change caused it"), "R5": (30, None, "no change is linked")})}),
    "gitlab": (5, {"ttr": ([(4, 60), (4, 60), (4, 60), (4, 50), (4, 50)], {"R1": (60, 40, "mitigated"), "R2": (120, 100, "mitigated")})}),
}


def seconds(minutes):
    return None if minutes is None else minutes * 60


def check_duration(name, got, walk, differences):
    for step, (n, minutes) in zip(got["walk"], walk):
        ok(f"{name}: n of {step['step']}", step["n"] == n, step)
        close(f"{name}: {step['step']}", step["figure_s"], minutes * 60)
    close(f"{name}: our figure", got["ours"]["figure_s"], walk[0][1] * 60)
    close(f"{name}: their figure", got["theirs"]["figure_s"], walk[-1][1] * 60)
    found = {d["id"]: d for d in got["differences"]}
    ok(f"{name}: who differs", sorted(found) == sorted(differences), found)
    for incident, (ours, theirs, word) in differences.items():
        d = found.get(incident, {})
        ok(f"{name}: {incident}", [d.get("ours_s"), d.get("theirs_s")] == [seconds(ours), seconds(theirs)] and word in d.get("reason", ""), d)


def check_rules(db, folder, name, incidents, durations):
    got = run_json(NINES, "reconcile", "--with", name, "--db", db, *COMMON)
    ok(f"{name}: populations", (got["our_incidents"], got["their_incidents"]) == (5, incidents), got)
    ok(f"{name}: what both define", sorted(got["durations"]) == sorted(durations), list(got["durations"]))
    for key, (walk, differences) in durations.items():
        check_duration(f"{name} {key}", got["durations"][key], walk, differences)
    text = run(NINES, "reconcile", "--with", name, "--db", db, *COMMON)
    for key, (_, differences) in durations.items():
        count = "1 incident differs" if len(differences) == 1 else f"{len(differences)} incidents differ"
        ok(f"{name} {key}: text", count in text and all(i in text for i in differences), text)
    # metrics and the report, asked for these rules, give the figure that reconcile ends at
    metrics = run_json(NINES, "metrics", "--definitions", name, "--db", db, *COMMON)
    run(NINES, "report", tables_report(folder), "--definitions", name, "--db", db, *COMMON, "-o", folder)
    column = "mean_ms" if metrics["period"]["statistic"] == "mean" else "median_ms"
    connection = sqlite3.connect(db)
    for key, (walk, _) in durations.items():
        close(f"{name} {key}: metrics", metrics["durations"][key]["headline_s"], walk[-1][1] * 60)
        shown = connection.execute(f"SELECT {column} FROM report_duration WHERE dimension = 'all' AND metric = ?", (key,)).fetchone()[0]
        close(f"{name} {key}: report", shown, walk[-1][1] * 60000)
        told = connection.execute("SELECT formula FROM report_definition WHERE key = ?", (key,)).fetchone()[0]
        ok(f"{name} {key}: the report defines it so", told in metrics["definitions"][key], (told, metrics["definitions"][key]))
    connection.close()


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "r.db")
        run(NINES, "ingest", "--quiet", "--db", db, "--as-of", AS_OF, os.path.join(FIXTURES, "reconcile", "incidents.csv"))
        for name, (incidents, durations) in CASES.items():
            check_rules(db, folder, name, incidents, durations)
        rules = run_json(NINES, "metrics", "--definitions", "pagerduty", "--db", db, *COMMON)
        ok("metrics name the rules", (rules["period"]["counted_by"], rules["period"]["statistic"]) == ("declared", "mean"), rules["period"])
        ok("left out is counted", rules["durations"]["ttr"]["left_out"] == 1 and rules["durations"]["ttr"]["missing"] == 1, rules["durations"]["ttr"])
        counts = run_json(NINES, "metrics", "--definitions", "dora", "--db", db, *COMMON)["counts"]
        ok("dora counts changes", [counts[k] for k in ("incidents", "not_linked_to_a_change", "not_caused_by_a_change")] == [2, 2, 1], counts)
        for report in ("monthly", "sla", "deck"):
            run(NINES, "report", report, "--definitions", "servicenow", "--db", db, *COMMON, "-o", folder)
            ok(f"{report} takes the rules", True)
        run(NINES, "reconcile", "--with", "nobody", "--db", db, *COMMON, status=64)
    done()


main()
