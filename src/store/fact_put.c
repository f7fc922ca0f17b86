#include "fact_version.h"
#include "link_apply.h"
#include "record_hash.h"
#include <string.h>

/* A record without an id gets one that stays the same as long as title, service and start do. */
static const char *make_id(Record *record)
{
    const char *service = record->services->len  ? record->services->pdata[0]
                          : record->windows->len ? g_array_index(record->windows, RecordWindow, 0).service
                                                 : NULL;
    uint64_t hash = hash_text(hash_text(1, record->title), service);
    Instant at = record->at[MOMENT_STARTED];
    hash = hash_integer(hash, at != INSTANT_NONE ? at : record->within_from_at);
    char text[32];
    g_snprintf(text, sizeof text, "auto-%016" G_GINT64_MODIFIER "x", hash);
    return record_text(record, text, -1);
}

typedef struct {
    int64_t id, source_id, line, revision;
    Version version;
} Standing;

static bool find_standing(Query *query, int64_t origin_id, const char *external_id, Standing *standing, GError **error)
{
    query_bind_integer(query, 1, origin_id);
    query_bind_borrowed(query, 2, external_id);
    GError *failure = NULL;
    if (!query_step(query, &failure)) {
        if (failure)
            g_propagate_error(error, failure);
        else
            g_set_error(error, NINES_ERROR, ERROR_SOFTWARE, "the record %s vanished", external_id);
        return false;
    }
    *standing = (Standing){query_integer(query, 0),
                           query_integer(query, 2),
                           query_integer(query, 3),
                           1,
                           {query_integer(query, 4), query_integer(query, 5), INSTANT_NONE, query_integer(query, 1)}};
    if (query_n_columns(query) > 6) {
        standing->revision = query_integer(query, 6);
        standing->version.latest_at = query_instant(query, 7);
    }
    query_reset(query);
    return true;
}

/* The line on which this file has the incident already; 0 for its first appearance, which is marked. */
static bool first_line(FactWriter *writer, const Standing *standing, int64_t line, int64_t *first, GError **error)
{
    *first = standing->source_id == writer->source_id ? standing->line : 0;
    if (*first)
        return true;
    Query *seen = writer->query[SQL_SEEN], *mark = writer->query[SQL_MARK];
    query_bind_integer(seen, 1, standing->id);
    if (query_step(seen, NULL)) {
        *first = query_integer(seen, 0);
        query_reset(seen);
        return true;
    }
    query_bind_integer(mark, 1, standing->id);
    query_bind_integer(mark, 2, line);
    return query_run(mark, error);
}

static bool keep_revision(FactWriter *writer, int64_t id, GError **error)
{
    Query *facts = writer->query[SQL_FACTS], *keep = writer->query[SQL_KEEP];
    query_bind_integer(facts, 1, id);
    if (!query_step(facts, error))
        return false;
    query_bind_integer(keep, 1, id);
    query_bind_integer(keep, 2, writer->source_id);
    query_bind_integer(keep, 3, writer->ingested_at);
    query_bind_text(keep, 4, query_text(facts, 1), -1);
    query_reset(facts);
    return query_run(keep, error);
}

static bool replace(FactWriter *writer, const Record *record, const Standing *standing, FactKey *key, GError **error)
{
    bool inserted;
    key->id = standing->id;
    key->revision = standing->revision + 1;
    if (writer->has_links && !links_release_one(writer->store, standing->id, error))
        return false;
    return keep_revision(writer, standing->id, error) && fact_rows_delete(writer->rows, standing->id, error) &&
           fact_rows_insert(writer->rows, record, key, &inserted, error);
}

static bool reject_repeated(FactWriter *writer, const Record *record, int64_t first, GError **error)
{
    g_autofree char *reason =
        g_strdup_printf("the id %s stands on line %" G_GINT64_FORMAT " with other facts", record->external_id, first);
    g_autofree char *raw = g_strdup_printf("%s: %s", record->external_id, record->title ? record->title : "");
    RejectFacts reject = {writer->counts.read_n + 1, record->line, 0, "id", reason, raw, -1};
    return fact_writer_reject(writer, &reject, error);
}

static bool note_repeated(FactWriter *writer, const Record *record, int64_t id, int64_t first, GError **error)
{
    g_autofree char *message =
        g_strdup_printf("the record %s stands on line %" G_GINT64_FORMAT " already", record->external_id, first);
    RecordFinding finding = {"duplicate", "id", message, false};
    writer_count(writer, PUT_UNCHANGED);
    return writer_finding(writer, &finding, id, record->line, error);
}

/* The same facts, stated later: they hold at least until then. */
static bool confirm(FactWriter *writer, WriterSql sql, const Standing *standing, const Version *version, GError **error)
{
    if (version->stated_at <= standing->version.stated_at)
        return true;
    query_bind_integer(writer->query[sql], 1, standing->id);
    query_bind_integer(writer->query[sql], 2, version->stated_at);
    return query_run(writer->query[sql], error);
}

/* The next id for another record of the same file to which the same one was given: auto-1f, auto-1f-2, ... */
static const char *next_made_id(Record *record)
{
    const char *id = record->external_id, *mark = strrchr(id, '-');
    bool first = mark - id < (ptrdiff_t)strlen("auto-");
    guint64 n = first ? 2 : g_ascii_strtoull(mark + 1, NULL, 10) + 1;
    g_autofree char *text =
        g_strdup_printf("%.*s-%" G_GUINT64_FORMAT, first ? (int)strlen(id) : (int)(mark - id), id, n);
    return record_text(record, text, -1);
}

