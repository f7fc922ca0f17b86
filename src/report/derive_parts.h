/* What the parts of derive_tables share. Private to report. */
#pragma once

#include "nines/report/derive.h"

#define TREND_MONTHS 13

typedef struct {
    Store *store;
    const FigureRequest *request;
    const GPtrArray *contracts;
    const char *version;
    Period previous;
    Population *population, *previous_population;
    GPtrArray *groups[DIMENSION_N], *previous_groups[DIMENSION_N]; /* Group* */
    GHashTable *paths;                                             /* source id -> path */
    GHashTable *counted; /* incident id -> int64_t ppm-milliseconds of the period, all services */
    GPtrArray *ledgers;  /* ServiceLedger*: the period, the previous one, then the trend's months */
    GArray *months;      /* Period of the trend */
} DeriveContext;

bool derive_load_ledgers(DeriveContext *context, GError **error);
bool derive_availability(const DeriveContext *context, GError **error);
bool derive_segments(const DeriveContext *context, GError **error);
bool derive_windows(const DeriveContext *context, GError **error);
bool derive_durations(const DeriveContext *context, GError **error);
bool derive_survival(const DeriveContext *context, GError **error);
/* A budget of a period that may still be overspent. */
typedef struct {
    Instant from, to;
    int64_t left_ms;    /* below 0: overspent */
    int64_t to_come_ms; /* time of the period after the as-of time, of each service */
    const char *name;   /* part of the seed */
    bool (*is_meant)(gconstpointer data, const ServiceLedger *line); /* whose past outages may recur */
    gconstpointer data;
} BreachCase;

/* Simulated; NaN when the period is not running, or without a past outage. */
double derive_breach_risk(const DeriveContext *context, const BreachCase *of);
/* Of a service against a plain target; NaN without one, too. */
double derive_service_risk(const DeriveContext *context, const ServiceLedger *line, double target_ratio);
/* The live ledger's cells; reads report_window, report_service, report_planned and report_unmeasured. */
bool derive_cells(const DeriveContext *context, GError **error);
bool derive_months(const DeriveContext *context, GError **error);
bool derive_obligations(const DeriveContext *context, GError **error);
bool derive_from_facts(const DeriveContext *context, GError **error);
