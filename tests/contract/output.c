/* What check prints: the keys of the JSON, both readings of contradictory words, pace and the cost of the next minute.
 */
#include "support.h"
#include <string.h>

#define HEAD "contract: c\ntimezone: UTC\nperiod: month\nrounding: none\nfee: {amount: 3000.00, currency: EUR}\n"

static char *json_of(const Judgement *judgement)
{
    g_autoptr(GString) out = g_string_new(NULL);
    judgement_write_json(judgement, out);
    return g_strdup(out->str);
}

static char *text_of(const Judgement *judgement)
{
    g_autoptr(GString) out = g_string_new(NULL);
    judgement_write_text(judgement, out);
    return g_strdup(out->str);
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        g_test_message("\"%s\" is not in\n%s", part, text);
    g_assert_nonnull(strstr(text, part));
}

static void test_keys(void)
{
    static const char *const keys[] = {
        "name",
        "period",
        "target_ratio",
        "budget_s",
        "length_s",
        "excluded_s",
        "counted_s",
        "unknown_s",
        "margin_s",
        "verdict",
        "credit",
        "availability_ratio",
        "currency",
        "amount_minor",
        "percent",
        "claim_by",
        "n",
        "derivation",
        "in_time",
        "ratio",
        "missed",
        "pace",
        "notes",
        "forecast_s",
        "exclusions",
        "next_minute_minor",
    };
    g_autoptr(Contract) contract = read_text_contract(
        HEAD "availability: {services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, percent: 10}], "
             "claim_within: 30d}}\nresponse: {severity: P1, respond: 15min}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T11:00");
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_autofree char *json = json_of(judgement);
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autofree char *key = g_strdup_printf("\"%s\":", keys[i]);
        assert_holds(json, key);
    }
    assert_holds(json, "\"margin_s\": -1008");
    assert_holds(json, "\"claim_by\": \"2026-07-30\"");
}

/* Exactly 99.9 % of 90 d; then exactly 99.0 %. */
static void test_readings(void)
{
    g_autoptr(Contract) contract = read_fixture("github-enterprise.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "git-operations", "2026-02-10T10:00:00", "2026-02-10T12:09:36");
    g_autoptr(Judgement) judgement = judge(contract, "2026-Q1", facts);
    g_autofree char *text = text_of(judgement), *json = json_of(judgement);
    assert_holds(text, "reading: by the target, exactly 99.9 % is met: met, credit USD 0.00");
    assert_holds(text, "reading: by the tier, exactly 99.9 % earns a credit: breached, credit USD 2,100.00");
    assert_holds(json, "\"reading\": \"by the tier, exactly 99.9 % earns a credit\"");
    assert_holds(json, "\"amount_minor\": 210000");
    add_outage(facts, 2, "git-operations", "2026-02-11T00:00", "2026-02-11T19:26:24");
    g_autoptr(Judgement) hole = judge(contract, "2026-Q1", facts);
    g_autofree char *hole_text = text_of(hole), *hole_json = json_of(hole);
    assert_holds(hole_text, "reading: exactly 99 % is in no tier: breached without credit, credit USD 0.00");
    assert_holds(hole_text, "reading: exactly 99 % is put into the tier above it: breached, credit USD 2,100.00");
    assert_holds(hole_text, "reading: exactly 99 % is put into the tier below it: breached, credit USD 5,250.00");
    assert_holds(hole_json, "\"reading\": \"exactly 99 % is in no tier\"");
}

/* On 16 June 00:00, half of the month is over and 43 min are counted: 86 min at the end, of 43.2 allowed, which are
 * used up after 15 d x 43.2/43 = 15 d 1 h 40 min 27.9 s. 12 s are left; the minute after costs 300.00. */
static void test_pace(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        HEAD "availability: {services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-06-10T10:00", "2026-06-10T10:43");
    g_autoptr(Judgement) judgement = judge_period_as_of(contract, "2026-06", facts, when("2026-06-16T00:00"));
    const Pace *pace = &obligation(judgement, 0)->pace;
    g_assert_cmpint(pace->forecast_ms, ==, 86 * MS_PER_MINUTE);
    g_assert_cmpint(pace->next_edge_ms, ==, 12 * MS_PER_SECOND);
    g_assert_cmpint(pace->minute_minor, ==, 30000);
    g_autofree char *text = text_of(judgement), *json = json_of(judgement);
    assert_holds(text,
                 "pace: 1 h 26 min at the period's end, the allowance is used up at 2026-06-16T01:40:27Z; next edge "
                 "after 12 s more, then EUR 300.00; the next minute costs EUR 300.00");
    assert_holds(json, "\"forecast_s\": 5160");
    assert_holds(json, "\"next_edge_s\": 12");
    assert_holds(json, "\"next_minute_minor\": 30000");
}

/* Undecidable: both cases with their figures, and what would settle it, in text and JSON. */
static void test_undecidable(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        HEAD "availability: {services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, percent: 10}]}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeOutage *outage = add_outage(facts, 1, "api", "2026-06-10T00:00", "2026-06-10T00:00");
    outage->label = "INC-1";
    outage->to_slack_ms = MS_PER_DAY;
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_autofree char *text = text_of(judgement), *json = json_of(judgement);
    assert_holds(text, "at best: met, 0 s counted (100.000 %), credit EUR 0.00");
    assert_holds(text, "at worst: breached, 1 d counted (96.666 %), credit EUR 300.00");
    assert_holds(text, "- the exact times of INC-1");
    assert_holds(json, "\"settled_by\": [\n        \"the exact times of INC-1\"");
    assert_holds(json, "\"worst\": {");
    g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 2);
}

/* Ten days after each incident: 12 May for the one of 2 May, 10 June for that of 31 May. */
static void test_claims(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        HEAD
        "availability: {services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, percent: 10}], claim_within: "
        "10d after incident}}\n");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "api", "2026-05-02T10:00", "2026-05-02T11:00")->label = "INC-1";
    add_outage(facts, 2, "api", "2026-05-31T10:00", "2026-05-31T11:00")->label = "INC-2";
    g_autoptr(Judgement) judgement = judge(contract, "2026-05", facts);
    g_autofree char *text = text_of(judgement), *json = json_of(judgement);
    assert_holds(text, "    claim by 2026-05-12; by 2026-06-10 for INC-2\n");
    assert_holds(json, "\"claim_by\": \"2026-06-10\"");
    g_autoptr(GString) claims = g_string_new(NULL);
    judgement_write_claims(judgement, claims);
    assert_holds(claims->str, "DTSTART;VALUE=DATE:20260512");
    assert_holds(claims->str, "DTSTART;VALUE=DATE:20260610");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/output/keys", test_keys);
    g_test_add_func("/output/readings", test_readings);
    g_test_add_func("/output/pace", test_pace);
    g_test_add_func("/output/undecidable", test_undecidable);
    g_test_add_func("/output/claims", test_claims);
    return g_test_run();
}
