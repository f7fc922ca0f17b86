/* Working time and iCalendar windows. */
#include "support.h"
#include <string.h>

static const Zone *zone_of(const char *name)
{
    g_autoptr(GError) error = NULL;
    const Zone *zone = zone_find(name, &error);
    g_assert_no_error(error);
    return zone;
}

static WorkCalendar *office(const char *zone, const char *days, const char *hours)
{
    WorkCalendar *calendar = work_calendar_new("office", zone_of(zone));
    g_assert_true(work_calendar_add_hours(calendar, days, hours));
    work_calendar_finish(calendar);
    return calendar;
}

typedef struct {
    const char *zone, *days, *hours, *from;
    int64_t minutes;
    const char *due;
} AddCase;

static const AddCase ADDS[] = {
    /* Friday 16:30 + 8 h: 1 h on Friday, 7 h from Monday 09:00 */
    {"UTC", "mon-fri", "09:00-17:30", "2026-11-06T16:30", 480, "2026-11-09T16:00"},
    /* 2 h from Friday 17:30, closing: Monday 11:00 */
    {"UTC", "mon-fri", "09:00-17:30", "2026-11-06T17:30", 120, "2026-11-09T11:00"},
    {"UTC", "mon-fri", "09:00-17:30", "2026-11-07T12:00", 60, "2026-11-09T10:00"},
    /* a break at noon: 11:00 + 2 h of 09-12, 13-17 */
    {"UTC", "mon-fri", "09:00-12:00, 13:00-17:00", "2026-11-06T11:00", 120, "2026-11-06T14:00"},
    /* across the night of 29 March 2026, when Berlin has 23 h: from Saturday 20:00 (19:00Z) 8 h later it is 05:00 */
    {"Europe/Berlin", "daily", "24h", "2026-03-28T19:00", 480, "2026-03-29T03:00"},
    /* 00:00-06:00 on that Sunday has 5 h: 5.5 h end on Monday 00:30 (22:30Z) */
    {"Europe/Berlin", "daily", "00:00-06:00", "2026-03-28T23:00", 330, "2026-03-29T22:30"},
    {"Europe/Berlin", "fri-mon", "10:00-11:00", "2026-06-02T00:00", 90, "2026-06-06T08:30"},
    {"UTC", "mon-fri", "closed", "2026-06-02T00:00", 90, NULL},
};

static void test_add(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(ADDS); i++) {
        g_autoptr(WorkCalendar) calendar = office(ADDS[i].zone, ADDS[i].days, ADDS[i].hours);
        Instant from = when(ADDS[i].from), due = work_add(calendar, from, ADDS[i].minutes * MS_PER_MINUTE, NULL, 0);
        g_assert_cmpint(due, ==, ADDS[i].due != NULL ? when(ADDS[i].due) : INSTANT_NONE);
        if (due != INSTANT_NONE)
            g_assert_cmpint(work_between(calendar, from, due, NULL, 0), ==, ADDS[i].minutes * MS_PER_MINUTE);
    }
}

/* Hours of 09:00-17:00; the clock stands on Friday 10:00-11:00 and from 16:00 to Monday 10:00: 9-10, 11-16: 6 h on
 * Friday; 8 h are due on Monday 12:00. */
static void test_pauses(void)
{
    g_autoptr(WorkCalendar) calendar = office("UTC", "mon-fri", "09:00-17:00");
    Span pauses[] = {{when("2026-11-06T16:00"), when("2026-11-09T10:00")},
                     {when("2026-11-06T10:00"), when("2026-11-06T11:00")}};
    g_assert_cmpint(work_add(calendar, when("2026-11-06T09:00"), 8 * MS_PER_HOUR, pauses, 2), ==,
                    when("2026-11-09T12:00"));
    g_assert_cmpint(work_between(calendar, when("2026-11-06T09:00"), when("2026-11-09T12:00"), pauses, 2), ==,
                    8 * MS_PER_HOUR);
}

/* Three working days from Thursday 24 December 10:00 with the 25th and 28th off: 29th, 30th, 31st at 10:00; from
 * Saturday: counted from Monday's opening. */
