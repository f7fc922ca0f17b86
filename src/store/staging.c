#include "nines/store/staging.h"

#include "store_private.h"
#include <string.h>

struct Staging {
    Store *store;
    Query *add_group, *find_group, *add_row;
    guint columns_n;
    GString *packed; /* the cells of a row, each with its NUL */
    char *last_key;
    int64_t last_group;
};

static const char staging_sql[] =
    "CREATE TEMP TABLE IF NOT EXISTS staged_group (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TEMP TABLE IF NOT EXISTS staged_row (group_id INTEGER NOT NULL, at INTEGER NOT NULL, row INTEGER NOT NULL,"
    " line INTEGER NOT NULL, cells BLOB NOT NULL) STRICT;"
    "DELETE FROM temp.staged_group; DELETE FROM temp.staged_row";

Staging *staging_new(Store *store, guint columns_n, GError **error)
{
    if (!store_execute(store, staging_sql, error))
        return NULL;
    g_autoptr(Staging) staging = g_new0(Staging, 1);
    staging->store = store;
    staging->columns_n = columns_n;
    staging->packed = g_string_new(NULL);
    staging->add_group =
        store_query(store, "INSERT INTO temp.staged_group (key) VALUES (?1) ON CONFLICT (key) DO NOTHING", error);
    staging->find_group = store_query(store, "SELECT id FROM temp.staged_group WHERE key = ?1", error);
    staging->add_row = store_query(store, "INSERT INTO temp.staged_row VALUES (?1, ?2, ?3, ?4, ?5)", error);
    return staging->add_group && staging->find_group && staging->add_row ? g_steal_pointer(&staging) : NULL;
}

void staging_free(Staging *staging)
{
    if (!staging)
        return;
    query_free(staging->add_group);
    query_free(staging->find_group);
    query_free(staging->add_row);
    g_string_free(staging->packed, TRUE);
    g_free(staging->last_key);
    g_free(staging);
}

/* Rows of one group mostly follow each other. */
static bool find_group(Staging *staging, const char *key, int64_t *group, GError **error)
{
    GError *failure = NULL;
    if (g_strcmp0(key, staging->last_key) != 0) {
        query_bind_borrowed(staging->add_group, 1, key);
        query_bind_borrowed(staging->find_group, 1, key);
        if (!query_run(staging->add_group, error))
            return false;
        if (!query_step(staging->find_group, &failure)) {
            g_propagate_error(error, failure);
            return false;
        }
        staging->last_group = query_integer(staging->find_group, 0);
        query_reset(staging->find_group);
        g_free(staging->last_key);
        staging->last_key = g_strdup(key);
    }
    *group = staging->last_group;
    return true;
}

bool staging_add(Staging *staging, const char *key, Instant at, int64_t row, int64_t line, const char *const *cells,
                 GError **error)
{
    int64_t group;
    if (!find_group(staging, key, &group, error))
        return false;
    g_string_truncate(staging->packed, 0);
    for (guint i = 0; i < staging->columns_n; i++)
        g_string_append_len(staging->packed, cells[i], (gssize)strlen(cells[i]) + 1);
    query_bind_integer(staging->add_row, 1, group);
    query_bind_integer(staging->add_row, 2, at);
    query_bind_integer(staging->add_row, 3, row);
    query_bind_integer(staging->add_row, 4, line);
    sqlite3_bind_blob(staging->add_row->statement, 5, staging->packed->str, (int)staging->packed->len, SQLITE_STATIC);
    return query_run(staging->add_row, error);
}

static void unpack(Query *query, int column, const char **cells, guint n)
{
    const char *at = sqlite3_column_blob(query->statement, column);
    const char *end = at + sqlite3_column_bytes(query->statement, column);
    for (guint i = 0; i < n; i++) {
        cells[i] = at < end ? at : "";
        at += at < end ? strlen(at) + 1 : 0;
    }
}

bool staging_each(Staging *staging, StagedRowFunc func, gpointer user_data, GError **error)
{
    g_autoptr(Query) query = store_query(staging->store,
                                         "SELECT g.key, r.group_id, r.at, r.row, r.line, r.cells FROM temp.staged_row r"
                                         " JOIN temp.staged_group g ON g.id = r.group_id"
                                         " ORDER BY r.group_id, r.at, r.row",
                                         error);
    g_autofree const char **cells = g_new0(const char *, staging->columns_n + 1);
    GError *failure = NULL;
    bool more = query != NULL;
    while (more && query_step(query, &failure)) {
        unpack(query, 5, cells, staging->columns_n);
        StagedRow row = {query_text(query, 0),    query_integer(query, 1), query_integer(query, 2),
                         query_integer(query, 3), query_integer(query, 4), cells};
        more = func(&row, user_data, error);
    }
    if (failure)
        g_propagate_error(error, failure);
    return more && !failure;
}
