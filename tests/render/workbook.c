#include "nines/render/workbook.h"
#include "../../src/render/book_plan.h"
#include "build.h"
#include "office.h"
#include <glib/gstdio.h>
#include <locale.h>

static char *path_of(const char *name)
{
    g_autofree char *file = g_strdup_printf("%s.xlsx", name);
    return office_path(file);
}

static char *write_book(const Document *document, const char *name, const BookLimits *limits)
{
    g_autoptr(GError) error = NULL;
    char *path = path_of(name);
    bool ok = book_write(document, path, limits, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    return path;
}

static void expect(const char *output, const char *expected)
{
    if (output != NULL)
        g_assert_cmpstr(output, ==, expected);
}

static Document *book_new(void)
{
    Document *document = document_new("book");
    document->title = g_strdup("Report & <more> \"quoted\"");
    document->subtitle = g_strdup("2 October & on");
    document->footer = g_strdup("data 1, definitions 2");
    document->zone = zone_utc();
    document->as_of = INT64_C(1793577600000);
    return document;
}

/* ---- text is text ---- */

static const struct {
    const char *text, *kind;
} texts[] = {
    {"=1+1", "s 4"},
    {"=cmd|'/c calc'!A1", "s 17"},
    {"+1", "s 2"},
    {"-1", "s 2"},
    {"@SUM(A1)", "s 8"},
    {"{=1}", "s 4"},
    {"http://example.org/a", "s 20"},
    {"two\nlines", "s 9"},
    {"\xd0\x96\xd0\x9c \xe6\x9d\xb1\xe4\xba\xac \xd9\x85\xd8\xb1", "s 8"},
};

static void test_text_is_text(void)
{
    g_autoptr(Document) document = book_new();
    Sheet *sheet = sheet_new("Text");
    g_ptr_array_add(document->sheets, sheet);
    if (sheet->table == NULL)
        sheet->table = table_new("text");
    table_add_column(sheet->table, "title");
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) expected = g_string_new(NULL);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
        table_append_text(sheet->table, texts[i].text);
        g_ptr_array_add(places, g_strdup_printf("Text!A%u", i + 4));
        g_string_append_printf(expected, "%s\n", texts[i].kind);
    }
    g_autofree char *path = write_book(document, "text", &book_limits);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_ptr_array_add(words, (char *)"kinds");
    g_ptr_array_add(words, path);
    for (guint i = 0; i < places->len; i++)
        g_ptr_array_add(words, g_ptr_array_index(places, i));
    g_ptr_array_add(words, NULL);
    g_autofree char *output = office_check((const char *const *)words->pdata);
    expect(output, expected->str);
    OFFICE_PASSES("sound", path);
}

/* Bytes that would break the file: control characters, bad UTF-8, 40,000 characters, an escape that would be decoded.
 */
static void test_bad_text(void)
{
    g_autoptr(Document) document = book_new();
    Sheet *sheet = build_sheet(document, "Bad", "title with \x01 and \xff\xfe", "a|b\n");
    sheet->text = g_strdup("text \x1b[31m");
    g_autofree char *giant = g_strnfill(40000, 'x');
    table_append_text(sheet->table, giant);
    table_append_text(sheet->table, "_x0041_");
    g_autofree char *path = write_book(document, "bad", &book_limits);
    OFFICE_PASSES("sound", path);
    g_autofree char *kinds = OFFICE("kinds", path, "Bad!A5");
    if (kinds != NULL)
        g_assert_cmpint(g_ascii_strtoll(kinds + 2, NULL, 10), <=, 32767);
    g_autofree char *shown = OFFICE("shown", path, "Bad!B5");
    expect(shown, "_x0041_\n");
}

/* ---- units ---- */

static void test_units(void)
{
    g_autoptr(Document) document = book_new();
    document->zone = zone_find("Europe/Berlin", NULL);
    build_sheet(document, "Units", "Units",
                "started_at|started_local|counted_ms|share_ratio|cost_minor|currency|incidents_n|number\n"
                "2026-01-01T12:00:00Z|2026-01-01T12:00:00Z|90min|0.25|123456|EUR|3|1234567890123456789\n"
                "1628-08-10T15:00:00Z|2026-07-01T00:00:00Z|-36h|1.0|123456|JPY|0|-5\n"
                "2026-01-01T12:00:00.250Z||0s|0.0|123456|KWD||2.5\n");
    g_autofree char *path = write_book(document, "units", &book_limits);
    /* 46023.5 is noon of 1 January 2026: 46,023 days after 30 December 1899. */
    g_autofree char *first = OFFICE("cell", path, "Units!A4", "Units!B4", "Units!C4", "Units!D4", "Units!E4",
                                    "Units!F4", "Units!G4", "Units!H4");
    expect(first, "46023.5\n46023.5416667\n0.0625\n0.25\n1234.56\nEUR\n3\n1234567890123456789\n");
    g_autofree char *second = OFFICE("cell", path, "Units!A5", "Units!B5", "Units!C5", "Units!E5", "Units!H5");
    expect(second, "1628-08-10T15:00:00Z\n46204.0833333\n-1.5\n123456\n-5\n");
    g_autofree char *third = OFFICE("cell", path, "Units!B6", "Units!E6", "Units!G6", "Units!H6");
    expect(third, "None\n123.456\nNone\n2.5\n");
}

