/* Values as people read them; a breach never looks like a pass. */
#include "nines/base/format.h"
#include "nines/base/civil.h"
#include <glib.h>
#include <math.h>
#include <string.h>

/* With plain blanks for unbreakable ones and '-' for the minus sign, to be readable here. */
static char *plain(char *text)
{
    GString *out = g_string_new(text);
    g_string_replace(out, "\xc2\xa0", " ", 0);
    g_string_replace(out, "\xe2\x88\x92", "-", 0);
    g_free(text);
    return g_string_free(out, FALSE);
}

static void test_ratio(void)
{
    static const struct {
        double ratio;
        int digits;
        const char *text;
    } cases[] = {
        {0.99899999, 3, "99.899 %"},
        {0.999, 3, "99.900 %"},
        {0.9989999999, 1, "99.9 %"},
        {0.99961, 1, "99.9 %"},  /* not yet 100 % */
        {1.00004, 1, "100.1 %"}, /* no longer 100 % */
        {1.4777442, 1, "147.8 %"},
        {2.0 / 7, 1, "28.6 %"},
        {1.0004, 2, "100.04 %"},
        {0.57, 2, "57.00 %"},
        {0.29, 0, "29 %"},
        {1, 2, "100.00 %"},
        {0, 1, "0.0 %"},
        {1.71, 0, "171 %"},
        {0.999999999, 2, "99.99 %"},
        {-0.055, 1, "-5.5 %"},
        {0.1 + 0.2, 3, "30.000 %"},
        {NAN, 2, FORMAT_NULL},
        {0.07, 0, "7 %"},
        {0.9995 - 1e-9, 4, "99.9499 %"},
        {40.5, 0, "4,050 %"},
    };
    Format format = format_default();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        format.ratio_digits = cases[i].digits;
        g_autofree char *text = plain(format_ratio(cases[i].ratio, &format));
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

/* For every target and a millisecond more downtime than it allows: the text differs from the target's own and reads
 * as less. */
static void test_breach_shows(void)
{
    static const int64_t targets_ppm[] = {900000, 990000, 995000, 999000, 999500, 999900, 999990};
    Format format = format_default();
    for (gsize i = 0; i < G_N_ELEMENTS(targets_ppm); i++) {
        double target = (double)targets_ppm[i] / 1e6;
        format.ratio_digits = format_ratio_digits(target);
        for (int64_t days = 1; days <= 366; days += 73) {
            int64_t length_ms = days * MS_PER_DAY, allowed_ms = length_ms / 1000000 * (1000000 - targets_ppm[i]);
            allowed_ms += length_ms % 1000000 * (1000000 - targets_ppm[i]) / 1000000;
            double breach = 1 - (double)(allowed_ms + 1) / (double)length_ms;
            g_autofree char *text = format_ratio(breach, &format);
            g_assert_cmpfloat(g_ascii_strtod(text, NULL), <, target * 100);
        }
    }
}

static void test_digits(void)
{
    g_assert_cmpint(format_ratio_digits(0.99), ==, 2);
    g_assert_cmpint(format_ratio_digits(0.999), ==, 3);
    g_assert_cmpint(format_ratio_digits(0.9995), ==, 4);
    g_assert_cmpint(format_ratio_digits(0.99999), ==, 5);
    g_assert_cmpint(format_ratio_digits(1), ==, 2);
}

static void test_cells(void)
{
    static const struct {
        Cell cell;
        Unit unit;
        const char *text;
    } cases[] = {
        {{.type = CELL_NULL}, UNIT_COUNT, FORMAT_NULL},
        {{.type = CELL_INTEGER, .integer = 0}, UNIT_COUNT, "0"},
        {{.type = CELL_INTEGER, .integer = 12345}, UNIT_COUNT, "12,345"},
        {{.type = CELL_INTEGER, .integer = -1234567}, UNIT_COUNT, "-1,234,567"},
        {{.type = CELL_INTEGER, .integer = 2022}, UNIT_NONE, "2022"},
        {{.type = CELL_INTEGER, .integer = INT64_C(9223372036854775807)}, UNIT_COUNT, "9,223,372,036,854,775,807"},
        {{.type = CELL_INTEGER, .integer = 259000}, UNIT_DURATION, "4 min 19 s"},
        {{.type = CELL_INTEGER, .integer = 108000000}, UNIT_DURATION, "1 d 6 h"},
        {{.type = CELL_INTEGER, .integer = -90000}, UNIT_DURATION, "-1 min 30 s"},
        {{.type = CELL_INTEGER, .integer = 0}, UNIT_DURATION, "0 s"},
        {{.type = CELL_INTEGER, .integer = INT64_C(1651586700000)}, UNIT_INSTANT, "2022-05-03 14:05"},
        {{.type = CELL_INTEGER, .integer = INSTANT_NONE}, UNIT_INSTANT, FORMAT_NULL},
        {{.type = CELL_INTEGER, .integer = 1234560}, UNIT_MONEY, "EUR 12,345.60"},
        {{.type = CELL_INTEGER, .integer = -5}, UNIT_MONEY, "EUR -0.05"},
        {{.type = CELL_REAL, .real = 0.5}, UNIT_NONE, "0.5"},
        {{.type = CELL_REAL, .real = 3}, UNIT_NONE, "3"},
        {{.type = CELL_REAL, .real = 1234.5678}, UNIT_NONE, "1,234.57"},
        {{.type = CELL_REAL, .real = 0.001234}, UNIT_NONE, "0.0012"},
        {{.type = CELL_TEXT, .text = (char *)"=cmd"}, UNIT_COUNT, "=cmd"},
    };
    Format format = format_default();
    format.currency = "EUR";
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = plain(format_cell(&cases[i].cell, cases[i].unit, &format));
        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

static void test_money(void)
{
    Format format = format_default();
    format.currency = "JPY";
    g_autofree char *yen = plain(format_money(12345, &format));
    g_assert_cmpstr(yen, ==, "JPY 12,345");
    format.currency = "KWD";
    g_autofree char *dinar = plain(format_money(12345, &format));
    g_assert_cmpstr(dinar, ==, "KWD 12.345");
    format.currency = NULL;
    g_autofree char *least = plain(format_money(INT64_MIN, &format));
    g_assert_cmpstr(least, ==, "-92,233,720,368,547,758.08");
}

static void test_zone_and_dates(void)
{
    Format format = format_default();
    format.zone = zone_find("Asia/Kolkata", NULL);
    format.dates = DATES_MONTH_DAY_YEAR;
    g_autofree char *text = format_instant(INT64_C(1651586700000), &format);
    g_assert_cmpstr(text, ==, "May 3, 2022 19:35");
    format.dates = DATES_DAY_MONTH_YEAR;
    g_autofree char *day = format_day(INT64_C(1651611600000), &format); /* 21:00 UTC is the next day there */
    g_assert_cmpstr(day, ==, "4 May 2022");
}

static void test_columns(void)
{
    g_autoptr(Table) table = table_new("t");
    table_add_column(table, "availability_ratio");
    table_add_column(table, "target_ratio");
    table_add_column(table, "share_ratio");
    table_add_column(table, "credit_minor");
    table_add_column(table, "currency");
    table_append_real(table, 0.9991);
    table_append_real(table, 0.9995);
    table_append_real(table, 0.25);
    table_append_integer(table, 100);
    table_append_text(table, "USD");
    Format base = format_default();
    g_assert_cmpint(format_of_column(table, 0, &base).ratio_digits, ==, 4); /* 99.95 has two digits, plus two */
    g_assert_cmpint(format_of_column(table, 2, &base).ratio_digits, ==, 1);
    g_assert_cmpstr(format_of_column(table, 3, &base).currency, ==, "USD");
    g_assert_true(format_is_right_aligned(table, 0));
    g_assert_false(format_is_right_aligned(table, 4));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/format/ratio", test_ratio);
    g_test_add_func("/format/breach-shows", test_breach_shows);
    g_test_add_func("/format/digits", test_digits);
    g_test_add_func("/format/cells", test_cells);
    g_test_add_func("/format/money", test_money);
    g_test_add_func("/format/zone-and-dates", test_zone_and_dates);
    g_test_add_func("/format/columns", test_columns);
    return g_test_run();
}
