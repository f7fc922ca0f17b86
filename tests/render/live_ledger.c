#include "live_document.h"
#include "nines/render/workbook.h"
#include "office.h"
#include <glib/gstdio.h>
#include <locale.h>

static char *write_live(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) document = live_document_new();
    char *path = g_build_filename(g_get_tmp_dir(), "nines-live-ledger.xlsx", NULL);
    bool ok = workbook_write(document, path, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    return path;
}

static void test_is_sound(void)
{
    g_autofree char *path = write_live();
    g_autofree char *output = OFFICE("sound", path);
}

static void test_recalculates_to_cached(void)
{
    g_autofree char *path = write_live();
    g_autofree char *output = OFFICE("recalc", path);
    if (output != NULL)
        g_assert_cmpstr(output, ==, "242 formulas\n");
}

/* Cells of the Services sheet: header in row 3, checkout in row 4, search in row 5. */
#define CHECKOUT "Services!E4", "Services!G4", "Services!J4", "Services!K4", "Services!N4", "Services!O4"
#define SEARCH "Services!E5", "Services!G5", "Services!K5", "Services!O5"

static void assert_edit(const char *output, const char *expected)
{
    if (output != NULL)
        g_assert_cmpstr(output, ==, expected);
}

/* INC-1 ends at 10:45 instead of 10:30: counted 45 + 5/2 = 47.5 min of 44,570, over the 44.57 allowed: 10 % of 10,000.
 */
static void test_later_end_breaches(void)
{
    g_autofree char *path = write_live();
    g_autofree char *output = OFFICE("edit", path, "Incidents", "E4", "2026-10-05T10:45:00", CHECKOUT);
    assert_edit(output, "");
}

/* INC-4 ends at 23:30: one segment more, out of the spare rows; counted 75 min and 250 ms. */
static void test_close_open_incident(void)
{
    g_autofree char *path = write_live();
    g_autofree char *output = OFFICE("edit", path, "Incidents", "E7", "2026-10-31T23:30:00", SEARCH, "Services!P5");
    assert_edit(output, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    g_test_set_nonfatal_assertions();
    g_test_add_func("/live_ledger/is_sound", test_is_sound);
    g_test_add_func("/live_ledger/recalculates_to_cached", test_recalculates_to_cached);
    g_test_add_func("/live_ledger/later_end_breaches", test_later_end_breaches);
    g_test_add_func("/live_ledger/close_open_incident", test_close_open_incident);
    return g_test_run();
}
