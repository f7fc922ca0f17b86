/* Values as shades between the theme's least and most, and their key. */
#pragma once

#include "frame.h"

typedef struct {
    double low, high;
    double target; /* above it the shades are those of a breach; NaN: none */
} Shades;

/* From zero; ratios that are all 0.9 and more from the least. */
Shades shades_of(const Frame *frame);
Color shade_of(const Frame *frame, const Shades *shades, double value);
/* Least to most, above the cells, with the value's name and unit; shrinks body. */
void shade_ramp(Frame *frame, const Shades *shades);
