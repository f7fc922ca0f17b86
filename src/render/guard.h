/* Guards for what goes into a workbook: each keeps out something that makes a file which Excel must repair.
 *
 *     g_autofree char *safe = guard_text(title);     // NULL when title can stand as it is
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define GUARD_CELL_CHARACTERS 32767

/* Text as a cell can hold it: valid UTF-8, no control characters, at most 32,767 UTF-16 units (a longer one ends in a
 * note of its length), "_x0041_" kept from being decoded. NULL when it can as it stands. Caller frees. */
char *guard_text(const char *text);
/* "&" doubled, control characters out, cut to fewer than length bytes: text for headers and footers. Caller frees. */
char *guard_codes(const char *text, gsize length);
/* A web, mail or ftp address, or a place in the workbook ("internal:'Sheet'!A1"), that Excel takes as a link. */
bool guard_url(const char *url);
/* A sound sheet name of at most 31 characters, none of []:*?/\; n > 1 makes the n-th of its kind. Caller frees. */
char *guard_sheet_name(const char *wish, int n);
