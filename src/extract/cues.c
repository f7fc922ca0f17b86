#include "cues_build.h"

#include "nines/base/text.h"
#include "nines/base/yaml.h"

static const char *const group_names[] = {
#define CUE_NAME(name) #name,
    CUE_GROUPS(CUE_NAME)
#undef CUE_NAME
        NULL};

Cues *cues_new(void)
{
    Cues *cues = g_new0(Cues, 1);
    cues->references = 1;
    cues->text = g_string_chunk_new(4096);
    cues->phrases = g_array_new(FALSE, FALSE, sizeof(CuePhrase));
    cues->by_word = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    cues->by_prefix = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    cues->words = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    cues->endings = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    cues->by_number = g_ptr_array_new_with_free_func(g_free);
    return cues;
}

Cues *cues_ref(Cues *cues)
{
    g_atomic_int_inc(&cues->references);
    return cues;
}

void cues_free(Cues *cues)
{
    if (!cues || !g_atomic_int_dec_and_test(&cues->references))
        return;
    g_string_chunk_free(cues->text);
    g_array_unref(cues->phrases);
    g_hash_table_unref(cues->by_word);
    g_hash_table_unref(cues->by_prefix);
    g_hash_table_unref(cues->words);
    g_hash_table_unref(cues->endings);
    g_ptr_array_unref(cues->by_number);
    for (int i = 0; i < CUE_COUNT; i++)
        g_clear_pointer(&cues->by_set[i], g_ptr_array_unref);
    g_free(cues);
}

static GPtrArray *bucket(Cues *cues, GHashTable *table, const char *key)
{
    GPtrArray *list = g_hash_table_lookup(table, key);
    if (!list) {
        list = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(table, g_string_chunk_insert_const(cues->text, key), list);
    }
    return list;
}

const char *cue_group_name(CueGroup group)
{
    return group_names[group];
}

static int group_find(const char *name)
{
    for (int i = 0; group_names[i]; i++)
        if (strcmp(group_names[i], name) == 0)
            return i;
    return -1;
}

/* "<trouble>" names the group set_trouble; -1 when there is none. */
static int set_find(const char *word)
{
    g_autofree char *name = g_strdup_printf("set_%.*s", (int)strlen(word) - 2, word + 1);
    return group_find(name);
}

static bool part_read(Cues *cues, const char *word, Part *part)
{
    gsize length = strlen(word);
    *part = (Part){.kind = PART_WORD, .length = length};
    if (strcmp(word, "...") == 0 || strcmp(word, "....") == 0) {
        part->kind = PART_GAP;
        part->value = length == 3 ? GAP_WORDS : CLAUSE_WORDS;
    } else if (strcmp(word, "<n>") == 0) {
        part->kind = PART_NUMBER;
        part->value = -1;
    } else if (strspn(word, "0123456789") == length && length < 10) {
        part->kind = PART_NUMBER;
        part->value = g_ascii_strtoll(word, NULL, 10);
    } else if (length > 2 && word[0] == '<' && word[length - 1] == '>') {
        int set = set_find(word);
        part->kind = PART_SET;
        part->set = (CueGroup)MAX(set, 0);
        return set >= 0;
    } else if (length > 1 && word[length - 1] == '*') {
        part->kind = PART_PREFIX;
        part->length = length - 1;
    }
    part->word = g_string_chunk_insert_len(cues->text, word, (gssize)part->length);
    return true;
}

static void note_word(GHashTable *words, const char *word, CueGroup group)
{
    GroupSet *set = g_hash_table_lookup(words, word);
    if (!set) {
        set = g_new0(GroupSet, 1);
        g_hash_table_insert(words, (gpointer)word, set);
    }
    set->bits[group / 64] |= G_GUINT64_CONSTANT(1) << (group % 64);
}

/* ---- words without their accents ---- */

#define SHORTEST_FOLDED 5 /* letters; "esta" is another word than "está" */

/* How a keyboard without umlauts writes the letter, or NULL. */
static const char *spelt_out(gunichar c)
{
    static const struct {
        gunichar letter;
        const char *spelt;
    } letters[] = {{0xe4, "ae"}, {0xf6, "oe"}, {0xfc, "ue"}, {0xdf, "ss"}};
    for (guint i = 0; i < G_N_ELEMENTS(letters); i++)
        if (letters[i].letter == c)
            return letters[i].spelt;
    return NULL;
}

