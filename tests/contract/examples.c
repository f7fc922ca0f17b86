/* Every contract that the repository shows is valid by the schema and can be read: fixtures, the README, the docs. The
 * schema is JSON, which is YAML too; what it uses of draft 7 is checked here. */
#include "nines/base/file.h"
#include "nines/base/yaml.h"
#include "support.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    const YamlNode *root; /* of the schema */
    GString *why;         /* the first reason, by path */
} Validation;

static bool valid(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path);

static const YamlNode *resolved(const Validation *v, const YamlNode *schema)
{
    const char *ref = yaml_text(schema, "$ref", NULL);
    g_auto(GStrv) steps = g_strsplit(ref != NULL ? ref : "", "/", -1);
    const YamlNode *node = v->root;
    for (guint i = 1; ref != NULL && steps[0] != NULL && steps[i] != NULL; i++)
        node = yaml_get(node, steps[i]);
    return ref != NULL ? node : schema;
}

static bool is_number(const YamlNode *node)
{
    char *end = NULL;
    if (node->kind != YAML_SCALAR || !node->plain || node->text[0] == '\0')
        return false;
    (void)g_ascii_strtod(node->text, &end);
    return *end == '\0';
}

static bool is_boolean(const YamlNode *node)
{
    return node->kind == YAML_SCALAR && node->plain &&
           (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0);
}

/* A day such as 2026-01-31 is text for every reader of contracts. */
static bool has_type(const YamlNode *node, const char *type)
{
    if (strcmp(type, "object") == 0)
        return node->kind == YAML_MAPPING;
    if (strcmp(type, "array") == 0)
        return node->kind == YAML_SEQUENCE;
    if (strcmp(type, "null") == 0)
        return yaml_is_null(node);
    if (strcmp(type, "boolean") == 0)
        return is_boolean(node);
    if (strcmp(type, "number") == 0)
        return is_number(node);
    if (strcmp(type, "integer") == 0)
        return is_number(node) && strpbrk(node->text, ".eE") == NULL;
    return node->kind == YAML_SCALAR && !is_number(node) && !is_boolean(node) && !yaml_is_null(node);
}

static bool fails(Validation *v, const char *path, const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool fails(Validation *v, const char *path, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (v->why->len == 0)
        g_string_printf(v->why, "%s: %s", path, text);
    return false;
}

static bool type_fits(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    const YamlNode *type = yaml_get(schema, "type");
    bool fits = type == NULL || (type->kind == YAML_SCALAR && has_type(node, type->text));
    for (guint i = 0; type != NULL && type->kind == YAML_SEQUENCE && i < type->children->len; i++)
        fits |= has_type(node, ((const YamlNode *)g_ptr_array_index(type->children, i))->text);
    return fits || fails(v, path, "wrong type");
}

static bool value_fits(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    const YamlNode *choices = yaml_get(schema, "enum"), *one = yaml_get(schema, "const");
    const char *text = node->kind == YAML_SCALAR ? node->text : "";
    bool fits = choices == NULL && one == NULL;
    for (guint i = 0; choices != NULL && i < choices->children->len; i++)
        fits |= strcmp(((const YamlNode *)g_ptr_array_index(choices->children, i))->text, text) == 0;
    fits |= one != NULL && strcmp(one->text, text) == 0;
    const char *pattern = yaml_text(schema, "pattern", NULL);
    const char *least = yaml_text(schema, "minimum", NULL), *most = yaml_text(schema, "maximum", NULL);
    fits &=
        pattern == NULL || node->kind != YAML_SCALAR || is_number(node) || g_regex_match_simple(pattern, text, 0, 0);
    fits &= least == NULL || !is_number(node) || g_ascii_strtod(text, NULL) >= g_ascii_strtod(least, NULL);
    fits &= most == NULL || !is_number(node) || g_ascii_strtod(text, NULL) <= g_ascii_strtod(most, NULL);
    return fits || fails(v, path, "\"%s\" is no value of it", text);
}

static bool mapping_fits(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    const YamlNode *properties = yaml_get(schema, "properties"), *rest = yaml_get(schema, "additionalProperties");
    const YamlNode *required = yaml_get(schema, "required");
    for (guint i = 0; required != NULL && i < required->children->len; i++) {
        const char *key = ((const YamlNode *)g_ptr_array_index(required->children, i))->text;
        if (yaml_get(node, key) == NULL)
            return fails(v, path, "%s is missing", key);
    }
    const char *least = yaml_text(schema, "minProperties", NULL), *most = yaml_text(schema, "maxProperties", NULL);
    if ((least != NULL && node->children->len < strtoul(least, NULL, 10)) ||
        (most != NULL && node->children->len > strtoul(most, NULL, 10)))
        return fails(v, path, "%u keys", node->children->len);
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        const YamlNode *known = properties != NULL ? yaml_get(properties, child->key) : NULL;
        g_autofree char *below = g_strdup_printf("%s.%s", path, child->key);
        if (known == NULL && rest != NULL && rest->kind == YAML_SCALAR && strcmp(rest->text, "false") == 0)
            return fails(v, below, "unknown key");
        const YamlNode *use = known != NULL ? known : rest != NULL && rest->kind == YAML_MAPPING ? rest : NULL;
        if (use != NULL && !valid(v, use, child, below))
            return false;
    }
    return true;
}

