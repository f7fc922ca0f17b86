#include "nines/extract/cues.h"

#include "nines/base/text.h"
#include "nines/base/yaml.h"
#include <string.h>

#define GAP_WORDS 3
#define PREFIX_KEY 3 /* bytes of a "prefix*" by which it is found; shorter prefixes are refused */

typedef enum { PART_WORD, PART_PREFIX, PART_GAP, PART_NUMBER, PART_SET } PartKind;

typedef struct {
    PartKind kind;
    const char *word;
    gsize length;
    gint64 value; /* of a number that is spelt out in the phrase ("reached 0"); -1: any ("<n>") */
    CueGroup set; /* "<trouble>": any single word of the group set_trouble */
} Part;

typedef struct {
    CueGroup group;
    guint written; /* index in the phrases */
    guint n;
    Part parts[];
} Phrase;

struct Cues {
    gint references;
    const Cues *foreign; /* while English is added to another language: that language, else NULL */
    GStringChunk *text;
    GArray *phrases;              /* CuePhrase, as written */
    GHashTable *by_word;          /* first word -> GPtrArray of Phrase */
    GHashTable *by_prefix;        /* first bytes of a first word with a star -> GPtrArray of Phrase */
    GHashTable *words;            /* word -> bits of its groups (single-word phrases) */
    GPtrArray *by_number;         /* phrases that begin with a number */
    GPtrArray *by_set[CUE_COUNT]; /* phrases that begin with a set of words, or NULL */
};

typedef struct {
    guint64 bits[(CUE_COUNT + 63) / 64];
} GroupSet;

