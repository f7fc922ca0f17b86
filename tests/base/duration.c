#include "nines/base/timetext.h"
#include <glib.h>

static void test_parse(void)
{
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
        {"90", 90 * MS_PER_MINUTE}, /* bare numbers are minutes here */
        {"2.5", 150 * MS_PER_SECOND},
        {"0", 0},
        {"90s", 90000},
        {"15min", 900000},
        {"15 minutes", 900000},
        {"1 Minute", 60000},
        {"4h", 14400000},
        {"1h30m", 5400000},
        {"1d 6h", 108000000},
        {"30d", 30 * MS_PER_DAY},
        {"2w", 14 * MS_PER_DAY},
        {"250 ms", 250},
        {"1.5h", 5400000},
        {"0.001s", 1},
        {"1 hour, 5 minutes", 3900000},
        {"PT1H30M", 5400000},
        {"P1DT12H", 36 * MS_PER_HOUR},
        {"P2W", 14 * MS_PER_DAY},
        {"PT0.5S", 500},
        {"02:30:00", 9000000},
        {"100:00:01.5", 360001500},
        {"0 days 01:12:00", 4320000}, /* as Python's data frames write it */
        {"1 day, 2:03:04", 93784000},
        {"  5m ", 300000},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t ms = -1;
        TimeStatus status = duration_parse(cases[i].text, -1, MS_PER_MINUTE, &ms);

        if (status != TIME_OK)
            g_test_message("%s", cases[i].text);
        g_assert_cmpint(status, ==, TIME_OK);
        g_assert_cmpint(ms, ==, cases[i].ms);
    }
}

static void test_refused(void)
{
    static const struct {
        const char *text;
        TimeStatus status;
    } cases[] = {
        {"", TIME_NULL},
        {"null", TIME_NULL},
        {"30M", TIME_BAD_FORM},
        {"P1M", TIME_BAD_FORM},
        {"P1Y", TIME_BAD_FORM},
        {"P", TIME_BAD_FORM},
        {"PT", TIME_BAD_FORM},
        {"P1DT", TIME_BAD_FORM},
        {"30m1h", TIME_BAD_FORM},
        {"1h1h", TIME_BAD_FORM},
        {"1h30", TIME_BAD_FORM},
        {"-5m", TIME_BAD_FORM},
        {"02:30", TIME_BAD_FORM},
        {"1:60:00", TIME_BAD_FORM},
        {"h", TIME_BAD_FORM},
        {"5 fortnights", TIME_BAD_FORM},
        {"1.2345s", TIME_BAD_FORM},
        {"1.h", TIME_BAD_FORM},
        {"1e3s", TIME_BAD_FORM},
        {"PT5", TIME_BAD_FORM},
        {"P5H", TIME_BAD_FORM},
        {"5m 02:30:00", TIME_BAD_FORM},
        {"92233720368547w", TIME_BAD_RANGE},
        {"9999999999999999999999", TIME_BAD_FORM},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t ms = 42;
        TimeStatus status = duration_parse(cases[i].text, -1, MS_PER_MINUTE, &ms);

        if (status != cases[i].status)
            g_test_message("%s", cases[i].text);
        g_assert_cmpint(status, ==, cases[i].status);
        g_assert_cmpint(ms, ==, 42);
    }
}

static void test_format(void)
{
    static const struct {
        int64_t ms;
        const char *exact, *rounded;
    } cases[] = {
        {0, "0 s", "0 s"},
        {250, "250 ms", "250 ms"},
        {259000, "4 min 19 s", "4 min 19 s"},
        {110400000, "1 d 6 h 40 min", "1 d 7 h"},
        {109800000, "1 d 6 h 30 min", "1 d 7 h"},
        {109799000, "1 d 6 h 29 min 59 s", "1 d 6 h"},
        {86440000, "1 d 40 s", "1 d 40 s"},
        {3599999, "59 min 59 s 999 ms", "1 h"},
        {86399999, "23 h 59 min 59 s 999 ms", "1 d"},
        {-90000, "-1 min 30 s", "-1 min 30 s"},
        {30 * MS_PER_DAY, "30 d", "30 d"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *exact = duration_format(cases[i].ms, true);
        g_autofree char *rounded = duration_format(cases[i].ms, false);

        g_assert_cmpstr(exact, ==, cases[i].exact);
        g_assert_cmpstr(rounded, ==, cases[i].rounded);
    }
}

/* The exact text holds every millisecond. */
static void test_round_trip(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(60);

    for (int i = 0; i < 5000; i++) {
        int64_t ms = (int64_t)(((uint64_t)g_rand_int(random) << 16) >> g_rand_int_range(random, 0, 48)), back = -1;
        g_autofree char *text = duration_format(ms, true);

        g_assert_cmpint(duration_parse(text, -1, 1, &back), ==, TIME_OK);
        g_assert_cmpint(back, ==, ms);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/duration/parse", test_parse);
    g_test_add_func("/duration/refused", test_refused);
    g_test_add_func("/duration/format", test_format);
    g_test_add_func("/duration/round-trip", test_round_trip);
    return g_test_run();
}
