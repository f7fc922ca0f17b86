/* The block of YAML (---) or TOML (+++) at the head of a Markdown file.
 *
 * Invariant: lines in the tree are the file's lines; the text behind the block is the tree's "body", unless the block
 * has a key of that name.
 */
#pragma once

#include "nines/base/yaml.h"

YamlDocument *front_matter_read(const char *file, const char *text, gsize length, GError **error);
