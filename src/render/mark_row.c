/* Rows over categories: horizontal bars, dots with whiskers, and the Pareto of causes. */
#include "frame.h"

#include <math.h>
#include <string.h>

typedef struct {
    Rows rows;
    Axis *axis;
    const Field *field;
    Format format; /* of the values */
    double key_y;  /* top of the line that names a target which all rows share; NaN: each row has its own tick */
} RowPlot;

static double widest_value(const Frame *frame, const Field *field, double reach)
{
    Format format = frame_format_of(frame, field);
    double widest = 0;
    guint n = MIN(frame->data->len, 400);
    for (guint i = 0; i < n; i++) {
        g_autofree char *text = format_value(datum_measure(frame, frame_datum(frame, i)), field->unit, &format);
        widest = fmax(widest, text_width(frame->measure, text, frame_label_style(frame)));
    }
    return fmin(widest + 8, reach);
}

static RowPlot rows_begin(Frame *frame, double low, double high, double right_margin)
{
    const Field *field = frame_measure_field(frame);
    RowPlot plot = {.field = field, .format = frame_format_of(frame, field), .key_y = NAN};
    AxisSpec spec = frame_axis_spec(frame, frame_measure_encoding(frame), field, low, high);
    plot.rows = frame_rows(frame, frame_axis_x_height(frame, &spec), frame->sizes->label * 6.5);
    plot.rows.plot.w -= right_margin;
    Rect marks = plot.rows.plot;
    marks.h += plot.rows.rest_h;
    plot.axis = frame_axis_x(frame, &spec, marks);
    return plot;
}

static void base_line(Frame *frame, const RowPlot *plot)
{
    if (plot->axis->is_cut)
        return; /* where the axis happens to begin means nothing */
    double x = plot->axis->low <= 0 && plot->axis->kind != AXIS_LOG ? axis_at(plot->axis, 0) : plot->axis->from;
    scene_line(frame->scene, ROLE_AXIS, (Point){x, plot->rows.plot.y},
               (Point){x, plot->rows.plot.y + plot->rows.plot.h}, frame->theme->palette.axis, 0.8);
}

static double bar_height(const Frame *frame, const RowPlot *plot)
{
    return fmin(plot->rows.row_h * 0.62, frame->sizes->label * 2.4);
}

static void target_tick(Frame *frame, const RowPlot *plot, guint row, double target)
{
    if (!isfinite(target) || isfinite(plot->key_y))
        return;
    const Palette *palette = &frame->theme->palette;
    double x = axis_at(plot->axis, target), reach = fmin(plot->rows.row_h * 0.44, frame->sizes->label * 1.5);
    Point from = {x, rows_center(&plot->rows, row) - reach}, to = {x, from.y + 2 * reach};
    scene_line(frame->scene, ROLE_DECORATION, from, to, palette->paper, 3.6); /* so that it shows on a dark bar */
    scene_line(frame->scene, ROLE_TARGET, from, to, palette->target, 1.6);
}

/* Where all rows have the same target: one line through them, named above it. NaN when they differ. */
static double shared_target(const Frame *frame)
{
    double shared = NAN;
    for (guint i = 0; i < frame->data->len && frame->target.column >= 0; i++) {
        double target = frame_datum(frame, i)->target;
        if (!isfinite(target) || (isfinite(shared) && target != shared))
            return NAN;
        shared = target;
    }
    return shared;
}

static void shared_line(Frame *frame, const RowPlot *plot, double target)
{
    if (!isfinite(plot->key_y))
        return;
    const Palette *palette = &frame->theme->palette;
    const char *title = frame->chart->target.title ? frame->chart->target.title : "target";
    g_autofree char *value = frame_value_text(frame, &frame->target, target);
    g_autofree char *text = strchr(title, ' ') ? g_strdup(title) : g_strdup_printf("%s %s", title, value);
    double x = axis_at(plot->axis, target), line = text_height(frame_label_style(frame));
    double w = fmin(text_width(frame->measure, text, frame_label_style(frame)), frame->body.w);
    double left = CLAMP(x - w / 2, CHART_PAD, frame->scene->width - CHART_PAD - w);
    scene_line(frame->scene, ROLE_DECORATION, (Point){x, plot->rows.plot.y},
               (Point){x, plot->rows.plot.y + plot->rows.plot.h}, palette->paper, 3.2);
    scene_line(frame->scene, ROLE_TARGET, (Point){x, plot->key_y + line},
               (Point){x, plot->rows.plot.y + plot->rows.plot.h}, palette->target, 1.3);
    frame_text(frame, ROLE_LEGEND, text, frame_label_style(frame), palette->ink, (Rect){left, plot->key_y, w, line},
               ALIGN_LEFT);
}

