/* Writing facts, revisions, and reading them by period. */
#include "nines/store/fact_writer.h"
#include "nines/store/query.h"
#include <string.h>

#define DAY MS_PER_DAY

static FactWriter *open_writer_at(Store *store, const char *hash, Instant as_of)
{
    SourceFacts source = {.path = "x.csv",
                          .sha256 = hash,
                          .kind = "incidents",
                          .format = "csv",
                          .profile = "p",
                          .origin = "o",
                          .encoding = "UTF-8",
                          .ingested_at = as_of};
    g_autoptr(GError) error = NULL;
    FactWriter *writer = fact_writer_open(store, &source, &error);
    g_assert_no_error(error);
    return writer;
}

static FactWriter *open_writer(Store *store, const char *hash)
{
    return open_writer_at(store, hash, 1000);
}

static PutOutcome put(FactWriter *writer, const char *id, const char *title, Instant from, Instant to, int64_t line)
{
    g_autoptr(Record) record = record_new();
    g_autoptr(GError) error = NULL;
    PutOutcome outcome = PUT_REJECTED;
    record->external_id = id;
    record->title = title;
    record->at[MOMENT_STARTED] = from;
    record->at[MOMENT_RESOLVED] = to;
    record->line = line;
    record_add_service(record, "web");
    g_assert_true(fact_writer_put(writer, record, &outcome, &error));
    g_assert_no_error(error);
    return outcome;
}

static SourceCounts commit(FactWriter *writer)
{
    SourceCounts counts = {0};
    g_autoptr(GError) error = NULL;
    g_assert_true(fact_writer_commit(writer, &counts, &error));
    g_assert_no_error(error);
    g_assert_cmpint(counts.read_n, ==, counts.inserted_n + counts.updated_n + counts.unchanged_n + counts.rejected_n);
    fact_writer_free(writer);
    return counts;
}

static char *dump(Store *store)
{
    GString *text = g_string_new(NULL);
    g_autoptr(Query) tables = store_query(
        store, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1", NULL);
    while (query_step(tables, NULL)) {
        g_autofree char *sql = g_strdup_printf("SELECT * FROM %s", query_text(tables, 0));
        g_autoptr(Query) rows = store_query(store, sql, NULL);
        g_string_append_printf(text, "%s\n", query_text(tables, 0));
        while (query_step(rows, NULL))
            for (int i = 0; i < query_n_columns(rows); i++)
                g_string_append_printf(text, "%s|", query_text(rows, i));
    }
    return g_string_free(text, FALSE);
}

static void test_revisions(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    FactWriter *writer = open_writer(store, "a");
    g_assert_cmpint(put(writer, "1", "one", 0, DAY, 2), ==, PUT_INSERTED);
    g_assert_cmpint(put(writer, "2", "two", 0, DAY, 3), ==, PUT_INSERTED);
    commit(writer);
    writer = open_writer(store, "b");
    g_assert_cmpint(put(writer, "1", "one", 0, DAY, 9), ==, PUT_UNCHANGED);
    g_assert_cmpint(put(writer, "2", "two", 0, 2 * DAY, 10), ==, PUT_UPDATED);
    SourceCounts counts = commit(writer);
    g_assert_cmpint(counts.updated_n, ==, 1);
    g_assert_cmpint(counts.unchanged_n, ==, 1);
    g_assert_cmpint(store_scalar(store, "SELECT revision FROM incident WHERE external_id = '2'", 0), ==, 2);
    g_assert_cmpint(store_scalar(store, "SELECT resolved_at FROM incident WHERE external_id = '2'", 0), ==, 2 * DAY);
    g_assert_cmpint(store_scalar(store,
                                 "SELECT json_extract(facts, '$.resolved_at') FROM incident_revision WHERE "
                                 "revision = 1 AND source_id = 1 AND replaced_by_source_id = 2 AND replaced_at = 1000",
                                 0),
                    ==, DAY);
    g_assert_cmpint(
        store_scalar(store, "SELECT json_extract(facts, '$.windows[0].service') = 'web' FROM incident_revision", 0), ==,
        1);
    /* And back again, at a later instant. */
    writer = open_writer_at(store, "a", 2000);
    g_assert_cmpint(put(writer, "2", "two", 0, DAY, 3), ==, PUT_UPDATED);
    commit(writer);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM incident_revision", 0), ==, 2);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM pragma_foreign_key_check", 1), ==, 0);
}

