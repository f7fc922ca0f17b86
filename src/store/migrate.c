#include "nines/base/embedded.h"
#include "store_private.h"

#define APPLICATION_ID 0x6e696e65 /* "nine" */

const char *schema_text(const char *name)
{
    for (const Embedded *file = embedded_schema; file->name; file++)
        if (g_str_equal(file->name, name))
            return (const char *)file->bytes;
    return NULL;
}

/* The number before the dash of "001-facts.sql"; 0 for files that are no migration. */
static int migration_number(const Embedded *file)
{
    return g_ascii_isdigit(file->name[0]) ? (int)g_ascii_strtoll(file->name, NULL, 10) : 0;
}

int store_schema_version(void)
{
    int newest = 0;
    for (const Embedded *file = embedded_schema; file->name; file++)
        newest = MAX(newest, migration_number(file));
    return newest;
}

static bool pragma_value(Store *store, const char *sql, int64_t *value, GError **error)
{
    g_autoptr(Query) query = store_query(store, sql, error);
    GError *failure = NULL;
    if (!query)
        return false;
    bool row = query_step(query, &failure);
    if (failure) {
        g_propagate_error(error, failure);
        return false;
    }
    *value = row ? query_integer(query, 0) : 0;
    return true;
}

static bool drop_views(Store *store, GError **error)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    g_autoptr(Query) query = store_query(store, "SELECT name FROM sqlite_schema WHERE type = 'view'", error);
    if (!query)
        return false;
    while (query_step(query, NULL))
        g_string_append_printf(sql, "DROP VIEW \"%s\";", query_text(query, 0));
    return store_execute(store, sql->str, error);
}

/* Of no effect on a file that has tables. Larger pages are fewer writes of a load. */
static const char new_file_pragmas[] = "PRAGMA page_size = 8192";

/* One migration is one transaction: tables, then the views as this program has them. */
static bool migrate_one(Store *store, const Embedded *file, GError **error)
{
    g_autofree char *version =
        g_strdup_printf("PRAGMA user_version = %d; PRAGMA application_id = %d", migration_number(file), APPLICATION_ID);
    if (!store_begin(store, error))
        return false;
    if (drop_views(store, error) && store_execute(store, (const char *)file->bytes, error) &&
        store_execute(store, schema_text("views.sql"), error) && store_execute(store, version, error))
        return store_commit(store, error);
    g_prefix_error(error, "%s: ", file->name);
    store_rollback(store);
    return false;
}

typedef struct {
    int64_t application, version, objects;
} Identity;

static bool read_identity(Store *store, Identity *identity, GError **error)
{
    return pragma_value(store, "PRAGMA application_id", &identity->application, error) &&
           pragma_value(store, "PRAGMA user_version", &identity->version, error) &&
           pragma_value(store, "SELECT count(*) FROM sqlite_schema", &identity->objects, error);
}

static bool check_identity(Store *store, const Identity *identity, StoreMode mode, GError **error)
{
    int ours = store_schema_version();
    bool empty = !identity->application && !identity->version && !identity->objects;
    if (empty && mode != STORE_CREATE)
        error_at(error, ERROR_NO_INPUT, store->path, 0, 0, "is an empty database (\"nines ingest\" fills one)");
    else if (!empty && identity->application != APPLICATION_ID)
        error_at(error, ERROR_DATA, store->path, 0, 0, "is a database of another program, not of nines");
    else if (identity->version > ours)
        error_at(error, ERROR_DATA, store->path, 0, 0,
                 "was written by a newer nines (schema %" G_GINT64_FORMAT ", this program knows %d)", identity->version,
                 ours);
    else if (!empty && identity->version < ours && mode == STORE_READ)
        error_at(error, ERROR_DATA, store->path, 0, 0,
                 "has the older schema %" G_GINT64_FORMAT "; \"nines ingest\" brings it up to date", identity->version);
    else
        return true;
    return false;
}

bool store_migrate(Store *store, StoreMode mode, GError **error)
{
    Identity identity;
    if (!read_identity(store, &identity, error) || !check_identity(store, &identity, mode, error) ||
        !store_execute(store, new_file_pragmas, error))
        return false;
    for (const Embedded *file = embedded_schema; file->name; file++)
        if (migration_number(file) > identity.version && !migrate_one(store, file, error))
            return false;
    return true;
}
