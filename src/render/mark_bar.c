/* Columns over categories: bars (stacked by series) and the waterfall. */
#include "frame.h"

#include <math.h>

#define BAR_SHARE 0.66

typedef struct {
    Columns columns;
    Axis *axis;
    Rect plot;
} Bars;

/* Sums of the stacks, upwards and downwards, for the domain. */
static void stack_extent(const Frame *frame, double *low, double *high)
{
    g_autofree double *up = g_new0(double, frame->categories->len + 1);
    g_autofree double *down = g_new0(double, frame->categories->len + 1);
    *low = *high = 0;
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        if (isfinite(datum->target))
            *high = fmax(*high, datum->target);
        if (!isfinite(value))
            continue;
        double *sum = value < 0 ? &down[datum->category] : &up[datum->category];
        *sum += value;
        *low = fmin(*low, *sum);
        *high = fmax(*high, *sum);
    }
}

static Bars bars_begin(Frame *frame, double low, double high)
{
    AxisSpec spec = frame_axis_spec(frame, frame_measure_encoding(frame), frame_measure_field(frame), low, high);
    Bars bars = {.plot = frame->body};
    bars.plot.h -= frame_columns_height_beside_axis(frame, frame->body.w);
    bars.axis = frame_axis_y(frame, &spec, &bars.plot);
    bars.columns = frame_columns(frame, bars.plot);
    return bars;
}

static void bar_between(Frame *frame, const Bars *bars, guint column, double from, double to, Color color)
{
    double w = fmin(bars->columns.column_w * BAR_SHARE, 72);
    double a = axis_at(bars->axis, from), b = axis_at(bars->axis, to);
    Rect box = {columns_center(&bars->columns, column) - w / 2, fmin(a, b), w, fabs(a - b)};
    scene_rect(frame->scene, ROLE_MARK, box, color);
}

static void column_target(Frame *frame, const Bars *bars, guint column, double target)
{
    if (!isfinite(target))
        return;
    double y = axis_at(bars->axis, target), w = fmin(bars->columns.column_w * 0.86, 90);
    double x = columns_center(&bars->columns, column) - w / 2;
    scene_line(frame->scene, ROLE_TARGET, (Point){x, y}, (Point){x + w, y}, frame->theme->palette.target, 1.4);
}

static void column_value(Frame *frame, const Bars *bars, guint column, double at, const char *text, Color color)
{
    double line = text_height(frame_label_style(frame)), y = axis_at(bars->axis, at);
    if (text_width(frame->measure, text, frame_label_style(frame)) > bars->columns.column_w + 2)
        return;
    frame_label(frame, text, (Point){columns_center(&bars->columns, column), at < 0 ? y + line / 2 : y - line / 2 - 1},
                ALIGN_CENTER, color, frame->theme->palette.paper);
}

static void draw_stacks(Frame *frame, const Bars *bars, double *up, double *down)
{
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        if (datum->category >= bars->columns.shown_n || !isfinite(value))
            continue;
        double *sum = value < 0 ? &down[datum->category] : &up[datum->category];
        bar_between(frame, bars, datum->category, *sum, *sum + value, frame_series_color(frame, datum->series));
        *sum += value;
    }
}

void layout_bar(Frame *frame)
{
    frame_legend(frame);
    double low, high;
    stack_extent(frame, &low, &high);
    Bars bars = bars_begin(frame, low, high);
    g_autofree double *up = g_new0(double, frame->categories->len + 1);
    g_autofree double *down = g_new0(double, frame->categories->len + 1);
    draw_stacks(frame, &bars, up, down);
    for (guint i = 0; i < frame->data->len; i++)
        if (frame_datum(frame, i)->category < bars.columns.shown_n)
            column_target(frame, &bars, frame_datum(frame, i)->category, frame_datum(frame, i)->target);
    for (guint i = 0; i < bars.columns.shown_n; i++) {
        double end = down[i] < 0 && up[i] == 0 ? down[i] : up[i];
        g_autofree char *text = frame_value_text(frame, frame_measure_field(frame), up[i] + down[i]);
        column_value(frame, &bars, i, end, text, frame->theme->palette.ink);
    }
    axis_free(bars.axis);
}

