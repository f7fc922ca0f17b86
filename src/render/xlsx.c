#include "xlsx.h"
#include "guard.h"
#include <locale.h>
#include <math.h>
#include <string.h>
#include <xlsxwriter.h>

#define URL_COUNT 65000
#define FIXED_CREATED 315532800 /* 1980-01-01, the ZIP format's first day */

struct XlsxSheet {
    Xlsx *book;
    lxw_worksheet *sheet;
    char *name;
    guint n_links;
};

struct Xlsx {
    lxw_workbook *book; /* NULL once closed */
    bool constant_memory;
    GPtrArray *sheets;
    GHashTable *formats; /* "flags|number" -> lxw_format */
    lxw_format *tones[3];
    lxw_error first_error;
    char *error_place;
};

static void note(XlsxSheet *sheet, lxw_error status, guint row, guint column)
{
    Xlsx *book = sheet->book;
    if (status == LXW_NO_ERROR || book->first_error != LXW_NO_ERROR)
        return;
    book->first_error = status;
    book->error_place = g_strdup_printf("sheet \"%s\", row %u, column %u", sheet->name, row + 1, column + 1);
}

/* ---- the book ---- */

static void sheet_free(gpointer data)
{
    XlsxSheet *sheet = data;
    g_free(sheet->name);
    g_free(sheet);
}

static void set_properties(Xlsx *book, const XlsxProperties *properties)
{
    lxw_doc_properties p = {
        .title = (char *)properties->title,
        .subject = (char *)properties->subject,
        .author = (char *)properties->author,
        .keywords = (char *)properties->keywords,
        .comments = (char *)properties->comments,
        .created = properties->created != INSTANT_NONE ? (time_t)(properties->created / MS_PER_SECOND) : FIXED_CREATED,
    };
    workbook_set_properties(book->book, &p);
}

Xlsx *xlsx_new(const char *path, const XlsxProperties *properties, bool constant_memory, GError **error)
{
    const char *numeric = setlocale(LC_NUMERIC, NULL);
    if (numeric != NULL && strcmp(numeric, "C") != 0 && strcmp(numeric, "POSIX") != 0 &&
        strcmp(numeric, "C.UTF-8") != 0)
        return error_at(error, ERROR_SOFTWARE, NULL, 0, 0, "LC_NUMERIC is \"%s\": a workbook needs \"C\"", numeric),
               NULL;
    lxw_workbook_options options = {.constant_memory = constant_memory ? LXW_TRUE : LXW_FALSE};
    Xlsx *book = g_new0(Xlsx, 1);
    book->book = workbook_new_opt(path, &options);
    book->constant_memory = constant_memory;
    book->sheets = g_ptr_array_new_with_free_func(sheet_free);
    book->formats = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    set_properties(book, properties);
    return book;
}

void xlsx_free(Xlsx *book)
{
    if (book == NULL)
        return;
    if (book->book != NULL)
        lxw_workbook_free(book->book);
    g_ptr_array_unref(book->sheets);
    g_hash_table_unref(book->formats);
    g_free(book->error_place);
    g_free(book);
}

bool xlsx_close(Xlsx *book, GError **error)
{
    if (book->first_error != LXW_NO_ERROR) {
        error_at(error, ERROR_SOFTWARE, NULL, 0, 0, "%s: %s", book->error_place, lxw_strerror(book->first_error));
        return false;
    }
    lxw_error status = workbook_close(book->book);
    book->book = NULL;
    if (status != LXW_NO_ERROR)
        error_at(error, ERROR_IO, NULL, 0, 0, "%s", lxw_strerror(status));
    return status == LXW_NO_ERROR;
}

static bool name_is_taken(const Xlsx *book, const char *name)
{
    g_autofree char *folded = g_utf8_casefold(name, -1);
    for (guint i = 0; i < book->sheets->len; i++) {
        const XlsxSheet *sheet = g_ptr_array_index(book->sheets, i);
        g_autofree char *other = g_utf8_casefold(sheet->name, -1);
        if (strcmp(folded, other) == 0)
            return true;
    }
    return strcmp(folded, "history") == 0;
}

