#include "nines/store/query.h"
#include "store_private.h"
#include <math.h>

#define MAX_ARGUMENTS 100

/* ---- functions ---- */

static void read_argument(sqlite3_value *value, Cell *cell)
{
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        *cell = (Cell){.type = CELL_INTEGER, .integer = sqlite3_value_int64(value)};
        break;
    case SQLITE_FLOAT:
        *cell = (Cell){.type = CELL_REAL, .real = sqlite3_value_double(value)};
        break;
    case SQLITE_TEXT:
        /* SQLite owns it for the length of the call. */
        *cell = (Cell){.type = CELL_TEXT, .text = (char *)(uintptr_t)sqlite3_value_text(value)};
        break;
    default:
        *cell = (Cell){.type = CELL_NULL};
    }
}

static void give_result(sqlite3_context *context, const Cell *result)
{
    switch (result->type) {
    case CELL_INTEGER:
        sqlite3_result_int64(context, result->integer);
        break;
    case CELL_REAL:
        sqlite3_result_double(context, result->real);
        break;
    case CELL_TEXT:
        sqlite3_result_text(context, result->text, -1, g_free);
        break;
    case CELL_NULL:
        sqlite3_result_null(context);
        break;
    }
}

typedef struct {
    StoreFunction function;
} Registration;

static void call_function(sqlite3_context *context, int n, sqlite3_value **values)
{
    const Registration *registration = sqlite3_user_data(context);
    Cell arguments[MAX_ARGUMENTS];
    Cell result = {.type = CELL_NULL};
    n = MIN(n, (int)G_N_ELEMENTS(arguments));
    for (int i = 0; i < n; i++)
        read_argument(values[i], &arguments[i]);
    registration->function(arguments, (guint)n, &result);
    give_result(context, &result);
}

bool store_register(Store *store, const char *name, int n_arguments, StoreFunction function, GError **error)
{
    Registration *registration = g_new(Registration, 1);
    registration->function = function;
    int code =
        sqlite3_create_function_v2(store->db, name, n_arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                   registration, call_function, NULL, NULL, g_free);
    return code == SQLITE_OK || store_fail(store, error);
}

/* ---- aggregates ---- */

typedef struct {
    StoreAggregate aggregate;
} AggregateRegistration;

/* SQLite gives it zeroed to the first row of a group. */
typedef struct {
    GArray *values; /* int64_t */
    Cell parameters[STORE_AGGREGATE_PARAMETERS];
    guint n_parameters;
} AggregateState;

static void add_value(GArray *values, sqlite3_value *value)
{
    int type = sqlite3_value_numeric_type(value);
    int64_t number = type == SQLITE_FLOAT ? llround(sqlite3_value_double(value)) : sqlite3_value_int64(value);
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT)
        g_array_append_val(values, number);
}

static void step_aggregate(sqlite3_context *context, int n, sqlite3_value **values)
{
    AggregateState *state = sqlite3_aggregate_context(context, sizeof *state);
    if (state == NULL)
        return;
    if (state->values == NULL)
        state->values = g_array_new(FALSE, FALSE, sizeof(int64_t));
    add_value(state->values, values[0]);
    state->n_parameters = (guint)MIN(n - 1, STORE_AGGREGATE_PARAMETERS);
    for (guint i = 0; i < state->n_parameters; i++) {
        read_argument(values[i + 1], &state->parameters[i]);
        if (state->parameters[i].type == CELL_TEXT) /* its text would not outlive the row */
            state->parameters[i] = (Cell){.type = CELL_NULL};
    }
}

static int compare_numbers(gconstpointer a, gconstpointer b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

static void finish_aggregate(sqlite3_context *context)
{
    const AggregateRegistration *registration = sqlite3_user_data(context);
    AggregateState *state = sqlite3_aggregate_context(context, 0);
    Cell result = {.type = CELL_NULL};
    if (state != NULL && state->values != NULL) {
        g_array_sort(state->values, compare_numbers);
        registration->aggregate((const int64_t *)(gconstpointer)state->values->data, state->values->len,
                                state->parameters, state->n_parameters, &result);
        g_array_unref(state->values);
    }
    give_result(context, &result);
}

bool store_register_aggregate(Store *store, const char *name, int n_arguments, StoreAggregate aggregate, GError **error)
{
    AggregateRegistration *registration = g_new(AggregateRegistration, 1);
    registration->aggregate = aggregate;
    int code =
        sqlite3_create_function_v2(store->db, name, n_arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                   registration, NULL, step_aggregate, finish_aggregate, g_free);
    return code == SQLITE_OK || store_fail(store, error);
}

/* ---- tables ---- */

static int only_reading(void *unused, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)unused, (void)a, (void)b, (void)c, (void)d;
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_FUNCTION || action == SQLITE_RECURSIVE
               ? SQLITE_OK
               : SQLITE_DENY;
}

