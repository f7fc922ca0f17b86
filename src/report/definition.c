#include "nines/report/definition.h"
#include "filler.h"
#include "nines/base/file.h"
#include <string.h>

static const char *const report_keys[] = {"report",  "title",   "subtitle", "footer", "subject", "page",
                                          "context", "figures", "charts",   "sheets", "pages",   NULL};
static const char *const page_sizes[] = {"paper", "a4", "letter", "deck", NULL};
static const struct {
    double width_in, height_in;
} page_inches[] = {{0, 0}, {8.27, 11.69}, {8.5, 11}, {13.333, 7.5}}; /* 0: as the theme says */

static bool fill_page_size(Filler *filler, const YamlNode *node, GError **error)
{
    int size = 0;
    if (node != NULL && !yaml_read_word(filler->yaml, node, page_sizes, &size, error))
        return false;
    filler->document->page_width_in = page_inches[size].width_in;
    filler->document->page_height_in = page_inches[size].height_in;
    filler->document->deck = size == 3;
    return true;
}

static bool fill_context(Filler *filler, const YamlNode *node, GError **error)
{
    g_autoptr(Table) table = NULL;
    if (node == NULL)
        return true;
    if (!fill_table(filler, node, "context", &table, error))
        return false;
    if (filler->query != NULL && table_n_rows(table) != 1) {
        yaml_error(error, filler->yaml, node, "the context query gives %u rows, not one", table_n_rows(table));
        return false;
    }
    if (filler->query != NULL)
        filler->context = g_steal_pointer(&table);
    return true;
}

static bool fill_document(Filler *filler, GError **error)
{
    const YamlNode *root = filler->yaml->root;
    Document *document = filler->document;
    return fill_context(filler, yaml_get(root, "context"), error) &&
           fill_page_size(filler, yaml_get(root, "page"), error) &&
           fill_text(filler, yaml_get(root, "title"), &document->title, error) &&
           fill_text(filler, yaml_get(root, "subtitle"), &document->subtitle, error) &&
           fill_text(filler, yaml_get(root, "footer"), &document->footer, error) &&
           fill_text(filler, yaml_get(root, "subject"), &document->subject, error) &&
           fill_figures(filler, yaml_get(root, "figures"), error) &&
           fill_charts(filler, yaml_get(root, "charts"), error) &&
           fill_sheets(filler, yaml_get(root, "sheets"), error) && fill_pages(filler, yaml_get(root, "pages"), error);
}

Document *definition_fill(const ReportDefinition *definition, DefinitionQuery query, gpointer data, const Zone *zone,
                          Instant as_of, GError **error)
{
    g_autoptr(Document) document = document_new(definition->name);
    document->zone = zone;
    document->as_of = as_of;
    Filler filler = {.definition = definition,
                     .yaml = definition->yaml,
                     .query = query,
                     .data = data,
                     .zone = zone,
                     .document = document};
    bool fine = fill_document(&filler, error);
    table_free(filler.context);
    return fine ? g_steal_pointer(&document) : NULL;
}

Document *definition_fill_figures(const ReportDefinition *definition, DefinitionQuery query, gpointer data,
                                  const Zone *zone, Instant as_of, GError **error)
{
    g_autoptr(Document) document = document_new(definition->name);
    const YamlNode *root = definition->yaml->root;
    document->zone = zone;
    document->as_of = as_of;
    Filler filler = {.definition = definition,
                     .yaml = definition->yaml,
                     .query = query,
                     .data = data,
                     .zone = zone,
                     .document = document};
    bool fine = fill_context(&filler, yaml_get(root, "context"), error) &&
                fill_figures(&filler, yaml_get(root, "figures"), error);
    table_free(filler.context);
    return fine ? g_steal_pointer(&document) : NULL;
}

static bool check_definition(ReportDefinition *definition, GError **error)
{
    const YamlNode *root = definition->yaml->root;
    if (root == NULL || root->kind != YAML_MAPPING || yaml_text(root, "report", NULL) == NULL) {
        error_at(error, ERROR_CONFIG, definition->yaml->file, 1, 1,
                 "no report definition: it begins with \"report: NAME\"");
        return false;
    }
    if (!yaml_check_keys(definition->yaml, root, "report", report_keys, error))
        return false;
    definition->name = g_strdup(yaml_text(root, "report", NULL));
    definition->title = g_strdup(yaml_text(root, "title", definition->name));
    g_autoptr(Document) document = definition_fill(definition, NULL, NULL, zone_utc(), 0, error);
    return document != NULL;
}

ReportDefinition *definition_read(const char *path, GError **error)
{
    g_autoptr(ReportDefinition) definition = g_new0(ReportDefinition, 1);
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!file_read(path, 1 << 22, &text, &length, error))
        return NULL;
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, length);
    definition->version = g_strndup(sum, 12);
    definition->directory = g_path_get_dirname(path);
    definition->yaml = yaml_read(path, text, (gssize)length, 1, error);
    if (definition->yaml == NULL || !check_definition(definition, error))
        return NULL;
    return g_steal_pointer(&definition);
}

void definition_free(ReportDefinition *definition)
{
    if (definition == NULL)
        return;
    yaml_document_free(definition->yaml);
    g_free(definition->directory);
    g_free(definition->name);
    g_free(definition->title);
    g_free(definition->version);
    g_free(definition);
}

const char *definition_name(const ReportDefinition *definition)
{
    return definition->name;
}

const char *definition_title(const ReportDefinition *definition)
{
    return definition->title;
}

const char *definition_version(const ReportDefinition *definition)
{
    return definition->version;
}
