/* Columns of plain text that blanks or tabs make: "Subject          Loss of telephony" is a label and its value, lines
 * of three columns or more are a table. The Markdown parser sees a paragraph in them. */
#include "lines.h"

#include <string.h>

#define COLUMN_TABLES 3000000 /* numbers of such tables, apart from the others */
#define MAX_COLUMNS 12

typedef struct {
    guint start[MAX_COLUMNS], end[MAX_COLUMNS]; /* bytes of the cells */
    guint cells;
} ColumnLine;

/* Cells stand apart by a tab or two blanks; wide: of the first gap three blanks are asked for, as sentences may have
 * two between them. */
static ColumnLine columns_of(const char *text, guint start, guint end, bool wide)
{
    ColumnLine line = {.cells = 0};
    for (guint at = start; at < end && line.cells < MAX_COLUMNS;) {
        while (at < end && (text[at] == ' ' || text[at] == '\t'))
            at++;
        if (at == end)
            break;
        guint stop = at;
        while (stop < end) {
            guint blanks = (guint)strspn(text + stop, " \t");
            bool tab = memchr(text + stop, '\t', MIN(blanks, end - stop)) != NULL;
            if (tab || blanks >= (wide ? 3 : 2))
                break;
            stop += MAX(blanks, 1);
        }
        stop = MIN(stop, end);
        line.start[line.cells] = at;
        line.end[line.cells++] = stop;
        at = stop;
    }
    return line;
}

static GArray *column_lines(const TextBlock *block, bool wide)
{
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(ColumnLine));
    for (guint start = 0; block->text[start];) {
        guint end = start + (guint)strcspn(block->text + start, "\n");
        ColumnLine line = columns_of(block->text, start, end, wide);
        g_array_append_val(lines, line);
        start = end + (block->text[end] == '\n');
    }
    return lines;
}

static const ColumnLine *line_at(const GArray *lines, guint i)
{
    return &g_array_index(lines, ColumnLine, i);
}

/* ---- tables ---- */

static bool is_table(const GArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        if (line_at(lines, i)->cells < 3 || line_at(lines, i)->cells != line_at(lines, 0)->cells)
            return false;
    return lines->len >= 3;
}

static bool has_digit(const TextBlock *block, const ColumnLine *line)
{
    for (guint i = line->start[0]; i < line->end[line->cells - 1]; i++)
        if (g_ascii_isdigit(block->text[i]))
            return true;
    return false;
}

static void add_rows(BlockBuilder *builder, const TextBlock *block, const GArray *lines)
{
    for (guint l = 0; l < lines->len; l++) {
        const ColumnLine *line = line_at(lines, l);
        TextBlock *row = block_begin(builder, TEXT_ROW, 0);
        row->table = COLUMN_TABLES + (int)text_block_source(block, 0);
        row->head = l == 0 && !has_digit(block, line) && has_digit(block, line_at(lines, 1));
        for (guint c = 0; c < line->cells; c++) {
            if (c)
                block_append(builder, "\n", 1, text_block_source(block, line->start[c]));
            TextCell cell = {(guint)builder->text->len, 0};
            block_append_part(builder, block, line->start[c], line->end[c]);
            cell.end = (guint)builder->text->len;
            g_array_append_val(row->cells, cell);
        }
        block_append_done(builder);
    }
}

/* ---- labels ---- */

/* "Subject          Loss of telephony": a word or some, no time. */
static bool is_label_line(const TextBlock *block, const ColumnLine *line)
{
    if (line->cells < 2 || line->end[0] - line->start[0] > 32)
        return false;
    const char *label = block->text + line->start[0];
    guint length = line->end[0] - line->start[0], words = 1;
    for (guint i = 0; i < length; i++) {
        if (g_ascii_isdigit(label[i]))
            return false;
        words += label[i] == ' ';
    }
    return g_unichar_isupper(g_utf8_get_char(label)) && words <= 4 && label[length - 1] != '.';
}

static bool is_form(const TextBlock *block, const GArray *lines)
{
    guint labels = 0;
    for (guint i = 0; i < lines->len; i++)
        labels += is_label_line(block, line_at(lines, i));
    return labels >= 2 && labels * 3 >= lines->len * 2 && is_label_line(block, line_at(lines, 0));
}

static void add_form(BlockBuilder *builder, const TextBlock *block, const GArray *lines)
{
    block_begin(builder, block->kind, block->level)->quoted = block->quoted;
    for (guint l = 0; l < lines->len; l++) {
        const ColumnLine *line = line_at(lines, l);
        bool label = is_label_line(block, line);
        for (guint c = 0; c < line->cells; c++) {
            guint end = line->end[c];
            bool colon = end > line->start[c] && block->text[end - 1] == ':';
            block_append_part(builder, block, line->start[c], end);
            if (c + 1 < line->cells)
                block_append(builder, label && c == 0 && !colon ? ": " : " ", label && c == 0 && !colon ? 2 : 1,
                             text_block_source(block, end - 1));
        }
        if (l + 1 < lines->len)
            block_append(builder, "\n", 1, text_block_source(block, line->cells ? line->end[line->cells - 1] - 1 : 0));
    }
    block_append_done(builder);
}

bool columns_split(BlockBuilder *builder, const TextBlock *block)
{
    if (block->kind != TEXT_PARAGRAPH || !(strstr(block->text, "  ") || strchr(block->text, '\t')))
        return false;
    g_autoptr(GArray) narrow = column_lines(block, false);
    if (is_table(narrow)) {
        add_rows(builder, block, narrow);
        return true;
    }
    g_autoptr(GArray) wide = column_lines(block, true);
    if (!is_form(block, wide))
        return false;
    add_form(builder, block, wide);
    return true;
}
