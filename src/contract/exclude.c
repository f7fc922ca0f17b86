#include "cap.h"
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

/* ---- clauses that go by a record's words ---- */

static int compare_soft(gconstpointer a, gconstpointer b)
{
    const SoftSpan *x = a, *y = b;
    if (x->exclusion.from != y->exclusion.from)
        return x->exclusion.from < y->exclusion.from ? -1 : 1;
    return (x->exclusion.clause > y->exclusion.clause) - (x->exclusion.clause < y->exclusion.clause);
}

typedef struct {
    Measure *measure;
    CapUse cap;
    const GArray *outages; /* what counts anyhow uses nothing of the cap */
    GArray *kept;          /* SoftSpan within the cap */
} Capping;

static void note_beyond_cap(Capping *capping, const SoftSpan *soft, Instant from, Instant to)
{
    Measure *measure = capping->measure;
    ExclusionRecord *record = &g_array_index(measure->records, ExclusionRecord, soft->exclusion.clause - 1);
    Instant a = MAX(from, measure->from), b = MIN(to, measure->to);
    record->counted_ms += b > a ? b - a : 0;
    g_free(record->reason);
    record->reason = g_strdup("the cap is used up");
    measure_add_window(measure, soft->part, from, to, soft->outage.incident, soft->outage.share_ppm);
}

/* A piece in which nothing else counts. */
static void cap_piece(Capping *capping, const SoftSpan *soft, Instant from, Instant to)
{
    for (Instant at = from; at < to;) {
        Instant part = to, end = MAX(cap_take(&capping->cap, at, &part), at);
        SoftSpan kept = *soft;
        kept.exclusion.from = at;
        kept.exclusion.to = end;
        if (end > at)
            g_array_append_val(capping->kept, kept);
        if (end < part)
            note_beyond_cap(capping, soft, end, part);
        at = part;
    }
    ExclusionRecord *record = &g_array_index(capping->measure->records, ExclusionRecord, soft->exclusion.clause - 1);
    record->cap_used_ms = capping->cap.used_ms;
}

static void cap_soft(Capping *capping, const SoftSpan *soft)
{
    Instant reach = soft->exclusion.from, to = soft->exclusion.to;
    for (guint i = 0; i < capping->outages->len && reach < to; i++) {
        const Outage *outage = &g_array_index(capping->outages, Outage, i);
        if (outage->from > reach)
            cap_piece(capping, soft, reach, MIN(outage->from, to));
        reach = MAX(reach, outage->to);
    }
    if (reach < to)
        cap_piece(capping, soft, reach, to);
}

static const Clause *clause_of(const Measure *measure, const SoftSpan *soft)
{
    return g_array_index(measure->records, ExclusionRecord, soft->exclusion.clause - 1).clause;
}

/* The cap is used up in order of time, from the beginning of its own month or year. */
void exclude_cap_soft(Measure *measure)
{
    g_autoptr(GArray) outages = measure_outages(measure);
    g_array_sort(measure->soft, compare_soft);
    for (guint c = 0; c < measure->obligation->clauses->len; c++) {
        const Clause *clause = g_ptr_array_index(measure->obligation->clauses, c);
        if (clause->cap_ms == NOT_GIVEN || CLAUSE_FUNCS[clause->kind] != NULL)
            continue;
        Capping capping = {.measure = measure, .cap = cap_use(clause, measure->terms->zone), .outages = outages};
        capping.kept = g_array_new(FALSE, FALSE, sizeof(SoftSpan));
        for (guint i = 0; i < measure->soft->len; i++) {
            SoftSpan soft = g_array_index(measure->soft, SoftSpan, i);
            if (clause_of(measure, &soft) == clause)
                cap_soft(&capping, &soft);
            else
                g_array_append_val(capping.kept, soft);
        }
        g_array_unref(measure->soft);
        measure->soft = capping.kept;
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
        soften(measure, &g_array_index(measure->soft, SoftSpan, i).exclusion, outages);
}
