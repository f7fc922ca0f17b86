#include "nines/store/fact_writer.h"

#include "fact_writer_private.h"
#include "nines/base/text.h"
#include <string.h>

#define RAW_MAX 4096
/* The latest time of a row, as version_of() takes it from a record. */
#define NEVER "-9223372036854775807"
#define LATEST                                                                                                         \
    "coalesce(i.started_at, " NEVER "), coalesce(i.declared_at, " NEVER "), coalesce(i.detected_at, " NEVER            \
    "), coalesce(i.acknowledged_at, " NEVER "), coalesce(i.mitigated_at, " NEVER "), coalesce(i.resolved_at, " NEVER   \
    "), coalesce(i.closed_at, " NEVER ")"

static const char *const writer_sql[SQL_N] = {
    [SQL_FIND] =
        "SELECT i.id, i.content_hash, i.source_id, i.line, coalesce(i.stated_at, s.confirmed_at, s.ingested_at),"
        " s.ingested_at, i.revision, nullif(max(" LATEST "), " NEVER ") FROM incident i JOIN source s"
        " ON s.id = i.source_id WHERE i.origin_id = ?1 AND i.external_id = ?2",
    [SQL_SEEN] = "SELECT line FROM temp.seen WHERE incident_id = ?1",
    [SQL_MARK] = "INSERT INTO temp.seen VALUES (?1, ?2)",
    [SQL_KEEP] =
        "INSERT INTO incident_revision SELECT i.id, i.revision, i.source_id, i.line, ?2, ?3, ?4,"
        " coalesce(i.stated_at, s.confirmed_at, s.ingested_at) FROM incident i JOIN source s ON s.id = i.source_id"
        " WHERE i.id = ?1",
    [SQL_CONFIRM] = "UPDATE incident SET stated_at = ?2 WHERE id = ?1",
    [SQL_REJECT] = "INSERT INTO reject (source_id, row, line, column, field, reason, raw)"
                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [SQL_MAINTENANCE] =
        "INSERT INTO maintenance (origin_id, external_id, source_id, line, content_hash, service_id,"
        " from_at, to_at, announced_at, title, stated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
        " ON CONFLICT (origin_id, external_id) DO NOTHING",
    [SQL_FIND_MAINTENANCE] =
        "SELECT m.id, m.content_hash, m.source_id, m.line, coalesce(m.stated_at, s.confirmed_at, s.ingested_at),"
        " s.ingested_at FROM maintenance m JOIN source s ON s.id = m.source_id"
        " WHERE m.origin_id = ?1 AND m.external_id = ?2",
    [SQL_UPDATE_MAINTENANCE] = "UPDATE maintenance SET source_id = ?3, line = ?4, content_hash = ?5, service_id = ?6,"
                               " from_at = ?7, to_at = ?8, announced_at = ?9, title = ?10, stated_at = ?11"
                               " WHERE origin_id = ?1 AND external_id = ?2",
    [SQL_KEEP_MAINTENANCE] =
        "INSERT INTO maintenance_revision SELECT m.id, (SELECT count(*) + 1 FROM maintenance_revision r"
        " WHERE r.maintenance_id = m.id), m.source_id, m.line, ?2, ?3, json_object('service',"
        " (SELECT name FROM service WHERE id = m.service_id), 'from_at', m.from_at, 'to_at', m.to_at,"
        " 'announced_at', m.announced_at, 'title', m.title) FROM maintenance m WHERE m.id = ?1",
    [SQL_CONFIRM_MAINTENANCE] = "UPDATE maintenance SET stated_at = ?2 WHERE id = ?1",
};

/* ---- the source ---- */

static void read_counts(Query *query, int column, SourceCounts *counts)
{
    counts->rows_n = query_integer(query, column);
    counts->read_n = query_integer(query, column + 1);
    counts->rejected_n = query_integer(query, column + 2);
    counts->unchanged_n = counts->read_n - counts->rejected_n;
    counts->inserted_n = counts->updated_n = 0;
    counts->findings_n = query_integer(query, column + 3);
}

int64_t fact_source_known(Store *store, const char *sha256, const char *profile, const char *origin,
                          const char *options, Instant as_of, SourceCounts *counts)
{
    g_autoptr(Query) query = store_query(
        store,
        "SELECT s.id, s.rows_n, s.read_n, s.rejected_n, (SELECT count(*) FROM finding f WHERE f.source_id = s.id"
        " AND f.kind <> 'link-conflict')"
        " FROM source s JOIN word o ON o.id = s.origin_id"
        " WHERE s.sha256 = ?1 AND s.profile = ?2 AND o.text = ?3 AND s.options = ?4 AND NOT EXISTS"
        " (SELECT 1 FROM incident_revision r WHERE r.replaced_by_source_id > s.id) AND NOT (?5 >"
        " coalesce(s.confirmed_at, s.ingested_at) AND EXISTS (SELECT 1 FROM incident_revision r WHERE r.source_id ="
        " s.id)) ORDER BY s.id DESC LIMIT 1",
        NULL);
    if (!query)
        return 0;
    const char *const texts[] = {sha256, profile, origin, options};
    for (int i = 0; i < (int)G_N_ELEMENTS(texts); i++)
        query_bind_text(query, i + 1, texts[i], -1);
    query_bind_integer(query, 5, as_of);
    if (!query_step(query, NULL))
        return 0;
    read_counts(query, 1, counts);
    return query_integer(query, 0);
}

