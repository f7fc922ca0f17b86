/* Ticks at values that people find round, in every unit; no label twice. */
#include "nines/render/axis.h"
#include <glib.h>
#include <math.h>
#include <string.h>

#define MINUTE 60000.0
#define HOUR 3600000.0
#define DAY 86400000.0

static char *labels_of(const Axis *axis)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < axis->ticks->len; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", axis_tick(axis, i)->label);
    return g_strdelimit(g_string_free(out, FALSE), "\n", '/');
}

static void test_round_values(void)
{
    static const struct {
        double low, high;
        Unit unit;
        bool from_zero, is_log;
        guint most;
        const char *labels;
    } cases[] = {
        {0, 5, UNIT_COUNT, true, false, 6, "0|1|2|3|4|5"},
        {0, 1, UNIT_COUNT, true, false, 6, "0|1"},
        {0, 23, UNIT_COUNT, true, false, 5, "0|5|10|15|20|25"},
        {0, 12345, UNIT_COUNT, true, false, 4, "0|5,000|10,000|15,000"},
        {3, 17, UNIT_NONE, true, false, 4, "0|5|10|15|20"},
        {0, 90 * MINUTE, UNIT_DURATION, true, false, 4, "0|30 min|1 h|1 h 30 min"},
        {0, 21 * MINUTE, UNIT_DURATION, true, false, 6, "0|5 min|10 min|15 min|20 min|25 min"},
        {0, 5 * HOUR, UNIT_DURATION, true, false, 5, "0|1 h|2 h|3 h|4 h|5 h"},
        {0, 3 * DAY, UNIT_DURATION, true, false, 4, "0|1 d|2 d|3 d"},
        {0, 40000, UNIT_DURATION, true, false, 4, "0|10 s|20 s|30 s|40 s"},
        {0.9991, 0.99999, UNIT_RATIO, false, false, 5, "99.90 %|99.92 %|99.94 %|99.96 %|99.98 %|100.00 %"},
        {0.985, 1, UNIT_RATIO, false, false, 4, "98.5 %|99.0 %|99.5 %|100.0 %"},
        {0, 1, UNIT_RATIO, true, false, 5, "0 %|20 %|40 %|60 %|80 %|100 %"},
        {0, 1.29, UNIT_RATIO, true, false, 4, "0 %|50 %|100 %|150 %"},
        {-20, 35, UNIT_NONE, true, false, 6,
         "\xe2\x88\x92"
         "20|\xe2\x88\x92"
         "10|0|10|20|30|40"},
        {2 * MINUTE, 3 * HOUR, UNIT_DURATION, false, true, 8, "1 min|5 min|15 min|1 h|4 h"},
        {30 * MINUTE, 20 * DAY, UNIT_DURATION, false, true, 8, "15 min|1 h|4 h|1 d|3 d|7 d|30 d"},
        {3, 700, UNIT_NONE, false, true, 8, "1|2|5|10|20|50|100|200|500|1,000"},
    };
    Format format = format_default();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        AxisRequest request = {cases[i].low,       cases[i].high, cases[i].unit, cases[i].is_log,
                               cases[i].from_zero, false,         cases[i].most};
        g_autoptr(Axis) axis = axis_new(&request, &format);
        g_autofree char *labels = labels_of(axis);
        g_autofree char *plain = g_strdup(labels);
        for (char *p; (p = strstr(plain, "\xc2\xa0"));) /* the unbreakable blank before % */
            memmove(p, p + 1, strlen(p)), *p = ' ';
        g_assert_cmpstr(plain, ==, cases[i].labels);
    }
}

static void test_money(void)
{
    Format format = format_default();
    format.currency = "EUR";
    g_autoptr(Axis) axis = axis_new(&(AxisRequest){0, 512300, UNIT_MONEY, false, true, false, 6}, &format);
    g_autofree char *labels = labels_of(axis);
    g_assert_cmpstr(labels, ==, "0|1,000|2,000|3,000|4,000|5,000|6,000");
    g_assert_cmpstr(axis->words, ==, "EUR");
    format.currency = "JPY"; /* no minor unit */
    g_autoptr(Axis) yen = axis_new(&(AxisRequest){0, 900, UNIT_MONEY, false, true, false, 5}, &format);
    g_autofree char *yen_labels = labels_of(yen);
    g_assert_cmpstr(yen_labels, ==, "0|200|400|600|800|1,000");
}

static Instant at(const Zone *zone, int year, int month, int day, int hour)
{
    Civil civil = {.year = year, .month = month, .day = day, .hour = hour};
    return zone_to_instant(zone, civil_to_ms(&civil), ZONE_EARLIER);
}

