/* Structures written into a cell, as programs print them: JSON or Python literals. Read as data, never evaluated. */
#pragma once

#include "nines/base/yaml.h"

/* {'summary': 'User Database', 'at': None} as a tree; None is null, numbers keep their digits. NULL when the text is no
 * such structure, or nested deeper than 32. */
YamlNode *literal_read(const char *text, gsize length, int line);
