/* YAML trees: marks, limits, messages. Expected places were counted by hand in the texts below. */
#include "nines/base/yaml.h"
#include <string.h>

static void test_marks(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(YamlDocument) doc =
        yaml_read("c.yaml", "a: 1\nfee:\n  amount: 12.50\n  list: [x, 'y: z', ~]\ncountry: NO\n", -1, 10, &error);
    g_assert_no_error(error);
    const YamlNode *fee = yaml_get(doc->root, "fee");
    const YamlNode *amount = yaml_get(fee, "amount");
    g_assert_cmpint(amount->line, ==, 12);
    g_assert_cmpint(amount->column, ==, 11);
    g_assert_cmpint(amount->key_line, ==, 12);
    g_assert_cmpint(amount->key_column, ==, 3);
    g_assert_cmpstr(amount->text, ==, "12.50");
    g_assert_cmpstr(yaml_text(doc->root, "country", ""), ==, "NO");
    const YamlNode *list = yaml_get(fee, "list");
    g_assert_cmpuint(list->children->len, ==, 3);
    g_assert_true(yaml_is_null(g_ptr_array_index(list->children, 2)));
    g_assert_cmpstr(((YamlNode *)g_ptr_array_index(list->children, 1))->text, ==, "y: z");
}

static const struct {
    const char *name, *text, *message;
} bad[] = {
    {"duplicate", "a: 1\nb: 2\na: 3\n", "x.yaml:3:1: key \"a\" is given twice; first on line 1"},
    {"anchor", "a: *nowhere\n", "x.yaml:1:4: no anchor \"&nowhere\""},
    {"open-list", "a: [1, 2\n", "x.yaml:2:1: "},
    {"tab", "a:\n\t- 1\n", "x.yaml:2:1: "},
    {"key-anchor", "&k a: 1\nb: *k\n", "x.yaml:2:4: no anchor \"&k\""},
    {"list-key", "? [a]\n: 1\n", "a key must be a plain word"},
};

static void test_bad(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autoptr(GError) error = NULL;
    g_autoptr(YamlDocument) doc = yaml_read("x.yaml", bad[i].text, -1, 1, &error);
    g_assert_null(doc);
    g_assert_error(error, NINES_ERROR, ERROR_DATA);
    g_assert_nonnull(strstr(error->message, bad[i].message));
}

static void test_limits(void)
{
    g_autoptr(GString) deep = g_string_new(NULL);
    for (int i = 0; i < 10000; i++)
        g_string_append_c(deep, '[');
    g_autoptr(GError) error = NULL;
    g_assert_null(yaml_read("deep", deep->str, -1, 1, &error));
    g_assert_nonnull(strstr(error->message, "nested deeper than 64 levels"));
    g_clear_error(&error);
    g_autoptr(GString) bomb = g_string_new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
        g_string_append_printf(bomb, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            g_string_append_printf(bomb, "%s*a%d", j ? ", " : "", i - 1);
        g_string_append(bomb, "]\n");
    }
    g_assert_null(yaml_read("bomb", bomb->str, -1, 1, &error));
    g_assert_nonnull(strstr(error->message, "aliases expand to more than"));
}

static void test_typed(void)
{
    static const char *const keys[] = {"credit", "cap", NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(YamlDocument) doc = yaml_read("c.yaml", "credti: 5\nn: 7\nr: 0.5\nb: yes\nw: montly\n", -1, 1, &error);
    g_assert_false(yaml_check_keys(doc, doc->root, "tiers[1]", keys, &error));
    g_assert_cmpstr(error->message, ==, "c.yaml:1:1: unknown key \"credti\" in tiers[1]; did you mean \"credit\"?");
    g_clear_error(&error);
    int64_t n = 0;
    double r = 0;
    bool b = false;
    int w = -1;
    g_assert_true(yaml_read_int(doc, yaml_get(doc->root, "n"), 0, 9, &n, &error));
    g_assert_cmpint(n, ==, 7);
    g_assert_false(yaml_read_int(doc, yaml_get(doc->root, "n"), 0, 6, &n, &error));
    g_assert_cmpstr(error->message, ==, "c.yaml:2:4: \"7\" is no whole number from 0 to 6");
    g_clear_error(&error);
    g_assert_true(yaml_read_real(doc, yaml_get(doc->root, "r"), 0, 1, &r, &error));
    g_assert_cmpfloat(r, ==, 0.5);
    g_assert_true(yaml_read_bool(doc, yaml_get(doc->root, "b"), &b, &error));
    g_assert_true(b);
    static const char *const words[] = {"month", "monthly", NULL};
    g_assert_false(yaml_read_word(doc, yaml_get(doc->root, "w"), words, &w, &error));
    g_assert_nonnull(strstr(error->message, "did you mean \"monthly\"?"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/yaml/marks", test_marks);
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *path = g_strconcat("/yaml/bad/", bad[i].name, NULL);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_bad);
    }
    g_test_add_func("/yaml/limits", test_limits);
    g_test_add_func("/yaml/typed", test_typed);
    return g_test_run();
}