/* ---- the order of files ---- */

typedef struct {
    const char *title;
    Instant as_of, updated, resolved; /* updated INSTANT_NONE: the source does not say */
} Statement;

static PutOutcome state(Store *store, const Statement *statement)
{
    g_autofree char *hash = g_strdup_printf("%s %" G_GINT64_FORMAT, statement->title, statement->as_of);
    FactWriter *writer = open_writer_at(store, hash, statement->as_of);
    g_autoptr(Record) record = record_new();
    PutOutcome outcome = PUT_REJECTED;
    record->external_id = "1";
    record->title = statement->title;
    record->updated_at = statement->updated;
    record->at[MOMENT_STARTED] = 0;
    record->at[MOMENT_RESOLVED] = statement->resolved;
    g_assert_true(fact_writer_put(writer, record, &outcome, NULL));
    commit(writer);
    return outcome;
}

/* Titles in the order of revisions, the standing one last. */
static char *history(Store *store)
{
    g_autoptr(Query) query =
        store_query(store,
                    "SELECT group_concat(title, ' ') FROM (SELECT json_extract(facts, '$.title') AS title FROM "
                    "incident_revision ORDER BY revision) UNION ALL SELECT title FROM incident",
                    NULL);
    GString *text = g_string_new(NULL);
    while (query_step(query, NULL))
        if (!query_is_null(query, 0))
            g_string_append_printf(text, "%s%s", text->len ? " " : "", query_text(query, 0));
    return g_string_free(text, FALSE);
}

static void check_orders(const Statement statements[3], const char *expected)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
        g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
        for (int j = 0; j < 3; j++)
            state(store, &statements[orders[i][j]]);
        g_autofree char *found = history(store);
        g_assert_cmpstr(found, ==, expected);
        g_assert_cmpint(store_scalar(store, "SELECT revision FROM incident", 0), ==, 3);
        g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM pragma_foreign_key_check", 1), ==, 0);
    }
}

/* The record's time of change decides, else the as-of, else the record's own latest time. */
static void test_orders(void)
{
    check_orders((const Statement[]){{"old", 1, 100, 50}, {"middle", 3, 200, 40}, {"new", 2, 300, 30}},
                 "old middle new");
    check_orders((const Statement[]){{"first", 1, INSTANT_NONE, 50},
                                     {"second", 2, INSTANT_NONE, 40},
                                     {"third", 3, INSTANT_NONE, 30}},
                 "first second third");
    check_orders((const Statement[]){{"open", 1, INSTANT_NONE, INSTANT_NONE},
                                     {"early", 2, INSTANT_NONE, 40},
                                     {"late", 2, INSTANT_NONE, 50}},
                 "open early late");
}

/* What was said again later holds against what was said between. */
static void test_confirmed(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    const Statement first = {"a", 1, INSTANT_NONE, 1}, between = {"b", 2, INSTANT_NONE, 2},
                    again = {"a", 3, INSTANT_NONE, 1};
    state(store, &first);
    g_assert_cmpint(state(store, &again), ==, PUT_UNCHANGED);
    g_assert_cmpint(state(store, &between), ==, PUT_UNCHANGED);
    g_autofree char *found = history(store);
    g_assert_cmpstr(found, ==, "b a");
}

static void fill_repeated(FactWriter *writer, const PutOutcome *expected)
{
    g_assert_cmpint(put(writer, "1", "one", 0, DAY, 2), ==, expected[0]);
    g_assert_cmpint(put(writer, "1", "one", 0, DAY, 3), ==, expected[1]);
    g_assert_cmpint(put(writer, "1", "other", 0, DAY, 4), ==, expected[2]);
    if (expected[2] == PUT_REJECTED)
        g_assert_nonnull(strstr(fact_writer_reject_reason(writer), "line 2"));
}

/* The same file again, also after another one, leaves no trace. */
static void test_idempotent(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    FactWriter *writer = open_writer(store, "a");
    fill_repeated(writer, (const PutOutcome[]){PUT_INSERTED, PUT_UNCHANGED, PUT_REJECTED});
    commit(writer);
    writer = open_writer(store, "b");
    put(writer, "2", "two", 0, DAY, 2);
    commit(writer);
    g_autofree char *before = dump(store);
    writer = open_writer(store, "a");
    fill_repeated(writer, (const PutOutcome[]){PUT_UNCHANGED, PUT_UNCHANGED, PUT_REJECTED});
    commit(writer);
    g_autofree char *after = dump(store);
    g_assert_cmpstr(before, ==, after);
}

