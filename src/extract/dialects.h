/* Markup of other houses made Markdown, line by line, so that the number of lines stays. Private to repair.c and
 * dialect*.c. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    DIALECT_MARKDOWN, /* or none */
    DIALECT_MEDIAWIKI,
    DIALECT_DOKUWIKI,
    DIALECT_JIRA,
    DIALECT_TEXTILE,
    DIALECT_ORG,
    DIALECT_ASCIIDOC,
    DIALECT_RST,
} Dialect;

/* lines: char*, without their ends. name: of the file. */
Dialect dialect_of(const char *name, const GPtrArray *lines);
void dialect_apply(Dialect dialect, GPtrArray *lines);

static inline char *dialect_line(const GPtrArray *lines, guint i)
{
    return g_ptr_array_index(lines, i);
}

/* Takes text. */
static inline void dialect_set(GPtrArray *lines, guint i, char *text)
{
    g_free(lines->pdata[i]);
    lines->pdata[i] = text;
}

/* dialect_lines.c: headings, lists, keys and blocks of code. */
void dialect_lines(Dialect dialect, GPtrArray *lines);
/* dialect_inline.c: bold, italics, code and links within a line. NULL when there is nothing to change. */
char *dialect_inline(Dialect dialect, const char *line);
/* dialect_tables.c: tables drawn with characters (in any text), and MediaWiki's and AsciiDoc's. */
void dialect_tables(Dialect dialect, GPtrArray *lines);
/* reStructuredText's titles between and above rules, in any text that has one of a mark unknown to Markdown. */
void dialect_rules(Dialect dialect, GPtrArray *lines);
