/* Zones against the C library, which reads the same data by other code, and against searches by brute force. */
#include "nines/base/zone.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Midnight gaps, half-hour steps, a skipped day, negative and Ramadan summer times, zones that changed their mind. */
static const char *const difficult[] = {
    "America/Havana",      "Asia/Beirut",          "America/Santiago",  "Africa/Cairo",
    "Australia/Lord_Howe", "Pacific/Apia",         "Europe/Dublin",     "Africa/Casablanca",
    "Asia/Tehran",         "America/Nuuk",         "Asia/Gaza",         "Europe/Berlin",
    "America/New_York",    "America/St_Johns",     "America/Sao_Paulo", "Europe/Moscow",
    "Asia/Kathmandu",      "Pacific/Chatham",      "Africa/Monrovia",   "Europe/London",
    "Antarctica/Troll",    "Asia/Pyongyang",       "America/Asuncion",  "Pacific/Kwajalein",
    "Africa/El_Aaiun",     "America/Scoresbysund", "Europe/Volgograd",  "Asia/Amman",
};

static const Zone *found(const char *name)
{
    g_autoptr(GError) error = NULL;
    const Zone *zone = zone_find(name, &error);

    g_assert_no_error(error);
    return zone;
}

static Instant at_utc(int year, int month, int day, int hour, int minute)
{
    Civil civil = {.year = year, .month = month, .day = day, .hour = hour, .minute = minute};

    return civil_to_ms(&civil);
}

static bool agrees_with_libc(const Zone *zone, int64_t seconds)
{
    time_t at = (time_t)seconds;
    struct tm tm;

    localtime_r(&at, &tm);
    if (tm.tm_gmtoff == zone_offset_s(zone, seconds * MS_PER_SECOND) &&
        strcmp(tm.tm_zone, zone_abbreviation(zone, seconds * MS_PER_SECOND)) == 0)
        return true;
    g_test_message("%s at %" G_GINT64_FORMAT ": libc %ld %s", zone_name(zone), seconds, tm.tm_gmtoff, tm.tm_zone);
    return false;
}

static void compare_years(const char *name, int first, int end, int64_t step_s)
{
    const Zone *zone = found(name);
    int64_t to_s = at_utc(end, 1, 1, 0, 0) / MS_PER_SECOND, differences = 0;

    setenv("TZ", name, 1);
    tzset();
    for (int64_t at_s = at_utc(first, 1, 1, 0, 0) / MS_PER_SECOND; at_s < to_s && differences < 3; at_s += step_s)
        differences += !agrees_with_libc(zone, at_s);
    g_assert_cmpint(differences, ==, 0);
}

static void test_against_libc(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(difficult); i++)
        compare_years(difficult[i], 1900, 2100, 13 * 3600);
    unsetenv("TZ");
}

static void test_beyond_the_table(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(difficult); i++)
        compare_years(difficult[i], 2099, 2450, 131 * 3600);
    unsetenv("TZ");
}

/* All wall-clock readings of an instant whose offset occurs within a day and a bit of it. */
static int solutions_by_search(const Zone *zone, int64_t local_ms, Instant *solutions)
{
    int n = 0;

    for (int64_t at = local_ms - 27 * MS_PER_HOUR; at <= local_ms + 27 * MS_PER_HOUR; at += 30 * MS_PER_MINUTE) {
        Instant candidate = local_ms - zone_offset_s(zone, at) * MS_PER_SECOND;
        bool known = false;

        for (int i = 0; i < n; i++)
            known |= solutions[i] == candidate;
        if (!known && n < 4 && zone_to_local(zone, candidate) == local_ms)
            solutions[n++] = candidate;
    }
    return n;
}

static void check_solution(const Zone *zone, int64_t local_ms)
{
    Instant by_search[4];
    int n = solutions_by_search(zone, local_ms, by_search);
    ZoneSolution solution = zone_solve(zone, local_ms);

    g_assert_cmpint(solution.n, ==, n);
    if (n == 0)
        return;
    g_assert_cmpint(solution.earlier, ==, n == 1 ? by_search[0] : MIN(by_search[0], by_search[1]));
    g_assert_cmpint(solution.later, ==, n == 1 ? by_search[0] : MAX(by_search[0], by_search[1]));
    g_assert_cmpint(zone_to_instant(zone, local_ms, ZONE_EARLIER), ==, solution.earlier);
    g_assert_cmpint(zone_to_instant(zone, local_ms, ZONE_LATER), ==, solution.later);
}

/* Around every change of the offset since 1970, in steps of ten minutes. */
static void test_solutions(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(difficult) && !g_test_failed(); i++) {
        const Zone *zone = found(difficult[i]);
        Instant to = at_utc(2036, 1, 1, 0, 0);

        for (Instant at = at_utc(1970, 1, 1, 0, 0); at < to; at += 3 * MS_PER_HOUR) {
            if (zone_offset_s(zone, at) == zone_offset_s(zone, at + 3 * MS_PER_HOUR))
                continue;

            int64_t local_ms = zone_to_local(zone, at);

            for (int64_t step = -12; step < 40; step++)
                check_solution(zone, local_ms + step * 10 * MS_PER_MINUTE);
        }
    }
}

