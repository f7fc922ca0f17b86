/* Workbooks of LibreOffice and others: OpenDocument 1.2 part 1, chapter 9. */
#include "workbook_private.h"
#include <stdio.h>
#include <string.h>

#define CONTENT "content.xml"
#define COLUMNS_MAX 4096u
#define ROWS_MAX 1048576u

typedef struct {
    GHashTable *hidden; /* names of styles of hidden tables */
    char *style;        /* that is being defined */
    GPtrArray *names;   /* char*: visible tables */
    guint depth;        /* of tables within tables */
} Names;

typedef struct {
    SheetText *sheet;
    const char *name;
    guint depth, wanted; /* of tables; at which depth the wanted one is, 0: not in it */
    bool done;
    guint row, column;
    guint rows, columns; /* for which the row and the cell stand */
    GPtrArray *cells;    /* char*: the row's, for its repetition */
    GString *text;
    bool typed;      /* the value was in an attribute */
    guint paragraph; /* depth of elements within one, 0: outside */
    guint notes;     /* depth of annotations */
} Cells;

static guint repeated(const char **names, const char **values, const char *name, guint most)
{
    const char *text = xml_attribute(names, values, name);
    guint64 number = 1;
    if (text && !g_ascii_string_to_unsigned(text, 10, 1, G_MAXUINT32, &number, NULL))
        number = 1;
    return (guint)MIN(number, most);
}

/* ---- the list of tables ---- */

static void names_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                        gpointer user_data, GError **error)
{
    Names *found = user_data;
    const char *local = xml_local(element), *display = xml_attribute(names, values, "display");
    (void)context, (void)error;
    if (g_str_equal(element, "style:style")) {
        g_free(found->style);
        found->style = g_strdup(xml_attribute(names, values, "name"));
    } else if (g_str_equal(local, "table-properties") && display && g_str_equal(display, "false") && found->style)
        g_hash_table_add(found->hidden, g_strdup(found->style));
    else if (g_str_equal(element, "table:table")) {
        const char *name = xml_attribute(names, values, "name"), *style = xml_attribute(names, values, "style-name");
        if (found->depth++ == 0 && name && !(style && g_hash_table_contains(found->hidden, style)))
            g_ptr_array_add(found->names, g_strdup(name));
    }
}

static void names_end(GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
    Names *found = user_data;
    (void)context, (void)error;
    if (g_str_equal(element, "table:table"))
        found->depth--;
}

static GPtrArray *sheet_names(const ZipArchive *archive, GError **error)
{
    static const GMarkupParser parser = {.start_element = names_start, .end_element = names_end};
    Names found = {.hidden = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                   .names = g_ptr_array_new_with_free_func(g_free)};
    if (!xml_read(archive, CONTENT, &parser, &found, NULL, error))
        g_clear_pointer(&found.names, g_ptr_array_unref);
    g_hash_table_unref(found.hidden);
    g_free(found.style);
    return found.names;
}

/* ---- cells ---- */

/* "PT14H30M00S" as "14:30:00", so that a clock in a column of its own can be told. */
static char *clock_text(const char *text)
{
    guint hours = 0, minutes = 0;
    double seconds = 0;
    if (sscanf(text, "PT%uH%uM%lfS", &hours, &minutes, &seconds) != 3 || minutes > 59 || seconds >= 60)
        return g_strdup(text);
    int64_t ms = (int64_t)(seconds * 1000 + 0.5);
    if (ms % 1000)
        return g_strdup_printf("%02u:%02u:%02d.%03d", hours, minutes, (int)(ms / 1000), (int)(ms % 1000));
    return g_strdup_printf("%02u:%02u:%02d", hours, minutes, (int)(ms / 1000));
}

/* The value that a cell's attributes give; NULL: it is in its paragraphs. Caller frees. */
static char *typed_value(const char **names, const char **values)
{
    const char *type = xml_attribute(names, values, "value-type"), *value = xml_attribute(names, values, "value"),
               *date = xml_attribute(names, values, "date-value"), *time = xml_attribute(names, values, "time-value");
    if (date)
        return g_strdup(date);
    if (time)
        return clock_text(time);
    return type && value ? shown_text(value, SHOWN_NUMBER, false) : NULL;
}

