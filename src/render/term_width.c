#include "term_width.h"
#include <string.h>

static guint char_width(gunichar ch)
{
    if (g_unichar_iszerowidth(ch))
        return 0;
    return g_unichar_iswide(ch) ? 2 : 1;
}

guint term_width(const char *text)
{
    guint width = 0;
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
        width += (guchar)*p < 0x80 ? 1 : char_width(g_utf8_get_char(p));
    return width;
}

double term_width_widest_line(const char *text)
{
    guint widest = 0, width = 0;
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        width = *p == '\n' ? 0 : width + ((guchar)*p < 0x80 ? 1 : char_width(g_utf8_get_char(p)));
        widest = MAX(widest, width);
    }
    return widest;
}

char *term_width_fit(const char *text, guint columns)
{
    if (term_width(text) <= columns)
        return g_strdup(text);
    guint width = 0;
    const char *p = text;
    for (; *p != '\0'; p = g_utf8_next_char(p)) {
        guint next = char_width(g_utf8_get_char(p));
        if (width + next + 1 > columns)
            break;
        width += next;
    }
    g_autofree char *kept = g_strndup(text, (gsize)(p - text));
    return g_strconcat(kept, columns > 0 ? "\xe2\x80\xa6" : "", NULL);
}

static void wrap_paragraph(const char *paragraph, guint columns, GPtrArray *lines)
{
    g_auto(GStrv) words = g_strsplit(paragraph, " ", -1);
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; words[i] != NULL; i++) {
        if (line->len > 0 && term_width(line->str) + 1 + term_width(words[i]) > columns) {
            g_ptr_array_add(lines, g_strdup(line->str));
            g_string_truncate(line, 0);
        }
        if (line->len > 0)
            g_string_append_c(line, ' ');
        g_string_append(line, words[i]);
    }
    g_ptr_array_add(lines, g_strdup(line->str));
}

char **term_width_wrap(const char *text, guint columns)
{
    GPtrArray *lines = g_ptr_array_new();
    g_auto(GStrv) paragraphs = g_strsplit(text, "\n", -1);
    for (guint i = 0; paragraphs[i] != NULL; i++)
        wrap_paragraph(paragraphs[i], columns, lines);
    g_ptr_array_add(lines, NULL);
    return (char **)g_ptr_array_free(lines, FALSE);
}
