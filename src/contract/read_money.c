#include "nines/base/money.h"
#include "read.h"
#include <stdlib.h>
#include <string.h>

static const char *const PER_WORDS[] = {"month", "quarter", "year", "week", "day", NULL};
static const ScheduleKind PER_KINDS[] = {SCHEDULE_MONTH, SCHEDULE_QUARTER, SCHEDULE_YEAR, SCHEDULE_WEEK, SCHEDULE_DAY};

/* ---- awards ---- */

bool read_award_percent(Reader *reader, const YamlNode *node, void *out)
{
    int64_t value;
    if (!read_percent(reader, node, &value))
        return false;
    *(Award *)out = (Award){.kind = AWARD_RATIO, .value = value};
    return true;
}

bool read_award_amount(Reader *reader, const YamlNode *node, void *out)
{
    int64_t value;
    if (!read_money(reader, node, &value))
        return false;
    *(Award *)out = (Award){.kind = AWARD_AMOUNT, .value = value};
    return true;
}

bool read_award_days(Reader *reader, const YamlNode *node, void *out)
{
    int64_t value;
    if (node->kind != YAML_SCALAR || !decimal_parse(node->text, 3, &value))
        return read_fails(reader, node, "expected a number of days");
    *(Award *)out = (Award){.kind = AWARD_DAYS, .value = value};
    return true;
}

static const Field cap_fields[] = {
    {"percent", read_award_percent, 0, false},
    {"amount", read_award_amount, 0, false},
    {"days", read_award_days, 0, false},
    {NULL, NULL, 0, false},
};

static bool cap_from_text(const char *text, Award *out)
{
    int64_t value;
    if (strchr(text, '%') != NULL && ratio_parse(text, &value)) {
        *out = (Award){.kind = AWARD_RATIO, .value = value};
        return true;
    }
    if (duration_text(text, &value) && value % MS_PER_DAY == 0 && value > 0) {
        *out = (Award){.kind = AWARD_DAYS, .value = value / MS_PER_DAY * 1000};
        return true;
    }
    return false;
}

bool read_cap(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind == YAML_MAPPING)
        return read_mapping(reader, node, NULL, cap_fields, out);
    return (node->kind == YAML_SCALAR && cap_from_text(node->text, out)) ||
           read_fails(reader, node, "expected a cap such as 100%%, 15d or {amount: 5000.00}");
}

/* ---- the fee ---- */

static bool read_currency(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind != YAML_SCALAR || currency_digits(node->text) < 0)
        return read_fails(reader, node, "\"%s\" is not a currency of ISO 4217",
                          node->kind == YAML_SCALAR ? node->text : "");
    return read_text(reader, node, out);
}

static bool read_per(Reader *reader, const YamlNode *node, void *out)
{
    int word;
    if (!read_word(reader, node, PER_WORDS, &word))
        return false;
    *(ScheduleKind *)out = PER_KINDS[word];
    return true;
}

static bool read_parts(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind != YAML_MAPPING)
        return read_fails(reader, node, "expected amounts by name");
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        FeePart part = {.minor = 0, .key = NULL};
        if (!read_money(reader, child, &part.minor))
            return false;
        part.key = g_strdup(child->key);
        g_array_append_val(*(GArray **)out, part);
    }
    return true;
}

static const Field fee_fields[] = {
    {"currency", read_currency, offsetof(Fee, currency), true},
    {"amount", read_money, offsetof(Fee, minor), true},
    {"per", read_per, offsetof(Fee, per), false},
    {"one_off", read_money, offsetof(Fee, one_off_minor), false},
    {"by_month", read_parts, offsetof(Fee, by_month), false},
    {"by_service", read_parts, offsetof(Fee, by_service), false},
    {NULL, NULL, 0, false},
};

bool read_fee(Reader *reader, const YamlNode *node, void *out)
{
    Fee *fee = out;
    fee->given = true;
    return read_mapping(reader, node, NULL, fee_fields, fee);
}

/* ---- tiers ---- */

typedef struct {
    const char *key;
    bool upper, inclusive;
} EdgeWord;

static const EdgeWord EDGE_WORDS[] = {
    {"below", true, false}, {"at_most", true, true},   {"above", false, false},
    {"over", false, false}, {"at_least", false, true},
};

