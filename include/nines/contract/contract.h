/* A contract as plain data: what the YAML file says, checked, typed and in exact integers. Reading is here, judging is
 * in judge.h.
 *
 * Invariant: nothing here is judged or rounded. Ratios are parts per 1e9 (RATIO_ONE is 100 %), durations milliseconds,
 * money minor units. Every Terms has a zone, a schedule and at least one obligation or response target. Places point
 * into the file, for lint and messages.
 *
 *     g_autoptr(Contract) contract = contract_read_file("acme.yaml", &error);
 *     const Terms *terms = contract_terms_at(contract, at);      // the version in force
 */
#pragma once

#include "nines/base/error.h"
#include "nines/base/zone.h"
#include "nines/contract/clock.h"
#include "nines/contract/ical.h"

#define RATIO_ONE INT64_C(1000000000) /* 100 % in parts per 1e9 */
#define NOT_GIVEN (-1)

typedef struct {
    int line, column; /* 1-based */
} Place;

/* ---- the period that is judged ---- */

typedef enum {
    SCHEDULE_MONTH,
    SCHEDULE_QUARTER, /* of a year that begins in first_month */
    SCHEDULE_YEAR,
    SCHEDULE_BILLING, /* from day to day of the next month; in a month without that day, its last day */
    SCHEDULE_ROLLING, /* the days that end with the asked period */
    SCHEDULE_WEEK,    /* Monday to Sunday */
    SCHEDULE_DAY,
} ScheduleKind;

typedef struct {
    ScheduleKind kind;
    int day;         /* BILLING: 1..31 */
    int first_month; /* QUARTER, YEAR: 1..12 */
    int64_t days;    /* ROLLING */
} Schedule;

/* ---- money ---- */

typedef struct {
    int64_t minor;
    char *key; /* a month "2026-01" or a service */
} FeePart;

typedef struct {
    bool given;
    int64_t minor;         /* recurring fee for one unit of per */
    char *currency;        /* ISO 4217 */
    ScheduleKind per;      /* MONTH, QUARTER, YEAR, WEEK or DAY */
    int64_t one_off_minor; /* named so that it is seen to stay out of every credit */
    GArray *by_month;      /* FeePart: the fee of that month where it differs */
    GArray *by_service;    /* FeePart: the part of the fee that is for one service */
} Fee;

typedef enum { AWARD_NONE, AWARD_RATIO, AWARD_AMOUNT, AWARD_DAYS } AwardKind;

/* RATIO: parts per 1e9 of the base; AMOUNT: minor units; DAYS: thousandths of a day of service. */
typedef struct {
    AwardKind kind;
    int64_t value;
} Award;

typedef enum { TIER_AVAILABILITY, TIER_DOWNTIME, TIER_IN_TIME } TierScale;

typedef struct {
    bool given, inclusive;
    int64_t value; /* parts per 1e9, or milliseconds of counted time */
} Edge;

/* A tier holds for values between its edges; of several that hold, the narrowest wins (see credit.c). */
typedef struct {
    TierScale scale;
    Edge upper, lower;
    Award award;
    Place place;
} Tier;

typedef enum { CREDIT_NONE, CREDIT_TIERS, CREDIT_BLOCKS, CREDIT_TIMES_FEE, CREDIT_POOL } CreditKind;
typedef enum { ROUND_FULL, ROUND_STARTED, ROUND_EXACT } BlockRounding;
typedef enum { BASE_PERIOD, BASE_PRECEDING } BaseChoice;
typedef enum { CLAIM_PERIOD_END, CLAIM_INCIDENT, CLAIM_INVOICE } ClaimStart;
typedef enum { SPAN_DAYS, SPAN_BUSINESS_DAYS, SPAN_MONTHS, SPAN_PERIODS } SpanUnit;

typedef struct {
    bool given;
    int n;
    SpanUnit unit;
    ClaimStart after;
    int invoice_day; /* days from the period's end to the invoice; 0: not stated */
    char *evidence;  /* what must be sent along, or NULL */
} ClaimTerms;

typedef struct {
    CreditKind kind;
    GArray *tiers;    /* Tier */
    Award award;      /* BLOCKS: for each block; POOL: share of the amount at risk */
    int64_t block_ms; /* BLOCKS */
    BlockRounding rounding;
    Award first; /* BLOCKS: for the first part of an outage time, before blocks begin */
    int64_t first_ms;
    int64_t over_budget; /* BLOCKS: 1 counts only time beyond the budget, 0 all counted time */
    bool each_outage;    /* BLOCKS: of each outage, not of all downtime of the period */
    int64_t times;       /* TIMES_FEE: thousandths */
    bool over_measured;  /* TIMES_FEE: the fee is spread over the measured time, not over the whole period */
    int64_t pool_ratio;  /* POOL: at risk, parts per 1e9 of the base */
    int earn_back;       /* met periods in a row after the breach by which the credit goes back; 0 none */
    BaseChoice base;
    bool affected_only;    /* base is the fee of the affected services */
    Award cap;             /* AWARD_NONE: no cap */
    int64_t minimum_minor; /* credits below it are not paid */
    ClaimTerms claim;
    Place place;
} CreditTerms;

