/* page_check DATABASE AS_OF ZONE DEFINITION...: lays out reports over the derived tables that a report left in DATABASE
 * and checks every page: text inside, apart, uncovered, large enough, legible; no label twice on an axis. As TAP. */
#include "../render/scene_check.h"
#include "nines/render/chart.h"
#include "nines/render/pdf.h"
#include "nines/report/definition.h"
#include "nines/report/derive.h"
#include "nines/store/query.h"
#include <stdio.h>

static struct {
    Store *store;
    Instant as_of;
    const Zone *zone;
    Theme *theme;
    TextEngine *engine;
} all;

static Table *run_query(gpointer store, const char *sql, GError **error)
{
    return store_table(store, "query", sql, NULL, 0, error);
}

static void check_pages(const Document *document)
{
    Layout *layout = document_layout(document, all.theme, text_engine_measure(all.engine));
    for (guint i = 0; i < layout->pages->len; i++) {
        Scene *scene = g_ptr_array_index(layout->pages, i);
        g_autofree char *name = g_strdup_printf("%s, page %u", document->name, i + 1);
        g_ptr_array_set_size(scene->ticks, 0); /* of several charts; each is checked alone */
        check_scene(scene, document->deck ? MIN_DECK_PT : MIN_PAPER_PT, name);
    }
    g_test_message("%s: %u pages", document->name, layout->pages->len);
    layout_free(layout);
}

/* As files they stand alone, in the theme's size. */
static void check_charts(const Document *document)
{
    for (guint i = 0; i < document->charts->len; i++) {
        const Chart *chart = g_ptr_array_index(document->charts, i);
        g_autofree char *name = g_strdup_printf("%s, chart %s", document->name, chart->name);
        g_autoptr(Scene) scene =
            chart_layout(chart, all.theme, text_engine_measure(all.engine), 576, 324, &all.theme->paper_sizes);
        check_scene(scene, MIN_PAPER_PT, name);
        bool has_axis = table_n_rows(chart->table) > 0;
        if (has_axis && scene->units->len == 0)
            g_test_message("%s: no axis has a unit", name), g_test_fail();
    }
}

static void check_report(gconstpointer path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ReportDefinition) definition = definition_read(path, &error);
    g_assert_no_error(error);
    g_autoptr(Document) document = definition_fill(definition, run_query, all.store, all.zone, all.as_of, &error);
    g_assert_no_error(error);
    if (document->page_width_in <= 0) {
        document->page_width_in = all.theme->page_width_in;
        document->page_height_in = all.theme->page_height_in;
    }
    check_pages(document);
    check_charts(document);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_autoptr(GError) error = NULL;
    if (argc < 5)
        return 64;
    all.theme = theme_default();
    all.engine = text_engine_new(all.theme->font);
    all.as_of = g_ascii_strtoll(argv[2], NULL, 10);
    all.zone = zone_find(argv[3], NULL);
    all.store = store_open(argv[1], STORE_WRITE, &error);
    if (all.store == NULL || !derive_functions(all.store, &all.theme->format, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    for (int i = 4; i < argc; i++) {
        g_autofree char *name = g_path_get_basename(argv[i]);
        g_autofree char *path = g_strconcat("/pages/", name, NULL);
        g_test_add_data_func(path, argv[i], check_report);
    }
    int status = g_test_run();
    store_close(all.store);
    text_engine_free(all.engine);
    theme_free(all.theme);
    return status;
}
