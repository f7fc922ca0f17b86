/* The row of one incident: built from a Record in an array by column, bound only where it differs from the row before.
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
/* Inserts unless the external id stands already (*inserted false). *inline_amounts has a bit for each of the first 64
 * amounts that stands in the row. */
bool incident_insert_run(IncidentInsert *insert, const Record *record, const FactKey *key, const WindowSummary *windows,
                         uint64_t *inline_amounts, bool *inserted, GError **error);
/* Of the record inserted last. */
int64_t incident_insert_severity(const IncidentInsert *insert);
