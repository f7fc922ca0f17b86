#!/usr/bin/env python3
"""The same number everywhere: every figure that the deck's pages say stands in its workbook and in its JSON as a typed
value. The values are written out here again, by this program's own rules, and compared as text; texts of the workbook
and the JSON do not count, ticks of axes are no figures."""
import datetime
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import warnings
from fractions import Fraction

import openpyxl
from tap import done, ok, run

warnings.simplefilter("ignore")
NINES, DECK_TEXT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SOURCE, DEMO = os.environ["NINES_SOURCE"], os.path.join(os.environ["NINES_FIXTURES"], "demo")
SILENT = {"tick x", "tick-x", "tick_x", "tick y", "tick-y", "tick_y", "legend", "axis title", "axis-title", "axis_title", "footer",
          "header", "grid", "title", "subtitle"}
RECORD_FIELDS = {"id", "title", "action", "incident", "contract", "obligation", "services", "service", "cause", "owner"}

DURATION = r"(?:\d+ (?:d|h|min|s|ms)(?= |$|[^\w]))(?: \d+ (?:d|h|min|s|ms)(?= |$|[^\w]))*"
TOKEN = re.compile(r"[A-Z]{3} [\d,]+(?:\.\d+)?|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|" + DURATION +
                   r"|[\d,]*\d(?:\.\d+)? ?%|\d(?:[\d,]*\d)?(?:\.\d+)?")


