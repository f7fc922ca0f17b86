/* A post-mortem document into the store: what extraction finds in it becomes records, all or nothing. */
#pragma once

#include "nines/extract/incident.h"
#include "nines/ingest/ingest.h"

#define DOCUMENT_PROFILE "document"

/* id: of the document, from which its incidents' ids are made; NULL: the file's name without ending. A document that
 * tells of no incident counts as read, with 0 records and a note why. */
bool ingest_document(Store *store, const IngestOptions *options, const ExtractSettings *settings, const char *path,
                     const char *id, IngestReport *report, GError **error);
