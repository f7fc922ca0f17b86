/* A sheet of a workbook as delimited text: one line for each row, so that a line's number is the row's.
 *
 * Invariant: an empty row is an empty line; line breaks inside a cell become blanks; what Excel shows as a date is
 * written as one ("2026-10-03 14:30:00"), a clock as "14:30:00", a length as hours, minutes and seconds ("26:05:00").
 */
#pragma once

#include "nines/base/error.h"
#include <glib.h>

typedef struct SheetText SheetText;

/* descriptor -1: only look (sheet_text_is_table). */
SheetText *sheet_text_new(int descriptor);
void sheet_text_free(SheetText *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SheetText, sheet_text_free)
/* Rows and columns count from 0; cells come in order of rows and columns, others and empty ones are left out. */
void sheet_text_cell(SheetText *sheet, guint row, guint column, const char *text);
/* The last row; false when something could not be written. */
bool sheet_text_end(SheetText *sheet);
/* Two rows of two cells or more: a heading and something below it. Pointer for xml_read(). */
const bool *sheet_text_is_table(const SheetText *sheet);

/* What the number format of a cell makes of its number. */
typedef enum { SHOWN_NUMBER, SHOWN_DATE, SHOWN_CLOCK, SHOWN_DATE_CLOCK, SHOWN_LENGTH } Shown;

/* Of a format's code: "yyyy-mm-dd hh:mm", "[h]:mm", "#,##0.00". */
Shown shown_by_code(const char *code);
/* Of the formats that have a number and no code. */
Shown shown_by_id(guint id);
/* The text of a cell's number (days since 1899-12-30, or since 1904-01-01); what is no number stays as it is. Caller
 * frees. */
char *shown_text(const char *number, Shown shown, bool from_1904);
