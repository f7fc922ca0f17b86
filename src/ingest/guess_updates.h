/* The history inside a record of an unknown tree: a list of updates, each with a time and a state. */
#pragma once

#include "nines/ingest/profile.h"

/* Adds what the states of such a list say (the last "resolved", the first "acknowledged", ...) as further sources of
 * the profile's times, and the list itself as the timeline; what was taken is appended to note. */
void guess_updates(Profile *profile, const YamlNode *record, GString *note);
