/* Durations under nines' rules and under those of other tools: one worked incident, then every way to be incomplete. */
#include "nines/calc/definitions.h"
#include <glib.h>
#include <string.h>

#define NONE INSTANT_NONE
#define AS_OF 10000

typedef struct {
    const char *about, *rules;
    DurationKind kind;
    Instant times[N_TIME_FIELDS]; /* started declared detected acknowledged mitigated resolved closed impact-end */
    Instant as_of;
    DurationStatus status;
    int64_t ms; /* -1: no length */
} Case;

#define WHOLE                                                                                                          \
    {                                                                                                                  \
        100, 130, 120, 150, 400, 500, 900, 450                                                                         \
    }

static const Case cases[] = {
    {"detect", "default", DURATION_DETECT, WHOLE, AS_OF, DURATION_MEASURED, 20},
    {"acknowledge", "default", DURATION_ACKNOWLEDGE, WHOLE, AS_OF, DURATION_MEASURED, 30},
    {"mitigate: the last window's end", "default", DURATION_MITIGATE, WHOLE, AS_OF, DURATION_MEASURED, 350},
    {"resolve", "default", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 400},
    {"repair", "default", DURATION_REPAIR, WHOLE, AS_OF, DURATION_MEASURED, 330},
    {"pagerduty", "pagerduty", DURATION_ACKNOWLEDGE, WHOLE, AS_OF, DURATION_MEASURED, 20},
    {"pagerduty", "pagerduty", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 370},
    {"pagerduty", "pagerduty", DURATION_DETECT, WHOLE, AS_OF, DURATION_UNDEFINED, -1},
    {"firehydrant", "firehydrant", DURATION_ACKNOWLEDGE, WHOLE, AS_OF, DURATION_MEASURED, 50},
    {"firehydrant", "firehydrant", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 400},
    {"datadog", "datadog", DURATION_ACKNOWLEDGE, WHOLE, AS_OF, DURATION_UNDEFINED, -1},
    {"datadog", "datadog", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 370},
    {"datadog", "datadog", DURATION_REPAIR, WHOLE, AS_OF, DURATION_MEASURED, 330},
    {"servicenow", "servicenow", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 770},
    {"dora", "dora", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 400},
    {"gitlab", "gitlab", DURATION_RESOLVE, WHOLE, AS_OF, DURATION_MEASURED, 300},
    {"gitlab: else declared, else resolved",
     "gitlab",
     DURATION_RESOLVE,
     {NONE, 130, 120, 150, NONE, 500, 900, NONE},
     AS_OF,
     DURATION_MEASURED,
     370},
    {"proactive: found before it began",
     "default",
     DURATION_DETECT,
     {100, NONE, 40, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_CLAMPED,
     0},
    {"proactive: repair begins with the impact",
     "default",
     DURATION_REPAIR,
     {100, NONE, 40, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_MEASURED,
     400},
    {"no detection time",
     "default",
     DURATION_DETECT,
     {100, NONE, NONE, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_MISSING,
     -1},
    {"not detected, open: still missing, not censored",
     "default",
     DURATION_DETECT,
     {100, NONE, NONE, NONE, NONE, NONE, NONE, NONE},
     AS_OF,
     DURATION_MISSING,
     -1},
    {"never acknowledged: censored at resolution",
     "default",
     DURATION_ACKNOWLEDGE,
     {100, NONE, 120, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_CENSORED,
     380},
    {"not acknowledged yet: censored at the as-of time",
     "default",
     DURATION_ACKNOWLEDGE,
     {100, NONE, 120, NONE, NONE, NONE, NONE, NONE},
     AS_OF,
     DURATION_CENSORED,
     9880},
    {"nobody knows when it was found",
     "default",
     DURATION_ACKNOWLEDGE,
     {100, NONE, NONE, 150, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_MISSING,
     -1},
    {"acknowledged before it was found",
     "default",
     DURATION_ACKNOWLEDGE,
     {100, NONE, 120, 110, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_REJECTED,
     -1},
    {"pagerduty leaves it out",
     "pagerduty",
     DURATION_ACKNOWLEDGE,
     {100, 130, 120, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_LEFT_OUT,
     -1},
    {"pagerduty without its start",
     "pagerduty",
     DURATION_RESOLVE,
     {100, NONE, 120, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_MISSING,
     -1},
    {"open",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, NONE, NONE, NONE},
     AS_OF,
     DURATION_CENSORED,
     9900},
    {"mitigated, not resolved",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, 400, NONE, NONE, NONE},
     AS_OF,
     DURATION_CENSORED,
     9900},
    {"closed, the resolution was not written down",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, NONE, 900, NONE},
     AS_OF,
     DURATION_MISSING,
     -1},
    {"without windows impact ends with mitigation",
     "default",
     DURATION_MITIGATE,
     {100, NONE, NONE, NONE, 400, 500, NONE, NONE},
     AS_OF,
     DURATION_MEASURED,
     300},
    {"else with resolution",
     "default",
     DURATION_MITIGATE,
     {100, NONE, NONE, NONE, NONE, 500, NONE, NONE},
     AS_OF,
     DURATION_MEASURED,
     400},
    {"resolved after the as-of time: open then",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, 500, NONE, NONE},
     300,
     DURATION_CENSORED,
     200},
    {"begins after the as-of time",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, 500, NONE, NONE},
     50,
     DURATION_LEFT_OUT,
     -1},
    {"no as-of time",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, NONE, NONE, NONE},
     NONE,
     DURATION_MISSING,
     -1},
    {"resolved before it began",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, 90, NONE, NONE},
     AS_OF,
     DURATION_REJECTED,
     -1},
    {"no length at all is a length",
     "default",
     DURATION_RESOLVE,
     {100, NONE, NONE, NONE, NONE, 100, NONE, NONE},
     AS_OF,
     DURATION_MEASURED,
     0},
};

static void test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Case *c = &cases[i];
        int64_t ms = -1;
        DurationStatus status;
        g_test_message("%s: %s", c->rules, c->about);
        bool measured = definition_measure(definition_set_find(c->rules), c->kind, c->times, c->as_of, &ms, &status);
        g_assert_cmpstr(duration_status_name(status), ==, duration_status_name(c->status));
        g_assert_cmpint(ms, ==, c->ms);
        g_assert_cmpint(measured, ==, c->ms >= 0);
    }
}

