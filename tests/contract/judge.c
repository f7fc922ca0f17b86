/* Judging term by term: each case a small contract, a few facts, and an answer worked by hand in its comment. */
#include "support.h"
#include <math.h>
#include <string.h>

#define HEAD "contract: c\nrounding: none\nfee: {amount: 1000.00, currency: EUR, per: month}\n"
#define API "availability:\n  - name: api\n    services: [api]\n"
#define MIN_MS(n) ((int64_t)((n)*60000.0 + 0.5))

/* ---- zones and periods ---- */

typedef struct {
    const char *name, *terms, *asked, *period, *from, *to;
    double allowed_min; /* of 99.9 % */
} PeriodCase;

static const PeriodCase SPANS[] = {
    /* 743 h: 44.58 min; 745 h: 44.7 min */
    {"clock-forward", "timezone: Europe/Berlin\nperiod: month\n", "2026-03", "2026-03", "2026-02-28T23:00",
     "2026-03-31T22:00", 44.58},
    {"clock-back", "timezone: Europe/Berlin\nperiod: month\n", "2026-10", "2026-10", "2026-09-30T22:00",
     "2026-10-31T23:00", 44.7},
    /* February to April: 28 + 31 + 30 = 89 d: 128.16 min */
    {"fiscal-quarter", "timezone: UTC\nperiod: {fiscal_quarter: feb}\n", "2026-03", "2026-02-01..2026-04-30",
     "2026-02-01T00:00", "2026-05-01T00:00", 128.16},
    {"fiscal-year", "timezone: UTC\nperiod: {fiscal_year: apr}\n", "2026-03", "2025-04-01..2026-03-31",
     "2025-04-01T00:00", "2026-04-01T00:00", 525.6},
    /* From day 31, put into short months: 28 February to 30 March, then 31 March to 29 April. */
    {"billing-31-february", "timezone: UTC\nperiod: {billing: 31}\n", "2026-02", "2026-02-28..2026-03-30",
     "2026-02-28T00:00", "2026-03-31T00:00", 44.64},
    {"billing-31-march", "timezone: UTC\nperiod: {billing: 31}\n", "2026-03", "2026-03-31..2026-04-29",
     "2026-03-31T00:00", "2026-04-30T00:00", 43.2},
    {"billing-15-end", "timezone: UTC\nperiod: {billing: 15}\n", "2026-12", "2026-12-15..2027-01-14",
     "2026-12-15T00:00", "2027-01-15T00:00", 44.64},
    {"leap-month", "timezone: UTC\nperiod: month\n", "2024-02", "2024-02", "2024-02-01T00:00", "2024-03-01T00:00",
     41.76},
    {"leap-day", "timezone: UTC\nperiod: day\n", "2024-02-29..2024-02-29", "2024-02-29", "2024-02-29T00:00",
     "2024-03-01T00:00", 1.44},
    {"billing-29", "timezone: UTC\nperiod: {billing: 29}\n", "2023-02", "2023-02-28..2023-03-28", "2023-02-28T00:00",
     "2023-03-29T00:00", 41.76},
    /* Apia skipped 30 December 2011: from UTC-10 to UTC+14, so the month has 30 d. */
    {"apia", "timezone: Pacific/Apia\nperiod: month\n", "2011-12", "2011-12", "2011-12-01T10:00", "2011-12-31T10:00",
     43.2},
    {"rolling", "timezone: UTC\nperiod: {rolling: 30d}\n", "2026-03", "2026-03-02..2026-03-31", "2026-03-02T00:00",
     "2026-04-01T00:00", 43.2},
    {"week", "timezone: UTC\nperiod: week\n", "2026-03-03..2026-03-04", "2026-03-02..2026-03-08", "2026-03-02T00:00",
     "2026-03-09T00:00", 10.08},
};

