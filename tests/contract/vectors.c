/* Published contract terms with their published answers. Every expectation is worked in a comment. */
#include "support.h"

/* 15 min a year; 23 min somewhere on 2023-09-22 (zone of the contract). 23/15 = 1.5333: 153.3 %, over by 8 min. */
static void test_url_shortener(void)
{
    g_autoptr(Contract) contract = read_fixture("url-shortener.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeUndated undated = {.incident = 1,
                            .label = "urls",
                            .service = "url-shortener",
                            .within_from = when("2023-09-22T04:00"), /* midnight in New York, UTC-4 */
                            .within_to = when("2023-09-23T04:00"),
                            .duration_ms = 23 * MS_PER_MINUTE,
                            .share_ppm = SHARE_FULL};
    g_array_append_val(facts->undated, undated);
    const char *periods[] = {"2023", "2023-09"};
    for (guint i = 0; i < G_N_ELEMENTS(periods); i++) {
        g_autoptr(Judgement) judgement = judge(contract, periods[i], facts);
        const ObligationJudgement *one = obligation(judgement, 0);
        g_assert_cmpstr(one->period, ==, "2023");
        g_assert_cmpint(one->verdict, ==, VERDICT_BREACHED);
        g_assert_cmpint(judgement->verdict, ==, VERDICT_BREACHED);
        g_assert_cmpint(one->budget_ms, ==, 15 * MS_PER_MINUTE);
        g_assert_cmpint(one->counted_ms, ==, 23 * MS_PER_MINUTE);
        g_assert_cmpint(one->remaining_ms, ==, -8 * MS_PER_MINUTE);
        g_assert_cmpint((1000 * one->counted_ms + one->budget_ms / 2) / one->budget_ms, ==, 1533);
        g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 1);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/vectors/url-shortener", test_url_shortener);
    return g_test_run();
}
