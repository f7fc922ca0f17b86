/* Structures in cells: JSON and Python literals, and what is refused. */
#include "../../src/ingest/literal.h"

#include "nines/ingest/tree.h"
#include <string.h>

static void test_values(void)
{
    static const struct {
        const char *text, *path, *value; /* value NULL: the structure is refused */
    } cases[] = {
        {"{'summary': 'User Database'}", "summary", "User Database"},
        {"{\"summary\": \"a \\\"b\\\"\"}", "summary", "a \"b\""},
        {"{'text': \"it's\", }", "text", "it's"},
        {"{'n': 9007199254740993}", "n", "9007199254740993"},
        {"[{'at': 'x'}, {'at': 'y'}]", "[1].at", "y"},
        {"{'a': {'b': [True, 1.50]}}", "a.b[1]", "1.50"},
        {"{'e': '\\u00e9\\x41\\n'}", "e",
         "\xc3\xa9"
         "A\n"},
        {"{'nothing': None}", "nothing", "-"},
        {"  {}  ", "a", "-"},
        {"{'a': 'b'", "a", NULL},
        {"{'a' 'b'}", "a", NULL},
        {"{a: 1}", "a", NULL},
        {"{'a': 1} x", "a", NULL},
        {"{'a': 'b}", "a", NULL},
        {"{'a': }", "a", NULL},
        {"[1 2]", "[0]", NULL},
        {"plain", "a", NULL},
        {"", "a", NULL},
        {"{'a\\", "a", NULL},
        {"{'a': '\\u00", "a", NULL},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_autoptr(YamlNode) node = literal_read(cases[i].text, strlen(cases[i].text), 1);
        if (cases[i].value)
            g_assert_cmpstr(tree_text(node, cases[i].path, "-"), ==, cases[i].value);
        else
            g_assert_null(node);
    }
}

static void test_deep(void)
{
    for (gsize depth = 30; depth < 36; depth++) {
        g_autoptr(GString) text = g_string_new(NULL);
        for (gsize i = 0; i < depth; i++)
            g_string_append_c(text, '[');
        for (gsize i = 0; i < depth; i++)
            g_string_append_c(text, ']');
        g_autoptr(YamlNode) node = literal_read(text->str, text->len, 1);
        g_assert_true((node != NULL) == (depth <= 32));
    }
}

/* Every beginning of a structure is refused, none is read past its end. */
static void test_cut(void)
{
    static const char text[] = "{'id': 'P6', 'list': [{'at': '2021-05-23', 'n': None}, 1.5, \"q\\\"\"], 'x': {}}";
    for (gsize n = 0; n < strlen(text); n++) {
        g_autofree char *cut = g_memdup2(text, MAX(n, 1));
        g_autoptr(YamlNode) node = literal_read(cut, n, 1);
        g_assert_null(node);
    }
    g_autoptr(YamlNode) whole = literal_read(text, strlen(text), 1);
    g_assert_nonnull(whole);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/literal/values", test_values);
    g_test_add_func("/literal/deep", test_deep);
    g_test_add_func("/literal/cut", test_cut);
    return g_test_run();
}
