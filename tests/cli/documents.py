#!/usr/bin/env python3
"""Documents and folders that mix them with exports: figures, doubts, corrections, and the second ingest."""
import os
import shutil
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES, FIXTURES = sys.argv[1], os.environ["NINES_FIXTURES"]
SEEDS = os.path.join(os.environ.get("NINES_SHARED", ""), "seeds")
AS_OF = "2024-01-10T00:00:00Z"
CONTRACT = """contract: short
timezone: UTC
period: year
availability:
  - name: short links
    services: "*"
    budget: 15min
"""
RETRO = """# Search outage

Date: 4 March 2021

All times are in UTC.

## Timeline

- 10:00 Search began to fail with errors.
- 10:05 An alert fired.
- 10:42 The outage was resolved.
"""


DOUBT = """# Mail outage

Date: 6 May 2021, all times in UTC.

## Timeline

- 08:40 Copying the mail store starts.
- 08:55 The copy is complete.
- 09:05 The log files rotate.
- 09:12 Mail is rejected.
- 09:40 Mail is back to normal.
"""


def ingest(db, *arguments):
    return run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, *arguments)


def durations(db, period):
    return run_json(NINES, "metrics", "--db", db, "--period", period, "--as-of", AS_OF)["durations"]


def balanced(total):
    return total["read"] == total["inserted"] + total["updated"] + total["unchanged"] + total["rejected"]


def check_own(folder):
    db, docs = os.path.join(folder, "own.db"), os.path.join(folder, "docs")
    os.mkdir(docs)
    with open(os.path.join(docs, "search.md"), "w", encoding="utf-8") as file:
        file.write(RETRO)
    for name in ("runbook-disk.md", "undated-minutes.md"):
        shutil.copy(os.path.join(FIXTURES, "postmortems", name), docs)
    shutil.copy(os.path.join(FIXTURES, "five", "records.json"), docs)
    with open(os.path.join(docs, "status.md"), "w", encoding="utf-8") as file:
        file.write("---\ntitle: Mail down\nsection: issue\nseverity: down\naffected: [mail]\n"
                   "date: 2019-02-01 10:00:00\nresolved: true\nresolvedWhen: 2019-02-01 11:00:00\n---\nMail is down.\n")
    first = ingest(db, docs)
    by = {os.path.basename(f["path"]): f for f in first["files"]}
    ok("one line a file", len(by) == 5 and balanced(first["total"]), first["total"])
    ok("a profile comes first", by["status.md"]["profile"] == "cstate", by["status.md"])
    ok("a document", by["search.md"]["profile"] == "document" and by["search.md"]["inserted"] == 1, by["search.md"])
    ok("no incident says so", by["runbook-disk.md"]["read"] == 0 and by["runbook-disk.md"]["notes"], by)
    rejects = by["undated-minutes.md"]["rejects"]
    ok("no date names --year", len(rejects) == 1 and "--year" in rejects[0]["reason"], rejects)
    close("TTR", durations(db, "2021-03")["ttr"]["mean_s"], 42 * 60)
    again = ingest(db, docs)["total"]
    ok("twice changes nothing", not again["inserted"] and not again["updated"] and again["unchanged"], again)
    review = os.path.join(docs, "search.review.yaml")
    text = run(NINES, "extract", os.path.join(docs, "search.md"))
    with open(review, "w", encoding="utf-8") as file:
        file.write(text.replace("    resolved: 2021-03-04T10:42", "    resolved: 2021-03-04T10:52", 1))
    third = ingest(db, docs)
    ok("a review is no record", len(third["files"]) == 5 and third["total"]["updated"] == 1, third["total"])
    close("corrected TTR", durations(db, "2021-03")["ttr"]["mean_s"], 52 * 60)


def check_doubt(folder):
    """A start behind other entries is marked wherever its figure is shown."""
    db, path, out = (os.path.join(folder, name) for name in ("doubt.db", "mail.md", "out"))
    with open(path, "w", encoding="utf-8") as file:
        file.write(DOUBT)
    ingest(db, path)
    figures = run_json(NINES, "metrics", "--db", db, "--period", "2021-05", "--as-of", AS_OF)
    marked = figures["quality"]["low_confidence"]
    ok("marked in JSON", [m["incident"] for m in marked] == ["mail"] and "start" in marked[0]["facts"], marked)
    text = run(NINES, "metrics", "--db", db, "--period", "2021-05", "--as-of", AS_OF)
    ok("marked in text", "Facts of low confidence" in text, text[-300:])
    run(NINES, "report", "monthly", "--db", db, "--period", "2021-05", "--as-of", AS_OF, "--format", "txt", "-o", out)
    with open(os.path.join(out, "monthly-2021-05.txt"), encoding="utf-8") as file:
        report = file.read()
    register = report[report.index("Incident register"):]
    ok("marked in the register", "In doubt" in register and "start" in register.split("\n\n")[0] + register[:4000], register[:600])
    ok("a sheet of doubts", "\nDoubts" in report and "cue words of the entry" in report)
    ok("a sheet of conflicts", "\nConflicts" in report)


def check_seeds(folder):
    db = os.path.join(folder, "seeds.db")
    documents = [os.path.join(SEEDS, name + ".md") for name in ("pharmacy", "driver-expiry", "merging-retro")]
    short = os.path.join(SEEDS, "url-shortener.md")
    ultra = ["--timezone", "Asia/Kolkata", os.path.join(SEEDS, "ultra-rca.md")]
    ok("two incidents", ingest(db, *ultra)["total"]["inserted"] == 2)
    ok("five incidents", ingest(db, *documents)["total"]["inserted"] == 5)
    ok("undated", ingest(db, "--year", "2023", short)["total"]["inserted"] == 1)
    close("orders", durations(db, "2018-07")["ttr"]["mean_s"], 420 * 60)
    close("API", durations(db, "2018-06")["ttr"]["mean_s"], 1940 * 60)
    close("interface", durations(db, "2022-01")["ttr"]["mean_s"], 38 * 60)
    close("merging", durations(db, "2021-01")["ttr"]["mean_s"], 287 * 60)
    # The first outage ends at 09:30 or at 10:00: the document says both, and a finding names both lines.
    certificate = round(durations(db, "2020-11")["ttr"]["mean_s"] * 3 / 60)
    ok("certificate", certificate in (565 + 13 + 12, 595 + 13 + 12), certificate)
    path = os.path.join(folder, "short.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(CONTRACT)
    verdict = run_json(NINES, "check", "--db", db, "--period", "2023", "--as-of", AS_OF, "--contract", path,
                       status=1)["obligations"][0]
    close("over by", verdict["margin_s"], -8 * 60)
    again = ingest(db, *ultra)["total"]
    ok("twice changes nothing", again["unchanged"] == 2 and not again["updated"], again)


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_own(folder)
        check_doubt(folder)
        if os.path.isdir(SEEDS):
            check_seeds(folder)
    done()


main()
