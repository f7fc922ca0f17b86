/* The probability of a fact, worked out by hand from the weights that docs/extraction.md tells. */
#include "support.h"

#include <math.h>

static double confidence(const char *text, FactKind kind)
{
    g_autoptr(Extraction) x = extract_text("doc.md", text);
    g_assert_cmpuint(x->incidents->len, ==, 1);
    return x->incidents->len ? extraction_incident(x, 0)->facts[kind].confidence : 0;
}

static double log_odds(double p)
{
    return log(p / (1 - p));
}

#define LABELS "# Cart outage\n\nStart: 2022-01-05 10:00 UTC\n\nEnd: 2022-01-05 10:40 UTC\n\nThe carts were down.\n"

static void test_labels(void)
{
    /* 0.9 as log-odds is 2.197, of which 0.8 count, and 0.7 for a heading: 2.458 */
    g_assert_cmpfloat_with_epsilon(confidence(LABELS, FACT_TITLE), 0.921, 0.001);
    /* 0.97: 3.476 * 0.8 = 2.781, the end 0.3 less */
    g_assert_cmpfloat_with_epsilon(confidence(LABELS, FACT_START), 0.942, 0.001);
    g_assert_cmpfloat_with_epsilon(confidence(LABELS, FACT_RESOLVED), 0.923, 0.001);
    /* both: 0.869, as log-odds 1.891, + 0.3 */
    g_assert_cmpfloat_with_epsilon(confidence(LABELS, FACT_DURATION), 0.900, 0.001);
}

/* A length that the text tells speaks for both ends. */
static void test_agreement(void)
{
    const char *told = LABELS "\nIt lasted 40 minutes.\n", *other = LABELS "\nA retry takes 7 minutes.\n";
    g_assert_cmpfloat_with_epsilon(confidence(told, FACT_START), 0.980, 0.001);
    g_assert_cmpfloat_with_epsilon(confidence(told, FACT_RESOLVED), 0.973, 0.001);
    g_assert_cmpfloat_with_epsilon(confidence(other, FACT_START), 0.942, 0.001);
    g_assert_cmpfloat_with_epsilon(confidence(told, FACT_TITLE), 0.921, 0.001);
}

#define LIST "# Cart outage\n\nAll times UTC.\n\n## Timeline\n\n"
#define CALM "- 2022-01-05 09:10 nightly copy made\n- 2022-01-05 09:20 copy kept\n- 2022-01-05 09:30 office opens\n"
#define TROUBLE "- 2022-01-05 10:00 outage began\n- 2022-01-05 10:40 service restored\n"

/* Each entry of the timeline before the start speaks against it, up to three; they say nothing of the end. */
static void test_place(void)
{
    double start = log_odds(confidence(LIST TROUBLE, FACT_START)),
           end = log_odds(confidence(LIST TROUBLE, FACT_RESOLVED));
    g_assert_cmpfloat_with_epsilon(start - log_odds(confidence(LIST CALM TROUBLE, FACT_START)), 3 * 0.7, 0.001);
    g_assert_cmpfloat_with_epsilon(end - log_odds(confidence(LIST CALM TROUBLE, FACT_RESOLVED)), 0, 0.001);
}

/* ---- rules ---- */

static const struct {
    FactKind fact;
    const char *rule;
} weighed[] = {
    {FACT_TITLE, "heading"},
    {FACT_TITLE, "label"},
    {FACT_START, "first time at which the trouble is seen"},
    {FACT_START, "cue words of the sentence"},
    {FACT_START, "day alone"},
    {FACT_START, "label"},
    {FACT_DETECTED, "cue words of the entry"},
    {FACT_ACKNOWLEDGED, "cue words of the entry"},
    {FACT_RESOLVED, "cue words of the entry"},
    {FACT_RESOLVED, "label"},
    {FACT_DURATION, "from start to resolved"},
    {FACT_DETECTED_BY, "words beside the detection"},
};

static void note_rules(const char *path, guint *seen)
{
    g_autofree char *bytes = NULL;
    gsize length;
    ExtractSettings settings = {0};
    g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    g_autoptr(Extraction) x = extract_document(path, bytes, length, &settings, NULL);
    for (guint i = 0; i < x->incidents->len; i++)
        for (guint k = 0; k < G_N_ELEMENTS(weighed); k++) {
            const Fact *fact = &extraction_incident(x, i)->facts[weighed[k].fact];
            seen[k] += fact->known && g_str_equal(fact->rule, weighed[k].rule);
        }
}

/* The weights go by the rules' names: one that is renamed would lose its own in silence. */
static void test_names(void)
{
    g_autofree char *folder = g_build_filename(g_getenv("NINES_FIXTURES"), "postmortems", NULL);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    guint seen[G_N_ELEMENTS(weighed)] = {0};
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        note_rules(path, seen);
    }
    for (guint k = 0; k < G_N_ELEMENTS(weighed); k++)
        if (!seen[k])
            g_error("no fixture is read by \"%s\"", weighed[k].rule);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/confidence/labels", test_labels);
    g_test_add_func("/extract/confidence/agreement", test_agreement);
    g_test_add_func("/extract/confidence/place", test_place);
    g_test_add_func("/extract/confidence/names", test_names);
    return g_test_run();
}
