/* Amounts written as ranges; each answer by hand. */
#include "../../src/ingest/amount_words.h"
#include <glib.h>

/* NULL: that part is not given; all NULL: no amount. */
static const struct {
    const char *text, *low, *likely, *high, *spread;
} cases[] = {
    {"about 3k", NULL, "3000", NULL, "500"},
    {"~1.25M", NULL, "1250000", NULL, "5000"},
    {"approx. 3,200", NULL, "3200", NULL, "50"},
    {"Around 40 000", NULL, NULL, NULL, NULL},
    {"circa 37", NULL, "37", NULL, "0.5"},
    {"about 1,5 Mio", NULL, "1500000", NULL, "50000"},
    {"3k", NULL, "3000", NULL, NULL},
    {"2.5 million", NULL, "2500000", NULL, NULL},
    {"1000-2000", "1000", NULL, "2000", NULL},
    {"1,000 to 2,500", "1000", NULL, "2500", NULL},
    {"between 5 and 8", "5", NULL, "8", NULL},
    {"5\u20138k", "5000", NULL, "8000", NULL},
    {"500 - 8k", "500", NULL, "8000", NULL},
    {"1.5-2.5M", "1500000", NULL, "2500000", NULL},
    {"900-1000", "900", NULL, "1000", NULL},
    {"5k-8k", "5000", NULL, "8000", NULL},
    {"< 500", "0", NULL, "500", NULL},
    {"fewer than 20", "0", NULL, "20", NULL},
    {"up to \u20ac1.5k", "0", NULL, "1500", NULL},
    {"more than 1.2M", NULL, "1200000", NULL, NULL},
    {"300+", NULL, "300", NULL, NULL},
    {"many", NULL, NULL, NULL, NULL},
    {"about", NULL, NULL, NULL, NULL},
    {"3 kinds", NULL, NULL, NULL, NULL},
    {"5-8 people", NULL, NULL, NULL, NULL},
    {"< 5 - 8", NULL, NULL, NULL, NULL},
    {"between 5", NULL, NULL, NULL, NULL},
    {"1234567890123456", NULL, NULL, NULL, NULL},
    {"", NULL, NULL, NULL, NULL},
};

static void test_cases(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        AmountWords words = {0};
        g_test_message("%s", cases[i].text);
        bool wanted = cases[i].low != NULL || cases[i].likely != NULL || cases[i].high != NULL;
        g_assert_true(amount_words_read(cases[i].text, &words) == wanted);
        g_assert_cmpstr(words.low, ==, cases[i].low);
        g_assert_cmpstr(words.likely, ==, cases[i].likely);
        g_assert_cmpstr(words.high, ==, cases[i].high);
        g_assert_cmpstr(words.spread, ==, cases[i].spread);
        amount_words_clear(&words);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/amount-words/cases", test_cases);
    return g_test_run();
}
