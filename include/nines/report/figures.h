/* Figures of a period: counts, durations, availability, impact and data quality, computed from the facts.
 *
 * Invariant: pure in (facts, request): the clock is not read, and the order of the facts changes nothing. Everything
 * that a report, a sheet or the JSON shows is taken from here, so no two of them can disagree.
 *
 *     FigureRequest request = {.period = period, .as_of = as_of, .definitions = definition_set_find("default"),
 *                             .seed = RANDOM_SEED};
 *     g_autoptr(Figures) figures = figures_compute(store, &request, &error);
 */
#pragma once

#include "nines/calc/definitions.h"
#include "nines/calc/ledger.h"
#include "nines/calc/period.h"
#include "nines/calc/random.h"
#include "nines/calc/summary.h"
#include "nines/report/rates.h"
#include "nines/store/facts.h"

/* Which incidents count against availability. RECORDED: what the records call an outage (a profile's rule, and a share
 * above 0); ALL: every incident; SEVERITIES: those of the named severities. */
typedef enum { OUTAGE_RECORDED, OUTAGE_ALL, OUTAGE_SEVERITIES } OutageRule;

typedef struct {
    Period period;       /* never PERIOD_ALL with open ends: see figures_period */
    Instant as_of;       /* open incidents last until then; the time after it is unknown */
    const char *service; /* only this service; NULL: all */
    OutageRule outage;
    const char *const *severities; /* for SEVERITIES; NULL-terminated, compared without case */
    const DefinitionSet *definitions;
    const ImpactRates *rates; /* NULL: no impact is computed */
    uint64_t seed;            /* of all random draws; RANDOM_SEED unless the user gives one */
} FigureRequest;

typedef enum {
    DIMENSION_SEVERITY,
    DIMENSION_SERVICE,
    DIMENSION_MONTH,
    DIMENSION_TEAM,
    DIMENSION_CAUSE,
    DIMENSION_REGION,
    DIMENSION_DETECTED_BY,
    DIMENSION_N
} Dimension;
const char *dimension_name(Dimension dimension); /* "detected_by" */

/* One incident of the population. */
typedef struct {
    int64_t id, source_id, line;
    char *external_id, *title; /* NULL unless the request of population_load asks for texts */
    int64_t key[DIMENSION_N]; /* word, service or month (year * 12 + month - 1); 0 none, -1 several (see memberships) */
    int64_t status_id;
    Instant at[MOMENT_N];
    Instant impact_end_at; /* end of the last impact window; INSTANT_NONE: unknown or open */
    int64_t window_ms;     /* union of the windows; INSTANT_NONE: open or unknown */
    Instant within_from_at, within_to_at;
    int64_t stated_duration_ms; /* INSTANT_NONE: not stated */
    bool open;                  /* not resolved, and no stated length */
    bool reversed;              /* ends before it starts: no duration is taken */
    int precision, zone_basis;
    int change_caused; /* 1 yes, 0 no, else not known */
    DurationStatus status[N_DURATIONS];
    int64_t duration_ms[N_DURATIONS]; /* MEASURED: the length; CENSORED: so far; else INSTANT_NONE */
} PopulationRow;

/* A further group of an incident that has several (services, regions). */
typedef struct {
    Dimension dimension;
    guint row;
    int64_t key;
} Membership;

typedef struct {
    GArray *rows;               /* PopulationRow, by start, undated ones last */
    GArray *memberships;        /* Membership: every service or region of incidents with several */
    int64_t excluded_n[KIND_N]; /* incidents of the period left out, by kind */
    int64_t unlinked_n;         /* left out by rules that count what a change caused: nothing says what did */
    int64_t unchanged_n;        /* left out by the same rules: no change caused it */
} Population;

/* Who is counted follows the request's definitions: by which time, and whether only what a change caused. */
Population *population_load(Store *store, const FigureRequest *request, bool texts, GError **error);
void population_free(Population *population);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Population, population_free)
/* Summary of one duration over rows (guint indexes), or over all rows when NULL. */
DurationSummary population_summary(const Population *population, const GArray *rows, DurationKind kind);
/* Sorted measured values of one duration; array of int64_t. Caller frees. */
GArray *population_values(const Population *population, const GArray *rows, DurationKind kind);

