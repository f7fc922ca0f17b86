/* What the cue words give on documents that they cannot have been written for: reads lines FOLD<tab>PATH, takes each
 * fold's documents in turn, and reads them without the phrases of which no document of another fold is a witness.
 *
 * usage: heldout < FOLDS    prints [{fold, taken: [phrase, ...], languages: [of each document],
 *                             documents: [as `nines extract --json`]}, ...]
 *
 * A document of the fold "-" is a witness only. A word of a set (set_trouble) is witnessed where it fills a place of a
 * phrase ("<trouble> <begin>"). The words of grammar, of the calendar and of numbers are never taken: every language
 * has them whole, and nobody learns them from reports. */
#include "nines/base/yaml.h"
#include "nines/extract/extract_json.h"
#include "nines/extract/outline.h"
#include <stdio.h>
#include <string.h>

typedef struct {
    char *fold, *path, *bytes;
    gsize length;
    const char *language;  /* name of its cue text */
    GHashTable *witnessed; /* "en.yaml resolved: all clear" */
} Document;

static void document_free(gpointer data)
{
    Document *d = data;
    g_free(d->fold);
    g_free(d->path);
    g_free(d->bytes);
    g_hash_table_unref(d->witnessed);
    g_free(d);
}

static char *key_of(const char *file, const char *group, const char *phrase)
{
    return g_strdup_printf("%s %s: %s", file, group, phrase);
}

static bool is_set(CueGroup group)
{
    return group >= CUE_SET_FIRST && group <= CUE_SET_LAST;
}

static bool is_closed(CueGroup group)
{
    return group == CUE_stopword || (group >= CUE_month_1 && group <= CUE_million);
}

/* Whether the word of a set fills a place of a phrase that was found. */
static bool fills(const Cues *cues, const CueHit *word, const GArray *hits)
{
    g_autofree char *place = g_strdup_printf("<%s>", cue_group_name(word->group) + strlen("set_"));
    for (guint i = 0; i < hits->len; i++) {
        const CueHit *hit = &g_array_index(hits, CueHit, i);
        if (hit->from <= word->from && word->to <= hit->to && strstr(cues_phrase(cues, hit)->text, place))
            return true;
    }
    return false;
}

static void note_hits(Document *d, const Cues *cues, const GArray *hits)
{
    for (guint i = 0; i < hits->len; i++) {
        const CueHit *hit = &g_array_index(hits, CueHit, i);
        if (is_closed(hit->group) || (is_set(hit->group) && !fills(cues, hit, hits)))
            continue;
        const CuePhrase *phrase = cues_phrase(cues, hit);
        g_hash_table_add(d->witnessed, key_of(phrase->file, cue_group_name(hit->group), phrase->text));
    }
}

static Document *document_read(const char *fold, const char *path, GError **error)
{
    Document *d = g_new0(Document, 1);
    d->fold = g_strdup(fold);
    d->path = g_strdup(path);
    d->witnessed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!g_file_get_contents(path, &d->bytes, &d->length, error)) {
        document_free(d);
        return NULL;
    }
    g_autoptr(TextDocument) text = text_document_read(path, d->bytes, d->length);
    g_autoptr(Cues) cues = lexicon_cues(lexicon_shipped(), text);
    g_autoptr(Outline) outline = outline_read(text, cues);
    d->language = lexicon_language(lexicon_shipped(), text);
    for (guint b = 0; b < text->blocks->len; b++)
        note_hits(d, cues, outline_note(outline, b)->hits);
    return d;
}

static GPtrArray *documents_read(FILE *in, GError **error)
{
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(document_free);
    char line[4096];
    while (fgets(line, sizeof line, in)) {
        g_auto(GStrv) parts = g_strsplit(g_strchomp(line), "\t", 2);
        if (g_strv_length(parts) != 2) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "expected FOLD<tab>PATH, not \"%s\"", line);
            return NULL;
        }
        Document *d = document_read(parts[0], parts[1], error);
        if (!d)
            return NULL;
        g_ptr_array_add(documents, d);
    }
    return g_steal_pointer(&documents);
}

static bool in_fold(const Document *d, const char *fold)
{
    return strcmp(d->fold, fold) == 0;
}

static gboolean is_witnessed(gpointer key, gpointer value, gpointer document)
{
    (void)value;
    return g_hash_table_contains(((const Document *)document)->witnessed, key);
}

