#include "window.h"
#include <string.h>

#define FIRST_SIZE ((gsize)256 << 10)

void window_open(Window *window, TextSource *source, gsize max)
{
    *window = (Window){.source = source, .size = MIN(FIRST_SIZE, max), .max = max};
    window->text = g_malloc(window->size + 1);
    window->text[0] = '\n';
}

void window_close(Window *window)
{
    g_clear_pointer(&window->text, g_free);
}

static bool make_room(Window *window)
{
    if (window->from > 0) {
        memmove(window->text, window->text + window->from, window->to - window->from);
        window->to -= window->from;
        window->from = 0;
    }
    if (window->to < window->size / 2 || (window->to < window->size && window->size == window->max))
        return true;
    if (window->size == window->max)
        return false;
    window->size = MIN(window->size * 2, window->max);
    window->text = g_realloc(window->text, window->size + 1);
    return true;
}

bool window_more(Window *window, GError **error)
{
    if (window->ended || !make_room(window))
        return false;
    gssize n = text_source_read(window->source, window->text + window->to, window->size - window->to, error);
    if (n < 0)
        return false;
    window->nul = window->nul || (n > 0 && memchr(window->text + window->to, '\0', (gsize)n) != NULL);
    window->to += (gsize)n;
    window->text[window->to] = '\n';
    window->ended = n == 0;
    return true;
}

/* Bytes of the line end at the window's start: LF, CR, CRLF. */
static gsize end_length(Window *window, GError **error)
{
    if (window->text[window->from] == '\n')
        return 1;
    if (window->from + 1 == window->to)
        window_more(window, error);
    return window->from + 1 < window->to && window->text[window->from + 1] == '\n' ? 2 : 1;
}

bool window_skip_line(Window *window, bool *had_line, GError **error)
{
    GError *failure = NULL;
    *had_line = false;
    while (failure == NULL) {
        while (window->text[window->from] != '\n' && window->text[window->from] != '\r')
            window->from++;
        if (window->from < window->to) {
            window->from += end_length(window, &failure);
            *had_line = true;
            break;
        }
        if (!window_more(window, &failure) && failure == NULL)
            break;
    }
    if (failure != NULL)
        g_propagate_error(error, failure);
    return failure == NULL;
}
