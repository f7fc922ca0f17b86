#!/usr/bin/env python3
"""One register, written in every dialect, encoding and form of date that exports come in: always the same facts.

  dialects.py NINES"""
import csv
import datetime as dt
import email.utils
import io
import itertools
import os
import random
import sqlite3
import sys
import tempfile

from tap import done, ok, run

NINES = os.path.abspath(sys.argv[1])
UTC = dt.timezone.utc
HEAD = ["id", "title", "service", "severity", "started_at", "resolved_at"]
# Days above 12 in both columns, so that day-first and month-first can be told.
TIMES = [(dt.datetime(2025, m, d, h, 5, tzinfo=UTC), dt.datetime(2025, m, d, h + 1, 45, tzinfo=UTC)) for m, d, h in
         [(1, 13, 0), (2, 28, 9), (3, 3, 11), (5, 17, 12), (7, 4, 13), (10, 26, 1), (11, 2, 22), (12, 31, 5)]]
TITLES = ["plain", 'he said "stop"', "comma, semicolon; bar | tab\there", "two\nlines", "café – naïve €", "  blanks  ",
          "=1+1", "O'Brien"]
ROWS = [(f"A-{i}", title, ["checkout", "search"][i % 2], f"SEV{i % 3 + 1}", *TIMES[i]) for i, title in enumerate(TITLES)]


def iso(t):
    return t.strftime("%Y-%m-%dT%H:%M:%SZ")


FORMS = {
    "ISO with Z": iso,
    "ISO with a blank": lambda t: t.strftime("%Y-%m-%d %H:%M:%S"),
    "offset +00:00": lambda t: t.strftime("%Y-%m-%d %H:%M:%S+00:00"),
    "offset +0000": lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
    "offset +02:00": lambda t: t.astimezone(dt.timezone(dt.timedelta(hours=2))).strftime("%Y-%m-%dT%H:%M:%S+02:00"),
    "one-digit hour": lambda t: f"{t:%Y-%m-%d} {t.hour}:{t:%M}",
    "d/m/yyyy": lambda t: f"{t.day}/{t.month}/{t.year} {t.hour}:{t:%M}",
    "dd-mm-yyyy": lambda t: t.strftime("%d-%m-%Y %H:%M:%S"),
    "dd.mm.yyyy": lambda t: t.strftime("%d.%m.%Y %H:%M"),
    "m/d/yyyy AM": lambda t: f"{t.month}/{t.day}/{t.year} {t:%I:%M %p}",
    "dd/MMM/yy AM": lambda t: t.strftime("%d/%b/%y ") + f"{t:%I:%M %p}".lstrip("0"),
    "epoch seconds": lambda t: str(int(t.timestamp())),
    "epoch milliseconds": lambda t: str(int(t.timestamp()) * 1000),
    "RFC 1123": lambda t: email.utils.format_datetime(t, usegmt=True),
    "JavaScript": lambda t: t.strftime("%a %b %d %Y %H:%M:%S GMT+0000 (Coordinated Universal Time)"),
    "Mon D, YYYY": lambda t: t.strftime("%b %d, %Y %I:%M %p UTC"),
    "ISO with nanoseconds": lambda t: t.strftime("%Y-%m-%dT%H:%M:%S.000000000Z"),
    "basic ISO": lambda t: t.strftime("%Y%m%dT%H%M%SZ"),
}
WANTED = sorted((i, t.strip(), s, v, iso(a), iso(b)) for i, t, s, v, a, b in ROWS)


