/* Pairs of records that may be one incident: the search behind links. */
#pragma once

#include "link_match.h"
#include "nines/store/query.h"

typedef enum { BASIS_TITLE, BASIS_ID, BASIS_CONFIRMED } LinkBasis;

typedef struct {
    LinkRecord *a, *b; /* borrowed from the Candidates; a is the main record of a confirmed pair */
    LinkBasis basis;
    LikenessGrade grade;
    int strength; /* of an id: 3 the ids themselves, 2 in the title, 1 in the text */
    double score;
    char *evidence;
} Candidate;

typedef struct {
    Store *store;
    GHashTable *records; /* &record->id -> LinkRecord, owned: those of the pairs */
    GPtrArray *pairs;    /* Candidate*, owned */
} Candidates;

/* Every pair of records of different sources that looks alike. Where a record has several partners of one source that
 * fit as well, none of them is certain. */
Candidates *candidates_find(Store *store, GError **error);
void candidates_free(Candidates *candidates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Candidates, candidates_free)
bool candidates_add_confirmed(Candidates *candidates, int64_t main_id, int64_t other_id, GError **error);
/* The surest first; the order does not depend on ids of the store. */
void candidates_sort(Candidates *candidates);
