/* Severity and services: what labels say, else the subject of the sentence that says what was down. */
#include "roles.h"

#include <string.h>

#define TRIES_MAX 20 /* names that are looked for in the whole stretch */

/* A key of the front matter: its value may stand in the lines below it. */
static bool key_value(const RoleReader *r, guint b, CueGroup group, guint *start, guint *end)
{
    const TextBlock *block = text_document_block(r->document, b);
    guint colon = 0;
    while (colon < block->tokens->len && !is_mark(r, b, colon, ":"))
        colon++;
    Label label = {b, 0, colon};
    if (colon + 1 >= block->tokens->len || !label_is(r, &label, group))
        return false;
    *start = token_at(r, b, colon)->end;
    *end = token_at(r, b, block->tokens->len - 1)->end;
    return *end - *start <= 400;
}

static bool label_value(const RoleReader *r, guint b, CueGroup group, guint *start, guint *end)
{
    const TextBlock *block = text_document_block(r->document, b);
    if (block->kind == TEXT_KEY)
        return key_value(r, b, group, start, end);
    for (guint i = 1; i < block->tokens->len && i < 64; i++) {
        const Token *before = token_at(r, b, i - 1);
        bool opens = (before->kind == TOKEN_MARK && before->value == ':') ||
                     (before->kind == TOKEN_BREAK && block->kind == TEXT_ROW);
        Label label;
        if (!opens || token_at(r, b, i)->kind == TOKEN_BREAK || !label_of(r, b, i, &label) ||
            !label_is(r, &label, group))
            continue;
        guint stop = i;
        while (stop < block->tokens->len && token_at(r, b, stop)->kind != TOKEN_BREAK)
            stop++;
        *start = token_at(r, b, i)->start;
        *end = token_at(r, b, stop - 1)->end;
        return *end - *start <= 200;
    }
    return false;
}

/* "\n- Shop\n- Search" as one line */
static char *on_one_line(const char *text, guint start, guint end)
{
    g_autofree char *value = g_strndup(text + start, end - start);
    g_auto(GStrv) lines = g_strsplit(value, "\n", -1);
    GString *joined = g_string_new(NULL);
    for (guint i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);
        line += line[0] == '-' && line[1] == ' ' ? 2 : 0;
        if (*line)
            g_string_append_printf(joined, "%s%s", joined->len ? ", " : "", line);
    }
    return g_string_free(joined, FALSE);
}

/* "ca. 520 patients", "58 customers": how many, not what. */
static bool is_count(const char *value)
{
    const char *number = value + strspn(value, "~>ca. ");
    size_t digits = strspn(number, "0123456789,.");
    return digits && number[digits] == ' ';
}

static void labels_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    static const struct {
        CueGroup group;
        FactKind fact;
    } table[] = {{CUE_label_severity, FACT_SEVERITY}, {CUE_label_services, FACT_SERVICES}};
    for (guint b = scope->first; b <= scope->last; b++) {
        if (!in_scope(r, scope, b))
            continue;
        SectionKind section = outline_note(r->outline, b)->section;
        if (section == SECTION_ACTIONS || section == SECTION_TIMELINE)
            continue;
        for (guint t = 0; t < G_N_ELEMENTS(table); t++) {
            guint start, end;
            if (incident->facts[table[t].fact].known || !label_value(r, b, table[t].group, &start, &end))
                continue;
            g_autofree char *value = on_one_line(text_document_block(r->document, b)->text, start, end);
            if (*value && !is_count(value) && !strpbrk(value, "{}\""))
                fact_set(r, incident, table[t].fact, value, b, start, end, "label", 0.9);
        }
    }
}

/* ---- "[SEV-1] Checkout down", "this was a P2" ---- */

/* The tokens behind "SEV-1", "sev 2", "P1", or i. */
static guint grade_end(const RoleReader *r, guint block, guint i)
{
    static const char *const grades[] = {"sev0", "sev1", "sev2", "sev3", "sev4", "sev5", "p0", "p1",
                                         "p2",   "p3",   "p4",   "s1",   "s2",   "s3",   NULL};
    const GArray *tokens = text_document_block(r->document, block)->tokens;
    const Token *token = token_at(r, block, i);
    guint number = i + 1 + (i + 1 < tokens->len && is_mark(r, block, i + 1, "-"));
    if (token->kind != TOKEN_WORD || !(token->capital || token->end - token->start > 2))
        return i;
    if (g_strv_contains(grades, token->word))
        return i + 1;
    bool named = !strcmp(token->word, "sev") || !strcmp(token->word, "severity");
    return named && number < tokens->len && token_at(r, block, number)->kind == TOKEN_NUMBER &&
                   token_at(r, block, number)->value <= 5
               ? number + 1
               : i;
}

