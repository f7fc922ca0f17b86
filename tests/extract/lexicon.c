/* Cue texts of several languages: which are read with a document, and what a hit says about its phrase. */
#include "support.h"

static const CueText TEXTS[] = {{"en.yaml", "stopword: [the, was]\nresolved: [all clear]\n"},
                                {"de.yaml", "stopword: [der, war]\nresolved: [behoben]\nset_trouble: [fehler]\n"
                                            "set_begin: [beginnen]\nstart: [<trouble> ... <begin>]\n"},
                                {0}};

/* "en.yaml resolved: all clear; ..." of the first block. */
static char *hits_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Lexicon) lexicon = lexicon_new(TEXTS, &error);
    g_assert_no_error(error);
    g_autoptr(TextDocument) document = text_document_read("a.txt", text, strlen(text));
    g_autoptr(Cues) cues = lexicon_cues(lexicon, document);
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    const GArray *tokens = text_document_block(document, 0)->tokens;
    cues_scan(cues, tokens, 0, tokens->len, hits);
    GString *out = g_string_new(NULL);
    bool german = strcmp(lexicon_language(lexicon, document), "de.yaml") == 0;
    g_assert_cmpint(german, ==, cues_has_word(cues, "behoben", CUE_resolved));
    for (guint i = 0; i < hits->len; i++) {
        const CueHit *hit = &g_array_index(hits, CueHit, i);
        const CuePhrase *phrase = cues_phrase(cues, hit);
        if (hit->group != CUE_stopword)
            g_string_append_printf(out, "%s %s: %s; ", phrase->file, cue_group_name(hit->group), phrase->text);
    }
    return g_string_free(out, FALSE);
}

static void test_language(void)
{
    static const struct {
        const char *text, *hits;
    } cases[] = {
        {"The pump was behoben, all clear", "en.yaml resolved: all clear; "},
        {"Der Pumpe war behoben, all clear", "de.yaml resolved: behoben; en.yaml resolved: all clear; "},
        {"behoben all clear", "en.yaml resolved: all clear; "}, /* no small word: English */
        {"Der Fehler war da, Fehler in Reihe beginnen",
         "de.yaml set_trouble: fehler; de.yaml set_trouble: fehler; de.yaml start: <trouble> ... <begin>; de.yaml "
         "set_begin: beginnen; "},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *hits = hits_of(cases[i].text);
        g_assert_cmpstr(hits, ==, cases[i].hits);
    }
}

static void test_own(void)
{
    g_autoptr(TextDocument) document = text_document_read("a.txt", "Der Zug war da", 14);
    g_autoptr(Cues) own = lexicon_cues_own(lexicon_shipped(), document);
    g_autoptr(Cues) shared = lexicon_cues(lexicon_shipped(), document);
    g_assert_true(cues_add(own, "house.yaml", "resolved: [abgepfiffen]", -1, NULL));
    g_assert_true(cues_has_word(own, "abgepfiffen", CUE_resolved));
    g_assert_false(cues_has_word(shared, "abgepfiffen", CUE_resolved));
    g_assert_true(cues_has_word(shared, "behoben", CUE_resolved));
}

static void test_errors(void)
{
    static const CueText bad[] = {{"en.yaml", "resolved: [fine]"}, {"xx.yaml", "resolvd: [gut]"}, {0}};
    g_autoptr(GError) error = NULL;
    g_autoptr(Lexicon) lexicon = lexicon_new(bad, &error);
    g_assert_null(lexicon);
    g_assert_cmpstr(error->message, ==,
                    "xx.yaml:1:1: unknown group of cue words \"resolvd\"; did you mean \"resolved\"?");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lexicon/language", test_language);
    g_test_add_func("/lexicon/own", test_own);
    g_test_add_func("/lexicon/errors", test_errors);
    return g_test_run();
}
