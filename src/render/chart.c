#include "nines/render/chart.h"

#include "frame.h"

typedef struct {
    const char *encoding;
    size_t offset;
} Part;

static const Part parts[] = {
    {"x", offsetof(Chart, x)},         {"x2", offsetof(Chart, x2)},         {"y", offsetof(Chart, y)},
    {"low", offsetof(Chart, low)},     {"high", offsetof(Chart, high)},     {"series", offsetof(Chart, series)},
    {"value", offsetof(Chart, value)}, {"target", offsetof(Chart, target)}, {"label", offsetof(Chart, label)},
    {"dash", offsetof(Chart, dash)},
};

enum { NEEDS_X = 1, NEEDS_Y = 2, NEEDS_X2 = 4, NEEDS_VALUE = 8, NEEDS_MEASURE = 16 };

static const struct {
    void (*layout)(Frame *frame);
    int needs;
} marks[] = {
    [MARK_LINE] = {layout_line, NEEDS_X | NEEDS_Y},
    [MARK_BAR] = {layout_bar, NEEDS_MEASURE},
    [MARK_HBAR] = {layout_hbar, NEEDS_MEASURE},
    [MARK_DOT] = {layout_dot, NEEDS_MEASURE},
    [MARK_WHISKER] = {layout_whisker, NEEDS_X | NEEDS_Y},
    [MARK_STRIP] = {layout_strip, NEEDS_MEASURE},
    [MARK_GANTT] = {layout_gantt, NEEDS_X | NEEDS_Y | NEEDS_X2},
    [MARK_HEAT] = {layout_heat, NEEDS_X | NEEDS_Y | NEEDS_VALUE},
    [MARK_CALENDAR] = {layout_calendar, NEEDS_X | NEEDS_VALUE},
    [MARK_STEP] = {layout_step, NEEDS_X | NEEDS_Y},
    [MARK_WATERFALL] = {layout_waterfall, NEEDS_MEASURE},
    [MARK_PARETO] = {layout_pareto, NEEDS_MEASURE},
};

static const Encoding *encoding_at(const Chart *chart, guint part)
{
    return (const Encoding *)(const void *)((const char *)chart + parts[part].offset);
}

static bool need(const Chart *chart, const Encoding *encoding, const char *name, GError **error)
{
    if (encoding->field)
        return true;
    error_at(error, ERROR_CONFIG, NULL, 0, 0, "chart %s: a %s chart needs %s", chart->name, mark_name(chart->mark),
             name);
    return false;
}

static bool check_needs(const Chart *chart, int needs, GError **error)
{
    if ((needs & NEEDS_X) && !need(chart, &chart->x, "x", error))
        return false;
    if ((needs & NEEDS_Y) && !need(chart, &chart->y, "y", error))
        return false;
    if ((needs & NEEDS_X2) && !need(chart, &chart->x2, "x2", error))
        return false;
    if ((needs & NEEDS_VALUE) && !need(chart, &chart->value, "value", error))
        return false;
    int given = (chart->x.field != NULL) + (chart->y.field != NULL) + (chart->value.field != NULL);
    if (!(needs & NEEDS_MEASURE) || given >= 2)
        return true;
    error_at(error, ERROR_CONFIG, NULL, 0, 0, "chart %s: a %s chart needs a category and a value", chart->name,
             mark_name(chart->mark));
    return false;
}

bool chart_check(const Chart *chart, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
        const Encoding *encoding = encoding_at(chart, i);
        if (!encoding->field || table_find_column(chart->table, encoding->field) >= 0)
            continue;
        error_at(error, ERROR_CONFIG, NULL, 0, 0, "chart %s: %s: no column \"%s\" in %s", chart->name,
                 parts[i].encoding, encoding->field, chart->table->name);
        return false;
    }
    return check_needs(chart, marks[chart->mark].needs, error);
}

