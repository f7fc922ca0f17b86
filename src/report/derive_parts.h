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
/* Of a running period that the line covers; NaN for another, without a target, or without a past outage. */
double derive_breach_risk(const DeriveContext *context, const ServiceLedger *line, double target_ratio);
/* The live ledger's cells; reads report_window, report_service, report_planned and report_unmeasured. */
bool derive_cells(const DeriveContext *context, GError **error);
bool derive_months(const DeriveContext *context, GError **error);
bool derive_obligations(const DeriveContext *context, GError **error);
bool derive_from_facts(const DeriveContext *context, GError **error);
