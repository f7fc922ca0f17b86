"""Files that no profile was made for: each is the same six incidents, and must come out as they are, once and again."""
import os
import sqlite3
import sys
import tempfile

from tap import done, ok, run, run_json
from written_by import FILES, INCIDENTS, iso

NINES, AS_OF = sys.argv[1], "2025-04-01T00:00:00Z"
COLUMNS = {"id": "external_id"}


def stored(db, facts):
    names = [COLUMNS.get(f, f) for f in facts]
    rows = sqlite3.connect(db).execute(f"SELECT {', '.join(names)} FROM incidents").fetchall()
    return sorted(rows, key=repr)


def wanted(facts):
    value = lambda i, f: iso(getattr(i, f)) if f not in ("id", "title", "service") else getattr(i, f)
    return sorted((tuple(value(i, f) for f in facts) for i in INCIDENTS), key=repr)


with tempfile.TemporaryDirectory() as folder:
    for file in FILES:
        path, db = os.path.join(folder, file.name), os.path.join(folder, file.name + ".db")
        with open(path, "wb") as out:
            out.write(file.write(INCIDENTS))
        facts = file.facts.split()
        arguments = ["ingest", "--db", db, "--as-of", AS_OF, *file.options, path]
        run(NINES, *arguments)
        got = stored(db, facts)
        ok(f"{file.name}: {file.facts}", got == wanted(facts), f"got {got}\n# wanted {wanted(facts)}")
        again = run_json(NINES, *arguments)["files"][0]
        ok(f"{file.name}: a second time", (again["inserted"], again["updated"]) == (0, 0) and again["unchanged"] == 6, again)

    # A number without a unit is no length, and says so.
    path, db = os.path.join(folder, "bare.csv"), os.path.join(folder, "bare.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,title,started,duration,notes\n1,One,2025-03-03T09:12:00Z,90,x\n")
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, "--profile", "generic", path)
    ok("a bare number is no length", stored(db, ["resolved"]) == [(None,)])
    kinds = sqlite3.connect(db).execute("SELECT kind FROM findings").fetchall()
    ok("and a finding says so", ("unit-unknown",) in kinds, kinds)

    # The same records packed and plain are one file.
    american = next(f for f in FILES if f.name == "american.csv.gz")
    import gzip
    path = os.path.join(folder, "american.csv")
    with open(path, "wb") as out:
        out.write(gzip.decompress(american.write(INCIDENTS)))
    plain = run(NINES, "ingest", "--db", os.path.join(folder, "american.csv.gz.db"), "--as-of", AS_OF, *american.options, path)
    ok("unpacked it is known already", "known already" in plain, plain)

    # A packed file that is cut is an error, and nothing is kept.
    path, db = os.path.join(folder, "cut.csv.gz"), os.path.join(folder, "cut.db")
    with open(path, "wb") as out:
        out.write(american.write(INCIDENTS)[:100])
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path, status=65)
    ok("a cut one is refused", True)

    path = os.path.join(folder, "broken.atom")
    with open(path, "w", encoding="utf-8") as out:
        out.write("<feed><entry>\n<id>1</id>\n<title>x</entry></feed>")
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path, status=65)
    ok("a feed that is no XML is refused", True)
done()
