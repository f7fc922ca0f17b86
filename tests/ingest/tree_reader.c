/* Trees out of JSON, YAML and front matter: places counted by hand, exact numbers, and broken input. */
#include "nines/ingest/tree_reader.h"
#include "nines/ingest/tree.h"
#include <string.h>

/* Each record as "LINE:<text of key a>;" or "!LINE <problem>;". */
static char *show(const char *text, gsize length, TreeFormat format, const char *records)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(TextSource) source = text_source_memory(text, length);
    g_autoptr(TreeReader) reader = tree_reader_open(source, "x", format, records, &error);
    if (reader == NULL)
        return g_strdup_printf("error %s", error->message);
    GString *out = g_string_new(NULL);
    TreeRecord record;
    while (tree_reader_next(reader, &record, &error)) {
        if (record.problem != NULL)
            g_string_append_printf(out, "!%d %s;", (int)record.line, record.problem);
        else
            g_string_append_printf(out, "%d:%s;", (int)record.line, tree_text(record.node, "a", "-"));
    }
    if (error != NULL)
        g_string_append_printf(out, "error %s", error->message);
    return g_string_free(out, FALSE);
}

static const struct {
    const char *name, *text;
    TreeFormat format;
    const char *records, *expected;
} cases[] = {
    {"array", "[{\"a\": 1},\n {\"a\": \"x\"}]\n", TREE_JSON, NULL, "1:1;2:x;"},
    {"empty-array", "[ ]", TREE_JSON, NULL, ""},
    {"envelope", "{\"page\": {\"name\": \"P\"},\n\"incidents\": [\n{\"a\": 1}\n,{\"a\": 2}], \"n\": [2]}", TREE_JSON,
     NULL, "3:1;4:2;"},
    {"empty-envelope", "{\"incidents\": []}", TREE_JSON, NULL, ""},
    {"path", "{\"n\": 1, \"x\": {\"m\": [1], \"list\": [{\"a\": 1},\n{\"a\": 2}], \"z\": 0}, \"y\": {}}", TREE_JSON,
     "x.list", "1:1;2:2;"},
    {"no-such-path", "{\"n\": 1}", TREE_JSON, "x.list", "error x: has no array of records under \"x.list\""},
    {"one-object", "{\n \"a\": 7, \"updates\": [{\"b\": 1}]}", TREE_JSON, NULL, "1:7;"},
    {"lines", "{\"a\": 1}\n{\"a\": 2}\n\n{\"a\": 3}", TREE_JSON, NULL, "1:1;2:2;4:3;"},
    {"lines-indented", "{\n\"a\": 1}\n  {\"a\": 2}\n", TREE_JSON, NULL, "1:1;3:2;"},
    {"broken-line", "{\"a\": 1}\n{\"a\": 2\n{\"a\": 3}\n", TREE_JSON, NULL,
     "1:1;!2 line 3, column 1: expected a comma or };3:3;"},
    {"cut-line", "{\"a\": 1}\n{\"a\": \"2", TREE_JSON, NULL,
     "1:1;!2 line 2, column 9: the text ends in the middle of a value;"},
    {"cut-array", "[{\"a\": 1},\n{\"a\": 2}", TREE_JSON, NULL,
     "1:1;2:2;error x:2:9: the text ends before the JSON does"},
    {"cut-element", "[{\"a\": 1},\n{\"a\"", TREE_JSON, NULL, "1:1;error x:2:5: the text ends in the middle of a value"},
    {"cut-envelope", "{\"incidents\": [{\"a\": 1}]", TREE_JSON, "incidents",
     "1:1;error x:1:25: the text ends before the JSON does"},
    {"text-behind", "[{\"a\": 1}] x", TREE_JSON, NULL, "1:1;error x:1:12: text follows the end of the JSON"},
    {"no-object", "[1, {\"a\": 2}]", TREE_JSON, NULL, "!1 is no object;1:2;"},
    {"twice", "[{\"a\": 1, \"a\": 2}, {\"a\": 3}]", TREE_JSON, NULL,
     "!1 the name \"a\" is given twice in one object;1:3;"},
    {"nan", "[{\"a\": NaN}]", TREE_JSON, NULL, "error x:1:8: neither a number nor true, false or null"},
    {"single-quotes", "[{'a': 1}]", TREE_JSON, NULL, "error x:1:3: names take double quotes"},
    {"single-quoted", "[{\"a\": 'x'}]", TREE_JSON, NULL, "error x:1:8: strings take double quotes"},
    {"trailing-comma", "[{\"a\": 1},]", TREE_JSON, NULL, "1:1;error x:1:11: expected a value"},
    {"comment", "[{\"a\": 1} // one\n]", TREE_JSON, NULL, "1:1;error x:1:11: expected a comma or ]"},
    {"leading-zero", "[{\"a\": 01}]", TREE_JSON, NULL, "error x:1:8: neither a number nor true, false or null"},
    {"line-end-in-string", "[{\"a\": \"x\ny\"}]", TREE_JSON, NULL,
     "error x:1:10: a line end or control character in a string"},
    {"scalar", "7", TREE_JSON, NULL, "error x:1: is no JSON array or object"},
    {"id-of-19-digits", "[{\"a\": 9007199254740993123}]", TREE_JSON, NULL, "1:9007199254740993123;"},
    {"beyond-64-bits", "[{\"a\": 123456789012345678901234567890}]", TREE_JSON, NULL,
     "1:123456789012345678901234567890;"},
    {"decimal", "[{\"a\": -12.50e+2}]", TREE_JSON, NULL, "1:-12.50e+2;"},
    {"escapes", "[{\"a\": \"\\u00e9\\ud83d\\ude00\\/\\n\\\"\\ud800\"}]", TREE_JSON, NULL,
     "1:\xc3\xa9\xf0\x9f\x98\x80/\n\"\xef\xbf\xbd;"},
    {"null", "[{\"a\": null}, {\"a\": \"null\"}]", TREE_JSON, NULL, "1:-;1:null;"},
    {"yaml-list", "- a: NO\n- a: 08:30\n- 3\n", TREE_YAML, NULL, "1:NO;2:08:30;!3 is no mapping;"},
    {"yaml-inside", "page: {name: P}\nincidents:\n  - a: 1\n  - a: 2\n", TREE_YAML, NULL, "3:1;4:2;"},
    {"yaml-one", "a: 5\nb: [1]\n", TREE_YAML, NULL, "1:5;"},
    {"yaml-empty", "# nothing\n", TREE_YAML, NULL, "error x: holds no record"},
    {"front-yaml", "---\ntitle: T\na: 2021-05-03 10:00\n---\n# Text\n", TREE_FRONT_MATTER, NULL, "2:2021-05-03 10:00;"},
    {"front-toml", "+++\ntitle = \"T\"\na = 2021-05-03T10:00:00Z # when\n+++\n", TREE_FRONT_MATTER, NULL,
     "2:2021-05-03T10:00:00Z;"},
    {"front-open", "---\na: 1\n", TREE_FRONT_MATTER, NULL, "error x:1: the front matter has no closing ---"},
    {"front-bad", "---\na: 1\na: 2\n---\n", TREE_FRONT_MATTER, NULL,
     "error x:3:1: key \"a\" is given twice; first on line 2"},
    {"toml-bad", "+++\na = \n+++\n", TREE_FRONT_MATTER, NULL, "error x:2:5: expected a value"},
    {"toml-twice", "+++\na = 1\na = 2\n+++\n", TREE_FRONT_MATTER, NULL, "error x:3:4: the key is given twice"},
};