/* Of a row, in sizes of the labels; 0: the mark has no rows. */
static const double row_pitch[] = {
    [MARK_HBAR] = 2.3,   [MARK_DOT] = 2.1,  [MARK_STRIP] = 3.6,  [MARK_GANTT] = 2.4,
    [MARK_PARETO] = 2.6, [MARK_HEAT] = 2.1, [MARK_CALENDAR] = 0,
};

static bool has_data(const Frame *frame)
{
    return frame->data->len > 0 && marks[frame->chart->mark].layout && chart_check(frame->chart, NULL);
}

static void begin_scene(Frame *frame, double width, double height)
{
    g_clear_pointer(&frame->scene, scene_free);
    frame->scene = scene_new(width, height, frame->theme->palette.paper);
    frame->body = (Rect){CHART_PAD, CHART_PAD, width - 2 * CHART_PAD, height - 2 * CHART_PAD};
    scene_rect(frame->scene, ROLE_DECORATION, (Rect){0, 0, width, height}, frame->theme->palette.paper);
    frame_header(frame);
}

Scene *chart_layout(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width, double height,
                    const TypeSizes *sizes)
{
    Frame frame = {.chart = chart, .theme = theme, .measure = measure, .sizes = sizes, .format = theme->format};
    frame.format.zone = chart->zone;
    frame.notes = g_ptr_array_new_with_free_func(g_free);
    frame_read(&frame);
    begin_scene(&frame, width, height);
    if (!has_data(&frame)) {
        frame_empty(&frame);
    } else {
        marks[chart->mark].layout(&frame);
        if (frame.notes->len > 0) { /* known only now; once more with room for them */
            begin_scene(&frame, width, height);
            g_ptr_array_set_size(frame.notes, 0); /* said in the footer; the layout will give them again */
            marks[chart->mark].layout(&frame);
        }
    }
    frame_clear(&frame);
    return frame.scene;
}

#define TALL 2000.0

/* A frame with its header and footer only; freed by close_frame. */
static Frame open_frame(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width,
                        const TypeSizes *sizes)
{
    Frame frame = {.chart = chart, .theme = theme, .measure = measure, .sizes = sizes, .format = theme->format};
    frame.format.zone = chart->zone;
    frame.notes = g_ptr_array_new_with_free_func(g_free);
    frame_read(&frame);
    begin_scene(&frame, width, TALL);
    return frame;
}

static void close_frame(Frame *frame)
{
    frame_clear(frame);
    g_clear_pointer(&frame->scene, scene_free);
}

/* Of what stands above and below the rows. */
static double height_around_rows(Frame *frame)
{
    double line = text_height(frame_label_style(frame));
    if (frame->chart->mark == MARK_HEAT)
        return TALL - frame->body.h + line * 3.5 + 4;
    frame_legend(frame);
    double around = TALL - frame->body.h + (frame->target.column >= 0 ? line + 3 : 0);
    const Field *field = frame->chart->mark == MARK_GANTT ? &frame->x : frame_measure_field(frame);
    AxisSpec spec = frame_axis_spec(frame, &frame->chart->x, field, 0, 1);
    return around + frame_axis_x_height(frame, &spec);
}

double chart_natural_height(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width,
                            const TypeSizes *sizes)
{
    double pitch = row_pitch[chart->mark];
    if (pitch <= 0 || chart->height_in > 0 || table_n_rows(chart->table) == 0 || !chart_check(chart, NULL))
        return 0;
    Frame frame = open_frame(chart, theme, measure, width, sizes);
    double height = height_around_rows(&frame) + MAX(frame.categories->len, 2) * pitch * sizes->label;
    close_frame(&frame);
    return height;
}

double chart_margin_height(const Chart *chart, const Theme *theme, const TextMeasure *measure, double width,
                           const TypeSizes *sizes)
{
    Frame frame = open_frame(chart, theme, measure, width, sizes);
    double height = TALL - frame.body.h;
    close_frame(&frame);
    return height;
}
