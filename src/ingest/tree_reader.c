/* One interface over the streamed JSON records and the documents that are read whole. */
#include "nines/ingest/tree_reader.h"
#include "feed.h"
#include "front_matter.h"
#include "json_stream.h"
#include "records.h"
#include <string.h>

#define DOCUMENT_MAX ((gsize)16 << 20)

struct TreeReader {
    char *file;
    bool is_stream;
    JsonStream json;
    YamlDocument *document; /* YAML and front matter */
    YamlNode *current;      /* the streamed record */
    YamlNode *nothing;      /* an empty envelope */
    const YamlNode *root;   /* of what was read whole */
    const YamlNode *list;   /* the records in it, or the one record */
    const char *records;
    guint next;
    int64_t number;
};

static bool has_ending(const char *path, const char *const *endings)
{
    g_autofree char *lower = g_ascii_strdown(path, -1);
    if (g_str_has_suffix(lower, ".gz"))
        lower[strlen(lower) - strlen(".gz")] = '\0';
    for (; *endings != NULL; endings++)
        if (g_str_has_suffix(lower, *endings))
            return true;
    return false;
}

TreeFormat tree_format(const char *path, const char *head, gsize head_length)
{
    static const char *const json[] = {".json", ".jsonl", ".ndjson", NULL};
    static const char *const yaml[] = {".yaml", ".yml", NULL};
    static const char *const markdown[] = {".md", ".markdown", NULL};
    const char *p = head, *end = head + head_length;
    while (p < end && g_ascii_isspace(*p))
        p++;
    bool is_yaml = has_ending(path, yaml);
    bool is_fenced = head_length >= 3 && (memcmp(head, "---", 3) == 0 || memcmp(head, "+++", 3) == 0);
    if (is_fenced && has_ending(path, markdown))
        return TREE_FRONT_MATTER;
    if (feed_is(p, end))
        return TREE_FEED;
    if (has_ending(path, json) || (p < end && (*p == '{' || *p == '[') && !is_yaml))
        return TREE_JSON;
    return is_yaml ? TREE_YAML : TREE_NONE;
}

void tree_reader_free(TreeReader *reader)
{
    if (reader == NULL)
        return;
    if (reader->is_stream)
        json_stream_close(&reader->json);
    yaml_document_free(reader->document);
    yaml_node_free(reader->current);
    yaml_node_free(reader->nothing);
    g_free(reader->file);
    g_free(reader);
}

static bool use_document(TreeReader *reader, const YamlNode *root, const char *records, GError **error)
{
    if (root == NULL)
        return error_at(error, ERROR_DATA, reader->file, 0, 0, "holds no record"), false;
    if (root->kind == YAML_SCALAR)
        return error_at(error, ERROR_DATA, reader->file, root->line, 0, "is neither a list nor a mapping"), false;
    reader->root = root;
    reader->list = records_find(root, records, &reader->records);
    return true;
}

static bool open_json(TreeReader *reader, TextSource *source, const char *records, GError **error)
{
    reader->is_stream = true;
    if (!json_stream_open(&reader->json, source, reader->file, records, error))
        return false;
    return reader->json.shape != JSON_ONE || use_document(reader, reader->json.whole, records, error);
}

static bool open_document(TreeReader *reader, TextSource *source, TreeFormat format, const char *records,
                          GError **error)
{
    Window window;
    GError *failure = NULL;
    window_open(&window, source, DOCUMENT_MAX);
    while (window_more(&window, &failure))
        ;
    if (failure != NULL)
        g_propagate_error(error, failure);
    else if (!window.ended)
        error_at(error, ERROR_DATA, reader->file, 0, 0, "has more than 16 MiB, too much for one document");
    else if (format == TREE_YAML)
        reader->document = yaml_read(reader->file, window.text, (gssize)window.to, 1, error);
    else if (format == TREE_FEED)
        reader->document = feed_read(reader->file, window.text, window.to, error);
    else
        reader->document = front_matter_read(reader->file, window.text, window.to, error);
    window_close(&window);
    if (reader->document == NULL)
        return false;
    if (format != TREE_FRONT_MATTER)
        return use_document(reader, reader->document->root, records, error);
    reader->root = reader->list = reader->document->root;
    reader->records = "";
    return true;
}

TreeReader *tree_reader_open(TextSource *source, const char *file, TreeFormat format, const char *records,
                             GError **error)
{
    g_autoptr(TreeReader) reader = g_new0(TreeReader, 1);
    reader->file = g_strdup(file);
    if (records != NULL && records[0] == '\0')
        records = NULL;
    reader->nothing = yaml_node_new(YAML_MAPPING, NULL, 0, 1, 1);
    bool fine = format == TREE_JSON ? open_json(reader, source, records, error)
                                    : open_document(reader, source, format, records, error);
    return fine ? g_steal_pointer(&reader) : NULL;
}

const YamlNode *tree_reader_envelope(const TreeReader *reader)
{
    if (reader->root == NULL)
        return reader->json.envelope;
    return reader->root->kind == YAML_MAPPING && reader->root != reader->list ? reader->root : reader->nothing;
}

bool tree_reader_is_listed(const TreeReader *reader)
{
    return reader->root ? reader->list->kind == YAML_SEQUENCE : reader->json.shape != JSON_ONE;
}

const char *tree_reader_records(const TreeReader *reader)
{
    const char *name = reader->root != NULL ? reader->records : reader->json.records;
    return name != NULL ? name : "";
}

static bool next_of_list(TreeReader *reader, TreeRecord *record)
{
    const YamlNode *list = reader->list;
    bool is_list = list->kind == YAML_SEQUENCE;
    if (reader->next >= (is_list ? list->children->len : 1))
        return false;
    const YamlNode *node = is_list ? g_ptr_array_index(list->children, reader->next) : list;
    reader->next++;
    bool is_mapping = node->kind == YAML_MAPPING;
    *record = (TreeRecord){.node = is_mapping ? node : NULL,
                           .line = node->line,
                           .number = reader->next,
                           .problem = is_mapping ? NULL : "is no mapping"};
    return true;
}

bool tree_reader_next(TreeReader *reader, TreeRecord *record, GError **error)
{
    if (reader->root != NULL)
        return next_of_list(reader, record);
    g_clear_pointer(&reader->current, yaml_node_free);
    TreeRecord next = {.number = reader->number + 1};
    if (!json_stream_next(&reader->json, &reader->current, &next, error))
        return false;
    next.node = next.problem == NULL ? reader->current : NULL;
    reader->number++;
    *record = next;
    return true;
}
