#include "nines/store/link.h"

#include "link_apply.h"
#include "link_find.h"
#include "store_private.h"
#include <string.h>

/* ---- what people decided ---- */

typedef struct {
    int64_t main_id, other_id;
    bool same;
} Decision;

static GArray *load_decisions(Store *store, GError **error)
{
    g_autoptr(GArray) decisions = g_array_new(FALSE, FALSE, sizeof(Decision));
    g_autoptr(Query) query = store_query(
        store,
        "SELECT m.id, i.id, d.is_same FROM link_decision d JOIN word p ON p.text = d.main_origin JOIN incident m"
        " ON m.origin_id = p.id AND m.external_id = d.main_external_id JOIN word o ON o.text = d.origin JOIN incident i"
        " ON i.origin_id = o.id AND i.external_id = d.external_id ORDER BY 1, 2",
        error);
    GError *failure = NULL;
    while (query && query_step(query, &failure)) {
        Decision decision = {query_integer(query, 0), query_integer(query, 1), query_integer(query, 2) != 0};
        g_array_append_val(decisions, decision);
    }
    if (failure)
        g_propagate_error(error, failure);
    return query && !failure ? g_steal_pointer(&decisions) : NULL;
}

/* ---- clusters ---- */

/* Records that are one incident. */
typedef struct {
    GPtrArray *members; /* LinkRecord*, borrowed */
    int64_t main_id;    /* 0: not decided by a person */
} Cluster;

typedef struct {
    Store *store;
    Candidates *candidates;
    GArray *decisions;
    GHashTable *clusters; /* &record->id -> Cluster */
    GPtrArray *all;       /* Cluster*, owned */
    GHashTable *joined;   /* &record->id -> const Candidate*: what brought it in */
    GPtrArray *proposed;  /* const Candidate* */
} Maker;

static void cluster_free(gpointer data)
{
    Cluster *cluster = data;
    g_ptr_array_unref(cluster->members);
    g_free(cluster);
}

static Cluster *cluster_of(Maker *maker, const LinkRecord *record)
{
    Cluster *cluster = g_hash_table_lookup(maker->clusters, &record->id);
    if (cluster)
        return cluster;
    cluster = g_new0(Cluster, 1);
    cluster->members = g_ptr_array_new();
    g_ptr_array_add(cluster->members, (gpointer)(uintptr_t)record);
    g_ptr_array_add(maker->all, cluster);
    g_hash_table_insert(maker->clusters, (gpointer)(uintptr_t)&record->id, cluster);
    return cluster;
}

/* A person's word that the two are different incidents. */
static bool is_parted(const Maker *maker, int64_t a, int64_t b)
{
    for (guint i = 0; i < maker->decisions->len; i++) {
        const Decision *d = &g_array_index(maker->decisions, Decision, i);
        if (!d->same && ((d->main_id == a && d->other_id == b) || (d->main_id == b && d->other_id == a)))
            return true;
    }
    return false;
}

/* Two records of one source are two incidents unless a person says otherwise. */
static bool may_join(const Maker *maker, const Cluster *a, const Cluster *b, bool confirmed)
{
    for (guint i = 0; i < a->members->len; i++)
        for (guint j = 0; j < b->members->len; j++) {
            const LinkRecord *x = a->members->pdata[i], *y = b->members->pdata[j];
            if (is_parted(maker, x->id, y->id) || (!confirmed && x->origin_id == y->origin_id))
                return false;
        }
    return true;
}

static void join(Maker *maker, const Candidate *candidate, bool confirmed)
{
    Cluster *a = cluster_of(maker, candidate->a), *b = cluster_of(maker, candidate->b);
    if (a == b)
        return;
    if (!may_join(maker, a, b, confirmed)) {
        if (!is_parted(maker, candidate->a->id, candidate->b->id))
            g_ptr_array_add(maker->proposed, (gpointer)(uintptr_t)candidate);
        return;
    }
    for (guint i = 0; i < b->members->len; i++) {
        LinkRecord *record = b->members->pdata[i];
        g_ptr_array_add(a->members, record);
        g_hash_table_insert(maker->clusters, &record->id, a);
    }
    g_ptr_array_set_size(b->members, 0);
    a->main_id = a->main_id ? a->main_id : b->main_id;
    const LinkRecord *const ends[] = {candidate->a, candidate->b};
    for (guint i = 0; i < G_N_ELEMENTS(ends); i++)
        if (!g_hash_table_contains(maker->joined, &ends[i]->id))
            g_hash_table_insert(maker->joined, (gpointer)(uintptr_t)&ends[i]->id, (gpointer)(uintptr_t)candidate);
}