/* ---- waterfall ---- */

typedef struct {
    double from, to;
    bool is_total;
} Fall;

static GArray *falls_of(const Frame *frame, double *low, double *high)
{
    GArray *falls = g_array_new(FALSE, TRUE, sizeof(Fall));
    double running = 0;
    *low = *high = 0;
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        double value = datum_measure(frame, datum);
        const char *name = g_ptr_array_index(frame->names, datum->series);
        Fall fall = {.is_total =
                         i == 0 || g_ascii_strcasecmp(name, "total") == 0}; /* the first stands on zero anyway */
        value = isfinite(value) ? value : 0;
        fall.from = fall.is_total ? 0 : running;
        fall.to = fall.from + value;
        running = fall.to;
        *low = fmin(*low, fmin(fall.from, fall.to));
        *high = fmax(*high, fmax(fall.from, fall.to));
        g_array_append_val(falls, fall);
    }
    return falls;
}

static char *fall_text(const Frame *frame, const Fall *fall)
{
    double change = fall->to - fall->from;
    g_autofree char *size = frame_value_text(frame, frame_measure_field(frame), fabs(change));
    const char *sign = fall->is_total || change == 0 ? "" : change > 0 ? "+" : "\xe2\x88\x92";
    return g_strconcat(sign, size, NULL);
}

static void connect_falls(Frame *frame, const Bars *bars, guint column, double level)
{
    double w = fmin(bars->columns.column_w * BAR_SHARE, 72), y = axis_at(bars->axis, level);
    scene_line(frame->scene, ROLE_DECORATION, (Point){columns_center(&bars->columns, column) + w / 2, y},
               (Point){columns_center(&bars->columns, column + 1) - w / 2, y}, frame->theme->palette.axis, 0.7);
}

/* A step of nothing is still a step: a line instead of a bar. */
static void connect_level(Frame *frame, const Bars *bars, guint column, double level)
{
    double w = fmin(bars->columns.column_w * BAR_SHARE, 72), y = axis_at(bars->axis, level);
    double x = columns_center(&bars->columns, column) - w / 2;
    scene_line(frame->scene, ROLE_MARK, (Point){x, y}, (Point){x + w, y}, frame->theme->palette.axis, 1.2);
}

static void label_falls(Frame *frame, const Bars *bars, const GArray *falls)
{
    for (guint i = 0; i < falls->len && frame_datum(frame, i)->category < bars->columns.shown_n; i++) {
        const Fall *fall = &g_array_index(falls, Fall, i);
        g_autofree char *text = fall_text(frame, fall);
        column_value(frame, bars, frame_datum(frame, i)->category, fmax(fall->from, fall->to), text,
                     frame->theme->palette.ink);
    }
}

void layout_waterfall(Frame *frame)
{
    double low, high;
    g_autoptr(GArray) falls = falls_of(frame, &low, &high);
    Bars bars = bars_begin(frame, low, high);
    const Palette *palette = &frame->theme->palette;
    for (guint i = 0; i < falls->len && frame_datum(frame, i)->category < bars.columns.shown_n; i++) {
        const Fall *fall = &g_array_index(falls, Fall, i);
        Color color = fall->is_total          ? palette->accent
                      : fall->to > fall->from ? palette->series[1]
                                              : palette->series[2];
        guint column = frame_datum(frame, i)->category;
        bar_between(frame, &bars, column, fall->from, fall->to, color);
        if (fall->from == fall->to)
            connect_level(frame, &bars, column, fall->to);
        if (i + 1 < falls->len && column + 1 < bars.columns.shown_n)
            connect_falls(frame, &bars, column, fall->to);
    }
    label_falls(frame, &bars, falls);
    axis_free(bars.axis);
}