/* Compiles sql with the right to read and nothing else. */
static Query *reading_query(Store *store, const char *name, const char *sql, GError **error)
{
    sqlite3_stmt *statement = NULL;
    const char *rest = NULL;
    /* Its first use declares the table, which is more than reading. */
    store_scalar(store, "SELECT count(*) FROM json_each('[]')", 0);
    sqlite3_set_authorizer(store->db, only_reading, NULL);
    int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, &rest);
    sqlite3_set_authorizer(store->db, NULL, NULL);
    if (code == SQLITE_AUTH)
        error_at(error, ERROR_CONFIG, name, 0, 0, "the query may only read: %s", sqlite3_errmsg(store->db));
    else if (code != SQLITE_OK)
        error_at(error, ERROR_CONFIG, name, 0, 0, "%s", sqlite3_errmsg(store->db));
    else if (!statement)
        error_at(error, ERROR_CONFIG, name, 0, 0, "the query is empty");
    if (!statement)
        return NULL;
    Query *query = g_new0(Query, 1);
    query->statement = statement;
    query->store = store;
    return query;
}

static const QueryParameter *find_parameter(const QueryParameter *parameters, guint n, const char *name)
{
    for (guint i = 0; i < n; i++)
        if (g_str_equal(parameters[i].name, name))
            return &parameters[i];
    return NULL;
}

static void bind_parameter(Query *query, int index, const QueryParameter *parameter)
{
    switch (parameter->type) {
    case CELL_INTEGER:
        query_bind_instant(query, index, parameter->integer);
        break;
    case CELL_REAL:
        query_bind_real(query, index, parameter->real);
        break;
    case CELL_TEXT:
        query_bind_text(query, index, parameter->text, -1);
        break;
    case CELL_NULL:
        query_bind_null(query, index);
        break;
    }
}

static bool bind_parameters(Query *query, const char *name, const QueryParameter *parameters, guint n, GError **error)
{
    int count = sqlite3_bind_parameter_count(query->statement);
    for (int index = 1; index <= count; index++) {
        const char *wanted = sqlite3_bind_parameter_name(query->statement, index);
        const QueryParameter *parameter = wanted ? find_parameter(parameters, n, wanted + 1) : NULL;
        if (!parameter) {
            error_at(error, ERROR_CONFIG, name, 0, 0, "the query wants the parameter %s, which nothing gives",
                     wanted ? wanted : "?");
            return false;
        }
        bind_parameter(query, index, parameter);
    }
    return true;
}

static void append_cell(Table *table, Query *query, int column)
{
    switch (sqlite3_column_type(query->statement, column)) {
    case SQLITE_INTEGER:
        table_append_integer(table, query_integer(query, column));
        break;
    case SQLITE_FLOAT:
        table_append_real(table, query_real(query, column));
        break;
    case SQLITE_TEXT:
        table_append_text(table, query_text(query, column));
        break;
    default:
        table_append_null(table);
    }
}

Table *store_table(Store *store, const char *name, const char *sql, const QueryParameter *parameters, guint n,
                   GError **error)
{
    g_autoptr(Query) query = reading_query(store, name, sql, error);
    if (!query || !bind_parameters(query, name, parameters, n, error))
        return NULL;
    g_autoptr(Table) table = table_new(name);
    int columns = query_n_columns(query);
    for (int i = 0; i < columns; i++)
        table_add_column(table, query_column_name(query, i));
    GError *failure = NULL;
    while (query_step(query, &failure))
        for (int i = 0; i < columns; i++)
            append_cell(table, query, i);
    if (failure) {
        g_propagate_prefixed_error(error, failure, "%s: ", name);
        return NULL;
    }
    return g_steal_pointer(&table);
}
