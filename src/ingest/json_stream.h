/* Records out of JSON text as it streams by: the elements of an array (alone or inside objects), or one object a line.
 *
 * Invariant: one record at a time is in memory; what stands in the enclosing objects before the records is kept in
 * envelope, what stands behind them is checked and dropped.
 */
#pragma once

#include "nines/ingest/tree_reader.h"
#include "window.h"

typedef enum { JSON_ARRAY, JSON_LINES, JSON_ONE /* the document is in whole */ } JsonShape;

typedef struct {
    const char *file;
    Window window;
    int64_t line, line_start; /* of the window's start, as in JsonScan */
    JsonShape shape;
    int open_n; /* enclosing objects to be closed behind the array */
    bool first; /* no element or member of this collection yet */
    bool done;
    YamlNode *envelope;
    YamlNode *whole; /* JSON_ONE */
    char *records;   /* the name under which they were found */
    GString *problem;
} JsonStream;

/* records: as in tree_reader_open; NULL streams only what cannot be read whole. */
bool json_stream_open(JsonStream *stream, TextSource *source, const char *file, const char *records, GError **error);
void json_stream_close(JsonStream *stream);
/* Of JSON_ARRAY and JSON_LINES. false at the end and on failure. *node is owned by the caller, NULL for a line that
 * cannot be read; a record may have a problem. */
bool json_stream_next(JsonStream *stream, YamlNode **node, TreeRecord *record, GError **error);
