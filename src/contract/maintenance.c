#include "maintenance.h"
#include "cap.h"

/* One announced window, whichever source it is from. */
typedef struct {
    Instant from, to, ended_at, announced_at;
    const char *label, *service;
    bool emergency;
    int32_t share_ppm;
} Planned;

typedef struct {
    Measure *measure;
    const Clause *clause;
    CapUse cap;
} Applying;

static int compare_planned(gconstpointer a, gconstpointer b)
{
    const Planned *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return g_strcmp0(x->label, y->label);
}

static Planned planned_window(Instant from, Instant to, Instant announced_at, const char *label)
{
    return (Planned){.from = from,
                     .to = to,
                     .ended_at = INSTANT_NONE,
                     .announced_at = announced_at,
                     .label = label,
                     .emergency = judge_names_emergency(label),
                     .share_ppm = SHARE_FULL};
}

static void gather_facts(const Measure *measure, Instant from, GArray *all)
{
    const GArray *facts = measure->index->facts->maintenance;
    for (guint i = 0; i < facts->len; i++) {
        const JudgeMaintenance *fact = &g_array_index(facts, JudgeMaintenance, i);
        Instant end = MAX(fact->to, fact->ended_at);
        if (!scope_has_service(measure, fact->service) || end <= from || fact->from >= measure->to)
            continue;
        Planned planned = planned_window(fact->from, fact->to, fact->announced_at, fact->label);
        planned.ended_at = fact->ended_at;
        planned.service = fact->service;
        planned.emergency |= fact->emergency;
        planned.share_ppm = fact->share_ppm;
        g_array_append_val(all, planned);
    }
}

static void gather_clause(const Measure *measure, const Clause *clause, Instant from, GArray *all)
{
    for (guint i = 0; i < clause->windows->len; i++) {
        const ClauseWindow *window = &g_array_index(clause->windows, ClauseWindow, i);
        Planned planned = planned_window(window->from, window->to, window->announced_at, window->label);
        planned.emergency |= window->emergency;
        if (window->to > from && window->from < measure->to)
            g_array_append_val(all, planned);
    }
    for (guint i = 0; i < clause->events->len; i++) {
        g_autoptr(GArray) windows = ical_expand(g_ptr_array_index(clause->events, i), from, measure->to);
        for (guint k = 0; k < windows->len; k++) {
            const IcalWindow *window = &g_array_index(windows, IcalWindow, k);
            Planned planned = planned_window(window->from, window->to, window->announced_at, window->summary);
            g_array_append_val(all, planned);
        }
    }
}

/* ---- one window ---- */

static bool needs_notice(const Clause *clause)
{
    return clause->notice_ms != NOT_GIVEN || clause->notice_days > 0;
}

static bool notice_is_kept(Measure *measure, const Clause *clause, const Planned *planned)
{
    if (!needs_notice(clause))
        return true;
    if (planned->announced_at == INSTANT_NONE) {
        measure_add_vague(measure, g_strdup_printf("when maintenance %s was announced",
                                                   planned->label != NULL ? planned->label : "(unnamed)"));
        return measure->kind != CASE_WORST;
    }
    if (clause->notice_days > 0) {
        Instant first =
            work_add_days(terms_business(measure->terms, clause->calendar), planned->announced_at, clause->notice_days);
        return first != INSTANT_NONE && first <= planned->from;
    }
    return planned->announced_at <= planned->from - clause->notice_ms;
}

static bool is_accepted(Measure *measure, const Clause *clause, const Planned *planned, const char **reason)
{
    if (planned->emergency) {
        *reason = clause->emergency ? "emergency maintenance is excluded" : "emergency maintenance counts";
        return clause->emergency;
    }
    bool kept = notice_is_kept(measure, clause, planned);
    *reason = !needs_notice(clause)                   ? "no notice is needed"
              : planned->announced_at == INSTANT_NONE ? "the notice is not recorded"
              : kept                                  ? "announced in time"
                                                      : "announced too late";
    return kept;
}

static guint service_index(const Measure *measure, const char *service)
{
    for (guint i = 0; service != NULL && i < measure->services->len; i++)
        if (g_ascii_strcasecmp(g_ptr_array_index(measure->services, i), service) == 0)
            return i;
    return 0;
}

/* Time of a window that the clause does not cover is downtime, whether or not an incident was written for it. */
static void count_span(Applying *applying, const Planned *planned, Instant from, Instant to, int64_t key)
{
    Measure *measure = applying->measure;
    Instant end = MIN(to, measure->as_of);
    if (applying->clause->downtime_only || end <= from || planned->share_ppm <= 0)
        return;
    bool all = planned->service == NULL || measure->obligation->per.take == PER_POOLED;
    for (guint i = 0; i < measure->parts_n; i++)
        if (all || service_index(measure, planned->service) == i)
            measure_add_window(measure, i, from, end, -key, planned->share_ppm);
    ExclusionRecord *record = &g_array_index(measure->records, ExclusionRecord, key - 1);
    Instant a = MAX(from, measure->from), b = MIN(end, measure->to);
    record->counted_ms += b > a ? b - a : 0;
}

