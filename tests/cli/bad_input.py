#!/usr/bin/env python3
"""What real files contain and programs choke on: each is either a clear error with an unchanged database, or a record
that is kept, flagged, and left out of the figures that it cannot support."""
import os
import sqlite3
import subprocess
import sys
import tempfile

from tap import close, done, ok, run, run_json

NINES = sys.argv[1]
HEAD = "id,title,service,severity,started_at,detected_at,resolved_at,revenue_lost,currency\n"
GOOD = "A1,Plain,web,SEV2,2026-05-04T10:00:00Z,2026-05-04T10:05:00Z,2026-05-04T11:00:00Z,10.00,EUR\n"
AS_OF = "2026-06-01T00:00:00Z"


class Case:
    def __init__(self, folder):
        self.folder, self.n = folder, 0

    def write(self, content, name="in.csv"):
        self.n += 1
        os.mkdir(os.path.join(self.folder, str(self.n)))
        path = os.path.join(self.folder, str(self.n), name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    def ingest(self, content, name="in.csv", *options):
        """(database, exit status, JSON or standard error)"""
        path = self.write(content, name)
        db = os.path.join(os.path.dirname(path), "n.db")
        p = subprocess.run([NINES, "ingest", "--db", db, "--as-of", AS_OF, "--json", *options, path], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, check=False, timeout=120)
        return db, p.returncode, (p.stdout + p.stderr).decode(errors="replace")


def rows(db, sql):
    connection = sqlite3.connect(db)
    answer = connection.execute(sql).fetchall()
    connection.close()
    return answer


def metrics(db, *options):
    return run_json(NINES, "metrics", "--db", db, "--period", "2026-05", "--as-of", AS_OF, *options)


ERRORS = [  # name, file name, content, exit status, words of the message
    ("empty file", "in.csv", "", 65, "empty"),
    ("binary file", "in.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", 65, ""),
    ("truncated JSON", "in.json", '[{"id": "a", "title": "x", "started_at": "2026-05-04T10:00:00Z"}, {"id": "b", "ti', 65, ""),
    ("nested 10,000 deep", "in.json", "[" * 10000 + "]" * 10000, 65, ""),
    ("no profile fits", "in.csv", "colour,shape\nred,round\n", 65, "profile"),
    ("NaN in JSON", "in.json", '[{"id": "a", "title": "x", "started_at": NaN}]', 65, ""),
]


def test_errors(case):
    for name, file, content, status, words in ERRORS:
        db, got, text = case.ingest(content, file)
        ok(f"{name}: exit {status}", got == status, f"exit {got}: {text}")
        ok(f"{name}: says why", words in text and file in text, text)
        known = rows(db, "SELECT count(*) FROM incident")[0][0] if os.path.exists(db) and os.path.getsize(db) else 0
        ok(f"{name}: nothing stored", known == 0, known)
    db, got, text = case.ingest(HEAD + GOOD, "in.csv", "--timezone", "Europe/Berln")
    ok("unknown zone", got == 65 and "Europe/Berlin" in text, text)
    p = subprocess.run([NINES, "ingest", "--db", db, os.path.join(case.folder, "nowhere.csv")], stderr=subprocess.PIPE, check=False)
    ok("missing file", p.returncode == 66, p)


def test_unchanged(case):
    """An error in a later file leaves the facts of before as they were."""
    db, _, _ = case.ingest(HEAD + GOOD)
    before = rows(db, "SELECT * FROM incident")
    bad = case.write('[{"id": "a", "title": ', "bad.json")
    p = subprocess.run([NINES, "ingest", "--db", db, bad], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    ok("a bad file changes nothing", p.returncode == 65 and rows(db, "SELECT * FROM incident") == before, p)


def one(case, name, line, check, *options, rejected=0):
    db, status, text = case.ingest(HEAD + GOOD + line, "in.csv", *options)
    ok(f"{name}: read", status == 0, text)
    counts = rows(db, "SELECT read_n, inserted_n, rejected_n FROM source")[0]
    ok(f"{name}: every row has an outcome", counts == (2, 2 - rejected, rejected), counts)
    check(db, name)


def finding(kind):
    return lambda db, name: ok(f"{name}: flagged", any(kind in k for (k,) in rows(db, "SELECT kind FROM finding")),
                               rows(db, "SELECT kind, message FROM finding"))


def test_records(case):
    one(case, "end before start", "B,x,web,SEV2,2026-05-05T10:00:00Z,,2026-05-05T09:00:00Z,,\n", lambda db, n: (
        finding("end-before-start")(db, n), close(f"{n}: no duration", metrics(db)["durations"]["ttr"]["n"], 1),
        close(f"{n}: still counted", metrics(db)["counts"]["incidents"], 2),
        close(f"{n}: no downtime", metrics(db)["availability"][0]["counted_s"], 3600)))
    one(case, "zero length", "B,x,web,SEV2,2026-05-05T10:00:00Z,,2026-05-05T10:00:00Z,,\n", lambda db, n: (
        finding("zero")(db, n), close(f"{n}: 0 s", metrics(db)["durations"]["ttr"]["min_s"], 0)))
    one(case, "open for ever", "B,x,web,SEV2,2020-01-01T00:00:00Z,,,,\n", lambda db, n: close(
        f"{n}: down to the as-of time", metrics(db)["availability"][0]["counted_s"], 31 * 86400))
    one(case, "year 1628", "B,x,web,SEV2,1628-08-10T16:00:00Z,,1628-08-10T16:20:00Z,,\n", lambda db, n: (
        close(f"{n}: kept", rows(db, "SELECT strftime('%Y', started_at / 1000, 'unixepoch') FROM incident WHERE external_id = 'B'")[0][0], "1628"),
        close(f"{n}: not in May", metrics(db)["counts"]["incidents"], 1)))
    one(case, "19-digit id", "1234567890123456789,x,web,SEV2,2026-05-05T10:00:00Z,,,,\n", lambda db, n: ok(
        f"{n}: digit by digit", ("1234567890123456789",) in rows(db, "SELECT external_id FROM incident"), rows(db, "SELECT external_id FROM incident")))
    one(case, "a title that begins with =", "B,=1+1,web,SEV2,2026-05-05T10:00:00Z,,,,\n", lambda db, n: ok(
        f"{n}: is text", ("=1+1",) in rows(db, "SELECT title FROM incident"), ""))
    one(case, "a name of 40,000 characters", f"B,{'x' * 40000},web,SEV2,2026-05-05T10:00:00Z,,,,\n", lambda db, n: ok(
        f"{n}: kept or cut with a finding", rows(db, "SELECT length(title) FROM incident WHERE external_id = 'B'")[0][0] == 40000 or rows(db, "SELECT 1 FROM finding"), ""))
    one(case, "a currency that does not exist", "B,x,web,SEV2,2026-05-05T10:00:00Z,,,5.00,XYQ\n", lambda db, n: (
        finding("currency")(db, n), ok(f"{n}: not in a sum", {i["currency"] for i in metrics(db)["impact"]} == {"EUR"}, metrics(db)["impact"])))
    one(case, "no such day", "B,x,web,SEV2,2026-02-30T10:00:00Z,,,,\n", lambda db, n: ok(
        f"{n}: rejected with its place", "started_at" in str(rows(db, "SELECT field, line, reason FROM reject")), ""), rejected=1)
    zone = ("--timezone", "Europe/Berlin")
    one(case, "an hour that does not exist", "B,x,web,SEV2,2026-03-29 02:30:00,,2026-03-29 04:00:00,,\n", finding("skipped"), *zone)
    one(case, "an hour that exists twice", "B,x,web,SEV2,2025-10-26 02:30:00,,2025-10-26 04:00:00,,\n", finding("ambiguous"), *zone)


def test_duplicates(case):
    db, status, text = case.ingest(HEAD + GOOD + GOOD + GOOD.replace("SEV2", "SEV4"))
    ok("duplicated ids: one unchanged, one rejected", status == 0 and rows(db, "SELECT inserted_n, unchanged_n, rejected_n FROM source") == [(1, 1, 1)], text)
    ok("duplicated ids: both lines are named", "2" in str(rows(db, "SELECT reason FROM reject")) and rows(db, "SELECT line FROM reject") == [(4,)], rows(db, "SELECT line, reason FROM reject"))


def test_encodings(case):
    text = HEAD + GOOD.replace("Plain", "Störung")
    for encoding, bom in (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("cp1252", b""), ("utf-16-le", b"")):
        db, status, output = case.ingest(bom + text.encode(encoding))
        ok(f"{encoding}{' with a mark' if bom else ''}", status == 0 and rows(db, "SELECT title FROM incident") == [("Störung",)], output)


def test_shapes(case):
    db, status, text = case.ingest(HEAD + GOOD + 'B,"never closed,web,SEV2,2026-05-05T10:00:00Z,,,,\nC,Fine,web,SEV2,2026-05-06T10:00:00Z,,2026-05-06T10:10:00Z,,\n')
    ok("a quote that is never closed: the rest is read", status == 0 and rows(db, "SELECT external_id FROM incident ORDER BY 1") == [("A1",), ("C",)], text)
    ok("a quote that is never closed: its line is named", rows(db, "SELECT line FROM reject") == [(3,)], rows(db, "SELECT line, reason FROM reject"))
    db, status, text = case.ingest((HEAD + GOOD).encode() + b"B,nul\x00byte,web,SEV2,2026-05-05T10:00:00Z,,,,\n")
    ok("NUL bytes", status in (0, 65) and "NUL" in text + str(rows(db, "SELECT reason FROM reject") if status == 0 else ""), text)
    db, status, text = case.ingest((HEAD + GOOD).encode() + b"B," + b"x" * 100_000_000 + b",web,SEV2,2026-05-05T10:00:00Z,,,,\n" + GOOD.replace("A1", "C").encode())
    ok("a 100 MB line: the rest is read", status == 0 and ("C",) in rows(db, "SELECT external_id FROM incident"), text[-400:])
    db, status, text = case.ingest(HEAD)
    ok("no incident at all", status == 0 and metrics(db)["counts"]["incidents"] == 0, text)
    out = os.path.join(os.path.dirname(db), "out")
    run(NINES, "report", "monthly", "--db", db, "--period", "2026-05", "--as-of", AS_OF, "-o", out)
    ok("no incident at all: a report all the same", any(f.endswith(".pdf") for f in os.listdir(out)), "")


def test_clock(case):
    db, _, _ = case.ingest(HEAD + "B,x,web,SEV2,3/5/2026 12:30 PM,,3/5/2026 01:10 PM,,\nC,x,web,SEV2,25/5/2026 12:30 AM,,25/5/2026 1:00 AM,,\n")
    starts = {i: t for i, t in rows(db, "SELECT external_id, strftime('%m-%d %H:%M', started_at / 1000, 'unixepoch') FROM incident")}
    ok("12:30 PM is after noon, day first by its column", starts == {"B": "05-03 12:30", "C": "05-25 00:30"}, starts)


def main():
    with tempfile.TemporaryDirectory() as folder:
        case = Case(folder)
        for test in (test_errors, test_unchanged, test_records, test_duplicates, test_encodings, test_shapes, test_clock):
            test(case)
    done()


main()
