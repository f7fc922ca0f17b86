/* Extractions as JSON: {id, file, incidents: [...], findings: [...]}. */
#pragma once

#include "nines/base/json.h"
#include "nines/extract/incident.h"

void extraction_to_json(const Extraction *extraction, JsonWriter *writer);
