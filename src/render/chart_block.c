#include "chart_block.h"
#include "cells.h"
#include <string.h>

static bool is_encoded(const Chart *chart, const Encoding *encoding)
{
    return encoding->field != NULL && table_find_column(chart->table, encoding->field) >= 0;
}

static bool is_text(const Chart *chart, const Encoding *encoding)
{
    int column = table_find_column(chart->table, encoding->field);
    for (guint row = 0; row < table_n_rows(chart->table); row++)
        if (table_cell(chart->table, row, (guint)column)->type == CELL_TEXT)
            return true;
    return false;
}

static bool lies_down(Mark mark)
{
    return mark == MARK_HBAR || mark == MARK_DOT || mark == MARK_PARETO || mark == MARK_GANTT;
}

/* Reads the whole table: not for loops over its rows. */
const Encoding *chart_category(const Chart *chart)
{
    const Encoding *first = lies_down(chart->mark) ? &chart->y : &chart->x;
    const Encoding *second = lies_down(chart->mark) ? &chart->x : &chart->y;
    if (!is_encoded(chart, first))
        return is_encoded(chart, second) ? second : NULL;
    if (is_encoded(chart, second) && is_text(chart, second) && !is_text(chart, first))
        return second;
    return first;
}

const Encoding *chart_measure(const Chart *chart)
{
    if (is_encoded(chart, &chart->value))
        return &chart->value;
    const Encoding *other = chart_category(chart) == &chart->x ? &chart->y : &chart->x;
    return is_encoded(chart, other) ? other : NULL;
}

/* Each category in one row: series that only colour (verdicts) need no columns of their own. */
static bool is_single(const Chart *chart)
{
    if (!lies_down(chart->mark))
        return false;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    int column = table_find_column(chart->table, chart_category(chart)->field);
    for (guint row = 0; row < table_n_rows(chart->table); row++) {
        const Cell *cell = table_cell(chart->table, row, (guint)column);
        if (cell->type != CELL_TEXT || !g_hash_table_add(seen, cell->text))
            return false;
    }
    return true;
}

ChartBlockKind chart_block_kind(const Chart *chart)
{
    static const ChartBlockKind kinds[] = {
        [MARK_LINE] = BLOCK_PLAIN,      [MARK_BAR] = BLOCK_PLAIN,     [MARK_HBAR] = BLOCK_PLAIN,
        [MARK_DOT] = BLOCK_PLAIN,       [MARK_WHISKER] = BLOCK_PLAIN, [MARK_STRIP] = BLOCK_NONE,
        [MARK_STEP] = BLOCK_STEPS,      [MARK_GANTT] = BLOCK_SPANS,   [MARK_HEAT] = BLOCK_NONE,
        [MARK_WATERFALL] = BLOCK_FALLS, [MARK_PARETO] = BLOCK_PLAIN,  [MARK_CALENDAR] = BLOCK_NONE,
    };
    ChartBlockKind kind = kinds[chart->mark];
    if (chart->table == NULL || table_n_rows(chart->table) == 0 || kind == BLOCK_NONE)
        return BLOCK_NONE;
    if (chart_category(chart) == NULL || chart_measure(chart) == NULL ||
        (kind == BLOCK_SPANS && !is_encoded(chart, &chart->x2)))
        return BLOCK_NONE;
    if (!is_encoded(chart, &chart->series) || kind == BLOCK_FALLS || kind == BLOCK_SPANS)
        return kind;
    if (kind != BLOCK_PLAIN)
        return BLOCK_NONE;
    return is_single(chart) ? BLOCK_PLAIN : BLOCK_PIVOT;
}

/* ---- cells ---- */

static const Cell *cell_of(const Chart *chart, guint row, const char *field)
{
    return table_cell(chart->table, row, (guint)table_find_column(chart->table, field));
}

static double number_of(const Cell *cell)
{
    if (cell->type == CELL_INTEGER)
        return (double)cell->integer;
    return cell->type == CELL_REAL ? cell->real : 0;
}

static void add_cell(ChartBlock *block, const Cell *cell)
{
    g_array_append_vals(block->cells, cell, 1);
}

