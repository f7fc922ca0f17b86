/* Which section each block stands in, and which words of a block are cues: what the later stages read beside the text.
 *
 * Invariant: as many notes as blocks; a block under no known heading is in SECTION_NONE.
 */
#pragma once

#include "nines/extract/cues.h"
#include "nines/extract/document.h"

typedef enum {
    SECTION_NONE,
    SECTION_SUMMARY,
    SECTION_TIMELINE,
    SECTION_IMPACT,
    SECTION_DETECTION,
    SECTION_RESOLUTION,
    SECTION_CAUSE,
    SECTION_ACTIONS,
    SECTION_LESSONS,
    SECTION_OTHER,
} SectionKind;

typedef struct {
    SectionKind section;
    int heading;     /* block of the nearest heading above (or itself), -1 */
    int level;       /* of that heading; 0 before the first */
    bool is_heading; /* also a bold line, a short line before a list, "[Timeline]" in a note */
    bool is_section; /* a heading that names a section */
    bool is_mail;    /* "From: ...", "Subject: ...": its date is that of writing */
    bool is_message; /* ... of several mails in one text: each is an entry, the blocks below are what it says */
    int group;       /* incident of the document that the block belongs to, -1 none of them */
    GArray *hits;    /* CueHit of the block's tokens */
} BlockNote;

typedef struct {
    const TextDocument *document;
    const Cues *cues;
    GArray *notes; /* BlockNote */
} Outline;

/* Breaks up blocks whose lines stand for themselves ("Timeline" right above "10:02 alert"), and gives a value that
 * stands alone its label from the line above ("### Severity", "high"). Before the outline is read; linear. */
void text_document_split(TextDocument *document, const Cues *cues);
Outline *outline_read(const TextDocument *document, const Cues *cues);
void outline_free(Outline *outline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outline, outline_free)
const BlockNote *outline_note(const Outline *outline, guint block);
/* Index of the block's first hit that begins at the token or later. */
guint outline_first_hit(const Outline *outline, guint block, guint token);
/* How many phrases of the group begin in tokens [from, to) of the block. */
guint outline_count(const Outline *outline, guint block, guint from, guint to, CueGroup group);
/* [*from, *to) becomes the sentence around the token. */
void outline_sentence(const Outline *outline, guint block, guint token, guint *from, guint *to);
const char *section_name(SectionKind section);
