/* How the Markdown and HTML readers put blocks together. Private to the first stage. */
#pragma once

#include "nines/extract/document.h"

typedef struct {
    TextDocument *document;
    TextBlock *open; /* the block being filled, or NULL */
    GString *text;   /* its text so far */
} BlockBuilder;

/* Ends an open block first. */
TextBlock *block_begin(BlockBuilder *builder, TextBlockKind kind, int level);
/* source: offset of the bytes in the document's source. Nothing happens without an open block. */
void block_append(BlockBuilder *builder, const char *bytes, gsize length, guint source);
void block_link(BlockBuilder *builder, const char *url, gsize length);
/* Blocks without text are dropped, except a row. */
void block_end(BlockBuilder *builder);

/* The level of the heading above, also outside of each <details> that is open. */
typedef struct {
    int level;
    int outside[8];
    guint details;
} HeadingPath;

void heading_path_enter(HeadingPath *path, int level);
void heading_path_details(HeadingPath *path, bool closing);
/* The level of a <summary>: below the heading that its <details> stand under. */
int heading_path_below(const HeadingPath *path);

void markdown_read(TextDocument *document, guint from, guint to);
/* The text of a fence, where a fence is code. */
void markdown_read_within(TextDocument *document, guint from, guint to);
/* Whether a fence holds what people write: most lines are words in a row, and of ten at most so many are code. */
bool text_is_prose(const char *source, guint from, guint to, guint most);
/* A stretch of HTML: tags become blocks, cells and lines. path: of the Markdown it stands in, NULL for a page. */
void html_read(TextDocument *document, guint from, guint to, HeadingPath *path);
bool html_is_page(const char *name, const char *source, gsize length);
/* Appends the character of an entity such as "&nbsp;" to text; unknown entities stay as they are. */
void html_entity(GString *text, const char *entity, gsize length);
/* Front matter at the start of the source becomes TEXT_KEY blocks; returns the offset behind it. */
guint text_front_matter_read(TextDocument *document);
/* Repairs, wiki headings and the like, line by line; the number of lines stays. Caller frees. */
char *source_repair(const char *bytes, gsize length, TextDocument *document);
/* Byte of the source at an offset of the block's text. */
guint text_block_source(const TextBlock *block, guint offset);
/* Offset at which the source's line with this byte starts; *end is that of its end. */
guint text_document_line(const TextDocument *document, guint source, guint *end);
void text_block_free(gpointer block);
/* Its line and tokens, once its text stands. */
void text_block_finish(TextDocument *document, TextBlock *block);
/* Paragraphs whose lines are rows of a wiki table become rows. */
void pipe_tables_read(TextDocument *document);
void tokens_read(TextDocument *document, TextBlock *block);
