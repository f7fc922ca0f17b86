/* What a Table's cell becomes in a workbook: a number in the spreadsheet's own units, or text.
 *
 *     started_at    instant    date-time serial in UTC (days since 1899-12-30)
 *     started_local instant    date-time serial of the wall clock in the document's zone
 *     counted_ms    duration   days, so that times can be added and subtracted; shown as [h]:mm:ss
 *     x_ratio       ratio      the number itself, shown as a percentage
 *     credit_minor  money      major units, with the currency of the row
 *     others                   numbers and text as they are; whole numbers beyond 2^53 as text, digit for digit
 *
 * Invariant: a number is finite and exact to the millisecond or minor unit; instants that no spreadsheet can show
 * (before March 1900) are ISO text.
 */
#pragma once

#include "nines/base/table.h"
#include "nines/base/zone.h"

typedef struct {
    CellType type; /* CELL_NULL, CELL_REAL or CELL_TEXT, never CELL_INTEGER */
    double number;
    const char *text; /* of the table, or buffer */
    char buffer[48];
} SheetValue;

/* zone is for _local fields. currency_column: -1 when there is none. */
void sheet_value(const Cell *cell, const char *field, const char *currency, const Zone *zone, SheetValue *out);
/* The currency of a row: the column named "currency", or NULL. */
const char *row_currency(const Table *table, guint row);
/* "_local" fields hold instants, though their suffix is no unit. */
bool field_is_local(const char *field);
bool field_is_time(const char *field);
/* "counted_ms" -> "Counted", "started_at" -> "Started (UTC)". Caller frees. */
char *title_of_field(const char *field);
/* The number format of a column, chosen from its unit and all its values; NULL for text. Money is formatted by row:
 * see money_number_format. Caller frees. */
char *column_number_format(const Table *table, guint column, const Zone *zone);
char *value_number_format(const char *field, const Cell *value);
/* "EUR" #,##0.00 by the currency's digits. Caller frees. */
char *money_number_format(const char *currency);
/* Columns that a fixed-width face needs for a value, by its number format's look. */
double value_width(const SheetValue *value, const char *field, const char *number_format);
