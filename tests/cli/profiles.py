#!/usr/bin/env python3
"""The export of every tool: which profile knows it, how many records it holds, and what becomes of them. The files in
fixtures/ingest/tools were written for this table; the expectations were read off them by hand."""
import os
import sqlite3
import sys
import tempfile

from tap import close, done, ok, run_json

NINES, TOOLS = sys.argv[1], os.path.join(os.environ["NINES_FIXTURES"], "ingest", "tools")
AS_OF = "2026-10-01T00:00:00Z"
MOMENTS = ("started", "declared", "detected", "acknowledged", "mitigated", "resolved", "closed")

# file: (profile, read, rejected, {id: facts}); a fact that is not named is not looked at, None means not known.
CASES = {
    "pagerduty-log-bare.json": ("pagerduty-log-bare", 2, 2, {}),
    "pagerduty-webhook.json": ("pagerduty-webhook", 1, 0, {
        "PW1": dict(title="Queue is full", service="billing", status="resolved", started="2024-06-13T08:00:00Z",
                    acknowledged="2024-06-13T08:03:00Z", resolved="2024-06-13T08:30:00Z")}),
    "pagerduty-webhook-v2.json": ("pagerduty-webhook-v2", 1, 0, {
        "PW2": dict(title="Disk is full", service="storage", severity="high", started="2024-06-14T08:00:00Z",
                    acknowledged="2024-06-14T08:05:00Z", resolved=None)}),
    "ilert-events.jsonl": ("ilert-events", 1, 0, {
        "900719": dict(title="Mail is late", service="Mail", severity="HIGH", started="2024-06-13T08:00:00Z",
                       acknowledged="2024-06-13T08:04:00Z", resolved="2024-06-13T08:40:00Z")}),
    "azure-devops.csv": ("azure-devops", 2, 0, {
        "311": dict(title="Index is stale", service="Shop\\Search", severity="1 - Critical", status="Closed",
                    started="2024-06-13T08:00:00Z", acknowledged="2024-06-13T08:05:00Z", resolved="2024-06-13T09:30:00Z",
                    closed="2024-06-14T08:00:00Z", detected=None),
        "312": dict(resolved=None, acknowledged=None)}),
    "checkmk.csv": ("checkmk", 2, 0, {
        "web01 CPU load 2024-06-13 08:00:00": dict(service="web01", title="CPU load", started="2024-06-13T08:00:00Z",
                                                   resolved="2024-06-13T08:20:00Z"),
        "web01 Disk 2024-06-13 08:05:00": dict(resolved=None)}),
    "grafana-history.csv": ("grafana-history", 2, 0, {
        "Latency web01 1718265660000": dict(service="web01", started="2024-06-13T08:01:00Z", resolved="2024-06-13T08:05:00Z"),
        "Latency web02 1718266000000": dict(service="web02", resolved=None)}),
    "incident-io.csv": ("incident-io-csv", 2, 0, {
        "INC-41": dict(title="Cards are declined", service="payments", severity="Critical", started="2024-06-13T08:00:00Z",
                       declared="2024-06-13T08:04:00Z", acknowledged="2024-06-13T08:02:00Z", detected=None,
                       mitigated="2024-06-13T08:50:00Z", resolved="2024-06-13T09:30:00Z", closed="2024-06-14T08:00:00Z"),
        "INC-42": dict(kind="test", is_outage=0)}),
    "nagios.csv": ("nagios", 1, 0, {
        "web01 HTTP 1718265600": dict(title="Connection refused", service="HTTP", region="web01", started="2024-06-13T08:00:00Z",
                                      resolved="2024-06-13T08:10:00Z", detected=None)}),
    "opsgenie.csv": ("opsgenie-csv", 2, 0, {
        "al-1": dict(title="Queue grows", service="zabbix", team="Ops", severity="P1", started="2024-06-13T08:00:00Z",
                     acknowledged="2024-06-13T08:01:30Z", resolved="2024-06-13T08:30:00Z"),
        "al-2": dict(acknowledged=None, resolved=None)}),
    "pagerduty-ui.csv": ("pagerduty-ui", 2, 0, {
        "PUI1": dict(title="Disk full", service="Database", severity="high", started="2024-06-13T08:00:00Z",
                     acknowledged="2024-06-13T08:01:15Z", resolved="2024-06-13T08:30:00Z"),
        "PUI2": dict(acknowledged=None, resolved=None)}),
    "pingdom.csv": ("pingdom-csv", 1, 0, {
        "down 2024-06-13 08:00:00": dict(service=None, started="2024-06-13T08:00:00Z", resolved="2024-06-13T08:07:00Z")}),
    "prtg.csv": ("prtg", 1, 0, {
        "web01 Ping 6/13/2024 8:00:00 AM": dict(service="web01", title="Request timed out", started="2024-06-13T08:00:00Z",
                                                resolved="2024-06-13T08:20:00Z")}),
    "solarwinds.csv": ("solarwinds", 1, 0, {
        "Node is down db01 6/13/2024 8:00 AM": dict(service="db01", severity="Critical", started="2024-06-13T08:00:00Z",
                                                    acknowledged="2024-06-13T08:04:00Z", resolved="2024-06-13T08:20:00Z")}),
    "uptimerobot.csv": ("uptimerobot-csv", 1, 0, {
        "Shop 2024-06-13 08:00:00": dict(service="Shop", title="Connection Timeout", started="2024-06-13T08:00:00Z",
                                         resolved="2024-06-13T08:12:00Z", detected=None)}),
    "zabbix-problems.csv": ("zabbix-problems", 2, 0, {None: dict(service="db01", title="Unavailable by ICMP ping", severity="High",
                                                                 resolved="2024-06-13T08:20:00Z", detected=None)}),
    "stages-services.csv": ("stages", 3, 0, {
        "s2": dict(title="Errors, many", service="API", services=2, severity="2", started="2024-02-26T17:09:00Z",
                   detected="2024-02-26T17:12:00Z", mitigated="2024-02-26T18:00:00Z", resolved="2024-02-26T18:20:00Z"),
        "s3": dict(title="Slow\nanswers", service="claude.ai", services=1, resolved="2024-03-01T10:30:00Z"),
        "s4": dict(service="openai", services=1)}),
    "freshdesk.json": ("freshdesk", 3, 1, {
        "2041": dict(title="Mail server does not answer", service="mail", severity="Urgent", status="Closed", detected_by="phone",
                     started="2025-03-03T09:00:00Z", acknowledged="2025-03-03T09:12:00Z", resolved="2025-03-03T11:00:00Z",
                     closed="2025-03-05T08:00:00Z", reopened_n=0),
        "2042": dict(severity="Low", service=None, acknowledged=None, resolved=None)}),
    "freshdesk.csv": ("freshdesk-csv", 2, 0, {
        "2051": dict(service="VPN", team="Network", severity="High", started="2025-03-13T09:00:00Z",
                     acknowledged="2025-03-13T09:10:00Z", resolved="2025-03-13T11:30:00Z", closed="2025-03-16T11:30:00Z"),
        "2052": dict(acknowledged=None, resolved=None, team=None)}),
    "zendesk.csv": ("zendesk-csv", 2, 0, {
        "901": dict(severity="Urgent", team="Payments", detected_by="Web", started="2025-04-01T08:00:00Z",
                    acknowledged="2025-04-01T08:12:00Z", resolved="2025-04-01T09:35:00Z", reopened_n=1),
        "902": dict(acknowledged=None, resolved=None)}),
    "grafana.json": ("alertmanager", 2, 0, {
        "c6eadffa33fcdf37 High memory 2025-06-01T09:51:03.157076+02:00": dict(
            title="Memory above 90 %", service="api", severity="critical", team="blue", region="us-1", resolved=None,
            started="2025-06-01T07:51:03Z"),
        "ab12cd34ef567890 High CPU 2025-06-01T07:00:00Z": dict(title="High CPU", service="web", resolved="2025-06-01T07:20:00Z")}),
    "vultr.json": ("vultr", 2, 0, {
        "v-1": dict(title="Network maintenance gone wrong", service="ams", region="ams", status="resolved",
                    started="2024-11-25T14:00:00Z", resolved="2024-11-25T16:00:00Z"),
        "v-2": dict(service="ewr", resolved=None)}),
    "statusy.json": ("statusy", 2, 0, {
        "7": dict(service="3", severity="major", started="2016-02-26T03:36:32Z", resolved="2016-02-26T04:36:32Z"),
        "8": dict(resolved=None)}),
    "jira-pipeline.csv": ("jira-pipeline", 2, 0, {
        "OPS-41": dict(title="Queue stuck", service="queue", severity="Highest", team="Ann", cause=None,
                       started="2025-02-03T10:00:00Z", resolved="2025-02-03T11:15:00Z", kind="incident"),
        "OPS-42": dict(service="Operations", kind="duplicate")}),
    "daily-outages.csv": ("daily-outages", 3, 0, {
        "openai API 2024-02-26": dict(service="API", started=None, kind="incident", is_outage=1),
        "openai API 2024-02-27": dict(kind="informational", is_outage=0),
        "openai ChatGPT 2024-02-26": dict(service="ChatGPT", kind="incident")}),
    "uptime-traces.csv": ("uptime-traces", 2, 0, {
        "cdn 0": dict(service="cdn", started="1970-01-01T00:00:00Z", resolved="1970-01-01T00:10:00Z"),
        "cdn 3600": dict(started="1970-01-01T01:00:00Z", resolved="1970-01-01T01:30:00Z")}),
    "pagerduty.json": ("pagerduty", 2, 0, {
        "PA1": dict(title="Queue full", service="billing", team="Payments", severity="P2", started="2024-03-01T10:00:00Z",
                    acknowledged=None, resolved="2024-03-01T10:45:00Z", detected=None),
        "PA2": dict(severity="low", team="Web", acknowledged="2024-03-02T08:04:00Z", resolved=None, status="acknowledged")}),
    "pagerduty-analytics.json": ("pagerduty-analytics", 2, 0, {
        "PB1": dict(severity="P1", acknowledged="2024-04-01T00:01:30Z", resolved="2024-04-01T02:00:00Z", service="storage"),
        "PB2": dict(severity="low", acknowledged=None, resolved="2024-04-02T00:10:00Z")}),
    "pagerduty-report.csv": ("pagerduty-report", 2, 0, {
        "PC1": dict(title="Checkout, card errors", started="2024-05-01T10:00:00Z", acknowledged="2024-05-01T10:02:00Z",
                    resolved="2024-05-01T11:30:00Z"),
        "PC2": dict(acknowledged=None, resolved=None)}),
    "pagerduty-log.json": ("pagerduty-log", 2, 0, {
        "PD1": dict(title="[#1] Index stale", service="search", started="2024-06-01T10:00:00Z",
                    acknowledged="2024-06-01T10:05:00Z", resolved="2024-06-01T10:40:00Z"),
        "PD2": dict(started="2024-06-02T10:00:00Z", acknowledged=None, resolved=None)}),
    "opsgenie.json": ("opsgenie", 2, 0, {
        "og-1": dict(title="CPU high", service="web-3", team="Ops", severity="P2", started="2024-03-05T18:15:56Z",
                     acknowledged="2024-03-05T18:16:56Z", resolved="2024-03-05T18:25:56Z"),
        "og-2": dict(service="zabbix", started="2024-03-05T18:40:00Z", acknowledged=None, resolved=None)}),
    "opsgenie-incidents.json": ("opsgenie-incidents", 1, 0, {
        "oi-1": dict(services=2, started="2024-03-06T09:00:00Z", declared="2024-03-06T09:05:00Z", resolved="2024-03-06T09:30:00Z")}),
    "incident-io.json": ("incident-io", 2, 0, {
        "01A": dict(title="Checkout errors", service="checkout", severity="Major", started="2024-02-01T10:00:00Z",
                    declared="2024-02-01T10:07:00Z", acknowledged="2024-02-01T10:10:00Z", mitigated="2024-02-01T11:00:00Z",
                    resolved="2024-02-01T11:30:00Z", closed=None, kind="incident"),
        "01B": dict(kind="test", is_outage=0)}),
    "rootly.json": ("rootly", 2, 0, {
        "r-1": dict(service="api", severity="SEV1", started="2024-01-10T08:00:00Z", detected="2024-01-10T08:02:00Z",
                    acknowledged="2024-01-10T08:04:00Z", mitigated="2024-01-10T08:50:00Z", resolved="2024-01-10T09:00:00Z"),
        "r-2": dict(kind="test", is_outage=0, resolved=None)}),
    "firehydrant.json": ("firehydrant", 1, 0, {
        "fh-1": dict(service="uploads", severity="SEV2", started="2024-07-01T09:00:00Z", detected="2024-07-01T09:05:00Z",
                     acknowledged="2024-07-01T09:08:00Z", mitigated="2024-07-01T09:40:00Z", resolved="2024-07-01T10:00:00Z")}),
    "datadog.json": ("datadog", 1, 0, {
        "77": dict(service="orders", team="Fulfilment", cause="config", severity="SEV-2", started="2024-08-01T12:00:00Z",
                   detected="2024-08-01T12:05:00Z", mitigated="2024-08-01T12:50:00Z", resolved="2024-08-01T13:00:00Z")}),
    "splunk-on-call.json": ("splunk-on-call", 1, 0, {
        "88": dict(title="host unreachable", service="ping", team="net", acknowledged="2024-09-01T01:03:00Z",
                   resolved="2024-09-01T01:30:00Z")}),
    "alertmanager.json": ("alertmanager", 2, 0, {
        "aa11 Down 2024-10-01T00:00:00Z": dict(title="No answer", service="dns", severity="critical", resolved="2024-10-01T00:07:00Z"),
        "bb22 Down 2024-10-01T00:05:00Z": dict(title="Down", service="ns2:53", resolved=None, status="firing")}),
    "servicenow.json": ("servicenow", 2, 0, {
        "INC0001": dict(service="Mail", team="g1", status="Resolved", severity="2", resolved="2024-02-10T09:30:00Z", closed=None),
        "INC0002": dict(kind="false_alarm", service="printer-2", status="Canceled", reopened_n=1)}),
    "servicenow-log.csv": ("servicenow-log", 2, 0, {
        "INC1": dict(severity="2 - High", team="Group 57", service="Category 55", status="Resolved", started="2016-02-29T01:16:00Z",
                     acknowledged="2016-02-29T08:53:00Z", resolved="2016-02-29T11:29:00Z", closed="2016-03-05T12:00:00Z", reopened_n=1),
        "INC2": dict(service="router", resolved=None, acknowledged=None, closed="2016-03-06T10:00:00Z")}),
    "desk-log.csv": ("desk-log", 1, 0, {
        "INC7": dict(severity="2 - Medium", team="Group 6", status="Closed", started="2016-02-29T01:16:00Z",
                     acknowledged="2016-02-29T02:00:00Z", resolved="2016-03-01T09:00:00Z", reopened_n=1)}),
    "bpi-detail.csv": ("itsm-tickets", 2, 0, {
        "IM01": dict(service="WBS1", severity="4", cause="Software", started="2013-02-05T13:32:00Z", resolved="2013-02-06T13:50:00Z",
                     closed="2013-02-25T13:51:00Z", reopened_n=0),
        "IM02": dict(severity=None, cause=None, reopened_n=1)}),
    "bpi-activities.csv": ("bpi-activities", 1, 0, {
        "IM1": dict(team="TEAM2", started="2014-01-13T09:00:00Z", acknowledged="2014-01-13T09:05:00Z", resolved="2014-01-14T09:00:00Z")}),
    "jira.csv": ("jira-csv", 2, 0, {
        "OPS-1": dict(title="Search broken\non all pages", service="search", severity="SEV2", team="Ann",
                      started="2026-02-25T22:17:00Z", resolved="2026-02-26T00:05:00Z", kind="incident"),
        "OPS-2": dict(severity="High", kind="duplicate")}),
    "jira.json": ("jira", 1, 0, {
        "OPS-3": dict(service="images", severity="Highest", started="2026-02-27T07:00:00Z", resolved="2026-02-27T07:40:00Z")}),
    "github-issues.json": ("forge-issues", 2, 1, {
        "https://forge.example/a/issues/12": dict(severity="1", service="site", team="ann", resolved="2024-11-01T10:45:00Z")}),
    "gitlab-issues.json": ("forge-issues", 1, 0, {
        "https://lab.example/a/-/issues/4": dict(severity="2", service="queue", team="bob")}),
    "zendesk.json": ("zendesk", 1, 0, {
        "501": dict(title="Cannot log in", severity="urgent", detected_by="email", acknowledged="2024-12-01T10:15:00Z",
                    resolved="2024-12-01T11:00:00Z", reopened_n=1)}),
    "uptimerobot.json": ("uptimerobot", 1, 0, {
        "777 1700000000": dict(service="Shop", cause="Service Unavailable", started="2023-11-14T22:13:20Z", resolved="2023-11-14T23:13:20Z")}),
    "pingdom.json": ("pingdom", 1, 0, {
        "down 1700000000": dict(started="2023-11-14T22:13:20Z", resolved="2023-11-14T22:18:20Z")}),
    "oh-dear.json": ("oh-dear", 2, 0, {
        "2018-01-01 15:00:00": dict(started="2018-01-01T15:00:00Z", resolved="2018-01-01T15:10:00Z"),
        "2018-01-02 15:00:00": dict(resolved=None)}),
    "workspace.json": ("google-cloud", 2, 0, {
        "w1": dict(service="Gmail", started="2024-01-05T10:00:00Z", declared="2024-01-05T10:12:00Z", resolved="2024-01-05T12:00:00Z"),
        "w2": dict(service="Calendar", resolved=None, is_outage=0)}),
    "aws.json": ("aws-status", 1, 0, {None: dict(service="compute-us-east-1", region="N. Virginia", severity="informational",
                                               started="2018-05-10T00:45:23Z", resolved=None)}),
    "yandex.json": ("yandex-status", 1, 0, {
        "900": dict(services=2, region="zone-a", severity="degraded", started="2024-05-05T10:00:00Z", declared="2024-05-05T10:20:00Z",
                    resolved="2024-05-05T11:00:00Z")}),
    "slack.json": ("slack-status", 1, 0, {"55": dict(service="Messaging", started="2024-06-06T16:00:00Z", resolved=None)}),
    "statuskit-late.md": ("statuskit", 1, 0, {
        "statuskit-late": dict(service="build", severity="degraded-performance", started="2024-07-07T10:00:00Z",
                               resolved="2024-07-07T11:15:00Z", status="resolved")}),
    "statuskit-old.md": ("statuskit", 1, 0, {
        "statuskit-old": dict(services=2, started="2019-05-05T10:00:00Z", resolved=None, status="open")}),
    "postmortem-index.md": ("postmortem-index", 1, 0, {
        "4d1f": dict(service="Network", team="Example", cause="config-change", started="2011-03-04T15:00:00Z",
                     resolved="2011-03-04T17:30:00Z")}),
    "stages.csv": ("stages", 1, 0, {
        "s1": dict(service="chat", severity="3", detected="2024-02-26T17:12:00Z", mitigated="2024-02-26T18:00:00Z",
                   resolved="2024-02-26T18:21:00Z")}),
    "xsoar.csv": ("xsoar", 2, 0, {"7": dict(severity="high", resolved="2024-03-03T11:00:00Z"),
                                 "8": dict(severity="informational", resolved=None)}),
    "service-tickets.csv": ("service-tickets", 1, 0, {
        "90071992547409931": dict(service="Network", resolved="2024-04-04T16:00:00Z")}),
    "upptime.json": ("upptime", 2, 0, {"home 2024-01-31": dict(service="Home", started=None, stated_duration_ms=1800000),
                                      "home 2024-02-02": dict(stated_duration_ms=300000)}),
    "../unknown/ledger.csv": ("generic", 2, 0, {
        "A-1": dict(title="Printing stops", service="Printing", severity="High", team="Desk", started="2024-03-14T09:05:00Z",
                    resolved="2024-03-14T10:35:00Z"),
        "A-2": dict(resolved=None)}),
    "../unknown/stages.csv": ("generic", 2, 0, {
        "S-1": dict(started="2024-04-01T10:00:00Z", resolved="2024-04-01T11:00:00Z", status="resolved"),
        "S-2": dict(started="2024-04-02T10:00:00Z", resolved="2024-04-02T10:20:00Z", status="monitoring")}),
    "../unknown/feed.json": ("generic", 2, 0, {
        "d-1": dict(title="Trains of data late", services=2, severity="amber", started="2024-03-14T09:00:00Z",
                    resolved="2024-03-14T09:30:00Z"),
        "d-2": dict(services=1, resolved=None)}),
    "cstate.md": ("cstate", 1, 0, {"cstate": dict(service="repository", severity="down", started="2022-05-13T07:00:00Z",
                                                 resolved="2022-05-13T11:00:00Z", status="resolved")}),
}