/* ---- references ---- */

static const struct {
    const char *formula, *message;
} wrong[] = {
    {"[@lenght_ms]",
     "sheet \"Ledger\", column \"length_ms\": unknown field of table \"Ledger\" \"lenght_ms\"; did you mean "
     "\"length_ms\"?"},
    {"SUM(Ledgers[length_ms])",
     "sheet \"Ledger\", column \"length_ms\": unknown table \"Ledgers\"; did you mean \"Ledger\"?"},
    {"$period_form",
     "sheet \"Ledger\", column \"length_ms\": unknown figure \"period_form\"; did you mean \"period_from\"?"},
    {"XLOOKUP(1,[a],[b])",
     "sheet \"Ledger\", column \"length_ms\": XLOOKUP() is not known to every spreadsheet program"},
};

static void test_wrong_references(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(Document) document = book_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *path = path_of("wrong");
        build_figure(document, "period_from", "From", "1");
        Sheet *sheet = build_sheet(document, "Ledger", "Ledger", "length_ms\n1h\n");
        build_column(sheet, "length_ms", "Length", wrong[i].formula);
        g_assert_true(g_file_set_contents(path, "kept", -1, NULL));
        g_assert_false(workbook_write(document, path, &error));
        g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
        g_assert_cmpstr(error->message, ==, wrong[i].message);
        g_autofree char *kept = NULL;
        g_assert_true(g_file_get_contents(path, &kept, NULL, NULL));
        g_assert_cmpstr(kept, ==, "kept");
    }
}

/* ---- names, sizes, emptiness ---- */

static void test_names(void)
{
    g_autoptr(Document) document = book_new();
    build_sheet(document, "A name that is much longer than thirty-one characters", "One", "a\n1\n");
    build_sheet(document, "A name that is much longer than thirty-two characters", "Two", "a\n2\n");
    build_sheet(document, "Who's [this]? a/b", "Three", "b|b\n1|2\n");
    build_sheet(document, "P90", "Four", "a\n1\n");
    build_sheet(document, "'quoted'", "Five", "a\n1\n");
    build_figure(document, "ttr", "A name like an address", "1");
    build_figure(document, "r1c1", "Another", "2");
    g_autofree char *path = write_book(document, "names", &book_limits);
    OFFICE_PASSES("sound", path);
    g_autofree char *recalc = OFFICE("recalc", path);
    expect(recalc, "0 formulas\n");
    g_autofree char *cells = OFFICE("cell", path, "A name that is much longer th 2!A4", "Who's  this   a b!B3");
    expect(cells, "2\nB 2\n");
}

static void test_empty(void)
{
    g_autoptr(Document) document = book_new();
    Sheet *sheet = build_sheet(document, "Incidents", "Incidents", "incident|length_ms|cost_minor|currency\n");
    sheet->empty = g_strdup("No incident in this period.");
    sheet->totals = true;
    build_column(sheet, "incident", "Incident", NULL);
    build_column(sheet, "length_ms", "Length", "[@length_ms]*2");
    Figure *figure = build_figure(document, "total_ms", "Total", "0s");
    figure->formula = g_strdup("SUM(Incidents[length_ms])");
    g_autofree char *path = write_book(document, "empty", &book_limits);
    OFFICE_PASSES("sound", path);
    g_autofree char *recalc = OFFICE("recalc", path);
    expect(recalc, "1 formulas\n");
    g_autofree char *cells = OFFICE("cell", path, "Incidents!A2", "Incidents!A4", "Incidents!A5");
    expect(cells, "No incident in this period.\nIncident\nNone\n");
}

static void test_listing(void)
{
    const BookLimits small = {.live_cells = 10, .rows_per_sheet = 20};
    g_autoptr(Document) document = book_new();
    Sheet *sheet = build_sheet(document, "Rows", "Rows", "row|twice\n");
    for (int i = 0; i < 40; i++) {
        table_append_integer(sheet->table, i);
        table_append_integer(sheet->table, 2 * i);
    }
    build_column(sheet, "row", "Row", NULL);
    build_column(sheet, "twice", "Twice", "[@row]*2");
    g_autofree char *path = write_book(document, "listing", &small);
    OFFICE_PASSES("sound", path);
    g_autofree char *recalc = OFFICE("recalc", path);
    expect(recalc, "0 formulas\n");
    /* 20 rows less the header's row 2 and four of reserve: 14 rows a sheet. */
    g_autofree char *cells = OFFICE("cell", path, "Rows!B4", "Rows!B17", "Rows 2!B4", "Rows 3!B15", "Rows 3!A2");
    expect(cells, "0\n26\n28\n78\nRows 29 to 40 of 40; the others stand on the sheets beside this one.\n");
    g_autofree char *parts = OFFICE("parts", path);
    expect(parts, "worksheets/sheet 4\ntables/table 0\ncharts/chart 0\ncomments 0\n");
}

