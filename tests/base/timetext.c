#include "nines/base/timetext.h"
#include <glib.h>
#include <string.h>

static TimeRules rules_for(const char *zone, TimeOrder order)
{
    return (TimeRules){.zone = zone ? zone_find(zone, NULL) : NULL, .order = order, .choice = ZONE_EARLIER};
}

typedef struct {
    const char *text, *at;
    Precision precision;
    ZoneBasis basis;
} Accepted;

static void check_accepted(const Accepted *cases, size_t n, TimeRules rules)
{
    for (size_t i = 0; i < n; i++) {
        TimeValue value = {0};
        char buffer[CIVIL_TEXT] = "";
        TimeStatus status = time_parse(cases[i].text, -1, &rules, &value);

        if (status != TIME_OK)
            g_test_message("%s: %s", cases[i].text, time_status_text(status));
        g_assert_cmpint(status, ==, TIME_OK);
        if (status != TIME_OK)
            continue;
        g_assert_cmpstr(instant_format(value.at, buffer), ==, cases[i].at);
        g_assert_cmpint(value.precision, ==, cases[i].precision);
        g_assert_cmpint(value.basis, ==, cases[i].basis);
    }
}

#define SECOND PRECISION_SECOND, ZONE_BASIS_STATED
#define MINUTE PRECISION_MINUTE, ZONE_BASIS_STATED
#define SECOND_ASSUMED PRECISION_SECOND, ZONE_BASIS_ASSUMED
#define MINUTE_ASSUMED PRECISION_MINUTE, ZONE_BASIS_ASSUMED
#define DAY PRECISION_DAY, ZONE_BASIS_ASSUMED
#define MONTH PRECISION_MONTH, ZONE_BASIS_ASSUMED

