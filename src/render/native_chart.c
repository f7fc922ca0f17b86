#include "native_chart.h"
#include "chart_block.h"
#include "nines/base/text.h"
#include <string.h>

#define TITLE_CHARACTERS 200
#define SERIES_MOST 40

static const guint colors[] = {0x1F5A96, 0xD98300, 0x2E8B6F, 0x8C4A9E, 0xA33B2A, 0x5E6B78, 0xB59A00, 0x3C9DC6};

/* Where a block's cells are: on its sheet, a column each. */
typedef struct {
    const char *sheet;
    guint first_row, last_row;
    guint *columns;
} Place;

bool native_chart_has(const Chart *chart)
{
    return chart_block_kind(chart) != BLOCK_NONE;
}

/* ---- the sheet's own cells ---- */

static bool same_cell(const Cell *a, const Cell *b)
{
    if (a->type != b->type)
        return false;
    if (a->type == CELL_TEXT)
        return strcmp(a->text, b->text) == 0;
    return a->type == CELL_NULL || (a->type == CELL_INTEGER ? a->integer == b->integer : a->real == b->real);
}

static bool column_is_shown(const ChartBlock *block, guint at, const SheetPlan *plan)
{
    int column = sheet_plan_find_field(plan, chart_block_column(block, at)->field);
    if (column < 0 || plan->n_rows != block->n_rows)
        return false;
    guint table_column = sheet_plan_column(plan, (guint)column)->table_column;
    for (guint row = 0; row < block->n_rows; row++)
        if (!same_cell(chart_block_cell(block, row, at), table_cell(plan->sheet->table, row, table_column)))
            return false;
    return true;
}

static bool is_shown(const ChartBlock *block, const SheetPlan *plan)
{
    if (block->kind != BLOCK_PLAIN)
        return false;
    for (guint i = 0; i < block->columns->len; i++)
        if (!column_is_shown(block, i, plan))
            return false;
    return true;
}

static bool sheet_needs_data(const SheetPlan *plan)
{
    const GPtrArray *charts = plan->sheet->charts;
    for (guint i = 0; charts != NULL && i < charts->len; i++) {
        g_autoptr(ChartBlock) block = chart_block_new(g_ptr_array_index(charts, i));
        if (block != NULL && !is_shown(block, plan))
            return true;
    }
    return false;
}

bool native_chart_needs_data(const BookPlan *plan)
{
    for (guint i = 0; i < plan->sheets->len; i++)
        if (sheet_needs_data(book_plan_sheet(plan, i)))
            return true;
    return false;
}

/* ---- the data sheet ---- */

static void write_cell(const ChartData *data, const Chart *chart, const ChartBlock *block, guint row, guint at)
{
    const char *field = chart_block_column(block, at)->field;
    const Cell *cell = chart_block_cell(block, row, at);
    const char *currency = row_currency(chart->table, 0);
    SheetValue value;
    sheet_value(cell, field, currency, data->zone, &value);
    g_autofree char *format = value_number_format(field, cell);
    XlsxLook look = xlsx_look(data->book, 0, format);
    if (value.type == CELL_REAL)
        xlsx_number(data->data, data->next_row, at, value.number, look);
    else if (value.type == CELL_TEXT)
        xlsx_text(data->data, data->next_row, at, value.text, NULL);
}

static void write_block(ChartData *data, const Chart *chart, const ChartBlock *block, Place *place)
{
    XlsxLook title = xlsx_look(data->book, XLSX_STRONG, NULL), header = xlsx_look(data->book, XLSX_QUIET, NULL);
    xlsx_text(data->data, data->next_row++, 0, chart->title != NULL ? chart->title : chart->name, title);
    for (guint i = 0; i < block->columns->len; i++)
        xlsx_text(data->data, data->next_row, i, chart_block_column(block, i)->header, header);
    data->next_row++;
    place->sheet = xlsx_name_of(data->data);
    place->first_row = data->next_row;
    for (guint row = 0; row < block->n_rows; row++, data->next_row++)
        for (guint i = 0; i < block->columns->len; i++)
            write_cell(data, chart, block, row, i);
    place->last_row = data->next_row - 1;
    for (guint i = 0; i < block->columns->len; i++)
        place->columns[i] = i;
    data->next_row++;
}

static void find_place(ChartData *data, const Chart *chart, const ChartBlock *block, const SheetPlan *plan,
                       XlsxSheet *sheet, Place *place)
{
    if (!is_shown(block, plan)) {
        write_block(data, chart, block, place);
        return;
    }
    place->sheet = xlsx_name_of(sheet);
    place->first_row = plan->header_row + 1;
    place->last_row = plan->header_row + block->n_rows;
    for (guint i = 0; i < block->columns->len; i++)
        place->columns[i] = (guint)sheet_plan_find_field(plan, chart_block_column(block, i)->field);
}

/* ---- the chart ---- */