static void test_span(gconstpointer data)
{
    const PeriodCase *span = data;
    g_autofree char *text = g_strconcat(HEAD, span->terms, API, "    target: 99.9%\n", NULL);
    g_autoptr(Contract) contract = read_text_contract(text);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_autoptr(Judgement) judgement = judge(contract, span->asked, facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpuint(judgement->obligations->len, ==, 1);
    g_assert_cmpstr(one->period, ==, span->period);
    g_assert_cmpint(one->from, ==, when(span->from));
    g_assert_cmpint(one->to, ==, when(span->to));
    g_assert_cmpint(one->budget_ms, ==, MIN_MS(span->allowed_min));
}

/* Judged day by day, December 2011 in Apia has 30 days: the 29th is followed by the 31st. */
static void test_skipped_day(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(HEAD "timezone: Pacific/Apia\nperiod: day\n" API "    target: 99%\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_autoptr(Judgement) judgement = judge(contract, "2011-12", facts);
    g_assert_cmpuint(judgement->obligations->len, ==, 30);
    g_assert_cmpstr(obligation(judgement, 28)->period, ==, "2011-12-29");
    g_assert_cmpstr(obligation(judgement, 29)->period, ==, "2011-12-31");
    g_assert_cmpint(obligation(judgement, 28)->to, ==, obligation(judgement, 29)->from);
}

/* 18:00 to 19:30 on 28 February in New York is 00:00 to 01:30 on 1 March in Berlin, and 23:00 to 00:30 in UTC. */
static void test_incident_zone(void)
{
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-02-28T18:00:00-05:00", "2026-02-28T19:30:00-05:00");
    g_autoptr(Contract) berlin =
        read_text_contract(HEAD "timezone: Europe/Berlin\nperiod: month\n" API "    target: 99.9%\n");
    g_autoptr(Contract) utc = read_text_contract(HEAD "timezone: UTC\nperiod: month\n" API "    target: 99.9%\n");
    g_autoptr(Judgement) a = judge(berlin, "2026-02", facts), b = judge(berlin, "2026-03", facts);
    g_autoptr(Judgement) c = judge(utc, "2026-02", facts), d = judge(utc, "2026-03", facts);
    g_assert_cmpint(obligation(a, 0)->counted_ms, ==, 0);
    g_assert_cmpint(obligation(b, 0)->counted_ms, ==, MIN_MS(90));
    g_assert_cmpint(obligation(c, 0)->counted_ms, ==, MIN_MS(60));
    g_assert_cmpint(obligation(d, 0)->counted_ms, ==, MIN_MS(30));
}

/* ---- counting ---- */

typedef struct {
    const char *name, *terms;
    double counted_min, excluded_min;
} Counting;

/* June 2026, UTC: api down 10:00-11:00 on the 1st (detected 10:20, opened 10:30) and 10:00-10:04 on the 2nd; slow
 * (30 % lost, tag slow) 12:00-13:00 on the 3rd; web down 10:30-11:30 on the 1st; force majeure 10:00-12:00 on the 4th,
 * with an own fault 11:00-11:30 beside it. */
static JudgeFacts *counting_facts(void)
{
    JudgeFacts *facts = judge_facts_new();
    JudgeOutage *first = add_outage(facts, 1, "api", "2026-06-01T10:00", "2026-06-01T11:00");
    first->detected_at = when("2026-06-01T10:20");
    first->declared_at = when("2026-06-01T10:30");
    add_outage(facts, 2, "api", "2026-06-02T10:00", "2026-06-02T10:04");
    JudgeOutage *slow = add_outage(facts, 3, "api", "2026-06-03T12:00", "2026-06-03T13:00");
    slow->share_ppm = 300000;
    slow->tags = judge_facts_tags(facts, "slow");
    add_outage(facts, 4, "web", "2026-06-01T10:30", "2026-06-01T11:30");
    add_outage(facts, 5, "api", "2026-06-04T10:00", "2026-06-04T12:00")->tags =
        judge_facts_tags(facts, "force-majeure, region=eu");
    add_outage(facts, 6, "api", "2026-06-04T11:00", "2026-06-04T11:30")->tags = judge_facts_tags(facts, "region=us");
    return facts;
}

#define ONE "    services: [api]\n    target: 99%\n"
#define TWO "    services: [api, web]\n    target: 99%\n"

static const Counting COUNTING[] = {
    /* 60 + 4 + 18 (0.3 x 60) + 120 (the own fault lies within force majeure) */
    {"plain", ONE, 202, 0},
    {"degraded-full", ONE "    degraded_counts: full\n", 244, 0},
    {"degraded-none", ONE "    degraded_counts: none\n", 184, 0},
    {"degraded-weight", ONE "    degraded_counts: 50%\n", 214, 0},
    {"degraded-named", ONE "    degraded_counts: {slow: 10%}\n", 190, 0},
    {"min-outage", ONE "    min_outage: 5min\n", 198, 0},
    {"from-detected", ONE "    measured_from: detected\n", 182, 0},
    {"from-declared", ONE "    measured_from: declared\n", 172, 0},
    /* force majeure out, but not where the own fault stands: 60 + 4 + 18 + 30; 90 min excluded */
    {"tags", ONE "    exclude: [{tags: [force-majeure]}]\n", 112, 90},
    /* only eu: records without a region count, the own fault (us) does not */
    {"scope", ONE "    scope: {region: eu}\n", 202, 0},
    {"scope-us", ONE "    scope: {region: [us]}\n", 112, 0},
    /* union of api and web on the 1st: 10:00-11:30 */
    {"any", TWO, 232, 0},
    /* both at once: 10:30-11:00 */
    {"all", TWO "    combine: all-down\n", 30, 0},
    {"two-of-two", TWO "    combine: {k_of_n: 2}\n", 30, 0},
    /* halves: (202 + 60) / 2 */
    {"pooled", TWO "    combine: pooled\n", 131, 0},
    /* 3 : 1 : (3 x 202 + 60) / 4 = 166.5 */
    {"weighted", "    combine: {weighted: {api: 3, web: 1}}\n    target: 99%\n", 166.5, 0},
    /* slices of 30 min: bad when all of it is down: 2 + 0 + 2 (0.3) + 4: 60 + 18 + 120 */
    {"slices-all", ONE "    unit: {slices: 30min}\n", 198, 0},
    /* any part: the 4 min spoil one slice of 30 */
    {"slices-any", ONE "    unit: {slices: 30min, bad_when: any-down}\n", 228, 0},
    /* open 09:00-10:30 only, June 2026 has 30 days: 30 + 4 + 0 + 30; excluded 22.5 h x 30 */
    {"hours", ONE "    hours: morning\n", 64, 40500},
    {"windows", ONE "    exclude: [{windows: [{from: 2026-06-04, to: 2026-06-05}]}]\n", 82, 2880},
};

static void test_counting(gconstpointer data)
{
    const Counting *counting = data;
    g_autofree char *text =
        g_strconcat(HEAD "timezone: UTC\nperiod: month\ncalendars: {morning: {hours: \"09:00-10:30\"}}\n"
                         "availability:\n  - name: x\n",
                    counting->terms, NULL);
    g_autoptr(Contract) contract = read_text_contract(text);
    g_autoptr(JudgeFacts) facts = counting_facts();
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->counted_ms, ==, MIN_MS(counting->counted_min));
    g_assert_cmpint(one->excluded_ms, ==, MIN_MS(counting->excluded_min));
}

/* ---- maintenance: notice, cap, overrun ---- */

static JudgeMaintenance *add_work(JudgeFacts *facts, const char *label, const char *from, const char *to,
                                  const char *announced)
{
    JudgeMaintenance work = {.label = label,
                             .from = when(from),
                             .to = when(to),
                             .ended_at = INSTANT_NONE,
                             .announced_at = announced != NULL ? when(announced) : INSTANT_NONE,
                             .share_ppm = SHARE_FULL};
    g_array_append_val(facts->maintenance, work);
    return &g_array_index(facts->maintenance, JudgeMaintenance, facts->maintenance->len - 1);
}

/* 10 h a year: 2 h of them went in February. April: 4 h; May: 7 h, of which 4 are left; June: half an hour announced a
 * day before instead of two. So 8 h are excluded, 3 h and 30 min count. */
static void test_notice_and_cap(void)
{
    g_autoptr(Contract) contract = read_fixture("slack.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_work(facts, "june", "2026-06-10T10:00", "2026-06-10T10:30", "2026-06-09T10:00");
    add_work(facts, "may", "2026-05-10T10:00", "2026-05-10T17:00", "2026-05-08T10:00");
    add_work(facts, "april", "2026-04-10T10:00", "2026-04-10T14:00", "2026-04-01T10:00");
    add_work(facts, "february", "2026-02-10T10:00", "2026-02-10T12:00", "2026-02-01T10:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-Q2", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->excluded_ms, ==, 8 * MS_PER_HOUR);
    g_assert_cmpint(one->counted_ms, ==, MIN_MS(210));
    const ExclusionRecord *may = &g_array_index(one->exclusions, ExclusionRecord, 2);
    g_assert_cmpstr(may->label, ==, "maintenance: may");
    g_assert_cmpint(may->excluded_ms, ==, 4 * MS_PER_HOUR);
    g_assert_cmpint(may->counted_ms, ==, 3 * MS_PER_HOUR);
    g_assert_cmpint(may->cap_used_ms, ==, 10 * MS_PER_HOUR);
    g_assert_cmpint(may->notice_ms, ==, 48 * MS_PER_HOUR);
}

/* Announced 10:00-11:00, over at 11:20: 20 min count; an incident within the window does not count again. */
static void test_overrun(void)
{
    g_autoptr(Contract) contract = read_fixture("slack.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_work(facts, "mw", "2026-05-10T10:00", "2026-05-10T11:00", "2026-05-01T10:00")->ended_at =
        when("2026-05-10T11:20");
    add_outage(facts, 1, "messaging", "2026-05-10T10:10", "2026-05-10T11:10");
    g_autoptr(Judgement) judgement = judge(contract, "2026-Q2", facts);
    g_assert_cmpint(obligation(judgement, 0)->excluded_ms, ==, MIN_MS(60));
    g_assert_cmpint(obligation(judgement, 0)->counted_ms, ==, MIN_MS(20));
}

/* The whole month is announced maintenance: neither 0 % nor 100 %. */
static void test_not_measurable(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(HEAD "timezone: UTC\nperiod: month\n" API "    target: 99%\n    exclude: [maintenance]\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_work(facts, "move", "2026-05-01T00:00", "2026-07-15T00:00", NULL);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_assert_cmpint(judgement->verdict, ==, VERDICT_NOT_MEASURABLE);
    g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 2);
    g_assert_true(isnan(obligation(judgement, 0)->availability_ratio));
}

/* ---- vague facts ---- */

static void assert_undecidable(const Judgement *judgement, const char *settles)
{
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->best.verdict, ==, VERDICT_MET);
    g_assert_cmpint(one->worst.verdict, ==, VERDICT_BREACHED);
    g_assert_cmpuint(one->settle->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(one->settle, 0), settles));
    g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 2);
}

