#include "nines/render/theme.h"

#include "nines/base/yaml.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

bool color_parse(const char *text, Color *color)
{
    const char *digits = *text == '#' ? text + 1 : text;
    if (strlen(digits) != 6 || strspn(digits, "0123456789abcdefABCDEF") != 6)
        return false;
    guint64 value = g_ascii_strtoull(digits, NULL, 16);
    *color = (Color){(double)((value >> 16) & 255) / 255, (double)((value >> 8) & 255) / 255,
                     (double)(value & 255) / 255, 1};
    return true;
}

static Color rgb(const char *text)
{
    Color color = {0, 0, 0, 1};
    color_parse(text, &color);
    return color;
}

static const struct {
    const char *key;
    size_t offset;
    const char *value;
    bool is_text; /* must be legible on the paper */
} colors[] = {
    {"paper", offsetof(Palette, paper), "ffffff", false},
    {"ink", offsetof(Palette, ink), "1f2933", true},
    {"quiet", offsetof(Palette, quiet), "5f6b76", true},
    {"axis", offsetof(Palette, axis), "8a949e", false},
    {"grid", offsetof(Palette, grid), "e3e7eb", false},
    {"accent", offsetof(Palette, accent), "1b5a8a", false},
    {"target", offsetof(Palette, target), "1f2933", false},
    {"good", offsetof(Palette, good), "0b6b57", true},
    {"bad", offsetof(Palette, bad), "b3301e", true},
    {"unclear", offsetof(Palette, unclear), "6a5a1a", true},
    {"shade_low", offsetof(Palette, shade_low), "eaf1f6", false},
    {"shade_high", offsetof(Palette, shade_high), "123f66", false},
    {"shade_none", offsetof(Palette, shade_none), "f4f4f2", false},
};

static const char *const series_colors[THEME_SERIES] = {"16375f", "f2a02c", "3f918c", "a63222",
                                                        "9057ba", "a9d3ea", "dcc25f", "4a4747"};

static const struct {
    const char *key;
    size_t offset;
    double paper, deck;
} sizes[] = {
    {"title", offsetof(TypeSizes, title), 13, 24},  {"subtitle", offsetof(TypeSizes, subtitle), 9.5, 16},
    {"body", offsetof(TypeSizes, body), 9.5, 18},   {"label", offsetof(TypeSizes, label), 8.5, 14},
    {"small", offsetof(TypeSizes, small), 7.5, 14},
};

static Color *color_field(Palette *palette, guint i)
{
    return (Color *)(void *)((char *)palette + colors[i].offset);
}

static double *size_field(TypeSizes *type, guint i)
{
    return (double *)(void *)((char *)type + sizes[i].offset);
}

Theme *theme_default(void)
{
    Theme *theme = g_new0(Theme, 1);
    for (guint i = 0; i < G_N_ELEMENTS(colors); i++)
        *color_field(&theme->palette, i) = rgb(colors[i].value);
    for (guint i = 0; i < THEME_SERIES; i++)
        theme->palette.series[i] = rgb(series_colors[i]);
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        *size_field(&theme->paper_sizes, i) = sizes[i].paper;
        *size_field(&theme->deck_sizes, i) = sizes[i].deck;
    }
    theme->paper_sizes.least = MIN_PAPER_PT;
    theme->deck_sizes.least = MIN_DECK_PT;
    theme->font = g_strdup("Noto Sans, DejaVu Sans, sans-serif");
    theme->page_width_in = 8.27;
    theme->page_height_in = 11.69;
    theme->chart_width_in = 8;
    theme->chart_height_in = 4.5;
    theme->format = format_default();
    theme->strings = g_ptr_array_new_with_free_func(g_free);
    return theme;
}

void theme_free(Theme *theme)
{
    if (!theme)
        return;
    g_free(theme->font);
    g_free(theme->logo);
    g_ptr_array_unref(theme->strings);
    g_free(theme);
}

Color theme_shade(const Theme *theme, double share)
{
    Color top = theme->palette.shade_high;
    top.a = CLAMP(share, 0, 1);
    return color_over(top, theme->palette.shade_low);
}

/* ---- the file ---- */

typedef struct {
    const YamlDocument *document;
    Theme *theme;
} Reader;

