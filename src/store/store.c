#include "nines/store/store.h"

#include "store_private.h"

#define BUSY_MS 10000

static const char pragmas[] = "PRAGMA foreign_keys = ON;"
                              "PRAGMA journal_mode = DELETE;"
                              "PRAGMA synchronous = NORMAL;"
                              "PRAGMA cache_size = -16384;"
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA trusted_schema = OFF;";

bool store_fail(Store *store, GError **error)
{
    const char *path = store->path ? store->path : ":memory:";
    int code = sqlite3_errcode(store->db);
    if (code == SQLITE_NOTADB)
        error_at(error, ERROR_DATA, path, 0, 0, "is not a database");
    else if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        error_at(error, ERROR_IO, path, 0, 0, "is in use by another program");
    else if (code == SQLITE_READONLY)
        error_at(error, ERROR_IO, path, 0, 0, "cannot be written");
    else if (code == SQLITE_CORRUPT)
        error_at(error, ERROR_DATA, path, 0, 0, "is damaged: %s", sqlite3_errmsg(store->db));
    else
        error_at(error, code == SQLITE_ERROR ? ERROR_SOFTWARE : ERROR_IO, path, 0, 0, "%s", sqlite3_errmsg(store->db));
    return false;
}

bool store_execute(Store *store, const char *sql, GError **error)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || store_fail(store, error);
}

bool store_begin(Store *store, GError **error)
{
    return store_execute(store, "BEGIN IMMEDIATE", error);
}

void store_rollback(Store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

bool store_commit(Store *store, GError **error)
{
    if (store_execute(store, "COMMIT", error))
        return true;
    store_rollback(store);
    return false;
}

static gpointer configure(gpointer unused)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return unused;
}

/* SQLite opens lazily: what stands at path is looked at here, so that messages name the file. */
static bool check_path(const char *path, StoreMode mode, GError **error)
{
    if (g_str_equal(path, ":memory:"))
        return true;
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        error_at(error, ERROR_NO_INPUT, path, 0, 0, "is a directory, not a database");
        return false;
    }
    if (mode != STORE_CREATE && !g_file_test(path, G_FILE_TEST_EXISTS)) {
        error_at(error, ERROR_NO_INPUT, path, 0, 0, "no such database (\"nines ingest\" makes one)");
        return false;
    }
    return true;
}

static bool open_connection(Store *store, StoreMode mode, GError **error)
{
    int flags = mode == STORE_READ     ? SQLITE_OPEN_READONLY
                : mode == STORE_CREATE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                       : SQLITE_OPEN_READWRITE;
    if (sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        error_at(error, mode == STORE_CREATE ? ERROR_CANT_CREATE : ERROR_NO_INPUT, store->path, 0, 0,
                 "cannot open the database: %s", store->db ? sqlite3_errmsg(store->db) : "no memory");
        return false;
    }
    sqlite3_extended_result_codes(store->db, 0);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return true;
}

Store *store_open(const char *path, StoreMode mode, GError **error)
{
    static GOnce once = G_ONCE_INIT;
    g_once(&once, configure, NULL);
    if (!check_path(path, mode, error))
        return NULL;
    g_autoptr(Store) store = g_new0(Store, 1);
    store->path = g_strdup(path);
    store->words = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    store->services = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    if (!open_connection(store, mode, error) || !store_migrate(store, mode, error) ||
        !store_execute(store, pragmas, error))
        return NULL;
    return g_steal_pointer(&store);
}

void store_close(Store *store)
{
    if (!store)
        return;
    g_clear_pointer(&store->words, g_hash_table_unref);
    g_clear_pointer(&store->services, g_hash_table_unref);
    sqlite3_close(store->db);
    g_free(store->path);
    g_free(store);
}

const char *store_path(const Store *store)
{
    return store->path;
}

int64_t store_changes(Store *store)
{
    return sqlite3_changes64(store->db);
}

/* ---- dictionaries ---- */

static int64_t dictionary_find(Store *store, const char *sql, const char *text)
{
    g_autoptr(Query) query = text ? store_query(store, sql, NULL) : NULL;
    if (!query)
        return 0;
    query_bind_text(query, 1, text, -1);
    return query_step(query, NULL) ? query_integer(query, 0) : 0;
}

static const char *dictionary_text(Store *store, GHashTable *cache, const char *sql, int64_t id)
{
    const char *known = id ? g_hash_table_lookup(cache, &id) : NULL;
    if (known || !id)
        return known;
    g_autoptr(Query) query = store_query(store, sql, NULL);
    if (!query)
        return NULL;
    query_bind_integer(query, 1, id);
    if (!query_step(query, NULL))
        return NULL;
    char *text = g_strdup(query_text(query, 0));
    g_hash_table_insert(cache, g_memdup2(&id, sizeof id), text);
    return text;
}

int64_t store_service_find(Store *store, const char *name)
{
    return dictionary_find(store, "SELECT id FROM service WHERE name = ?1", name);
}

const char *store_word(Store *store, int64_t id)
{
    return dictionary_text(store, store->words, "SELECT text FROM word WHERE id = ?1", id);
}

const char *store_service(Store *store, int64_t id)
{
    return dictionary_text(store, store->services, "SELECT name FROM service WHERE id = ?1", id);
}
