/* What breaches pay, each worked by hand in its comment. All in June 2026 (30 d), UTC, 100 min down unless said. */
#include "support.h"
#include <string.h>

typedef struct {
    const char *name, *fee, *credits;
    int down_min;
    int64_t minor, percent_ppb; /* NOT_GIVEN: no share */
    const char *line;           /* in the derivation, or NULL */
} CreditTest;

#define FEE "{amount: 3000.00, currency: EUR, per: month}"
#define PERCENT(n) ((int64_t)((n)*10000000))

static const CreditTest CREDITS[] = {
    /* 100/43,200: 99.7685 %: the tier below 99.9, not the one below 99 */
    {"tiers", FEE, "{tiers: [{below: 99%, percent: 25}, {below: 99.9%, percent: 10}]}", 100, 30000, PERCENT(10),
     "below 99.9 %"},
    {"tiers-deep", FEE, "{tiers: [{below: 99%, percent: 25}, {below: 99.9%, percent: 10}]}", 500, 75000, PERCENT(25),
     "below 99 %"},
    {"by-downtime", FEE,
     "{tiers: [{over: 1h, amount: 50.00}, {over: 1h30m, amount: 80.00}, {over: 2h, amount: 90.00}]}", 100, 8000,
     NOT_GIVEN, "above 1 h 30 min"},
    {"by-downtime-edge", FEE, "{tiers: [{over: 1h40m, amount: 50.00}]}", 100, 0, NOT_GIVEN, "no tier holds"},
    /* 3 days of 30: 300.00 */
    {"days", FEE, "{tiers: [{below: 99.9%, days: 3}]}", 100, 30000, NOT_GIVEN, "3 days of service"},
    /* 100 min: 3 full half hours, 4 begun ones; 5 % each */
    {"full-blocks", FEE, "{per: 30min, percent: 5, round: full}", 100, 45000, PERCENT(15), "3 full"},
    {"started-blocks", FEE, "{per: 30min, percent: 5, round: started}", 100, 60000, PERCENT(20), "4 started"},
    /* 100/60 of 12.00 */
    {"hourly-rate", FEE, "{per: 1h, amount: 12.00, round: exact}", 100, 2000, NOT_GIVEN, "exactly"},
    /* the first hour 10 %, then 40 min: one begun hour at 2 % */
    {"first-then", FEE, "{per: 1h, percent: 2, round: started, first: {for: 1h, percent: 10}}", 100, 36000, PERCENT(12),
     "first 1 h"},
    /* 43.2 min are allowed; 56.8 beyond: one full half hour */
    {"over-budget", FEE, "{per: 30min, percent: 5, counts: over-budget}", 100, 15000, PERCENT(5), "1 full"},
    /* 3,000 x 100/43,200 x 5 = 34.722 */
    {"times-fee", FEE, "{times_fee: 5}", 100, 3472, NOT_GIVEN, "5 times the fee of 1 h 40 min of 30 d"},
    /* 12 % of 3,000 is at risk, 40 % of it for this target: 144 */
    {"pool", FEE, "{pool: 12%, share: 40%}", 100, 14400, PERCENT(4.8), "at risk: EUR 360.00"},
    {"cap-percent", FEE, "{per: 30min, percent: 5, cap: 10%}", 100, 30000, PERCENT(10), "cap: 10 %"},
    {"cap-days", FEE, "{per: 30min, percent: 5, cap: 3d}", 100, 30000, PERCENT(15), "cap: 3 days"},
    {"cap-amount", FEE, "{per: 30min, percent: 5, cap: {amount: 99.99}}", 100, 9999, PERCENT(15), "cap: EUR 99.99"},
    {"cap-idle", FEE, "{per: 30min, percent: 5, cap: 50%}", 100, 45000, PERCENT(15), "not reached"},
    {"minimum", FEE, "{tiers: [{below: 99.9%, percent: 1}], minimum: 30.01}", 100, 0, 0,
     "below the minimum of EUR 30.01"},
    {"minimum-reached", FEE, "{tiers: [{below: 99.9%, percent: 1}], minimum: 30.00}", 100, 3000, PERCENT(1), NULL},
    /* the fee of May */
    {"preceding", "{amount: 3000.00, currency: EUR, by_month: {2026-05: 1000.00}}",
     "{tiers: [{below: 99.9%, percent: 10}], base: preceding}", 100, 10000, PERCENT(10), "fee of 2026-05"},
    {"this-month", "{amount: 3000.00, currency: EUR, by_month: {2026-06: 2000.00}}",
     "{tiers: [{below: 99.9%, percent: 10}]}", 100, 20000, PERCENT(10), "fee of 2026-06"},
    /* a twelfth of 36,000 */
    {"yearly-fee", "{amount: 36000.00, currency: EUR, per: year}", "{tiers: [{below: 99.9%, percent: 10}]}", 100, 30000,
     PERCENT(10), "EUR 3,000.00"},
    {"one-off", "{amount: 3000.00, currency: EUR, one_off: 9999.00}", "{tiers: [{below: 99.9%, percent: 10}]}", 100,
     30000, PERCENT(10), "one-off fees are left out"},
    {"affected", "{amount: 3000.00, currency: EUR, by_service: {api: 500.00, web: 2500.00}}",
     "{tiers: [{below: 99.9%, percent: 10}], base_services: affected}", 100, 5000, PERCENT(10),
     "affected services: EUR 500.00"},
    /* the yen has no minor unit: 10 % of 12,345 is 1,234.5, rounded half up */
    {"yen", "{amount: 12345, currency: JPY}", "{tiers: [{below: 99.9%, percent: 10}]}", 100, 1235, PERCENT(10), NULL},
    {"met", FEE, "{per: 30min, percent: 5}", 40, 0, NOT_GIVEN, NULL},
};

