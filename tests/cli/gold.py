#!/usr/bin/env python3
"""Real exports against figures computed by others: every figure of gold.json that the profiles cover, to its last digit.

  gold.py NINES SET      SET: gcp_2022, statuspage_github, bpic13_events"""
import json
import os
import sqlite3
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
# What describes the files, and not the incidents in them.
ABOUT_FILES = {"format", "file", "files", "files_digest", "definitions", "site_files", "site_files_without_summary"}
# Figures of gold that are none of nines, each with its reason.
NOT_OURS = {
    "cloudflare_summary": {
        "component_status": "the state of a component now is no fact about an incident",
        "components": "the same", "component_groups": "the same", "component_names_used_more_than_once": "the same",
        "by_status": "a planned window has no state here: scheduled and in progress follow from its ends and the as-of"},
    "cstate_jenkins": {"start_spellings": "spellings of a time are read alike and not kept"},
    "github_jsonl": {
        "rows_with_impact_window": "who worked a window out is the collector's remark on its own reading",
        "duration_minutes_column_disagrees": "lengths follow from the ends; the column is not read"},
    "servicenow_csv": {
        "created_before_opened": "sys_created_on is when the row was made, which migrations and imports change",
        "calendar_stc_disagrees_with_dates": "lengths follow from the ends; the column is not read",
        "by_impact": "one severity to an incident: priority, which ServiceNow makes of impact and urgency",
        "made_sla": "the instance's own verdict; nines judges by the contract",
        "cells_with_line_breaks": "a cell's text is kept as it is and not counted by form"},
    "upptime_koj": {"by_status": "the state of a site now is no fact about an incident",
                    "sites": "a site that never was down leaves no record"},
    "gcp_2022": {"numbers_used_more_than_once": "the number is no id here, so it is not kept",
                 "by_service_name": "says Multiple Products where affected_products names them"},
    "bpic13_events": {"by_activity": "an incident keeps of its log's rows what its times and fields need",
                      "events_per_incident": "the same; source.rows_n counts all of them"},
    "bpic14_events": {"by_activity": "an incident keeps of its log's rows what its times and fields need",
                      "events_per_incident": "the same; source.rows_n counts all of them"},
}
FOLDER = shared("corpus", "records", SET)


class Gold(dict):
    """Notes which figures were asked for."""
    def __init__(self, *parts):
        super().__init__(*parts)
        self.used = set()

    def __getitem__(self, key):
        self.used.add(key)
        return super().__getitem__(key)

    def get(self, key, fallback=None):
        self.used.add(key)
        return super().get(key, fallback)


def all_used(gold):
    """No figure is passed over in silence."""
    left = {k for k, v in gold.items() if v is not None} - gold.used - ABOUT_FILES - set(NOT_OURS.get(SET, {}))
    ok("every figure is compared, or has a reason why not", not left, left)


def query(db, sql):
    with sqlite3.connect(db) as base:
        return base.execute(sql).fetchall()


def rest(db, gold):
    """What metrics does not print, from the database."""
    def one(sql):
        return query(db, sql)[0][0]

    def table(sql):
        return {k: n for k, n in query(db, sql) if k is not None}
    if "rows" in gold:
        close("rows", one("SELECT sum(rows_n) FROM source"), gold["rows"])
    if "zero_duration" in gold:
        close("zero length", one("SELECT count(*) FROM incident WHERE resolved_at = started_at"), gold["zero_duration"])
    if "updates" in gold:
        close("updates", one("SELECT count(*) FROM timeline"), gold["updates"])
    if "reopened" in gold:
        close("reopened", one("SELECT count(*) FROM incident WHERE reopened_n > 0"), gold["reopened"])
    for key in ("by_status", "by_status_impact"):
        if key in gold:
            got = table("SELECT status, count(*) FROM incidents GROUP BY 1")
            ok(key, got == gold[key], got)
    if "services_distinct" in gold:
        close("services", one("SELECT count(DISTINCT service) FROM windows"), gold["services_distinct"])
    if "ttr_minutes_without_zero" in gold:
        values = [r[0] for r in query(db, "SELECT resolved_at - started_at FROM incident WHERE resolved_at > started_at")]
        same_statistics("TTR without those of no length", values, gold["ttr_minutes_without_zero"])
    if "incidents_without_component_among_timed" in gold:
        close("timed, without a component", one("SELECT count(*) FROM incident WHERE services_n = 0 AND resolved_at >= "
                                                "started_at"), gold["incidents_without_component_among_timed"])


def statistics(values):
    """Minutes, percentiles between the closest ranks."""
    values = sorted(values)

    def at(share):
        rank = share * (len(values) - 1)
        low = int(rank)
        return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (rank - low)
    return {"n": len(values), "mean": sum(values) / len(values), "median": at(0.5), "p90": at(0.9), "p95": at(0.95),
            "min": values[0], "max": values[-1]}


def same_statistics(name, milliseconds, gold):
    got = statistics([ms / 60000 for ms in milliseconds])
    for key in STATISTICS:
        close(f"{name} {key}", round(got[key], 6), gold[key], 1e-12)


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
        gold = Gold(json.load(f))
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
        for reason, g in gold["rejected"].items():
            kind = {"created before begin (announcement delay not counted)": "declared-before-started",
                    "resolved before started": "end-before-start"}[reason]
            ids = {r[0] for r in query(db, f"SELECT external_id FROM findings WHERE kind = '{kind}'")}
            ok(f"{kind}: {g['count']}", ids == set(g["ids"]), ids)
        if "by_region" in gold:
            counts(got, gold["by_region"], "region", "by region")
        if SET == "statuspage_github":
            counts(got, gold["by_service"], "service", "by service")
            close("end before start", got["quality"]["end_before_start"], gold["rejected"]["resolved before started"]["count"])
        availability(db, gold.get("availability") or {})
        rest(db, gold)
        all_used(gold)
    done()


if __name__ == "__main__":
    main()
