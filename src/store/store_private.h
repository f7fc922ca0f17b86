/* What the files of the store share. */
#pragma once

#include "nines/store/query.h"
#include <sqlite3.h>

struct Store {
    sqlite3 *db;
    char *path;
    GHashTable *words, *services; /* id -> text, see store_word() */
};

struct Query {
    sqlite3_stmt *statement;
    Store *store;
};

/* The schema version of embedded_schema, and the store brought to it. A new database is empty. */
bool store_migrate(Store *store, StoreMode mode, GError **error);
/* One of the embedded files; NULL when absent. */
const char *schema_text(const char *name);
/* Sets *error from the connection: "PATH: SQLite's message". Always returns false. */
bool store_fail(Store *store, GError **error);
/* Borrows text until the next bind or reset; for hot paths. */
void query_bind_borrowed(Query *query, int index, const char *text);
void query_bind_slice(Query *query, int index, const char *text, gsize length);
/* Rows changed by the last statement. */
int64_t store_changes(Store *store);