/* "störung" as "stoerung", "conexión" as "conexion"; only_ss: "größe" as "grösse", the Swiss way. */
static char *fold_word(const char *word, bool only_ss)
{
    GString *folded = g_string_new(NULL);
    bool accent = false, ending = false;
    for (const char *p = word; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        ending = c > 0x7f && !spelt_out(c); /* "falló" is another word than "fallo" */
        const char *spelt = only_ss && c != 0xdf ? NULL : spelt_out(c);
        if (spelt)
            g_string_append(folded, spelt);
        else
            g_string_append_unichar(folded, c);
    }
    if (!only_ss && !g_str_is_ascii(folded->str)) {
        g_autofree char *plain = g_str_to_ascii(folded->str, "C");
        accent = true;
        g_string_assign(folded, plain);
    }
    if (accent && (ending || folded->len < SHORTEST_FOLDED || strchr(folded->str, '?')))
        g_string_assign(folded, word);
    return g_string_free(folded, FALSE);
}

/* ---- adding phrases ---- */

/* "*ausfall" in a set of words: any compound. */
static bool add_ending(Cues *cues, CueGroup group, const char *word)
{
    gsize length = strlen(word);
    if (group < CUE_SET_FIRST || length <= SHORTEST_ENDING || length > LONGEST_ENDING)
        return false;
    note_word(cues->endings, g_string_chunk_insert_const(cues->text, word + 1), group);
    return true;
}

/* Puts the phrase where cues_scan looks for its first word. */
static void file_phrase(Cues *cues, Phrase *phrase)
{
    const Part *first = &phrase->parts[0];
    if (first->kind == PART_NUMBER) {
        g_ptr_array_add(cues->by_number, phrase);
    } else if (first->kind == PART_SET) {
        if (!cues->by_set[first->set])
            cues->by_set[first->set] = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(cues->by_set[first->set], phrase);
    } else if (first->kind == PART_WORD) {
        g_ptr_array_add(bucket(cues, cues->by_word, first->word), phrase);
        if (phrase->n == 1)
            note_word(cues->words, first->word, phrase->group);
    } else {
        char key[PREFIX_KEY + 1] = {0};
        memcpy(key, first->word, PREFIX_KEY);
        g_ptr_array_add(bucket(cues, cues->by_prefix, key), phrase);
    }
}

/* written: index in the phrases. */
static bool add_words(Cues *cues, CueGroup group, guint written, const GStrv words)
{
    if (words[0][0] == '*')
        return !words[1] && add_ending(cues, group, words[0]);
    Phrase *phrase = g_malloc0(sizeof(Phrase) + g_strv_length(words) * sizeof(Part));
    bool good = true;
    phrase->group = group;
    phrase->written = written;
    for (guint i = 0; words[i]; i++)
        if (*words[i])
            good = part_read(cues, words[i], &phrase->parts[phrase->n++]) && good;
    const Part *first = &phrase->parts[0];
    good = good && first->kind != PART_GAP && (first->kind != PART_PREFIX || first->length >= PREFIX_KEY);
    if (good)
        file_phrase(cues, phrase);
    else
        g_free(phrase);
    return good;
}

/* The phrase as it is written without accents, where that is another. */
static void add_folded(Cues *cues, CueGroup group, guint written, const GStrv words, bool only_ss)
{
    guint n = g_strv_length(words);
    g_auto(GStrv) folded = g_new0(char *, n + 1);
    bool other = false;
    for (guint i = 0; i < n; i++) {
        folded[i] = fold_word(words[i], only_ss);
        other |= strcmp(folded[i], words[i]) != 0;
    }
    if (other)
        add_words(cues, group, written, folded);
}

