#!/usr/bin/env python3
"""Business impact, each rule by a case worked by hand, in metrics, the monthly report and the deck: ranges, hours of the
week, share lost, deferred orders, user-minutes, minor units, dated exchange rates, the cost of the response."""
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES = sys.argv[1]
HEAD = "id,title,service,severity,status,started_at,detected_at,acknowledged_at,resolved_at,degradation,users_affected,revenue_lost,currency"
# May 2026, UTC. The 4th is a Monday.
ROWS = [
    "I-1,Two hours on Monday,shop,SEV1,resolved,2026-05-04T09:00:00Z,2026-05-04T09:00:00Z,2026-05-04T09:30:00Z,2026-05-04T11:00:00Z,1,about 3k,,",
    "I-2,Half lost on Sunday,shop,SEV2,resolved,2026-05-10T00:00:00Z,2026-05-10T00:00:00Z,2026-05-10T00:00:00Z,2026-05-10T04:00:00Z,0.5,100,1000-2000,EUR",
    "I-3,An hour in Tokyo,kiosk,SEV2,resolved,2026-05-12T00:00:00Z,,,2026-05-12T01:00:00Z,1,,5000,JPY",
    "I-4,An hour in Kuwait,souk,SEV2,resolved,2026-05-13T00:00:00Z,,,2026-05-13T01:00:00Z,1,,1.234,KWD",
    "I-5,Still open,other,SEV3,open,2026-05-31T22:00:00Z,2026-05-31T22:00:00Z,2026-05-31T23:00:00Z,,1,,,",
]
RATES = """rates: 1
timezone: UTC
currency: EUR
exchange:
  - {date: 2026-04-01, from: JPY, rate: 0.005}
  - {date: 2026-05-31, from: JPY, rate: 0.006}
  - {date: 2026-06-01, from: JPY, rate: 0.9}
  - {date: 2026-05-01, from: KWD, rate: 3.00}
response: {responders: 3, cost_per_hour: {low: 40.00, likely: 50.00, high: 80.00}}
services:
  shop:
    users: {low: 5, likely: 10, high: 20}
    orders_per_hour: 6
    requests_per_hour: 1000
    revenue_per_hour: {low: 50.00, likely: 100.00, high: 400.00}
    hours:
      - {days: mon, hours: "10:00-12:00", orders_per_hour: 60, revenue_per_hour: 1000.00}
    deferred_ratio: 0.25
    deferred: {I-2: 3}
  kiosk: {currency: JPY, revenue_per_hour: 5000}
  souk: {currency: KWD, revenue_per_hour: 1.234}
"""
AT = ["--period", "2026-05", "--as-of", "2026-06-01T00:00:00Z"]

# shop: Monday 9 to 10 is 1 h at the usual rates, 10 to 11 is 1 h at Monday's, Sunday 4 h at half is 2 h at the usual ones.
#   orders 3 x 6 + 1 x 60 = 78 lost; a quarter comes in later, 19.5, and 3 of I-2 that are known to: 22.5; 55.5 remain
#   revenue 3 x 100 + 1000 = 1,300, of which 55.5/78: 925.00; low (150 + 1000) x 55.5/78 = 818.27; high (1200 + 1000) x 55.5/78 = 1565.38
#   requests 4 x 1000; user-minutes 240 x 10, low 240 x 5, high 240 x 20
# response: I-1 from 9:30 90 min, I-2 240 min, I-5 60 min to the as-of time: 390 min x 3 = 1170 min = 19.5 h at 50, 40, 80
# in EUR: 925.00 + 5000 x 0.006 + 1.234 x 3.00 = 925.00 + 30.00 + 3.70 (the JPY rate of 31 May, not that of 1 June)
COMPUTED = {
    ("user_minutes", None): (1200, 2400, 4800),
    ("requests", None): (4000, 4000, 4000),
    ("money", "EUR"): (818.27, 925.00, 1565.38),
    ("money", "JPY"): (5000, 5000, 5000),
    ("money", "KWD"): (1.234, 1.234, 1.234),
    ("staff_time", None): (70200, 70200, 70200),
    ("response_cost", "EUR"): (780, 975, 1560),
    ("money_total", "EUR"): (818.27 + 33.70, 958.70, 1565.38 + 33.70),
}
# stated: about 3k reaches half a unit of its last digit to both sides; money EUR 1,000 to 2,000, JPY 5,000, KWD 1.234
STATED_TOTAL = (1033.70, 1533.70, 2033.70)


def ingest(folder, name, rows):
    path, db = os.path.join(folder, name + ".csv"), os.path.join(folder, name + ".db")
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join([HEAD] + rows) + "\n")
    run(NINES, "ingest", "--quiet", "--db", db, "--as-of", "2026-06-01T00:00:00Z", path)
    return db


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def amounts(impact, basis):
    return {(i["kind"], i["currency"]): (i["low"], i["amount"], i["high"]) for i in impact if i["basis"] == basis}


