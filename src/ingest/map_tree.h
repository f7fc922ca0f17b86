/* Tree records (JSON, YAML, front matter) to records. */
#pragma once

#include "mapper.h"

/* Fills the mapper's record between mapper_begin and mapper_end. Texts are copied into the record where they must. */
void map_tree(Mapper *mapper, const YamlNode *node);
/* Whether node meets all conditions. The value "*" is met by anything that says something, "" by nothing at all. */
bool conditions_hold(const YamlNode *node, const GPtrArray *conditions);
