#!/usr/bin/env python3
"""The PDFs of the three reports as another program sees them: sound, fonts embedded, tagged, with bookmarks, links,
metadata and text that can be taken out; the same bytes twice; a warning where no font has a character."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from tap import done, ok, run, skip

NINES = os.path.abspath(sys.argv[1])
SOURCE, DEMO = os.environ["NINES_SOURCE"], os.path.join(os.environ["NINES_FIXTURES"], "demo")
ODD = 'Incident,Title,Service,Started,Resolved\nX-1,"Odd \u0378\u0379 title",web,2026-10-04 09:00,2026-10-04 10:00\n'


def tool(*arguments):
    return subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def make(report, database, out):
    return run(NINES, "report", report, "--db", database, "--period", "2026-10", "--timezone", "Europe/Berlin", "--as-of",
               "2026-11-05T08:00:00Z", "--contract", os.path.join(DEMO, "platform.yaml"), "-o", out)


def objects(path):
    """The file's objects in clear."""
    return tool("qpdf", "--qdf", "--object-streams=disable", path, "-").stdout


def look(report, path, words):
    check = tool("qpdf", "--check", path)
    ok(report + ": sound", check.returncode == 0, check.stdout)
    fonts = [line.split() for line in tool("pdffonts", path).stdout.decode().splitlines()[2:]]
    ok(report + ": every font embedded, with its letters", fonts and all(f[-5] == "yes" and f[-3] == "yes" for f in fonts), fonts)
    about = tool("pdfinfo", path).stdout.decode()
    for wanted in (r"^Title: +\S", r"^Subject: +\S", r"^Creator: +nines", r"^Tagged: +yes", r"^CreationDate: +\S"):
        ok(report + ": " + wanted, re.search(wanted, about, re.M), about)
    clear = objects(path)
    bookmarks = clear.count(b"/Title ") - 1
    ok(report + ": a bookmark for every page and chart", bookmarks >= words["bookmarks"], bookmarks)
    text = tool("pdftotext", "-layout", path, "-").stdout.decode().replace("\u00a0", " ")
    for phrase in words["says"]:
        ok(report + ": says " + phrase, phrase in text, text[:1500])
    ok(report + ": ids lead to the rows of the register", clear.count(b"/Subtype /Link") >= words["links"], clear.count(b"/Subtype /Link"))
    leads = set(re.findall(rb"/Dest \((record-\d+)\)", clear))
    stand = {name.encode() for name in re.findall(r'"(record-\d+)"', tool("pdfinfo", "-dests", path).stdout.decode())}
    ok(report + ": every reference leads somewhere", leads and leads <= stand, leads - stand)
    structure = {tag for tag in (b"/Table", b"/TH", b"/TD", b"/H1", b"/P") if b"/S " + tag in clear}
    ok(report + ": tables, headings and paragraphs are tagged", len(structure) == 5, structure)


def main():
    if not all(map(shutil.which, ("qpdf", "pdfinfo", "pdffonts", "pdftotext"))):
        skip("no qpdf or poppler")
    wanted = {"monthly": {"bookmarks": 25, "links": 8, "says": ["payments missed its target", "EUR 925.00", "147.8 %", "NW-1164: Replica falls behind"]},
              "sla": {"bookmarks": 8, "links": 4, "says": ["Shops on the Nordwind platform", "1 of 5 obligations was breached", "147.8 %"]},
              "deck": {"bookmarks": 14, "links": 1, "says": ["No distinguishable change in reliability", "EUR 925.00"]}}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(SOURCE)
        database = os.path.join(folder, "demo.db")
        inputs = [os.path.join(DEMO, n) for n in ("incidents.csv", "majors.json", "maintenance.csv")]
        run(NINES, "ingest", "--quiet", "--db", database, "--as-of", "2026-11-02T08:00:00Z", *inputs)
        for report, words in wanted.items():
            make(report, database, os.path.join(folder, "a"))
            make(report, database, os.path.join(folder, "b"))
            a, b = (os.path.join(folder, d, report + "-2026-10.pdf") for d in "ab")
            with open(a, "rb") as first, open(b, "rb") as second:
                ok(report + ": the same bytes", first.read() == second.read())
            look(report, a, words)
        odd = os.path.join(folder, "odd.csv")
        with open(odd, "w", encoding="utf-8") as f:
            f.write(ODD)
        run(NINES, "ingest", "--quiet", "--db", os.path.join(folder, "odd.db"), odd)
        made = subprocess.run([NINES, "report", "monthly", "--db", os.path.join(folder, "odd.db"), "--period", "2026-10", "--as-of",
                               "2026-11-05T08:00:00Z", "-o", os.path.join(folder, "odd")], capture_output=True, text=True, check=False)
        said = [line for line in made.stderr.splitlines() if "characters, drawn as boxes" in line]
        ok("missing characters are said once", made.returncode == 0 and len(said) == 1, made.stderr)
        clean = subprocess.run([NINES, "report", "sla", "--db", database, "--period", "2026-10", "--as-of", "2026-11-05T08:00:00Z", "-o",
                                os.path.join(folder, "c")], capture_output=True, text=True, check=False)
        ok("nothing is said where none is missing", "boxes" not in clean.stderr, clean.stderr)
    done()


main()
