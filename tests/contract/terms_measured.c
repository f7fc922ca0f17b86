/* How contracts measure: rounding, shares, parts, tenants, users and requests.
 * Every answer is worked by hand beside it; June 2026 (terms.h) unless said. */
#include "terms.h"

static const Term TERMS[] = {
    /* ---- rounding: the verdict, the minutes allowed and the margin agree ---- */
    /* 99.895 % is rounded to 99.90: 0.105 % of 43,200 = 45.36 min. 45 min: 99.8958 % -> 99.90 %, met */
    {.name = "rounding-half-up",
     .contract = HEAD "rounding: {decimals: 2, mode: half-up}\navailability:\n  - {name: api, services: [api], target: "
                      "99.9%, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:45", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 45.36,
     .counted_min = 45},
    /* one minute more: 99.8935 % -> 99.89 % */
    {.name = "rounding-half-up-over",
     .contract = HEAD "rounding: {decimals: 2, mode: half-up}\navailability:\n  - {name: api, services: [api], target: "
                      "99.9%, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:46", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 45.36,
     .counted_min = 46,
     .credit_minor = 30000},
    /* down: 99.9000 % and more; as without rounding */
    {.name = "rounding-down",
     .contract = HEAD "rounding: {decimals: 2, mode: down}\navailability: {services: [api], target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:44", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 44},
    /* up: above 99.89 %: less than 0.11 % = 47.52 min, so 47 min 31.199 s */
    {.name = "rounding-up",
     .contract = HEAD "rounding: {decimals: 2, mode: up}\navailability: {services: [api], target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:47", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 47.52 - 1 / 60000.0,
     .counted_min = 47},
    /* above 99.9 %, exactly: 43.2 min are one millisecond too many */
    {.name = "above",
     .contract = HEAD "rounding: none\navailability: {services: [api], target: {above: 99.9%}}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T10:43:12", NULL, NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2 - 1 / 60000.0,
     .counted_min = 43.2},
    /* ---- tenants ---- */
    /* acme 60 min, globex 30 min; the worst is acme */
    {.name = "tenant-worst",
     .contract = API "    per: {key: tenant, take: worst}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000,
     .note = "the worst of 2 by tenant"},
    /* 90 of 2 x 43,200 min: 45 min of the mean */
    {.name = "tenant-pooled",
     .contract = API "    per: {key: tenant, take: pooled}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 45,
     .credit_minor = 30000,
     .note = "pooled over 2 by tenant"},
    /* of 10 tenants: 90 / 10 = 9 min; and 20 min that name none touch all: 29 min */
    {.name = "tenant-pooled-of",
     .contract = API "    per: {key: tenant, take: pooled, of: 10}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL},
              {"2026-06-12T10:00", "2026-06-12T10:20", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 29},
    /* named: a third tenant of the records is not the customer's */
    {.name = "tenant-values",
     .contract = API "    per: {key: tenant, take: worst, values: [globex]}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "tenant=acme", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "tenant=globex", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    /* ---- scopes by any tag ---- */
    {.name = "scope-zone",
     .contract = API "    scope: {zone: b}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "zone=a", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "zone=b", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    {.name = "scope-instance-and-feature",
     .contract = API "    scope: {instance: i-1, feature: [login, search]}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "instance=i-1, feature=export", NULL},
              {"2026-06-11T10:00", "2026-06-11T10:30", "instance=i-1, feature=search", NULL},
              {"2026-06-12T10:00", "2026-06-12T10:30", "instance=i-2, feature=search", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    /* ---- parts pooled and weighted ---- */
    /* a third of 2 h 9 min 36 s is 43.2 min to the millisecond: met, nothing left */
    {.name = "pooled-third",
     .contract = HEAD "rounding: none\navailability: {services: [api, b, c], combine: pooled, target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T12:09:36", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 43.2},
    {.name = "weighted-third",
     .contract = HEAD "rounding: none\navailability: {combine: {weighted: {api: 1, b: 2}}, target: 99.9%}\n",
     .down = {{"2026-06-10T10:00", "2026-06-10T12:09:36", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 43.2},
    /* ---- degradation from a share on ---- */
    /* more than 10 % is downtime, whole: 30 % for an hour counts 60 min, 10 % for two hours nothing */
    {.name = "down-above-a-share",
     .contract = API "    degraded_counts: {above: 10%, counts: full}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "share=30", NULL},
              {"2026-06-11T10:00", "2026-06-11T12:00", "share=10", NULL}},
     .verdict = VERDICT_BREACHED,
     .allowed_min = 43.2,
     .counted_min = 60,
     .credit_minor = 30000},
    /* from 10 % on, by its share: 18 + 12 min */
    {.name = "down-from-a-share",
     .contract = API "    degraded_counts: {at_least: 10%, counts: share}\n" TIERS,
     .down = {{"2026-06-10T10:00", "2026-06-10T11:00", "share=30", NULL},
              {"2026-06-11T10:00", "2026-06-11T12:00", "share=10", NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 30},
    /* ---- whole minutes ---- */
    /* an outage that the month's end cuts at one second still counts a whole minute of it */
    {.name = "minute-at-the-end",
     .contract = HEAD "rounding: none\navailability: {services: [api], target: 99.9%, unit: {whole_minutes: "
                      "count_partial}}\n",
     .down = {{"2026-06-30T23:59:59", "2026-07-01T00:00:30", NULL, NULL}},
     .verdict = VERDICT_MET,
     .allowed_min = 43.2,
     .counted_min = 1},
};

/* ---- requests and users ---- */

/* 1,000 of 1,000,000 failed: 99.9 % is met; an outage without a number may have cost none, or 60 of 43,200 minutes'
 * requests: 1,389 more, 99.76 %. July's number is not stated. */
static void test_requests(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    unit: {requests: {2026-06: 1000000}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00")->requests = 1000;
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(met, 0)->verdict, ==, VERDICT_MET);
    assert_percent(obligation(met, 0), 4, "99.9000");
    add_outage(facts, 2, "api", "2026-06-11T10:00", "2026-06-11T11:00")->label = "INC-2";
    g_autoptr(Judgement) open = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(open, 0)->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpstr(g_ptr_array_index(obligation(open, 0)->settle, 0), ==, "how many requests failed in INC-2");
    assert_percent(obligation(open, 0), 4, "99.7611");
    g_autoptr(Judgement) july = judge(contract, "2026-07", facts);
    g_assert_cmpint(obligation(july, 0)->verdict, ==, VERDICT_NOT_MEASURABLE);
}

/* 1 of 3 users for 2 h 9 min 36 s is 43.2 min, exactly. Without a number: one user or all. */
static void test_users(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    unit: {user_minutes: 3}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T12:09:36")->users = 1;
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(met, 0)->verdict, ==, VERDICT_MET);
    g_assert_cmpint(obligation(met, 0)->remaining_ms, ==, 0);
    add_outage(facts, 2, "api", "2026-06-11T10:00", "2026-06-11T11:00")->share_assumed = true;
    g_autoptr(Judgement) open = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(open, 0)->verdict, ==, VERDICT_UNDECIDABLE);
}

/* 1,000 to 2,000 of 10,000 users for 5 h: 30 to 60 min of 43.2, likely 45. */
static void test_user_range(void)
{
    g_autoptr(Contract) contract = read_text_contract(API "    unit: {user_minutes: 10000}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeOutage *outage = add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T15:00");
    outage->users = 1500;
    outage->users_low = 1000;
    outage->users_high = 2000;
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->counted_ms, ==, MIN_MS(45));
    g_assert_cmpint(one->best.counted_ppm_ms, ==, MIN_MS(30) * SHARE_FULL);
    g_assert_cmpint(one->worst.counted_ppm_ms, ==, MIN_MS(60) * SHARE_FULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    terms_add(TERMS, G_N_ELEMENTS(TERMS));
    g_test_add_func("/terms/requests", test_requests);
    g_test_add_func("/terms/users", test_users);
    g_test_add_func("/terms/user-range", test_user_range);
    return g_test_run();
}
