/* What the tests of contracts share: reading fixtures, writing facts in short, judging. */
#pragma once

#include "nines/base/timetext.h"
#include "nines/contract/judge.h"

/* "2026-05-01T10:00" in UTC, or with an offset. */
static inline Instant when(const char *text)
{
    TimeRules rules = {.zone = zone_utc()};
    TimeValue value = {.at = INSTANT_NONE};
    g_assert_cmpint(time_parse(text, -1, &rules, &value), ==, TIME_OK);
    return value.at;
}

static inline Contract *read_fixture(const char *name)
{
    g_autofree char *path = g_build_filename(g_getenv("NINES_FIXTURES"), "contracts", name, NULL);
    g_autoptr(GError) error = NULL;
    Contract *contract = contract_read_file(path, &error);
    g_assert_no_error(error);
    return contract;
}

static inline Contract *read_text_contract(const char *text)
{
    g_autoptr(GError) error = NULL;
    Contract *contract = contract_read("test.yaml", text, -1, &error);
    g_assert_no_error(error);
    return contract;
}

static inline JudgeOutage *add_outage(JudgeFacts *facts, int64_t incident, const char *service, const char *from,
                                      const char *to)
{
    JudgeOutage outage = judge_outage(incident, service, when(from), to != NULL ? when(to) : INSTANT_NONE);
    g_array_append_val(facts->outages, outage);
    return &g_array_index(facts->outages, JudgeOutage, facts->outages->len - 1);
}

static inline Judgement *judge_period_as_of(const Contract *contract, const char *period_text, const JudgeFacts *facts,
                                            Instant as_of)
{
    Period period;
    g_autoptr(GError) error = NULL;
    const Terms *terms = g_ptr_array_index(contract->versions, contract->versions->len - 1);
    g_assert_true(period_parse(period_text, terms->zone, &period, &error));
    g_assert_no_error(error);
    Judgement *judgement = contract_judge(contract, &period, facts, as_of, &error);
    g_assert_no_error(error);
    return judgement;
}

static inline Judgement *judge(const Contract *contract, const char *period_text, const JudgeFacts *facts)
{
    return judge_period_as_of(contract, period_text, facts, when("2030-01-01T00:00"));
}

static inline const ObligationJudgement *obligation(const Judgement *judgement, guint index)
{
    g_assert_cmpuint(judgement->obligations->len, >, index);
    return g_ptr_array_index(judgement->obligations, index);
}

/* Availability in percent, rounded to decimals, as a published vector writes it. */
static inline void assert_percent(const ObligationJudgement *judgement, int decimals, const char *expected)
{
    char text[40];
    g_snprintf(text, sizeof text, "%.*f", decimals, judgement->availability_ratio * 100.0);
    g_assert_cmpstr(text, ==, expected);
}
