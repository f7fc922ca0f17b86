/* Painting a scene; the scene has decided everything already. */
#pragma once

#include "nines/render/scene.h"
#include "nines/render/text.h"
#include <cairo.h>

typedef enum { PAINT_PLAIN, PAINT_TAGGED /* PDF: structure and links */ } PaintMode;

/* In points; the caller has scaled cr. */
void paint_scene(const Scene *scene, cairo_t *cr, TextEngine *engine, PaintMode mode);
