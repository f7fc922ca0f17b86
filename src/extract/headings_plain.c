/* Headings of a text that has no markup: lines alone in their paragraph that name a section, tell a time and nothing
 * else, or stand short and without a full stop above what they head. */
#include "lines.h"

#include <string.h>

#define MOST_WORDS 12
#define MOST_BYTES 90
#define LEAST_SECTIONS 2 /* lines that name sections: fewer are no report's */

typedef enum { PLAIN_NONE, PLAIN_LINE, PLAIN_TIME, PLAIN_SECTION } PlainKind;

static const Token *token_of(const TextBlock *block, guint i)
{
    return &g_array_index(block->tokens, Token, i);
}

static guint words_of(const TextBlock *block)
{
    guint words = 0;
    for (guint i = 0; i < block->tokens->len; i++)
        words += token_of(block, i)->kind == TOKEN_WORD;
    return words;
}

/* The first token behind pictures and the like. */
static const Token *first_of(const TextBlock *block)
{
    guint i = 0;
    while (i + 1 < block->tokens->len && token_of(block, i)->kind == TOKEN_MARK &&
           (token_of(block, i)->value >= 0x80 || token_of(block, i)->value == '[' || token_of(block, i)->value == '~'))
        i++;
    return token_of(block, i);
}

/* A line that is a paragraph, or the one item of a numbered list. */
static bool is_short_line(const TextBlock *before, const TextBlock *block, const TextBlock *next)
{
    size_t n = strlen(block->text);
    bool numbered = block->kind == TEXT_ITEM && block->ordered && block->first && block->level == 1 && next &&
                    next->kind != TEXT_ITEM && next->kind != TEXT_CODE &&
                    !(before && before->kind == TEXT_ITEM && before->ordered);
    if ((block->kind != TEXT_PARAGRAPH && !numbered) || block->quoted || !n || n > MOST_BYTES ||
        strchr(block->text, '\n') || strchr(!before ? ",;:!" : ".,;:!", block->text[n - 1]) || !block->tokens->len ||
        words_of(block) > MOST_WORDS)
        return false;
    const Token *first = first_of(block);
    return first->kind == TOKEN_NUMBER || (first->kind == TOKEN_WORD && (first->capital || !before));
}

/* "Status: final", "Owner - Kim" */
static bool is_labelled(const TextBlock *block)
{
    for (guint i = 0; i + 1 < block->tokens->len && i < 5; i++)
        if (token_of(block, i)->kind == TOKEN_MARK && token_of(block, i)->value == ':' && i > 0 &&
            token_of(block, i - 1)->kind == TOKEN_WORD)
            return true;
    return false;
}

static bool is_word_of_time(const TextBlock *block, const Token *token, const Cues *cues)
{
    static const CueGroup groups[] = {CUE_weekday, CUE_ordinal, CUE_about, CUE_range_to, CUE_joiner, CUE_clock_before};
    bool upper = token->end - token->start <= 5; /* a zone, "AM" */
    for (guint i = token->start; i < token->end; i++)
        upper = upper && g_ascii_isupper(block->text[i]);
    return upper || strcmp(token->word, "am") == 0 || strcmp(token->word, "pm") == 0 ||
           cues_group_of(cues, token->word, CUE_month_1, CUE_month_12) >= 0 ||
           cues_has_word_of(cues, token->word, groups, G_N_ELEMENTS(groups));
}

/* "2018-03-26 10:34", "~13:30-13:45 UTC", "6 May" */
static bool is_time_alone(const TextBlock *block, const Cues *cues)
{
    guint numbers = 0;
    for (guint i = 0; i < block->tokens->len; i++) {
        const Token *token = token_of(block, i);
        numbers += token->kind == TOKEN_NUMBER;
        if (token->kind == TOKEN_WORD && !is_word_of_time(block, token, cues))
            return false;
    }
    return numbers >= 2;
}

static bool begins_with_time(const TextBlock *block)
{
    const Token *first = token_of(block, 0), *mark = block->tokens->len > 2 ? first + 1 : NULL;
    return mark && first->kind == TOKEN_NUMBER && mark->kind == TOKEN_MARK &&
           (mark->value == ':' || mark->value == '.') && mark[1].kind == TOKEN_NUMBER && !mark[1].spaced;
}

