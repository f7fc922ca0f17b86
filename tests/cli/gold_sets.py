#!/usr/bin/env python3
"""More real exports against figures computed by others. What metrics prints is compared as printed; what no command
prints (states, tags, planned windows) is read from the database's views.

  gold_sets.py NINES SET      SET: a folder of the corpus"""
import json
import os
import sqlite3
import tempfile

import gold as figures_of
from gold import (FOLDER, Gold, NINES, SET, all_used, availability, close, done, groups, ok, rest, run_json,
                  same_minutes, same_statistics)

AS_OF = figures_of.AS_OF = "2026-10-01T00:00:00Z"
FILES = {"cloudflare_summary": "summary.json", "cstate_jenkins": "*.md", "github_jsonl": "incidents.jsonl",
         "servicenow_csv": "incidents.csv", "pagerduty_csv": "incidents.csv", "itsm_sample": "ITSM_data.csv",
         "bpic14_events": "events.csv.gz", "upptime_koj": "history/summary.json"}
MONTH = "strftime('%Y-%m', {} / 1000, 'unixepoch')"


class Facts:
    def __init__(self, db):
        self.db = sqlite3.connect(db)

    def rows(self, sql):
        return self.db.execute(sql).fetchall()

    def one(self, sql):
        return self.rows(sql)[0][0]

    def counts(self, name, sql, gold):
        have = {k: n for k, n in self.rows(sql) if k is not None}
        ok(name, have == gold, f"{set(have.items()) ^ set(gold.items())}")


def union(windows):
    total, end = 0, None
    for a, b in sorted(windows):
        total += max(0, b - max(a, end if end is not None else a))
        end = b if end is None else max(end, b)
    return total


def by_hour(facts, gold, states="status"):
    """Figures that most sets have."""
    got = run_json(NINES, "metrics", "--db", facts.path, "--period", "all", "--as-of", AS_OF)
    excluded = got["counts"]["excluded"]
    close("incidents", got["counts"]["incidents"] + excluded, gold["incidents"])
    close("read", facts.one("SELECT sum(read_n) FROM source"), gold["incidents"])
    close("resolved", facts.one("SELECT count(resolved_at) FROM incident"), gold.get("resolved", gold["incidents"]))
    if "open" in gold and SET != "itsm_sample":
        close("open", got["counts"]["open"], gold["open"])
    facts.counts("by month", f"SELECT {MONTH.format('started_at')}, count(*) FROM incident GROUP BY 1", gold["by_month_utc"])
    if gold.get("by_severity"):
        wanted = {k: n for k, n in gold["by_severity"].items() if k != "NA"}
        facts.counts("by severity", "SELECT severity, count(*) FROM incidents GROUP BY 1", wanted)
        missing = facts.one("SELECT count(*) FROM incidents WHERE severity IS NULL")
        close("without severity", missing, gold["by_severity"].get("NA", 0))
    if "zero_duration" in gold:
        close("zero length", facts.one("SELECT count(*) FROM incident WHERE resolved_at = started_at"), gold["zero_duration"])
    if "by_service" in gold:
        facts.counts("by service", "SELECT service, count(DISTINCT incident_id) FROM windows WHERE service IS NOT NULL "
                     "GROUP BY 1", {k: n for k, n in gold["by_service"].items() if k != "(null)"})
    for key in (states, "by_state", "by_status"):
        if key in gold and SET != "cloudflare_summary":
            facts.counts(key, "SELECT status, count(*) FROM incidents GROUP BY 1", gold[key])
    if (gold.get("ttr_minutes") or {}).get("n"):
        same_minutes("TTR", got["durations"]["ttr"], gold["ttr_minutes"])
    for severity, g in (gold.get("ttr_minutes_by_severity") or {}).items():
        name = "(none)" if severity == "NA" else severity
        if name in groups(got, "severity"):
            same_minutes(f"TTR {severity}", groups(got, "severity")[name]["durations"]["ttr"], g)
        else:
            same_statistics(f"TTR {severity}", [r[0] for r in facts.rows(
                f"SELECT resolved_at - started_at FROM incident i JOIN word w ON w.id = i.severity_id "
                f"WHERE w.text = '{severity}'")], g)
    if gold.get("tta_minutes"):
        same_minutes("TTA", got["durations"]["tta"], gold["tta_minutes"])
    else:
        close("TTA n", got["durations"]["tta"]["n"], 0)
    if gold.get("ttc_minutes"):
        same_statistics("closed", [r[0] for r in facts.rows(
            "SELECT closed_at - started_at FROM incident WHERE closed_at >= started_at")], gold["ttc_minutes"])
    return got


