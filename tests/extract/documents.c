/* Whole documents: facts, contradictions, texts without an incident; a scorer's run over the fixtures is score.py's. */
#include "support.h"

static void test_contradictions(void)
{
    static const char text[] =
        "# Outage of x (14/06/2019-15/06/2019)\n\n## Summary\nDown between 14th Jul 2019 (3:10 am) and 15th Jul 2019 "
        "(11:50 am).\n\n"
        "## What happened\nThe issue was observed on 15th 11:29am.\n\n## Timeline\n* 14th Jun 2019\n    * 3:10 am: "
        "deployment completed\n"
        "* 15th Jun 2019\n    * 11:32 am: team noticed the bug\n    * 11:50 am: service restored\n";
    g_autoptr(Extraction) x = extract_text("x.md", text);
    g_assert_cmpuint(x->incidents->len, ==, 1);
    const Incident *incident = extraction_incident(x, 0);
    g_assert_cmpstr(fact_text(incident, FACT_START), ==, "2019-06-14T03:10");
    g_assert_cmpstr(fact_text(incident, FACT_RESOLVED), ==, "2019-06-15T11:50");
    bool month = false, time = false;
    for (guint i = 0; i < x->findings->len; i++) {
        const ExtractFinding *f = x->findings->pdata[i];
        month |= strcmp(f->rule, "month") == 0 && f->line == 4 && f->other_line == 11;
        time |= strcmp(f->rule, "time") == 0 && f->line == 7 && f->other_line == 13;
    }
    g_assert_true(month);
    g_assert_true(time);
}

static void test_relapse(void)
{
    static const char text[] =
        "# Outage\n\nUTC\n\n- 2021-01-05 10:00 UTC errors began\n- 2021-01-05 10:30 UTC recovered\n"
        "- 2021-01-05 14:00 UTC errors again, alert fired\n- 2021-01-05 14:20 UTC recovered\n";
    g_autoptr(Extraction) x = extract_text("x.md", text);
    g_assert_cmpuint(x->incidents->len, ==, 2);
    g_assert_cmpstr(fact_text(extraction_incident(x, 1), FACT_DURATION), ==, "20");
}