static const char *keep(Theme *theme, const char *text)
{
    char *copy = g_strdup(text);
    g_ptr_array_add(theme->strings, copy);
    return copy;
}

static bool read_color(const Reader *reader, const YamlNode *node, Color *color, GError **error)
{
    if (node->kind == YAML_SCALAR && color_parse(node->text, color))
        return true;
    yaml_error(error, reader->document, node, "expected a colour such as \"#1b4f7a\"");
    return false;
}

static bool read_series(const Reader *reader, const YamlNode *node, GError **error)
{
    if (node->kind != YAML_SEQUENCE || node->children->len != THEME_SERIES) {
        yaml_error(error, reader->document, node, "expected a list of %d colours", THEME_SERIES);
        return false;
    }
    for (guint i = 0; i < THEME_SERIES; i++)
        if (!read_color(reader, g_ptr_array_index(node->children, i), &reader->theme->palette.series[i], error))
            return false;
    return true;
}

static bool check_contrast(const Reader *reader, const YamlNode *mapping, GError **error)
{
    Palette *palette = &reader->theme->palette;
    for (guint i = 0; i < G_N_ELEMENTS(colors); i++) {
        double contrast = color_contrast(*color_field(palette, i), palette->paper);
        if (!colors[i].is_text || contrast >= 4.5)
            continue;
        const YamlNode *node = yaml_get(mapping, colors[i].key);
        yaml_error(error, reader->document, node ? node : mapping,
                   "%s has a contrast of %.1f:1 on the paper; text needs 4.5:1", colors[i].key, contrast);
        return false;
    }
    return true;
}

static bool read_colors(const Reader *reader, const YamlNode *node, GError **error)
{
    const char *keys[G_N_ELEMENTS(colors) + 2] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(colors); i++)
        keys[i] = colors[i].key;
    keys[G_N_ELEMENTS(colors)] = "series";
    if (!yaml_check_keys(reader->document, node, "colors", keys, error))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(colors); i++) {
        const YamlNode *value = yaml_get(node, colors[i].key);
        if (value && !read_color(reader, value, color_field(&reader->theme->palette, i), error))
            return false;
    }
    const YamlNode *series = yaml_get(node, "series");
    return (!series || read_series(reader, series, error)) && check_contrast(reader, node, error);
}

static bool read_sizes(const Reader *reader, const YamlNode *node, TypeSizes *type, const char *where, GError **error)
{
    const char *keys[G_N_ELEMENTS(sizes) + 1] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++)
        keys[i] = sizes[i].key;
    if (!yaml_check_keys(reader->document, node, where, keys, error))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
        const YamlNode *value = yaml_get(node, sizes[i].key);
        if (value && !yaml_read_real(reader->document, value, type->least, 72, size_field(type, i), error))
            return false;
    }
    return true;
}

static bool read_paper_sizes(const Reader *reader, const YamlNode *node, GError **error)
{
    return read_sizes(reader, node, &reader->theme->paper_sizes, "sizes", error);
}

static bool read_deck_sizes(const Reader *reader, const YamlNode *node, GError **error)
{
    return read_sizes(reader, node, &reader->theme->deck_sizes, "deck_sizes", error);
}

static bool read_paper(const Reader *reader, const YamlNode *node, GError **error)
{
    static const char *const names[] = {"a4", "letter", NULL};
    static const double dimensions[][2] = {{8.27, 11.69}, {8.5, 11}};
    int which = 0;
    if (!yaml_read_word(reader->document, node, names, &which, error))
        return false;
    reader->theme->page_width_in = dimensions[which][0];
    reader->theme->page_height_in = dimensions[which][1];
    return true;
}

static bool read_text(const Reader *reader, const YamlNode *node, char **text, GError **error)
{
    if (node->kind != YAML_SCALAR) {
        yaml_error(error, reader->document, node, "expected text");
        return false;
    }
    g_free(*text);
    *text = yaml_is_null(node) ? NULL : g_strdup(node->text);
    return true;
}

static bool read_font(const Reader *reader, const YamlNode *node, GError **error)
{
    return read_text(reader, node, &reader->theme->font, error);
}

static bool read_logo(const Reader *reader, const YamlNode *node, GError **error)
{
    return read_text(reader, node, &reader->theme->logo, error);
}

