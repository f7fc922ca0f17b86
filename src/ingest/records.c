#include "records.h"
#include "nines/ingest/tree.h"
#include <string.h>

static const char *const usual[] = {
    "incidents",   "events", "issues",  "records",      "items",       "data",
    "results",     "result", "entries", "outages",      "alerts",      "downtimes",
    "values",      "value",  "nodes",   "maintenances", "log_entries", "scheduled_maintenances",
    "maintenance", NULL,
};

bool records_is_usual(const char *name)
{
    return g_strv_contains(usual, name);
}

static bool is_list_of_mappings(const YamlNode *node)
{
    if (node->kind != YAML_SEQUENCE)
        return false;
    const YamlNode *first = node->children->len > 0 ? g_ptr_array_index(node->children, 0) : NULL;
    return first == NULL || first->kind == YAML_MAPPING;
}

static const YamlNode *find_usual(const YamlNode *node, int depth)
{
    for (guint i = 0; node->kind == YAML_MAPPING && i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        if (!records_is_usual(child->key))
            continue;
        const YamlNode *found = is_list_of_mappings(child) ? child : depth > 0 ? find_usual(child, depth - 1) : NULL;
        if (found != NULL)
            return found;
    }
    return NULL;
}

const YamlNode *records_find(const YamlNode *root, const char *path, const char **name)
{
    const YamlNode *found = path != NULL ? tree_get(root, path) : find_usual(root, 1);
    *name = found == NULL || found == root ? "" : path != NULL ? path : found->key;
    return found != NULL ? found : root;
}
