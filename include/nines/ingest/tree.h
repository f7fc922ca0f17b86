/* Values of a tree by path: "impact.start", "updates[].created", "affected[0].name".
 *
 * Invariant: a path never fails; what is not there gives nothing. [] stands for every element of a list (a mapping or
 * scalar in a list's place counts as a list of one), [*] also for every value of a mapping, [2] for the third, [-1] for
 * the last. A key may itself contain
 * points when it is there literally ("service.name"): the longest key that exists wins.
 *
 *     const char *name = tree_text(record, "components[].name", "");   // the first
 *     g_autoptr(GPtrArray) all = tree_all(record, "components[].name");
 */
#pragma once

#include "nines/base/yaml.h"

/* The first match or NULL. */
const YamlNode *tree_get(const YamlNode *node, const char *path);
/* Text of the first match that is a scalar and not null, later ones included, else fallback. Borrowed. */
const char *tree_text(const YamlNode *node, const char *path, const char *fallback);
/* All matches in order, borrowed (const YamlNode *). Caller unrefs the array. */
GPtrArray *tree_all(const YamlNode *node, const char *path);