char *xlsx_sheet_name(const Xlsx *book, const char *wish)
{
    char *name = guard_sheet_name(wish, 1);
    for (int n = 2; name_is_taken(book, name); n++) {
        g_free(name);
        name = guard_sheet_name(wish, n);
    }
    return name;
}

XlsxSheet *xlsx_add_sheet(Xlsx *book, const char *name)
{
    XlsxSheet *sheet = g_new0(XlsxSheet, 1);
    sheet->book = book;
    sheet->name = g_strdup(name);
    sheet->sheet = workbook_add_worksheet(book->book, name);
    g_ptr_array_add(book->sheets, sheet);
    if (sheet->sheet == NULL)
        g_error("sheet name \"%s\" was not made by xlsx_sheet_name", name);
    worksheet_gridlines(sheet->sheet, LXW_HIDE_ALL_GRIDLINES);
    return sheet;
}

const char *xlsx_name_of(const XlsxSheet *sheet)
{
    return sheet->name;
}

/* ---- formats ---- */

static void set_title(lxw_format *format)
{
    format_set_font_size(format, 15);
    format_set_bold(format);
}

static void set_header(lxw_format *format)
{
    format_set_bold(format);
    format_set_font_color(format, LXW_COLOR_WHITE);
    format_set_bg_color(format, 0x1F3A5F);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
}

static void set_quiet(lxw_format *format)
{
    format_set_font_color(format, 0x595959);
}

static void set_link(lxw_format *format)
{
    format_set_font_color(format, 0x0B5CAD);
    format_set_underline(format, LXW_UNDERLINE_SINGLE);
}

static void set_wrap(lxw_format *format)
{
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
}

static void set_total(lxw_format *format)
{
    format_set_bold(format);
    format_set_top(format, LXW_BORDER_THIN);
}

static void set_right(lxw_format *format)
{
    format_set_align(format, LXW_ALIGN_RIGHT);
}

static void set_indent(lxw_format *format)
{
    format_set_indent(format, 1);
}

static void set_top(lxw_format *format)
{
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
}

static void set_ruled(lxw_format *format)
{
    format_set_bottom(format, LXW_BORDER_THIN);
    format_set_bottom_color(format, 0xDADADA);
}

static const struct {
    unsigned flag;
    void (*set)(lxw_format *format);
} format_setters[] = {
    {XLSX_TITLE, set_title}, {XLSX_HEADER, set_header}, {XLSX_STRONG, format_set_bold},
    {XLSX_QUIET, set_quiet}, {XLSX_LINK, set_link},     {XLSX_WRAP, set_wrap},
    {XLSX_TOTAL, set_total}, {XLSX_RIGHT, set_right},   {XLSX_INDENT, set_indent},
    {XLSX_RULED, set_ruled}, {XLSX_TOP, set_top},
};

static lxw_format *format_make(Xlsx *book, unsigned flags, const char *number)
{
    lxw_format *format = workbook_add_format(book->book);
    for (gsize i = 0; i < G_N_ELEMENTS(format_setters); i++)
        if ((flags & format_setters[i].flag) != 0)
            format_setters[i].set(format);
    if (number != NULL && strlen(number) < LXW_FORMAT_FIELD_LEN)
        format_set_num_format(format, number);
    return format;
}

static lxw_format *format_for(Xlsx *book, unsigned flags, const char *number)
{
    char key[LXW_FORMAT_FIELD_LEN + 16];
    if (flags == 0 && number == NULL)
        return NULL;
    g_snprintf(key, sizeof key, "%u|%s", flags, number != NULL ? number : "");
    lxw_format *format = g_hash_table_lookup(book->formats, key);
    if (format == NULL) {
        format = format_make(book, flags, number);
        g_hash_table_insert(book->formats, g_strdup(key), format);
    }
    return format;
}