def facts_of(db):
    connection = sqlite3.connect(db)
    connection.row_factory = sqlite3.Row
    rows = connection.execute("SELECT v.*, i.stated_duration_ms FROM incidents v JOIN incident i ON i.id = v.id").fetchall()
    records = {row["external_id"]: {**row, "services": row["services_n"]} for row in map(dict, rows)}
    connection.close()
    return records


def check(name, case, folder):
    profile, read, rejected, wanted = case
    db, path = os.path.join(folder, os.path.basename(name) + ".db"), os.path.join(TOOLS, name)
    first = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)
    report = first["files"][0]
    ok(f"{name}: profile", report["profile"] == profile, report["profile"])
    ok(f"{name}: counts", (report["read"], report["rejected"], report["inserted"]) == (read, rejected, read - rejected), report)
    again = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["total"]
    ok(f"{name}: again", again["unchanged"] == read - rejected and not again["inserted"] + again["updated"], again)
    records = facts_of(db)
    for key, facts in wanted.items():
        record = records.get(key) if key is not None else next(iter(records.values()))
        got = {field: record[field] for field in facts} if record else sorted(records)
        ok(f"{name}: {key}", got == facts, f"{got} wanted {facts}")


def check_maintenance(folder):
    db = os.path.join(folder, "widget.db")
    run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, os.path.join(TOOLS, "incident-io-widget.json"))
    connection = sqlite3.connect(db)
    rows = connection.execute("SELECT s.name, m.to_at - m.from_at FROM maintenance m JOIN service s ON s.id = m.service_id "
                              "ORDER BY 1").fetchall()
    ok("widget: a window for each component", rows == [("api", 14400000), ("database", 14400000)], rows)
    connection.close()


