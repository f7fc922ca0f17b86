/* The five times and the duration of short documents; each row's answer was worked out by hand. */
#include "support.h"

static const struct {
    const char *text;
    const char *start, *detected, *acknowledged, *resolved, *duration; /* "-": left out; NULL: not looked at */
} rows[] = {
    /* one sentence tells both ends and the length; the list's "began recovering" is not the end */
    {"Issue Summary\nThe outage lasted for 95 minutes, starting at 07:40 AM and ending at 09:15 AM UTC on May 6, "
     "2024.\n\nTimeline\n\n07:44 AM UTC - Alarm fired for the cart.\n\n08:55 AM UTC - Carts began recovering and "
     "errors went down.\n\n09:25 AM UTC - Everyone could pay again.\n",
     "2024-05-06T07:40+00:00", "2024-05-06T07:44+00:00", NULL, "2024-05-06T09:15+00:00", "95"},
    {"# Carts lost\n\n## Summary\n\nThe problem began at 07:40 UTC on 6 May 2024 and was resolved at 09:15 UTC.\n\n"
     "## Timeline\n\n- 07:52 UTC: carts were lost\n- 09:02 UTC: service restored\n",
     "2024-05-06T07:40+00:00", NULL, NULL, "2024-05-06T09:15+00:00", "95"},
    /* twelve o'clock with the wrong half of the day, by the entries around it */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 11:48 AM: carts went down\n- 12:05 AM: pager went off\n"
     "- 12:30 AM: service restored\n",
     "2024-05-06T11:48", "2024-05-06T12:05", NULL, "2024-05-06T12:30", "42"},
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 11:48 PM: carts went down\n- 12:05 PM: pager went off\n"
     "- 12:30 PM: service restored\n",
     "2024-05-06T23:48", "2024-05-07T00:05", NULL, "2024-05-07T00:30", "42"},
    /* a true midnight and a true noon stay */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 11:48 PM: carts went down\n- 12:05 AM: pager went off\n"
     "- 1:30 AM: service restored\n",
     "2024-05-06T23:48", "2024-05-07T00:05", NULL, "2024-05-07T01:30", "102"},
    /* the first to do something came first, not the team that "began investigating" later */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 10:00: carts went down\n- 10:04: alert fired\n"
     "- 10:06: Kim restarted the cart pods, no change\n- 10:40: the network team began investigating\n"
     "- 11:00: service restored\n",
     "2024-05-06T10:00", "2024-05-06T10:04", "2024-05-06T10:06", "2024-05-06T11:00", "60"},
    /* "alerts and began" is no trouble that began */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 10:00: alarm raised: carts are empty\n"
     "- 10:04: the shop team received alerts and began its investigation\n- 11:00: service restored\n",
     "2024-05-06T10:00", "2024-05-06T10:00", "2024-05-06T10:04", "2024-05-06T11:00", "60"},
    /* the stated length settles which of two ends it is */
    {"# Carts lost\n\nDate: 6 May 2024\nDuration: 50 minutes\n\n## Timeline\n\n- 10:00: the carts team updated the "
     "library\n- 10:10: errors in the logs\n- 10:15: alert fired\n- 11:00: carts recovered\n- 11:20: everything "
     "recovered for the last shop\n",
     "2024-05-06T10:10", "2024-05-06T10:15", NULL, "2024-05-06T11:00", "50"},
    /* a time without any cue on which the stated length falls */
    {"# Carts lost\n\nDate: 6 May 2024\n\nWe were down for 3 h 36 min.\n\n## Timeline\n\n- 09:12: carts went down\n"
     "- 09:30: Kim moves the table\n- 12:48: Kim moves it to the old place\n- 13:30: Kim writes to the shops\n",
     "2024-05-06T09:12", NULL, NULL, "2024-05-06T12:48", "216"},
    /* over before anybody saw it */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: order rate reaches 0\n- 09:31: everything returned "
     "to normal\n- 14:00: dip noticed by the carts team\n",
     "2024-05-06T09:12", "2024-05-06T14:00", NULL, "2024-05-06T09:31", "19"},
    /* alerts that did not fire, a question that is no recovery, a name that is an alert */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:15: no alert fired for the "
     "carts\n- 09:20: shop-cart-5xx-alarm 14 in five minutes\n- 09:40: all okay now?\n- 09:50: carts are back to "
     "normal\n",
     "2024-05-06T09:12", "2024-05-06T09:20", NULL, "2024-05-06T09:50", "38"},
    /* what is seen is that all is well */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:20: alert fired\n- 09:45: "
     "balancer detects the new nodes as healthy\n- 09:50: service restored\n",
     "2024-05-06T09:12", "2024-05-06T09:20", NULL, "2024-05-06T09:50", "38"},
    /* a relative clause is said of its own time */
    {"# Carts lost\n\nDate: 6 May 2024\n\n- 10:40: Resolved.\n- 10:05: We are investigating errors which began at "
     "09:50.\n",
     "2024-05-06T09:50", NULL, NULL, "2024-05-06T10:40", "50"},
    /* a date left over from another report; the order of day and month by the heading */
    {"# 2024-06-28: carts lost\n\n## Timeline\n\n### 2024-06-28 13:59\n\nAlert fired, carts went down.\n\n### "
     "2024-06-11 "
     "14:24\n\nService restored.\n",
     "2024-06-28T13:59", "2024-06-28T13:59", NULL, "2024-06-28T14:24", "25"},
    {"# Incident: 2024-05-06\n\nFrom 09:12 to 09:50 on 05/06/24 the carts were down.\n", "2024-05-06T09:12", NULL, NULL,
     "2024-05-06T09:50", "38"},
    /* a head's zone before one in passing; "until" tells an end and no start */
    {"# Carts lost\n\nKim was at a fair in the PDT time zone.\n\n## Timeline (times in BST)\n\n### May 6, 2024, 9:12 "
     "AM\n"
     "\nCarts went down.\n\n### 9:50 AM\n\nService restored.\n",
     "2024-05-06T09:12+01:00", NULL, NULL, "2024-05-06T09:50+01:00", "38"},
    {"# Carts lost\n\nThe shop was down until 09:50 on 6 May 2024.\n", "-", NULL, NULL, "2024-05-06T09:50", "-"},
    /* the last told recovery is the end; telling the customers is none; "flags" may be a noun */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:14: feature flags pods roll\n"
     "- 09:20: alert fired\n- 09:40: checkout is back, fully restored and healthy again\n- 09:55: carts restored\n"
     "- 10:20: stakeholders informed of the outage, fixed\n",
     "2024-05-06T09:12", "2024-05-06T09:20", NULL, "2024-05-06T09:55", "43"},
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:40: incident appears to be "
     "over\n",
     "2024-05-06T09:12", NULL, NULL, "2024-05-06T09:40", "28"},
    {"# Carts lost\n\nOn Monday, 6 May 2024 at 9:12 pm the shop went down and this lasted until Tuesday, 7 May, at "
     "3:01 "
     "am.\n",
     "2024-05-06T21:12", NULL, NULL, "2024-05-07T03:01", "349"},
    /* the weekday before the day of writing (9 May 2024 was a Thursday) */
    {"# The day the carts were gone\n\nWritten by Kim on 9 May 2024\n\nOn Monday our carts went down at 09:12. They "
     "were "
     "back at 09:50.\n",
     "2024-05-06T09:12", NULL, NULL, "2024-05-06T09:50", "38"},
    /* a night over two days, told in running text */
    {"# Carts lost\n\nIn the night from 6 to 7 May 2024 we lost our carts.\n\nAt 23:40 the carts went down. Kim was "
     "paged "
     "at 23:52. At 0:41 she found the full disk, and at 1:07 the carts were back.\n",
     "2024-05-06T23:40", "2024-05-06T23:52", NULL, "2024-05-07T01:07", "87"},
    {"# Carts lost\n\nOn 6 May 2024 at 23:40 the carts went down. At 0:41 Kim found the full disk, and at 1:07 the "
     "carts "
     "were back.\n",
     "2024-05-06T23:40", NULL, NULL, "2024-05-07T01:07", "87"},
    /* a range with its length beside it; dotted clocks with am or pm */
    {"# Incident on 2024-05-06\n\n7:00 - 9:20 (2h20m): the shop returned no results.\n\nAt 7:25 the first user "
     "complained.\n",
     "2024-05-06T07:00", "2024-05-06T07:25", NULL, "2024-05-06T09:20", "140"},
    {"# Shop outage (Monday 6 May 2024)\n\nBegan: about 6pm\nNoticed: 6.20pm\nFixed: 7.30pm\n", "2024-05-06T18:00",
     "2024-05-06T18:20", NULL, "2024-05-06T19:30", "90"},
    /* "y a las" joins two times, no range; "after that" counts from the time before */
    {"# Caída de la tienda\n\nEl 6 de mayo de 2024 a las 7:10 la tienda dejó de responder. Recibimos un aviso "
     "automático a "
     "las 7:16 y a las 7:25 el equipo técnico ya estaba trabajando. A las 8:00 el servicio se restableció.\n",
     "2024-05-06T07:10", "2024-05-06T07:16", "2024-05-06T07:25", "2024-05-06T08:00", "50"},
    {"# Shop outage\n\nOn 6 May 2024 at 07:10 the shop went down. The alarm went off at 07:16. Four minutes after that "
     "I was "
     "at the keyboard. At 08:00 the shop was back.\n",
     "2024-05-06T07:10", "2024-05-06T07:16", "2024-05-06T07:20", "2024-05-06T08:00", "50"},
    /* a time in brackets within an entry is no event of its own; what was written near the list's top is unread */
    {"# Shop outage\n\nDate: 6 May 2024\n\n## Timeline\n\n### 07:10\n\nThe shop went down.\n\n### 07:30\n\nOutage is "
     "reported by a customer, Kim starts to investigate.\n\nThe logs around the failure (~07:12) are investigated.\n\n"
     "### 08:00\n\nService restored.\n",
     "2024-05-06T07:10", "2024-05-06T07:30", "2024-05-06T07:30", "2024-05-06T08:00", "50"},
    {"# Shop outage\n\nDate: 6 May 2024\n\n## Timeline\n\n- 07:10: the shop went down\n- 07:12: purple lamp\n- 07:30: "
     "Kim "
     "starts to investigate\n- 08:00: service restored\n",
     "2024-05-06T07:10", "-", "2024-05-06T07:30", "2024-05-06T08:00", "50"},
    /* from a time on nothing new was done: the start; none of the trouble after it: the end */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: the log tells that after this time no new carts "
     "were opened\n- 09:30: two customers reported it\n- 09:50: the trouble was resolve by a new belt\n",
     "2024-05-06T09:12", "2024-05-06T09:30", NULL, "2024-05-06T09:50", "38"},
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:30: alert fired\n- 09:50: "
     "node drained, after this point no errors were seen\n",
     "2024-05-06T09:12", "2024-05-06T09:30", NULL, "2024-05-06T09:50", "38"},
    /* a partial recovery named with its service is no end */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:40: service was partially "
     "restored\n- 13:50: service was fully restored\n",
     "2024-05-06T09:12", NULL, NULL, "2024-05-06T13:50", "278"},
    /* a slip of the zone: the clocks agree with the stated length */
    {"# Carts lost\n\nDate: 6 May 2024\n\nThe shop was offline for 17 minutes starting at 09:12 (CEST).\n\n## Timeline "
     "(times in UTC)\n\n- 09:14: alert fired\n- 09:29: service restored\n",
     NULL, NULL, NULL, NULL, "17"},
    /* trouble that begins and stays; a partial recovery before the end of another day */
    {"# Parcels lost\n\n## Summary\n\nOn 6 May 2024 from 09:12 onwards the belt stopped. At 09:50 the service was "
     "restored.\n",
     "2024-05-06T09:12", NULL, NULL, "2024-05-06T09:50", "38"},
    {"# Parcels lost\n\n## Timeline\n\n- 2 May 2024: the vendor proposed full exports\n- The belt stopped sorting from "
     "6 "
     "May 2024 onwards\n",
     "2024-05-06", NULL, NULL, "-", "-"},
    {"# Carts lost\n\n## Timeline\n\n- Between 3AM and 4AM on Monday, May 6, 2024, carts were lost.\n- By 1:00 PM on "
     "Monday carts were partially restored.\n- By 8:00 AM on Wednesday carts were fully restored.\n",
     "2024-05-06T03:00", NULL, NULL, "2024-05-08T08:00", "3180"},
    {"# Books wrong\n\n## Timeline\n\n- 6 May 2024 09:12: the ledger job reports a 4,100 EUR loss after a double run\n"
     "- 09:20: a call is opened\n- 09:50: the books are back to normal\n",
     "2024-05-06T09:12", NULL, NULL, "2024-05-06T09:50", "38"},
    /* the vendor's recovery comes before one's own */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: from then on no order reached the kitchen\n- 09:30: "
     "alert fired\n- 09:40: vendor systems recovered\n- 09:50: all services confirmed operational\n",
     "2024-05-06T09:12", "2024-05-06T09:30", NULL, "2024-05-06T09:50", "38"},
    /* trouble told behind the first alarm is no start; calm is no detection */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 08:30: smoke tests report that all is fine\n- 09:12: pager "
     "goes off\n- 09:20: the cart shard is down, Kim tries to log in\n- 09:31: pager goes off again\n- 09:50: service "
     "restored\n",
     "2024-05-06T09:12", "2024-05-06T09:12", NULL, "2024-05-06T09:50", "38"},
    /* a report is all that an entry names; sentences of one who writes no capitals */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: carts went down\n- 09:20: First customer ticket\n"
     "- 09:25: ticket escalated\n- 09:50: service restored\n",
     "2024-05-06T09:12", "2024-05-06T09:20", NULL, "2024-05-06T09:50", "38"},
    {"quick note on the outage of last night, mon november 4 2024. around 9:20pm the primary fell over. pagerduty went "
     "off "
     "at 9:22pm. the "
     "replica was promoted by hand and the shop was back at 9:51pm.\n",
     "2024-11-04T21:20", "2024-11-04T21:22", NULL, "2024-11-04T21:51", "31"},
    /* what the list tells right before the alarm */
    {"# Carts lost\n\nDate: 6 May 2024\n\n## Timeline\n\n- 09:12: the cart shard turns purple\n- 09:14: alert fired\n"
     "- 09:50: service restored\n",
     "2024-05-06T09:12", "2024-05-06T09:14", NULL, "2024-05-06T09:50", "38"},
};

static void check(const Incident *incident, FactKind kind, const char *want)
{
    if (want)
        g_assert_cmpstr(fact_text(incident, kind), ==, want);
}

static void test_rows(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(Extraction) x = extract_text("x.md", rows[i].text);
        g_test_message("row %u: %.60s", i, rows[i].text);
        g_assert_cmpuint(x->incidents->len, ==, 1);
        const Incident *incident = extraction_incident(x, 0);
        check(incident, FACT_START, rows[i].start);
        check(incident, FACT_DETECTED, rows[i].detected);
        check(incident, FACT_ACKNOWLEDGED, rows[i].acknowledged);
        check(incident, FACT_RESOLVED, rows[i].resolved);
        check(incident, FACT_DURATION, rows[i].duration);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/extract/roles/rows", test_rows);
    return g_test_run();
}