/* Documents with several incidents: by a severity, by a span of time, by a date below the heading. */
static const struct {
    const char *text;
    guint incidents;
    const char *title, *start, *duration; /* of the last one */
} several[] = {
    {"# A rough March\n\n## What happened\n\n### Uploads (Major)\n\nOn 3 March 2025 uploads failed for hours.\n\n"
     "### Dashboards (Minor)\n\nOn 9 March 2025, between 10:05 and 10:50 UTC, dashboards were slow.\n\n"
     "## What we will do\n\nTest first.\n",
     2, "Dashboards (Minor)", "2025-03-09T10:05+00:00", "45"},
    {"# Log\n\n### 2024-01-09 22:15 - 23:02 UTC\n\n- Impact: logins failed\n\n### 2024-02-17 08:00 - 08:20 UTC\n\n"
     "- Impact: the API returned errors\n",
     2, "-", "2024-02-17T08:00+00:00", "20"},
    {"# Log\n\n## Payment backlog\n\nDate: 2023-02-03\nStart: 09:10 UTC\nEnd: 11:40 UTC\n\nThe consumer stopped.\n\n"
     "## Prices in the shop\n\nDate: 2023-05-20\nStart: 14:00 UTC\nEnd: 14:25 UTC\n\nWrong prices were shown.\n",
     2, "Prices in the shop", "2023-05-20T14:00+00:00", "25"},
    {"# Outage log\n\n| Date | Start (UTC) | End (UTC) | Summary |\n|---|---|---|---|\n| 2024-01-12 | 10:02 | 10:58 | "
     "Database failover stuck |\n| 2024-03-03 | 22:10 | 23:40 | Disk full on mail server |\n",
     2, "Disk full on mail server", "2024-03-03T22:10+00:00", "90"},
    {"# Week 12\n\n## Incidents\n\n- **2022-03-22**: Batch export failed from 14:10 to 14:50 UTC.\n"
     "- **2022-03-24**: Search returned nothing between 09:00 and 09:25 UTC.\n",
     2, "Search returned nothing between 09:00 and 09:25 UTC", "2022-03-24T09:00+00:00", "25"},
    {"# Downtime history\n\n2019-03-02: 45 minutes, power failure in the hall.\n\n2019-11-30: 10 minutes, router "
     "restart.\n",
     2, "10 minutes, router restart", "2019-11-30", "10"},
    {"# Interruptions\n\n| Date | Duration | Severity | What |\n|---|---|---|---|\n| 2024-05-02 10:00 | 20 min | low | "
     "errors in the wiki |\n| 2024-05-02 14:05 | 35 min | high | wiki was down, restored from backup |\n",
     2, "wiki was down, restored from backup", "2024-05-02T14:05", "35"},
    {"# Wiki outage\n\n| Date | Start | End | Step |\n|---|---|---|---|\n| 2024-05-02 | 10:00 | 10:20 | errors begin "
     "|\n"
     "| 2024-05-02 | 10:20 | 10:55 | rollback, wiki is back |\n",
     1, "Wiki outage", "2024-05-02T10:00", "55"},
    {"### November 9-11, 2019\n\n#### Disks not reachable\n\nResolved: All mounts are back.\nNovember 11, 09:30 CET\n\n"
     "Notice: The disks cannot be reached since 13:00.\nNovember 9, 13:40 CET\n\n"
     "### October 21, 2019\n\n#### Kernel maintenance\n\nNotice: The cluster will be shut down for maintenance. All "
     "nodes "
     "will be upgraded.\nOctober 7, 10:00 CEST\n\n"
     "### August 3, 2019\n\n#### Power outage\n\nResolved: Power is back, all nodes are up.\nAugust 3, 20:15 CEST\n\n"
     "Notice: A power outage took down many nodes at 14:10.\nAugust 3, 14:35 CEST\n",
     2, "Power outage", "2019-08-03T14:10+02:00", "365"},
    {"# On-call report, week 9\n\n**Monday 26 February 2024**\nAt 10:15 UTC the API returned errors. Rolled back at "
     "10:40 "
     "UTC and the errors stopped.\n\n**Thursday 29 February 2024**\nLogins were down from 18:02 to 18:31 UTC.\n\n"
     "**Friday 1 March 2024**\nQuiet.\n",
     2, "-", "2024-02-29T18:02+00:00", "29"},
    {"# Downtimes\n\n## 12.01.2023\n\nThe mail server was down from 08:10 to 09:00.\n\n## 03.05.2023\n\nThe VPN was "
     "down from 22:30 to 23:15.\n",
     2, "-", "2023-05-03T22:30", "45"},
    {"# Outage of the shop\n\n## 12.01.2023\n\nAt 23:10 UTC the shop failed. A restart helped for a while.\n\n"
     "## 13.01.2023\n\nAt 00:20 UTC the disk was replaced and the shop was back to normal.\n",
     1, "Outage of the shop", "2023-01-12T23:10+00:00", "70"},
    {"# Incidents of the week\n\n| Date/Time | Area | What | Duration | State |\n|---|---|---|---|---|\n"
     "| 2024-03-04 09:10 | Mail | Queue was stuck | 25 min | fixed |\n| 2024-03-04 14:05 | VPN | Dial-in failed | 10 "
     "min | "
     "fixed |\n| 2024-03-04 16:00 | Web | Slow page | ongoing | open |\n",
     2, "Dial-in failed", "2024-03-04T14:05", "10"},
    {"# Q3 incidents\n\n1. **Payments down** (2024-07-03 10:00-10:40 UTC): a deploy broke the signing.\n"
     "2. **Slow search** (2024-08-19 15:00-17:30 UTC): an index was rebuilt at noon.\n",
     2, "Slow search", "2024-08-19T15:00+00:00", "150"},
    {"Outage log of the hall\n\n03.02.2024  07:15 - 08:05  Cooling failed\n19.02.2024  22:40 - 23:10  Power failed\n"
     "11.03.2024  13:00 - 13:25  Fibre was cut\n",
     3, "Fibre was cut", "2024-03-11T13:00", "25"},
    {"# Incident history\n\n### Connection errors\n**Apr 3, 2024**\n\n**Resolved** - All is well.\nApr 3, 15:20 UTC\n\n"
     "**Investigating** - We see errors.\nApr 3, 14:10 UTC\n\n### Delayed mails\n**Apr 21, 2024**\n\n**Resolved** - "
     "Mails are "
     "delivered again.\nApr 21, 09:45 UTC\n\n**Identified** - Our provider has a problem.\nApr 21, 08:30 UTC\n",
     2, "Delayed mails", "2024-04-21T08:30+00:00", "75"},
    {"# Outages\n\n## Mail server\n\nOn 3 May 2024 nobody could read mail from 08:00 to 09:15 UTC.\n\n## Web "
     "server\n\nOn 17 May "
     "2024 it went away at 12:30 UTC. At 13:00 UTC it was back.\n",
     2, "Web server", "2024-05-17T12:30+00:00", "30"},
    {"# Payment incident, 3 to 5 May 2024\n\n## Day 1 - 3 May\n\nAt 10:05 UTC payments failed. A restart helped.\n\n"
     "## Day 2 - 4 May\n\nAt 09:00 UTC payments failed again; we rolled back at 09:30 UTC and they recovered.\n",
     1, "Payment incident, 3 to 5 May 2024", "2024-05-03T10:05+00:00", "1405"},
    {"Past Incidents\n\nMay 2, 2024\nNo incidents reported.\n\nMay 1, 2024\nElevated API errors\nResolved - All is "
     "well.\nMay 1, "
     "18:20 UTC\nInvestigating - We are looking into it.\nMay 1, 17:40 UTC\n\nApr 28, 2024\nDelayed webhooks\nResolved "
     "- Webhooks are "
     "delivered normally.\nApr 28, 09:30 UTC\nIdentified - A queue is stuck.\nApr 28, 08:50 UTC\n",
     2, "Delayed webhooks", "2024-04-28T08:50+00:00", "40"},
    {"## Incident log\n\n**2023-04-03** DNS was down from 10:00 to 10:40 UTC.\n\n**2023-06-09** Mail was down from "
     "23:10 to 23:50 "
     "UTC.\n\n**2023-07-01** Upgraded to Debian 12.\n",
     2, "Mail was down from 23:10 to 23:50 UTC", "2023-06-09T23:10+00:00", "40"},
    {"# On-call week 18\n\n- Tue 30 Apr 2024 03:12 UTC: disk full (resolved 03:40)\n- Sat 4 May 2024 22:50 UTC: false "
     "alarm\n"
     "- Sun 5 May 2024 10:00-10:20 UTC: API errors\n",
     2, "API errors", "2024-05-05T10:00+00:00", "20"},
    {"# Review of May\n\n## Incidents\n\n### Search outage (2 May)\n\n2024-05-02 10:00 - 10:45 UTC. A node was "
     "full.\n\n"
     "### Mail delay (17 May)\n\n2024-05-17 08:00 - 09:30 UTC. We were throttled.\n\n## Projects\n\nOn track.\n",
     2, "Mail delay (17 May)", "2024-05-17T08:00+00:00", "90"},
    {"# Disk incident of 3 May 2024\n\n## Failure 1: the disk\n\nIt was full at 10:00 UTC.\n\n## Failure 2: the "
     "alert\n\nIt "
     "was silenced "
     "until 10:40 UTC. We recovered at 11:30 UTC.\n",
     1, "Disk incident of 3 May 2024", "2024-05-03T10:00+00:00", "90"},
    {"# Data loss in the archive\n\n## Friday, 3 May 2024\n\nAt 16:10 UTC files were deleted by a script.\n\n## "
     "Tuesday, 7 May "
     "2024\n\nAt 14:00 UTC all documents were restored.\n",
     1, "Data loss in the archive", "2024-05-03T16:10+00:00", "5630"},
    {"# Pump trouble, 6 May 2024\n\nTwo incidents.\n\n- **First incident**: 09:12-09:50 UTC (May 6)\n"
     "- **Second incident**: 13:05-13:50 UTC (May 6)\n",
     2, "Pump trouble, 6 May 2024", "2024-05-06T13:05+00:00", "45"},
    {"# Two bad days for uploads\n\nOn Monday, 4 March 2024, uploads failed from 09:10 to 10:05 UTC because a disk was "
     "full.\n\nThen on Wednesday, 6 March 2024, uploads failed again, from 14:20 to 14:45 UTC.\n",
     2, "Two bad days for uploads", "2024-03-06T14:20+00:00", "25"},
    {"# On duty in week 32\n\n## 1) No invoices - Monday, 5 August 2024\n\n- 07:31 UTC first rejection\n- 07:48 UTC "
     "alert\n"
     "- 09:52 UTC works again\n\n## 2) Drivers could not log in - Thursday, 8 August 2024\n\nIt took 31 minutes. At "
     "14:10 UTC "
     "logins failed, at 14:41 UTC they were back to normal.\n",
     2, "Drivers could not log in - Thursday, 8 August 2024", "2024-08-08T14:10+00:00", "31"},
};

