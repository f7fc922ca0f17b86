/* Tables on pages: columns as wide as they need, numbers from the right, heads repeated, rows never broken. */
#include "flow.h"
#include "flow_links.h"

#include "verdict.h"
#include <math.h>
#include <string.h>

#define HEAD_LINES 3
#define CELL_LINES 5
#define ROWS_TOGETHER 3        /* at a page's head or foot */
#define ROWS_WITHOUT_LIMIT 400 /* a table without max_rows: the workbook has the rest */

typedef struct {
    int column; /* of the table */
    const char *title;
    ColumnStyle style;
    Unit unit;
    bool right;
    Format format;
    double natural, usual, word, w; /* width of the longest value, of most, of the longest word; as chosen */
    double largest;                 /* of the values, for data bars */
} PageColumn;

typedef struct {
    const Table *table;
    GArray *columns; /* PageColumn */
    TextStyle head, cell;
    double pad;       /* between columns */
    double gap;       /* between rows */
    guint left_out_n; /* columns */
    guint rows_n;     /* to be drawn at most */
} PageTable;

static PageColumn *column_at(const PageTable *table, guint i)
{
    return &g_array_index(table->columns, PageColumn, i);
}

/* An address is shown by its path, for the host is the same in every row; the link has it all. */
static char *shown_address(const char *text)
{
    const char *host = strstr(text, "://"), *path = host ? strchr(host + 3, '/') : NULL;
    return g_strdup(path && path[1] ? path + 1 : host ? host + 3 : text);
}

#define TREND_WIDTH 9.0 /* of the small line, in sizes of the type */

static char *cell_text(const PageTable *table, const PageColumn *column, guint row)
{
    const Cell *cell = table_cell(table->table, row, (guint)column->column);
    if (column->style == STYLE_LINK && cell->type == CELL_TEXT)
        return shown_address(cell->text);
    Format format = column->format;
    if (column->unit == UNIT_MONEY)
        format.currency = format_row_currency(table->table, row, format.currency);
    return format_cell(table_cell(table->table, row, (guint)column->column), column->unit, &format);
}

static TextStyle cell_style(const PageTable *table, const PageColumn *column)
{
    return (TextStyle){table->cell.size, column->style == STYLE_STRONG};
}

static double sign_room(const PageTable *table, const PageColumn *column)
{
    return column->style == STYLE_VERDICT ? table->cell.size * 1.3 : 0;
}

static double longest_word(const Flow *flow, const char *text, TextStyle style)
{
    double longest = 0;
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    for (char **word = words; *word; word++)
        longest = fmax(longest, text_width(flow->measure, *word, style));
    return longest;
}

static void measure_column(const Flow *flow, const PageTable *table, PageColumn *column)
{
    double sum = 0;
    for (guint row = 0; row < table->rows_n; row++) {
        g_autofree char *text = cell_text(table, column, row);
        double w = column->style == STYLE_TREND
                       ? table->cell.size * TREND_WIDTH
                       : text_width(flow->measure, text, cell_style(table, column)) + sign_room(table, column);
        column->natural = fmax(column->natural, w);
        sum += w;
        bool is_short = column->style == STYLE_VERDICT && g_utf8_strlen(text, -1) <= 12; /* "in time" */
        if (column->right || column->style == STYLE_TREND)
            column->word = column->natural; /* numbers are never broken */
        else if (is_short)
            column->word = fmax(column->word, w);
        else
            column->word =
                fmax(column->word, longest_word(flow, text, cell_style(table, column)) + sign_room(table, column));
        const Cell *cell = table_cell(table->table, row, (guint)column->column);
        double value = cell->type == CELL_REAL ? cell->real : cell->type == CELL_INTEGER ? (double)cell->integer : 0;
        column->largest = fmax(column->largest, value);
    }
    double head = fmin(longest_word(flow, column->title, table->head), table->head.size * 9);
    column->natural = fmax(column->natural, head);
    column->word = fmax(column->word, head);
    double usual = fmax(column->word, 1.6 * sum / fmax(1, table->rows_n));
    column->usual = fmin(column->natural, column->right ? column->natural : usual);
}

/* A column in which no row has a value would only take room from the others. */
static bool is_blank(const Table *table, guint column)
{
    for (guint row = 0; row < table_n_rows(table); row++) {
        const Cell *cell = table_cell(table, row, column);
        if (cell->type != CELL_NULL && !(cell->type == CELL_TEXT && !*cell->text))
            return false;
    }
    return true;
}

