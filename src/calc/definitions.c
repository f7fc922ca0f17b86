#include "nines/calc/definitions.h"
#include <glib.h>
#include <string.h>

#define FROM(...) .from = {__VA_ARGS__, TIME_NONE}
#define TO(...) .to = {__VA_ARGS__, TIME_NONE}
#define PLAIN .not_before = TIME_NONE, .censored_at = TIME_NONE /* without an end: left out */
#define CENSORED .not_before = TIME_NONE, .censors = true, .censored_at = TIME_NONE
#define UNDEFINED .from = {TIME_NONE}, .to = {TIME_NONE}, PLAIN
#define IMPACT_END TIME_IMPACT_END, TIME_MITIGATED, TIME_RESOLVED

static const DefinitionSet sets[] = {
    {
        "default",
        "nines",
        TIME_STARTED,
        STATISTIC_MEDIAN,
        false,
        "nobody; open incidents are censored, missing times are counted",
        {
            [DURATION_DETECT] = {FROM(TIME_STARTED), TO(TIME_DETECTED), .clamps = true, .misses = true, PLAIN},
            /* A service desk opens its ticket when it knows: declared stands in for a detection that is not recorded.
             */
            [DURATION_ACKNOWLEDGE] = {FROM(TIME_DETECTED, TIME_DECLARED), TO(TIME_ACKNOWLEDGED),
                                      .not_before = TIME_NONE, .censors = true, .censored_at = TIME_RESOLVED},
            [DURATION_MITIGATE] = {FROM(TIME_STARTED), TO(IMPACT_END), CENSORED},
            [DURATION_RESOLVE] = {FROM(TIME_STARTED), TO(TIME_RESOLVED), CENSORED},
            [DURATION_REPAIR] = {FROM(TIME_DETECTED), TO(IMPACT_END), .not_before = TIME_STARTED, .censors = true,
                                 .censored_at = TIME_NONE},
        },
    },
    {
        "pagerduty",
        "PagerDuty",
        TIME_DECLARED,
        STATISTIC_MEAN,
        false,
        "never acknowledged; unresolved",
        {
            [DURATION_DETECT] = {UNDEFINED},
            [DURATION_ACKNOWLEDGE] = {FROM(TIME_DECLARED), TO(TIME_ACKNOWLEDGED), PLAIN},
            [DURATION_MITIGATE] = {UNDEFINED},
            [DURATION_RESOLVE] = {FROM(TIME_DECLARED), TO(TIME_RESOLVED), PLAIN},
            [DURATION_REPAIR] = {UNDEFINED},
        },
    },
    {
        "firehydrant",
        "FireHydrant",
        TIME_STARTED,
        STATISTIC_MEAN,
        false,
        "open",
        {
            [DURATION_DETECT] = {UNDEFINED},
            [DURATION_ACKNOWLEDGE] = {FROM(TIME_STARTED), TO(TIME_ACKNOWLEDGED), PLAIN},
            [DURATION_MITIGATE] = {UNDEFINED},
            [DURATION_RESOLVE] = {FROM(TIME_STARTED), TO(TIME_RESOLVED), PLAIN},
            [DURATION_REPAIR] = {UNDEFINED},
        },
    },
    {
        "datadog",
        "Datadog",
        TIME_DECLARED,
        STATISTIC_MEAN,
        false,
        "open",
        {
            [DURATION_DETECT] = {UNDEFINED},
            [DURATION_ACKNOWLEDGE] = {UNDEFINED},
            [DURATION_MITIGATE] = {UNDEFINED},
            [DURATION_RESOLVE] = {FROM(TIME_DECLARED), TO(TIME_RESOLVED), PLAIN},
            [DURATION_REPAIR] = {FROM(TIME_DETECTED), TO(IMPACT_END), PLAIN},
        },
    },
    {
        "servicenow",
        "ServiceNow",
        TIME_DECLARED,
        STATISTIC_MEAN,
        false,
        "open",
        {
            [DURATION_DETECT] = {UNDEFINED},
            [DURATION_ACKNOWLEDGE] = {UNDEFINED},
            [DURATION_MITIGATE] = {UNDEFINED},
            [DURATION_RESOLVE] = {FROM(TIME_DECLARED), TO(TIME_CLOSED), PLAIN},
            [DURATION_REPAIR] = {UNDEFINED},
        },
    },
    {
        "dora",
        "DORA",
        TIME_STARTED,
        STATISTIC_MEDIAN,
        true,
        "not linked to a change; unresolved",
        {
            [DURATION_DETECT] = {UNDEFINED},
            [DURATION_ACKNOWLEDGE] = {UNDEFINED},
            [DURATION_MITIGATE] = {UNDEFINED},
            [DURATION_RESOLVE] = {FROM(TIME_STARTED), TO(TIME_RESOLVED), PLAIN},
            [DURATION_REPAIR] = {UNDEFINED},
        },
    },
    {
        "gitlab",
        "GitLab",
        TIME_STARTED,
        STATISTIC_MEDIAN,
        false,
        "without end",
        {
            [DURATION_DETECT] = {UNDEFINED},
            [DURATION_ACKNOWLEDGE] = {UNDEFINED},
            [DURATION_MITIGATE] = {UNDEFINED},
            [DURATION_RESOLVE] = {FROM(TIME_STARTED, TIME_DECLARED), TO(TIME_MITIGATED, TIME_RESOLVED), PLAIN},
            [DURATION_REPAIR] = {UNDEFINED},
        },
    },
};

const DefinitionSet *definition_set_find(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(sets); i++)
        if (strcmp(sets[i].name, name) == 0)
            return &sets[i];
    return NULL;
}