static void test_several(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(several); i++) {
        g_autoptr(Extraction) x = extract_text("x.md", several[i].text);
        g_test_message("%.60s", several[i].text);
        g_assert_cmpuint(x->incidents->len, ==, several[i].incidents);
        if (x->incidents->len != several[i].incidents)
            continue;
        const Incident *last = extraction_incident(x, several[i].incidents - 1);
        g_assert_cmpstr(fact_text(last, FACT_TITLE), ==, several[i].title);
        g_assert_cmpstr(fact_text(last, FACT_START), ==, several[i].start);
        g_assert_cmpstr(fact_text(last, FACT_DURATION), ==, several[i].duration);
    }
}

/* Which of two times is meant, and which is none. */
static void test_choices(void)
{
    g_autoptr(Extraction) page =
        extract_text("x.md", "---\ntitle: Mail delayed\nstatus: resolved\nseverity: high\ndate: 2022-09-14 16:40 "
                             "+0000\n---\n\n## Timeline\n\n"
                             "* [15:02 UTC] The queue starts to grow.\n* [16:05 UTC] All is back to normal.\n");
    g_assert_cmpstr(fact_text(extraction_incident(page, 0), FACT_START), ==, "2022-09-14T15:02+00:00");
    g_autoptr(Extraction) told = extract_text(
        "x.md",
        "### May 6, 2021\n\n#### Login nodes not reachable\n\nResolved: They are reachable again.\nMay 6, 18:30 "
        "CEST\n\nNotice: Nobody can log in. The problem started around 13:20 today.\nMay 6, 13:45 CEST\n");
    const Incident *incident = extraction_incident(told, 0);
    g_assert_cmpstr(fact_text(incident, FACT_TITLE), ==, "Login nodes not reachable");
    g_assert_cmpstr(fact_text(incident, FACT_START), ==, "2021-05-06T13:20+02:00");
    g_assert_cmpstr(fact_text(incident, FACT_RESOLVED), ==, "2021-05-06T18:30+02:00");
    g_autoptr(Extraction) boxes = extract_text(
        "x.md",
        "# Queue outage\n\nDown on 2024-03-03 from 10:00 to 11:00 UTC.\n\n## Next steps\n\n1. Monitoring\n2. Docs\n\n"
        "### This week\n\n- [ ] add an alert\n- [x] write it down\n- [ ] test the restart\n");
    g_assert_cmpstr(fact_text(extraction_incident(boxes, 0), FACT_ACTIONS_TOTAL), ==, "3");
    g_assert_cmpstr(fact_text(extraction_incident(boxes, 0), FACT_ACTIONS_DONE), ==, "1");
}