static void test_days(void)
{
    g_autoptr(WorkCalendar) calendar = office("UTC", "mon-fri", "09:00-17:00");
    int64_t off[] = {civil_days(2026, 12, 28), civil_days(2026, 12, 25)};
    g_array_append_vals(calendar->holidays, off, 2);
    work_calendar_finish(calendar);
    g_assert_cmpint(work_add_days(calendar, when("2026-12-24T10:00"), 3), ==, when("2026-12-31T10:00"));
    g_assert_cmpint(work_add_days(calendar, when("2026-11-07T10:00"), 1), ==, when("2026-11-10T09:00"));
    g_assert_true(work_calendar_is_holiday(calendar, civil_days(2026, 12, 25)));
    g_assert_false(work_calendar_is_holiday(calendar, civil_days(2026, 12, 24)));
}

static void test_bad_hours(void)
{
    static const char *const bad[][2] = {{"mon-fri", "9-17"},        {"mon-fri", "09:00-25:00"},
                                         {"mon-fri", "09:00-09:00"}, {"mon-fro", "09:00-17:00"},
                                         {"", "09:00-17:00"},        {"mon", "09:60-10:00"}};
    g_autoptr(WorkCalendar) calendar = work_calendar_new("x", zone_utc());
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(work_calendar_add_hours(calendar, bad[i][0], bad[i][1]));
}

/* A night shift of 8 h begins on Friday too and ends on Saturday: Friday 23:00 + 8 h = 7 h until Saturday 06:00, and
 * 1 h from Monday 22:00. */
static void test_overnight(void)
{
    g_autoptr(WorkCalendar) calendar = office("UTC", "mon-fri", "22:00-06:00");
    g_autofree char *text = work_calendar_text(calendar);
    g_assert_cmpstr(text, ==, "mon 22:00-24:00; tue-fri 00:00-06:00, 22:00-24:00; sat 00:00-06:00");
    g_assert_cmpint(work_add(calendar, when("2026-11-06T23:00"), 8 * MS_PER_HOUR, NULL, 0), ==,
                    when("2026-11-09T23:00"));
}

/* ---- iCalendar ---- */

typedef struct {
    const char *name, *event, *from, *to;
    const char *starts[6], *ends[6];
} Ical;

static const Ical ICALS[] = {
    /* 02:30 in New York; on 8 March 2026 it is skipped and read as 03:30 (07:30Z); EST 07:30Z, EDT 06:30Z. The
     * occurrence of the 15th is taken out. */
    {"weekly-across-the-change",
     "DTSTART;TZID=America/New_York:20260301T023000\nDTEND;TZID=America/New_York:20260301T033000\nRRULE:FREQ=WEEKLY\n"
     "EXDATE;TZID=America/New_York:20260315T023000\n",
     "2026-03-01T00:00",
     "2026-03-30T00:00",
     {"2026-03-01T07:30", "2026-03-08T07:30", "2026-03-22T06:30", "2026-03-29T06:30"},
     {"2026-03-01T08:30", "2026-03-08T08:30", "2026-03-22T07:30", "2026-03-29T07:30"}},
    /* A day alone is that whole day in the reader's zone, Berlin: 23 h on 29 March. */
    {"all-day",
     "DTSTART;VALUE=DATE:20260329\n",
     "2026-03-01T00:00",
     "2026-04-30T00:00",
     {"2026-03-28T23:00"},
     {"2026-03-29T22:00"}},
    {"windows-zone",
     "DTSTART;TZID=Eastern Standard Time:20260701T100000\nDURATION:PT2H\n",
     "2026-07-01T00:00",
     "2026-07-02T00:00",
     {"2026-07-01T14:00"},
     {"2026-07-01T16:00"}},
    {"floating",
     "DTSTART:20260701T100000\nDURATION:PT1H\n",
     "2026-07-01T00:00",
     "2026-07-02T00:00",
     {"2026-07-01T08:00"},
     {"2026-07-01T09:00"}},
    {"utc-until",
     "DTSTART:20260701T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260703T100000Z\n",
     "2026-07-01T00:00",
     "2026-08-01T00:00",
     {"2026-07-01T10:00", "2026-07-02T10:00", "2026-07-03T10:00"},
     {"2026-07-01T11:00", "2026-07-02T11:00", "2026-07-03T11:00"}},
    {"rdate",
     "DTSTART:20260701T100000Z\nDURATION:PT1H\nRDATE:20260709T100000Z\n",
     "2026-07-01T00:00",
     "2026-08-01T00:00",
     {"2026-07-01T10:00", "2026-07-09T10:00"},
     {"2026-07-01T11:00", "2026-07-09T11:00"}},
    {"last-friday",
     "DTSTART:20260130T220000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3\n",
     "2026-01-01T00:00",
     "2026-12-01T00:00",
     {"2026-01-30T22:00", "2026-02-27T22:00", "2026-03-27T22:00"},
     {"2026-01-30T23:00", "2026-02-27T23:00", "2026-03-27T23:00"}},
    {"cancelled",
     "STATUS:CANCELLED\nDTSTART:20260701T100000Z\nDURATION:PT1H\n",
     "2026-07-01T00:00",
     "2026-08-01T00:00",
     {NULL},
     {NULL}},
};