static void add_column(const Flow *flow, PageTable *table, const char *field, const char *title, ColumnStyle style)
{
    int index = table_find_column(table->table, field);
    if (index < 0 || is_blank(table->table, (guint)index))
        return;
    PageColumn column = {.column = index, .title = title ? title : field, .style = style};
    column.unit = g_array_index(table->table->columns, TableColumn, index).unit;
    column.right = format_is_right_aligned(table->table, (guint)index);
    column.format = format_of_column(table->table, (guint)index, &flow->format);
    measure_column(flow, table, &column);
    g_array_append_val(table->columns, column);
}

static const SheetColumn *sheet_column(const Sheet *sheet, const char *field)
{
    for (guint i = 0; sheet->columns && i < sheet->columns->len; i++) {
        const SheetColumn *column = g_ptr_array_index(sheet->columns, i);
        if (g_strcmp0(column->field, field) == 0)
            return column;
    }
    return NULL;
}

static void collect_columns(const Flow *flow, PageTable *table, const Block *block)
{
    const Sheet *sheet = block->sheet;
    bool by_fields = block->fields && block->fields->len > 0, by_sheet = sheet->columns && sheet->columns->len > 0;
    guint n = by_fields ? block->fields->len : by_sheet ? sheet->columns->len : table_n_columns(sheet->table);
    for (guint i = 0; i < n; i++) {
        const SheetColumn *own = !by_fields && by_sheet ? g_ptr_array_index(sheet->columns, i) : NULL;
        const char *field = by_fields ? g_ptr_array_index(block->fields, i)
                            : own     ? own->field
                                      : g_array_index(sheet->table->columns, TableColumn, i).name;
        const SheetColumn *column = sheet_column(sheet, field);
        add_column(flow, table, field, column ? column->title : NULL, column ? column->style : STYLE_PLAIN);
    }
}

static double total_width(const PageTable *table)
{
    double total = 0;
    for (guint i = 0; i < table->columns->len; i++)
        total += column_at(table, i)->w + (i > 0 ? table->pad : 0);
    return total;
}

/* Words stay whole up to so many times the size of the type. */
static void narrow_columns(PageTable *table, double longest)
{
    for (guint i = 0; i < table->columns->len; i++) {
        PageColumn *column = column_at(table, i);
        double least = column->style == STYLE_LINK
                           ? fmin(column->word, table->cell.size * longest * 0.8)
                           : fmin(column->word, table->cell.size * longest * (i == 0 ? 1.3 : 1));
        column->w = column->right ? column->natural : least;
    }
}

/* Shares what is left between the columns in proportion to what they lack: of their usual width, then of all. */
static void widen_columns(PageTable *table, double available, bool to_usual)
{
    double spare = fmax(0, available - total_width(table)), wanted = 0;
    for (guint i = 0; i < table->columns->len; i++) {
        const PageColumn *column = column_at(table, i);
        wanted += fmax(0, (to_usual ? column->usual : column->natural) - column->w);
    }
    double share = wanted > 0 ? fmin(1, spare / wanted) : 0;
    for (guint i = 0; i < table->columns->len; i++) {
        PageColumn *column = column_at(table, i);
        column->w += fmax(0, (to_usual ? column->usual : column->natural) - column->w) * share;
    }
}

/* What is missing is taken from the widest text columns; what cannot be had is left out from the end, and said. */
static void fit_columns(const Flow *flow, PageTable *table)
{
    double available = flow->width;
    narrow_columns(table, 11);
    if (total_width(table) > available)
        narrow_columns(table, 6.5);
    while (table->columns->len > 1 && total_width(table) > available) {
        g_array_set_size(table->columns, table->columns->len - 1);
        table->left_out_n++;
    }
    if (table->columns->len == 1)
        column_at(table, 0)->w = fmin(column_at(table, 0)->w, available);
    widen_columns(table, available, true);
    widen_columns(table, available, false);
    /* Room that is still left goes between the columns, up to a point: a reader's eye must not lose the row. */
    double spare = available - total_width(table);
    if (table->columns->len > 1)
        table->pad += fmin(fmax(0, spare / (table->columns->len - 1)), table->cell.size * 2);
}