def cloudflare(facts, gold):
    close("incidents", facts.one("SELECT count(*) FROM incident"), gold["incidents"])
    close("open", facts.one("SELECT count(*) FROM incident WHERE resolved_at IS NULL"), gold["incidents"])
    ok("ids", sorted(r[0] for r in facts.rows("SELECT external_id FROM incident")) == sorted(gold["incident_ids"]))
    facts.counts("by impact", "SELECT severity, count(*) FROM incidents GROUP BY 1", gold["incidents_by_impact"])
    close("maintenances", facts.one("SELECT count(DISTINCT external_id) FROM maintenance"), gold["maintenances"])
    facts.counts("by month", f"SELECT {MONTH.format('from_at')}, count(*) FROM maintenance GROUP BY 1", gold["by_month_utc"])
    same_statistics("window", [r[0] for r in facts.rows("SELECT to_at - from_at FROM maintenance")], gold["window_minutes"])
    close("union", union(facts.rows("SELECT from_at, to_at FROM maintenance")) / 60000, gold["all_windows_union_minutes"])
    for month, figures in gold["planned"].items():
        inside = "SELECT from_at, to_at FROM maintenance m JOIN service s ON s.id = m.service_id WHERE s.name = ?1"
        close(f"{month} any service", union(facts.rows("SELECT from_at, to_at FROM maintenance")) / 1000,
              figures["any_service"]["downtime_s"])
        for service, g in figures["services"].items():
            windows = facts.db.execute(inside, (service,)).fetchall()
            close(f"{month} {service}", union(windows) / 1000, g["downtime_s"])
            close(f"{month} {service} windows", len(windows), g["outages"])
        close(f"{month} services", facts.one("SELECT count(DISTINCT service_id) FROM maintenance"), len(figures["services"]))


def cstate(facts, gold):
    got = by_hour(facts, gold)
    close("end before start", got["quality"]["end_before_start"], gold["rejected"]["end before start"]["count"])
    ids = {r[0] + ".md" for r in facts.rows("SELECT external_id FROM incident WHERE resolved_at < started_at")}
    ok("their files", set(gold["rejected"]["end before start"]["ids"]) == ids, ids)
    close("resolved by their word", facts.one("SELECT count(*) FROM incidents WHERE status = 'resolved'"), gold["flagged_resolved"]["true"])
    for field, key in (("started_at", "with_start"), ("resolved_at", "with_end")):
        close(key, facts.one(f"SELECT count({field}) FROM incident"), gold[key])
    close("open", facts.one("SELECT count(*) FROM incident WHERE resolved_at IS NULL"), gold["open_or_unknown_end"])
    close("informational", facts.one("SELECT count(*) FROM incident WHERE kind = 'informational'"), gold["informational"])
    availability(facts.path, gold["availability"])


def history(facts, gold):
    by_hour(facts, gold)
    close("maintenance", facts.one("SELECT count(*) FROM incident WHERE kind = 'maintenance'"), gold["maintenance_records"])
    same_statistics("TTR by the page's own word", [r[0] for r in facts.rows(
        "SELECT closed_at - declared_at FROM incident WHERE kind <> 'maintenance' AND closed_at >= declared_at")],
        gold["ttr_minutes_from_status_times"])
    close("other windows than the page's", facts.one(
        "SELECT count(*) FROM incident WHERE closed_at IS NOT resolved_at OR declared_at IS NOT started_at"),
        gold["rows_where_window_differs_from_status_times"])
    availability(facts.path, gold["availability"])