/* Beside the end of the mark. Where a target stands in the way: before a dot, else behind the target. */
static void row_value(Frame *frame, const RowPlot *plot, guint row, double end_x, const Datum *datum, double value)
{
    g_autofree char *text = format_value(value, plot->field->unit, &plot->format);
    double w = text_width(frame->measure, text, frame_label_style(frame)), x = end_x + 5;
    double target_x = isfinite(datum->target) ? axis_at(plot->axis, datum->target) : -INFINITY;
    bool is_dot = frame->chart->mark == MARK_DOT && !isfinite(datum->low) && isfinite(value);
    double before = is_dot ? axis_at(plot->axis, value) - frame->sizes->label * 0.5 - 5 : -INFINITY;
    if (target_x > x - 4 && target_x < x + w + 3) {
        if (before - w > plot->rows.plot.x) {
            frame_label(frame, text, (Point){before, rows_center(&plot->rows, row)}, ALIGN_RIGHT,
                        frame->theme->palette.ink, frame->theme->palette.paper);
            return;
        }
        x = target_x + 5;
    }
    frame_label(frame, text, (Point){x, rows_center(&plot->rows, row)}, ALIGN_LEFT, frame->theme->palette.ink,
                frame->theme->palette.paper);
}

static double row_end(const RowPlot *plot, const Datum *datum, double value)
{
    double end = axis_at(plot->axis, value);
    return isfinite(datum->high) ? fmax(end, axis_at(plot->axis, datum->high)) : end;
}

static void row_dot(Frame *frame, const RowPlot *plot, const Datum *datum, double value)
{
    double y = rows_center(&plot->rows, datum->category),
           radius = fmin(plot->rows.row_h * 0.28, frame->sizes->label * 0.5);
    Color color = frame_series_color(frame, datum->series);
    if (isfinite(datum->low) && isfinite(datum->high))
        scene_line(frame->scene, ROLE_BAND, (Point){axis_at(plot->axis, datum->low), y},
                   (Point){axis_at(plot->axis, datum->high), y}, color, 1.4);
    if (isfinite(datum->target) && frame->series.column >= 0) { /* how far from the target, in the verdict's colour */
        Color reach = color;
        reach.a = 0.45;
        scene_line(frame->scene, ROLE_BAND, (Point){axis_at(plot->axis, value), y},
                   (Point){axis_at(plot->axis, datum->target), y}, reach, 2.2);
    }
    target_tick(frame, plot, datum->category, datum->target);
    scene_circle(frame->scene, ROLE_MARK, (Point){axis_at(plot->axis, value), y}, radius, color);
}

/* The value of a row's only dot; of several, none could be told from another. */
static void label_dots(Frame *frame, const RowPlot *plot)
{
    g_autofree guint *dots_n = g_new0(guint, frame->categories->len + 1);
    for (guint i = 0; i < frame->data->len; i++)
        dots_n[frame_datum(frame, i)->category]++;
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        if (datum->category >= plot->rows.shown_n || dots_n[datum->category] > 1)
            continue;
        double radius = isfinite(datum->high) ? 3 : fmin(plot->rows.row_h * 0.28, frame->sizes->label * 0.5);
        double end = isfinite(value) ? row_end(plot, datum, value) + radius : plot->axis->from;
        row_value(frame, plot, datum->category, end, datum, value);
    }
}

static void draw_dots(Frame *frame, const RowPlot *plot)
{
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        if (datum->category < plot->rows.shown_n && isfinite(value))
            row_dot(frame, plot, datum, value);
    }
    label_dots(frame, plot);
}