static bool add_phrase(Cues *cues, const char *file, CueGroup group, const char *text)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    g_strdelimit(lower, "-/", ' '); /* "auth-service": marks are no part of a word */
    g_auto(GStrv) words = g_strsplit(g_strstrip(lower), " ", 0);
    guint n = g_strv_length(words), written = cues->phrases->len;
    if (!n)
        return false;
    if (n == 1 && cues->foreign && cues_has_word(cues->foreign, words[0], CUE_foreign))
        return true;
    CuePhrase phrase = {file, g_string_chunk_insert(cues->text, text), group};
    g_array_append_val(cues->phrases, phrase);
    if (!add_words(cues, group, written, words))
        return false;
    if (!g_str_is_ascii(lower)) {
        add_folded(cues, group, written, words, false);
        add_folded(cues, group, written, words, true);
    }
    return true;
}

static bool add_group(Cues *cues, const YamlDocument *document, const char *file, const YamlNode *node, GError **error)
{
    int group = group_find(node->key);
    if (group < 0) {
        const char *near = text_nearest(node->key, group_names);
        yaml_error_key(error, document, node, "unknown group of cue words \"%s\"%s%s%s", node->key,
                       near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
        return false;
    }
    if (node->kind != YAML_SEQUENCE) {
        yaml_error(error, document, node, "expected a list of phrases");
        return false;
    }
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *phrase = node->children->pdata[i];
        if (phrase->kind != YAML_SCALAR || !add_phrase(cues, file, (CueGroup)group, phrase->text)) {
            yaml_error(error, document, phrase, "expected a phrase that begins with a word of three letters or more");
            return false;
        }
    }
    return true;
}

bool cues_add(Cues *cues, const char *file, const char *yaml, gssize length, GError **error)
{
    g_autoptr(YamlDocument) document = yaml_read(file, yaml, length, 1, error);
    if (!document)
        return false;
    const char *name = g_string_chunk_insert_const(cues->text, file);
    for (guint i = 0; document->root && document->root->children && i < document->root->children->len; i++)
        if (!add_group(cues, document, name, document->root->children->pdata[i], error))
            return false;
    return true;
}

bool cues_add_beside(Cues *cues, const Cues *language, const char *file, const char *yaml, gssize length,
                     GError **error)
{
    cues->foreign = language;
    bool good = cues_add(cues, file, yaml, length, error);
    cues->foreign = NULL;
    return good;
}

const CuePhrase *cues_phrase(const Cues *cues, const CueHit *hit)
{
    return &g_array_index(cues->phrases, CuePhrase, hit->phrase);
}

/* The first of the groups that the set has, or -1. */
static int first_group(const GroupSet *set, CueGroup first, CueGroup last)
{
    for (guint i = first / 64; set && i <= last / 64; i++) {
        guint64 bits = set->bits[i];
        if (i == first / 64)
            bits &= ~G_GUINT64_CONSTANT(0) << first % 64;
        if (i == last / 64)
            bits &= ~G_GUINT64_CONSTANT(0) >> (63 - last % 64);
        if (bits)
            return (int)(i * 64) + __builtin_ctzll(bits);
    }
    return -1;
}

CueWord cues_look_up(const Cues *cues, const char *word)
{
    const GroupSet *sets[SETS_COUNT];
    CueWord found;
    G_STATIC_ASSERT(G_N_ELEMENTS(found.sets) == SETS_COUNT);
    find_sets(cues, word, sets);
    for (int i = 0; i < SETS_COUNT; i++)
        found.sets[i] = sets[i];
    return found;
}

int cue_word_group(const CueWord *word, CueGroup first, CueGroup last)
{
    int found = -1;
    for (int i = 0; i < SETS_COUNT; i++) {
        int group = first_group(word->sets[i], first, last);
        if (group >= 0 && (found < 0 || group < found))
            found = group;
    }
    return found;
}

bool cues_has_word(const Cues *cues, const char *word, CueGroup group)
{
    return cues_group_of(cues, word, group, group) >= 0;
}

int cues_group_of(const Cues *cues, const char *word, CueGroup first, CueGroup last)
{
    CueWord found = cues_look_up(cues, word);
    return cue_word_group(&found, first, last);
}

bool cues_has_word_of(const Cues *cues, const char *word, const CueGroup *groups, guint n)
{
    CueWord found = cues_look_up(cues, word);
    for (guint i = 0; i < n; i++)
        if (cue_word_group(&found, groups[i], groups[i]) >= 0)
            return true;
    return false;
}
