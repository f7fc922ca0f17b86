/* Where the records are inside a document that is in memory.
 *
 * Invariant: the answer points into the tree and never is NULL: the node itself is the one record when nothing else is.
 */
#pragma once

#include "nines/base/yaml.h"

/* A list of mappings under path, or with NULL under a usual name (*name is set), else root. */
const YamlNode *records_find(const YamlNode *root, const char *path, const char **name);
/* Whether an array of this name is likely the list of records. */
bool records_is_usual(const char *name);
