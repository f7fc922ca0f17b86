/* A growing window over a TextSource: the text from the current record's start to what has been read so far.
 *
 * Invariant: text[from..to) is contiguous and text[to] is '\n', so that scanners need no bounds check for it. When
 * ended is true, nothing follows text[to).
 */
#pragma once

#include "nines/ingest/encoding.h"

typedef struct {
    TextSource *source; /* borrowed */
    char *text;
    gsize from, to;
    gsize size; /* of the buffer, without the sentinel */
    gsize max;  /* to which it may grow */
    bool ended;
    bool nul; /* the text so far has held a NUL byte */
} Window;

void window_open(Window *window, TextSource *source, gsize max);
void window_close(Window *window);
/* Reads more behind what is there; drops what lies before from, grows when full. false with *error unset: full at max,
 * or ended. */
bool window_more(Window *window, GError **error);
/* Drops text up to and with the next line end, reading as far as needed. *had_line: there was one. */
bool window_skip_line(Window *window, bool *had_line, GError **error);