static void test_gaps_and_overlaps(void)
{
    static const struct {
        const char *zone;
        int year, month, day, hour, minute; /* wall clock */
        int n;
        const char *earlier, *later;
    } cases[] = {
        {"Europe/Berlin", 2022, 3, 27, 2, 30, 0, "2022-03-27T01:30:00Z", "2022-03-27T00:30:00Z"},
        {"Europe/Berlin", 2022, 3, 27, 3, 0, 1, "2022-03-27T01:00:00Z", "2022-03-27T01:00:00Z"},
        {"Europe/Berlin", 2022, 10, 30, 2, 30, 2, "2022-10-30T00:30:00Z", "2022-10-30T01:30:00Z"},
        {"Europe/Berlin", 2022, 10, 30, 3, 0, 1, "2022-10-30T02:00:00Z", "2022-10-30T02:00:00Z"},
        {"Europe/Dublin", 2022, 10, 30, 1, 30, 2, "2022-10-30T00:30:00Z", "2022-10-30T01:30:00Z"},
        {"Australia/Lord_Howe", 2022, 4, 3, 1, 45, 2, "2022-04-02T14:45:00Z", "2022-04-02T15:15:00Z"},
        {"Pacific/Apia", 2011, 12, 30, 12, 0, 0, "2011-12-30T22:00:00Z", "2011-12-29T22:00:00Z"},
        {"America/Havana", 2022, 11, 6, 0, 30, 2, "2022-11-06T04:30:00Z", "2022-11-06T05:30:00Z"},
        {"UTC", 2022, 3, 27, 2, 30, 1, "2022-03-27T02:30:00Z", "2022-03-27T02:30:00Z"},
        {"Europe/Berlin", 2150, 7, 1, 12, 0, 1, "2150-07-01T10:00:00Z", "2150-07-01T10:00:00Z"},
    };
    char buffer[CIVIL_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int64_t local_ms = at_utc(cases[i].year, cases[i].month, cases[i].day, cases[i].hour, cases[i].minute);
        ZoneSolution solution = zone_solve(found(cases[i].zone), local_ms);

        g_assert_cmpint(solution.n, ==, cases[i].n);
        g_assert_cmpstr(instant_format(solution.earlier, buffer), ==, cases[i].earlier);
        g_assert_cmpstr(instant_format(solution.later, buffer), ==, cases[i].later);
    }
}

/* 02:30 of the skipped hour becomes 03:30, whatever the choice. */
static void test_skipped_time_moves_on(void)
{
    const Zone *zone = found("Europe/Berlin");
    int64_t local_ms = at_utc(2022, 3, 27, 2, 30);

    for (int choice = ZONE_EARLIER; choice <= ZONE_LATER; choice++) {
        Civil civil = zone_to_civil(zone, zone_to_instant(zone, local_ms, (ZoneChoice)choice));

        g_assert_cmpint(civil.hour, ==, 3);
        g_assert_cmpint(civil.minute, ==, 30);
    }
}

static int64_t local_days(const Zone *zone, Instant at)
{
    return civil_days(zone_to_civil(zone, at).year, zone_to_civil(zone, at).month, zone_to_civil(zone, at).day);
}

/* The first minute that shows the day or, for a day that was left out, the first one after it. */
static Instant day_start_by_search(const Zone *zone, int64_t days)
{
    Instant at = days * MS_PER_DAY - 27 * MS_PER_HOUR;

    while (local_days(zone, at) < days)
        at += MS_PER_MINUTE;
    return at;
}

static void test_day_starts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(difficult) && !g_test_failed(); i++) {
        const Zone *zone = found(difficult[i]);

        for (int64_t days = civil_days(1975, 1, 1); days < civil_days(2036, 1, 1); days++) {
            Instant noon = days * MS_PER_DAY;

            if (zone_offset_s(zone, noon - MS_PER_DAY) != zone_offset_s(zone, noon + MS_PER_DAY))
                g_assert_cmpint(zone_day_start(zone, days), ==, day_start_by_search(zone, days));
        }
    }
}

