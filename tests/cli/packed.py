#!/usr/bin/env python3
"""Exports that come packed: gzip, ZIP, and Uptime Kuma's database. The same records as unpacked, and the same file.

  packed.py NINES"""
import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

from tap import close, done, ok, run_json

NINES = os.path.abspath(sys.argv[1])
AS_OF = ("--as-of", "2025-04-01T00:00:00Z")
CSV = "id,title,service,started_at,resolved_at\n" + "".join(
    f"P-{i},Incident {i},web,2025-01-{i % 28 + 1:02}T10:00:00Z,2025-01-{i % 28 + 1:02}T10:30:00Z\n" for i in range(500))
KUMA = """CREATE TABLE monitor (id INTEGER PRIMARY KEY, name VARCHAR(150));
CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, important BOOLEAN, monitor_id INTEGER, status SMALLINT, msg TEXT, time DATETIME,
  ping INTEGER, duration INTEGER, down_count INTEGER);
INSERT INTO monitor VALUES (1, 'shop "front"'), (2, 'api');
INSERT INTO heartbeat (important, monitor_id, status, msg, time) VALUES
  (1, 1, 1, '200 - OK', '2024-05-01 00:00:00.000'), (1, 1, 0, 'timeout, twice', '2024-05-01 10:00:00.000'),
  (0, 1, 0, 'timeout', '2024-05-01 10:01:00.000'), (1, 1, 1, '200 - OK', '2024-05-01 10:02:00.000'),
  (1, 2, 0, '500', '2024-05-02 11:00:00.000');
"""


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def pack(name, files, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, "w", method) as z:
        for member, text in files.items():
            z.writestr(member, text)


def refused(name, words):
    p = subprocess.run([NINES, "ingest", "--db", "bad.db", name], capture_output=True, text=True, check=False)
    ok(f"{name} is refused in words", p.returncode == 65 and words in p.stderr, p.stderr)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write("plain.csv", CSV.encode())
        write("plain.csv.gz", gzip.compress(CSV.encode()))
        pack("stored.zip", {"export/": "", "export/plain.csv": CSV}, zipfile.ZIP_STORED)
        pack("deflated.zip", {"plain.csv": CSV, "__MACOSX/._plain.csv": "x", ".DS_Store": "x"})
        first = run_json(NINES, "ingest", "--db", "t.db", *AS_OF, "plain.csv")["total"]
        close("plain", first["inserted"], 500)
        for name in ("plain.csv.gz", "stored.zip", "deflated.zip"):
            report = run_json(NINES, "ingest", "--db", "t.db", *AS_OF, name)
            ok(f"{name} is the same file", report["files"][0]["known"] and report["total"]["unchanged"] == 500, report["total"])
        pack("two.zip", {"a.csv": CSV, "b.csv": CSV})
        refused("two.zip", "is an archive of 2 files (a.csv, b.csv)")
        pack("book.xlsx", {"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
        refused("book.xlsx", "no sheet with a table")
        with open("deflated.zip", "rb") as f:
            whole = f.read()
        write("cut.zip", whole[:len(whole) // 2])
        refused("cut.zip", "ZIP archive")
        write("broken.zip", whole[:60] + bytes(b ^ 0x55 for b in whole[60:400]) + whole[400:])
        refused("broken.zip", "cannot be unpacked")
        base = sqlite3.connect("kuma.db")
        base.executescript(KUMA)
        base.close()
        report = run_json(NINES, "ingest", "--db", "k.db", *AS_OF, "kuma.db")
        close("runs of down", report["total"]["inserted"], 2)
        base = sqlite3.connect("k.db")
        got = base.execute("SELECT service, title, started, resolved FROM incidents ORDER BY started").fetchall()
        base.close()
        ok("outages of each monitor by its name", got == [
            ('shop "front"', "timeout, twice", "2024-05-01T10:00:00Z", "2024-05-01T10:02:00Z"),
            ("api", "500", "2024-05-02T11:00:00Z", None)], got)
        refused("k.db", "SQLite database")
        os.chdir("/")
    done()


main()
