#include "live_document.h"
#include "nines/render/workbook.h"
#include "office.h"
#include <glib/gstdio.h>
#include <locale.h>

static char *write_live(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Document) document = live_document_new();
    char *path = office_path("live-ledger.xlsx");
    bool ok = workbook_write(document, path, &error);
    g_assert_no_error(error);
    g_assert_true(ok);
    return path;
}

static void test_is_sound(void)
{
    g_autofree char *path = write_live();
    OFFICE_PASSES("sound", path);
}

static void test_recalculates_to_cached(void)
{
    g_autofree char *path = write_live();
    g_autofree char *output = OFFICE("recalc", path);
    if (output != NULL)
        g_assert_cmpstr(output, ==, "185 formulas\n");
}

/* An edit of one cell and what the Services sheet says afterwards: header in row 3, checkout 4, search 5; columns
 * counted E, availability G, remaining J, verdict K, credit N, covers O. */
static const struct {
    const char *cell, *value;
    const char *row;
    const char *expected;
} edits[] = {
    /* INC-1 ends at 10:45 instead of 10:30: counted 45 + 5/2 = 47.5 min of 44,570, over the 44.57 allowed, so 10 % of
     * 10,000. 47.5/1440 days; 1 - 47.5/44570; (44.57 - 47.5)/1440 days. */
    {"E4", "2026-10-05T10:45:00", "4",
     "0.0329861111111\n0.998934260713\n-0.00203472222222\nbreached\n1000\ncomplete\n"},
    /* INC-1 ends within the planned work: its counted time stops where the work begins, 50 min; 1 - 50/44570. */
    {"E4", "2026-10-05T11:30:00", "4",
     "0.0347222222222\n0.998878169172\n-0.00377083333333\nbreached\n1000\ncomplete\n"},
    /* INC-1 never happened: INC-2 alone, 30 min by half; 1 - 15/44570; (44.57 - 15)/1440. */
    {"E4", "2026-10-05T10:00:00", "4", "0.0104166666667\n0.999663450752\n0.0205347222222\nmet\n0\ncomplete\n"},
    /* The open INC-4 ends at 23:30, a segment more out of the spare rows: counted 75 min and 250 ms of 44,580;
     * allowed 222.9 min. */
    {"E7", "2026-10-31T23:30:00", "5", "0.0520862268519\n0.99831753776\n0.102705439815\nmet\n0\ncomplete\n"},
};

static void test_edit(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *path = write_live();
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    for (const char *column = "EGJKNO"; *column != '\0'; column++)
        g_ptr_array_add(places, g_strdup_printf("Services!%c%s", *column, edits[i].row));
    char **p = (char **)places->pdata;
    g_autofree char *output =
        OFFICE("edit", path, "Incidents", edits[i].cell, edits[i].value, p[0], p[1], p[2], p[3], p[4], p[5]);
    if (output != NULL)
        g_assert_cmpstr(output, ==, edits[i].expected);
}

static void test_same_bytes(void)
{
    g_autofree char *path = write_live();
    g_autofree char *first = NULL, *second = NULL;
    gsize first_length = 0, second_length = 0;
    g_assert_true(g_file_get_contents(path, &first, &first_length, NULL));
    g_usleep(2100000); /* ZIP times have a step of two seconds */
    g_free(write_live());
    g_assert_true(g_file_get_contents(path, &second, &second_length, NULL));
    g_assert_true(first_length == second_length && memcmp(first, second, first_length) == 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    g_test_set_nonfatal_assertions();
    g_test_add_func("/live_ledger/is_sound", test_is_sound);
    g_test_add_func("/live_ledger/recalculates_to_cached", test_recalculates_to_cached);
    g_test_add_func("/live_ledger/same_bytes", test_same_bytes);
    for (gsize i = 0; i < G_N_ELEMENTS(edits); i++) {
        g_autofree char *name = g_strdup_printf("/live_ledger/edit/%zu", i);
        g_test_add_data_func(name, GSIZE_TO_POINTER(i), test_edit);
    }
    int status = g_test_run();
    office_clean();
    return status;
}
