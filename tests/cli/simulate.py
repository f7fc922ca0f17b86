#!/usr/bin/env python3
"""The claim that a true improvement often looks like a worsening, by the command that anybody can run."""
import math
import sys

from tap import close, done, ok, run, run_json

NINES = sys.argv[1]


def main():
    rows = run_json(NINES, "simulate", "--trials", 4000)
    close("incidents a month", [r["incidents_n"] for r in rows], [8, 15, 30, 120])
    wrong = [r["mean_misleads_ratio"] for r in rows]
    ok("8 a month: more than one month in three misleads", 0.33 < wrong[0] < 0.43, wrong)
    ok("the more incidents, the rarer", wrong == sorted(wrong, reverse=True), wrong)
    ok("the verdict hardly ever says worsened", all(r["worsened_ratio"] < 0.03 for r in rows), rows)
    for r in rows:
        shares = (r[f"{v}_ratio"] for v in ("improved", "worsened", "no_change", "too_few"))
        close(f"verdicts at {r['incidents_n']} add up", sum(shares), 1)
    # One incident a month: mean and median are that incident, P = Phi(ln 0.5 / (sd sqrt 2)).
    one = run_json(NINES, "simulate", "--incidents", 1, "--improvement", 50, "--spread", 1)[0]
    close("one a month, worked by hand", one["mean_misleads_ratio"], math.erfc(math.log(2) / 2) / 2, 0.06)
    ok("the same seed gives the same bytes", run(NINES, "simulate", "--trials", 500) == run(
        NINES, "simulate", "--trials", 500))
    for option, value in (("--incidents", "8,x"), ("--incidents", "0"), ("--spread", "-1"), ("--improvement", "100")):
        run(NINES, "simulate", option, value, status=64)
        ok(f"{option} {value} is refused", True)
    done()


main()