static bool derives(const CreditSum *credit, const char *line)
{
    for (guint i = 0; i < credit->derivation->len; i++)
        if (strstr(g_ptr_array_index(credit->derivation, i), line) != NULL)
            return true;
    return false;
}

static Contract *contract_of(const char *fee, const char *credits)
{
    g_autofree char *text = g_strdup_printf("contract: c\ntimezone: UTC\nperiod: month\nfee: %s\navailability:\n"
                                            "  - {name: api, services: [api], target: 99.9%%, credits: %s}\n",
                                            fee, credits);
    return read_text_contract(text);
}

static JudgeFacts *down_for(int minutes)
{
    JudgeFacts *facts = judge_facts_new();
    JudgeOutage outage =
        judge_outage(1, "api", when("2026-06-10T10:00"), when("2026-06-10T10:00") + minutes * MS_PER_MINUTE);
    g_array_append_val(facts->outages, outage);
    return facts;
}

static void test_credit(gconstpointer data)
{
    const CreditTest *test = data;
    g_autoptr(Contract) contract = contract_of(test->fee, test->credits);
    g_autoptr(JudgeFacts) facts = down_for(test->down_min);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->credit.minor, ==, test->minor);
    g_assert_cmpint(one->credit.ratio_ppb, ==, test->percent_ppb);
    g_assert_true(test->line == NULL || derives(&one->credit, test->line));
    if (test->down_min > 44)
        g_assert_cmpint(one->verdict, ==, test->minor > 0 ? VERDICT_BREACHED : VERDICT_BREACHED_NO_CREDIT);
}

/* ---- claims ---- */

typedef struct {
    const char *claim, *last_day;
} ClaimTest;

/* The period ends with 30 June 2026, a Tuesday; the incident was on 10 June. */
static const ClaimTest CLAIMS[] = {
    {"claim_within: 30d after period end", "2026-07-30"},
    {"claim_within: 30d", "2026-07-30"},
    {"claim_within: 5bd after period end", "2026-07-07"},
    {"claim_within: 2 months after period end", "2026-08-31"},
    {"claim_within: 2 periods after period end", "2026-08-31"},
    {"claim_within: 30d after incident", "2026-07-10"},
    {"claim: {within: 10d, after: invoice, invoice_day: 5}", "2026-07-15"},
};

static void test_claim(gconstpointer data)
{
    const ClaimTest *test = data;
    g_autofree char *credits = g_strdup_printf("{tiers: [{below: 99.9%%, percent: 10}], %s}", test->claim);
    g_autoptr(Contract) contract = contract_of(FEE, credits);
    g_autoptr(JudgeFacts) facts = down_for(100), fine = down_for(10);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts), met = judge(contract, "2026-06", fine);
    g_assert_cmpstr(obligation(judgement, 0)->claim_day, ==, test->last_day);
    g_autofree char *midnight = g_strdup_printf("%sT00:00", test->last_day);
    g_assert_cmpint(obligation(judgement, 0)->claim_by, ==, when(midnight) + MS_PER_DAY);
    g_assert_null(obligation(met, 0)->claim_day);
}

/* The file can be read back: one all-day event on the last day. */
static void test_claims_file(void)
{
    g_autoptr(Contract) contract = contract_of(FEE, "{tiers: [{below: 99.9%, percent: 10}], claim_within: 30d}");
    g_autoptr(JudgeFacts) facts = down_for(100);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    judgement_write_claims(judgement, text);
    g_autoptr(GPtrArray) events = ical_read("claims.ics", text->str, -1, zone_utc(), NULL, &error);
    g_assert_no_error(error);
    g_autoptr(GArray) windows = ical_expand(events, when("2026-01-01T00:00"), when("2027-01-01T00:00"));
    g_assert_cmpuint(windows->len, ==, 1);
    const IcalWindow *window = &g_array_index(windows, IcalWindow, 0);
    g_assert_cmpint(window->from, ==, when("2026-07-30T00:00"));
    g_assert_true(window->all_day);
    g_assert_cmpstr(window->summary, ==, "Last day to claim EUR 300.00: c, api of 2026-06");
}

/* ---- the contract's own cap ---- */

/* Two obligations at 40 % each, together at most 50 % of 3,000. */
static void test_contract_cap(void)
{
    g_autoptr(Contract) contract = read_text_contract(
        "contract: c\ntimezone: UTC\nperiod: month\ncap: 50%\nfee: " FEE "\navailability:\n"
        "  - {name: a, services: [api], target: 99.9%, credits: {tiers: [{below: 99.9%, percent: 40}]}}\n"
        "  - {name: b, services: [api], target: 99.8%, credits: {tiers: [{below: 99.8%, percent: 40}]}}\n");
    g_autoptr(JudgeFacts) facts = down_for(100);
    g_autoptr(Judgement) judgement = judge(contract, "2026-06", facts);
    g_assert_cmpint(judgement->credit_minor, ==, 150000);
    g_assert_cmpuint(judgement->notes->len, ==, 1);
}

static void add_cases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(CREDITS); i++) {
        g_autofree char *path = g_strdup_printf("/credit/%s", CREDITS[i].name);
        g_test_add_data_func(path, &CREDITS[i], test_credit);
    }
    for (guint i = 0; i < G_N_ELEMENTS(CLAIMS); i++) {
        g_autofree char *path = g_strdup_printf("/credit/claim/%u", i);
        g_test_add_data_func(path, &CLAIMS[i], test_claim);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add_cases();
    g_test_add_func("/credit/claims-file", test_claims_file);
    g_test_add_func("/credit/contract-cap", test_contract_cap);
    return g_test_run();
}
