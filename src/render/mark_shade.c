#include "mark_shade.h"

#include <math.h>

#define RAMP_STEPS 6

Shades shades_of(const Frame *frame)
{
    Shades shades = {0, 0};
    bool any = false;
    for (guint i = 0; i < frame->data->len; i++) {
        double value = frame_datum(frame, i)->value;
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

Color shade_of(const Frame *frame, const Shades *shades, double value)
{
    if (!isfinite(value))
        return frame->theme->palette.shade_none;
    double span = shades->high - shades->low;
    return theme_shade(frame->theme, span > 0 ? (value - shades->low) / span : 0.5);
}

static void record_shade(Frame *frame)
{
    const char *words = format_unit_words(frame->value.unit, &frame->format);
    const char *fallback = frame->value.unit == UNIT_DURATION ? "time" : frame->chart->value.title;
    g_ptr_array_add(frame->scene->units, g_strdup_printf("shade: %s", words ? words : fallback ? fallback : "value"));
}

/* Least to most, above the cells, with the value's name and unit. */
void shade_ramp(Frame *frame, const Shades *shades)
{
    TextStyle style = frame_label_style(frame);
    const Encoding *encoding = &frame->chart->value;
    double h = text_height(style), x = frame->body.x, cell = style.size * 1.8;
    Format format = frame_format_of(frame, &frame->value);
    g_autofree char *low = shades->low == 0 ? g_strdup("0") : format_value(shades->low, frame->value.unit, &format);
    g_autofree char *high = format_value(shades->high, frame->value.unit, &format);
    const char *words = frame->value.unit == UNIT_COUNT ? format_unit_words(UNIT_COUNT, &format) : NULL;
    g_autofree char *title = g_strdup_printf("%s%s%s%s", encoding->title ? encoding->title : "", words ? " (" : "",
                                             words ? words : "", words ? ")" : "");
    const char *const before[] = {title, low};
    for (guint i = 0; i < G_N_ELEMENTS(before); i++) {
        if (!*before[i] || !frame_text(frame, ROLE_LEGEND, before[i], style, frame->theme->palette.ink,
                                       (Rect){x, frame->body.y, frame->body.w * 0.5, h}, ALIGN_LEFT))
            continue;
        x += fmin(frame->body.w * 0.5, text_width(frame->measure, before[i], style)) + style.size * (i == 0 ? 1 : 0.5);
    }
    for (guint i = 0; i < RAMP_STEPS; i++)
        scene_rect(frame->scene, ROLE_LEGEND, (Rect){x + cell * i, frame->body.y + h * 0.2, cell, h * 0.6},
                   theme_shade(frame->theme, (double)i / (RAMP_STEPS - 1)));
    x += cell * RAMP_STEPS + style.size * 0.5;
    frame_text(frame, ROLE_LEGEND, high, style, frame->theme->palette.ink,
               (Rect){x, frame->body.y, frame->body.x + frame->body.w - x, h}, ALIGN_LEFT);
    frame->body.y += h * 1.5;
    frame->body.h -= h * 1.5;
    record_shade(frame);
}
