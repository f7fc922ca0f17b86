/* How wide text is: the only thing that layout asks of a font.
 *
 * Invariant: layout never sees a font library, so it is the same arithmetic in tests (a fixed-width ruler) and in the
 * product (Pango, pinned settings, render/text.h).
 *
 *     TextMeasure ruler = text_measure_fixed();
 *     double w = text_width(&ruler, "99.9 %", (TextStyle){8, false});
 */
#pragma once

#include "nines/render/scene.h"

typedef struct TextMeasure TextMeasure;
struct TextMeasure {
    void *context;
    double (*width)(void *context, const char *text, gssize length, TextStyle style);
    /* Bytes of the first line when text is broken at width (at least one character; all when it fits). */
    gsize (*first_line)(void *context, const char *text, TextStyle style, double width);
};

#define LINE_HEIGHT 1.36 /* of the size; holds the ascent and descent of the default fonts */
#define LINE_ASCENT 1.06 /* the baseline below the top of the line */

/* Every character is 0.55 em wide, 1 em from U+1100 on, bold or not; breaks after blanks. For tests. */
TextMeasure text_measure_fixed(void);

double text_width(const TextMeasure *measure, const char *text, TextStyle style);
double text_height(TextStyle style);
/* text, or its longest beginning that fits width with an ellipsis; "" when not even one character fits. New string. */
char *text_fit(const TextMeasure *measure, const char *text, TextStyle style, double width);
/* Lines of at most width; the last of max_lines is shortened with an ellipsis when text goes on (0: no limit).
 * Newlines in text break. New array of strings, freed with its strings. */
GPtrArray *text_wrap(const TextMeasure *measure, const char *text, TextStyle style, double width, guint max_lines);
/* text with its middle replaced by an ellipsis, for names that differ at their ends only. New string. */
char *text_fit_middle(const TextMeasure *measure, const char *text, TextStyle style, double width);
