/* The cue texts of several languages. A document is read with those of its own language, which is the one whose small
 * words it uses most, and with the first of them, English.
 *
 * Invariant: a lexicon does not change after it was made, and several threads may use it.
 *
 *     const CueText texts[] = {{"en.yaml", "resolved: [all clear]"}, {0}};
 *     g_autoptr(Lexicon) lexicon = lexicon_new(texts, &error);
 *     g_autoptr(Cues) cues = lexicon_cues(lexicon, document);
 */
#pragma once

#include "nines/extract/cues.h"

typedef struct {
    const char *name; /* the file, as in messages */
    const char *yaml;
} CueText;

extern const CueText cue_texts[]; /* the shipped ones, English first; ends with a zeroed entry */

typedef struct Lexicon Lexicon;

/* texts: ends with a zeroed entry, holds one at least, and must outlive the lexicon. An error tells the file and line.
 */
Lexicon *lexicon_new(const CueText *texts, GError **error);
void lexicon_free(Lexicon *lexicon);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lexicon, lexicon_free)
/* Of cue_texts; made once, not to be freed. */
Lexicon *lexicon_shipped(void);
/* The name of the text whose small words the document uses most. */
const char *lexicon_language(const Lexicon *lexicon, const TextDocument *document);
/* A reference to cues that other documents share: not to be added to. */
Cues *lexicon_cues(Lexicon *lexicon, const TextDocument *document);
/* The same, but one's own, to be added to. */
Cues *lexicon_cues_own(const Lexicon *lexicon, const TextDocument *document);
