/* Incidents that stand in a list inside each of several records: a service with its incidents, a page of a response. */
#pragma once

#include "nines/ingest/profile.h"

/* Makes a profile of the list's elements one of the records that hold such a list at path: "each." goes in front of
 * what it reads. Without a service of its own an incident has the name of the record around it. */
void guess_inside(Profile *profile, const YamlNode *record, const char *path, GPtrArray *notes);