static bool sequence_fits(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    const YamlNode *items = yaml_get(schema, "items");
    const char *least = yaml_text(schema, "minItems", NULL);
    if (least != NULL && node->children->len < strtoul(least, NULL, 10))
        return fails(v, path, "too few items");
    for (guint i = 0; items != NULL && i < node->children->len; i++) {
        g_autofree char *below = g_strdup_printf("%s[%u]", path, i);
        if (!valid(v, items, g_ptr_array_index(node->children, i), below))
            return false;
    }
    return true;
}

static bool fits_quietly(const Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    g_autoptr(GString) ignored = g_string_new(NULL);
    Validation quiet = {.root = v->root, .why = ignored};
    return valid(&quiet, schema, node, path);
}

static guint fitting_n(const Validation *v, const YamlNode *choices, const YamlNode *node, const char *path)
{
    guint n = 0;
    for (guint i = 0; i < choices->children->len; i++)
        n += fits_quietly(v, g_ptr_array_index(choices->children, i), node, path) ? 1 : 0;
    return n;
}

/* Exactly one of oneOf, one at least of anyOf, and else where if does not hold; what each misses is not said. */
static bool choices_fit(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    const YamlNode *one = yaml_get(schema, "oneOf"), *any = yaml_get(schema, "anyOf");
    const YamlNode *when = yaml_get(schema, "if"), *otherwise = yaml_get(schema, "else");
    if (one != NULL && fitting_n(v, one, node, path) != 1)
        return fails(v, path, "not exactly one of the choices fits");
    if (any != NULL && fitting_n(v, any, node, path) == 0)
        return fails(v, path, "none of the choices fits");
    return when == NULL || otherwise == NULL || fits_quietly(v, when, node, path) || valid(v, otherwise, node, path);
}

static bool valid(Validation *v, const YamlNode *schema, const YamlNode *node, const char *path)
{
    schema = resolved(v, schema);
    g_assert_nonnull(schema);
    return type_fits(v, schema, node, path) && value_fits(v, schema, node, path) &&
           choices_fit(v, schema, node, path) && (node->kind != YAML_MAPPING || mapping_fits(v, schema, node, path)) &&
           (node->kind != YAML_SEQUENCE || sequence_fits(v, schema, node, path));
}

/* ---- the examples ---- */

static YamlDocument *schema_document;

static char *source_path(const char *relative)
{
    return g_build_filename(g_getenv("NINES_SOURCE"), relative, NULL);
}