static void join_all(Maker *maker)
{
    for (guint i = 0; i < maker->candidates->pairs->len; i++) {
        const Candidate *candidate = maker->candidates->pairs->pdata[i];
        if (candidate->basis == BASIS_CONFIRMED)
            cluster_of(maker, candidate->a)->main_id = candidate->a->id;
        if (candidate->grade == LIKENESS_CERTAIN)
            join(maker, candidate, candidate->basis == BASIS_CONFIRMED);
        else if (!is_parted(maker, candidate->a->id, candidate->b->id))
            g_ptr_array_add(maker->proposed, (gpointer)(uintptr_t)candidate);
    }
}

/* ---- writing ---- */

/* A person's choice, else the record of a tool before a document, then by name: whatever came first into the store. */
static gint compare_rank(gconstpointer a, gconstpointer b)
{
    const LinkRecord *x = *(const LinkRecord *const *)a, *y = *(const LinkRecord *const *)b;
    if (x->is_document != y->is_document)
        return x->is_document ? 1 : -1;
    int order = strcmp(x->origin, y->origin);
    return order ? order : strcmp(x->external_id, y->external_id);
}

static const LinkRecord *settle_main(const Cluster *cluster)
{
    g_ptr_array_sort(cluster->members, compare_rank);
    for (guint i = 0; cluster->main_id && i < cluster->members->len; i++)
        if (((const LinkRecord *)cluster->members->pdata[i])->id == cluster->main_id)
            return cluster->members->pdata[i];
    return cluster->members->pdata[0];
}

static bool write_link(Maker *maker, const LinkRecord *main, const LinkRecord *other, Instant as_of, GError **error)
{
    static const char *const names[] = {[BASIS_TITLE] = "title", [BASIS_ID] = "id", [BASIS_CONFIRMED] = "confirmed"};
    const Candidate *why = g_hash_table_lookup(maker->joined, &other->id);
    g_autoptr(Query) query = store_query(
        maker->store,
        "INSERT INTO link SELECT i.id, ?2, ?3, ?4, i.kind, i.is_outage, coalesce(b.linked_at, ?5), coalesce("
        "b.newest_source_id, (SELECT max(id) FROM source), 0) FROM incident i LEFT JOIN temp.link_before b"
        " ON b.incident_id = i.id AND b.main_id = ?2 WHERE i.id = ?1",
        error);
    if (!query)
        return false;
    query_bind_integer(query, 1, other->id);
    query_bind_integer(query, 2, main->id);
    query_bind_text(query, 3, names[why->basis], -1);
    query_bind_text(query, 4, why->evidence, -1);
    query_bind_integer(query, 5, as_of);
    return query_run(query, error) && links_apply(maker->store, main->id, other->id, error);
}

static bool write_clusters(Maker *maker, Instant as_of, GError **error)
{
    for (guint i = 0; i < maker->all->len; i++) {
        const Cluster *cluster = maker->all->pdata[i];
        if (cluster->members->len < 2)
            continue;
        const LinkRecord *main = settle_main(cluster);
        for (guint j = 0; j < cluster->members->len; j++) {
            const LinkRecord *other = cluster->members->pdata[j];
            if (other != main && !write_link(maker, main, other, as_of, error))
                return false;
        }
    }
    return true;
}

static bool write_proposals(Maker *maker, GError **error)
{
    for (guint i = 0; i < maker->proposed->len; i++) {
        const Candidate *candidate = maker->proposed->pdata[i];
        if (cluster_of(maker, candidate->a) == cluster_of(maker, candidate->b))
            continue;
        bool swap = compare_rank(&candidate->a, &candidate->b) > 0;
        g_autoptr(Query) query =
            store_query(maker->store, "INSERT OR IGNORE INTO link_proposal VALUES (?1, ?2, ?3)", error);
        if (!query)
            return false;
        query_bind_integer(query, 1, swap ? candidate->a->id : candidate->b->id);
        query_bind_integer(query, 2, swap ? candidate->b->id : candidate->a->id);
        query_bind_text(query, 3, candidate->evidence, -1);
        if (!query_run(query, error))
            return false;
    }
    return true;
}

static bool clear(Store *store, GError **error)
{
    return links_release(store, error) &&
           store_execute(store,
                         "DROP TABLE IF EXISTS temp.link_before; CREATE TEMP TABLE link_before AS SELECT incident_id,"
                         " main_id, linked_at, newest_source_id FROM link; DELETE FROM link; DELETE FROM link_proposal;"
                         " DELETE FROM finding WHERE kind = 'link-conflict'",
                         error);
}

