#include "cap.h"
#include "measure.h"
#include <string.h>

static bool has_word(const GPtrArray *words, const char *word)
{
    for (guint i = 0; word != NULL && i < words->len; i++)
        if (g_ascii_strcasecmp(g_ptr_array_index(words, i), word) == 0)
            return true;
    return false;
}

bool scope_has_service(const Measure *measure, const char *service)
{
    return service == NULL || has_word(measure->services, service);
}

/* A tag "key=value" or "key:value". */
static bool tag_is(const char *tag, const char *key, const char *value)
{
    gsize length = strlen(key);
    return g_ascii_strncasecmp(tag, key, length) == 0 && (tag[length] == '=' || tag[length] == ':') &&
           g_ascii_strcasecmp(tag + length + 1, value) == 0;
}

static bool has_tag(const char *const *tags, const char *key, const char *value)
{
    for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
        if (tag_is(tags[i], key, value))
            return true;
    return false;
}

static bool states_key(const char *const *tags, const char *key)
{
    gsize length = strlen(key);
    for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
        if (g_ascii_strncasecmp(tags[i], key, length) == 0 && (tags[i][length] == '=' || tags[i][length] == ':'))
            return true;
    return false;
}

/* A record that does not say its region is taken to touch every region. */
static bool in_scope(const Scope *scope, const char *const *tags)
{
    if (!states_key(tags, scope->key))
        return true;
    for (guint i = 0; i < scope->values->len; i++)
        if (has_tag(tags, scope->key, g_ptr_array_index(scope->values, i)))
            return true;
    return false;
}

static bool matches_scopes(const Measure *measure, const char *const *tags)
{
    const Obligation *obligation = measure->obligation;
    for (guint i = 0; i < obligation->scopes->len; i++)
        if (!in_scope(g_ptr_array_index(obligation->scopes, i), tags))
            return false;
    return measure->only_value == NULL || !states_key(tags, obligation->per.key) ||
           has_tag(tags, obligation->per.key, measure->only_value);
}

/* ---- what a record counts ---- */

static bool named_by(const char *name, const char *severity, const char *const *tags)
{
    if (severity != NULL && g_ascii_strcasecmp(name, severity) == 0)
        return true;
    for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
        if (g_ascii_strcasecmp(name, tags[i]) == 0)
            return true;
    return false;
}

static const Degraded *degraded_rule(const Obligation *obligation, const char *severity, const char *const *tags)
{
    for (guint i = 0; i + 1 < obligation->degraded->len; i++) {
        const Degraded *rule = &g_array_index(obligation->degraded, Degraded, i);
        if (named_by(rule->name, severity, tags))
            return rule;
    }
    return &g_array_index(obligation->degraded, Degraded, obligation->degraded->len - 1);
}

/* A share at or below the edge counts nothing. */
static int32_t by_edge(const DegradedEdge *edge, int32_t share_ppm)
{
    bool passes = edge->inclusive ? share_ppm >= edge->share_ppm : share_ppm > edge->share_ppm;
    return !passes ? 0 : edge->counts == DEGRADED_FULL ? SHARE_FULL : share_ppm;
}

static int32_t by_rule(const Degraded *rule, int32_t share_ppm)
{
    switch (rule->kind) {
    case DEGRADED_FULL:
        return share_ppm > 0 ? SHARE_FULL : 0;
    case DEGRADED_NONE:
        return rule->name != NULL || share_ppm < SHARE_FULL ? 0 : share_ppm;
    case DEGRADED_WEIGHT:
        return rule->name != NULL || share_ppm < SHARE_FULL ? rule->weight_ppm : share_ppm;
    case DEGRADED_SHARE:
        break;
    }
    return share_ppm;
}

static int32_t counted_share(const Obligation *obligation, const char *severity, const char *const *tags,
                             int32_t share_ppm)
{
    if (obligation->degraded_edge.given)
        return by_edge(&obligation->degraded_edge, share_ppm);
    return by_rule(degraded_rule(obligation, severity, tags), share_ppm);
}

static int32_t known_share(Measure *measure, int32_t share_ppm, const char *label)
{
    if (share_ppm != SHARE_UNKNOWN)
        return share_ppm;
    measure_add_vague(measure,
                      g_strdup_printf("what share of the service %s took", label != NULL ? label : "an outage"));
    return measure->kind == CASE_BEST ? 0 : SHARE_FULL;
}

/* Without the number of users a stated share stands for it; else it may have been one or all. */
static int32_t users_unknown(Measure *measure, const JudgeOutage *outage)
{
    if (!outage->share_assumed)
        return known_share(measure, outage->share_ppm, outage->label);
    measure_add_vague(
        measure, g_strdup_printf("how many users %s affected", outage->label != NULL ? outage->label : "an outage"));
    return measure->kind == CASE_BEST ? 0 : SHARE_FULL;
}

