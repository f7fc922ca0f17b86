/* Writing facts: one file is one transaction, all or nothing.
 *
 * Invariant: an incident is known by (origin, external id). Equal facts change nothing; different facts make a new
 * revision and keep the old one with what replaced it and when. The newer statement counts: the one with the later
 * time of change (record.updated_at), else the later as-of, whichever file comes first. read = inserted + updated +
 * unchanged + rejected. Within one file the first record of an id counts: an identical second one is unchanged with a
 * finding, a different one is rejected. So the same file twice changes nothing.
 *
 *     g_autoptr(FactWriter) writer = fact_writer_open(store, &source, &error);
 *     fact_writer_put(writer, record, &outcome, &error);
 *     fact_writer_commit(writer, &counts, &error);      // without it, fact_writer_free rolls back
 */
#pragma once

#include "nines/store/record.h"

typedef struct {
    const char *path, *sha256;
    int64_t bytes_n;
    const char *kind; /* "incidents", "maintenance", "document" */
    const char *format, *profile, *origin, *encoding, *dialect, *options;
    Instant ingested_at;
} SourceFacts;

typedef struct {
    int64_t rows_n, read_n, inserted_n, updated_n, unchanged_n, rejected_n, findings_n;
} SourceCounts;

typedef enum { PUT_INSERTED, PUT_UPDATED, PUT_UNCHANGED, PUT_REJECTED } PutOutcome;

typedef struct FactWriter FactWriter;

/* The source of an earlier, identical ingest whose facts nothing has replaced since, and, where as_of is later than
 * when it was given last, nothing stands before: then there is nothing to do. Returns its id and counts (inserted and
 * updated counted as unchanged), or 0. */
int64_t fact_source_known(Store *store, const char *sha256, const char *profile, const char *origin,
                          const char *options, Instant as_of, SourceCounts *counts);
/* The same file was given again: what it states holds at least until as_of. */
bool fact_source_confirm(Store *store, int64_t source_id, Instant as_of, GError **error);

/* Begins the transaction. The texts of source are copied. */
FactWriter *fact_writer_open(Store *store, const SourceFacts *source, GError **error);
/* Rolls back unless committed. */
void fact_writer_free(FactWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FactWriter, fact_writer_free)

/* False only when the database fails. A record that cannot stand (same id, other facts) is rejected: PUT_REJECTED. */
bool fact_writer_put(FactWriter *writer, Record *record, PutOutcome *outcome, GError **error);
/* A maintenance window: from and to must be known; NULL service means every service, NULL id makes one; updated is
 * when the source changed it last, or INSTANT_NONE. */
bool fact_writer_put_maintenance(FactWriter *writer, const char *external_id, const char *service, Instant from,
                                 Instant to, Instant announced, Instant updated, const char *title, int64_t line,
                                 PutOutcome *outcome, GError **error);
/* A record that could not be read; counts as read. raw is cut to 4 KiB. column 0: not known. */
typedef struct {
    int64_t row, line, column;
    const char *field, *reason, *raw;
    gssize raw_length; /* -1: NUL-terminated */
} RejectFacts;
bool fact_writer_reject(FactWriter *writer, const RejectFacts *reject, GError **error);
/* The newest reject's reason, for messages: "same id as line 7, other facts". NULL when there is none. */
const char *fact_writer_reject_reason(const FactWriter *writer);
/* A finding about the source as a whole. */
bool fact_writer_note(FactWriter *writer, bool warning, const char *kind, const char *field, int64_t line,
                      const char *message, GError **error);
/* Rows of the file, when they are not one to a record; else they equal read_n. */
void fact_writer_set_rows(FactWriter *writer, int64_t rows_n);
/* Records so far that are older than what stands: they went to the revisions, and count as unchanged. */
int64_t fact_writer_older(const FactWriter *writer);
/* So far. A dry run reads them here and frees the writer without committing. */
void fact_writer_counts(const FactWriter *writer, SourceCounts *counts);
/* Ends the transaction. When nothing was inserted or updated and the same file is already known, nothing is kept. */
bool fact_writer_commit(FactWriter *writer, SourceCounts *counts, GError **error);
