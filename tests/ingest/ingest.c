/* Whole files into the store: the fixtures under fixtures/ingest, and files that are wrong. */
#include "nines/ingest/ingest.h"
#include "nines/ingest/profile.h"
#include "nines/store/query.h"
#include <glib/gstdio.h>
#include <string.h>

static char *fixture(const char *name)
{
    return g_build_filename(g_getenv("NINES_FIXTURES"), "ingest", name, NULL);
}

static IngestReport *ingest(Store *store, const char *name, const IngestOptions *options)
{
    g_autofree char *path = fixture(name);
    g_autoptr(GError) error = NULL;
    IngestOptions plain = {.as_of = 1};
    IngestReport *report = ingest_report_new();
    g_assert_true(ingest_file(store, options ? options : &plain, path, report, &error));
    g_assert_no_error(error);
    const SourceCounts *c = &report->counts;
    g_assert_cmpint(c->read_n, ==, c->inserted_n + c->updated_n + c->unchanged_n + c->rejected_n);
    return report;
}

/* One value of a query as text; "" for NULL. */
static char *value(Store *store, const char *sql)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Query) query = store_query(store, sql, &error);
    g_assert_no_error(error);
    return query && query_step(query, NULL) && !query_is_null(query, 0) ? g_strdup(query_text(query, 0)) : g_strdup("");
}

typedef struct {
    const char *sql, *expected;
} Fact;

static void check_facts(Store *store, const Fact *facts, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autofree char *found = value(store, facts[i].sql);
        if (g_strcmp0(found, facts[i].expected) != 0)
            g_test_message("%s", facts[i].sql);
        g_assert_cmpstr(found, ==, facts[i].expected);
    }
}

/* One file, what it is taken for, its counts and its facts. */
typedef struct {
    const char *file, *profile;
    int64_t rows, inserted, rejected;
    const Fact facts[16];
} FileCase;

