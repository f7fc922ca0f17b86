#include "mark_shade.h"

#include <math.h>

#define RAMP_STEPS 6

Shades shades_of(const Frame *frame)
{
    Shades shades = {0, 0, NAN};
    bool any = false;
    for (guint i = 0; i < frame->data->len; i++) {
        double value = frame_datum(frame, i)->value;
        if (isfinite(frame_datum(frame, i)->target))
            shades.target = frame_datum(frame, i)->target;
        if (!isfinite(value))
            continue;
        shades.low = any ? fmin(shades.low, value) : value;
        shades.high = any ? fmax(shades.high, value) : value;
        any = true;
    }
    bool near_full = frame->value.unit == UNIT_RATIO && shades.low >= 0.9;
    shades.low = near_full ? shades.low : fmin(0, shades.low);
    return shades;
}

static Color breach_shade(const Frame *frame, double share)
{
    Color top = frame->theme->palette.bad;
    top.a = 0.35 + 0.65 * CLAMP(share, 0, 1);
    return color_over(top, frame->theme->palette.paper);
}

Color shade_of(const Frame *frame, const Shades *shades, double value)
{
    if (!isfinite(value))
        return frame->theme->palette.shade_none;
    if (value > shades->target)
        return breach_shade(frame, (value - shades->target) / (shades->high - shades->target));
    if (isfinite(shades->target)) /* within it, the lighter half: the eye goes to what is over */
        return theme_shade(frame->theme, value > 0 ? 0.08 + 0.32 * value / shades->target : 0);
    double span = shades->high - shades->low;
    return theme_shade(frame->theme, span > 0 ? (value - shades->low) / span : 0.5);
}

static void record_shade(Frame *frame)
{
    const char *words = format_unit_words(frame->value.unit, &frame->format);
    const char *fallback = frame->value.unit == UNIT_DURATION ? "time" : frame->chart->value.title;
    g_ptr_array_add(frame->scene->units, g_strdup_printf("shade: %s", words ? words : fallback ? fallback : "value"));
}

/* One text of the key at x; returns where the next thing goes. */
static double ramp_text(Frame *frame, const char *text, double x, double gap)
{
    TextStyle style = frame_label_style(frame);
    double w = fmin(frame->body.w * 0.5, text_width(frame->measure, text, style));
    Rect box = {x, frame->body.y, fmin(w, frame->body.x + frame->body.w - x), text_height(style)};
    if (!*text || !frame_text(frame, ROLE_LEGEND, text, style, frame->theme->palette.ink, box, ALIGN_LEFT))
        return x;
    return x + w + gap;
}

static double ramp_cells(Frame *frame, const Shades *shades, double from, double to, guint steps, double x)
{
    TextStyle style = frame_label_style(frame);
    double h = text_height(style), cell = style.size * 1.8;
    for (guint i = 0; i < steps; i++) {
        double value = from + (to - from) * (steps > 1 ? (double)i / (steps - 1) : 1);
        scene_rect(frame->scene, ROLE_LEGEND, (Rect){x + cell * i, frame->body.y + h * 0.2, cell, h * 0.6},
                   shade_of(frame, shades, value));
    }
    return x + cell * steps + style.size * 0.5;
}

/* Least, target, most; the last step below the target is the target itself, the first above it a little more. */
static void ramp_keys(Frame *frame, const Shades *shades, const Format *format, double x)
{
    double gap = frame->sizes->label * 0.5;
    g_autofree char *high = format_value(shades->high, frame->value.unit, format);
    if (shades->high > shades->target) {
        g_autofree char *target = format_value(shades->target, frame->value.unit, format);
        x = ramp_cells(frame, shades, shades->low, shades->target, RAMP_STEPS / 2, x);
        x = ramp_text(frame, target, x, gap);
        double above = shades->target + (shades->high - shades->target) * 1e-3;
        x = ramp_cells(frame, shades, above, shades->high, RAMP_STEPS / 2, x);
    } else {
        bool flat = shades->high <= shades->low; /* a single value: the ramp is the theme's own */
        Shades own = flat ? (Shades){0, 1, NAN} : *shades;
        x = ramp_cells(frame, &own, own.low, own.high, RAMP_STEPS, x);
    }
    ramp_text(frame, high, x, gap);
}

/* Least to most, above the cells, with the value's name and unit. */
void shade_ramp(Frame *frame, const Shades *shades)
{
    const Encoding *encoding = &frame->chart->value;
    double h = text_height(frame_label_style(frame)), size = frame->sizes->label;
    Format format = frame_format_of(frame, &frame->value);
    format.ratio_digits = isfinite(shades->target) ? 0 : format.ratio_digits;
    g_autofree char *low = shades->low == 0 ? g_strdup("0") : format_value(shades->low, frame->value.unit, &format);
    const char *words = frame->value.unit == UNIT_COUNT ? format_unit_words(UNIT_COUNT, &format) : NULL;
    g_autofree char *title = g_strdup_printf("%s%s%s%s", encoding->title ? encoding->title : "", words ? " (" : "",
                                             words ? words : "", words ? ")" : "");
    double x = ramp_text(frame, title, frame->body.x, size);
    x = ramp_text(frame, low, x, size * 0.5);
    ramp_keys(frame, shades, &format, x);
    frame->body.y += h * 1.5;
    frame->body.h -= h * 1.5;
    record_shade(frame);
}
