"""Scores facts taken out of documents against hand-made answers.

An answer is a document's {id, incidents}; an incident's field holds the value, and `alt` others that are right too (null
among them: it may be left out). A value that is none of them is wrong, a value that should be there and is not is missing,
and a wrong value where one should be is both.
"""
import datetime
import re

TIMES = ["start", "detected", "acknowledged", "mitigated", "resolved"]
FIELDS = ["title", *TIMES, "duration_min", "users_affected", "money", "detected_by", "action_items_total"]
SMALL_WORDS = set("a an the of on in at to for and or is was with from by incident report postmortem post mortem retro".split())
TIME = re.compile(r"(\d{4}-\d\d(?:-\d\d)?)?(?:T?(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")


def read_time(text):
    """(day or None, second of the day or None, offset in seconds or None)"""
    match = TIME.fullmatch(str(text))
    if not match or not str(text):
        return None
    day, hour, minute, second, zone = match.groups()
    clock = None if hour is None else int(hour) * 3600 + int(minute) * 60 + int(second or 0)
    offset = None
    if zone:
        offset = 0 if zone == "Z" else int(zone[0] + "1") * (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60)
    return day, clock, offset


def same_time(want, have):
    """Within a minute: of the same instant where the answer has a zone, of the same local time where it has none."""
    a, b = read_time(want), read_time(have)
    if a is None or b is None or (a[0] is None) != (b[0] is None):
        return False
    if a[1] is None or b[1] is None:
        return a[0] == b[0] and a[1] is None and not b[1]
    if a[2] is not None and b[2] is None:
        return False
    apart = a[1] - b[1] - ((a[2] - b[2]) if a[2] is not None else 0)
    if a[0] is None:
        return min(apart % 86400, -apart % 86400) <= 60
    days = datetime.date.fromisoformat(a[0]) - datetime.date.fromisoformat(b[0])
    return abs(days.days * 86400 + apart) <= 60


def words_of(title):
    every = set(re.findall(r"\w+", str(title).lower()))
    return every - SMALL_WORDS or every


def same_title(want, have):
    """Half of the words, or all of the shorter title's when they are two or more."""
    a, b = words_of(want), words_of(have)
    common = len(a & b)
    return bool(common) and (4 * common >= len(a) + len(b) or (common == min(len(a), len(b)) and common > 1))


def near(want, have, least=0.0):
    return abs(want - have) <= max(least, 0.02 * abs(want)) + 1e-9


def same_money(want, have):
    return near(want["amount"], have["amount"]) and want["currency"] == have["currency"]


SAME = {"title": same_title, **{time: same_time for time in TIMES}, "duration_min": lambda a, b: near(a, b, 1.0),
        "users_affected": near, "money": same_money}


def accepted(incident, field):
    best = "duration_min_best" if field == "duration_min" else field
    return [incident.get(best), *incident.get("alt", {}).get(field, [])] if incident else [None]


def judge(answer, found, field):
    """[right, wrong, missing]; answer or found may be None."""
    values = accepted(answer, field)
    have = found.get(field) if found else None
    if have is None:
        return [0, 0, 0 if None in values else 1]
    same = SAME.get(field, lambda a, b: a == b)
    if any(want is not None and same(want, have) for want in values):
        return [1, 0, 0]
    return [0, 1, 0 if None in values else 1]


def likeness(answer, found):
    weights = {"start": 3, "resolved": 3, "title": 2}
    judged = {field: judge(answer, found, field) for field in FIELDS}
    return sum(weights.get(f, 1) * right - 0.01 * (wrong + missing) for f, (right, wrong, missing) in judged.items())


def pair(answers, found):
    """(answer, found), the likest first; None beside what is left over."""
    order = sorted(((-likeness(a, f), i, j) for i, a in enumerate(answers) for j, f in enumerate(found)))
    pairs, used = [], (set(), set())
    for _, i, j in order:
        if i not in used[0] and j not in used[1]:
            pairs.append((answers[i], found[j]))
            used[0].add(i)
            used[1].add(j)
    pairs += [(a, None) for i, a in enumerate(answers) if i not in used[0]]
    return pairs + [(None, f) for j, f in enumerate(found) if j not in used[1]]


def score(answers, documents):
    """{field: [right, wrong, missing]}"""
    found = {d["id"]: d["incidents"] for d in documents}
    counts = {field: [0, 0, 0] for field in FIELDS}
    for d in answers:
        for answer, incident in pair(d["incidents"], found.get(d["id"], [])):
            for field in FIELDS:
                counts[field] = [a + b for a, b in zip(counts[field], judge(answer, incident, field))]
    return counts


def total(counts):
    return [sum(column) for column in zip(*counts.values())]


def figures(right, wrong, missing):
    """precision, recall, F1"""
    p = right / (right + wrong) if right + wrong else 1.0
    r = right / (right + missing) if right + missing else 1.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