def table(form=iso, delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\n", titles=True):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(HEAD)
    for i, title, service, severity, start, stop in ROWS:
        writer.writerow([i, title if titles else f"title {i}", service, severity, form(start), form(stop)])
    return out.getvalue()


def facts(data, name="export.csv", *options):
    with tempfile.TemporaryDirectory() as folder:
        path, db = os.path.join(folder, name), os.path.join(folder, "t.db")
        with open(path, "wb") as f:
            f.write(data)
        shown = run(NINES, "ingest", "--db", db, "--as-of", "2026-01-01T00:00:00Z", *options, path)
        base = sqlite3.connect(db)
        got = base.execute("SELECT external_id, title, service, severity, started, resolved FROM incidents ORDER BY 1").fetchall()
        base.close()
        return got, shown


def check(name, data, wanted=None, file="export.csv", *options):
    got, shown = facts(data, file, *options)
    wanted = wanted if wanted is not None else WANTED
    ok(name, got == wanted, f"{shown}# {[p for p in zip(got, wanted) if p[0] != p[1]][:3]} {len(got)}")


def check_forms():
    for name, form in FORMS.items():
        wanted = sorted((i, f"title {i}", s, v, iso(a), iso(b)) for i, _, s, v, a, b in ROWS)
        check(f"dates: {name}", table(form, titles=False).encode(), wanted)
        check(f"dates, with semicolons: {name}", table(form, ";", csv.QUOTE_ALL, "\r\n", False).encode(), wanted)


def check_encodings():
    text = table()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        check(f"encoding {encoding}", text.encode(encoding))
    check("UTF-16, big end first", b"\xfe\xff" + text.encode("utf-16-be"))
    check("UTF-16 without a mark", text.encode("utf-16-le"))
    latin = text.replace("– ", "").replace("€", "")
    wanted = [tuple(c.replace("– ", "").replace("€", "").strip() for c in row) for row in WANTED]
    check("Latin-1", latin.encode("latin-1"), wanted)
    check("Mac Roman as asked", latin.encode("mac_roman"), wanted, "export.csv", "--encoding", "MACINTOSH")


def check_dialects():
    for delimiter, quoting, end in itertools.product(",;\t|", (csv.QUOTE_MINIMAL, csv.QUOTE_ALL), ("\n", "\r\n", "\r")):
        if end == "\r" and not quoting:
            continue  # this writer leaves a line feed bare then, which no reader could tell from a line's end
        name = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}[delimiter]
        data = table(delimiter=delimiter, quoting=quoting, end=end)
        check(f"{name}, {'all quoted' if quoting else 'quoted where needed'}, {end!r}", data.encode())


def check_oddities():
    text = table()
    check("sep= before the header", ("sep=,\r\n" + text).encode("utf-8-sig"))
    check("sep=; before the header", ("sep=;\r\n" + table(delimiter=";")).encode("utf-16"))
    check("blank lines before and behind", ("\n\n" + text + "\n\n\n").encode())
    check("no line end at the end", text.rstrip("\n").encode())
    check("headings in capitals with blanks", text.replace("started_at", " Started At ").replace("id,", "ID,", 1).encode())
    empty = "\n".join(line + ",," if i == 0 or line.startswith("A-") and line.count('"') != 1 else line
                      for i, line in enumerate(table(titles=False).splitlines())) + "\n"
    wanted = sorted((i, f"title {i}", s, v, iso(a), iso(b)) for i, _, s, v, a, b in ROWS)
    check("empty columns behind the last", empty.encode(), wanted)
    check("as .txt", table(delimiter="\t").encode(), None, "export.txt", "--profile", "canonical")
    check("as .tsv", table(delimiter="\t").encode(), None, "export.tsv")
    for null in ("", "?", "NULL", "None", "NA", "N/A", "-", "0001-01-01T00:00:00Z"):
        data = table(titles=False).replace(iso(TIMES[0][1]), null)
        wanted_open = [r if r[0] != "A-0" else r[:5] + (None,) for r in wanted]
        check(f"{null!r} is no end", data.encode(), wanted_open)


def check_random_dialects():
    """The dialect found by itself, against the one it was written in."""
    source = random.Random(11)
    words = ["disk", "full", "café", "a,b", "x;y", "p|q", 'say "no"', "two\nlines", "tab\tbed", "", "100 %", "-", "1,5"]
    wrong = []
    for n in range(60):
        delimiter, end = source.choice(",;\t|"), source.choice(["\n", "\r\n"])
        quoting = source.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
        rows = [(f"R-{i}", " ".join(source.choices(words, k=source.randint(1, 6))).strip() or "untitled", "web", "SEV1",
                 iso(TIMES[i % 8][0]), iso(TIMES[i % 8][1])) for i in range(source.randint(1, 40))]
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
        writer.writerows([HEAD, *rows])
        got, shown = facts(out.getvalue().encode(source.choice(["utf-8", "utf-8-sig", "cp1252"])))
        # A title that is only a mark for nothing leaves the record without one.
        nothing = {"-"}
        want = sorted((r[0], "" if r[1] in nothing else r[1], *r[2:]) for r in rows)
        if got != want:
            wrong.append((n, delimiter, quoting, [p for p in zip(got, want) if p[0] != p[1]][:2], shown[:200]))
    ok("60 files in random dialects", not wrong, wrong[:3])


def main():
    check_forms()
    check_encodings()
    check_dialects()
    check_oddities()
    check_random_dialects()
    done()


main()