bool fact_source_confirm(Store *store, int64_t source_id, Instant as_of, GError **error)
{
    g_autoptr(Query) query = store_query(
        store, "UPDATE source SET confirmed_at = ?2 WHERE id = ?1 AND coalesce(confirmed_at, ingested_at) < ?2", error);
    if (!query)
        return false;
    query_bind_integer(query, 1, source_id);
    query_bind_integer(query, 2, as_of);
    return query_run(query, error);
}

static bool insert_source(FactWriter *writer, const SourceFacts *source, GError **error)
{
    g_autoptr(Query) query = store_query(
        writer->store,
        "INSERT INTO source (path, sha256, bytes_n, kind, format, profile, origin_id, encoding, dialect, options,"
        " rows_n, read_n, inserted_n, updated_n, unchanged_n, rejected_n, ingested_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0, 0, 0, 0, ?11)",
        error);
    if (!query || !dictionary_id(fact_rows_words(writer->rows), source->origin, &writer->origin_id, error))
        return false;
    query_bind_borrowed(query, 1, source->path);
    query_bind_borrowed(query, 2, source->sha256 ? source->sha256 : "");
    query_bind_integer(query, 3, source->bytes_n);
    query_bind_borrowed(query, 4, source->kind);
    query_bind_borrowed(query, 5, source->format);
    query_bind_borrowed(query, 6, source->profile);
    query_bind_integer(query, 7, writer->origin_id);
    query_bind_borrowed(query, 8, source->encoding);
    query_bind_borrowed(query, 9, source->dialect);
    query_bind_borrowed(query, 10, source->options ? source->options : "");
    query_bind_integer(query, 11, source->ingested_at);
    if (!query_run(query, error))
        return false;
    writer->source_id = sqlite3_last_insert_rowid(writer->store->db);
    return true;
}

static bool update_source(FactWriter *writer, GError **error)
{
    g_autoptr(Query) query =
        store_query(writer->store,
                    "UPDATE source SET rows_n = ?2, read_n = ?3, inserted_n = ?4, updated_n = ?5, unchanged_n = ?6,"
                    " rejected_n = ?7, sha256 = ?8, bytes_n = ?9 WHERE id = ?1",
                    error);
    if (!query)
        return false;
    const int64_t values[] = {writer->source_id,         writer->counts.rows_n,    writer->counts.read_n,
                              writer->counts.inserted_n, writer->counts.updated_n, writer->counts.unchanged_n,
                              writer->counts.rejected_n};
    for (int i = 0; i < (int)G_N_ELEMENTS(values); i++)
        query_bind_integer(query, i + 1, values[i]);
    query_bind_borrowed(query, 8, writer->sha256);
    query_bind_integer(query, 9, writer->bytes_n);
    return query_run(query, error);
}

/* ---- the transaction ---- */

/* Incidents of this file that stood in the database before it. */
static bool prepare_seen(FactWriter *writer, GError **error)
{
    return store_execute(writer->store,
                         "CREATE TEMP TABLE IF NOT EXISTS seen (incident_id INTEGER PRIMARY KEY, line INTEGER) STRICT;"
                         "DELETE FROM temp.seen",
                         error);
}

static bool prepare_queries(FactWriter *writer, GError **error)
{
    for (WriterSql i = 0; i < SQL_N; i++) {
        g_autofree char *facts = g_strconcat(facts_json_sql(), " WHERE i.id = ?1", NULL);
        if (!(writer->query[i] = store_query(writer->store, i == SQL_FACTS ? facts : writer_sql[i], error)))
            return false;
    }
    return true;
}

/* Foreign keys rest during the load: the dictionaries hand out only ids that stand, at a fifth of the price. */
static bool begin(FactWriter *writer, GError **error)
{
    if (!store_execute(writer->store, "PRAGMA foreign_keys = OFF", error) || !store_begin(writer->store, error))
        return false;
    writer->open = true;
    return true;
}

FactWriter *fact_writer_open(Store *store, const SourceFacts *source, GError **error)
{
    g_autoptr(FactWriter) writer = g_new0(FactWriter, 1);
    writer->store = store;
    writer->ingested_at = source->ingested_at;
    writer->rows_n = -1;
    writer->has_links = store_scalar(store, "SELECT EXISTS (SELECT 1 FROM link)", 0) != 0;
    writer->sha256 = g_strdup(source->sha256 ? source->sha256 : "");
    writer->bytes_n = source->bytes_n;
    writer->profile = g_strdup(source->profile);
    writer->origin = g_strdup(source->origin);
    writer->options = g_strdup(source->options ? source->options : "");
    if (!begin(writer, error) || !prepare_seen(writer, error) || !(writer->rows = fact_rows_new(store, error)) ||
        !prepare_queries(writer, error) || !insert_source(writer, source, error))
        return NULL;
    return g_steal_pointer(&writer);
}

