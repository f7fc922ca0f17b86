/* What an unknown file offers for a guess: its columns or paths, each with its name as names are compared and a value.
 */
#pragma once

#include "nines/ingest/profile.h"

#define GUESS_DEPTH 3 /* mappings inside mappings that are looked into */

typedef struct {
    char *path; /* column name or path */
    char *name; /* of its last part, as names are compared */
    char *whole;
    const char *text; /* a value, where one is at hand */
    bool inside;      /* another thing that the record names: its id and its times are not the record's */
    bool used;
} Candidate;

/* What the value at hand is, as times go; SAYS_NOTHING where there is none. */
typedef enum { SAYS_OTHER, SAYS_NOTHING, SAYS_DAY, SAYS_CLOCK, SAYS_TIME } Says;

/* Candidate*, of the columns of rows or the scalars of a record, lists of names among them. Caller frees. */
GPtrArray *candidates_in(const Shape *shape);
Says candidate_says(const Candidate *candidate);
/* A length with its units in words; a number alone could be anything. */
bool candidate_says_length(const Candidate *candidate);
/* INSTANT_NONE where the value is no time. */
Instant candidate_instant(const Candidate *candidate);
/* The first unused one, other than but, whose value says that; NULL: none. */
Candidate *candidate_saying(const GPtrArray *candidates, Says wanted, const Candidate *but);
/* The unused one that fits the field's patterns best and whose value does not speak against it; NULL: none. */
Candidate *candidate_for(const GPtrArray *candidates, const FieldRule *field);
/* The same for a start, which is not what would be the end and does not lie behind it. */
Candidate *candidate_for_start(const GPtrArray *candidates, const FieldRule *field, const FieldRule *end_field);
