"""Looks at a workbook from outside: parts are valid XML, a spreadsheet program agrees with every cached value.

    workbook_check.py sound FILE                  XML of all parts, openpyxl, no error values
    workbook_check.py recalc FILE                 LibreOffice's values equal the cached ones to 1e-9
    workbook_check.py edit FILE SHEET CELL VALUE [SHEET!CELL ...]   set a cell (ISO time, number, text or "-"),
                                                  recalculate, print the other cells, one a line
    workbook_check.py cell FILE SHEET!CELL ...    print cells as stored (formula cells: cached values)
    workbook_check.py kinds FILE SHEET!CELL ...   the kind (s text, n number or blank, f formula) and length or value
    workbook_check.py shown FILE SHEET!CELL ...   the text that LibreOffice shows there
    workbook_check.py parts FILE                  how many sheets, tables, charts, comments

Exit status 77: a tool is missing.
"""
import datetime
import math
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

SKIP = 77
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

try:
    import openpyxl
    from openpyxl.utils.datetime import to_excel
except ImportError:
    print("openpyxl is missing")
    sys.exit(SKIP)


def need(tool):
    if shutil.which(tool) is None:
        print(tool + " is missing")
        sys.exit(SKIP)


def recalculated(path):
    """The same workbook with every formula computed anew, as openpyxl sees it."""
    need("soffice")
    with tempfile.TemporaryDirectory() as top:
        profile = os.path.join(top, "profile", "user")
        os.makedirs(profile)
        with open(os.path.join(profile, "registrymodifications.xcu"), "w") as out:
            out.write(RECALCULATE)
        subprocess.run(
            ["soffice", "-env:UserInstallation=file://" + os.path.join(top, "profile"), "--headless", "--convert-to",
             "xlsx", "--outdir", os.path.join(top, "out"), path],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)
        return openpyxl.load_workbook(os.path.join(top, "out", os.path.basename(path)), data_only=True)


def number(value):
    if isinstance(value, (datetime.datetime, datetime.time, datetime.timedelta)):
        return to_excel(value)
    return value


def same(cached, new):
    cached, new = number(cached), number(new)
    if cached in (None, "") and new in (None, ""):
        return True
    if isinstance(cached, (int, float)) and isinstance(new, (int, float)):
        return math.isclose(cached, new, rel_tol=1e-9, abs_tol=1e-9)
    return cached == new


def fail(problems):
    for problem in problems[:20]:
        print(problem)
    sys.exit(1 if problems else 0)


def sound(path):
    need("xmllint")
    problems = []
    with tempfile.TemporaryDirectory() as top, zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            part = archive.extract(name, top)
            if subprocess.run(["xmllint", "--noout", part], stderr=subprocess.PIPE).returncode != 0:
                problems.append("not XML: " + name)
    for sheet in openpyxl.load_workbook(path, data_only=True):
        for row in sheet.iter_rows():
            problems += [f"{sheet.title}!{cell.coordinate}: {cell.value}" for cell in row if cell.data_type == "e"]
    fail(problems)


def recalc(path):
    formulas = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    new = recalculated(path)
    problems, n = [], 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                n += 1
                old, now = cached[sheet.title][cell.coordinate].value, new[sheet.title][cell.coordinate].value
                if not same(old, now):
                    problems.append(f"{sheet.title}!{cell.coordinate}: cached {old!r}, recalculated {now!r}: {cell.value}")
    print(n, "formulas")
    fail(problems)


def typed(text):
    if text == "-":
        return None
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return text


def show(book, places):
    for place in places:
        sheet, cell = place.split("!")
        value = number(book[sheet][cell].value)
        print(f"{value:.12g}" if isinstance(value, (int, float)) else value)


def edit(path, sheet, cell, value, *places):
    book = openpyxl.load_workbook(path)
    book[sheet][cell].value = typed(value)
    with tempfile.TemporaryDirectory() as top:
        changed = os.path.join(top, "edited.xlsx")
        book.save(changed)
        show(recalculated(changed), places)


def stored(path, *places):
    show(openpyxl.load_workbook(path, data_only=True), places)


def kinds(path, *places):
    book = openpyxl.load_workbook(path)
    for place in places:
        sheet, cell = place.split("!")
        found = book[sheet][cell]
        print(found.data_type, len(found.value) if isinstance(found.value, str) else found.value)


def shown(path, *places):
    show(recalculated(path), places)


def parts(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    for part in ("worksheets/sheet", "tables/table", "charts/chart", "comments"):
        print(part, sum(name.startswith("xl/" + part) for name in names))


if __name__ == "__main__":
    {"sound": sound, "recalc": recalc, "edit": edit, "cell": stored, "kinds": kinds, "shown": shown, "parts": parts}[sys.argv[1]](*sys.argv[2:])
