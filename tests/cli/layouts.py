#!/usr/bin/env python3
"""The shipped reports over generated companies: 1 to 200 services, none to 50,000 incidents, names of 1 to 80 characters
in Latin, Cyrillic, Greek, CJK and Arabic script. page_check looks at every page and chart of them."""
import csv
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

from tap import done, ok, run

NINES, PAGE_CHECK = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SOURCE = os.environ["NINES_SOURCE"]
REPORTS = [os.path.join(SOURCE, "reports", n + ".yaml") for n in ("monthly", "sla", "deck")]
SCRIPTS = [
    ["checkout", "payments", "search", "recommendations", "identity", "W", "gateway", "notifications-europe"],
    ["платежи", "служба", "доставка", "рекомендации", "вход", "Щ", "уведомления"],
    ["πληρωμές", "αναζήτηση", "υπηρεσία", "αποστολή", "κατάλογος", "Ω"],
    ["支払いサービス", "検索", "订单处理服务集群", "推荐", "登录", "中", "결제"],
    ["الدفع", "البحث", "خدمة", "الدخول", "التوصيات", "الفهرس", "ض"],
]
# services, incidents, characters of a name, script (None: all), share of the services with a target
COMPANIES = [(1, 0, 8, 0, 1), (1, 1, 1, 0, 0), (1, 1, 80, 3, 1), (2, 3, 5, 4, 1), (3, 9, 80, 1, 0.5), (5, 25, 40, 2, 1), (7, 60, 12, None, 1),
             (12, 120, 24, None, 0.5), (24, 400, 80, None, 1), (60, 1500, 30, 3, 0.3), (120, 3000, 60, 4, 1),
             (200, 5000, 80, None, 1), (200, 200, 1, 0, 0), (40, 50000, 20, None, 0.2)]
START = datetime.datetime(2025, 10, 1, tzinfo=datetime.timezone.utc)


def name(dice, length, script, used):
    words = SCRIPTS[dice.randrange(5) if script is None else script]
    for attempt in range(10000):
        text = ""
        while len(text) < length:
            text += (" " if text else "") + dice.choice(words)
        text = text[:length].strip()
        if attempt > 3:  # different names of one character are few
            text = (text[:max(0, length - 3)] + str(attempt)).strip()
        if text and text not in used:
            used.add(text)
            return text
    raise ValueError("no name left")


def write_company(folder, seed, services_n, incidents_n, length, script, promised):
    dice = random.Random(seed)
    used = set()
    services = [name(dice, length, script, used) for _ in range(services_n)]
    stamp = "%Y-%m-%dT%H:%M:%SZ"
    with open(os.path.join(folder, "incidents.csv"), "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f)
        out.writerow(["id", "title", "service", "severity", "team", "cause", "region", "detected_by", "started_at", "detected_at",
                      "acknowledged_at", "mitigated_at", "resolved_at", "degradation", "users_affected", "revenue_lost", "currency"])
        for i in range(incidents_n):
            start = START + datetime.timedelta(seconds=dice.randrange(396 * 86400))
            lasts = dice.lognormvariate(8, 1.5) + 1
            ends = start + datetime.timedelta(seconds=lasts)
            title = name(dice, 1 + dice.randrange(80), script, set())
            out.writerow(["X-%d" % i, title, dice.choice(services), dice.choice(["SEV1", "SEV2", "SEV3", ""]), dice.choice(services)[:30],
                          dice.choice(["deployment", "capacity", "", name(dice, 1 + dice.randrange(60), script, set())]), dice.choice(["eu", "us", ""]),
                          dice.choice(["monitoring", "customer", ""]), start.strftime(stamp), (start + datetime.timedelta(seconds=lasts * 0.1)).strftime(stamp),
                          (start + datetime.timedelta(seconds=lasts * 0.2)).strftime(stamp),
                          (start + datetime.timedelta(seconds=lasts * 0.7)).strftime(stamp) if dice.random() < 0.7 else "",
                          ends.strftime(stamp) if dice.random() < 0.98 else "", dice.choice(["", "30 %", "100 %"]), dice.randrange(90000),
                          dice.choice(["", "%d" % dice.randrange(10 ** dice.randrange(1, 8))]), "EUR"])
    if incidents_n == 0:
        with open(os.path.join(folder, "incidents.csv"), "w", encoding="utf-8") as f:
            f.write("id,title,service,started_at,resolved_at\nX-0,one before,%s,2024-05-01T09:00:00Z,2024-05-01T10:00:00Z\n" % services[0])
    chosen = services[:max(0, round(services_n * promised))]
    with open(os.path.join(folder, "contract.yaml"), "w", encoding="utf-8") as f:
        f.write("contract: generated\ncustomer: %s\ntimezone: UTC\nperiod: month\nfee: {amount: 12000.00, currency: EUR, per: month}\navailability:\n" % json.dumps(services[0]))
        for i, service in enumerate(chosen):
            f.write("  - {name: %s, services: [%s], target: %s}\n" % (json.dumps(service, ensure_ascii=False), json.dumps(service, ensure_ascii=False),
                                                                   ["99.9%", "99.5%", "99.99%"][i % 3]))
    return bool(chosen)


def check(seed, company):
    with tempfile.TemporaryDirectory() as folder:
        has_contract = write_company(folder, seed, *company)
        os.chdir(folder)
        os.mkdir("reports")
        with open("reports/bare.yaml", "w", encoding="utf-8") as f:
            f.write("report: bare\ntitle: Nothing but the tables\n")
        run(NINES, "ingest", "--quiet", "--as-of", "2026-11-02T00:00:00Z", "incidents.csv")
        as_of = ("2026-11-02T00:00:00Z", "1793577600000") if seed % 2 else ("2026-10-20T12:00:00Z", "1792497600000")
        run(NINES, "report", "bare", "--period", "2026-10", "--as-of", as_of[0], "-o", "out", *(["--contract", "contract.yaml"] if has_contract else []))
        looked = subprocess.run([PAGE_CHECK, "nines.db", as_of[1], "UTC", *REPORTS], capture_output=True, text=True, check=False)
    complaints = [line for line in (looked.stdout + looked.stderr).splitlines() if not line.startswith(("ok", "1..", "TAP", "# random"))]
    pages = [line[2:] for line in complaints if line.endswith(" pages")]
    words = "%d services, %d incidents, names of %d characters, %s" % (*company[:3], "; ".join(pages))
    ok(words, looked.returncode == 0 and len(pages) == len(REPORTS), "\n# ".join(complaints[:12]))


# A score more of middling size, drawn.
drawn = random.Random(7)
COMPANIES += [(drawn.randrange(1, 60), drawn.randrange(400), drawn.randrange(2, 81), drawn.choice([None, 0, 1, 2, 3, 4]), drawn.random())
              for _ in range(20)]
for number, company in enumerate(COMPANIES):
    check(number, company)
done()