static const FileCase files[] = {
    {"canonical.csv",
     "canonical",
     4,
     4,
     0,
     {{"SELECT started || mitigated || resolved FROM incidents WHERE external_id = 'A-1'",
       "2024-03-01T10:00:00Z2024-03-01T10:40:00Z2024-03-01T11:00:00Z"},
      {"SELECT detected || acknowledged FROM incidents WHERE external_id = 'A-1'",
       "2024-03-01T10:02:00Z2024-03-01T10:05:00Z"},
      {"SELECT title || service || severity || team || cause || detected_by FROM incidents WHERE external_id = 'A-1'",
       "Checkout slow, againcheckoutP1coredeploymonitoring"},
      {"SELECT group_concat(region) FROM regions WHERE incident_id = 1", "eu,us"},
      {"SELECT group_concat(w.text) FROM label l JOIN word w ON w.id = word_id WHERE kind = 'tag'", "db,cache"},
      {"SELECT group_concat(kind || likely) FROM amount WHERE incident_id = 1", "users1200,orders7,money123450"},
      {"SELECT currency FROM amount WHERE kind = 'money'", "EUR"},
      {"SELECT share_ppm || share_is_stated FROM incident WHERE external_id = 'A-2'", "2500001"},
      {"SELECT started FROM incidents WHERE external_id = 'A-2'", "2024-03-02T22:30:00Z"},
      {"SELECT started_at IS NULL AND within_from_at = unixepoch('2024-03-05') * 1000 AND within_to_at = "
       "unixepoch('2024-03-06') * 1000 AND stated_duration_ms = 23 * 60000 FROM incident WHERE external_id = 'A-3'",
       "1"},
      {"SELECT resolved FROM incidents WHERE external_id = 'A-4'", "2024-03-06T09:30:00Z"},
      {"SELECT source LIKE '%canonical.csv:3' FROM incidents WHERE external_id = 'A-2'", "1"}}},
    {"dayfirst.csv",
     "canonical",
     2,
     2,
     0,
     {{"SELECT started FROM incidents WHERE external_id = 'D-1'", "2023-09-03T14:05:00Z"},
      {"SELECT zone_basis FROM incident WHERE external_id = 'D-1'", "2"},
      {"SELECT count(*) FROM finding WHERE kind = 'zone-assumed' AND incident_id IS NULL", "1"},
      {"SELECT count(*) FROM finding WHERE kind = 'day-order-assumed'", "0"},
      {"SELECT dialect FROM source", "semicolon, header"}}},
    {"repeated.csv",
     "canonical",
     4,
     2,
     1,
     {{"SELECT reason FROM reject", "the id R-1 stands on line 2 with other facts"},
      {"SELECT line FROM reject", "5"},
      {"SELECT count(*) FROM finding WHERE kind = 'duplicate' AND line = 4", "1"},
      {"SELECT title FROM incident WHERE external_id = 'R-1'", "one"}}},
    {"rejects.csv",
     "canonical",
     5,
     1,
     4,
     {{"SELECT group_concat(line) FROM reject", "3,4,5,6"},
      {"SELECT group_concat(coalesce(column, 0)) FROM reject", "0,3,3,0"},
      {"SELECT raw LIKE 'X-3,%' FROM reject WHERE row = 3", "1"},
      {"SELECT external_id FROM incident", "X-1"}}},
    {"odd.csv",
     "canonical",
     6,
     6,
     0,
     {{"SELECT external_id FROM incident WHERE title = '19 digits'", "1234567890123456789"},
      {"SELECT group_concat(kind) FROM findings WHERE external_id = 'O-2'", "end-before-start,detected-before-started"},
      {"SELECT span_class IS NULL FROM incident WHERE external_id = 'O-2'", "1"},
      {"SELECT group_concat(kind) FROM findings WHERE external_id = 'O-3'", "zero-length"},
      {"SELECT started FROM incidents WHERE external_id = 'O-4'", "1628-08-10T15:00:00Z"},
      {"SELECT title FROM incident WHERE external_id = 'O-5'", "=1+1"},
      {"SELECT is_summed || likely || currency FROM amount WHERE currency <> 'EUR'", "0500XYZ"},
      {"SELECT span_class FROM incident WHERE external_id = 'O-6'", "31"}}},
    {"windows.json",
     "canonical-tree",
     3,
     3,
     0,
     {{"SELECT group_concat(s.name || ((to_at - from_at) / 60000) || '*' || share_ppm || counts) FROM impact_window w "
       "JOIN service s ON s.id = service_id WHERE incident_id = 1",
       "api30*10000001,api15*5000001,web10*2000001"},
      {"SELECT windows_n || services_n FROM incident WHERE external_id = 'W-1'", "32"},
      {"SELECT count(*) FROM impact_window WHERE incident_id = 2 AND counts", "2"},
      {"SELECT kind || is_outage || counts FROM incident WHERE external_id = 'W-3'", "test00"},
      {"SELECT group_concat(text) FROM timeline", "pager,all well"},
      {"SELECT group_concat(text || coalesce(owner, '-')) FROM action_item", "Renew earlierann,Write it down-"},
      {"SELECT low || likely || high FROM amount WHERE kind = 'users'", "250030003500"},
      {"SELECT likely || currency || is_computed FROM amount WHERE kind = 'money'", "9600000EUR1"},
      {"SELECT group_concat(region) FROM regions", "eu,us,asia"},
      {"SELECT text FROM word JOIN source ON origin_id = word.id", "canonical"}}},
    {"status.json",
     "statuspage",
     4,
     4,
     0,
     {{"SELECT started_at FROM incident WHERE external_id = 's1'", "1704102600250"},
      {"SELECT group_concat(s.name) FROM impact_window JOIN service s ON s.id = service_id WHERE incident_id = 1",
       "API,Web"},
      {"SELECT severity || is_outage || resolved FROM incidents WHERE external_id = 's2'", "none02024-01-02T11:00:00Z"},
      {"SELECT kind || is_outage FROM incidents WHERE external_id = 's3'", "maintenance0"},
      {"SELECT resolved IS NULL FROM incidents WHERE external_id = 's4'", "1"},
      {"SELECT group_concat(kind) FROM timeline WHERE incident_id = 1", "investigating,resolved"}}},
    {"cloud.json",
     "google-cloud",
     3,
     3,
     0,
     {{"SELECT group_concat(s.name) FROM impact_window JOIN service s ON s.id = service_id WHERE incident_id = 1",
       "Storage,Queues"},
      {"SELECT group_concat(region) FROM regions WHERE incident_id = 1", "eu1,eu2,us1"},
      {"SELECT service || severity FROM incidents WHERE external_id = '/summary/g2'", "Computehigh"},
      {"SELECT is_outage || service FROM incidents WHERE external_id = 'g3'", "0Network"}}},
    {"events.csv",
     "event-log",
     10,
     3,
     2,
     {{"SELECT started || acknowledged || resolved FROM incidents WHERE external_id = 'E-1'",
       "2012-01-01T08:00:00Z2012-01-01T08:30:00Z2012-01-01T10:00:00Z"},
      {"SELECT severity || reopened_n || service FROM incidents WHERE external_id = 'E-1'", "Medium0web"},
      {"SELECT reopened_n || (resolved IS NULL) || acknowledged FROM incidents WHERE external_id = 'E-2'",
       "112012-01-01T09:00:00Z"},
      {"SELECT acknowledged IS NULL AND resolved IS NULL FROM incidents WHERE external_id = 'E-3'", "1"},
      {"SELECT group_concat(row) FROM reject", "9,10"},
      {"SELECT group_concat(line) FROM incident", "2,3,9"},
      {"SELECT rows_n || '=' || read_n FROM source", "10=5"}}},
    {"maintenance.csv",
     "maintenance",
     4,
     2,
     1,
     {{"SELECT service || began || ended || announced || title FROM maintenances WHERE id = 1",
       "web2024-04-01T01:00:00Z2024-04-01T03:00:00Z2024-03-20T12:00:00ZUpgrade"},
      {"SELECT service_id IS NULL FROM maintenance WHERE id = 2", "1"},
      {"SELECT reason FROM reject", "to: the window has no end"},
      {"SELECT unchanged_n FROM source", "1"}}},
};

