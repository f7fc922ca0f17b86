#include "load_private.h"

#define NAMES_MAX 5

/* "A, B and 3 more" of the ids that the query gives; NULL for none. */
static char *id_list(Query *query, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    guint n = 0;
    for (; query_step(query, error); n++)
        if (n < NAMES_MAX)
            g_string_append_printf(text, "%s%s", n > 0 ? ", " : "", query_text(query, 0));
    if (n > NAMES_MAX)
        g_string_append_printf(text, " and %u more", n - NAMES_MAX);
    return n > 0 ? g_strdup(text->str) : NULL;
}

typedef struct {
    const char *sql, *what;
} Unused;

static const Unused UNUSED[] = {
    {"SELECT DISTINCT i.external_id FROM finding f JOIN incident i ON i.id = f.incident_id "
     "WHERE f.kind = 'end-before-start' AND i.counts = 1 AND i.started_at >= ?1 AND i.started_at < ?2 ORDER BY i.id",
     "ends before its start, so it counts nothing"},
    {"SELECT external_id FROM incident WHERE counts = 1 AND service_id IS NULL AND started_at >= ?1 AND started_at < "
     "?2 "
     "ORDER BY id",
     "names no service, so it counts for none"},
};

bool load_notes(Loader *loader, const FactsSpan *span)
{
    for (guint i = 0; i < G_N_ELEMENTS(UNUSED); i++) {
        g_autoptr(Query) query = store_query(loader->store, UNUSED[i].sql, loader->error);
        if (query == NULL)
            return false;
        query_bind_instant(query, 1, span->from);
        query_bind_instant(query, 2, span->to);
        GError *failure = NULL;
        g_autofree char *ids = id_list(query, &failure);
        if (failure != NULL) {
            g_propagate_error(loader->error, failure);
            return false;
        }
        if (ids != NULL)
            g_ptr_array_add(loader->facts->notes, g_strdup_printf("%s: %s", ids, UNUSED[i].what));
    }
    int64_t rejected = store_scalar(loader->store, "SELECT count(*) FROM reject", 0);
    if (rejected > 0)
        g_ptr_array_add(loader->facts->notes,
                        g_strdup_printf("%" G_GINT64_FORMAT " rejected %s not used and may belong here", rejected,
                                        rejected == 1 ? "row was" : "rows were"));
    return true;
}

bool load_services(Loader *loader)
{
    g_autoptr(Query) query = store_query(loader->store, "SELECT name FROM service ORDER BY name", loader->error);
    while (query != NULL && query_step(query, NULL))
        g_ptr_array_add(loader->facts->services,
                        (gpointer)(uintptr_t)judge_facts_text(loader->facts, query_text(query, 0)));
    return query != NULL;
}