def servicenow(facts, gold):
    got = by_hour(facts, gold)
    close("closed before resolved", got["quality"]["findings"]["closed-before-resolved"], gold["closed_before_resolved"])
    close("not resolved", facts.one("SELECT count(*) FROM incident WHERE resolved_at IS NULL"), gold["without_resolved_at"])
    facts.counts("by category", "SELECT w.text, count(*) FROM label l JOIN word w ON w.id = l.word_id WHERE l.kind = 'tag' "
                 "GROUP BY 1", {k: n for k, n in gold["by_category"].items() if k != "(null)"})
    close("with a close", facts.one("SELECT count(closed_at) FROM incident"), gold["with_closed_at"])
    close("closed, not resolved", facts.one("SELECT count(*) FROM incident WHERE closed_at IS NOT NULL AND resolved_at IS NULL"),
          gold["closed_without_resolved"])
    close("reopened", facts.one("SELECT count(*) FROM incident WHERE reopened_n > 0"), gold["reopened"])


def itsm(facts, gold):
    by_hour(facts, gold)
    close("reopened", facts.one("SELECT count(*) FROM incident WHERE reopened_n > 0"), gold["reopened"])
    close("not resolved", facts.one("SELECT count(*) FROM incident WHERE resolved_at IS NULL"), gold["without_resolved_at"])
    close("rows", facts.one("SELECT rows_n FROM source"), gold["rows"])
    close("open by their state", facts.one("SELECT count(*) FROM incidents WHERE status <> 'Closed'"), gold["open"])
    facts.counts("by closure code", "SELECT cause, count(*) FROM incidents GROUP BY 1", gold["by_closure_code"])
    facts.counts("by category", "SELECT w.text, count(*) FROM label l JOIN word w ON w.id = l.word_id WHERE l.kind = 'tag' "
                 "GROUP BY 1", gold["by_category"])


def events(facts, gold):
    by_hour(facts, gold)
    close("reopened", facts.one("SELECT count(*) FROM incident WHERE reopened_n > 0"), gold["reopened"])


def upptime(facts, gold):
    for service, g in gold["services"].items():
        days = facts.rows(f"SELECT stated_duration_ms FROM incident i JOIN service s ON s.id = i.service_id WHERE s.name = '{service}'")
        close(f"{service} days", len(days), g["days_with_downtime"])
        close(f"{service} minutes", sum(d[0] for d in days) / 60000, g["minutes_down_total"])
        for month, figures in g["by_month"].items():
            got = run_json(NINES, "metrics", "--db", facts.path, "--period", month, "--as-of", AS_OF, "--service", service)
            line = got["availability"][0]
            close(f"{service} {month} downtime", line["counted_s"], figures["downtime_s"])
            close(f"{service} {month} availability", round(100 * line["availability_ratio"], 9), figures["availability_pct"], 1e-12)


CHECKS = {"cloudflare_summary": cloudflare, "cstate_jenkins": cstate, "github_jsonl": history, "servicenow_csv": servicenow,
          "pagerduty_csv": by_hour, "itsm_sample": itsm, "bpic14_events": events, "upptime_koj": upptime}


def main():
    with open(os.path.join(FOLDER, "gold.json"), encoding="utf-8") as f:
        gold = Gold(json.load(f))
    with tempfile.TemporaryDirectory() as folder:
        db, path = os.path.join(folder, "gold.db"), os.path.join(FOLDER, FILES[SET])
        first = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["total"]
        close("none rejected", first["rejected"], 0)
        if SET != "cstate_jenkins":
            close("nor by gold", len(gold.get("rejected", {})), 0)
        second = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["total"]
        ok("a second time changes nothing", second["unchanged"] == second["read"] == first["inserted"], second)
        facts = Facts(db)
        facts.path = db
        CHECKS[SET](facts, gold)
        if SET not in ("cloudflare_summary", "upptime_koj", "itsm_sample"):
            rest(db, gold)
        all_used(gold)
        facts.db.close()
    done()


main()