/* A hypothesis on the cause is no experiment; one that is called an experiment is none of our incidents. */
static void test_hypothesis(void)
{
    static const char *const body = "Down on 2024-03-05 from 10:00 to 11:00 UTC.\n\n## Cause\n\n### The leading "
                                    "hypothesis\n\nThe pump failed; this hypothesis is not proven.\n";
    g_autofree char *real = g_strdup_printf("# Outage of the fountain\n\n%s", body);
    g_autofree char *made = g_strdup_printf("# Chaos experiment: fountain\n\n%s", body);
    g_autofree char *hurt =
        g_strdup_printf("# Chaos test of the fountain\n\nThe chaos test got loose. %s\nVisitors could "
                        "not drink, customers could not pay.\n",
                        body);
    g_autoptr(Extraction) incident = extract_text("x.md", real), exercise = extract_text("x.md", made);
    g_autoptr(Extraction) loose = extract_text("x.md", hurt);
    g_assert_cmpuint(loose->incidents->len, ==, 1);
    g_autoptr(Extraction) gap = extract_text(
        "x.md", "# Runbook gap during the pump failure\n\nOn March 5th, 2024 at 10:00 UTC the pump failed and the "
                "fountain was down until 11:30 UTC. The runbook was wrong.\n");
    g_assert_cmpuint(gap->incidents->len, ==, 1);
    g_autoptr(Extraction) owned =
        extract_text("x.md", "## Owner: @kim\n\n# Overview\n\nOn March 5th, 2024 the fountain "
                             "was down from 10:00 to 11:30 UTC.\n");
    g_assert_cmpstr(fact_text(extraction_incident(owned, 0), FACT_TITLE), ==, "-");
    g_assert_cmpuint(incident->incidents->len, ==, 1);
    g_assert_cmpuint(exercise->incidents->len, ==, 0);
}

