#!/usr/bin/env python3
"""Another tool's rules: the figures of fixtures/reconcile, worked by hand in its README."""
import os
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES, FIXTURES = sys.argv[1], os.environ["NINES_FIXTURES"]
AS_OF = "2026-04-02T00:00:00Z"
COMMON = ["--period", "2026-03", "--as-of", AS_OF]
WALK = [(4, 60), (4, 67.5), (2, 90), (2, 87.5), (3, 235 / 3)]
DIFFERENCES = {"R1": (60, 55, "declared"), "R3": (60, None, "after the period"), "R4": (None, 60, "before the period"),
               "R5": (30, None, "not recorded")}


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "r.db")
        run(NINES, "ingest", "--quiet", "--db", db, "--as-of", AS_OF, os.path.join(FIXTURES, "reconcile", "incidents.csv"))
        got = run_json(NINES, "reconcile", "--with", "pagerduty", "--db", db, *COMMON)
        ok("populations", (got["our_incidents"], got["their_incidents"]) == (5, 5), got)
        ttr = got["durations"]["ttr"]
        ok("what both define", sorted(got["durations"]) == ["tta", "ttr"], list(got["durations"]))
        for step, (n, minutes) in zip(ttr["walk"], WALK):
            ok(f"n of {step['step']}", step["n"] == n, step)
            close(step["step"], step["figure_s"], minutes * 60)
        close("our figure", ttr["ours"]["figure_s"], 3600)
        close("their figure", ttr["theirs"]["figure_s"], 4700)
        found = {d["id"]: d for d in ttr["differences"]}
        ok("who differs", sorted(found) == sorted(DIFFERENCES), found)
        for name, (ours, theirs, word) in DIFFERENCES.items():
            d = found.get(name, {})
            seconds = [m if m is None else m * 60 for m in (ours, theirs)]
            ok(name, [d.get("ours_s"), d.get("theirs_s")] == seconds and word in d.get("reason", ""), d)
        rules = run_json(NINES, "metrics", "--definitions", "pagerduty", "--db", db, *COMMON)
        close("metrics under their rules", rules["durations"]["ttr"]["headline_s"], 4700)
        ok("metrics name the rules", (rules["period"]["counted_by"], rules["period"]["statistic"]) == ("declared", "mean"), rules["period"])
        ok("left out is counted", rules["durations"]["ttr"]["left_out"] == 1 and rules["durations"]["ttr"]["missing"] == 1, rules["durations"]["ttr"])
        dora = run_json(NINES, "metrics", "--definitions", "dora", "--db", db, *COMMON)
        counts = dora["counts"]
        ok("dora counts changes", [counts[k] for k in ("incidents", "not_linked_to_a_change", "not_caused_by_a_change")] == [2, 2, 1], counts)
        close("dora median", dora["durations"]["ttr"]["headline_s"], 3600)
        text = run(NINES, "reconcile", "--with", "pagerduty", "--db", db, *COMMON)
        ok("text", "4 incidents differ" in text and "R5" in text, text)
        run(NINES, "reconcile", "--with", "nobody", "--db", db, *COMMON, status=64)
    done()


main()
