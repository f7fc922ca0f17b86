#include "nines/base/money.h"
#include <glib.h>

static void test_digits(void)
{
    static const struct {
        const char *code;
        int digits;
    } cases[] = {{"EUR", 2}, {"USD", 2},   {"JPY", 0}, {"KWD", 3},  {"CLF", 4},  {"XPF", 0},
                 {"BIF", 0}, {"ZWL", 2},   {"TND", 3}, {"XXX", -1}, {"eur", -1}, {"EU", -1},
                 {"", -1},   {"EUR ", -1}, {NULL, -1}, {"UR ", -1}, {"R U", -1}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(currency_digits(cases[i].code), ==, cases[i].digits);
}

static void test_parse(void)
{
    static const struct {
        const char *text, *currency;
        int64_t minor;
    } cases[] = {
        {"12,345.60", "EUR", 1234560},
        {"12345.6", "EUR", 1234560},
        {"12 345.60", "EUR", 1234560},
        {"12'345.60", "CHF", 1234560},
        {"12\xC2\xA0"
         "345.60",
         "EUR", 1234560},
        {" -0.05 ", "EUR", -5},
        {"+7", "EUR", 700},
        {"7", "JPY", 7},
        {"1,234", "JPY", 1234},
        {"1.234", "KWD", 1234},
        {"1.5", NULL, 150},
        {"1.5", "ABC", 150},
        {"EUR 12,345.60", "EUR", 1234560},
        {"12,345.60 EUR", "EUR", 1234560},
        {"92,233,720,368,547,758.07", "EUR", INT64_MAX},
        {"-92,233,720,368,547,758.08", "EUR", INT64_MIN},
        {"0", "EUR", 0},
        {"007", "EUR", 700},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t minor = -1;

        g_assert_true(money_parse(cases[i].text, cases[i].currency, &minor));
        g_assert_cmpint(minor, ==, cases[i].minor);
    }
}

static void test_refused(void)
{
    static const struct {
        const char *text, *currency;
    } cases[] = {
        {"", "EUR"},
        {"abc", "EUR"},
        {"12,34", "EUR"},
        {"1234,567", "EUR"},
        {"1,234 567", "EUR"},
        {"1.", "EUR"},
        {".5", "EUR"},
        {"1.005", "EUR"},
        {"1.5", "JPY"},
        {"1.2345", "KWD"},
        {"12.345,60", "EUR"},
        {"--1", "EUR"},
        {"1 -", "EUR"},
        {"1,2345", "EUR"},
        {",123", "EUR"},
        {"USD 5", "EUR"},
        {"1e3", "EUR"},
        {"0x10", "EUR"},
        {"1,,234", "EUR"},
        {"92233720368547758.08", "EUR"},
        {"99999999999999999999999", "EUR"},
        {"5 %", NULL},
        {"1,234.5.6", "EUR"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t minor = 42;

        g_assert_false(money_parse(cases[i].text, cases[i].currency, &minor));
        g_assert_cmpint(minor, ==, 42);
    }
}

static void test_format(void)
{
    static const struct {
        int64_t minor;
        const char *currency, *text;
    } cases[] = {
        {1234560, "EUR", "EUR 12,345.60"}, {-5, "EUR", "EUR -0.05"}, {0, "EUR", "EUR 0.00"},
        {1234567, "JPY", "JPY 1,234,567"}, {1, "KWD", "KWD 0.001"},  {99900, NULL, "999.00"},
        {100000, "", "1,000.00"},          {123, "ABC", "ABC 1.23"}, {INT64_MIN, NULL, "-92,233,720,368,547,758.08"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *text = money_format(cases[i].minor, cases[i].currency);

        g_assert_cmpstr(text, ==, cases[i].text);
    }
}

static void test_round_trip(void)
{
    static const char *const currencies[] = {"EUR", "JPY", "KWD", "CLF", "", NULL};
    g_autoptr(GRand) random = g_rand_new_with_seed(4217);

    for (int i = 0; i < 6000; i++) {
        const char *currency = currencies[i % 6];
        int64_t minor =
            (int64_t)(((uint64_t)g_rand_int(random) << 32) | g_rand_int(random)) >> g_rand_int_range(random, 0, 64);
        g_autofree char *text = money_format(minor, currency);
        int64_t back = 0;

        g_assert_true(money_parse(text, currency, &back));
        g_assert_cmpint(back, ==, minor);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/money/digits", test_digits);
    g_test_add_func("/money/parse", test_parse);
    g_test_add_func("/money/refused", test_refused);
    g_test_add_func("/money/format", test_format);
    g_test_add_func("/money/round-trip", test_round_trip);
    return g_test_run();
}
