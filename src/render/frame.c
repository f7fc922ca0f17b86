#include "frame.h"

#include "verdict.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

TextStyle frame_label_style(const Frame *frame)
{
    return (TextStyle){frame->sizes->label, false};
}

TextStyle frame_small_style(const Frame *frame)
{
    return (TextStyle){frame->sizes->small, false};
}

bool frame_text(Frame *frame, Role role, const char *text, TextStyle style, Color color, Rect box, Align align)
{
    g_autofree char *fitted = text_fit(frame->measure, text, style, box.w + 0.01);
    if (!*fitted) {
        frame->scene->dropped_labels_n += *text ? 1 : 0;
        return false;
    }
    double w = text_width(frame->measure, fitted, style), h = text_height(style);
    double x = align == ALIGN_LEFT ? box.x : align == ALIGN_RIGHT ? box.x + box.w - w : box.x + (box.w - w) / 2;
    scene_text(frame->scene, role, fitted, style, color, (Rect){x, box.y + (box.h - h) / 2, w, h});
    return true;
}

static Rect aligned_box(Point at, Align align, double w, double h)
{
    double x = align == ALIGN_LEFT ? at.x : align == ALIGN_RIGHT ? at.x - w : at.x - w / 2;
    return (Rect){x, at.y - h / 2, w, h};
}

bool frame_label(Frame *frame, const char *text, Point at, Align align, Color color, Color ground)
{
    TextStyle style = frame_label_style(frame);
    Rect box = aligned_box(at, align, text_width(frame->measure, text, style), text_height(style));
    Rect page = {0, 0, frame->scene->width, frame->scene->height};
    if (!rect_contains(page, box, 0) || !scene_is_free_of_text(frame->scene, box, 2)) {
        frame->scene->dropped_labels_n++;
        return false;
    }
    scene_text(frame->scene, ROLE_LABEL, text, style, color, box)->ground = ground;
    return true;
}

/* Top-down lines from body's top; takes their height from body. */
static void take_top(Frame *frame, Role role, const char *text, TextStyle style, Color color, guint max_lines)
{
    if (!text || !*text)
        return;
    Rect *body = &frame->body;
    g_autoptr(GPtrArray) lines = text_wrap(frame->measure, text, style, body->w, max_lines);
    for (guint i = 0; i < lines->len; i++) {
        double h = text_height(style);
        frame_text(frame, role, g_ptr_array_index(lines, i), style, color, (Rect){body->x, body->y, body->w, h},
                   ALIGN_LEFT);
        body->y += h;
        body->h -= h;
    }
}

static void take_bottom(Frame *frame, Role role, const char *text, guint max_lines)
{
    if (!text || !*text)
        return;
    TextStyle style = frame_small_style(frame);
    Rect *body = &frame->body;
    g_autoptr(GPtrArray) lines = text_wrap(frame->measure, text, style, body->w, max_lines);
    double h = text_height(style);
    body->h -= h * lines->len;
    for (guint i = 0; i < lines->len; i++)
        frame_text(frame, role, g_ptr_array_index(lines, i), style, frame->theme->palette.quiet,
                   (Rect){body->x, body->y + body->h + h * i, body->w, h}, ALIGN_LEFT);
}

static void gap_top(Frame *frame, double gap)
{
    frame->body.y += gap;
    frame->body.h -= gap;
}

void frame_header(Frame *frame)
{
    const Palette *palette = &frame->theme->palette;
    const TypeSizes *sizes = frame->sizes;
    take_top(frame, ROLE_TITLE, frame->chart->title, (TextStyle){sizes->title, true}, palette->ink, 2);
    if (frame->data->len == 0)
        return; /* nothing is drawn, so there is nothing to explain */
    take_top(frame, ROLE_SUBTITLE, frame->chart->subtitle, (TextStyle){sizes->subtitle, false}, palette->quiet, 2);
    if (frame->body.y > CHART_PAD)
        gap_top(frame, sizes->label);
    take_bottom(frame, ROLE_SOURCE, frame->chart->source, 2);
    if (frame->notes->len > 0) {
        g_ptr_array_add(frame->notes, NULL);
        g_autofree char *text = g_strjoinv(" ", (char **)frame->notes->pdata);
        g_ptr_array_remove_index(frame->notes, frame->notes->len - 1);
        take_bottom(frame, ROLE_NOTE, text, 2);
    }
    bool has_footer = frame->body.y + frame->body.h < frame->scene->height - CHART_PAD - 1;
    frame->body.h -= has_footer ? sizes->label * 0.8 : 0;
}

