/* Reading contracts: what is accepted, and what an error says. */
#include "nines/contract/explain.h"
#include "nines/contract/lint.h"
#include "support.h"
#include <string.h>

#define HEAD "contract: c\ntimezone: UTC\nperiod: month\nfee: {amount: 100.00, currency: EUR}\n"
#define API HEAD "availability:\n  - name: api\n    services: [api]\n"

typedef struct {
    const char *text, *message;
} Wrong;

/* Every message has file, line and column of the place that is wrong, the key, and what would be right. */
static const Wrong WRONG[] = {
    {"", "test.yaml:1:1: a contract is a mapping"},
    {"- a\n", "test.yaml:1:1: a contract is a mapping"},
    {"timezone: UTC\n", "\"contract\" is missing"},
    {"contract: c\ncustomr: x\n", "test.yaml:2:1: unknown key \"customr\" in the contract; did you mean \"customer\"?"},
    {"contract: c\n", "nothing is promised"},
    {"contract: c\ntimezone: Europe/Berln\navailability: []\n", "Europe/Berlin"},
    {HEAD "availability:\n  - services: [a]\n",
     "test.yaml:6:5: availability[0]: \"target\" (99.9%) or \"budget\" (15min) is missing"},
    {HEAD "availability:\n  - target: 99.9%\n", "\"services\" is missing"},
    {API "    target: 99.9%\n    credti: {}\n",
     "test.yaml:9:5: unknown key \"credti\" in availability[0]; did you mean \"credits\"?"},
    {API "    target: 101%\n", "test.yaml:8:13: availability[0].target: expected a percentage"},
    {API "    target: 99.9.9%\n", "expected a percentage (99.9%) or a time per period (15min), found \"99.9.9%\""},
    {API "    budget: 15\n", "expected a duration with its unit (15min, 4h, 1h30m, 30d), found \"15\""},
    {API "    target: 99.9%\n    combine: any\n", "any-down"},
    {API "    target: 99.9%\n    combine: {k_of_n: 2}\n", "k_of_n: 2, but there are only 1 services"},
    {API "    target: 99.9%\n    credits: {cap: 10%}\n", "credits need one of: tiers, per, times_fee, pool"},
    {API "    target: 99.9%\n    credits: {tiers: [{percent: 10}]}\n", "a tier needs an edge"},
    {API "    target: 99.9%\n    credits: {tiers: [{below: 99%}]}\n", "a tier needs what it gives"},
    {API "    target: 99.9%\n    credits: {tiers: [{below: 99%, over: 5min, percent: 1}]}\n",
     "either percentages or durations"},
    {API "    target: 99.9%\n    credits: {tiers: [{below: 99%, percent: ten}]}\n",
     "test.yaml:9:45: availability[0].credits.tiers[0].percent: expected a percentage such as 10 or 2.5, found "
     "\"ten\""},
    {API "    target: 99.9%\n    exclude: [{maintenance: {cap: 10h}}]\n", "expected a cap such as 10h/year"},
    {API "    target: 99.9%\n    exclude: [{maintenance: {windows: none.ics}}]\n", "none.ics"},
    {API "    target: 99.9%\n    exclude: [{maintenence: all}]\n", "did you mean \"maintenance\"?"},
    {API "    target: 99.9%\n    hours: office\n", "calendar \"office\" is not defined"},
    {API "    target: 99.9%\n    unit: minutes\n", "continuous"},
    {"contract: c\nfee: {amount: 1.00, currency: EURO}\navailability: []\n", "\"EURO\" is not a currency of ISO 4217"},
    {"contract: c\nfee: {amount: 1.005, currency: EUR}\navailability: []\n", "expected an amount of EUR"},
    {"contract: c\nperiod: {billing: 32}\navailability: []\n", "billing"},
    {"contract: c\nperiod: monthly\navailability: []\n", "month"},
    {"contract: c\nvalid: {from: 2026-02-01, until: 2026-01-01}\navailability: []\n", "until is before from"},
    {"contract: c\nvalid: {from: 2026-02-30}\navailability: []\n", "expected a day such as 2026-01-31"},
    {HEAD "response:\n  - severity: [P1]\n", "\"respond\" or \"resolve\" is missing"},
    {HEAD "response:\n  - severity: [P1]\n    respond: 15\n", "expected a time such as 15min, 4h or 3bd"},
    {HEAD "calendars: {x: {hours: {mon-fri: \"9 to 5\"}}}\n", "expected days and hours such as"},
    {HEAD "chronic: {breaches: 4, periods: 3}\n", "4 breaches cannot occur in 3 periods"},
    {"contract: c\navailability: [{services: [a], target: 99%}]\nversions: [{name: a}, {name: b}]\n",
     "a later version needs valid"},
    {"contract: c\ncontract: d\n", "contract"},
    {"contract: c\nperiod: {rolling: 30d, billing: 1}\navailability: []\n",
     "test.yaml:2:9: period: expected one key, found 2"},
    {API "    target: 99.9%\n    unit: {slices: 5min, requests: 10}\n", "expected one unit"},
    {API "    target: 99.9%\n    unit: {bad_when: any-down}\n", "bad_when goes with slices"},
    {API "    target: 99.9%\n    credits: 10%\n", "expected keys with values (of tiers, per, times_fee"},
    {API "    target: \"99,9%\"\n", "decimals are written with a point"},
    {API "    target: 99.9%\n    hours: ofice\ncalendars: {office: {hours: 24h}}\n",
     "\"ofice\" is not defined under calendars; there is office"},
    {"contract: c\ntimezone: Paris\n", "did you mean \"Europe/Paris\"?"},
    {HEAD "availability:\n  - services: [a]\n   target: 99%\n", "test.yaml:7:4: this line is indented unlike"},
    {HEAD "availability: {services: [a], target: 99%\n", "a comma or a closing brace is missing"},
    {API "    target: 99.9%\n    exclude: [{maintenance: {notice: soon}}]\n",
     "expected a time such as 48h, 7d or 5bd (business days), found \"soon\""},
    {API "    target: 99.9%\n    exclude: [{tags: [x], severity: [y]}]\n", "write one exclusion for each item"},
    {API "    target: 99.9%\n    exclude: [{outside: o, cap: 1h/month}]\ncalendars: {o: {hours: 24h}}\n",
     "only maintenance and records can be capped"},
    {API "    target: 99.9%\n    exclude: [{cap: 1h/month}]\n", "a cap of what?"},
    {API "    target: 99.9%\n    per: {key: tenant, of: 3}\n", "needs take: pooled"},
    {API "    target: 99.9%\n    per: {key: tenant, take: pooled, values: [a, b], of: 1}\n", "but 2 values are listed"},
    {API "    target: 99.9%\n    credits: {tiers: [{below: 99%, percent: 10}], per: 1h, percent: 5}\n",
     "does not go with \"per\""},
    {API "    target: 99.9%\n    credits: {tiers: [{below: 99%, percent: 10, amount: 5.00}]}\n",
     "give one of percent, amount and days"},
    {API "    target: 99.9%\n    combine: {weighted: {wbe: 1}}\n",
     "test.yaml:7:15: availability[0]: service \"api\" has no weight"},
    {HEAD "availability:\n  - {services: [a], target: 99%}\nchronic: {breaches: 3, downtime: 8h}\n",
     "give one of breaches (3), downtime (8h) and outages (3)"},
    {HEAD "availability:\n  - {services: [a], target: 99%}\nchronic: {breaches: 3, obligation: b}\n",
     "no obligation under availability is named \"b\""},
    {HEAD "response: {severity: P1, respond: 1h, credits: {tiers: [{over: 1h, percent: 5}]}}\n", "shares in time"},
};

