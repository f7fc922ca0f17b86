/* The mention grammar: any text ends, mentions stay inside their block and in order. */
#include "nines/extract/lexicon.h"
#include "nines/extract/mention.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const TextDocument *document, const GArray *mentions)
{
    for (guint i = 0; i < mentions->len; i++) {
        const Mention *m = &g_array_index(mentions, Mention, i);
        const TextBlock *block = text_document_block(document, m->block);
        int line, column;
        if (m->start > m->end || m->end > strlen(block->text) || m->to > block->tokens->len)
            abort();
        if (m->kind == MENTION_CLOCK && (m->hour < 0 || m->hour > 24 || m->minute < 0 || m->minute > 59))
            abort();
        text_document_place(document, m->block, m->start, &line, &column);
        if (line < 1 || column < 1)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(TextDocument) document = text_document_read("fuzz.txt", (const char *)data, size);
    g_autoptr(Cues) cues = lexicon_cues(lexicon_shipped(), document);
    g_autoptr(GArray) mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
    for (guint b = 0; b < document->blocks->len; b++)
        mentions_scan(document, b, cues, mentions);
    check(document, mentions);
    return 0;
}