/* The first phrase that names an incident ends there; 0 when there is none. */
static guint incident_end(const TextBlock *block, const Cues *cues)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    cues_scan(cues, block->tokens, 0, block->tokens->len, hits);
    for (guint h = 0; h < hits->len; h++)
        if (g_array_index(hits, CueHit, h).group == CUE_incident_title)
            return g_array_index(hits, CueHit, h).to;
    return 0;
}

/* "Outage 2: 9 June", "Incident #3" */
static bool is_numbered_incident(const TextBlock *block, const Cues *cues)
{
    guint i = incident_end(block, cues);
    i += i < block->tokens->len && token_of(block, i)->value == '#';
    return i > 0 && i <= 3 && i < block->tokens->len && token_of(block, i)->kind == TOKEN_NUMBER &&
           token_of(block, i)->digits <= 2;
}

static PlainKind kind_of(const TextDocument *document, guint b, const Cues *cues)
{
    const TextBlock *block = document->blocks->pdata[b];
    const TextBlock *next = b + 1 < document->blocks->len ? document->blocks->pdata[b + 1] : NULL;
    if (!is_short_line(b ? document->blocks->pdata[b - 1] : NULL, block, next))
        return PLAIN_NONE;
    if (is_numbered_incident(block, cues))
        return PLAIN_SECTION;
    if (b == 0 && incident_end(block, cues))
        return PLAIN_LINE;
    if (is_time_alone(block, cues))
        return PLAIN_TIME;
    if (begins_with_time(block) || is_labelled(block))
        return PLAIN_NONE;
    return block_section(block, cues) != SECTION_NONE ? PLAIN_SECTION : PLAIN_LINE;
}

static GArray *kinds_of(const TextDocument *document, const Cues *cues, guint *sections)
{
    GArray *kinds = g_array_sized_new(FALSE, TRUE, sizeof(PlainKind), document->blocks->len);
    *sections = 0;
    for (guint b = 0; b < document->blocks->len; b++) {
        PlainKind kind = kind_of(document, b, cues);
        g_array_append_val(kinds, kind);
        *sections += kind == PLAIN_SECTION;
    }
    return kinds;
}

/* A time heads what happened then, a line what is longer than itself, unless a time has it. */
static bool heads(const GArray *kinds, guint b)
{
    PlainKind kind = g_array_index(kinds, PlainKind, b);
    PlainKind next = b + 1 < kinds->len ? g_array_index(kinds, PlainKind, b + 1) : PLAIN_SECTION;
    PlainKind before = b ? g_array_index(kinds, PlainKind, b - 1) : PLAIN_NONE;
    switch (kind) {
    case PLAIN_SECTION:
        return b + 1 < kinds->len;
    case PLAIN_TIME:
        return next == PLAIN_NONE || next == PLAIN_LINE;
    case PLAIN_LINE:
        return before != PLAIN_TIME && b + 1 < kinds->len && (next == PLAIN_NONE || next == PLAIN_SECTION);
    default:
        return false;
    }
}

/* A title alone may be marked up. */
static bool has_headings(const TextDocument *document)
{
    guint titles = 0;
    for (guint b = 0; b < document->blocks->len; b++) {
        const TextBlock *block = document->blocks->pdata[b];
        titles += block->kind == TEXT_HEADING;
        if (block->kind == TEXT_HEADING && (block->level > 1 || titles > 1))
            return true;
    }
    return false;
}

void headings_plain(TextDocument *document, const Cues *cues)
{
    guint sections = 0;
    if (has_headings(document))
        return;
    g_autoptr(GArray) kinds = kinds_of(document, cues, &sections);
    bool below = false;
    for (guint b = 0; sections >= LEAST_SECTIONS && b < kinds->len; b++) {
        TextBlock *block = document->blocks->pdata[b];
        PlainKind kind = g_array_index(kinds, PlainKind, b);
        if (!heads(kinds, b) && !(b == 0 && kind == PLAIN_LINE))
            continue;
        block->kind = TEXT_HEADING;
        block->level = b == 0 && kind != PLAIN_SECTION ? 1 : kind == PLAIN_SECTION || !below ? 2 : 3;
        below |= kind == PLAIN_SECTION;
    }
}
