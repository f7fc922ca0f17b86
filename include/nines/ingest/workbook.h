/* Workbooks (.xlsx, .ods): which of their sheets hold a table, and each of these as delimited text.
 *
 * A sheet has an address of its own, "book.xlsx#Name"; a workbook's own path means its first table. Formulas give what
 * the writing program computed. Hidden sheets are left out.
 */
#pragma once

#include "nines/base/error.h"
#include <glib.h>

/* char*: the addresses of the sheets with a table, in their order, or the path itself when there is but one or when it
 * is no workbook that can be read. */
GPtrArray *workbook_addresses(const char *path);
/* The workbook's path and the sheet's name when the text is a sheet's address and no file; else false. Caller frees. */
bool workbook_split(const char *address, char **path, char **sheet);