typedef struct {
    Dimension dimension;
    char *key;    /* "SEV1", "checkout", "2022-05"; "(none)" where the record does not say */
    GArray *rows; /* guint, into Population.rows */
    int64_t incidents_n;
    DurationSummary durations[N_DURATIONS];
} Group;

/* All groups of one dimension, in order of key (months by time); array of Group*. */
GPtrArray *population_groups(Store *store, const Population *population, Dimension dimension);

/* The ledger of one service over one period. */
typedef struct {
    int64_t service_id; /* 0: incidents without a service; SERVICE_ANY: down when any service is */
    char *service;
    Period period;
    Ledger *ledger;
} ServiceLedger;
#define SERVICE_ANY INT64_C(-1)

/* For each period of periods (Period, in order), for each service that the database knows (in order of name), "(no
 * service)" when such incidents exist in any of the periods, and "(any service)"; array of ServiceLedger*. */
GPtrArray *availability_ledgers(Store *store, const FigureRequest *request, const GArray *periods, GError **error);

typedef struct {
    char *kind;     /* "users"; money also as "response_cost" and, in one currency, "money_total" */
    char *currency; /* of money, or NULL */
    bool computed;
    bool from_rates;           /* computed here, not by the source */
    char *note;                /* the exchange rates of a total, or NULL */
    int64_t low, likely, high; /* sums; staff_time in milliseconds, money in minor units */
    int64_t incidents_n;
} ImpactSum;

#define HARM_TOP 3

#define HARM_SHARES 3 /* of the worst one, three, five */

/* How few incidents hold the harm by one measure: "counted_time" (milliseconds, each service's time for itself),
 * "user_minutes", or a kind of stated amount, each currency for itself. */
typedef struct {
    char *measure, *currency;
    int64_t total, incidents_n, without_worst; /* without_worst: the total but for the worst incident */
    double worst_ratio[HARM_SHARES];           /* share of the worst one, three, five; NaN when nothing counts */
    char *worst[HARM_TOP];                     /* ids, the worst first */
} Harm;

typedef struct {
    char *kind;
    int64_t n;
} FindingCount;

/* Facts of an incident that were read with low confidence from a document: "start, duration_min". */
typedef struct {
    char *id, *fields;
} Doubt;

/* Time from the start to one moment, as recorded and without fallbacks; what lies before the start is left out. */
typedef struct {
    char *name; /* "declared", or the word of a timeline entry ("identified"), of which the first counts */
    bool from_timeline;
    DurationSummary summary;
} SinceStart;

/* For each moment but the start, then for each kind of timeline entry; array of SinceStart*. */
GPtrArray *since_start_load(Store *store, const FigureRequest *request, const Population *population, GError **error);

typedef struct {
    Period period;
    int64_t incidents_n, resolved_n, open_n, excluded_n;
    DurationSummary durations[N_DURATIONS];
    GPtrArray *groups[DIMENSION_N]; /* Group* */
    GPtrArray *ledgers;             /* ServiceLedger*: the period, then its months when it has several */
    GPtrArray *impact;              /* ImpactSum* */
    GPtrArray *harm;                /* Harm*; never empty, the counted time first */
    GPtrArray *findings;            /* FindingCount*, of the population */
    GPtrArray *doubts;              /* Doubt*, by incident */
    GPtrArray *since_start;         /* SinceStart* */
    int64_t rejected_n;             /* rows of all sources */
    int64_t known_n[MOMENT_N];      /* coverage of each time */
    int64_t reversed_n;
    Population *population;
} Figures;

/* Behind the last instant at which an incident of the request may begin: the period's end, or the as-of time before it.
 */
Instant figure_request_end(const FigureRequest *request);
/* Sets the ends of PERIOD_ALL from the facts: whole months from the first start to the as-of time. */
bool figures_period(Store *store, Period *period, Instant as_of, GError **error);
Figures *figures_compute(Store *store, const FigureRequest *request, GError **error);
void figures_free(Figures *figures);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Figures, figures_free)
