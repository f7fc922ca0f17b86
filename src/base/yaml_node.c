/* Reading typed values out of a tree, with errors that say where and what would be right. */
#include "nines/base/text.h"
#include "nines/base/yaml.h"
#include <errno.h>
#include <string.h>

YamlNode *yaml_node_new(YamlKind kind, const char *text, gsize length, int line, int column)
{
    YamlNode *node = g_new0(YamlNode, 1);
    node->kind = kind;
    node->line = line;
    node->column = column;
    if (kind != YAML_SCALAR)
        node->children = g_ptr_array_new_with_free_func((GDestroyNotify)yaml_node_free);
    else if (text != NULL)
        node->text = g_strndup(text, length);
    return node;
}

void yaml_node_add(YamlNode *parent, const char *key, YamlNode *child)
{
    child->key = g_strdup(key);
    g_ptr_array_add(parent->children, child);
}

void yaml_node_free(YamlNode *node)
{
    if (node == NULL)
        return;
    g_clear_pointer(&node->children, g_ptr_array_unref);
    g_free(node->key);
    g_free(node->text);
    g_free(node);
}

const YamlNode *yaml_get(const YamlNode *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != YAML_MAPPING)
        return NULL;
    for (guint i = 0; i < mapping->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(mapping->children, i);
        if (strcmp(child->key, key) == 0)
            return child;
    }
    return NULL;
}

bool yaml_is_null(const YamlNode *node)
{
    if (node == NULL)
        return true;
    return node->kind == YAML_SCALAR && node->plain &&
           (node->text[0] == '\0' || strcmp(node->text, "~") == 0 || g_ascii_strcasecmp(node->text, "null") == 0);
}

const char *yaml_text(const YamlNode *mapping, const char *key, const char *fallback)
{
    const YamlNode *node = yaml_get(mapping, key);
    return node != NULL && node->kind == YAML_SCALAR && !yaml_is_null(node) ? node->text : fallback;
}

static void set_error(GError **error, const YamlDocument *document, int line, int column, const char *format,
                      va_list arguments)
{
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    error_at(error, ERROR_CONFIG, document->file, line, column, "%s", message);
}

void yaml_error(GError **error, const YamlDocument *document, const YamlNode *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_error(error, document, node != NULL ? node->line : 0, node != NULL ? node->column : 0, format, arguments);
    va_end(arguments);
}

void yaml_error_key(GError **error, const YamlDocument *document, const YamlNode *node, const char *format, ...)
{
    bool has_key = node != NULL && node->key_line > 0;
    va_list arguments;
    va_start(arguments, format);
    set_error(error, document,
              has_key        ? node->key_line
              : node != NULL ? node->line
                             : 0,
              has_key        ? node->key_column
              : node != NULL ? node->column
                             : 0,
              format, arguments);
    va_end(arguments);
}

static bool is_known(const char *key, const char *const *keys)
{
    for (; *keys != NULL; keys++)
        if (strcmp(*keys, key) == 0)
            return true;
    return false;
}

static char *join_words(const char *const *words)
{
    return g_strjoinv(", ", (char **)words);
}

bool yaml_check_keys(const YamlDocument *document, const YamlNode *mapping, const char *where, const char *const *keys,
                     GError **error)
{
    if (mapping == NULL || mapping->kind != YAML_MAPPING) {
        g_autofree char *all = join_words(keys);
        yaml_error(error, document, mapping, "%s is a mapping with the keys %s", where, all);
        return false;
    }
    for (guint i = 0; i < mapping->children->len; i++) {
        const YamlNode *child = g_ptr_array_index(mapping->children, i);
        if (is_known(child->key, keys))
            continue;
        const char *near = text_nearest(child->key, keys);
        g_autofree char *all = join_words(keys);
        if (near != NULL)
            yaml_error_key(error, document, child, "unknown key \"%s\" in %s; did you mean \"%s\"?", child->key, where,
                           near);
        else
            yaml_error_key(error, document, child, "unknown key \"%s\" in %s; it takes %s", child->key, where, all);
        return false;
    }
    return true;
}

static bool is_scalar(const YamlDocument *document, const YamlNode *node, const char *wanted, GError **error)
{
    if (node != NULL && node->kind == YAML_SCALAR)
        return true;
    yaml_error(error, document, node, "expected %s", wanted);
    return false;
}

bool yaml_read_int(const YamlDocument *document, const YamlNode *node, int64_t min, int64_t max, int64_t *out,
                   GError **error)
{
    if (!is_scalar(document, node, "a whole number", error))
        return false;
    gint64 value = 0;
    if (!g_ascii_string_to_signed(node->text, 10, min, max, &value, NULL)) {
        yaml_error(error, document, node, "\"%s\" is no whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                   node->text, min, max);
        return false;
    }
    *out = value;
    return true;
}

bool yaml_read_real(const YamlDocument *document, const YamlNode *node, double min, double max, double *out,
                    GError **error)
{
    if (!is_scalar(document, node, "a number", error))
        return false;
    char *end = NULL;
    errno = 0;
    double value = g_ascii_strtod(node->text, &end);
    if (end == node->text || *end != '\0' || errno != 0 || !(value >= min && value <= max)) {
        yaml_error(error, document, node, "\"%s\" is no number from %g to %g", node->text, min, max);
        return false;
    }
    *out = value;
    return true;
}

bool yaml_read_bool(const YamlDocument *document, const YamlNode *node, bool *out, GError **error)
{
    static const char *const words[] = {"true", "false", "yes", "no", NULL};
    int word = 0;
    if (!yaml_read_word(document, node, words, &word, error))
        return false;
    *out = word % 2 == 0;
    return true;
}

bool yaml_read_word(const YamlDocument *document, const YamlNode *node, const char *const *words, int *out,
                    GError **error)
{
    g_autofree char *all = join_words(words);
    g_autofree char *wanted = g_strconcat("one of ", all, NULL);
    if (!is_scalar(document, node, wanted, error))
        return false;
    for (int i = 0; words[i] != NULL; i++)
        if (g_ascii_strcasecmp(words[i], node->text) == 0) {
            *out = i;
            return true;
        }
    const char *near = text_nearest(node->text, words);
    yaml_error(error, document, node, "\"%s\" is not %s%s%s%s", node->text, wanted, near ? "; did you mean \"" : "",
               near ? near : "", near ? "\"?" : "");
    return false;
}