#define TIGHT HEAD "timezone: UTC\nperiod: month\n" API "    budget: 15min\n"

static void test_vague(void)
{
    g_autoptr(Contract) contract = read_text_contract(TIGHT "    exclude: [{maintenance: {notice: 48h}}]\n");
    /* An hour of which nobody knows the share. */
    g_autoptr(JudgeFacts) share = judge_facts_new();
    add_outage(share, 1, "api", "2026-06-01T10:00", "2026-06-01T11:00")->share_ppm = SHARE_UNKNOWN;
    g_autoptr(Judgement) a = judge(contract, "2026-06", share);
    assert_undecidable(a, "share");
    /* Known to the hour: 10:00 to 10:10, give or take. */
    g_autoptr(JudgeFacts) times = judge_facts_new();
    JudgeOutage *outage = add_outage(times, 1, "api", "2026-06-01T10:00", "2026-06-01T10:10");
    outage->from_slack_ms = outage->to_slack_ms = MS_PER_HOUR;
    g_autoptr(Judgement) b = judge(contract, "2026-06", times);
    assert_undecidable(b, "exact times");
    /* Two hours of planned work of which nobody knows when it was announced. */
    g_autoptr(JudgeFacts) notice = judge_facts_new();
    add_work(notice, "mw", "2026-06-10T10:00", "2026-06-10T12:00", NULL);
    g_autoptr(Judgement) c = judge(contract, "2026-06", notice);
    assert_undecidable(c, "announced");
    /* 23 min on a day half of which was planned work: they may lie within it. */
    g_autoptr(JudgeFacts) undated = judge_facts_new();
    add_work(undated, "mw", "2026-06-10T00:00", "2026-06-10T12:00", "2026-06-01T00:00");
    JudgeUndated lost = {.incident = 1,
                         .service = "api",
                         .within_from = when("2026-06-10T00:00"),
                         .within_to = when("2026-06-11T00:00"),
                         .duration_ms = MIN_MS(23),
                         .share_ppm = SHARE_FULL};
    g_array_append_val(undated->undated, lost);
    g_autoptr(Judgement) d = judge(contract, "2026-06", undated);
    assert_undecidable(d, "clock times");
    /* All of the month's records are vague, yet 30 min are allowed: no doubt. */
    g_autoptr(Contract) wide = read_text_contract(HEAD "timezone: UTC\nperiod: month\n" API "    budget: 90min\n");
    g_autoptr(Judgement) e = judge(wide, "2026-06", share);
    g_assert_cmpint(e->verdict, ==, VERDICT_MET);
}

