/* Sheets and figures of a definition: columns, formulas, notes. */
#include "filler.h"
#include "nines/base/text.h"
#include "nines/calc/glossary.h"
#include <string.h>

static const char *const sheet_keys[] = {"name", "table",   "title",  "text",   "empty",      "query",
                                         "sql",  "columns", "charts", "totals", "live_up_to", NULL};
static const char *const column_keys[] = {"field", "title", "formula", "first", "group",
                                          "width", "style", "note",    NULL};
static const char *const style_words[] = {"plain", "verdict", "bar", "strong", "quiet", "link", "heat", "trend", NULL};

/* A note is a glossary key (its definition is printed) or a sentence. */
static bool read_note(const Filler *filler, const YamlNode *node, char **out, GError **error)
{
    if (node == NULL)
        return true;
    const GlossaryEntry *entry = node->kind == YAML_SCALAR ? glossary_find(node->text) : NULL;
    if (node->kind != YAML_SCALAR || (entry == NULL && strchr(node->text, ' ') == NULL)) {
        yaml_error(error, filler->yaml, node,
                   "a note is a sentence, or a key of the glossary such as \"availability\"");
        return false;
    }
    *out = g_strdup(entry != NULL ? entry->definition : node->text);
    return true;
}

static bool fill_column_style(const Filler *filler, const YamlNode *item, SheetColumn *column, GError **error)
{
    const YamlNode *style = yaml_get(item, "style"), *width = yaml_get(item, "width");
    int word = STYLE_PLAIN;
    if (style != NULL && !yaml_read_word(filler->yaml, style, style_words, &word, error))
        return false;
    column->style = (ColumnStyle)word;
    return width == NULL || yaml_read_real(filler->yaml, width, 1, 120, &column->width, error);
}

static bool fill_column(const Filler *filler, Sheet *sheet, const YamlNode *item, GError **error)
{
    const YamlNode *field = item->kind == YAML_SCALAR ? item : yaml_get(item, "field");
    if (item->kind == YAML_MAPPING && !yaml_check_keys(filler->yaml, item, "column", column_keys, error))
        return false;
    if (field == NULL || field->kind != YAML_SCALAR) {
        yaml_error(error, filler->yaml, item, "a column needs a field of the query");
        return false;
    }
    if (!filler_check_field(filler, sheet->table, field, error))
        return false;
    SheetColumn *column = sheet_add_column(sheet, field->text, yaml_text(item, "title", field->text));
    column->formula = g_strdup(yaml_text(item, "formula", NULL));
    column->first = g_strdup(yaml_text(item, "first", NULL));
    column->group = g_strdup(yaml_text(item, "group", NULL));
    if (!read_note(filler, yaml_get(item, "note"), &column->note, error))
        return false;
    return item->kind == YAML_SCALAR || fill_column_style(filler, item, column, error);
}

static bool fill_columns(const Filler *filler, Sheet *sheet, const YamlNode *columns, GError **error)
{
    if (columns != NULL && columns->kind != YAML_SEQUENCE) {
        yaml_error(error, filler->yaml, columns, "\"columns\" is a list");
        return false;
    }
    for (guint i = 0; columns != NULL && i < columns->children->len; i++)
        if (!fill_column(filler, sheet, g_ptr_array_index(columns->children, i), error))
            return false;
    return true;
}

static bool fill_sheet_charts(const Filler *filler, Sheet *sheet, const YamlNode *charts, GError **error)
{
    for (guint i = 0; charts != NULL && i < charts->children->len; i++) {
        Chart *chart = filler_chart(filler, g_ptr_array_index(charts->children, i), error);
        if (chart == NULL)
            return false;
        g_ptr_array_add(sheet->charts, chart);
    }
    return true;
}

static bool check_sheet_name(const Filler *filler, const YamlNode *item, const char *name, GError **error)
{
    const YamlNode *node = yaml_get(item, "name");
    if (name == NULL || g_utf8_strlen(name, -1) > 31 || strpbrk(name, "[]:*?/\\") != NULL) {
        yaml_error(error, filler->yaml, node != NULL ? node : item,
                   "a sheet needs a name of at most 31 characters, without []:*?/\\");
        return false;
    }
    for (guint i = 0; i < filler->document->sheets->len; i++) {
        const Sheet *other = g_ptr_array_index(filler->document->sheets, i);
        if (g_ascii_strcasecmp(other->name, name) == 0) {
            yaml_error(error, filler->yaml, node, "a second sheet \"%s\"", name);
            return false;
        }
    }
    return true;
}

