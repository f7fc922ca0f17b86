/* Rows as trees, for profiles that look into cells: {'summary': 'User Database'} under "service" is service.summary. */
#pragma once

#include "nines/ingest/csv.h"
#include "nines/ingest/profile.h"

typedef struct RowTree RowTree;

/* columns: of the file, NULL-terminated. Only those that the profile reads become part of the tree. */
RowTree *row_tree_new(const Profile *profile, const char *const *columns);
void row_tree_free(RowTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RowTree, row_tree_free)
/* A mapping from the profile's spelling of a column to its cell. Caller frees. */
YamlNode *row_tree_read(const RowTree *tree, const CsvRecord *row);
