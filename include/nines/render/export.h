/* The tables of a report for machines and terminals: JSON, CSV, Markdown and aligned text.
 *
 * Invariant: the same cells as in the workbook and the pages. For machines (JSON, CSV) the column's name is the key and
 * the suffix tells the unit: *_ms becomes *_s in seconds, *_at an ISO time in UTC, *_local an ISO time with its offset,
 * *_minor stays an integer of the currency's minor unit. For people (Markdown, text) the sheet's titles and
 * base/format.h.
 *
 *     g_autoptr(GString) out = g_string_new(NULL);
 *     export_table(out, table, EXPORT_TEXT, &(ExportOptions){.format = &format, .width = 100});
 */
#pragma once

#include "nines/base/document.h"
#include "nines/base/error.h"
#include "nines/base/format.h"
#include "nines/base/json.h"

typedef enum { EXPORT_JSON, EXPORT_CSV, EXPORT_MARKDOWN, EXPORT_TEXT } ExportKind;
#define EXPORT_KINDS 4

bool export_find(const char *name, ExportKind *out);

typedef struct {
    const Format *format; /* of Markdown and text, and the zone of *_local; NULL: format_default() */
    guint width;          /* of text in columns: long texts are shortened to fit; 0: as wide as it gets */
    bool compact;         /* JSON on one line */
} ExportOptions;

/* JSON: an array of objects. CSV (RFC 4180, CRLF): text that a spreadsheet would take for a formula gets an apostrophe.
 * Text without rows: the header alone. options may be NULL. */
void export_table(GString *out, const Table *table, ExportKind kind, const ExportOptions *options);
/* As above, the sheet's columns in its order under its titles; Markdown and text with title, text and empty sentence.
 */
void export_sheet(GString *out, const Sheet *sheet, ExportKind kind, const ExportOptions *options);
/* Rows as an array of objects inside a larger JSON text. */
void export_rows_json(JsonWriter *w, const char *key, const Table *table, const Zone *zone);
/* One value under its machine name: json_cell(w, "counted_ms", cell, NULL, zone) writes "counted_s". */
void export_cell_json(JsonWriter *w, const char *field, const Cell *cell, const Zone *zone);
/* One text with all figures and sheets: {"report", "title", "as_of", "figures": {...}, "sheets": {NAME: [...]}}. CSV
 * has no form for several tables: see export_write. */
void export_document(GString *out, const Document *document, ExportKind kind, const ExportOptions *options);
/* Files in directory: NAME.json, NAME.md, NAME.txt, or for CSV one file a sheet, NAME-SHEET.csv. The paths are appended
 * to written (char*, owned by the array) unless it is NULL. */
bool export_write(const Document *document, ExportKind kind, const char *directory, const ExportOptions *options,
                  GPtrArray *written, GError **error);