static void test_wrong(gconstpointer data)
{
    const Wrong *wrong = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_read("test.yaml", wrong->text, -1, &error);
    g_assert_null(contract);
    g_assert_nonnull(error);
    if (error == NULL)
        return;
    g_assert_true(g_str_has_prefix(error->message, "test.yaml"));
    if (strstr(error->message, wrong->message) == NULL)
        g_test_message("expected \"%s\" in \"%s\"", wrong->message, error->message);
    g_assert_nonnull(strstr(error->message, wrong->message));
}

/* ---- numbers ---- */

typedef struct {
    const char *text;
    int64_t ppb;
    const char *shown;
} Ratio;

static void test_ratios(void)
{
    static const Ratio good[] = {
        {"99.9%", 999000000, "99.9 %"},
        {"99.95 %", 999500000, "99.95 %"},
        {"0.999", 999000000, "99.9 %"},
        {"99.9", 999000000, "99.9 %"},
        {"100%", 1000000000, "100 %"},
        {"0%", 0, "0 %"},
        {"99.9999999%", 999999999, "99.9999999 %"},
    };
    static const char *const bad[] = {"", "%", "101%", "-1%", "99,9%", "1e2", "99.99999999%", "99.9 percent"};
    int64_t ppb;
    for (guint i = 0; i < G_N_ELEMENTS(good); i++) {
        g_assert_true(ratio_parse(good[i].text, &ppb));
        g_assert_cmpint(ppb, ==, good[i].ppb);
        g_autofree char *shown = ratio_format(ppb);
        g_assert_cmpstr(shown, ==, good[i].shown);
    }
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(ratio_parse(bad[i], &ppb));
}

