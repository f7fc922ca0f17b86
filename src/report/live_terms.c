#include "live_terms.h"
#include "nines/base/money.h"
#include <string.h>

static bool counts_by_share(const Obligation *obligation)
{
    for (guint i = 0; i < obligation->degraded->len; i++)
        if (g_array_index(obligation->degraded, Degraded, i).kind != DEGRADED_SHARE)
            return false;
    return !obligation->degraded_edge.given && obligation->unit.kind == COUNT_CONTINUOUS &&
           obligation->min_outage_ms <= 0 && obligation->measured_from == START_IMPACT &&
           obligation->denominator == DENOMINATOR_MEASURED;
}

static bool is_one_service(const Obligation *obligation)
{
    return obligation->services->len == 1 && strcmp(g_ptr_array_index(obligation->services, 0), "*") != 0 &&
           obligation->scopes->len == 0 && obligation->weights->len == 0 && obligation->per.take == PER_NONE;
}

static bool excludes_planned_work(const Obligation *obligation)
{
    for (guint i = 0; i < obligation->clauses->len; i++) {
        const Clause *clause = g_ptr_array_index(obligation->clauses, i);
        if (clause->downtime_only || (clause->kind != EXCLUDE_MAINTENANCE && clause->kind != EXCLUDE_TAGS &&
                                      clause->kind != EXCLUDE_SEVERITY && clause->kind != EXCLUDE_WINDOWS))
            return false;
    }
    return true;
}

bool live_tier(const Tier *tier)
{
    bool has_lower_edge = !tier->lower.given || tier->lower.inclusive;
    return tier->scale == TIER_AVAILABILITY && tier->upper.given && !tier->upper.inclusive && has_lower_edge &&
           (tier->award.kind == AWARD_RATIO || tier->award.kind == AWARD_AMOUNT);
}

static bool pays_by_tiers(const CreditTerms *credit)
{
    for (guint i = 0; i < credit->tiers->len; i++)
        if (!live_tier(&g_array_index(credit->tiers, Tier, i)))
            return false;
    return credit->kind == CREDIT_NONE || (credit->kind == CREDIT_TIERS && credit->minimum_minor <= 0);
}

bool live_terms(const ObligationJudgement *judgement)
{
    const Obligation *obligation = judgement->obligation;
    RoundingMode rounding = judgement->terms->rounding.mode;
    const char *currency = judgement->terms->fee.currency; /* formulas round to hundredths */
    bool is_exact = judgement->share_parts == 1 && (currency == NULL || currency_digits(currency) == 2) &&
                    (rounding == ROUNDING_NOT_GIVEN || rounding == ROUNDING_NONE);
    return is_exact && obligation->target.has_ratio && is_one_service(obligation) && counts_by_share(obligation) &&
           excludes_planned_work(obligation) && pays_by_tiers(&obligation->credit) &&
           (judgement->verdict == VERDICT_MET || judgement->verdict == VERDICT_BREACHED);
}
