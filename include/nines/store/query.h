/* Queries: SQL in, rows or a Table out. The only way to the results of a statement outside the store.
 *
 * Invariant: values are bound, never printed into SQL; a Query belongs to its Store and must be freed before it.
 *
 *     g_autoptr(Query) query = store_query(store, "SELECT id, title FROM incident WHERE started_at >= ?1", &error);
 *     query_bind_integer(query, 1, from);
 *     while (query_step(query, &error))
 *         use(query_integer(query, 0), query_text(query, 1));
 */
#pragma once

#include "nines/base/table.h"
#include "nines/store/store.h"

typedef struct Query Query;

Query *store_query(Store *store, const char *sql, GError **error);
void query_free(Query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_free)

/* index is 1-based, as in SQL (?1). Text is copied; length -1 for NUL-terminated text. INSTANT_NONE binds NULL. */
void query_bind_integer(Query *query, int index, int64_t value);
void query_bind_instant(Query *query, int index, Instant value);
void query_bind_id(Query *query, int index, int64_t id); /* 0 binds NULL */
void query_bind_real(Query *query, int index, double value);
void query_bind_text(Query *query, int index, const char *text, gssize length); /* NULL binds NULL */
void query_bind_null(Query *query, int index);

/* True for a row; false at the end (*error unset) or on failure (*error set). After the end it starts afresh. */
bool query_step(Query *query, GError **error);
/* For statements without rows: step, then reset. */
bool query_run(Query *query, GError **error);
/* Ready for another run; bindings stay. */
void query_reset(Query *query);

/* column is 0-based. NULL reads as 0, INSTANT_NONE, 0 and NULL. Text is valid until the next step. */
int query_n_columns(const Query *query);
const char *query_column_name(const Query *query, int column);
bool query_is_null(const Query *query, int column);
int64_t query_integer(const Query *query, int column);
Instant query_instant(const Query *query, int column);
double query_real(const Query *query, int column);
const char *query_text(const Query *query, int column);

/* A named parameter of a report's SQL: ":from", without the colon. */
typedef struct {
    const char *name;
    CellType type;
    union {
        int64_t integer;
        double real;
        const char *text;
    };
} QueryParameter;

/* Runs one SELECT into a new Table called name. The statement may only read (an authorizer refuses anything else);
 * parameters that the SQL does not name are ignored, one that it names and nobody gives is an error. Errors carry
 * SQLite's message. */
Table *store_table(Store *store, const char *name, const char *sql, const QueryParameter *parameters, guint n,
                   GError **error);
/* First column of the first row; fallback when there is no row or on any failure. */
int64_t store_scalar(Store *store, const char *sql, int64_t fallback);

/* A function of one row for SQL, pure and deterministic. result starts as NULL; text set in it is g_free'd. */
typedef void (*StoreFunction)(const Cell *arguments, guint n, Cell *result);
/* n_arguments -1: any number. */
bool store_register(Store *store, const char *name, int n_arguments, StoreFunction function, GError **error);

/* An aggregate for SQL over the whole numbers of a group (milliseconds), which are given ascending; NULLs are left out,
 * reals rounded. parameters: the further arguments of the group's last row. result starts as NULL. */
typedef void (*StoreAggregate)(const int64_t *sorted, int64_t n, const Cell *parameters, guint n_parameters,
                               Cell *result);
/* n_arguments: 1 + the number of parameters, at most 1 + STORE_AGGREGATE_PARAMETERS; parameters are numbers. */
#define STORE_AGGREGATE_PARAMETERS 3
bool store_register_aggregate(Store *store, const char *name, int n_arguments, StoreAggregate aggregate,
                              GError **error);
