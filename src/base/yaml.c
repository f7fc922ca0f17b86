/* The tree of a YAML document, built from libyaml's events under limits. */
#include "nines/base/yaml.h"
#include "nines/base/file.h"
#include "nines/base/text.h"
#include <string.h>
#include <yaml.h>

#define MAX_BYTES (16 << 20)
#define MAX_DEPTH 64       /* libyaml's scanner is quadratic in the depth of flow collections */
#define MAX_EXPANDED 10000 /* nodes that aliases may copy: a "billion laughs" stops here */

typedef struct {
    yaml_parser_t parser;
    const char *file;
    int first_line;
    int depth;
    guint expanded;
    GHashTable *anchors; /* name -> YamlNode, borrowed from the tree */
    GError **error;
} Builder;

void yaml_document_free(YamlDocument *document)
{
    if (document == NULL)
        return;
    yaml_node_free(document->root);
    g_free(document->file);
    g_free(document);
}

static int mark_line(const Builder *builder, yaml_mark_t mark)
{
    return (int)mark.line + builder->first_line;
}

/* libyaml names what it missed; people mostly have put a tab or a wrong number of blanks there. */
typedef struct {
    const char *problem, *hint;
} ParserHint;

static const ParserHint PARSER_HINTS[] = {
    {"found character that cannot start any token", "a tab, a % or a quote too many? YAML indents with blanks only"},
    {"did not find expected '-' indicator", "this line is indented unlike the list that it belongs to"},
    {"did not find expected key", "this line is indented unlike the keys that it belongs to"},
    {"mapping values are not allowed in this context", "a colon too many, or a line indented too far"},
    {"could not find expected ':'", "a key without a colon and a blank after it?"},
    {"did not find expected ',' or '}'", "a comma or a closing brace is missing"},
    {"did not find expected ',' or ']'", "a comma or a closing bracket is missing"},
};

static const char *hint_of(const char *problem)
{
    for (guint i = 0; problem != NULL && i < G_N_ELEMENTS(PARSER_HINTS); i++)
        if (strcmp(PARSER_HINTS[i].problem, problem) == 0)
            return PARSER_HINTS[i].hint;
    return NULL;
}

static bool next_event(Builder *builder, yaml_event_t *event)
{
    if (yaml_parser_parse(&builder->parser, event))
        return true;
    const yaml_parser_t *parser = &builder->parser;
    yaml_mark_t mark = parser->problem_mark;
    const char *hint = hint_of(parser->problem);
    error_at(builder->error, ERROR_DATA, builder->file, mark_line(builder, mark), (int64_t)mark.column + 1,
             "%s%s%s%s%s", hint != NULL ? hint : "", hint != NULL ? " (" : "",
             parser->problem != NULL ? parser->problem : "not readable as YAML",
             hint != NULL              ? ""
             : parser->context != NULL ? " "
                                       : "",
             hint != NULL              ? ")"
             : parser->context != NULL ? parser->context
                                       : "");
    return false;
}

static YamlNode *new_node(const Builder *builder, YamlKind kind, const yaml_event_t *event)
{
    return yaml_node_new(kind, NULL, 0, mark_line(builder, event->start_mark), (int)event->start_mark.column + 1);
}

static YamlNode *copy_node(Builder *builder, const YamlNode *from)
{
    if (++builder->expanded > MAX_EXPANDED)
        return NULL;
    g_autoptr(YamlNode) node = g_new0(YamlNode, 1);
    *node = (YamlNode){.kind = from->kind,
                       .line = from->line,
                       .column = from->column,
                       .key_line = from->key_line,
                       .key_column = from->key_column,
                       .plain = from->plain,
                       .key = g_strdup(from->key),
                       .text = g_strdup(from->text)};
    if (from->children != NULL)
        node->children = g_ptr_array_new_with_free_func((GDestroyNotify)yaml_node_free);
    for (guint i = 0; from->children != NULL && i < from->children->len; i++) {
        YamlNode *child = copy_node(builder, g_ptr_array_index(from->children, i));
        if (child == NULL)
            return NULL;
        g_ptr_array_add(node->children, child);
    }
    return g_steal_pointer(&node);
}

static YamlNode *read_alias(Builder *builder, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    const YamlNode *target = g_hash_table_lookup(builder->anchors, name);
    int line = mark_line(builder, event->start_mark);
    int64_t column = (int64_t)event->start_mark.column + 1;
    if (target == NULL) {
        error_at(builder->error, ERROR_DATA, builder->file, line, column, "no anchor \"&%s\" before this alias", name);
        return NULL;
    }
    YamlNode *copy = copy_node(builder, target);
    if (copy == NULL) {
        error_at(builder->error, ERROR_DATA, builder->file, line, column, "aliases expand to more than %d nodes",
                 MAX_EXPANDED);
        return NULL;
    }
    g_clear_pointer(&copy->key, g_free);
    copy->line = line;
    copy->column = (int)column;
    return copy;
}

static YamlNode *read_node(Builder *builder, const yaml_event_t *event);

static bool read_sequence(Builder *builder, YamlNode *node)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(builder, &event))
            return false;
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        YamlNode *child = end ? NULL : read_node(builder, &event);
        yaml_event_delete(&event);
        if (end || child == NULL)
            return end;
        g_ptr_array_add(node->children, child);
    }
}

