/* Which headings name a section besides another, and which lines only look like headings. */
#include "outline_build.h"

#include <string.h>

#define HEADING_MAX 14 /* tokens */
#define REACH 4        /* tokens between what joins and what is joined: "& permanent corrective actions" */

static bool is_joint(const Token *token)
{
    static const char *const words[] = {"and", "und", "y", "et", "e", "en", "plus", NULL};
    return token->kind == TOKEN_WORD
               ? g_strv_contains(words, token->word)
               : token->kind == TOKEN_MARK && token->value < 128 && strchr("&(,/+", (int)token->value);
}

static bool is_joined(const GArray *tokens, guint from, guint at)
{
    for (guint i = at; i > from && at - i < REACH; i--)
        if (is_joint(&g_array_index(tokens, Token, i - 1)))
            return i - 1 > from;
    return false;
}

bool outline_names_actions(const GArray *hits, const GArray *tokens, guint from, guint to, SectionKind other)
{
    while (to > from && g_array_index(tokens, Token, to - 1).kind == TOKEN_MARK)
        to--;
    bool doubtful = other == SECTION_TIMELINE || other == SECTION_RESOLUTION; /* "Response and actions" */
    for (guint h = 0; h < hits->len && other != SECTION_ACTIONS && to - from <= HEADING_MAX; h++) {
        const CueHit *hit = &g_array_index(hits, CueHit, h);
        if (hit->group == CUE_action_proper && hit->from > from && hit->to == to &&
            !(doubtful && hit->to - hit->from == 1) && is_joined(tokens, from, hit->from))
            return true;
    }
    return false;
}

/* "- actions" in the midst of a flat list. */
bool outline_mere_item(const Outline *outline, guint b)
{
    guint same = 0;
    for (guint i = b ? b - 1 : b; i < MIN(b + 2, outline->document->blocks->len); i++)
        same += text_document_block(outline->document, i)->kind == TEXT_ITEM &&
                text_document_block(outline->document, i)->level == text_document_block(outline->document, b)->level;
    return same == 3;
}