static void add_number(ChartBlock *block, double number)
{
    Cell cell = {.type = CELL_REAL, .real = number};
    add_cell(block, &cell);
}

static void add_column(ChartBlock *block, const char *header, const char *field)
{
    ChartBlockColumn column = {.header = g_strdup(header), .field = field};
    g_array_append_val(block->columns, column);
}

static void add_encoded(ChartBlock *block, const Encoding *encoding)
{
    bool is_titled = encoding->title != NULL && encoding->title[0] != '\0';
    g_autofree char *title = is_titled ? g_strdup(encoding->title) : title_of_field(encoding->field);
    add_column(block, title, encoding->field);
}

/* ---- shapes ---- */

static void fill_plain(ChartBlock *block, const Chart *chart)
{
    const Encoding *extras[] = {&chart->target, &chart->low, &chart->high};
    bool whiskers = chart->mark == MARK_WHISKER || chart->mark == MARK_DOT;
    add_encoded(block, chart_measure(chart));
    for (guint i = 0; i < G_N_ELEMENTS(extras); i++)
        if (is_encoded(chart, extras[i]) && (i == 0 || whiskers))
            add_encoded(block, extras[i]);
    for (guint row = 0; row < table_n_rows(chart->table); row++)
        for (guint i = 0; i < block->columns->len; i++)
            add_cell(block, cell_of(chart, row, chart_block_column(block, i)->field));
}

static void fill_steps(ChartBlock *block, const Chart *chart)
{
    const char *x = chart_category(chart)->field, *y = chart_measure(chart)->field;
    add_encoded(block, chart_measure(chart));
    for (guint row = 0; row < table_n_rows(chart->table); row++) {
        if (row > 0) {
            add_cell(block, cell_of(chart, row, x));
            add_cell(block, cell_of(chart, row - 1, y));
        }
        add_cell(block, cell_of(chart, row, x));
        add_cell(block, cell_of(chart, row, y));
    }
}

static void fill_falls(ChartBlock *block, const Chart *chart)
{
    const char *field = chart_measure(chart)->field, *category = chart_category(chart)->field;
    add_column(block, "Base", field);
    add_column(block, "Rise", field);
    add_column(block, "Fall", field);
    double before = 0;
    for (guint row = 0; row < table_n_rows(chart->table); row++) {
        double step = number_of(cell_of(chart, row, field));
        const Cell *series = is_encoded(chart, &chart->series) ? cell_of(chart, row, chart->series.field) : NULL;
        if (series != NULL && series->type == CELL_TEXT && g_ascii_strcasecmp(series->text, "total") == 0)
            before = 0; /* a total stands on the ground */
        add_cell(block, cell_of(chart, row, category));
        add_number(block, MIN(before, before + step));
        add_number(block, MAX(step, 0));
        add_number(block, MAX(-step, 0));
        before += step;
    }
}

static char *key_of(const Cell *cell)
{
    switch (cell->type) {
    case CELL_INTEGER:
        return g_strdup_printf("%" G_GINT64_FORMAT, cell->integer);
    case CELL_REAL:
        return g_strdup_printf("%.17g", cell->real);
    case CELL_TEXT:
        return g_strdup(cell->text);
    default:
        return g_strdup("");
    }
}

/* Index of a key in order of first appearance; *is_new says that it was not there. */
static guint index_of(GHashTable *seen, const Cell *cell, bool *is_new)
{
    g_autofree char *key = key_of(cell);
    gpointer known;
    *is_new = !g_hash_table_lookup_extended(seen, key, NULL, &known);
    if (!*is_new)
        return GPOINTER_TO_UINT(known);
    guint index = g_hash_table_size(seen);
    g_hash_table_insert(seen, g_steal_pointer(&key), GUINT_TO_POINTER(index));
    return index;
}

