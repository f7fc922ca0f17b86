/* What the tests of the terms that real contracts hold share: a small contract for each variant, its facts, its answer.
 * All in June 2026 (30 d = 43,200 min), UTC, EUR 3,000.00 a month, unless said. */
#pragma once

#include "nines/contract/explain.h"
#include "support.h"
#include <string.h>

#define HEAD "contract: c\ntimezone: UTC\nperiod: month\nfee: {amount: 3000.00, currency: EUR, per: month}\n"
#define API HEAD "rounding: none\navailability:\n  - name: api\n    services: [api]\n    target: 99.9%\n"
#define TIERS "    credits: {tiers: [{below: 99.9%, percent: 10}]}\n"
#define MIN_MS(n) ((int64_t)((n)*60000.0 + 0.5))

typedef struct {
    const char *from, *to, *tags, *service;
} Down;

typedef struct {
    const char *from, *to, *announced, *label;
} Planned;

typedef struct {
    const char *name, *contract, *period;
    Down down[4];
    Planned planned[3];
    Verdict verdict;
    double allowed_min, counted_min, excluded_min;
    int64_t credit_minor;
    const char *claim_day, *note; /* NULL: none expected, not looked for */
} Term;

static inline const char *service_of(const char *label)
{
    return g_str_has_prefix(label, "ns1") ? "ns1" : NULL;
}

static inline JudgeFacts *facts_of(const Term *term)
{
    JudgeFacts *facts = judge_facts_new();
    for (guint i = 0; i < G_N_ELEMENTS(term->down) && term->down[i].from != NULL; i++) {
        const Down *down = &term->down[i];
        JudgeOutage *outage =
            add_outage(facts, i + 1, down->service != NULL ? down->service : "api", down->from, down->to);
        outage->tags = judge_facts_tags(facts, down->tags);
        if (down->tags != NULL && g_str_has_prefix(down->tags, "share="))
            outage->share_ppm = (int32_t)(10000 * g_ascii_strtoll(down->tags + 6, NULL, 10));
    }
    for (guint i = 0; i < G_N_ELEMENTS(term->planned) && term->planned[i].from != NULL; i++) {
        const Planned *planned = &term->planned[i];
        JudgeMaintenance window = {.label = planned->label,
                                   .service = service_of(planned->label),
                                   .from = when(planned->from),
                                   .to = when(planned->to),
                                   .ended_at = INSTANT_NONE,
                                   .announced_at = planned->announced != NULL ? when(planned->announced) : INSTANT_NONE,
                                   .share_ppm = SHARE_FULL};
        g_array_append_val(facts->maintenance, window);
    }
    return facts;
}

static inline bool has_note(const ObligationJudgement *one, const char *note)
{
    for (guint i = 0; i < one->notes->len; i++)
        if (strstr(g_ptr_array_index(one->notes, i), note) != NULL)
            return true;
    return false;
}

static inline void test_term(gconstpointer data)
{
    const Term *term = data;
    g_autoptr(Contract) contract = read_text_contract(term->contract);
    g_autofree char *said = contract_explain(contract);
    g_assert_nonnull(strstr(said, "An outage ends when"));
    g_autoptr(JudgeFacts) facts = facts_of(term);
    g_autoptr(Judgement) judgement = judge(contract, term->period != NULL ? term->period : "2026-06", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpuint(judgement->obligations->len, ==, 1);
    g_assert_cmpstr(verdict_name(one->verdict), ==, verdict_name(term->verdict));
    g_assert_cmpint(one->budget_ms, ==, MIN_MS(term->allowed_min));
    g_assert_cmpint(one->counted_ms, ==, MIN_MS(term->counted_min));
    g_assert_cmpint(one->excluded_ms, ==, MIN_MS(term->excluded_min));
    g_assert_cmpint(one->remaining_ms, ==, one->budget_ms - one->counted_ms);
    g_assert_cmpint(one->credit.minor, ==, term->credit_minor);
    g_assert_cmpstr(one->claim_day, ==, term->claim_day);
    g_assert_true(term->note == NULL || has_note(one, term->note));
    g_assert_cmpint(one->remaining_ms >= 0, ==, term->verdict == VERDICT_MET);
}

/* Adds the test /terms/NAME of each; terms must outlive the run. */
static inline void terms_add(const Term *terms, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/terms/%s", terms[i].name);
        g_test_add_data_func(path, &terms[i], test_term);
    }
}
