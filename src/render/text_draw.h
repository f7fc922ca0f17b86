/* Drawing one line of text; apart from text.h because it needs cairo. */
#pragma once

#include "nines/render/text.h"
#include <cairo.h>

/* At the current point of view: box.x, box.y is the top left of the line. */
void text_engine_draw(TextEngine *engine, cairo_t *cr, const char *text, TextStyle style, double x, double y);