static void test_file(gconstpointer data)
{
    const FileCase *file = data;
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(IngestReport) report = ingest(store, file->file, NULL);
    guint n = 0;
    g_assert_cmpstr(report->profile, ==, file->profile);
    g_assert_cmpint(report->counts.rows_n, ==, file->rows);
    g_assert_cmpint(report->counts.inserted_n, ==, file->inserted);
    g_assert_cmpint(report->counts.rejected_n, ==, file->rejected);
    g_assert_cmpint(report->rejects->len, ==, file->rejected);
    while (n < G_N_ELEMENTS(file->facts) && file->facts[n].sql)
        n++;
    check_facts(store, file->facts, n);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM pragma_foreign_key_check", 1), ==, 0);
    /* The same file again changes nothing. */
    int64_t sources = store_scalar(store, "SELECT count(*) FROM source", 0);
    g_autoptr(IngestReport) again = ingest(store, file->file, NULL);
    g_assert_true(again->known);
    g_assert_cmpint(again->counts.read_n, ==, report->counts.read_n);
    g_assert_cmpint(again->counts.rejected_n, ==, report->counts.rejected_n);
    g_assert_cmpuint(again->rejects->len, ==, report->rejects->len);
    g_assert_cmpint(again->counts.inserted_n + again->counts.updated_n, ==, 0);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM source", 0), ==, sources);
}

