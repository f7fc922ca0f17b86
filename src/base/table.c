#include "nines/base/table.h"
#include "nines/base/text.h"
#include <math.h>
#include <string.h>

static const struct {
    const char *suffix;
    Unit unit;
} suffixes[] = {
    {"_at", UNIT_INSTANT}, {"_ms", UNIT_DURATION}, {"_ratio", UNIT_RATIO}, {"_minor", UNIT_MONEY}, {"_n", UNIT_COUNT},
};

Unit unit_of_name(const char *column_name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(column_name, suffixes[i].suffix))
            return suffixes[i].unit;
    return UNIT_NONE;
}

const char *unit_suffix(Unit unit)
{
    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (suffixes[i].unit == unit)
            return suffixes[i].suffix;
    return "";
}

static void free_column(gpointer data)
{
    g_free(((TableColumn *)data)->name);
}

static void free_cell(gpointer data)
{
    Cell *cell = data;
    if (cell->type == CELL_TEXT)
        g_free(cell->text);
}

Table *table_new(const char *name)
{
    Table *table = g_new0(Table, 1);
    table->name = g_strdup(name);
    table->columns = g_array_new(FALSE, FALSE, sizeof(TableColumn));
    table->cells = g_array_new(FALSE, FALSE, sizeof(Cell));
    g_array_set_clear_func(table->columns, free_column);
    g_array_set_clear_func(table->cells, free_cell);
    return table;
}

void table_free(Table *table)
{
    if (table == NULL)
        return;
    g_array_unref(table->columns);
    g_array_unref(table->cells);
    g_free(table->name);
    g_free(table);
}

void table_add_column(Table *table, const char *name)
{
    TableColumn column = {.name = g_strdup(name), .unit = unit_of_name(name)};
    g_array_append_val(table->columns, column);
}

guint table_n_columns(const Table *table)
{
    return table->columns->len;
}

guint table_n_rows(const Table *table)
{
    return table->columns->len > 0 ? table->cells->len / table->columns->len : 0;
}

int table_find_column(const Table *table, const char *name)
{
    for (guint i = 0; name != NULL && i < table->columns->len; i++)
        if (strcmp(g_array_index(table->columns, TableColumn, i).name, name) == 0)
            return (int)i;
    return -1;
}

const Cell *table_cell(const Table *table, guint row, guint column)
{
    return &g_array_index(table->cells, Cell, row * table->columns->len + column);
}

void table_append_null(Table *table)
{
    Cell cell = {.type = CELL_NULL};
    g_array_append_val(table->cells, cell);
}

void table_append_integer(Table *table, int64_t value)
{
    Cell cell = {.type = CELL_INTEGER, .integer = value};
    g_array_append_val(table->cells, cell);
}

void table_append_real(Table *table, double value)
{
    if (!isfinite(value)) {
        table_append_null(table);
        return;
    }
    Cell cell = {.type = CELL_REAL, .real = value};
    g_array_append_val(table->cells, cell);
}

void table_append_text(Table *table, const char *text)
{
    if (text == NULL) {
        table_append_null(table);
        return;
    }
    Cell cell = {.type = CELL_TEXT, .text = text_clean(text, -1)};
    g_array_append_val(table->cells, cell);
}

static const Cell *find_cell(const Table *table, guint row, const char *column)
{
    int at = table_find_column(table, column);
    return at >= 0 && row < table_n_rows(table) ? table_cell(table, row, (guint)at) : NULL;
}

int64_t table_integer(const Table *table, guint row, const char *column, int64_t fallback)
{
    const Cell *cell = find_cell(table, row, column);
    return cell != NULL && cell->type == CELL_INTEGER ? cell->integer : fallback;
}

double table_real(const Table *table, guint row, const char *column, double fallback)
{
    const Cell *cell = find_cell(table, row, column);
    if (cell == NULL || (cell->type != CELL_REAL && cell->type != CELL_INTEGER))
        return fallback;
    return cell->type == CELL_REAL ? cell->real : (double)cell->integer;
}

const char *table_text(const Table *table, guint row, const char *column, const char *fallback)
{
    const Cell *cell = find_cell(table, row, column);
    return cell != NULL && cell->type == CELL_TEXT ? cell->text : fallback;
}
