/* Short ways from text to the stages' results, for the tests of this layer. */
#pragma once

#include "nines/extract/incident.h"
#include <string.h>

typedef struct {
    TextDocument *document;
    Cues *cues;
    Outline *outline;
    GArray *mentions;
    Timeline *timeline;
} Stages;

static inline Stages *stages_new(const char *name, const char *text, const TimelineSettings *settings)
{
    Stages *s = g_new0(Stages, 1);
    s->document = text_document_read(name, text, strlen(text));
    s->cues = lexicon_cues(lexicon_shipped(), s->document);
    text_document_split(s->document, s->cues);
    s->outline = outline_read(s->document, s->cues);
    s->mentions = g_array_new(FALSE, FALSE, sizeof(Mention));
    for (guint b = 0; b < s->document->blocks->len; b++)
        mentions_scan(s->document, b, s->cues, s->mentions);
    s->timeline = timeline_read(s->outline, s->mentions, 1, settings);
    return s;
}

static inline void stages_free(Stages *s)
{
    timeline_free(s->timeline);
    g_array_unref(s->mentions);
    outline_free(s->outline);
    cues_free(s->cues);
    text_document_free(s->document);
    g_free(s);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stages, stages_free)

/* A fact's text, or "-". */
static inline const char *fact_text(const Incident *incident, FactKind kind)
{
    return incident->facts[kind].known ? incident->facts[kind].text : "-";
}

static inline Extraction *extract_text(const char *name, const char *text)
{
    ExtractSettings settings = {0};
    return extract_document(name, text, strlen(text), &settings, NULL);
}
