#include "nines/render/measure.h"

#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6"

static double fixed_width(void *context, const char *text, gssize length, TextStyle style)
{
    (void)context;
    const char *end = length < 0 ? text + strlen(text) : text + length;
    double em = 0;
    for (const char *p = text; p < end; p = g_utf8_next_char(p))
        em += g_utf8_get_char(p) >= 0x1100 ? 1.0 : 0.55;
    return em * style.size;
}

static gsize fixed_first_line(void *context, const char *text, TextStyle style, double width)
{
    double used = 0;
    gsize best = 0;
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gsize next = (gsize)(g_utf8_next_char(p) - text);
        used += fixed_width(context, p, g_utf8_next_char(p) - p, style);
        if (used > width && *p != ' ' && p > text)
            return best > 0 ? best : (gsize)(p - text);
        if (*p == ' ')
            best = next;
    }
    return strlen(text);
}

TextMeasure text_measure_fixed(void)
{
    return (TextMeasure){NULL, fixed_width, fixed_first_line};
}

double text_width(const TextMeasure *measure, const char *text, TextStyle style)
{
    return measure->width(measure->context, text, -1, style);
}

double text_height(TextStyle style)
{
    return style.size * LINE_HEIGHT;
}

/* Marks that belong to the letter before them are never parted from it. */
static bool is_cut(const char *p)
{
    gunichar c = g_utf8_get_char(p);
    return c == 0 || !(g_unichar_ismark(c) || c == 0x200d || g_unichar_type(c) == G_UNICODE_FORMAT);
}

static char *beginning(const char *text, glong chars)
{
    const char *end = g_utf8_offset_to_pointer(text, chars);
    while (end > text && !is_cut(end))
        end = g_utf8_prev_char(end);
    while (end > text && end[-1] == ' ')
        end--;
    return end == text ? g_strdup("") : g_strdup_printf("%.*s" ELLIPSIS, (int)(end - text), text);
}

char *text_fit(const TextMeasure *measure, const char *text, TextStyle style, double width)
{
    if (text_width(measure, text, style) <= width)
        return g_strdup(text);
    glong low = 0, high = g_utf8_strlen(text, -1);
    while (high - low > 1) {
        glong middle = (low + high) / 2;
        g_autofree char *part = beginning(text, middle);
        if (text_width(measure, part, style) <= width)
            low = middle;
        else
            high = middle;
    }
    return beginning(text, low);
}

static char *both_ends(const char *text, glong chars)
{
    glong n = g_utf8_strlen(text, -1);
    const char *head = g_utf8_offset_to_pointer(text, chars), *tail = g_utf8_offset_to_pointer(text, n - chars);
    while (head > text && !is_cut(head))
        head = g_utf8_prev_char(head);
    while (*tail && !is_cut(tail))
        tail = g_utf8_next_char(tail);
    return g_strdup_printf("%.*s" ELLIPSIS "%s", (int)(head - text), text, tail);
}

char *text_fit_middle(const TextMeasure *measure, const char *text, TextStyle style, double width)
{
    if (text_width(measure, text, style) <= width)
        return g_strdup(text);
    for (glong chars = g_utf8_strlen(text, -1) / 2; chars > 0; chars--) {
        g_autofree char *part = both_ends(text, chars);
        if (text_width(measure, part, style) <= width)
            return g_steal_pointer(&part);
    }
    return g_strdup("");
}

static char *trimmed(const char *text, gsize length)
{
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return g_strndup(text, length);
}

static void wrap_paragraph(const TextMeasure *measure, const char *text, TextStyle style, double width, guint max_lines,
                           GPtrArray *lines)
{
    while (*text) {
        gsize length = measure->first_line(measure->context, text, style, width);
        bool is_last = max_lines > 0 && lines->len + 1 == max_lines;
        g_autofree char *line = is_last && text[length] ? g_strdup(text) : trimmed(text, length);
        g_ptr_array_add(lines, text_fit(measure, line, style, width));
        if (is_last)
            return;
        text += length;
        while (*text == ' ')
            text++;
    }
}

GPtrArray *text_wrap(const TextMeasure *measure, const char *text, TextStyle style, double width, guint max_lines)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
    g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
    for (char **paragraph = paragraphs; *paragraph && (max_lines == 0 || lines->len < max_lines); paragraph++) {
        if (**paragraph == '\0' && paragraph[1])
            g_ptr_array_add(lines, g_strdup(""));
        wrap_paragraph(measure, *paragraph, style, width, max_lines, lines);
    }
    return lines;
}