static void test_wrong_locale(void)
{
    g_autoptr(Document) document = book_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *path = path_of("locale");
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL) {
        g_test_skip("the locale de_DE.UTF-8 is not installed");
        return;
    }
    g_assert_false(workbook_write(document, path, &error));
    g_assert_error(error, NINES_ERROR, ERROR_SOFTWARE);
    setlocale(LC_NUMERIC, "C");
}

/* ---- charts ---- */

static void encode(Encoding *encoding, const char *field, const char *title)
{
    encoding->field = g_strdup(field);
    encoding->title = g_strdup(title);
}

static Chart *add_chart(Document *document, Sheet *sheet, Mark mark, const char *title, const char *rows)
{
    Chart *chart = chart_new(mark_name(mark), mark);
    chart->title = g_strdup(title);
    chart->subtitle = g_strdup("drawn for a test");
    build_rows(chart->table, rows);
    g_ptr_array_add(document->charts, chart);
    g_ptr_array_add(sheet->charts, chart);
    return chart;
}

static const char months[] = "month_at|availability_ratio|target_ratio\n2026-08-01T00:00:00Z|0.9993|0.999\n"
                             "2026-09-01T00:00:00Z|0.9981|0.999\n2026-10-01T00:00:00Z|0.9996|0.999\n";

static void add_charts(Document *document)
{
    Sheet *sheet = build_sheet(document, "Trend", "Trend", months);
    Chart *line = add_chart(document, sheet, MARK_LINE, "September missed its target", months);
    encode(&line->x, "month_at", "Month");
    encode(&line->y, "availability_ratio", "Availability");
    encode(&line->target, "target_ratio", "Target");
    Chart *bar = add_chart(document, sheet, MARK_BAR, "Checkout spent most",
                           "month|service|counted_ms\nAug|web|1h\nAug|api|2h\nSep|api|30min\n");
    encode(&bar->x, "month", "Month");
    encode(&bar->y, "counted_ms", "Downtime");
    encode(&bar->series, "service", NULL);
    Chart *fall =
        add_chart(document, sheet, MARK_WATERFALL, "Half was excluded", "part|span_ms\nraw|120min\nexcluded|-60min\n");
    encode(&fall->x, "part", "Part");
    encode(&fall->y, "span_ms", "Time");
    Chart *step = add_chart(document, sheet, MARK_STEP, "Half end within an hour",
                            "ttr_ms|share_ratio\n30min|0.25\n1h|0.5\n5h|1.0\n");
    encode(&step->x, "ttr_ms", "Time to resolve");
    encode(&step->y, "share_ratio", "Share");
    Chart *gantt = add_chart(document, sheet, MARK_GANTT, "No native form", "a|b\n1|2\n");
    encode(&gantt->x, "a", NULL);
}

static void test_charts(void)
{
    g_autoptr(Document) document = book_new();
    add_charts(document);
    g_autofree char *path = write_book(document, "charts", &book_limits);
    OFFICE_PASSES("sound", path);
    g_autofree char *parts = OFFICE("parts", path);
    expect(parts, "worksheets/sheet 3\ntables/table 1\ncharts/chart 4\ncomments 0\n");
    /* Three months of the line, then the stacked bars' block: Aug with web and api. */
    g_autofree char *cells =
        OFFICE("cell", path, "Chart data!A6", "Chart data!A10", "Chart data!B11", "Chart data!C12", "Chart data!B13");
    expect(cells, "46235\nCheckout spent most\nweb\n0.0833333333333\nNone\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    g_test_set_nonfatal_assertions();
    g_test_add_func("/workbook/text_is_text", test_text_is_text);
    g_test_add_func("/workbook/bad_text", test_bad_text);
    g_test_add_func("/workbook/units", test_units);
    g_test_add_func("/workbook/wrong_references", test_wrong_references);
    g_test_add_func("/workbook/names", test_names);
    g_test_add_func("/workbook/empty", test_empty);
    g_test_add_func("/workbook/listing", test_listing);
    g_test_add_func("/workbook/wrong_locale", test_wrong_locale);
    g_test_add_func("/workbook/charts", test_charts);
    int status = g_test_run();
    office_clean();
    return status;
}