def duration(ms):
    """The two largest units, the second rounded half up; what rounds up to a unit is one."""
    if ms == 0:
        return "0 s"
    units = [("d", 86400000), ("h", 3600000), ("min", 60000), ("s", 1000), ("ms", 1)]
    for i, (name, size) in enumerate(units):
        if ms < size:
            continue
        if i == len(units) - 1:
            return "%d ms" % ms
        step = units[i + 1][1]
        for under in ([units[i + 1]] if i < 3 else []):
            step = under[1]
        rounded = (ms + step // 2) // step * step if i < 3 else ms
        if i > 0 and rounded >= units[i - 1][1]:
            return duration(rounded)
        whole, rest = divmod(rounded, size)
        return "%d %s" % (whole, name) + (" %d %s" % (rest // step, units[i + 1][0]) if i < 3 and rest else "")
    return "%d ms" % ms


def ratios(value):
    """All ways in which a ratio may stand: as a share, and held against a target."""
    exact = Fraction(value).limit_denominator(10 ** 14)
    out = set()
    for digits in range(6):
        scale = 10 ** (digits + 2)
        units = math.floor(exact * scale + Fraction(1, 2))
        if digits >= 2 and exact < 1:
            units = math.floor(exact * scale)
        elif units == scale and exact != 1:
            units += 1 if exact > 1 else -1
        text = "%d" % (units // 10 ** digits)
        out.add(text + (".%0*d" % (digits, units % 10 ** digits) if digits else "") + " %")
    return out


def numbers(value):
    texts = {"%d" % value} if value == int(value) else set()
    for digits in range(3):
        texts.add("{:,.{}f}".format(value, digits))
    return texts | {t.rstrip("0").rstrip(".") for t in texts if "." in t}


def money(minor, currency):
    return {"%s %s" % (currency, "{:,.2f}".format(minor / 100))}


def local(instant):
    at = instant.astimezone(datetime.timezone(datetime.timedelta(hours=2 if instant < CHANGE else 1)))
    return {at.strftime("%Y-%m-%d"), at.strftime("%Y-%m-%d %H:%M"), instant.strftime("%Y-%m-%d")}


CHANGE = datetime.datetime(2026, 10, 25, 1, tzinfo=datetime.timezone.utc)  # of the demo company's clocks


def of_json(field, value, currency):
    if isinstance(value, bool) or value is None:
        return set()
    if isinstance(value, str):
        if field.endswith("_at"):
            return local(datetime.datetime.fromisoformat(value.replace("Z", "+00:00")))
        return {value} if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else \
            ratios(float(value[:-2]) / 100) if field == "target" and value.endswith("%") else set()
    if field.endswith("_s"):
        return {duration(round(abs(value) * 1000)), duration(math.floor(abs(value) * 1000))}
    if field.endswith("_ratio"):
        return ratios(value)
    return money(value, currency) if field.endswith("_minor") else numbers(value)


def json_values(path):
    with open(path, encoding="utf-8") as f:
        data = json.load(f)
    found, records = set(), set()
    rows = [data["figures"]] + [r for sheet in data["sheets"].values() for r in sheet]
    rows += [r for chart in data["charts"].values() for r in chart["rows"]]
    for row in rows:
        for field, value in row.items():
            found |= of_json(field, value, row.get("currency") or "EUR")
            if field in RECORD_FIELDS and isinstance(value, str):
                records.add(value)
    return found, records


def of_cell(cell):
    value, look = cell.value, cell.number_format
    if isinstance(value, datetime.datetime):
        return local(value.replace(tzinfo=datetime.timezone.utc))
    if isinstance(value, datetime.timedelta):
        value = value / datetime.timedelta(days=1)
    if isinstance(value, str):
        return {value} if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else \
            ratios(float(value[:-2]) / 100) if re.fullmatch(r"[\d.]+\s%", value) and cell.column_letter < "E" else set()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return set()
    if "h" in look:
        ms = abs(value) * 86400000
        return {duration(round(ms)), duration(math.floor(ms + 1e-3))}
    if "%" in look:
        return ratios(value)
    currency = re.search(r"[A-Z]{3}", look)
    return money(round(value * 100), currency.group()) if currency else numbers(value)


def workbook_values(path):
    found = set()
    for sheet in openpyxl.load_workbook(path, data_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                found |= of_cell(cell)
    return found


def figures_of(text, records):
    text = text.replace("\u00a0", " ").replace("\u2212", "")
    for record in sorted(records, key=len, reverse=True):
        text = text.replace(record.replace("\u00a0", " "), "\u2026")
    text = re.sub(r"seed \d+|95 % interval|[A-Z][a-z]+(?:er|ry|ch|il|ay|ne|ly|st) 20\d\d(?!-)|95 % Poisson|SEV\d|Data \w+, .*|\b[A-Z]\w*-\w*\d\w*", "\u2026", text)
    return TOKEN.findall(text)


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(SOURCE)
        database, out = os.path.join(folder, "demo.db"), os.path.join(folder, "out")
        inputs = [os.path.join(DEMO, n) for n in ("incidents.csv", "majors.json", "maintenance.csv")]
        run(NINES, "ingest", "--quiet", "--db", database, "--as-of", "2026-11-02T08:00:00Z", *inputs)
        run(NINES, "report", "deck", "--db", database, "--period", "2026-10", "--timezone", "Europe/Berlin", "--as-of",
            "2026-11-05T08:00:00Z", "--contract", os.path.join(DEMO, "platform.yaml"), "-o", out, "--format", "json")
        in_json, records = json_values(os.path.join(out, "deck-2026-10.json"))
        in_workbook = workbook_values(os.path.join(out, "deck-2026-10.xlsx"))
        lines = subprocess.run([DECK_TEXT, "reports/deck.yaml", database, "1793865600000", "Europe/Berlin"],
                               capture_output=True, text=True, check=True).stdout.splitlines()
    seen, missing = 0, {}
    lines = [line.split("\t", 2) for line in lines]
    glossary = {page for page, role, text in lines if text == "How the figures are made"}
    for page, role, text in lines:
        for figure in figures_of(text, records) if role not in SILENT and page not in glossary else ():
            seen += 1
            for name, values in (("JSON", in_json), ("workbook", in_workbook)):
                if figure not in values:
                    missing.setdefault(name, []).append("page %s, %s: %s in %r" % (page, role, figure, text))
    ok("the deck says figures: %d of them" % seen, seen > 150, seen)
    for name in ("JSON", "workbook"):
        ok("each stands in the " + name, name not in missing, "\n# ".join(missing.get(name, [])))
    done()


main()
