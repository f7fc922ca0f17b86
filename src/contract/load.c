#include "load_private.h"
#include "nines/base/timetext.h"

static const char incident_sql[] =
    "SELECT external_id, title, severity_id, detected_at, declared_at, precision, region_id, cause_id, users_n, "
    "closed_at "
    "FROM incident WHERE id = ?1";
static const char labels_sql[] = "SELECT kind, word_id FROM label WHERE incident_id = ?1 ORDER BY kind, position";
static const char requests_sql[] =
    "SELECT sum(likely) FROM further_amount WHERE incident_id = ?1 AND kind = 'requests'";

static const char users_sql[] = "SELECT likely, coalesce(low, likely), coalesce(high, likely) FROM further_amount "
                                "WHERE incident_id = ?1 AND kind = 'users' ORDER BY position";

static bool is_aligned(int64_t ms, int64_t unit_ms)
{
    return ms % unit_ms == 0;
}

/* Times to the minute are taken as they stand; an hour or a day leaves the verdict open by as much. The record's
 * precision is that of its coarsest time, so a time that is no round hour or day is known better than that. */
int64_t load_slack(const Loader *loader, int64_t precision, Instant at)
{
    static const int64_t slack[] = {
        [PRECISION_SECOND] = 0, [PRECISION_MINUTE] = 0, [PRECISION_HOUR] = MS_PER_HOUR, [PRECISION_DAY] = MS_PER_DAY};
    int64_t unit_ms = precision >= 0 && precision < (int64_t)G_N_ELEMENTS(slack) ? slack[precision] : 0;
    if (unit_ms == 0 || at == INSTANT_NONE)
        return 0;
    return is_aligned(at, unit_ms) || is_aligned(zone_to_local(loader->zone, at), unit_ms) ? unit_ms : 0;
}

static void add_tag(GPtrArray *tags, Loader *loader, const char *key, const char *word)
{
    if (word == NULL)
        return;
    g_autofree char *text = key != NULL ? g_strdup_printf("%s=%s", key, word) : g_strdup(word);
    g_ptr_array_add(tags, (gpointer)(uintptr_t)judge_facts_text(loader->facts, text));
}

static const char *const *read_tags(Loader *loader, int64_t incident, int64_t region, int64_t cause)
{
    g_autoptr(GPtrArray) tags = g_ptr_array_new();
    add_tag(tags, loader, "region", store_word(loader->store, region));
    add_tag(tags, loader, "cause", store_word(loader->store, cause));
    add_tag(tags, loader, NULL, store_word(loader->store, cause));
    if (loader->labels != NULL)
        query_bind_integer(loader->labels, 1, incident);
    while (loader->labels != NULL && query_step(loader->labels, NULL)) {
        bool is_region = g_strcmp0(query_text(loader->labels, 0), "region") == 0;
        add_tag(tags, loader, is_region ? "region" : NULL, store_word(loader->store, query_integer(loader->labels, 1)));
    }
    if (loader->labels != NULL)
        query_reset(loader->labels);
    if (tags->len == 0)
        return NULL;
    g_ptr_array_add(tags, NULL);
    gpointer block = g_ptr_array_steal(tags, NULL);
    g_ptr_array_add(loader->facts->blocks, block);
    return (const char *const *)block;
}

/* Without labels the tags are those of region and cause, of which there are few. */
static const char *const *cached_tags(Loader *loader, int64_t incident, int64_t region, int64_t cause)
{
    if (loader->labels != NULL)
        return read_tags(loader, incident, region, cause);
    int64_t key = region << 32 | cause;
    gpointer found = NULL;
    if (g_hash_table_lookup_extended(loader->tag_lists, &key, NULL, &found))
        return found;
    const char *const *tags = read_tags(loader, incident, region, cause);
    g_hash_table_insert(loader->tag_lists, g_memdup2(&key, sizeof key), (gpointer)(uintptr_t)tags);
    return tags;
}

static int64_t read_requests(Loader *loader, int64_t incident)
{
    int64_t n = USERS_UNKNOWN;
    if (loader->requests == NULL)
        return n;
    query_bind_integer(loader->requests, 1, incident);
    if (query_step(loader->requests, NULL) && !query_is_null(loader->requests, 0))
        n = query_integer(loader->requests, 0);
    query_reset(loader->requests);
    return n;
}

