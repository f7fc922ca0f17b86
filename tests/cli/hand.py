#!/usr/bin/env python3
"""The ten incidents of fixtures/hand: every figure of its README, through the program. The expectations below are that
README's, worked by hand there."""
import os
import subprocess
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES, FIXTURES = sys.argv[1], os.environ["NINES_FIXTURES"]
HAND = os.path.join(FIXTURES, "hand")
AS_OF = "2026-03-31T22:00:00Z"

DURATIONS = {  # n, missing, censored, mean, median, p75, p90
    "ttd": (6, 2, 0, 300, 150, 510, 750),
    "tta": (5, 2, 1, 240, 300, 300, 300),
    "ttm": (6, 1, 1, 3300, 3000, 4950, 6300),
    "ttr": (6, 1, 1, 3800, 3600, 6300, 7200),
}
AVAILABILITY = {  # length, excluded, counted
    "checkout": (2674800, 7200, 12000),
    "search": (2674800, 0, 7200),
    "(any service)": (2674800, 0, 19200),
}
COUNTED = {"H1": 2400, "H2": 600, "H3": 3600, "H4": 3600, "H6": 3600, "H10": 3600}


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "hand.db")
        first = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, os.path.join(HAND, "incidents.csv"),
                         os.path.join(HAND, "maintenance.csv"))
        again = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, os.path.join(HAND, "incidents.csv"))
        ok("ingesting again changes nothing", '"updated"' not in str(again) or not any(
            f.get("inserted") or f.get("updated") for f in again.get("files", [])), again)
        ok("something was read", "hand" in str(first), first)
        got = run_json(NINES, "metrics", "--db", db, "--period", "2026-03", "--timezone", "Europe/Berlin", "--as-of", AS_OF,
                       "--contract", os.path.join(HAND, "contract.yaml"))
        close("counts", got["counts"]["incidents"], 8)
        close("resolved", got["counts"]["resolved"], 7)
        close("open", got["counts"]["open"], 1)
        close("excluded", got["counts"]["excluded"], 1)
        for name, (n, missing, censored, mean, median, p75, p90) in DURATIONS.items():
            d = got["durations"][name]
            for key, wanted in (("n", n), ("missing", missing), ("censored", censored), ("mean_s", mean), ("median_s", median),
                                ("p75_s", p75), ("p90_s", p90)):
                close(f"{name} {key}", d[key], wanted)
        check_exactness(got)
        rows = {r["service"]: r for r in got["availability"]}
        for service, (length, excluded, counted) in AVAILABILITY.items():
            r = rows[service]
            close(f"{service} length", r["length_s"], length)
            close(f"{service} excluded", r["excluded_s"], excluded)
            close(f"{service} counted", r["counted_s"], counted)
            close(f"{service} availability", r["availability_ratio"], 1 - counted / (length - excluded), 1e-12)
        close("checkout budget", rows["checkout"]["budget_s"], 10670.4)
        close("checkout remaining", rows["checkout"]["remaining_s"], -1329.6)
        close("search remaining", rows["search"]["remaining_s"], 824.4)
        impact = {(i["kind"], i["currency"]): (i["amount"], i["incidents"]) for i in got["impact"]}
        ok("impact", impact == {("users", None): (1550, 3), ("user_minutes", None): (88500, 3), ("money", "EUR"): (450.0, 2), ("money", "USD"): (10.0, 1)}, impact)
        check_impact(db, got)
        check = run_json(NINES, "check", "--db", db, "--period", "2026-03", "--as-of", AS_OF, "--contract",
                         os.path.join(HAND, "contract.yaml"), status=1)
        verdicts = {o["name"]: (o["verdict"], o["credit"]["amount_minor"]) for o in check["obligations"]}
        ok("verdicts", verdicts == {"checkout": ("breached", 10000), "search": ("met", 0)}, verdicts)
        only = run_json(NINES, "metrics", "--db", db, "--period", "2026-03", "--timezone", "Europe/Berlin", "--as-of", AS_OF,
                        "--service", "search")
        close("one service: incidents", only["counts"]["incidents"], 4)
        ok("one service: rows", [r["service"] for r in only["availability"]] == ["search"], only["availability"])
        text = run(NINES, "metrics", "--db", db, "--period", "2026-03", "--timezone", "Europe/Berlin", "--as-of", AS_OF)
        ok("text names the services", "checkout" in text and "search" in text, text)
        out = os.path.join(folder, "out")
        for _ in range(2):
            run(NINES, "report", "monthly", "--db", db, "--period", "2026-03", "--timezone", "Europe/Berlin", "--as-of", AS_OF,
                "--contract", os.path.join(HAND, "contract.yaml"), "--rates", os.path.join(HAND, "rates.yaml"), "-o", out)
        made = os.listdir(out)
        ok("files", any(f.endswith(".xlsx") for f in made) and sum(f.endswith(".svg") for f in made) >= 5, made)
        check_tables(db)
    done()


COMPUTED = {  # low, likely, high in the kind's unit
    ("orders", None): (60, 60, 60), ("orders_deferred", None): (20, 20, 20), ("user_minutes", None): (31500, 31500, 31500),
    ("money", "EUR"): (1500, 3000, 4500), ("money", "USD"): (200, 200, 200), ("staff_time", None): (33600, 33600, 33600),
    ("response_cost", "EUR"): (560, 560, 560), ("money_total", "EUR"): (1680, 3180, 4680),
}


