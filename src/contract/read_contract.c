#include "nines/base/file.h"
#include "read.h"
#include <string.h>

#define CONTRACT_MAX (1U << 20)

static bool read_terms_zone(Reader *reader, const YamlNode *node, void *out)
{
    Terms *terms = out;
    terms->zone_given = read_zone(reader, node, &terms->zone);
    return terms->zone_given;
}

/* ---- periods ---- */

static bool read_billing_day(Reader *reader, const YamlNode *node, void *out)
{
    int64_t day;
    if (!read_integer(reader, node, 1, 31, &day))
        return false;
    *(Schedule *)out = (Schedule){.kind = SCHEDULE_BILLING, .day = (int)day, .first_month = 1};
    return true;
}

static bool read_rolling(Reader *reader, const YamlNode *node, void *out)
{
    int64_t ms;
    if (!read_duration(reader, node, &ms))
        return false;
    if (ms <= 0 || ms % MS_PER_DAY != 0 || ms > 3660 * MS_PER_DAY)
        return read_fails(reader, node, "a rolling period has whole days, such as 30d");
    *(Schedule *)out = (Schedule){.kind = SCHEDULE_ROLLING, .days = ms / MS_PER_DAY, .first_month = 1};
    return true;
}

static bool read_fiscal(Reader *reader, const YamlNode *node, Schedule *out, ScheduleKind kind)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
                                         "aug", "sep", "oct", "nov", "dec", NULL};
    int month;
    if (!read_word(reader, node, months, &month))
        return false;
    *out = (Schedule){.kind = kind, .first_month = month + 1};
    return true;
}

static bool read_fiscal_quarter(Reader *reader, const YamlNode *node, void *out)
{
    return read_fiscal(reader, node, out, SCHEDULE_QUARTER);
}

static bool read_fiscal_year(Reader *reader, const YamlNode *node, void *out)
{
    return read_fiscal(reader, node, out, SCHEDULE_YEAR);
}

static const Field schedule_fields[] = {
    {"billing", read_billing_day, 0, false},
    {"rolling", read_rolling, 0, false},
    {"fiscal_quarter", read_fiscal_quarter, 0, false},
    {"fiscal_year", read_fiscal_year, 0, false},
    {NULL, NULL, 0, false},
};

bool read_schedule(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"month", "quarter", "year", "week", "day", NULL};
    static const ScheduleKind kinds[] = {SCHEDULE_MONTH, SCHEDULE_QUARTER, SCHEDULE_YEAR, SCHEDULE_WEEK, SCHEDULE_DAY};
    if (node->kind == YAML_MAPPING)
        return read_one_key(reader, node) && read_mapping(reader, node, NULL, schedule_fields, out);
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(Schedule *)out = (Schedule){.kind = kinds[word], .first_month = 1};
    return true;
}

static bool read_period(Reader *reader, const YamlNode *node, void *out)
{
    Terms *terms = out;
    terms->period_given = true;
    return read_schedule(reader, node, &terms->schedule);
}

/* ---- rounding ---- */

static bool read_decimals(Reader *reader, const YamlNode *node, void *out)
{
    Rounding *rounding = out;
    int64_t decimals;
    if (!read_integer(reader, node, 0, 7, &decimals))
        return false;
    rounding->decimals = (int)decimals;
    if (rounding->mode == ROUNDING_NOT_GIVEN)
        rounding->mode = ROUNDING_HALF_UP;
    return true;
}

static bool read_rounding_mode(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"none", "half-up", "down", "up", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    ((Rounding *)out)->mode = (RoundingMode)(word + 1);
    return true;
}

static const Field rounding_fields[] = {
    {"decimals", read_decimals, 0, true},
    {"mode", read_rounding_mode, 0, false},
    {NULL, NULL, 0, false},
};

