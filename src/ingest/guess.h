/* A profile for a file that none knows, made from the names of its fields. */
#pragma once

#include "nines/ingest/profile.h"

/* The generic profile with its patterns replaced by what the file has; a sentence that says what was taken is appended
 * to notes (char *). NULL when not even a time is found. Caller frees. */
Profile *guess_profile(const Profile *generic, const Shape *shape, GPtrArray *notes);
/* Whether a column's words (char*) are the states of a monitor, both down and up, and nothing else but neutral ones. */
bool guess_is_states(const GPtrArray *words);
/* Rows that say whether something is up or down: each run of down becomes one incident of what the profile's service
 * (else id) names. */
void guess_runs(Profile *profile, const char *state, GPtrArray *notes);
/* A column that does not tell incidents apart is no id; why completes "the column ...". */
void guess_without_id(Profile *profile, const char *why, GPtrArray *notes);
/* Rows that repeat their id become one incident: the earliest start, the last that is said of what changes. */
void guess_group(Profile *profile, GPtrArray *notes);
