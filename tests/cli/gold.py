#!/usr/bin/env python3
"""Real exports against figures computed by others: every figure of gold.json that the profiles cover, to its last digit.

  gold.py NINES SET      SET: gcp_2022, statuspage_github, bpic13_events"""
import json
import os
import sys
import tempfile

from tap import close, done, ok, run_json, shared

NINES, SET = sys.argv[1], sys.argv[2]
AS_OF = "2024-06-01T00:00:00Z"
FILES = {"gcp_2022": "incidents.json", "statuspage_github": "incidents.json", "bpic13_events": "events.csv"}
# gold's availability variant -> --outage
VARIANTS = {"any": "all", "down": "down", "outage": "high", "minor_and_up": "minor,major,critical", "major_and_up": "major,critical"}
STATISTICS = {"n": "n", "mean": "mean_s", "median": "median_s", "p90": "p90_s", "p95": "p95_s", "min": "min_s", "max": "max_s"}
OTHER_TIMES = [("time_to_announce_minutes", "since_start", "declared"), ("time_to_mitigated_minutes", "since_start", "mitigated"),
               ("time_to_available_minutes", "since_start_by_timeline", "AVAILABLE"),
               ("time_to_identified_minutes", "since_start_by_timeline", "identified")]
FOLDER = shared("corpus", "records", SET)


def same_minutes(name, got, gold):
    """gold is in minutes, rounded to 6 decimals."""
    for key, field in STATISTICS.items():
        if key in gold:
            value = got[field] if key == "n" else None if got[field] is None else round(got[field] / 60, 6)
            close(f"{name} {key}", value, gold[key], 1e-12)


def groups(got, dimension):
    return {g["key"]: g for g in got["by"][dimension]}


def counts(got, gold, dimension, name):
    have = {k: g["incidents"] for k, g in groups(got, dimension).items() if k != "(none)"}
    ok(name, have == gold, f"{set(have.items()) ^ set(gold.items())}")


def availability(db, gold):
    for variant, months in gold.items():
        for month, figures in months.items():
            got = run_json(NINES, "metrics", "--db", db, "--period", month, "--as-of", AS_OF, "--outage", VARIANTS[variant])
            rows = {r["service"]: r for r in got["availability"]}
            length = {r["length_s"] for r in rows.values()}
            ok(f"{variant} {month} length", length == {figures["month_seconds"]}, length)
            wanted = {("(any service)"): figures["any_service"]}
            wanted.update({"(no service)" if k in ("(no component)", "(none)") else k: v for k, v in figures["services"].items()})
            for service, g in wanted.items():
                close(f"{variant} {month} {service} downtime", round(rows[service]["counted_s"], 6), g["downtime_s"], 1e-12)
                close(f"{variant} {month} {service} availability", round(100 * rows[service]["availability_ratio"], 9), g["availability_pct"], 1e-12)
                if "merged_intervals" in g:
                    close(f"{variant} {month} {service} outages", rows[service]["outages"], g["merged_intervals"])
            others = [s for s, r in rows.items() if s not in wanted and r["counted_s"] != 0]
            ok(f"{variant} {month} no other downtime", not others, others)


def main():
    with open(os.path.join(FOLDER, "gold.json"), encoding="utf-8") as f:
        gold = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "gold.db")
        run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, os.path.join(FOLDER, FILES[SET]))
        got = run_json(NINES, "metrics", "--db", db, "--period", "all", "--as-of", AS_OF)
        close("incidents", got["counts"]["incidents"], gold["incidents"])
        close("resolved", got["counts"]["resolved"], gold["resolved"])
        close("open", got["counts"]["open"], gold["open"])
        counts(got, gold["by_severity"], "severity", "by severity")
        counts(got, gold["by_month_utc"], "month", "by month")
        same_minutes("TTR", got["durations"]["ttr"], gold["ttr_minutes"])
        for severity, g in (gold.get("ttr_minutes_by_severity") or {}).items():
            same_minutes(f"TTR {severity}", groups(got, "severity")[severity]["durations"]["ttr"], g)
        if gold.get("tta_minutes"):
            same_minutes("TTA", got["durations"]["tta"], gold["tta_minutes"])
        else:
            close("TTA n", got["durations"]["tta"]["n"], 0)
        close("TTD n", got["durations"]["ttd"]["n"], 0)
        for key, section, word in OTHER_TIMES:
            if gold.get(key):
                same_minutes(key, got[section][word], gold[key])
        if "by_region" in gold:
            counts(got, gold["by_region"], "region", "by region")
        if SET == "statuspage_github":
            counts(got, gold["by_service"], "service", "by service")
            close("end before start", got["quality"]["end_before_start"], gold["rejected"]["resolved before started"]["count"])
        availability(db, gold.get("availability") or {})
    done()


if __name__ == "__main__":
    main()