/* Whatever the order of the times, detect + repair = mitigate wherever all three have a length. */
static void test_sum(void)
{
    const DefinitionSet *rules = definition_set_find("default");
    for (Instant started = 0; started < 5; started++)
        for (Instant detected = 0; detected < 5; detected++)
            for (Instant ended = 0; ended < 5; ended++) {
                Instant times[N_TIME_FIELDS] = {started, NONE, detected, NONE, NONE, ended, NONE, NONE};
                int64_t detect, repair, mitigate;
                DurationStatus status;
                if (definition_measure(rules, DURATION_DETECT, times, AS_OF, &detect, &status) &&
                    definition_measure(rules, DURATION_REPAIR, times, AS_OF, &repair, &status) &&
                    definition_measure(rules, DURATION_MITIGATE, times, AS_OF, &mitigate, &status))
                    g_assert_cmpint(detect + repair, ==, mitigate);
            }
}

static void test_names(void)
{
    int n = 0;
    for (const char *const *name = definition_set_names(); *name; name++, n++) {
        const DefinitionSet *set = definition_set_find(*name);
        g_assert_nonnull(set);
        for (int kind = 0; set && kind < N_DURATIONS; kind++) {
            g_autofree char *text = definition_describe(set, (DurationKind)kind);
            g_assert_cmpuint(strlen(text), >, 20);
        }
    }
    g_assert_cmpint(n, ==, 7);
    g_assert_null(definition_set_find("opsgenie"));
    g_autofree char *gitlab = definition_describe(definition_set_find("gitlab"), DURATION_RESOLVE);
    g_assert_cmpstr(gitlab, ==, "from started (else declared) to mitigated (else resolved); left out: without end");
    g_assert_cmpint(definition_set_find("pagerduty")->statistic, ==, STATISTIC_MEAN);
    g_assert_cmpint(definition_set_find("dora")->statistic, ==, STATISTIC_MEDIAN);
    g_assert_true(definition_set_find("dora")->only_changes);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/definitions/cases", test_cases);
    g_test_add_func("/definitions/sum", test_sum);
    g_test_add_func("/definitions/names", test_names);
    return g_test_run();
}
