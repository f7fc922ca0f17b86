/* YAML as a tree of nodes that know their file, line and column; all scalars are text and are typed by their reader.
 *
 * Invariant: built with libyaml's event interface under limits (depth 64, alias expansions 10,000, 16 MiB), duplicate
 * keys refused. So `country: NO` stays text and 08:30 is not base 60.
 *
 *     g_autoptr(YamlDocument) doc = yaml_read_file("contract.yaml", &error);
 *     const YamlNode *fee = yaml_get(doc->root, "fee");
 */
#pragma once

#include "nines/base/error.h"

typedef enum { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING } YamlKind;

typedef struct YamlNode YamlNode;
struct YamlNode {
    YamlKind kind;
    int line, column;         /* 1-based, of the value */
    int key_line, key_column; /* of the key in a mapping, else 0 */
    bool plain;               /* scalar without quotes: "null", "~" and "" count as null only then */
    char *key;                /* in a mapping */
    char *text;               /* scalar */
    GPtrArray *children;      /* YamlNode*, in order; of a sequence or mapping */
};

typedef struct {
    char *file;     /* for messages */
    YamlNode *root; /* NULL for an empty document */
} YamlDocument;

/* first_line: the line in file at which text starts (front matter). length -1: NUL-terminated. */
YamlDocument *yaml_read(const char *file, const char *text, gssize length, int first_line, GError **error);
YamlDocument *yaml_read_file(const char *path, GError **error);
void yaml_document_free(YamlDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YamlDocument, yaml_document_free)

/* Trees made by other readers (JSON, TOML): text NULL for collections; text and key are copied. */
YamlNode *yaml_node_new(YamlKind kind, const char *text, gsize length, int line, int column);
/* The parent owns the child; key NULL in a sequence. */
void yaml_node_add(YamlNode *parent, const char *key, YamlNode *child);
void yaml_node_free(YamlNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YamlNode, yaml_node_free)

const YamlNode *yaml_get(const YamlNode *mapping, const char *key); /* NULL when absent or not a mapping */
bool yaml_is_null(const YamlNode *node);
const char *yaml_text(const YamlNode *mapping, const char *key, const char *fallback);
/* "contract.yaml:8:5: <message>" at the node's value, or at its key with _key. */
void yaml_error(GError **error, const YamlDocument *document, const YamlNode *node, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
void yaml_error_key(GError **error, const YamlDocument *document, const YamlNode *node, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Every key of mapping is one of keys (NULL-terminated); else: unknown key "credti" in WHERE; did you mean "credit"? */
bool yaml_check_keys(const YamlDocument *document, const YamlNode *mapping, const char *where, const char *const *keys,
                     GError **error);
/* Typed reads of a scalar; a wrong value is an error that names what would be right. */
bool yaml_read_int(const YamlDocument *document, const YamlNode *node, int64_t min, int64_t max, int64_t *out,
                   GError **error);
bool yaml_read_real(const YamlDocument *document, const YamlNode *node, double min, double max, double *out,
                    GError **error);
bool yaml_read_bool(const YamlDocument *document, const YamlNode *node, bool *out, GError **error);
/* Index of the scalar in words (NULL-terminated), or an error that lists them. */
bool yaml_read_word(const YamlDocument *document, const YamlNode *node, const char *const *words, int *out,
                    GError **error);
