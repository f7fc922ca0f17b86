#include "nines/render/export.h"
#include "export_view.h"
#include "nines/base/file.h"
#include "nines/base/text.h"
#include <string.h>

static const struct {
    const char *name, *extension;
    void (*write)(GString *out, const View *view, const ExportOptions *options);
} kinds[EXPORT_KINDS] = {
    [EXPORT_JSON] = {"json", "json", export_view_json},
    [EXPORT_CSV] = {"csv", "csv", export_view_csv},
    [EXPORT_MARKDOWN] = {"markdown", "md", export_view_markdown},
    [EXPORT_TEXT] = {"text", "txt", export_view_text},
};

static const ExportOptions no_options = {.format = NULL};

bool export_find(const char *name, ExportKind *out)
{
    for (guint i = 0; i < EXPORT_KINDS; i++) {
        if (strcmp(name, kinds[i].name) != 0 && strcmp(name, kinds[i].extension) != 0)
            continue;
        *out = (ExportKind)i;
        return true;
    }
    return false;
}

/* ---- views ---- */

static void view_add(View *view, const char *field, const char *title, guint column)
{
    ViewColumn entry = {.field = field, .title = title, .column = column};
    g_array_append_val(view->columns, entry);
}

View view_of_table(const Table *table)
{
    View view = {.table = table, .columns = g_array_new(FALSE, TRUE, sizeof(ViewColumn))};
    for (guint i = 0; i < table_n_columns(table); i++)
        view_add(&view, g_array_index(table->columns, TableColumn, i).name, NULL, i);
    return view;
}

View view_of_sheet(const Sheet *sheet)
{
    if (sheet->columns == NULL || sheet->columns->len == 0)
        return view_of_table(sheet->table);
    View view = {.table = sheet->table, .columns = g_array_new(FALSE, TRUE, sizeof(ViewColumn))};
    for (guint i = 0; i < sheet->columns->len; i++) {
        const SheetColumn *column = g_ptr_array_index(sheet->columns, i);
        int at = table_find_column(sheet->table, column->field);
        if (at >= 0)
            view_add(&view, column->field, column->title, (guint)at);
    }
    return view;
}

void view_clear(View *view)
{
    g_array_unref(view->columns);
}

const ViewColumn *view_column(const View *view, guint index)
{
    return &g_array_index(view->columns, ViewColumn, index);
}

const Cell *view_cell(const View *view, guint row, guint index)
{
    return table_cell(view->table, row, view_column(view, index)->column);
}

/* ---- tables and sheets ---- */

void export_table(GString *out, const Table *table, ExportKind kind, const ExportOptions *options)
{
    g_auto(View) view = view_of_table(table);
    kinds[kind].write(out, &view, options != NULL ? options : &no_options);
}

static void append_paragraph(GString *out, const char *text, ExportKind kind)
{
    if (text == NULL || text[0] == '\0')
        return;
    if (kind == EXPORT_MARKDOWN)
        append_markdown(out, text);
    else
        g_string_append(out, text);
    g_string_append(out, "\n\n");
}

static void append_heading(GString *out, const char *text, ExportKind kind, int level)
{
    if (text == NULL || text[0] == '\0')
        return;
    for (int i = 0; kind == EXPORT_MARKDOWN && i < level; i++)
        g_string_append_c(out, '#');
    g_string_append(out, kind == EXPORT_MARKDOWN ? " " : "");
    append_paragraph(out, text, kind);
}

static bool is_for_people(ExportKind kind)
{
    return kind == EXPORT_MARKDOWN || kind == EXPORT_TEXT;
}

void export_sheet(GString *out, const Sheet *sheet, ExportKind kind, const ExportOptions *options)
{
    g_auto(View) view = view_of_sheet(sheet);
    bool is_empty = table_n_rows(sheet->table) == 0;
    if (is_for_people(kind)) {
        append_heading(out, sheet->title != NULL ? sheet->title : sheet->name, kind, 2);
        append_paragraph(out, sheet->text, kind);
        if (is_empty && sheet->empty != NULL) {
            append_paragraph(out, sheet->empty, kind);
            return;
        }
    }
    kinds[kind].write(out, &view, options != NULL ? options : &no_options);
}

/* ---- documents ---- */

static void append_json_figures(JsonWriter *w, const Document *document)
{
    json_begin_object(w, "figures");
    for (guint i = 0; i < document->figures->len; i++) {
        const Figure *figure = g_ptr_array_index(document->figures, i);
        export_cell_json(w, figure->name, &figure->value, document->zone);
    }
    json_end(w);
}

static void append_json_charts(JsonWriter *w, const Document *document)
{
    json_begin_object(w, "charts");
    for (guint i = 0; i < document->charts->len; i++) {
        const Chart *chart = g_ptr_array_index(document->charts, i);
        json_begin_object(w, chart->name);
        json_text(w, "title", chart->title);
        json_text(w, "mark", mark_name(chart->mark));
        export_rows_json(w, "rows", chart->table, document->zone);
        json_end(w);
    }
    json_end(w);
}

