/* How many columns text takes where every character has the width of a cell (terminals, spreadsheet column widths). */
#pragma once

#include <glib.h>

/* Wide characters (CJK) take two columns, combining and format characters none. */
guint term_width(const char *text);
double term_width_widest_line(const char *text);
/* A copy of at most columns wide; a cut one ends in an ellipsis. Caller frees. */
char *term_width_fit(const char *text, guint columns);
/* Lines of at most columns wide, broken at blanks; a word that is wider stands alone. NULL-terminated. */
char **term_width_wrap(const char *text, guint columns);
