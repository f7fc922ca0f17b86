"""The extraction's accuracy against hand-made answers: the fixtures, and the sets beside a checkout when there are any.

usage: accuracy.py NINES FIXTURES [SHARED]

Prints precision, recall and F1 of each set and fails below the level that was measured. Scoring is the shared
scorer's; without it there is nothing to score with, and the test is skipped.
"""
import json
import os
import subprocess
import sys

from split import scorer


def run(nines, files, *options):
    out = subprocess.run([nines, "extract", "--json", *options, *files], check=True, capture_output=True).stdout
    return json.loads(out)


def seeds(nines, folder, gold):
    got = []
    for d in gold:
        zone = ["--timezone", "Asia/Kolkata"] if d["id"] == "ultra-rca" else []
        got += run(nines, [os.path.join(folder, d["id"] + ".md")], *zone)
    return got


def main():
    nines, fixtures = sys.argv[1], sys.argv[2]
    shared = sys.argv[3] if len(sys.argv) > 3 else os.environ.get("NINES_SHARED", "../shared")
    if not os.path.isfile(os.path.join(shared, "corpus", "score.py")):
        print("1..0 # SKIP no scorer beside the checkout")
        return 0
    score = scorer(shared)
    own = os.path.join(fixtures, "postmortems")
    answers = json.load(open(os.path.join(own, "answers.json"), encoding="utf-8"))
    names = {os.path.splitext(n)[0]: os.path.join(own, n) for n in os.listdir(own) if n != "answers.json"}
    load = lambda *parts: json.load(open(os.path.join(shared, *parts), encoding="utf-8"))
    public = load("corpus", "postmortems", "gold.json")
    first = load("seeds", "gold.json")
    sets = [
        ("fixtures, tuned on", [d for d in answers if not d["held"]], None, THRESHOLDS["tuned"]),
        ("fixtures, once held out", [d for d in answers if d["held"]], None, THRESHOLDS["held"]),
        ("public set", public, os.path.join(shared, "corpus", "postmortems"), THRESHOLDS["public"]),
        ("first five", first, os.path.join(shared, "seeds"), THRESHOLDS["seeds"]),
    ]
    print("1..%d" % len(sets))
    good = True
    for number, (name, gold, folder, (least_p, least_r)) in enumerate(sets, 1):
        if folder is None:
            got = run(nines, [names[d["id"]] for d in gold])
        elif name == "first five":
            got = seeds(nines, folder, gold)
        else:
            got = run(nines, [os.path.join(folder, d["id"] + ".md") for d in gold])
        p, r, f1 = score.prf(*score.score(gold, got)["overall"])
        ok = p >= least_p and r >= least_r
        good &= ok
        print("%sok %d %s: P %.4f R %.4f F1 %.4f" % ("" if ok else "not ", number, name, p, r, f1))
    return 0 if good else 1


THRESHOLDS = {"tuned": (0.98, 0.96), "held": (0.92, 0.88), "public": (0.98, 0.96), "seeds": (0.99, 0.96)}

if __name__ == "__main__":
    sys.exit(main())
