"""Guard against fitting: the public set split in two by repository, each half scored by itself.

usage: split.py NINES [SHARED]

Repositories are dealt to the halves in the order of a digest of their names, so that all documents of one team stand
on the same side. A rule that was fitted to one half's documents shows as a gap between the two figures.
"""
import hashlib
import importlib.util
import json
import os
import subprocess
import sys


def scorer(shared):
    spec = importlib.util.spec_from_file_location("score", os.path.join(shared, "corpus", "score.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def halves(gold):
    repos = sorted({d["repo"].split("/")[0] for d in gold}, key=lambda r: hashlib.sha256(r.encode()).hexdigest())
    side = {repo: i % 2 for i, repo in enumerate(repos)}
    return [[d for d in gold if side[d["repo"].split("/")[0]] == half] for half in (0, 1)]


def main():
    nines = sys.argv[1]
    shared = sys.argv[2] if len(sys.argv) > 2 else os.environ.get("NINES_SHARED", "../shared")
    folder = os.path.join(shared, "corpus", "postmortems")
    if not os.path.isdir(folder):
        print("1..0 # SKIP no documents beside the checkout")
        return 0
    score = scorer(shared)
    gold = json.load(open(os.path.join(folder, "gold.json"), encoding="utf-8"))
    files = [os.path.join(folder, d["id"] + ".md") for d in gold]
    got = json.loads(subprocess.run([nines, "extract", "--json", *files], check=True, capture_output=True).stdout)
    print("1..2")
    good = True
    for number, half in enumerate(halves(gold), 1):
        ids = {d["id"] for d in half}
        p, r, f1 = score.prf(*score.score(half, [g for g in got if g["id"] in ids])["overall"])
        ok = p >= 0.95 and r >= 0.88
        good &= ok
        print("%sok %d half %d: %d documents, P %.4f R %.4f F1 %.4f" % ("" if ok else "not ", number, number, len(half), p, r, f1))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
