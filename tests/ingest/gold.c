/* Real exports against figures that other programs computed: NINES_SHARED/corpus/records. */
#include "nines/base/yaml.h"
#include "nines/ingest/ingest.h"
#include "nines/store/query.h"

static char *record_path(const char *folder, const char *file)
{
    return g_build_filename(g_getenv("NINES_SHARED"), "corpus", "records", folder, file, NULL);
}

/* A whole number of the gold file (which is YAML as well as JSON), or -1. */
static int64_t gold_number(const YamlNode *object, const char *key)
{
    return g_ascii_strtoll(yaml_text(object, key, "-1"), NULL, 10);
}

/* A query of two columns (key, count) against an object of the gold file: every key of the one is a key of the other.
 */
static void check_object(Store *store, const YamlNode *gold, const char *name, const char *sql)
{
    const YamlNode *object = yaml_get(gold, name);
    guint n = 0;
    g_assert_nonnull(object);
    g_autoptr(GError) error = NULL;
    g_autoptr(Query) query = store_query(store, sql, &error);
    g_assert_no_error(error);
    while (query_step(query, NULL)) {
        const char *key = query_text(query, 0);
        if (yaml_get(object, key) == NULL)
            g_test_message("%s: %s", name, key);
        g_assert_cmpint(gold_number(object, key), ==, query_integer(query, 1));
        n++;
    }
    g_assert_cmpuint(n, ==, object->children->len);
}

static void check_number(Store *store, const YamlNode *gold, const char *name, const char *sql)
{
    int64_t found = store_scalar(store, sql, -2);
    if (found != gold_number(gold, name))
        g_test_message("%s", name);
    g_assert_cmpint(found, ==, gold_number(gold, name));
}

typedef struct {
    const char *folder, *file, *profile;
    const char *const (*objects)[2], *const (*numbers)[2]; /* name in the gold file, SQL; ends with NULL */
} GoldCase;

#define BY_MONTH                                                                                                       \
    {                                                                                                                  \
        "by_month_utc", "SELECT strftime('%Y-%m', started_at / 1000, 'unixepoch'), count(*) FROM incident GROUP BY 1"  \
    }
#define BY_SEVERITY                                                                                                    \
    {                                                                                                                  \
        "by_severity", "SELECT severity, count(*) FROM incidents GROUP BY 1"                                           \
    }
#define COMMON                                                                                                         \
    {"incidents", "SELECT count(*) FROM incident"}, {"rows", "SELECT rows_n FROM source"},                             \
        {"resolved", "SELECT count(*) FROM incident WHERE resolved_at IS NOT NULL"},                                   \
        {"open", "SELECT count(*) FROM incident WHERE resolved_at IS NULL"},                                           \
    {                                                                                                                  \
        "zero_duration", "SELECT count(*) FROM incident WHERE resolved_at = started_at"                                \
    }

static const char *const cloud_objects[][2] = {
    BY_MONTH,
    BY_SEVERITY,
    {"by_status_impact", "SELECT status, count(*) FROM incidents GROUP BY 1"},
    {"by_region", "SELECT region, count(*) FROM regions GROUP BY 1"},
    {NULL, NULL}};
static const char *const cloud_numbers[][2] = {
    COMMON,
    {"services_distinct", "SELECT count(DISTINCT service_id) FROM impact_window"},
    {"updates", "SELECT count(*) FROM timeline"},
    {NULL, NULL}};
static const char *const page_objects[][2] = {
    BY_MONTH,
    BY_SEVERITY,
    {"by_status", "SELECT status, count(*) FROM incidents GROUP BY 1"},
    {"by_service", "SELECT s.name, count(*) FROM impact_window w JOIN service s ON s.id = w.service_id GROUP BY 1"},
    {NULL, NULL}};
static const char *const page_numbers[][2] = {COMMON, {NULL, NULL}};
static const char *const log_objects[][2] = {BY_MONTH, BY_SEVERITY, {NULL, NULL}};
static const char *const log_numbers[][2] = {
    COMMON, {"reopened", "SELECT count(*) FROM incident WHERE reopened_n > 0"}, {NULL, NULL}};

static const GoldCase cases[] = {
    {"gcp_2022", "incidents.json", "google-cloud", cloud_objects, cloud_numbers},
    {"statuspage_github", "incidents.json", "statuspage", page_objects, page_numbers},
    {"bpic13_events", "events.csv", "event-log", log_objects, log_numbers},
};

static void test_gold(gconstpointer data)
{
    const GoldCase *gold_case = data;
    g_autofree char *path = record_path(gold_case->folder, gold_case->file);
    g_autofree char *gold_path = record_path(gold_case->folder, "gold.json");
    if (!g_file_test(gold_path, G_FILE_TEST_EXISTS)) {
        g_test_skip("no shared records");
        return;
    }
    g_autoptr(GError) gold_error = NULL;
    g_autoptr(YamlDocument) gold = yaml_read_file(gold_path, &gold_error);
    g_assert_no_error(gold_error);
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(IngestReport) report = ingest_report_new();
    g_autoptr(GError) error = NULL;
    IngestOptions options = {.as_of = 1};
    g_assert_true(ingest_file(store, &options, path, report, &error));
    g_assert_no_error(error);
    g_assert_cmpstr(report->profile, ==, gold_case->profile);
    for (int i = 0; gold_case->objects[i][0]; i++)
        check_object(store, gold->root, gold_case->objects[i][0], gold_case->objects[i][1]);
    for (int i = 0; gold_case->numbers[i][0]; i++)
        if (yaml_get(gold->root, gold_case->numbers[i][0]) != NULL)
            check_number(store, gold->root, gold_case->numbers[i][0], gold_case->numbers[i][1]);
}

/* The ids that other programs found to end before they start. */
static void test_reversed(void)
{
    g_autofree char *path = record_path("statuspage_github", "incidents.json");
    if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
        g_test_skip("no shared records");
        return;
    }
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, NULL);
    g_autoptr(IngestReport) report = ingest_report_new();
    IngestOptions options = {.as_of = 1};
    g_assert_true(ingest_file(store, &options, path, report, NULL));
    g_assert_cmpint(store_scalar(store,
                                 "SELECT count(*) FROM findings WHERE kind = 'end-before-start' AND external_id IN "
                                 "('nk9gdvl03ztg', 'qrrdvssfmrs2', 'qb2vmff9bnf5')",
                                 0),
                    ==, 3);
    g_assert_cmpint(store_scalar(store, "SELECT count(*) FROM findings WHERE kind = 'end-before-start'", 0), ==, 3);
    /* The same incidents, one to a file: nothing new. */
    g_autofree char *folder = record_path("statuspage_github", "single");
    const char *const arguments[] = {folder};
    g_autoptr(GPtrArray) paths = ingest_paths(arguments, 1, NULL, NULL);
    g_assert_cmpuint(paths->len, ==, 15);
    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(IngestReport) single = ingest_report_new();
        g_assert_true(ingest_file(store, &options, paths->pdata[i], single, NULL));
        g_assert_cmpint(single->counts.unchanged_n, ==, 1);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = g_strconcat("/gold/", cases[i].folder, NULL);
        g_test_add_data_func(name, &cases[i], test_gold);
    }
    g_test_add_func("/gold/reversed", test_reversed);
    return g_test_run();
}
