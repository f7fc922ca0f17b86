"""Lines of timelines and sentences of reports in five languages, each labelled with what its time means.

usage: lines.py NINES FILE.tsv...

A line is ROLE<tab>TEXT; roles are start, detected, acknowledged, mitigated, resolved, trigger and none, several joined
with "+". FILE is LANGUAGE.entries.tsv (a timeline's entries, without their times) or LANGUAGE.sentences.tsv (sentences
with one time in them). They were written by another hand than the rules', without a look at them, from how teams write.
What counts is whether the words of a line give the role a score that would be heard (`--explain` prints the scores);
which entry of a document is chosen in the end hangs on its neighbours as well, so these figures stand below those of
whole documents. The start is found by its place as much as by words.
"""
import os
import re
import subprocess
import sys
import tempfile

ROLES = ["start", "detected", "acknowledged", "mitigated", "resolved"]
HEARD = [2.4, 2.4, 2.6, 2.6, 1.15]  # role_thresholds of select.c
HEADS = {
    "en": ("Shop outage", "Timeline"),
    "de": ("Ausfall des Shops", "Zeitverlauf"),
    "es": ("Caída de la tienda", "Cronología"),
    "fr": ("Panne de la boutique", "Chronologie"),
    "pt": ("Queda da loja", "Cronologia"),
}
CHUNK = 300  # lines in one document
# Least F1 over the five roles: what was measured, less 0.02.
FLOORS = {
    "de.entries": 0.79,
    "de.sentences": 0.83,
    "en.entries": 0.71,
    "en.sentences": 0.71,
    "es.entries": 0.76,
    "es.sentences": 0.80,
    "fr.entries": 0.86,
    "fr.sentences": 0.84,
    "pt.entries": 0.83,
    "pt.sentences": 0.84,
}
PATTERN = re.compile(r" *(\d+) \S+ .*" + " ".join(role + r" ([\d.]+)" for role in ROLES))


def read_rows(path):
    with open(path, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file if "\t" in line]


def document_of(language, rows, sentences):
    title, section = HEADS[language]
    if sentences:
        return "# %s, 2024-05-06\n\n\n\n" % title + "".join(text + "\n\n" for _, text in rows)
    times = ("- 2024-05-06 %02d:%02d: " % (8 + i // 60, i % 60) for i in range(len(rows)))
    return "# %s\n\n## %s\n\n" % (title, section) + "".join(time + text + "\n" for time, (_, text) in zip(times, rows))


def scores_of(nines, language, rows, sentences):
    """{index of row: the highest score of each role}"""
    found = {}
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first:first + CHUNK]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "lines.md")
            with open(path, "w", encoding="utf-8") as file:
                file.write(document_of(language, chunk, sentences))
            out = subprocess.run([nines, "extract", "--explain", path], stdout=subprocess.PIPE, text=True, check=True).stdout
        for line in out[out.index("\nroles\n"):].splitlines():
            match = PATTERN.match(line)
            index = match and (int(match.group(1)) - 5) // (2 if sentences else 1) + first
            if match and first <= index < first + len(chunk):
                scores = [float(x) for x in match.groups()[1:]]
                found[index] = [max(pair) for pair in zip(found.get(index, scores), scores)]
    return found


def judge(rows, scores):
    """[right, wrong, missing] of each role"""
    table = [[0, 0, 0] for _ in ROLES]
    ends = {"mitigated", "resolved"}
    for index, (roles, _) in enumerate(rows):
        told = set(roles.split("+"))
        for r, role in enumerate(ROLES):
            heard = scores.get(index, [0] * len(ROLES))[r] >= HEARD[r]
            if role in told:
                table[r][0 if heard else 2] += 1
            elif heard and not (role in ends and told & ends):  # the end of the harm, in one of its two words
                table[r][1] += 1
    return table


def share(part, whole):
    return part / whole if whole else 1.0


def main(arguments):
    nines, *paths = arguments
    print("1..%d" % len(paths))
    for number, path in enumerate(paths, 1):
        name = os.path.basename(path)[:-len(".tsv")]
        language, kind = name.split(".")
        rows = read_rows(path)
        table = judge(rows, scores_of(nines, language, rows, kind == "sentences"))
        for role, (right, wrong, missing) in zip(ROLES, table):
            print("# %-14s %-13s precision %.2f  recall %.2f" % (name, role, share(right, right + wrong), share(right, right + missing)))
        right, wrong, missing = (sum(column) for column in zip(*table))
        f1 = share(2 * right, 2 * right + wrong + missing)
        good = f1 >= FLOORS.get(name, 0)
        print("%sok %d %s: %d lines, F1 %.3f, %.2f at least" % ("" if good else "not ", number, name, len(rows), f1, FLOORS.get(name, 0)))


main(sys.argv[1:])
