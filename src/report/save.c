#include "save.h"
#include "nines/base/civil.h"
#include <math.h>

Table *derived_new(const char *name, const char *names)
{
    Table *table = table_new(name);
    g_auto(GStrv) words = g_strsplit(names, " ", -1);
    for (char **word = words; *word != NULL; word++)
        table_add_column(table, *word);
    return table;
}

int64_t whole_ms(double ms)
{
    return isfinite(ms) ? llround(ms) : INSTANT_NONE;
}

static void append_integer_or_null(Table *table, int64_t value)
{
    if (value == INSTANT_NONE)
        table_append_null(table);
    else
        table_append_integer(table, value);
}

void derived_row(Table *table, const char *format, ...)
{
    va_list cells;
    va_start(cells, format);
    guint n = 0;
    for (const char *letter = format; *letter != '\0'; letter++, n++) {
        if (*letter == 'r')
            table_append_real(table, va_arg(cells, double));
        else if (*letter == 's')
            table_append_text(table, va_arg(cells, const char *));
        else
            append_integer_or_null(table, va_arg(cells, int64_t));
    }
    va_end(cells);
    g_assert(n == table_n_columns(table));
}

static char *create_statement(const Table *table)
{
    GString *sql = g_string_new(NULL);
    g_string_append_printf(sql, "DROP TABLE IF EXISTS %s; CREATE TABLE %s (", table->name, table->name);
    for (guint i = 0; i < table_n_columns(table); i++)
        g_string_append_printf(sql, "%s\"%s\" ANY", i > 0 ? ", " : "",
                               g_array_index(table->columns, TableColumn, i).name);
    g_string_append(sql, ") STRICT");
    return g_string_free(sql, FALSE);
}

static void bind_cell(Query *query, int index, const Cell *cell)
{
    switch (cell->type) {
    case CELL_NULL:
        query_bind_null(query, index);
        break;
    case CELL_INTEGER:
        query_bind_integer(query, index, cell->integer);
        break;
    case CELL_REAL:
        query_bind_real(query, index, cell->real);
        break;
    case CELL_TEXT:
        query_bind_text(query, index, cell->text, -1);
        break;
    }
}

/* Reports look rows up by service and time; an index that holds all that the look-up needs spares the row itself. */
static bool add_index(Store *store, const Table *table, const char *key, GError **error)
{
    static const char *const further[] = {"from_at", "to_at", "share_ratio"};
    if (table_find_column(table, key) < 0 || table_n_rows(table) == 0)
        return true;
    g_autoptr(GString) sql = g_string_new(NULL);
    g_string_append_printf(sql, "CREATE INDEX %s_by_%s ON %s (%s", table->name, key, table->name, key);
    for (gsize i = 0; i < G_N_ELEMENTS(further); i++)
        if (table_find_column(table, further[i]) >= 0)
            g_string_append_printf(sql, ", %s", further[i]);
    g_string_append_c(sql, ')');
    return store_execute(store, sql->str, error);
}

bool derived_save(Store *store, const Table *table, GError **error)
{
    g_autofree char *create = create_statement(table);
    if (!store_execute(store, create, error))
        return false;
    g_autoptr(GString) insert = g_string_new(NULL);
    g_string_append_printf(insert, "INSERT INTO %s VALUES (?1", table->name);
    for (guint i = 2; i <= table_n_columns(table); i++)
        g_string_append_printf(insert, ", ?%u", i);
    g_string_append_c(insert, ')');
    g_autoptr(Query) query = store_query(store, insert->str, error);
    if (query == NULL)
        return false;
    for (guint row = 0; row < table_n_rows(table); row++) {
        for (guint column = 0; column < table_n_columns(table); column++)
            bind_cell(query, (int)column + 1, table_cell(table, row, column));
        if (!query_run(query, error))
            return false;
    }
    return add_index(store, table, "service", error) && add_index(store, table, "service_id", error);
}
