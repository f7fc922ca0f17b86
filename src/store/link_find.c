#include "link_find.h"

#include "nines/base/text.h"
#include "nines/store/link.h"
#include <string.h>

/* Records that name each other's id may begin so far apart: a ticket is opened when somebody notices. */
#define ID_APART_MS MS_PER_DAY
/* A record that is open, or lasts longer, meets others for so long. */
#define ACTIVE_MS (7 * MS_PER_DAY)
/* A rival's score may lie so far below and still make a pair uncertain. */
#define RIVAL_MARGIN 0.3

static void candidate_free(gpointer data)
{
    Candidate *candidate = data;
    g_free(candidate->evidence);
    g_free(candidate);
}

void candidates_free(Candidates *candidates)
{
    if (!candidates)
        return;
    g_ptr_array_unref(candidates->pairs);
    g_hash_table_unref(candidates->records);
    g_free(candidates);
}

/* ---- reading ---- */

#define RECORD_SQL                                                                                                     \
    "SELECT i.id, i.origin_id, o.text, i.external_id, i.title, s.path || ':' || i.line, s.kind = 'document',"          \
    " coalesce(i.started_at, i.within_from_at), CASE WHEN i.started_at IS NULL THEN i.within_to_at ELSE"               \
    " coalesce(i.mitigated_at, i.resolved_at) END, CASE WHEN i.started_at IS NULL THEN 3 ELSE i.precision END, "       \
    "v.name,"                                                                                                          \
    " i.services_n FROM incident i JOIN source s ON s.id = i.source_id JOIN word o ON o.id = i.origin_id"              \
    " LEFT JOIN service v ON v.id = i.service_id WHERE "

static bool add_services(Store *store, LinkRecord *record, GError **error)
{
    g_autoptr(Query) query = store_query(store,
                                         "SELECT DISTINCT v.name FROM stated_window w JOIN service v"
                                         " ON v.id = w.service_id WHERE w.incident_id = ?1 ORDER BY 1",
                                         error);
    if (!query)
        return false;
    query_bind_integer(query, 1, record->id);
    while (query_step(query, NULL))
        link_record_add_service(record, query_text(query, 0));
    return true;
}

static LinkRecord *read_record(Store *store, Query *query, GError **error)
{
    LinkRecord *record = link_record_new();
    record->id = query_integer(query, 0);
    record->origin_id = query_integer(query, 1);
    record->origin = g_strdup(query_text(query, 2));
    record->external_id = g_strdup(query_text(query, 3));
    record->title = g_strdup(query_text(query, 4));
    record->place = g_strdup(query_text(query, 5));
    record->is_document = query_integer(query, 6) != 0;
    record->from = query_instant(query, 7);
    record->to = query_instant(query, 8);
    record->precision = (int)query_integer(query, 9);
    if (query_integer(query, 11) > 1)
        add_services(store, record, error);
    else if (query_text(query, 10))
        link_record_add_service(record, query_text(query, 10));
    link_record_prepare(record);
    return record;
}

/* ---- ids ---- */

/* The id as a word of its own, without case. */
static bool stands_in(const char *id, const char *text)
{
    g_autofree char *lower_id = g_ascii_strdown(id, -1), *lower = g_ascii_strdown(text, -1);
    gsize length = strlen(lower_id);
    for (const char *at = lower; (at = strstr(at, lower_id)) != NULL; at++) {
        bool begins = at == lower || !g_ascii_isalnum(at[-1]);
        if (begins && !g_ascii_isalnum(at[length]))
            return true;
    }
    return false;
}

static bool stands_in_text(Store *store, const LinkRecord *record, const char *id)
{
    g_autoptr(Query) query =
        store_query(store, "SELECT words FROM evidence WHERE incident_id = ?1 AND field = ?2", NULL);
    if (!query)
        return false;
    query_bind_integer(query, 1, record->id);
    query_bind_text(query, 2, LINK_MENTION, -1);
    while (query_step(query, NULL))
        if (stands_in(id, query_text(query, 0)))
            return true;
    return false;
}

