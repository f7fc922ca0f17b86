/* The live ledger: the reference definition of sheets whose formulas carry an edit of an incident through to
 * availability, budget and credit. Values are worked by hand (October 2026 in UTC, 31 days, 44,640 minutes).
 *
 * How it is exact. A criterion such as ">"&x passes through 15 digits of text, so date-time serials must not be
 * compared that way: two equal boundaries could differ. All boundaries therefore have a twin in whole milliseconds,
 * the "tick", counted from the END of the period: -2,678,400,000 is its start and 0 its end. Ticks are whole numbers
 * of at most 11 digits, so criteria are exact; and since MINIFS gives 0 when nothing matches, "no boundary left" is
 * already the period's end. Services and incidents are matched by number, because text criteria know wildcards.
 *
 * Each service has spare rows of length zero at the end, which fill up when an edit makes more segments. The column
 * "Covers" says when they did not suffice.
 *
 * checkout: INC-1 10:00-10:30 in full, INC-2 10:20-11:00 by half, planned work 10:50-12:00: counted 30 + 20/2 = 40 min,
 * excluded 70 min, measured 44,570 min, availability 1 - 40/44570.
 * search: INC-3 from 30 September until 00:45:00.250 (clipped), INC-4 open since 31 October 23:00 (ends with the
 * period), probes silent 05:00-06:00 on the 2nd: counted 105 min + 250 ms, unknown 60 min, measured 44,580 min. */
#pragma once

#include "build.h"

static inline void live_add_incidents(Document *document)
{
    Sheet *sheet =
        build_sheet(document, "Incidents", "Incident register",
                    "incident_id|incident|title|started_at|mitigated_at|resolved_at|impact_end_at\n"
                    "1|INC-1|=1+1 gateway down|2026-10-05T10:00:00Z|2026-10-05T10:30:00Z|2026-10-05T10:40:00Z|"
                    "2026-10-05T10:30:00Z\n"
                    "2|INC-2|+slow half the time|2026-10-05T10:20:00Z||2026-10-05T11:00:00Z|"
                    "2026-10-05T11:00:00Z\n"
                    "3|INC-3|@search down|2026-09-30T23:30:00Z|2026-10-01T00:45:00.250Z||"
                    "2026-10-01T00:45:00.250Z\n"
                    "4|INC-4|-still open|2026-10-31T23:00:00Z|||2026-11-02T00:00:00Z\n");
    build_column(sheet, "incident_id", "No.", NULL);
    build_column(sheet, "incident", "Incident", NULL);
    build_column(sheet, "title", "Title", NULL);
    build_column(sheet, "started_at", "Started (UTC)", NULL);
    build_column(sheet, "mitigated_at", "Mitigated (UTC)", NULL);
    build_column(sheet, "resolved_at", "Resolved (UTC)", NULL);
    build_column(sheet, "impact_end_at", "Impact end (UTC)",
                 "IF([@mitigated_at]<>\"\",[@mitigated_at],IF([@resolved_at]<>\"\",[@resolved_at],$as_of_at))");
}

static inline void live_add_ticks(Sheet *sheet)
{
    build_column(sheet, "from_tick", "From, ms to period end", "ROUND(([@from_at]-$period_to_at)*86400000,0)")->style =
        STYLE_QUIET;
    build_column(sheet, "to_tick", "To, ms to period end", "ROUND(([@to_at]-$period_to_at)*86400000,0)")->style =
        STYLE_QUIET;
}