XlsxLook xlsx_look(Xlsx *book, unsigned flags, const char *number)
{
    return (XlsxLook)format_for(book, flags, number);
}

/* ---- cells ---- */

void xlsx_blank(XlsxSheet *sheet, guint row, guint column, XlsxLook look)
{
    lxw_format *format = (lxw_format *)look;
    if (format != NULL)
        note(sheet, worksheet_write_blank(sheet->sheet, row, (lxw_col_t)column, format), row, column);
}

void xlsx_number(XlsxSheet *sheet, guint row, guint column, double number, XlsxLook look)
{
    if (!isfinite(number)) {
        xlsx_blank(sheet, row, column, look);
        return;
    }
    lxw_format *format = (lxw_format *)look;
    note(sheet, worksheet_write_number(sheet->sheet, row, (lxw_col_t)column, number, format), row, column);
}

void xlsx_text(XlsxSheet *sheet, guint row, guint column, const char *text, XlsxLook look)
{
    if (text == NULL || text[0] == '\0') {
        xlsx_blank(sheet, row, column, look);
        return;
    }
    g_autofree char *guarded = guard_text(text);
    lxw_format *format = (lxw_format *)look;
    const char *safe = guarded != NULL ? guarded : text;
    note(sheet, worksheet_write_string(sheet->sheet, row, (lxw_col_t)column, safe, format), row, column);
}

void xlsx_link(XlsxSheet *sheet, guint row, guint column, const char *url, const char *text, XlsxLook look)
{
    if (!guard_url(url) || sheet->n_links >= URL_COUNT) {
        xlsx_text(sheet, row, column, text, look);
        return;
    }
    sheet->n_links++;
    g_autofree char *guarded = guard_text(text);
    lxw_format *format = (lxw_format *)look;
    note(sheet,
         worksheet_write_url_opt(sheet->sheet, row, (lxw_col_t)column, url, format, guarded != NULL ? guarded : text,
                                 NULL),
         row, column);
}

void xlsx_formula_number(XlsxSheet *sheet, guint row, guint column, const char *formula, double cached, XlsxLook look)
{
    lxw_format *format = (lxw_format *)look;
    double value = isfinite(cached) ? cached : 0;
    note(sheet, worksheet_write_formula_num(sheet->sheet, row, (lxw_col_t)column, formula, format, value), row, column);
}

void xlsx_formula_text(XlsxSheet *sheet, guint row, guint column, const char *formula, const char *cached,
                       XlsxLook look)
{
    g_autofree char *guarded = guard_text(cached);
    lxw_format *format = (lxw_format *)look;
    const char *value = guarded != NULL ? guarded : cached;
    note(sheet, worksheet_write_formula_str(sheet->sheet, row, (lxw_col_t)column, formula, format, value), row, column);
}

void xlsx_comment(XlsxSheet *sheet, guint row, guint column, const char *text)
{
    g_autofree char *guarded = guard_text(text);
    const char *safe = guarded != NULL ? guarded : text;
    guint lines = (guint)(strlen(safe) / 40) + 2;
    lxw_comment_options options = {.author = (char *)"nines", .width = 260, .height = (uint16_t)MIN(18 * lines, 600)};
    note(sheet, worksheet_write_comment_opt(sheet->sheet, row, (lxw_col_t)column, safe, &options), row, column);
}

/* ---- tables, columns, rules ---- */

/* In 1.1.4 the library's own strings for a table are replaced by ours where it would write them wrong: the caller
 * writes formula and total cells again, with cached values. */