/* ---- availability ---- */

typedef struct {
    bool has_ratio, has_budget;
    bool strict; /* must be above, not at least */
    int64_t ratio_ppb;
    int64_t budget_ms;
    char *text; /* as written; alone when it is a target that records cannot judge */
} Target;

typedef enum { COMBINE_ANY, COMBINE_ALL, COMBINE_K_OF_N, COMBINE_WEIGHTED, COMBINE_POOLED, COMBINE_EACH } CombineKind;
typedef enum {
    COUNT_CONTINUOUS,
    COUNT_WHOLE_MINUTES,       /* every outage cut (or filled) to whole minutes */
    COUNT_SLICES,              /* fixed slices from the period's start, bad or good */
    COUNT_INTERVAL_ERROR_RATE, /* mean over slices of the share lost */
    COUNT_USER_MINUTES,        /* share = users affected / users */
    COUNT_REQUESTS,            /* failed / all requests */
} CountKind;
typedef enum { DEGRADED_SHARE, DEGRADED_FULL, DEGRADED_NONE, DEGRADED_WEIGHT } DegradedKind;
typedef enum { START_IMPACT, START_DETECTED, START_DECLARED } StartKind;
typedef enum { DENOMINATOR_MEASURED, DENOMINATOR_ALL } DenominatorKind;

typedef struct {
    CountKind kind;
    int64_t size_ms; /* of a slice */
    bool any_part;   /* WHOLE_MINUTES: a started minute counts; SLICES: bad when any part is down */
    int64_t total;   /* USER_MINUTES: users; REQUESTS: requests per period; 0: by_period */
    GArray *totals;  /* PeriodTotal, where it differs from period to period; NULL without */
} CountUnit;

typedef struct {
    char *key; /* a period's label: "2026-05", "2026-Q2" */
    int64_t total;
} PeriodTotal;

/* How a degradation counts; name NULL is the rule for all that no name matches. */
typedef struct {
    char *name; /* tag or severity */
    DegradedKind kind;
    int32_t weight_ppm;
} Degraded;

/* "Down means more than 10 % of requests fail": a share that does not pass counts nothing. */
typedef struct {
    bool given, inclusive;
    int32_t share_ppm;
    DegradedKind counts; /* what passes: FULL or SHARE */
} DegradedEdge;

typedef struct {
    char *service;
    int64_t weight; /* thousandths */
} Weight;

typedef struct {
    char *key;         /* region, tenant, feature ... */
    GPtrArray *values; /* char*; an outage matches with a tag "key=value" or "key:value" */
} Scope;

typedef enum {
    EXCLUDE_MAINTENANCE,
    EXCLUDE_TAGS,
    EXCLUDE_SEVERITY,
    EXCLUDE_SERVICES,
    EXCLUDE_HOURS,
    EXCLUDE_WINDOWS
} ClauseKind;

typedef struct {
    ClauseKind kind;
    char *name;           /* shown: "maintenance", "tags force-majeure" */
    char *reference;      /* the paper contract's clause, or NULL */
    int64_t notice_ms;    /* NOT_GIVEN: none needed, or notice_days */
    int notice_days;      /* working days that the notice must precede; 0: notice_ms counts */
    int64_t cap_ms;       /* NOT_GIVEN: none */
    ScheduleKind cap_per; /* MONTH, QUARTER, YEAR */
    bool emergency;       /* emergency maintenance is excluded too, without notice */
    bool downtime_only;   /* only downtime inside the window is taken out, not the window */
    GPtrArray *words;     /* TAGS, SEVERITY, SERVICES: char* */
    char *calendar;       /* HOURS: the service hours, time outside is excluded; MAINTENANCE: of notice_days, or NULL */
    GArray *windows;      /* ClauseWindow, from files and lists */
    GPtrArray *events;    /* IcalEvent*, repeating windows from .ics */
    Place place;
} Clause;

typedef struct {
    Instant from, to, announced_at; /* announced_at INSTANT_NONE: not stated */
    char *label;
    bool emergency;
} ClauseWindow;

/* What becomes of an obligation whose tenants (regions, features ...) differ. */
typedef enum { PER_NONE, PER_EACH, PER_WORST, PER_POOLED } PerKind;