/* A window has its own times, or those of its incident when they are blank. */
static inline void live_add_windows(Document *document)
{
    Sheet *sheet =
        build_sheet(document, "Windows", "Impact windows",
                    "incident_id|service_id|service|own_from_at|own_to_at|share_ratio|from_at|to_at|from_tick|to_tick\n"
                    "1|1|checkout|||1.0|2026-10-05T10:00:00Z|2026-10-05T10:30:00Z|-2296800000|-2295000000\n"
                    "2|1|checkout|||0.5|2026-10-05T10:20:00Z|2026-10-05T11:00:00Z|-2295600000|-2293200000\n"
                    "3|2|search|2026-09-30T23:30:00Z||1.0|2026-09-30T23:30:00Z|2026-10-01T00:45:00.250Z|-2680200000|"
                    "-2675699750\n"
                    "4|2|search|||1.0|2026-10-31T23:00:00Z|2026-11-02T00:00:00Z|-3600000|86400000\n");
    build_column(sheet, "incident_id", "Incident no.", NULL);
    build_column(sheet, "service_id", "Service no.", NULL);
    build_column(sheet, "service", "Service", NULL);
    build_column(sheet, "own_from_at", "Own start (UTC)", NULL);
    build_column(sheet, "own_to_at", "Own end (UTC)", NULL);
    build_column(sheet, "share_ratio", "Share lost", NULL);
    build_column(sheet, "from_at", "From (UTC)",
                 "IF([@own_from_at]<>\"\",[@own_from_at],"
                 "INDEX(Incidents[started_at],MATCH([@incident_id],Incidents[incident_id],0)))");
    build_column(sheet, "to_at", "To (UTC)",
                 "IF([@own_to_at]<>\"\",[@own_to_at],"
                 "INDEX(Incidents[impact_end_at],MATCH([@incident_id],Incidents[incident_id],0)))");
    live_add_ticks(sheet);
}

static inline void live_add_spans(Document *document, const char *name, const char *title, const char *rows)
{
    Sheet *sheet = build_sheet(document, name, title, rows);
    build_column(sheet, "service_id", "Service no.", NULL);
    build_column(sheet, "service", "Service", NULL);
    build_column(sheet, "from_at", "From (UTC)", NULL);
    build_column(sheet, "to_at", "To (UTC)", NULL);
    live_add_ticks(sheet);
}

/* Boundaries after this row's start, and windows that cover it, of one kind of span. */
#define NEXT_OF(spans, field)                                                                                          \
    "MINIFS(" spans "[" field "]," spans "[service_id],[@service_id]," spans "[" field "],\">\"&[@from_tick])"
#define COVERING(spans)                                                                                                \
    spans "[service_id],[@service_id]," spans "[from_tick],\"<=\"&[@from_tick]," spans "[to_tick],\">\"&[@from_tick]"

#define TO_TICK                                                                                                        \
    "MIN(0," NEXT_OF("Windows", "from_tick") "," NEXT_OF("Windows", "to_tick") "," NEXT_OF(                            \
        "Maintenance", "from_tick") "," NEXT_OF("Maintenance",                                                         \
                                                "to_tick") "," NEXT_OF("Unmeasured",                                   \
                                                                       "from_tick") "," NEXT_OF("Unmeasured",          \
                                                                                                "to_tick") ")"

