#include "nines/calc/ledger.h"
#include "read.h"
#include <string.h>

/* ---- targets ---- */

/* "99.9%" or a bare number is a share of the time, a duration is a budget, other words cannot be judged. */
static bool read_target_value(Reader *reader, const YamlNode *node, void *out)
{
    Target *target = out;
    if (node->kind != YAML_SCALAR)
        return read_fails(reader, node, "expected a percentage or a duration");
    g_free(target->text);
    target->text = g_strdup(node->text);
    if (ratio_parse(node->text, &target->ratio_ppb))
        return target->has_ratio = true;
    if (duration_text(node->text, &target->budget_ms))
        return target->has_budget = true;
    if (g_ascii_isdigit(node->text[0]) || node->text[0] == '-')
        return read_fails(reader, node, "expected a percentage (99.9%%) or a time per period (15min), found \"%s\"%s",
                          node->text, comma_hint(node->text));
    return true;
}

static bool read_target_strict(Reader *reader, const YamlNode *node, void *out)
{
    Target *target = out;
    target->strict = true;
    return read_target_value(reader, node, out);
}

static const Field target_fields[] = {
    {"at_least", read_target_value, 0, false},
    {"above", read_target_strict, 0, false},
    {"at_most", read_target_value, 0, false},
    {"below", read_target_strict, 0, false},
    {NULL, NULL, 0, false},
};

static bool read_target(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind == YAML_MAPPING)
        return read_mapping(reader, node, NULL, target_fields, out);
    return read_target_value(reader, node, out);
}

static bool read_budget(Reader *reader, const YamlNode *node, void *out)
{
    Target *target = out;
    target->has_budget = true;
    return read_duration(reader, node, &target->budget_ms);
}

/* ---- how parts combine ---- */

static const char *const COMBINE_WORDS[] = {"any-down", "all-down", "k_of_n", "weighted", "pooled", "each", NULL};

static bool read_k(Reader *reader, const YamlNode *node, void *out)
{
    Obligation *obligation = out;
    obligation->combine = COMBINE_K_OF_N;
    return read_count(reader, node, &obligation->k);
}

/* The services that have a weight need not be listed; those that are listed too must not appear twice. */
static void add_weighted_services(Obligation *obligation)
{
    for (guint i = 0; i < obligation->weights->len; i++) {
        const char *service = g_array_index(obligation->weights, Weight, i).service;
        if (!g_ptr_array_find_with_equal_func(obligation->services, service, g_str_equal, NULL))
            g_ptr_array_add(obligation->services, g_strdup(service));
    }
}

static bool read_weights(Reader *reader, const YamlNode *node, void *out)
{
    Obligation *obligation = out;
    obligation->combine = COMBINE_WEIGHTED;
    if (node->kind != YAML_MAPPING)
        return read_fails(reader, node, "expected a weight for each service");
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        Weight weight = {.service = NULL, .weight = 0};
        if (child->kind != YAML_SCALAR || !decimal_parse(child->text, 3, &weight.weight) || weight.weight == 0)
            return read_fails(reader, child, "expected a weight such as 2 or 0.5");
        weight.service = g_strdup(child->key);
        g_array_append_val(obligation->weights, weight);
    }
    return true;
}

static const Field combine_fields[] = {
    {"k_of_n", read_k, 0, false},
    {"weighted", read_weights, 0, false},
    {NULL, NULL, 0, false},
};

static bool read_combine(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind == YAML_MAPPING)
        return read_one_key(reader, node) && read_mapping(reader, node, NULL, combine_fields, out);
    Obligation *obligation = out;
    int word;
    if (!read_word(reader, node, COMBINE_WORDS, &word))
        return false;
    if (word == COMBINE_K_OF_N || word == COMBINE_WEIGHTED)
        return read_fails(reader, node, "write {k_of_n: 2} or {weighted: {api: 2, web: 1}}");
    obligation->combine = (CombineKind)word;
    return true;
}

static bool add_scope(Reader *reader, const YamlNode *node, Obligation *obligation)
{
    Scope *scope = g_new0(Scope, 1);
    scope->key = g_strdup(node->key);
    scope->values = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(obligation->scopes, scope);
    return read_texts(reader, node, &scope->values);
}

static bool read_scope(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind != YAML_MAPPING)
        return read_fails(reader, node, "expected a scope such as {region: eu-west-1}");
    for (guint i = 0; i < node->children->len; i++)
        if (!add_scope(reader, g_ptr_array_index(node->children, i), out))
            return false;
    return true;
}

/* ---- tenants ---- */

static bool read_take(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"each", "worst", "pooled", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(PerKind *)out = (PerKind)(word + PER_EACH);
    return true;
}

static const Field per_fields[] = {
    {"key", read_text, offsetof(Per, key), true},
    {"take", read_take, offsetof(Per, take), false},
    {"values", read_texts, offsetof(Per, values), false},
    {"of", read_total, offsetof(Per, total), false},
    {NULL, NULL, 0, false},
};

