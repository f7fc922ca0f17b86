/* The store: one SQLite database with the facts (what was ingested, each fact with its source) and what is derived
 * from them.
 *
 * Invariant: an open Store has exactly this program's schema version; foreign keys are enforced outside bulk loads; a
 * database of another program, or of a newer nines, is refused and not touched. The schema is described in
 * docs/schema.md and in the comments of src/store/schema/.
 *
 *     g_autoptr(Store) store = store_open("nines.db", STORE_CREATE, &error);
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/error.h"

typedef struct Store Store;

typedef enum {
    STORE_READ = 0,   /* must exist; an older schema is migrated only with STORE_WRITE, else refused */
    STORE_WRITE = 1,  /* must exist */
    STORE_CREATE = 3, /* write, and make it when missing; an empty file counts as missing */
} StoreMode;

/* path ":memory:" gives a private database. */
Store *store_open(const char *path, StoreMode mode, GError **error);
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

const char *store_path(const Store *store);
int store_schema_version(void);

/* Runs statements that return nothing. For derived tables and pragmas; values travel by query.h. */
bool store_execute(Store *store, const char *sql, GError **error);
/* Transactions do not nest. A rollback after a failed commit is not needed. */
bool store_begin(Store *store, GError **error);
bool store_commit(Store *store, GError **error);
void store_rollback(Store *store);

/* Ids of the dictionaries; 0 when the text is not known (store_*_find) or NULL. */
int64_t store_service_find(Store *store, const char *name);
/* Text of an id, owned by the store and stable until it is closed; NULL for 0 and for unknown ids. */
const char *store_word(Store *store, int64_t id);
const char *store_service(Store *store, int64_t id);
