/* The rows of incidents: each built from a Record in an array by column, bound only where it differs from the row
 * before.
 *
 * Rows whose ids are new for certain wait and go into the table in batches, which costs SQLite a good deal less per
 * row. Whoever reads the table flushes first; a row that may stand already flushes by itself and is run alone.
 */
#pragma once

#include "dictionary.h"
#include "fact_windows.h"

typedef struct {
    int64_t id; /* 0: a new incident */
    int64_t revision;
    int64_t origin_id, source_id;
    int64_t hash;
} FactKey;

typedef struct IncidentInsert IncidentInsert;

IncidentInsert *incident_insert_new(Store *store, Dictionary *words, Dictionary *services, GError **error);
void incident_insert_free(IncidentInsert *insert);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(IncidentInsert, incident_insert_free)
/* Inserts unless the external id stands already (*inserted false). Sets key->id when it was 0. *inline_amounts has a
 * bit for each of the first 64 amounts that stands in the row. */
bool incident_insert_run(IncidentInsert *insert, const Record *record, FactKey *key, const WindowSummary *windows,
                         uint64_t *inline_amounts, bool *inserted, GError **error);
/* Writes the rows that wait. */
bool incident_insert_flush(IncidentInsert *insert, GError **error);
