#include "nines/extract/lexicon.h"

#define MAX_COUNTED 20000 /* tokens of a document that settle its language */

typedef struct {
    const CueText *text;
    Cues *alone;  /* to count its small words */
    Cues *joined; /* with the first language, to read documents; made when first asked for */
} Language;

struct Lexicon {
    GArray *languages; /* Language */
    GMutex lock;       /* of joined */
};

static Language *language_at(const Lexicon *lexicon, guint i)
{
    return &g_array_index(lexicon->languages, Language, i);
}

static void language_clear(gpointer data)
{
    Language *language = data;
    cues_free(language->alone);
    cues_free(language->joined);
}

Lexicon *lexicon_new(const CueText *texts, GError **error)
{
    g_autoptr(Lexicon) lexicon = g_new0(Lexicon, 1);
    g_mutex_init(&lexicon->lock);
    lexicon->languages = g_array_new(FALSE, FALSE, sizeof(Language));
    g_array_set_clear_func(lexicon->languages, language_clear);
    for (const CueText *text = texts; text->name; text++) {
        Language language = {.text = text, .alone = cues_new()};
        g_array_append_val(lexicon->languages, language);
        if (!cues_add(language.alone, text->name, text->yaml, -1, error))
            return NULL;
    }
    return g_steal_pointer(&lexicon);
}

void lexicon_free(Lexicon *lexicon)
{
    if (!lexicon)
        return;
    g_array_unref(lexicon->languages);
    g_mutex_clear(&lexicon->lock);
    g_free(lexicon);
}

Lexicon *lexicon_shipped(void)
{
    static Lexicon *shipped;
    if (g_once_init_enter(&shipped)) {
        g_autoptr(GError) error = NULL;
        Lexicon *lexicon = lexicon_new(cue_texts, &error);
        if (!lexicon)
            g_error("%s", error->message);
        g_once_init_leave(&shipped, lexicon);
    }
    return shipped;
}

/* Small words, and those of labels and sections: a form without sentences has no others. */
static guint count_own_words(const Cues *cues, const TextDocument *document)
{
    static const CueGroup groups[] = {CUE_stopword,       CUE_label_start,      CUE_label_detected, CUE_label_resolved,
                                      CUE_label_duration, CUE_label_date,       CUE_section_cause,  CUE_section_actions,
                                      CUE_section_impact, CUE_section_timeline, CUE_state_done,     CUE_state_open};
    guint n = 0, seen = 0;
    for (guint b = 0; b < document->blocks->len && seen < MAX_COUNTED; b++) {
        const GArray *tokens = text_document_block(document, b)->tokens;
        for (guint i = 0; i < tokens->len; i++, seen++)
            n += cues_has_word_of(cues, g_array_index(tokens, Token, i).word, groups, G_N_ELEMENTS(groups));
    }
    return n;
}

static guint language_of(const Lexicon *lexicon, const TextDocument *document)
{
    guint language = 0, best = 0;
    for (guint i = 0; i < lexicon->languages->len; i++) {
        guint n = count_own_words(language_at(lexicon, i)->alone, document);
        if (n > best) {
            best = n;
            language = i;
        }
    }
    return language;
}

const char *lexicon_language(const Lexicon *lexicon, const TextDocument *document)
{
    return language_at(lexicon, language_of(lexicon, document))->text->name;
}

/* Every text was read once before, so none fails here. */
static Cues *join(const Lexicon *lexicon, guint language)
{
    Cues *cues = cues_new();
    for (guint i = 0; i <= language; i += MAX(language, 1)) {
        const CueText *text = language_at(lexicon, i)->text;
        cues_add_beside(cues, i < language ? language_at(lexicon, language)->alone : NULL, text->name, text->yaml, -1,
                        NULL);
    }
    return cues;
}

Cues *lexicon_cues(Lexicon *lexicon, const TextDocument *document)
{
    guint i = language_of(lexicon, document);
    g_mutex_lock(&lexicon->lock);
    Language *language = language_at(lexicon, i);
    if (!language->joined)
        language->joined = join(lexicon, i);
    Cues *cues = cues_ref(language->joined);
    g_mutex_unlock(&lexicon->lock);
    return cues;
}

Cues *lexicon_cues_own(const Lexicon *lexicon, const TextDocument *document)
{
    return join(lexicon, language_of(lexicon, document));
}
