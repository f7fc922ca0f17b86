/* Documents for tests, written as text: a header line of column names, then rows, cells separated by '|'. The column's
 * suffix says how a cell reads: times in ISO form, durations as "40min" or "-2s", ratios and others as numbers; what is
 * no number is text, and an empty cell is null. */
#pragma once

#include "nines/base/document.h"
#include "nines/base/timetext.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline void build_number(Table *table, const char *text)
{
    char *end = NULL;
    double value = g_ascii_strtod(text, &end);
    if (end == text || *end != '\0')
        table_append_text(table, text);
    else if (strpbrk(text, ".e") != NULL)
        table_append_real(table, value);
    else
        table_append_integer(table, g_ascii_strtoll(text, NULL, 10));
}

static inline void build_duration(Table *table, const char *text)
{
    int64_t ms = 0;
    bool negative = text[0] == '-';
    g_assert_cmpint(duration_parse(text + (negative ? 1 : 0), -1, 1, &ms), ==, TIME_OK);
    table_append_integer(table, negative ? -ms : ms);
}

static inline void build_time(Table *table, const char *text)
{
    const TimeRules rules = {.zone = zone_utc()};
    TimeValue value = {.at = 0};
    g_assert_cmpint(time_parse(text, -1, &rules, &value), ==, TIME_OK);
    table_append_integer(table, value.at);
}

static inline void build_cell(Table *table, const char *column, const char *text)
{
    if (text[0] == '\0')
        table_append_null(table);
    else if (unit_of_name(column) == UNIT_INSTANT || g_str_has_suffix(column, "_local"))
        build_time(table, text);
    else if (unit_of_name(column) == UNIT_DURATION)
        build_duration(table, text);
    else
        build_number(table, text);
}

static inline void build_rows(Table *table, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_auto(GStrv) names = g_strsplit(lines[0], "|", -1);
    for (guint i = 0; names[i] != NULL; i++)
        table_add_column(table, names[i]);
    for (guint row = 1; lines[row] != NULL && lines[row][0] != '\0'; row++) {
        g_auto(GStrv) cells = g_strsplit(lines[row], "|", -1);
        g_assert_cmpuint(g_strv_length(cells), ==, g_strv_length(names));
        for (guint i = 0; names[i] != NULL; i++)
            build_cell(table, names[i], cells[i]);
    }
}

static inline Sheet *build_sheet(Document *document, const char *name, const char *title, const char *text)
{
    Sheet *sheet = sheet_new(name);
    sheet->table_name = g_strdup(name);
    sheet->title = g_strdup(title);
    if (sheet->table == NULL)
        sheet->table = table_new(name);
    build_rows(sheet->table, text);
    g_ptr_array_add(document->sheets, sheet);
    return sheet;
}

static inline Figure *build_figure(Document *document, const char *name, const char *title, const char *text)
{
    g_autoptr(Table) table = table_new("figure");
    table_add_column(table, name);
    build_cell(table, name, text);
    Figure *figure = figure_new(name, title);
    figure->value = *table_cell(table, 0, 0);
    if (figure->value.type == CELL_TEXT)
        figure->value.text = g_strdup(figure->value.text);
    g_ptr_array_add(document->figures, figure);
    return figure;
}

/* A column with a live formula; NULL keeps values. */
static inline SheetColumn *build_column(Sheet *sheet, const char *field, const char *title, const char *formula)
{
    SheetColumn *column = sheet_add_column(sheet, field, title);
    g_free(column->formula);
    column->formula = g_strdup(formula);
    return column;
}
