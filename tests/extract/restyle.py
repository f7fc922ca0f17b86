"""The same report in another dress must give the same facts.

usage: restyle.py NINES FIXTURES [--table]

Each English fixture is written anew in each style of restyles.py and its facts are scored against the same hand-made
answer as the original's. A style fails when it loses more facts than are stated here: those were looked at, and the dress
really takes something away (LOSSES says what). --table prints the figures as docs/extraction.md shows them.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from restyles import ENDINGS, MARKUP, RESTYLES, has_markup_we_do_not_write
from scoring import FIELDS, judge, pair

SPARE = 2  # facts by which any style may fall short
LOSSES = {
    "plain": 13,  # the addresses of links, which tell a day; two incidents under headings that could be any line
}
KEPT_BACK = {"seventh"}  # hands whose documents are not mended and so not looked at


def facts(nines, paths):
    out = subprocess.run([nines, "extract", "--json", *paths], check=True, capture_output=True).stdout
    return {d["id"]: d["incidents"] for d in json.loads(out)}


def judged(answer, found):
    """[right, wrong, missing], and each (field, found) that is no right fact."""
    counts, faults = [0, 0, 0], []
    for want, have in pair(answer["incidents"], found):
        for field in FIELDS:
            one = judge(want, have, field)
            counts = [a + b for a, b in zip(counts, one)]
            if one[1] or one[2]:
                faults.append((field, str(have.get(field)) if have else "no incident"))
    return counts, faults


def is_english(text):
    others = " der | und | les | est | los | una | het | een | della | sono | uma | dos "
    return len(re.findall(" the | and | was ", text)) > 2 * len(re.findall(others, text))


def documents(fixtures):
    folder = os.path.join(fixtures, "postmortems")
    with open(os.path.join(folder, "answers.json"), encoding="utf-8") as file:
        answers = json.load(file)
    found = []
    for answer in answers:
        path = os.path.join(folder, answer["id"] + ".md")
        if answer.get("hand") in KEPT_BACK or not os.path.exists(path):
            continue
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if is_english(text) and not text.startswith(("---", "+++")):
            found.append((answer, text))
    return found


def scored(nines, texts, ending):
    """{id: ([right, wrong, missing], faults)} of [(answer, text)]"""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for answer, text in texts:
            paths.append(os.path.join(folder, f"{answer['id']}.{ending}"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        found = facts(nines, paths)
    return {answer["id"]: judged(answer, found.get(answer["id"], [])) for answer, _ in texts}


def figures(counts):
    right, wrong, missing = (sum(column) for column in zip(*counts))
    return right / max(1, right + wrong), right / max(1, right + missing)


def main():
    nines, fixtures = sys.argv[1:3]
    table = "--table" in sys.argv
    originals = documents(fixtures)
    before = scored(nines, originals, "md")
    failed = 0
    for n, (name, restyle) in enumerate(RESTYLES.items(), 1):
        sources = [(a, t) for a, t in originals if name not in MARKUP or not has_markup_we_do_not_write(t)]
        texts = [(a, new) for a, t in sources for new in [restyle(t)] if new != t]
        after = scored(nines, texts, ENDINGS.get(name, "md"))
        lost = [(i, fault) for i in after for fault in after[i][1] if fault not in before[i][1]]
        then, now = figures([before[i][0] for i in after]), figures([after[i][0] for i in after])
        allowed = LOSSES.get(name, SPARE)
        if table:
            print(f"| {name} | {len(texts)} | {then[0]:.3f} / {then[1]:.3f} | {now[0]:.3f} / {now[1]:.3f} |")
            continue
        good = bool(texts) and len(lost) <= allowed
        failed += not good
        print(f"{'ok' if good else 'not ok'} {n} {name}: {len(texts)} documents, {len(lost)} facts lost (at most {allowed})")
        for i, (field, value) in lost if not good else []:
            print(f"# {i}: {field}: {value}")
    if not table:
        print(f"1..{len(RESTYLES)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