static bool put_again(FactWriter *writer, Record *record, FactKey *key, PutOutcome *outcome, GError **error)
{
    Standing standing;
    int64_t first;
    if (!find_standing(writer->query[SQL_FIND], key->origin_id, record->external_id, &standing, error) ||
        !first_line(writer, &standing, record->line, &first, error))
        return false;
    const Version version = version_of(writer, record, key->hash);
    bool equal = standing.version.hash == key->hash, older = version_compare(&version, &standing.version) < 0;
    if (first && !equal && g_str_has_prefix(record->external_id, "auto-")) {
        record->external_id = next_made_id(record);
        return fact_writer_put(writer, record, outcome, error);
    }
    *outcome = equal || (older && !first) ? PUT_UNCHANGED : first ? PUT_REJECTED : PUT_UPDATED;
    if (first)
        return equal ? note_repeated(writer, record, standing.id, first, error)
                     : reject_repeated(writer, record, first, error);
    writer_count(writer, *outcome);
    if (equal)
        return older || confirm(writer, SQL_CONFIRM, &standing, &version, error);
    if (older)
        return version_keep_older(writer, record, &version, standing.id, error);
    writer->counts.findings_n += record->findings->len;
    return replace(writer, record, &standing, key, error);
}

bool fact_writer_put(FactWriter *writer, Record *record, PutOutcome *outcome, GError **error)
{
    FactKey key = {0, 1, writer->origin_id, writer->source_id, 0};
    bool inserted = false;
    if (!record->external_id || !*record->external_id)
        record->external_id = make_id(record);
    record_check(record);
    key.hash = record_hash(record);
    if (!fact_rows_insert(writer->rows, record, &key, &inserted, error))
        return false;
    if (!inserted)
        return put_again(writer, record, &key, outcome, error);
    *outcome = PUT_INSERTED;
    writer_count(writer, PUT_INSERTED);
    writer->counts.findings_n += record->findings->len;
    return true;
}

/* ---- maintenance windows ---- */

typedef struct {
    const char *external_id, *title;
    Instant from, to, announced;
    int64_t service_id, line, hash;
    Instant updated; /* INSTANT_NONE: the source does not say */
} MaintenanceRow;

static bool run_maintenance(FactWriter *writer, WriterSql sql, const MaintenanceRow *row, GError **error)
{
    Query *query = writer->query[sql];
    query_bind_integer(query, 1, writer->origin_id);
    query_bind_borrowed(query, 2, row->external_id);
    query_bind_integer(query, 3, writer->source_id);
    query_bind_integer(query, 4, row->line);
    query_bind_integer(query, 5, row->hash);
    query_bind_id(query, 6, row->service_id);
    query_bind_instant(query, 7, row->from);
    query_bind_instant(query, 8, row->to);
    query_bind_instant(query, 9, row->announced);
    query_bind_borrowed(query, 10, row->title);
    query_bind_instant(query, 11, row->updated);
    return query_run(query, error);
}

static bool keep_maintenance(FactWriter *writer, int64_t id, GError **error)
{
    Query *keep = writer->query[SQL_KEEP_MAINTENANCE];
    query_bind_integer(keep, 1, id);
    query_bind_integer(keep, 2, writer->source_id);
    query_bind_integer(keep, 3, writer->ingested_at);
    return query_run(keep, error);
}

static bool put_maintenance_again(FactWriter *writer, const MaintenanceRow *row, PutOutcome *outcome, GError **error)
{
    Standing standing;
    if (!find_standing(writer->query[SQL_FIND_MAINTENANCE], writer->origin_id, row->external_id, &standing, error))
        return false;
    const Version version = {row->updated != INSTANT_NONE ? row->updated : writer->ingested_at, writer->ingested_at,
                             INSTANT_NONE, row->hash};
    bool older = version_compare(&version, &standing.version) < 0, equal = standing.version.hash == row->hash;
    if (equal || (older && standing.source_id != writer->source_id)) {
        *outcome = PUT_UNCHANGED;
        writer_count(writer, PUT_UNCHANGED);
        writer->older_n += !equal;
        return !equal || confirm(writer, SQL_CONFIRM_MAINTENANCE, &standing, &version, error);
    }
    if (standing.source_id == writer->source_id) {
        g_autofree char *reason = g_strdup_printf("the id %s stands on line %" G_GINT64_FORMAT " with other facts",
                                                  row->external_id, standing.line);
        RejectFacts reject = {writer->counts.read_n + 1, row->line, 0, "id", reason, row->external_id, -1};
        *outcome = PUT_REJECTED;
        return fact_writer_reject(writer, &reject, error);
    }
    *outcome = PUT_UPDATED;
    writer_count(writer, PUT_UPDATED);
    return keep_maintenance(writer, standing.id, error) && run_maintenance(writer, SQL_UPDATE_MAINTENANCE, row, error);
}

bool fact_writer_put_maintenance(FactWriter *writer, const char *external_id, const char *service, Instant from,
                                 Instant to, Instant announced, Instant updated, const char *title, int64_t line,
                                 PutOutcome *outcome, GError **error)
{
    uint64_t hash = hash_integer(hash_integer(hash_text(1, service), from), to);
    char made[32];
    g_snprintf(made, sizeof made, "auto-%016" G_GINT64_MODIFIER "x", hash);
    MaintenanceRow row = {
        external_id && *external_id ? external_id : made, title, from, to, announced, 0, line, 0, updated};
    row.hash = (int64_t)hash_integer(hash_text(hash, title), announced);
    if (!dictionary_id(fact_rows_services(writer->rows), service, &row.service_id, error) ||
        !run_maintenance(writer, SQL_MAINTENANCE, &row, error))
        return false;
    if (!store_changes(writer->store))
        return put_maintenance_again(writer, &row, outcome, error);
    *outcome = PUT_INSERTED;
    writer_count(writer, PUT_INSERTED);
    return true;
}
