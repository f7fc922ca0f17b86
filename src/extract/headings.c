/* A paragraph in bold that is a heading in all but markup becomes one, so that all that follows knows one kind. */
#include "lines.h"

#include <string.h>

#define MOST_TOKENS 24

static bool is_mark_of(const Token *token, const char *marks)
{
    return token->kind == TOKEN_MARK && token->value < 128 && strchr(marks, (int)token->value);
}

static const Token *token_of(const TextBlock *block, guint i)
{
    return &g_array_index(block->tokens, Token, i);
}

/* "**Action items**" alone in its paragraph, not "**Nobody was paged.**"; lines.c counts a section's bare name as bold.
 */
static bool is_bold_line(const TextDocument *document, const TextBlock *block)
{
    guint n = block->tokens->len, source = text_block_source(block, 0);
    return source > 0 && strchr("*_>[", document->source[source - 1]) && block->kind == TEXT_PARAGRAPH &&
           !block->quoted && n > 0 && n <= MOST_TOKENS && block->bold && block->bold + 1 >= strlen(block->text) &&
           !strchr(block->text, '\n') && !is_mark_of(token_of(block, n - 1), ".;,!");
}

/* "14:03", "2018-02-12 14:06", "Feb 3, 14:08 UTC": a clock, with at most a day before it. */
static bool begins_with_clock(const TextBlock *block, const Cues *cues)
{
    for (guint i = 0; i + 2 < block->tokens->len; i++) {
        const Token *token = token_of(block, i), *minutes = token_of(block, i + 2);
        if (token->kind == TOKEN_WORD && cues_group_of(cues, token->word, CUE_month_1, CUE_month_12) < 0 &&
            !cues_has_word(cues, token->word, CUE_weekday) && !cues_has_word(cues, token->word, CUE_ordinal))
            return false;
        if (token->kind == TOKEN_NUMBER && is_mark_of(token_of(block, i + 1), ":") && minutes->kind == TOKEN_NUMBER &&
            minutes->digits == 2 && !minutes->spaced)
            return true;
    }
    return false;
}

SectionKind block_section(const TextBlock *block, const Cues *cues)
{
    g_autoptr(GArray) hits = g_array_new(FALSE, FALSE, sizeof(CueHit));
    cues_scan(cues, block->tokens, 0, block->tokens->len, hits);
    return section_of(hits, block->tokens, 0, block->tokens->len, false);
}

/* Whether the sections have headings by markup: then a line in bold below them is a label. */
static bool is_marked_up(const TextDocument *document)
{
    guint below_title = 0;
    for (guint b = 0; b < document->blocks->len; b++) {
        const TextBlock *block = document->blocks->pdata[b];
        below_title += block->kind == TEXT_HEADING && block->level > 1;
    }
    return below_title >= 2;
}

/* "5. Plan" */
static bool is_numbered(const TextBlock *block)
{
    return block->tokens->len > 2 && token_of(block, 0)->kind == TOKEN_NUMBER && token_of(block, 0)->digits <= 2 &&
           is_mark_of(token_of(block, 1), ".)") && token_of(block, 2)->spaced;
}

static void promote_bold_lines(TextDocument *document, const Cues *cues)
{
    bool marked_up = is_marked_up(document);
    int marked = 1, named = 0; /* levels of the last heading by markup, of the last section in bold below it */
    for (guint b = 0; b < document->blocks->len; b++) {
        TextBlock *block = document->blocks->pdata[b];
        if (block->kind == TEXT_HEADING) {
            marked = block->level;
            named = 0;
        }
        if (!is_bold_line(document, block))
            continue;
        bool timed = begins_with_clock(block, cues);
        bool names = !timed && (is_numbered(block) || block_section(block, cues) != SECTION_NONE);
        if (!timed && marked_up)
            continue;
        block->kind = TEXT_HEADING;
        block->level = MIN(!names && named ? named + 1 : marked + 1, 6);
        named = names ? block->level : named;
    }
}

static bool ends_actions(SectionKind section)
{
    return section == SECTION_SUMMARY || section == SECTION_TIMELINE || section == SECTION_IMPACT ||
           section == SECTION_CAUSE || section == SECTION_LESSONS;
}

/* "Action items" directly above "Prevention": a heading with nothing of its own holds those of its level below. */
static void nest_below_actions(TextDocument *document, const Cues *cues)
{
    int level = 0; /* of the empty heading that holds what follows */
    for (guint b = 0; b + 1 < document->blocks->len; b++) {
        TextBlock *block = document->blocks->pdata[b];
        const TextBlock *next = document->blocks->pdata[b + 1];
        if (block->kind != TEXT_HEADING)
            continue;
        SectionKind section = block_section(block, cues);
        if (level && (block->level < level || (block->level == level && ends_actions(section))))
            level = 0;
        if (level)
            block->level = MIN(block->level + 1, 6);
        else if (section == SECTION_ACTIONS && next->kind == TEXT_HEADING && next->level == block->level &&
                 !ends_actions(block_section(next, cues)))
            level = block->level;
    }
}

static bool ends_in_colon(const TextBlock *block)
{
    return block->kind == TEXT_HEADING && block->tokens->len > 1 &&
           is_mark_of(token_of(block, block->tokens->len - 1), ":") && g_str_has_suffix(block->text, ":");
}

/* Where most headings end in a colon it says nothing; a single one tells that the heading leads up to what follows. */
static void drop_colons(TextDocument *document)
{
    guint headings = 0, colons = 0;
    for (guint b = 0; b < document->blocks->len; b++) {
        const TextBlock *block = document->blocks->pdata[b];
        headings += block->kind == TEXT_HEADING;
        colons += ends_in_colon(block);
    }
    for (guint b = 0; b < document->blocks->len && colons > 2 && 2 * colons > headings; b++) {
        TextBlock *block = document->blocks->pdata[b];
        if (!ends_in_colon(block))
            continue;
        g_array_set_size(block->tokens, block->tokens->len - 1);
        block->text[strlen(block->text) - 1] = '\0';
        block->bold = MIN(block->bold, (guint)strlen(block->text));
    }
}

void headings_settle(TextDocument *document, const Cues *cues)
{
    promote_bold_lines(document, cues);
    headings_plain(document, cues);
    drop_colons(document);
    nest_below_actions(document, cues);
}