/* "was a", "declared a", "classified as": the incident's own grade, not "our SEV-1 process". */
static bool is_graded(const RoleReader *r, guint block, guint from, guint to)
{
    static const char *const verbs[] = {"was",    "is",         "declared", "classified", "rated", "as",
                                        "called", "considered", "upgraded", "escalated",  NULL};
    static const char *const nouns[] = {"process", "policy", "procedure", "incidents",
                                        "alerts",  "level",  "levels",    NULL};
    const Token *next = to < tokens_of(r, block) ? token_at(r, block, to) : NULL;
    if (next && next->kind == TOKEN_WORD && g_strv_contains(nouns, next->word))
        return false;
    for (guint i = from; i > 0 && from - i < 3; i--) {
        const Token *token = token_at(r, block, i - 1);
        if (token->kind != TOKEN_WORD)
            return false;
        if (g_strv_contains(verbs, token->word))
            return true;
    }
    return false;
}

static void severity_in_words(RoleReader *r, const Scope *scope, Incident *incident)
{
    for (guint b = scope->first; b <= scope->last && !incident->facts[FACT_SEVERITY].known; b++) {
        const TextBlock *block = text_document_block(r->document, b);
        SectionKind section = outline_note(r->outline, b)->section;
        bool title = incident->facts[FACT_TITLE].known && block->line == incident->facts[FACT_TITLE].line;
        bool prose = section == SECTION_NONE || section == SECTION_SUMMARY || section == SECTION_IMPACT;
        if (!in_scope(r, scope, b) || block->kind == TEXT_CODE || (!title && !prose))
            continue;
        for (guint i = 0; i < block->tokens->len && i < 400; i++) {
            guint to = grade_end(r, b, i);
            if (to == i || !(title || is_graded(r, b, i, to)))
                continue;
            guint start = token_at(r, b, i)->start, end = token_at(r, b, to - 1)->end;
            g_autofree char *value = g_strndup(block->text + start, end - start);
            fact_set(r, incident, FACT_SEVERITY, value, b, start, end,
                     title ? "grade in the title" : "grade in a sentence", 0.7);
            break;
        }
    }
}

/* ---- "The URL shortener application was down" ---- */

