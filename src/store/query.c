#include "nines/store/query.h"

#include "store_private.h"

Query *store_query(Store *store, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK) {
        store_fail(store, error);
        return NULL;
    }
    Query *query = g_new0(Query, 1);
    query->statement = statement;
    query->store = store;
    return query;
}

void query_free(Query *query)
{
    if (!query)
        return;
    sqlite3_finalize(query->statement);
    g_free(query);
}

void query_bind_integer(Query *query, int index, int64_t value)
{
    sqlite3_bind_int64(query->statement, index, value);
}

void query_bind_instant(Query *query, int index, Instant value)
{
    if (value == INSTANT_NONE)
        sqlite3_bind_null(query->statement, index);
    else
        sqlite3_bind_int64(query->statement, index, value);
}

void query_bind_id(Query *query, int index, int64_t id)
{
    query_bind_instant(query, index, id ? id : INSTANT_NONE);
}

void query_bind_real(Query *query, int index, double value)
{
    sqlite3_bind_double(query->statement, index, value);
}

void query_bind_text(Query *query, int index, const char *text, gssize length)
{
    sqlite3_bind_text(query->statement, index, text, (int)length, SQLITE_TRANSIENT);
}

void query_bind_borrowed(Query *query, int index, const char *text)
{
    sqlite3_bind_text(query->statement, index, text, -1, SQLITE_STATIC);
}

void query_bind_slice(Query *query, int index, const char *text, gsize length)
{
    sqlite3_bind_text64(query->statement, index, text, length, SQLITE_STATIC, SQLITE_UTF8);
}

void query_bind_null(Query *query, int index)
{
    sqlite3_bind_null(query->statement, index);
}

bool query_step(Query *query, GError **error)
{
    int code = sqlite3_step(query->statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        store_fail(query->store, error);
    sqlite3_reset(query->statement);
    return false;
}

bool query_run(Query *query, GError **error)
{
    int code = sqlite3_step(query->statement);
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        store_fail(query->store, error);
    sqlite3_reset(query->statement);
    return code == SQLITE_DONE || code == SQLITE_ROW;
}

void query_reset(Query *query)
{
    sqlite3_reset(query->statement);
}

int query_n_columns(const Query *query)
{
    return sqlite3_column_count(query->statement);
}

const char *query_column_name(const Query *query, int column)
{
    return sqlite3_column_name(query->statement, column);
}

bool query_is_null(const Query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int64_t query_integer(const Query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

Instant query_instant(const Query *query, int column)
{
    return query_is_null(query, column) ? INSTANT_NONE : query_integer(query, column);
}

double query_real(const Query *query, int column)
{
    return sqlite3_column_double(query->statement, column);
}

const char *query_text(const Query *query, int column)
{
    return (const char *)sqlite3_column_text(query->statement, column);
}

int64_t store_scalar(Store *store, const char *sql, int64_t fallback)
{
    g_autoptr(Query) query = store_query(store, sql, NULL);
    return query && query_step(query, NULL) && !query_is_null(query, 0) ? query_integer(query, 0) : fallback;
}
