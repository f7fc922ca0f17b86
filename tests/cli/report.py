#!/usr/bin/env python3
"""The monthly report from outside: the same bytes twice, a workbook that LibreOffice recalculates to the cached values,
an edit of an incident that moves the figures to what nines computes for it, and a month without incidents."""
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES, FIXTURES = sys.argv[1], os.environ["NINES_FIXTURES"]
CHECK = os.path.join(os.environ["NINES_SOURCE"], "tests", "render", "workbook_check.py")
HAND = os.path.join(FIXTURES, "hand")
AS_OF = "2026-03-31T22:00:00Z"
COMMON = ["--timezone", "Europe/Berlin", "--as-of", AS_OF, "--contract", os.path.join(HAND, "contract.yaml")]
MISSING = 77


def outside(*arguments):
    p = subprocess.run([sys.executable, CHECK, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return p.returncode, p.stdout.decode()


def make(db, out, period="2026-03"):
    run(NINES, "report", "monthly", "--db", db, "--period", period, *COMMON, "-o", out)
    return sorted(os.listdir(out))


def ingest(db, incidents):
    run(NINES, "ingest", "--quiet", "--db", db, "--as-of", AS_OF, incidents, os.path.join(HAND, "maintenance.csv"))


def cell_of(book, sheet, ident, column):
    """Address of the cell in the row whose first or second column is ident, below the header named column."""
    import openpyxl
    page = openpyxl.load_workbook(book)[sheet]
    header = next(r for r in page.iter_rows() if any(c.value == column for c in r))
    at = next(c.column_letter for c in header if c.value == column)
    row = next(r[0].row for r in page.iter_rows() if any(c.value == ident for c in r[:2]))
    return f"{at}{row}"


def edited(folder, book):
    """H6 ends at 13:00 instead of 14:00 local time, in the workbook and in the export."""
    with open(os.path.join(HAND, "incidents.csv"), encoding="utf-8") as f:
        text = f.read().replace("2026-03-10T14:00:00+01:00", "2026-03-10T13:00:00+01:00")
    changed = os.path.join(folder, "changed.csv")
    with open(changed, "w", encoding="utf-8") as f:
        f.write(text)
    db = os.path.join(folder, "changed.db")
    ingest(db, changed)
    wanted = {r["service"]: r for r in run_json(NINES, "metrics", "--db", db, "--period", "2026-03", *COMMON)["availability"]}["checkout"]
    places = [f"Services!{cell_of(book, 'Services', 'checkout', c)}" for c in ("Counted", "Availability", "Remaining", "Verdict", "Ledger")]
    status, output = outside("edit", book, "Incidents", cell_of(book, "Incidents", "H6", "Mitigated (UTC)"), "2026-03-10T12:00:00", *places)
    ok("the edit was recalculated", status == 0, output)
    counted, availability, remaining, verdict, covers = output.split("\n")[:5]
    close("edited: counted", float(counted) * 86400, wanted["counted_s"], 1e-6)
    close("edited: availability", float(availability), wanted["availability_ratio"], 1e-9)
    close("edited: remaining", float(remaining) * 86400, wanted["remaining_s"], 1e-6)
    ok("edited: verdict", verdict == wanted["verdict"], verdict)
    ok("edited: the ledger covers the period", covers == "complete", covers)


def main():
    with tempfile.TemporaryDirectory() as folder:
        db = os.path.join(folder, "hand.db")
        ingest(db, os.path.join(HAND, "incidents.csv"))
        first, second = os.path.join(folder, "first"), os.path.join(folder, "second")
        names = make(db, first)
        ok("the same files", names == make(db, second), names)
        differ = [n for n in names if not filecmp.cmp(os.path.join(first, n), os.path.join(second, n), shallow=False)]
        ok("the same bytes", not differ, differ)
        kinds = {e: sum(n.endswith(e) for n in names) for e in (".png", ".svg", ".pdf", ".xlsx")}
        ok("charts in every form", kinds[".png"] == 2 * kinds[".svg"] and kinds[".svg"] == kinds[".pdf"] - 1 >= 5 and kinds[".xlsx"] == 1, kinds)
        book = os.path.join(first, "monthly-2026-03.xlsx")
        status, output = outside("sound", book)
        ok("sound workbook # SKIP no tools" if status == MISSING else "sound workbook", status in (0, MISSING), output)
        status, output = outside("recalc", book)
        ok("recalculation # SKIP no tools" if status == MISSING else "recalculation changes nothing", status in (0, MISSING), output)
        if status == 0:
            edited(folder, book)
        # fixtures/hand: the 10th, 20th, 29th and 31st each count 3,600 s (H6 by half of two hours); the first is named.
        with open(os.path.join(first, "monthly-2026-03-calendar.svg"), encoding="utf-8") as f:
            drawing = f.read()
        ok("the worst day is a local day and its counted time", "<title>2026-03-10 was the worst day: 1\u00a0h</title>" in drawing, drawing[:300])
        empty = os.path.join(folder, "empty")
        make(db, empty, "2026-01")
        if shutil.which("pdftotext"):
            text = subprocess.run(["pdftotext", "-layout", os.path.join(empty, "monthly-2026-01.pdf"), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
            ok("an empty month says so", "No incident in this period." in text and "no incidents started in January 2026" in text, text[:600])
        if shutil.which("qpdf"):
            good = subprocess.run(["qpdf", "--check", os.path.join(first, "monthly-2026-03.pdf")], stdout=subprocess.DEVNULL, check=False).returncode
            ok("sound PDF", good == 0, good)
    done()


main()
