/* Which blocks are code though Markdown takes them for text, and which are text though they are set as code. */
#include "lines.h"

#include <string.h>

#define MAX_HEAD 4 /* blocks among which a form set as code is text */
#define MAX_KEY 24 /* bytes of a form's key */

/* Blanks before the block on its line. */
static guint indent_of(const TextDocument *document, const TextBlock *block)
{
    guint at = text_block_source(block, 0), n = 0;
    while (at > n && document->source[at - n - 1] == ' ')
        n++;
    return n;
}

/* What stands between braces on lines of their own. */
static bool is_json(const TextBlock *block)
{
    size_t n = strlen(block->text);
    return n > 4 && strchr("{[", *block->text) && strchr("\n \"{", block->text[1]) &&
           strchr("}]", block->text[n - 1]) && strchr(block->text, ':') &&
           (strchr(block->text, '\n') || block->text[1] == '"');
}

/* "    # read it again": as far in as code, where Markdown knows no headings. */
static bool is_indented_heading(const TextDocument *document, const TextBlock *block)
{
    guint end, start = text_document_line(document, text_block_source(block, 0), &end);
    gsize blanks = strspn(document->source + start, " ");
    return block->kind == TEXT_HEADING && document->source[start + blanks] == '#' &&
           (blanks >= 4 || document->source[start] == '\t');
}

/* "Title: ..." above "Author: ...": the head of a proposal or a form, set as code. */
static bool is_form(const TextBlock *block)
{
    g_auto(GStrv) lines = g_strsplit(block->text, "\n", -1);
    guint keys = 0;
    for (guint i = 0; lines[i]; i++) {
        const char *key = g_strstrip(lines[i]);
        size_t n = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ- ");
        if (!*key)
            continue;
        if (!g_ascii_isupper(*key) || !n || n > MAX_KEY || key[n] != ':' || (key[n + 1] && key[n + 1] != ' '))
            return false;
        keys++;
    }
    return keys >= 2;
}

/* Code that Markdown does not know: JSON without a fence, and what stands indented below "::". */
void code_mark(const TextDocument *document)
{
    guint literal = 0; /* indent of the text whose "::" is in force, and one more */
    for (guint i = 0; i < document->blocks->len; i++) {
        TextBlock *block = document->blocks->pdata[i];
        guint indent = indent_of(document, block);
        bool paragraph = block->kind == TEXT_PARAGRAPH;
        literal = literal && paragraph && indent >= literal ? literal : 0;
        if ((paragraph && (literal || is_json(block))) || is_indented_heading(document, block)) {
            block->kind = TEXT_CODE;
            block->level = 0;
        } else if (block->kind == TEXT_CODE && i < MAX_HEAD && is_form(block)) {
            block->kind = TEXT_PARAGRAPH;
        } else if (g_str_has_suffix(block->text, "::"))
            literal = indent + 2;
    }
}