static void test_known(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    SourceCounts counts;
    FactWriter *writer = open_writer(store, "a");
    put(writer, "1", "one", 0, DAY, 2);
    commit(writer);
    g_assert_cmpint(fact_source_known(store, "a", "p", "o", "", 0, &counts), ==, 1);
    g_assert_cmpint(counts.unchanged_n, ==, 1);
    g_assert_cmpint(fact_source_known(store, "a", "q", "o", "", 0, &counts), ==, 0);
    g_assert_cmpint(fact_source_known(store, "b", "p", "o", "", 0, &counts), ==, 0);
    writer = open_writer_at(store, "b", 2000);
    put(writer, "1", "changed", 0, DAY, 2);
    commit(writer);
    g_assert_cmpint(fact_source_known(store, "a", "p", "o", "", 0, &counts), ==, 0);
}

static void test_rollback(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autofree char *before = dump(store);
    FactWriter *writer = open_writer(store, "a");
    put(writer, "1", "one", 0, DAY, 2);
    fact_writer_free(writer);
    g_autofree char *after = dump(store);
    g_assert_cmpstr(before, ==, after);
    g_assert_cmpint(store_scalar(store, "PRAGMA foreign_keys", 0), ==, 1);
}

static void test_made_ids(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    FactWriter *writer = open_writer(store, "a");
    g_assert_cmpint(put(writer, NULL, "one", 0, DAY, 2), ==, PUT_INSERTED);
    g_assert_cmpint(put(writer, NULL, "one", 1, DAY, 3), ==, PUT_INSERTED);
    commit(writer);
    writer = open_writer(store, "b");
    g_assert_cmpint(put(writer, NULL, "one", 0, 2 * DAY, 2), ==, PUT_UPDATED);
    commit(writer);
}

/* ---- windows by period, against a look at every window ---- */

typedef struct {
    Instant from, to;
    bool counts;
} Known;

static bool sum_window(const FactWindow *window, gpointer user_data)
{
    int64_t *sums = user_data;
    sums[0]++;
    sums[1] += window->from % 1000003 + (window->open ? 7 : window->to % 1000003);
    return true;
}

static void expect(const GArray *known, Instant a, Instant b, Instant as_of, bool all, int64_t *sums)
{
    sums[0] = sums[1] = 0;
    for (guint i = 0; i < known->len; i++) {
        const Known *window = &g_array_index(known, Known, i);
        bool open = window->to == INSTANT_NONE || window->to > as_of;
        Instant to = open ? as_of : window->to;
        if ((!all && !window->counts) || window->from >= b || to <= a || to <= window->from)
            continue;
        sums[0]++;
        sums[1] += window->from % 1000003 + (open ? 7 : window->to % 1000003);
    }
}

/* Lengths from a millisecond to years, open ones, empty ones and reversed ones, one or two to an incident. */
static void fill_random(FactWriter *writer, GArray *known, GRand *rand)
{
    g_autoptr(Record) record = record_new();
    PutOutcome outcome;
    for (int i = 0; i < 3000; i++) {
        g_autofree char *id = g_strdup_printf("%d", i);
        Instant from = (Instant)(g_rand_double(rand) * 2000.0 * (double)DAY);
        Instant length = (Instant)1 << g_rand_int_range(rand, 0, 38);
        int form = g_rand_int_range(rand, 0, 20);
        Instant to = form == 0 ? INSTANT_NONE : form == 1 ? from : form == 2 ? from - length : from + length;
        record_clear(record);
        record->external_id = id;
        record->title = "t";
        record->at[MOMENT_STARTED] = from;
        record->at[MOMENT_RESOLVED] = to;
        record->is_outage = form != 3;
        record->share_ppm = form == 4 ? 0 : 500000;
        record_add_service(record, "a");
        if (form > 15)
            record_add_service(record, "b");
        g_assert_true(fact_writer_put(writer, record, &outcome, NULL));
        Known window = {from, to, form != 3 && form != 4};
        for (int j = 0; j < (form > 15 ? 2 : 1); j++)
            g_array_append_val(known, window);
    }
}

