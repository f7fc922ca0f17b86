#include "nines/render/text.h"

#include "text_draw.h"
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

struct TextEngine {
    char *font;
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout; /* reused: making one costs more than setting its text */
    TextStyle style;     /* of the layout's font description */
    GHashTable *widths;  /* "size bold text" to double*: labels repeat */
    TextMeasure measure;
    guint64 unknown_n;
    char *unknown_text; /* the first */
};

static cairo_font_options_t *pinned_options(void)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    return options;
}

/* The list of fonts, read once: Pango never gives a configuration back. */
static FcConfig *font_config(void)
{
    static gsize once = 0;
    static FcConfig *config = NULL;
    if (g_once_init_enter(&once)) {
        config = FcInitLoadConfigAndFonts();
        g_once_init_leave(&once, 1);
    }
    return config;
}

static void set_style(TextEngine *engine, TextStyle style)
{
    if (engine->style.size == style.size && engine->style.bold == style.bold)
        return;
    engine->style = style;
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, engine->font);
    pango_font_description_set_absolute_size(description, style.size * PANGO_SCALE);
    pango_font_description_set_weight(description, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(engine->layout, description);
    pango_font_description_free(description);
}

static double layout_width(TextEngine *engine, const char *text, gssize length, TextStyle style)
{
    set_style(engine, style);
    pango_layout_set_width(engine->layout, -1);
    pango_layout_set_text(engine->layout, text, (int)length);
    PangoRectangle logical;
    pango_layout_get_extents(engine->layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

static double engine_width(void *context, const char *text, gssize length, TextStyle style)
{
    TextEngine *engine = context;
    g_autofree char *key = g_strdup_printf("%.2f%c%.*s", style.size, style.bold ? 'b' : ' ',
                                           length < 0 ? (int)strlen(text) : (int)length, text);
    const double *known = g_hash_table_lookup(engine->widths, key);
    if (known)
        return *known;
    if (g_hash_table_size(engine->widths) > 20000)
        g_hash_table_remove_all(engine->widths);
    double *width = g_new(double, 1);
    *width = layout_width(engine, text, length, style);
    g_hash_table_insert(engine->widths, g_steal_pointer(&key), width);
    return *width;
}

static gsize engine_first_line(void *context, const char *text, TextStyle style, double width)
{
    TextEngine *engine = context;
    set_style(engine, style);
    pango_layout_set_text(engine->layout, text, -1);
    pango_layout_set_width(engine->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(engine->layout, PANGO_WRAP_WORD_CHAR);
    gsize end = strlen(text);
    if (pango_layout_get_line_count(engine->layout) > 1)
        end = (gsize)pango_layout_get_line_readonly(engine->layout, 1)->start_index;
    pango_layout_set_width(engine->layout, -1);
    gsize first = (gsize)(g_utf8_next_char(text) - text);
    return *text ? MAX(end, first) : 0;
}

TextEngine *text_engine_new(const char *font)
{
    TextEngine *engine = g_new0(TextEngine, 1);
    engine->font = g_strdup(font);
    engine->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (font_config())
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(engine->map), font_config());
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(engine->map), 72);
    engine->context = pango_font_map_create_context(engine->map);
    cairo_font_options_t *options = pinned_options();
    pango_cairo_context_set_font_options(engine->context, options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(engine->context, 72);
    pango_context_set_round_glyph_positions(engine->context, FALSE);
    pango_context_set_language(engine->context, pango_language_from_string("en"));
    engine->layout = pango_layout_new(engine->context);
    engine->widths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    engine->measure = (TextMeasure){engine, engine_width, engine_first_line};
    return engine;
}

void text_engine_free(TextEngine *engine)
{
    if (!engine)
        return;
    g_hash_table_unref(engine->widths);
    g_object_unref(engine->layout);
    g_object_unref(engine->context);
    g_object_unref(engine->map);
    g_free(engine->font);
    g_free(engine->unknown_text);
    g_free(engine);
}

const TextMeasure *text_engine_measure(const TextEngine *engine)
{
    return &engine->measure;
}

guint64 text_engine_unknown_n(const TextEngine *engine)
{
    return engine->unknown_n;
}

const char *text_engine_unknown_text(const TextEngine *engine)
{
    return engine->unknown_text;
}

void text_engine_draw(TextEngine *engine, cairo_t *cr, const char *text, TextStyle style, double x, double y)
{
    set_style(engine, style);
    pango_layout_set_width(engine->layout, -1);
    pango_layout_set_text(engine->layout, text, -1);
    int unknown = pango_layout_get_unknown_glyphs_count(engine->layout);
    engine->unknown_n += (guint64)unknown;
    if (unknown > 0 && engine->unknown_text == NULL)
        engine->unknown_text = g_strdup(text);
    /* On the common baseline, whatever the heights of the fonts that the line needed. */
    double baseline = (double)pango_layout_get_baseline(engine->layout) / PANGO_SCALE;
    cairo_move_to(cr, x, y + LINE_ASCENT * style.size - baseline);
    pango_cairo_show_layout(cr, engine->layout);
}