static bool read_edge(Reader *reader, const YamlNode *node, void *out)
{
    Tier *tier = out;
    int64_t value;
    TierScale scale = TIER_AVAILABILITY;
    if (node->kind != YAML_SCALAR)
        return read_fails(reader, node, "expected a percentage or a duration");
    if (!ratio_parse(node->text, &value)) {
        scale = TIER_DOWNTIME;
        if (!duration_text(node->text, &value))
            return read_fails(reader, node, "expected a percentage (99.9%%) or a duration (30min), found \"%s\"%s",
                              node->text, comma_hint(node->text));
    }
    if ((tier->upper.given || tier->lower.given) && tier->scale != scale)
        return read_fails(reader, node, "a tier's edges are either percentages or durations, not both");
    tier->scale = scale;
    for (guint i = 0; i < G_N_ELEMENTS(EDGE_WORDS); i++) {
        if (strcmp(EDGE_WORDS[i].key, node->key) != 0)
            continue;
        Edge *edge = EDGE_WORDS[i].upper ? &tier->upper : &tier->lower;
        if (edge->given)
            return read_fails(reader, node, "this side of the tier has an edge already");
        *edge = (Edge){.given = true, .inclusive = EDGE_WORDS[i].inclusive, .value = value};
    }
    return true;
}

static const Field tier_fields[] = {
    {"below", read_edge, 0, false},
    {"at_most", read_edge, 0, false},
    {"above", read_edge, 0, false},
    {"over", read_edge, 0, false},
    {"at_least", read_edge, 0, false},
    {"percent", read_award_percent, offsetof(Tier, award), false},
    {"amount", read_award_amount, offsetof(Tier, award), false},
    {"days", read_award_days, offsetof(Tier, award), false},
    {NULL, NULL, 0, false},
};

/* percent, amount and days exclude each other. */
static bool one_award(Reader *reader, const YamlNode *node)
{
    static const char *const keys[] = {"percent", "amount", "days"};
    guint n = 0;
    for (guint i = 0; i < G_N_ELEMENTS(keys); i++)
        n += yaml_get(node, keys[i]) != NULL ? 1 : 0;
    return n <= 1 || read_fails(reader, node, "give one of percent, amount and days, not %u of them", n);
}

static bool read_tier(Reader *reader, const YamlNode *node, void *out)
{
    Tier tier = {.place = place_of(node)};
    if (!read_mapping(reader, node, NULL, tier_fields, &tier))
        return false;
    if (!one_award(reader, node))
        return false;
    if (!tier.upper.given && !tier.lower.given)
        return read_fails(reader, node, "a tier needs an edge: below, at_most, above, over or at_least");
    if (tier.award.kind == AWARD_NONE)
        return read_fails(reader, node, "a tier needs what it gives: percent, amount or days");
    g_array_append_val(*(GArray **)out, tier);
    return true;
}

bool read_credit_tiers(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->kind = CREDIT_TIERS;
    return read_each(reader, node, "", read_tier, &credit->tiers);
}

/* ---- claims ---- */

static const char *const CLAIM_WORDS[] = {"period end", "incident", "invoice", NULL};

typedef struct {
    const char *word;
    SpanUnit unit;
} SpanWord;

static const SpanWord SPAN_WORDS[] = {
    {"bd", SPAN_BUSINESS_DAYS},
    {"business days", SPAN_BUSINESS_DAYS},
    {"business day", SPAN_BUSINESS_DAYS},
    {"d", SPAN_DAYS},
    {"days", SPAN_DAYS},
    {"day", SPAN_DAYS},
    {"mo", SPAN_MONTHS},
    {"months", SPAN_MONTHS},
    {"month", SPAN_MONTHS},
    {"periods", SPAN_PERIODS},
    {"period", SPAN_PERIODS},
};

static bool span_from_text(const char *text, int *n, SpanUnit *unit)
{
    char *rest = NULL;
    gint64 value = g_ascii_strtoll(text, &rest, 10);
    while (*rest == ' ')
        rest++;
    for (guint i = 0; i < G_N_ELEMENTS(SPAN_WORDS); i++) {
        if (rest == text || value < 0 || value > 10000 || strcmp(SPAN_WORDS[i].word, rest) != 0)
            continue;
        *n = (int)value;
        *unit = SPAN_WORDS[i].unit;
        return true;
    }
    return false;
}

