/* The scanner of JSON text: builds one value's tree from a buffer that may be cut anywhere. Knows nothing of files.
 *
 * Invariant: strictly RFC 8259; text[length] is '\n' (a sentinel). With any status but JSON_OK nothing was built, and a
 * scan of JSON_MORE is simply repeated from its start with more text.
 */
#pragma once

#include "nines/base/yaml.h"

typedef enum { JSON_OK, JSON_MORE, JSON_END /* nothing but blanks is left */, JSON_BAD } JsonStatus;

typedef struct {
    const char *text;
    gsize length, at;
    bool final; /* nothing follows */
    int64_t line;
    int64_t line_start; /* where the line begins, relative to text: negative when before it */
    int depth;
    JsonStatus status;
    const char *message; /* JSON_BAD: what is wrong at the scan's place; static */
    const char *twice;   /* a key given twice, in the tree that was built; NULL: none */
} JsonScan;

/* Skips blanks; the next byte, or -1 with a status of JSON_MORE or JSON_END. */
int json_scan_peek(JsonScan *scan);
/* A value with what blanks stand before it. Caller frees; NULL with a status. */
YamlNode *json_scan_value(JsonScan *scan);
/* A member's name and the colon. Caller frees; NULL with a status. */
char *json_scan_key(JsonScan *scan);
/* Expects punctuation. */
bool json_scan_byte(JsonScan *scan, char byte, const char *message);
int json_scan_column(const JsonScan *scan);