static Details *read_details(Loader *loader, int64_t incident)
{
    Query *query = loader->incident;
    Details *details = g_new0(Details, 1);
    *details = (Details){
        .detected_at = INSTANT_NONE, .declared_at = INSTANT_NONE, .closed_at = INSTANT_NONE, .users = USERS_UNKNOWN};
    query_bind_integer(query, 1, incident);
    if (query_step(query, NULL)) {
        details->label = judge_facts_text(loader->facts, query_text(query, 0));
        details->title = judge_facts_text(loader->facts, query_text(query, 1));
        details->severity = judge_facts_text(loader->facts, store_word(loader->store, query_integer(query, 2)));
        details->detected_at = query_instant(query, 3);
        details->declared_at = query_instant(query, 4);
        details->precision = query_integer(query, 5);
        details->closed_at = query_instant(query, 9);
        details->users = query_is_null(query, 8) ? USERS_UNKNOWN : query_integer(query, 8);
        details->tags = read_tags(loader, incident, query_integer(query, 6), query_integer(query, 7));
    }
    query_reset(query);
    details->requests = read_requests(loader, incident);
    return details;
}

static const Details *details_of(Loader *loader, int64_t incident)
{
    Details *details = g_hash_table_lookup(loader->details, &incident);
    if (details != NULL)
        return details;
    int64_t *key = g_new(int64_t, 1);
    *key = incident;
    details = read_details(loader, incident);
    g_hash_table_insert(loader->details, key, details);
    return details;
}

/* Names are looked up once: the same text is the same pointer. */
const char *load_service(Loader *loader, int64_t id)
{
    if (id == 0)
        return NULL;
    const char *name = g_hash_table_lookup(loader->names, GSIZE_TO_POINTER((gsize)id));
    if (name == NULL) {
        name = judge_facts_text(loader->facts, store_service(loader->store, id));
        g_hash_table_insert(loader->names, GSIZE_TO_POINTER((gsize)id), (gpointer)(uintptr_t)name);
    }
    return name;
}

/* The same for severities; their ids are those of words. */
const char *load_word(Loader *loader, int64_t id)
{
    if (id == 0)
        return NULL;
    const char *name = g_hash_table_lookup(loader->words, GSIZE_TO_POINTER((gsize)id));
    if (name == NULL) {
        name = judge_facts_text(loader->facts, store_word(loader->store, id));
        g_hash_table_insert(loader->words, GSIZE_TO_POINTER((gsize)id), (gpointer)(uintptr_t)name);
    }
    return name;
}

/* Texts that are mostly different are not looked for among the others. */
static const char *own_text(Loader *loader, const char *text)
{
    return text != NULL ? g_string_chunk_insert(loader->facts->texts, text) : NULL;
}

/* What the window's own row says; tags only where records have some. */
static Details details_given(Loader *loader, const FactWindow *window)
{
    const FactDetails *given = window->details;
    return (Details){
        .label = own_text(loader, given->external_id),
        .title = own_text(loader, given->title),
        .severity = load_word(loader, window->severity_id),
        .detected_at = given->detected,
        .declared_at = given->declared,
        .closed_at = given->closed,
        .precision = given->precision,
        .users = given->users_n < 0 ? USERS_UNKNOWN : given->users_n,
        .requests = loader->requests != NULL ? read_requests(loader, window->incident_id) : USERS_UNKNOWN,
        .tags = cached_tags(loader, window->incident_id, given->region_id, given->cause_id),
    };
}

/* A range of users ("1000-2000", "about 3k") stands beside the row. */
static void read_users(Loader *loader, JudgeOutage *outage)
{
    if (loader->users == NULL || outage->users != USERS_UNKNOWN)
        return;
    query_bind_integer(loader->users, 1, outage->incident);
    if (query_step(loader->users, NULL)) {
        outage->users = query_integer(loader->users, 0);
        outage->users_low = query_integer(loader->users, 1);
        outage->users_high = query_integer(loader->users, 2);
    }
    query_reset(loader->users);
}

/* ---- outages ---- */

