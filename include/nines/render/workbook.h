/* The workbook: a Document as an .xlsx file whose figures are live formulas over the rows below them.
 *
 * Invariant: recalculating the file changes nothing (each formula is stored with the value that the Document holds);
 * text is never a formula; the same Document gives the same bytes, dated by Document.as_of.
 *
 * What stands where: first the Summary (every Figure as a named cell, with its definition, and a list of the sheets),
 * then the Document's sheets, each an Excel table with its charts beside it, and last "Chart data", the values behind
 * the charts that no sheet shows in their order.
 *
 * Units in cells, and so in every formula of a report definition:
 *
 *     *_at      date-time serial in UTC        *_local   date-time serial of the document's zone
 *     *_ms      days, shown as [h]:mm:ss       *_ratio   the number, shown in percent
 *     *_minor   major units of the currency    *_n       the number
 *
 * So [@to_at]-[@from_at] is a duration, and a credit is ROUND([@fee_minor]*[@credit_ratio],2). Below zero a duration
 * is shown in days, since Excel cannot show a negative time.
 *
 * Above WORKBOOK_LIVE_CELLS cells the file becomes a listing, written with little memory: values without formulas,
 * tables or totals, said so on the Summary. Above 1,048,576 rows a sheet goes on in a second one, with a note.
 *
 *     if (!workbook_write(document, "out/monthly.xlsx", &error)) ...
 */
#pragma once

#include "nines/base/document.h"
#include "nines/base/error.h"

#define WORKBOOK_LIVE_CELLS 2000000 /* about 250 MiB while writing */

/* ERROR_CONFIG names the sheet, the column and the nearest known name when a formula refers to what is not there. An
 * existing file stays as it was on failure. LC_NUMERIC must be "C". */
bool workbook_write(const Document *document, const char *path, GError **error);
