/* Lines and steps with bands, and points with whiskers, over a number, an instant or ordered text. */
#include "frame.h"

#include <math.h>

typedef struct {
    Rect plot;
    Axis *x_axis; /* NULL: ordered categories */
    Columns columns;
    Axis *y_axis;
    double line_h;
} XyPlot;

static double x_of(const XyPlot *plot, const Datum *datum)
{
    return plot->x_axis ? axis_at(plot->x_axis, datum->x) : columns_center(&plot->columns, datum->category);
}

static bool is_drawn(const XyPlot *plot, const Datum *datum)
{
    bool has_x = plot->x_axis ? isfinite(datum->x) : datum->category < plot->columns.shown_n;
    return has_x && isfinite(datum->y);
}

static void x_extent(const Frame *frame, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (guint i = 0; i < frame->data->len; i++) {
        double x = frame_datum(frame, i)->x;
        *low = isfinite(x) ? fmin(*low, x) : *low;
        *high = isfinite(x) ? fmax(*high, x) : *high;
    }
}

/* Room at the right: for the names of the lines, or for the last value of the only one. */
static double name_column(const Frame *frame)
{
    double widest = 0;
    if (frame->names->len == 1) {
        for (guint i = frame->data->len; i > 0 && widest == 0; i--) {
            double last = frame_datum(frame, i - 1)->y;
            g_autofree char *text = isfinite(last) ? frame_value_text(frame, &frame->y, last) : NULL;
            widest = text ? text_width(frame->measure, text, frame_label_style(frame)) : 0;
        }
    } else if (frame->series.column >= 0 && frame->names->len > 1) {
        for (guint i = 0; i < frame->names->len && i < THEME_SERIES; i++)
            widest =
                fmax(widest, text_width(frame->measure, g_ptr_array_index(frame->names, i), frame_label_style(frame)));
    }
    return fmin(fmax(widest, frame->sizes->label) + 10, fmax(frame->body.w * 0.28, fmin(90, frame->body.w * 0.4)));
}

static XyPlot xy_begin(Frame *frame)
{
    double low, high, x_low, x_high;
    frame_extent(frame, &low, &high);
    AxisSpec y = frame_axis_spec(frame, frame_measure_encoding(frame), frame_measure_field(frame), low, high);
    XyPlot plot = {.plot = frame->body, .line_h = text_height(frame_label_style(frame))};
    plot.plot.w -= name_column(frame);
    x_extent(frame, &x_low, &x_high);
    AxisSpec x = frame_axis_spec(frame, &frame->chart->x, &frame->x, x_low, x_high);
    x.request.from_zero = frame->chart->x.scale == SCALE_ZERO;
    bool is_number = !frame->x.is_text;
    plot.plot.h -= is_number ? frame_axis_x_height(frame, &x) : frame_columns_height_beside_axis(frame, plot.plot.w);
    plot.y_axis = frame_axis_y(frame, &y, &plot.plot);
    if (is_number)
        plot.x_axis = frame_axis_x(frame, &x, plot.plot);
    else
        plot.columns = frame_columns(frame, plot.plot);
    return plot;
}

static void xy_end(XyPlot *plot)
{
    axis_free(plot->x_axis);
    axis_free(plot->y_axis);
}

static gint by_x(gconstpointer a, gconstpointer b)
{
    double first = ((const Point *)a)->x, second = ((const Point *)b)->x;
    return first < second ? -1 : first > second;
}

typedef struct {
    double x;
    guint row;
} Place;

static gint by_place(gconstpointer a, gconstpointer b)
{
    const Place *first = a, *second = b;
    if (first->x != second->x)
        return first->x < second->x ? -1 : 1;
    return first->row < second->row ? -1 : first->row > second->row;
}

/* The rows of one series by x, in the rows' order where x is equal. */
static GArray *places_of(const Frame *frame, const XyPlot *plot, guint series)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(Place));
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        bool has_x = plot->x_axis ? isfinite(datum->x) : datum->category < plot->columns.shown_n;
        Place place = {has_x ? x_of(plot, datum) : 0, i};
        if (has_x && datum->series == series)
            g_array_append_val(places, place);
    }
    g_array_sort(places, by_place);
    return places;
}

/* Within a third of a point only the first, lowest, highest and last value can be seen. */
static void append_thinned(GArray *points, Point point)
{
    guint n = points->len;
    if (n >= 4) {
        const Point *last = &g_array_index(points, Point, n - 1);
        const Point *first = &g_array_index(points, Point, n - 4);
        if (point.x - first->x < 0.33) {
            Point *low = &g_array_index(points, Point, n - 3), *high = &g_array_index(points, Point, n - 2);
            low->y = fmin(low->y, last->y);
            high->y = fmax(high->y, last->y);
            g_array_index(points, Point, n - 1) = point;
            return;
        }
    }
    g_array_append_val(points, point);
}

static void append_step(GArray *points, Point point)
{
    if (points->len > 0) {
        Point corner = {point.x, g_array_index(points, Point, points->len - 1).y};
        append_thinned(points, corner);
    }
    append_thinned(points, point);
}

