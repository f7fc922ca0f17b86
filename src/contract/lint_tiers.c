#include "lint_private.h"
#include "nines/base/timetext.h"

/* Tiers are looked at in every value at which something can change: each edge and the middle between two edges. That
 * finds every hole and every overlap without reasoning about forms. */

static int compare_values(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static TierScale scale_of(const Obligation *obligation)
{
    return g_array_index(obligation->credit.tiers, Tier, 0).scale;
}

static int64_t highest(TierScale scale)
{
    return scale == TIER_AVAILABILITY ? RATIO_ONE : 366 * MS_PER_DAY;
}

static GArray *values_of(const Obligation *obligation)
{
    TierScale scale = scale_of(obligation);
    int64_t target = scale == TIER_AVAILABILITY ? obligation->target.ratio_ppb : obligation->target.budget_ms;
    int64_t ends[] = {0, highest(scale), target};
    g_autoptr(GArray) edges = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_array_append_vals(edges, ends, 3);
    for (guint i = 0; i < obligation->credit.tiers->len; i++) {
        const Tier *tier = &g_array_index(obligation->credit.tiers, Tier, i);
        if (tier->upper.given)
            g_array_append_val(edges, tier->upper.value);
        if (tier->lower.given)
            g_array_append_val(edges, tier->lower.value);
    }
    g_array_sort(edges, compare_values);
    GArray *values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (guint i = 0; i < edges->len; i++) {
        int64_t value = g_array_index(edges, int64_t, i);
        int64_t next = i + 1 < edges->len ? g_array_index(edges, int64_t, i + 1) : value;
        int64_t middle = value + (next - value) / 2;
        if (values->len == 0 || g_array_index(values, int64_t, values->len - 1) != value)
            g_array_append_val(values, value);
        if (middle > value)
            g_array_append_val(values, middle);
    }
    return values;
}

static bool holds(const Tier *tier, int64_t value)
{
    bool below =
        !tier->upper.given || value < tier->upper.value || (tier->upper.inclusive && value == tier->upper.value);
    bool above =
        !tier->lower.given || value > tier->lower.value || (tier->lower.inclusive && value == tier->lower.value);
    return below && above;
}

/* Whether the target is missed at that value; a target on another scale than the tiers says nothing. */
static bool is_missed(const Obligation *obligation, int64_t value)
{
    const Target *target = &obligation->target;
    if (scale_of(obligation) == TIER_AVAILABILITY)
        return target->has_ratio && (target->strict ? value <= target->ratio_ppb : value < target->ratio_ppb);
    return target->has_budget && (target->strict ? value >= target->budget_ms : value > target->budget_ms);
}

static bool is_met(const Obligation *obligation, int64_t value)
{
    const Target *target = &obligation->target;
    bool comparable = scale_of(obligation) == TIER_AVAILABILITY ? target->has_ratio : target->has_budget;
    return comparable && !is_missed(obligation, value);
}

static const Tier *first_holding(const Obligation *obligation, int64_t value)
{
    for (guint i = 0; i < obligation->credit.tiers->len; i++) {
        const Tier *tier = &g_array_index(obligation->credit.tiers, Tier, i);
        if (holds(tier, value))
            return tier;
    }
    return NULL;
}

static char *value_text(TierScale scale, int64_t value)
{
    return scale == TIER_AVAILABILITY ? ratio_format(value) : duration_format(value, true);
}

static bool is_edge(const Obligation *obligation, int64_t value)
{
    for (guint i = 0; i < obligation->credit.tiers->len; i++) {
        const Tier *tier = &g_array_index(obligation->credit.tiers, Tier, i);
        if ((tier->upper.given && tier->upper.value == value) || (tier->lower.given && tier->lower.value == value))
            return true;
    }
    return false;
}

/* "exactly 99.0 %" at an edge, else "such as 99.45 %". */
static char *value_phrase(const Obligation *obligation, int64_t value)
{
    g_autofree char *text = value_text(scale_of(obligation), value);
    return g_strdup_printf("%s %s", is_edge(obligation, value) ? "exactly" : "such as", text);
}

static bool has_tiers(const Obligation *obligation)
{
    return obligation->credit.kind == CREDIT_TIERS && obligation->credit.tiers->len > 0;
}

void lint_double_boundary(Linting *lint, const Obligation *obligation)
{
    if (!has_tiers(obligation))
        return;
    g_autoptr(GArray) values = values_of(obligation);
    for (guint i = 0; i < values->len; i++) {
        int64_t value = g_array_index(values, int64_t, i);
        const Tier *tier = first_holding(obligation, value);
        if (tier == NULL || !is_met(obligation, value))
            continue;
        g_autofree char *phrase = value_phrase(obligation, value);
        lint_add(lint, tier->place, "%s meets the target of \"%s\" and also earns a credit", phrase, obligation->name);
    }
}

void lint_tier_hole(Linting *lint, const Obligation *obligation)
{
    if (!has_tiers(obligation))
        return;
    g_autoptr(GArray) values = values_of(obligation);
    for (guint i = 0; i < values->len; i++) {
        int64_t value = g_array_index(values, int64_t, i);
        if (!is_missed(obligation, value) || first_holding(obligation, value) != NULL)
            continue;
        g_autofree char *phrase = value_phrase(obligation, value);
        lint_add(lint, obligation->credit.place, "%s misses the target of \"%s\" but is in no tier", phrase,
                 obligation->name);
    }
}

/* Tiers that state one edge nest by design, the deepest wins; an overlap needs a tier that states both, or a twin. */
static bool clash(const Tier *a, const Tier *b)
{
    bool both = (a->upper.given && a->lower.given) || (b->upper.given && b->lower.given);
    bool twins = a->upper.given && b->upper.given && a->upper.value == b->upper.value &&
                 a->upper.inclusive == b->upper.inclusive;
    return both || twins;
}

void lint_tier_overlap(Linting *lint, const Obligation *obligation)
{
    if (!has_tiers(obligation))
        return;
    g_autoptr(GArray) values = values_of(obligation);
    const GArray *tiers = obligation->credit.tiers;
    for (guint i = 0; i < values->len; i++) {
        int64_t value = g_array_index(values, int64_t, i);
        const Tier *first = first_holding(obligation, value);
        for (guint k = 0; first != NULL && k < tiers->len; k++) {
            const Tier *other = &g_array_index(tiers, Tier, k);
            if (other == first || !holds(other, value) || !clash(first, other))
                continue;
            g_autofree char *phrase = value_phrase(obligation, value);
            lint_add(lint, other->place, "%s is in two tiers of \"%s\" (the other is at line %d)", phrase,
                     obligation->name, first->place.line);
        }
    }
}

static int64_t depth(const Tier *tier)
{
    return tier->scale == TIER_AVAILABILITY ? (tier->upper.given ? -tier->upper.value : -RATIO_ONE)
                                            : (tier->lower.given ? tier->lower.value : 0);
}

void lint_tier_order(Linting *lint, const Obligation *obligation)
{
    const GArray *tiers = obligation->credit.tiers;
    for (guint i = 0; has_tiers(obligation) && i < tiers->len; i++) {
        const Tier *a = &g_array_index(tiers, Tier, i);
        for (guint k = 0; k < tiers->len; k++) {
            const Tier *b = &g_array_index(tiers, Tier, k);
            if (a->award.kind != b->award.kind || depth(b) <= depth(a) || b->award.value >= a->award.value)
                continue;
            lint_add(lint, b->place, "this tier is deeper than that of line %d, but gives less", a->place.line);
        }
    }
}
