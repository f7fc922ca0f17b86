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

    # Records without an id that share title, service and start, but not their end, are two; equal ones are one.
    path, db = os.path.join(folder, "units.csv"), os.path.join(folder, "units.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write("station,start,end,fuel\nWAP,2/14/21 12:00 AM,2/14/21 2:00 AM,NG\nWAP,2/14/21 12:00 AM,2/14/21 1:00 AM,NG\n"
                  "WAP,2/14/21 12:00 AM,2/14/21 1:00 AM,NG\nX,2/15/21 12:30 AM,2/15/21 3:50 PM,NG\n")
    for turn in ("once", "again, with another line end"):
        run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
        ends = [r for r, in stored(db, ["resolved"])]
        ok(f"units that fail together are kept apart, {turn}",
           ends == ["2021-02-14T01:00:00Z", "2021-02-14T02:00:00Z", "2021-02-15T15:50:00Z"], ends)
        with open(path, "a", encoding="utf-8") as out:
            out.write("\n")

    # A day alone is no moment.
    path, db = os.path.join(folder, "days.csv"), os.path.join(folder, "days.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,title,service,date,duration\n1,One,web,2025-03-10,23 min\n2,Two,\"web, api\",2025-03-12,\n")
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    ok("a day alone is a span, not a start", stored(db, ["started"]) == [(None,), (None,)], stored(db, ["started"]))
    services = sqlite3.connect(db).execute("SELECT DISTINCT service FROM windows ORDER BY 1").fetchall()
    ok("services parted by a comma are several", services == [("api",), ("web",)], services)

    # Maintenance with further columns is no incident.
    path, db = os.path.join(folder, "changes.csv"), os.path.join(folder, "changes.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write("ticket,service,start,end,title,announced_at,notes\n"
                  "C1,web,2025-03-05T00:00:00Z,2025-03-05T01:00:00Z,Patch,2025-03-01T00:00:00Z,x\n")
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    counts = [sqlite3.connect(db).execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("incidents", "maintenances")]
    ok("announced work with further columns is maintenance", counts == [0, 1], counts)

    # A webhook wraps the record that the API gives.
    path, db = os.path.join(folder, "hook.json"), os.path.join(folder, "hook.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write('{"event": {"event_type": "incident.triggered", "data": {"id": "P1", "title": "No answer", "urgency": "high", '
                  '"created_at": "2025-03-05T00:00:00Z", "status": "triggered", "service": {"id": "S", "summary": "web"}, '
                  '"escalation_policy": {"summary": "Core"}}}}')
    report = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["files"][0]
    ok("a wrapped record is known by its profile", report["profile"] == "pagerduty", report)
    ok("and read", stored(db, ["id", "service", "severity"]) == [("P1", "web", "high")], stored(db, ["id", "service", "severity"]))

    # A flag is no time, a status without an end is told, and times that no name explains are named.
    path, db = os.path.join(folder, "flags.json"), os.path.join(folder, "flags.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write('[{"key": "1", "headline": "One", "beganAt": "2025-03-05T00:00:00Z", "acknowledged": true, "state": "Closed", '
                  '"reviewTouched": "2025-03-06T00:00:00Z"}]')
    report = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["files"][0]
    ok("a flag is no time and rejects nothing", stored(db, ["started", "acknowledged"]) == [("2025-03-05T00:00:00Z", None)])
    notes = " ".join(report["notes"])
    ok("unused times are named", "reviewTouched" in notes, notes)
    ok("an end that is missing is told", "over by status but without an end" in notes, notes)

    # Tables as people and monitors write them: name, text, zone option, what is stored of it (expected by hand).
    TABLES = [
        ("monitor's id", "monitor_id,name,start,end\n7,web,2025-03-01 10:00,2025-03-01 11:00\n7,web,2025-03-03 10:00,"
         "2025-03-03 11:00\n", ["started", "resolved"],
         [("2025-03-01T10:00:00Z", "2025-03-01T11:00:00Z"), ("2025-03-03T10:00:00Z", "2025-03-03T11:00:00Z")]),
        ("day and clock of both ends", "Title,Start Date,Start Time,End Date,End Time\nA,2025-03-01,22:30,2025-03-02,01:15\n",
         ["started", "resolved"], [("2025-03-01T22:30:00Z", "2025-03-02T01:15:00Z")]),
        ("zone in the heading", "Incident name,Start (CET),End (CET)\nA,2025-02-01 12:00,2025-02-01 13:00\n",
         ["started", "resolved"], [("2025-02-01T11:00:00Z", "2025-02-01T12:00:00Z")]),
        ("clock of twelve hours", "Nr,What,Happened,Reset time\n1,A,3/5/2025 10:15:21 AM,3/5/2025 10:25:21 AM\n",
         ["started", "resolved"], [("2025-03-05T10:15:21Z", "2025-03-05T10:25:21Z")]),
        ("one that goes on", "Ref,Summary,Began,Resolved\n1,A,2025-03-01 10:00,2025-03-01 11:00\n2,B,2025-03-02 10:00,ongoing\n",
         ["id", "resolved"], [("1", "2025-03-01T11:00:00Z"), ("2", None)]),
        ("a length so far", "Time,Recovery time,Status,Host,Problem,Duration\n2025-03-06 10:15:21,,PROBLEM,db,Disk,1d 2h\n"
         "2025-03-05 10:15:21,2025-03-05 10:25:21,RESOLVED,web,Down,10m\n", ["service", "resolved"],
         [("db", None), ("web", "2025-03-05T10:25:21Z")]),
        ("states that are well", "Status,From,To\nup,2025-03-01 00:00:00,2025-03-05 10:15:21\ndown,2025-03-05 10:15:21,"
         "2025-03-05 10:25:21\n", ["is_outage", "started"], [(0, "2025-03-01T00:00:00Z"), (1, "2025-03-05T10:15:21Z")]),
        ("states of three kinds", "time;host;state\n2025-03-05 10:15:21;web;CRIT\n2025-03-05 10:20:21;web;WARN\n"
         "2025-03-05 10:25:21;web;OK\n", ["service", "started", "resolved"],
         [("web", "2025-03-05T10:15:21Z", "2025-03-05T10:25:21Z")]),
        ("prose above the columns", "Report: Outages of 2025\nGenerated: 2025-12-01 10:00\n\nIncident,Began,Restored,Service\n"
         "I-1,2025-02-01 22:30,2025-02-01 23:30,Mail\nI-2,2025-03-01 22:30,,Web\n", ["id", "started", "resolved", "service"],
         [("I-1", "2025-02-01T22:30:00Z", "2025-02-01T23:30:00Z", "Mail"), ("I-2", "2025-03-01T22:30:00Z", None, "Web")]),
        ("blank rows", "Ref,Summary,Began,Resolved\n1,A,2025-03-01 10:00,2025-03-01 11:00\n,,,\n", ["id"], [("1",)]),
    ]
    for number, (name, text, facts, expected) in enumerate(TABLES):
        path, db = os.path.join(folder, f"table-{number}.csv"), os.path.join(folder, f"table-{number}.db")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
        got = stored(db, facts)
        ok(f"table: {name}", got == sorted(expected, key=repr), f"got {got}\n# wanted {expected}")

    # Incidents in a list inside each of several records.
    path, db = os.path.join(folder, "services.json"), os.path.join(folder, "services.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write('[{"id": 1, "name": "API", "incidents": [{"id": 11, "title": "x", "createdAt": "2025-02-01T22:30:00Z", '
                  '"resolvedAt": "2025-02-01T22:50:00Z"}]}, {"id": 2, "name": "Web", "incidents": [{"id": 12, "title": "y", '
                  '"createdAt": "2025-02-02T22:30:00Z", "resolvedAt": null}]}]')
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    facts = ["id", "title", "service", "resolved"]
    ok("incidents inside records", stored(db, facts) == [("11", "x", "API", "2025-02-01T22:50:00Z"), ("12", "y", "Web", None)],
       stored(db, facts))

    # What a search engine returns: the record stands below "_source"; the id of a kind is no incident's.
    path, db = os.path.join(folder, "hits.json"), os.path.join(folder, "hits.db")
    hit = '{"_index": "i", "_id": "%s", "_source": {"@timestamp": "2025-02-0%dT22:30:00Z", "alert_type_id": "disk", "title": "%s"}}'
    with open(path, "w", encoding="utf-8") as out:
        out.write('{"hits": {"total": 2, "hits": [%s, %s]}}' % (hit % ("a", 1, "x"), hit % ("b", 2, "y")))
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    ok("hits of a search", stored(db, ["title", "started"]) == [("x", "2025-02-01T22:30:00Z"), ("y", "2025-02-02T22:30:00Z")],
       stored(db, ["title", "started"]))

    # Several lists of one document.
    path, db = os.path.join(folder, "lists.json"), os.path.join(folder, "lists.db")
    with open(path, "w", encoding="utf-8") as out:
        out.write('{"made": "2025-03-01", "Mail": [{"key": "1", "headline": "x", "began": "2025-02-01T22:30:00Z"}], '
                  '"Web": [{"key": "2", "headline": "y", "began": "2025-02-02T22:30:00Z"}]}')
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    ok("no list is passed over", stored(db, ["id"]) == [("1",), ("2",)], stored(db, ["id"]))

    # The history in a feed's text: years from the entry, clocks by its offset.
    path, db = os.path.join(folder, "history.rss"), os.path.join(folder, "rss.db")
    update = "&lt;p&gt;&lt;small&gt;%s&lt;/small&gt;&lt;br&gt;&lt;strong&gt;%s&lt;/strong&gt; - text&lt;/p&gt;"
    with open(path, "w", encoding="utf-8") as out:
        out.write("<rss version='2.0'><channel><title>Status</title><item><title>Slow</title><guid>a</guid><description>"
                  + update % ("Jan  1, 00:30 PST", "Resolved") + update % ("Dec 31, 23:10 PST", "Monitoring")
                  + update % ("Dec 31, 22:15 PST", "Investigating")
                  + "</description><pubDate>Wed, 01 Jan 2025 00:30:00 -0800</pubDate></item></channel></rss>")
    run(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    facts = ["started", "mitigated", "resolved"]
    ok("a feed's updates tell the times", stored(db, facts) == [("2025-01-01T06:15:00Z", "2025-01-01T07:10:00Z", "2025-01-01T08:30:00Z")],
       stored(db, facts))

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