typedef double (*YOf)(const Datum *datum);

static double y_solid(const Datum *datum)
{
    return datum->is_dashed ? NAN : datum->y;
}

static double y_dashed(const Datum *datum)
{
    return datum->is_dashed ? datum->y : NAN;
}

static double y_low(const Datum *datum)
{
    return datum->low;
}

static double y_high(const Datum *datum)
{
    return datum->high;
}

/* Points from places[*next] up to the first missing value; moves *next past it. */
static GArray *run_of(const Frame *frame, const XyPlot *plot, const GArray *places, guint *next, YOf y_of, bool steps)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(Point));
    for (; *next < places->len; (*next)++) {
        const Place *place = &g_array_index(places, Place, *next);
        double y = y_of(frame_datum(frame, place->row));
        if (!isfinite(y)) {
            (*next)++;
            break;
        }
        Point point = {place->x, axis_at(plot->y_axis, y)};
        if (steps)
            append_step(points, point);
        else
            append_thinned(points, point);
    }
    return points;
}

static const Point *points_of(const GArray *points)
{
    return (const Point *)(const void *)points->data;
}

static void draw_band(Frame *frame, const XyPlot *plot, const GArray *places, Color color, bool steps)
{
    guint low_next = 0, high_next = 0;
    while (low_next < places->len) {
        g_autoptr(GArray) area = run_of(frame, plot, places, &low_next, y_low, steps);
        g_autoptr(GArray) high = run_of(frame, plot, places, &high_next, y_high, steps);
        for (guint i = high->len; i > 0; i--)
            g_array_append_val(area, g_array_index(high, Point, i - 1));
        color.a = 0.16;
        if (area->len > 2)
            scene_area(frame->scene, ROLE_BAND, points_of(area), area->len, color);
    }
}

typedef struct {
    Color color;
    double width;
    bool dashed;
} Stroke;

static void draw_runs(Frame *frame, const XyPlot *plot, const GArray *places, YOf y_of, bool steps, Stroke stroke)
{
    for (guint next = 0; next < places->len;) {
        g_autoptr(GArray) points = run_of(frame, plot, places, &next, y_of, steps);
        if (points->len > 1)
            scene_polyline(frame->scene, ROLE_MARK, points_of(points), points->len, stroke.color, stroke.width)
                ->dashed = stroke.dashed;
        else if (points->len == 1)
            scene_circle(frame->scene, ROLE_MARK, points_of(points)[0], 2.4, stroke.color);
    }
}

static void draw_series(Frame *frame, const XyPlot *plot, guint series, bool steps)
{
    g_autoptr(GArray) places = places_of(frame, plot, series);
    /* A pale tone that fills a bar well would be lost as a line. */
    Color color = color_readable(frame_series_color(frame, series), frame->theme->palette.paper, 2);
    if (frame->low.column >= 0 && frame->high.column >= 0)
        draw_band(frame, plot, places, color, steps);
    double width = series < THEME_SERIES ? 1.8 : 0.8;
    draw_runs(frame, plot, places, y_solid, steps, (Stroke){color, width, false});
    if (frame->dash.column >= 0)
        draw_runs(frame, plot, places, y_dashed, false, (Stroke){color, width, true});
}

/* ---- names at the ends of lines ---- */

typedef struct {
    double y, wanted;
    guint series;
} EndLabel;

static gint by_wanted(gconstpointer a, gconstpointer b)
{
    const EndLabel *first = a, *second = b;
    if (first->wanted != second->wanted)
        return first->wanted < second->wanted ? -1 : 1;
    return first->series < second->series ? -1 : first->series > second->series;
}

static GArray *end_labels(const Frame *frame, const XyPlot *plot)
{
    GArray *labels = g_array_new(FALSE, FALSE, sizeof(EndLabel));
    for (guint series = 0; series < frame->names->len && series < THEME_SERIES; series++) {
        g_autoptr(GArray) places = places_of(frame, plot, series);
        for (guint i = places->len; i > 0; i--) {
            const Datum *datum = frame_datum(frame, g_array_index(places, Place, i - 1).row);
            if (!is_drawn(plot, datum))
                continue;
            EndLabel label = {0, axis_at(plot->y_axis, datum->y), series};
            g_array_append_val(labels, label);
            break;
        }
    }
    g_array_sort(labels, by_wanted);
    return labels;
}

/* Pushes labels apart downwards, then back up from the bottom of the plot. */
static void spread(GArray *labels, double line_h, Rect plot)
{
    double top = plot.y - line_h / 2;
    for (guint i = 0; i < labels->len; i++) {
        EndLabel *label = &g_array_index(labels, EndLabel, i);
        label->y = fmax(label->wanted, top + line_h / 2);
        top = label->y + line_h / 2;
    }
    double bottom = plot.y + plot.h + line_h / 2;
    for (guint i = labels->len; i > 0; i--) {
        EndLabel *label = &g_array_index(labels, EndLabel, i - 1);
        label->y = fmin(label->y, bottom - line_h / 2);
        bottom = label->y - line_h / 2;
    }
}