static void start_cell(Cells *cells, const char **names, const char **values)
{
    g_autofree char *value = typed_value(names, values);
    cells->columns = repeated(names, values, "number-columns-repeated", COLUMNS_MAX);
    cells->typed = value != NULL;
    g_string_assign(cells->text, value ? value : "");
}

static void end_cell(Cells *cells)
{
    g_strstrip(cells->text->str);
    for (guint i = 0; i < cells->columns && cells->column < COLUMNS_MAX; i++, cells->column++)
        if (*cells->text->str) {
            g_ptr_array_set_size(cells->cells, (int)cells->column);
            g_ptr_array_add(cells->cells, g_strdup(cells->text->str));
        }
}

static void end_row(Cells *cells)
{
    bool empty = cells->cells->len == 0;
    for (guint i = 0; i < cells->rows && !empty && cells->row < ROWS_MAX; i++, cells->row++)
        for (guint column = 0; column < cells->cells->len; column++)
            if (cells->cells->pdata[column])
                sheet_text_cell(cells->sheet, cells->row, column, cells->cells->pdata[column]);
    if (empty)
        cells->row = MIN(cells->row + cells->rows, ROWS_MAX);
    g_ptr_array_set_size(cells->cells, 0);
}

static void cells_start(GMarkupParseContext *context, const char *element, const char **names, const char **values,
                        gpointer user_data, GError **error)
{
    Cells *cells = user_data;
    const char *local = xml_local(element), *name = xml_attribute(names, values, "name");
    (void)context, (void)error;
    if (g_str_equal(element, "table:table") && ++cells->depth == 1 && name && g_str_equal(name, cells->name) &&
        !cells->done)
        cells->wanted = 1;
    if (cells->wanted == 0 || cells->depth != cells->wanted)
        return;
    if (g_str_equal(local, "annotation"))
        cells->notes++;
    if (g_str_equal(local, "table-row")) {
        cells->rows = repeated(names, values, "number-rows-repeated", ROWS_MAX);
        cells->column = 0;
    } else if (g_str_equal(local, "table-cell") || g_str_equal(local, "covered-table-cell"))
        start_cell(cells, names, values);
    else if (cells->paragraph > 0 || g_str_equal(local, "p")) {
        if (cells->paragraph++ == 0 && cells->text->len > 0 && !cells->typed)
            g_string_append_c(cells->text, ' ');
        if (g_str_equal(element, "text:s") && !cells->typed)
            g_string_append_c(cells->text, ' ');
    }
}

static void cells_text(GMarkupParseContext *context, const char *text, gsize n, gpointer user_data, GError **error)
{
    Cells *cells = user_data;
    (void)context, (void)error;
    if (cells->paragraph > 0 && !cells->typed && cells->notes == 0 && cells->depth == cells->wanted)
        g_string_append_len(cells->text, text, (gssize)n);
}

static void cells_end(GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
    Cells *cells = user_data;
    const char *local = xml_local(element);
    (void)context, (void)error;
    if (g_str_equal(element, "table:table")) {
        cells->done |= cells->wanted == cells->depth;
        cells->wanted = cells->wanted == cells->depth ? 0 : cells->wanted;
        cells->depth--;
        return;
    }
    if (cells->wanted == 0 || cells->depth != cells->wanted)
        return;
    if (cells->paragraph > 0)
        cells->paragraph--;
    if (g_str_equal(local, "annotation") && cells->notes > 0)
        cells->notes--;
    else if (g_str_equal(local, "table-cell") || g_str_equal(local, "covered-table-cell"))
        end_cell(cells);
    else if (g_str_equal(local, "table-row"))
        end_row(cells);
}

static bool read_sheet(const ZipArchive *archive, const char *name, SheetText *sheet, const bool *stop, GError **error)
{
    static const GMarkupParser parser = {.start_element = cells_start, .text = cells_text, .end_element = cells_end};
    Cells cells = {
        .sheet = sheet, .name = name, .text = g_string_new(NULL), .cells = g_ptr_array_new_with_free_func(g_free)};
    bool ok = xml_read(archive, CONTENT, &parser, &cells, stop, error);
    g_string_free(cells.text, TRUE);
    g_ptr_array_unref(cells.cells);
    return ok;
}

const WorkbookKind workbook_ods = {CONTENT, sheet_names, read_sheet};