/* "resolved: false": what the page has as its end is the tool's default. */
static void test_open_page(void)
{
    static const char *const page = "---\ntitle: Mail is down\ndate: 2024-03-05T10:00:00Z\nresolved: %s\nresolvedWhen: "
                                    "2024-03-05T11:00:00Z\n---\n\nWe are looking at failing logins.%s\n";
    static const char *const ends[][3] = {
        {"false", "", "-"},
        {"false", " All of them work again since 11:00 UTC, the problem is resolved.", "2024-03-05T11:00:00+00:00"},
        {"true", "", "2024-03-05T11:00:00+00:00"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autoptr(GString) text = g_string_new(page);
        g_string_replace(text, "%s", ends[i][0], 1);
        g_string_replace(text, "%s", ends[i][1], 1);
        g_autoptr(Extraction) x = extract_text("x.md", text->str);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_RESOLVED), ==, ends[i][2]);
    }
}

/* A sum that was shown wrongly, came back, or could have been lost is no loss. */
static void test_no_loss(void)
{
    static const char *const texts[][2] = {
        {"The outage cost us 4,000 EUR in lost sales.", "4000 EUR"},
        {"A loss of 4,000 EUR was wrongly reported by the ledger.", "-"},
        {"Sales worth 4,000 EUR were at risk.", "-"},
        {"A longer outage would have cost 4,000 EUR.", "-"},
        {"The books had lost 4,000 EUR until noon. No money was lost.", "-"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *text =
            g_strdup_printf("# Outage of the till\n\nDown on 2024-03-05 from 10:00 to 11:00 UTC. %s\n", texts[i][0]);
        g_autoptr(Extraction) x = extract_text("x.md", text);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_MONEY), ==, texts[i][1]);
    }
}

/* The full stop of a shortened month ends no sentence. */
static void test_short_month(void)
{
    static const char *const texts[] = {"On Sept. 18th, 2017, our two shops went down.",
                                        "In the morning of Sept. 18, 2017 our shops went down for some hours."};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *text = g_strdup_printf("# Outage of the shops\n\n%s\n", texts[i]);
        g_autoptr(Extraction) x = extract_text("x.md", text);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_START), ==, "2017-09-18");
    }
}

/* "only parts are back" is no end. */
static void test_partial(void)
{
    g_autoptr(Extraction) x = extract_text(
        "x.md", "# Webhooks delayed\n\n## Timeline\n\n- 2023-10-02 08:12 UTC Queue alarm\n- 2023-10-02 10:30 UTC "
                "Only some of the workers recovered\n");
    g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_RESOLVED), ==, "-");
}

