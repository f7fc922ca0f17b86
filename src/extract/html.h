/* The reader of HTML: tags as they stand in the source, and the blocks they become. Private to html*.c. */
#pragma once

#include "builder.h"

typedef enum {
    HTML_BLOCK,
    HTML_HEADING, /* level */
    HTML_DETAILS,
    HTML_SUMMARY,
    HTML_TABLE,
    HTML_ROW,
    HTML_CELL, /* level 1: a head */
    HTML_LIST, /* level 1: numbered */
    HTML_ITEM,
    HTML_TERM,
    HTML_MEANING,
    HTML_QUOTE,
    HTML_CODE,
    HTML_BREAK,
    HTML_BOLD,
    HTML_ITALIC,
    HTML_LINK,
    HTML_CHECK,
    HTML_TIME,
    HTML_TITLE,
    HTML_MACRO, /* Confluence's storage format: what stands in it, and its parameters */
    HTML_PARAMETER,
    HTML_STATUS,
    HTML_SKIP, /* level 1: may hold others of its name */
} HtmlKind;

typedef struct {
    const char *name; /* of a known tag, else NULL */
    HtmlKind kind;
    int level;
    guint inner, after; /* offsets behind the name and behind the tag */
    bool closing;
} HtmlTag;

typedef struct {
    const char *source;
    guint to;
    bool plain;       /* a quotation mark was never closed: they no longer hide ">" */
    guint64 unclosed; /* tags that have no end from here on, by their place in the table */
} HtmlScan;

/* The tag, comment or declaration at from, whose '<' stands there; name stays NULL for what has no meaning here. */
HtmlTag html_tag_read(HtmlScan *scan, guint from);
/* Its attribute's value, or NULL. */
const char *html_attribute(const HtmlScan *scan, const HtmlTag *tag, const char *name, gsize *length);
/* Whether a word of the attribute's value is one of the words. */
bool html_attribute_has(const HtmlScan *scan, const HtmlTag *tag, const char *name, const char *const *words);
/* Offset of the end tag that belongs to the tag; false when there is none. */
bool html_tag_end(HtmlScan *scan, const HtmlTag *tag, guint *end);
/* Whether a heading of the first level follows. */
bool html_has_heading(const HtmlScan *scan, guint from);
/* Whether an element's words are the page's, not the report's: its way through the site, its footer. */
bool html_is_frame(const HtmlScan *scan, const HtmlTag *tag);

#define HTML_MAX_DEPTH 64 /* of lists; deeper items count as this deep */
#define HTML_MAX_COLUMNS 16

typedef enum { HTML_GAP_NONE, HTML_GAP_BLANK, HTML_GAP_LINE } HtmlGap;

typedef struct {
    BlockBuilder builder;
    HtmlScan scan;
    HeadingPath *path;
    bool page;
    bool titled; /* a <title> was seen */
    int depth;   /* of lists */
    bool ordered[HTML_MAX_DEPTH + 1];
    bool tasks; /* the list's items are tasks */
    bool in_item;
    int task;
    int table, quotes, bold, italic;
    guint italic_bytes;
    guint spanned[HTML_MAX_COLUMNS]; /* rows below that a cell reaches down to */
    bool broken;                     /* by <br> */
    HtmlGap gap;                     /* before the next text */
    guint gap_at;
    const char *link;
    gsize link_length;
    bool term;       /* the open block is a term without its meaning */
    guint meaning;   /* bytes of text at the start of a meaning */
    bool status_box; /* within a macro that is a word in the line */
} HtmlReader;

/* The open block, if it is a table's row. */
TextBlock *html_open_row(const HtmlReader *r);
void html_end_block(HtmlReader *r);
void html_begin_block(HtmlReader *r, TextBlockKind kind, int level);
/* A paragraph, or one more of the item. */
void html_begin_text(HtmlReader *r);
void html_begin_heading(HtmlReader *r, int level);
/* White space to stand before the next text, if any stands before it: a blank or a line's end. */
void html_want_gap(HtmlReader *r, HtmlGap gap, guint source);
/* Bytes as they are. */
void html_put(HtmlReader *r, const char *bytes, gsize length, guint source);
/* Bytes with their white space made one. */
void html_put_text(HtmlReader *r, const char *text, gsize length, guint source);