static bool add_confirmed(Maker *maker, GError **error)
{
    for (guint i = 0; i < maker->decisions->len; i++) {
        const Decision *d = &g_array_index(maker->decisions, Decision, i);
        if (d->same && !candidates_add_confirmed(maker->candidates, d->main_id, d->other_id, error))
            return false;
    }
    return true;
}

static bool make(Store *store, Instant as_of, GError **error)
{
    Maker maker = {.store = store};
    g_autoptr(GHashTable) clusters = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GHashTable) joined = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(cluster_free);
    g_autoptr(GPtrArray) proposed = g_ptr_array_new();
    if (!clear(store, error))
        return false;
    g_autoptr(GArray) decisions = load_decisions(store, error);
    g_autoptr(Candidates) candidates = decisions ? candidates_find(store, error) : NULL;
    maker.decisions = decisions;
    maker.candidates = candidates;
    maker.clusters = clusters;
    maker.joined = joined;
    maker.all = all;
    maker.proposed = proposed;
    if (!candidates || !add_confirmed(&maker, error))
        return false;
    candidates_sort(candidates);
    join_all(&maker);
    return write_clusters(&maker, as_of, error) && write_proposals(&maker, error);
}

bool links_make(Store *store, Instant as_of, GError **error)
{
    /* Records of one source are never one incident by themselves. */
    bool idle =
        store_scalar(store, "SELECT count(DISTINCT origin_id) FROM source WHERE kind <> 'maintenance'", 0) < 2 &&
        !store_scalar(store, "SELECT EXISTS (SELECT 1 FROM link) OR EXISTS (SELECT 1 FROM link_decision)", 0);
    if (idle)
        return true;
    if (!store_begin(store, error))
        return false;
    if (make(store, as_of, error))
        return store_commit(store, error);
    store_rollback(store);
    return false;
}

/* ---- decisions ---- */

void link_name_clear(LinkName *name)
{
    g_clear_pointer(&name->origin, g_free);
    g_clear_pointer(&name->external_id, g_free);
}

static void name_error(GError **error, const char *text, const GString *found, guint n)
{
    if (n == 0)
        error_at(error, ERROR_USAGE, NULL, 0, 0, "no record has the id \"%s\"", text);
    else
        error_at(error, ERROR_USAGE, NULL, 0, 0, "several records have the id \"%s\"; say which: %s", text, found->str);
}

bool link_name_find(Store *store, const char *text, LinkName *name, GError **error)
{
    g_autoptr(Query) query =
        store_query(store,
                    "SELECT o.text, i.external_id FROM incident i JOIN word o ON o.id = i.origin_id"
                    " WHERE i.external_id = ?1 OR o.text || ':' || i.external_id = ?1 ORDER BY 1",
                    error);
    g_autoptr(GString) found = g_string_new(NULL);
    guint n = 0;
    if (!query)
        return false;
    query_bind_text(query, 1, text, -1);
    for (; query_step(query, NULL); n++) {
        link_name_clear(name);
        name->origin = g_strdup(query_text(query, 0));
        name->external_id = g_strdup(query_text(query, 1));
        g_string_append_printf(found, "%s%s:%s", n ? ", " : "", name->origin, name->external_id);
    }
    if (n == 1)
        return true;
    link_name_clear(name);
    name_error(error, text, found, n);
    return false;
}

static bool run_decision(Store *store, const char *sql, const LinkName *main, const LinkName *other, bool same,
                         Instant as_of, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    if (!query)
        return false;
    const char *const texts[] = {main->origin, main->external_id, other->origin, other->external_id};
    for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
        query_bind_text(query, i + 1, texts[i], -1);
    query_bind_integer(query, 5, same);
    query_bind_integer(query, 6, as_of);
    return query_run(query, error);
}

bool links_decide(Store *store, const LinkName *main, const LinkName *other, bool same, Instant as_of, GError **error)
{
    static const char forget_sql[] =
        "DELETE FROM link_decision WHERE (main_origin = ?1 AND main_external_id = ?2 AND origin = ?3 AND external_id ="
        " ?4) OR (main_origin = ?3 AND main_external_id = ?4 AND origin = ?1 AND external_id = ?2)";
    return run_decision(store, forget_sql, main, other, same, as_of, error) &&
           run_decision(store, "INSERT INTO link_decision VALUES (?1, ?2, ?3, ?4, ?5, ?6)", main, other, same, as_of,
                        error);
}