static bool add_window(const FactWindow *window, gpointer user_data)
{
    Loader *loader = user_data;
    Details own;
    const Details *details = &own;
    if (window->details != NULL)
        own = details_given(loader, window);
    else
        details = details_of(loader, window->incident_id);
    JudgeOutage outage = judge_outage(window->incident_id, load_service(loader, window->service_id), window->from,
                                      window->open ? INSTANT_NONE : window->to);
    outage.share_ppm = window->share_ppm;
    outage.share_assumed = !window->share_stated;
    outage.label = details->label;
    outage.title = details->title;
    outage.severity = details->severity;
    outage.tags = details->tags;
    outage.detected_at = details->detected_at;
    outage.declared_at = details->declared_at;
    outage.ends_by = window->open ? details->closed_at : INSTANT_NONE;
    outage.from_slack_ms = load_slack(loader, details->precision, outage.from);
    outage.to_slack_ms = load_slack(loader, details->precision, outage.to);
    outage.users = details->users;
    outage.requests = details->requests;
    read_users(loader, &outage);
    g_array_append_val(loader->facts->outages, outage);
    return true;
}

static const char undated_sql[] =
    "SELECT i.id, coalesce(w.service_id, i.service_id), i.within_from_at, i.within_to_at, i.stated_duration_ms, "
    "coalesce(w.share_ppm, i.share_ppm) FROM incident i LEFT JOIN stated_window w ON w.incident_id = i.id "
    "WHERE i.started_at IS NULL AND i.within_from_at < ?2 AND i.within_to_at > ?1 AND i.counts = 1 "
    "AND coalesce(i.stated_duration_ms, 1) > 0 AND w.from_at IS NULL ORDER BY i.within_from_at, i.id";

static bool load_undated(Loader *loader, Instant from, Instant to)
{
    g_autoptr(Query) query = store_query(loader->store, undated_sql, loader->error);
    if (query == NULL)
        return false;
    query_bind_instant(query, 1, from);
    query_bind_instant(query, 2, to);
    GError *failure = NULL;
    while (query_step(query, &failure)) {
        const Details *details = details_of(loader, query_integer(query, 0));
        JudgeUndated undated = {
            .incident = query_integer(query, 0),
            .label = details->label,
            .title = details->title,
            .service = load_service(loader, query_integer(query, 1)),
            .severity = details->severity,
            .tags = details->tags,
            .within_from = query_instant(query, 2),
            .within_to = query_instant(query, 3),
            .duration_ms = query_is_null(query, 4) ? LENGTH_UNKNOWN : query_integer(query, 4),
            .share_ppm = (int32_t)query_integer(query, 5),
        };
        g_array_append_val(loader->facts->undated, undated);
    }
    if (failure != NULL)
        g_propagate_error(loader->error, failure);
    return failure == NULL;
}

/* Ids that were made for want of one say nothing to a reader. */
static const char *maintenance_label(const FactMaintenance *fact)
{
    bool made = fact->external_id == NULL || g_str_has_prefix(fact->external_id, "auto-");
    return made && fact->title != NULL ? fact->title : fact->external_id;
}

static bool add_maintenance(const FactMaintenance *fact, gpointer user_data)
{
    Loader *loader = user_data;
    JudgeMaintenance maintenance = {
        .label = judge_facts_text(loader->facts, maintenance_label(fact)),
        .service = load_service(loader, fact->service_id),
        .from = fact->from,
        .to = fact->to,
        .ended_at = INSTANT_NONE,
        .announced_at = fact->announced,
        .emergency = judge_names_emergency(fact->title),
        .share_ppm = SHARE_FULL,
    };
    g_array_append_val(loader->facts->maintenance, maintenance);
    return true;
}

/* ---- what could not be used ---- */

/* A record whose start and end are the same day has no length to scan by, and may have lasted all of it. */
static const char zero_sql[] =
    "SELECT i.id, i.service_id, i.started_at, i.share_ppm FROM finding f JOIN incident i ON i.id = f.incident_id "
    "WHERE f.kind = 'zero-length' AND i.counts = 1 AND i.windows_n = 0 AND i.precision IN (2, 3) "
    "AND i.started_at < ?2 AND i.started_at >= ?1 - 86400000 AND coalesce(i.mitigated_at, i.resolved_at) = "
    "i.started_at "
    "ORDER BY i.id";

