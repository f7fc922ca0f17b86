/* What all outputs of one run share: the theme, the fonts (slow to open, so opened once) and the date that files bear.
 *
 * Invariant: no clock is read; created goes into PDF metadata, so the same input gives the same bytes.
 *
 *     g_autoptr(Renderer) renderer = renderer_new(theme, document->as_of);
 */
#pragma once

#include "nines/render/text.h"
#include "nines/render/theme.h"

typedef struct {
    const Theme *theme; /* borrowed */
    TextEngine *engine;
    Instant created;
} Renderer;

Renderer *renderer_new(const Theme *theme, Instant created);
void renderer_free(Renderer *renderer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Renderer, renderer_free)
