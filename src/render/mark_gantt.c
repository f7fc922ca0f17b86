/* Spans of time by category, in lanes where they overlap. */
#include "frame.h"

#include <math.h>

#define LANES_AT_MOST 5

typedef struct {
    double from, to; /* points; an open span reaches the end of the axis */
    guint row, datum, lane;
    bool is_open;
} Span;

typedef struct {
    Rows rows;
    Axis *axis;
    GArray *spans; /* Span, by row and start */
    GArray *lanes; /* guint, for each row: how many */
} GanttPlot;

static void x_extent(const Frame *frame, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (guint i = 0; i < frame->data->len; i++) {
        const double ends[] = {frame_datum(frame, i)->x, frame_datum(frame, i)->x2};
        for (guint k = 0; k < 2; k++) {
            *low = isfinite(ends[k]) ? fmin(*low, ends[k]) : *low;
            *high = isfinite(ends[k]) ? fmax(*high, ends[k]) : *high;
        }
    }
}

static gint by_row_and_start(gconstpointer a, gconstpointer b)
{
    const Span *first = a, *second = b;
    if (first->row != second->row)
        return first->row < second->row ? -1 : 1;
    if (first->from != second->from)
        return first->from < second->from ? -1 : 1;
    return first->datum < second->datum ? -1 : first->datum > second->datum;
}

static GArray *spans_of(const Frame *frame, const GanttPlot *plot)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(Span));
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        bool is_open = !isfinite(datum->x2);
        Span span = {.row = datum->category, .datum = i, .is_open = is_open};
        if (!isfinite(datum->x) || (!is_open && datum->x2 < datum->x) || datum->category >= plot->rows.shown_n)
            continue;
        span.from = axis_at(plot->axis, datum->x);
        span.to = is_open ? plot->axis->to : axis_at(plot->axis, datum->x2);
        span.to = fmax(span.to, fmin(span.from + 1.6, plot->axis->to)); /* a minute in a month is still to be seen */
        span.from = fmin(span.from, span.to - 1.6);
        g_array_append_val(spans, span);
    }
    g_array_sort(spans, by_row_and_start);
    return spans;
}

/* The first lane that is free at the start; all lanes taken: the last one. */
static void assign_lanes(GanttPlot *plot)
{
    double ends[LANES_AT_MOST];
    for (guint i = 0; i < plot->spans->len; i++) {
        Span *span = &g_array_index(plot->spans, Span, i);
        if (i == 0 || g_array_index(plot->spans, Span, i - 1).row != span->row)
            for (guint lane = 0; lane < LANES_AT_MOST; lane++)
                ends[lane] = -INFINITY;
        while (span->lane + 1 < LANES_AT_MOST && ends[span->lane] > span->from)
            span->lane++;
        ends[span->lane] = fmax(ends[span->lane], span->to);
        guint *lanes = &g_array_index(plot->lanes, guint, span->row);
        *lanes = MAX(*lanes, span->lane + 1);
    }
}

static Rect span_box(const GanttPlot *plot, const Span *span)
{
    double room = fmin(plot->rows.row_h * 0.72, 36), lane_h = room / g_array_index(plot->lanes, guint, span->row);
    double top = rows_center(&plot->rows, span->row) - room / 2 + lane_h * span->lane;
    double h = fmin(lane_h * 0.88, 14);
    return (Rect){span->from, top + (lane_h - h) / 2, span->to - span->from, h};
}

static void draw_span(Frame *frame, const GanttPlot *plot, const Span *span)
{
    Rect box = span_box(plot, span);
    Color color = frame_series_color(frame, frame_datum(frame, span->datum)->series);
    scene_rect(frame->scene, ROLE_MARK, box, color);
    double point = box.h / 2, x = box.x + box.w;
    if (span->is_open) /* an arrow head: it goes on */
        scene_area(frame->scene, ROLE_MARK, (Point[]){{x, box.y}, {x + point, box.y + point}, {x, box.y + box.h}}, 3,
                   color);
}

static double right_neighbour(const GanttPlot *plot, guint i)
{
    const Span *span = &g_array_index(plot->spans, Span, i);
    for (guint k = i + 1; k < plot->spans->len && g_array_index(plot->spans, Span, k).row == span->row; k++)
        if (g_array_index(plot->spans, Span, k).lane == span->lane)
            return g_array_index(plot->spans, Span, k).from;
    return plot->axis->to + CHART_PAD;
}

/* Beside its span where the lane is high and empty enough. */
static void label_span(Frame *frame, const GanttPlot *plot, guint i)
{
    const Span *span = &g_array_index(plot->spans, Span, i);
    const char *label = frame_datum(frame, span->datum)->label;
    Rect box = span_box(plot, span);
    double lane_h = fmin(plot->rows.row_h * 0.72, 36) / g_array_index(plot->lanes, guint, span->row);
    double left = box.x + box.w + 4 + (span->is_open ? box.h / 2 : 0);
    if (!label || lane_h < text_height(frame_label_style(frame)) * 0.95)
        return;
    double room = fmin(right_neighbour(plot, i), frame->scene->width - CHART_PAD) - left - 3;
    g_autofree char *fitted = text_fit(frame->measure, label, frame_label_style(frame), fmin(room, 160));
    if (g_utf8_strlen(fitted, -1) < MIN(6, g_utf8_strlen(label, -1)))
        return;
    frame_label(frame, fitted, (Point){left, box.y + box.h / 2}, ALIGN_LEFT, frame->theme->palette.ink,
                frame->theme->palette.paper);
}

void layout_gantt(Frame *frame)
{
    frame_legend(frame);
    double low, high;
    x_extent(frame, &low, &high);
    AxisSpec spec = frame_axis_spec(frame, &frame->chart->x, &frame->x, low, high);
    spec.request.from_zero = false;
    GanttPlot plot = {.rows = frame_rows(frame, frame_axis_x_height(frame, &spec), frame->sizes->label * 5)};
    plot.rows.plot.w -= frame->sizes->label;
    Rect marks = plot.rows.plot;
    marks.h += plot.rows.rest_h;
    plot.axis = frame_axis_x(frame, &spec, marks);
    plot.spans = spans_of(frame, &plot);
    plot.lanes = g_array_sized_new(FALSE, TRUE, sizeof(guint), plot.rows.shown_n + 1);
    g_array_set_size(plot.lanes, plot.rows.shown_n + 1);
    assign_lanes(&plot);
    for (guint row = 1; row < plot.rows.shown_n; row++) {
        double y = plot.rows.plot.y + plot.rows.row_h * row;
        scene_line(frame->scene, ROLE_GRID, (Point){frame->body.x, y}, (Point){plot.axis->to, y},
                   frame->theme->palette.grid, 0.6);
    }
    for (guint i = 0; i < plot.spans->len; i++)
        draw_span(frame, &plot, &g_array_index(plot.spans, Span, i));
    for (guint i = 0; i < plot.spans->len && i < 500; i++)
        label_span(frame, &plot, i);
    g_array_unref(plot.spans);
    g_array_unref(plot.lanes);
    axis_free(plot.axis);
}
