#include "front_matter.h"
#include "nines/base/text.h"
#include "toml.h"
#include <string.h>

/* Whether the line at text is fence alone; blanks behind it do not matter. */
static bool is_fence(const char *text, const char *end, const char *fence)
{
    if (end - text < 3 || memcmp(text, fence, 3) != 0)
        return false;
    for (text += 3; text < end && *text != '\n'; text++)
        if (*text != ' ' && *text != '\t' && *text != '\r')
            return false;
    return true;
}

static const char *next_line(const char *text, const char *end)
{
    const char *found = memchr(text, '\n', (gsize)(end - text));
    return found != NULL ? found + 1 : end;
}

static int count_lines(const char *from, const char *to)
{
    int n = 0;
    for (; from < to; from++)
        n += *from == '\n';
    return n;
}

/* The file's name without folders and ending: what such files are known by. */
static void add_name(YamlNode *root, const char *file)
{
    g_autofree char *name = g_path_get_basename(file);
    char *point = strrchr(name, '.');
    if (point != NULL && point > name)
        *point = '\0';
    if (yaml_get(root, "file") == NULL)
        yaml_node_add(root, "file", yaml_node_new(YAML_SCALAR, name, strlen(name), 1, 1));
}

static void add_body(YamlNode *root, const char *text, const char *body, const char *end)
{
    if (yaml_get(root, "body") != NULL)
        return;
    YamlNode *node = yaml_node_new(YAML_SCALAR, NULL, 0, count_lines(text, body) + 1, 1);
    node->text = text_clean(body, end - body);
    yaml_node_add(root, "body", node);
}

YamlDocument *front_matter_read(const char *file, const char *text, gsize length, GError **error)
{
    const char *end = text + length;
    bool is_toml = length > 0 && text[0] == '+';
    const char *fence = is_toml ? "+++" : "---";
    if (!is_fence(text, end, fence))
        return error_at(error, ERROR_DATA, file, 1, 0, "has no front matter"), NULL;
    const char *block = next_line(text, end), *close = block;
    while (close < end && !is_fence(close, end, fence))
        close = next_line(close, end);
    if (close == end)
        return error_at(error, ERROR_DATA, file, 1, 0, "the front matter has no closing %s", fence), NULL;
    g_autoptr(YamlDocument) document = is_toml ? toml_read(file, block, (gsize)(close - block), 2, error)
                                               : yaml_read(file, block, close - block, 2, error);
    if (document == NULL)
        return NULL;
    if (document->root == NULL || document->root->kind != YAML_MAPPING)
        return error_at(error, ERROR_DATA, file, 2, 0, "the front matter is no mapping"), NULL;
    add_body(document->root, text, next_line(close, end), end);
    add_name(document->root, file);
    return g_steal_pointer(&document);
}