void xlsx_add_table(XlsxSheet *sheet, const XlsxTable *table)
{
    XlsxRange r = table->range;
    guint n = r.last_column - r.first_column + 1;
    g_autofree lxw_table_column *columns = g_new0(lxw_table_column, n);
    g_autofree lxw_table_column **pointers = g_new0(lxw_table_column *, n + 1);
    for (guint i = 0; i < n; i++) {
        columns[i].header = (char *)table->columns[i].header;
        columns[i].formula = (char *)table->columns[i].formula;
        columns[i].header_format = format_for(sheet->book, XLSX_HEADER | table->columns[i].look, NULL);
        if (table->totals && table->columns[i].total)
            columns[i].total_function = LXW_TABLE_FUNCTION_SUM;
        pointers[i] = &columns[i];
    }
    if (table->totals && columns[0].total_function == 0)
        columns[0].total_string = (char *)"Total";
    lxw_table_options options = {.name = (char *)table->name,
                                 .total_row = table->totals,
                                 .no_banded_rows = LXW_TRUE,
                                 .style_type = LXW_TABLE_STYLE_TYPE_LIGHT,
                                 .style_type_number = 1,
                                 .columns = pointers};
    note(sheet,
         worksheet_add_table(sheet->sheet, r.first_row, (lxw_col_t)r.first_column, r.last_row, (lxw_col_t)r.last_column,
                             &options),
         r.first_row, r.first_column);
}

void xlsx_autofilter(XlsxSheet *sheet, XlsxRange r)
{
    lxw_error status = worksheet_autofilter(sheet->sheet, r.first_row, (lxw_col_t)r.first_column, r.last_row,
                                            (lxw_col_t)r.last_column);
    note(sheet, status, r.first_row, r.first_column);
}

void xlsx_column_width(XlsxSheet *sheet, guint column, double characters)
{
    note(sheet, worksheet_set_column(sheet->sheet, (lxw_col_t)column, (lxw_col_t)column, characters, NULL), 0, column);
}

void xlsx_row_height(XlsxSheet *sheet, guint row, double points)
{
    note(sheet, worksheet_set_row(sheet->sheet, row, points, NULL), row, 0);
}

void xlsx_freeze(XlsxSheet *sheet, guint row, guint column)
{
    worksheet_freeze_panes(sheet->sheet, row, (lxw_col_t)column);
}

static lxw_format *tone_format(Xlsx *book, XlsxTone tone)
{
    static const struct {
        lxw_color_t ink, paper;
        const char *sign; /* before the word: disc, triangle, open square */
    } colors[] = {
        [XLSX_GOOD] = {0x0B5345, 0xD5F0E3, "General;General;General;\"\xe2\x97\x8f \"@"},
        [XLSX_BAD] = {0x8A1C0F, 0xFBDDD6, "General;General;General;\"\xe2\x96\xb2 \"@"},
        [XLSX_UNCLEAR] = {0x5C4A00, 0xFFF3C4, "General;General;General;\"\xe2\x96\xa1 \"@"},
    };
    if (book->tones[tone] != NULL)
        return book->tones[tone];
    lxw_format *format = workbook_add_format(book->book);
    format_set_num_format(format, colors[tone].sign);
    format_set_font_color(format, colors[tone].ink);
    format_set_bg_color(format, colors[tone].paper);
    if (tone == XLSX_BAD)
        format_set_bold(format);
    book->tones[tone] = format;
    return format;
}

void xlsx_word_rule(XlsxSheet *sheet, XlsxRange r, const char *word, XlsxTone tone)
{
    g_autofree char *quoted = g_strdup_printf("\"%s\"", word);
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_CELL,
                                   .criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO,
                                   .value_string = quoted,
                                   .format = tone_format(sheet->book, tone)};
    note(sheet,
         worksheet_conditional_format_range(sheet->sheet, r.first_row, (lxw_col_t)r.first_column, r.last_row,
                                            (lxw_col_t)r.last_column, &rule),
         r.first_row, r.first_column);
}