static const char *const none[] = {
    "",
    "# Notes\n\nBuy milk at 10:00.\n",
    "# Title\n## Summary\n## Impact\n## Timeline\n## Root cause\n## Action items\n",
    ("# Scheduled maintenance\n\nWe will be performing scheduled maintenance on 2021-01-05 from 10:00 to 12:00 UTC. No "
     "downtime is expected.\n"),
    ("# Programme\n\n#### 2024-05-03 09:00 - 10:00\n\nBroken badges are replaced.\n\n#### 2024-05-03 10:00 - 11:30\n\n"
     "Keynote: how big systems fail.\n"),
    "# Release 4.2\n\n## Importer (Major)\n\nFixed a crash.\n\n## Search (Minor)\n\nNo longer times out.\n",
    ("# Status\n\nThe ten minutes of downtime on May 4, 2021 belonged to a planned test of the lifts, which ended at "
     "13:00.\n"),
    ("### June 7-9, 2021\n\n#### Network upgrades (full downtime)\n\nUpdate: the upgrades have started.\nJune 7, 10:30 "
     "CEST\n"),
    ("---\ntitle: Updates\nstatus: resolved\nseverity: maintenance\ndate: 2024-05-03 17:30:00\nresolvedWhen: "
     "2024-05-03 "
     "18:15:00\n---\nServers are down while we work on them.\n"),
    ("---\ntitle: Upgrade\ndate: 2024-05-02\ntags: [\"maintenance\"]\n---\nWe upgraded the cluster between 10:00 and "
     "12:00 UTC.\n"),
    ("# Power outage at the depot\n\nOn 5 and 6 March the power will be cut. Printers will be off from 2024-03-04 "
     "19:00 "
     "CET until 2024-03-07 09:00 CET.\n"),
    ("# How to write a postmortem\n\nFor example:\n\n## Search was down\n\n### Timeline\n\n- 2015-10-21 14:51 alert "
     "fired\n"
     "- 2015-10-21 14:54 outage began\n- 2015-10-21 15:36 service restored\n"),
    ("# Summary for 2023\n\n#### Unscheduled downtimes\n\n* Impact: no file access\n* Damage: jobs of up to 14 days "
     "failed\n"
     "* Total downtime: 0.0 hours\n\nNo incidents so far.\n"),
    ("# Notfall\303\274bung Rechenzentrum\n\nDie \303\234bung begann am 15.06.2024 um 06:00 Uhr mit einem Alarm. Um "
     "08:50 Uhr war "
     "der Betrieb wiederhergestellt.\n"),
    ("Dear users,\n\ntomorrow, 5 June 2024, we will move the mail server. Between 18:00 and 20:00 UTC you cannot read "
     "mail. No mail "
     "will be lost.\n"),
    /* a change log whose days are signed */
    ("2023-05-28  Jo Berg  <jo@example.org>\n"
     "\n"
     "\tlist: do not lose rows after -v\n"
     "\tWith the option -v turned on, 'list -s' lost the order of the rows:\n"
     "\n"
     "\t* list/order.c (set_order): Move what -v prints behind the choice, thus\n"
     "\tending the failure.\n"
     "\n"
     "\tBug present since the order was added in v4.0.\n"),
    "# Release notes 2.0\n\nNew features:\n- x\n- y\n\nBug fixes:\n- Fixed a bug in z\n",
};

static void test_none(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(none); i++) {
        g_autoptr(Extraction) x = extract_text("x.md", none[i]);
        g_assert_cmpuint(x->incidents->len, ==, 0);
        g_assert_nonnull(x->reason);
    }
}

/* Titles: not a heading that only says what kind of document it is, nor a name for machines. */
static const struct {
    const char *text, *title;
} titles[] = {
    {"# Example post-mortem\n\n---\n\n# Post-Mortem: Mail was late\n\nDown on 2024-05-03 from 10:00 to 11:00 UTC.\n",
     "Mail was late"},
    {"---\nname: mail_outage_2024_05_03\n---\n\n## Mail outage (May 3, 2024)\n\nDown on 2024-05-03 from 10:00 to 11:00 "
     "UTC.\n",
     "Mail outage (May 3, 2024)"},
    {"# Incident report PI-2024-037\n\n**Name:** Checkout was not available\n**Date:** 3 May 2024\n\nDown from 10:00 "
     "to "
     "11:00 UTC.\n",
     "Checkout was not available"},
    {"Subject: Re: [RESOLVED] File server not reachable\nFrom: ops\n\nIt was down on 2024-05-03 from 10:00 to 11:00 "
     "UTC.\n",
     "File server not reachable"},
    {"### Is there an existing issue for this?\n\n- [x] yes\n\n### What failed?\n\nBuilds failed on 2024-05-02 from "
     "14:00 to 15:10 "
     "UTC.\n",
     "-"},
    {"## Update 3 May 2024, 12:00 UTC\n\nAll works again since 11:40 UTC.\n\n## 3 May 2024, 10:20 UTC\n\nOur network "
     "is down since "
     "10:05 UTC.\n",
     "-"},
    {"# Incident report\n\n**Date:** 3 May 2024\n\n**Time of outage:** 10:00 - 10:45 UTC\n\nThe network was down.\n",
     "-"},
    {"INCIDENT RECORD\n\nNo. of incident:   2024/118\nStart:            2024-06-04 09:10\nEnd:              2024-06-04 "
     "10:45\n\nThe "
     "phones were down.\n",
     "-"},
    {"# Notices\n\n### 10:02, 3 May 2024: Battery failure\n\nA battery failed and all systems went down.\n",
     "Battery failure"},
};

