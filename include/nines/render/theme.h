/* How everything looks: colours, fonts, sizes, paper, logo, and the locale of numbers and dates. Read from one file.
 *
 * Invariant: a Theme is complete (what a file leaves out keeps its built-in value) and legible: the colours of text
 * reach a contrast of 4.5:1 on the paper, no size lies below 7 pt on paper and 14 pt in a deck. A file that breaks this
 * is refused with the line and column of the value.
 *
 *     g_autoptr(Theme) theme = theme_read("reports/theme.yaml", &error);      // or theme_default()
 */
#pragma once

#include "nines/base/error.h"
#include "nines/base/format.h"
#include "nines/render/scene.h"

#define THEME_SERIES 8
#define MIN_PAPER_PT 7.0
#define MIN_DECK_PT 14.0

typedef struct {
    double title, subtitle, body, label, small; /* points */
    double least;                               /* nothing is set smaller than this */
} TypeSizes;

typedef struct {
    Color paper, ink, quiet; /* ground, text, secondary text */
    Color axis, grid;
    Color accent; /* a single series, headings' rule */
    Color target;
    Color good, bad, unclear;
    Color shade_low, shade_high, shade_none; /* heat maps: least, most, no value */
    Color series[THEME_SERIES];              /* told apart by colour-blind readers and in grey */
} Palette;

typedef struct {
    Palette palette;
    char *font; /* family list in order of preference */
    char *logo; /* path of a PNG, or NULL */
    TypeSizes paper_sizes, deck_sizes;
    double page_width_in, page_height_in;
    double chart_width_in, chart_height_in;
    Format format; /* strings owned by the theme */
    GPtrArray *strings;
} Theme;

Theme *theme_default(void);
Theme *theme_read(const char *path, GError **error);
void theme_free(Theme *theme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Theme, theme_free)
/* "#1a2b3c" or "1a2b3c". */
bool color_parse(const char *text, Color *color);
/* Between shade_low (0) and shade_high (1). */
Color theme_shade(const Theme *theme, double share);
