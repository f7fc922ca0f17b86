/* Properties of chart layouts over many generated inputs, with the real fonts. */
#include "samples.h"
#include "scene_check.h"
#include <string.h>

static Theme *theme;
static TextEngine *engine;

static Scene *lay_out(const Chart *chart, bool deck)
{
    const TypeSizes *sizes = deck ? &theme->deck_sizes : &theme->paper_sizes;
    double width = deck ? 864 : 576, height = deck ? 420 : 324;
    return chart_layout(chart, theme, text_engine_measure(engine), width, height, sizes);
}

static void check_sample(const Sample *sample, bool deck)
{
    g_autoptr(Chart) chart = sample_chart(sample);
    g_autoptr(GError) error = NULL;
    g_assert_true(chart_check(chart, &error));
    g_assert_no_error(error);
    g_autoptr(Scene) scene = lay_out(chart, deck);
    g_autofree char *name =
        g_strdup_printf("%s, %u rows, %u categories, %u series, %u characters, script %d, seed %u%s",
                        mark_name(sample->mark), sample->rows_n, sample->categories_n, sample->series_n,
                        sample->name_chars, sample->script, sample->seed, deck ? ", deck" : "");
    check_scene(scene, deck ? MIN_DECK_PT : MIN_PAPER_PT, name);
    if (sample->rows_n > 0 && scene->units->len == 0)
        g_test_message("%s: no axis has a unit", name), g_test_fail();
}

static void test_mark(gconstpointer data)
{
    static const guint categories[] = {1, 2, 3, 7, 13, 24, 60, 200}, names[] = {1, 5, 12, 30, 80};
    Mark mark = (Mark)GPOINTER_TO_INT(data);
    guint32 seed = 1;
    for (guint c = 0; c < G_N_ELEMENTS(categories); c++)
        for (guint n = 0; n < G_N_ELEMENTS(names); n++) {
            Sample sample = {
                mark, categories[c] * (1 + seed % 4), categories[c], 1 + seed % 4, names[n], (int)(seed % 5), seed};
            check_sample(&sample, seed % 3 == 0);
            seed++;
            if (g_test_failed())
                return;
        }
}

static void test_many_series(void)
{
    for (guint series = 5; series <= 40; series += 7) {
        const Mark marks[] = {MARK_LINE, MARK_BAR, MARK_STEP, MARK_GANTT};
        for (guint m = 0; m < G_N_ELEMENTS(marks); m++) {
            Sample sample = {marks[m], 13 * series, 13, series, 8, 0, 2};
            check_sample(&sample, false);
        }
    }
}

static void test_many_rows(void)
{
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        Sample sample = {(Mark)mark, 50000, 40, 3, 20, mark % 5, 11};
        check_sample(&sample, false);
        sample.seed = 12;
        check_sample(&sample, false);
    }
}

static void test_empty(void)
{
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        Sample sample = {(Mark)mark, 0, 1, 1, 5, 0, 1};
        g_autoptr(Chart) chart = sample_chart(&sample);
        g_autoptr(Scene) scene = lay_out(chart, false);
        bool said = false;
        for (guint i = 0; i < scene->shapes->len; i++) {
            const Shape *shape = scene_shape(scene, i);
            said = said || (shape->role == ROLE_EMPTY && strcmp(shape->text, "No incident in this period.") == 0);
            g_assert_true(shape->role != ROLE_GRID && shape->role != ROLE_AXIS && shape->role != ROLE_TICK_X);
        }
        g_assert_true(said);
    }
}

/* The rows that do not fit are counted where the rows end. */
static void test_rest_is_said(void)
{
    Sample sample = {MARK_HBAR, 200, 200, 1, 20, 0, 2};
    g_autoptr(Chart) chart = sample_chart(&sample);
    g_autoptr(Scene) scene = lay_out(chart, false);
    guint drawn = 0, rest = 0;
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *shape = scene_shape(scene, i);
        drawn += shape->role == ROLE_TICK_Y && shape->kind == SHAPE_TEXT;
        if (shape->role == ROLE_NOTE && g_str_has_prefix(shape->text, "and "))
            rest = (guint)g_ascii_strtoull(shape->text + 4, NULL, 10);
    }
    g_assert_cmpuint(drawn, >, 10);
    g_assert_cmpuint(drawn + rest, ==, 200);
}

/* Values of one cell each that could break arithmetic. */
static void test_odd_values(void)
{
    static const double values[] = {0, -60000, 1, 9e15, 0.5, -9e15};
    for (int mark = 0; mark <= MARK_CALENDAR; mark++)
        for (guint v = 0; v < G_N_ELEMENTS(values); v++) {
            Sample sample = {(Mark)mark, 1, 1, 1, 4, 0, v};
            g_autoptr(Chart) chart = sample_chart(&sample);
            for (guint copy = 0; copy < 2; copy++) {
                g_autofree char *category = g_strdup_printf("odd %u", copy);
                table_append_text(chart->table, category);
                for (guint column = 1; column < table_n_columns(chart->table); column++) {
                    bool is_text = column == 8 || column >= 10;
                    if (copy == 1 || is_text)
                        table_append_null(chart->table);
                    else
                        table_append_real(chart->table, column == 1 || column == 2 ? 1.76e12 : values[v]);
                }
            }
            g_autoptr(Scene) scene = lay_out(chart, false);
            check_scene(scene, MIN_PAPER_PT, mark_name((Mark)mark));
        }
}

static void test_small_pictures(void)
{
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        Sample sample = {(Mark)mark, 30, 10, 2, 20, 0, 4};
        g_autoptr(Chart) chart = sample_chart(&sample);
        g_autoptr(Scene) scene = chart_layout(chart, theme, text_engine_measure(engine), 216, 180, &theme->paper_sizes);
        check_scene(scene, MIN_PAPER_PT, mark_name((Mark)mark));
    }
}

static void test_same_twice(void)
{
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        Sample sample = {(Mark)mark, 120, 12, 3, 14, 3, 9};
        g_autoptr(Chart) first = sample_chart(&sample);
        g_autoptr(Chart) again = sample_chart(&sample);
        g_autoptr(Scene) a = lay_out(first, false);
        g_autoptr(Scene) b = lay_out(again, false);
        g_autofree char *one = scene_dump(a), *two = scene_dump(b);
        g_assert_cmpstr(one, ==, two);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    theme = theme_default();
    engine = text_engine_new(theme->font);
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        g_autofree char *path = g_strdup_printf("/layout/%s", mark_name((Mark)mark));
        g_test_add_data_func(path, GINT_TO_POINTER(mark), test_mark);
    }
    g_test_add_func("/layout/many-series", test_many_series);
    g_test_add_func("/layout/many-rows", test_many_rows);
    g_test_add_func("/layout/empty", test_empty);
    g_test_add_func("/layout/rest", test_rest_is_said);
    g_test_add_func("/layout/odd-values", test_odd_values);
    g_test_add_func("/layout/small", test_small_pictures);
    g_test_add_func("/layout/same-twice", test_same_twice);
    int status = g_test_run();
    text_engine_free(engine);
    theme_free(theme);
    return status;
}
