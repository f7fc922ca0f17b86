#include "frame.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How a mark reads x and y: which one names the row or column. */
typedef enum { READ_XY, READ_ROWS, READ_COLUMNS, READ_CELLS } Reading;

static const Reading readings[] = {
    [MARK_LINE] = READ_XY,    [MARK_BAR] = READ_COLUMNS,       [MARK_HBAR] = READ_ROWS,   [MARK_DOT] = READ_ROWS,
    [MARK_WHISKER] = READ_XY, [MARK_STRIP] = READ_ROWS,        [MARK_STEP] = READ_XY,     [MARK_GANTT] = READ_ROWS,
    [MARK_HEAT] = READ_CELLS, [MARK_WATERFALL] = READ_COLUMNS, [MARK_PARETO] = READ_ROWS, [MARK_CALENDAR] = READ_XY,
};

static Field resolve(const Chart *chart, const Encoding *encoding)
{
    Field field = {-1, UNIT_NONE, false};
    if (!encoding->field)
        return field;
    field.column = table_find_column(chart->table, encoding->field);
    if (field.column < 0)
        return field;
    field.unit = g_array_index(chart->table->columns, TableColumn, field.column).unit;
    for (guint row = 0; row < table_n_rows(chart->table) && !field.is_text; row++)
        field.is_text = table_cell(chart->table, row, (guint)field.column)->type == CELL_TEXT;
    return field;
}

static double number_of(const Frame *frame, const Field *field, guint row)
{
    if (field->column < 0)
        return NAN;
    const Cell *cell = table_cell(frame->chart->table, row, (guint)field->column);
    if (cell->type == CELL_REAL)
        return cell->real;
    bool is_known = cell->type == CELL_INTEGER && !(field->unit == UNIT_INSTANT && cell->integer == INSTANT_NONE);
    return is_known ? (double)cell->integer : NAN;
}

static char *text_of(const Frame *frame, const Field *field, guint row)
{
    if (field->column < 0)
        return g_strdup("");
    const Cell *cell = table_cell(frame->chart->table, row, (guint)field->column);
    if (cell->type == CELL_NULL)
        return g_strdup("(none)");
    char *text = format_cell(cell, field->unit, &frame->format);
    return g_strdelimit(text, "\n\t", ' ');
}

static guint index_of(GHashTable *seen, GPtrArray *names, char *name)
{
    gpointer known;
    if (g_hash_table_lookup_extended(seen, name, NULL, &known)) {
        g_free(name);
        return GPOINTER_TO_UINT(known);
    }
    g_ptr_array_add(names, name);
    g_hash_table_insert(seen, name, GUINT_TO_POINTER(names->len - 1));
    return names->len - 1;
}

/* Instants and months written "2025-10" get calendar labels, so that a year of them stays readable. */
static bool month_of(const char *text, double *instant)
{
    int year = 0, month = 0, used = 0;
    if (sscanf(text, "%4d-%2d%n", &year, &month, &used) != 2 || used != 7 || text[7] || month < 1 || month > 12)
        return false;
    *instant = (double)civil_days(year, month, 1) * (double)MS_PER_DAY;
    return true;
}

static void relabel(GPtrArray *names, const double *instants, const Format *format)
{
    g_autoptr(GPtrArray) labels = axis_calendar_labels(instants, names->len, format);
    for (guint i = 0; i < names->len; i++) {
        g_free(names->pdata[i]);
        names->pdata[i] = g_strdup(g_ptr_array_index(labels, i));
    }
}

static bool relabel_months(GPtrArray *names, const Format *format)
{
    g_autofree double *instants = g_new0(double, names->len + 1);
    for (guint i = 0; i < names->len; i++)
        if (!month_of(g_ptr_array_index(names, i), &instants[i]))
            return false;
    Format utc = *format;
    utc.zone = NULL;
    if (names->len > 0)
        relabel(names, instants, &utc);
    return true;
}

static bool relabel_instants(Frame *frame, GPtrArray *names, const Field *field, bool is_second)
{
    g_autofree double *instants = g_new0(double, names->len + 1);
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double at = number_of(frame, field, i);
        if (!isfinite(at))
            return false;
        instants[is_second ? datum->category2 : datum->category] = at;
    }
    if (names->len > 0)
        relabel(names, instants, &frame->format);
    return true;
}

/* Returns whether the names are points in time. */
static bool relabel_calendar(Frame *frame, GPtrArray *names, const Field *field, bool is_second)
{
    if (field->column >= 0 && field->unit == UNIT_INSTANT && !field->is_text)
        return relabel_instants(frame, names, field, is_second);
    return field->is_text && relabel_months(names, &frame->format);
}

static const Field *category_field(const Frame *frame)
{
    switch (readings[frame->chart->mark]) {
    case READ_ROWS:
        return frame->y.column >= 0 && (frame->y.is_text || !frame->x.is_text) ? &frame->y : &frame->x;
    case READ_COLUMNS:
        return frame->x.column >= 0 && (frame->x.is_text || !frame->y.is_text) ? &frame->x : &frame->y;
    case READ_CELLS:
        return &frame->y;
    case READ_XY:
    default:
        return &frame->x;
    }
}

