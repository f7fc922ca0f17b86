/* Records that are trees: JSON, JSON Lines, YAML and front matter, through one "next record" interface, so that one
 * mapping serves them all.
 *
 * Invariant: a record is a YamlNode mapping whose nodes know their line and column. All scalars are text exactly as
 * written: a number keeps every digit (19-digit ids, 1.10, numbers beyond 64 bits). plain is true for JSON numbers,
 * true, false and null, and false for JSON strings, so yaml_is_null() is right for both. JSON is streamed: memory is
 * bounded by the largest record (4 MiB of text), not by the file. Duplicate keys, NaN, 'single quotes', comments and
 * nesting deeper than 64 are refused.
 *
 *     g_autoptr(TreeReader) reader = tree_reader_open(source, "incidents.json", TREE_JSON, "incidents", &error);
 *     TreeRecord record;
 *     while (tree_reader_next(reader, &record, &error))
 *         if (record.problem == NULL)
 *             use(tree_text(record.node, "incident_updates[].status", NULL));
 */
#pragma once

#include "nines/base/yaml.h"
#include "nines/ingest/encoding.h"

#define TREE_RECORD_MAX ((gsize)4 << 20)
#define TREE_DEPTH_MAX 64

typedef enum {
    TREE_NONE,         /* not a tree: read it as CSV */
    TREE_JSON,         /* an array, an object with an array of records inside, one object, or one object a line */
    TREE_YAML,         /* a list of records, a mapping with such a list inside, or one record */
    TREE_FEED,         /* the entries of an Atom or RSS feed under "entries", each with its elements by their names */
    TREE_FRONT_MATTER, /* one record: the YAML or TOML block at the head of a Markdown file; its text is "body", its
                          name "file" */
} TreeFormat;

typedef struct {
    const YamlNode *node; /* owned by the reader until the next call; NULL with a problem */
    int64_t line;         /* on which it starts */
    int64_t number;       /* 1-based */
    const char *problem;  /* NULL: fine. Else why this record cannot be used, for a reject */
} TreeRecord;

typedef struct TreeReader TreeReader;

/* By the first byte that is no blank, then by the name's ending: "{" or "[" is JSON; "---" or "+++" at the head of a
 * .md file is front matter; .yaml and .yml are YAML. */
TreeFormat tree_format(const char *path, const char *head, gsize head_length);

/* records: where the records are inside an enclosing object, as "incidents" or "data.incidents". NULL finds them: an
 * array of objects under a usual name (incidents, events, issues, ... ) else the object itself is the record. The
 * source is borrowed and outlives the reader. file is for messages. */
TreeReader *tree_reader_open(TextSource *source, const char *file, TreeFormat format, const char *records,
                             GError **error);
void tree_reader_free(TreeReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TreeReader, tree_reader_free)

/* What stands in the enclosing object before the records ("page" of a status page), as a mapping; never NULL. */
const YamlNode *tree_reader_envelope(const TreeReader *reader);
/* The name under which the records were found, "" when there is no enclosing object. */
/* Whether the records are the elements of a list or lines, not the one document. */
bool tree_reader_is_listed(const TreeReader *reader);
const char *tree_reader_records(const TreeReader *reader);

/* false at the end, and on failure with *error set: broken syntax in an array or document cannot be stepped over. In
 * JSON Lines a broken line is a record with a problem. An element that is no object is a record with a problem. */
bool tree_reader_next(TreeReader *reader, TreeRecord *record, GError **error);
