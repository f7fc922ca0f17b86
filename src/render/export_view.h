/* Which columns of a table an export shows, in which order and under which title. */
#pragma once

#include "nines/render/export.h"

typedef struct {
    const char *field;
    const char *title; /* NULL: made from the field */
    guint column;      /* of the table */
} ViewColumn;

typedef struct {
    const Table *table;
    GArray *columns; /* ViewColumn */
} View;

View view_of_table(const Table *table);
View view_of_sheet(const Sheet *sheet);
void view_clear(View *view);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(View, view_clear)
const ViewColumn *view_column(const View *view, guint index);
const Cell *view_cell(const View *view, guint row, guint index);

/* "counted_ms" -> "counted_s"; others as they are. Caller frees. */
char *machine_name(const char *field);
/* The value as machines read it; NULL for a null cell. Caller frees. */
char *machine_text(const char *field, const Cell *cell, const Zone *zone);
/* "2022-05-03T14:05:00+02:00". Caller frees. */
char *local_time_text(int64_t at, const Zone *zone);

void export_view_json(GString *out, const View *view, const ExportOptions *options);
void export_view_csv(GString *out, const View *view, const ExportOptions *options);
void export_view_markdown(GString *out, const View *view, const ExportOptions *options);
void export_view_text(GString *out, const View *view, const ExportOptions *options);
/* Text that Markdown shows as it is, on one line. */
void append_markdown(GString *out, const char *text);
