#!/usr/bin/env python3
"""Statistics from outside: every figure with n, missing, censored, interval and definition in terminal, JSON, workbook
and PDF; the seed; and that neither the order of the rows nor the way to a figure changes it."""
import math
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile

from tap import close, done, ok, run, run_json, tables_report

NINES, FIXTURES = sys.argv[1], os.environ["NINES_FIXTURES"]
HAND = os.path.join(FIXTURES, "hand")
HAND_AS_OF = ["--period", "2026-03", "--timezone", "Europe/Berlin", "--as-of", "2026-03-31T22:00:00Z"]
APRIL = ["--period", "2026-04", "--as-of", "2026-05-02T00:00:00Z"]
HEAD = "id,title,service,severity,team,started_at,detected_at,acknowledged_at,resolved_at,users_affected,revenue_lost,currency"


def stamp(month, minute):
    return f"2026-{month:02d}-{1 + minute // 1440:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"


def generated(n):
    """Rows of March and April; every eleventh is still open, every seventh was never detected."""
    draw = random.Random(42)
    rows = []
    for i in range(n):
        month, at = 3 + i % 2, draw.randrange(28 * 1440)
        length = 1 + int(draw.lognormvariate(3.5, 1.2))
        end = "" if i % 11 == 0 else stamp(month, at + min(length, 2 * 1440))
        seen = "" if i % 7 == 0 else stamp(month, at + 1 + i % 3)
        rows.append(f"G-{i},Incident {i},{'abcd'[i % 4]},SEV{1 + i % 3},team {i % 5},{stamp(month, at)},{seen},{seen},{end},"
                    f"{i % 50},{i % 40}.{i % 100:02d},{'EUR' if i % 2 else 'USD'}")
    return rows


def ingest(folder, name, rows, head=HEAD):
    path, db = os.path.join(folder, name + ".csv"), os.path.join(folder, name + ".db")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join([head] + rows) + "\n")
    run(NINES, "ingest", "--quiet", "--db", db, "--as-of", "2026-05-02T00:00:00Z", path)
    return db


def table(db, name, columns="*"):
    connection = sqlite3.connect(db)
    rows = sorted(connection.execute(f"SELECT {columns} FROM {name}").fetchall(), key=repr)
    connection.close()
    return rows


def check_order(folder):
    rows = generated(600)
    mixed = rows[:]
    random.Random(7).shuffle(mixed)
    one, two = ingest(folder, "one", rows), ingest(folder, "two", mixed)
    texts = [run(NINES, "metrics", "--db", db, *APRIL, "--json") for db in (one, two)]
    ok("the order of the rows changes no byte of the JSON", texts[0] == texts[1])
    texts = [run(NINES, "metrics", "--db", db, *APRIL, "--by", "all", "--intervals", "bca", "--within", "30m") for db in (one, two)]
    ok("nor of the text", texts[0] == texts[1])
    for db in (one, two):
        run(NINES, "report", tables_report(folder), "--db", db, *APRIL, "-o", os.path.join(folder, "out"))
    for name in ("report_duration", "report_count", "report_month", "report_drift", "report_harm", "report_survival", "report_gap", "report_impact"):
        ok(f"nor of {name}", table(one, name) == table(two, name))
    return one


def check_paths(db):
    """The same figure by two ways, the JSON's groups and the report's table, has the same interval."""
    got = run_json(NINES, "metrics", "--db", db, *APRIL)
    rows = {(r[0], r[1], r[2]): r[3:] for r in table(db, "report_duration", "dimension, key, metric, mean_low_ms, mean_high_ms, p90_low_ms, p90_high_ms, intervals")}
    compared = 0
    for dimension in ("severity", "service", "team", "cause", "region", "detected_by"):
        for group in got["by"][dimension]:
            for metric, d in group["durations"].items():
                wanted = rows[(dimension, group["key"], metric)]
                interval = d["interval"]
                ends = [interval[s][e] for s in ("mean", "p90") for e in ("low_s", "high_s")]
                same = all(a is b is None or (a is not None and b is not None and round(a * 1000) == b) for a, b in zip(ends, wanted))
                named = wanted[4] is None or interval["mean"]["method"] == wanted[4]
                compared += same and named
                if not (same and named):
                    ok(f"{dimension} {group['key']} {metric}", False, (ends, wanted))
    ok("groups: the report and the JSON agree on every interval", compared >= 60, compared)
    small, large = [d for g in got["by"]["team"] for d in [g["durations"]["ttr"]]], got["durations"]["ttr"]
    ok("closed forms are named", all(d["interval"]["mean"]["method"] == "closed form (quick)" for d in small if d["n"] > 30) and
       large["interval"]["mean"]["method"] == "bootstrap, BCa", [d["interval"]["mean"]["method"] for d in small])
    ok("a group of 30 or fewer is resampled", all(g["durations"]["ttr"]["interval"]["mean"]["method"] == "bootstrap, BCa" for d in got["by"].values()
                                                 for g in d if 6 <= g["durations"]["ttr"]["n"] <= 30))
    for group in got["by"]["severity"]:
        ends = group["incidents_interval"]
        ok(f"count of {group['key']} has its interval", ends["low"] < group["incidents"] < ends["high"] and "Poisson" in ends["method"], ends)


