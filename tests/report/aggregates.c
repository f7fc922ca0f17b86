/* The aggregates of a report's SQL: hand-worked percentiles, groups, NULLs and empty groups. */
#include "nines/report/derive.h"
#include "nines/store/query.h"
#include <glib/gstdio.h>

static const struct {
    const char *sql;
    double wanted; /* below 0: null */
} cases[] = {
    /* TTR of fixtures/hand in seconds: 0, 1200, 3600, 3600, 7200, 7200 */
    {"SELECT median(x) FROM v", 3600},
    {"SELECT p75(x) FROM v", 6300},
    {"SELECT p90(x) FROM v", 7200},
    {"SELECT quantile(x, 0.25) FROM v", 1800}, /* rank 1.25: 1200 + 0.25 x 2400 */
    {"SELECT quantile(x, 1) FROM v", 7200},
    {"SELECT quantile(x, 2) FROM v", -1},
    {"SELECT quantile(x, 'half') FROM v", -1},
    {"SELECT median_low(x) FROM v", 0}, /* n = 6: ranks 1 and 6 */
    {"SELECT median_high(x) FROM v", 7200},
    {"SELECT median_low(x) FROM v WHERE x > 0", -1}, /* five values: none */
    {"SELECT median(x) FROM v WHERE x > 9999", -1},
    {"SELECT median(x) FROM v WHERE x IS NULL", -1},
    {"SELECT median(x) FROM v GROUP BY x > 1000 ORDER BY 1 DESC", 3600}, /* 1200 3600 3600 7200 7200 */
    {"SELECT mean_low(x) < 3800 AND mean_high(x) > 3800 AND mean_low(x) > 0 AND mean_high(x) < 7200 FROM v", 1},
    {"SELECT mean_low(7) FROM v", -1},                        /* all equal */
    {"SELECT mean_low(x) = mean_low(x, 20260101) FROM v", 1}, /* the seed unless one is given */
    {"SELECT mean_low(x, 1) = mean_low(x, 1) AND mean_low(x, 1) <> mean_low(x, 2) FROM (SELECT x + 7 * row_number() "
     "OVER () * row_number() OVER () AS x FROM v)",
     1},
    {"SELECT p90_low(x) < 7200 AND p90_high(x) = 7200 FROM v", 1},
    {"SELECT round(1000 * share_low(18, 20))", 699},
    {"SELECT round(1000 * share_high(9, 10))", 982},
    {"SELECT share_low(0, 0)", -1},
    {"SELECT share_low('many', 3)", -1},
    {"SELECT round(10000 * count_low(5))", 16235},
    {"SELECT round(10000 * count_high(0))", 36889},
};

static Store *open_store(char **path)
{
    g_autoptr(GError) error = NULL;
    *path = g_build_filename(g_get_tmp_dir(), "nines-aggregates-XXXXXX", NULL);
    int file = g_mkstemp(*path);
    g_assert_cmpint(file, >=, 0);
    g_close(file, NULL);
    g_unlink(*path);
    Store *store = store_open(*path, STORE_CREATE, &error);
    g_assert_no_error(error);
    Format words = format_default();
    g_assert_true(derive_functions(store, &words, &error));
    return store;
}

static void test_aggregates(void)
{
    g_autofree char *path = NULL;
    Store *store = open_store(&path);
    for (gsize i = 0; store != NULL && i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sql = g_strconcat("WITH v(x) AS (VALUES (7200), (NULL), (0), (3600), (1200), (7200), (3600)) ",
                                           cases[i].sql, NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(Query) query = store_query(store, sql, &error);
        g_assert_no_error(error);
        g_test_message("%s", cases[i].sql);
        g_assert_true(query_step(query, &error));
        if (cases[i].wanted < 0)
            g_assert_true(query_is_null(query, 0));
        else
            g_assert_cmpfloat_with_epsilon(query_real(query, 0), cases[i].wanted, 1e-9);
    }
    store_close(store);
    g_unlink(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/report/aggregates", test_aggregates);
    return g_test_run();
}