typedef struct {
    PerKind take;
    char *key;         /* of the tag that names the tenant; NULL with PER_NONE */
    GPtrArray *values; /* char*; empty: those that the records name */
    int64_t total;     /* tenants in all, those without a record included; 0: as many as are named */
} Per;

typedef struct {
    char *name;
    GPtrArray *services; /* char*; "*" matches every service */
    GPtrArray *scopes;   /* Scope* */
    Per per;
    CombineKind combine;
    int k;           /* K_OF_N: down when k or more are down */
    GArray *weights; /* Weight */
    Target target;
    CountUnit unit;
    int64_t min_outage_ms;
    GArray *degraded; /* Degraded; the last has name NULL */
    DegradedEdge degraded_edge;
    StartKind measured_from;
    DenominatorKind denominator;
    GPtrArray *clauses; /* Clause* */
    CreditTerms credit;
    Place place;
} Obligation;

/* ---- response and resolution ---- */

typedef struct {
    bool given;
    bool judged;       /* false: words such as "next release" */
    char *text;        /* as written */
    int64_t ms;        /* working or elapsed time */
    int business_days; /* instead of ms when > 0 */
} Goal;

typedef struct {
    char *name;
    GPtrArray *severities; /* char* */
    GPtrArray *services;   /* char*; empty: all */
    Goal respond, resolve;
    int64_t in_time_ppb; /* RATIO_ONE: every ticket */
    char *calendar;      /* NULL: elapsed time */
    GPtrArray *pauses;   /* char*: states in which the clock stands */
    StartKind measured_from;
    Award respond_credit, resolve_credit; /* for each missed ticket of a breached target */
    Award cap;
    CreditTerms credit; /* by the share in time: TIERS or POOL; NONE */
    Place place;
} ResponseTerms;

/* ---- the whole ---- */

typedef enum { ROUNDING_NOT_GIVEN, ROUNDING_NONE, ROUNDING_HALF_UP, ROUNDING_DOWN, ROUNDING_UP } RoundingMode;

/* Availability is rounded to decimals of a percent before it is compared, where the contract says so. */
typedef struct {
    RoundingMode mode;
    int decimals;
} Rounding;

/* One of breaches, downtime_ms and outages is given; the others are 0. */
typedef struct {
    int breaches, outages, periods;
    int64_t downtime_ms;
    bool consecutive;
    char *obligation; /* the one that is meant, or NULL: any, each for itself */
    char *right;      /* "terminate" */
    Place place;
} Chronic;

typedef struct {
    Instant from, until; /* in force; INSTANT_NONE: open */
    char *name;          /* of the version, or NULL */
    const Zone *zone;
    bool zone_given, period_given;
    Schedule schedule;
    Rounding rounding;
    Fee fee;
    Award cap;              /* on the sum of all credits of a period */
    Award year_cap;         /* the same on the credits of a contract year */
    bool highest_only;      /* of all credits of a period only the highest is paid */
    GPtrArray *obligations; /* Obligation* */
    GPtrArray *responses;   /* ResponseTerms* */
    GPtrArray *chronic;     /* Chronic* */
    GPtrArray *calendars;   /* WorkCalendar* */
    WorkCalendar *business; /* Monday to Friday, without the holidays of any calendar: where no calendar is named */
    Place place;
} Terms;

typedef struct {
    char *file, *id, *customer, *title, *provider;
    GPtrArray *versions; /* Terms*, in order of from, without overlap */
} Contract;

/* ERROR_CONFIG with "file:line:column: ..." for everything that is wrong in the file; files that it names (.ics, .csv)
 * are looked for beside it. */
Contract *contract_read_file(const char *path, GError **error);
/* file is for messages and for the directory of the files that the contract names; length -1: NUL-terminated. */
Contract *contract_read(const char *file, const char *text, gssize length, GError **error);
void contract_free(Contract *contract);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Contract, contract_free)

/* The version in force at that instant, or NULL. */
const Terms *contract_terms_at(const Contract *contract, Instant at);
const WorkCalendar *terms_calendar(const Terms *terms, const char *name); /* NULL when unknown */
/* The calendar whose working days count: the named one, else the business calendar of all the contract's holidays. */
const WorkCalendar *terms_business(const Terms *terms, const char *name);

/* "99.95 %" for 999500000: the digits that are there and no others. Caller frees. */
char *ratio_format(int64_t ratio_ppb);
/* The percent value of "99.9%", "99.9 %", or of "0.999" (a bare number up to 1 is a share), exact or refused. */
bool ratio_parse(const char *text, int64_t *ratio_ppb);

/* Words of the language, for messages, explain and lint. */
const char *schedule_kind_name(ScheduleKind kind);
const char *clause_kind_name(ClauseKind kind);
