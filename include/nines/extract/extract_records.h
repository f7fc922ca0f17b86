/* From extractions to records of the store, with evidence, amounts and findings.
 *
 * Invariant: a time that no zone is known for is read in the zone given by the user (else UTC) and marked assumed; a
 * stated duration without times becomes an undated record within the day, or days that are known, else within the
 * year given by the user, else that of the document's other dates. What is inferred, contradicts itself or has a low
 * confidence is a finding of the record.
 *
 *     extract_to_record(extraction, 0, &settings, record, &reason);
 *     fact_writer_put(writer, record, &outcome, &error);
 */
#pragma once

#include "nines/extract/incident.h"
#include "nines/store/record.h"

/* Clears and fills record from the incident at index. False when the incident can be no record: neither a date nor a
 * date's month is known; *reason then says so (static text). Texts are copied into the record. */
bool extract_to_record(const Extraction *extraction, guint index, const ExtractSettings *settings, Record *record,
                       const char **reason);
