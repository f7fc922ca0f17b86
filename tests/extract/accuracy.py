"""The extraction's accuracy against hand-made answers: the fixtures, and the sets beside a checkout when there are any.

usage: accuracy.py NINES FIXTURES [SHARED]

Prints precision, recall and F1 of each set, then of each field over all of them, and fails below the level that was
measured. Where the scorer beside a checkout is there, it must count the same. Severity and services, which have no one
right spelling, are right when the words of one contain the other's, and when one of the services shares a word with
one of the answer's.
"""
import importlib.util
import json
import os
import re
import subprocess
import sys

from scoring import FIELDS, figures, pair, score, total

SMALL_WORDS = {"the", "a", "of", "and", "our", "de", "der", "die", "das", "la", "le", "do"}


def run(nines, files, *options):
    out = subprocess.run([nines, "extract", "--json", *options, *files], check=True, capture_output=True).stdout
    return json.loads(out)


def load(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as file:
        return json.load(file)


def words(value):
    return set(re.findall(r"\w+", str(value).lower())) - SMALL_WORDS


def same_severity(answer, found):
    return words(answer) <= words(found) or words(found) <= words(answer)


def same_services(answer, found):
    return any(words(a) & words(b) for a in answer for b in found)


def score_loose(answers, documents):
    """{field: [right, wrong, missing]} of the two fields without one right spelling, where they were answered."""
    by_id = {d["id"]: d["incidents"] for d in documents}
    counts = {"severity": [0, 0, 0], "services": [0, 0, 0]}
    for d in answers:
        for answer, found in pair(d["incidents"], by_id.get(d["id"], [])):
            for field, same in (("severity", same_severity), ("services", same_services)):
                if not answer or not found or field not in answer:
                    continue
                want, have = answer[field], found.get(field)
                right = bool(want) and bool(have) and same(want, have)
                judged = [right, bool(have) and not right, bool(want) and not right]
                counts[field] = [a + b for a, b in zip(counts[field], judged)]
    return counts


def sets_of(nines, fixtures, shared):
    """(name, answers, results, least precision, least recall)"""
    own = os.path.join(fixtures, "postmortems")
    names = {os.path.splitext(n)[0]: os.path.join(own, n) for n in os.listdir(own) if n != "answers.json"}
    answers = load(own, "answers.json")
    # The third, the fifth and the seventh were kept back until the rules stood and scored once: precision 0.847 and
    # recall 0.655, 0.643 and 0.593, 0.874 and 0.781. The first two were read after that, so their levels only guard what
    # was mended. The seventh was not read: what it gives is what such a document costs.
    for name, hand, least_p, least_r in (("fixtures by the rules' author", None, 0.98, 0.96),
                                         ("fixtures by another hand", "second", 0.98, 0.96),
                                         ("fixtures kept back, since mended", "third", 0.98, 0.97),
                                         ("fixtures not in English", "fourth", 0.92, 0.89),
                                         ("fixtures not in English, kept back, since mended", "fifth", 0.90, 0.92),
                                         ("fixtures of living language", "sixth", 0.88, 0.76),
                                         ("fixtures kept back and not mended", "seventh", 0.85, 0.76)):
        mine = [d for d in answers if d.get("hand") == hand]
        yield name, mine, run(nines, [names[d["id"]] for d in mine]), least_p, least_r
    folder, five = os.path.join(shared, "corpus", "postmortems"), os.path.join(shared, "seeds")
    if os.path.isdir(folder):
        gold = load(folder, "gold.json")
        yield "public set", gold, run(nines, [os.path.join(folder, d["id"] + ".md") for d in gold]), 0.98, 0.97
    if os.path.isdir(five):
        gold = load(five, "gold.json")
        found = []
        for d in gold:
            zone = ["--timezone", "Asia/Kolkata"] if d["id"] == "ultra-rca" else []
            found += run(nines, [os.path.join(five, d["id"] + ".md")], *zone)
        yield "first five", gold, found, 0.99, 0.96


def other_scorer(shared):
    """The scorer beside the checkout, or None."""
    path = os.path.join(shared, "corpus", "score.py")
    if not os.path.isfile(path):
        return None
    spec = importlib.util.spec_from_file_location("other_score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def add(counts, more):
    for field, triple in more.items():
        counts[field] = [a + b for a, b in zip(counts.get(field, [0, 0, 0]), triple)]


def main():
    nines, fixtures = sys.argv[1], sys.argv[2]
    shared = sys.argv[3] if len(sys.argv) > 3 else os.environ.get("NINES_SHARED", "../shared")
    other = other_scorer(shared)
    good, agree, documents, number, fields = True, True, 0, 0, {}
    for number, (name, answers, found, least_p, least_r) in enumerate(sets_of(nines, fixtures, shared), 1):
        counts = score(answers, found)
        p, r, f1 = figures(*total(counts))
        if other and other.score(answers, found)["fields"] != counts:
            agree = False
            print("# another scorer counts otherwise: %s, here %s" % (other.score(answers, found)["fields"], counts))
        add(fields, counts)
        add(fields, score_loose(answers, found))
        documents += len(answers)
        ok = p >= least_p and r >= least_r
        good &= ok
        print("%sok %d %s: %d documents, P %.4f R %.4f F1 %.4f" % ("" if ok else "not ", number, name, len(answers), p, r, f1))
    print("%sok %d another scorer counts the same%s" % ("" if agree else "not ", number + 1, "" if other else " # SKIP none beside the checkout"))
    print("1..%d" % (number + 1))
    print("# by field, %d documents" % documents)
    for field in FIELDS + ["severity", "services"]:
        counts = fields[field]
        p, r, _ = figures(*counts)
        print("# %-20s right %3d  wrong %3d  missing %3d  P %.3f R %.3f" % (field, *counts, p, r))
    return 0 if good and agree else 1


if __name__ == "__main__":
    sys.exit(main())
