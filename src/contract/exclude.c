#include "maintenance.h"

static ExclusionRecord plain_record(const Clause *clause, const char *label, Instant from, Instant to,
                                    const char *reason)
{
    return (ExclusionRecord){
        .clause = clause,
        .label = g_strdup(label),
        .from = from,
        .to = to,
        .announced_at = INSTANT_NONE,
        .notice_ms = NOT_GIVEN,
        .cap_used_ms = NOT_GIVEN,
        .reason = g_strdup(reason),
    };
}

static void exclude(Measure *measure, Instant from, Instant to, int64_t key)
{
    Exclusion exclusion = {.from = MAX(from, measure->from), .to = MIN(to, measure->to), .clause = key};
    if (exclusion.from < exclusion.to)
        g_array_append_val(measure->exclusions, exclusion);
}

static void exclude_not_in_force(Measure *measure)
{
    const Terms *terms = measure->terms;
    if (terms->from != INSTANT_NONE && terms->from > measure->from) {
        ExclusionRecord record =
            plain_record(NULL, "not yet in force", measure->from, MIN(terms->from, measure->to), "before the contract");
        exclude(measure, record.from, record.to, measure_add_record(measure, record));
    }
    if (terms->until != INSTANT_NONE && terms->until < measure->to) {
        ExclusionRecord record = plain_record(NULL, "no longer in force", MAX(terms->until, measure->from), measure->to,
                                              "after the contract");
        exclude(measure, record.from, record.to, measure_add_record(measure, record));
    }
}

/* One record for the clause; the gaps between the opening hours are excluded. */
static void exclude_hours(Measure *measure, const Clause *clause)
{
    const WorkCalendar *calendar = terms_calendar(measure->terms, clause->calendar);
    if (calendar == NULL)
        return;
    g_autoptr(GArray) open = work_spans(calendar, measure->from, measure->to);
    ExclusionRecord record = plain_record(clause, clause->name, measure->from, measure->to, "outside service hours");
    int64_t key = measure_add_record(measure, record);
    Instant reach = measure->from;
    for (guint i = 0; i < open->len; i++) {
        const Span *span = &g_array_index(open, Span, i);
        exclude(measure, reach, span->from, key);
        reach = MAX(reach, span->to);
    }
    exclude(measure, reach, measure->to, key);
}

static void exclude_window(Measure *measure, const Clause *clause, Instant from, Instant to, const char *label)
{
    if (to <= measure->from || from >= measure->to)
        return;
    g_autofree char *text = g_strdup_printf("%s: %s", clause->name, label != NULL ? label : "window");
    ExclusionRecord record = plain_record(clause, text, from, to, "the contract excludes it");
    exclude(measure, from, to, measure_add_record(measure, record));
}

static void exclude_windows(Measure *measure, const Clause *clause)
{
    for (guint i = 0; i < clause->windows->len; i++) {
        const ClauseWindow *window = &g_array_index(clause->windows, ClauseWindow, i);
        exclude_window(measure, clause, window->from, window->to, window->label);
    }
    for (guint i = 0; i < clause->events->len; i++) {
        g_autoptr(GArray) windows = ical_expand(g_ptr_array_index(clause->events, i), measure->from, measure->to);
        for (guint k = 0; k < windows->len; k++) {
            const IcalWindow *window = &g_array_index(windows, IcalWindow, k);
            exclude_window(measure, clause, window->from, window->to, window->summary);
        }
    }
}

typedef void (*ClauseFunc)(Measure *measure, const Clause *clause);

/* Clauses that go by a record's words are applied where records are collected (scope.c). */
static const ClauseFunc CLAUSE_FUNCS[] = {
    [EXCLUDE_MAINTENANCE] = maintenance_apply,
    [EXCLUDE_TAGS] = NULL,
    [EXCLUDE_SEVERITY] = NULL,
    [EXCLUDE_SERVICES] = NULL,
    [EXCLUDE_HOURS] = exclude_hours,
    [EXCLUDE_WINDOWS] = exclude_windows,
};

void exclude_collect(Measure *measure)
{
    exclude_not_in_force(measure);
    for (guint i = 0; i < measure->obligation->clauses->len; i++) {
        const Clause *clause = g_ptr_array_index(measure->obligation->clauses, i);
        if (CLAUSE_FUNCS[clause->kind] != NULL)
            CLAUSE_FUNCS[clause->kind](measure, clause);
    }
}

/* An own fault beside an excluded one still counts: the soft span gives way wherever another window lies. */
static void soften(Measure *measure, const Exclusion *soft, const GArray *outages)
{
    Instant reach = soft->from;
    for (guint i = 0; i < outages->len && reach < soft->to; i++) {
        const Outage *outage = &g_array_index(outages, Outage, i);
        exclude(measure, reach, MIN(outage->from, soft->to), soft->clause);
        reach = MAX(reach, outage->to);
    }
    exclude(measure, reach, soft->to, soft->clause);
}

void exclude_soften(Measure *measure)
{
    if (measure->soft->len == 0)
        return;
    g_autoptr(GArray) outages = measure_outages(measure);
    for (guint i = 0; i < measure->soft->len; i++)
        soften(measure, &g_array_index(measure->soft, Exclusion, i), outages);
}
