"""Guard against fitting: each document read without the cue words that only it, or only its like, ever uses.

usage: heldout.py NINES HELDOUT FIXTURES [SHARED] [--verbose]

A set is dealt into folds: two halves, the documents of one team, of one hand, one document. Any phrase that no document
outside of a fold witnesses may have been written because of it, so what the fold gives without them is what the cue
words give on documents that they were not tuned on. As to words that is the least, for many were written from general
knowledge and one document happens to use them; the rules in C, which may be tuned as well, stay as they are. --verbose
lists the facts that change and the phrases that were taken.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

from scoring import FIELDS, figures, score, total

# Least F1 of what is held out: what was measured, less 0.01 (0.02 for the fixtures, of which few share a wording). Below
# it more facts hang on a phrase that one document alone uses than before: phrases were learnt by heart. The cure is a
# phrase of a wider form, or a document by another hand that uses it, never a lower number here; raise it with the rules.
# Those of the fixtures were 0.71 and 0.74 before 30 harder ones in six languages came to them, and 84 more after that.
FLOORS = {
    ("fixtures", "one hand's"): 0.685,
    ("fixtures", "one document"): 0.70,
    ("public set", "one half"): 0.893,
    ("public set", "one team's"): 0.908,
}


class Set:
    """Documents with their answers, and the files that are witnesses beside them."""

    def __init__(self, name, answers, paths, others=()):
        self.name, self.answers, self.paths, self.others = name, answers, paths, list(others)


def load(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as file:
        return json.load(file)


def fixture_paths(fixtures):
    folder = os.path.join(fixtures, "postmortems")
    return {os.path.splitext(name)[0]: os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name != "answers.json"}


def team(document):
    return document["repo"].split("/")[0]


def halves(answers):
    """Teams are dealt in the order of a digest of their names, so that all documents of one stand on one side."""
    teams = sorted({team(d) for d in answers}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return {name: "half %d" % (1 + i % 2) for i, name in enumerate(teams)}


def held_out(program, documents, fold_of):
    """[{fold, taken, documents}]"""
    lines = ["%s\t%s\n" % (fold_of(d), documents.paths[d["id"]]) for d in documents.answers]
    lines += ["-\t%s\n" % path for path in documents.others]
    done = subprocess.run([program], input="".join(lines), check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def partitions(fixtures, shared):
    """(documents, what is held out at a time, fold of a document, whether each fold has a line of its own)"""
    paths = fixture_paths(fixtures)
    own = Set("fixtures", load(fixtures, "postmortems", "answers.json"), paths)
    yield own, "one hand's", lambda d: d.get("hand") or "first", True
    yield own, "one document", lambda d: d["id"], False
    folder = os.path.join(shared, "corpus", "postmortems")
    if not os.path.isdir(folder):
        return
    gold = load(folder, "gold.json")
    seeds = [os.path.join(shared, "seeds", d["id"] + ".md") for d in load(shared, "seeds", "gold.json")]
    public = Set("public set", gold, {d["id"]: os.path.join(folder, d["id"] + ".md") for d in gold}, [*paths.values(), *seeds])
    side = halves(gold)
    yield public, "one half", lambda d: side[team(d)], True
    yield public, "one team's", team, False


def check_program(program):
    """Two made-up documents: what the program must take from the one, and what the other protects."""
    texts = {"a": "10:00 UTC errors began. 10:30 UTC all clear.", "b": "11:00 UTC an outage began. 11:20 UTC resolved."}
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name + ".txt") for name in texts}
        for name, text in texts.items():
            with open(paths[name], "w", encoding="utf-8") as file:
                file.write(text + "\n")
        both = Set("check", [{"id": name} for name in texts], paths)
        taken = {fold["fold"]: fold["taken"] for fold in held_out(program, both, lambda d: d["id"])}
    wanted = [("a", "resolved: all clear", True), ("a", "set_trouble: errors", True), ("a", "set_begin: began", False),
              ("a", "start: <trouble> <begin>", False), ("b", "set_trouble: outage", True), ("b", "resolved: resolved", True)]
    return all(("en.yaml " + phrase in taken[fold]) == is_taken for fold, phrase, is_taken in wanted)


def describe(documents, full, fold):
    """What taking the phrases away changed, document by document, and the phrases."""
    by_id = {d["id"]: d for d in full}
    for d in fold["documents"]:
        answer = [a for a in documents.answers if a["id"] == d["id"]]
        before, after = score(answer, [by_id[d["id"]]]), score(answer, [d])
        for field in FIELDS:
            if before[field] != after[field]:
                print("#   %s: %s right %d wrong %d missing %d, was %d %d %d" % (d["id"], field, *after[field], *before[field]))
    for phrase in fold["taken"]:
        print("#     %s" % phrase)


def row(name, answers, full, found, taken):
    before, after = (total(score(answers, documents)) for documents in (full, found))
    print("# %-34s %4d  %.3f %.3f %.3f  %.3f %.3f %.3f  %5d" % (name, len(answers), *figures(*before), *figures(*after), taken))
    return figures(*after)[2]


def show_languages(documents, full, folds):
    """English and the others apart, where there are some of both: a language with few documents has most of its words
    from one of them."""
    language = {d["id"]: name for fold in folds for d, name in zip(fold["documents"], fold["languages"])}
    english = {id for id, name in language.items() if name == "en.yaml"}
    if min(len(english), len(language) - len(english)) < 5:
        return
    for name, ids in (("in English", english), ("in other languages", language.keys() - english)):
        chosen = [fold for fold in folds if any(d["id"] in ids for d in fold["documents"])]
        found = [d for fold in chosen for d in fold["documents"]]
        answers = [d for d in documents.answers if d["id"] in ids]
        row("%s: %s" % (documents.name, name), answers, full, found, sum(len(fold["taken"]) for fold in chosen))


def show(program, nines, documents, title, fold_of, each, verbose):
    """Prints the partition's lines; returns the F1 of all that was held out."""
    files = [documents.paths[d["id"]] for d in documents.answers]
    full = json.loads(subprocess.run([nines, "extract", "--json", *files], check=True, capture_output=True).stdout)
    folds = held_out(program, documents, fold_of)
    for fold in folds:
        if each:
            answers = [d for d in documents.answers if fold_of(d) == fold["fold"]]
            row("%s: %s" % (documents.name, fold["fold"]), answers, full, fold["documents"], len(fold["taken"]))
        if verbose:
            describe(documents, full, fold)
    found = [d for fold in folds for d in fold["documents"]]
    taken = sum(len(fold["taken"]) for fold in folds)
    if not each:
        show_languages(documents, full, folds)
    return row("%s, %s at a time" % (documents.name, title), documents.answers, full, found, taken)


def main():
    arguments = [a for a in sys.argv[1:] if a != "--verbose"]
    nines, program, fixtures = arguments[:3]
    shared = arguments[3] if len(arguments) > 3 else os.environ.get("NINES_SHARED", "../shared")
    print("# %-34s %4s  %-17s  %-17s  %5s" % ("held out", "docs", "full P R F1", "held out P R F1", "taken"))
    number, good = 1, check_program(program)
    print("%sok 1 takes what only one of two documents says" % ("" if good else "not "))
    for number, (documents, title, fold_of, each) in enumerate(partitions(fixtures, shared), 2):
        f1 = show(program, nines, documents, title, fold_of, each, "--verbose" in sys.argv)
        ok = f1 >= FLOORS[documents.name, title]
        good &= ok
        print("%sok %d %s, %s at a time: F1 %.3f, %.2f at least" % ("" if ok else "not ", number, documents.name, title, f1, FLOORS[documents.name, title]))
    print("1..%d" % number)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
