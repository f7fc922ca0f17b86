#include "nines/base/civil.h"
#include <glib.h>
#include <time.h>

static void test_known_days(void)
{
    static const struct {
        int64_t year, month, day, days;
        int weekday;
    } cases[] = {
        {1970, 1, 1, 0, 3},      {1969, 12, 31, -1, 2},    {2000, 2, 29, 11016, 1},   {2000, 3, 1, 11017, 2},
        {1900, 3, 1, -25508, 3}, {1, 1, 1, -719162, 0},    {0, 3, 1, -719468, 2},     {2024, 14, 1, 20120, 5},
        {2024, 0, 31, 19722, 6}, {2024, -11, 1, 19358, 6}, {1628, 2, 29, -124854, 1}, {9999, 12, 31, 2932896, 4},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpint(civil_days(cases[i].year, cases[i].month, cases[i].day), ==, cases[i].days);
        g_assert_cmpint(civil_weekday(cases[i].days), ==, cases[i].weekday);
    }
}

/* Every day of 800 years, against the C library. */
static void test_against_gmtime(void)
{
    for (int64_t days = -200000; days < 100000; days++) {
        time_t seconds = (time_t)(days * 86400 + 86399);
        struct tm tm;
        Civil civil = civil_from_ms((int64_t)seconds * 1000 + 999);

        gmtime_r(&seconds, &tm);
        g_assert_cmpint(civil.year, ==, tm.tm_year + 1900);
        g_assert_cmpint(civil.month, ==, tm.tm_mon + 1);
        g_assert_cmpint(civil.day, ==, tm.tm_mday);
        g_assert_cmpint(civil.hour, ==, 23);
        g_assert_cmpint(civil.second, ==, 59);
        g_assert_cmpint(civil.millisecond, ==, 999);
        g_assert_cmpint(civil_weekday(days), ==, (tm.tm_wday + 6) % 7);
        g_assert_cmpint(civil_to_ms(&civil), ==, (int64_t)seconds * 1000 + 999);
        if (g_test_failed())
            return;
    }
}

static void test_valid(void)
{
    static const struct {
        Civil civil;
        bool valid;
    } cases[] = {
        {{2024, 2, 29, 0, 0, 0, 0}, true},  {{2023, 2, 29, 0, 0, 0, 0}, false},
        {{1900, 2, 29, 0, 0, 0, 0}, false}, {{2000, 2, 29, 23, 59, 59, 999}, true},
        {{2024, 13, 1, 0, 0, 0, 0}, false}, {{2024, 0, 1, 0, 0, 0, 0}, false},
        {{2024, 4, 31, 0, 0, 0, 0}, false}, {{2024, 4, 0, 0, 0, 0, 0}, false},
        {{2024, 4, 1, 24, 0, 0, 0}, false}, {{2024, 4, 1, 0, 60, 0, 0}, false},
        {{2024, 4, 1, 0, 0, 60, 0}, false}, {{2024, 4, 1, 0, 0, 0, 1000}, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(civil_is_valid(&cases[i].civil), ==, cases[i].valid);
}

static void test_format(void)
{
    static const struct {
        Instant at;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {INT64_C(1709208000000), "2024-02-29T12:00:00Z"},
        {INT64_C(1709208000050), "2024-02-29T12:00:00.050Z"},
        {INT64_C(-62135596800000), "0001-01-01T00:00:00Z"},
        {INT64_C(253402300800000), "+10000-01-01T00:00:00Z"},
        {INT64_C(-62198755200000), "-0001-01-01T00:00:00Z"},
    };
    char buffer[CIVIL_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(instant_format(cases[i].at, buffer), ==, cases[i].text);
    instant_format(INSTANT_NONE + 1, buffer);
    instant_format(INT64_MAX, buffer);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/civil/known-days", test_known_days);
    g_test_add_func("/civil/against-gmtime", test_against_gmtime);
    g_test_add_func("/civil/valid", test_valid);
    g_test_add_func("/civil/format", test_format);
    return g_test_run();
}
