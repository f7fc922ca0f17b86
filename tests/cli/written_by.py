"""One list of incidents, written as tools and people write them: files that no profile was made for, or other spellings.

FILES is a list of File(name, options, write, facts): `write(incidents)` gives bytes, `facts` the names of the facts that
the file states; what a reader makes of them is to be equal to the list.
"""
import collections
import csv
import datetime as dt
import gzip
import io
import json
import zoneinfo

Incident = collections.namedtuple("Incident", "id title service level started detected acknowledged mitigated resolved closed")
File = collections.namedtuple("File", "name options write facts")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.timezone.utc) if text else None


def incident(number, title, service, level, day, *clocks):
    """Clocks "09:12", or "8 00:30" with another day of March 2025; a blank is not known."""
    times = []
    for clock in clocks:
        other, _, short = clock.rpartition(" ")
        times.append(at(f"2025-03-{int(other or day):02d}T{short}:00") if clock else None)
    return Incident(number, title, service, level, *times)


INCIDENTS = [
    incident("1001", "Checkout returns 500 for cards", "Checkout", 1, 3, "09:12", "09:15", "09:18", "09:50", "10:02", "4 08:00"),
    incident("1002", "Search results are stale", "Search", 3, 7, "22:40", "23:05", "23:11", "8 00:30", "8 01:15", "10 09:00"),
    incident("1003", "Login page slow, some time-outs", "Identity", 2, 13, "06:05", "06:09", "06:10", "06:45", "07:00", "12:00"),
    incident("1004", "Order e-mails delayed", "Mail relay", 4, 21, "14:30", "15:00", "15:20", "18:00", "18:30", "24 10:00"),
    incident("1005", "Writes refused after failover", "Orders", 1, 30, "00:20", "00:21", "00:25", "01:10", "01:40", "31 08:00"),
    incident("1006", "Image errors", "CDN", 2, 31, "03:00", "03:20", "03:24", "", "", ""),
]


# ---- how times are written ----

