/* Writes JSON, streaming, into a GString: stable key order, exact integers, shortest round-trip reals.
 *
 * Invariant: commas and nesting are kept by the writer; numbers do not depend on the locale; NaN is null.
 *
 *     JsonWriter w = json_writer(out, true);
 *     json_begin_object(&w, NULL);
 *     json_integer(&w, "incidents", 3);
 *     json_end(&w);
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    GString *out; /* borrowed */
    bool pretty;
    int depth;
    guint64 has_item; /* bit per depth */
    guint64 is_object;
} JsonWriter;

JsonWriter json_writer(GString *out, bool pretty);
/* key is NULL inside an array and at the top. */
void json_begin_object(JsonWriter *w, const char *key);
void json_begin_array(JsonWriter *w, const char *key);
void json_end(JsonWriter *w);
void json_null(JsonWriter *w, const char *key);
void json_bool(JsonWriter *w, const char *key, bool value);
void json_integer(JsonWriter *w, const char *key, int64_t value);
void json_real(JsonWriter *w, const char *key, double value);
void json_text(JsonWriter *w, const char *key, const char *value); /* NULL writes null */
/* Milliseconds as seconds, exact: 5400000 is 5400, 64165 is 64.165; INSTANT_NONE writes null. */
void json_seconds(JsonWriter *w, const char *key, int64_t ms);
void json_instant(JsonWriter *w, const char *key, int64_t at); /* "2024-02-29T12:00:00Z" or null */