static void name_lines(Frame *frame, const XyPlot *plot)
{
    if (frame->series.column < 0 || frame->names->len < 2)
        return;
    g_autoptr(GArray) labels = end_labels(frame, plot);
    spread(labels, plot->line_h, plot->plot);
    double x = plot->plot.x + plot->plot.w + 6, w = frame->scene->width - CHART_PAD - x;
    for (guint i = 0; i < labels->len; i++) {
        const EndLabel *label = &g_array_index(labels, EndLabel, i);
        g_autofree char *name =
            text_fit(frame->measure, g_ptr_array_index(frame->names, label->series), frame_label_style(frame), w);
        Color color = color_readable(frame_series_color(frame, label->series), frame->theme->palette.paper, 4.5);
        if (*name)
            frame_label(frame, name, (Point){x, label->y}, ALIGN_LEFT, color, frame->theme->palette.paper);
    }
    if (frame->names->len > THEME_SERIES)
        frame_note(frame, "And %u more series, thin and without a name.", frame->names->len - THEME_SERIES);
}

/* The value at the end of the only line. */
static void label_last_value(Frame *frame, const XyPlot *plot)
{
    if (frame->names->len != 1)
        return;
    g_autoptr(GArray) places = places_of(frame, plot, 0);
    for (guint i = places->len; i > 0; i--) {
        const Place *place = &g_array_index(places, Place, i - 1);
        const Datum *datum = frame_datum(frame, place->row);
        if (!isfinite(datum->y))
            continue;
        g_autofree char *text = frame_value_text(frame, &frame->y, datum->y);
        Point at = {place->x, axis_at(plot->y_axis, datum->y)};
        scene_circle(frame->scene, ROLE_MARK, at, 2.4, frame_series_color(frame, 0));
        frame_label(frame, text, (Point){at.x + 6, at.y}, ALIGN_LEFT, frame->theme->palette.ink,
                    frame->theme->palette.paper);
        return;
    }
}

static void draw_target(Frame *frame, const XyPlot *plot)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(Point));
    double last = NAN;
    for (guint i = 0; i < frame->data->len && frame->target.column >= 0; i++) {
        const Datum *datum = frame_datum(frame, i);
        bool has_x = plot->x_axis ? isfinite(datum->x) : datum->category < plot->columns.shown_n;
        if (!has_x || !isfinite(datum->target) || datum->series != 0)
            continue;
        Point point = {x_of(plot, datum), axis_at(plot->y_axis, datum->target)};
        if (isfinite(last) && last != datum->target)
            g_array_append_val(points, ((Point){point.x, axis_at(plot->y_axis, last)}));
        g_array_append_val(points, point);
        last = datum->target;
    }
    if (points->len == 0)
        return;
    g_array_sort(points, by_x);
    Point end = {plot->plot.x + plot->plot.w, points_of(points)[points->len - 1].y};
    g_array_append_val(points, end);
    Color color = frame->theme->palette.target;
    scene_polyline(frame->scene, ROLE_TARGET, points_of(points), points->len, color, 1)->dashed = true;
    g_autofree char *value = frame_value_text(frame, &frame->target, last);
    g_autofree char *text =
        g_strdup_printf("%s %s", frame->chart->target.title ? frame->chart->target.title : "target", value);
    double x = points_of(points)[0].x + 2;
    if (!frame_label(frame, text, (Point){x, end.y - plot->line_h / 2 - 1}, ALIGN_LEFT, color,
                     frame->theme->palette.paper))
        frame_label(frame, text, (Point){x, end.y + plot->line_h / 2 + 1}, ALIGN_LEFT, color,
                    frame->theme->palette.paper);
}

static void layout_lines(Frame *frame, bool steps)
{
    XyPlot plot = xy_begin(frame);
    for (guint series = frame->names->len; series > 0; series--)
        draw_series(frame, &plot, series - 1, steps);
    name_lines(frame, &plot);
    if (!steps) /* where a curve of steps ends says little */
        label_last_value(frame, &plot);
    draw_target(frame, &plot);
    xy_end(&plot);
}

void layout_line(Frame *frame)
{
    layout_lines(frame, false);
}

void layout_step(Frame *frame)
{
    layout_lines(frame, true);
}

void layout_whisker(Frame *frame)
{
    XyPlot plot = xy_begin(frame);
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        if (!is_drawn(&plot, datum))
            continue;
        double x = x_of(&plot, datum);
        Color color = frame_series_color(frame, datum->series);
        if (isfinite(datum->low) && isfinite(datum->high))
            scene_line(frame->scene, ROLE_BAND, (Point){x, axis_at(plot.y_axis, datum->low)},
                       (Point){x, axis_at(plot.y_axis, datum->high)}, color, 1.3);
        scene_circle(frame->scene, ROLE_MARK, (Point){x, axis_at(plot.y_axis, datum->y)}, 3, color);
    }
    name_lines(frame, &plot);
    label_last_value(frame, &plot);
    draw_target(frame, &plot);
    xy_end(&plot);
}
