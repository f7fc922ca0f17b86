#include "fact_version.h"

/* No id of an export begins with a control character: text_clean takes them out. */
#define ASIDE "\001older"

static Instant latest_of(const Record *record)
{
    Instant latest = INSTANT_NONE;
    for (Moment i = 0; i < MOMENT_N; i++)
        if (record->at[i] != INSTANT_NONE && (latest == INSTANT_NONE || record->at[i] > latest))
            latest = record->at[i];
    return latest;
}

Version version_of(const FactWriter *writer, const Record *record, int64_t hash)
{
    bool stated = record->updated_at != INSTANT_NONE;
    return (Version){stated ? record->updated_at : writer->ingested_at, writer->ingested_at, latest_of(record), hash};
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int version_compare(const Version *a, const Version *b)
{
    const int steps[] = {compare(a->stated_at, b->stated_at), compare(a->ingested_at, b->ingested_at),
                         compare(a->latest_at, b->latest_at), compare(a->hash, b->hash)};
    for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
        if (steps[i] != 0)
            return steps[i];
    return 0;
}

/* The facts as JSON, written by the same statement as any revision's: they stand in the tables for a moment. */
static char *facts_of(FactWriter *writer, Record *record, GError **error)
{
    FactKey key = {0, 1, writer->origin_id, writer->source_id, 0};
    const char *external_id = record->external_id;
    Query *facts = writer->query[SQL_FACTS];
    bool inserted = false;
    char *text = NULL;
    record->external_id = ASIDE;
    bool ok = fact_rows_insert(writer->rows, record, &key, &inserted, error) && fact_rows_flush(writer->rows, error);
    record->external_id = external_id;
    if (!ok)
        return NULL;
    query_bind_integer(facts, 1, key.id);
    if (query_step(facts, error))
        text = g_strdup(query_text(facts, 1));
    query_reset(facts);
    if (!fact_rows_delete(writer->rows, key.id, error))
        g_clear_pointer(&text, g_free);
    return text;
}

/* 1: the incident; 2: its older ones; 3: source; 4: line; 5: facts; 6: stated_at; 7: external id; 8: as-of. */
static const char *const insert_sql[] = {
    "UPDATE incident_revision SET revision = -1 - revision WHERE incident_id = ?1 AND revision > ?2",
    "UPDATE incident_revision SET revision = -revision WHERE incident_id = ?1 AND revision < 0",
    "UPDATE incident SET revision = revision + 1 WHERE id = ?1",
    "UPDATE incident_revision SET replaced_by_source_id = ?3, replaced_at = ?8 WHERE incident_id = ?1 AND revision = "
    "?2",
    "INSERT INTO incident_revision (incident_id, revision, source_id, line, replaced_by_source_id, replaced_at, facts,"
    " stated_at) SELECT ?1, ?2 + 1, ?3, ?4, n.source_id, s.ingested_at, json_set(?5, '$.external_id', ?7), ?6"
    " FROM (SELECT source_id, 1 AS rank FROM incident_revision WHERE incident_id = ?1 AND revision = ?2 + 2"
    " UNION ALL SELECT source_id, 2 FROM incident WHERE id = ?1 ORDER BY rank LIMIT 1) n"
    " JOIN source s ON s.id = n.source_id",
};

typedef struct {
    int64_t incident_id, older_n;
    const char *facts;
    bool known; /* the same facts stand among the revisions already */
} Place;

static bool find_place(FactWriter *writer, const Record *record, const Version *version, Place *place, GError **error)
{
    g_autoptr(Query) query =
        store_query(writer->store,
                    "SELECT count(*) FILTER (WHERE coalesce(r.stated_at, s.confirmed_at, s.ingested_at) < ?2 OR "
                    "(coalesce(r.stated_at, s.confirmed_at, s.ingested_at) = ?2 AND s.ingested_at <= ?3)), count(*) "
                    "FILTER (WHERE r.facts ="
                    " json_set(?4, '$.external_id', ?5)) FROM incident_revision r JOIN source s ON s.id = r.source_id"
                    " WHERE r.incident_id = ?1",
                    error);
    if (!query)
        return false;
    query_bind_integer(query, 1, place->incident_id);
    query_bind_integer(query, 2, version->stated_at);
    query_bind_integer(query, 3, version->ingested_at);
    query_bind_borrowed(query, 4, place->facts);
    query_bind_borrowed(query, 5, record->external_id);
    if (!query_step(query, error))
        return false;
    place->older_n = query_integer(query, 0);
    place->known = query_integer(query, 1) > 0;
    return true;
}

static bool run_insert(FactWriter *writer, const char *sql, const Record *record, const Version *version,
                       const Place *place, GError **error)
{
    g_autoptr(Query) query = store_query(writer->store, sql, error);
    if (!query)
        return false;
    query_bind_integer(query, 1, place->incident_id);
    query_bind_integer(query, 2, place->older_n);
    query_bind_integer(query, 3, writer->source_id);
    query_bind_integer(query, 4, record->line);
    query_bind_borrowed(query, 5, place->facts);
    query_bind_integer(query, 6, version->stated_at);
    query_bind_borrowed(query, 7, record->external_id);
    query_bind_integer(query, 8, writer->ingested_at);
    return query_run(query, error);
}

bool version_keep_older(FactWriter *writer, Record *record, const Version *version, int64_t incident_id, GError **error)
{
    g_autofree char *facts = facts_of(writer, record, error);
    Place place = {.incident_id = incident_id, .facts = facts};
    if (!facts || !find_place(writer, record, version, &place, error))
        return false;
    writer->older_n++;
    for (guint i = 0; !place.known && i < G_N_ELEMENTS(insert_sql); i++)
        if (!run_insert(writer, insert_sql[i], record, version, &place, error))
            return false;
    return true;
}