def limits_of(values):
    """XmR: mean and 2.66 mean moving ranges; what lies outside, or is the eighth or later in a row on one side."""
    mean, reach = sum(values) / len(values), 2.66 * sum(abs(a - b) for a, b in zip(values, values[1:])) / (len(values) - 1)
    signals, run_, side = [], 0, 0
    for v in values:
        here = (v > mean) - (v < mean)
        run_ = run_ + 1 if here and here == side else int(here != 0)
        side = here
        signals.append("outside the limits" if abs(v - mean) > reach else "run on one side" if run_ >= 8 else "none")
    return mean, reach, signals


def check_drift(folder):
    """Twelve months of nine or ten incidents, then one of forty; each month's k-th lasts k minutes, in the last one ten times as long."""
    rows = []
    for i in range(13):
        year, month, n = (2025 + (i + 3) // 12, (i + 3) % 12 + 1, 40 if i == 12 else 9 + i % 2)
        for k in range(n):
            length = (k + 1) * (10 if i == 12 else 1)
            at = f"{year}-{month:02d}-{1 + k * 27 // n:02d}T08:00:00Z"
            rows.append(f"D-{i}-{k},Incident,a,SEV1,t,{at},,,{at[:11]}{8 + length // 60:02d}:{length % 60:02d}:00Z,,,")
    db = ingest(folder, "drift", rows)
    run(NINES, "report", "monthly", "--db", db, *APRIL, "-o", os.path.join(folder, "drift"))
    connection = sqlite3.connect(db)
    months = connection.execute("SELECT month, incidents_n, ttr_median_ms FROM report_month ORDER BY month_at").fetchall()
    drift = connection.execute("SELECT per_day, centre_per_day, low_per_day, high_per_day, signal FROM report_drift WHERE measure = 'incidents' ORDER BY month_at").fetchall()
    slow = connection.execute("SELECT median_ms, centre_ms, low_ms, high_ms, signal FROM report_drift WHERE measure = 'ttr' ORDER BY month_at").fetchall()
    gaps = connection.execute("SELECT gap_n, centre, low, high FROM report_gap").fetchall()
    connection.close()
    ok("thirteen months", [m[1] for m in months] == [9, 10] * 6 + [40], months)
    lengths = [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30]  # days of April 2025 to April 2026
    rates = [n / days for (_, n, _), days in zip(months, lengths)]
    mean, reach, signals = limits_of(rates)
    ok("incidents: XmR by hand", all(math.isclose(d[0], r) and math.isclose(d[1], mean) and math.isclose(d[2], max(0, mean - reach), abs_tol=1e-12) and
                                     math.isclose(d[3], mean + reach) for d, r in zip(drift, rates)), drift[-1])
    ok("incidents: signals", [d[4] for d in drift] == signals and signals[-1] == "outside the limits", [d[4] for d in drift])
    mean, reach, signals = limits_of([math.log(m[2]) for m in months])
    ok("time to resolve: XmR of the logarithm", all(abs(d[1] - math.exp(mean)) < 1 and abs(d[3] - math.exp(mean + reach)) < 1 for d in slow), slow[-1])
    ok("time to resolve: signals", [d[4] for d in slow] == signals and signals[-1] == "outside the limits", [d[4] for d in slow])
    ok("the last hundred gaps", len(gaps) == 100, len(gaps))
    p = 1 / (1 + sum(g[0] for g in gaps) / len(gaps))
    quantile = [next(k for k in range(1000) if 1 - (1 - p) ** (k + 1) >= q) for q in (0.5, 0.00135, 0.99865)]
    ok("g chart: quantiles of the geometric law", list(gaps[0][1:]) == quantile, (gaps[0], quantile))
    page = pdf_text(os.path.join(folder, "drift", "monthly-2026-04.pdf"))
    ok("the report names the drift", page is None or re.search(r"rate\s+of\s+incidents\s+has\s+drifted", page), page and page[:200])


def check_seed(db):
    base, same, other = (run_json(NINES, "metrics", "--db", db, *APRIL, "--seed", s) for s in (1, 1, 2))
    ok("the same seed, the same figures", base == same)
    ok("another seed, another resampled interval", base["durations"]["ttr"]["interval"]["mean"] != other["durations"]["ttr"]["interval"]["mean"])
    ok("nothing else moves", base["durations"]["ttr"]["interval"]["median"] == other["durations"]["ttr"]["interval"]["median"] and
       base["counts"] == other["counts"] and base["availability"] == other["availability"])
    a, b = (d["durations"]["ttr"]["interval"]["mean"] for d in (base, other))
    width = a["high_s"] - a["low_s"]
    ok("but by little", abs(a["low_s"] - b["low_s"]) < 0.1 * width and abs(a["high_s"] - b["high_s"]) < 0.1 * width, (a, b))
    ok("the JSON prints it", (base["statistics"]["seed"], other["statistics"]["seed"]) == (1, 2))
    ok("the text prints it", "seed 17)" in run(NINES, "metrics", "--db", db, *APRIL, "--seed", 17))
    ok("with the intervals too", "Exactness (95 % intervals; seed 17)" in run(NINES, "metrics", "--db", db, *APRIL, "--seed", 17, "--intervals", "bca"))
    ok("the quick mode is named as such", "closed form (quick)" in run(NINES, "metrics", "--db", db, *APRIL, "--intervals", "quick"))
    ok("simulate prints it", "seed 17" in run(NINES, "simulate", "--trials", 200, "--seed", 17))
    for bad in ("x", "-1", "1.5", str(2 ** 53 + 1)):
        run(NINES, "metrics", "--db", db, *APRIL, "--seed", bad, status=64)
        ok(f"--seed {bad} is refused", True)


def check_text(db):
    text = run(NINES, "metrics", "--db", db, *APRIL, "--by", "severity,team", "--explain")
    ok("each group has its table", "Time to resolve by severity" in text and "Time to resolve by team" in text, text)
    blocks = [b for b in text.split("\n\n")[1:] if b.strip()]
    ok("every table is explained", all(re.search(r"^  [^:]+: ", b, re.M) for b in blocks), [b.split("\n")[0] for b in blocks])
    definitions = run_json(NINES, "metrics", "--db", db, *APRIL)["definitions"]
    for key in ("median", "median_interval", "missing", "mtbf", "harm", "verdict"):
        ok(f"the terminal's {key} is the JSON's", definitions[key] in text, definitions.get(key))
    ok("and without --explain there is none", definitions["median"] not in run(NINES, "metrics", "--db", db, *APRIL))
    run(NINES, "metrics", "--db", db, *APRIL, "--by", "colour", status=64)
    run(NINES, "metrics", "--db", db, *APRIL, "--within", "soon", status=64)
    ok("bad --by and --within are refused", True)


def check_shares(folder):
    """statistics.md: 18 of 20 is .699 to .972; here 18 of 20 durations of TTR are at most 30 minutes, and an open one counts against
    the share only when it has lasted longer."""
    rows = [f"W-{i},Incident,a,SEV1,t,{stamp(4, 60 * i)},,,{stamp(4, 60 * i + (30 if i < 18 else 31))},,," for i in range(19)]
    rows += [f"W-19,Open and late,a,SEV1,t,{stamp(4, 2000)},,,,,,", "W-20,Just begun,a,SEV1,t,2026-04-30T23:50:00Z,,,,,,"]
    db = ingest(folder, "within", rows)
    at = ["--period", "2026-04", "--as-of", "2026-05-01T00:00:00Z", "--within", "30 min"]
    within = run_json(NINES, "metrics", "--db", db, *at)["durations"]["ttr"]["within"]
    ok("hits, of, undecided", (within["hits"], within["of"], within["undecided"]) == (18, 20, 1), within)
    close("Wilson low", within["low_ratio"], 0.699, 1e-3)
    close("Wilson high", within["high_ratio"], 0.972, 1e-3)
    ok("in the text", "Within 30 min" in run(NINES, "metrics", "--db", db, *at))


def check_mtbf(db):
    """checkout is down from 10:00 to 10:50, 00:00 to 00:30, 12:00 to 14:00 and 01:00 to 02:00 of 2,667,600 s measured: 15,600 s in four
    outages. The exact interval of a count of 4 is 1.0899 to 10.2416, of 2 it is 0.2422 to 7.2247, of 0 it is 0 to 3.6889."""
    rows = {r["service"]: r for r in run_json(NINES, "metrics", "--db", db, *HAND_AS_OF)["availability"]}
    up = 2667600 - 15600
    close("MTBF", rows["checkout"]["mtbf_s"], up / 4)
    close("MTBF low", rows["checkout"]["mtbf_low_s"], up / 10.2416, 1e-4)
    close("MTBF high", rows["checkout"]["mtbf_high_s"], up / 1.0899, 1e-4)
    close("search MTBF low", rows["search"]["mtbf_low_s"], (2674800 - 7200) / 7.2247, 1e-4)
    quiet = {r["service"]: r for r in run_json(NINES, "metrics", "--db", db, "--period", "2026-05", "--as-of", "2026-06-02T00:00:00Z")["availability"]}["checkout"]
    ok("without an outage there is only a bound", quiet["outages"] == 0 and quiet["mtbf_s"] is None and quiet["mtbf_high_s"] is None and
       quiet["mtbf_at_least_s"] == 31 * 86400, quiet)
    close("by Poisson", quiet["mtbf_low_s"], 31 * 86400 / 3.6889, 1e-4)
    ok("in words", "≥ 31 d" in run(NINES, "metrics", "--db", db, "--period", "2026-05", "--as-of", "2026-06-02T00:00:00Z"))


def check_harm(folder):
    """Users 600, 300, 100 for 10, 60 and 60 minutes: 6,000 + 18,000 + 6,000 user-minutes; EUR 90 and 10, USD 5."""
    rows = [f"K-{i},Incident,a,SEV1,t,{stamp(4, 1440 * i)},,,{stamp(4, 1440 * i + m)},{u},{money},{c}"
            for i, (m, u, money, c) in enumerate([(10, 600, 90, "EUR"), (60, 300, 10, "EUR"), (60, 100, 5, "USD")])]
    measures = {(m["measure"], m["currency"]): m for m in run_json(NINES, "metrics", "--db", ingest(folder, "harm", rows), *APRIL)["harm"]["measures"]}
    for key, total, worst, rest, first in ((("users", None), 1000, 0.6, 400, "K-0"), (("user_minutes", None), 30000, 0.6, 12000, "K-1"),
                                           (("money", "EUR"), 100, 0.9, 10, "K-0"), (("money", "USD"), 5, 1, 0, "K-2"),
                                           (("counted_time", None), 7800, 60 / 130, 4200, "K-1")):
        m = measures[key]
        close(f"harm {key}: total", m["total"], total)
        close(f"harm {key}: in the worst", m["worst_1_ratio"], worst)
        close(f"harm {key}: without it", m["without_worst"], rest)
        ok(f"harm {key}: the worst", m["worst"][0] == first, m)


def check_risk(folder):
    """One outage of an hour, on 1 March; April runs until the 15th and allows 43.2 min, so any outage breaches. One in the 31 + 14 days
    measured makes 16/45 expected in the 16 days to come: the risk is 1 - exp(-16/45) = 0.2992."""
    db = ingest(folder, "risk", ["F-1,Outage,a,SEV1,t,2026-03-01T00:00:00Z,,,2026-03-01T01:00:00Z,,,"])
    contract = os.path.join(folder, "risk.yaml")
    with open(contract, "w", encoding="utf-8") as f:
        f.write("contract: risk\ntimezone: UTC\nperiod: month\navailability:\n  - name: a is up\n    services: [a]\n    target: 99.9%\n")
    at = ["--period", "2026-04", "--as-of", "2026-04-15T00:00:00Z", "--contract", contract]
    risks = []
    for seed in (1, 1, 2):
        run(NINES, "report", tables_report(folder), "--db", db, *at, "--seed", seed, "-o", os.path.join(folder, "risk"))
        risks.append((table(db, "report_availability", "risk_ratio") + table(db, "report_obligation", "risk_ratio")))
    known = [r[0] for r in risks[0] if r[0] is not None]
    ok("the service's and the contract's risk", len(known) == 2 and all(abs(r - 0.2992) < 0.015 for r in known), risks[0])
    ok("the risk follows the seed", risks[0] == risks[1] != risks[2], risks)
    run(NINES, "report", "monthly", "--db", db, *at, "-o", os.path.join(folder, "risk"))
    page = pdf_text(os.path.join(folder, "risk", "monthly-2026-04.pdf"))
    ok("the report says it", page is None or re.search(r"breaches\s+a is up\s+with\s+a\s+probability\s+of\s+(29|30|31)", page), page and page[:1500])
    run(NINES, "report", tables_report(folder), "--db", db, "--period", "2026-04", "--as-of", "2026-05-02T00:00:00Z", "--contract", contract, "-o", os.path.join(folder, "risk"))
    ok("a period that is over has none", [r for r in table(db, "report_obligation", "risk_ratio") if r[0] is not None] == [])


def pdf_text(path):
    try:
        p = subprocess.run(["pdftotext", "-layout", path, "-"], stdout=subprocess.PIPE, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return p.stdout.decode()


def check_everywhere(folder, db):
    """TTR of the hand-worked month: n 6, missing 1, censored 1, median 1 h from 0 s to 2 h, in all four places."""
    out = os.path.join(folder, "four")
    run(NINES, "report", "monthly", "--db", db, *HAND_AS_OF, "--seed", 77, "-o", out)
    got = run_json(NINES, "metrics", "--db", db, *HAND_AS_OF, "--seed", 77)
    ttr, text = got["durations"]["ttr"], run(NINES, "metrics", "--db", db, *HAND_AS_OF, "--explain")
    line = next(x for x in text.split("\n") if x.startswith("TTR"))
    ok("JSON", [ttr[k] for k in ("n", "missing", "censored")] == [6, 1, 1] and ttr["interval"]["median"]["high_s"] == 7200 and "ttr" in got["definitions"])
    ok("terminal", line.split()[1:4] == ["6", "1", "1"] and "0 s" in line and "2 h" in line and got["definitions"]["ttr"] in text, line)
    page = pdf_text(os.path.join(out, "monthly-2026-03.pdf"))
    if page is not None:
        row = next(x for x in page.split("\n") if x.strip().startswith("TTR"))
        ok("PDF", row.split()[1:4] == ["6", "1", "1"] and re.search(r"\b2 ?h\b", row) and re.search(r"interval of the\s+Two of the observed", page), row)
        ok("the PDF prints the seed", page.count("seed 77") > 5, page[-300:])
    try:
        import openpyxl
    except ImportError:
        return
    book = openpyxl.load_workbook(os.path.join(out, "monthly-2026-03.xlsx"))
    rows = [[c.value for c in r] for r in book["Scorecard"].iter_rows()]
    head = next(r for r in rows if "Median from" in r)
    cells = dict(zip(head, next(r for r in rows if r[0] == "TTR")))
    ok("workbook", [cells[k] for k in ("n", "Missing", "Censored")] == [6, 1, 1] and "bootstrap" in cells["Intervals of mean and P90"], cells)
    # openpyxl gives some lengths as times, some as timedeltas, some as parts of a day
    ok("workbook: median", str(cells["Median"]) in ("1:00:00", "01:00:00") or abs(float(cells["Median"]) - 1 / 24) < 1e-9, cells["Median"])
    told = {r[0].value: (r[1].value, r[2].value) for r in book["Definitions"].iter_rows() if r[0].value}
    for name in ("time to resolve (TTR)", "interval of the median", "censored", "missing", "log-rank test", "XmR chart", "concentration of harm"):
        ok(f"workbook defines {name}", name in told, sorted(told))
    ok("the workbook prints the seed", told["seed"][1] == "77 in this report", told["seed"])


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = check_order(folder)
        check_paths(db)
        check_seed(db)
        check_drift(folder)
        check_text(db)
        check_shares(folder)
        check_harm(folder)
        check_risk(folder)
        hand = os.path.join(folder, "hand.db")
        run(NINES, "ingest", "--quiet", "--db", hand, "--as-of", "2026-03-31T22:00:00Z", os.path.join(HAND, "incidents.csv"), os.path.join(HAND, "maintenance.csv"))
        check_mtbf(hand)
        check_everywhere(folder, hand)
    done()


main()