void xlsx_bar_rule(XlsxSheet *sheet, XlsxRange r)
{
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_DATA_BAR,
                                   .data_bar_2010 = LXW_TRUE,
                                   .bar_solid = LXW_TRUE,
                                   .bar_color = 0xB7CDE8,
                                   .bar_no_border = LXW_TRUE,
                                   .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                   .min_value = 0};
    note(sheet,
         worksheet_conditional_format_range(sheet->sheet, r.first_row, (lxw_col_t)r.first_column, r.last_row,
                                            (lxw_col_t)r.last_column, &rule),
         r.first_row, r.first_column);
}

void xlsx_heat_rule(XlsxSheet *sheet, XlsxRange r)
{
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_2_COLOR_SCALE,
                                   .min_color = 0xEAF1F6,
                                   .max_color = 0x6F93B5,
                                   .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                   .min_value = 0};
    note(sheet,
         worksheet_conditional_format_range(sheet->sheet, r.first_row, (lxw_col_t)r.first_column, r.last_row,
                                            (lxw_col_t)r.last_column, &rule),
         r.first_row, r.first_column);
}

/* ---- pages and names ---- */

void xlsx_page(XlsxSheet *sheet, const XlsxPage *page)
{
    lxw_worksheet *ws = sheet->sheet;
    if (!page->portrait)
        worksheet_set_landscape(ws);
    worksheet_set_paper(ws, page->letter ? 1 : 9);
    worksheet_fit_to_pages(ws, (uint16_t)MAX(page->pages_wide, 1), 0);
    if (page->repeat_columns > 0)
        note(sheet, worksheet_repeat_columns(ws, 0, (lxw_col_t)(page->repeat_columns - 1)), 0, 0);
    worksheet_set_margins(ws, 0.5, 0.5, 0.75, 0.75);
    note(sheet, worksheet_set_header(ws, page->header), 0, 0);
    note(sheet, worksheet_set_footer(ws, page->footer), 0, 0);
    XlsxRange area = page->area;
    if (area.last_row > 0)
        note(sheet,
             worksheet_print_area(ws, area.first_row, (lxw_col_t)area.first_column, area.last_row,
                                  (lxw_col_t)area.last_column),
             area.first_row, 0);
    if (page->repeat_to >= page->repeat_from && page->repeat_to > 0)
        note(sheet, worksheet_repeat_rows(ws, page->repeat_from, page->repeat_to), page->repeat_from, 0);
}

void xlsx_define_cell(XlsxSheet *sheet, const char *name, guint row, guint column)
{
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell_abs(cell, row, (lxw_col_t)column, LXW_TRUE, LXW_TRUE);
    g_auto(GStrv) parts = g_strsplit(sheet->name, "'", -1);
    g_autofree char *quoted = g_strjoinv("''", parts);
    g_autofree char *formula = g_strdup_printf("='%s'!%s", quoted, cell);
    note(sheet, workbook_define_name(sheet->book->book, name, formula), row, column);
}

/* ---- charts ---- */

static const uint8_t chart_types[] = {
    LXW_CHART_LINE,        LXW_CHART_COLUMN,  LXW_CHART_COLUMN_STACKED,  LXW_CHART_BAR,
    LXW_CHART_BAR_STACKED, LXW_CHART_SCATTER, LXW_CHART_SCATTER_STRAIGHT};

static bool type_is_line(XlsxChartType type)
{
    return type == XLSX_CHART_LINE || type == XLSX_CHART_SCATTER || type == XLSX_CHART_SCATTER_LINES;
}

