/* A document as a flat list of text blocks, whatever it was written in: the first stage of extraction.
 *
 * Invariant: blocks stand in reading order; a block's text is valid UTF-8 with the inline markup taken away, and every
 * byte of it leads back to a line and column of the (repaired) source. Code is kept but is never evidence.
 *
 *     g_autoptr(TextDocument) document = text_document_read("retro.md", bytes, length);
 *     const TextBlock *block = text_document_block(document, 0);      // TEXT_HEADING, "Incident retro"
 *     text_document_place(document, 0, 9, &line, &column);            // of the word "retro"
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
    TEXT_HEADING, /* level 1..6 */
    TEXT_PARAGRAPH,
    TEXT_ITEM, /* level: depth in nested lists, from 1 */
    TEXT_ROW,  /* of a table: cells */
    TEXT_KEY,  /* front matter: "key: value" */
    TEXT_CODE,
} TextBlockKind;

typedef enum { TOKEN_NUMBER, TOKEN_WORD, TOKEN_MARK, TOKEN_BREAK, TOKEN_URL } TokenKind;

typedef struct {
    TokenKind kind;
    guint start, end; /* bytes of the block's text */
    bool spaced;      /* white space stands before it */
    bool capital;     /* the word's first letter is upper case */
    gint64 value;     /* of a number; the character of a mark */
    int digits;       /* of a number, as written */
    const char *word; /* lower case, typographic apostrophes made plain; interned in the document */
} Token;

typedef struct {
    guint text, source; /* from this byte of the text on, the bytes stand at this offset of the source */
} TextSpan;

typedef struct {
    guint start, end; /* bytes of the row's text */
} TextCell;

typedef struct {
    guint text;
    char *url;
} TextLink;

typedef struct {
    TextBlockKind kind;
    int level;
    int line;     /* of the first byte, from 1 */
    int table;    /* rows: number of the table in the document, else -1 */
    bool head;    /* a table's head row */
    bool first;   /* the first block of its list item */
    bool ordered; /* item of a numbered list */
    bool quoted;
    int task;    /* -1 no task, 0 open, 1 done */
    guint bold;  /* bytes at the start that are set in bold */
    bool italic; /* wholly set in italics */
    char *text;
    GArray *spans;  /* TextSpan */
    GArray *cells;  /* TextCell, rows only */
    GArray *links;  /* TextLink */
    GArray *tokens; /* Token */
} TextBlock;

typedef struct {
    char *name;   /* as in messages */
    char *source; /* after repair */
    gsize length;
    GArray *lines;     /* guint: offset at which each line starts */
    GPtrArray *blocks; /* TextBlock* */
    GStringChunk *words;
    int repaired_line; /* first line whose broken encoding was repaired, or 0 */
    bool recoded;      /* the file was not UTF-8 and was read as Windows-1252 or UTF-16 */
} TextDocument;

/* Any bytes are a document; an empty one has no blocks. length is not checked: the caller caps it. */
TextDocument *text_document_read(const char *name, const char *bytes, gsize length);
void text_document_free(TextDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextDocument, text_document_free)

const TextBlock *text_document_block(const TextDocument *document, guint index);
/* 1-based; column counts characters. */
void text_document_place(const TextDocument *document, guint block, guint offset, int *line, int *column);
/* One line per block, for --explain. */
void text_document_explain(const TextDocument *document, GString *out);
const char *text_block_kind_name(TextBlockKind kind);
/* A front matter key that names the document: "title: ...", "heading: ...", "titulo: ...". */
bool text_block_is_title(const TextBlock *block);