void frame_empty(Frame *frame)
{
    const char *sentence = frame->chart->empty ? frame->chart->empty : "There is nothing to show for this period.";
    g_autofree char *title = g_strdup_printf("%s.", frame->chart->title ? frame->chart->title : "");
    if (strcmp(title, sentence) == 0)
        return; /* said already */
    take_top(frame, ROLE_EMPTY, sentence, (TextStyle){frame->sizes->subtitle, false}, frame->theme->palette.ink, 4);
}

/* "SEV1", "P2": the number chooses the colour, so that a severity keeps it in months when another one is missing. */
static guint series_index(const Frame *frame, guint series)
{
    for (guint i = 0; i < frame->names->len; i++) {
        const char *name = g_ptr_array_index(frame->names, i);
        gsize n = strlen(name);
        bool is_numbered = n >= 2 && n <= 5 && name[n - 1] >= '1' && name[n - 1] <= '5' && g_ascii_isalpha(name[0]);
        if (!is_numbered && strcmp(name, "(none)") != 0)
            return series;
    }
    const char *name = g_ptr_array_index(frame->names, series);
    return strcmp(name, "(none)") == 0 ? THEME_SERIES - 1 : (guint)(name[strlen(name) - 1] - '1');
}

Color frame_series_color(const Frame *frame, guint series)
{
    const Palette *palette = &frame->theme->palette;
    if (frame->series.column < 0)
        return palette->accent;
    const char *name = series < frame->names->len ? g_ptr_array_index(frame->names, series) : "";
    if (verdict_of(name) != VERDICT_NONE)
        return verdict_color(palette, verdict_of(name));
    if (series >= frame->names->len)
        return palette->axis;
    guint index = series_index(frame, series);
    return index < THEME_SERIES ? palette->series[index] : palette->axis;
}

void frame_legend(Frame *frame)
{
    if (frame->series.column < 0 || frame->names->len < 2)
        return;
    TextStyle style = frame_label_style(frame);
    double h = text_height(style), swatch = style.size, x = frame->body.x, y = frame->body.y;
    double widest = frame->body.w / 2;
    guint shown = MIN(frame->names->len, THEME_SERIES);
    for (guint i = 0; i < shown; i++) {
        bool is_rest = i + 1 == shown && frame->names->len > shown;
        g_autofree char *name =
            is_rest ? g_strdup_printf("%u others", frame->names->len - shown + 1)
                    : text_fit(frame->measure, g_ptr_array_index(frame->names, i), style, widest - swatch * 2);
        double w = text_width(frame->measure, name, style);
        if (x > frame->body.x && x + swatch * 1.5 + w > frame->body.x + frame->body.w) {
            x = frame->body.x;
            y += h;
        }
        Color color = is_rest ? frame->theme->palette.axis : frame_series_color(frame, i);
        scene_rect(frame->scene, ROLE_LEGEND, (Rect){x, y + (h - swatch) / 2, swatch, swatch}, color);
        if (*name)
            scene_text(frame->scene, ROLE_LEGEND, name, style, frame->theme->palette.ink,
                       (Rect){x + swatch * 1.5, y, w, h});
        x += swatch * 1.5 + w + style.size * 1.6;
    }
    gap_top(frame, y + h - frame->body.y + style.size * 0.6);
}

void frame_note(Frame *frame, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_ptr_array_add(frame->notes, g_strdup_vprintf(format, args));
    va_end(args);
}