/* How strongly b names a; 0 not at all. */
static int names(Store *store, const LinkRecord *a, const LinkRecord *b)
{
    if (!link_id_is_telling(a->external_id))
        return 0;
    if (stands_in(a->external_id, b->external_id))
        return 3;
    if (stands_in(a->external_id, b->title))
        return 2;
    return b->is_document && stands_in_text(store, b, a->external_id);
}

static bool may_be_named(const LinkRecord *a, const LinkRecord *b)
{
    int64_t apart = a->from > b->from ? a->from - b->from : b->from - a->from;
    return apart <= ID_APART_MS || link_times_meet(a, b);
}

/* ---- pairs ---- */

static void keep(Candidates *candidates, LinkRecord *record)
{
    if (!g_hash_table_contains(candidates->records, &record->id))
        g_hash_table_insert(candidates->records, &record->id, record);
}

static void add_pair(Candidates *candidates, Candidate pair)
{
    keep(candidates, pair.a);
    keep(candidates, pair.b);
    g_ptr_array_add(candidates->pairs, g_memdup2(&pair, sizeof pair));
}

static void compare(Candidates *candidates, LinkRecord *a, LinkRecord *b)
{
    if (a->origin_id == b->origin_id)
        return;
    int forth = may_be_named(a, b) ? names(candidates->store, a, b) : 0;
    int back = may_be_named(a, b) ? names(candidates->store, b, a) : 0;
    if (forth || back) {
        const char *id = forth >= back ? a->external_id : b->external_id;
        add_pair(candidates, (Candidate){a, b, BASIS_ID, LIKENESS_CERTAIN, MAX(forth, back), 0,
                                         g_strdup_printf("the id %s stands in both", id)});
        return;
    }
    Likeness likeness = link_compare(a, b);
    if (likeness.grade != LIKENESS_NONE)
        add_pair(candidates, (Candidate){a, b, BASIS_TITLE, likeness.grade, 0, likeness.score, likeness.evidence});
}

/* Records that may still meet one that begins at from. Those in no pair go. */
static void retire(Candidates *candidates, GPtrArray *active, Instant from)
{
    guint kept = 0;
    for (guint i = 0; i < active->len; i++) {
        LinkRecord *record = active->pdata[i];
        Instant to = record->to == INSTANT_NONE ? record->from + ACTIVE_MS : MIN(record->to, record->from + ACTIVE_MS);
        if (MAX(to, record->from + ID_APART_MS) >= from)
            active->pdata[kept++] = record;
        else if (!g_hash_table_contains(candidates->records, &record->id))
            link_record_free(record);
    }
    g_ptr_array_set_size(active, (gint)kept);
}

static bool sweep(Candidates *candidates, GError **error)
{
    g_autoptr(GPtrArray) active = g_ptr_array_new();
    g_autoptr(Query) query = store_query(candidates->store,
                                         RECORD_SQL "i.kind = 'incident' AND coalesce(i.started_at, i.within_from_at)"
                                                    " IS NOT NULL ORDER BY 8, 3, 4",
                                         error);
    GError *failure = NULL;
    while (query && query_step(query, &failure)) {
        LinkRecord *record = read_record(candidates->store, query, &failure);
        retire(candidates, active, record->from);
        for (guint i = 0; i < active->len; i++)
            compare(candidates, active->pdata[i], record);
        g_ptr_array_add(active, record);
    }
    retire(candidates, active, INT64_MAX);
    if (failure)
        g_propagate_error(error, failure);
    return query && !failure;
}

/* ---- rivals ---- */

/* Whether the other pair offers one of this pair's records another partner of the same source, about as good. */
static bool is_rival(const Candidate *pair, const Candidate *other)
{
    const LinkRecord *other_end = other->a == pair->a || other->a == pair->b ? other->b : other->a;
    bool on_a = other->a == pair->a || other->b == pair->a, on_b = other->a == pair->b || other->b == pair->b;
    if (other == pair || on_a == on_b)
        return false;
    const LinkRecord *partner = on_a ? pair->b : pair->a;
    if (other_end->origin_id != partner->origin_id)
        return false;
    if (pair->basis == BASIS_ID)
        return other->basis == BASIS_ID && other->strength >= pair->strength;
    return other->basis == BASIS_TITLE && other->score >= pair->score - RIVAL_MARGIN;
}

