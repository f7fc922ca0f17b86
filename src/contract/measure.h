/* From facts to the ledger of one obligation in one period.
 *
 * Invariant: a Measure is filled in the order scope -> caps -> shortest outage -> exclusions -> combination -> unit ->
 * ledger, each step in its own file; every step is a pure function of the facts, the terms and the case.
 */
#pragma once

#include "verdict.h"

/* Vague facts are read three ways: as they stand, and so that they cost least or most. */
typedef enum { CASE_NOMINAL, CASE_BEST, CASE_WORST } CaseKind;

/* Outages by service and start, made once for all obligations. */
typedef struct {
    const JudgeFacts *facts;
    GPtrArray *outages;   /* const JudgeOutage*, by (service, from, incident) */
    GArray *reach;        /* Instant: latest end of this and the earlier outages of the same service */
    GHashTable *services; /* name -> ServiceRange* */
} FactsIndex;

typedef struct {
    guint first, n;
} ServiceRange;

FactsIndex *facts_index_new(const JudgeFacts *facts);
void facts_index_free(FactsIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FactsIndex, facts_index_free)
typedef void (*OutageFunc)(const JudgeOutage *outage, gpointer user_data);
/* Outages of the service that reach into [from, to); open ones reach for ever. */
void facts_index_each(const FactsIndex *index, const char *service, Instant from, Instant to, OutageFunc func,
                      gpointer user_data);

/* An outage window that counts, before it goes into the ledger. */
typedef struct {
    Outage outage;
    guint part; /* index into Measure.parts */
} Window;

/* Time of a record that a clause takes out by its words: it yields to whatever else counts there (force majeure beside
 * an own fault), and beyond the clause's cap it counts after all. */
typedef struct {
    Exclusion exclusion;
    Outage outage; /* of a record, whose downtime is in no window */
    guint part;
    bool cuts; /* takes out the downtime of its part (maintenance of one service) */
} SoftSpan;

typedef struct {
    const Terms *terms;
    const Obligation *obligation;
    const char *only_value; /* of obligation->per, or NULL */
    const FactsIndex *index;
    Instant from, to, as_of;
    CaseKind kind;
    GPtrArray *services;      /* const char*: the obligation's, "*" resolved */
    GPtrArray *values;        /* const char*: tenants to pool over; else empty */
    guint parts_n;            /* services that combine, or tenants that are pooled */
    GArray *windows;          /* Window, unsorted */
    GArray *undated;          /* UndatedOutage */
    GArray *exclusions;       /* Exclusion */
    GArray *soft;             /* SoftSpan */
    GArray *unknowns;         /* Exclusion */
    GArray *records;          /* ExclusionRecord; Exclusion.clause is the index + 1 */
    GHashTable *excluded_by;  /* incident (int64_t*) -> char*: clause that took some of it */
    GPtrArray *vague;         /* char*: facts that a best and a worst case read differently */
    int64_t unit_total;       /* users or requests of this period; 0: not counted so, or not stated */
    Wide failed_parts;        /* requests that failed, in parts per million */
    int64_t share_parts;      /* 1, or a share_ppm stands for exact_shares[share_ppm] / share_parts millionths */
    GHashTable *exact_shares; /* GINT share_ppm -> int64_t* */
    Ledger *ledger;           /* the result */
    int64_t future_ms;        /* of the ledger's unknown time, what is still to come */
} Measure;

Measure *measure_new(const Terms *terms, const Obligation *obligation, const FactsIndex *index, CaseKind kind);
void measure_free(Measure *measure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Measure, measure_free)
/* Runs all steps; services, only_value, from, to and as_of are set by the caller. */
void measure_run(Measure *measure);

/* The steps. */
void scope_collect(Measure *measure);
bool scope_has_service(const Measure *measure, const char *service); /* NULL: applies to all */
void scope_drop_short(Measure *measure);
void combine_set_parts(Measure *measure);
void combine_windows(Measure *measure);
/* What a share of one service (NULL: of one tenant that is pooled) is of the whole, rounded up. */
int32_t combine_share(Measure *measure, const char *service, int32_t share_ppm);
void exclude_collect(Measure *measure);
void exclude_cap_soft(Measure *measure); /* soft exclusions beyond a clause's cap, into windows */
void exclude_parts(Measure *measure);    /* exclusions of one part of several (parts.c) */
void exclude_soften(Measure *measure);   /* soft exclusions less what counts, into exclusions */
void unit_apply(Measure *measure, const Ledger *raw);

/* Adds a record and gives its key. */
int64_t measure_add_record(Measure *measure, ExclusionRecord record);
void measure_add_window(Measure *measure, guint part, Instant from, Instant to, int64_t incident, int32_t share_ppm);
/* Shares are millionths; those that are none (a third) are rounded up for the ledger, and summed by what they are:
 * parts / measure->share_parts. Does nothing when share_parts is 1. Returns the millionths. */
int32_t measure_exact_share(Measure *measure, int64_t parts);
int64_t measure_share_parts(const Measure *measure, int32_t share_ppm); /* the way back */
void measure_add_vague(Measure *measure, char *text);                   /* takes text; repeated texts are kept once */
/* Outage array of the windows, for the ledger. */
GArray *measure_outages(const Measure *measure);
int compare_windows(gconstpointer a, gconstpointer b); /* Window by (from, to, incident) */
