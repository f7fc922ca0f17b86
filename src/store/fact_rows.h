/* The rows of one incident: what a Record becomes in the tables. */
#pragma once

#include "dictionary.h"
#include "fact_incident.h"
#include "nines/store/fact_writer.h"

typedef struct FactRows FactRows;

FactRows *fact_rows_new(Store *store, GError **error);
void fact_rows_free(FactRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FactRows, fact_rows_free)
Dictionary *fact_rows_words(FactRows *rows);
Dictionary *fact_rows_services(FactRows *rows);

/* Inserts the incident unless its external id stands already (*inserted false: nothing was written). key->id is set.
 * The incident's row may wait until the next flush. */
bool fact_rows_insert(FactRows *rows, const Record *record, FactKey *key, bool *inserted, GError **error);
bool fact_rows_flush(FactRows *rows, GError **error);
/* Removes the incident and all that hangs on it but its old revisions. */
bool fact_rows_delete(FactRows *rows, int64_t id, GError **error);
bool fact_rows_finding(FactRows *rows, const RecordFinding *finding, int64_t incident_id, int64_t source_id,
                       int64_t line, GError **error);
