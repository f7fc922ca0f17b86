#!/usr/bin/env python3
"""The layer rule: a file includes only headers of the layers that its own may see, and the big libraries only where
the house allows them. Prints TAP."""
import os
import re
import sys

SEES = {
    "base": [],
    "calc": ["base"],
    "store": ["base", "calc"],
    "ingest": ["base", "calc", "store"],
    "extract": ["base", "calc", "store"],
    "contract": ["base", "calc", "store"],
    "report": ["base", "calc", "store", "contract"],
    "render": ["base"],
    "cli": ["base", "calc", "store", "ingest", "extract", "contract", "report", "render"],
}
# library header -> files or layers that may include it
ONLY = {
    "sqlite3.h": ["store/"],
    "xlsxwriter.h": ["render/"],
    "cairo": ["render/"],
    "pango": ["render/"],
    "yaml.h": ["base/"],
    "md4c.h": ["extract/"],
    "libical": ["contract/"],
    "nettle": ["ingest/"],
}
ONE_FILE = ["xlsxwriter.h", "yaml.h", "libical"]
# calls that only cli makes
CLI_ONLY = re.compile(r"\b(exit|abort|printf|puts|g_print|g_printerr|perror|getenv|g_getenv|time|g_get_real_time|"
                      r"g_date_time_new_now\w*|localtime|setlocale)\s*\((?!LC_NUMERIC, NULL)")


def files(root):
    for top in ("include/nines", "src"):
        for folder, _, names in os.walk(os.path.join(root, top)):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    path = os.path.join(folder, name)
                    inside = os.path.relpath(path, os.path.join(root, top))
                    if os.sep in inside:
                        yield path, inside.replace(os.sep, "/")


def strip(text):
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    text = re.sub(r'"(\\.|[^"\\\n])*"', '""', text)
    return re.sub(r"//[^\n]*", "", text)


def check(root):
    bad, users = [], {}
    for path, inside in files(root):
        layer = inside.split("/")[0]
        with open(path, encoding="utf-8") as f:
            text = f.read()
        for line, row in enumerate(text.split("\n"), 1):
            where = f"{os.path.relpath(path, root)}:{line}"
            own = re.match(r'\s*#include "nines/(\w+)/', row)
            if own and own.group(1) != layer and own.group(1) not in SEES[layer]:
                bad.append(f"{where}: {layer} may not see {own.group(1)}")
            library = re.match(r"\s*#include <([\w./-]+)>", row)
            if library:
                for name, allowed in ONLY.items():
                    if library.group(1).startswith(name):
                        users.setdefault(name, set()).add(inside)
                        if not inside.startswith(tuple(allowed)):
                            bad.append(f"{where}: <{library.group(1)}> belongs in {', '.join(allowed)}")
        if layer != "cli":
            for line, row in enumerate(strip(text).split("\n"), 1):
                if CLI_ONLY.search(row):
                    bad.append(f"{os.path.relpath(path, root)}:{line}: only cli may call {CLI_ONLY.search(row).group(1)}()")
    for name in ONE_FILE:
        if len(users.get(name, ())) > 1:
            bad.append(f"<{name}> is included by more than one file: {', '.join(sorted(users[name]))}")
    return bad


def main():
    root = sys.argv[1]
    bad = check(root)
    print("1..1")
    for line in bad:
        print("#", line)
    print("not ok 1 layers" if bad else "ok 1 layers")


if __name__ == "__main__":
    main()
