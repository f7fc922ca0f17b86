#include "nines/calc/period.h"

static const Zone *zone(const char *name)
{
    return zone_find(name, NULL);
}

static Period parsed(const char *text, const char *zone_name)
{
    Period period = {.kind = PERIOD_ALL};
    GError *error = NULL;

    g_assert_true(period_parse(text, zone(zone_name), &period, &error));
    g_assert_no_error(error);
    return period;
}

static void assert_instant(Instant at, const char *text)
{
    char buffer[CIVIL_TEXT];

    g_assert_cmpstr(instant_format(at, buffer), ==, text);
}

static void test_forms(void)
{
    static const struct {
        const char *text, *zone;
        PeriodKind kind;
        const char *from, *to, *title;
    } cases[] = {
        {"2022", "UTC", PERIOD_YEAR, "2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z", "2022"},
        {"2022-Q2", "UTC", PERIOD_QUARTER, "2022-04-01T00:00:00Z", "2022-07-01T00:00:00Z", "Q2 2022"},
        {"2022-Q4", "UTC", PERIOD_QUARTER, "2022-10-01T00:00:00Z", "2023-01-01T00:00:00Z", "Q4 2022"},
        {"2022-12", "UTC", PERIOD_MONTH, "2022-12-01T00:00:00Z", "2023-01-01T00:00:00Z", "December 2022"},
        {"2024-02", "Europe/Berlin", PERIOD_MONTH, "2024-01-31T23:00:00Z", "2024-02-29T23:00:00Z", "February 2024"},
        {"2022-05-03", "UTC", PERIOD_SPAN, "2022-05-03T00:00:00Z", "2022-05-04T00:00:00Z", "3 May 2022"},
        {"2022-05-03..2022-05-17", "UTC", PERIOD_SPAN, "2022-05-03T00:00:00Z", "2022-05-18T00:00:00Z",
         "3 May 2022 to 17 May 2022"},
        {"2022-01..2022-06", "UTC", PERIOD_SPAN, "2022-01-01T00:00:00Z", "2022-07-01T00:00:00Z",
         "January 2022 to June 2022"},
        {"2021-Q4..2022-Q1", "UTC", PERIOD_SPAN, "2021-10-01T00:00:00Z", "2022-04-01T00:00:00Z",
         "October 2021 to March 2022"},
        /* the clocks of Havana and of Beirut skip midnight: the day begins at 01:00 */
        {"2022-03-13", "America/Havana", PERIOD_SPAN, "2022-03-13T05:00:00Z", "2022-03-14T04:00:00Z", "13 March 2022"},
        {"2022-03-27", "Asia/Beirut", PERIOD_SPAN, "2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z", "27 March 2022"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Period period = parsed(cases[i].text, cases[i].zone);
        g_autofree char *title = period_title(&period);

        g_assert_cmpint(period.kind, ==, cases[i].kind);
        assert_instant(period.from, cases[i].from);
        assert_instant(period.to, cases[i].to);
        g_assert_cmpstr(period.label, ==, cases[i].text);
        g_assert_cmpstr(title, ==, cases[i].title);
    }
}

static void test_all(void)
{
    Period period = parsed("all", "UTC");
    g_autofree char *title = period_title(&period);

    g_assert_cmpint(period.kind, ==, PERIOD_ALL);
    g_assert_cmpstr(title, ==, "All time");
}

static void test_refused(void)
{
    static const char *const texts[] = {
        "",
        "22",
        "2022-",
        "2022-5",
        "2022-13",
        "2022-00",
        "2022-Q5",
        "2022-Q0",
        "2022-Q1x",
        "2022-02-30",
        "2022-05-03..",
        "..2022-05-03",
        "2022-05-17..2022-05-03",
        "May 2022",
        "2022-05-03...2022-05-17",
        "2022 ",
        "ALL",
        "0000",
        "20220503",
        "2022-05-3",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        Period period = {.from = 42};
        g_autoptr(GError) error = NULL;

        g_assert_false(period_parse(texts[i], zone_utc(), &period, &error));
        g_assert_error(error, NINES_ERROR, ERROR_USAGE);
        g_assert_cmpint(period.from, ==, 42);
    }
}

static int64_t hours(Period period)
{
    return (period.to - period.from) / MS_PER_HOUR;
}

static void test_clock_change(void)
{
    g_assert_cmpint(hours(period_month(2022, 3, zone("Europe/Berlin"))), ==, 743);
    g_assert_cmpint(hours(period_month(2022, 10, zone("Europe/Berlin"))), ==, 745);
    g_assert_cmpint(hours(period_month(2022, 3, zone_utc())), ==, 744);
    /* Apia left out the whole of 30 December 2011 */
    g_assert_cmpint(hours(period_month(2011, 12, zone("Pacific/Apia"))), ==, 720);
    g_assert_cmpint(period_month(2022, 4, zone("Australia/Lord_Howe")).to -
                        period_month(2022, 4, zone("Australia/Lord_Howe")).from,
                    ==, 720 * MS_PER_HOUR + 30 * MS_PER_MINUTE);
}

static void test_previous(void)
{
    static const struct {
        const char *text, *label, *from, *to;
    } cases[] = {
        {"2022-01", "2021-12", "2021-12-01T00:00:00Z", "2022-01-01T00:00:00Z"},
        {"2022-03", "2022-02", "2022-02-01T00:00:00Z", "2022-03-01T00:00:00Z"},
        {"2022-Q1", "2021-Q4", "2021-10-01T00:00:00Z", "2022-01-01T00:00:00Z"},
        {"2022-Q3", "2022-Q2", "2022-04-01T00:00:00Z", "2022-07-01T00:00:00Z"},
        {"2022", "2021", "2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z"},
        {"2022-05-03..2022-05-17", "2022-04-18..2022-05-02", "2022-04-18T00:00:00Z", "2022-05-03T00:00:00Z"},
        {"2022-05-03", "2022-05-02..2022-05-02", "2022-05-02T00:00:00Z", "2022-05-03T00:00:00Z"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Period period = parsed(cases[i].text, "UTC"), previous = period_previous(&period);

        g_assert_cmpstr(previous.label, ==, cases[i].label);
        assert_instant(previous.from, cases[i].from);
        assert_instant(previous.to, cases[i].to);
    }
}

/* Days are counted, not hours: the week before the one with the clock change has an hour more. */
static void test_previous_over_clock_change(void)
{
    Period week = parsed("2022-03-21..2022-03-27", "Europe/Berlin"), before = period_previous(&week);

    g_assert_cmpint(hours(week), ==, 167);
    g_assert_cmpint(hours(before), ==, 168);
    g_assert_cmpstr(before.label, ==, "2022-03-14..2022-03-20");
}

static void test_previous_of_window(void)
{
    Period window = parsed("2022-05-03", "UTC");

    window.from += MS_PER_HOUR;
    window.to += 5 * MS_PER_HOUR;

    Period before = period_previous(&window);

    g_assert_cmpint(before.to, ==, window.from);
    g_assert_cmpint(before.to - before.from, ==, 28 * MS_PER_HOUR);
}

static void test_months(void)
{
    Period span = parsed("2021-12-15..2022-02-28", "Europe/Berlin");
    g_autoptr(GArray) months = period_months(&span);
    static const struct {
        PeriodKind kind;
        const char *label;
    } expected[] = {{PERIOD_SPAN, "2021-12-15..2021-12-31"}, {PERIOD_MONTH, "2022-01"}, {PERIOD_MONTH, "2022-02"}};
    Instant at = span.from;

    g_assert_cmpint(months->len, ==, 3);
    for (guint i = 0; i < MIN(months->len, 3); i++) {
        const Period *month = &g_array_index(months, Period, i);

        g_assert_cmpint(month->kind, ==, expected[i].kind);
        g_assert_cmpstr(month->label, ==, expected[i].label);
        g_assert_cmpint(month->from, ==, at);
        at = month->to;
    }
    g_assert_cmpint(at, ==, span.to);
}

static void test_trailing_months(void)
{
    Period quarter = parsed("2022-Q1", "America/New_York");
    g_autoptr(GArray) months = period_trailing_months(&quarter, 13);

    g_assert_cmpint(months->len, ==, 13);
    g_assert_cmpstr(g_array_index(months, Period, 0).label, ==, "2021-03");
    g_assert_cmpstr(g_array_index(months, Period, 12).label, ==, "2022-03");
    g_assert_cmpint(g_array_index(months, Period, 12).to, ==, quarter.to);
    for (guint i = 1; i < months->len; i++)
        g_assert_cmpint(g_array_index(months, Period, i - 1).to, ==, g_array_index(months, Period, i).from);

    g_autoptr(GArray) none = period_trailing_months(&quarter, 0);

    g_assert_cmpint(none->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/period/forms", test_forms);
    g_test_add_func("/period/all", test_all);
    g_test_add_func("/period/refused", test_refused);
    g_test_add_func("/period/clock-change", test_clock_change);
    g_test_add_func("/period/previous", test_previous);
    g_test_add_func("/period/previous-over-clock-change", test_previous_over_clock_change);
    g_test_add_func("/period/previous-of-window", test_previous_of_window);
    g_test_add_func("/period/months", test_months);
    g_test_add_func("/period/trailing-months", test_trailing_months);
    return g_test_run();
}
