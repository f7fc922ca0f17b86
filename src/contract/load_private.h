/* What the parts of loading share. */
#pragma once

#include "nines/contract/load.h"
#include "nines/store/facts.h"
#include "nines/store/query.h"

/* What every window of an incident shares; read once for each incident. */
typedef struct {
    const char *label, *title, *severity;
    const char *const *tags;
    Instant detected_at, declared_at, closed_at;
    int64_t precision, users, requests;
} Details;

typedef struct {
    Store *store;
    JudgeFacts *facts;
    GHashTable *details;                         /* int64_t* -> Details* */
    GHashTable *names, *words;                   /* id -> const char* of services and of words */
    GHashTable *tag_lists;                       /* int64_t* of (region, cause) -> the tags that both make */
    Query *incident, *labels, *requests, *users; /* the last two: NULL where no terms need them */
    const Zone *zone;                            /* of the contract */
    Instant as_of;
    GError **error;
} Loader;

/* By how much a time may be later: an hour or a day where it is known to that only. */
int64_t load_slack(const Loader *loader, int64_t precision, Instant at);
const char *load_service(Loader *loader, int64_t id);
const char *load_word(Loader *loader, int64_t id); /* severities */
/* Tickets that response targets judge. */
bool load_tickets(Loader *loader, const Contract *contract, Instant from, Instant to);
/* Notes on records that could not be used, and the services that there are. */
bool load_notes(Loader *loader, const FactsSpan *span);
bool load_services(Loader *loader);
