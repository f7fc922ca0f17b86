/* Themes: complete without a file, refused with line and column when they would not be legible. */
#include "nines/render/theme.h"
#include "nines/base/file.h"
#include <glib/gstdio.h>
#include <string.h>

static Theme *read_text(const char *text, GError **error)
{
    g_autofree char *directory = g_dir_make_tmp("nines-theme-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "theme.yaml", NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    Theme *theme = theme_read(path, error);
    g_unlink(path);
    g_rmdir(directory);
    return theme;
}

static void test_default(void)
{
    g_autoptr(Theme) theme = theme_default();
    g_assert_cmpstr(theme->font, ==, "Noto Sans, DejaVu Sans, sans-serif");
    g_assert_cmpfloat(theme->page_width_in, ==, 8.27);
    g_assert_cmpfloat(theme->deck_sizes.small, >=, MIN_DECK_PT);
    g_assert_cmpfloat(theme->paper_sizes.small, >=, MIN_PAPER_PT);
    Color low = theme_shade(theme, 0), high = theme_shade(theme, 1);
    g_assert_cmpfloat(color_contrast(low, theme->palette.paper), <, color_contrast(high, theme->palette.paper));
}

static void test_file(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Theme) theme =
        read_text("colors:\n"
                  "  accent: \"#7a1f1f\"\n"
                  "font: Inter, sans-serif\n"
                  "logo: logo.png\n"
                  "paper: letter\n"
                  "sizes: {title: 15}\n"
                  "numbers: {decimal: \",\", group: \" \"}\n"
                  "dates:\n"
                  "  style: day_month_year\n"
                  "  months: [Jan, Feb, M\xc3\xa4r, Apr, Mai, Jun, Jul, Aug, Sep, Okt, Nov, Dez]\n",
                  &error);
    g_assert_no_error(error);
    g_assert_nonnull(theme);
    g_assert_cmpfloat_with_epsilon(theme->palette.accent.r, 122.0 / 255, 1e-9);
    g_assert_cmpstr(theme->font, ==, "Inter, sans-serif");
    g_assert_cmpstr(theme->logo, ==, "logo.png");
    g_assert_cmpfloat(theme->page_width_in, ==, 8.5);
    g_assert_cmpfloat(theme->paper_sizes.title, ==, 15);
    g_assert_cmpfloat(theme->paper_sizes.body, ==, 9.5); /* what is not written keeps its value */
    g_autofree char *number = format_decimals(12345.678, 1, &theme->format);
    g_assert_cmpstr(number, ==, "12 345,7");
    g_autofree char *day = format_day(INT64_C(1646265600000), &theme->format);
    g_assert_cmpstr(day, ==, "3 M\xc3\xa4r 2022");
}

static void test_refused(void)
{
    static const struct {
        const char *text, *place, *words;
    } cases[] = {
        {"colors:\n  ink: \"#cccccc\"\n", ":2:8:", "contrast"},
        {"colors:\n  ink: black\n", ":2:8:", "colour"},
        {"colours: {}\n", ":1:1:", "colours"},
        {"sizes:\n  small: 5\n", ":2:10:", "7"},
        {"deck_sizes:\n  small: 12\n", ":2:10:", "14"},
        {"paper: a3\n", ":1:8:", "letter"},
        {"colors:\n  series: [\"#000000\"]\n", ":2:11:", "8"},
        {"numbers: {decimal: \",\", group: \",\"}\n", ":1:10:", "differ"},
        {"dates:\n  months: [January]\n", ":2:11:", "12"},
        {"- a\n- b\n", ":1:1:", ""},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Theme) theme = read_text(cases[i].text, &error);
        g_assert_null(theme);
        g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
        if (!error)
            continue;
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, cases[i].place));
        g_assert_nonnull(strstr(error->message, cases[i].words));
    }
}

/* The shipped file is the built-in theme written down. */
static void test_shipped(void)
{
    const char *source = g_getenv("NINES_SOURCE");
    g_autofree char *path = g_build_filename(source ? source : ".", "reports", "theme.yaml", NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Theme) shipped = theme_read(path, &error);
    g_autoptr(Theme) built_in = theme_default();
    g_assert_no_error(error);
    if (!shipped)
        return;
    g_assert_cmpint(memcmp(&shipped->palette, &built_in->palette, sizeof(Palette)), ==, 0);
    g_assert_cmpint(memcmp(&shipped->paper_sizes, &built_in->paper_sizes, sizeof(TypeSizes)), ==, 0);
    g_assert_cmpint(memcmp(&shipped->deck_sizes, &built_in->deck_sizes, sizeof(TypeSizes)), ==, 0);
    g_assert_cmpstr(shipped->font, ==, built_in->font);
    g_assert_cmpstr(shipped->format.decimal, ==, built_in->format.decimal);
    g_assert_cmpstr(shipped->format.months[11], ==, built_in->format.months[11]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/theme/default", test_default);
    g_test_add_func("/theme/file", test_file);
    g_test_add_func("/theme/refused", test_refused);
    g_test_add_func("/theme/shipped", test_shipped);
    return g_test_run();
}
