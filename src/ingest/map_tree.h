/* Tree records (JSON, YAML, front matter) to records. */
#pragma once

#include "mapper.h"

/* Fills the mapper's record between mapper_begin and mapper_end. Texts are copied into the record where they must. */
void map_tree(Mapper *mapper, const YamlNode *node);
