/* The part of TOML that front matter uses: comments, [tables], [[lists of tables]], dotted and quoted keys, strings,
 * numbers, dates and words as text, arrays and inline tables. Multi-line strings are refused.
 *
 * Invariant: the same trees as YAML's, with lines; strings are not plain, everything else is.
 */
#pragma once

#include "nines/base/yaml.h"

YamlDocument *toml_read(const char *file, const char *text, gsize length, int first_line, GError **error);
