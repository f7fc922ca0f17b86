#!/usr/bin/env python3
"""Workbooks as sources: what openpyxl and LibreOffice write, and the raw forms that other programs use.

The same rows as CSV are the other route: database for database they must be equal.

  workbooks.py NINES"""
import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

import openpyxl

from tap import close, done, ok, run_json

NINES = os.path.abspath(sys.argv[1])
AS_OF = ("--as-of", "2026-11-01T00:00:00Z")
HEAD = ["id", "title", "service", "severity", "started", "resolved", "users_affected", "duration"]
# The times were typed by hand in both forms: cells as dates, CSV as text.
ROWS = {
    "Jan": [("A-1", "Down, \"all\" of it", "web", "major", "2026-01-05 10:00:00", "2026-01-05 11:30:00", 1200),
            ("A-2", "Zeilen\numbruch", "web", "minor", "2026-01-31 23:59:59", "2026-02-01 00:00:30", None)],
    "Feb": [("A-3", "Ümlaut; and more", "api", "major", "2026-02-28 22:00:00", "2026-03-01 02:00:00", 1.5)],
}
CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="xml" ContentType="application/xml"/></Types>"""


def moment(text):
    return dt.datetime.fromisoformat(text)


def add_rows(sheet, rows):
    sheet.append(HEAD)
    for row in rows:
        cells = list(row)
        cells[4], cells[5] = moment(row[4]), moment(row[5])
        sheet.append(cells + [moment(row[5]) - moment(row[4])])
        sheet.cell(sheet.max_row, 8).number_format = "[h]:mm:ss"


def write_book(name):
    book = openpyxl.Workbook()
    totals = book.active
    totals.title = "Totals"
    totals.append(["Figure", "Value"])
    totals.append(["As of", moment("2026-11-01 00:00:00")])
    totals.append(["Jan", "=COUNTA(Jan!A2:A99)"])
    totals.append(["Feb", 1])
    for month, rows in ROWS.items():
        sheet = book.create_sheet(month)
        if month == "Feb":
            sheet.append(["Incidents of February"])
            sheet.append([])
        add_rows(sheet, rows)
    hidden = book.create_sheet("Old")
    add_rows(hidden, [("X-9", "hidden", "web", "major", "2020-01-01 00:00:00", "2020-01-02 00:00:00", None)])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    book.save(name)


def write_csv(name, rows):
    with open(name, "w", encoding="utf-8") as f:
        f.write(",".join(HEAD) + "\n")
        for row in rows:
            length = moment(row[5]) - moment(row[4])
            cells = ["" if c is None else str(c).replace("\n", " ") for c in row] + [str(length)]
            f.write(",".join('"' + c.replace('"', '""') + '"' for c in cells) + "\n")


def facts(database):
    base = sqlite3.connect(database)
    got = base.execute("SELECT external_id, title, service, severity, started, resolved, resolve_minutes FROM incidents"
                       " ORDER BY external_id").fetchall()
    base.close()
    return got


def check_book(name, plain):
    database = name.replace(".", "-") + ".db"
    report = run_json(NINES, "ingest", "--db", database, *AS_OF, name)
    paths = [f["path"] for f in report["files"]]
    ok(f"{name}: a source for each sheet of incidents", paths == [f"{name}#Jan", f"{name}#Feb"], paths)
    ok(f"{name}: the sheet of totals is left out and said", not report["errors"] and len(report["left_out"]) == 1 and
       f"{name}#Totals" in report["left_out"][0], report)
    close(f"{name}: nothing hidden is read", report["total"]["inserted"], 3)
    ok(f"{name}: the same facts as CSV", facts(database) == plain, f"{facts(database)} wanted {plain}")
    again = run_json(NINES, "ingest", "--db", database, *AS_OF, name + "#Feb")
    ok(f"{name}: a sheet by its name, the same file", again["files"][0]["known"] and again["total"]["unchanged"] == 1, again)
    p = subprocess.run([NINES, "ingest", "--db", database, name + "#Mar"], capture_output=True, text=True, check=False)
    ok(f"{name}: a sheet that is not there", p.returncode == 66 and 'no sheet "Mar"' in p.stderr and
       "Totals, Jan, Feb" in p.stderr, f"{p.returncode} {p.stderr}")


def check_lines(name):
    """A rejected row is named by the row that the spreadsheet shows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Log"
    sheet.append(["What went wrong this year"])
    sheet.append([])
    sheet.append(HEAD)
    sheet.append(["L-1", "fine", "web", "minor", moment("2026-03-01 10:00:00"), moment("2026-03-01 11:00:00")])
    sheet.append([])
    sheet.append(["L-2", "no start", "web", "minor", "soon"])
    book.save(name)
    report = run_json(NINES, "ingest", "--db", "lines.db", *AS_OF, name)
    rejects = report["files"][0]["rejects"]
    ok("one sheet keeps the workbook's name", report["files"][0]["path"] == name, report)
    ok("row 6 of the sheet is line 6", len(rejects) == 1 and rejects[0]["line"] == 6, rejects)


