#include "nines/base/text.h"

static void test_nearest(void)
{
    static const char *const words[] = {"credit", "target", "service", "services", NULL};
    static const struct {
        const char *word, *near;
    } cases[] = {{"credti", "credit"},    {"target", "target"}, {"tagret", "target"},
                 {"servics", "services"}, {"zebra", NULL},      {"", NULL}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *near = text_nearest(cases[i].word, words);
        if (cases[i].near != NULL && near != NULL && g_str_equal(cases[i].word, "servics"))
            g_assert_true(g_str_has_prefix(near, "service")); /* both are one step away */
        else
            g_assert_cmpstr(near, ==, cases[i].near);
    }
    static const char *const nothing[] = {NULL};
    g_assert_null(text_nearest("credit", nothing));
}

static void test_clean(void)
{
    static const struct {
        const char *from;
        gssize length;
        const char *to;
    } cases[] = {
        {"plain", -1, "plain"},
        {"plain", 2, "pl"},
        {"", 0, ""},
        {"tab\tand\nnewline", -1, "tab\tand\nnewline"},
        {"bell\a, escape\x1b[31m", -1, NULL},
        {"bad \xff byte", -1, "bad \xEF\xBF\xBD byte"},
        {"\xC3\xA9t\xC3\xA9", -1, "\xC3\xA9t\xC3\xA9"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *clean = text_clean(cases[i].from, cases[i].length);
        g_assert_true(g_utf8_validate(clean, -1, NULL));
        if (cases[i].to != NULL)
            g_assert_cmpstr(clean, ==, cases[i].to);
        for (const char *c = clean; *c != '\0'; c++)
            g_assert_true((guchar)*c >= ' ' || *c == '\t' || *c == '\n');
    }
}

static void test_shorten(void)
{
    static const struct {
        const char *from;
        glong max;
        const char *to;
    } cases[] = {
        {"short", 5, "short"},
        {"shorter", 5, "shor\xE2\x80\xA6"},
        {"", 3, ""},
        {"\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F", 4, "\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F"},
        {"\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F", 3, "\xC3\xA4\xC3\xB6\xE2\x80\xA6"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *cut = text_shorten(cases[i].from, cases[i].max);
        g_assert_cmpstr(cut, ==, cases[i].to);
    }
}

static void test_count(void)
{
    static const struct {
        gint64 n;
        const char *text;
    } cases[] = {{0, "no incidents"}, {1, "1 incident"}, {2, "2 incidents"}, {21, "21 incidents"}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = text_count(cases[i].n, "incident", "incidents");
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

static void test_key(void)
{
    static const char *const same[] = {"Started at", "started_at", "STARTED-AT", " startedAt "};
    for (gsize i = 0; i < G_N_ELEMENTS(same); i++) {
        g_autofree char *key = text_key(same[i], -1);
        g_assert_cmpstr(key, ==, "startedat");
    }
    g_autofree char *part = text_key("id,title", 2);
    g_assert_cmpstr(part, ==, "id");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/text/nearest", test_nearest);
    g_test_add_func("/text/clean", test_clean);
    g_test_add_func("/text/shorten", test_shorten);
    g_test_add_func("/text/count", test_count);
    g_test_add_func("/text/key", test_key);
    return g_test_run();
}
