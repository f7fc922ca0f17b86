/* One dot per value along an axis by category, with a box from the first to the third quartile. */
#include "frame.h"

#include <math.h>

#define DOTS_AT_MOST 4000 /* more cannot be told apart and make large files */

typedef struct {
    Rows rows;
    Axis *axis;
    GPtrArray *values; /* GArray of double for each category, sorted */
} StripPlot;

static gint by_value(gconstpointer a, gconstpointer b)
{
    double first = *(const double *)a, second = *(const double *)b;
    return first < second ? -1 : first > second;
}

static GPtrArray *values_by_category(const Frame *frame)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < frame->categories->len; i++)
        g_ptr_array_add(all, g_array_new(FALSE, FALSE, sizeof(double)));
    for (guint i = 0; i < frame->data->len; i++) {
        double value = datum_measure(frame, frame_datum(frame, i));
        if (isfinite(value))
            g_array_append_val((GArray *)g_ptr_array_index(all, frame_datum(frame, i)->category), value);
    }
    for (guint i = 0; i < all->len; i++)
        g_array_sort(g_ptr_array_index(all, i), by_value);
    return all;
}

/* Between closest ranks, as everywhere in the product. */
static double quantile(const GArray *values, double p)
{
    double rank = p * (values->len - 1);
    guint below = (guint)floor(rank), above = MIN(below + 1, values->len - 1);
    double low = g_array_index(values, double, below), high = g_array_index(values, double, above);
    return low + (high - low) * (rank - below);
}

/* Spread of equal values across the row, the same at every run. */
static double jitter(guint i)
{
    return (double)((i * 2654435761U) >> 16 & 1023) / 1023 - 0.5;
}

static void draw_dots(Frame *frame, const StripPlot *plot, guint row, guint stride)
{
    const GArray *values = g_ptr_array_index(plot->values, row);
    Color color = frame->theme->palette.accent;
    bool is_few = values->len <= 5; /* each is seen: no spread, more weight */
    color.a = is_few ? 0.8 : 0.4;
    double reach = is_few ? 0 : fmin(plot->rows.row_h * 0.5, frame->sizes->label * 2.2),
           radius = fmin(frame->sizes->label * 0.23, plot->rows.row_h * 0.12);
    for (guint i = 0; i < values->len; i += stride) {
        Point center = {axis_at(plot->axis, g_array_index(values, double, i)),
                        rows_center(&plot->rows, row) + jitter(i) * reach};
        scene_circle(frame->scene, ROLE_MARK, center, radius, color);
    }
}

static void draw_box(Frame *frame, const StripPlot *plot, guint row)
{
    const GArray *values = g_ptr_array_index(plot->values, row);
    if (values->len < 4)
        return; /* quartiles of three values would be an invention */
    const Palette *palette = &frame->theme->palette;
    double y = rows_center(&plot->rows, row), h = fmin(plot->rows.row_h * 0.62, frame->sizes->label * 2.6);
    double left = axis_at(plot->axis, quantile(values, 0.25)), right = axis_at(plot->axis, quantile(values, 0.75));
    double middle = axis_at(plot->axis, quantile(values, 0.5));
    Shape *box = scene_rect(frame->scene, ROLE_BAND, (Rect){left, y - h / 2, right - left, h}, (Color){0, 0, 0, 0});
    box->stroke = palette->ink;
    box->width = 0.8;
    scene_line(frame->scene, ROLE_MARK, (Point){middle, y - h / 2}, (Point){middle, y + h / 2}, palette->ink, 2);
}

/* brief: of several values only the median, which the box shows anyway. */
static char *summary_text(const Frame *frame, const GArray *values, bool brief)
{
    if (values->len == 0)
        return g_strdup("no values");
    g_autofree char *count = format_count(values->len, &frame->format);
    if (values->len < 4)
        return g_strdup_printf("n = %s", count);
    g_autofree char *median = frame_value_text(frame, frame_measure_field(frame), quantile(values, 0.5));
    return brief ? g_steal_pointer(&median) : g_strdup_printf("median %s, n = %s", median, count);
}

static double summary_width(const Frame *frame, const StripPlot *plot)
{
    double widest = 0;
    for (guint row = 0; row < plot->rows.shown_n; row++) {
        g_autofree char *text = summary_text(frame, g_ptr_array_index(plot->values, row), false);
        widest = fmax(widest, text_width(frame->measure, text, frame_label_style(frame)));
    }
    return fmin(widest + 8, frame->body.w * 0.32);
}

static void draw_rows(Frame *frame, const StripPlot *plot)
{
    guint stride = frame->data->len / DOTS_AT_MOST + 1;
    double x = plot->rows.plot.x + plot->rows.plot.w + 8, line = text_height(frame_label_style(frame));
    for (guint row = 0; row < plot->rows.shown_n; row++) {
        draw_dots(frame, plot, row, stride);
        draw_box(frame, plot, row);
        g_autofree char *whole = summary_text(frame, g_ptr_array_index(plot->values, row), false);
        bool is_wide =
            text_width(frame->measure, whole, frame_label_style(frame)) > frame->scene->width - CHART_PAD - x;
        g_autofree char *text = summary_text(frame, g_ptr_array_index(plot->values, row), is_wide);
        frame_text(frame, ROLE_LABEL, text, frame_label_style(frame), frame->theme->palette.ink,
                   (Rect){x, rows_center(&plot->rows, row) - line / 2, frame->scene->width - CHART_PAD - x, line},
                   ALIGN_LEFT);
    }
    if (stride > 1)
        frame_note(frame, "One dot for every %u values; boxes and medians use all.", stride);
}

void layout_strip(Frame *frame)
{
    double low, high;
    frame_extent(frame, &low, &high);
    AxisSpec spec = frame_axis_spec(frame, frame_measure_encoding(frame), frame_measure_field(frame), low, high);
    StripPlot plot = {.rows = frame_rows(frame, frame_axis_x_height(frame, &spec), frame->sizes->label * 9),
                      .values = values_by_category(frame)};
    plot.rows.plot.w -= summary_width(frame, &plot);
    Rect marks = plot.rows.plot;
    marks.h += plot.rows.rest_h;
    plot.axis = frame_axis_x(frame, &spec, marks);
    draw_rows(frame, &plot);
    axis_free(plot.axis);
    g_ptr_array_unref(plot.values);
}