static void test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *shown = show(cases[i].text, strlen(cases[i].text), cases[i].format, cases[i].records);
    g_assert_cmpstr(shown, ==, cases[i].expected);
}

static void test_envelope(void)
{
    static const char text[] = "{\"page\": {\"name\": \"P\"}, \"incidents\": [{\"a\": 1}]}";
    for (int i = 0; i < 2; i++) {
        g_autoptr(TextSource) source = text_source_memory(text, sizeof text - 1);
        g_autoptr(TreeReader) reader = tree_reader_open(source, "x", TREE_JSON, i == 0 ? NULL : "incidents", NULL);
        g_assert_cmpstr(tree_text(tree_reader_envelope(reader), "page.name", ""), ==, "P");
        g_assert_cmpstr(tree_reader_records(reader), ==, "incidents");
    }
}

static void test_depth(void)
{
    for (int i = 0; i < 2; i++) {
        g_autoptr(GString) deep = g_string_new("[{\"a\": 1},\n{\"a\": ");
        for (int j = 0; j < 10000; j++)
            g_string_append(deep, i == 0 ? "[" : "{\"b\":");
        g_autofree char *shown = show(deep->str, deep->len, TREE_JSON, NULL);
        g_assert_true(g_str_has_prefix(shown, "1:1;error x:2:"));
        g_assert_nonnull(strstr(shown, "nested deeper than 64 levels"));
    }
}