static void note_pair(GHashTable *by_record, LinkRecord *record, Candidate *pair)
{
    GPtrArray *pairs = g_hash_table_lookup(by_record, record);
    if (!pairs) {
        pairs = g_ptr_array_new();
        g_hash_table_insert(by_record, record, pairs);
    }
    g_ptr_array_add(pairs, pair);
}

static bool has_rival(GHashTable *by_record, const Candidate *pair)
{
    const LinkRecord *const ends[] = {pair->a, pair->b};
    for (guint e = 0; e < G_N_ELEMENTS(ends); e++) {
        const GPtrArray *pairs = g_hash_table_lookup(by_record, ends[e]);
        for (guint i = 0; i < pairs->len; i++)
            if (is_rival(pair, pairs->pdata[i]))
                return true;
    }
    return false;
}

static void settle_rivals(Candidates *candidates)
{
    g_autoptr(GHashTable) by_record = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
    g_autoptr(GPtrArray) unsure = g_ptr_array_new();
    for (guint i = 0; i < candidates->pairs->len; i++) {
        Candidate *pair = candidates->pairs->pdata[i];
        note_pair(by_record, pair->a, pair);
        note_pair(by_record, pair->b, pair);
    }
    for (guint i = 0; i < candidates->pairs->len; i++)
        if (has_rival(by_record, candidates->pairs->pdata[i]))
            g_ptr_array_add(unsure, candidates->pairs->pdata[i]);
    for (guint i = 0; i < unsure->len; i++)
        ((Candidate *)unsure->pdata[i])->grade = LIKENESS_PROPOSED;
}

Candidates *candidates_find(Store *store, GError **error)
{
    g_autoptr(Candidates) candidates = g_new0(Candidates, 1);
    candidates->store = store;
    candidates->records = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, link_record_free);
    candidates->pairs = g_ptr_array_new_with_free_func(candidate_free);
    if (!sweep(candidates, error))
        return NULL;
    settle_rivals(candidates);
    return g_steal_pointer(&candidates);
}

/* ---- confirmed pairs and order ---- */

static LinkRecord *record_of(Candidates *candidates, int64_t id, GError **error)
{
    LinkRecord *record = g_hash_table_lookup(candidates->records, &id);
    if (record)
        return record;
    g_autoptr(Query) query = store_query(candidates->store, RECORD_SQL "i.id = ?1", error);
    if (!query)
        return NULL;
    query_bind_integer(query, 1, id);
    if (!query_step(query, error))
        return NULL;
    record = read_record(candidates->store, query, error);
    keep(candidates, record);
    return record;
}

bool candidates_add_confirmed(Candidates *candidates, int64_t main_id, int64_t other_id, GError **error)
{
    LinkRecord *main = record_of(candidates, main_id, error),
               *other = main ? record_of(candidates, other_id, error) : NULL;
    if (!other)
        return false;
    add_pair(candidates,
             (Candidate){main, other, BASIS_CONFIRMED, LIKENESS_CERTAIN, 0, 0, g_strdup("confirmed by a person")});
    return true;
}

static int compare_names(const LinkRecord *a, const LinkRecord *b)
{
    int order = strcmp(a->origin, b->origin);
    return order ? order : strcmp(a->external_id, b->external_id);
}

static gint compare_pairs(gconstpointer left, gconstpointer right)
{
    const Candidate *a = *(const Candidate *const *)left, *b = *(const Candidate *const *)right;
    if (a->basis != b->basis)
        return a->basis > b->basis ? -1 : 1;
    if (a->strength != b->strength)
        return b->strength - a->strength;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    int order = compare_names(a->a, b->a);
    return order ? order : compare_names(a->b, b->b);
}

void candidates_sort(Candidates *candidates)
{
    g_ptr_array_sort(candidates->pairs, compare_pairs);
}