const char *const *definition_set_names(void)
{
    static const char *const names[G_N_ELEMENTS(sets) + 1] = {"default",    "pagerduty", "firehydrant", "datadog",
                                                              "servicenow", "dora",      "gitlab",      NULL};
    return names;
}

bool definition_is_defined(const DefinitionSet *set, DurationKind kind)
{
    return set->rules[kind].from[0] != TIME_NONE;
}

/* The first alternative that is known and has happened. */
static Instant first_known(const TimeField *fields, const Instant *times, Instant as_of)
{
    for (; *fields != TIME_NONE; fields++)
        if (times[*fields] != INSTANT_NONE && (as_of == INSTANT_NONE || times[*fields] <= as_of))
            return times[*fields];
    return INSTANT_NONE;
}

static Instant known_time(TimeField field, const Instant *times, Instant as_of)
{
    const TimeField fields[] = {field, TIME_NONE};
    return first_known(fields, times, as_of);
}

/* What an incident without the end is, and where its observation stops. */
static DurationStatus without_end(const DurationRule *rule, const Instant *times, Instant as_of, Instant *to)
{
    if (rule->misses)
        return DURATION_MISSING;
    if (!rule->censors)
        return DURATION_LEFT_OUT;
    Instant stopped = known_time(rule->censored_at, times, as_of);
    bool is_over = known_time(TIME_CLOSED, times, as_of) != INSTANT_NONE;
    if (stopped == INSTANT_NONE && (is_over || as_of == INSTANT_NONE))
        return DURATION_MISSING;
    *to = stopped != INSTANT_NONE ? stopped : as_of;
    return DURATION_CENSORED;
}

static DurationStatus begin(const DurationRule *rule, const Instant *times, Instant as_of, Instant *from)
{
    Instant start = first_known(rule->from, times, INSTANT_NONE);
    if (start == INSTANT_NONE)
        return DURATION_MISSING;
    Instant floor = known_time(rule->not_before, times, INSTANT_NONE);
    *from = MAX(start, floor); /* INSTANT_NONE is the least */
    return as_of != INSTANT_NONE && *from > as_of ? DURATION_LEFT_OUT : DURATION_MEASURED;
}

static DurationStatus measure(const DurationRule *rule, const Instant *times, Instant as_of, int64_t *ms)
{
    Instant from;
    DurationStatus status = begin(rule, times, as_of, &from);
    if (status != DURATION_MEASURED)
        return status;
    Instant to = first_known(rule->to, times, as_of);
    if (to == INSTANT_NONE)
        status = without_end(rule, times, as_of, &to);
    if (status != DURATION_MEASURED && status != DURATION_CENSORED)
        return status;
    if (to < from && !rule->clamps)
        return DURATION_REJECTED;
    *ms = MAX(to - from, 0);
    return to < from ? DURATION_CLAMPED : status;
}

bool definition_measure(const DefinitionSet *set, DurationKind kind, const Instant times[N_TIME_FIELDS], Instant as_of,
                        int64_t *ms, DurationStatus *status)
{
    *status = definition_is_defined(set, kind) ? measure(&set->rules[kind], times, as_of, ms) : DURATION_UNDEFINED;
    return *status <= DURATION_CENSORED;
}

static void append_alternatives(GString *out, const TimeField *fields)
{
    for (int i = 0; fields[i] != TIME_NONE; i++)
        g_string_append_printf(out, i == 0 ? "%s" : " (else %s)", time_field_name(fields[i]));
}

char *definition_describe(const DefinitionSet *set, DurationKind kind)
{
    if (!definition_is_defined(set, kind))
        return g_strdup("not defined under these rules");
    const DurationRule *rule = &set->rules[kind];
    GString *out = g_string_new("from ");
    append_alternatives(out, rule->from);
    if (rule->not_before != TIME_NONE)
        g_string_append_printf(out, " (not before %s)", time_field_name(rule->not_before));
    g_string_append(out, " to ");
    append_alternatives(out, rule->to);
    if (rule->censors && rule->censored_at != TIME_NONE)
        g_string_append_printf(out, "; without it censored at %s, else at the as-of time",
                               time_field_name(rule->censored_at));
    else if (rule->censors)
        g_string_append(out, "; while open censored at the as-of time");
    if (rule->clamps)
        g_string_append(out, "; 0 when the end came first");
    g_string_append_printf(out, "; left out: %s", set->left_out);
    return g_string_free(out, FALSE);
}

const char *time_field_name(TimeField field)
{
    static const char *const names[] = {[TIME_STARTED] = "started",     [TIME_DECLARED] = "declared",
                                        [TIME_DETECTED] = "detected",   [TIME_ACKNOWLEDGED] = "acknowledged",
                                        [TIME_MITIGATED] = "mitigated", [TIME_RESOLVED] = "resolved",
                                        [TIME_CLOSED] = "closed",       [TIME_IMPACT_END] = "impact end"};
    return names[field];
}

const char *duration_key(DurationKind kind)
{
    static const char *const keys[N_DURATIONS] = {"ttd", "tta", "ttm", "ttr", "repair"};
    return keys[kind];
}

const char *duration_title(DurationKind kind)
{
    static const char *const titles[N_DURATIONS] = {"TTD", "TTA", "TTM", "TTR", "repair"};
    return titles[kind];
}

const char *duration_status_name(DurationStatus status)
{
    static const char *const names[] = {
        [DURATION_MEASURED] = "measured",  [DURATION_CLAMPED] = "clamped",   [DURATION_CENSORED] = "censored",
        [DURATION_MISSING] = "missing",    [DURATION_REJECTED] = "rejected", [DURATION_LEFT_OUT] = "left out",
        [DURATION_UNDEFINED] = "undefined"};
    return names[status];
}

const char *definition_statistic_name(DefinitionStatistic statistic)
{
    return statistic == STATISTIC_MEDIAN ? "median" : "mean";
}