static bool read_rounding(Reader *reader, const YamlNode *node, void *out)
{
    if (node->kind == YAML_MAPPING)
        return read_mapping(reader, node, NULL, rounding_fields, out);
    if (node->kind != YAML_SCALAR || strcmp(node->text, "none") != 0)
        return read_fails(reader, node, "expected none or {decimals: 2, mode: half-up}");
    ((Rounding *)out)->mode = ROUNDING_NONE;
    return true;
}

/* ---- the terms ---- */

static bool read_valid_from(Reader *reader, const YamlNode *node, void *out)
{
    return read_instant(reader, node, false, &((Terms *)out)->from);
}

static bool read_valid_until(Reader *reader, const YamlNode *node, void *out)
{
    return read_instant(reader, node, true, &((Terms *)out)->until);
}

static const Field valid_fields[] = {
    {"from", read_valid_from, 0, false},
    {"until", read_valid_until, 0, false},
    {NULL, NULL, 0, false},
};

static bool read_valid(Reader *reader, const YamlNode *node, void *out)
{
    Terms *terms = out;
    if (!read_mapping(reader, node, NULL, valid_fields, terms))
        return false;
    if (terms->from != INSTANT_NONE && terms->until != INSTANT_NONE && terms->until <= terms->from)
        return read_fails(reader, node, "until is before from");
    return true;
}

static bool read_together(Reader *reader, const YamlNode *node, void *out)
{
    static const char *const words[] = {"sum", "highest", NULL};
    int word;
    if (!read_word(reader, node, words, &word))
        return false;
    *(bool *)out = word == 1;
    return true;
}

#define TERMS_FIELDS                                                                                                   \
    {"timezone", read_terms_zone, 0, false}, {"valid", read_valid, 0, false}, {"period", read_period, 0, false},       \
        {"rounding", read_rounding, offsetof(Terms, rounding), false}, {"fee", read_fee, offsetof(Terms, fee), false}, \
        {"cap", read_cap, offsetof(Terms, cap), false}, {"year_cap", read_cap, offsetof(Terms, year_cap), false},      \
        {"together", read_together, offsetof(Terms, highest_only), false},                                             \
        {"calendars", read_calendars, offsetof(Terms, calendars), false},                                              \
        {"availability", read_availability, offsetof(Terms, obligations), false},                                      \
        {"response", read_responses, offsetof(Terms, responses), false},                                               \
    {                                                                                                                  \
        "chronic", read_chronic, offsetof(Terms, chronic), false                                                       \
    }

static const Field contract_fields[] = {
    TERMS_FIELDS,
    {"contract", NULL, 0, true},
    {"title", NULL, 0, false},
    {"customer", NULL, 0, false},
    {"provider", NULL, 0, false},
    {"versions", NULL, 0, false},
    {NULL, NULL, 0, false},
};

static const Field version_fields[] = {
    {"name", read_text, offsetof(Terms, name), false},
    TERMS_FIELDS,
    {NULL, NULL, 0, false},
};

static const Field head_fields[] = {
    {"contract", read_text, offsetof(Contract, id), true},
    {"title", read_text, offsetof(Contract, title), false},
    {"customer", read_text, offsetof(Contract, customer), false},
    {"provider", read_text, offsetof(Contract, provider), false},
    {NULL, NULL, 0, false},
};

static bool read_terms(Reader *reader, const YamlNode *node, const YamlNode *below, const Field *fields,
                       Contract *contract)
{
    Terms *terms = terms_new();
    terms->place = place_of(node);
    g_ptr_array_add(contract->versions, terms);
    reader->terms = terms;
    reader->below = below;
    if (!read_mapping(reader, node, NULL, fields, terms))
        return false;
    terms_finish(terms);
    if (terms->obligations->len == 0 && terms->responses->len == 0)
        return read_fails(reader, node, "nothing is promised: \"availability\" or \"response\" is missing");
    return true;
}