static GPtrArray *lines_of(const Flow *flow, const PageTable *table, const PageColumn *column, guint row)
{
    g_autofree char *text = cell_text(table, column, row);
    g_strdelimit(text, "\n", ' ');
    guint most = column->style == STYLE_LINK || column->right ? 1 : CELL_LINES;
    return text_wrap(flow->measure, text, cell_style(table, column), column->w - sign_room(table, column) + 0.01, most);
}

static double head_height(const Flow *flow, const PageTable *table)
{
    guint most = 1;
    for (guint i = 0; i < table->columns->len; i++) {
        g_autoptr(GPtrArray) lines = text_wrap(flow->measure, column_at(table, i)->title, table->head,
                                               column_at(table, i)->w + 0.01, HEAD_LINES);
        most = MAX(most, lines->len);
    }
    return most * text_height(table->head) + 5;
}

static void draw_head(Flow *flow, const PageTable *table)
{
    double h = head_height(flow, table), line = text_height(table->head), x = flow->left;
    scene_open(flow->scene, "TR", NULL);
    for (guint i = 0; i < table->columns->len; i++) {
        const PageColumn *column = column_at(table, i);
        g_autoptr(GPtrArray) lines = text_wrap(flow->measure, column->title, table->head, column->w + 0.01, HEAD_LINES);
        scene_open(flow->scene, "TH", NULL);
        for (guint k = 0; k < lines->len; k++)
            flow_line(flow, ROLE_CELL, g_ptr_array_index(lines, k), table->head, flow->theme->palette.quiet,
                      (Rect){x, flow->y + h - 5 - line * (lines->len - k), column->w, line}, column->right);
        scene_close(flow->scene);
        x += column->w + table->pad;
    }
    scene_close(flow->scene);
    flow->y += h;
    scene_line(flow->scene, ROLE_DECORATION, (Point){flow->left, flow->y - 2},
               (Point){flow->left + total_width(table), flow->y - 2}, flow->theme->palette.axis, 0.8);
}

static void data_bar(Flow *flow, const PageTable *table, const PageColumn *column, guint row, Rect box)
{
    const Cell *cell = table_cell(table->table, row, (guint)column->column);
    double value = cell->type == CELL_REAL ? cell->real : cell->type == CELL_INTEGER ? (double)cell->integer : 0;
    if (column->style != STYLE_BAR || column->largest <= 0 || value <= 0)
        return;
    double w = box.w * fmin(1, value / column->largest);
    scene_rect(flow->scene, ROLE_MARK, (Rect){box.x, box.y, w, box.h}, flow->theme->palette.shade_low);
}

static Color cell_color(const Flow *flow, const PageTable *table, const PageColumn *column, guint row)
{
    const Palette *palette = &flow->theme->palette;
    const Cell *cell = table_cell(table->table, row, (guint)column->column);
    if (column->style == STYLE_VERDICT && cell->type == CELL_TEXT)
        return verdict_color(palette, verdict_of(cell->text));
    if (column->style == STYLE_LINK)
        return color_readable(palette->accent, palette->paper, 4.5);
    return column->style == STYLE_QUIET || cell->type == CELL_NULL ? palette->quiet : palette->ink;
}

static bool is_address(const char *text)
{
    return g_str_has_prefix(text, "https://") || g_str_has_prefix(text, "http://");
}

static bool is_id(const PageTable *table, const PageColumn *column)
{
    return g_str_equal(g_array_index(table->table->columns, TableColumn, column->column).name, "id");
}

static void link_last(Flow *flow, const char *target)
{
    Shape *shape = &g_array_index(flow->scene->shapes, Shape, flow->scene->shapes->len - 1);
    if (shape->kind == SHAPE_TEXT && !shape->extra)
        shape->extra = g_strdup(target);
}

