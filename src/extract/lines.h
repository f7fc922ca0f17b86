/* How lines become blocks of their own. Private to lines.c and lines_join.c. */
#pragma once

#include "builder.h"
#include "outline_build.h"

/* The text and the addresses of bytes [start, end) of a block, at the end of the builder's open block. */
void block_append_part(BlockBuilder *builder, const TextBlock *from, guint start, guint end);
/* Ends the open block and reads its tokens. */
void block_append_done(BlockBuilder *builder);
/* code_mark.c: JSON without a fence and what stands indented is code, the head of a proposal in a fence is text. */
void code_mark(const TextDocument *document);
/* headings.c: the section that a block of a few words names, or SECTION_NONE. */
SectionKind block_section(const TextBlock *block, const Cues *cues);
/* Bold lines and times are headings where there are no others; an empty heading of actions holds those below it. */
void headings_settle(TextDocument *document, const Cues *cues);
/* lines_join.c */
void labels_join(TextDocument *document, const Cues *cues);
/* wrapped.c: takes the breaks of full lines out of the tokens; the last step, for the others need them. */
void lines_unwrap(TextDocument *document, const Cues *cues);
/* columns.c: adds what a paragraph of columns is; false when it is none. */
bool columns_split(BlockBuilder *builder, const TextBlock *block);
/* letters.c: adds the items of a list that counts with letters, behind what stands above it; false when there is none.
 */
bool letters_split(BlockBuilder *builder, const TextBlock *block);
/* lines_bold.c: whether bytes [start, end) are a line in bold: "**Impact**", "**Impact:**", "<b>Impact</b>:". */
bool lines_bold(const TextDocument *document, const TextBlock *block, guint start, guint end);
/* headings_plain.c: headings of a text without markup. */
void headings_plain(TextDocument *document, const Cues *cues);