/* A range is read at its likely, its low and its high end. */
static int64_t users_of(Measure *measure, const JudgeOutage *outage)
{
    if (outage->users_low == outage->users_high)
        return outage->users;
    measure_add_vague(
        measure, g_strdup_printf("how many users %s affected", outage->label != NULL ? outage->label : "an outage"));
    return measure->kind == CASE_BEST    ? outage->users_low
           : measure->kind == CASE_WORST ? outage->users_high
                                         : outage->users;
}

/* Of more users than the sums can hold, the share is rounded up to a millionth: in doubt against the provider. */
static int32_t users_share(Measure *measure, const JudgeOutage *outage)
{
    int64_t all = measure->unit_total;
    if (all == 0)
        return known_share(measure, outage->share_ppm, outage->label);
    if (outage->users == USERS_UNKNOWN)
        return users_unknown(measure, outage);
    int64_t users = MIN(users_of(measure, outage), all);
    if (measure->share_parts == all)
        return measure_exact_share(measure, users * SHARE_FULL);
    return (int32_t)((users * SHARE_FULL + all - 1) / all);
}

static int32_t share_of(Measure *measure, const JudgeOutage *outage)
{
    if (measure->obligation->unit.kind == COUNT_USER_MINUTES)
        return users_share(measure, outage);
    int32_t share = known_share(measure, outage->share_ppm, outage->label);
    return counted_share(measure->obligation, outage->severity, outage->tags, share);
}

/* Where the clock starts with the report and the record does not say when that was, it lies between the start of impact
 * and its end. */
static Instant start_of(Measure *measure, const JudgeOutage *outage, Instant end)
{
    static const char *const what[] = {
        [START_IMPACT] = "", [START_DETECTED] = "was detected", [START_DECLARED] = "was opened"};
    StartKind kind = measure->obligation->measured_from;
    Instant late[] = {
        [START_IMPACT] = outage->from, [START_DETECTED] = outage->detected_at, [START_DECLARED] = outage->declared_at};
    if (late[kind] != INSTANT_NONE)
        return MAX(outage->from, late[kind]);
    measure_add_vague(measure,
                      g_strdup_printf("when %s %s", outage->label != NULL ? outage->label : "an outage", what[kind]));
    return measure->kind == CASE_BEST ? end : outage->from;
}

/* An open outage ends at the as-of time; one whose paperwork is closed has ended before that. */
static Instant end_of(Measure *measure, const JudgeOutage *outage)
{
    if (outage->to != INSTANT_NONE)
        return MIN(outage->to, measure->as_of);
    if (outage->ends_by == INSTANT_NONE)
        return measure->as_of;
    measure_add_vague(measure, g_strdup_printf("when %s ended", outage->label != NULL ? outage->label : "an outage"));
    return measure->kind == CASE_BEST ? outage->from : MIN(outage->ends_by, measure->as_of);
}

static void add_slack(Measure *measure, const JudgeOutage *outage, Instant *from, Instant *to)
{
    if (outage->from_slack_ms == 0 && outage->to_slack_ms == 0)
        return;
    measure_add_vague(measure,
                      g_strdup_printf("the exact times of %s", outage->label != NULL ? outage->label : "an outage"));
    if (measure->kind == CASE_BEST)
        *from += outage->from_slack_ms;
    else if (measure->kind == CASE_WORST)
        *to += outage->to_slack_ms;
}

/* ---- clauses that go by words ---- */

static bool clause_takes(const Clause *clause, const char *service, const char *severity, const char *const *tags)
{
    if (clause->kind == EXCLUDE_SEVERITY)
        return has_word(clause->words, severity);
    if (clause->kind == EXCLUDE_SERVICES)
        return has_word(clause->words, service);
    for (guint i = 0; clause->kind == EXCLUDE_TAGS && tags != NULL && tags[i] != NULL; i++)
        if (has_word(clause->words, tags[i]))
            return true;
    return false;
}

static const Clause *clause_for(const Measure *measure, const char *service, const char *severity,
                                const char *const *tags)
{
    for (guint i = 0; i < measure->obligation->clauses->len; i++) {
        const Clause *clause = g_ptr_array_index(measure->obligation->clauses, i);
        if (clause_takes(clause, service, severity, tags))
            return clause;
    }
    return NULL;
}

static void note_excluded(Measure *measure, int64_t incident, const Clause *clause)
{
    int64_t *key = g_new(int64_t, 1);
    *key = incident;
    g_hash_table_replace(measure->excluded_by, key, g_strdup(clause->name));
}

