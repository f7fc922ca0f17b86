#include "sheet_plan.h"
#include "nines/base/text.h"
#include "term_width.h"
#include <string.h>

#define WIDEST_COLUMN 60.0
#define NARROWEST_COLUMN 7.0
#define FILTER_BUTTON 3.0 /* that Excel puts into each header */
#define BOLD 1.12         /* wider than plain text */
#define LINE_POINTS 15.5
#define NARROW_LETTERS 1.08 /* running text is narrower than the digits that widths count */
#define MOST_LINES 26       /* a row is at most 409 points high */
#define SAMPLED_ROWS 4000   /* for widths */
#define TEXT_COLUMNS 110    /* of the lines above the table */

static void column_clear(gpointer data)
{
    ColumnPlan *column = data;
    g_free(column->header);
    g_free(column->number_format);
    formula_free(column->formula);
    formula_free(column->first);
}

void sheet_plan_free(SheetPlan *plan)
{
    if (plan == NULL)
        return;
    g_free(plan->table_name);
    g_ptr_array_unref(plan->lines);
    g_array_unref(plan->columns);
    g_free(plan);
}

/* ---- columns ---- */

static bool header_is_taken(const SheetPlan *plan, const char *header)
{
    g_autofree char *folded = g_utf8_casefold(header, -1);
    for (guint i = 0; i < plan->columns->len; i++) {
        g_autofree char *other = g_utf8_casefold(sheet_plan_column(plan, i)->header, -1);
        if (strcmp(folded, other) == 0)
            return true;
    }
    return false;
}

static char *unique_header(const SheetPlan *plan, const char *title, const char *field)
{
    g_autofree char *plain = title != NULL ? text_clean(title, -1) : title_of_field(field);
    /* Instants stand in UTC here, as live arithmetic needs them; pages show the report's zone under the same title. */
    bool is_utc = unit_of_name(field) == UNIT_INSTANT && strstr(plain, "UTC") == NULL;
    g_autofree char *made = g_strconcat(plain, is_utc ? " (UTC)" : "", NULL);
    g_autofree char *cut = text_shorten(g_strstrip(g_strdelimit(made, "\t\n", ' ')), 200);
    char *header = g_strdup(cut[0] != '\0' ? cut : field);
    for (int n = 2; header_is_taken(plan, header); n++) {
        g_free(header);
        header = g_strdup_printf("%s %d", cut, n);
    }
    return header;
}

/* Headers are bold, and carry the filter's button. */
static double header_width(const char *header)
{
    g_auto(GStrv) words = g_strsplit(header, " ", -1);
    double widest = 0;
    for (guint i = 0; words[i] != NULL; i++)
        widest = MAX(widest, term_width(words[i]));
    return BOLD * MAX(widest, MIN((double)term_width(header), 14.0)) + FILTER_BUTTON;
}

static double content_width(const SheetPlan *plan, const ColumnPlan *column, const Zone *zone)
{
    const Table *table = plan->sheet->table;
    guint step = MAX(plan->n_rows / SAMPLED_ROWS, 1);
    double widest = 0;
    for (guint row = 0; row < plan->n_rows; row += step) {
        SheetValue value;
        const char *currency = column->money ? row_currency(table, row) : NULL;
        sheet_value(table_cell(table, row, column->table_column), column->field, currency, zone, &value);
        const char *format = column->money ? "#,##0.00" : column->number_format;
        widest = MAX(widest, value_width(&value, column->field, format));
    }
    return widest;
}

static bool is_summable(const char *field)
{
    Unit unit = unit_of_name(field);
    return unit == UNIT_COUNT || unit == UNIT_DURATION || unit == UNIT_MONEY;
}

static bool has_one_currency(const Table *table, guint n_rows)
{
    for (guint row = 1; row < n_rows; row++)
        if (g_strcmp0(row_currency(table, row), row_currency(table, 0)) != 0)
            return false;
    return true;
}

static double column_sum(const SheetPlan *plan, const ColumnPlan *column)
{
    const Table *table = plan->sheet->table;
    double sum = 0;
    for (guint row = 0; row < plan->n_rows; row++) {
        SheetValue value;
        const char *currency = column->money ? row_currency(table, row) : NULL;
        sheet_value(table_cell(table, row, column->table_column), column->field, currency, NULL, &value);
        sum += value.type == CELL_REAL ? value.number : 0;
    }
    return sum;
}

static void size_column(const SheetPlan *plan, ColumnPlan *column, double wish, const Zone *zone)
{
    double sign = column->style == STYLE_VERDICT ? 4.0 : 0; /* before the word */
    double width = content_width(plan, column, zone) + (column->right ? 1.5 : 2.5) + sign;
    column->wrap = column->number_format == NULL && !column->money && width > WIDEST_COLUMN;
    if (wish > 0) {
        column->wrap = column->number_format == NULL && !column->money && width > wish;
        column->width = MIN(wish, 255);
        return;
    }
    column->width = CLAMP(MAX(width, header_width(column->header)), NARROWEST_COLUMN, WIDEST_COLUMN);
}

