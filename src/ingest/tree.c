#include "nines/ingest/tree.h"
#include <stdlib.h>
#include <string.h>

/* Called for each match; false stops the walk. */
typedef bool (*Visit)(const YamlNode *node, void *data);

static bool walk(const YamlNode *node, const char *path, Visit visit, void *data);

/* "[2]" and "[-1]"; past is set behind the bracket. */
static const YamlNode *element(const YamlNode *node, const char *path, const char **past)
{
    char *end = NULL;
    long index = strtol(path + 1, &end, 10);
    if (*end != ']')
        return NULL;
    *past = end + 1;
    bool is_list = node->kind == YAML_SEQUENCE;
    long n = is_list ? (long)node->children->len : 1;
    index = index < 0 ? index + n : index;
    if (index < 0 || index >= n)
        return NULL;
    return is_list ? g_ptr_array_index(node->children, (guint)index) : node;
}

/* Every value of a mapping, whatever its keys, or of a list. */
static bool walk_values(const YamlNode *node, const char *path, Visit visit, void *data)
{
    for (guint i = 0; node->kind != YAML_SCALAR && i < node->children->len; i++)
        if (!walk(g_ptr_array_index(node->children, i), path, visit, data))
            return false;
    return true;
}

static bool walk_list(const YamlNode *node, const char *path, Visit visit, void *data)
{
    const char *past = NULL;
    if (strncmp(path, "[*]", 3) == 0)
        return walk_values(node, path + 3, visit, data);
    if (path[1] != ']') {
        const YamlNode *child = element(node, path, &past);
        return child == NULL || walk(child, past, visit, data);
    }
    if (node->kind != YAML_SEQUENCE)
        return walk(node, path + 2, visit, data);
    for (guint i = 0; i < node->children->len; i++)
        if (!walk(g_ptr_array_index(node->children, i), path + 2, visit, data))
            return false;
    return true;
}

static const YamlNode *find_key(const YamlNode *node, const char *key, gsize length)
{
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(node->children, i);
        if (strncmp(child->key, key, length) == 0 && child->key[length] == '\0')
            return child;
    }
    return NULL;
}

/* The longest beginning of the path, cut at a point or bracket, that is a key of the mapping. */
static const YamlNode *step(const YamlNode *node, const char *path, gsize *length)
{
    for (gsize n = strlen(path); n > 0; n--) {
        if (path[n] != '\0' && path[n] != '.' && path[n] != '[')
            continue;
        const YamlNode *child = find_key(node, path, n);
        if (child != NULL) {
            *length = n;
            return child;
        }
    }
    return NULL;
}

static bool walk(const YamlNode *node, const char *path, Visit visit, void *data)
{
    if (path[0] == '.')
        path++;
    if (path[0] == '\0')
        return visit(node, data);
    if (path[0] == '[')
        return walk_list(node, path, visit, data);
    if (node->kind != YAML_MAPPING)
        return true;
    gsize length = 0;
    const YamlNode *child = step(node, path, &length);
    return child == NULL || walk(child, path + length, visit, data);
}

static bool take_first(const YamlNode *node, void *data)
{
    *(const YamlNode **)data = node;
    return false;
}

static bool take_text(const YamlNode *node, void *data)
{
    if (node->kind != YAML_SCALAR || yaml_is_null(node))
        return true;
    *(const char **)data = node->text;
    return false;
}

static bool take_all(const YamlNode *node, void *data)
{
    g_ptr_array_add(data, (gpointer)node);
    return true;
}

const YamlNode *tree_get(const YamlNode *node, const char *path)
{
    const YamlNode *found = NULL;
    if (node != NULL)
        walk(node, path, take_first, (void *)&found);
    return found;
}

const char *tree_text(const YamlNode *node, const char *path, const char *fallback)
{
    const char *text = fallback;
    if (node != NULL)
        walk(node, path, take_text, (void *)&text);
    return text;
}

GPtrArray *tree_all(const YamlNode *node, const char *path)
{
    GPtrArray *all = g_ptr_array_new();
    if (node != NULL)
        walk(node, path, take_all, all);
    return all;
}
