/* Words that judge: their colour and a sign, so that colour is never alone. */
#pragma once

#include "nines/render/theme.h"

typedef enum {
    VERDICT_NONE,
    VERDICT_GOOD,
    VERDICT_BAD,
    VERDICT_UNCLEAR,
    VERDICT_ABSENT
} Verdict; /* absent: nothing to be judged by */

Verdict verdict_of(const char *word);
/* All known words, for rules over cells whose words may change; NULL behind the last. */
const char *verdict_word(guint index, Verdict *verdict);
Color verdict_color(const Palette *palette, Verdict verdict);
/* A disc, a triangle or an open square, as high as size, in the middle of slot. */
void verdict_sign(Scene *scene, const Palette *palette, Verdict verdict, Rect slot, double size);
