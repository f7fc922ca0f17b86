#include "credit.h"
#include "nines/base/money.h"
#include "nines/base/timetext.h"
#include <inttypes.h>
#include <string.h>

static void line(GPtrArray *lines, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void line(GPtrArray *lines, const char *format, ...)
{
    if (lines == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(lines, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

CreditSum credit_none(const Terms *terms)
{
    return (CreditSum){
        .minor = 0,
        .currency = g_strdup(terms->fee.currency),
        .ratio_ppb = NOT_GIVEN,
        .derivation = g_ptr_array_new_with_free_func(g_free),
    };
}

void credit_clear(CreditSum *sum)
{
    g_free(sum->currency);
    if (sum->derivation != NULL)
        g_ptr_array_unref(sum->derivation);
}

/* ---- the base ---- */

static int months_of(ScheduleKind kind)
{
    switch (kind) {
    case SCHEDULE_MONTH:
    case SCHEDULE_BILLING:
        return 1;
    case SCHEDULE_QUARTER:
        return 3;
    case SCHEDULE_YEAR:
        return 12;
    case SCHEDULE_ROLLING:
    case SCHEDULE_WEEK:
    case SCHEDULE_DAY:
        break;
    }
    return 0;
}

static int64_t days_of(const Zone *zone, const ContractPeriod *period)
{
    return (zone_to_local(zone, period->to) - zone_to_local(zone, period->from) + MS_PER_DAY / 2) / MS_PER_DAY;
}

static int64_t part_of(const GArray *parts, const char *key, int64_t fallback)
{
    for (guint i = 0; i < parts->len; i++) {
        const FeePart *part = &g_array_index(parts, FeePart, i);
        if (strcmp(part->key, key) == 0)
            return part->minor;
    }
    return fallback;
}

/* The fee of the months from the period's first on, each with its own amount where the contract lists one. */
static int64_t fee_of_months(const Terms *terms, const ContractPeriod *period, int months)
{
    int64_t sum = 0, one = scale(terms->fee.minor, 1, months_of(terms->fee.per));
    Civil civil = zone_to_civil(terms->zone, period->from);
    for (int i = 0; i < months; i++) {
        int month = civil.month - 1 + i;
        g_autofree char *key = g_strdup_printf("%04d-%02d", civil.year + month / 12, month % 12 + 1);
        sum += part_of(terms->fee.by_month, key, one);
    }
    return sum;
}

static int64_t fee_of_period(const Terms *terms, const ContractPeriod *period)
{
    static const int64_t per_days[] = {
        [SCHEDULE_WEEK] = 7, [SCHEDULE_DAY] = 1, [SCHEDULE_MONTH] = 30, [SCHEDULE_QUARTER] = 90, [SCHEDULE_YEAR] = 365};
    int period_months = months_of(terms->schedule.kind), fee_months = months_of(terms->fee.per);
    if (period_months > 0 && fee_months > 0 && (fee_months == 1 || terms->fee.by_month->len > 0))
        return fee_of_months(terms, period, period_months);
    if (period_months > 0 && fee_months > 0)
        return scale(terms->fee.minor, period_months, fee_months);
    return scale(terms->fee.minor, days_of(terms->zone, period), per_days[terms->fee.per]);
}

static int64_t affected_fee(const CreditCase *reckoning, int64_t whole, GPtrArray *lines)
{
    const GArray *parts = reckoning->terms->fee.by_service;
    int64_t part = 0;
    for (guint i = 0; i < reckoning->services->len; i++)
        part += part_of(parts, g_ptr_array_index(reckoning->services, i), 0);
    if (reckoning->terms->fee.minor == 0)
        return whole;
    int64_t base = scale(whole, part, reckoning->terms->fee.minor);
    g_autofree char *text = money_format(base, reckoning->terms->fee.currency);
    line(lines, "of it for the affected services: %s", text);
    return base;
}

/* The part of the period in which the terms are in force: who has paid for ten days has no month's fee. */
static ContractPeriod in_force(const Terms *terms, const ContractPeriod *period)
{
    ContractPeriod part = *period;
    if (terms->from != INSTANT_NONE)
        part.from = MAX(part.from, terms->from);
    if (terms->until != INSTANT_NONE)
        part.to = MIN(part.to, terms->until);
    return part.from < part.to ? part : *period;
}

static int64_t fee_in_force(const Terms *terms, const ContractPeriod *period, int64_t whole, GPtrArray *lines)
{
    ContractPeriod part = in_force(terms, period);
    int64_t days = days_of(terms->zone, &part), all = days_of(terms->zone, period);
    if (days >= all)
        return whole;
    int64_t base = scale(whole, days, all);
    g_autofree char *text = money_format(base, terms->fee.currency);
    line(lines, "of it for the %" PRId64 " of %" PRId64 " days in which the terms are in force: %s", days, all, text);
    return base;
}

int64_t credit_base(const CreditCase *reckoning, GPtrArray *lines)
{
    const Terms *terms = reckoning->terms;
    ContractPeriod period = reckoning->period;
    if (!terms->fee.given) {
        line(lines, "the contract states no fee");
        return 0;
    }
    if (reckoning->credit->base == BASE_PRECEDING)
        period = schedule_step(&terms->schedule, terms->zone, &period, -1);
    int64_t base = fee_of_period(terms, &period);
    g_autofree char *text = money_format(base, terms->fee.currency);
    line(lines, "base: fee of %s: %s", period.label, text);
    if (terms->fee.one_off_minor > 0)
        line(lines, "one-off fees are left out");
    base = fee_in_force(terms, &period, base, lines);
    return reckoning->credit->affected_only ? affected_fee(reckoning, base, lines) : base;
}

/* ---- tiers ---- */

static bool edge_holds(const Edge *edge, bool upper, int order)
{
    if (!edge->given)
        return true;
    return (edge->inclusive && order == 0) || (upper ? order < 0 : order > 0);
}

static bool tier_holds(const Tier *tier, const Achieved *achieved)
{
    int (*compare)(const Achieved *, int64_t) = tier->scale == TIER_DOWNTIME ? achieved_compare_time : achieved_compare;
    return edge_holds(&tier->upper, true, tier->upper.given ? compare(achieved, tier->upper.value) : 0) &&
           edge_holds(&tier->lower, false, tier->lower.given ? compare(achieved, tier->lower.value) : 0);
}

/* How deep a tier lies: the lowest upper edge for availability, the highest lower edge for downtime. */
static int64_t tier_depth(const Tier *tier)
{
    if (tier->scale != TIER_DOWNTIME)
        return tier->upper.given ? RATIO_ONE - tier->upper.value : 0;
    return tier->lower.given ? tier->lower.value : 0;
}

const Tier *credit_tier(const CreditTerms *credit, const Achieved *achieved)
{
    const Tier *best = NULL;
    if (achieved->base_ms <= 0)
        return NULL;
    for (guint i = 0; i < credit->tiers->len; i++) {
        const Tier *tier = &g_array_index(credit->tiers, Tier, i);
        if (tier_holds(tier, achieved) && (best == NULL || tier_depth(tier) > tier_depth(best)))
            best = tier;
    }
    return best;
}

static char *edge_text(const Tier *tier, const Edge *edge, const char *strict, const char *inclusive)
{
    if (!edge->given)
        return g_strdup("");
    g_autofree char *value =
        tier->scale == TIER_DOWNTIME ? duration_format(edge->value, true) : ratio_format(edge->value);
    return g_strdup_printf(" %s %s", edge->inclusive ? inclusive : strict, value);
}

char *credit_tier_text(const Tier *tier)
{
    g_autofree char *upper = edge_text(tier, &tier->upper, "below", "at most");
    g_autofree char *lower = edge_text(tier, &tier->lower, "above", "at least");
    static const char *const what[] = {
        [TIER_AVAILABILITY] = "availability", [TIER_DOWNTIME] = "downtime", [TIER_IN_TIME] = "share in time"};
    return g_strdup_printf("%s%s%s%s", what[tier->scale], upper, tier->upper.given && tier->lower.given ? " and" : "",
                           lower);
}

/* ---- awards ---- */

int64_t credit_award(const CreditCase *reckoning, const Award *award, int64_t base)
{
    ContractPeriod part;
    switch (award->kind) {
    case AWARD_RATIO:
        return scale(base, award->value, RATIO_ONE);
    case AWARD_AMOUNT:
        return award->value;
    case AWARD_DAYS:
        part = in_force(reckoning->terms, &reckoning->period);
        return scale(base, award->value, (Wide)1000 * MAX(days_of(reckoning->terms->zone, &part), 1));
    case AWARD_NONE:
        break;
    }
    return 0;
}

static char *award_text(const Award *award, const char *currency)
{
    if (award->kind == AWARD_RATIO)
        return ratio_format(award->value);
    if (award->kind == AWARD_AMOUNT)
        return money_format(award->value, currency);
    g_autofree char *days = g_strdup_printf("%" PRId64 ".%03" PRId64, award->value / 1000, award->value % 1000);
    for (gsize n = strlen(days); n > 0 && (days[n - 1] == '0' || days[n - 1] == '.'); n--) {
        bool point = days[n - 1] == '.';
        days[n - 1] = '\0';
        if (point)
            break;
    }
    return g_strdup_printf("%s %s of service", days, award->value == 1000 ? "day" : "days");
}

static void add_share(CreditSum *sum, const Award *award, int64_t n)
{
    if (award->kind != AWARD_RATIO)
        return;
    sum->ratio_ppb = MAX(sum->ratio_ppb, 0) + award->value * n;
}

static void by_tiers(const CreditCase *reckoning, CreditSum *sum, int64_t base)
{
    const Tier *tier = credit_tier(reckoning->credit, &reckoning->achieved);
    if (tier == NULL) {
        line(sum->derivation, "no tier holds: no credit");
        return;
    }
    g_autofree char *where = credit_tier_text(tier);
    g_autofree char *what = award_text(&tier->award, sum->currency);
    sum->minor = credit_award(reckoning, &tier->award, base);
    add_share(sum, &tier->award, 1);
    g_autofree char *amount = money_format(sum->minor, sum->currency);
    line(sum->derivation, "tier: %s gives %s: %s", where, what, amount);
}

static void add_first(const CreditCase *reckoning, CreditSum *sum, int64_t base, int64_t *time_ms)
{
    const CreditTerms *credit = reckoning->credit;
    if (credit->first.kind == AWARD_NONE || *time_ms <= 0)
        return;
    int64_t minor = credit_award(reckoning, &credit->first, base);
    g_autofree char *span = duration_format(credit->first_ms, true);
    g_autofree char *amount = money_format(minor, sum->currency);
    line(sum->derivation, "first %s: %s", span, amount);
    sum->minor += minor;
    add_share(sum, &credit->first, 1);
    *time_ms = MAX(*time_ms - credit->first_ms, 0);
}

static int64_t blocks_of(const CreditTerms *credit, int64_t time_ms)
{
    return (time_ms + (credit->rounding == ROUND_STARTED ? credit->block_ms - 1 : 0)) / credit->block_ms;
}

typedef struct {
    int64_t time_ms, blocks_n;
    guint outages_n;
} Blocks;

/* One stretch of downtime: its first part, then its blocks. */
static void add_stretch(const CreditCase *reckoning, CreditSum *sum, int64_t base, int64_t time_ms, Blocks *blocks)
{
    add_first(reckoning, sum, base, &time_ms);
    blocks->time_ms += time_ms;
    blocks->blocks_n += blocks_of(reckoning->credit, time_ms);
    blocks->outages_n++;
}

/* Outages one by one; what is asked beyond them (the next minute) makes the last one longer. */
static void add_outages(const CreditCase *reckoning, CreditSum *sum, int64_t base, Blocks *blocks)
{
    int64_t rest = achieved_ms_up(&reckoning->achieved);
    for (guint i = 0; i < reckoning->outages->len && rest > 0; i++) {
        int64_t ms = g_array_index(reckoning->outages, int64_t, i);
        ms = i + 1 == reckoning->outages->len ? rest : MIN(ms, rest);
        rest -= ms;
        add_stretch(reckoning, sum, base, ms, blocks);
    }
}

static void add_all(const CreditCase *reckoning, CreditSum *sum, int64_t base, Blocks *blocks)
{
    int64_t time_ms = achieved_ms_up(&reckoning->achieved);
    if (reckoning->credit->over_budget != 0)
        time_ms = MAX(time_ms - reckoning->budget_ms, 0);
    add_stretch(reckoning, sum, base, time_ms, blocks);
}

static void by_blocks(const CreditCase *reckoning, CreditSum *sum, int64_t base)
{
    const CreditTerms *credit = reckoning->credit;
    Blocks blocks = {.time_ms = 0};
    bool each_outage = credit->each_outage && reckoning->outages != NULL && reckoning->outages->len > 0;
    (each_outage ? add_outages : add_all)(reckoning, sum, base, &blocks);
    int64_t each = credit_award(reckoning, &credit->award, base), n = blocks.blocks_n;
    g_autofree char *block = duration_format(credit->block_ms, true);
    g_autofree char *what = award_text(&credit->award, sum->currency);
    g_autofree char *time = duration_format(blocks.time_ms, true);
    g_autofree char *where = each_outage ? g_strdup_printf(" in %u outages", blocks.outages_n) : g_strdup("");
    if (credit->rounding == ROUND_EXACT) {
        sum->minor += scale(each, blocks.time_ms, credit->block_ms);
        line(sum->derivation, "%s%s at %s per %s, exactly", time, where, what, block);
        return;
    }
    sum->minor += credit->award.kind == AWARD_RATIO ? scale(base, (Wide)credit->award.value * n, RATIO_ONE) : each * n;
    add_share(sum, &credit->award, n);
    line(sum->derivation, "%s%s: %" PRId64 " %s of %s at %s each", time, where, n,
         credit->rounding == ROUND_STARTED ? "started blocks" : "full blocks", block, what);
}

static Wide common_divisor(Wide a, Wide b)
{
    while (b != 0) {
        Wide rest = a % b;
        a = b;
        b = rest;
    }
    return MAX(a, 1);
}

/* k times the fee that was paid for the lost time: spread over the whole period, or over the time that is measured. */
static void by_times(const CreditCase *reckoning, CreditSum *sum, int64_t base)
{
    const CreditTerms *credit = reckoning->credit;
    const Achieved *achieved = &reckoning->achieved;
    ContractPeriod part = in_force(reckoning->terms, &reckoning->period);
    int64_t length = credit->over_measured ? achieved->base_ms : part.to - part.from;
    Wide n = achieved->counted * credit->times, d = (Wide)length * achieved->per_ms * 1000;
    Wide divisor = common_divisor(d, n);
    sum->minor = scale(base, n / divisor, d / divisor);
    g_autofree char *time = duration_format(achieved_ms_up(achieved), true);
    g_autofree char *whole = duration_format(length, true);
    g_autofree char *times = g_strdup_printf("%g", (double)credit->times / 1000);
    line(sum->derivation, "%s times the fee of %s of %s", times, time, whole);
}

static void by_pool(const CreditCase *reckoning, CreditSum *sum, int64_t base)
{
    const CreditTerms *credit = reckoning->credit;
    int64_t pool = scale(base, credit->pool_ratio, RATIO_ONE);
    sum->minor = credit_award(reckoning, &credit->award, pool);
    sum->ratio_ppb = scale(credit->pool_ratio, credit->award.value, RATIO_ONE);
    g_autofree char *amount = money_format(pool, sum->currency);
    g_autofree char *share = award_text(&credit->award, sum->currency);
    line(sum->derivation, "amount at risk: %s, of it %s", amount, share);
    if (credit->earn_back > 0)
        line(sum->derivation, "earned back after %d met periods in a row", credit->earn_back);
}

typedef void (*CreditFunc)(const CreditCase *reckoning, CreditSum *sum, int64_t base);
static const CreditFunc CREDIT_FUNCS[] = {
    [CREDIT_NONE] = NULL,          [CREDIT_TIERS] = by_tiers, [CREDIT_BLOCKS] = by_blocks,
    [CREDIT_TIMES_FEE] = by_times, [CREDIT_POOL] = by_pool,
};

/* ---- limits ---- */

static void apply_cap(const CreditCase *reckoning, CreditSum *sum, int64_t base)
{
    const Award *cap = &reckoning->credit->cap;
    if (cap->kind == AWARD_NONE)
        return;
    int64_t most = credit_award(reckoning, cap, base);
    g_autofree char *text = award_text(cap, sum->currency);
    g_autofree char *amount = money_format(most, sum->currency);
    if (sum->minor <= most) {
        line(sum->derivation, "cap: %s (%s), not reached", text, amount);
        return;
    }
    sum->minor = most;
    if (cap->kind == AWARD_RATIO && sum->ratio_ppb > cap->value)
        sum->ratio_ppb = cap->value;
    line(sum->derivation, "cap: %s: %s", text, amount);
}

static void apply_minimum(const CreditCase *reckoning, CreditSum *sum)
{
    int64_t minimum = reckoning->credit->minimum_minor;
    if (sum->minor == 0 || sum->minor >= minimum)
        return;
    g_autofree char *text = money_format(minimum, sum->currency);
    line(sum->derivation, "below the minimum of %s: nothing is paid", text);
    sum->minor = 0;
    sum->ratio_ppb = sum->ratio_ppb == NOT_GIVEN ? NOT_GIVEN : 0;
}

/* Tiers say themselves when they hold; everything else is paid for a breach only. */
CreditSum credit_reckon(const CreditCase *reckoning)
{
    const CreditTerms *credit = reckoning->credit;
    CreditSum sum = credit_none(reckoning->terms);
    if (credit->kind == CREDIT_NONE || (credit->kind != CREDIT_TIERS && !reckoning->breached))
        return sum;
    if (credit->kind == CREDIT_TIERS && !reckoning->breached && credit_tier(credit, &reckoning->achieved) == NULL)
        return sum;
    int64_t base = credit_base(reckoning, sum.derivation);
    CREDIT_FUNCS[credit->kind](reckoning, &sum, base);
    apply_cap(reckoning, &sum, base);
    apply_minimum(reckoning, &sum);
    g_autofree char *amount = money_format(sum.minor, sum.currency);
    line(sum.derivation, "credit: %s", amount);
    return sum;
}
