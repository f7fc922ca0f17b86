#include "nines/calc/ledger.h"
#include "read.h"
#include <string.h>

/* How downtime is counted: units, and what a degradation counts. */

static bool read_whole_minutes(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"drop_partial", "count_partial", NULL};
    CountUnit *unit = out;
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *unit = (CountUnit){.kind = COUNT_WHOLE_MINUTES, .size_ms = MS_PER_MINUTE, .any_part = word == 1};
    return true;
}

static bool read_slices(Reader *reader, const YamlNode *node, void *out)
{
    CountUnit *unit = out;
    unit->kind = COUNT_SLICES;
    if (!read_duration(reader, node, &unit->size_ms))
        return false;
    return unit->size_ms > 0 || read_fails(reader, node, "a slice needs a length");
}

static bool read_interval(Reader *reader, const YamlNode *node, void *out)
{
    if (!read_slices(reader, node, out))
        return false;
    ((CountUnit *)out)->kind = COUNT_INTERVAL_ERROR_RATE;
    return true;
}

static void period_total_clear(gpointer total)
{
    g_free(((PeriodTotal *)total)->key);
}

/* One number for every period, or one for each: {2026-05: 1200000, 2026-06: 1150000}. */
static bool read_totals(Reader *reader, const YamlNode *node, CountUnit *unit)
{
    if (node->kind != YAML_MAPPING)
        return read_total(reader, node, &unit->total);
    unit->totals = g_array_new(FALSE, TRUE, sizeof(PeriodTotal));
    g_array_set_clear_func(unit->totals, period_total_clear);
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        PeriodTotal total = {.key = NULL, .total = 0};
        if (!read_total(reader, child, &total.total))
            return false;
        total.key = g_strdup(child->key);
        g_array_append_val(unit->totals, total);
    }
    return true;
}

static bool read_users(Reader *reader, const YamlNode *node, void *out)
{
    CountUnit *unit = out;
    unit->kind = COUNT_USER_MINUTES;
    return read_totals(reader, node, unit);
}

static bool read_requests(Reader *reader, const YamlNode *node, void *out)
{
    CountUnit *unit = out;
    unit->kind = COUNT_REQUESTS;
    return read_totals(reader, node, unit);
}

static bool read_bad_when(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"all-down", "any-down", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    ((CountUnit *)out)->any_part = word == 1;
    return true;
}

static const Field unit_fields[] = {
    {"whole_minutes", read_whole_minutes, 0, false},
    {"slices", read_slices, 0, false},
    {"bad_when", read_bad_when, 0, false},
    {"interval_error_rate", read_interval, 0, false},
    {"user_minutes", read_users, 0, false},
    {"requests", read_requests, 0, false},
    {NULL, NULL, 0, false},
};

/* bad_when goes with slices and is no unit of its own. */
static bool one_unit(Reader *reader, const YamlNode *node)
{
    bool slices = yaml_get(node, "bad_when") != NULL;
    if (slices && yaml_get(node, "slices") == NULL)
        return read_fails(reader, node, "bad_when goes with slices: {slices: 5min, bad_when: any-down}");
    return node->children->len == (slices ? 2U : 1U) ||
           read_fails(reader, node, "expected one unit, found %u keys", node->children->len);
}

bool read_unit(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"continuous", "user-minutes", NULL};
    if (node->kind == YAML_MAPPING)
        return one_unit(reader, node) && read_mapping(reader, node, NULL, unit_fields, out);
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(CountUnit *)out = (CountUnit){.kind = word == 0 ? COUNT_CONTINUOUS : COUNT_USER_MINUTES};
    return true;
}

/* ---- degradations ---- */

static bool degraded_value(const YamlNode *node, Degraded *degraded)
{
    static const char *const words[] = {"share", "full", "none"};
    int64_t ratio;
    if (node->kind != YAML_SCALAR)
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        degraded->kind = (DegradedKind)i;
        if (strcmp(words[i], node->text) == 0)
            return true;
    }
    if (!ratio_parse(node->text, &ratio))
        return false;
    degraded->kind = DEGRADED_WEIGHT;
    degraded->weight_ppm = (int32_t)(ratio / (RATIO_ONE / SHARE_FULL));
    return true;
}

static bool read_edge_share(Reader *reader, const YamlNode *node, void *out)
{
    DegradedEdge *edge = out;
    int64_t ratio;
    if (!read_ratio(reader, node, &ratio))
        return false;
    edge->given = true;
    edge->inclusive = strcmp(node->key, "at_least") == 0;
    edge->share_ppm = (int32_t)(ratio / (RATIO_ONE / SHARE_FULL));
    return true;
}

static bool read_edge_counts(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"share", "full", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    ((DegradedEdge *)out)->counts = (DegradedKind)word;
    return true;
}

static const Field edge_fields[] = {
    {"above", read_edge_share, 0, false},
    {"at_least", read_edge_share, 0, false},
    {"counts", read_edge_counts, 0, false},
    {NULL, NULL, 0, false},
};

static bool is_edge_mapping(const YamlNode *node)
{
    return yaml_get(node, "above") != NULL || yaml_get(node, "at_least") != NULL;
}

static bool read_degraded_list(Reader *reader, const YamlNode *node, GArray *list);

/* {above: 10%, counts: full}, or a rule for each name. */
bool read_degraded(Reader *reader, const YamlNode *node, void *out)
{
    Obligation *obligation = out;
    if (!is_edge_mapping(node))
        return read_degraded_list(reader, node, obligation->degraded);
    obligation->degraded_edge.counts = DEGRADED_FULL;
    return read_mapping(reader, node, NULL, edge_fields, &obligation->degraded_edge);
}

/* The rule without a name ends the list, so that the first match wins. */
static bool read_degraded_list(Reader *reader, const YamlNode *node, GArray *list)
{
    Degraded *rest = &g_array_index(list, Degraded, list->len - 1);
    if (node->kind != YAML_MAPPING)
        return degraded_value(node, rest) || read_fails(reader, node, "expected share, full, none or a percentage");
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        Degraded degraded = {.name = NULL};
        if (!degraded_value(child, &degraded))
            return read_fails(reader, child, "expected share, full, none or a percentage");
        if (strcmp(child->key, "other") == 0) {
            g_array_index(list, Degraded, list->len - 1) = degraded;
            continue;
        }
        degraded.name = g_strdup(child->key);
        g_array_insert_val(list, list->len - 1, degraded);
    }
    return true;
}