/* ---- rounding ---- */

/* 45 min of 43,200: 99.8958 %; to two decimals 99.90 (half up) or 99.89 (down). */
static void test_rounding(void)
{
    static const char *const words[] = {"none", "{decimals: 2}", "{decimals: 2, mode: down}",
                                        "{decimals: 1, mode: up}"};
    static const Verdict expected[] = {VERDICT_BREACHED, VERDICT_MET, VERDICT_BREACHED, VERDICT_MET};
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-01T10:00", "2026-06-01T10:45");
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        g_autofree char *text = g_strdup_printf(
            "contract: c\ntimezone: UTC\nperiod: month\nrounding: %s\n" API "    target: 99.9%%\n", words[i]);
        g_autoptr(Contract) contract = read_text_contract(text);
        g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
        g_assert_cmpint(obligation(judgement, 0)->verdict, ==, expected[i]);
    }
}

/* ---- a period that is not over ---- */

/* 99.9 % of June allows 43.2 min. On 11 June, after 10 of 30 days, 20 min are lost: 60 at this pace, and the budget
 * ends after 10 d x 43.2 / 20 = 21.6 d. On 1 July the outage that began on the 30th still runs. */
static void test_running(void)
{
    g_autoptr(Contract) contract = read_text_contract(HEAD "timezone: UTC\nperiod: month\n" API "    target: 99.9%\n"
                                                           "    credits: {tiers: [{below: 99.9%, percent: 10}]}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-02T10:00", "2026-06-02T10:20");
    add_outage(facts, 2, "api", "2026-06-30T23:00", NULL);
    g_autoptr(Judgement) early = judge_period_as_of(contract, "2026-06", facts, when("2026-06-11T00:00"));
    const ObligationJudgement *one = obligation(early, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_MET);
    g_assert_true(one->pace.running);
    g_assert_cmpint(one->unknown_ms, ==, 20 * MS_PER_DAY);
    g_assert_cmpint(one->budget_ms, ==, MIN_MS(43.2));
    g_assert_cmpint(one->pace.forecast_ms, ==, MIN_MS(60));
    g_assert_cmpint(one->pace.exhausted_at, ==, when("2026-06-22T14:24"));
    g_assert_cmpint(one->pace.next_edge_ms, ==, MIN_MS(23.2));
    g_assert_cmpint(one->pace.next_minor, ==, 10000);
    g_autoptr(Judgement) late = judge_period_as_of(contract, "2026-06", facts, when("2026-07-01T00:00"));
    g_assert_cmpint(obligation(late, 0)->counted_ms, ==, MIN_MS(80));
    g_assert_false(obligation(late, 0)->pace.running);
}