/* A record longer than the limit is named; the records of a long envelope stream by. */
static void test_long(void)
{
    g_autofree char *filler = g_strnfill(100 << 20, 'x');
    g_autofree char *text = g_strdup_printf("[{\"a\": 1},\n{\"a\": \"%s\"}]", filler);
    g_autofree char *shown = show(text, strlen(text), TREE_JSON, NULL);
    g_assert_cmpstr(shown, ==, "1:1;error x:2: a record may have 4 MiB; this one is longer");
    g_autofree char *lines = g_strdup_printf("{\"a\": 1}\n{\"a\": \"%s\"}\n{\"a\": 3}\n", filler);
    g_autofree char *lines_shown = show(lines, strlen(lines), TREE_JSON, NULL);
    g_assert_cmpstr(lines_shown, ==, "1:1;!2 line 2, column 4194305: a record may have 4 MiB; this one is longer;3:3;");
    g_autoptr(GString) envelope = g_string_new("{\"page\": {}, \"incidents\": [\n");
    for (int i = 0; i < 60000; i++)
        g_string_append_printf(envelope, "{\"a\": %d, \"filler\": \"%.*s\"}%s\n", i, 80, filler,
                               i < 59999 ? "," : "]}");
    g_autofree char *all = show(envelope->str, envelope->len, TREE_JSON, NULL);
    g_assert_true(g_str_has_prefix(all, "2:0;3:1;4:2;"));
    g_assert_true(g_str_has_suffix(all, ";60000:59998;60001:59999;"));
}

static void test_paths(void)
{
    static const char text[] =
        "{\"a.b\": \"literal\", \"a\": {\"b\": \"nested\", \"c\": [{\"d\": 1}, {\"d\": null}, {\"d\": 3}]},"
        " \"e\": [[1, 2], [3]], \"f\": \"\", \"g\": {\"h\": \"one\"}}";
    g_autoptr(TextSource) source = text_source_memory(text, sizeof text - 1);
    g_autoptr(TreeReader) reader = tree_reader_open(source, "x", TREE_JSON, NULL, NULL);
    TreeRecord record;
    g_assert_true(tree_reader_next(reader, &record, NULL));
    const YamlNode *node = record.node;
    g_assert_cmpstr(tree_text(node, "a.b", "-"), ==, "literal");
    g_assert_cmpstr(tree_text(node, "a.c[].d", "-"), ==, "1");
    g_assert_cmpstr(tree_text(node, "a.c[-1].d", "-"), ==, "3");
    g_assert_cmpstr(tree_text(node, "a.c[1].d", "-"), ==, "-");
    g_assert_cmpstr(tree_text(node, "a.c[9].d", "-"), ==, "-");
    g_assert_cmpstr(tree_text(node, "e[1][0]", "-"), ==, "3");
    g_assert_cmpstr(tree_text(node, "f", "-"), ==, "");
    g_assert_cmpstr(tree_text(node, "g[].h", "-"), ==, "one");
    g_assert_cmpstr(tree_text(node, "g.h.i", "-"), ==, "-");
    g_autoptr(GPtrArray) all = tree_all(node, "e[][]");
    g_assert_cmpuint(all->len, ==, 3);
    g_autoptr(GPtrArray) lists = tree_all(node, "a.c[].d");
    g_assert_cmpuint(lists->len, ==, 3);
    const YamlNode *third = g_ptr_array_index(lists, 2);
    g_assert_cmpint(third->column, ==, (int)(strstr(text, "3}") - text) + 1);
    g_assert_null(tree_get(NULL, "a"));
}