static GPtrArray *read_events(const char *event, GError **error)
{
    g_autofree char *text = g_strdup_printf("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\n%sSUMMARY:w\n"
                                            "END:VEVENT\nEND:VCALENDAR\n",
                                            event);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *folded = g_strjoinv("\r\n", lines);
    return ical_read("x.ics", folded, -1, zone_of("Europe/Berlin"), NULL, error);
}

static void test_ical(gconstpointer data)
{
    const Ical *ical = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) events = read_events(ical->event, &error);
    g_assert_no_error(error);
    g_autoptr(GArray) windows = ical_expand(events, when(ical->from), when(ical->to));
    guint n = 0;
    for (; n < 6 && ical->starts[n] != NULL && n < windows->len; n++) {
        g_assert_cmpint(g_array_index(windows, IcalWindow, n).from, ==, when(ical->starts[n]));
        g_assert_cmpint(g_array_index(windows, IcalWindow, n).to, ==, when(ical->ends[n]));
    }
    g_assert_cmpuint(windows->len, ==, n);
    g_assert_true(n == 6 || ical->starts[n] == NULL);
}

static void test_ical_refused(void)
{
    static const char *const bad[] = {
        "DTSTART:20260701T100000Z\nDURATION:PT1H\nRRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30\n",
        "DTSTART:20260701T100000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY\n",
        "DTSTART:20260701T100000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
        "DTSTART;TZID=Mars/Olympus:20260701T100000\nDURATION:PT1H\n",
    };
    for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) events = read_events(bad[i], &error);
        g_assert_null(events);
        g_assert_nonnull(error);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) none = ical_read("x.ics", "hello", -1, zone_utc(), NULL, &error);
    g_assert_null(none);
    g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
}

/* One occurrence moved, another cancelled. */
static void test_ical_replaced(void)
{
    const char *event =
        "DTSTART:20260701T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260702T100000Z\nDTSTART:20260702T150000Z\nDURATION:PT1H\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20260703T100000Z\nSTATUS:CANCELLED\nDTSTART:20260703T100000Z\nDURATION:"
        "PT1H\n";
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) events = read_events(event, &error);
    g_assert_no_error(error);
    g_autoptr(GArray) windows = ical_expand(events, when("2026-07-01T00:00"), when("2026-08-01T00:00"));
    g_assert_cmpuint(windows->len, ==, 2);
    g_assert_cmpint(g_array_index(windows, IcalWindow, 1).from, ==, when("2026-07-02T15:00"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/clock/add", test_add);
    g_test_add_func("/clock/pauses", test_pauses);
    g_test_add_func("/clock/days", test_days);
    g_test_add_func("/clock/bad-hours", test_bad_hours);
    g_test_add_func("/clock/overnight", test_overnight);
    for (guint i = 0; i < G_N_ELEMENTS(ICALS); i++) {
        g_autofree char *path = g_strdup_printf("/ical/%s", ICALS[i].name);
        g_test_add_data_func(path, &ICALS[i], test_ical);
    }
    g_test_add_func("/ical/refused", test_ical_refused);
    g_test_add_func("/ical/replaced", test_ical_replaced);
    return g_test_run();
}
