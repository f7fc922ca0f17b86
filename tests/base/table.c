#include "nines/base/table.h"
#include <math.h>

static void test_units(void)
{
    static const struct {
        const char *name;
        Unit unit;
    } cases[] = {{"started_at", UNIT_INSTANT},
                 {"counted_ms", UNIT_DURATION},
                 {"availability_ratio", UNIT_RATIO},
                 {"credit_minor", UNIT_MONEY},
                 {"incidents_n", UNIT_COUNT},
                 {"service", UNIT_NONE},
                 {"format", UNIT_NONE},
                 {"columns", UNIT_NONE},
                 {"started_at_text", UNIT_NONE},
                 {"n", UNIT_NONE},
                 {"", UNIT_NONE}};
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)

        g_assert_cmpint(unit_of_name(cases[i].name), ==, cases[i].unit);
    for (Unit unit = UNIT_INSTANT; unit <= UNIT_COUNT; unit++) {
        g_autofree char *name = g_strconcat("x", unit_suffix(unit), NULL);
        g_assert_cmpint(unit_of_name(name), ==, unit);
    }
}

static Table *two_rows(void)
{
    Table *table = table_new("services");
    table_add_column(table, "service");
    table_add_column(table, "counted_ms");
    table_add_column(table, "availability_ratio");
    table_append_text(table, "checkout");
    table_append_integer(table, 1500);
    table_append_real(table, 0.9995);
    table_append_text(table, NULL);
    table_append_null(table);
    table_append_real(table, NAN);
    return table;
}

static void test_cells(void)
{
    g_autoptr(Table) table = two_rows();
    g_assert_cmpuint(table_n_columns(table), ==, 3);
    g_assert_cmpuint(table_n_rows(table), ==, 2);
    g_assert_cmpint(table_find_column(table, "counted_ms"), ==, 1);
    g_assert_cmpint(table_find_column(table, "counted"), ==, -1);
    g_assert_cmpint(table_cell(table, 0, 0)->type, ==, CELL_TEXT);
    g_assert_cmpint(table_cell(table, 0, 1)->type, ==, CELL_INTEGER);
    for (guint column = 0; column < 3; column++)
        g_assert_cmpint(table_cell(table, 1, column)->type, ==, CELL_NULL);
}

static void test_readers(void)
{
    g_autoptr(Table) table = two_rows();
    g_assert_cmpint(table_integer(table, 0, "counted_ms", -1), ==, 1500);
    g_assert_cmpint(table_integer(table, 1, "counted_ms", -1), ==, -1);
    g_assert_cmpint(table_integer(table, 0, "service", -1), ==, -1);
    g_assert_cmpint(table_integer(table, 0, "nothing", -1), ==, -1);
    g_assert_cmpfloat(table_real(table, 0, "availability_ratio", -1), ==, 0.9995);
    g_assert_cmpfloat(table_real(table, 1, "availability_ratio", -1), ==, -1);
    g_assert_cmpstr(table_text(table, 0, "service", "none"), ==, "checkout");
    g_assert_cmpstr(table_text(table, 1, "service", "none"), ==, "none");
    g_assert_cmpstr(table_text(table, 0, "counted_ms", "none"), ==, "none");
}

/* Text of a cell is a clean copy; infinity is no number that a sheet can hold. */
static void test_guards(void)
{
    g_autoptr(Table) table = table_new("guards");
    char word[] = "a\x01\xff";
    table_add_column(table, "a");
    table_add_column(table, "b");
    table_append_text(table, word);
    word[0] = 'z';
    table_append_real(table, INFINITY);
    const char *text = table_text(table, 0, "a", NULL);
    g_assert_cmpint(text[0], ==, 'a');
    g_assert_true(g_utf8_validate(text, -1, NULL));
    g_assert_cmpint(table_cell(table, 0, 1)->type, ==, CELL_NULL);
    g_autoptr(Table) empty = table_new("empty");
    g_assert_cmpuint(table_n_rows(empty), ==, 0);
    g_assert_cmpuint(table_n_columns(empty), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/table/units", test_units);
    g_test_add_func("/table/cells", test_cells);
    g_test_add_func("/table/readers", test_readers);
    g_test_add_func("/table/guards", test_guards);
    return g_test_run();
}