def iso(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ") if time else None


def iso_ms(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z") if time else None


def blank(time):
    return time.strftime("%Y-%m-%d %H:%M:%S") if time else ""


def local(zone, form):
    return lambda time: time.astimezone(zoneinfo.ZoneInfo(zone)).strftime(form) if time else ""


def serial(time):
    """Days since 1899-12-30, as spreadsheets keep times."""
    return "%.6f" % ((time - at("1899-12-30T00:00:00")).total_seconds() / 86400) if time else ""


def seconds(i):
    return int((i.resolved - i.started).total_seconds()) if i.resolved else None


# ---- how files are written ----

def as_json(record, envelope=lambda records: records):
    return lambda incidents: json.dumps(envelope([record(i) for i in incidents])).encode()


def as_csv(head, row, delimiter=",", encoding="utf-8", end="\r\n"):
    def write(incidents):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
        writer.writerow(head)
        writer.writerows(row(i) for i in incidents)
        return out.getvalue().encode(encoding)
    return write


def update(state, time):
    return {"id": 1, "contents": "text", "update_type": state, "created_at": iso_ms(time), "updated_at": iso_ms(time)}


def heroku(i):
    history = [update("issue", i.started)] + ([update("resolved", i.resolved)] if i.resolved else [])
    return {"id": int(i.id), "created_at": iso_ms(i.started), "updated_at": iso_ms(i.resolved or i.acknowledged),
            "title": i.title, "status_prod": "yellow", "duration": seconds(i), "updates": history}


def cachet(i):
    human = "Fixed" if i.resolved else "Identified"
    return {"id": int(i.id), "component_id": 1, "name": i.title, "status": 4 if i.resolved else 2, "message": "text",
            "occurred_at": blank(i.started), "created_at": blank(i.detected), "human_status": human,
            "updates": [{"id": 1, "status": 4, "created_at": blank(i.resolved or i.acknowledged), "human_status": human}]}


def instatus(i):
    return {"id": i.id, "name": i.title, "status": "RESOLVED" if i.resolved else "MONITORING", "impact": "MAJOROUTAGE",
            "started": iso_ms(i.started), "resolved": iso_ms(i.resolved),
            "components": [{"id": "c", "name": i.service, "status": "OPERATIONAL"}]}


def better(i):
    return {"id": i.id, "type": "incident", "attributes": {
        "name": i.title, "url": "https://example.com", "cause": "Status 500", "started_at": iso_ms(i.started),
        "acknowledged_at": iso_ms(i.acknowledged), "acknowledged_by": "Kim", "resolved_at": iso_ms(i.resolved)}}


def health(i):
    return {"arn": i.id, "service": i.service, "eventTypeCode": i.title, "eventTypeCategory": "issue", "region": "eu-west-1",
            "startTime": i.started.timestamp(), "endTime": i.resolved.timestamp() if i.resolved else None}


def status_io(i):
    return {"_id": i.id, "name": i.title, "datetime_open": iso(i.started), "datetime_resolved": iso(i.resolved),
            "messages": [{"details": "text", "state": 100, "datetime": iso(i.detected)}],
            "components_affected": [{"_id": "c", "name": i.service}]}


def updown(i):
    return {"id": i.id, "details_url": "https://example.com", "error": i.title, "started_at": iso(i.started),
            "ended_at": iso(i.resolved), "duration": seconds(i), "partial": False}


def kuma(incidents):
    """Beats of a minute: up, down, down, up; the monitor bears the incident's number."""
    minute, beats = dt.timedelta(minutes=1), []
    for i in incidents:
        beats += [(i.id, 1, i.started - minute, "OK"), (i.id, 0, i.started, i.title), (i.id, 0, i.started + minute, "still")]
        beats += [(i.id, 1, i.resolved, "OK")] if i.resolved else []
    return as_csv("id important monitor_id status msg time ping duration".split(),
                  lambda b: [1, 0, b[0], b[1], b[3], blank(b[2]) + ".000", "", 60])(beats)


def monitor(incidents):
    """What one finds in the log of a monitor, in UTF-16 as a Windows tool writes it."""
    events = [(i.started, i.service, "Down", i.title) for i in incidents]
    events += [(i.resolved, i.service, "Up", "OK") for i in incidents if i.resolved]
    text = "Monitor\tEvent\tTime\tReason\r\n" + "".join(
        f"{service}\t{event}\t{blank(time)}\t{why}\r\n" for time, service, event, why in sorted(events))
    return b"\xff\xfe" + text.encode("utf-16-le")


def feed(incidents):
    entries = "".join(
        f"<entry><id>{i.id}</id><published>{iso(i.started)}</published><updated>{iso(i.resolved or i.acknowledged)}</updated>"
        f"<link href=\"https://status.example.com/{i.id}\"/><title>{i.title}</title><content type=\"html\">&lt;p&gt;&lt;strong&gt;"
        f"{'Resolved' if i.resolved else 'Investigating'}&lt;/strong&gt; - text&lt;/p&gt;</content></entry>\n"
        for i in reversed(incidents))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>all</id>'
            f"<title>Status history</title>\n{entries}</feed>\n").encode()


def own_log(incidents):
    text = "# kept by hand\nincidents:\n"
    for i in incidents:
        text += (f"  - ref: {i.id}\n    headline: \"{i.title}\"\n    systems: [{i.service}]\n    timeline:\n"
                 f"      began: {i.started:%Y-%m-%d %H:%M} UTC\n      noticed: {i.detected:%Y-%m-%d %H:%M} UTC\n")
    return text.encode()


berlin, paris = local("Europe/Berlin", "%d.%m.%Y %H:%M:%S"), local("Europe/Paris", "%d/%m/%Y %H:%M")
american = local("America/New_York", "%m/%d/%Y %I:%M:%S %p")
british_day, british_clock = local("Europe/London", "%d/%m/%Y"), local("Europe/London", "%H:%M")
MONTHS = {3: "Mär", 4: "Apr"}


def jira_time(time):
    there = time and time.astimezone(zoneinfo.ZoneInfo("Europe/Berlin"))
    return f"{there:%d}/{MONTHS[there.month]}/{there:%y %H:%M}" if time else ""


FILES = [
    File("heroku.json", [], as_json(heroku), "id title started resolved"),
    File("cachet.json", ["--timezone", "UTC"], as_json(cachet, lambda r: {"meta": {"pagination": {}}, "data": r}),
         "id title started resolved"),
    File("instatus.json", [], as_json(instatus), "id title service started resolved"),
    File("better.json", [], as_json(better, lambda r: {"data": r, "pagination": {"next": None}}),
         "id title started acknowledged resolved"),
    File("health.json", [], as_json(health, lambda r: {"events": r}), "id title service started resolved"),
    File("status-io.json", [], as_json(status_io, lambda r: {"status": {"error": "no"}, "result": {"incidents": r}}),
         "id title service started resolved"),
    File("updown.json", [], as_json(updown), "id title started resolved"),
    File("kuma.csv", [], kuma, "title started resolved"),
    File("monitor.tsv", ["--timezone", "UTC"], monitor, "service started resolved"),
    File("history.atom", [], feed, "id title started resolved"),
    File("own.yaml", [], own_log, "id title service started detected"),
    File("german-desk.csv", ["--timezone", "Europe/Berlin"], as_csv(
        "Nummer Kurzbeschreibung Priorität Status Service Geöffnet Gelöst Geschlossen".split(),
        lambda i: [i.id, i.title, "2 - Hoch", "Geschlossen", i.service, berlin(i.started), berlin(i.resolved), berlin(i.closed)],
        ";", "cp1252"), "id title service started resolved closed"),
    File("german-jira.csv", ["--timezone", "Europe/Berlin"], as_csv(
        ["Zusammenfassung", "Vorgangsschlüssel", "Vorgangs-ID", "Status", "Priorität", "Erstellt", "Erledigt", "Komponente/s"],
        lambda i: [i.title, i.id, "7" + i.id, "Fertig", "Hoch", jira_time(i.started), jira_time(i.resolved), i.service]),
         "id title service started resolved"),
    File("french.csv", ["--timezone", "Europe/Paris"], as_csv(
        ["N° ticket", "Titre", "Application", "Criticité", "Début de l'incident", "Fin de l'incident", "Durée (min)"],
        lambda i: [i.id, i.title + " (dégradé)", i.service, "P1", paris(i.started), paris(i.resolved),
                   f"{seconds(i) / 60:.1f}".replace(".", ",") if i.resolved else ""],
        ";", "cp1252"), "id service started resolved"),
    File("spanish.tsv", [], as_csv(
        "Incidencia Título Servicio Gravedad Inicio Detección Fin Estado".split(),
        lambda i: [i.id, i.title, i.service, "Alta", int(i.started.timestamp() * 1000), int(i.detected.timestamp() * 1000),
                   int(i.resolved.timestamp() * 1000) if i.resolved else "", "cerrada"], "\t", end="\n"),
         "id title service started detected resolved"),
    File("two-columns.csv", ["--timezone", "Europe/London"], as_csv(
        ["Date", "Start", "End", "System", "What happened", "Who"],
        lambda i: [british_day(i.started), british_clock(i.started), british_clock(i.resolved), i.service, i.title, "kim"],
        encoding="utf-8-sig"), "title service started resolved"),
    File("serials.csv", ["--timezone", "UTC"], as_csv(
        ["Ref", "Service", "Description", "Outage start", "Outage end"],
        lambda i: [i.id, i.service, i.title, serial(i.started), serial(i.resolved)]), "id title service started resolved"),
    File("american.csv.gz", ["--timezone", "America/New_York"], lambda incidents: gzip.compress(
        b"\xef\xbb\xbfsep=;\r\n" + as_csv("Ticket Summary Service Severity Reported Restored".split(), lambda i: [
            i.id, i.title, i.service, "SEV1", american(i.started), american(i.resolved)], ";")(incidents), mtime=0),
         "id title service started resolved"),
]
