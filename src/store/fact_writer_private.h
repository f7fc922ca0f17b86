/* What the two halves of the fact writer share: fact_writer.c keeps the file (source, counts, transaction), fact_put.c
 * its records. */
#pragma once

#include "fact_rows.h"
#include "store_private.h"

typedef enum {
    SQL_FIND,
    SQL_SEEN,
    SQL_MARK,
    SQL_FACTS,
    SQL_KEEP,
    SQL_CONFIRM,
    SQL_REJECT,
    SQL_MAINTENANCE,
    SQL_FIND_MAINTENANCE,
    SQL_UPDATE_MAINTENANCE,
    SQL_KEEP_MAINTENANCE,
    SQL_CONFIRM_MAINTENANCE,
    SQL_N
} WriterSql;

struct FactWriter {
    Store *store;
    FactRows *rows;
    Query *query[SQL_N];
    SourceCounts counts;
    int64_t source_id, origin_id;
    Instant ingested_at;
    bool open;
    bool has_links;  /* records that stand may be altered by links */
    int64_t rows_n;  /* -1: as many as records */
    int64_t older_n; /* records that are older than what stands */
    char *reason;
    char *sha256, *profile, *options, *origin;
    int64_t bytes_n;
};

/* Counts one outcome. */
void writer_count(FactWriter *writer, PutOutcome outcome);
bool writer_finding(FactWriter *writer, const RecordFinding *finding, int64_t incident_id, int64_t line,
                    GError **error);