/* ---- a whole contract ---- */

static void test_whole(void)
{
    g_autoptr(Contract) contract = read_fixture("every-term.yaml");
    const Terms *terms = g_ptr_array_index(contract->versions, 0);
    const Obligation *api = g_ptr_array_index(terms->obligations, 0);
    const Clause *maintenance = g_ptr_array_index(api->clauses, 0);
    g_assert_cmpstr(contract->customer, ==, "Example Ltd");
    g_assert_cmpstr(zone_name(terms->zone), ==, "Europe/Berlin");
    g_assert_cmpint(terms->fee.minor, ==, 1200000);
    g_assert_cmpint(api->target.ratio_ppb, ==, 999000000);
    g_assert_cmpint(maintenance->notice_ms, ==, NOT_GIVEN);
    g_assert_cmpint(maintenance->notice_days, ==, 5);
    g_assert_cmpstr(maintenance->calendar, ==, "office");
    g_assert_cmpint(maintenance->cap_ms, ==, 10 * MS_PER_HOUR);
    g_assert_cmpint(maintenance->cap_per, ==, SCHEDULE_YEAR);
    g_assert_cmpuint(maintenance->windows->len, ==, 2);
    g_assert_cmpuint(maintenance->events->len, ==, 1);
    g_assert_cmpuint(terms->responses->len, ==, 4);
    g_assert_cmpint(((const ResponseTerms *)g_ptr_array_index(terms->responses, 1))->resolve.business_days, ==, 3);
    g_assert_false(((const ResponseTerms *)g_ptr_array_index(terms->responses, 2))->resolve.judged);
}

/* ---- objectives of other tools ---- */

typedef struct {
    const char *file;
    int64_t ppb[2];
    int64_t days; /* of the rolling window */
    const char *service;
    bool judged;
} Slo;

/* Sloth and Pyrra write percentages, OpenSLO and slo-generator shares; without a window 30 days. A window of 1m is a
 * minute, and response times are not in records of incidents: both are shown, not judged. */
static const Slo SLOS[] = {
    {"openslo_occurrences.yaml", {990000000}, 14, "web-shop", false},
    {"openslo_ratio_timeslices.yaml", {990000000}, 14, "web-shop", true},
    {"openslo_timeslices.yaml", {995000000, 990000000}, 30, "web-availability", false},
    {"openslo_v1alpha.yml", {999000000}, 30, "my-service", true},
    {"pyrra_caddy_latency.yaml", {900000000}, 28, "caddy-response-latency", false},
    {"pyrra_coredns_errors.yaml", {999900000}, 14, "coredns-response-errors", true},
    {"pyrra_kubelet_errors.yaml", {990000000}, 14, "kubelet-request-errors", true},
    {"slogen_gae_availability.yaml", {950000000}, 30, "gae", true},
    {"slogen_gae_latency.yaml", {999000000}, 30, "gae", false},
    {"sloth_getting_started.yml", {999000000}, 30, "myservice", true},
    {"sloth_home_wifi.yml", {950000000, 999000000}, 30, "home-wifi", true},
    {"sloth_k8s_home_wifi.yml", {950000000, 999000000}, 30, "home-wifi", true},
};