static void test_again(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(IngestReport) first = ingest(store, "canonical.csv", NULL);
    g_assert_cmpint(first->counts.inserted_n, ==, 4);
    g_autoptr(IngestReport) second = ingest(store, "canonical-again.csv", NULL);
    g_assert_cmpint(second->counts.updated_n, ==, 1);
    g_assert_cmpint(second->counts.inserted_n, ==, 1);
    /* The first file says something else than what stands now: it is read again, and brings its facts back. */
    const IngestOptions later = {.as_of = 2};
    g_autoptr(IngestReport) third = ingest(store, "canonical.csv", &later);
    g_assert_false(third->known);
    g_assert_cmpint(third->counts.updated_n, ==, 1);
    g_assert_cmpint(third->counts.unchanged_n, ==, 3);
    g_assert_cmpint(store_scalar(store, "SELECT revision FROM incident WHERE external_id = 'A-2'", 0), ==, 3);
}

static void test_options(void)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    IngestOptions options = {.as_of = 1, .timezone = "Europe/Berlin", .origin = "mine", .dry_run = true};
    g_autoptr(IngestReport) dry = ingest(store, "dayfirst.csv", &options);
    g_assert_cmpint(dry->counts.inserted_n, ==, 2);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM incident", -1), ==, 0);
    options.dry_run = false;
    g_autoptr(IngestReport) wet = ingest(store, "dayfirst.csv", &options);
    g_assert_cmpint(wet->counts.inserted_n, ==, 2);
    const Fact facts[] = {{"SELECT started FROM incidents WHERE external_id = 'D-1'", "2023-09-03T12:05:00Z"},
                          {"SELECT origin FROM incidents", "mine"},
                          {"SELECT options FROM source", "timezone=Europe/Berlin"}};
    check_facts(store, facts, G_N_ELEMENTS(facts));
}

/* ---- files that are wrong ---- */

typedef struct {
    const char *name, *text;
    gssize length;
    const char *message; /* NULL: it goes in after all */
} BadFile;

static const BadFile bad_files[] = {
    {"empty.csv", "", 0, "empty"},
    {"blank.csv", " \n\n", 3, "blanks"},
    {"binary.csv", "PK\003\004\000\000\000\001\002\003\004\005", 12, ""},
    {"nothing.csv", "alpha,beta\n1,2\n", -1, "fits no profile"},
    {"nearly.csv", "id,title,colour\n1,x,red\n", -1, "started_at"},
    {"nothing.json", "{\"alpha\": 1}", -1, "fits no profile"},
    {"cut.json",
     "{\"incidents\": [{\"id\": \"1\", \"title\": \"x\", \"started_at\": \"2024-01-01T00:00:00Z\"}, {\"id\":", -1, ""},
    {"list.json", "[]", -1, NULL},
    {"header.csv", "id,title,started_at\n", -1, NULL},
    {"quote.csv", "id,title,started_at\n1,\"never closed,2024-01-01T00:00:00Z\n2,x,2024-01-01T00:00:00Z\n", -1, NULL},
    {"nul.csv", "id,title,started_at\n1,a\000b,2024-01-01T00:00:00Z\n2,x,2024-01-01T00:00:00Z\n", 71, NULL},
};

static void test_bad_files(void)
{
    g_autofree char *directory = g_dir_make_tmp("nines-XXXXXX", NULL);
    for (guint i = 0; i < G_N_ELEMENTS(bad_files); i++) {
        const BadFile *file = &bad_files[i];
        g_autofree char *path = g_build_filename(directory, file->name, NULL);
        g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
        g_autoptr(IngestReport) report = ingest_report_new();
        g_autoptr(GError) error = NULL;
        IngestOptions options = {.as_of = 1};
        g_assert_true(g_file_set_contents(path, file->text, file->length, NULL));
        bool ok = ingest_file(store, &options, path, report, &error);
        if (ok != (file->message == NULL))
            g_test_message("%s: %s", file->name, error ? error->message : "went in");
        g_assert_true(ok == (file->message == NULL));
        if (!ok) {
            g_assert_nonnull(strstr(error->message, file->message));
            g_assert_nonnull(strstr(error->message, file->name));
            g_assert_cmpint(store_scalar(store,
                                         "SELECT (SELECT count(*) FROM incident) + (SELECT count(*) FROM source)"
                                         " + (SELECT count(*) FROM word)",
                                         -1),
                            ==, 0);
        }
        g_remove(path);
    }
    g_rmdir(directory);
}

