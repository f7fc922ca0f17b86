/* Pages of a definition: blocks from top to bottom. */
#include "filler.h"
#include <string.h>

static const char *const page_keys[] = {"title", "when", "blocks", NULL};
static const char *const block_keys[] = {"heading", "text", "chart",  "charts", "table",
                                         "figures", "note", "fields", "rows",   NULL};

static bool block_text(Filler *filler, Block *block, const YamlNode *node, GError **error)
{
    return fill_text(filler, node, &block->text, error);
}

static bool block_chart(Filler *filler, Block *block, const YamlNode *node, GError **error)
{
    block->chart = filler_chart(filler, node, error);
    return block->chart != NULL;
}

static bool block_charts(Filler *filler, Block *block, const YamlNode *node, GError **error)
{
    if (node->kind != YAML_SEQUENCE || node->children->len < 2 || node->children->len > 3) {
        yaml_error(error, filler->yaml, node, "\"charts\" is a list of two or three charts beside each other");
        return false;
    }
    for (guint i = 0; i < node->children->len; i++) {
        Chart *chart = filler_chart(filler, g_ptr_array_index(node->children, i), error);
        if (chart == NULL)
            return false;
        g_ptr_array_add(block->charts, chart);
    }
    return true;
}

static bool block_table(Filler *filler, Block *block, const YamlNode *node, GError **error)
{
    block->sheet = filler_sheet(filler, node, error);
    return block->sheet != NULL;
}

static bool add_names(const Filler *filler, GPtrArray *names, const YamlNode *list, GError **error)
{
    if (list->kind != YAML_SEQUENCE) {
        yaml_error(error, filler->yaml, list, "expected a list of names");
        return false;
    }
    for (guint i = 0; i < list->children->len; i++) {
        const YamlNode *item = g_ptr_array_index(list->children, i);
        if (item->kind != YAML_SCALAR) {
            yaml_error(error, filler->yaml, item, "expected a name");
            return false;
        }
        g_ptr_array_add(names, g_strdup(item->text));
    }
    return true;
}

static bool block_figures(Filler *filler, Block *block, const YamlNode *node, GError **error)
{
    if (!add_names(filler, block->fields, node, error))
        return false;
    for (guint i = 0; i < block->fields->len; i++)
        if (document_figure(filler->document, g_ptr_array_index(block->fields, i)) == NULL) {
            yaml_error(error, filler->yaml, g_ptr_array_index(node->children, i), "no figure \"%s\"",
                       (const char *)g_ptr_array_index(block->fields, i));
            return false;
        }
    return true;
}

static const struct {
    const char *key;
    BlockKind kind;
    bool (*fill)(Filler *filler, Block *block, const YamlNode *node, GError **error);
} block_kinds[] = {
    {"heading", BLOCK_HEADING, block_text}, {"text", BLOCK_TEXT, block_text},
    {"chart", BLOCK_CHART, block_chart},    {"charts", BLOCK_CHARTS, block_charts},
    {"table", BLOCK_TABLE, block_table},    {"figures", BLOCK_FIGURES, block_figures},
    {"note", BLOCK_NOTE, block_text},
};

static bool check_fields(const Filler *filler, const Block *block, const YamlNode *fields, GError **error)
{
    for (guint i = 0; block->sheet != NULL && i < fields->children->len; i++)
        if (!filler_check_field(filler, block->sheet->table, g_ptr_array_index(fields->children, i), error))
            return false;
    return true;
}

/* A block is one thing: a second would be lost in silence. */
static bool check_single(const Filler *filler, const YamlNode *item, GError **error)
{
    const char *first = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(block_kinds); i++) {
        const YamlNode *node = yaml_get(item, block_kinds[i].key);
        if (node != NULL && first != NULL) {
            yaml_error(error, filler->yaml, node, "a block has \"%s\" already; begin another one", first);
            return false;
        }
        first = node != NULL ? block_kinds[i].key : first;
    }
    return true;
}

static bool fill_block(Filler *filler, Page *page, const YamlNode *item, GError **error)
{
    if (!yaml_check_keys(filler->yaml, item, "block", block_keys, error) || !check_single(filler, item, error))
        return false;
    for (gsize i = 0; i < G_N_ELEMENTS(block_kinds); i++) {
        const YamlNode *node = yaml_get(item, block_kinds[i].key);
        if (node == NULL)
            continue;
        Block *block = page_add_block(page, block_kinds[i].kind);
        const YamlNode *fields = yaml_get(item, "fields"), *rows = yaml_get(item, "rows");
        int64_t max_rows = 0;
        if (!block_kinds[i].fill(filler, block, node, error) ||
            (fields != NULL &&
             (!add_names(filler, block->fields, fields, error) || !check_fields(filler, block, fields, error))) ||
            (rows != NULL && !yaml_read_int(filler->yaml, rows, 1, 1000, &max_rows, error)))
            return false;
        block->max_rows = (int)max_rows;
        return true;
    }
    yaml_error(error, filler->yaml, item, "a block is one of heading, text, chart, charts, table, figures, note");
    return false;
}

/* A page whose `when` gives no row, null or 0 is left out. */
static bool is_wanted(const Filler *filler, const YamlNode *when, bool *out, GError **error)
{
    *out = true;
    if (when == NULL)
        return true;
    g_autoptr(Table) table = NULL;
    if (!fill_table(filler, when, "when", &table, error))
        return false;
    if (filler->query == NULL)
        return true;
    const Cell *cell = table_n_rows(table) > 0 ? table_cell(table, 0, 0) : NULL;
    *out = cell != NULL && cell->type != CELL_NULL && !(cell->type == CELL_INTEGER && cell->integer == 0);
    return true;
}

/* A page of one message: its first chart's title is the page's. */
static void title_from_chart(Page *page)
{
    const Block *first = page->blocks->len > 0 ? g_ptr_array_index(page->blocks, 0) : NULL;
    if (page->title == NULL && first != NULL && first->chart != NULL)
        page->title = g_strdup(first->chart->title);
}

static bool fill_page(Filler *filler, const YamlNode *item, GError **error)
{
    if (!yaml_check_keys(filler->yaml, item, "page", page_keys, error))
        return false;
    const YamlNode *blocks = yaml_get(item, "blocks");
    g_autofree char *title = NULL;
    bool is_shown = true;
    if (!fill_text(filler, yaml_get(item, "title"), &title, error) ||
        !is_wanted(filler, yaml_get(item, "when"), &is_shown, error))
        return false;
    if (blocks == NULL || blocks->kind != YAML_SEQUENCE) {
        yaml_error(error, filler->yaml, item, "a page needs a list of blocks");
        return false;
    }
    if (!is_shown)
        return true;
    Page *page = page_new(title);
    g_ptr_array_add(filler->document->pages, page);
    for (guint i = 0; i < blocks->children->len; i++)
        if (!fill_block(filler, page, g_ptr_array_index(blocks->children, i), error))
            return false;
    title_from_chart(page);
    return true;
}

bool fill_pages(Filler *filler, const YamlNode *node, GError **error)
{
    return filler_each(filler, node, "pages", fill_page, error);
}
