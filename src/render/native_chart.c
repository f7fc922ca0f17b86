#include "native_chart.h"
#include "chart_block.h"
#include "native_axis.h"
#include "nines/base/text.h"
#include <math.h>
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

/* Sheets hold instants in UTC, people read a chart's calendar in the zone of the report. */
static bool is_calendar(const ChartBlock *block)
{
    return unit_of_name(chart_block_column(block, 0)->field) == UNIT_INSTANT;
}

static bool is_shown(const ChartBlock *block, const SheetPlan *plan)
{
    if (block->kind != BLOCK_PLAIN || is_calendar(block))
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

static const char *calendar_format(const ChartBlock *block, const Zone *zone)
{
    for (guint row = 0; row < block->n_rows; row++) {
        const Cell *cell = chart_block_cell(block, row, 0);
        Civil civil = {.day = 1};
        if (cell->type == CELL_INTEGER)
            civil = zone_to_civil(zone != NULL ? zone : zone_utc(), cell->integer);
        if (civil.day != 1 || civil.hour != 0 || civil.minute != 0)
            return "d\\ mmm\\ yyyy";
    }
    return "mmm\\ yyyy";
}

static char *cell_format(const ChartData *data, const ChartBlock *block, const Cell *cell, guint at)
{
    const char *field = chart_block_column(block, at)->field;
    if (at == 0 && is_calendar(block))
        return g_strdup(calendar_format(block, data->zone));
    if (unit_of_name(field) == UNIT_RATIO)
        return g_strdup("0.0###%");
    return value_number_format(field, cell);
}

static void write_cell(const ChartData *data, const Chart *chart, const ChartBlock *block, guint row, guint at)
{
    const Cell *cell = chart_block_cell(block, row, at);
    const char *field = at == 0 && is_calendar(block) ? "calendar_local" : chart_block_column(block, at)->field;
    SheetValue value;
    sheet_value(cell, field, row_currency(chart->table, 0), data->zone, &value);
    g_autofree char *format = cell_format(data, block, cell, at);
    XlsxLook look = xlsx_look(data->book, 0, format);
    if (value.type == CELL_REAL)
        xlsx_number(data->data, data->next_row, at, value.number, look);
    else if (value.type == CELL_TEXT)
        xlsx_text(data->data, data->next_row, at, value.text, NULL);
}

/* The sheet opens with what it is for. */
static void write_head(ChartData *data)
{
    xlsx_column_width(data->data, 0, 28);
    for (guint i = 1; i < 12; i++)
        xlsx_column_width(data->data, i, 14);
    xlsx_text(data->data, 0, 0, "Chart data", xlsx_look(data->book, XLSX_TITLE, NULL));
    xlsx_text(data->data, 1, 0, "Values behind charts that no other sheet shows in the chart's order.",
              xlsx_look(data->book, XLSX_QUIET, NULL));
    data->next_row = 3;
}

static void write_block(ChartData *data, const Chart *chart, const ChartBlock *block, Place *place)
{
    if (data->next_row == 0)
        write_head(data);
    XlsxLook title = xlsx_look(data->book, XLSX_STRONG, NULL);
    XlsxLook left = xlsx_look(data->book, XLSX_QUIET, NULL);
    XlsxLook right = xlsx_look(data->book, XLSX_QUIET | XLSX_RIGHT, NULL);
    xlsx_text(data->data, data->next_row++, 0, chart->title != NULL ? chart->title : chart->name, title);
    for (guint i = 0; i < block->columns->len; i++)
        xlsx_text(data->data, data->next_row, i, chart_block_column(block, i)->header, i > 0 ? right : left);
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
        return stacked ? XLSX_CHART_BAR_STACKED : XLSX_CHART_BAR;
    case MARK_PARETO:
        return XLSX_CHART_COLUMN;
    case MARK_WATERFALL:
        return XLSX_CHART_COLUMN_STACKED;
    case MARK_GANTT:
        return XLSX_CHART_BAR_STACKED;
    case MARK_STEP:
        return XLSX_CHART_SCATTER_LINES;
    default:
        return XLSX_CHART_LINE;
    }
}

static char *axis_title(const Chart *chart, const Encoding *encoding, const XlsxAxis *axis, const Zone *zone)
{
    bool is_calendar = unit_of_name(encoding->field) == UNIT_INSTANT;
    const char *words = is_calendar ? zone_name(zone != NULL ? zone : zone_utc())
                                    : native_axis_words(axis, encoding->field, row_currency(chart->table, 0));
    const char *title = encoding->title != NULL && encoding->title[0] != '\0' ? encoding->title : NULL;
    if (title == NULL)
        return g_strdup(words);
    return words != NULL ? g_strdup_printf("%s (%s)", title, words) : g_strdup(title);
}

