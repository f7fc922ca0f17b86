/* What an hour of each service is worth: the rates from which business impact is computed. A YAML file that the user
 * writes; docs/rates.md describes its language.
 *
 * Invariant: low <= likely <= high; money is in minor units per hour; every error names file, line and column. A rate
 * for certain hours that names only some kinds takes the others from its service.
 *
 *     g_autoptr(ImpactRates) rates = rates_read_file("rates.yaml", &error);
 *     const ServiceRates *checkout = rates_find(rates, "checkout");
 */
#pragma once

#include "nines/base/error.h"
#include "nines/contract/clock.h"

typedef enum { RATE_USERS, RATE_ORDERS, RATE_REQUESTS, RATE_REVENUE, RATE_N } RateKind;

typedef struct {
    bool given;
    double low, likely, high; /* users at a time; the others per hour */
} RateRange;

typedef struct {
    WorkCalendar *when; /* NULL: whenever no other rule holds */
    RateRange rates[RATE_N];
} RateRule;

typedef struct {
    char *service;         /* "*": any that has no entry of its own */
    char *currency;        /* of the revenue */
    GPtrArray *rules;      /* RateRule*: the first that holds counts; the last has no hours */
    double deferred_ratio; /* share of the lost orders that come in later anyway */
    GHashTable *deferred;  /* incident id (text) -> double*: orders of it that came in later */
} ServiceRates;

typedef struct {
    int64_t day; /* since 1970-01-01 */
    char *from;  /* currency */
    double rate; /* units of ImpactRates.currency for one unit of from */
} ExchangeRate;

typedef struct {
    const Zone *zone;
    char *currency;      /* in which money is added up; NULL: it is not */
    GPtrArray *services; /* ServiceRates* */
    GPtrArray *exchange; /* ExchangeRate* */
    double responders;   /* people at work on an incident; 0: cost of response is not computed */
    RateRange response;  /* minor units per person and hour */
    char *response_currency;
} ImpactRates;

ImpactRates *rates_read_file(const char *path, GError **error);
void rates_free(ImpactRates *rates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImpactRates, rates_free)
/* The entry of the service, else that of "*", else NULL. */
const ServiceRates *rates_find(const ImpactRates *rates, const char *service);
/* The newest rate not after the day; NULL when there is none. */
const ExchangeRate *rates_exchange(const ImpactRates *rates, const char *from, int64_t day);
