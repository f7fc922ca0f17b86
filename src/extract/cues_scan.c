/* Where the phrases of the cue files stand in a run of tokens. */
#include "cues_build.h"

/* The word behind "l'", "d'", "qu'", "dell'" and the like, or NULL. */
const char *behind_elision(const char *word)
{
    const char *mark = strchr(word, '\'');
    return mark && mark > word && mark - word <= 5 && strlen(mark + 1) >= 3 ? mark + 1 : NULL;
}

/* The longest ending of a compound that a set of words has. */
static const GroupSet *find_ending(const Cues *cues, const char *word)
{
    gsize length = strlen(word);
    if (!g_hash_table_size(cues->endings) || length < SHORTEST_ENDING + 2)
        return NULL;
    gsize from = length > LONGEST_ENDING ? length - LONGEST_ENDING : 2;
    const GroupSet *found = NULL;
    for (gsize i = MAX(from, 2); !found && i + SHORTEST_ENDING <= length; i++)
        found = g_hash_table_lookup(cues->endings, word + i);
    return found;
}

void find_sets(const Cues *cues, const char *word, const GroupSet *sets[SETS_COUNT])
{
    const char *rest = word ? behind_elision(word) : NULL;
    sets[SETS_OWN] = word ? g_hash_table_lookup(cues->words, word) : NULL;
    sets[SETS_ELIDED] = rest ? g_hash_table_lookup(cues->words, rest) : NULL;
    sets[SETS_ENDING] = word ? find_ending(cues, word) : NULL;
}

static bool sets_have(const GroupSet *const sets[SETS_COUNT], CueGroup group)
{
    return set_has(sets[SETS_OWN], group) || set_has(sets[SETS_ELIDED], group) || set_has(sets[SETS_ENDING], group);
}

static bool word_fits(const Part *part, const char *word)
{
    if (*word != *part->word)
        return false; /* as most do */
    return part->kind == PART_PREFIX ? strncmp(word, part->word, part->length) == 0 : strcmp(word, part->word) == 0;
}

/* What is looked up once for each token, and asked for by every phrase. */
typedef struct {
    const GroupSet *sets[SETS_COUNT];
    const char *rest; /* behind an elision: "l'alerte", "un'anomalia"; or NULL */
} Looked;

/* One run over tokens. */
typedef struct {
    const Cues *cues;
    const GArray *tokens;
    guint from, to;
    Looked *looked; /* of each token from "from" on */
    GArray *hits;
} Search;

static const Token *search_token(const Search *s, guint i)
{
    return &g_array_index(s->tokens, Token, i);
}

static bool search_word_in(const Search *s, guint i, CueGroup group)
{
    return sets_have(s->looked[i - s->from].sets, group);
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
    const char *rest = s->looked[i - s->from].rest;
    return rest && word_fits(part, rest);
}

/* Marks that a phrase may reach across; others (full stops, colons, semicolons) end it. */
static bool is_bridge(const Token *token)
{
    return token->kind == TOKEN_BREAK || (token->kind == TOKEN_MARK && strchr("-'\"`,/()_*#", (int)token->value));
}

static guint next_word(const Search *s, guint i)
{
    for (; i < s->to; i++) {
        const Token *token = search_token(s, i);
        bool tight = token->kind == TOKEN_MARK && !token->spaced && i > s->from && i + 1 < s->to && !token[1].spaced;
        bool clock = tight && token[-1].kind == TOKEN_NUMBER && token[1].kind == TOKEN_NUMBER; /* "10:02", "10.02" */
        bool within = tight && (clock || token->value == ';');                                 /* "TL;DR" */
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
            gap = (guint)phrase->parts[p].value;
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

/* Phrases that begin with a set to which the word belongs. */
static void scan_sets(const Search *s, const GroupSet *set, guint from)
{
    for (int group = CUE_SET_FIRST; set && group <= CUE_SET_LAST; group++)
        if (set_has(set, (CueGroup)group))
            scan_list(s, s->cues->by_set[group], from);
}

/* Phrases that begin with the word or with its first letters. */
static void scan_word(const Search *s, const char *word, guint from)
{
    scan_list(s, g_hash_table_lookup(s->cues->by_word, word), from);
    if (strlen(word) >= PREFIX_KEY) {
        char key[PREFIX_KEY + 1] = {0};
        memcpy(key, word, PREFIX_KEY);
        scan_list(s, g_hash_table_lookup(s->cues->by_prefix, key), from);
    }
}

static void scan_token(const Search *s, guint i)
{
    const Token *token = search_token(s, i);
    if (token->kind == TOKEN_NUMBER)
        scan_list(s, s->cues->by_number, i);
    if (token->kind != TOKEN_WORD)
        return;
    scan_word(s, token->word, i);
    const Looked *looked = &s->looked[i - s->from];
    if (looked->rest)
        scan_word(s, looked->rest, i);
    GroupSet all = {0}; /* a set that the word belongs to in two ways is scanned once */
    for (int kind = 0; kind < SETS_COUNT; kind++)
        for (guint b = 0; looked->sets[kind] && b < G_N_ELEMENTS(all.bits); b++)
            all.bits[b] |= looked->sets[kind]->bits[b];
    scan_sets(s, &all, i);
}

/* Phrases within [from, to) that begin before last. */
static void search(const Cues *cues, const GArray *tokens, guint from, guint last, guint to, GArray *hits)
{
    if (from >= to)
        return;
    Search s = {cues, tokens, from, to, g_new0(Looked, to - from), hits};
    for (guint i = from; i < to; i++)
        if (search_token(&s, i)->kind == TOKEN_WORD) {
            find_sets(cues, search_token(&s, i)->word, s.looked[i - from].sets);
            s.looked[i - from].rest = behind_elision(search_token(&s, i)->word);
        }
    for (guint i = from; i < last; i++)
        scan_token(&s, i);
    g_free(s.looked);
}

void cues_scan(const Cues *cues, const GArray *tokens, guint from, guint to, GArray *hits)
{
    search(cues, tokens, from, to, to, hits);
}

void cues_scan_at(const Cues *cues, const GArray *tokens, guint at, guint to, GArray *hits)
{
    search(cues, tokens, at, MIN(at + 1, to), to, hits);
}