/* "30d", "30d after period end", "2 periods after incident" */
static bool read_claim_within(Reader *reader, const YamlNode *node, void *out)
{
    ClaimTerms *claim = out;
    if (node->kind != YAML_SCALAR)
        return read_fails(reader, node, "expected a span such as \"30d after period end\"");
    g_autofree char *text = g_strdup(node->text);
    char *after = strstr(text, " after ");
    if (after != NULL) {
        *after = '\0';
        guint word = 0;
        while (CLAIM_WORDS[word] != NULL && strcmp(CLAIM_WORDS[word], after + 7) != 0)
            word++;
        if (CLAIM_WORDS[word] == NULL)
            return read_fails(reader, node, "\"%s\" is unknown; a claim runs after: period end, incident, invoice",
                              after + 7);
        claim->after = (ClaimStart)word;
    }
    claim->given = true;
    return span_from_text(text, &claim->n, &claim->unit) ||
           read_fails(reader, node,
                      "expected days, business days, months or periods (30d, 10bd, 2 months, 2 periods), "
                      "found \"%s\"",
                      text);
}

static bool read_claim_after(Reader *reader, const YamlNode *node, void *out)
{
    int word;
    if (!read_word(reader, node, CLAIM_WORDS, &word))
        return false;
    *(ClaimStart *)out = (ClaimStart)word;
    return true;
}

static const Field claim_fields[] = {
    {"within", read_claim_within, 0, true},
    {"after", read_claim_after, offsetof(ClaimTerms, after), false},
    {"invoice_day", read_count, offsetof(ClaimTerms, invoice_day), false},
    {"evidence", read_text, offsetof(ClaimTerms, evidence), false},
    {NULL, NULL, 0, false},
};

static bool read_claim(Reader *reader, const YamlNode *node, void *out)
{
    return read_mapping(reader, node, NULL, claim_fields, out);
}

/* ---- credits ---- */

static bool read_thousandths(Reader *reader, const YamlNode *node, void *out)
{
    return (node->kind == YAML_SCALAR && decimal_parse(node->text, 3, out)) ||
           read_fails(reader, node, "expected a number such as 10 or 1.5");
}

static bool read_times(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->kind = CREDIT_TIMES_FEE;
    return read_thousandths(reader, node, &credit->times);
}

static bool read_block(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->kind = CREDIT_BLOCKS;
    if (!read_duration(reader, node, &credit->block_ms))
        return false;
    return credit->block_ms > 0 || read_fails(reader, node, "a block of no length gives no credit");
}

static bool read_pool(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->kind = CREDIT_POOL;
    credit->award = (Award){.kind = AWARD_RATIO, .value = RATIO_ONE};
    return read_ratio(reader, node, &credit->pool_ratio);
}

#define WORD_READER(name, type, ...)                                                                                   \
    static bool name(Reader *reader, const YamlNode *node, void *out)                                                  \
    {                                                                                                                  \
        static const char *const words[] = {__VA_ARGS__, NULL};                                                        \
        int word;                                                                                                      \
        if (!read_word(reader, node, words, &word))                                                                    \
            return false;                                                                                              \
        *(type *)out = (type)word;                                                                                     \
        return true;                                                                                                   \
    }

WORD_READER(read_rounding, BlockRounding, "full", "started", "exact")
WORD_READER(read_counts, int64_t, "all", "over-budget")
WORD_READER(read_blocks_of, bool, "period", "outage")
WORD_READER(read_fee_over, bool, "period", "measured")
WORD_READER(read_base, BaseChoice, "period", "preceding")
WORD_READER(read_base_services, bool, "all", "affected")

/* "40%", or the share 0.4 */
static bool read_award_ratio(Reader *reader, const YamlNode *node, void *out)
{
    int64_t value;
    if (!read_ratio(reader, node, &value))
        return false;
    *(Award *)out = (Award){.kind = AWARD_RATIO, .value = value};
    return true;
}

static const Field first_fields[] = {
    {"for", read_duration, offsetof(CreditTerms, first_ms), true},
    {"percent", read_award_percent, offsetof(CreditTerms, first), false},
    {"amount", read_award_amount, offsetof(CreditTerms, first), false},
    {"days", read_award_days, offsetof(CreditTerms, first), false},
    {NULL, NULL, 0, false},
};

