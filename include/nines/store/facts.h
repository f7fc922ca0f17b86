/* Reading the facts in bulk, for figures: each scan costs what its period holds, not what the database holds.
 *
 * Invariant: structs and texts passed to a callback are valid during the call only; a callback that returns false ends
 * the scan early (which is no failure). Ids resolve with store_word() and store_service().
 *
 *     facts_each_window(store, from, to, as_of, WINDOWS_COUNTED, add_outage, ledger, &error);
 */
#pragma once

#include "nines/store/store.h"

/* The times of one incident, in their natural order. */
typedef enum {
    MOMENT_STARTED,
    MOMENT_DECLARED,
    MOMENT_DETECTED,
    MOMENT_ACKNOWLEDGED,
    MOMENT_MITIGATED,
    MOMENT_RESOLVED,
    MOMENT_CLOSED,
    MOMENT_N
} Moment;
const char *moment_name(Moment moment); /* "started", "acknowledged": column names without _at */

typedef enum {
    KIND_INCIDENT,
    KIND_MAINTENANCE,
    KIND_INFORMATIONAL,
    KIND_TEST,
    KIND_DUPLICATE,
    KIND_FALSE_ALARM,
    KIND_N
} IncidentKind;
const char *incident_kind_name(IncidentKind kind); /* "false_alarm" */
/* False for an unknown name. */
bool incident_kind_find(const char *name, IncidentKind *kind);

typedef struct {
    int64_t id;
    const char *external_id, *title;
    IncidentKind kind;
    bool is_outage;
    int64_t severity_id, status_id, team_id, cause_id, detected_by_id, region_id, service_id, origin_id; /* 0: none */
    Instant at[MOMENT_N];
    Instant within_from_at, within_to_at;
    int64_t stated_duration_ms; /* INSTANT_NONE: not stated */
    int precision;              /* Precision of timetext.h */
    int zone_basis;             /* ZoneBasis of timetext.h */
    int change_caused;          /* -1 not known, 0, 1 */
    int64_t reopened_n, services_n;
    int64_t windows_n; /* stated windows; 0: implied by the times, so impact ends at mitigated, else resolved */
    int64_t source_id, line;
} FactIncident;

/* SELECT incident_id, facts (JSON) FROM incident i: the facts as incident_revision keeps them; a WHERE may follow. */
const char *facts_json_sql(void);

typedef bool (*FactIncidentFunc)(const FactIncident *incident, gpointer user_data);

/* Incidents of all kinds whose started_at lies in [from, to), in order of start. With undated true also those without
 * started_at whose [within_from_at, within_to_at) begins in [from, to), after the others. from INSTANT_NONE: all. */
bool facts_each_incident(Store *store, Instant from, Instant to, bool undated, FactIncidentFunc func,
                         gpointer user_data, GError **error);

/* The same by declared_at, for the rules of tools that count an incident when it is opened there; one that was never
 * declared counts at its started_at. Reads every incident. */
bool facts_each_declared(Store *store, Instant from, Instant to, bool undated, FactIncidentFunc func,
                         gpointer user_data, GError **error);

/* More of the incident's row, for who would look it up anyway. */
typedef struct {
    const char *external_id, *title;
    Instant detected, declared, closed;
    int precision;
    int64_t region_id, cause_id; /* 0: none */
    int64_t users_n;             /* -1: not given */
} FactDetails;

typedef enum {
    WINDOWS_COUNTED,  /* of incidents that are outages, with a share above 0 */
    WINDOWS_ALL,      /* also those of informational records, maintenance incidents and share 0 */
    WINDOWS_DETAILED, /* counted, with details where the window stands in the incident's own row */
} WindowSelection;

typedef struct {
    int64_t incident_id, service_id; /* service 0: none named */
    Instant from, to;                /* to: the as-of instant while open */
    bool open;
    int32_t share_ppm;
    bool share_stated;
    int64_t severity_id;
    bool counts;
    const FactDetails *details; /* NULL: not asked for, or a stated window */
} FactWindow;

typedef bool (*FactWindowFunc)(const FactWindow *window, gpointer user_data);

/* Windows that overlap [from, to), not clipped, in no particular order; empty and reversed ones never appear (they are
 * findings), nor those that begin at or after as_of; an end behind as_of has not come, so such a window is open and
 * ends there. service_id -1: every service, which costs no more than one. */
bool facts_each_window(Store *store, int64_t service_id, Instant from, Instant to, Instant as_of,
                       WindowSelection selection, FactWindowFunc func, gpointer user_data, GError **error);

typedef struct {
    int64_t id, service_id; /* service 0: all services */
    Instant from, to, announced;
    const char *external_id, *title;
} FactMaintenance;

typedef bool (*FactMaintenanceFunc)(const FactMaintenance *maintenance, gpointer user_data);

/* Maintenance windows that overlap [from, to), in order of (service, from). service_id -1: every service; else those
 * of the service and those of all services. */
bool facts_each_maintenance(Store *store, int64_t service_id, Instant from, Instant to, FactMaintenanceFunc func,
                            gpointer user_data, GError **error);

/* Earliest started_at and latest end known (as_of while anything is open): the span of "all". False when there is
 * no dated incident. */
bool facts_span(Store *store, Instant as_of, Instant *from, Instant *to);
