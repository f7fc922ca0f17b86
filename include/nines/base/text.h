/* Small text helpers that GLib lacks.
 *
 * Invariant: text inside the program is valid UTF-8 without NUL; what comes from outside passes text_clean first.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The candidate closest to word by edit distance, or NULL when none is near (a third of the length, at least 1).
 * candidates is NULL-terminated; the result points into it. */
const char *text_nearest(const char *word, const char *const *candidates);
/* A valid UTF-8 copy without control characters (tab and newline stay): bad bytes become U+FFFD. Caller frees. */
char *text_clean(const char *text, gssize length);
/* At most max_chars characters; a cut text ends in an ellipsis. Caller frees. */
char *text_shorten(const char *text, glong max_chars);
/* "1 incident", "2 incidents", "no incidents". Caller frees. */
char *text_count(gint64 n, const char *one, const char *many);
/* Case-folded, blanks, '_' and '-' removed: how header names and keys are compared. Caller frees. */
char *text_key(const char *text, gssize length);