/* A key for the ticks, or room above the rows for the name of the line that they share; its top. */
static double target_key(Frame *frame)
{
    if (frame->target.column < 0)
        return NAN;
    if (isfinite(shared_target(frame))) {
        double top = frame->body.y, h = text_height(frame_label_style(frame)) + 2;
        frame->body.y += h;
        frame->body.h -= h;
        return top;
    }
    TextStyle style = frame_label_style(frame);
    const char *title = frame->chart->target.title ? frame->chart->target.title : "target";
    double h = text_height(style);
    scene_line(frame->scene, ROLE_LEGEND, (Point){frame->body.x + 4, frame->body.y + h * 0.15},
               (Point){frame->body.x + 4, frame->body.y + h * 0.85}, frame->theme->palette.target, 1.6);
    frame_text(frame, ROLE_LEGEND, title, style, frame->theme->palette.ink,
               (Rect){frame->body.x + 12, frame->body.y, frame->body.w - 12, h}, ALIGN_LEFT);
    frame->body.y += h + 3;
    frame->body.h -= h + 3;
    return NAN;
}

void layout_dot(Frame *frame)
{
    frame_legend(frame);
    double key_y = target_key(frame), low, high;
    frame_extent(frame, &low, &high);
    RowPlot plot = rows_begin(frame, low, high, widest_value(frame, frame_measure_field(frame), frame->body.w * 0.2));
    plot.key_y = key_y;
    base_line(frame, &plot);
    shared_line(frame, &plot, shared_target(frame));
    draw_dots(frame, &plot);
    axis_free(plot.axis);
}

static double stacked_high(const Frame *frame, double high)
{
    g_autofree double *sums = g_new0(double, frame->categories->len + 1);
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        if (isfinite(value) && value > 0)
            sums[datum->category] += value;
        high = fmax(high, sums[datum->category]);
    }
    return high;
}

static void draw_row_bars(Frame *frame, const RowPlot *plot)
{
    g_autofree double *sums = g_new0(double, frame->categories->len + 1);
    double h = bar_height(frame, plot);
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        if (datum->category >= plot->rows.shown_n || !isfinite(value))
            continue;
        double from = value < 0 ? 0 : sums[datum->category], a = axis_at(plot->axis, from);
        double b = axis_at(plot->axis, from + value);
        sums[datum->category] += fmax(value, 0);
        scene_rect(frame->scene, ROLE_MARK,
                   (Rect){fmin(a, b), rows_center(&plot->rows, datum->category) - h / 2, fabs(b - a), h},
                   frame_series_color(frame, datum->series));
    }
}

static void draw_row_ends(Frame *frame, const RowPlot *plot)
{
    g_autofree double *sums = g_new0(double, frame->categories->len + 1);
    g_autofree double *ends = g_new0(double, frame->categories->len + 1);
    g_autofree const Datum **last = g_new0(const Datum *, frame->categories->len + 1);
    g_autofree bool *known = g_new0(bool, frame->categories->len + 1);
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        known[datum->category] = known[datum->category] || isfinite(value);
        sums[datum->category] += isfinite(value) ? value : 0;
        if (datum->category < plot->rows.shown_n) {
            target_tick(frame, plot, datum->category, datum->target);
            last[datum->category] = datum;
            double end = row_end(plot, datum, fmax(0, sums[datum->category]));
            ends[datum->category] = fmax(ends[datum->category], end);
        }
    }
    for (guint row = 0; row < plot->rows.shown_n; row++)
        row_value(frame, plot, row, ends[row], last[row], known[row] ? sums[row] : NAN);
}

void layout_hbar(Frame *frame)
{
    double low, high;
    frame_extent(frame, &low, &high);
    AxisSpec spec = frame_axis_spec(frame, frame_measure_encoding(frame), frame_measure_field(frame), low, high);
    if (!spec.request.from_zero || spec.request.is_log) {
        layout_dot(frame); /* a bar's length means something only from zero */
        return;
    }
    frame_legend(frame);
    double key_y = target_key(frame);
    RowPlot plot = rows_begin(frame, low, stacked_high(frame, high),
                              widest_value(frame, frame_measure_field(frame), frame->body.w * 0.2));
    plot.key_y = key_y;
    draw_row_bars(frame, &plot);
    base_line(frame, &plot);
    shared_line(frame, &plot, shared_target(frame));
    draw_row_ends(frame, &plot);
    axis_free(plot.axis);
}

/* ---- Pareto ---- */

typedef struct {
    guint category;
    double sum;
} Cause;

