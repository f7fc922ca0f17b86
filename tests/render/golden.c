/* Whole layouts as text, with a ruler on which every Latin letter is 0.55 of the size wide.
 *
 * Checked by hand. Bars: the title's 25 letters of 13 pt are 25 x 7.15 = 178.8 wide; the names' column is 8 x 4.675 =
 * 37.4 and a gap of 8, so the plot begins at 12 + 45.4 = 57.4; the values' column is 10 x 4.675 + 8 = 54.8, so it ends
 * at 388 - 54.8 = 333.2 and is 275.9 wide: 1 h 30 min fills it, 30 min is a third of it (92.0), 0 s nothing.
 * Waterfall: 2 h fill the 139.1 points of the plot, one hour less ends in their middle (99.5), where the last bar
 * begins. */
#include "nines/render/chart.h"
#include <string.h>

static const char bars_golden[] = "scene 400.0x200.0\n"
                                  "axis x: time\n"
                                  "decoration rect 0.0,0.0 400.0x200.0\n"
                                  "title text 12.0,12.0 178.8x17.7 13.0b \"Checkout was down longest\"\n"
                                  "subtitle text 12.0,29.7 83.6x12.9 9.5 \"Counted downtime\"\n"
                                  "source text 12.0,177.8 61.9x10.2 7.5 \"Source: fixture\"\n"
                                  "tick-y text 12.0,60.3 37.4x11.6 8.5 \"checkout\"\n"
                                  "tick-y text 21.4,90.2 28.1x11.6 8.5 \"search\"\n"
                                  "tick-y text 26.0,120.1 23.4x11.6 8.5 \"login\"\n"
                                  "grid line 57.4,51.1 0.0x89.8\n"
                                  "tick-x text 55.1,147.2 4.7x11.6 8.5 \"0\"\n"
                                  "grid line 149.4,51.1 0.0x89.8\n"
                                  "tick-x text 135.3,147.2 28.1x11.6 8.5 \"30 min\"\n"
                                  "grid line 241.3,51.1 0.0x89.8\n"
                                  "tick-x text 234.3,147.2 14.0x11.6 8.5 \"1 h\"\n"
                                  "grid line 333.3,51.1 0.0x89.8\n"
                                  "tick-x text 309.9,147.2 46.7x11.6 8.5 \"1 h 30 min\"\n"
                                  "axis-title text 57.4,159.8 28.9x10.2 7.5 \"Counted\"\n"
                                  "mark rect 57.4,56.8 275.9x18.6\n"
                                  "mark rect 57.4,86.7 92.0x18.6\n"
                                  "mark rect 57.4,116.6 0.0x18.6\n"
                                  "axis line 57.4,51.1 0.0x89.8\n"
                                  "label text 338.3,60.3 46.7x11.6 8.5 \"1 h 30 min\"\n"
                                  "label text 154.4,90.2 28.1x11.6 8.5 \"30 min\"\n"
                                  "label text 62.4,120.1 14.0x11.6 8.5 \"0 s\"\n";