static bool is_field(const Encoding *encoding, const char *field)
{
    return encoding->field != NULL && strcmp(encoding->field, field) == 0;
}

static bool is_bound(const Chart *chart, const char *field)
{
    return is_field(&chart->low, field) || is_field(&chart->high, field);
}

static guint series_color(const Chart *chart, const char *field, guint index)
{
    if (is_field(&chart->target, field))
        return 0x595959;
    return is_bound(chart, field) ? 0x9AA5B1 : colors[index % G_N_ELEMENTS(colors)];
}

static void plan_series(const Chart *chart, const ChartBlock *block, const Place *place, XlsxSeries *series, guint n)
{
    for (guint i = 0; i < n; i++) {
        guint column = place->columns[i + 1];
        const char *field = chart_block_column(block, i + 1)->field;
        series[i] =
            (XlsxSeries){.name = chart_block_column(block, i + 1)->header,
                         .sheet = place->sheet,
                         .categories = {place->first_row, place->columns[0], place->last_row, place->columns[0]},
                         .values = {place->first_row, column, place->last_row, column},
                         .color = series_color(chart, field, i),
                         .hidden = (block->kind == BLOCK_FALLS || block->kind == BLOCK_SPANS) && i == 0,
                         .dots = chart->mark == MARK_WHISKER || chart->mark == MARK_DOT,
                         .ticks = is_field(&chart->target, field) || is_bound(chart, field),
                         .dashed = is_field(&chart->target, field)};
    }
}

static bool is_stacked(XlsxChartType type)
{
    return type == XLSX_CHART_COLUMN_STACKED || type == XLSX_CHART_BAR_STACKED;
}

static bool is_bars(XlsxChartType type)
{
    return type != XLSX_CHART_LINE && type != XLSX_CHART_SCATTER_LINES;
}

static void plan_axes(const ChartData *data, const Chart *chart, const ChartBlock *block, XlsxChart *plan)
{
    const Encoding *category = chart_category(chart), *measure = chart_measure(chart);
    Extent values = native_axis_extent(chart, block, 1, block->columns->len - 1, is_stacked(plan->type), data->zone);
    native_axis_scale(&plan->y, measure->field, values, measure->scale, is_bars(plan->type));
    Extent categories = {1, 0};
    if (plan->type == XLSX_CHART_SCATTER_LINES)
        categories = native_axis_extent(chart, block, 0, 0, false, data->zone);
    native_axis_scale(&plan->x, category->field, categories, category->scale, false);
    if (is_calendar(block))
        plan->x.format = calendar_format(block, data->zone);
    if (block->kind == BLOCK_SPANS) { /* bars begin where the first span does, not in 1900 */
        Extent from = native_axis_extent(chart, block, 1, 1, false, data->zone);
        plan->y = (XlsxAxis){.format = "d\\ mmm", .has_min = true, .min = floor(from.low)};
    }
    plan->x.reverse = plan->type == XLSX_CHART_BAR || plan->type == XLSX_CHART_BAR_STACKED;
}

static void add_planned(const ChartData *data, const Chart *chart, const ChartBlock *block, const Place *place,
                        XlsxSheet *sheet, guint row, guint column)
{
    guint n = MIN(block->columns->len - 1, SERIES_MOST);
    g_autofree XlsxSeries *series = g_new0(XlsxSeries, n);
    g_autofree char *title = text_shorten(chart->title != NULL ? chart->title : chart->name, TITLE_CHARACTERS);
    plan_series(chart, block, place, series, n);
    XlsxChart plan = {.type = type_of(chart, block),
                      .title = title,
                      .description = chart->subtitle,
                      .series = series,
                      .n_series = n,
                      .high_low_lines = chart->mark == MARK_WHISKER,
                      .legend = n > 1,
                      .width = NATIVE_CHART_WIDTH,
                      .height = NATIVE_CHART_HEIGHT};
    plan_axes(data, chart, block, &plan);
    g_autofree char *x_title = axis_title(chart, chart_category(chart), &plan.x, data->zone);
    g_autofree char *y_title = axis_title(chart, chart_measure(chart), &plan.y, data->zone);
    plan.x.title = x_title;
    plan.y.title = y_title;
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
    add_planned(data, chart, block, &place, sheet, row, column);
}