static void add_column(SheetPlan *plan, const SheetColumn *source, const char *field, guint table_column,
                       const Zone *zone)
{
    const Table *table = plan->sheet->table;
    ColumnPlan column = {.field = field, .table_column = table_column, .group_column = -1};
    column.header = unique_header(plan, source != NULL ? source->title : NULL, field);
    column.money = unit_of_name(field) == UNIT_MONEY;
    column.number_format = column.money ? NULL : column_number_format(table, table_column, zone);
    column.right = column.money || column.number_format != NULL;
    column.total =
        plan->sheet->totals && is_summable(field) && (!column.money || has_one_currency(table, plan->n_rows));
    if (source != NULL) {
        column.style = source->style;
        column.note = source->note;
        column.formula_text = source->formula;
        column.first_text = source->first;
        column.group_column = source->group != NULL ? table_find_column(table, source->group) : -1;
    }
    column.sum = column.total ? column_sum(plan, &column) : 0;
    plan->totals |= column.total;
    size_column(plan, &column, source != NULL ? source->width : 0, zone);
    g_array_append_val(plan->columns, column);
}

static bool fail_field(const Sheet *sheet, const char *field, GError **error)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (guint i = 0; i < table_n_columns(sheet->table); i++)
        g_ptr_array_add(known, g_array_index(sheet->table->columns, TableColumn, i).name);
    g_ptr_array_add(known, NULL);
    const char *near = text_nearest(field, (const char *const *)known->pdata);
    error_at(error, ERROR_CONFIG, NULL, 0, 0, "sheet \"%s\": the query has no column \"%s\"%s%s%s", sheet->name, field,
             near != NULL ? "; did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "");
    return false;
}

static bool add_named_column(SheetPlan *plan, const SheetColumn *source, const Zone *zone, GError **error)
{
    const Sheet *sheet = plan->sheet;
    int at = table_find_column(sheet->table, source->field);
    if (at < 0)
        return fail_field(sheet, source->field, error);
    if (source->group != NULL && table_find_column(sheet->table, source->group) < 0)
        return fail_field(sheet, source->group, error);
    add_column(plan, source, source->field, (guint)at, zone);
    return true;
}

static bool add_columns(SheetPlan *plan, const Zone *zone, GError **error)
{
    const Sheet *sheet = plan->sheet;
    if (sheet->columns != NULL && sheet->columns->len > 0) {
        for (guint i = 0; i < sheet->columns->len; i++)
            if (!add_named_column(plan, g_ptr_array_index(sheet->columns, i), zone, error))
                return false;
        return true;
    }
    for (guint i = 0; i < table_n_columns(sheet->table); i++)
        add_column(plan, NULL, g_array_index(sheet->table->columns, TableColumn, i).name, i, zone);
    return true;
}

/* ---- rows ---- */

/* A word that is wider than the column breaks too. */
static guint cell_lines(const char *text, double width)
{
    guint room = (guint)MAX((width - 2.0) * NARROW_LETTERS, 4.0), lines = 0;
    g_auto(GStrv) wrapped = term_width_wrap(text, room);
    for (guint i = 0; wrapped[i] != NULL; i++)
        lines += MAX((term_width(wrapped[i]) + room - 1) / room, 1);
    return MIN(lines, MOST_LINES);
}

guint sheet_plan_row_lines(const SheetPlan *plan, guint row)
{
    guint most = 1;
    for (guint i = 0; plan->wraps && i < plan->columns->len; i++) {
        const ColumnPlan *column = sheet_plan_column(plan, i);
        const Cell *cell = table_cell(plan->sheet->table, row, column->table_column);
        if (column->wrap && cell->type == CELL_TEXT)
            most = MAX(most, cell_lines(cell->text, column->width));
    }
    return most;
}

/* ---- the sheet ---- */

/* The first strong column, when it is near, names the row. */
static guint key_columns(const SheetPlan *plan)
{
    for (guint i = 0; i < plan->columns->len && i < 3; i++)
        if (sheet_plan_column(plan, i)->style == STYLE_STRONG)
            return i + 1;
    return 1;
}

static void sum_up(SheetPlan *plan)
{
    plan->key_columns = key_columns(plan);
    for (guint i = 0; i < plan->columns->len; i++) {
        plan->width += sheet_plan_column(plan, i)->width;
        plan->wraps |= sheet_plan_column(plan, i)->wrap;
    }
}

static guint header_lines(const ColumnPlan *column)
{
    double room = MAX((column->width - FILTER_BUTTON) / BOLD, 1.0);
    g_auto(GStrv) lines = term_width_wrap(column->header, (guint)room);
    return g_strv_length(lines);
}

static double header_height(const SheetPlan *plan)
{
    guint most = 1;
    for (guint i = 0; i < plan->columns->len; i++)
        most = MAX(most, header_lines(sheet_plan_column(plan, i)));
    return LINE_POINTS * MIN(most, 6) + 3.0;
}