static void test_long_name(void)
{
    g_autofree char *directory = g_dir_make_tmp("nines-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "long.csv", NULL), *name = g_strnfill(40000, 'x');
    g_autofree char *text = g_strdup_printf("id,title,started_at\n1,%s,2024-01-01T00:00:00Z\n", name);
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(IngestReport) report = ingest_report_new();
    IngestOptions options = {.as_of = 1};
    g_file_set_contents(path, text, -1, NULL);
    g_assert_true(ingest_file(store, &options, path, report, NULL));
    g_assert_cmpint(store_scalar(store, "SELECT length(title) FROM incident", 0), ==, 40000);
    g_remove(path);
    g_rmdir(directory);
}

static void test_wrong_profile(void)
{
    g_autofree char *path = fixture("events.csv");
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    static const struct {
        const char *profile, *message;
        int code;
    } cases[] = {{"statuspage", "does not fit", ERROR_DATA},
                 {"maintenance", "from", ERROR_DATA},
                 {"statuspge", "did you mean \"statuspage\"", ERROR_USAGE}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(IngestReport) report = ingest_report_new();
        g_autoptr(GError) error = NULL;
        IngestOptions options = {.profile = cases[i].profile};
        g_assert_false(ingest_file(store, &options, path, report, &error));
        g_assert_error(error, NINES_ERROR, cases[i].code);
        g_assert_nonnull(strstr(error->message, cases[i].message));
    }
}

static void test_paths(void)
{
    g_autofree char *directory = g_build_filename(g_getenv("NINES_FIXTURES"), "ingest", NULL);
    g_autofree char *pattern = g_build_filename(directory, "*.json", NULL);
    g_autofree char *nothing = g_build_filename(directory, "*.none", NULL);
    const char *const patterns[] = {pattern};
    g_autoptr(GPtrArray) jsons = ingest_paths(patterns, 1, NULL, NULL);
    g_assert_cmpuint(jsons->len, ==, 3);
    g_assert_true(g_str_has_suffix(jsons->pdata[0], "cloud.json"));
    const char *const wrong[] = {nothing};
    g_autoptr(GError) error = NULL;
    g_assert_null(ingest_paths(wrong, 1, NULL, &error));
    g_assert_error(error, NINES_ERROR, ERROR_NO_INPUT);
}

static void test_profiles(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {{"name: x\nfeilds: {}\n", "did you mean \"fields\""},
                 {"name: x\nfields: {colour: c}\n", "unknown field \"colour\""},
                 {"title: x\n", "no name"},
                 {"- 1\n", "not a profile"},
                 {"name: x\nrules: [{when: {a: b}, kind: banana}]\n", "unknown kind"}};
    g_autoptr(GError) loading = NULL;
    g_autoptr(GPtrArray) profiles = profiles_load(&loading);
    g_assert_no_error(loading);
    g_assert_cmpuint(profiles->len, >=, 6);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_assert_null(profile_read("p.yaml", cases[i].text, -1, &error));
        g_assert_nonnull(error);
        g_assert_nonnull(strstr(error->message, cases[i].message));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *name = g_strconcat("/ingest/file/", files[i].file, NULL);
        g_test_add_data_func(name, &files[i], test_file);
    }
    g_test_add_func("/ingest/again", test_again);
    g_test_add_func("/ingest/options", test_options);
    g_test_add_func("/ingest/bad-files", test_bad_files);
    g_test_add_func("/ingest/long-name", test_long_name);
    g_test_add_func("/ingest/wrong-profile", test_wrong_profile);
    g_test_add_func("/ingest/paths", test_paths);
    g_test_add_func("/ingest/profiles", test_profiles);
    return g_test_run();
}