static void append_json(GString *out, const Document *document, const ExportOptions *options)
{
    JsonWriter w = json_writer(out, !options->compact);
    json_begin_object(&w, NULL);
    json_text(&w, "report", document->name);
    json_text(&w, "title", document->title);
    json_text(&w, "subtitle", document->subtitle);
    json_text(&w, "timezone", document->zone != NULL ? zone_name(document->zone) : NULL);
    json_instant(&w, "as_of", document->as_of);
    json_text(&w, "versions", document->footer);
    append_json_figures(&w, document);
    json_begin_object(&w, "sheets");
    for (guint i = 0; i < document->sheets->len; i++) {
        const Sheet *sheet = g_ptr_array_index(document->sheets, i);
        export_rows_json(&w, sheet->table_name != NULL ? sheet->table_name : sheet->name, sheet->table, document->zone);
    }
    json_end(&w);
    append_json_charts(&w, document);
    json_end(&w);
    g_string_append_c(out, '\n');
}

/* Figures of any unit side by side: each is formatted by its own name. */
static void append_figures(GString *out, const Document *document, ExportKind kind, const ExportOptions *options)
{
    g_autoptr(Table) table = table_new("figures");
    const char *const columns[] = {"figure", "value", "definition"};
    Format base = options->format != NULL ? *options->format : format_default();
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        table_add_column(table, columns[i]);
    for (guint i = 0; i < document->figures->len; i++) {
        const Figure *figure = g_ptr_array_index(document->figures, i);
        Format format = base;
        format.currency = figure->currency != NULL ? figure->currency : base.currency;
        format.ratio_digits =
            format_figure_digits(figure->name, figure->value.type == CELL_REAL ? figure->value.real : 0);
        g_autofree char *value = format_cell(&figure->value, unit_of_name(figure->name), &format);
        table_append_text(table, figure->title != NULL ? figure->title : figure->name);
        table_append_text(table, value);
        table_append_text(table, figure->note != NULL ? figure->note : "");
    }
    if (document->figures->len > 0)
        export_table(out, table, kind, options);
}

void export_document(GString *out, const Document *document, ExportKind kind, const ExportOptions *options)
{
    const ExportOptions *chosen = options != NULL ? options : &no_options;
    if (kind == EXPORT_JSON) {
        append_json(out, document, chosen);
        return;
    }
    append_heading(out, document->title != NULL ? document->title : document->name, kind, 1);
    append_paragraph(out, document->subtitle, kind);
    append_figures(out, document, kind, chosen);
    for (guint i = 0; i < document->sheets->len; i++) {
        g_string_append_c(out, '\n');
        export_sheet(out, g_ptr_array_index(document->sheets, i), kind, chosen);
    }
    g_string_append_c(out, '\n');
    append_paragraph(out, document->footer, kind);
}

/* ---- files ---- */

static bool write_file(const GString *out, const char *directory, const char *stem, ExportKind kind, GPtrArray *written,
                       GError **error)
{
    g_autofree char *name = g_strdup_printf("%s.%s", stem, kinds[kind].extension);
    g_autofree char *path = g_build_filename(directory, name, NULL);
    if (!file_write(path, out->str, out->len, error))
        return false;
    if (written != NULL)
        g_ptr_array_add(written, g_steal_pointer(&path));
    return true;
}

/* A file name part: letters, digits and hyphens. */
static char *file_word(const char *text)
{
    g_autofree char *folded = g_utf8_strdown(text, -1);
    for (char *p = folded; *p != '\0'; p++)
        if ((guchar)*p < 0x80 && !g_ascii_isalnum(*p) && *p != '_')
            *p = '-';
    return g_steal_pointer(&folded);
}

static bool write_sheets(const Document *document, const char *directory, const ExportOptions *options,
                         GPtrArray *written, GError **error)
{
    for (guint i = 0; i < document->sheets->len; i++) {
        const Sheet *sheet = g_ptr_array_index(document->sheets, i);
        g_autoptr(GString) out = g_string_new(NULL);
        g_autofree char *word = file_word(sheet->table_name != NULL ? sheet->table_name : sheet->name);
        g_autofree char *stem = g_strdup_printf("%s-%s", document->name, word);
        export_sheet(out, sheet, EXPORT_CSV, options);
        if (!write_file(out, directory, stem, EXPORT_CSV, written, error))
            return false;
    }
    return true;
}

bool export_write(const Document *document, ExportKind kind, const char *directory, const ExportOptions *options,
                  GPtrArray *written, GError **error)
{
    if (kind == EXPORT_CSV)
        return write_sheets(document, directory, options, written, error);
    g_autoptr(GString) out = g_string_new(NULL);
    export_document(out, document, kind, options);
    return write_file(out, directory, document->name, kind, written, error);
}