static void test_windows(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(GArray) known = g_array_new(FALSE, FALSE, sizeof(Known));
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    g_autoptr(GError) error = NULL;
    FactWriter *writer = open_writer(store, "a");
    fill_random(writer, known, rand);
    commit(writer);
    for (int i = 0; i < 60; i++) {
        Instant a = (Instant)(g_rand_double(rand) * 2200.0 * (double)DAY) - 100 * DAY;
        Instant b = a + ((Instant)1 << g_rand_int_range(rand, 1, 38)), as_of = a + (b - a) / 2 + i * DAY;
        int64_t expected[2], found[2] = {0, 0};
        bool all = i % 2;
        g_assert_true(
            facts_each_window(store, -1, a, b, as_of, all ? WINDOWS_ALL : WINDOWS_COUNTED, sum_window, found, &error));
        expect(known, a, b, as_of, all, expected);
        g_assert_cmpint(found[0], ==, expected[0]);
        g_assert_cmpint(found[1], ==, expected[1]);
    }
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM impact_window", 0), ==, known->len);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM pragma_foreign_key_check", 1), ==, 0);
}

/* Rows in batches, and among them ids that stand already, that lie between others and that are too long for a batch. */
static void test_batches(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    FactWriter *writer = open_writer(store, "a");
    g_autofree char *huge = g_strnfill(40000, 'x');
    char id[16];
    for (int i = 0; i < 200; i++) {
        g_snprintf(id, sizeof id, "INC-%04d", i % 3 == 2 ? 5000 - i : 1000 + 2 * i);
        g_assert_cmpint(put(writer, id, i == 100 ? huge : id, i, i + 1, i + 2), ==, PUT_INSERTED);
        if (i % 40 == 39) {
            g_assert_cmpint(put(writer, id, id, i, i + 1, 1000), ==, PUT_UNCHANGED);
            g_assert_cmpint(put(writer, id, "other", i, i + 1, 1001), ==, PUT_REJECTED);
            g_snprintf(id, sizeof id, "INC-%04dx", 1001 + i);
            g_assert_cmpint(put(writer, id, id, i, i + 1, 2000 + i), ==, PUT_INSERTED);
        }
    }
    commit(writer);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM incident", 0), ==, 205);
    g_assert_cmpint(store_scalar(store, "SELECT max(id) FROM incident", 0), ==, 205);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM incident WHERE title = external_id", 0), ==, 204);
    g_assert_cmpint(store_scalar(store, "SELECT line FROM incident WHERE length(title) = 40000", 0), ==, 102);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM incident WHERE started_at + 2 = line", 0), ==, 200);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM finding f JOIN incident i ON i.id = f.incident_id", 0),
                    ==, 5);
}

static bool count_incident(const FactIncident *incident, gpointer user_data)
{
    int64_t *last = user_data;
    g_assert_cmpint(incident->at[MOMENT_STARTED], >=, last[0]);
    last[0] = incident->at[MOMENT_STARTED];
    return ++last[1] < 5;
}

static void test_incidents(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    FactWriter *writer = open_writer(store, "a");
    for (int i = 0; i < 10; i++) {
        g_autofree char *id = g_strdup_printf("%d", i);
        put(writer, id, "t", (10 - i) * DAY, INSTANT_NONE, i + 2);
    }
    commit(writer);
    int64_t seen[2] = {INT64_MIN, 0};
    g_assert_true(facts_each_incident(store, 3 * DAY, 6 * DAY, false, count_incident, seen, NULL));
    g_assert_cmpint(seen[1], ==, 3);
    seen[0] = INT64_MIN, seen[1] = 0;
    g_assert_true(facts_each_incident(store, INSTANT_NONE, 0, true, count_incident, seen, NULL));
    g_assert_cmpint(seen[1], ==, 5);
    Instant from, to;
    g_assert_true(facts_span(store, 20 * DAY, &from, &to));
    g_assert_cmpint(from, ==, DAY);
    g_assert_cmpint(to, ==, 20 * DAY);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/facts/revisions", test_revisions);
    g_test_add_func("/facts/orders", test_orders);
    g_test_add_func("/facts/confirmed", test_confirmed);
    g_test_add_func("/facts/idempotent", test_idempotent);
    g_test_add_func("/facts/known", test_known);
    g_test_add_func("/facts/rollback", test_rollback);
    g_test_add_func("/facts/made-ids", test_made_ids);
    g_test_add_func("/facts/windows", test_windows);
    g_test_add_func("/facts/batches", test_batches);
    g_test_add_func("/facts/incidents", test_incidents);
    return g_test_run();
}