static void add_soft(Measure *measure, const JudgeOutage *outage, const Clause *clause, guint part, Outage window)
{
    Instant from = window.from, to = window.to;
    ExclusionRecord record = {
        .clause = clause,
        .label = g_strdup_printf("%s: %s", clause->name, outage->label != NULL ? outage->label : "outage"),
        .from = from,
        .to = to,
        .announced_at = INSTANT_NONE,
        .notice_ms = NOT_GIVEN,
        .cap_used_ms = NOT_GIVEN,
        .reason = g_strdup_printf("the record bears %s", clause_kind_name(clause->kind)),
    };
    Exclusion exclusion = {.from = from, .to = to, .clause = measure_add_record(measure, record)};
    SoftSpan soft = {.exclusion = exclusion, .outage = window, .part = part};
    g_array_append_val(measure->soft, soft);
    note_excluded(measure, outage->incident, clause);
}

/* ---- collecting ---- */

typedef struct {
    Measure *measure;
    guint service;
} Collecting;

/* Failed requests belong to the period in which their outage begins. Where the record does not say how many there were,
 * it may have been none, or all that came in the time. */
static void add_requests(Measure *measure, const JudgeOutage *outage, Outage window)
{
    if (outage->requests != USERS_UNKNOWN) {
        if (window.from >= measure->from && window.from < measure->to)
            measure->failed_parts += (Wide)outage->requests * SHARE_FULL;
        return;
    }
    Instant from = MAX(window.from, measure->from), to = MIN(window.to, measure->to);
    if (from >= to)
        return;
    measure_add_vague(measure, g_strdup_printf("how many requests failed in %s",
                                               outage->label != NULL ? outage->label : "an outage"));
    if (measure->kind != CASE_BEST)
        measure->failed_parts +=
            (Wide)measure->unit_total * (to - from) * window.share_ppm / (measure->to - measure->from);
}

static void add_to_part(Measure *measure, guint part, const JudgeOutage *outage, const Clause *clause, Outage window)
{
    if (clause != NULL)
        add_soft(measure, outage, clause, part, window);
    else
        measure_add_window(measure, part, window.from, window.to, window.incident, window.share_ppm);
}

/* A record that names no tenant touches all of them. */
static void add_to_parts(const Collecting *collecting, const JudgeOutage *outage, const Clause *clause, Outage window)
{
    Measure *measure = collecting->measure;
    const Per *per = &measure->obligation->per;
    if (per->take != PER_POOLED) {
        add_to_part(measure, collecting->service, outage, clause, window);
        return;
    }
    bool all = !states_key(outage->tags, per->key);
    for (guint i = 0; i < measure->parts_n; i++)
        if (all || (i < measure->values->len && has_tag(outage->tags, per->key, g_ptr_array_index(measure->values, i))))
            add_to_part(measure, i, outage, clause, window);
}

static void collect_outage(const JudgeOutage *outage, gpointer user_data)
{
    Collecting *collecting = user_data;
    Measure *measure = collecting->measure;
    if (!matches_scopes(measure, outage->tags))
        return;
    Instant to = end_of(measure, outage);
    Instant from = start_of(measure, outage, to);
    add_slack(measure, outage, &from, &to);
    int32_t share = share_of(measure, outage);
    if (from >= to || share == 0)
        return;
    const Clause *clause = clause_for(measure, outage->service, outage->severity, outage->tags);
    Outage window = {.from = from, .to = to, .incident = outage->incident, .share_ppm = share};
    add_to_parts(collecting, outage, clause, window);
    if (measure->obligation->unit.kind == COUNT_REQUESTS && clause == NULL)
        add_requests(measure, outage, window);
}

/* What an outage of one part takes of the whole. Whether it fell together with another part's is not known. */
static int32_t undated_share(Measure *measure, const JudgeUndated *undated, int32_t share)
{
    const Obligation *obligation = measure->obligation;
    CombineKind kind = measure->obligation->combine;
    if (obligation->per.take == PER_POOLED)
        return states_key(undated->tags, obligation->per.key) ? combine_share(measure, NULL, share) : share;
    if (undated->service == NULL || kind == COMBINE_ANY || kind == COMBINE_EACH)
        return share;
    if (kind == COMBINE_WEIGHTED || kind == COMBINE_POOLED)
        return combine_share(measure, undated->service, share);
    if (measure->parts_n == 1 || (kind == COMBINE_K_OF_N && obligation->k == 1))
        return share;
    measure_add_vague(measure, g_strdup_printf("whether %s fell together with an outage of another part",
                                               undated->label != NULL ? undated->label : "an undated outage"));
    return measure->kind == CASE_BEST ? 0 : share;
}