/* ---- chronic failure ---- */

/* Breached in January, March and May: three within six months, never two in a row. */
static void test_chronic(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(HEAD "timezone: UTC\nperiod: month\nchronic:\n  - {breaches: 3, periods: 6}\n"
                                "  - {breaches: 2, consecutive: true}\n" API "    budget: 15min\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-01-02T10:00", "2026-01-02T10:20");
    add_outage(facts, 2, "api", "2026-03-02T10:00", "2026-03-02T10:20");
    add_outage(facts, 3, "api", "2026-05-02T10:00", "2026-05-02T10:20");
    g_autoptr(Judgement) april = judge(contract, "2026-04", facts), may = judge(contract, "2026-05", facts);
    const ChronicJudgement *first = g_ptr_array_index(april->chronic, 0), *second = g_ptr_array_index(may->chronic, 0);
    g_assert_cmpint(first->breached, ==, 2);
    g_assert_false(first->reached);
    g_assert_cmpint(second->breached, ==, 3);
    g_assert_true(second->reached);
    g_assert_false(((const ChronicJudgement *)g_ptr_array_index(may->chronic, 1))->reached);
}

/* The order of the contract's periods, and terms that change within one: each version judges its own part. */
static void test_versions(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        HEAD
        "timezone: UTC\nperiod: month\nversions:\n"
        "  - {name: old, valid: {from: 2026-01-01}, availability: [{name: api, services: [api], target: 99%}]}\n"
        "  - {name: new, valid: {from: 2026-06-11}, availability: [{name: api, services: [api], target: 99.9%}]}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-05T10:00", "2026-06-05T11:00");
    add_outage(facts, 2, "api", "2026-06-20T10:00", "2026-06-20T11:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_assert_cmpuint(judgement->obligations->len, ==, 2);
    /* 10 d at 99 %: 144 min allowed, 60 lost; 20 d at 99.9 %: 28.8 min allowed, 60 lost. */
    g_assert_cmpint(obligation(judgement, 0)->budget_ms, ==, MIN_MS(144));
    g_assert_cmpint(obligation(judgement, 0)->verdict, ==, VERDICT_MET);
    g_assert_cmpint(obligation(judgement, 1)->budget_ms, ==, MIN_MS(28.8));
    g_assert_cmpint(obligation(judgement, 1)->verdict, ==, VERDICT_BREACHED);
    g_autoptr(Judgement) many = judge(contract, "2026-01..2026-03", facts);
    g_assert_cmpuint(many->obligations->len, ==, 3);
    g_assert_cmpstr(obligation(many, 2)->period, ==, "2026-03");
}

static void add_cases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(SPANS); i++) {
        g_autofree char *path = g_strdup_printf("/judge/span/%s", SPANS[i].name);
        g_test_add_data_func(path, &SPANS[i], test_span);
    }
    for (guint i = 0; i < G_N_ELEMENTS(COUNTING); i++) {
        g_autofree char *path = g_strdup_printf("/judge/counting/%s", COUNTING[i].name);
        g_test_add_data_func(path, &COUNTING[i], test_counting);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add_cases();
    g_test_add_func("/judge/skipped-day", test_skipped_day);
    g_test_add_func("/judge/incident-zone", test_incident_zone);
    g_test_add_func("/judge/notice-and-cap", test_notice_and_cap);
    g_test_add_func("/judge/overrun", test_overrun);
    g_test_add_func("/judge/not-measurable", test_not_measurable);
    g_test_add_func("/judge/vague", test_vague);
    g_test_add_func("/judge/rounding", test_rounding);
    g_test_add_func("/judge/running", test_running);
    g_test_add_func("/judge/chronic", test_chronic);
    g_test_add_func("/judge/versions", test_versions);
    return g_test_run();
}
