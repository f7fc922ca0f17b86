/* Which two moments a duration lies between: nines' own rules, and those of the tools whose dashboards users compare.
 *
 * The rules are a table (from, to, who is counted, which statistic, what happens to an incident without an end), so the
 * sentence that is printed and the arithmetic come from the same entry.
 *
 * Invariant: under the default rules, time to detect + time to repair = time to mitigate for every incident for which
 * all three are measured.
 *
 *     const DefinitionSet *rules = definition_set_find("pagerduty");
 *     if (definition_measure(rules, DURATION_RESOLVE, times, as_of, &ms, &status))
 *         add(ms, status == DURATION_CENSORED);
 */
#pragma once

#include "nines/base/civil.h"

/* The first seven stand in the order of store/facts.h's Moment. */
typedef enum {
    TIME_STARTED,
    TIME_DECLARED,
    TIME_DETECTED,
    TIME_ACKNOWLEDGED,
    TIME_MITIGATED,
    TIME_RESOLVED,
    TIME_CLOSED,
    TIME_IMPACT_END, /* end of the last impact window, when the record has windows */
    N_TIME_FIELDS,
    TIME_NONE = N_TIME_FIELDS, /* ends a list of alternatives */
} TimeField;

typedef enum {
    DURATION_DETECT,
    DURATION_ACKNOWLEDGE,
    DURATION_MITIGATE,
    DURATION_RESOLVE,
    DURATION_REPAIR,
    N_DURATIONS,
} DurationKind;

typedef enum {
    DURATION_MEASURED,
    DURATION_CLAMPED,   /* measured as 0: the end came first, and the rule takes that as "at once" (proactive detection)
                         */
    DURATION_CENSORED,  /* not over yet: at least this long */
    DURATION_MISSING,   /* a needed time is not known */
    DURATION_REJECTED,  /* the end lies before the start */
    DURATION_LEFT_OUT,  /* the rules do not count an incident without this end, or it begins after the as-of time */
    DURATION_UNDEFINED, /* these rules have no such duration */
} DurationStatus;

typedef enum { STATISTIC_MEDIAN, STATISTIC_MEAN } DefinitionStatistic;

#define DEFINITION_ALTERNATIVES 3

typedef struct {
    /* The first that is known counts. An empty list of starts: the rules have no such duration. */
    TimeField from[DEFINITION_ALTERNATIVES + 1], to[DEFINITION_ALTERNATIVES + 1];
    TimeField not_before;  /* the start is moved up to this time; or TIME_NONE */
    bool clamps;           /* an end before the start measures 0 */
    bool misses;           /* without an end: missing; else: */
    bool censors;          /* without an end: censored (true) or left out (false) */
    TimeField censored_at; /* if known, else the as-of time; or TIME_NONE */
} DurationRule;

typedef struct {
    const char *name;              /* as in --definitions */
    const char *title;             /* "PagerDuty Insights" */
    TimeField counted_by;          /* an incident belongs to the period that this time lies in */
    DefinitionStatistic statistic; /* the headline figure */
    bool only_changes;             /* incidents that no change caused are left out, and counted */
    const char *left_out;          /* who is not counted, in words */
    DurationRule rules[N_DURATIONS];
} DefinitionSet;

/* NULL for an unknown name. "default" is nines' own. */
const DefinitionSet *definition_set_find(const char *name);
/* All names, NULL-terminated, the default first. */
const char *const *definition_set_names(void);
bool definition_is_defined(const DefinitionSet *set, DurationKind kind);

/* times[] by TimeField, INSTANT_NONE where not known. A time after as_of has not happened yet; as_of INSTANT_NONE: all
 * have, and what is not over counts as missing. True, with *ms, when there is a length (measured, clamped, censored);
 * *status is always set. A closed incident without the end is missing, not open. Several impact windows: this is the
 * span; the union is windows_union_ms. */
bool definition_measure(const DefinitionSet *set, DurationKind kind, const Instant times[N_TIME_FIELDS], Instant as_of,
                        int64_t *ms, DurationStatus *status);

/* "from declared (else started) to resolved; left out: unresolved". Caller frees. */
char *definition_describe(const DefinitionSet *set, DurationKind kind);
const char *time_field_name(TimeField field);                         /* "started", "impact end" */
const char *duration_key(DurationKind kind);                          /* "ttd", in the glossary too */
const char *duration_title(DurationKind kind);                        /* "TTD" */
const char *duration_status_name(DurationStatus status);              /* "measured" */
const char *definition_statistic_name(DefinitionStatistic statistic); /* "median" */