static GHashTable *keys_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void gather_series(ChartBlock *block, const Chart *chart, GHashTable *series)
{
    const char *measure = chart_measure(chart)->field;
    for (guint row = 0; row < table_n_rows(chart->table); row++) {
        bool is_new;
        const Cell *cell = cell_of(chart, row, chart->series.field);
        index_of(series, cell, &is_new);
        if (!is_new)
            continue;
        g_autofree char *name = cell->type == CELL_NULL ? g_strdup("(none)") : key_of(cell);
        add_column(block, name, measure);
    }
}

static void fill_pivot(ChartBlock *block, const Chart *chart)
{
    g_autoptr(GHashTable) series = keys_new();
    g_autoptr(GHashTable) categories = keys_new();
    const Cell blank = {.type = CELL_NULL};
    const char *of_category = chart_category(chart)->field, *of_measure = chart_measure(chart)->field;
    gather_series(block, chart, series);
    for (guint row = 0; row < table_n_rows(chart->table); row++) {
        bool is_new;
        const Cell *category = cell_of(chart, row, of_category);
        guint at = index_of(categories, category, &is_new);
        for (guint i = 0; is_new && i < block->columns->len; i++)
            add_cell(block, i == 0 ? category : &blank);
        guint column = index_of(series, cell_of(chart, row, chart->series.field), &is_new) + 1;
        g_array_index(block->cells, Cell, at * block->columns->len + column) = *cell_of(chart, row, of_measure);
    }
}

static void fill_spans(ChartBlock *block, const Chart *chart)
{
    g_autoptr(GHashTable) series = keys_new();
    const Cell blank = {.type = CELL_NULL};
    const char *category = chart_category(chart)->field;
    bool has_series = is_encoded(chart, &chart->series), is_new;
    add_column(block, "From", "from_local");
    if (has_series)
        gather_series(block, chart, series);
    else
        add_column(block, "Length", "length_ms");
    for (guint i = 2; i < block->columns->len; i++)
        g_array_index(block->columns, ChartBlockColumn, i).field = "length_ms";
    for (guint row = 0; row < table_n_rows(chart->table); row++) {
        const Cell *from = cell_of(chart, row, chart->x.field), *to = cell_of(chart, row, chart->x2.field);
        guint at = has_series ? index_of(series, cell_of(chart, row, chart->series.field), &is_new) : 0;
        add_cell(block, cell_of(chart, row, category));
        add_cell(block, from);
        for (guint i = 2; i < block->columns->len; i++)
            if (i == at + 2 && to->type != CELL_NULL)
                add_number(block, number_of(to) - number_of(from));
            else
                add_cell(block, &blank);
    }
}

static void column_clear(gpointer data)
{
    g_free(((ChartBlockColumn *)data)->header);
}

ChartBlock *chart_block_new(const Chart *chart)
{
    static void (*const fillers[])(ChartBlock *, const Chart *) = {[BLOCK_PLAIN] = fill_plain,
                                                                   [BLOCK_PIVOT] = fill_pivot,
                                                                   [BLOCK_STEPS] = fill_steps,
                                                                   [BLOCK_FALLS] = fill_falls,
                                                                   [BLOCK_SPANS] = fill_spans};
    ChartBlockKind kind = chart_block_kind(chart);
    if (kind == BLOCK_NONE)
        return NULL;
    ChartBlock *block = g_new0(ChartBlock, 1);
    block->kind = kind;
    block->columns = g_array_new(FALSE, TRUE, sizeof(ChartBlockColumn));
    block->cells = g_array_new(FALSE, TRUE, sizeof(Cell));
    g_array_set_clear_func(block->columns, column_clear);
    add_encoded(block, chart_category(chart));
    fillers[kind](block, chart);
    block->n_rows = block->cells->len / block->columns->len;
    return block;
}

void chart_block_free(ChartBlock *block)
{
    if (block == NULL)
        return;
    g_array_unref(block->columns);
    g_array_unref(block->cells);
    g_free(block);
}

const ChartBlockColumn *chart_block_column(const ChartBlock *block, guint index)
{
    return &g_array_index(block->columns, ChartBlockColumn, index);
}

const Cell *chart_block_cell(const ChartBlock *block, guint row, guint column)
{
    return &g_array_index(block->cells, Cell, row * block->columns->len + column);
}
