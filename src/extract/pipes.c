/* Wiki tables: "||Field||Value||", "|Opened|07:41|", and the export of a tracker: "Key|Summary|Created". The Markdown
 * parser sees a paragraph of lines in them. */
#include "builder.h"

#include <string.h>

#define WIKI_TABLES 2000000 /* numbers of such tables, apart from those of Markdown and HTML */

static const char *line_end(const char *line)
{
    const char *end = strchr(line, '\n');
    return end ? end : line + strlen(line);
}

static bool is_row(const char *line, const char *end)
{
    guint bars = 0;
    while (line < end && *line == ' ')
        line++;
    if (line == end || *line != '|')
        return false;
    for (const char *p = line; p < end; p++)
        bars += *p == '|';
    return bars >= 3;
}

static bool has_digit(const char *text, const char *end)
{
    for (; text < end; text++)
        if (g_ascii_isdigit(*text))
            return true;
    return false;
}

static guint bars_in(const char *line, const char *end)
{
    guint bars = 0;
    for (; line < end; line++)
        bars += *line == '|';
    return bars;
}

/* Lines of as many cells each, the first without a digit, the second with one. */
static bool is_export(const TextBlock *block)
{
    const char *head = line_end(block->text);
    guint bars = bars_in(block->text, head);
    if (block->kind != TEXT_PARAGRAPH || bars < 2 || !*head || has_digit(block->text, head) ||
        !has_digit(head + 1, line_end(head + 1)))
        return false;
    for (const char *line = head; *line;) {
        const char *end = line_end(line + 1);
        if (bars_in(line, end) != bars)
            return false;
        line = end;
    }
    return true;
}

static bool is_table(const TextBlock *block)
{
    if (block->kind != TEXT_PARAGRAPH)
        return false;
    guint rows = 0;
    for (const char *line = block->text; *line; rows++) {
        const char *end = line_end(line);
        if (!is_row(line, end))
            return false;
        line = *end ? end + 1 : end;
    }
    return rows >= 2;
}

static void add_cell(BlockBuilder *builder, const TextBlock *from, const char *cell, const char *end)
{
    while (cell < end && *cell == ' ')
        cell++;
    while (end > cell && end[-1] == ' ')
        end--;
    if (builder->open->cells->len)
        block_append(builder, "\n", 1, text_block_source(from, (guint)(cell - from->text)));
    TextCell place = {(guint)builder->text->len, (guint)(builder->text->len + (gsize)(end - cell))};
    g_array_append_val(builder->open->cells, place);
    block_append(builder, cell, (gsize)(end - cell), text_block_source(from, (guint)(cell - from->text)));
}

static bool is_filler_line(const char *line, const char *end)
{
    while (line < end && strchr("|.-: ", *line))
        line++;
    return line == end;
}

static void add_row(BlockBuilder *builder, const TextBlock *from, const char *line, const char *end, bool head)
{
    TextBlock *row = block_begin(builder, TEXT_ROW, 0);
    row->table = WIKI_TABLES + (int)text_block_source(from, 0);
    const char *first = is_row(line, end) ? strchr(line, '|') + 1 : line;
    bool marked = g_str_has_prefix(first, " ^ |"); /* as heads are marked elsewhere (dialect_tables.c) */
    row->head = head || marked;
    for (const char *cell = first + (marked ? strlen(" ^ |") : 0); cell < end;) {
        const char *bar = memchr(cell, '|', (gsize)(end - cell));
        add_cell(builder, from, cell, bar ? bar : end);
        if (!bar)
            break;
        cell = bar + 1;
    }
    block_end(builder);
}

/* The first row is a head when it has no digit and the row below it has one. */
static void add_rows(BlockBuilder *builder, const TextBlock *from)
{
    bool first = true;
    for (const char *line = from->text; *line; first = false) {
        const char *end = line_end(line);
        const char *below = *end ? end + 1 : end;
        if (!is_filler_line(line, end))
            add_row(builder, from, line, end, first && !has_digit(line, end) && has_digit(below, line_end(below)));
        line = below;
    }
}

/* A row of nothing but points or dashes holds no place but its line's (dialect_tables.c). */
static bool is_filler(const TextBlock *block)
{
    return block->kind == TEXT_ROW && block->text && strpbrk(block->text, ".-") &&
           strspn(block->text, ".-: \n") == strlen(block->text);
}

void pipe_tables_read(TextDocument *document)
{
    g_autoptr(GPtrArray) old = document->blocks;
    document->blocks = g_ptr_array_new_with_free_func(text_block_free);
    BlockBuilder builder = {document, NULL, g_string_new(NULL)};
    for (guint i = 0; i < old->len; i++) {
        TextBlock *block = old->pdata[i];
        if (is_table(block) || is_export(block)) {
            add_rows(&builder, block);
        } else if (!is_filler(block)) {
            g_ptr_array_add(document->blocks, block);
            old->pdata[i] = NULL;
        }
    }
    g_string_free(builder.text, TRUE);
}