static void add_lines(SheetPlan *plan, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return;
    g_auto(GStrv) lines = term_width_wrap(text, TEXT_COLUMNS);
    for (guint i = 0; lines[i] != NULL; i++)
        g_ptr_array_add(plan->lines, g_strdup(lines[i]));
}

SheetPlan *sheet_plan_new(const Sheet *sheet, const char *table_name, const Zone *zone, GError **error)
{
    if (sheet->table == NULL || table_n_columns(sheet->table) == 0)
        return error_at(error, ERROR_CONFIG, NULL, 0, 0, "sheet \"%s\" has no columns", sheet->name), NULL;
    g_autoptr(SheetPlan) plan = g_new0(SheetPlan, 1);
    plan->sheet = sheet;
    plan->table_name = g_strdup(table_name);
    plan->lines = g_ptr_array_new_with_free_func(g_free);
    plan->columns = g_array_new(FALSE, TRUE, sizeof(ColumnPlan));
    g_array_set_clear_func(plan->columns, column_clear);
    plan->n_rows = table_n_rows(sheet->table);
    g_ptr_array_add(plan->lines, text_clean(sheet->title != NULL ? sheet->title : sheet->name, -1));
    add_lines(plan, sheet->text);
    if (plan->n_rows == 0)
        add_lines(plan, sheet->empty != NULL ? sheet->empty : "There is nothing to list for this period.");
    plan->header_row = plan->lines->len + 1;
    if (!add_columns(plan, zone, error))
        return NULL;
    plan->header_height = header_height(plan);
    sum_up(plan);
    return g_steal_pointer(&plan);
}

const ColumnPlan *sheet_plan_column(const SheetPlan *plan, guint index)
{
    return &g_array_index(plan->columns, ColumnPlan, index);
}

int sheet_plan_find_field(const SheetPlan *plan, const char *field)
{
    for (guint i = 0; field != NULL && i < plan->columns->len; i++)
        if (strcmp(sheet_plan_column(plan, i)->field, field) == 0)
            return (int)i;
    return -1;
}

/* ---- formulas ---- */

void sheet_plan_declare(const SheetPlan *plan, FormulaScope *scope)
{
    const char *alias = plan->sheet->table_name != NULL ? plan->sheet->table_name : plan->table_name;
    FormulaTable *table = formula_scope_add_table(scope, plan->table_name, alias);
    for (guint i = 0; i < plan->columns->len; i++) {
        const ColumnPlan *column = sheet_plan_column(plan, i);
        formula_table_add_field(table, column->field, column->header, i);
    }
}

static const FormulaTable *own_table(const SheetPlan *plan, const FormulaScope *scope)
{
    for (guint i = 0; i < scope->tables->len; i++) {
        const FormulaTable *table = g_ptr_array_index(scope->tables, i);
        if (strcmp(table->name, plan->table_name) == 0)
            return table;
    }
    return NULL;
}

static bool compile_one(const char *text, const SheetPlan *plan, const ColumnPlan *column, const FormulaScope *scope,
                        Formula **out, GError **error)
{
    if (text == NULL)
        return true;
    g_autofree char *where = g_strdup_printf("sheet \"%s\", column \"%s\"", plan->sheet->name, column->field);
    *out = formula_compile(text, scope, own_table(plan, scope), where, error);
    return *out != NULL;
}

bool sheet_plan_compile(SheetPlan *plan, const FormulaScope *scope, GError **error)
{
    for (guint i = 0; i < plan->columns->len; i++) {
        ColumnPlan *column = &g_array_index(plan->columns, ColumnPlan, i);
        if (!compile_one(column->formula_text, plan, column, scope, &column->formula, error) ||
            !compile_one(column->first_text, plan, column, scope, &column->first, error))
            return false;
    }
    return true;
}

static bool cells_equal(const Cell *a, const Cell *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == CELL_TEXT)
        return strcmp(a->text, b->text) == 0;
    return a->type == CELL_NULL || (a->type == CELL_INTEGER ? a->integer == b->integer : a->real == b->real);
}

bool sheet_plan_begins_group(const SheetPlan *plan, const ColumnPlan *column, guint row)
{
    if (row == 0 || column->group_column < 0)
        return row == 0;
    const Table *table = plan->sheet->table;
    guint group = (guint)column->group_column;
    return !cells_equal(table_cell(table, row, group), table_cell(table, row - 1, group));
}

const Formula *sheet_plan_formula(const SheetPlan *plan, const ColumnPlan *column, guint row)
{
    if (column->formula == NULL)
        return NULL;
    if (!column->formula->uses_prev && column->first == NULL)
        return column->formula;
    return sheet_plan_begins_group(plan, column, row) ? column->first : column->formula;
}

char *sheet_plan_column_reference(const SheetPlan *plan, const ColumnPlan *column)
{
    return formula_reference(plan->table_name, column->header);
}
