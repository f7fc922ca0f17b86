"""The rules in C that one document alone needs: lines of src/extract that no other document runs, by function.

usage: sole_lines.py BUILD FIXTURES [SHARED]    BUILD was set up with -Db_coverage=true

Held-out cue words (heldout.py) cannot show what a rule in C learnt from a document, for a rule cannot be taken away like
a phrase. But a line that one document of many runs may stand there for that document: to be read, and made wider.
"""
import collections
import glob
import json
import os
import subprocess
import sys
import tempfile

MOST_SHARE = 0.08  # of the lines that run at all; a rule set that is learnt by heart has a line for everybody


def documents(fixtures, shared):
    folders = [(fixtures, "postmortems"), (shared, "corpus", "postmortems"), (shared, "seeds")]
    paths = [path for folder in folders for path in sorted(glob.glob(os.path.join(*folder, "*")))]
    return [path for path in paths if not path.endswith(".json") and os.path.basename(path) != "README.md"]


def lines_run(build, notes, path):
    """{(file, line): (function, whether it ran)} of one run of `nines extract`."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(build, "src", "nines"), "extract", "--json", path], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, "GCOV_PREFIX": folder})
        place = os.path.join(folder, os.path.dirname(notes[0]).lstrip("/"))
        for note in notes:
            os.symlink(note, os.path.join(place, os.path.basename(note)))
        out = subprocess.run(["gcov", "--json-format", "--stdout", *glob.glob(os.path.join(place, "*.gcda"))], check=True,
                             cwd=place, capture_output=True, text=True).stdout
    files = [file for line in out.splitlines() if line.startswith("{") for file in json.loads(line)["files"]]
    return {(os.path.basename(file["file"]), line["line_number"]): (line.get("function_name", ""), line["count"] > 0)
            for file in files if "src/extract/" in file["file"] and file["file"].endswith(".c") for line in file["lines"]}


def main():
    build, fixtures = os.path.realpath(sys.argv[1]), sys.argv[2]
    shared = sys.argv[3] if len(sys.argv) > 3 else os.environ.get("NINES_SHARED", "../shared")
    notes = sorted(glob.glob(os.path.join(build, "src", "libnines-extract.a.p", "*.gcno")))
    if not notes:
        print("1..0 # SKIP no coverage build")
        return 0
    function, runners = {}, collections.defaultdict(set)
    paths = documents(fixtures, shared)
    for path in paths:
        for place, (name, ran) in lines_run(build, notes, path).items():
            function[place] = name
            if ran:
                runners[place].add(os.path.splitext(os.path.basename(path))[0])
    sole = collections.Counter((place[0], function[place], *runners[place]) for place in runners if len(runners[place]) == 1)
    for (file, name, document), n in sorted(sole.items(), key=lambda item: (-item[1], item[0])):
        print("# %3d lines of %s, %s: only %s" % (n, file, name, document))
    share = sum(sole.values()) / len(runners)
    ok = share <= MOST_SHARE
    print("%sok 1 of %d lines %d never run, %d (%.1f %%) for one of %d documents, %.0f %% at most"
          % ("" if ok else "not ", len(function), len(function) - len(runners), sum(sole.values()), 100 * share, len(paths), 100 * MOST_SHARE))
    print("1..1")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