static bool read_first(Reader *reader, const YamlNode *node, void *out)
{
    return read_mapping(reader, node, NULL, first_fields, out) && one_award(reader, node);
}

static const Field credit_fields[] = {
    {"tiers", read_credit_tiers, 0, false},
    {"per", read_block, 0, false},
    {"times_fee", read_times, 0, false},
    {"pool", read_pool, 0, false},
    {"share", read_award_ratio, offsetof(CreditTerms, award), false},
    {"earn_back", read_count, offsetof(CreditTerms, earn_back), false},
    {"percent", read_award_percent, offsetof(CreditTerms, award), false},
    {"amount", read_award_amount, offsetof(CreditTerms, award), false},
    {"days", read_award_days, offsetof(CreditTerms, award), false},
    {"round", read_rounding, offsetof(CreditTerms, rounding), false},
    {"counts", read_counts, offsetof(CreditTerms, over_budget), false},
    {"blocks_of", read_blocks_of, offsetof(CreditTerms, each_outage), false},
    {"fee_over", read_fee_over, offsetof(CreditTerms, over_measured), false},
    {"first", read_first, 0, false},
    {"base", read_base, offsetof(CreditTerms, base), false},
    {"base_services", read_base_services, offsetof(CreditTerms, affected_only), false},
    {"cap", read_cap, offsetof(CreditTerms, cap), false},
    {"minimum", read_money, offsetof(CreditTerms, minimum_minor), false},
    {"claim_within", read_claim_within, offsetof(CreditTerms, claim), false},
    {"claim", read_claim, offsetof(CreditTerms, claim), false},
    {NULL, NULL, 0, false},
};

typedef struct {
    const char *key;
    CreditKind kind;  /* the form that this key belongs to */
    bool begins_form; /* it is the one that names the form */
} FormKey;

static const FormKey FORM_KEYS[] = {
    {"tiers", CREDIT_TIERS, true},         {"per", CREDIT_BLOCKS, true},    {"times_fee", CREDIT_TIMES_FEE, true},
    {"pool", CREDIT_POOL, true},           {"share", CREDIT_POOL, false},   {"percent", CREDIT_BLOCKS, false},
    {"amount", CREDIT_BLOCKS, false},      {"days", CREDIT_BLOCKS, false},  {"round", CREDIT_BLOCKS, false},
    {"counts", CREDIT_BLOCKS, false},      {"first", CREDIT_BLOCKS, false}, {"blocks_of", CREDIT_BLOCKS, false},
    {"fee_over", CREDIT_TIMES_FEE, false},
};

static const char *form_name(CreditKind kind)
{
    for (guint i = 0; i < G_N_ELEMENTS(FORM_KEYS); i++)
        if (FORM_KEYS[i].kind == kind && FORM_KEYS[i].begins_form)
            return FORM_KEYS[i].key;
    return NULL;
}

/* One form of credit, and no key of another: what would be left unread would be a credit that is never paid. */
static bool one_form(Reader *reader, const YamlNode *node, const CreditTerms *credit)
{
    for (guint i = 0; i < G_N_ELEMENTS(FORM_KEYS); i++) {
        const YamlNode *value = yaml_get(node, FORM_KEYS[i].key);
        if (value != NULL && FORM_KEYS[i].kind != credit->kind)
            return read_fails(reader, value,
                              "\"%s\" does not go with \"%s\": credits have one form; a second one is an "
                              "obligation of its own",
                              FORM_KEYS[i].key, form_name(credit->kind));
    }
    return true;
}

bool read_credit(Reader *reader, const YamlNode *node, void *out)
{
    CreditTerms *credit = out;
    credit->place = place_of(node);
    if (!read_mapping(reader, node, NULL, credit_fields, credit))
        return false;
    if (credit->kind != CREDIT_NONE && (!one_form(reader, node, credit) || !one_award(reader, node)))
        return false;
    if (credit->each_outage && credit->over_budget != 0)
        return read_fails(reader, node,
                          "\"counts: over-budget\" is of the period's downtime; it does not go with "
                          "\"blocks_of: outage\"");
    if (credit->kind == CREDIT_NONE)
        return read_fails(reader, node, "credits need one of: tiers, per, times_fee, pool");
    if (credit->kind == CREDIT_BLOCKS && credit->award.kind == AWARD_NONE)
        return read_fails(reader, node, "a credit per block needs what it gives: percent, amount or days");
    return true;
}