def check_impact(db, got):
    ok("user-minutes", got["user_minutes"] == {"low": 88500, "likely": 88500, "high": 88500, "incidents": 3}, got["user_minutes"])
    close("harm of three", got["harm"]["top_3_ratio"], 10800 / 19200)
    ok("harm names them", got["harm"]["top_3"] == ["H10", "H3", "H4"] and got["harm"]["counted_s"] == 19200, got["harm"])
    arguments = ["--db", db, "--period", "2026-03", "--timezone", "Europe/Berlin", "--as-of", AS_OF]
    rated = run_json(NINES, "metrics", *arguments, "--rates", os.path.join(HAND, "rates.yaml"))["impact"]
    found = {(i["kind"], i["currency"]): (i["low"], i["amount"], i["high"]) for i in rated if i["basis"] == "computed"}
    ok("computed impact", found == COMPUTED, found)
    totals = [(i["amount"], i.get("exchange")) for i in rated if i["kind"] == "money_total" and i["basis"] == "stated"]
    ok("stated money in one currency", totals == [(459.0, "USD at 0.9 of 2026-03-01")], totals)
    for text, place in (("rates: 2\n", ":1:8"), ("rates: 1\nservices:\n  a:\n    user: 3\n", ":4:5"),
                        ("rates: 1\nservices:\n  a:\n    users: {low: 5, likely: 3}\n", ":4:12"),
                        ("rates: 1\nservices:\n  a:\n    revenue_per_hour: 5\n", ":4:23"),
                        ("rates: 1\nexchange:\n  - {date: 2026-13-01, from: USD, rate: 1}\n", ":3:12"),
                        ("rates: 1\nservices:\n  a:\n    hours:\n      - {days: someday}\n", ":5:9"), ("", ":1:1")):
        path = db + ".yaml"
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        p = subprocess.run([NINES, "metrics", *arguments, "--rates", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        ok(f"bad rates at {place}", p.returncode == 78 and place in p.stderr.decode(), (p.returncode, p.stderr))


def check_exactness(got):
    ttr, ttm, count = got["durations"]["ttr"], got["durations"]["ttm"], got["counts"]
    ok("interval of the median", (ttr["interval"]["median"]["low_s"], ttr["interval"]["median"]["high_s"]) == (0, 7200), ttr)
    ok("intervals enclose", ttr["interval"]["mean"]["low_s"] < 3800 < ttr["interval"]["mean"]["high_s"] and
       ttr["interval"]["mean"]["method"] == "bootstrap, BCa", ttr["interval"])
    ok("none for five values", got["durations"]["tta"]["interval"]["median"]["low_s"] is None, got["durations"]["tta"])
    rest = ttr["without_worst"]
    ok("without the worst", [rest[k] for k in ("n", "total_s", "mean_s", "median_s", "p90_s")] == [5, 15600, 3120, 3600, 5760], rest)
    held = ttr["concentration"]
    for key, wanted in (("worst_1_ratio", 6 / 19), ("worst_3_ratio", 15 / 19), ("worst_5_ratio", 1), ("half_n", 2),
                        ("gini", 54000 / 136800)):
        close(f"concentration {key}", held[key], wanted)
    close("ttr with open ones", ttr["with_open"]["median_s"], 3600)
    close("ttm with open ones", ttm["with_open"]["median_s"], 3600)
    close("count low", count["interval"]["low"], 3.4538, 1e-4)
    close("count high", count["interval"]["high"], 15.7632, 1e-4)
    change = count["change"]
    close("count p", change["p"], 0.041193, 1e-4)
    close("count ratio", change["rate_ratio"], 8 / 743 * 672)
    ok("count verdict", (change["previous_n"], change["verdict"]) == (1, "no distinguishable change"), change)
    ok("durations verdict", ttr["change"]["verdict"] == "too few to say" and ttr["change"]["p"] is None, ttr["change"])
    ok("seed and definitions", got["statistics"]["seed"] == 20260101 and "from started to resolved" in got["definitions"]["ttr"],
       got["statistics"])


def check_tables(db):
    """The derived tables with a second reader: per-incident counted time, and cells that cover the period exactly."""
    import sqlite3
    connection = sqlite3.connect(db)
    counted = dict(connection.execute("SELECT id, counted_ms / 1000 FROM report_incident WHERE counted_ms > 0"))
    ok("credited to incidents", counted == COUNTED, counted)
    for service, (length, excluded, total) in AVAILABILITY.items():
        if service == "(any service)":
            continue
        rows = connection.execute("SELECT from_at, to_at, class, counted_ms FROM report_cell WHERE service = ? ORDER BY from_at, to_at",
                                  (service,)).fetchall()
        joined = all(a[1] == b[0] for a, b in zip(rows, rows[1:]))
        ok(f"{service} cells join", joined and rows[-1][1] - rows[0][0] == length * 1000, rows)
        close(f"{service} cells count", sum(r[3] for r in rows) / 1000, total)
        close(f"{service} cells exclude", sum(r[1] - r[0] for r in rows if r[2] == "excluded") / 1000, excluded)
    money = connection.execute("SELECT currency, low, likely, high FROM report_impact WHERE kind = 'money' AND basis = 'computed' ORDER BY 1").fetchall()
    ok("the report computes the same impact", money == [("EUR", 150000, 300000, 450000), ("USD", 20000, 20000, 20000)], money)
    connection.close()


main()