static bool versions_fit(Reader *reader, const YamlNode *versions, const Contract *contract)
{
    for (guint i = 1; i < contract->versions->len; i++) {
        Terms *before = g_ptr_array_index(contract->versions, i - 1);
        const Terms *terms = g_ptr_array_index(contract->versions, i);
        const YamlNode *node = g_ptr_array_index(versions->children, i);
        if (terms->from == INSTANT_NONE)
            return read_fails(reader, node, "a later version needs valid: {from: ...}");
        if (before->until == INSTANT_NONE)
            before->until = terms->from;
        if (before->until > terms->from || (before->from != INSTANT_NONE && before->from >= terms->from))
            return read_fails(reader, node, "this version begins before the one above it ends");
    }
    return true;
}

/* A version repeats only what it changes; the rest stands at the top of the file. */
static bool read_versions(Reader *reader, const YamlNode *root, const YamlNode *versions, Contract *contract)
{
    if (versions->kind != YAML_SEQUENCE || versions->children->len == 0)
        return read_fails(reader, versions, "expected a list of versions");
    for (guint i = 0; i < versions->children->len; i++) {
        g_autofree char *where = g_strdup_printf("versions[%u]", i);
        g_string_assign(reader->path, where);
        if (!read_terms(reader, g_ptr_array_index(versions->children, i), root, version_fields, contract))
            return false;
    }
    g_string_assign(reader->path, "versions");
    return versions_fit(reader, versions, contract);
}

static bool read_head(Reader *reader, const YamlNode *root, Contract *contract)
{
    for (const Field *field = head_fields; field->key != NULL; field++) {
        const YamlNode *node = yaml_get(root, field->key);
        if (node == NULL && field->required)
            return read_fails(reader, root, "\"%s\" is missing: the contract's name", field->key);
        if (node != NULL && !field->read(reader, node, (char *)contract + field->offset))
            return false;
    }
    return true;
}

/* With versions, the top level is checked for unknown keys by way of the table's readers that do nothing. */
static bool check_top(Reader *reader, const YamlNode *root)
{
    static const char *const keys[] = {"timezone", "valid",    "period",    "rounding",     "fee",      "cap",
                                       "together", "year_cap", "calendars", "availability", "response", "chronic",
                                       "contract", "title",    "customer",  "provider",     "versions", NULL};
    return yaml_check_keys(reader->document, root, "the contract", keys, reader->error);
}

static bool read_root(Reader *reader, const YamlNode *root, Contract *contract)
{
    if (root == NULL || root->kind != YAML_MAPPING) {
        error_at(reader->error, ERROR_CONFIG, reader->document->file, 1, 1, "a contract is a mapping of keys");
        return false;
    }
    bool fine = true;
    if (read_slo(reader, root, contract, &fine))
        return fine;
    if (!check_top(reader, root) || !read_head(reader, root, contract))
        return false;
    const YamlNode *versions = yaml_get(root, "versions");
    return versions != NULL ? read_versions(reader, root, versions, contract)
                            : read_terms(reader, root, NULL, contract_fields, contract);
}

Contract *contract_read(const char *file, const char *text, gssize length, GError **error)
{
    g_autoptr(YamlDocument) document = yaml_read(file, text, length, 1, error);
    if (document == NULL)
        return NULL;
    g_autoptr(Contract) contract = g_new0(Contract, 1);
    contract->file = g_strdup(file);
    contract->versions = g_ptr_array_new_with_free_func(terms_free);
    g_autofree char *directory = g_path_get_dirname(file);
    g_autoptr(GString) path = g_string_new(NULL);
    Reader reader = {.document = document, .directory = directory, .path = path, .error = error};
    if (!read_root(&reader, document->root, contract))
        return NULL;
    return g_steal_pointer(&contract);
}

Contract *contract_read_file(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!file_read(path, CONTRACT_MAX, &text, &length, error))
        return NULL;
    return contract_read(path, text, (gssize)length, error);
}