/* Formulas over many rows cost their square in a recalculation: above the limit the sheet holds values. */
static bool limit_live(const Filler *filler, Sheet *sheet, const YamlNode *limit, GError **error)
{
    int64_t rows = 0;
    if (limit == NULL)
        return true;
    if (!yaml_read_int(filler->yaml, limit, 0, 1048576, &rows, error))
        return false;
    for (guint i = 0; table_n_rows(sheet->table) > rows && i < sheet->columns->len; i++)
        g_clear_pointer(&((SheetColumn *)g_ptr_array_index(sheet->columns, i))->formula, g_free);
    return true;
}

static bool fill_sheet(Filler *filler, const YamlNode *item, GError **error)
{
    const char *name = yaml_text(item, "name", NULL);
    if (!yaml_check_keys(filler->yaml, item, "sheet", sheet_keys, error) ||
        !check_sheet_name(filler, item, name, error))
        return false;
    Sheet *sheet = sheet_new(name);
    g_ptr_array_add(filler->document->sheets, sheet);
    sheet->table_name = g_strdup(yaml_text(item, "table", name));
    g_autoptr(Table) table = NULL;
    if (!fill_table(filler, item, name, &table, error))
        return false;
    g_clear_pointer(&sheet->table, table_free);
    sheet->table = g_steal_pointer(&table);
    const YamlNode *totals = yaml_get(item, "totals");
    if (totals != NULL && !yaml_read_bool(filler->yaml, totals, &sheet->totals, error))
        return false;
    return fill_text(filler, yaml_get(item, "title"), &sheet->title, error) &&
           fill_text(filler, yaml_get(item, "text"), &sheet->text, error) &&
           fill_text(filler, yaml_get(item, "empty"), &sheet->empty, error) &&
           fill_columns(filler, sheet, yaml_get(item, "columns"), error) &&
           limit_live(filler, sheet, yaml_get(item, "live_up_to"), error) &&
           fill_sheet_charts(filler, sheet, yaml_get(item, "charts"), error);
}

bool fill_sheets(Filler *filler, const YamlNode *node, GError **error)
{
    return filler_each(filler, node, "sheets", fill_sheet, error);
}

Sheet *filler_sheet(const Filler *filler, const YamlNode *node, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < filler->document->sheets->len; i++) {
        Sheet *sheet = g_ptr_array_index(filler->document->sheets, i);
        if (node->text != NULL && strcmp(sheet->name, node->text) == 0)
            return sheet;
        g_ptr_array_add(names, sheet->name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = node->text ? text_nearest(node->text, (const char *const *)names->pdata) : NULL;
    yaml_error(error, filler->yaml, node, "no sheet \"%s\"%s%s%s", node->text ? node->text : "",
               near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return NULL;
}

/* ---- figures ---- */

static const char *const figure_keys[] = {"name", "title", "query", "sql", "formula", "note", "beside", NULL};

/* The first cell of the first row is the value; a second column named "currency" gives a money's currency. */
static void take_value(Figure *figure, const Table *table)
{
    if (table_n_rows(table) == 0 || table_n_columns(table) == 0)
        return;
    figure->value = *table_cell(table, 0, 0);
    if (figure->value.type == CELL_TEXT)
        figure->value.text = g_strdup(figure->value.text);
    figure->currency = g_strdup(table_text(table, 0, "currency", NULL));
}

static bool fill_figure(Filler *filler, const YamlNode *item, GError **error)
{
    const char *name = yaml_text(item, "name", NULL);
    if (!yaml_check_keys(filler->yaml, item, "figure", figure_keys, error))
        return false;
    if (name == NULL) {
        yaml_error(error, filler->yaml, item, "a figure needs a name whose ending gives its unit");
        return false;
    }
    g_autoptr(Table) table = NULL;
    if (!fill_table(filler, item, name, &table, error))
        return false;
    Figure *figure = figure_new(name, yaml_text(item, "title", name));
    g_ptr_array_add(filler->document->figures, figure);
    take_value(figure, table);
    figure->formula = g_strdup(yaml_text(item, "formula", NULL));
    return fill_text(filler, yaml_get(item, "beside"), &figure->beside, error) &&
           read_note(filler, yaml_get(item, "note"), &figure->note, error);
}

bool fill_figures(Filler *filler, const YamlNode *node, GError **error)
{
    return filler_each(filler, node, "figures", fill_figure, error);
}