static bool is_article(const Token *token)
{
    static const char *const words[] = {"the",   "our", "all", "der", "die",     "das",     "unser", "unsere",
                                        "el",    "la",  "los", "las", "nuestro", "nuestra", "le",    "les",
                                        "notre", "o",   "a",   "os",  "as",      NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

static bool is_relative(const Token *token)
{
    static const char *const words[] = {"that", "which", "who", "where", "when",  "my",  "your", "their",
                                        "it",   "they",  "to",  "does",  "do",    "did", "had",  "has",
                                        "have", "había", "ha",  "hat",   "avait", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* Where names are looked for, and how often yet: the work stays linear. */
typedef struct {
    guint first, last, tries;
} Search;

/* Whether the stretch writes the word with a capital letter in the midst of a sentence, and never without one. */
static bool is_proper(const RoleReader *r, const Search *search, const char *word)
{
    bool midst = false;
    for (guint b = search->first; b <= search->last; b++)
        for (guint i = 1; i < tokens_of(r, b); i++) {
            const Token *token = token_at(r, b, i);
            if (token->kind != TOKEN_WORD || token->word != word) /* words are interned */
                continue;
            if (!token->capital)
                return false;
            midst |= token_at(r, b, i - 1)->kind == TOKEN_WORD && !token_at(r, b, i - 1)->capital;
        }
    return midst;
}

/* "Kestrel was down" at the start of a sentence: tokens [from, verb) are a name of the document's. */
static bool is_named_subject(const RoleReader *r, guint block, guint from, guint verb, Search *search)
{
    static const CueGroup known[] = {CUE_set_people,   CUE_set_staff,   CUE_set_watch, CUE_stopword,
                                     CUE_first_person, CUE_set_trouble, CUE_likeness};
    for (guint i = from; i < verb; i++) {
        const Token *token = token_at(r, block, i);
        if (token->kind != TOKEN_WORD || !token->capital ||
            cues_has_word_of(r->cues, token->word, known, G_N_ELEMENTS(known)))
            return false;
    }
    search->tries--;
    return from < verb && verb - from <= 3 && is_proper(r, search, token_at(r, block, from)->word);
}

/* The words before "was down" at token verb, back to an article: one to four, a name or a kind of system with a word
 * that says which. */
static bool subject_of(const RoleReader *r, guint block, guint verb, guint *from, Search *search)
{
    bool named = false, system = false;
    guint words = 0;
    guint i = verb;
    for (; i > 0 && verb - i < 5; i--) {
        const Token *token = token_at(r, block, i - 1);
        if (is_article(token))
            break;
        bool dot = token->kind == TOKEN_MARK && (token->value == '.' || token->value == '-' || token->value == '/') &&
                   !token_at(r, block, i)->spaced;
        if (!dot && (token->kind == TOKEN_BREAK || (is_mark(r, block, i - 1, ".,;:") && token_at(r, block, i)->spaced)))
            break;
        if (token->kind != TOKEN_WORD && !dot)
            return false;
        if (token->kind == TOKEN_WORD &&
            (cues_has_word(r->cues, token->word, CUE_set_people) || cues_has_word(r->cues, token->word, CUE_set_be)))
            return false;
        if (is_relative(token))
            return false;
        words += token->kind == TOKEN_WORD;
        named |= token->capital;
        system |= token->kind == TOKEN_WORD && cues_has_word(r->cues, token->word, CUE_set_system);
    }
    *from = i;
    bool opens = i == 0 || is_mark(r, block, i - 1, ".,;:") || token_at(r, block, i - 1)->kind == TOKEN_BREAK;
    if (opens && search->tries && is_named_subject(r, block, i, verb, search))
        return true;
    return (named || (system && words >= 2)) && i < verb && i > 0 && is_article(token_at(r, block, i - 1));
}

/* "was down", "was completely unavailable", "experienced an outage" */
static bool says_down(const RoleReader *r, guint block, guint i)
{
    static const char *const verbs[] = {"experienced", "suffered", "encountered", NULL};
    guint n = tokens_of(r, block);
    const Token *token = token_at(r, block, i);
    if (word_in(r, block, i, CUE_set_be))
        return word_in(r, block, i + 1, CUE_set_bad) ||
               (i + 2 < n && word_in(r, block, i + 1, CUE_set_whole) && word_in(r, block, i + 2, CUE_set_bad));
    return token->kind == TOKEN_WORD && g_strv_contains(verbs, token->word) &&
           hits_in(r, block, i + 1, MIN(i + 6, n), CUE_outage);
}

static bool service_in(RoleReader *r, guint block, Incident *incident, Search *search)
{
    const GArray *tokens = text_document_block(r->document, block)->tokens;
    for (guint i = 1; i + 1 < tokens->len && i < 400; i++) {
        guint from;
        if (!says_down(r, block, i) || !subject_of(r, block, i, &from, search))
            continue;
        guint start = token_at(r, block, from)->start, end = token_at(r, block, i - 1)->end;
        g_autofree char *value = g_strndup(text_document_block(r->document, block)->text + start, end - start);
        g_strdelimit(value, "\n", ' ');
        fact_set(r, incident, FACT_SERVICES, value, block, start, end, "subject of what was down", 0.6);
        return true;
    }
    return false;
}

static void service_from_prose(RoleReader *r, const Scope *scope, Incident *incident)
{
    Search search = {scope->first, scope->last, TRIES_MAX};
    for (guint b = scope->first; b <= scope->last && !scope->shared; b++) {
        SectionKind section = outline_note(r->outline, b)->section;
        bool place = section == SECTION_NONE || section == SECTION_SUMMARY || section == SECTION_IMPACT;
        const TextBlock *block = text_document_block(r->document, b);
        if (in_scope(r, scope, b) && place && block->kind != TEXT_KEY && block->kind != TEXT_CODE &&
            service_in(r, b, incident, &search))
            return;
    }
}

void services_select(RoleReader *r, const Scope *scope, Incident *incident)
{
    labels_select(r, scope, incident);
    severity_in_words(r, scope, incident);
    if (!incident->facts[FACT_SERVICES].known && !services_listed(r, scope, incident) &&
        !service_by_name(r, scope, incident) && !service_from_title(r, incident))
        service_from_prose(r, scope, incident);
}