static void test_titles(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_autoptr(Extraction) x = extract_text("x.md", titles[i].text);
        g_assert_cmpuint(x->incidents->len, ==, 1);
        g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_TITLE), ==, titles[i].title);
    }
}

/* Planned work that went wrong is an incident. */
static void test_gone_wrong(void)
{
    g_autoptr(Extraction) x = extract_text(
        "x.md",
        "# Database maintenance overran\n\nDuring planned maintenance on 18 May 2024 the upgrade failed at 07:40 UTC. "
        "The planned maintenance window was over, but the shop stayed unavailable and was restored at 10:25 UTC.\n");
    g_assert_cmpuint(x->incidents->len, ==, 1);
    g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_RESOLVED), ==, "2024-05-18T10:25+00:00");
}

/* No fact without a place, words and a rule. */
static void check_evidence(const char *path)
{
    g_autofree char *bytes = NULL;
    gsize length;
    ExtractSettings settings = {.explain = true};
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_autoptr(Extraction) x = extract_document(path, bytes, length, &settings, NULL);
    g_assert_nonnull(x->explanation);
    for (guint i = 0; i < x->incidents->len; i++)
        for (int k = 0; k < FACT_COUNT; k++) {
            const Fact *fact = &extraction_incident(x, i)->facts[k];
            g_assert_true(!fact->known ||
                          (fact->text && fact->words && fact->rule && fact->confidence > 0 && fact->confidence <= 1));
        }
}

static void test_fixtures(void)
{
    g_autofree char *folder = g_build_filename(g_getenv("NINES_FIXTURES"), "postmortems", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_assert_nonnull(dir);
    guint n = 0;
    for (const char *name; dir && (name = g_dir_read_name(dir)); n++) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        check_evidence(path);
    }
    g_assert_cmpuint(n, >, 40);
}

/* Hostile text of every kind ends, and broken bytes do no harm. */
static void test_hostile(void)
{
    static const char *const units[] = {
        "- ", "> ",  "2024-01-01 10:00 ", "10:00 - ", "|a", "[", "**a", "&#65;", "<li>", "\xc3\x28\n",
        "1,", "6h ", "# a\n10:00 alert\n"};
    for (guint i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autoptr(GString) text = g_string_new(NULL);
        while (text->len < 60000)
            g_string_append(text, units[i]);
        g_autoptr(Extraction) x = extract_text("x.md", text->str);
        g_assert_nonnull(x);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/documents/contradictions", test_contradictions);
    g_test_add_func("/extract/documents/relapse", test_relapse);
    g_test_add_func("/extract/documents/several", test_several);
    g_test_add_func("/extract/documents/partial", test_partial);
    g_test_add_func("/extract/documents/hypothesis", test_hypothesis);
    g_test_add_func("/extract/documents/open-page", test_open_page);
    g_test_add_func("/extract/documents/no-loss", test_no_loss);
    g_test_add_func("/extract/documents/short-month", test_short_month);
    g_test_add_func("/extract/documents/choices", test_choices);
    g_test_add_func("/extract/documents/none", test_none);
    g_test_add_func("/extract/documents/titles", test_titles);
    g_test_add_func("/extract/documents/gone-wrong", test_gone_wrong);
    g_test_add_func("/extract/documents/fixtures", test_fixtures);
    g_test_add_func("/extract/documents/hostile", test_hostile);
    return g_test_run();
}
