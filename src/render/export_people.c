#include "cells.h"
#include "export_view.h"
#include "term_width.h"
#include <string.h>

#define GAP 2       /* columns between columns of text */
#define NARROWEST 8 /* that a text column is shortened to */
#define WIDEST 500  /* of a cell, whatever the terminal */

/* All cells of a view as people read them: row 0 holds the headers. */
typedef struct {
    guint n_rows, n_columns;
    char **cells;
    bool *right;
    guint *widths;
} Grid;

static char *cell_text(const View *view, guint row, guint index, const Format *column_format)
{
    const ViewColumn *column = view_column(view, index);
    const Cell *cell = view_cell(view, row, index);
    Format format = *column_format;
    format.currency = format_row_currency(view->table, row, format.currency);
    Unit unit = field_is_time(column->field) ? UNIT_INSTANT : unit_of_name(column->field);
    if (unit == UNIT_INSTANT && !field_is_local(column->field))
        format.zone = NULL;
    char *text = format_cell(cell, unit, &format);
    return g_strdelimit(text, "\n\r\t", ' ');
}

static void fill_column(Grid *grid, const View *view, guint index, const Format *base)
{
    const ViewColumn *column = view_column(view, index);
    Format format = format_of_column(view->table, column->column, base);
    format.zone = base->zone;
    grid->right[index] = format_is_right_aligned(view->table, column->column);
    grid->cells[index] = column->title != NULL ? g_strdup(column->title) : title_of_field(column->field);
    for (guint row = 1; row < grid->n_rows; row++)
        grid->cells[row * grid->n_columns + index] = cell_text(view, row - 1, index, &format);
    for (guint row = 0; row < grid->n_rows; row++)
        grid->widths[index] = MAX(grid->widths[index], term_width(grid->cells[row * grid->n_columns + index]));
    grid->widths[index] = MIN(grid->widths[index], WIDEST);
}

static Grid grid_new(const View *view, const ExportOptions *options)
{
    Format base = options->format != NULL ? *options->format : format_default();
    Grid grid = {.n_rows = table_n_rows(view->table) + 1, .n_columns = view->columns->len};
    grid.cells = g_new0(char *, grid.n_rows *grid.n_columns + 1);
    grid.right = g_new0(bool, grid.n_columns + 1);
    grid.widths = g_new0(guint, grid.n_columns + 1);
    for (guint i = 0; i < grid.n_columns; i++)
        fill_column(&grid, view, i, &base);
    return grid;
}

static void grid_clear(Grid *grid)
{
    for (guint i = 0; i < grid->n_rows * grid->n_columns; i++)
        g_free(grid->cells[i]);
    g_free(grid->cells);
    g_free(grid->right);
    g_free(grid->widths);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Grid, grid_clear)

/* ---- Markdown ---- */

void append_markdown(GString *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (strchr("\\`*<[]|", *p) != NULL)
            g_string_append_c(out, '\\');
        g_string_append_c(out, *p == '\n' || *p == '\r' ? ' ' : *p);
    }
}

static void append_markdown_row(GString *out, const Grid *grid, guint row)
{
    g_string_append_c(out, '|');
    for (guint i = 0; i < grid->n_columns; i++) {
        g_string_append_c(out, ' ');
        append_markdown(out, grid->cells[row * grid->n_columns + i]);
        g_string_append(out, " |");
    }
    g_string_append_c(out, '\n');
}

void export_view_markdown(GString *out, const View *view, const ExportOptions *options)
{
    g_auto(Grid) grid = grid_new(view, options);
    append_markdown_row(out, &grid, 0);
    g_string_append_c(out, '|');
    for (guint i = 0; i < grid.n_columns; i++)
        g_string_append(out, grid.right[i] ? " ---: |" : " --- |");
    g_string_append_c(out, '\n');
    for (guint row = 1; row < grid.n_rows; row++)
        append_markdown_row(out, &grid, row);
}

/* ---- aligned text ---- */

static guint total_width(const Grid *grid)
{
    guint width = grid->n_columns > 0 ? (grid->n_columns - 1) * GAP : 0;
    for (guint i = 0; i < grid->n_columns; i++)
        width += grid->widths[i];
    return width;
}

/* The widest text column gives way first, down to what is still readable. */
static void shrink(Grid *grid, guint room)
{
    while (room > 0 && total_width(grid) > room) {
        guint widest = grid->n_columns;
        for (guint i = 0; i < grid->n_columns; i++)
            if (!grid->right[i] && (widest == grid->n_columns || grid->widths[i] > grid->widths[widest]))
                widest = i;
        if (widest == grid->n_columns || grid->widths[widest] <= NARROWEST)
            return;
        grid->widths[widest] =
            MAX(NARROWEST, grid->widths[widest] - MIN(grid->widths[widest], total_width(grid) - room));
    }
}

static void append_blanks(GString *out, guint n)
{
    for (guint i = 0; i < n; i++)
        g_string_append_c(out, ' ');
}

static void append_text_row(GString *out, const Grid *grid, guint row)
{
    gsize start = out->len;
    for (guint i = 0; i < grid->n_columns; i++) {
        g_autofree char *cell = term_width_fit(grid->cells[row * grid->n_columns + i], grid->widths[i]);
        guint blank = grid->widths[i] - MIN(grid->widths[i], term_width(cell));
        append_blanks(out, (i > 0 ? GAP : 0) + (grid->right[i] ? blank : 0));
        g_string_append(out, cell);
        append_blanks(out, grid->right[i] ? 0 : blank);
    }
    while (out->len > start && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
    g_string_append_c(out, '\n');
}

void export_view_text(GString *out, const View *view, const ExportOptions *options)
{
    g_auto(Grid) grid = grid_new(view, options);
    shrink(&grid, options->width);
    append_text_row(out, &grid, 0);
    for (guint i = 0; i < grid.n_columns; i++) {
        append_blanks(out, i > 0 ? GAP : 0);
        for (guint n = 0; n < grid.widths[i]; n++)
            g_string_append_c(out, '-');
    }
    g_string_append_c(out, '\n');
    for (guint row = 1; row < grid.n_rows; row++)
        append_text_row(out, &grid, row);
}
