/* What is not known exactly, or not yet: the verdict at best and at worst, and what would settle it.
 * Every answer is worked by hand beside it; June 2026 (terms.h) unless said. */
#include "terms.h"

/* ---- vague facts ---- */

/* An outage that is known to the day at both ends, 10 to 11 June: from nothing up to 48 h. Between met and 25 %. */
static void test_vague_credit(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(API "    credits: {tiers: [{below: 99.9%, percent: 10}, {below: 99%, percent: 25}]}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeOutage *outage = add_outage(facts, 1, "api", "2026-06-10T00:00", "2026-06-11T00:00");
    outage->label = "INC-1";
    outage->from_slack_ms = outage->to_slack_ms = MS_PER_DAY;
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->best.verdict, ==, VERDICT_MET);
    g_assert_cmpint(one->worst.counted_ppm_ms, ==, 2 * MS_PER_DAY * SHARE_FULL);
    g_assert_cmpint(one->worst.credit_minor, ==, 75000);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "the exact times of INC-1");
}

/* 60 min that are sure and 500 min of an unknown share: breached in each case, but 10 % or 25 %. */
static void test_vague_tier(void)
{
    g_autoptr(Contract) contract =
        read_text_contract(API "    credits: {tiers: [{below: 99.9%, percent: 10}, {below: 99%, percent: 25}]}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    JudgeOutage *unknown = add_outage(facts, 2, "api", "2026-06-11T00:00", "2026-06-11T08:20");
    unknown->share_ppm = SHARE_UNKNOWN;
    unknown->label = "INC-2";
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_BREACHED);
    g_assert_cmpint(one->best.credit_minor, ==, 30000);
    g_assert_cmpint(one->worst.credit_minor, ==, 75000);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "what share of the service INC-2 took");
}

/* An undated hour of one of two servers of which both must be down: it may have fallen together with the other's. Of
 * two that are pooled it takes a half: 30 min. */
static void test_undated_part(void)
{
    JudgeUndated undated = {.incident = 2,
                            .label = "INC-2",
                            .service = "ns2",
                            .within_from = when("2026-06-01T00:00"),
                            .within_to = when("2026-07-01T00:00"),
                            .duration_ms = MS_PER_HOUR,
                            .share_ppm = SHARE_FULL};
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_array_append_val(facts->undated, undated);
    g_autoptr(Contract) both =
        read_text_contract(HEAD "availability: {services: [ns1, ns2], combine: all-down, budget: 0}\n");
    g_autoptr(Judgement) a = judge(both, "2026-06", facts);
    g_assert_cmpint(obligation(a, 0)->verdict, ==, VERDICT_UNDECIDABLE);
    g_autoptr(Contract) pooled =
        read_text_contract(HEAD "availability: {services: [ns1, ns2], combine: pooled, target: 99%}\n");
    g_autoptr(Judgement) b = judge(pooled, "2026-06", facts);
    g_assert_cmpint(obligation(b, 0)->counted_ms, ==, MS_PER_HOUR / 2);
}

/* Known to have been on 10 June, for an unknown time: 0 to 24 h. */
static void test_unknown_length(void)
{
    JudgeUndated undated = {.incident = 1,
                            .label = "INC-1",
                            .service = "api",
                            .within_from = when("2026-06-10T00:00"),
                            .within_to = when("2026-06-11T00:00"),
                            .duration_ms = LENGTH_UNKNOWN,
                            .share_ppm = SHARE_FULL};
    g_autoptr(Contract) contract = read_text_contract(API TIERS);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_array_append_val(facts->undated, undated);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->counted_ms, ==, 0);
    g_assert_cmpint(one->worst.counted_ppm_ms, ==, MS_PER_DAY * SHARE_FULL);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "how long INC-1 lasted");
}

/* A ticket opened and closed on days: 4 h may or may not have been kept. */
static void test_vague_ticket(void)
{
    g_autoptr(Contract) contract = read_text_contract(HEAD "response: {severity: P1, resolve: 4h}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeTicket ticket = {.label = "T-1",
                          .severity = "P1",
                          .started_at = INSTANT_NONE,
                          .detected_at = INSTANT_NONE,
                          .declared_at = when("2026-06-10T00:00"),
                          .responded_at = INSTANT_NONE,
                          .resolved_at = when("2026-06-11T00:00"),
                          .declared_slack_ms = MS_PER_DAY,
                          .resolved_slack_ms = MS_PER_DAY};
    g_array_append_val(facts->tickets, ticket);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ResponseJudgement *one = g_ptr_array_index(judgement->responses, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(one->in_time_worst, ==, 0);
    g_assert_cmpint(one->in_time_best, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(one->settle, 0), ==, "the exact times of T-1");
    g_autoptr(Contract) month = read_text_contract(HEAD "response: {severity: P1, resolve: 3d}\n");
    g_autoptr(Judgement) sure = judge(month, "2026-06", facts);
    g_assert_cmpint(((const ResponseJudgement *)g_ptr_array_index(sure->responses, 0))->verdict, ==, VERDICT_MET);
}

/* ---- ends that are known by their paperwork ---- */

/* An outage whose end is not known, but whose paperwork was closed an hour after it began: 0 to 60 min. */
static void test_closed(void)
{
    g_autoptr(Contract) contract = read_text_contract(API TIERS);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", NULL)->ends_by = when("2026-06-10T11:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_assert_cmpint(obligation(judgement, 0)->verdict, ==, VERDICT_UNDECIDABLE);
    g_assert_cmpint(obligation(judgement, 0)->counted_ms, ==, MS_PER_HOUR);
}

/* Opened at 10:00 and closed at 15:00, with 4 h to resolve: it was resolved some time before that. Closed at 13:00 it
 * was in time for sure. */
static void test_closed_ticket(void)
{
    g_autoptr(Contract) contract = read_text_contract(HEAD "response: {severity: P1, resolve: 4h}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeTicket ticket = {.label = "T-1",
                          .severity = "P1",
                          .started_at = INSTANT_NONE,
                          .detected_at = INSTANT_NONE,
                          .declared_at = when("2026-06-10T10:00"),
                          .responded_at = INSTANT_NONE,
                          .resolved_at = when("2026-06-10T15:00"),
                          .resolved_by_then = true};
    g_array_append_val(facts->tickets, ticket);
    g_autoptr(Judgement) open = judge(contract, "2026-06", facts);
    g_assert_cmpint(open->verdict, ==, VERDICT_UNDECIDABLE);
    g_array_index(facts->tickets, JudgeTicket, 0).resolved_at = when("2026-06-10T13:00");
    g_autoptr(Judgement) met = judge(contract, "2026-06", facts);
    g_assert_cmpint(met->verdict, ==, VERDICT_MET);
}

/* ---- nothing to judge yet ---- */

static void test_future(void)
{
    g_autoptr(Contract) contract = read_text_contract(API TIERS);
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_autoptr(Judgement) judgement = judge_period_as_of(contract, "2026-06", facts, when("2026-05-20T00:00"));
    g_assert_cmpint(judgement->verdict, ==, VERDICT_NOT_MEASURABLE);
    g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 2);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/terms/vague-credit", test_vague_credit);
    g_test_add_func("/terms/vague-tier", test_vague_tier);
    g_test_add_func("/terms/undated-part", test_undated_part);
    g_test_add_func("/terms/unknown-length", test_unknown_length);
    g_test_add_func("/terms/vague-ticket", test_vague_ticket);
    g_test_add_func("/terms/closed", test_closed);
    g_test_add_func("/terms/closed-ticket", test_closed_ticket);
    g_test_add_func("/terms/future", test_future);
    return g_test_run();
}