def check_amounts(name, found, wanted):
    for key, ends in wanted.items():
        got = found.get(key, (None, None, None))
        for end, a, b in zip(("low", "likely", "high"), got, ends):
            close(f"{name}: {' '.join(str(k) for k in key if k)} {end}", a, b, 1e-12)


def check_metrics(db, rates):
    impact = run_json(NINES, "metrics", "--db", db, *AT, "--rates", rates)["impact"]
    computed, stated = amounts(impact, "computed"), amounts(impact, "stated")
    check_amounts("computed", computed, COMPUTED)
    orders = computed[("orders", None)], computed[("orders_deferred", None)]
    ok("orders: 55.5 remain of 78, 22.5 came in later", orders[0][1] in (55, 56) and orders[1][1] in (22, 23) and orders[0][1] + orders[1][1] in (78, 79), orders)
    check_amounts("stated", stated, {("money", "EUR"): (1000, 1500, 2000), ("money", "JPY"): (5000,) * 3, ("money", "KWD"): (1.234,) * 3,
                                     ("money_total", "EUR"): STATED_TOTAL})
    low, likely, high = stated[("users", None)]
    ok("stated users: about 3k is 2,500 to 3,500, and 100", (low, likely, high) == (2600, 3100, 3600), stated[("users", None)])
    # 3k for 120 min and 100 for 240 min
    ok("stated user-minutes", stated[("user_minutes", None)] == (2500 * 120 + 24000, 384000, 3500 * 120 + 24000), stated[("user_minutes", None)])
    notes = {i["basis"]: i["exchange"] for i in impact if i["kind"] == "money_total"}
    ok("the rates are named with their dates", all("JPY at 0.006 of 2026-05-31" in n and "KWD at 3 of 2026-05-01" in n for n in notes.values()), notes)
    ok("money is in minor units", {i["currency"]: i["amount_minor"] for i in impact if i["kind"] == "money" and i["basis"] == "stated"} ==
       {"EUR": 150000, "JPY": 5000, "KWD": 1234}, impact)
    text = run(NINES, "metrics", "--db", db, *AT, "--rates", rates)
    line = re.sub(r"[\u00a0\u202f ]+", " ", next(x for x in text.split("\n") if x.startswith("money, EUR") and "925" in x))
    ok("side by side in the terminal", "EUR 1,500.00 (EUR 1,000.00 to EUR 2,000.00)" in line and "EUR 925.00 (EUR 818.27 to EUR 1,565.38)" in line, line)
    return impact


def check_no_sum(db, folder):
    without = write(folder, "without.yaml", RATES.replace("  - {date: 2026-05-01, from: KWD, rate: 3.00}\n", ""))
    kinds = [i["kind"] for i in run_json(NINES, "metrics", "--db", db, *AT, "--rates", without)["impact"]]
    ok("a currency without a rate: no total", "money_total" not in kinds, kinds)
    late = write(folder, "late.yaml", RATES.replace("date: 2026-05-01, from: KWD", "date: 2026-06-01, from: KWD"))
    kinds = [i["kind"] for i in run_json(NINES, "metrics", "--db", db, *AT, "--rates", late)["impact"]]
    ok("a rate from after the period's last day: no total", "money_total" not in kinds, kinds)
    plain = run_json(NINES, "metrics", "--db", db, *AT)["impact"]
    ok("without rates: nothing is computed, nothing crosses currencies", {i["basis"] for i in plain} == {"stated"} and
       "money_total" not in [i["kind"] for i in plain], plain)


def pdf_text(path):
    try:
        p = subprocess.run(["pdftotext", path, "-"], stdout=subprocess.PIPE, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return re.sub(r"\s+", " ", p.stdout.decode())


def check_reports(db, rates, folder):
    for report in ("monthly", "deck"):
        run(NINES, "report", report, "--db", db, *AT, "--rates", rates, "-o", folder)
        text = pdf_text(os.path.join(folder, f"{report}-2026-05.pdf"))
        if text is None:
            continue
        ok(f"{report}: stated with its range", "EUR 1,500.00" in text and "EUR 1,000.00 to EUR 2,000.00" in text, text[:3000])
        ok(f"{report}: computed beside it", "EUR 925.00" in text and "EUR 818.27 to EUR 1,565.38" in text, text[:3000])
        ok(f"{report}: cost of the response", "EUR 975.00" in text, text[:3000])
    connection = sqlite3.connect(db)
    rows = {(k, c): (low, likely, high) for k, c, low, likely, high in
            connection.execute("SELECT kind, currency, low, likely, high FROM report_impact WHERE basis = 'computed'")}
    connection.close()
    ok("the derived table holds the same", rows[("money", "EUR")] == (81827, 92500, 156538) and rows[("response_cost", "EUR")] == (78000, 97500, 156000), rows)


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = ingest(folder, "impact", ROWS)
        rates = write(folder, "rates.yaml", RATES)
        check_metrics(db, rates)
        check_no_sum(db, folder)
        check_reports(db, rates, folder)
    done()


main()
