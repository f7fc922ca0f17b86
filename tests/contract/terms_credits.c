/* What contracts pay: claims, earning back, fees, credits by outage, sums of credits.
 * Every answer is worked by hand beside it; June 2026 (terms.h) unless said. */
#include "terms.h"

static const Term TERMS[] = {
    /* ---- claims ---- */
    {.name = "claim-invoice-unknown",
     .contract = API "    credits: {tiers: [{below: 99.9%, percent: 10}], claim_within: 10d after invoice}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000,
     .note = "the last day to claim is undecidable"},
    /* the invoice of 5 July, and ten days */
    {.name = "claim-invoice",
     .contract = API "    credits: {tiers: [{below: 99.9%, percent: 10}], claim: {within: 10d, after: invoice, "
                     "invoice_day: 5}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000,
     .claim_day = "2026-07-15"},
    /* the first incident that counts, the 10th, not the one that is excluded before it */
    {.name = "claim-incident",
     .contract = API "    exclude: [{tags: [beta]}]\n    credits: {tiers: [{below: 99.9%, percent: 10}], claim_within: "
                     "30d after incident}\n",
     .down = {{"2026-06-02T10:00", "2026-06-02T11:00", "beta", NULL},
              {"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-06-20T10:00", "2026-06-20T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.14,
     .counted_min = 120,
     .excluded_min = 60,
     .credit_minor = 30000,
     .claim_day = "2026-07-10"},
    /* ---- earning back: 12 % of 3,000 at risk, 40 % of it = 144.00 ---- */
    {.name = "earned-back",
     .contract = API "    credits: {pool: 12%, share: 40%, earn_back: 2}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-07-10T10:00", "2026-07-10T10:30", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60},
    /* August is breached, so the credit stays */
    {.name = "not-earned-back",
     .contract = API "    credits: {pool: 12%, share: 40%, earn_back: 2}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL},
              {"2026-08-10T10:00", "2026-08-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 14400},
    /* ---- fees of a part ---- */
    /* in force from 16 June, 15 of 30 d: 1,500.00, of it 10 % */
    {.name = "fee-of-days-in-force",
     .contract = API TIERS "valid: {from: 2026-06-16}\n",
     .down = {{"2026-06-20T10:00", "2026-06-20T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 21.6,
     .counted_min = 60,
     .excluded_min = 21600,
     .credit_minor = 15000},
    /* a fee of 36,000 a year, but June's was 2,000: 200.00 */
    {.name = "fee-by-month-of-a-year",
     .contract =
         "contract: c\ntimezone: UTC\nperiod: month\nfee: {amount: 36000.00, currency: EUR, per: year, by_month: "
         "{2026-06: 2000.00}}\navailability: {services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, "
         "percent: 10}]}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 20000},
    /* ---- credits of each outage ---- */
    /* two outages of 50 min: one full half hour of each, 2 x 5 % (of 100 min together it were three) */
    {.name = "blocks-of-outages",
     .contract = API "    credits: {per: 30min, percent: 5, blocks_of: outage}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:50", NULL, NULL},
              {"2026-06-11T10:00", "2026-06-11T10:50", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 100,
     .credit_minor = 30000},
    /* the first hour of each outage 10 %, then each begun hour 2 %: 2 x (10 + 2) = 24 % */
    {.name = "first-of-outages",
     .contract =
         API "    credits: {per: 1h, percent: 2, round: started, first: {for: 1h, percent: 10}, blocks_of: outage}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:30", NULL, NULL},
              {"2026-06-11T10:00", "2026-06-11T11:30", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 180,
     .credit_minor = 72000},
    /* 25 times the fee of 1 h; 120 h of 720 were planned by the customer: 3,000 / 600 h x 25 = 125.00 */
    {.name = "fee-over-measured",
     .contract =
         API "    exclude: [{windows: [{from: 2026-06-01, to: 2026-06-05}]}]\n    credits: {times_fee: 25, fee_over: "
             "measured}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 36,
     .counted_min = 60,
     .excluded_min = 7200,
     .credit_minor = 12500},
};

/* ---- earning back, while it is not decided ---- */

static void test_earning_open(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    credits: {pool: 12%, share: 40%, earn_back: 2}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    g_autoptr(Judgement) judgement = judge_period_as_of(contract, "2026-06", facts, when("2026-08-15T00:00"));
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->earn_back.state, ==, EARN_OPEN);
    g_assert_cmpint(one->earn_back.met_n, ==, 1);
    g_assert_cmpint(one->credit.minor, ==, 14400);
    g_autoptr(Judgement) later = judge_period_as_of(contract, "2026-06", facts, when("2026-09-01T00:00"));
    g_assert_cmpint(obligation(later, 0)->earn_back.state, ==, EARN_EARNED);
    g_assert_cmpint(obligation(later, 0)->earn_back.credit_minor, ==, 14400);
    g_assert_cmpint(obligation(later, 0)->credit.minor, ==, 0);
}

/* ---- sums of credits ---- */

static int64_t credits_of(const char *together)
{
    g_autofree char *text = g_strdup_printf(
        HEAD
        "%savailability:\n  - {services: [api], target: 99.9%%, credits: {tiers: [{below: 99.9%%, percent: 10}]}}\n"
        "  - {services: [api], target: 99.8%%, credits: {tiers: [{below: 99.95%%, percent: 4}]}}\n",
        together);
    g_autoptr(Contract) contract = read_text_contract(text);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T12:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    return judgement->credit_minor;
}

/* 300.00 and 120.00 */
static void test_together(void)
{
    g_assert_cmpint(credits_of(""), ==, 42000);
    g_assert_cmpint(credits_of("together: highest\n"), ==, 30000);
}

/* 10 % of 36,000 a year is 3,600. Breaches of 40 % (1,200.00) in January to April: the fourth finds nothing left; the
 * third all. A new contract year begins in July. */
static void test_year_cap(void)
{
    static const struct {
        const char *period;
        int64_t minor;
    } expected[] = {
        {"2026-01", 120000}, {"2026-03", 120000}, {"2026-04", 0}, {"2026-01..2026-04", 360000}, {"2026-07", 120000}};
    g_autoptr(Contract) contract = read_text_contract(
        HEAD
        "year_cap: 10%\nvalid: {from: 2025-07-01}\navailability: {services: [api], target: 99.9%, credits: {tiers: "
        "[{below: 99.9%, percent: 40}]}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    static const char *const days[] = {"2026-01-10", "2026-02-10", "2026-03-10", "2026-04-10", "2026-07-10"};
    for (guint i = 0; i < G_N_ELEMENTS(days); i++) {
        JudgeOutage outage = judge_outage(i + 1, "api", when(days[i]), when(days[i]) + 2 * MS_PER_HOUR);
        g_array_append_val(facts->outages, outage);
    }
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_autoptr(Judgement) judgement = judge(contract, expected[i].period, facts);
        g_assert_cmpint(judgement->credit_minor, ==, expected[i].minor);
    }
}

/* 19 of 20 in time are 95 %: met; 18 are 90 %: 5 % of 3,000. */
static void test_response_tiers(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        HEAD "response: {severity: P1, respond: 1h, in_time: 95%, credits: {tiers: [{below: 95%, percent: 5}]}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    for (int i = 0; i < 20; i++) {
        JudgeTicket ticket = {.severity = "P1",
                              .started_at = INSTANT_NONE,
                              .detected_at = INSTANT_NONE,
                              .declared_at = when("2026-06-10T10:00"),
                              .responded_at = when(i == 0 ? "2026-06-10T12:00" : "2026-06-10T10:30"),
                              .resolved_at = INSTANT_NONE};
        g_array_append_val(facts->tickets, ticket);
    }
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(met->credit_minor, ==, 0);
    g_array_index(facts->tickets, JudgeTicket, 1).responded_at = when("2026-06-10T12:00");
    g_autoptr(Judgement) breached = judge(contract, "2026-06", facts);
    g_assert_cmpint(breached->credit_minor, ==, 15000);
    g_assert_cmpint(breached->verdict, ==, VERDICT_BREACHED);
}

/* 3 h, 3 h and 2 h in April, May and June: 8 h in three months; four outages in three months, but two in one. */
static void test_chronic_amounts(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "chronic:\n  - {downtime: 8h, periods: 3}\n"
                                                          "  - {outages: 3, periods: 1}\n"
                                                          "  - {outages: 4, periods: 3, obligation: api}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-04-10T10:00", "2026-04-10T13:00");
    add_outage(facts, 2, "api", "2026-05-10T10:00", "2026-05-10T13:00");
    add_outage(facts, 3, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    add_outage(facts, 4, "api", "2026-06-11T10:00", "2026-06-11T11:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    static const bool reached[] = {true, false, true};
    for (guint i = 0; i < G_N_ELEMENTS(reached); i++)
        g_assert_cmpint(((const ChronicJudgement *)g_ptr_array_index(judgement->chronic, i))->reached, ==, reached[i]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    terms_add(TERMS, G_N_ELEMENTS(TERMS));
    g_test_add_func("/terms/earning-open", test_earning_open);
    g_test_add_func("/terms/together", test_together);
    g_test_add_func("/terms/year-cap", test_year_cap);
    g_test_add_func("/terms/response-tiers", test_response_tiers);
    g_test_add_func("/terms/chronic-amounts", test_chronic_amounts);
    return g_test_run();
}
