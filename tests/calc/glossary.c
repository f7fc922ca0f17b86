/* The glossary: complete, unique, and in step with the rules that compute the figures. */
#include "nines/calc/glossary.h"
#include "nines/calc/definitions.h"
#include <glib.h>
#include <string.h>

static void test_entries(void)
{
    guint n;
    const GlossaryEntry *entries = glossary_entries(&n);
    g_assert_cmpuint(n, >=, 60);
    for (guint i = 0; i < n; i++) {
        g_test_message("%s", entries[i].key);
        g_assert_true(glossary_find(entries[i].key) == &entries[i]); /* no earlier entry has the key */
        g_assert_cmpuint(strspn(entries[i].key, "abcdefghijklmnopqrstuvwxyz_0123456789"), ==, strlen(entries[i].key));
        g_assert_true(g_str_has_suffix(entries[i].definition, "."));
        g_assert_nonnull(entries[i].name);
        g_assert_nonnull(entries[i].source);
        g_assert_true(g_str_is_ascii(entries[i].definition));
    }
    g_assert_null(glossary_find("mttx"));
    g_assert_null(glossary_text("mttx"));
}

/* "resolved - started" in the glossary is "from started ... to resolved" in the rules. */
static void test_durations(void)
{
    static const struct {
        const char *key;
        DurationKind kind;
    } cases[] = {{"ttd", DURATION_DETECT},
                 {"tta", DURATION_ACKNOWLEDGE},
                 {"ttm", DURATION_MITIGATE},
                 {"ttr", DURATION_RESOLVE},
                 {"repair", DURATION_REPAIR}};
    const DefinitionSet *rules = definition_set_find("default");
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const DurationRule *rule = &rules->rules[cases[i].kind];
        bool has_else = cases[i].kind == DURATION_ACKNOWLEDGE;
        g_autofree char *other =
            has_else ? g_strdup_printf(" (else %s)", time_field_name(rule->from[1])) : g_strdup("");
        g_autofree char *formula =
            g_strdup_printf("%s - %s%s", time_field_name(rule->to[0]), time_field_name(rule->from[0]), other);
        g_assert_cmpstr(glossary_find(cases[i].key)->formula, ==, formula);
    }
}

static void test_text(void)
{
    g_autofree char *text = glossary_text("budget");
    g_assert_cmpstr(text, ==,
                    "The counted time that the target allows in the measured time. Formula: (1 - target) x measured "
                    "time. Source: Beyer et al. 2016.");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/glossary/entries", test_entries);
    g_test_add_func("/glossary/durations", test_durations);
    g_test_add_func("/glossary/text", test_text);
    return g_test_run();
}