/* "tenant", or {key: tenant, take: worst} */
static bool read_per(Reader *reader, const YamlNode *node, void *out)
{
    Per *per = out;
    per->take = PER_EACH;
    if (node->kind != YAML_MAPPING)
        return read_text(reader, node, &per->key);
    if (!read_mapping(reader, node, NULL, per_fields, per))
        return false;
    if (per->total > 0 && per->total < per->values->len)
        return read_fails(reader, node, "of: %d, but %u values are listed", (int)per->total, per->values->len);
    return per->total == 0 || per->take == PER_POOLED ||
           read_fails(reader, node, "\"of\" is the number of tenants to pool over; it needs take: pooled");
}

bool read_start(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"impact", "detected", "declared", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(StartKind *)out = (StartKind)word;
    return true;
}

static bool read_denominator(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"measured", "all", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(DenominatorKind *)out = (DenominatorKind)word;
    return true;
}

/* Service hours are one more clause: the time outside them is excluded. */
static bool read_hours(Reader *reader, const YamlNode *node, void *out)
{
    char *name = NULL;
    if (!read_calendar_name(reader, node, &name))
        return false;
    Clause *clause = clause_new(EXCLUDE_HOURS);
    clause->place = place_of(node);
    clause->calendar = name;
    clause->name = g_strdup_printf("outside service hours %s", name);
    g_ptr_array_insert(*(GPtrArray **)out, 0, clause);
    return true;
}

static const Field obligation_fields[] = {
    {"name", read_text, offsetof(Obligation, name), false},
    {"services", read_texts, offsetof(Obligation, services), false},
    {"scope", read_scope, 0, false},
    {"per", read_per, offsetof(Obligation, per), false},
    {"combine", read_combine, 0, false},
    {"target", read_target, offsetof(Obligation, target), false},
    {"budget", read_budget, offsetof(Obligation, target), false},
    {"unit", read_unit, offsetof(Obligation, unit), false},
    {"min_outage", read_duration, offsetof(Obligation, min_outage_ms), false},
    {"degraded_counts", read_degraded, 0, false},
    {"measured_from", read_start, offsetof(Obligation, measured_from), false},
    {"denominator", read_denominator, offsetof(Obligation, denominator), false},
    {"exclude", read_exclusions, offsetof(Obligation, clauses), false},
    {"hours", read_hours, offsetof(Obligation, clauses), false},
    {"credits", read_credit, offsetof(Obligation, credit), false},
    {NULL, NULL, 0, false},
};

static bool has_weight(const Obligation *obligation, const char *service)
{
    for (guint i = 0; i < obligation->weights->len; i++)
        if (strcmp(g_array_index(obligation->weights, Weight, i).service, service) == 0)
            return true;
    return false;
}

/* Where services are listed too, each has a weight and nothing else has one. */
static bool weights_fit(Reader *reader, const YamlNode *node, const Obligation *obligation)
{
    const GPtrArray *services = obligation->services;
    for (guint i = 0; obligation->weights->len > 0 && i < services->len; i++)
        if (!has_weight(obligation, g_ptr_array_index(services, i)))
            return read_fails(reader, yaml_get(node, "services"),
                              "service \"%s\" has no weight under combine: weighted",
                              (const char *)g_ptr_array_index(services, i));
    for (guint i = 0; services->len > 0 && i < obligation->weights->len; i++) {
        const char *service = g_array_index(obligation->weights, Weight, i).service;
        if (!g_ptr_array_find_with_equal_func((GPtrArray *)(uintptr_t)services, service, g_str_equal, NULL))
            return read_fails(reader, yaml_get(node, "combine"), "\"%s\" has a weight, but is none of the services",
                              service);
    }
    return true;
}

static bool obligation_is_whole(Reader *reader, const YamlNode *node, Obligation *obligation)
{
    if (obligation->target.text == NULL && !obligation->target.has_budget)
        return read_fails(reader, node, "\"target\" (99.9%%) or \"budget\" (15min) is missing");
    if (!weights_fit(reader, node, obligation))
        return false;
    add_weighted_services(obligation);
    if (obligation->services->len == 0)
        return read_fails(reader, node, "\"services\" is missing; write services: \"*\" for all");
    if (obligation->per.take == PER_POOLED && obligation->combine != COMBINE_ANY && obligation->combine != COMBINE_EACH)
        return read_fails(reader, node, "pooled over a tag's values, services combine any-down or each");
    if (obligation->combine == COMBINE_K_OF_N && (guint)obligation->k > obligation->services->len)
        return read_fails(reader, node, "k_of_n: %d, but there are only %u services", obligation->k,
                          obligation->services->len);
    if (obligation->name == NULL)
        obligation->name = g_strdup(g_ptr_array_index(obligation->services, 0));
    return true;
}

static bool read_obligation(Reader *reader, const YamlNode *node, void *out)
{
    Obligation *obligation = obligation_new();
    obligation->place = place_of(node);
    g_ptr_array_add(*(GPtrArray **)out, obligation);
    return read_mapping(reader, node, NULL, obligation_fields, obligation) &&
           obligation_is_whole(reader, node, obligation);
}

bool read_availability(Reader *reader, const YamlNode *node, void *out)
{
    return read_each(reader, node, "", read_obligation, out);
}
