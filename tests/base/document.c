#include "nines/base/document.h"

static void test_marks(void)
{
    for (Mark mark = MARK_LINE; mark <= MARK_CALENDAR; mark++) {
        Mark found = MARK_LINE;
        g_assert_true(mark_find(mark_name(mark), &found));
        g_assert_cmpint(found, ==, mark);
    }
    Mark untouched = MARK_HEAT;
    g_assert_false(mark_find("pie", &untouched));
    g_assert_false(mark_find("", &untouched));
    g_assert_cmpint(untouched, ==, MARK_HEAT);
}

/* What a document owns goes with it (the leak checker looks), and figures are found by name. */
static void test_ownership(void)
{
    g_autoptr(Document) document = document_new("monthly");
    Chart *chart = chart_new("budget", MARK_HBAR);
    Sheet *sheet = sheet_new("Services");
    Page *page = page_new("Summary");
    Figure *figure = figure_new("incidents_n", "Incidents");
    figure->value = (Cell){.type = CELL_TEXT, .text = g_strdup("eight")};
    chart->x.field = g_strdup("spent_ratio");
    sheet_add_column(sheet, "service", "Service")->formula = g_strdup("[@service]");
    g_ptr_array_add(sheet->charts, chart);
    Block *block = page_add_block(page, BLOCK_TABLE);
    block->sheet = sheet;
    g_ptr_array_add(block->fields, g_strdup("service"));
    page_add_block(page, BLOCK_CHART)->chart = chart;
    g_ptr_array_add(document->charts, chart);
    g_ptr_array_add(document->sheets, sheet);
    g_ptr_array_add(document->figures, figure);
    g_ptr_array_add(document->pages, page);
    g_assert_true(document_figure(document, "incidents_n") == figure);
    g_assert_null(document_figure(document, "incidents"));
    g_assert_cmpuint(page->blocks->len, ==, 2);
    g_assert_cmpuint(sheet->columns->len, ==, 1);
    g_assert_cmpstr(document->name, ==, "monthly");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/document/marks", test_marks);
    g_test_add_func("/document/ownership", test_ownership);
    return g_test_run();
}