static char *read_source(const char *path)
{
    char *text = NULL;
    gsize length;
    g_autoptr(GError) error = NULL;
    g_assert_true(file_read(path, 4U << 20, &text, &length, &error));
    return text;
}

static bool is_valid_contract(const char *file, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YamlDocument) document = yaml_read(file, text, -1, 1, &error);
    g_assert_no_error(error);
    g_autoptr(GString) why = g_string_new(NULL);
    Validation v = {.root = schema_document->root, .why = why};
    bool fine = valid(&v, schema_document->root, document->root, "");
    if (!fine)
        g_test_message("%s: %s", file, why->str);
    return fine;
}

static void check_example(const char *file, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_assert_true(is_valid_contract(file, text));
    g_autoptr(Contract) contract = contract_read(file, text, -1, &error);
    g_assert_no_error(error);
    g_assert_nonnull(contract);
}

static void check_fixtures(const char *directory, guint *n)
{
    g_autofree char *path = source_path(directory);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        g_autofree char *text = g_str_has_suffix(name, ".yaml") ? read_source(file) : NULL;
        if (text == NULL || (!g_str_has_prefix(text, "contract:") && strstr(text, "\ncontract:") == NULL))
            continue;
        check_example(file, text);
        ++*n;
    }
}

static void test_fixtures(void)
{
    static const char *const directories[] = {"fixtures/contracts", "fixtures/hand", "fixtures/five", "fixtures/demo"};
    guint n = 0;
    for (guint i = 0; i < G_N_ELEMENTS(directories); i++)
        check_fixtures(directories[i], &n);
    g_assert_cmpuint(n, >=, 15);
}

/* ```yaml blocks that begin with contract: */
static guint check_blocks(const char *relative)
{
    g_autofree char *path = source_path(relative);
    g_autofree char *text = read_source(path);
    guint n = 0;
    for (char *at = strstr(text, "\n```yaml"); at != NULL; at = strstr(at, "\n```yaml")) {
        char *begin = strchr(at + 1, '\n') + 1, *end = strstr(begin, "\n```");
        g_assert_nonnull(end);
        g_autofree char *block = g_strndup(begin, (gsize)(end - begin + 1));
        if (g_str_has_prefix(block, "contract:")) {
            check_example(path, block);
            n++;
        }
        at = end;
    }
    return n;
}

static void test_documents(void)
{
    g_assert_cmpuint(check_blocks("README.md"), >=, 1);
    g_assert_cmpuint(check_blocks("docs/contracts.md"), >=, 2);
}

/* The validator can say no. */
static void test_refuses(void)
{
    static const char *const wrong[] = {
        "contract: c\navailability: {services: [a], target: 99%, credti: {}}\n",
        "contract: c\nperiod: monthly\navailability: {services: [a], target: 99%}\n",
        "contract: c\nperiod: {billing: 32}\navailability: {services: [a], target: 99%}\n",
        "availability: {services: [a], target: 99%}\n",
        "contract: c\navailability: {services: [a], target: 99%, exclude: [{maintenance: {notice: 48}}]}\n",
        "contract: c\nchronic: {periods: 3}\navailability: {services: [a], target: 99%}\n",
        "contract: c\navailability: {services: [a], target: 99%, credits: {tiers: [{percent: x, belw: 1}]}}\n",
        "contract: c\navailability: {services: [a], target: \"99,9%\"}\n",
        "contract: c\navailability: {target: 99%}\n",
        "contract: c\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++)
        g_assert_false(is_valid_contract("wrong.yaml", wrong[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_autofree char *path = source_path("src/contract/contract.schema.json");
    schema_document = yaml_read_file(path, NULL);
    g_assert_nonnull(schema_document);
    g_test_add_func("/examples/fixtures", test_fixtures);
    g_test_add_func("/examples/documents", test_documents);
    g_test_add_func("/examples/refuses", test_refuses);
    int status = g_test_run();
    yaml_document_free(schema_document);
    return status;
}