static void paint_line_series(lxw_chart_series *series, const XlsxSeries *plan)
{
    lxw_chart_line line = {.color = plan->color,
                           .width = 2.0f,
                           .none = plan->dots || plan->hidden,
                           .dash_type = plan->dashed ? LXW_CHART_LINE_DASH_DASH : LXW_CHART_LINE_DASH_SOLID};
    chart_series_set_line(series, &line);
    if (!plan->dots) {
        chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
        return;
    }
    lxw_chart_fill fill = {.color = plan->color};
    /* The library writes its dashes under names that the file format does not know. */
    chart_series_set_marker_type(series, plan->ticks ? LXW_CHART_MARKER_DIAMOND : LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(series, 6);
    chart_series_set_marker_fill(series, &fill);
}

static void add_series(lxw_chart *chart, XlsxChartType type, const XlsxSeries *plan)
{
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    XlsxRange c = plan->categories, v = plan->values;
    chart_series_set_categories(series, plan->sheet, c.first_row, (lxw_col_t)c.first_column, c.last_row,
                                (lxw_col_t)c.last_column);
    chart_series_set_values(series, plan->sheet, v.first_row, (lxw_col_t)v.first_column, v.last_row,
                            (lxw_col_t)v.last_column);
    if (plan->name != NULL)
        chart_series_set_name(series, plan->name);
    if (type_is_line(type)) {
        paint_line_series(series, plan);
        return;
    }
    lxw_chart_fill fill = {.color = plan->color, .none = plan->hidden};
    chart_series_set_fill(series, &fill);
}

static void set_axis(lxw_chart_axis *axis, const XlsxAxis *plan)
{
    lxw_chart_font quiet = {.bold = LXW_EXPLICIT_FALSE, .size = 9, .color = 0x595959};
    if (plan->title != NULL)
        chart_axis_set_name(axis, plan->title);
    chart_axis_set_name_font(axis, &quiet);
    if (plan->format != NULL)
        chart_axis_set_num_format(axis, plan->format);
    if (plan->log)
        chart_axis_set_log_base(axis, 10);
    if (plan->reverse)
        chart_axis_set_reverse(axis);
    if (plan->has_min)
        chart_axis_set_min(axis, plan->min);
    if (plan->has_max)
        chart_axis_set_max(axis, plan->max);
    if (plan->step > 0)
        chart_axis_set_major_unit(axis, plan->step);
}

void xlsx_add_chart(XlsxSheet *sheet, guint row, guint column, const XlsxChart *plan)
{
    lxw_chart *chart = workbook_add_chart(sheet->book->book, chart_types[plan->type]);
    lxw_chart_font title = {.bold = LXW_EXPLICIT_FALSE, .size = 12};
    for (guint i = 0; i < plan->n_series; i++)
        add_series(chart, plan->type, &plan->series[i]);
    chart_title_set_name(chart, plan->title);
    chart_title_set_name_font(chart, &title);
    /* The library calls the horizontal axis of a bar chart x: there the values stand. */
    bool lies = plan->type == XLSX_CHART_BAR || plan->type == XLSX_CHART_BAR_STACKED;
    lxw_chart_axis *category = lies ? chart->y_axis : chart->x_axis;
    lxw_chart_axis *value = lies ? chart->x_axis : chart->y_axis;
    set_axis(category, &plan->x);
    set_axis(value, &plan->y);
    if (plan->x.reverse)
        chart_axis_set_crossing_max(category); /* keeps the values' axis below */
    lxw_chart_line grid = {.color = 0xD9D9D9, .width = 0.5f};
    chart_axis_major_gridlines_set_line(value, &grid);
    if (plan->high_low_lines)
        chart_set_high_low_lines(chart, NULL);
    int16_t unlisted[] = {0, -1}; /* a hidden series has no entry */
    if (plan->n_series > 0 && plan->series[0].hidden)
        chart_legend_delete_series(chart, unlisted);
    chart_legend_set_position(chart, plan->legend ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE);
    lxw_chart_options options = {.x_scale = plan->width / 480.0,
                                 .y_scale = plan->height / 288.0,
                                 .object_position = LXW_OBJECT_MOVE_DONT_SIZE,
                                 .description = (char *)plan->description};
    note(sheet, worksheet_insert_chart_opt(sheet->sheet, row, (lxw_col_t)column, chart, &options), row, column);
}