static bool read_chart(const Reader *reader, const YamlNode *node, GError **error)
{
    static const char *const keys[] = {"width_in", "height_in", NULL};
    if (!yaml_check_keys(reader->document, node, "chart", keys, error))
        return false;
    const YamlNode *width = yaml_get(node, "width_in"), *height = yaml_get(node, "height_in");
    return (!width || yaml_read_real(reader->document, width, 3, 40, &reader->theme->chart_width_in, error)) &&
           (!height || yaml_read_real(reader->document, height, 2, 40, &reader->theme->chart_height_in, error));
}

static bool read_numbers(const Reader *reader, const YamlNode *node, GError **error)
{
    static const char *const keys[] = {"decimal", "group", NULL};
    if (!yaml_check_keys(reader->document, node, "numbers", keys, error))
        return false;
    Format *format = &reader->theme->format;
    format->decimal = keep(reader->theme, yaml_text(node, "decimal", format->decimal));
    format->group = keep(reader->theme, yaml_text(node, "group", format->group));
    if (strcmp(format->decimal, format->group) != 0 && *format->decimal)
        return true;
    yaml_error(error, reader->document, node, "decimal and group must differ, and decimal may not be empty");
    return false;
}

static bool read_names(const Reader *reader, const YamlNode *node, guint n, const char *const **names, GError **error)
{
    if (node->kind != YAML_SEQUENCE || node->children->len != n) {
        yaml_error(error, reader->document, node, "expected a list of %u names", n);
        return false;
    }
    const char **list = g_new0(const char *, n);
    g_ptr_array_add(reader->theme->strings, (gpointer)list);
    for (guint i = 0; i < n; i++) {
        const YamlNode *name = g_ptr_array_index(node->children, i);
        list[i] = keep(reader->theme, name->kind == YAML_SCALAR ? name->text : "");
    }
    *names = list;
    return true;
}

static bool read_dates(const Reader *reader, const YamlNode *node, GError **error)
{
    static const char *const keys[] = {"style", "months", "weekdays", NULL};
    static const char *const styles[] = {"iso", "day_month_year", "month_day_year", NULL};
    if (!yaml_check_keys(reader->document, node, "dates", keys, error))
        return false;
    Format *format = &reader->theme->format;
    const YamlNode *style = yaml_get(node, "style"), *months = yaml_get(node, "months");
    const YamlNode *weekdays = yaml_get(node, "weekdays");
    int which = (int)format->dates;
    if (style && !yaml_read_word(reader->document, style, styles, &which, error))
        return false;
    format->dates = (DateStyle)which;
    return (!months || read_names(reader, months, 12, &format->months, error)) &&
           (!weekdays || read_names(reader, weekdays, 7, &format->weekdays, error));
}

static const struct {
    const char *key;
    bool (*read)(const Reader *reader, const YamlNode *node, GError **error);
} sections[] = {
    {"colors", read_colors},         {"font", read_font},   {"logo", read_logo},   {"sizes", read_paper_sizes},
    {"deck_sizes", read_deck_sizes}, {"paper", read_paper}, {"chart", read_chart}, {"numbers", read_numbers},
    {"dates", read_dates},
};

static bool read_sections(const Reader *reader, GError **error)
{
    const char *keys[G_N_ELEMENTS(sections) + 1] = {NULL};
    const YamlNode *root = reader->document->root;
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++)
        keys[i] = sections[i].key;
    if (!root)
        return true;
    if (!yaml_check_keys(reader->document, root, "the theme", keys, error))
        return false;
    for (guint i = 0; i < G_N_ELEMENTS(sections); i++) {
        const YamlNode *node = yaml_get(root, sections[i].key);
        if (node && !sections[i].read(reader, node, error))
            return false;
    }
    return true;
}

Theme *theme_read(const char *path, GError **error)
{
    g_autoptr(YamlDocument) document = yaml_read_file(path, error);
    if (!document)
        return NULL;
    g_autoptr(Theme) theme = theme_default();
    Reader reader = {document, theme};
    if (!read_sections(&reader, error))
        return NULL;
    if (!theme->font)
        theme->font = g_strdup("sans-serif");
    return g_steal_pointer(&theme);
}