static void check_slo(const char *path, const Slo *slo)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = contract_read_file(path, &error);
    g_assert_no_error(error);
    if (contract == NULL)
        return;
    const Terms *terms = g_ptr_array_index(contract->versions, 0);
    guint n = slo->ppb[1] != 0 ? 2 : 1;
    g_assert_cmpuint(terms->obligations->len, ==, n);
    g_assert_cmpint(terms->schedule.days, ==, slo->days);
    for (guint i = 0; i < n && i < terms->obligations->len; i++) {
        const Obligation *one = g_ptr_array_index(terms->obligations, i);
        g_assert_cmpint(one->target.ratio_ppb, ==, slo->ppb[i]);
        g_assert_cmpint(one->target.has_ratio, ==, slo->judged);
        g_assert_cmpstr(g_ptr_array_index(one->services, 0), ==, slo->service);
    }
}

static void test_slos(void)
{
    const char *shared = g_getenv("NINES_SHARED");
    g_autofree char *directory = g_build_filename(shared != NULL ? shared : "", "corpus/records/slo_definitions", NULL);
    if (!g_file_test(directory, G_FILE_TEST_IS_DIR)) {
        g_test_skip("no shared records");
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(SLOS); i++) {
        g_autofree char *path = g_build_filename(directory, SLOS[i].file, NULL);
        check_slo(path, &SLOS[i]);
    }
}

/* ---- lint ---- */

typedef struct {
    const char *text, *rule; /* NULL: nothing but notes on missing credit */
} Linted;

#define CLEAN "contract: c\ntimezone: UTC\nperiod: month\nrounding: none\nfee: {amount: 100.00, currency: EUR}\n"
#define CLEAN_API CLEAN "availability:\n  - name: api\n    services: [api]\n    target: 99.9%\n"

static const Linted LINTED[] = {
    {"contract: c\nperiod: month\nrounding: none\navailability: [{services: [a], target: 99%}]\n", "missing-zone"},
    {"contract: c\ntimezone: UTC\nrounding: none\navailability: [{services: [a], target: 99%}]\n", "missing-period"},
    {"contract: c\ntimezone: UTC\nperiod: month\navailability: [{services: [a], target: 99%}]\n", "missing-rounding"},
    {"contract: c\navailability: [{services: [a], target: 99%, credits: {times_fee: 2}}]\n", "missing-fee"},
    {CLEAN_API, "no-credit"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, percent: 10}, {below: 99%, percent: 25}]}\n", NULL},
    {CLEAN_API "    credits: {tiers: [{at_most: 99.9%, percent: 10}]}\n", "double-boundary"},
    {CLEAN_API "    credits: {tiers: [{below: 99.5%, percent: 10}]}\n", "tier-hole"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, above: 99%, percent: 10}, {below: 99%, percent: 25}]}\n",
     "tier-hole"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, at_least: 98%, percent: 10}, {below: 99%, percent: 25}]}\n",
     "tier-overlap"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, percent: 25}, {below: 99%, percent: 10}]}\n", "tier-order"},
    {CLEAN_API "    budget: 15min\n", "two-targets"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, percent: 10}], cap: 20%}\n", "idle-cap"},
    {CLEAN_API "    exclude: [maintenance]\n", "free-maintenance"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, percent: 0.1}]}\n", "odd-percent"},
    {CLEAN_API "    credits: {per: 1h, percent: 250}\n", "odd-percent"},
    {CLEAN "availability: [{services: [a], target: 1}]\n", "whole-target"},
    {CLEAN_API "    credits: {tiers: [{below: 99.9%, percent: 10}], claim_within: 10d after invoice}\n",
     "no-invoice-day"},
    {CLEAN_API "    per: {key: tenant, take: pooled}\n", "open-pool"},
    {CLEAN "response: {severity: P1, resolve: four hours}\n", "unjudged-goal"},
    {CLEAN "availability:\n  - {services: [a], target: 99%, credits: {pool: 10%, share: 60%}}\n  - {services: [b], "
           "target: 99%, credits: {pool: 10%, share: 60%}}\n",
     "pool-shares"},
    {"contract: c\ntimezone: UTC\nperiod: week\nrounding: none\nfee: {amount: 1.00, currency: EUR, by_month: {2026-01: "
     "2.00}}\navailability: [{services: [a], target: 99%}]\n",
     "unused-months"},
};

