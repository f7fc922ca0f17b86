/* Opening, migrating and querying the database. */
#include "nines/store/store.h"
#include "nines/store/query.h"
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *temporary(const char *name)
{
    g_autofree char *directory = g_dir_make_tmp("nines-XXXXXX", NULL);
    return g_build_filename(directory, name, NULL);
}

static void test_create(void)
{
    g_autofree char *path = temporary("new.db");
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open(path, STORE_CREATE, &error);
    g_assert_no_error(error);
    g_assert_cmpint(store_scalar(store, "PRAGMA user_version", -1), ==, store_schema_version());
    g_assert_cmpint(store_scalar(store, "PRAGMA foreign_keys", -1), ==, 1);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM incidents", -1), ==, 0);
    g_assert_cmpint(store_scalar(store,
                                 "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE "
                                 "'%STRICT%' AND name NOT LIKE 'sqlite_%'",
                                 -1),
                    ==, 0);
    /* Every view can be read. */
    g_autoptr(Query) views = store_query(store, "SELECT name FROM sqlite_schema WHERE type = 'view'", &error);
    int n = 0;
    for (; query_step(views, &error); n++) {
        g_autofree char *sql = g_strdup_printf("SELECT * FROM %s", query_text(views, 0));
        g_autoptr(Query) view = store_query(store, sql, &error);
        g_assert_no_error(error);
        g_assert_false(query_step(view, &error));
        g_assert_no_error(error);
    }
    g_assert_cmpint(n, >=, 8);
}

static void make(const char *path, const char *sql)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open(path, STORE_CREATE, &error);
    g_assert_no_error(error);
    g_assert_true(store_execute(store, sql, &error));
}

static void test_refused(void)
{
    static const struct {
        const char *sql, *text, *message;
        StoreMode mode;
        int code;
    } cases[] = {
        {"PRAGMA user_version = 999", NULL, "newer nines", STORE_CREATE, ERROR_DATA},
        {"PRAGMA application_id = 7", NULL, "another program", STORE_CREATE, ERROR_DATA},
        {NULL, "id,title\n1,this is no database but a file of text that is long enough\n", "not a database",
         STORE_CREATE, ERROR_DATA},
        {NULL, NULL, "no such database", STORE_READ, ERROR_NO_INPUT},
        {NULL, "", "empty", STORE_WRITE, ERROR_NO_INPUT},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = temporary("refused.db"), *before = NULL, *after = NULL;
        g_autoptr(GError) error = NULL;
        gsize before_n = 0, after_n = 0;
        if (cases[i].sql)
            make(path, cases[i].sql);
        if (cases[i].text)
            g_assert_true(g_file_set_contents(path, cases[i].text, -1, NULL));
        g_file_get_contents(path, &before, &before_n, NULL);
        g_assert_null(store_open(path, cases[i].mode, &error));
        g_assert_error(error, NINES_ERROR, cases[i].code);
        g_assert_nonnull(strstr(error->message, cases[i].message));
        g_assert_nonnull(strstr(error->message, path));
        g_file_get_contents(path, &after, &after_n, NULL);
        g_assert_cmpuint(before_n, ==, after_n);
        g_assert_true(!before_n || memcmp(before, after, before_n) == 0);
    }
}

static void test_directory(void)
{
    g_autofree char *directory = g_dir_make_tmp("nines-XXXXXX", NULL);
    g_autoptr(GError) error = NULL;
    g_assert_null(store_open(directory, STORE_CREATE, &error));
    g_assert_error(error, NINES_ERROR, ERROR_NO_INPUT);
}

static void test_table(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, &error);
    const QueryParameter parameters[] = {{.name = "from", .type = CELL_INTEGER, .integer = 5},
                                         {.name = "name", .type = CELL_TEXT, .text = "x"},
                                         {.name = "unused", .type = CELL_NULL}};
    g_autoptr(Table) table =
        store_table(store, "t",
                    "SELECT :from AS started_at, :name AS name, 1.5 AS x_ratio, NULL AS n UNION ALL "
                    "SELECT 6, 'y', 2.5, NULL",
                    parameters, G_N_ELEMENTS(parameters), &error);
    g_assert_no_error(error);
    g_assert_cmpuint(table_n_rows(table), ==, 2);
    g_assert_cmpint(table_integer(table, 0, "started_at", 0), ==, 5);
    g_assert_cmpstr(table_text(table, 1, "name", NULL), ==, "y");
    g_assert_cmpfloat(table_real(table, 1, "x_ratio", 0), ==, 2.5);
    g_assert_cmpint(table_cell(table, 0, 3)->type, ==, CELL_NULL);
}

static void test_table_reads_only(void)
{
    static const char *const wrong[] = {"DELETE FROM word",   "INSERT INTO word (text) VALUES ('x')",
                                        "CREATE TABLE t (x)", "PRAGMA user_version = 3",
                                        "ATTACH 'x' AS y",    "SELECT :missing",
                                        "SELECT nothing",     ""};
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(store_table(store, "report.sql", wrong[i], NULL, 0, &error));
        g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
        g_assert_nonnull(strstr(error->message, "report.sql"));
    }
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM word", -1), ==, 0);
    g_assert_true(store_execute(store, "INSERT INTO word (text) VALUES ('x')", NULL));
}

static void twice(const Cell *arguments, guint n, Cell *result)
{
    if (n == 1 && arguments[0].type == CELL_INTEGER)
        *result = (Cell){.type = CELL_INTEGER, .integer = 2 * arguments[0].integer};
    else if (n == 1 && arguments[0].type == CELL_TEXT)
        *result = (Cell){.type = CELL_TEXT, .text = g_strconcat(arguments[0].text, arguments[0].text, NULL)};
}

static void test_function(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_assert_true(store_register(store, "twice", 1, twice, NULL));
    g_assert_cmpint(store_scalar(store, "SELECT twice(21)", 0), ==, 42);
    g_assert_cmpint(store_scalar(store, "SELECT twice('ab') = 'abab'", 0), ==, 1);
    g_assert_cmpint(store_scalar(store, "SELECT twice(NULL) IS NULL", 0), ==, 1);
}

static void test_foreign_keys(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(GError) error = NULL;
    g_assert_false(store_execute(store, "INSERT INTO label VALUES (1, 'tag', 0, 1)", &error));
    g_assert_error(error, NINES_ERROR, ERROR_IO);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/store/create", test_create);
    g_test_add_func("/store/refused", test_refused);
    g_test_add_func("/store/directory", test_directory);
    g_test_add_func("/store/table", test_table);
    g_test_add_func("/store/table-reads-only", test_table_reads_only);
    g_test_add_func("/store/function", test_function);
    g_test_add_func("/store/foreign-keys", test_foreign_keys);
    return g_test_run();
}