static gint by_falling_sum(gconstpointer a, gconstpointer b)
{
    const Cause *first = a, *second = b;
    if (first->sum != second->sum)
        return first->sum < second->sum ? 1 : -1;
    return first->category < second->category ? -1 : first->category > second->category;
}

static GArray *causes_of(Frame *frame, double *total)
{
    GArray *causes = g_array_sized_new(FALSE, TRUE, sizeof(Cause), frame->categories->len);
    g_array_set_size(causes, frame->categories->len);
    for (guint i = 0; i < causes->len; i++)
        g_array_index(causes, Cause, i).category = i;
    *total = 0;
    for (guint i = 0; i < frame->data->len; i++) {
        double value = datum_measure(frame, frame_datum(frame, i));
        if (!isfinite(value) || value <= 0)
            continue;
        g_array_index(causes, Cause, frame_datum(frame, i)->category).sum += value;
        *total += value;
    }
    g_array_sort(causes, by_falling_sum);
    GPtrArray *sorted = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < causes->len; i++)
        g_ptr_array_add(sorted, g_strdup(frame_category(frame, g_array_index(causes, Cause, i).category)));
    g_ptr_array_unref(frame->categories);
    frame->categories = sorted;
    return causes;
}

static void draw_cause(Frame *frame, const RowPlot *plot, guint row, double sum)
{
    double h = bar_height(frame, plot), x = axis_at(plot->axis, sum);
    scene_rect(frame->scene, ROLE_MARK,
               (Rect){plot->axis->from, rows_center(&plot->rows, row) - h / 2, x - plot->axis->from, h},
               frame->theme->palette.accent);
}

/* Inside the bar where it is long enough, so that the line has the space beside it. */
static void cause_value(Frame *frame, const RowPlot *plot, guint row, double sum)
{
    g_autofree char *text = format_value(sum, plot->field->unit, &plot->format);
    double w = text_width(frame->measure, text, frame_label_style(frame)), x = axis_at(plot->axis, sum);
    Color bar = frame->theme->palette.accent;
    bool inside = x - plot->axis->from > w + 14 && bar_height(frame, plot) >= text_height(frame_label_style(frame));
    frame_label(frame, text, (Point){inside ? x - 7 : x + 7, rows_center(&plot->rows, row)},
                inside ? ALIGN_RIGHT : ALIGN_LEFT,
                inside ? color_readable(frame->theme->palette.paper, bar, 4.5) : frame->theme->palette.ink,
                inside ? bar : frame->theme->palette.paper);
}

static void draw_cumulative(Frame *frame, const RowPlot *plot, const GArray *causes, double total)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(Point));
    double running = 0;
    for (guint row = 0; row < plot->rows.shown_n; row++) {
        running += g_array_index(causes, Cause, row).sum;
        Point point = {axis_at(plot->axis, running), rows_center(&plot->rows, row)};
        g_array_append_val(points, point);
    }
    Color color = frame->theme->palette.series[3];
    const Point *at = (const Point *)(const void *)points->data;
    scene_polyline(frame->scene, ROLE_MARK, at, points->len, color, 1.4);
    Format format = frame->format;
    format.ratio_digits = 0;
    running = 0;
    for (guint row = 0; row < points->len; row++) {
        running += g_array_index(causes, Cause, row).sum;
        scene_circle(frame->scene, ROLE_MARK, at[row], 2.4, color);
        g_autofree char *share = format_ratio(total > 0 ? running / total : NAN, &format);
        frame_label(frame, share, (Point){at[row].x + 6, at[row].y - text_height(frame_label_style(frame)) * 0.45},
                    ALIGN_LEFT, color_readable(color, frame->theme->palette.paper, 4.5), frame->theme->palette.paper);
    }
}

void layout_pareto(Frame *frame)
{
    double total;
    g_autoptr(GArray) causes = causes_of(frame, &total);
    RowPlot plot = rows_begin(frame, 0, total, frame->sizes->label * 4);
    for (guint row = 0; row < plot.rows.shown_n; row++)
        draw_cause(frame, &plot, row, g_array_index(causes, Cause, row).sum);
    base_line(frame, &plot);
    draw_cumulative(frame, &plot, causes, total);
    for (guint row = 0; row < plot.rows.shown_n; row++)
        cause_value(frame, &plot, row, g_array_index(causes, Cause, row).sum);
    axis_free(plot.axis);
}
