/* Delimited rows to records: which column feeds which field is worked out once per file. */
#pragma once

#include "mapper.h"
#include "nines/ingest/csv.h"

typedef struct RowMap RowMap;

/* columns: of the file, NULL-terminated. */
RowMap *row_map_new(const Profile *profile, const char *const *columns);
void row_map_free(RowMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RowMap, row_map_free)

/* Fills the mapper's record between mapper_begin and mapper_end. The texts live until the next call and the row's next
 * csv_next. */
void row_map_fill(RowMap *map, Mapper *mapper, const CsvRecord *row);
/* Text of a cell as the mapper gets it: NUL-terminated, without control characters, "" for nothing. */
const char *row_map_cell(RowMap *map, const CsvRecord *row, guint column);
/* Forgets the texts of the row before. row_map_fill does it itself. */
void row_map_begin(RowMap *map);

/* Decides day-first for each column of times from a sample of rows; one observer per file. */
typedef struct OrderVotes OrderVotes;
OrderVotes *order_votes_new(guint columns_n);
void order_votes_free(OrderVotes *votes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OrderVotes, order_votes_free)
void order_votes_add(OrderVotes *votes, const CsvRecord *row);
/* Sets the mapper's rules. Appends a sentence (char *) to notes for every column that had to be assumed. */
void order_votes_decide(const OrderVotes *votes, const RowMap *map, const char *const *columns, Mapper *mapper,
                        GPtrArray *notes);