/* The phrases of the fold that no other document witnesses; they belong to the documents. */
static GHashTable *phrases_taken(const GPtrArray *documents, const char *fold)
{
    GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < documents->len; i++) {
        const Document *d = documents->pdata[i];
        GHashTableIter iter;
        gpointer key;
        g_hash_table_iter_init(&iter, d->witnessed);
        while (in_fold(d, fold) && g_hash_table_iter_next(&iter, &key, NULL))
            g_hash_table_add(taken, key);
    }
    for (guint i = 0; i < documents->len; i++)
        if (!in_fold(documents->pdata[i], fold))
            g_hash_table_foreach_remove(taken, is_witnessed, documents->pdata[i]);
    return taken;
}

/* The cue text as YAML again, without the phrases. */
static char *text_without(const CueText *text, GHashTable *taken)
{
    g_autoptr(YamlDocument) yaml = yaml_read(text->name, text->yaml, -1, 1, NULL);
    GString *out = g_string_new(NULL);
    for (guint g = 0; g < yaml->root->children->len; g++) {
        const YamlNode *group = yaml->root->children->pdata[g];
        g_string_append_printf(out, "%s: [", group->key);
        for (guint p = 0; p < group->children->len; p++) {
            const char *phrase = ((const YamlNode *)group->children->pdata[p])->text;
            g_autofree char *key = key_of(text->name, group->key, phrase);
            g_auto(GStrv) quoted = g_strsplit(phrase, "'", -1);
            g_autofree char *plain = g_strjoinv("''", quoted);
            if (!g_hash_table_contains(taken, key))
                g_string_append_printf(out, "'%s', ", plain);
        }
        g_string_append(out, "]\n");
    }
    return g_string_free(out, FALSE);
}

static Lexicon *lexicon_without(GHashTable *taken, GArray *texts, GError **error)
{
    for (const CueText *text = cue_texts; text->name; text++) {
        CueText left = {text->name, text_without(text, taken)};
        g_array_append_val(texts, left);
    }
    return lexicon_new((const CueText *)(void *)texts->data, error);
}

static void text_clear(gpointer data)
{
    g_free((char *)((CueText *)data)->yaml);
}

static void write_taken(JsonWriter *w, GHashTable *taken)
{
    g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(taken), (GCompareFunc)strcmp);
    json_begin_array(w, "taken");
    for (const GList *key = keys; key; key = key->next)
        json_text(w, NULL, key->data);
    json_end(w);
}

static void write_languages(JsonWriter *w, const GPtrArray *documents, const char *fold)
{
    json_begin_array(w, "languages");
    for (guint i = 0; i < documents->len; i++)
        if (in_fold(documents->pdata[i], fold))
            json_text(w, NULL, ((const Document *)documents->pdata[i])->language);
    json_end(w);
}

static void write_documents(JsonWriter *w, const GPtrArray *documents, const char *fold, Lexicon *lexicon)
{
    ExtractSettings settings = {.lexicon = lexicon};
    json_begin_array(w, "documents");
    for (guint i = 0; i < documents->len; i++) {
        const Document *d = documents->pdata[i];
        if (!in_fold(d, fold))
            continue;
        g_autoptr(Extraction) x = extract_document(d->path, d->bytes, d->length, &settings, NULL);
        extraction_to_json(x, w);
    }
    json_end(w);
}

static bool write_fold(JsonWriter *w, const GPtrArray *documents, const char *fold, GError **error)
{
    g_autoptr(GHashTable) taken = phrases_taken(documents, fold);
    g_autoptr(GArray) texts = g_array_new(TRUE, TRUE, sizeof(CueText));
    g_array_set_clear_func(texts, text_clear);
    g_autoptr(Lexicon) lexicon = lexicon_without(taken, texts, error);
    if (!lexicon)
        return false;
    json_begin_object(w, NULL);
    json_text(w, "fold", fold);
    write_taken(w, taken);
    write_languages(w, documents, fold);
    write_documents(w, documents, fold, lexicon);
    json_end(w);
    return true;
}

static bool write_folds(JsonWriter *w, const GPtrArray *documents, GError **error)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    json_begin_array(w, NULL);
    for (guint i = 0; i < documents->len; i++) {
        const Document *d = documents->pdata[i];
        if (strcmp(d->fold, "-") != 0 && g_hash_table_add(seen, d->fold) && !write_fold(w, documents, d->fold, error))
            return false;
    }
    json_end(w);
    return true;
}

int main(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) documents = documents_read(stdin, &error);
    g_autoptr(GString) out = g_string_new(NULL);
    JsonWriter w = json_writer(out, true);
    if (!documents || !write_folds(&w, documents, &error)) {
        fprintf(stderr, "heldout: %s\n", error->message);
        return 1;
    }
    puts(out->str);
    return 0;
}