static inline void live_add_ledger(Document *document)
{
    Sheet *sheet = build_sheet(
        document, "Ledger", "Minute ledger",
        "service_id|service|from_at|to_at|length_ms|class|share_ratio|counted_ms|from_tick|to_tick\n"
        "1|checkout|2026-10-01T00:00:00Z|2026-10-05T10:00:00Z|106h|up|0.0|0s|-2678400000|-2296800000\n"
        "1|checkout|2026-10-05T10:00:00Z|2026-10-05T10:20:00Z|20min|counted|1.0|20min|-2296800000|-2295600000\n"
        "1|checkout|2026-10-05T10:20:00Z|2026-10-05T10:30:00Z|10min|counted|1.0|10min|-2295600000|-2295000000\n"
        "1|checkout|2026-10-05T10:30:00Z|2026-10-05T10:50:00Z|20min|counted|0.5|10min|-2295000000|-2293800000\n"
        "1|checkout|2026-10-05T10:50:00Z|2026-10-05T11:00:00Z|10min|excluded|0.0|0s|-2293800000|-2293200000\n"
        "1|checkout|2026-10-05T11:00:00Z|2026-10-05T12:00:00Z|60min|excluded|0.0|0s|-2293200000|-2289600000\n"
        "1|checkout|2026-10-05T12:00:00Z|2026-11-01T00:00:00Z|636h|up|0.0|0s|-2289600000|0\n"
        "1|checkout|2026-11-01T00:00:00Z|2026-11-01T00:00:00Z|0s|spare|0.0|0s|0|0\n"
        "1|checkout|2026-11-01T00:00:00Z|2026-11-01T00:00:00Z|0s|spare|0.0|0s|0|0\n"
        "2|search|2026-10-01T00:00:00Z|2026-10-01T00:45:00.250Z|2700250|counted|1.0|2700250|-2678400000|-2675699750\n"
        "2|search|2026-10-01T00:45:00.250Z|2026-10-02T05:00:00Z|101699750|up|0.0|0s|-2675699750|-2574000000\n"
        "2|search|2026-10-02T05:00:00Z|2026-10-02T06:00:00Z|1h|unknown|0.0|0s|-2574000000|-2570400000\n"
        "2|search|2026-10-02T06:00:00Z|2026-10-31T23:00:00Z|713h|up|0.0|0s|-2570400000|-3600000\n"
        "2|search|2026-10-31T23:00:00Z|2026-11-01T00:00:00Z|1h|counted|1.0|1h|-3600000|0\n"
        "2|search|2026-11-01T00:00:00Z|2026-11-01T00:00:00Z|0s|spare|0.0|0s|0|0\n"
        "2|search|2026-11-01T00:00:00Z|2026-11-01T00:00:00Z|0s|spare|0.0|0s|0|0\n");
    build_column(sheet, "service_id", "Service no.", NULL);
    build_column(sheet, "service", "Service", NULL);
    build_column(sheet, "from_at", "From (UTC)", "$period_to_at+[@from_tick]/86400000");
    build_column(sheet, "to_at", "To (UTC)", "$period_to_at+[@to_tick]/86400000");
    build_column(sheet, "length_ms", "Length", "([@to_tick]-[@from_tick])/86400000");
    build_column(sheet, "class", "Class",
                 "IF([@length_ms]=0,\"spare\",IF(COUNTIFS(" COVERING(
                     "Maintenance") ")>0,\"excluded\","
                                    "IF(COUNTIFS(" COVERING("Windows") ",Windows[share_ratio],\">0\")>0,\"counted\","
                                                                       "IF(COUNTIFS(" COVERING(
                                                                           "Unmeasured") ")>0,\"unknown\",\"up\"))))");
    build_column(sheet, "share_ratio", "Share lost",
                 "IF([@class]=\"counted\",MAXIFS(Windows[share_ratio]," COVERING("Windows") "),0)");
    build_column(sheet, "counted_ms", "Counted", "[@length_ms]*[@share_ratio]");
    SheetColumn *from = build_column(sheet, "from_tick", "From, ms to period end", "{prev:to_tick}");
    from->first = g_strdup("ROUND(($period_from_at-$period_to_at)*86400000,0)");
    from->group = g_strdup("service_id");
    from->style = STYLE_QUIET;
    build_column(sheet, "to_tick", "To, ms to period end", TO_TICK)->style = STYLE_QUIET;
    sheet->totals = true;
}

#define SUM_OF(class) "SUMIFS(Ledger[length_ms],Ledger[service_id],[@service_id],Ledger[class],\"" class "\")"

static inline void live_add_tiers(Document *document)
{
    Sheet *sheet = build_sheet(document, "Tiers", "Credit tiers",
                               "service_id|below_ratio|credit_ratio\n1|0.999|0.1\n1|0.99|0.25\n2|0.995|0.05\n");
    build_column(sheet, "service_id", "Service no.", NULL);
    build_column(sheet, "below_ratio", "Availability below", NULL);
    build_column(sheet, "credit_ratio", "Credit", NULL);
}