/* Statements hold locks: they go before the transaction ends. */
static void free_queries(FactWriter *writer)
{
    for (WriterSql i = 0; i < SQL_N; i++)
        g_clear_pointer(&writer->query[i], query_free);
    g_clear_pointer(&writer->rows, fact_rows_free);
}

void fact_writer_free(FactWriter *writer)
{
    if (!writer)
        return;
    free_queries(writer);
    if (writer->open)
        store_rollback(writer->store);
    store_execute(writer->store, "PRAGMA foreign_keys = ON", NULL);
    g_free(writer->reason);
    g_free(writer->sha256);
    g_free(writer->profile);
    g_free(writer->options);
    g_free(writer->origin);
    g_free(writer);
}

void fact_writer_set_rows(FactWriter *writer, int64_t rows_n)
{
    writer->rows_n = rows_n;
}

void fact_writer_counts(const FactWriter *writer, SourceCounts *counts)
{
    *counts = writer->counts;
    counts->rows_n = writer->rows_n >= 0 ? writer->rows_n : counts->read_n;
}

int64_t fact_writer_older(const FactWriter *writer)
{
    return writer->older_n;
}

/* True when the file brought nothing new and stands among the sources already: then it leaves no trace. */
static bool is_repetition(FactWriter *writer)
{
    if (writer->counts.inserted_n || writer->counts.updated_n)
        return false;
    g_autoptr(Query) query = store_query(writer->store,
                                         "SELECT 1 FROM source WHERE sha256 = ?1 AND profile = ?2 AND origin_id = ?3"
                                         " AND options = ?4 AND id <> ?5",
                                         NULL);
    if (!query)
        return false;
    query_bind_borrowed(query, 1, writer->sha256);
    query_bind_borrowed(query, 2, writer->profile);
    query_bind_integer(query, 3, writer->origin_id);
    query_bind_borrowed(query, 4, writer->options);
    query_bind_integer(query, 5, writer->source_id);
    return query_step(query, NULL);
}

bool fact_writer_commit(FactWriter *writer, SourceCounts *counts, GError **error)
{
    if (!fact_rows_flush(writer->rows, error))
        return false;
    fact_writer_counts(writer, &writer->counts);
    bool repetition = is_repetition(writer);
    if (!repetition && !update_source(writer, error))
        return false;
    free_queries(writer);
    writer->open = false;
    if (repetition)
        store_rollback(writer->store);
    else if (!store_commit(writer->store, error))
        return false;
    *counts = writer->counts;
    return true;
}

/* ---- rejects and notes ---- */

void writer_count(FactWriter *writer, PutOutcome outcome)
{
    int64_t *const counters[] = {
        [PUT_INSERTED] = &writer->counts.inserted_n,
        [PUT_UPDATED] = &writer->counts.updated_n,
        [PUT_UNCHANGED] = &writer->counts.unchanged_n,
        [PUT_REJECTED] = &writer->counts.rejected_n,
    };
    (*counters[outcome])++;
    writer->counts.read_n++;
}

bool writer_finding(FactWriter *writer, const RecordFinding *finding, int64_t incident_id, int64_t line, GError **error)
{
    writer->counts.findings_n++;
    return fact_rows_finding(writer->rows, finding, incident_id, writer->source_id, line, error);
}

bool fact_writer_reject(FactWriter *writer, const RejectFacts *reject, GError **error)
{
    Query *query = writer->query[SQL_REJECT];
    const char *raw = reject->raw ? reject->raw : "";
    gssize length = reject->raw && reject->raw_length >= 0 ? reject->raw_length : (gssize)strlen(raw);
    g_autofree char *clean = text_clean(raw, MIN(length, RAW_MAX));
    writer_count(writer, PUT_REJECTED);
    if (reject->reason != writer->reason) {
        g_free(writer->reason);
        writer->reason = g_strdup(reject->reason);
    }
    query_bind_integer(query, 1, writer->source_id);
    query_bind_integer(query, 2, reject->row);
    query_bind_integer(query, 3, reject->line);
    query_bind_id(query, 4, reject->column);
    query_bind_borrowed(query, 5, reject->field);
    query_bind_borrowed(query, 6, writer->reason);
    query_bind_borrowed(query, 7, clean);
    return query_run(query, error);
}

const char *fact_writer_reject_reason(const FactWriter *writer)
{
    return writer->reason;
}

bool fact_writer_note(FactWriter *writer, bool warning, const char *kind, const char *field, int64_t line,
                      const char *message, GError **error)
{
    RecordFinding finding = {kind, field, message, warning};
    return writer_finding(writer, &finding, 0, line, error);
}