static void note_cap_used_up(Applying *applying, int64_t key)
{
    ExclusionRecord *record = &g_array_index(applying->measure->records, ExclusionRecord, key - 1);
    g_free(record->reason);
    record->reason = g_strdup("the cap is used up");
}

/* Announced for one of several services, a window is that service's alone. */
static bool is_partial(const Measure *measure, const Planned *planned)
{
    return planned->service != NULL && measure->parts_n > 1 && measure->obligation->per.take != PER_POOLED;
}

static void exclude_piece(Applying *applying, const Planned *planned, Exclusion exclusion)
{
    Measure *measure = applying->measure;
    if (exclusion.from >= exclusion.to)
        return;
    if (!is_partial(measure, planned)) {
        g_array_append_val(measure->exclusions, exclusion);
        return;
    }
    SoftSpan soft = {.exclusion = exclusion, .part = service_index(measure, planned->service), .cuts = true};
    g_array_append_val(measure->soft, soft);
}

static void exclude_span(Applying *applying, const Planned *planned, Instant from, Instant to, int64_t key)
{
    for (Instant at = from; at < to;) {
        Instant part = to, end = cap_take(&applying->cap, at, &part);
        exclude_piece(applying, planned, (Exclusion){.from = at, .to = end, .clause = key});
        if (end < part) {
            count_span(applying, planned, MAX(end, at), part, key);
            note_cap_used_up(applying, key);
        }
        at = part;
    }
}

/* The downtime within the window: the union of the counted windows, cut to it. */
static void exclude_downtime(Applying *applying, const Planned *planned, int64_t key)
{
    Measure *measure = applying->measure;
    guint part = service_index(measure, planned->service);
    g_autoptr(GArray) windows = g_array_copy(measure->windows);
    g_array_sort(windows, compare_windows);
    Instant reach = planned->from;
    for (guint i = 0; i < windows->len; i++) {
        const Window *window = &g_array_index(windows, Window, i);
        const Outage *outage = &window->outage;
        Instant from = MAX(outage->from, reach), to = MIN(outage->to, planned->to);
        if (is_partial(measure, planned) && window->part != part)
            continue;
        if (from < to)
            exclude_span(applying, planned, from, to, key);
        reach = MAX(reach, to);
    }
}

static int64_t add_record(Applying *applying, const Planned *planned, const char *reason)
{
    ExclusionRecord record = {
        .clause = applying->clause,
        .label = g_strdup_printf("%s: %s", applying->clause->name, planned->label != NULL ? planned->label : "window"),
        .from = planned->from,
        .to = planned->to,
        .announced_at = planned->announced_at,
        .notice_ms = planned->announced_at == INSTANT_NONE ? NOT_GIVEN : planned->from - planned->announced_at,
        .cap_used_ms = NOT_GIVEN,
        .reason = g_strdup(reason),
    };
    return measure_add_record(applying->measure, record);
}

static void apply_window(Applying *applying, const Planned *planned)
{
    const char *reason = NULL;
    bool accepted = is_accepted(applying->measure, applying->clause, planned, &reason);
    int64_t key = add_record(applying, planned, reason);
    if (!accepted)
        count_span(applying, planned, planned->from, planned->to, key);
    else if (applying->clause->downtime_only)
        exclude_downtime(applying, planned, key);
    else
        exclude_span(applying, planned, planned->from, planned->to, key);
    if (planned->ended_at != INSTANT_NONE && planned->ended_at > planned->to)
        count_span(applying, planned, planned->to, planned->ended_at, key);
    if (applying->clause->cap_ms != NOT_GIVEN)
        g_array_index(applying->measure->records, ExclusionRecord, key - 1).cap_used_ms = applying->cap.used_ms;
}

/* A cap is used up in order of time from the beginning of its own month or year, so that what an earlier period has
 * used is known. */
void maintenance_apply(Measure *measure, const Clause *clause)
{
    Instant from = cap_start(clause, measure->terms->zone, measure->from);
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Planned));
    gather_facts(measure, from, all);
    gather_clause(measure, clause, from, all);
    g_array_sort(all, compare_planned);
    Applying applying = {.measure = measure, .clause = clause, .cap = cap_use(clause, measure->terms->zone)};
    for (guint i = 0; i < all->len; i++)
        apply_window(&applying, &g_array_index(all, Planned, i));
}
