/* Fonts: measuring and drawing text with Pango under pinned settings, so that the same fonts give the same picture on
 * every machine and in every output format.
 *
 * Invariant: own font map on FreeType (never the platform's default), no hinting, no rounding of metrics or positions,
 * grey antialiasing, 72 units per inch: a width measured here is the width drawn, at every scale.
 *
 *     g_autoptr(TextEngine) engine = text_engine_new(theme->font);
 *     const TextMeasure *measure = text_engine_measure(engine);
 */
#pragma once

#include "nines/render/measure.h"

typedef struct TextEngine TextEngine;

/* font: family list in order of preference. */
TextEngine *text_engine_new(const char *font);
void text_engine_free(TextEngine *engine);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextEngine, text_engine_free)
/* Valid as long as the engine. */
const TextMeasure *text_engine_measure(const TextEngine *engine);
/* Characters drawn so far for which no font has a shape, and the first text that had one (borrowed; NULL: none): the
 * caller warns once. */
guint64 text_engine_unknown_n(const TextEngine *engine);
const char *text_engine_unknown_text(const TextEngine *engine);