/* Comparisons round at 12 decimals: a millisecond in a year is 3e-11, the noise of the division 1e-16. */
static inline void live_add_services(Document *document)
{
    Sheet *sheet = build_sheet(
        document, "Services", "Services against target",
        "service_id|service|excluded_ms|unknown_ms|counted_ms|measured_ms|availability_ratio|target_ratio|budget_ms|"
        "remaining_ms|verdict|currency|fee_minor|credit_ratio|credit_minor|covers\n"
        "1|checkout|70min|0s|40min|44570min|0.9991025353376711|0.999|2674200|274200|met|EUR|1000000|0.0|0|complete\n"
        "2|search|0s|1h|6300250|44580min|0.9976445902497383|0.995|13374000|7073750|met|EUR|200000|0.0|0|complete\n");
    build_column(sheet, "service_id", "Service no.", NULL);
    build_column(sheet, "service", "Service", NULL)->style = STYLE_STRONG;
    build_column(sheet, "excluded_ms", "Excluded", SUM_OF("excluded"));
    build_column(sheet, "unknown_ms", "Unknown", SUM_OF("unknown"));
    build_column(sheet, "counted_ms", "Counted", "SUMIFS(Ledger[counted_ms],Ledger[service_id],[@service_id])");
    build_column(sheet, "measured_ms", "Measured",
                 "SUMIFS(Ledger[length_ms],Ledger[service_id],[@service_id])-[@excluded_ms]-[@unknown_ms]");
    SheetColumn *availability = build_column(sheet, "availability_ratio", "Availability",
                                             "IF([@measured_ms]<=0,\"not measurable\",1-[@counted_ms]/[@measured_ms])");
    availability->note = g_strdup("1 - counted / (period - excluded - unknown)");
    build_column(sheet, "target_ratio", "Target", NULL);
    build_column(sheet, "budget_ms", "Allowed", "(1-[@target_ratio])*[@measured_ms]");
    build_column(sheet, "remaining_ms", "Remaining", "[@budget_ms]-[@counted_ms]");
    build_column(sheet, "verdict", "Verdict",
                 "IF(ISNUMBER([@availability_ratio]),IF(ROUND([@availability_ratio]-[@target_ratio],12)>=0,\"met\","
                 "\"breached\"),\"not measurable\")")
        ->style = STYLE_VERDICT;
    build_column(sheet, "fee_minor", "Fee", NULL);
    build_column(sheet, "credit_ratio", "Credit share",
                 "IF(ISNUMBER([@availability_ratio]),SUMPRODUCT(MAX((Tiers[service_id]=[@service_id])*"
                 "(ROUND(Tiers[below_ratio]-[@availability_ratio],12)>0)*Tiers[credit_ratio])),0)");
    build_column(sheet, "credit_minor", "Credit", "ROUND([@fee_minor]*[@credit_ratio],2)");
    build_column(
        sheet, "covers", "Covers",
        "IF(ABS(SUMIFS(Ledger[length_ms],Ledger[service_id],[@service_id])-($period_to_at-$period_from_at))<1E-9,"
        "\"complete\",\"incomplete\")")
        ->style = STYLE_VERDICT;
    sheet->totals = true;
}

static inline Document *live_document_new(void)
{
    Document *document = document_new("live");
    document->title = g_strdup("Reliability report, October 2026");
    document->subtitle = g_strdup("1 October to 31 October 2026, UTC, as of 2 November 2026");
    document->zone = zone_utc();
    document->as_of = INT64_C(1793577600000); /* 2026-11-02 */
    build_figure(document, "period_from_at", "Period from (UTC)", "2026-10-01T00:00:00Z");
    build_figure(document, "period_to_at", "Period to (UTC)", "2026-11-01T00:00:00Z");
    build_figure(document, "as_of_at", "As of (UTC)", "2026-11-02T00:00:00Z");
    Figure *lowest = build_figure(document, "lowest_availability_ratio", "Lowest availability", "0.9976445902497383");
    lowest->formula = g_strdup("MIN(Services[availability_ratio])");
    lowest->note = g_strdup("The service that was available least.");
    live_add_incidents(document);
    live_add_windows(document);
    live_add_spans(document, "Maintenance", "Planned maintenance",
                   "service_id|service|from_at|to_at|from_tick|to_tick\n"
                   "1|checkout|2026-10-05T10:50:00Z|2026-10-05T12:00:00Z|-2293800000|-2289600000\n");
    live_add_spans(document, "Unmeasured", "Times without measurement",
                   "service_id|service|from_at|to_at|from_tick|to_tick\n"
                   "2|search|2026-10-02T05:00:00Z|2026-10-02T06:00:00Z|-2574000000|-2570400000\n");
    live_add_ledger(document);
    live_add_tiers(document);
    live_add_services(document);
    return document;
}