static XlsxChartType type_of(const Chart *chart, const ChartBlock *block)
{
    bool stacked = block->kind == BLOCK_PIVOT;
    switch (chart->mark) {
    case MARK_BAR:
        return stacked ? XLSX_CHART_COLUMN_STACKED : XLSX_CHART_COLUMN;
    case MARK_HBAR:
    case MARK_DOT:
        return stacked ? XLSX_CHART_BAR_STACKED : XLSX_CHART_BAR;
    case MARK_PARETO:
        return XLSX_CHART_COLUMN;
    case MARK_WATERFALL:
        return XLSX_CHART_COLUMN_STACKED;
    case MARK_STEP:
        return XLSX_CHART_SCATTER_LINES;
    default:
        return XLSX_CHART_LINE;
    }
}

static const char *axis_words(const char *field, const char *currency)
{
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        return "h:mm";
    case UNIT_MONEY:
        return currency;
    case UNIT_COUNT:
        return "count";
    case UNIT_INSTANT:
        return "UTC";
    default:
        return NULL;
    }
}

static const char *axis_number_format(const char *field)
{
    if (field_is_time(field))
        return "d\\ mmm\\ yyyy";
    switch (unit_of_name(field)) {
    case UNIT_DURATION:
        return "[h]:mm";
    case UNIT_RATIO:
        return "0.0##%";
    case UNIT_MONEY:
    case UNIT_COUNT:
        return "#,##0";
    default:
        return NULL;
    }
}

static char *axis_title(const Chart *chart, const Encoding *encoding)
{
    const char *words = axis_words(encoding->field, row_currency(chart->table, 0));
    const char *title = encoding->title != NULL && encoding->title[0] != '\0' ? encoding->title : NULL;
    if (title == NULL)
        return g_strdup(words);
    return words != NULL ? g_strdup_printf("%s (%s)", title, words) : g_strdup(title);
}

static void plan_series(const Chart *chart, const ChartBlock *block, const Place *place, XlsxSeries *series, guint n)
{
    bool whiskers = chart->mark == MARK_WHISKER;
    for (guint i = 0; i < n; i++) {
        guint column = place->columns[i + 1];
        const char *field = chart_block_column(block, i + 1)->field;
        bool is_target = chart->target.field != NULL && strcmp(field, chart->target.field) == 0;
        series[i] =
            (XlsxSeries){.name = chart_block_column(block, i + 1)->header,
                         .sheet = place->sheet,
                         .categories = {place->first_row, place->columns[0], place->last_row, place->columns[0]},
                         .values = {place->first_row, column, place->last_row, column},
                         .color = is_target ? 0x595959 : colors[i % G_N_ELEMENTS(colors)],
                         .hidden = block->kind == BLOCK_FALLS && i == 0,
                         .dots = whiskers,
                         .dashed = is_target};
    }
}

static XlsxAxis measure_axis(const Chart *chart, const char *title)
{
    const Encoding *measure = chart_measure(chart);
    return (XlsxAxis){.title = title,
                      .format = axis_number_format(measure->field),
                      .log = measure->scale == SCALE_LOG,
                      .has_min = measure->scale == SCALE_ZERO};
}

static void add_planned(const Chart *chart, const ChartBlock *block, const Place *place, XlsxSheet *sheet, guint row,
                        guint column)
{
    guint n = MIN(block->columns->len - 1, SERIES_MOST);
    g_autofree XlsxSeries *series = g_new0(XlsxSeries, n);
    const Encoding *category = chart_category(chart);
    g_autofree char *title = text_shorten(chart->title != NULL ? chart->title : chart->name, TITLE_CHARACTERS);
    g_autofree char *x_title = axis_title(chart, category), *y_title = axis_title(chart, chart_measure(chart));
    plan_series(chart, block, place, series, n);
    XlsxChart plan = {.type = type_of(chart, block),
                      .title = title,
                      .description = chart->subtitle,
                      .x = {.title = x_title, .format = axis_number_format(category->field)},
                      .y = measure_axis(chart, y_title),
                      .series = series,
                      .n_series = n,
                      .high_low_lines = chart->mark == MARK_WHISKER,
                      .legend = n > 1,
                      .width = NATIVE_CHART_WIDTH,
                      .height = NATIVE_CHART_HEIGHT};
    plan.x.reverse = plan.type == XLSX_CHART_BAR || plan.type == XLSX_CHART_BAR_STACKED;
    xlsx_add_chart(sheet, row, column, &plan);
}

void native_chart_add(ChartData *data, const Chart *chart, const SheetPlan *plan, XlsxSheet *sheet, guint row,
                      guint column)
{
    g_autoptr(ChartBlock) block = chart_block_new(chart);
    if (block == NULL)
        return;
    g_autofree guint *columns = g_new0(guint, block->columns->len);
    Place place = {.columns = columns};
    find_place(data, chart, block, plan, sheet, &place);
    add_planned(chart, block, &place, sheet, row, column);
}
