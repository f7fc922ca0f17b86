/* Which sheets of a workbook are read when it is named as a whole. */
#pragma once

#include "nines/ingest/ingest.h"

/* Workbooks have sheets of totals and lists beside those of incidents. Of the sheets that stand in paths for one
 * workbook those stay that a profile knows; where none does, the first that can be guessed, and those of the same
 * columns. The others are taken out of paths (char*) and said in left_out (char*). A sheet named alone stays. */
void sheets_choose(const IngestOptions *options, GPtrArray *paths, GPtrArray *left_out);
