/* Shades in cells of two categories. */
#include "mark_shade.h"

#include <math.h>

typedef struct {
    Rows rows;
    double cell_w;
    guint columns_n;
    Format format;
    bool with_values;
} HeatPlot;

static double widest_name(const Frame *frame, GPtrArray *names)
{
    double widest = 0;
    for (guint i = 0; i < names->len; i++) {
        g_auto(GStrv) lines = g_strsplit(g_ptr_array_index(names, i), "\n", 2);
        for (char **line = lines; *line; line++)
            widest = fmax(widest, text_width(frame->measure, *line, frame_label_style(frame)));
    }
    return widest;
}

/* Short names are thinned (hours); long ones are wrapped into their column. */
static void column_names(Frame *frame, const HeatPlot *plot, double top)
{
    double need = widest_name(frame, frame->categories2) + 4, line = text_height(frame_label_style(frame));
    guint stride = need < frame->sizes->label * 4 ? (guint)ceil(need / plot->cell_w) : 1;
    for (guint i = 0; i < plot->columns_n; i += stride) {
        double w = plot->cell_w * stride - 3, x = plot->rows.plot.x + plot->cell_w * (i + 0.5) - w / 2;
        x = fmin(x, frame->scene->width - w);
        g_autoptr(GPtrArray) lines = frame_name_lines(frame, "x", g_ptr_array_index(frame->categories2, i), i, w, 2);
        for (guint k = 0; k < lines->len; k++)
            frame_text(frame, ROLE_TICK_X, g_ptr_array_index(lines, k), frame_label_style(frame),
                       frame->theme->palette.ink, (Rect){x, top + line * k, w, line}, ALIGN_CENTER);
    }
}

/* Values are written in all cells or in none; percentages lose their decimals first. */
static bool choose_cell_format(const Frame *frame, HeatPlot *plot)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        double widest = 0;
        for (guint i = 0; i < frame->data->len && widest <= plot->cell_w - 3; i++) {
            g_autofree char *text = format_value(frame_datum(frame, i)->value, frame->value.unit, &plot->format);
            widest = fmax(widest, text_width(frame->measure, text, frame_label_style(frame)));
        }
        if (widest <= plot->cell_w - 3)
            return text_height(frame_label_style(frame)) <= plot->rows.row_h;
        plot->format.ratio_digits = 0;
    }
    return false;
}

static void write_cell(Frame *frame, const HeatPlot *plot, Rect box, Color ground, double value)
{
    const Palette *palette = &frame->theme->palette;
    g_autofree char *text = format_value(value, frame->value.unit, &plot->format);
    TextStyle style = frame_label_style(frame);
    double w = text_width(frame->measure, text, style), h = text_height(style);
    Color ink = color_contrast(palette->ink, ground) >= 4.5 ? palette->ink : palette->paper;
    scene_text(frame->scene, ROLE_LABEL, text, style, color_readable(ink, ground, 4.5),
               (Rect){box.x + (box.w - w) / 2, box.y + (box.h - h) / 2, w, h})
        ->ground = ground;
}

static void draw_cell(Frame *frame, const HeatPlot *plot, const Shades *shades, guint row, guint column, double value)
{
    Rect box = {plot->rows.plot.x + plot->cell_w * column, plot->rows.plot.y + plot->rows.row_h * row, plot->cell_w - 1,
                plot->rows.row_h - 1};
    Color ground = shade_of(frame, shades, value);
    scene_rect(frame->scene, ROLE_MARK, box, ground);
    if (isfinite(value) && plot->with_values)
        write_cell(frame, plot, box, ground, value);
}

static void draw_cells(Frame *frame, const HeatPlot *plot, const Shades *shades)
{
    gsize n = (gsize)plot->rows.shown_n * plot->columns_n;
    g_autofree double *values = g_new(double, n + 1);
    for (gsize i = 0; i < n; i++)
        values[i] = NAN;
    for (guint i = 0; i < frame->data->len; i++) {
        const Datum *datum = frame_datum(frame, i);
        if (datum->category < plot->rows.shown_n && datum->category2 < plot->columns_n)
            values[(gsize)datum->category * plot->columns_n + datum->category2] = datum->value;
    }
    for (guint row = 0; row < plot->rows.shown_n; row++)
        for (guint column = 0; column < plot->columns_n; column++)
            draw_cell(frame, plot, shades, row, column, values[(gsize)row * plot->columns_n + column]);
}

void layout_heat(Frame *frame)
{
    Shades shades = shades_of(frame);
    shade_ramp(frame, &shades);
    double names_h = 4 + 2 * text_height(frame_label_style(frame));
    HeatPlot plot = {.rows = frame_rows(frame, names_h, frame->sizes->label * 4),
                     .format = frame_format_of(frame, &frame->value)};
    plot.format.ratio_digits = isfinite(shades.target) ? 0 : plot.format.ratio_digits;
    guint n = frame->categories2->len, fit = (guint)fmax(1, floor(plot.rows.plot.w / (frame->sizes->label * 0.9)));
    plot.columns_n = MIN(n, fit);
    plot.cell_w = fmin(plot.rows.plot.w / plot.columns_n, frame->sizes->label * 12);
    if (n > fit)
        frame_note(frame, "And %u more columns, not drawn.", n - fit);
    plot.with_values = choose_cell_format(frame, &plot);
    draw_cells(frame, &plot, &shades);
    column_names(frame, &plot, plot.rows.plot.y + plot.rows.plot.h + plot.rows.rest_h + 3);
}
