#!/usr/bin/env python3
"""Service level objectives of four tools, against what others read in them: service, target and window of each.

  gold_slo.py NINES"""
import json
import os
import re
import sys

from tap import close, done, ok, run, shared

NINES = sys.argv[1]
FOLDER = shared("corpus", "records", "slo_definitions")
# gold's window, as days that roll; a file without one gets the 30 days that Sloth assumes.
DAYS = {"2w": 14, "4w": 28, "30 Day": 30, None: 30}
# "1m" means a minute in OpenSLO; its author meant a month. It is shown and not judged.
UNCLEAR = {"1m"}


def explained(path):
    """[(service, target as text)], days."""
    text = run(NINES, "contract", "explain", path)
    services = re.findall(r"Service: (.+)\.\n", text)
    targets = re.findall(r"(?:at least |The target \")([0-9.]+) %", text)
    days = re.search(r"Judged for each .*?(\d+) days", text)
    return list(zip(services, targets)), int(days.group(1)) if days else None, text


def main():
    with open(os.path.join(FOLDER, "gold.json"), encoding="utf-8") as f:
        gold = json.load(f)
    files = {}
    for slo in gold["slos"]:
        files.setdefault(slo["file"], []).append(slo)
    close("files", len(files), gold["files"])
    n, tools = 0, {}
    for name, slos in files.items():
        got, days, text = explained(os.path.join(FOLDER, name))
        n += len(got)
        tools[slos[0]["tool"]] = tools.get(slos[0]["tool"], 0) + len(got)
        close(f"{name}: objectives", len(got), len(slos))
        for slo, (service, target) in zip(slos, got):
            # A tool that names no service is known by its objective's name.
            close(f"{name}: service", service, slo["service"] or slo["slo"])
            close(f"{name}: target", float(target), slo["target_pct"], 1e-12)
            ok(f"{name}: objective", slo["slo"] in text, text)
            if slo["window"] in UNCLEAR:
                ok(f"{name}: the window is not guessed", "a window of 1m cannot be judged" in text, text)
            else:
                close(f"{name}: window", days, DAYS[slo["window"]])
    close("objectives", n, gold["objectives"])
    ok("by tool", tools == gold["by_tool"], tools)
    done()


main()
