#!/usr/bin/env python3
"""The facts of five reports as records: durations, amounts and the verdict of 15 minutes a year, as the README says."""
import os
import sys
import tempfile

from tap import close, done, ok, run_json

NINES, FIVE = sys.argv[1], os.path.join(os.environ["NINES_FIXTURES"], "five")
AS_OF = "2024-01-10T00:00:00Z"


def month(db, period, service):
    return run_json(NINES, "metrics", "--db", db, "--period", period, "--as-of", AS_OF, "--service", service)


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "five.db")
        run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, os.path.join(FIVE, "records.json"))
        orders, api = month(db, "2018", "order-api")["durations"], month(db, "2018", "public-api")["durations"]
        close("orders TTR", orders["ttr"]["mean_s"], 7 * 3600)
        close("orders TTD", orders["ttd"]["mean_s"], 3.5 * 3600)
        close("orders TTA", orders["tta"]["mean_s"], 3 * 3600 + 7 * 60)
        close("api TTR", api["ttr"]["mean_s"], 32 * 3600 + 20 * 60)
        close("api TTD", api["ttd"]["mean_s"], 22 * 3600 + 5 * 60)
        close("api TTA", api["tta"]["mean_s"], 9 * 3600 + 56 * 60)
        pharmacy = month(db, "2022-01", "pharmacy")["durations"]
        close("pharmacy TTR", pharmacy["ttr"]["mean_s"], 38 * 60)
        close("pharmacy TTM", pharmacy["ttm"]["mean_s"], 35 * 60)
        driver = month(db, "2020-11", "driver-app")
        close("driver downtime", driver["availability"][0]["counted_s"], (595 + 13 + 12) * 60)
        close("driver outages", driver["availability"][0]["outages"], 3)
        amounts = {i["kind"]: (i["amount"], i["currency"]) for i in driver["impact"]}
        ok("driver impact", amounts == {"accounts": (9000, None), "users": (2898, None), "user_minutes": (2898 * 620, None), "orders": (800, None),
                                        "money": (96000.0, "HKD")}, amounts)
        merge = month(db, "2021-01", "api")["durations"]
        close("merge TTR", merge["ttr"]["mean_s"], 287 * 60)
        close("merge TTD", merge["ttd"]["mean_s"], 167 * 60)
        short = month(db, "2023-09", "shortener")
        close("shortener TTR", short["durations"]["ttr"]["mean_s"], 23 * 60)
        close("shortener undated", short["availability"][0]["undated_s"], 23 * 60)
        close("shortener counted", short["availability"][0]["counted_s"], 23 * 60)
        verdict = run_json(NINES, "check", "--db", db, "--period", "2023", "--as-of", AS_OF, "--contract",
                           os.path.join(FIVE, "shortener.yaml"), status=1)["obligations"][0]
        ok("shortener breached", verdict["verdict"].startswith("breached"), verdict)
        close("shortener over by", verdict["margin_s"], -8 * 60)
        close("shortener of budget", round(100 * verdict["counted_s"] / verdict["budget_s"], 1), 153.3)
    done()


main()
