#include "judge_private.h"

/* The credit if that much counted. */
static int64_t credit_at(const ObligationJudgement *judgement, const CreditCase *reckoning, Wide counted)
{
    CreditCase beyond = *reckoning;
    beyond.achieved.counted = counted;
    beyond.breached = achieved_verdict(&beyond.achieved, &judgement->obligation->target) == VERDICT_BREACHED;
    CreditSum sum = credit_reckon(&beyond);
    int64_t minor = sum.minor;
    credit_clear(&sum);
    return minor;
}

static void try_edge(ObligationJudgement *judgement, const CreditCase *reckoning, int64_t edge_ms)
{
    int64_t more = edge_ms - judgement->counted_ms;
    int64_t *next = &judgement->pace.next_edge_ms;
    if (more < 0 || (*next != NOT_GIVEN && more >= *next))
        return;
    *next = more;
    judgement->pace.next_minor = credit_at(judgement, reckoning, (Wide)(edge_ms + 1) * reckoning->achieved.per_ms);
}

/* The target's own edge and every tier's: the nearest that is not crossed yet. */
static void find_next_edge(ObligationJudgement *judgement, const CreditCase *reckoning)
{
    const CreditTerms *credit = reckoning->credit;
    if (reckoning->achieved.base_ms <= 0)
        return;
    try_edge(judgement, reckoning, judgement->budget_ms);
    for (guint i = 0; i < credit->tiers->len; i++) {
        const Tier *tier = &g_array_index(credit->tiers, Tier, i);
        if (tier->scale == TIER_AVAILABILITY && tier->upper.given)
            try_edge(judgement, reckoning,
                     allowed_at(reckoning->achieved.base_ms, &reckoning->achieved.rounding, tier->upper.value,
                                tier->upper.inclusive));
        if (tier->scale == TIER_DOWNTIME && tier->lower.given)
            try_edge(judgement, reckoning, tier->lower.value - (tier->lower.inclusive ? 1 : 0));
    }
    if (credit->kind != CREDIT_BLOCKS || !reckoning->breached)
        return;
    int64_t block = credit->block_ms;
    try_edge(judgement, reckoning, judgement->counted_ms / block * block + block - 1);
}

/* At the pace so far: counted time grows in proportion to the time that has passed. */
static void forecast(ObligationJudgement *judgement, Instant as_of)
{
    Pace *pace = &judgement->pace;
    Instant now = CLAMP(as_of, judgement->from, judgement->to);
    pace->elapsed_ms = now - judgement->from;
    pace->running = as_of < judgement->to;
    pace->forecast_ms = judgement->counted_ms;
    if (!pace->running || pace->elapsed_ms == 0 || judgement->counted_ms == 0)
        return;
    pace->forecast_ms = scale(judgement->counted_ms, judgement->length_ms, pace->elapsed_ms);
    int64_t spent_after = scale(judgement->budget_ms, pace->elapsed_ms, judgement->counted_ms);
    if (judgement->from + spent_after < judgement->to)
        pace->exhausted_at = judgement->from + spent_after;
}

void judge_pace(ObligationJudgement *judgement, const CreditCase *reckoning, Instant as_of)
{
    forecast(judgement, as_of);
    find_next_edge(judgement, reckoning);
    Wide now = reckoning->achieved.counted;
    if (reckoning->achieved.base_ms > 0)
        judgement->pace.minute_minor =
            credit_at(judgement, reckoning, now + (Wide)MS_PER_MINUTE * reckoning->achieved.per_ms) -
            credit_at(judgement, reckoning, now);
}

/* ---- readings ---- */

static void add_reading(ObligationJudgement *judgement, const CreditCase *reckoning, char *text, Verdict verdict,
                        const Award *award)
{
    Reading reading = {.reading = text, .verdict = verdict, .ratio_ppb = NOT_GIVEN};
    if (award != NULL) {
        reading.minor = credit_award(reckoning, award, credit_base(reckoning, NULL));
        reading.ratio_ppb = award->kind == AWARD_RATIO ? award->value : NOT_GIVEN;
    }
    g_array_append_val(judgement->readings, reading);
}

/* The target holds and a tier pays at the same value: the words contradict each other. */
static void read_double_boundary(ObligationJudgement *judgement, const CreditCase *reckoning, const Tier *tier)
{
    g_autofree char *at = ratio_format(achieved_ppb(&reckoning->achieved));
    add_reading(judgement, reckoning, g_strdup_printf("by the target, exactly %s is met", at), VERDICT_MET, NULL);
    add_reading(judgement, reckoning, g_strdup_printf("by the tier, exactly %s earns a credit", at), VERDICT_BREACHED,
                &tier->award);
}

static bool at_edge(const Achieved *achieved, const Tier *tier, const Edge *edge)
{
    return tier->scale == TIER_AVAILABILITY && edge->given && achieved_compare(achieved, edge->value) == 0;
}

/* The target is missed and no tier holds, because the value is the edge of a neighbour that leaves it out. */
static void read_hole(ObligationJudgement *judgement, const CreditCase *reckoning)
{
    g_autofree char *at = ratio_format(achieved_ppb(&reckoning->achieved));
    guint before = judgement->readings->len;
    for (guint i = 0; i < reckoning->credit->tiers->len; i++) {
        const Tier *tier = &g_array_index(reckoning->credit->tiers, Tier, i);
        if (!at_edge(&reckoning->achieved, tier, &tier->upper) && !at_edge(&reckoning->achieved, tier, &tier->lower))
            continue;
        const char *side = at_edge(&reckoning->achieved, tier, &tier->upper) ? "below" : "above";
        add_reading(judgement, reckoning, g_strdup_printf("exactly %s is put into the tier %s it", at, side),
                    VERDICT_BREACHED, &tier->award);
    }
    if (judgement->readings->len > before)
        add_reading(judgement, reckoning, g_strdup_printf("exactly %s is in no tier", at), VERDICT_BREACHED_NO_CREDIT,
                    NULL);
}

/* Two targets that disagree are read one by one. */
static void read_two_targets(ObligationJudgement *judgement, const CreditCase *reckoning)
{
    const Target *both = &judgement->obligation->target;
    if (!both->has_ratio || !both->has_budget)
        return;
    Target ratio = *both, budget = *both;
    ratio.has_budget = false;
    budget.has_ratio = false;
    Verdict by_ratio = achieved_verdict(&reckoning->achieved, &ratio);
    Verdict by_budget = achieved_verdict(&reckoning->achieved, &budget);
    if (by_ratio == by_budget)
        return;
    add_reading(judgement, reckoning, g_strdup("by the percentage"), by_ratio, NULL);
    add_reading(judgement, reckoning, g_strdup("by the time allowed"), by_budget, NULL);
}

void judge_readings(ObligationJudgement *judgement, const CreditCase *reckoning)
{
    if (reckoning->achieved.base_ms <= 0)
        return;
    const Tier *tier = credit_tier(reckoning->credit, &reckoning->achieved);
    if (tier != NULL && !reckoning->breached)
        read_double_boundary(judgement, reckoning, tier);
    if (tier == NULL && reckoning->breached && reckoning->credit->kind == CREDIT_TIERS)
        read_hole(judgement, reckoning);
    read_two_targets(judgement, reckoning);
}
