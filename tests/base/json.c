#include "nines/base/json.h"
#include "nines/base/civil.h"
#include <locale.h>
#include <math.h>
#include <string.h>

static void test_nesting(void)
{
    g_autoptr(GString) out = g_string_new(NULL);
    JsonWriter w = json_writer(out, false);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "list");
    json_integer(&w, NULL, 1);
    json_begin_object(&w, NULL);
    json_end(&w);
    json_begin_array(&w, NULL);
    json_end(&w);
    json_null(&w, NULL);
    json_end(&w);
    json_bool(&w, "yes", true);
    json_text(&w, "none", NULL);
    json_end(&w);
    g_autofree char *packed = g_strdup(out->str);
    g_strdelimit(packed, "\n", ' ');
    g_assert_cmpstr(g_strstrip(packed), ==, "{\"list\":[1,{},[],null],\"yes\":true,\"none\":null}");
}

/* One value in an array, as it is written. */
static char *written(void (*write)(JsonWriter *w, gconstpointer data), gconstpointer data)
{
    GString *out = g_string_new(NULL);
    JsonWriter w = json_writer(out, false);
    json_begin_array(&w, NULL);
    write(&w, data);
    json_end(&w);
    g_autofree char *all = g_strstrip(g_string_free(out, FALSE));
    return g_strndup(all + 1, strlen(all) - 2);
}

static void write_real(JsonWriter *w, gconstpointer data)
{
    json_real(w, NULL, *(const double *)data);
}

static void write_text(JsonWriter *w, gconstpointer data)
{
    json_text(w, NULL, data);
}

static void write_seconds(JsonWriter *w, gconstpointer data)
{
    json_seconds(w, NULL, *(const int64_t *)data);
}

static void write_instant(JsonWriter *w, gconstpointer data)
{
    json_instant(w, NULL, *(const int64_t *)data);
}

static void write_integer(JsonWriter *w, gconstpointer data)
{
    json_integer(w, NULL, *(const int64_t *)data);
}

/* Shortest text that reads back as the same number, in every locale; what JSON cannot say is null. */
static void test_reals(void)
{
    static const double values[] = {0, 0.1, 1.0 / 3, 1e300, -2.5e-10, 123456789.125, 0.99995};
    setlocale(LC_NUMERIC, "de_DE.UTF-8");
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autofree char *text = written(write_real, &values[i]);
        g_assert_null(strchr(text, ','));
        g_assert_cmpfloat(g_ascii_strtod(text, NULL), ==, values[i]);
    }
    setlocale(LC_NUMERIC, "C");
    g_autofree char *tenth = written(write_real, &values[1]);
    g_assert_cmpstr(tenth, ==, "0.1");
    static const double none[] = {NAN, INFINITY, -INFINITY};
    for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
        g_autofree char *text = written(write_real, &none[i]);
        g_assert_cmpstr(text, ==, "null");
    }
}

static void test_exact(void)
{
    static const struct {
        void (*write)(JsonWriter *w, gconstpointer data);
        int64_t value;
        const char *text;
    } cases[] = {
        {write_integer, INT64_MAX, "9223372036854775807"},
        {write_integer, INT64_MIN, "-9223372036854775808"},
        {write_seconds, 5400000, "5400"},
        {write_seconds, 64165, "64.165"},
        {write_seconds, 10, "0.01"},
        {write_seconds, -1500, "-1.5"},
        {write_seconds, -1, "-0.001"},
        {write_seconds, INSTANT_NONE, "null"},
        {write_instant, INT64_C(1709208000000), "\"2024-02-29T12:00:00Z\""},
        {write_instant, INSTANT_NONE, "null"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = written(cases[i].write, &cases[i].value);
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

static void test_text(void)
{
    static const struct {
        const char *from, *to;
    } cases[] = {
        {"plain", "\"plain\""},
        {"a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\""},
        {"line\nnext\ttab", "\"line\\nnext\\ttab\""},
        {"\xC3\xA9", "\"\xC3\xA9\""},
        {"", "\"\""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = written(write_text, cases[i].from);
        g_assert_cmpstr(text, ==, cases[i].to);
    }
    g_autofree char *control = written(write_text, "\x01");
    g_assert_null(strchr(control, '\x01'));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/json/nesting", test_nesting);
    g_test_add_func("/json/reals", test_reals);
    g_test_add_func("/json/exact", test_exact);
    g_test_add_func("/json/text", test_text);
    return g_test_run();
}