static gboolean is_value(gpointer name, gpointer value, gpointer wanted)
{
    (void)name;
    return value == wanted;
}

/* A key's node does not outlive its mapping entry, so no alias may lead to it. */
static void forget_anchors(Builder *builder, YamlNode *key)
{
    g_hash_table_foreach_remove(builder->anchors, is_value, key);
}

static bool check_key(Builder *builder, const YamlNode *node, const YamlNode *key)
{
    if (key->kind != YAML_SCALAR) {
        error_at(builder->error, ERROR_DATA, builder->file, key->line, key->column, "a key must be a plain word");
        return false;
    }
    const YamlNode *other = yaml_get(node, key->text);
    if (other == NULL)
        return true;
    error_at(builder->error, ERROR_DATA, builder->file, key->line, key->column,
             "key \"%s\" is given twice; first on line %d", key->text, other->key_line);
    return false;
}

static bool read_mapping(Builder *builder, YamlNode *node)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(builder, &event))
            return false;
        bool end = event.type == YAML_MAPPING_END_EVENT;
        g_autoptr(YamlNode) key = end ? NULL : read_node(builder, &event);
        yaml_event_delete(&event);
        if (key != NULL)
            forget_anchors(builder, key);
        if (end || key == NULL || !check_key(builder, node, key))
            return end;
        if (!next_event(builder, &event))
            return false;
        YamlNode *value = read_node(builder, &event);
        yaml_event_delete(&event);
        if (value == NULL)
            return false;
        value->key = g_strdup(key->text);
        value->key_line = key->line;
        value->key_column = key->column;
        g_ptr_array_add(node->children, value);
    }
}

static YamlNode *read_collection(Builder *builder, const yaml_event_t *event, YamlKind kind)
{
    g_autoptr(YamlNode) node = new_node(builder, kind, event);
    if (++builder->depth > MAX_DEPTH) {
        error_at(builder->error, ERROR_DATA, builder->file, node->line, node->column, "nested deeper than %d levels",
                 MAX_DEPTH);
        return NULL;
    }
    if (!(kind == YAML_SEQUENCE ? read_sequence(builder, node) : read_mapping(builder, node)))
        return NULL;
    builder->depth--;
    return g_steal_pointer(&node);
}

static YamlNode *read_scalar(Builder *builder, const yaml_event_t *event)
{
    YamlNode *node = new_node(builder, YAML_SCALAR, event);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text = text_clean((const char *)event->data.scalar.value, (gssize)event->data.scalar.length);
    return node;
}

static YamlNode *read_node(Builder *builder, const yaml_event_t *event)
{
    YamlNode *node = NULL;
    const yaml_char_t *anchor = NULL;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return read_alias(builder, event);
    case YAML_SCALAR_EVENT:
        anchor = event->data.scalar.anchor;
        node = read_scalar(builder, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        anchor = event->data.sequence_start.anchor;
        node = read_collection(builder, event, YAML_SEQUENCE);
        break;
    case YAML_MAPPING_START_EVENT:
        anchor = event->data.mapping_start.anchor;
        node = read_collection(builder, event, YAML_MAPPING);
        break;
    default:
        error_at(builder->error, ERROR_DATA, builder->file, mark_line(builder, event->start_mark), 0,
                 "not readable as YAML");
    }
    if (node != NULL && anchor != NULL)
        g_hash_table_insert(builder->anchors, g_strdup((const char *)anchor), node);
    return node;
}

/* Skips stream and document starts; *node stays NULL for an empty document. */
static bool read_root(Builder *builder, YamlNode **node)
{
    for (;;) {
        yaml_event_t event;
        if (!next_event(builder, &event))
            return false;
        yaml_event_type_t type = event.type;
        bool content = type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT ||
                       type == YAML_MAPPING_START_EVENT || type == YAML_ALIAS_EVENT;
        if (content)
            *node = read_node(builder, &event);
        yaml_event_delete(&event);
        if (content)
            return *node != NULL;
        if (type == YAML_STREAM_END_EVENT || type == YAML_NO_EVENT)
            return true;
    }
}

YamlDocument *yaml_read(const char *file, const char *text, gssize length, int first_line, GError **error)
{
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    if (size > MAX_BYTES) {
        error_at(error, ERROR_DATA, file, 0, 0, "has %" G_GSIZE_FORMAT " bytes; a YAML file may have %d", size,
                 MAX_BYTES);
        return NULL;
    }
    g_autoptr(GHashTable) anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    Builder builder = {.file = file, .first_line = first_line, .anchors = anchors, .error = error};
    if (!yaml_parser_initialize(&builder.parser)) {
        error_at(error, ERROR_OS, file, 0, 0, "no memory for the YAML parser");
        return NULL;
    }
    yaml_parser_set_encoding(&builder.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&builder.parser, (const unsigned char *)text, size);
    YamlNode *root = NULL;
    bool fine = read_root(&builder, &root);
    yaml_parser_delete(&builder.parser);
    if (!fine)
        return NULL;
    YamlDocument *document = g_new0(YamlDocument, 1);
    document->file = g_strdup(file);
    document->root = root;
    return document;
}

YamlDocument *yaml_read_file(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    if (!file_read(path, MAX_BYTES, &text, &length, error))
        return NULL;
    return yaml_read(path, text, (gssize)length, 1, error);
}
