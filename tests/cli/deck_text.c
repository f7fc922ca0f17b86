/* deck_text DEFINITION DATABASE AS_OF ZONE: the texts of a deck whose report was made last, one a line: page, role,
 * text. The layout is what the PDF is painted from. */
#include "nines/render/chart.h"
#include "nines/render/pdf.h"
#include "nines/report/definition.h"
#include "nines/report/derive.h"
#include "nines/store/query.h"
#include <stdio.h>

static Table *run_query(gpointer store, const char *sql, GError **error)
{
    return store_table(store, "query", sql, NULL, 0, error);
}

static void print_page(const Scene *scene, guint page)
{
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *shape = scene_shape(scene, i);
        if (shape->kind == SHAPE_TEXT)
            printf("%u\t%s\t%s\n", page + 1, role_name(shape->role), shape->text);
    }
}

static bool print_deck(const char *path, Store *store, Instant as_of, const Zone *zone, GError **error)
{
    g_autoptr(Theme) theme = theme_default();
    g_autoptr(ReportDefinition) definition = definition_read(path, error);
    if (definition == NULL || !derive_functions(store, &theme->format, error))
        return false;
    g_autoptr(Document) document = definition_fill(definition, run_query, store, zone, as_of, error);
    if (document == NULL)
        return false;
    TextEngine *engine = text_engine_new(theme->font);
    Layout *layout = document_layout(document, theme, text_engine_measure(engine));
    for (guint i = 0; i < layout->pages->len; i++)
        print_page(g_ptr_array_index(layout->pages, i), i);
    layout_free(layout);
    text_engine_free(engine);
    return true;
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    if (argc != 5)
        return 64;
    Store *store = store_open(argv[2], STORE_WRITE, &error);
    bool fine = store != NULL &&
                print_deck(argv[1], store, g_ascii_strtoll(argv[3], NULL, 10), zone_find(argv[4], NULL), &error);
    if (!fine)
        fprintf(stderr, "%s\n", error->message);
    if (store != NULL)
        store_close(store);
    return fine ? 0 : 1;
}