/* The last value stands out; gaps are values that are not there. */
static void draw_trend(Flow *flow, const PageTable *table, const char *text, Rect box)
{
    const Palette *palette = &flow->theme->palette;
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    guint n = g_strv_length(parts);
    double low = INFINITY, high = -INFINITY, radius = table->cell.size * 0.16;
    for (guint i = 0; i < n; i++)
        if (*parts[i]) {
            low = fmin(low, g_ascii_strtod(parts[i], NULL));
            high = fmax(high, g_ascii_strtod(parts[i], NULL));
        }
    double w = fmin(box.w, table->cell.size * TREND_WIDTH) - 2 * radius, h = box.h * 0.66, top = box.y + box.h * 0.17;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(Point));
    for (guint i = 0; i < n; i++) {
        if (!*parts[i])
            continue;
        double share = high > low ? (g_ascii_strtod(parts[i], NULL) - low) / (high - low) : 0.5;
        Point point = {box.x + radius + (n > 1 ? w * i / (n - 1) : 0), top + h * (1 - share)};
        g_array_append_val(points, point);
    }
    if (points->len > 1)
        scene_polyline(flow->scene, ROLE_MARK, (const Point *)(const void *)points->data, points->len, palette->axis,
                       1.2);
    if (points->len > 0)
        scene_circle(flow->scene, ROLE_MARK, g_array_index(points, Point, points->len - 1), radius * 1.3,
                     palette->accent);
}

static void draw_cell(Flow *flow, const PageTable *table, const PageColumn *column, guint row, Rect box)
{
    const Cell *cell = table_cell(table->table, row, (guint)column->column);
    if (column->style == STYLE_TREND) {
        scene_open(flow->scene, "TD", NULL);
        if (cell->type == CELL_TEXT)
            draw_trend(flow, table, cell->text, (Rect){box.x, box.y, box.w, text_height(table->cell)});
        scene_close(flow->scene);
        return;
    }
    g_autoptr(GPtrArray) lines = lines_of(flow, table, column, row);
    double line = text_height(table->cell), sign = sign_room(table, column);
    data_bar(flow, table, column, row, box);
    if (sign > 0 && cell->type == CELL_TEXT)
        verdict_sign(flow->scene, &flow->theme->palette, verdict_of(cell->text), (Rect){box.x, box.y, sign * 0.7, line},
                     table->cell.size * 0.68);
    scene_open(flow->scene, "TD", NULL);
    for (guint k = 0; k < lines->len; k++) {
        flow_line(flow, ROLE_CELL, g_ptr_array_index(lines, k), cell_style(table, column),
                  cell_color(flow, table, column, row), (Rect){box.x + sign, box.y + line * k, box.w - sign, line},
                  column->right);
        if (cell->type == CELL_TEXT && is_address(cell->text))
            link_last(flow, cell->text);
        else if (cell->type == CELL_TEXT && k == 0 && is_id(table, column))
            flow_links_id(flow, cell->text, table_n_columns(table->table));
    }
    scene_close(flow->scene);
}

static double row_height(const Flow *flow, const PageTable *table, guint row)
{
    guint most = 1;
    for (guint i = 0; i < table->columns->len; i++) {
        if (column_at(table, i)->style == STYLE_TREND)
            continue;
        g_autoptr(GPtrArray) lines = lines_of(flow, table, column_at(table, i), row);
        most = MAX(most, lines->len);
    }
    return most * text_height(table->cell);
}

static void draw_row(Flow *flow, const PageTable *table, guint row, double h)
{
    double x = flow->left, gap = table->gap;
    scene_open(flow->scene, "TR", NULL);
    for (guint i = 0; i < table->columns->len; i++) {
        const PageColumn *column = column_at(table, i);
        draw_cell(flow, table, column, row, (Rect){x, flow->y + gap / 2, column->w, h});
        x += column->w + table->pad;
    }
    scene_close(flow->scene);
    flow->y += h + gap;
    scene_line(flow->scene, ROLE_GRID, (Point){flow->left, flow->y}, (Point){flow->left + total_width(table), flow->y},
               flow->theme->palette.grid, 0.5);
}

/* On a slide a table never goes on on the next one: the rows that fit, and a line that says how many do not. */
static bool may_continue(const Flow *flow)
{
    return !flow->document->deck;
}

static double rest_height(const Flow *flow)
{
    return text_height((TextStyle){flow->sizes->small, false}) + flow->sizes->body;
}

static double table_part_height(const Flow *flow, const PageTable *table, guint from, guint to)
{
    double h = 0;
    for (guint row = from; row < to; row++)
        h += row_height(flow, table, row) + table->gap;
    return h;
}

/* The row before which the page ends, of those from `from`. Where the table goes on it takes some rows with it: one
 * alone below a repeated head looks like a mistake. */
