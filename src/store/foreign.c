#include "nines/store/foreign.h"

#include "store_private.h"

static sqlite3 *open_file(const char *path, GError **error)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK)
        return db;
    error_at(error, ERROR_NO_INPUT, path, 0, 0, "%s", db ? sqlite3_errmsg(db) : "cannot be opened");
    sqlite3_close(db);
    return NULL;
}

bool foreign_has_table(const char *path, const char *table)
{
    sqlite3 *db = open_file(path, NULL);
    sqlite3_stmt *statement = NULL;
    bool found = false;
    if (db && sqlite3_prepare_v2(db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1", -1, &statement,
                                 NULL) == SQLITE_OK) {
        sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
        found = sqlite3_step(statement) == SQLITE_ROW;
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return found;
}

static bool give_rows(sqlite3 *db, sqlite3_stmt *statement, const char *path, ForeignRow func, gpointer user_data,
                      GError **error)
{
    guint n = (guint)sqlite3_column_count(statement);
    g_autofree const char **cells = g_new0(const char *, n + 1);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (guint i = 0; i < n; i++)
            cells[i] = (const char *)sqlite3_column_text(statement, (int)i);
        if (!func(cells, n, user_data, error))
            return false;
    }
    if (code != SQLITE_DONE)
        error_at(error, ERROR_DATA, path, 0, 0, "%s", sqlite3_errmsg(db));
    return code == SQLITE_DONE;
}

bool foreign_query(const char *path, const char *sql, ForeignRow func, gpointer user_data, GError **error)
{
    sqlite3 *db = open_file(path, error);
    sqlite3_stmt *statement = NULL;
    if (!db)
        return false;
    bool ok = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
    if (!ok)
        error_at(error, ERROR_DATA, path, 0, 0, "%s", sqlite3_errmsg(db));
    ok = ok && give_rows(db, statement, path, func, user_data, error);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return ok;
}
