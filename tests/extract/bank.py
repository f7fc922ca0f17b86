"""Short cases as many teams would write them: a sentence or a few lines, and what they say.

usage: bank.py NINES FILE.tsv...

A line of a bank is FRAME, what is right, text, with tabs between; "\\n" in the text breaks the line. What is right is
"field=value; ...": "-" when the text does not say, "a|b" when either will do. A time is written as in the JSON, without
the day when that is the frame's own; "incidents=2" counts them, "last.start" is the last one's; a money is "1200 EUR"; services are right when a word is shared. "?" before the
frame marks a case that is known not to be read yet: it is counted, and fails the test once it is read, so that the mark
goes. The frame "F" is the text alone; the others say where in a document it stands (below).
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from cases import rows

HEAD = "# Booking site unavailable\n\nDate: 4 May 2023\n\n"
TIMES = "\n\n## Timeline (UTC)\n\n- 09:10 requests to the booking site fail with errors\n- 10:02 service restored\n"
STORY = "# Booking site unavailable, 4 May 2023\n\nAll times are UTC. "
ONE = "# Outage of 2023-05-04\n\n"
FRAMES = {
    "F": "%s\n",
    "S": HEAD + "## Summary\n\n%s" + TIMES,  # a sentence of the summary
    "I": HEAD + "## Impact\n\n%s" + TIMES,
    "D": HEAD + "## Detection\n\n%s" + TIMES,
    "L": HEAD + "%s" + TIMES,  # labels below the date
    "T": HEAD + "## Timeline (UTC)\n\n%s\n",  # a whole timeline
    "A": HEAD + "## Summary\n\nThe booking site failed with errors." + TIMES + "\n%s\n",  # a section behind it
    # prose that tells all but one of the five
    "PS": STORY + "%s We got an alert at 09:14 and began to look at 09:18. The site was restored at 10:02.\n",
    "PD": STORY + "The booking site went down at 09:10. %s The site was restored at 10:02.\n",
    "PA": STORY + "The booking site went down at 09:10 and an alert reached us at 09:14. %s The site was restored at "
    "10:02.\n",
    "PM": STORY + "The booking site went down at 09:10. We got an alert at 09:14. %s The site was fully restored for "
    "everybody at 10:02.\n",
    "PR": STORY + "The booking site went down at 09:10. We got an alert at 09:14 and began to look at 09:18. %s\n",
    # one entry of a list (e) and one sentence of a text (p): the start, the detection, ... is the phrase
    "es": ONE + "- 09:30 Version 4.1 was deployed\n- 10:00 %s\n- 10:07 The on-call engineer was paged\n- 10:40 The "
    "service was restored",
    "ed": ONE + "- 10:00 The site went down\n- 10:07 %s\n- 10:20 A bad setting was found\n- 10:40 The service was "
    "restored",
    "ea": ONE + "- 10:00 The site went down\n- 10:07 The on-call engineer was paged\n- 10:12 %s\n- 10:40 The "
    "service was restored",
    "em": ONE + "- 10:00 The site went down\n- 10:07 The on-call engineer was paged\n- 10:25 %s\n- 10:40 The "
    "service was restored for everybody",
    "er": ONE + "- 10:00 The site went down\n- 10:07 The on-call engineer was paged\n- 10:30 A bad setting was "
    "found\n- 10:40 %s\n- 11:30 The meeting was scheduled",
    "ps": ONE + "Version 4.1 was deployed at 09:30. At 10:00 %s. At 10:07 the on-call engineer was paged. The "
    "service was restored at 10:40.",
    "pd": ONE + "The site went down at 10:00. At 10:07 %s. At 10:20 a bad setting was found. The service was "
    "restored at 10:40.",
    "pa": ONE + "The site went down at 10:00. The on-call engineer was paged at 10:07. At 10:12 %s. The service "
    "was restored at 10:40.",
    "pm": ONE + "The site went down at 10:00. The on-call engineer was paged at 10:07. At 10:25 %s. The service "
    "was restored for everybody at 10:40.",
    "pr": ONE + "The site went down at 10:00. The on-call engineer was paged at 10:07. A bad setting was found at "
    "10:30. At 10:40 %s. A meeting was scheduled for 11:30.",
}
DAY = "2023-05-04T"


def read_bank(path):
    """(line number, known to fail, document, {field: [right values]})"""
    for number, known, (frame, right, text) in rows(path):
        wanted = dict(part.strip().split("=", 1) for part in right.split(";"))
        document = FRAMES[frame] % text.replace("\\n", "\n")
        yield number, known, document, {field: values.split("|") for field, values in wanted.items()}


def shown(value):
    if value is None:
        return "-"
    if isinstance(value, dict):
        return "%g %s" % (value["amount"], value["currency"])
    if isinstance(value, float):
        return "%g" % value
    return str(value)


def same(field, right, value):
    if field == "services":
        words = set(re.findall(r"\w+", " ".join(value or []).lower()))
        return (right == "-" and not words) or bool(words & set(re.findall(r"\w+", right.lower())))
    text = shown(value)
    if text.lower() == right.lower() or text == right + "+00:00":
        return True
    return text.startswith(DAY) and text[len(DAY):] in (right, right + "+00:00")


def judge(wanted, incidents):
    """What is wrong, in words."""
    if wanted.get("incidents") and str(len(incidents)) not in wanted["incidents"]:
        return ["%d incidents" % len(incidents)]
    wrong = []
    for name, values in wanted.items():
        place, field = (-1, name[5:]) if name.startswith("last.") else (0, name)
        value = incidents[place].get(field) if incidents else None
        if name != "incidents" and not any(same(field, v, value) for v in values):
            wrong.append("%s: got %s, right %s" % (name, shown(value), "|".join(values)))
    return wrong if incidents else ["no incident"] if wrong else []


def run(nines, cases):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, "case-%04d.md" % case[0]) for case in cases]
        for name, case in zip(names, cases):
            with open(name, "w", encoding="utf-8") as file:
                file.write(case[2])
        out = subprocess.run([nines, "extract", "--json", *names], check=True, capture_output=True).stdout
    by_id = {d["id"]: d["incidents"] for d in json.loads(out)}
    return [by_id["case-%04d" % case[0]] for case in cases]


def main():
    nines, paths = sys.argv[1], sys.argv[2:]
    good = True
    for number, path in enumerate(paths, 1):
        cases = list(read_bank(path))
        failed, unread = 0, 0
        for (line, known, document, wanted), incidents in zip(cases, run(nines, cases)):
            wrong = judge(wanted, incidents)
            unread += known
            if bool(wrong) != known:
                failed += 1
                print("# line %d: %s" % (line, "; ".join(wrong) or "is read now: take the mark away"))
        good &= not failed
        print("%sok %d %s: %d cases, %d not read yet, %d wrong"
              % ("not " if failed else "", number, os.path.basename(path), len(cases), unread, failed))
    print("1..%d" % len(paths))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