static guint page_end(const Flow *flow, const PageTable *table, guint from)
{
    bool all = table->rows_n == table_n_rows(table->table);
    double room = flow_left_h(flow), rest = may_continue(flow) ? 0 : rest_height(flow);
    guint end = from;
    for (; end < table->rows_n; end++) {
        double h = row_height(flow, table, end) + table->gap, reserve = all && end + 1 == table->rows_n ? 0 : rest;
        if (room < h + reserve)
            break;
        room -= h;
    }
    guint short_by = may_continue(flow) && end < table->rows_n && table->rows_n - end < ROWS_TOGETHER
                         ? ROWS_TOGETHER - (table->rows_n - end)
                         : 0;
    return end >= from + short_by + ROWS_TOGETHER ? end - short_by : end;
}

static guint draw_rows(Flow *flow, const PageTable *table)
{
    guint row = 0;
    for (bool is_fresh = false;; is_fresh = true) {
        guint end = page_end(flow, table, row);
        if (end == row && is_fresh)
            end = row + 1; /* higher than a page */
        for (; row < end; row++)
            draw_row(flow, table, row, row_height(flow, table, row));
        if (row == table->rows_n || !may_continue(flow))
            return row;
        scene_close(flow->scene);
        flow_new_page(flow);
        scene_open(flow->scene, "Table", NULL);
        draw_head(flow, table);
    }
}

static void say_rest(Flow *flow, const PageTable *table, guint drawn)
{
    guint rows = table_n_rows(table->table) - drawn;
    g_autofree char *more = rows > 0 ? g_strdup_printf("and %u more in the workbook", rows) : NULL;
    g_autofree char *columns =
        table->left_out_n > 0
            ? g_strdup_printf("%u more column%s in the workbook", table->left_out_n, table->left_out_n == 1 ? "" : "s")
            : NULL;
    flow_gap(flow, flow->sizes->body * 0.3);
    g_autofree char *text = more && columns ? g_strdup_printf("%s; %s", more, columns) : NULL;
    flow_note(flow, text ? text : more ? more : columns);
    flow_gap(flow, flow->sizes->body);
}

static PageTable table_in(const Flow *flow, const Block *block, double size)
{
    guint rows = table_n_rows(block->sheet->table);
    bool deck = flow->document->deck;
    PageTable table = {.table = block->sheet->table,
                       .columns = g_array_new(FALSE, FALSE, sizeof(PageColumn)),
                       .head = {deck ? fmax(flow->sizes->least, size * 0.85) : flow->sizes->small, true},
                       .cell = {size, false},
                       .pad = size * 1.1,
                       .gap = size * (deck ? 0.7 : 0.35) * flow->gap_scale,
                       .rows_n = MIN(rows, block->max_rows > 0 ? (guint)block->max_rows : ROWS_WITHOUT_LIMIT)};
    collect_columns(flow, &table, block);
    if (table.columns->len > 0)
        fit_columns(flow, &table);
    return table;
}

static double table_height(const Flow *flow, const PageTable *table)
{
    return head_height(flow, table) + table_part_height(flow, table, 0, table->rows_n);
}

/* On a slide the largest type in which the whole table has room, on paper always the same. */
static PageTable size_table(const Flow *flow, const Block *block)
{
    double least = flow->sizes->label, size = flow->document->deck ? flow->sizes->body : least;
    for (;; size -= 1) {
        PageTable table = table_in(flow, block, fmax(size, least));
        bool fits = table.left_out_n == 0 && table_height(flow, &table) + rest_height(flow) <= flow_left_h(flow);
        if (size <= least || fits)
            return table;
        g_array_unref(table.columns);
    }
}

void flow_table(Flow *flow, const Block *block)
{
    const Sheet *sheet = block->sheet;
    if (!sheet || !sheet->table)
        return;
    if (table_n_rows(sheet->table) == 0) {
        flow_note(flow, sheet->empty ? sheet->empty : "Nothing to list for this period.");
        return;
    }
    PageTable table = size_table(flow, block);
    if (table.columns->len > 0) {
        flow_need(flow, head_height(flow, &table) + row_height(flow, &table, 0) * 2 + flow->sizes->body);
        scene_open(flow->scene, "Table", NULL);
        draw_head(flow, &table);
        guint drawn = draw_rows(flow, &table);
        scene_close(flow->scene);
        say_rest(flow, &table, drawn);
    }
    g_array_unref(table.columns);
}