def check_list():
    profiles = {p["name"]: p for p in run_json(NINES, "profiles")["profiles"]}
    ok("profiles are listed", len(profiles) >= 40, len(profiles))
    for name, case in CASES.items():
        ok(f"{case[0]} is listed", case[0] in profiles)
    ok("what Statuspage gives", "mitigated_at" in profiles["statuspage"]["maps"])
    ok("what Statuspage lacks", "acknowledged_at" in profiles["statuspage"]["unknown"], profiles["statuspage"])


def check_explain(folder):
    db, path = os.path.join(folder, "explain.db"), os.path.join(TOOLS, "servicenow-log.csv")
    report = run_json(NINES, "ingest", "--dry-run", "--explain", "--db", db, "--as-of", AS_OF, path)["files"][0]["explained"]
    ok("how it is read", "times without a zone: UTC" in report[0] and "started_at: day first" in report[0], report[0])
    ok("its first record", "id: INC1" in report[1] and "resolved_at: 2016-02-29T11:29:00Z" in report[1], report[1])
    close("two records", len(report), 3)
    after = run_json(NINES, "ingest", "--db", db, "--as-of", AS_OF, path)["total"]
    close("nothing was kept before", after["inserted"], 2)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, case in CASES.items():
            check(name, case, folder)
        check_maintenance(folder)
        check_explain(folder)
        check_list()
        tested = set(CASES) | {"incident-io-widget.json"}
        missing = set(os.listdir(TOOLS)) - tested
        ok("every file has its row", not missing, missing)
    close("tools", len(CASES) > 30, True)
    done()


main()