def raw(name, sheet, workbook="", styles="", shared=""):
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/workbook.xml": '\ufeff<?xml version="1.0" encoding="UTF-8"?><x:workbook xmlns:x="m" xmlns:r="r">' + workbook +
                           '<x:sheets><x:sheet name="S" sheetId="1" r:id="rId7"/></x:sheets></x:workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="p"><Relationship Id="rId7" Target="/xl/data/one.xml"/>'
                                      '</Relationships>',
        "xl/data/one.xml": '<x:worksheet xmlns:x="m"><x:sheetData>' + sheet + "</x:sheetData></x:worksheet>",
    }
    if styles:
        members["xl/styles.xml"] = styles
    if shared:
        members["xl/sharedStrings.xml"] = shared
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
        for member, text in members.items():
            z.writestr(member, text)


def check_raw():
    """No references, inline and shared strings with runs and readings, days from 1904, a date as ISO text."""
    raw("raw.xlsx",
        '<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c><x:c t="s"><x:v>0</x:v></x:c>'
        '<x:c t="str"><x:f>"start"&amp;"ed"</x:f><x:v>started</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>'
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>R-</x:t></x:r><x:r><x:t>1</x:t></x:r></x:is></x:c>'
        '<x:c t="s"><x:v>2</x:v></x:c><x:c s="1"><x:v>44561.4375</x:v></x:c>'
        '<x:c t="d"><x:v>2026-01-01T11:00:00</x:v></x:c></x:row>',
        workbook='<x:workbookPr date1904="1"/>',
        styles='<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>'
               '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs>'
               '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        shared='<sst><si><t>title</t></si><si><t>resolved</t></si>'
               '<si><r><t>A &amp; B </t></r><r><t>down</t></r><rPh sb="0" eb="1"><t>ignored</t></rPh></si></sst>')
    run_json(NINES, "ingest", "--db", "raw.db", *AS_OF, "raw.xlsx")
    base = sqlite3.connect("raw.db")
    got = base.execute("SELECT external_id, title, started, resolved FROM incidents").fetchall()
    base.close()
    # 44561.4375 days after 1904-01-01 are 2026-01-01 10:30
    ok("raw forms", got == [("R-1", "A & B down", "2026-01-01T10:30:00Z", "2026-01-01T11:00:00Z")], got)


def refused(name, words):
    p = subprocess.run([NINES, "ingest", "--db", "bad.db", name], capture_output=True, text=True, check=False)
    ok(f"{name} is refused in words", p.returncode == 65 and words in p.stderr, f"{p.returncode} {p.stderr}")


def check_bad():
    raw("cut.xlsx", '<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t>')
    refused("cut.xlsx", "has no sheet with a table")
    with zipfile.ZipFile("bare.xlsx", "w") as z:
        z.writestr("xl/workbook.xml", "<workbook>")
    refused("bare.xlsx", "xl/workbook.xml in it cannot be read")
    openpyxl.Workbook().save("blank.xlsx")
    refused("blank.xlsx", "has no sheet with a table")


def check_totals():
    """A column whose first value alone is a time is no column of starts."""
    with open("totals.csv", "w", encoding="utf-8") as f:
        f.write("Figure,Value\nas of,2026-11-01 00:00:00\nincidents,3\nservices,2\n")
    refused("totals.csv", 'only the first values of "Value" are times: 2 of 3 rows')


def convert(name, ending):
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{os.getcwd()}/office", "--convert-to", ending,
                    "--outdir", "office-" + ending, name], check=True, capture_output=True, timeout=300)
    return os.path.join("office-" + ending, os.path.splitext(name)[0] + "." + ending)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write_book("book.xlsx")
        for month, rows in ROWS.items():
            write_csv(month + ".csv", rows)
        run_json(NINES, "ingest", "--db", "plain.db", *AS_OF, "Jan.csv", "Feb.csv")
        plain = facts("plain.db")
        close("rows by CSV", len(plain), 3)
        check_book("book.xlsx", plain)
        check_lines("lines.xlsx")
        check_raw()
        check_bad()
        check_totals()
        if shutil.which("soffice"):
            for ending in ("ods", "xlsx"):
                shutil.copy(convert("book.xlsx", ending), "office." + ending)
                check_book("office." + ending, plain)
        else:
            print("# LibreOffice is not here: its workbooks are not tried")
        os.chdir("/")
    done()


main()
