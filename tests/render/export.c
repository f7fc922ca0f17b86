#include "nines/render/export.h"
#include "build.h"
#include <glib/gstdio.h>

static const char incidents[] = "started_at|title|counted_ms|availability_ratio|cost_minor|currency|incidents_n\n"
                                "2022-05-03T14:05:00Z|=cmd|90min|0.99899|123456|EUR|1234\n"
                                "|say \"hi\", you|64165|1.0|500|JPY|\n";

static Table *incidents_new(void)
{
    Table *table = table_new("incidents");
    build_rows(table, incidents);
    return table;
}

static char *exported(const Table *table, ExportKind kind, const ExportOptions *options)
{
    GString *out = g_string_new(NULL);
    export_table(out, table, kind, options);
    return g_string_free(out, FALSE);
}

static void test_json(void)
{
    g_autoptr(Table) table = incidents_new();
    g_autofree char *text = exported(table, EXPORT_JSON, &(ExportOptions){.compact = true});
    g_assert_cmpstr(text, ==,
                    "[{\"started_at\":\"2022-05-03T14:05:00Z\",\"title\":\"=cmd\",\"counted_s\":5400,"
                    "\"availability_ratio\":0.99899,\"cost_minor\":123456,\"currency\":\"EUR\",\"incidents_n\":1234},"
                    "{\"started_at\":null,\"title\":\"say \\\"hi\\\", you\",\"counted_s\":64.165,"
                    "\"availability_ratio\":1,\"cost_minor\":500,\"currency\":\"JPY\",\"incidents_n\":null}]\n");
}

static void test_csv(void)
{
    g_autoptr(Table) table = incidents_new();
    g_autofree char *text = exported(table, EXPORT_CSV, NULL);
    g_assert_cmpstr(text, ==,
                    "started_at,title,counted_s,availability_ratio,cost_minor,currency,incidents_n\r\n"
                    "2022-05-03T14:05:00Z,'=cmd,5400,0.99899,123456,EUR,1234\r\n"
                    ",\"say \"\"hi\"\", you\",64.165,1,500,JPY,\r\n");
}

/* Text that a spreadsheet would run gets an apostrophe, numbers keep their sign. */
static void test_csv_guard(void)
{
    static const char *const texts[][2] = {
        {"=1+1", "'=1+1"},  {"+1", "'+1"},
        {"-1", "'-1"},      {"@x", "'@x"},
        {"a=b", "a=b"},     {"\t=1", "\"'\t=1\""},
        {" =1", "\" =1\""}, {"two\nlines", "\"two\nlines\""},
        {"a,b", "\"a,b\""}, {"=\"a\"", "\"'=\"\"a\"\"\""},
        {"plain", "plain"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Table) table = table_new("t");
        table_add_column(table, "a");
        table_add_column(table, "b");
        table_append_text(table, texts[i][0]);
        table_append_integer(table, -5);
        g_autofree char *text = exported(table, EXPORT_CSV, NULL);
        g_autofree char *expected = g_strdup_printf("a,b\r\n%s,-5\r\n", texts[i][1]);
        g_assert_cmpstr(text, ==, expected);
    }
}

static void test_markdown(void)
{
    g_autoptr(Table) table = table_new("t");
    build_rows(table, "title|counted_ms\n*a* `b`|90min\nplain_name|\n");
    table_append_text(table, "a|b <i>[x]\nline");
    table_append_integer(table, 1000);
    g_autofree char *text = exported(table, EXPORT_MARKDOWN, NULL);
    g_assert_cmpstr(
        text, ==,
        "| Title | Counted |\n| --- | ---: |\n| \\*a\\* \\`b\\` | 1 h 30 min |\n| plain_name | \xe2\x80\x93 |\n"
        "| a\\|b \\<i>\\[x\\] line | 1 s |\n");
}

/* CJK takes two columns, a combining mark none. */
static void test_text(void)
{
    g_autoptr(Table) table = table_new("t");
    build_rows(table, "name|incidents_n\n\xe6\x9d\xb1\xe4\xba\xac|5\ne\xcc\x81t\xc3\xa9|1234\n");
    g_autofree char *text = exported(table, EXPORT_TEXT, NULL);
    g_assert_cmpstr(
        text, ==,
        "Name  Incidents\n----  ---------\n\xe6\x9d\xb1\xe4\xba\xac          5\ne\xcc\x81t\xc3\xa9       1,234\n");
}

static void test_text_shrinks(void)
{
    g_autoptr(Table) table = table_new("t");
    build_rows(table, "title|n\nA title that is far too long for a narrow terminal|5\n");
    g_autofree char *text = exported(table, EXPORT_TEXT, &(ExportOptions){.width = 20});
    g_assert_cmpstr(text, ==, "Title              N\n-----------------  -\nA title that is \xe2\x80\xa6  5\n");
}