static bool set_has(const GroupSet *set, CueGroup group)
{
    return set && (set->bits[group / 64] >> (group % 64) & 1);
}

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
    if (strcmp(word, "...") == 0) {
        part->kind = PART_GAP;
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

static void note_word(Cues *cues, const char *word, CueGroup group)
{
    GroupSet *set = g_hash_table_lookup(cues->words, word);
    if (!set) {
        set = g_new0(GroupSet, 1);
        g_hash_table_insert(cues->words, (gpointer)word, set);
    }
    set->bits[group / 64] |= G_GUINT64_CONSTANT(1) << (group % 64);
}

static bool add_phrase(Cues *cues, const char *file, CueGroup group, const char *text)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    g_strdelimit(lower, "-/", ' '); /* "auth-service": marks are no part of a word */
    g_auto(GStrv) words = g_strsplit(g_strstrip(lower), " ", 0);
    guint n = g_strv_length(words);
    if (!n)
        return false;
    if (n == 1 && cues->foreign && cues_has_word(cues->foreign, words[0], CUE_foreign))
        return true;
    Phrase *phrase = g_malloc0(sizeof(Phrase) + n * sizeof(Part));
    bool good = true;
    for (guint i = 0; i < n; i++)
        if (*words[i])
            good = part_read(cues, words[i], &phrase->parts[phrase->n++]) && good;
    const Part *first = &phrase->parts[0];
    good = good && first->kind != PART_GAP && (first->kind != PART_PREFIX || first->length >= PREFIX_KEY);
    if (!good) {
        g_free(phrase);
        return false;
    }
    CuePhrase written = {file, g_string_chunk_insert(cues->text, text), group};
    phrase->group = group;
    phrase->written = cues->phrases->len;
    g_array_append_val(cues->phrases, written);
    if (first->kind == PART_NUMBER) {
        g_ptr_array_add(cues->by_number, phrase);
    } else if (first->kind == PART_SET) {
        if (!cues->by_set[first->set])
            cues->by_set[first->set] = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(cues->by_set[first->set], phrase);
    } else if (first->kind == PART_WORD) {
        g_ptr_array_add(bucket(cues, cues->by_word, first->word), phrase);
        if (phrase->n == 1)
            note_word(cues, first->word, group);
    } else {
        char key[PREFIX_KEY + 1] = {0};
        memcpy(key, first->word, PREFIX_KEY);
        g_ptr_array_add(bucket(cues, cues->by_prefix, key), phrase);
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

/* The word behind "l'", "d'", "qu'", "dell'" and the like, or NULL. */
static const char *behind_elision(const char *word)
{
    const char *mark = strchr(word, '\'');
    return mark && mark > word && mark - word <= 5 && strlen(mark + 1) >= 3 ? mark + 1 : NULL;
}

const CuePhrase *cues_phrase(const Cues *cues, const CueHit *hit)
{
    return &g_array_index(cues->phrases, CuePhrase, hit->phrase);
}

/* What the word is, and what it is without an elided article. */
static void find_sets(const Cues *cues, const char *word, const GroupSet *sets[2])
{
    const char *rest = word ? behind_elision(word) : NULL;
    sets[0] = word ? g_hash_table_lookup(cues->words, word) : NULL;
    sets[1] = rest ? g_hash_table_lookup(cues->words, rest) : NULL;
}

bool cues_has_word(const Cues *cues, const char *word, CueGroup group)
{
    return cues_group_of(cues, word, group, group) >= 0;
}

int cues_group_of(const Cues *cues, const char *word, CueGroup first, CueGroup last)
{
    const GroupSet *sets[2];
    find_sets(cues, word, sets);
    for (CueGroup group = first; (sets[0] || sets[1]) && group <= last; group++)
        if (set_has(sets[0], group) || set_has(sets[1], group))
            return (int)group;
    return -1;
}

bool cues_has_word_of(const Cues *cues, const char *word, const CueGroup *groups, guint n)
{
    const GroupSet *sets[2];
    find_sets(cues, word, sets);
    for (guint i = 0; (sets[0] || sets[1]) && i < n; i++)
        if (set_has(sets[0], groups[i]) || set_has(sets[1], groups[i]))
            return true;
    return false;
}

static bool word_fits(const Part *part, const char *word)
{
    return part->kind == PART_PREFIX ? strncmp(word, part->word, part->length) == 0 : strcmp(word, part->word) == 0;
}

/* One run over tokens. */
typedef struct {
    const Cues *cues;
    const GArray *tokens;
    guint from, to;
    const GroupSet *(*sets)[2]; /* of each token from "from" on: looked up once, asked for by every phrase */
    GArray *hits;
} Search;

static const Token *search_token(const Search *s, guint i)
{
    return &g_array_index(s->tokens, Token, i);
}

static bool search_word_in(const Search *s, guint i, CueGroup group)
{
    const GroupSet *const *sets = s->sets[i - s->from];
    return set_has(sets[0], group) || set_has(sets[1], group);
}

static bool part_fits(const Search *s, const Part *part, guint i)
{
    const Token *token = search_token(s, i);
    if (part->kind == PART_NUMBER)
        return token->kind == TOKEN_NUMBER && (part->value < 0 || part->value == token->value);
    if (token->kind != TOKEN_WORD)
        return false;
    if (part->kind == PART_SET)
        return search_word_in(s, i, part->set);
    if (word_fits(part, token->word))
        return true;
    const char *rest = behind_elision(token->word);
    return rest && word_fits(part, rest);
}

/* Marks that a phrase may reach across; others (full stops, colons, semicolons) end it. */
static bool is_bridge(const Token *token)
{
    return token->kind == TOKEN_BREAK || (token->kind == TOKEN_MARK && strchr("-'\"`,/()_*", (int)token->value));
}

static guint next_word(const Search *s, guint i)
{
    for (; i < s->to; i++) {
        const Token *token = search_token(s, i);
        bool within = token->kind == TOKEN_MARK && token->value == ';' && !token->spaced && i + 1 < s->to &&
                      !token[1].spaced; /* "TL;DR" */
        if (!is_bridge(token) && !within)
            break;
    }
    return i;
}

/* One past the last token of the phrase found at from, or 0. */
static guint phrase_match(const Search *s, const Phrase *phrase, guint from)
{
    guint at = from + 1;
    guint gap = 0;
    for (guint p = 1; p < phrase->n; p++) {
        if (phrase->parts[p].kind == PART_GAP) {
            gap = GAP_WORDS;
            continue;
        }
        for (at = next_word(s, at);; at = next_word(s, at + 1)) {
            if (at >= s->to)
                return 0;
            if (part_fits(s, &phrase->parts[p], at))
                break;
            TokenKind kind = search_token(s, at)->kind;
            if (!gap-- || (kind != TOKEN_WORD && kind != TOKEN_NUMBER) || search_word_in(s, at, CUE_range_and))
                return 0; /* "alerts and began": what follows is said of something else */
        }
        gap = 0;
        at++;
    }
    return at;
}

static void scan_list(const Search *s, const GPtrArray *list, guint from)
{
    for (guint i = 0; list && i < list->len; i++) {
        const Phrase *phrase = list->pdata[i];
        if (!part_fits(s, &phrase->parts[0], from))
            continue;
        guint end = phrase_match(s, phrase, from);
        CueHit hit = {phrase->group, from, end, phrase->written};
        if (end)
            g_array_append_val(s->hits, hit);
    }
}

/* Phrases that begin with the word, with its first letters or with a set to which it belongs. */
static void scan_word(const Search *s, const char *word, const GroupSet *set, guint from)
{
    scan_list(s, g_hash_table_lookup(s->cues->by_word, word), from);
    if (strlen(word) >= PREFIX_KEY) {
        char key[PREFIX_KEY + 1] = {0};
        memcpy(key, word, PREFIX_KEY);
        scan_list(s, g_hash_table_lookup(s->cues->by_prefix, key), from);
    }
    for (int group = CUE_SET_FIRST; set && group <= CUE_SET_LAST; group++)
        if (set_has(set, (CueGroup)group))
            scan_list(s, s->cues->by_set[group], from);
}

static void scan_token(const Search *s, guint i)
{
    const Token *token = search_token(s, i);
    if (token->kind == TOKEN_NUMBER)
        scan_list(s, s->cues->by_number, i);
    if (token->kind != TOKEN_WORD)
        return;
    scan_word(s, token->word, s->sets[i - s->from][0], i);
    const char *rest = behind_elision(token->word); /* "l'alerte", "un'anomalia" */
    if (rest)
        scan_word(s, rest, s->sets[i - s->from][1], i);
}

void cues_scan(const Cues *cues, const GArray *tokens, guint from, guint to, GArray *hits)
{
    if (from >= to)
        return;
    Search s = {cues, tokens, from, to, g_malloc0_n(to - from, sizeof s.sets[0]), hits};
    for (guint i = from; i < to; i++)
        if (search_token(&s, i)->kind == TOKEN_WORD)
            find_sets(cues, search_token(&s, i)->word, s.sets[i - from]);
    for (guint i = from; i < to; i++)
        scan_token(&s, i);
    g_free(s.sets);
}