static const char waterfall_golden[] = "scene 300.0x200.0\n"
                                       "axis y: time\n"
                                       "decoration rect 0.0,0.0 300.0x200.0\n"
                                       "axis-title text 12.0,13.0 24.8x10.2 7.5 \"Change\"\n"
                                       "grid line 63.7,169.1 224.3x0.0\n"
                                       "tick-y text 54.1,163.3 4.7x11.6 8.5 \"0\"\n"
                                       "grid line 63.7,134.3 224.3x0.0\n"
                                       "tick-y text 30.7,128.5 28.1x11.6 8.5 \"30 min\"\n"
                                       "grid line 63.7,99.5 224.3x0.0\n"
                                       "tick-y text 44.7,93.8 14.0x11.6 8.5 \"1 h\"\n"
                                       "grid line 63.7,64.8 224.3x0.0\n"
                                       "tick-y text 12.0,59.0 46.7x11.6 8.5 \"1 h 30 min\"\n"
                                       "grid line 63.7,30.0 224.3x0.0\n"
                                       "tick-y text 44.7,24.2 14.0x11.6 8.5 \"2 h\"\n"
                                       "tick-x text 94.1,175.4 14.0x11.6 8.5 \"Raw\"\n"
                                       "tick-x text 150.2,175.4 51.4x11.6 8.5 \"Maintenance\"\n"
                                       "tick-x text 234.3,175.4 32.7x11.6 8.5 \"Counted\"\n"
                                       "mark rect 76.5,30.0 49.3x139.1\n"
                                       "decoration line 125.8,30.0 25.4x0.0\n"
                                       "mark rect 151.2,30.0 49.3x69.6\n"
                                       "decoration line 200.5,99.5 25.4x0.0\n"
                                       "mark rect 226.0,99.5 49.3x69.6\n"
                                       "label text 94.1,17.4 14.0x11.6 8.5 \"2 h\"\n"
                                       "label text 164.6,17.4 22.5x11.6 8.5 \"\xe2\x88\x92"
                                       "1 h\"\n"
                                       "label text 243.6,87.0 14.0x11.6 8.5 \"1 h\"\n";

static void encode(Encoding *encoding, const char *field)
{
    encoding->field = g_strdup(field);
}

static void check_dump(const Chart *chart, double width, double height, const char *golden)
{
    g_autoptr(Theme) theme = theme_default();
    TextMeasure ruler = text_measure_fixed();
    g_autoptr(Scene) scene = chart_layout(chart, theme, &ruler, width, height, &theme->paper_sizes);
    g_autofree char *dump = scene_dump(scene);
    g_assert_cmpstr(dump, ==, golden);
}

static Chart *chart_of(const char *name, Mark mark)
{
    Chart *chart = chart_new(name, mark);
    if (!chart->table)
        chart->table = table_new(name);
    return chart;
}

static void test_bars(void)
{
    static const char *const names[] = {"checkout", "search", "login"};
    static const int64_t values[] = {5400000, 1800000, 0};
    g_autoptr(Chart) chart = chart_of("downtime", MARK_HBAR);
    chart->title = g_strdup("Checkout was down longest");
    chart->subtitle = g_strdup("Counted downtime");
    chart->source = g_strdup("Source: fixture");
    table_add_column(chart->table, "service");
    table_add_column(chart->table, "counted_ms");
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        table_append_text(chart->table, names[i]);
        table_append_integer(chart->table, values[i]);
    }
    encode(&chart->y, "service");
    encode(&chart->x, "counted_ms");
    check_dump(chart, 400, 200, bars_golden);
}

static void test_waterfall(void)
{
    static const char *const steps[] = {"Raw", "Maintenance", "Counted"}, *const kinds[] = {"total", "step", "total"};
    static const int64_t changes[] = {7200000, -3600000, 3600000};
    g_autoptr(Chart) chart = chart_of("waterfall", MARK_WATERFALL);
    table_add_column(chart->table, "step");
    table_add_column(chart->table, "kind");
    table_add_column(chart->table, "change_ms");
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        table_append_text(chart->table, steps[i]);
        table_append_text(chart->table, kinds[i]);
        table_append_integer(chart->table, changes[i]);
    }
    encode(&chart->x, "step");
    encode(&chart->y, "change_ms");
    encode(&chart->series, "kind");
    check_dump(chart, 300, 200, waterfall_golden);
}

static void test_missing_column(void)
{
    g_autoptr(Chart) chart = chart_of("availability", MARK_HBAR);
    g_autoptr(GError) error = NULL;
    table_add_column(chart->table, "service");
    encode(&chart->y, "service");
    encode(&chart->x, "foo_ms");
    g_assert_false(chart_check(chart, &error));
    g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message, "no column \"foo_ms\""));
    g_clear_error(&error);
    g_clear_pointer(&chart->x.field, g_free);
    g_assert_false(chart_check(chart, &error));
    g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/golden/bars", test_bars);
    g_test_add_func("/golden/waterfall", test_waterfall);
    g_test_add_func("/golden/missing-column", test_missing_column);
    return g_test_run();
}