static void test_lint(gconstpointer data)
{
    const Linted *linted = data;
    g_autoptr(Contract) contract = read_text_contract(linted->text);
    g_autoptr(GPtrArray) findings = contract_lint(contract);
    bool found = false;
    for (guint i = 0; i < findings->len; i++) {
        const LintFinding *finding = g_ptr_array_index(findings, i);
        found |= g_strcmp0(finding->rule, linted->rule) == 0;
        g_assert_cmpint(finding->place.line, >, 0);
    }
    if (linted->rule == NULL)
        g_assert_cmpuint(findings->len, ==, 0);
    else
        g_assert_true(found);
}

/* A percentage and a budget that say the same: 0.1 % of 28 to 31 days is 40.32 to 44.64 min. */
static void test_lint_agrees(void)
{
    g_autoptr(Contract) contract = read_text_contract(CLEAN_API "    budget: 43m12s\n");
    g_autoptr(GPtrArray) findings = contract_lint(contract);
    for (guint i = 0; i < findings->len; i++)
        g_assert_cmpstr(((const LintFinding *)g_ptr_array_index(findings, i))->rule, !=, "two-targets");
}

/* What explain says of a combination: services that are listed and weighted appear once. */
static const Wrong SAID[] = {
    {HEAD "availability:\n  - services: [a, b]\n    target: 99%\n    combine: {weighted: {a: 3, b: 1}}\n",
     "  Services: a and b; down by the weighted share"},
    {HEAD "availability:\n  - target: 99%\n    combine: {weighted: {a: 3, b: 1}}\n",
     "  Services: a and b; down by the weighted share"},
    {HEAD "availability:\n  - services: [a, b, c]\n    target: 99%\n    combine: {k_of_n: 2}\n",
     "  Services: a, b and c; down when 2 of them are down at once.\n"},
    {API "    target: 99%\n    credits: {pool: 12%, share: 40%, earn_back: 2}\n",
     "earned back when the target is met in the 2 periods that follow"},
};

static void test_said(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(SAID); i++) {
        g_autoptr(Contract) contract = read_text_contract(SAID[i].text);
        g_autofree char *text = contract_explain(contract);
        g_assert_nonnull(strstr(text, SAID[i].message));
    }
}

static void add_cases(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(WRONG); i++) {
        g_autofree char *path = g_strdup_printf("/read/wrong/%u", i);
        g_test_add_data_func(path, &WRONG[i], test_wrong);
    }
    for (guint i = 0; i < G_N_ELEMENTS(LINTED); i++) {
        g_autofree char *path = g_strdup_printf("/lint/%s/%u", LINTED[i].rule != NULL ? LINTED[i].rule : "clean", i);
        g_test_add_data_func(path, &LINTED[i], test_lint);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add_cases();
    g_test_add_func("/read/ratios", test_ratios);
    g_test_add_func("/read/whole", test_whole);
    g_test_add_func("/read/slos", test_slos);
    g_test_add_func("/explain/combination", test_said);
    g_test_add_func("/lint/agrees", test_lint_agrees);
    return g_test_run();
}