static void test_iso(void)
{
    static const Accepted cases[] = {
        {"2022-05-03T14:05:00Z", "2022-05-03T14:05:00Z", SECOND},
        {"2022-05-03t14:05:00z", "2022-05-03T14:05:00Z", SECOND},
        {"2022-05-03 14:05:00+00:00", "2022-05-03T14:05:00Z", SECOND},
        {"2022-05-03T14:05:00+02:00", "2022-05-03T12:05:00Z", SECOND},
        {"2022-05-03T14:05:00-0730", "2022-05-03T21:35:00Z", SECOND},
        {"2022-05-03T14:05:00.000+0000", "2022-05-03T14:05:00Z", SECOND},
        {"2022-05-03T14:05:00+02", "2022-05-03T12:05:00Z", SECOND},
        {"2022-05-03 14:05:00 +0200", "2022-05-03T12:05:00Z", SECOND},
        {"2022-05-03 14:05:00 UTC", "2022-05-03T14:05:00Z", SECOND},
        {"2022-05-03T9:45:00-00:00", "2022-05-03T09:45:00Z", SECOND},
        {"2022-05-03T14:05:00.5Z", "2022-05-03T14:05:00.500Z", SECOND},
        {"2022-05-03T14:05:00,25Z", "2022-05-03T14:05:00.250Z", SECOND},
        {"2022-05-03T14:05:00.123456789Z", "2022-05-03T14:05:00.123Z", SECOND},
        {"2022-05-03T14:05Z", "2022-05-03T14:05:00Z", MINUTE},
        {"2022-05-03T14Z", "2022-05-03T14:00:00Z", PRECISION_HOUR, ZONE_BASIS_STATED},
        {"20220503T140500Z", "2022-05-03T14:05:00Z", SECOND},
        {"20220503T1405+0200", "2022-05-03T12:05:00Z", MINUTE},
        {"  2022-05-03T14:05:00Z\t\n", "2022-05-03T14:05:00Z", SECOND},
        {"2022-05-03T24:00:00Z", "2022-05-04T00:00:00Z", SECOND},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", SECOND},
        {"1628-05-03T00:00:00Z", "1628-05-03T00:00:00Z", SECOND},
        {"0001-01-02T00:00:00Z", "0001-01-02T00:00:00Z", SECOND},
        {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", SECOND},
        {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00Z", SECOND},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for(NULL, TIME_DAY_FIRST));
}

static void test_zone_of_the_rules(void)
{
    static const Accepted cases[] = {
        {"2022-05-03 14:05:00", "2022-05-03T12:05:00Z", SECOND_ASSUMED},
        {"2022-05-03T14:05", "2022-05-03T12:05:00Z", MINUTE_ASSUMED},
        {"2022-01-03T14:05", "2022-01-03T13:05:00Z", MINUTE_ASSUMED},
        {"2022-05-03", "2022-05-02T22:00:00Z", DAY},
        {"20220503", "2022-05-02T22:00:00Z", DAY},
        {"2022/05/03", "2022-05-02T22:00:00Z", DAY},
        {"2022-05", "2022-04-30T22:00:00Z", MONTH},
        {"May 2022", "2022-04-30T22:00:00Z", MONTH},
        {"20220503140500", "2022-05-03T12:05:00Z", SECOND_ASSUMED},
        {"2022-05-03T24:00", "2022-05-03T22:00:00Z", MINUTE_ASSUMED},
        {"2022-05-03T14:05:00Z", "2022-05-03T14:05:00Z", SECOND},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for("Europe/Berlin", TIME_DAY_FIRST));
}

static void test_epoch(void)
{
    /* 1652345678 by `date -u -d @1652345678` */
    static const Accepted cases[] = {
        {"1652345678", "2022-05-12T08:54:38Z", SECOND},           {"1652345678123", "2022-05-12T08:54:38.123Z", SECOND},
        {"1652345678123456", "2022-05-12T08:54:38.123Z", SECOND}, {"1652345678.5", "2022-05-12T08:54:38.500Z", SECOND},
        {"1652345678000.0", "2022-05-12T08:54:38Z", SECOND},      {"999999999", "2001-09-09T01:46:39Z", SECOND},
        {"-1000000000", "1938-04-24T22:13:20Z", SECOND},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for("Europe/Berlin", TIME_DAY_FIRST));
}

static void test_day_first(void)
{
    static const Accepted cases[] = {
        {"3/9/2022 14:05", "2022-09-03T14:05:00Z", MINUTE_ASSUMED},
        {"03-09-2022 14:05:09", "2022-09-03T14:05:09Z", SECOND_ASSUMED},
        {"3.9.2022", "2022-09-03T00:00:00Z", DAY},
        {"25/12/22 9:05", "2022-12-25T09:05:00Z", MINUTE_ASSUMED},
        {"1/2/69", "1969-02-01T00:00:00Z", DAY},
        {"1/2/68", "2068-02-01T00:00:00Z", DAY},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for(NULL, TIME_DAY_FIRST));
}

static void test_month_first(void)
{
    static const Accepted cases[] = {
        {"3/9/2022 14:05", "2022-03-09T14:05:00Z", MINUTE_ASSUMED},
        {"3/9/2022, 2:05:00 PM", "2022-03-09T14:05:00Z", SECOND_ASSUMED},
        {"3/9/2022, 2:05:00\xE2\x80\xAFPM", "2022-03-09T14:05:00Z", SECOND_ASSUMED},
        {"3-9-2022", "2022-03-09T00:00:00Z", DAY},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for(NULL, TIME_MONTH_FIRST));
}

static void test_named_months(void)
{
    static const Accepted cases[] = {
        {"25/Feb/26 10:17 PM", "2026-02-25T22:17:00Z", MINUTE_ASSUMED},
        {"05/Sept/22 1:00 AM", "2022-09-05T01:00:00Z", MINUTE_ASSUMED},
        {"3-MAY-2022", "2022-05-03T00:00:00Z", DAY},
        {"3 May 2022 14:05:00", "2022-05-03T14:05:00Z", SECOND_ASSUMED},
        {"December 31, 2022 2:05 p.m.", "2022-12-31T14:05:00Z", MINUTE_ASSUMED},
        {"Fri, 26 Feb 2016 03:36:32 GMT", "2016-02-26T03:36:32Z", SECOND},
        {"Fri, 26 Feb 2016 03:36:32 +0100", "2016-02-26T02:36:32Z", SECOND},
        {"Thu May 05 2022 14:05:00 GMT+0200 (Central European Summer Time)", "2022-05-05T12:05:00Z", SECOND},
        {"Mon Jan 01 2018 00:00:00 GMT+0000", "2018-01-01T00:00:00Z", SECOND},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for(NULL, TIME_DAY_FIRST));
}

static void test_noon_and_midnight(void)
{
    static const Accepted cases[] = {
        {"1/2/2022 12:30 PM", "2022-02-01T12:30:00Z", MINUTE_ASSUMED},
        {"1/2/2022 12:30 AM", "2022-02-01T00:30:00Z", MINUTE_ASSUMED},
        {"1/2/2022 12:00 pm", "2022-02-01T12:00:00Z", MINUTE_ASSUMED},
        {"1/2/2022 1:30PM", "2022-02-01T13:30:00Z", MINUTE_ASSUMED},
        {"1/2/2022 11:59 AM", "2022-02-01T11:59:00Z", MINUTE_ASSUMED},
        {"1/2/2022 2 PM", "2022-02-01T14:00:00Z", PRECISION_HOUR, ZONE_BASIS_ASSUMED},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for(NULL, TIME_DAY_FIRST));
}

static void check_status(const char *const *texts, size_t n, TimeStatus expected)
{
    TimeRules rules = rules_for("Europe/Berlin", TIME_DAY_FIRST);

    for (size_t i = 0; i < n; i++) {
        TimeValue value = {.at = 42};
        TimeStatus status = time_parse(texts[i], -1, &rules, &value);

        if (status != expected)
            g_test_message("\"%s\": %s", texts[i], time_status_text(status));
        g_assert_cmpint(status, ==, expected);
        g_assert_cmpint(value.at, ==, 42);
    }
}

static void test_nulls(void)
{
    static const char *const texts[] = {"",
                                        " \t ",
                                        "?",
                                        "NULL",
                                        "null",
                                        "None",
                                        "NA",
                                        "N/A",
                                        "NS",
                                        "-",
                                        "#N/B",
                                        "0001-01-01T00:00:00Z",
                                        "0001-01-01",
                                        "0000-00-00 00:00:00",
                                        "01/01/0001 00:00:00"};

    check_status(texts, G_N_ELEMENTS(texts), TIME_NULL);
}

static void test_bad_forms(void)
{
    static const char *const texts[] = {
        "yesterday",
        "2022",
        "12:30",
        "2022-05-03T",
        "2022-05-03T14:",
        "2022-05-03T14:5",
        "2022-05-03T14:05:0",
        "2022-05-03T14:05:00.Z",
        "2022-05-03T14:05:00+",
        "2022-05-03T14:05:00+2",
        "2022-05-03T14:05:00+02:",
        "2022-05-03T14:05:00 PST",
        "2022-05-03T14:05:00ZZ",
        "2022-05-03X14:05:00Z",
        "2O22-05-03T14:05:00Z",
        "12345678901",
        "123456789012",
        "1.65E+12",
        "03-09-22",
        "3/9",
        "Foo 3, 2022",
        "1234567.5",
        "2022-05-03T14:05:00Z extra",
        "2022-05-03 14:05 (CET",
        "--",
        "2022--05-03",
        "\xFF\xFE",
        "2022-05-03T14:05:00.1234567890Z",
        "20220503T140500.",
        "99999999999999999999999999",
        "-",
        "",
    };

    check_status(texts, G_N_ELEMENTS(texts) - 2, TIME_BAD_FORM);
}

/* LibreOffice shows serial 43831 as 2020-01-01 and 45719.383333 as 2025-03-03 09:12. */
static void test_serials(void)
{
    static const Accepted cases[] = {
        {"43831", "2020-01-01T00:00:00Z", DAY},
        {"43831.5", "2020-01-01T12:00:00Z", SECOND_ASSUMED},
        {"45719.383333", "2025-03-03T09:12:00Z", SECOND_ASSUMED},
        {"45719.999999", "2025-03-04T00:00:00Z", SECOND_ASSUMED},
    };
    static const char *const refused[] = {"19999", "73051", "45719.", "45719,5", "4571.5", "45719.5x"};

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for("UTC", TIME_DAY_FIRST));
    check_status(refused, G_N_ELEMENTS(refused), TIME_BAD_FORM);
}

static void test_other_months(void)
{
    static const Accepted cases[] = {
        {"03/Mär/25 10:17", "2025-03-03T10:17:00Z", MINUTE_ASSUMED},
        {"3. Okt. 2025", "2025-10-03T00:00:00Z", DAY},
        {"3 août 2025 08:00", "2025-08-03T08:00:00Z", MINUTE_ASSUMED},
        {"25/fev/25", "2025-02-25T00:00:00Z", DAY},
        {"3 Sept 2025", "2025-09-03T00:00:00Z", DAY},
        {"3-dic-2025", "2025-12-03T00:00:00Z", DAY},
    };

    check_accepted(cases, G_N_ELEMENTS(cases), rules_for("UTC", TIME_DAY_FIRST));
}

static void test_clocks(void)
{
    static const struct {
        const char *text;
        int64_t minutes; /* -1: refused */
    } cases[] = {{"9:45", 585},      {"09:45:00", 585}, {"2 PM", 840}, {"12:05 am", 5},  {"14:05 Uhr", 845},
                 {"24:00", 1440},    {"9", -1},         {"25:00", -1}, {"14:60", -1},    {"14:05Z", -1},
                 {"2025-03-03", -1}, {"", -1},          {"24:01", -1}, {"13:05 PM", -1}, {"9:45 ago", -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t ms = -MS_PER_MINUTE;
        bool read = clock_parse(cases[i].text, -1, &ms);
        g_test_message("%s", cases[i].text);
        g_assert_cmpint(read, ==, cases[i].minutes >= 0);
        g_assert_cmpint(ms, ==, cases[i].minutes * MS_PER_MINUTE);
    }
}

static void test_bad_ranges(void)
{
    static const char *const texts[] = {
        "2022-02-30",
        "2023-02-29T00:00:00Z",
        "2022-13-01",
        "2022-00-10",
        "2022-05-03T25:00",
        "2022-05-03T24:00:01Z",
        "2022-05-03T14:60:00Z",
        "2022-05-03T14:05:61Z",
        "2022-05-03T14:05:60Z",
        "3/25/2022",
        "1/2/2022 13:05 PM",
        "1/2/2022 0:05 AM",
        "Sat, 26 Feb 2016 03:36:32 GMT",
        "20221301",
        "2022-05-03T14:05:00+25:00",
        "2022-05-03T14:05:00+02:60",
        "0000-01-01T00:00:00Z",
        "31/Apr/22",
    };

    check_status(texts, G_N_ELEMENTS(texts), TIME_BAD_RANGE);
}

static void test_repeated_and_skipped(void)
{
    static const struct {
        const char *text;
        ZoneChoice choice;
        bool ambiguous, skipped;
        const char *at;
    } cases[] = {
        {"2022-10-30 02:30:00", ZONE_EARLIER, true, false, "2022-10-30T00:30:00Z"},
        {"2022-10-30 02:30:00", ZONE_LATER, true, false, "2022-10-30T01:30:00Z"},
        {"2022-10-30 02:30:00+01:00", ZONE_EARLIER, false, false, "2022-10-30T01:30:00Z"},
        {"2022-03-27 02:30:00", ZONE_EARLIER, false, true, "2022-03-27T01:30:00Z"},
        {"2022-03-27 02:30:00", ZONE_LATER, false, true, "2022-03-27T01:30:00Z"},
        {"2022-03-27 03:30:00", ZONE_EARLIER, false, false, "2022-03-27T01:30:00Z"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        TimeRules rules = rules_for("Europe/Berlin", TIME_DAY_FIRST);
        TimeValue value;
        char buffer[CIVIL_TEXT];

        rules.choice = cases[i].choice;
        g_assert_cmpint(time_parse(cases[i].text, -1, &rules, &value), ==, TIME_OK);
        g_assert_cmpint(value.ambiguous, ==, cases[i].ambiguous);
        g_assert_cmpint(value.skipped, ==, cases[i].skipped);
        g_assert_cmpstr(instant_format(value.at, buffer), ==, cases[i].at);
    }
}

/* A cell within a row has no NUL behind it. */
static void test_length(void)
{
    const char *row = "2022-05-03T14:05:00Z9,2022";
    TimeRules rules = rules_for(NULL, TIME_DAY_FIRST);
    TimeValue value;

    g_assert_cmpint(time_parse(row, 20, &rules, &value), ==, TIME_OK);
    g_assert_cmpint(time_parse(row, 21, &rules, &value), ==, TIME_BAD_FORM);
    g_assert_cmpint(time_parse(row, 10, &rules, &value), ==, TIME_OK);
    g_assert_cmpint(value.precision, ==, PRECISION_DAY);
    g_assert_cmpint(time_parse(row, 0, &rules, &value), ==, TIME_NULL);
}

/* Whatever instant_format writes is read back as the same instant. */
static void test_round_trip(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(8601);
    TimeRules rules = rules_for(NULL, TIME_DAY_FIRST);

    for (int i = 0; i < 20000; i++) {
        Instant at = (Instant)g_rand_double_range(random, -6.2e13, 2.5e14);
        char buffer[CIVIL_TEXT];
        TimeValue value = {0};

        g_assert_cmpint(time_parse(instant_format(at, buffer), -1, &rules, &value), ==, TIME_OK);
        g_assert_cmpint(value.at, ==, at);
    }
}

static void test_votes(void)
{
    static const struct {
        const char *text;
        TimeVote vote;
    } cases[] = {
        {"25/3/2022", TIME_VOTE_DAY_FIRST},
        {"3/25/2022 10:00", TIME_VOTE_MONTH_FIRST},
        {"3/9/2022", TIME_VOTE_EITHER},
        {"12-12-2022", TIME_VOTE_EITHER},
        {"25.03.2022 10:00", TIME_VOTE_DAY_FIRST},
        {"25/25/2022", TIME_VOTE_NONE},
        {"2022-03-25", TIME_VOTE_NONE},
        {"", TIME_VOTE_NONE},
        {"25/Feb/26 10:17 PM", TIME_VOTE_NONE},
        {"0/5/2022", TIME_VOTE_NONE},
        {"hello", TIME_VOTE_NONE},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(time_vote(cases[i].text, -1), ==, cases[i].vote);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/timetext/iso", test_iso);
    g_test_add_func("/timetext/zone-of-the-rules", test_zone_of_the_rules);
    g_test_add_func("/timetext/epoch", test_epoch);
    g_test_add_func("/timetext/serials", test_serials);
    g_test_add_func("/timetext/other-months", test_other_months);
    g_test_add_func("/timetext/clocks", test_clocks);
    g_test_add_func("/timetext/day-first", test_day_first);
    g_test_add_func("/timetext/month-first", test_month_first);
    g_test_add_func("/timetext/named-months", test_named_months);
    g_test_add_func("/timetext/noon-and-midnight", test_noon_and_midnight);
    g_test_add_func("/timetext/nulls", test_nulls);
    g_test_add_func("/timetext/bad-forms", test_bad_forms);
    g_test_add_func("/timetext/bad-ranges", test_bad_ranges);
    g_test_add_func("/timetext/repeated-and-skipped", test_repeated_and_skipped);
    g_test_add_func("/timetext/length", test_length);
    g_test_add_func("/timetext/round-trip", test_round_trip);
    g_test_add_func("/timetext/votes", test_votes);
    return g_test_run();
}