static void test_time(void)
{
    const Zone *zone = zone_find("Europe/Berlin", NULL);
    Format format = format_default();
    format.zone = zone;
    const struct {
        Instant low, high;
        guint most;
        const char *labels;
    } cases[] = {
        {at(zone, 2025, 10, 1, 0), at(zone, 2026, 10, 1, 0), 13,
         "Oct/2025|Nov|Dec|Jan/2026|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct"},
        /* Two years of quarters: "Apr" would stand twice, so every label has its year. */
        {at(zone, 2024, 1, 1, 0), at(zone, 2025, 12, 31, 0), 8,
         "Jan/2024|Apr/2024|Jul/2024|Oct/2024|Jan/2025|Apr/2025|Jul/2025|Oct/2025"},
        /* The day of the autumn clock change has 25 hours: midnight, 6, 12, 18 by the wall clock. */
        {at(zone, 2026, 10, 25, 0), at(zone, 2026, 10, 26, 0), 5, "00:00/25 Oct|06:00|12:00|18:00|00:00/26 Oct"},
        /* Weeks begin on Mondays. */
        {at(zone, 2026, 10, 1, 0), at(zone, 2026, 10, 31, 0), 5, "5 Oct/2026|12 Oct|19 Oct|26 Oct"},
        {at(zone, 2020, 1, 1, 0), at(zone, 2024, 1, 1, 0), 5, "2020|2021|2022|2023|2024"},
        {at(zone, 2026, 10, 14, 14), at(zone, 2026, 10, 14, 15), 4, "14:00/14 Oct|14:15|14:30|14:45|15:00"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        AxisRequest request = {.low = (double)cases[i].low,
                               .high = (double)cases[i].high,
                               .unit = UNIT_INSTANT,
                               .max_ticks = cases[i].most};
        g_autoptr(Axis) axis = axis_new(&request, &format);
        g_autofree char *labels = labels_of(axis);
        g_assert_cmpstr(labels, ==, cases[i].labels);
        g_assert_cmpstr(axis->words, ==, "Europe/Berlin");
    }
}

static void test_calendar_labels(void)
{
    const Zone *zone = zone_find("America/New_York", NULL);
    Format format = format_default();
    format.zone = zone;
    const double months[] = {(double)at(zone, 2025, 11, 1, 0), (double)at(zone, 2025, 12, 1, 0),
                             (double)at(zone, 2026, 1, 1, 0)};
    g_autoptr(GPtrArray) labels = axis_calendar_labels(months, 3, &format);
    g_assert_cmpstr(g_ptr_array_index(labels, 0), ==, "Nov\n2025");
    g_assert_cmpstr(g_ptr_array_index(labels, 1), ==, "Dec");
    g_assert_cmpstr(g_ptr_array_index(labels, 2), ==, "Jan\n2026");
}

static void test_place(void)
{
    Format format = format_default();
    g_autoptr(Axis) axis = axis_new(&(AxisRequest){0, 10, UNIT_COUNT, false, true, false, 5}, &format);
    axis->from = 100;
    axis->to = 0;
    g_assert_cmpfloat(axis_at(axis, 0), ==, 100);
    g_assert_cmpfloat(axis_at(axis, 10), ==, 0);
    g_assert_cmpfloat(axis_at(axis, 2.5), ==, 75);
    g_assert_cmpfloat(axis_at(axis, 99), ==, 0); /* held at the end */
    g_autoptr(Axis) log = axis_new(&(AxisRequest){1, 100, UNIT_NONE, true, false, false, 5}, &format);
    log->from = 0;
    log->to = 100;
    g_assert_cmpfloat_with_epsilon(axis_at(log, 10), 50, 1e-9);
    g_assert_cmpfloat(axis_at(log, -5), ==, 0);
}

/* Any domain in any unit: ticks rise, lie in the domain, are at most a few more than asked, and differ as text. */
static void test_any_domain(void)
{
    static const Unit units[] = {UNIT_NONE, UNIT_DURATION, UNIT_RATIO, UNIT_MONEY, UNIT_COUNT, UNIT_INSTANT};
    Format format = format_default();
    format.currency = "EUR";
    format.zone = zone_find("America/Sao_Paulo", NULL);
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    for (int i = 0; i < 20000 && !g_test_failed(); i++) {
        Unit unit = units[i % 6];
        double low = unit == UNIT_INSTANT ? g_rand_double_range(random, -2e12, 4e12)
                                          : g_rand_double(random) * pow(10, g_rand_int_range(random, -4, 12));
        double high = low + pow(10, g_rand_double_range(random, unit == UNIT_INSTANT ? 3 : -5, 11));
        if (unit == UNIT_RATIO)
            low = g_rand_double(random), high = low + g_rand_double(random) * pow(10, g_rand_int_range(random, -5, 1));
        guint most = (guint)g_rand_int_range(random, 2, 12);
        AxisRequest request = {low, high, unit, i % 7 == 0 && unit != UNIT_INSTANT, i % 2 == 0, false, most};
        g_autoptr(Axis) axis = axis_new(&request, &format);
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
        for (guint k = 0; k < axis->ticks->len; k++) {
            const Tick *tick = axis_tick(axis, k);
            g_assert_true(g_hash_table_add(seen, tick->label));
            g_assert_cmpfloat(tick->value, >=, axis->low - fabs(axis->low) * 1e-9 - 0.5 * (unit == UNIT_INSTANT));
            g_assert_cmpfloat(tick->value, <=, axis->high + fabs(axis->high) * 1e-9 + 0.5 * (unit == UNIT_INSTANT));
            if (k > 0)
                g_assert_cmpfloat(tick->value, >, axis_tick(axis, k - 1)->value);
        }
        if (axis->kind == AXIS_LINEAR)
            g_assert_cmpuint(axis->ticks->len, <=, most + 1);
        g_assert_cmpuint(axis->ticks->len, >=, 1);
        if (g_test_failed())
            g_test_message("unit %d, %.17g to %.17g, at most %u", unit, low, high, most);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/axis/round-values", test_round_values);
    g_test_add_func("/axis/money", test_money);
    g_test_add_func("/axis/time", test_time);
    g_test_add_func("/axis/calendar-labels", test_calendar_labels);
    g_test_add_func("/axis/place", test_place);
    g_test_add_func("/axis/any-domain", test_any_domain);
    return g_test_run();
}