static void test_day_start_by_hand(void)
{
    static const struct {
        const char *zone;
        int year, month, day;
        const char *start;
    } cases[] = {
        {"America/Havana", 2022, 3, 13, "2022-03-13T05:00:00Z"},   /* 01:00, midnight is skipped */
        {"America/Havana", 2022, 11, 6, "2022-11-06T04:00:00Z"},   /* the first of two midnights */
        {"America/Santiago", 2022, 9, 11, "2022-09-11T04:00:00Z"}, /* 01:00 */
        {"Africa/Cairo", 2023, 4, 28, "2023-04-27T22:00:00Z"},     /* 01:00 */
        {"Pacific/Apia", 2011, 12, 30, "2011-12-30T10:00:00Z"},    /* never shown: the next day's start */
        {"Pacific/Apia", 2011, 12, 31, "2011-12-30T10:00:00Z"},
        {"Europe/Berlin", 2022, 5, 1, "2022-04-30T22:00:00Z"},
        {"Europe/Berlin", 2200, 1, 1, "2199-12-31T23:00:00Z"},
    };
    char buffer[CIVIL_TEXT];

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        Instant at = zone_day_start(found(cases[i].zone), civil_days(cases[i].year, cases[i].month, cases[i].day));

        g_assert_cmpstr(instant_format(at, buffer), ==, cases[i].start);
    }
}

static void test_names(void)
{
    static const struct {
        const char *name, *found;
        int offset_s; /* in January 2022 */
    } cases[] = {
        {"UTC", "UTC", 0},
        {"Z", "UTC", 0},
        {"+00:00", "UTC", 0},
        {"-00:00", "UTC", 0},
        {"+05:30", "+05:30", 19800},
        {"-0330", "-03:30", -12600},
        {"UTC+2", "+02:00", 7200}, /* east, where POSIX reads west */
        {"GMT-5", "-05:00", -18000},
        {"UTC+12", "+12:00", 43200},
        {"Etc/GMT+5", "Etc/GMT+5", -18000},
        {"Europe/Berlin", "Europe/Berlin", 3600},
        {"Asia/Calcutta", "Asia/Calcutta", 19800},
        {"W. Europe Standard Time", "Europe/Berlin", 3600},
        {"Pacific Standard Time", "America/Los_Angeles", -28800},
        {"India Standard Time", "Asia/Kolkata", 19800},
        {"AUS Eastern Standard Time", "Australia/Sydney", 39600},
        {"Yukon Standard Time", "America/Whitehorse", -25200},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Zone *zone = found(cases[i].name);

        g_assert_nonnull(zone);
        g_assert_cmpstr(zone_name(zone), ==, cases[i].found);
        g_assert_cmpint(zone_offset_s(zone, at_utc(2022, 1, 15, 0, 0)), ==, cases[i].offset_s);
        g_assert_true(found(cases[i].name) == zone);
    }
    g_assert_true(zone_fixed(19800) == found("+05:30"));
    g_assert_true(zone_utc() == found("UTC"));
}

/* Never a silent UTC, no files outside the zone data, no rules of POSIX. */
static void test_refused(void)
{
    static const char *const names[] = {
        "",
        "Europe/Berln",
        "Mars/Olympus",
        "../../../etc/passwd",
        "/etc/localtime",
        "CET-1CEST",
        "right/UTC",
        "posixrules",
        "europe",
        "Europe/",
        "+",
        "+5:",
        "+05:60",
        "+25:00",
        "UTC+",
        "+05:30x",
        "EST+5",
        "localtime",
        "+5:3",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(zone_find(names[i], &error));
        g_assert_error(error, NINES_ERROR, ERROR_DATA);
    }
}

static void test_nearest_name(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(zone_find("Europe/Berln", &error));
    g_assert_nonnull(error);
    g_assert_nonnull(strstr(error->message, "\"Europe/Berlin\""));
}

static void test_version(void)
{
    const char *version = zone_data_version();

    g_assert_true(strcmp(version, "unknown") == 0 || (strlen(version) == 5 && g_str_has_prefix(version, "20")));
}

static gpointer find_all(gpointer data)
{
    (void)data;
    for (size_t i = 0; i < G_N_ELEMENTS(difficult); i++)
        zone_find(difficult[i], NULL);
    return (gpointer)zone_find("Europe/Paris", NULL);
}

static void test_threads(void)
{
    GThread *threads[4];

    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new(NULL, find_all, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        g_assert_true(g_thread_join(threads[i]) == found("Europe/Paris"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/zone/threads", test_threads);
    g_test_add_func("/zone/against-libc", test_against_libc);
    g_test_add_func("/zone/beyond-the-table", test_beyond_the_table);
    g_test_add_func("/zone/solutions", test_solutions);
    g_test_add_func("/zone/gaps-and-overlaps", test_gaps_and_overlaps);
    g_test_add_func("/zone/skipped-time-moves-on", test_skipped_time_moves_on);
    g_test_add_func("/zone/day-starts", test_day_starts);
    g_test_add_func("/zone/day-start-by-hand", test_day_start_by_hand);
    g_test_add_func("/zone/names", test_names);
    g_test_add_func("/zone/refused", test_refused);
    g_test_add_func("/zone/nearest-name", test_nearest_name);
    g_test_add_func("/zone/version", test_version);
    return g_test_run();
}
