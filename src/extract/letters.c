/* Lists that count with letters or in brackets: "(a) add an alarm", "b. ...", "(ii) ...", "(1) ...". Markdown knows
 * none of them and sees a paragraph of lines. */
#include "lines.h"

#include <string.h>

typedef enum { LETTERS, DIGITS, ROMANS, STYLES } LetterStyle;

/* Length of the n-th mark of the style at the line's start ("(b) ", "b. ", "b) "), or 0. Digits stand in brackets. */
static size_t mark_length(const char *line, LetterStyle style, guint n)
{
    static const char *const romans[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"};
    char letter[12];
    size_t at = strspn(line, " \t");
    bool bracket = line[at] == '(';
    at += bracket;
    if (n > 26 || (style == ROMANS && n > G_N_ELEMENTS(romans)) || (style == DIGITS && !bracket))
        return 0;
    if (style == DIGITS)
        g_snprintf(letter, sizeof letter, "%u", n);
    else
        g_snprintf(letter, sizeof letter, "%c", 'a' + (int)n - 1);
    const char *mark = style == ROMANS ? romans[n - 1] : letter;
    size_t length = strlen(mark);
    if (g_ascii_strncasecmp(line + at, mark, length) != 0)
        return 0;
    at += length;
    bool closed = line[at] == ')' || (line[at] == '.' && !bracket);
    return closed && line[at + 1] == ' ' ? at + 2 : 0;
}

/* Byte at which the first line begins that opens a list of two or more, or -1. */
static int list_start(const char *text, LetterStyle *style)
{
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        for (int s = 0; s < STYLES; s++) {
            *style = (LetterStyle)s;
            if (!mark_length(line, *style, 1))
                continue;
            const char *below = strchr(line, '\n');
            while (below && !mark_length(below + 1, *style, 1) && !mark_length(below + 1, *style, 2))
                below = strchr(below + 1, '\n');
            if (below && mark_length(below + 1, *style, 2))
                return (int)(line - text);
        }
    }
    return -1;
}

static void add_part(BlockBuilder *builder, const TextBlock *block, guint start, guint end, int level)
{
    TextBlock *part = block_begin(builder, level ? TEXT_ITEM : block->kind, level ? level : block->level);
    part->quoted = block->quoted;
    part->ordered = level || block->ordered;
    part->first = level || block->first;
    part->task = level ? -1 : block->task;
    block_append_part(builder, block, start, end);
    part->bold = start < block->bold ? MIN(block->bold - start, (guint)builder->text->len) : 0;
    block_append_done(builder);
}

bool letters_split(BlockBuilder *builder, const TextBlock *block)
{
    LetterStyle style;
    bool text = block->kind == TEXT_PARAGRAPH || block->kind == TEXT_ITEM;
    int first = text ? list_start(block->text, &style) : -1;
    if (first < 0)
        return false;
    int level = block->kind == TEXT_ITEM ? block->level + 1 : 1;
    const char *start = block->text + first + mark_length(block->text + first, style, 1);
    if (first > 0)
        add_part(builder, block, 0, (guint)first - 1, 0);
    guint n = 2;
    for (const char *line = strchr(start, '\n'); line; line = strchr(line + 1, '\n')) {
        size_t mark = mark_length(line + 1, style, n);
        if (!mark)
            continue;
        add_part(builder, block, (guint)(start - block->text), (guint)(line - block->text), level);
        start = line + 1 + mark;
        n++;
    }
    add_part(builder, block, (guint)(start - block->text), (guint)strlen(block->text), level);
    return true;
}