static void test_local_times(void)
{
    Format format = format_default();
    format.zone = zone_find("Europe/Berlin", NULL);
    g_autoptr(Table) table = table_new("t");
    build_rows(table, "started_local\n2022-05-03T12:05:00Z\n2022-12-03T12:05:00Z\n");
    g_autofree char *text = exported(table, EXPORT_CSV, &(ExportOptions){.format = &format});
    g_assert_cmpstr(text, ==, "started_local\r\n2022-05-03T14:05:00+02:00\r\n2022-12-03T13:05:00+01:00\r\n");
}

static Document *document_for_export(void)
{
    Document *document = document_new("monthly");
    document->title = g_strdup("Report");
    document->as_of = 0;
    document->zone = zone_utc();
    Figure *figure = build_figure(document, "downtime_ms", "Downtime", "90min");
    figure->note = g_strdup("counted time");
    Sheet *sheet = build_sheet(document, "Services", "Services", "service|counted_ms\nweb|1h\n");
    sheet->text = g_strdup("All services.");
    build_column(sheet, "service", "Service name", NULL);
    Sheet *empty = build_sheet(document, "Actions", "Action items", "action\n");
    empty->empty = g_strdup("No action item.");
    Chart *chart = chart_new("budget", MARK_HBAR);
    chart->title = g_strdup("web spent it");
    build_rows(chart->table, "service|spent_ratio\nweb|1.5\n");
    g_ptr_array_add(document->charts, chart);
    return document;
}

static void test_document_json(void)
{
    g_autoptr(Document) document = document_for_export();
    g_autoptr(GString) out = g_string_new(NULL);
    export_document(out, document, EXPORT_JSON, &(ExportOptions){.compact = true});
    g_assert_cmpstr(out->str, ==,
                    "{\"report\":\"monthly\",\"title\":\"Report\",\"subtitle\":null,\"timezone\":\"UTC\","
                    "\"as_of\":\"1970-01-01T00:00:00Z\",\"versions\":null,\"figures\":{\"downtime_s\":5400},"
                    "\"sheets\":{\"Services\":[{\"service\":\"web\",\"counted_s\":3600}],\"Actions\":[]},"
                    "\"charts\":{\"budget\":{\"title\":\"web spent it\",\"mark\":\"hbar\",\"rows\":[{\"service\":"
                    "\"web\",\"spent_ratio\":1.5}]}}}\n");
}

static void test_document_markdown(void)
{
    g_autoptr(Document) document = document_for_export();
    g_autoptr(GString) out = g_string_new(NULL);
    export_document(out, document, EXPORT_MARKDOWN, NULL);
    g_assert_cmpstr(out->str, ==,
                    "# Report\n\n| Figure | Value | Definition |\n| --- | --- | --- |\n"
                    "| Downtime | 1 h 30 min | counted time |\n\n## Services\n\nAll services.\n\n"
                    "| Service name |\n| --- |\n| web |\n\n## Action items\n\nNo action item.\n\n\n");
}

static void test_files(void)
{
    g_autoptr(Document) document = document_for_export();
    g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *directory = g_dir_make_tmp("nines-export-XXXXXX", NULL);
    for (int kind = 0; kind < EXPORT_KINDS; kind++) {
        g_autoptr(GError) error = NULL;
        g_assert_true(export_write(document, (ExportKind)kind, directory, NULL, written, &error));
        g_assert_no_error(error);
    }
    static const char *const names[] = {"monthly.json", "monthly-services.csv", "monthly-actions.csv", "monthly.md",
                                        "monthly.txt"};
    g_assert_cmpuint(written->len, ==, G_N_ELEMENTS(names));
    for (guint i = 0; i < written->len; i++) {
        g_autofree char *base = g_path_get_basename(g_ptr_array_index(written, i));
        g_assert_cmpstr(base, ==, names[i]);
        g_assert_cmpint(g_remove(g_ptr_array_index(written, i)), ==, 0);
    }
    g_rmdir(directory);
}

static void test_names(void)
{
    ExportKind kind = EXPORT_TEXT;
    g_assert_true(export_find("json", &kind));
    g_assert_cmpint(kind, ==, EXPORT_JSON);
    g_assert_true(export_find("md", &kind));
    g_assert_cmpint(kind, ==, EXPORT_MARKDOWN);
    g_assert_false(export_find("xml", &kind));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/export/json", test_json);
    g_test_add_func("/export/csv", test_csv);
    g_test_add_func("/export/csv_guard", test_csv_guard);
    g_test_add_func("/export/markdown", test_markdown);
    g_test_add_func("/export/text", test_text);
    g_test_add_func("/export/text_shrinks", test_text_shrinks);
    g_test_add_func("/export/local_times", test_local_times);
    g_test_add_func("/export/document_json", test_document_json);
    g_test_add_func("/export/document_markdown", test_document_markdown);
    g_test_add_func("/export/files", test_files);
    g_test_add_func("/export/names", test_names);
    return g_test_run();
}
