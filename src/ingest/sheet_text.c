#include "sheet_text.h"
#include "content_private.h"
#include <string.h>

#define COLUMNS_MAX 4096u
#define BUFFER ((gsize)64 << 10)
#define TEXT_BYTES ((gsize)2 << 30) /* of one sheet: a cell may stand for a million others */

struct SheetText {
    int descriptor;
    GString *text;
    guint row;    /* of the line in the making */
    guint column; /* of the next field */
    guint width;  /* of the widest row so far, to which the others are filled: trailing empty cells are not stored */
    guint cells, full_rows;
    gsize written;
    bool table, failed;
};

SheetText *sheet_text_new(int descriptor)
{
    SheetText *sheet = g_new0(SheetText, 1);
    sheet->descriptor = descriptor;
    sheet->text = g_string_new(NULL);
    return sheet;
}

void sheet_text_free(SheetText *sheet)
{
    if (sheet == NULL)
        return;
    g_string_free(sheet->text, TRUE);
    g_free(sheet);
}

static void flush(SheetText *sheet)
{
    if (sheet->descriptor >= 0)
        sheet->failed |= !content_write(sheet->descriptor, sheet->text->str, sheet->text->len);
    sheet->written += sheet->text->len;
    sheet->failed |= sheet->written > TEXT_BYTES;
    g_string_truncate(sheet->text, 0);
}

static void end_row(SheetText *sheet)
{
    for (guint i = sheet->column; sheet->column > 0 && i < sheet->width; i++)
        g_string_append_c(sheet->text, ',');
    g_string_append_c(sheet->text, '\n');
    sheet->width = MAX(sheet->width, sheet->column);
    sheet->full_rows += sheet->cells >= 2;
    sheet->table |= sheet->full_rows >= 2;
    sheet->row++;
    sheet->column = sheet->cells = 0;
    if (sheet->text->len >= BUFFER)
        flush(sheet);
}

static void add_field(GString *line, const char *text)
{
    bool quoted = strpbrk(text, ",;|\t\"\r\n") != NULL;
    if (quoted)
        g_string_append_c(line, '"');
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            g_string_append_c(line, '"');
        g_string_append_c(line, *at == '\r' || *at == '\n' ? ' ' : *at);
    }
    if (quoted)
        g_string_append_c(line, '"');
}

void sheet_text_cell(SheetText *sheet, guint row, guint column, const char *text)
{
    if (row < sheet->row || (row == sheet->row && column < sheet->column) || column >= COLUMNS_MAX || !*text ||
        sheet->failed)
        return;
    while (sheet->row < row)
        end_row(sheet);
    for (guint i = MAX(sheet->column, 1u); i <= column; i++)
        g_string_append_c(sheet->text, ',');
    sheet->column = column + 1;
    sheet->cells++;
    add_field(sheet->text, text);
}

bool sheet_text_end(SheetText *sheet)
{
    if (sheet->column > 0)
        end_row(sheet);
    flush(sheet);
    return !sheet->failed;
}

const bool *sheet_text_is_table(const SheetText *sheet)
{
    return &sheet->table;
}
