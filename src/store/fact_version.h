/* Which of two statements about one record is the newer one, and the history of those that are not.
 *
 * Invariant: the order is total and does not depend on the order of ingestion: the record's own time of change, else
 * the as-of instant of the ingest; then that as-of; then the record's latest time; then its hash. So any order of files
 * leaves the same facts.
 */
#pragma once

#include "fact_writer_private.h"

typedef struct {
    Instant stated_at, ingested_at, latest_at;
    int64_t hash;
} Version;

Version version_of(const FactWriter *writer, const Record *record, int64_t hash);
/* Below 0 when a is older. */
int version_compare(const Version *a, const Version *b);
/* Keeps a statement that is older than the facts that stand: it takes its place among the revisions. */
bool version_keep_older(FactWriter *writer, Record *record, const Version *version, int64_t incident_id,
                        GError **error);
