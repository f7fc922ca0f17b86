#include "credit.h"
#include "explain_private.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include <inttypes.h>

char *award_said(const Award *award, const char *currency)
{
    if (award->kind == AWARD_RATIO)
        return ratio_format(award->value);
    if (award->kind == AWARD_AMOUNT)
        return money_format(award->value, currency);
    return g_strdup_printf("%g day%s of service", (double)award->value / 1000, plural(award->value / 1000));
}

static void say_tiers(GString *out, const CreditTerms *credit, const char *currency)
{
    for (guint i = 0; i < credit->tiers->len; i++) {
        const Tier *tier = &g_array_index(credit->tiers, Tier, i);
        g_autofree char *range = credit_tier_text(tier);
        g_autofree char *award = award_said(&tier->award, currency);
        say(out, "  Credit: %s: %s.", range, award);
    }
    if (credit->tiers->len > 1)
        say(out, "  Where several of these hold, the deepest is paid.");
}

static void say_blocks(GString *out, const CreditTerms *credit, const char *currency)
{
    static const char *const rounding[] = {"every full", "every begun", "each"};
    g_autofree char *award = award_said(&credit->award, currency);
    g_autofree char *block = duration_format(credit->block_ms, true);
    g_autofree char *first = duration_format(credit->first_ms, true);
    g_autofree char *first_award = award_said(&credit->first, currency);
    if (credit->first.kind != AWARD_NONE)
        say(out, "  Credit: %s for the first %s%s.", first_award, first, credit->each_outage ? " of each outage" : "");
    say(out, "  Credit: %s for %s %s of %s%s.", award, rounding[credit->rounding], block,
        credit->each_outage ? "each outage" : "downtime", credit->over_budget != 0 ? " beyond what is allowed" : "");
}

static void say_limits(GString *out, const CreditTerms *credit, const char *currency)
{
    static const char *const units[] = {"day", "business day", "month", "period"};
    static const char *const starts[] = {"the period's end", "the first incident that counts", "the invoice"};
    g_autofree char *cap = award_said(&credit->cap, currency);
    g_autofree char *least = money_format(credit->minimum_minor, currency);
    if (credit->cap.kind != AWARD_NONE)
        say(out, "  Credits are capped at %s.", cap);
    if (credit->minimum_minor > 0)
        say(out, "  Credits below %s are not paid.", least);
    if (credit->earn_back > 0)
        say(out, "  A credit is earned back when the target is met in the %d periods that follow.", credit->earn_back);
    say(out, "  Percentages and days of service are of the fee of the %s period%s.",
        credit->base == BASE_PRECEDING ? "preceding" : "judged",
        credit->affected_only ? ", as far as it is for the affected services" : "");
    if (credit->claim.given && credit->claim.after == CLAIM_INVOICE && credit->claim.invoice_day > 0)
        say(out, "  The invoice comes %d days after the period's end.", credit->claim.invoice_day);
    if (credit->claim.given)
        say(out, "  Credits must be claimed within %d %s%s after %s%s%s.", credit->claim.n, units[credit->claim.unit],
            plural(credit->claim.n), starts[credit->claim.after], credit->claim.evidence != NULL ? ", with " : "",
            credit->claim.evidence != NULL ? credit->claim.evidence : "");
}

void say_credit(GString *out, const CreditTerms *credit, const char *currency)
{
    g_autofree char *pool = ratio_format(credit->pool_ratio);
    g_autofree char *share = award_said(&credit->award, currency);
    switch (credit->kind) {
    case CREDIT_NONE:
        say(out, "  A breach gives no credit.");
        return;
    case CREDIT_TIERS:
        say_tiers(out, credit, currency);
        break;
    case CREDIT_BLOCKS:
        say_blocks(out, credit, currency);
        break;
    case CREDIT_TIMES_FEE:
        say(out, "  Credit: %g times the fee of the downtime, which is spread over %s.", (double)credit->times / 1000,
            credit->over_measured ? "the measured time" : "the whole period");
        break;
    case CREDIT_POOL:
        say(out, "  Credit: %s of the %s of the fee that is at risk.", share, pool);
        break;
    }
    say_limits(out, credit, currency);
}

void say_credit_of_share(GString *out, const CreditTerms *credit, const char *currency)
{
    g_autofree char *pool = ratio_format(credit->pool_ratio);
    g_autofree char *share = award_said(&credit->award, currency);
    if (credit->kind == CREDIT_TIERS)
        say_tiers(out, credit, currency);
    else if (credit->kind == CREDIT_POOL)
        say(out, "  A breach costs %s of the %s of the fee that is at risk.", share, pool);
}
