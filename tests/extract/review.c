#include "nines/extract/review.h"

#include "support.h"
#include <glib/gstdio.h>

static const char document[] = "# Cart outage\n\n## Timeline\n\nAll times UTC.\n\n- 2022-01-05 10:00 errors began\n"
                               "- 2022-01-05 10:05 alert fired\n- 2022-01-05 10:40 service restored\n";

static void test_unchanged(void)
{
    g_autoptr(Extraction) x = extract_text("cart.md", document);
    g_autofree char *review = review_write(x);
    g_autoptr(GError) error = NULL;
    g_assert_true(review_apply(x, "r.yaml", review, -1, &error));
    g_assert_no_error(error);
    g_autofree char *again = review_write(x);
    g_assert_cmpstr(again, ==, review);
}

static char *replace(const char *text, const char *a, const char *b)
{
    g_auto(GStrv) parts = g_strsplit(text, a, 2);
    return g_strjoinv(b, parts);
}

static void test_correction_stands(void)
{
    g_autoptr(Extraction) first = extract_text("cart.md", document);
    g_autofree char *review = review_write(first);
    g_autofree char *corrected =
        replace(review, "    resolved: 2022-01-05T10:40+00:00", "    resolved: 2022-01-05T11:10+00:00");
    g_assert_cmpstr(corrected, !=, review);

    /* the document is extracted again, with a line more */
    g_autofree char *longer = g_strconcat("Intro\n\n", document, NULL);
    g_autoptr(Extraction) second = extract_text("cart.md", longer);
    g_autoptr(GError) error = NULL;
    g_assert_true(review_apply(second, "r.yaml", corrected, -1, &error));
    const Incident *incident = extraction_incident(second, 0);
    g_assert_cmpstr(fact_text(incident, FACT_RESOLVED), ==, "2022-01-05T11:10+00:00");
    g_assert_true(incident->facts[FACT_RESOLVED].corrected);
    g_assert_cmpstr(incident->facts[FACT_RESOLVED].found, ==, "2022-01-05T10:40+00:00");
    g_assert_cmpstr(fact_text(incident, FACT_DURATION), ==, "70");

    /* and the review written from that keeps it for a third extraction */
    g_autofree char *next = review_write(second);
    g_autoptr(Extraction) third = extract_text("cart.md", longer);
    g_assert_true(review_apply(third, "r.yaml", next, -1, &error));
    g_assert_cmpstr(fact_text(extraction_incident(third, 0), FACT_RESOLVED), ==, "2022-01-05T11:10+00:00");
}

static void test_take_away(void)
{
    g_autoptr(Extraction) x = extract_text("cart.md", document);
    g_autofree char *review = review_write(x);
    g_autofree char *less = replace(review, "    detected: 2022-01-05T10:05+00:00", "    detected:");
    g_assert_true(review_apply(x, "r.yaml", less, -1, NULL));
    g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_DETECTED), ==, "-");
    g_autofree char *none = replace(review, "keep: yes", "keep: no");
    g_autoptr(Extraction) y = extract_text("cart.md", document);
    g_assert_true(review_apply(y, "r.yaml", none, -1, NULL));
    g_assert_cmpuint(y->incidents->len, ==, 0);
}

static void test_added(void)
{
    g_autoptr(Extraction) x = extract_text("cart.md", document);
    g_assert_true(review_apply(x, "r.yaml", "incidents:\n  - title: \"Other\"\n    start: 2022-02-01\n", -1, NULL));
    g_assert_cmpuint(x->incidents->len, ==, 2);
    g_assert_cmpstr(fact_text(extraction_incident(x, 1), FACT_TITLE), ==, "Other");
}

static const struct {
    const char *yaml, *message;
} bad[] = {
    {"incidents:\n  - start: 10 o'clock\n",
     "r.yaml:2:12: expected a time such as 2022-01-05T20:45+01:00, a day or T20:45, found \"10 o'clock\""},
    {"incidents:\n  - money: much\n",
     "r.yaml:2:12: expected an amount and a currency such as \"15000 USD\", found \"much\""},
    {"[1]\n", "r.yaml: expected a review file"},
};

static void test_bad(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(Extraction) x = extract_text("cart.md", document);
        g_autofree char *before = review_write(x);
        g_autoptr(GError) error = NULL;
        g_assert_false(review_apply(x, "r.yaml", bad[i].yaml, -1, &error));
        g_assert_cmpstr(error->message, ==, bad[i].message);
        g_autofree char *after = review_write(x);
        g_assert_cmpstr(after, ==, before);
    }
}

static void test_beside(void)
{
    g_autofree char *folder = g_dir_make_tmp("review-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "cart.md", NULL), *beside = review_path(path);
    g_assert_true(g_str_has_suffix(beside, "cart.review.yaml"));
    ExtractSettings settings = {0};
    g_file_set_contents(path, document, -1, NULL);
    g_file_set_contents(beside, "incidents:\n  - title: \"New name\"\n    found:\n      title: \"Cart outage\"\n", -1,
                        NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Extraction) x = extract_file(path, &settings, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(fact_text(extraction_incident(x, 0), FACT_TITLE), ==, "New name");
    g_unlink(path);
    g_unlink(beside);
    g_rmdir(folder);
}

/* Words of any kind leave the YAML readable. */
static void test_hostile_words(void)
{
    g_autoptr(Extraction) x = extract_text("x.md", "# Outage \"a\\b\": # - {x}\n\n- 2022-01-05 10:00 errors began # "
                                                   "\xe2\x80\xa8 x\n- 2022-01-05 10:40 restored\n");
    g_autofree char *review = review_write(x);
    g_autoptr(GError) error = NULL;
    g_assert_true(review_apply(x, "r.yaml", review, -1, &error));
    g_assert_no_error(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/review/unchanged", test_unchanged);
    g_test_add_func("/extract/review/correction-stands", test_correction_stands);
    g_test_add_func("/extract/review/take-away", test_take_away);
    g_test_add_func("/extract/review/added", test_added);
    g_test_add_func("/extract/review/bad", test_bad);
    g_test_add_func("/extract/review/beside", test_beside);
    g_test_add_func("/extract/review/hostile-words", test_hostile_words);
    return g_test_run();
}
