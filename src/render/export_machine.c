#include "cells.h"
#include "export_view.h"
#include <string.h>

char *machine_name(const char *field)
{
    if (unit_of_name(field) != UNIT_DURATION)
        return g_strdup(field);
    return g_strdup_printf("%.*ss", (int)(strlen(field) - strlen("ms")), field);
}

char *local_time_text(int64_t at, const Zone *zone)
{
    char buffer[CIVIL_TEXT];
    g_autofree char *wall = g_strdup(instant_format(zone_to_local(zone, at), buffer));
    int minutes = zone_offset_s(zone, at) / 60;
    wall[strlen(wall) - 1] = '\0'; /* the Z */
    return g_strdup_printf("%s%c%02d:%02d", wall, minutes < 0 ? '-' : '+', ABS(minutes) / 60, ABS(minutes) % 60);
}

/* ---- JSON ---- */

static void write_integer(JsonWriter *w, const char *field, int64_t value, const Zone *zone)
{
    g_autofree char *name = machine_name(field);
    if (field_is_local(field)) {
        g_autofree char *text = local_time_text(value, zone != NULL ? zone : zone_utc());
        json_text(w, name, text);
        return;
    }
    switch (unit_of_name(field)) {
    case UNIT_INSTANT:
        json_instant(w, name, value);
        return;
    case UNIT_DURATION:
        json_seconds(w, name, value);
        return;
    case UNIT_RATIO:
        json_real(w, name, (double)value);
        return;
    default:
        json_integer(w, name, value);
    }
}

static void write_real(JsonWriter *w, const char *field, double value)
{
    g_autofree char *name = machine_name(field);
    json_real(w, name, unit_of_name(field) == UNIT_DURATION ? value / (double)MS_PER_SECOND : value);
}

void export_cell_json(JsonWriter *w, const char *field, const Cell *cell, const Zone *zone)
{
    g_autofree char *name = machine_name(field);
    switch (cell->type) {
    case CELL_INTEGER:
        write_integer(w, field, cell->integer, zone);
        return;
    case CELL_REAL:
        write_real(w, field, cell->real);
        return;
    case CELL_TEXT:
        json_text(w, name, cell->text);
        return;
    default:
        json_null(w, name);
    }
}

static void write_rows(JsonWriter *w, const char *key, const View *view, const Zone *zone)
{
    json_begin_array(w, key);
    for (guint row = 0; row < table_n_rows(view->table); row++) {
        json_begin_object(w, NULL);
        for (guint i = 0; i < view->columns->len; i++)
            export_cell_json(w, view_column(view, i)->field, view_cell(view, row, i), zone);
        json_end(w);
    }
    json_end(w);
}

void export_rows_json(JsonWriter *w, const char *key, const Table *table, const Zone *zone)
{
    g_auto(View) view = view_of_table(table);
    write_rows(w, key, &view, zone);
}

static const Zone *zone_of(const ExportOptions *options)
{
    return options->format != NULL ? options->format->zone : NULL;
}

void export_view_json(GString *out, const View *view, const ExportOptions *options)
{
    JsonWriter w = json_writer(out, !options->compact);
    write_rows(&w, NULL, view, zone_of(options));
    g_string_append_c(out, '\n');
}

/* ---- CSV ---- */

static char *seconds_text(const Cell *cell)
{
    g_autoptr(GString) out = g_string_new(NULL);
    JsonWriter w = json_writer(out, false);
    if (cell->type == CELL_INTEGER)
        json_seconds(&w, NULL, cell->integer);
    else
        json_real(&w, NULL, cell->real / (double)MS_PER_SECOND);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static char *number_text(const Cell *cell)
{
    g_autoptr(GString) out = g_string_new(NULL);
    JsonWriter w = json_writer(out, false);
    if (cell->type == CELL_INTEGER)
        json_integer(&w, NULL, cell->integer);
    else
        json_real(&w, NULL, cell->real);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

char *machine_text(const char *field, const Cell *cell, const Zone *zone)
{
    char buffer[CIVIL_TEXT];
    if (cell->type == CELL_NULL)
        return NULL;
    if (cell->type == CELL_TEXT)
        return g_strdup(cell->text);
    if (field_is_local(field) && cell->type == CELL_INTEGER)
        return local_time_text(cell->integer, zone != NULL ? zone : zone_utc());
    if (unit_of_name(field) == UNIT_INSTANT && cell->type == CELL_INTEGER)
        return g_strdup(instant_format(cell->integer, buffer));
    return unit_of_name(field) == UNIT_DURATION ? seconds_text(cell) : number_text(cell);
}

static bool looks_like_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

static void append_quoted(GString *out, const char *text)
{
    gsize length = strlen(text);
    bool edge = length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
    if (!edge && strpbrk(text, ",\"\r\n\t") == NULL) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *p);
    }
    g_string_append_c(out, '"');
}

static void append_csv_cell(GString *out, const char *field, const Cell *cell, const Zone *zone)
{
    g_autofree char *text = machine_text(field, cell, zone);
    if (text == NULL)
        return;
    g_autofree char *guarded =
        cell->type == CELL_TEXT && looks_like_formula(text) ? g_strconcat("'", text, NULL) : g_strdup(text);
    append_quoted(out, guarded);
}

void export_view_csv(GString *out, const View *view, const ExportOptions *options)
{
    for (guint i = 0; i < view->columns->len; i++) {
        g_autofree char *name = machine_name(view_column(view, i)->field);
        g_string_append(out, i > 0 ? "," : "");
        append_quoted(out, name);
    }
    g_string_append(out, "\r\n");
    for (guint row = 0; row < table_n_rows(view->table); row++) {
        for (guint i = 0; i < view->columns->len; i++) {
            g_string_append(out, i > 0 ? "," : "");
            append_csv_cell(out, view_column(view, i)->field, view_cell(view, row, i), zone_of(options));
        }
        g_string_append(out, "\r\n");
    }
}