static void test_toml(void)
{
    static const char text[] = "+++\ntitle = 'it''s'\n+++\n";
    g_autofree char *broken = show(text, sizeof text - 1, TREE_FRONT_MATTER, NULL);
    g_assert_cmpstr(broken, ==, "error x:2:13: expected the end of the line");
    static const char good[] =
        "+++\r\ntags = [\"a\", # first\n  'b\\n',\n]\n[extra]\nn = 1_000\nx.y = true\n"
        "\"key with blank\" = \"\\u00e9\\t\"\n[[down]]\nat = {from = 1, to = 2}\n[[down]]\n+++\nText\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(TextSource) source = text_source_memory(good, sizeof good - 1);
    g_autoptr(TreeReader) reader = tree_reader_open(source, "x.md", TREE_FRONT_MATTER, NULL, &error);
    g_assert_no_error(error);
    TreeRecord record;
    g_assert_true(tree_reader_next(reader, &record, &error));
    g_assert_cmpstr(tree_text(record.node, "tags[0]", "-"), ==, "a");
    g_assert_cmpstr(tree_text(record.node, "tags[1]", "-"), ==, "b\\n");
    g_assert_cmpint(tree_get(record.node, "tags[1]")->line, ==, 3);
    g_assert_cmpstr(tree_text(record.node, "extra.x.y", "-"), ==, "true");
    g_assert_cmpstr(tree_text(record.node, "extra.key with blank", "-"), ==, "\xc3\xa9\t");
    g_assert_cmpstr(tree_text(record.node, "down[0].at.to", "-"), ==, "2");
    g_assert_cmpuint(tree_get(record.node, "down")->children->len, ==, 2);
    g_assert_cmpstr(tree_text(record.node, "body", "-"), ==, "Text\n");
}

static const struct {
    const char *path, *head;
    TreeFormat format;
} formats[] = {
    {"a.json", " [", TREE_JSON},          {"a.txt", "\n{\"a\"", TREE_JSON}, {"a.jsonl", "x", TREE_JSON},
    {"a.yml", "- a: 1", TREE_YAML},       {"a.YAML", "{a: 1}", TREE_YAML},  {"a.csv", "a,b", TREE_NONE},
    {"a.md", "---\n", TREE_FRONT_MATTER}, {"a.md", "# Title", TREE_NONE},   {"a.csv", "---\n", TREE_NONE},
};

static void test_formats(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
        g_assert_cmpint(tree_format(formats[i].path, formats[i].head, strlen(formats[i].head)), ==, formats[i].format);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/tree/case/", cases[i].name, NULL);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    g_test_add_func("/tree/envelope", test_envelope);
    g_test_add_func("/tree/depth", test_depth);
    g_test_add_func("/tree/long", test_long);
    g_test_add_func("/tree/paths", test_paths);
    g_test_add_func("/tree/toml", test_toml);
    g_test_add_func("/tree/formats", test_formats);
    return g_test_run();
}