static int64_t length_of(Measure *measure, const JudgeUndated *undated)
{
    if (undated->duration_ms != LENGTH_UNKNOWN)
        return undated->duration_ms;
    measure_add_vague(measure,
                      g_strdup_printf("how long %s lasted", undated->label != NULL ? undated->label : "an outage"));
    return measure->kind == CASE_WORST ? undated->within_to - undated->within_from : 0;
}

static void collect_undated(Measure *measure, const JudgeUndated *undated)
{
    const Obligation *obligation = measure->obligation;
    if (undated->within_to <= measure->from || undated->within_from >= measure->to ||
        undated->within_from >= measure->as_of)
        return;
    if (!scope_has_service(measure, undated->service) || !matches_scopes(measure, undated->tags) ||
        (undated->duration_ms != LENGTH_UNKNOWN && undated->duration_ms < obligation->min_outage_ms))
        return;
    const Clause *clause = clause_for(measure, undated->service, undated->severity, undated->tags);
    if (clause != NULL) {
        note_excluded(measure, undated->incident, clause);
        return;
    }
    int32_t share = known_share(measure, undated->share_ppm, undated->label);
    share = counted_share(obligation, undated->severity, undated->tags, share);
    share = undated_share(measure, undated, share);
    UndatedOutage outage = {
        .within_from = undated->within_from,
        .within_to = undated->within_to,
        .duration_ms = length_of(measure, undated),
        .incident = undated->incident,
        .share_ppm = share,
    };
    if (share > 0 && outage.duration_ms > 0)
        g_array_append_val(measure->undated, outage);
}

static void collect_unknown(Measure *measure, const JudgeUnknown *unknown)
{
    Exclusion span = {.from = MAX(unknown->from, measure->from), .to = MIN(unknown->to, measure->to)};
    if (scope_has_service(measure, unknown->service) && span.from < span.to)
        g_array_append_val(measure->unknowns, span);
}

/* An outage at the period's edge is taken whole; a cap on records begins with its own month or year. */
static Instant collected_from(const Measure *measure)
{
    Instant from = measure->from - measure->obligation->min_outage_ms;
    for (guint i = 0; i < measure->obligation->clauses->len; i++) {
        const Clause *clause = g_ptr_array_index(measure->obligation->clauses, i);
        if (clause->kind != EXCLUDE_MAINTENANCE)
            from = MIN(from, cap_start(clause, measure->terms->zone, measure->from));
    }
    return from;
}

void scope_collect(Measure *measure)
{
    const JudgeFacts *facts = measure->index->facts;
    Instant from = collected_from(measure);
    int64_t reach = measure->obligation->min_outage_ms;
    for (guint i = 0; i < measure->services->len; i++) {
        Collecting collecting = {.measure = measure, .service = i};
        facts_index_each(measure->index, g_ptr_array_index(measure->services, i), from, measure->to + reach,
                         collect_outage, &collecting);
    }
    for (guint i = 0; i < facts->undated->len; i++)
        collect_undated(measure, &g_array_index(facts->undated, JudgeUndated, i));
    for (guint i = 0; i < facts->unknowns->len; i++)
        collect_unknown(measure, &g_array_index(facts->unknowns, JudgeUnknown, i));
    if (measure->as_of < measure->to) {
        Exclusion future = {.from = MAX(measure->as_of, measure->from), .to = measure->to};
        g_array_append_val(measure->unknowns, future);
    }
}

/* ---- the shortest outage that counts ---- */

static void drop_run(GArray *windows, guint first, guint end, GArray *kept, int64_t min_ms, Instant reach)
{
    if (reach - g_array_index(windows, Window, first).outage.from >= min_ms)
        g_array_append_vals(kept, &g_array_index(windows, Window, first), end - first);
}

/* An outage is a run of windows that touch or overlap, whole and before the period cuts it: so splitting a record in
 * two changes nothing. */
void scope_drop_short(Measure *measure)
{
    GArray *windows = measure->windows;
    int64_t min_ms = measure->obligation->min_outage_ms;
    if (min_ms == 0 || windows->len == 0)
        return;
    g_array_sort(windows, compare_windows);
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(Window));
    guint first = 0;
    Instant reach = g_array_index(windows, Window, 0).outage.to;
    for (guint i = 1; i < windows->len; i++) {
        const Outage *outage = &g_array_index(windows, Window, i).outage;
        if (outage->from > reach) {
            drop_run(windows, first, i, kept, min_ms, reach);
            first = i;
        }
        reach = MAX(reach, outage->to);
    }
    drop_run(windows, first, windows->len, kept, min_ms, reach);
    g_array_unref(measure->windows);
    measure->windows = kept;
}