static bool load_zero_length(Loader *loader, const FactsSpan *span)
{
    g_autoptr(Query) query = store_query(loader->store, zero_sql, loader->error);
    if (query == NULL)
        return false;
    query_bind_instant(query, 1, span->from);
    query_bind_instant(query, 2, span->to);
    GError *failure = NULL;
    while (query_step(query, &failure)) {
        FactWindow window = {.incident_id = query_integer(query, 0),
                             .service_id = query_integer(query, 1),
                             .from = query_instant(query, 2),
                             .to = query_instant(query, 2),
                             .share_ppm = (int32_t)query_integer(query, 3)};
        add_window(&window, loader);
    }
    if (failure != NULL)
        g_propagate_error(loader->error, failure);
    return failure == NULL;
}

static bool load_all(Loader *loader, const Contract *contract, const FactsSpan *span)
{
    Instant from = span->from, to = span->to;
    return facts_each_window(loader->store, -1, from, to, loader->as_of, WINDOWS_DETAILED, add_window, loader,
                             loader->error) &&
           load_zero_length(loader, span) && load_notes(loader, span) && load_services(loader) &&
           load_undated(loader, from, to) &&
           facts_each_maintenance(loader->store, -1, span->maintenance_from, to, add_maintenance, loader,
                                  loader->error) &&
           load_tickets(loader, contract, from, to);
}

static bool counts_by(const Contract *contract, CountKind kind)
{
    for (guint i = 0; i < contract->versions->len; i++) {
        const Terms *terms = g_ptr_array_index(contract->versions, i);
        for (guint k = 0; k < terms->obligations->len; k++)
            if (((const Obligation *)g_ptr_array_index(terms->obligations, k))->unit.kind == kind)
                return true;
    }
    return false;
}

/* A query for each incident costs a look-up; those that no record or no term needs are not made. */
static bool prepare(Loader *loader, const Contract *contract)
{
    bool labels = store_scalar(loader->store, "SELECT EXISTS (SELECT 1 FROM label)", 1) != 0;
    loader->incident = store_query(loader->store, incident_sql, loader->error);
    if (loader->incident == NULL)
        return false;
    loader->labels = labels ? store_query(loader->store, labels_sql, loader->error) : NULL;
    if (labels && loader->labels == NULL)
        return false;
    bool requests = counts_by(contract, COUNT_REQUESTS), users = counts_by(contract, COUNT_USER_MINUTES);
    loader->requests = requests ? store_query(loader->store, requests_sql, loader->error) : NULL;
    loader->users = users ? store_query(loader->store, users_sql, loader->error) : NULL;
    return (!requests || loader->requests != NULL) && (!users || loader->users != NULL);
}

JudgeFacts *facts_load_span(Store *store, const Contract *contract, const FactsSpan *span, Instant as_of,
                            GError **error)
{
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    g_autoptr(GHashTable) details = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GHashTable) names = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) words = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) tag_lists = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    Loader loader = {.store = store,
                     .facts = facts,
                     .details = details,
                     .names = names,
                     .words = words,
                     .tag_lists = tag_lists,
                     .zone = ((const Terms *)g_ptr_array_index(contract->versions, 0))->zone,
                     .as_of = as_of,
                     .error = error};
    bool fine = prepare(&loader, contract) && load_all(&loader, contract, span);
    query_free(loader.incident);
    query_free(loader.labels);
    query_free(loader.requests);
    query_free(loader.users);
    return fine ? g_steal_pointer(&facts) : NULL;
}

JudgeFacts *facts_load(Store *store, const Contract *contract, const Period *period, Instant as_of, GError **error)
{
    FactsSpan span = contract_facts_span(contract, period);
    return facts_load_span(store, contract, &span, as_of, error);
}

/* ---- period by period ---- */

bool contract_judge_store(Store *store, const Contract *contract, const Period *period, Instant as_of,
                          JudgementFunc func, gpointer user_data, GError **error)
{
    g_autoptr(GArray) parts = contract_parts(contract, period, error);
    g_autoptr(JudgeMemory) memory = judge_memory_new();
    for (guint i = 0; parts != NULL && i < parts->len; i++) {
        const JudgePart *part = &g_array_index(parts, JudgePart, i);
        FactsSpan span = judge_part_span(contract, part, memory);
        g_autoptr(JudgeFacts) facts = facts_load_span(store, contract, &span, as_of, error);
        if (facts == NULL)
            return false;
        g_autoptr(Judgement) judgement = judge_part(contract, period, part, facts, as_of, memory);
        func(judgement, user_data);
    }
    return parts != NULL;
}
