/* Lines that were broken only because they were full: their break is no more than a blank. What stands at the start of
 * a line by intent (a time, a label, who speaks, a new sentence) has become a block of its own before, or is kept. */
#include "builder.h"
#include "lines.h"

#include <string.h>

#define FULL 45 /* bytes of a line that may have been broken because it was full */

typedef struct {
    const GArray *tokens;
    const Cues *cues;
} Wrapped;

static const Token *token_of(const Wrapped *w, guint i)
{
    return &g_array_index(w->tokens, Token, i);
}

/* Whether nobody ends a line with the word by intent: "at", "of the", "3 May"; before a number a stopword is no sign.
 */
static bool leads_on(const Wrapped *w, guint i, bool number)
{
    static const CueGroup groups[] = {CUE_clock_before, CUE_about,    CUE_range_from, CUE_range_and, CUE_range_to,
                                      CUE_joiner,       CUE_month_1,  CUE_month_2,    CUE_month_3,   CUE_month_4,
                                      CUE_month_5,      CUE_month_6,  CUE_month_7,    CUE_month_8,   CUE_month_9,
                                      CUE_month_10,     CUE_month_11, CUE_month_12};
    const Token *token = token_of(w, i);
    return token->kind == TOKEN_WORD && (cues_has_word_of(w->cues, token->word, groups, G_N_ELEMENTS(groups)) ||
                                         (!number && cues_has_word(w->cues, token->word, CUE_stopword)));
}

/* "lena: same here" */
static bool is_labelled(const Wrapped *w, guint i)
{
    const Token *mark = i + 1 < w->tokens->len ? token_of(w, i + 1) : NULL;
    return mark && mark->kind == TOKEN_MARK && (mark->value == ':' || mark->value == '>');
}

/* "14:12 / UTC" */
static bool is_zone_behind(const Wrapped *w, guint i)
{
    const Token *before = token_of(w, i - 1), *next = token_of(w, i + 1);
    bool clock = i > 2 && before->kind == TOKEN_NUMBER && token_of(w, i - 2)->kind == TOKEN_MARK &&
                 token_of(w, i - 2)->value == ':';
    return clock && next->kind == TOKEN_WORD && next->capital && next->end - next->start <= 5;
}

static bool is_wrapped(const Wrapped *w, guint line, guint i)
{
    if (i == line || i + 1 >= w->tokens->len || token_of(w, i - 1)->end - token_of(w, line)->start < FULL)
        return false;
    const Token *before = token_of(w, i - 1), *next = token_of(w, i + 1);
    bool open = before->kind == TOKEN_WORD || before->kind == TOKEN_NUMBER ||
                (before->kind == TOKEN_MARK && before->value == ',');
    bool small = next->kind == TOKEN_WORD && !next->capital && !is_labelled(w, i + 1);
    bool led =
        (next->kind == TOKEN_WORD || next->kind == TOKEN_NUMBER) && leads_on(w, i - 1, next->kind == TOKEN_NUMBER);
    return (open && small) || led || is_zone_behind(w, i);
}

static void unwrap_block(TextBlock *block, const Cues *cues)
{
    Wrapped w = {block->tokens, cues};
    GArray *kept = g_array_sized_new(FALSE, FALSE, sizeof(Token), block->tokens->len);
    for (guint i = 0, line = 0; i < block->tokens->len; i++) {
        bool ends = token_of(&w, i)->kind == TOKEN_BREAK;
        if (!ends || !is_wrapped(&w, line, i))
            g_array_append_val(kept, *token_of(&w, i));
        line = ends ? i + 1 : line;
    }
    g_array_unref(block->tokens);
    block->tokens = kept;
}

void lines_unwrap(TextDocument *document, const Cues *cues)
{
    for (guint b = 0; b < document->blocks->len; b++) {
        TextBlock *block = document->blocks->pdata[b];
        if ((block->kind == TEXT_PARAGRAPH || block->kind == TEXT_ITEM) && strchr(block->text, '\n'))
            unwrap_block(block, cues);
    }
}