static void read_row(Frame *frame, guint row, GHashTable *seen, GHashTable *seen2, GHashTable *seen_series)
{
    Datum datum = {
        .x = number_of(frame, &frame->x, row),
        .x2 = number_of(frame, &frame->x2, row),
        .y = number_of(frame, &frame->y, row),
        .low = number_of(frame, &frame->low, row),
        .high = number_of(frame, &frame->high, row),
        .value = number_of(frame, &frame->value, row),
        .target = number_of(frame, &frame->target, row),
    };
    datum.is_dashed = number_of(frame, &frame->dash, row) > 0;
    bool is_numeric_x = readings[frame->chart->mark] == READ_XY && !frame->x.is_text;
    if (!is_numeric_x)
        datum.category = index_of(seen, frame->categories, text_of(frame, category_field(frame), row));
    if (readings[frame->chart->mark] == READ_CELLS)
        datum.category2 = index_of(seen2, frame->categories2, text_of(frame, &frame->x, row));
    datum.series = index_of(seen_series, frame->names, text_of(frame, &frame->series, row));
    if (frame->label.column >= 0) {
        const Cell *cell = table_cell(frame->chart->table, row, (guint)frame->label.column);
        datum.label = cell->type == CELL_TEXT ? cell->text : NULL;
    }
    g_array_append_val(frame->data, datum);
}

void frame_read(Frame *frame)
{
    const Chart *chart = frame->chart;
    frame->x = resolve(chart, &chart->x);
    frame->x2 = resolve(chart, &chart->x2);
    frame->y = resolve(chart, &chart->y);
    frame->low = resolve(chart, &chart->low);
    frame->high = resolve(chart, &chart->high);
    frame->series = resolve(chart, &chart->series);
    frame->value = resolve(chart, &chart->value);
    frame->target = resolve(chart, &chart->target);
    frame->label = resolve(chart, &chart->label);
    frame->dash = resolve(chart, &chart->dash);
    frame->data = g_array_new(FALSE, FALSE, sizeof(Datum));
    frame->categories = g_ptr_array_new_with_free_func(g_free);
    frame->categories2 = g_ptr_array_new_with_free_func(g_free);
    frame->names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) seen2 = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) seen_series = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint row = 0; row < table_n_rows(chart->table); row++)
        read_row(frame, row, seen, seen2, seen_series);
    frame->in_time_order = relabel_calendar(frame, frame->categories, category_field(frame), false);
    if (readings[chart->mark] == READ_CELLS)
        relabel_calendar(frame, frame->categories2, &frame->x, true);
}

void frame_clear(Frame *frame)
{
    g_clear_pointer(&frame->data, g_array_unref);
    g_clear_pointer(&frame->categories, g_ptr_array_unref);
    g_clear_pointer(&frame->categories2, g_ptr_array_unref);
    g_clear_pointer(&frame->names, g_ptr_array_unref);
    g_clear_pointer(&frame->notes, g_ptr_array_unref);
}

const Datum *frame_datum(const Frame *frame, guint i)
{
    return &g_array_index(frame->data, Datum, i);
}

const char *frame_category(const Frame *frame, guint i)
{
    return g_ptr_array_index(frame->categories, i);
}

static bool measure_is_value(const Frame *frame)
{
    return frame->value.column >= 0;
}

static bool measure_is_x(const Frame *frame)
{
    return category_field(frame) == &frame->y && readings[frame->chart->mark] != READ_XY;
}

const Field *frame_measure_field(const Frame *frame)
{
    return measure_is_value(frame) ? &frame->value : measure_is_x(frame) ? &frame->x : &frame->y;
}

const Encoding *frame_measure_encoding(const Frame *frame)
{
    const Chart *chart = frame->chart;
    return measure_is_value(frame) ? &chart->value : measure_is_x(frame) ? &chart->x : &chart->y;
}

double datum_measure(const Frame *frame, const Datum *datum)
{
    return measure_is_value(frame) ? datum->value : measure_is_x(frame) ? datum->x : datum->y;
}

static void widen(double value, double *low, double *high)
{
    if (!isfinite(value))
        return;
    *low = isnan(*low) ? value : fmin(*low, value);
    *high = isnan(*high) ? value : fmax(*high, value);
}

void frame_extent(const Frame *frame, double *low, double *high)
{
    *low = *high = NAN;
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        const double values[] = {datum_measure(frame, datum), datum->low, datum->high, datum->target};
        for (guint k = 0; k < G_N_ELEMENTS(values); k++)
            widen(values[k], low, high);
    }
}

Format frame_format_of(const Frame *frame, const Field *field)
{
    if (field->column < 0)
        return frame->format;
    return format_of_column(frame->chart->table, (guint)field->column, &frame->format);
}

char *frame_value_text(const Frame *frame, const Field *field, double value)
{
    Format format = frame_format_of(frame, field);
    return format_value(value, field->unit, &format);
}
