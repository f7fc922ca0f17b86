/* Fitting and wrapping text, colours that can be told apart, and goldens of whole charts with a fixed ruler. */
#include "nines/render/chart.h"
#include "nines/render/measure.h"
#include <math.h>
#include <string.h>

static void test_fit(void)
{
    TextMeasure ruler = text_measure_fixed(); /* 5.5 points for each Latin letter at size 10, 10 for others */
    TextStyle style = {10, false};
    static const struct {
        const char *text;
        double width;
        const char *fitted;
    } cases[] = {
        {"checkout", 44, "checkout"},
        {"checkout", 43.9, "checko\xe2\x80\xa6"}, /* six letters 33, the ellipsis 10 */
        {"checkout", 15, ""},                     /* one letter and the ellipsis need 15.5 */
        {"checkout", 9, ""},
        {"a b", 16, "a\xe2\x80\xa6"},
        {"\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", 30, "\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97"},
        {"\xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97", 29, "\xe4\xb8\xad\xe2\x80\xa6"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *fitted = text_fit(&ruler, cases[i].text, style, cases[i].width);
        g_assert_cmpfloat(text_width(&ruler, fitted, style), <=, cases[i].width);
        g_assert_cmpstr(fitted, ==, cases[i].fitted);
        g_assert_true(g_utf8_validate(fitted, -1, NULL));
    }
    g_autofree char *middle = text_fit_middle(&ruler, "notifications-europe-west-1", style, 80);
    g_assert_true(g_str_has_prefix(middle, "noti"));
    g_assert_true(g_str_has_suffix(middle, "st-1"));
    g_assert_cmpfloat(text_width(&ruler, middle, style), <=, 80);
}

static void test_wrap(void)
{
    TextMeasure ruler = text_measure_fixed();
    TextStyle style = {10, false};
    g_autoptr(GPtrArray) lines = text_wrap(&ruler, "one two three four", style, 50, 0); /* nine letters to a line */
    g_assert_cmpuint(lines->len, ==, 3);
    g_assert_cmpstr(g_ptr_array_index(lines, 0), ==, "one two");
    g_assert_cmpstr(g_ptr_array_index(lines, 1), ==, "three");
    g_assert_cmpstr(g_ptr_array_index(lines, 2), ==, "four");
    g_autoptr(GPtrArray) cut = text_wrap(&ruler, "one two three four", style, 50, 2);
    g_assert_cmpuint(cut->len, ==, 2);
    g_assert_true(g_str_has_suffix(g_ptr_array_index(cut, 1), "\xe2\x80\xa6"));
    g_autoptr(GPtrArray) given = text_wrap(&ruler, "Oct\n2025", style, 500, 3);
    g_assert_cmpuint(given->len, ==, 2);
    g_autoptr(GPtrArray) none = text_wrap(&ruler, "", style, 500, 3);
    g_assert_cmpuint(none->len, ==, 0);
}

/* Marks stay with their letters when text is cut: e + combining acute is one character to a reader. */
static void test_cut_between_characters(void)
{
    TextMeasure ruler = text_measure_fixed();
    const char *text = "e\xcc\x81"
                       "e\xcc\x81"
                       "e\xcc\x81"
                       "e\xcc\x81";
    for (double width = 10; width < 60; width += 1) {
        g_autofree char *fitted = text_fit(&ruler, text, (TextStyle){10, false}, width);
        const char *cut = strstr(fitted, "\xe2\x80\xa6");
        if (cut && cut > fitted)
            g_assert_true(cut - fitted >= 3 && (cut - fitted) % 3 == 0);
    }
}

static double lightness(Color color)
{
    Color black = {0, 0, 0, 1};
    double y = color_contrast(color, black) * 0.05 - 0.05;
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y;
}

static void test_palette(void)
{
    g_autoptr(Theme) theme = theme_default();
    const Palette *palette = &theme->palette;
    const Color texts[] = {palette->ink, palette->quiet,   palette->good,
                           palette->bad, palette->unclear, palette->accent};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_assert_cmpfloat(color_contrast(texts[i], palette->paper), >=, 4.5);
    /* In grey print neighbours among the first five series differ by seven steps of lightness at least. */
    for (int i = 0; i < 5; i++)
        for (int k = 0; k < i; k++)
            g_assert_cmpfloat(fabs(lightness(palette->series[i]) - lightness(palette->series[k])), >=, 7);
    g_assert_cmpfloat_with_epsilon(color_contrast((Color){1, 1, 1, 1}, (Color){0, 0, 0, 1}), 21, 1e-9);
    Color pale = {0.8, 0.9, 1, 1};
    g_assert_cmpfloat(color_contrast(color_readable(pale, palette->paper, 4.5), palette->paper), >=, 4.5);
}

/* Colour-blind readers: the first five series, seen through the matrices of Machado, Oliveira and Fernandes (2009),
 * stay 20 units of CIE Lab apart. */
static const double machado[][3][3] = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
};

static double to_linear(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double lab_curve(double t)
{
    return t > 0.008856 ? cbrt(t) : 7.787 * t + 16.0 / 116;
}

static void seen_lab(Color color, const double matrix[3][3], double lab[3])
{
    const double rgb[] = {to_linear(color.r), to_linear(color.g), to_linear(color.b)};
    double seen[3];
    for (int i = 0; i < 3; i++) {
        double sum = matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2];
        seen[i] = CLAMP(sum, 0, 1);
    }
    double x = lab_curve((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
    double y = lab_curve(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
    double z = lab_curve((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
    lab[0] = 116 * y - 16;
    lab[1] = 500 * (x - y);
    lab[2] = 200 * (y - z);
}

static void test_colour_blind(void)
{
    g_autoptr(Theme) theme = theme_default();
    for (gsize kind = 0; kind < G_N_ELEMENTS(machado); kind++)
        for (int i = 0; i < 5; i++)
            for (int k = 0; k < i; k++) {
                double a[3], b[3];
                seen_lab(theme->palette.series[i], machado[kind], a);
                seen_lab(theme->palette.series[k], machado[kind], b);
                double distance = sqrt(pow(a[0] - b[0], 2) + pow(a[1] - b[1], 2) + pow(a[2] - b[2], 2));
                g_assert_cmpfloat(distance, >=, 20);
            }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/text/fit", test_fit);
    g_test_add_func("/text/wrap", test_wrap);
    g_test_add_func("/text/cut-between-characters", test_cut_between_characters);
    g_test_add_func("/colour/palette", test_palette);
    g_test_add_func("/colour/colour-blind", test_colour_blind);
    return g_test_run();
}
