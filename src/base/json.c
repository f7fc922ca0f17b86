#include "nines/base/json.h"
#include "nines/base/civil.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

JsonWriter json_writer(GString *out, bool pretty)
{
    return (JsonWriter){.out = out, .pretty = pretty};
}

static void begin_line(JsonWriter *w)
{
    if (!w->pretty)
        return;
    g_string_append_c(w->out, '\n');
    for (int i = 0; i < w->depth; i++)
        g_string_append(w->out, "  ");
}

static void append_string(GString *out, const char *text)
{
    static const char *const short_forms = "\b\t\n\f\r\"\\";
    static const char letters[] = "btnfr\"\\";
    g_string_append_c(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        const char *found = strchr(short_forms, *p);
        if (found != NULL)
            g_string_append_printf(out, "\\%c", letters[found - short_forms]);
        else if ((unsigned char)*p < 0x20)
            g_string_append_printf(out, "\\u%04x", (unsigned)(unsigned char)*p);
        else
            g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static void begin_value(JsonWriter *w, const char *key)
{
    guint64 bit = UINT64_C(1) << w->depth;
    if (w->has_item & bit)
        g_string_append_c(w->out, ',');
    w->has_item |= bit;
    if (w->depth > 0)
        begin_line(w);
    if (key != NULL) {
        append_string(w->out, key);
        g_string_append(w->out, w->pretty ? ": " : ":");
    }
}

static void begin_container(JsonWriter *w, const char *key, bool is_object)
{
    begin_value(w, key);
    g_assert(w->depth < 62);
    w->depth++;
    guint64 bit = UINT64_C(1) << w->depth;
    w->has_item &= ~bit;
    w->is_object = is_object ? w->is_object | bit : w->is_object & ~bit;
    g_string_append_c(w->out, is_object ? '{' : '[');
}

void json_begin_object(JsonWriter *w, const char *key)
{
    begin_container(w, key, true);
}

void json_begin_array(JsonWriter *w, const char *key)
{
    begin_container(w, key, false);
}

void json_end(JsonWriter *w)
{
    guint64 bit = UINT64_C(1) << w->depth;
    bool had_item = (w->has_item & bit) != 0, is_object = (w->is_object & bit) != 0;
    w->depth--;
    if (had_item)
        begin_line(w);
    g_string_append_c(w->out, is_object ? '}' : ']');
    if (w->depth == 0 && w->pretty)
        g_string_append_c(w->out, '\n');
}

static void append_value(JsonWriter *w, const char *key, const char *text)
{
    begin_value(w, key);
    g_string_append(w->out, text);
}

void json_null(JsonWriter *w, const char *key)
{
    append_value(w, key, "null");
}

void json_bool(JsonWriter *w, const char *key, bool value)
{
    append_value(w, key, value ? "true" : "false");
}

void json_integer(JsonWriter *w, const char *key, int64_t value)
{
    begin_value(w, key);
    g_string_append_printf(w->out, "%" G_GINT64_FORMAT, value);
}

/* The fewest digits that read back as the same number. */
static void shortest(double value, char buffer[static 32])
{
    static const char *const formats[] = {"%.15g", "%.16g", "%.17g"};
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_ascii_formatd(buffer, 32, formats[i], value);
        if (memcmp(&(double){g_ascii_strtod(buffer, NULL)}, &value, sizeof value) == 0)
            return;
    }
}

void json_real(JsonWriter *w, const char *key, double value)
{
    char buffer[32];
    if (!isfinite(value)) {
        json_null(w, key);
        return;
    }
    shortest(value, buffer);
    append_value(w, key, buffer);
}

void json_text(JsonWriter *w, const char *key, const char *value)
{
    if (value == NULL) {
        json_null(w, key);
        return;
    }
    begin_value(w, key);
    append_string(w->out, value);
}

void json_seconds(JsonWriter *w, const char *key, int64_t ms)
{
    if (ms == INSTANT_NONE) {
        json_null(w, key);
        return;
    }
    begin_value(w, key);
    int64_t whole = ms / 1000, part = llabs(ms % 1000);
    g_string_append_printf(w->out, "%s%" G_GINT64_FORMAT, ms < 0 && whole == 0 ? "-" : "", whole);
    if (part == 0)
        return;
    g_string_append_printf(w->out, ".%03d", (int)part);
    while (w->out->str[w->out->len - 1] == '0')
        g_string_truncate(w->out, w->out->len - 1);
}

void json_instant(JsonWriter *w, const char *key, int64_t at)
{
    char buffer[CIVIL_TEXT];
    json_text(w, key, at == INSTANT_NONE ? NULL : instant_format(at, buffer));
}
