/* Faults that other programs shipped, and sizes that a slow method could not take. */
#include "nines/calc/ledger.h"
#include "nines/calc/period.h"
#include <math.h>

static Ledger *outages_only(Instant from, Instant to, const Outage *outages, guint n)
{
    return ledger_build(from, to, outages, n, NULL, 0, NULL, 0, NULL, 0);
}

static Ledger *one_outage(Instant from, Instant to, Instant start, Instant end)
{
    Outage outage = {start, end, 1, SHARE_FULL};

    return outages_only(from, to, &outage, 1);
}

static const Segment *segment_at(const Ledger *ledger, guint i)
{
    return &g_array_index(ledger->segments, Segment, i);
}

static void test_overlaps_count_once(void)
{
    const Outage outages[] = {{0, 60, 1, SHARE_FULL}, {30, 90, 2, SHARE_FULL}};
    g_autoptr(Ledger) ledger = outages_only(0, 1000, outages, 2);
    g_autoptr(GArray) counts = ledger_by_incident(ledger);

    g_assert_cmpint(ledger_counted_ms(&ledger->totals), ==, 90);
    g_assert_cmpint(ledger->totals.outages_n, ==, 1);
    g_assert_cmpint(counts->len, ==, 2);
    g_assert_cmpint(g_array_index(counts, IncidentCount, 0).counted_ppm_ms, ==, INT64_C(60) * SHARE_FULL);
    g_assert_cmpint(g_array_index(counts, IncidentCount, 1).counted_ppm_ms, ==, INT64_C(30) * SHARE_FULL);
}

/* 30 % lost from 0 to 100, 50 % from 20 to 60: the larger counts, the second incident adds 20 %. */
static void test_partial_shares(void)
{
    const Outage outages[] = {{0, 100, 1, 300000}, {20, 60, 2, 500000}};
    g_autoptr(Ledger) ledger = outages_only(0, 100, outages, 2);

    g_assert_cmpint(ledger->totals.counted_ppm_ms, ==, 60 * 300000 + 40 * 500000);
    g_assert_cmpint(ledger_counted_ms(&ledger->totals), ==, 38);
    g_assert_cmpfloat_with_epsilon(ledger_availability(&ledger->totals), 0.62, 1e-15);
    g_assert_cmpint(ledger->segments->len, ==, 3);
    g_assert_cmpint(segment_at(ledger, 1)->n_credits, ==, 2);
    g_assert_cmpint(g_array_index(ledger->credits, Credit, segment_at(ledger, 1)->first_credit + 1).share_ppm, ==,
                    200000);
}

static void test_outside_the_period(void)
{
    g_autoptr(Ledger) before = one_outage(1000, 2000, 0, 1000);
    g_autoptr(Ledger) after = one_outage(1000, 2000, 2000, 3000);
    g_autoptr(Ledger) across = one_outage(1000, 2000, 500, 1500);

    g_assert_cmpint(ledger_counted_ms(&before->totals), ==, 0);
    g_assert_cmpint(ledger_counted_ms(&after->totals), ==, 0);
    g_assert_cmpint(ledger_counted_ms(&across->totals), ==, 500);
}

/* The caller cuts an open outage at the as-of time; nothing stretches it to the end of the day. */
static void test_open_outage_ends_at_as_of(void)
{
    Instant as_of = 9 * MS_PER_HOUR + 1;
    g_autoptr(Ledger) ledger = one_outage(0, MS_PER_DAY, 9 * MS_PER_HOUR, as_of);

    g_assert_cmpint(ledger_counted_ms(&ledger->totals), ==, 1);
}

static void test_never_below_zero(void)
{
    Outage outages[100];

    for (int i = 0; i < 100; i++)
        outages[i] = (Outage){-1000, 5000, i, SHARE_FULL * (i % 3 + 1)};

    g_autoptr(Ledger) ledger = outages_only(0, 1000, outages, G_N_ELEMENTS(outages));

    g_assert_cmpfloat(ledger_availability(&ledger->totals), ==, 0.0);
}

static void test_whole_day_down(void)
{
    g_autoptr(Ledger) ledger = one_outage(0, MS_PER_DAY, 0, MS_PER_DAY);

    g_assert_cmpfloat(ledger_availability(&ledger->totals), ==, 0.0);
    g_assert_cmpint(ledger->segments->len, ==, 1);
}

static void test_monitor_off_is_unknown(void)
{
    const Exclusion off = {0, 500, 0};
    g_autoptr(Ledger) ledger = ledger_build(0, 1000, NULL, 0, NULL, 0, &off, 1, NULL, 0);

    g_assert_cmpint(ledger->totals.unknown_ms, ==, 500);
    g_assert_cmpint(ledger->totals.down_ms, ==, 0);
    g_assert_cmpfloat(ledger_availability(&ledger->totals), ==, 1.0);
}

static void test_all_maintenance_is_not_measurable(void)
{
    const Exclusion maintenance = {0, 1000, 7};
    const Outage outage = {100, 200, 1, SHARE_FULL};
    g_autoptr(Ledger) ledger = ledger_build(0, 1000, &outage, 1, &maintenance, 1, NULL, 0, NULL, 0);

    g_assert_true(isnan(ledger_availability(&ledger->totals)));
    g_assert_cmpint(segment_at(ledger, 0)->clause, ==, 7);
    g_assert_cmpint(segment_at(ledger, 0)->n_credits, ==, 1); /* the outage is named, with nothing counted */
    g_assert_cmpint(g_array_index(ledger->credits, Credit, 0).share_ppm, ==, 0);
}

/* January and March up, February down for 14 of its 28 days: 76 days of 90, not the mean of three months. */
static void test_quarter_is_not_a_mean(void)
{
    Period quarter;

    g_assert_true(period_parse("2022-Q1", zone_utc(), &quarter, NULL));

    Instant february = period_month(2022, 2, zone_utc()).from;
    g_autoptr(Ledger) ledger = one_outage(quarter.from, quarter.to, february, february + 14 * MS_PER_DAY);

    g_assert_cmpfloat_with_epsilon(ledger_availability(&ledger->totals), 76.0 / 90.0, 1e-15);
}

static void test_nothing_is_truncated(void)
{
    g_autoptr(Ledger) ledger = one_outage(0, MS_PER_DAY, 0, MS_PER_HOUR - 1);

    g_assert_cmpint(ledger_counted_ms(&ledger->totals), ==, 3599999);
}

/* A night with a clock change: an hour down out of 743. */
static void test_clock_change(void)
{
    Period march = period_month(2022, 3, zone_find("Europe/Berlin", NULL));
    g_autoptr(Ledger) ledger = one_outage(march.from, march.to, march.from, march.from + MS_PER_HOUR);

    g_assert_cmpint(ledger->totals.length_ms, ==, 743 * MS_PER_HOUR);
    g_assert_cmpfloat_with_epsilon(ledger_availability(&ledger->totals), 742.0 / 743.0, 1e-15);
}

static void test_counted_rounds_to_nearest(void)
{
    static const struct {
        int64_t ppm_ms, ms;
    } cases[] = {{0, 0}, {499999, 0}, {500000, 1}, {1499999, 1}, {INT64_C(1000000) * 77, 77}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        LedgerTotals totals = {.counted_ppm_ms = cases[i].ppm_ms};

        g_assert_cmpint(ledger_counted_ms(&totals), ==, cases[i].ms);
    }
}

/* "23 minutes on the second day", beside a dated outage that holds the day's first hour. */
static void test_undated(void)
{
    const Outage dated = {MS_PER_DAY, MS_PER_DAY + MS_PER_HOUR, 1, SHARE_FULL};
    const UndatedOutage undated = {MS_PER_DAY, 2 * MS_PER_DAY, 23 * MS_PER_MINUTE, 2, SHARE_FULL};
    g_autoptr(Ledger) ledger = ledger_build(0, 3 * MS_PER_DAY, &dated, 1, NULL, 0, NULL, 0, &undated, 1);

    g_assert_cmpint(ledger->totals.down_ms, ==, 83 * MS_PER_MINUTE);
    g_assert_cmpint(ledger->totals.undated_ms, ==, 23 * MS_PER_MINUTE);
    g_assert_cmpint(ledger->totals.outages_n, ==, 2);
    g_assert_cmpint(segment_at(ledger, 2)->from, ==, MS_PER_DAY + MS_PER_HOUR);
    g_assert_true(segment_at(ledger, 2)->undated);
}

static void test_undated_without_room(void)
{
    const Outage dated = {0, 900, 1, SHARE_FULL};
    const UndatedOutage undated[] = {{0, 1000, 250, 2, SHARE_FULL}, {0, 1000, 10, 3, SHARE_FULL}};
    g_autoptr(Ledger) ledger = ledger_build(0, 1000, &dated, 1, NULL, 0, NULL, 0, undated, 2);

    g_assert_cmpint(ledger->totals.down_ms, ==, 1000);
    g_assert_cmpint(ledger->totals.unplaced_ms, ==, 160);
    g_assert_cmpint(ledger->totals.outages_n, ==, 2);
}

static void test_union(void)
{
    Outage windows[] = {{50, 80, 1, 0}, {0, 20, 1, 0}, {10, 30, 1, 0}, {60, 70, 1, 0}, {90, 85, 1, 0}};

    g_assert_cmpint(windows_union_ms(windows, 5, 0, 100), ==, 60);
    g_assert_cmpint(windows_union_ms(windows, 5, 15, 60), ==, 25);
    g_assert_cmpint(windows_union_ms(windows, 0, 0, 100), ==, 0);
}

/* Thousands of incidents that nobody closed: each adds its share or nothing, and the work stays small. */
static void test_many_open(void)
{
    enum { N = 20000 };
    g_autofree Outage *outages = g_new(Outage, N);

    for (int i = 0; i < N; i++)
        outages[i] = (Outage){i, N, i, i < N / 2 ? 500000 : SHARE_FULL};

    g_autoptr(Ledger) ledger = outages_only(0, N, outages, N);

    g_assert_cmpint(ledger->segments->len, ==, 2);
    g_assert_cmpint(ledger->totals.counted_ppm_ms, ==, INT64_C(10000) * 500000 + INT64_C(10000) * SHARE_FULL);
}

/* Many short outages in any order, a window of maintenance each hundred: the sums are known in advance. */
static void test_many_short(void)
{
    enum { N = 200000 };
    g_autofree Outage *outages = g_new(Outage, N);
    g_autofree Exclusion *exclusions = g_new(Exclusion, N / 100);

    for (int64_t i = 0; i < N; i++) {
        int64_t shuffled = i * 7919 % N; /* 7919 shares no factor with N */

        outages[i] = (Outage){shuffled * 10, shuffled * 10 + 4, shuffled, SHARE_FULL};
    }
    for (int64_t i = 0; i < N / 100; i++)
        exclusions[i] = (Exclusion){i * 1000, i * 1000 + 10, 1};

    g_autoptr(Ledger) ledger = ledger_build(0, N * 10, outages, N, exclusions, N / 100, NULL, 0, NULL, 0);

    g_assert_cmpint(ledger->totals.down_ms, ==, (N - N / 100) * 4);
    g_assert_cmpint(ledger->totals.outages_n, ==, N - N / 100);
    g_assert_cmpint(ledger->totals.excluded_ms, ==, N / 10);
}

static void test_empty(void)
{
    g_autoptr(Ledger) ledger = outages_only(0, 1000, NULL, 0);
    g_autoptr(GArray) counts = ledger_by_incident(ledger);

    g_assert_cmpint(ledger->segments->len, ==, 1);
    g_assert_cmpint(ledger->totals.up_ms, ==, 1000);
    g_assert_cmpint(counts->len, ==, 0);
    g_assert_cmpstr(segment_class_name(segment_at(ledger, 0)->class), ==, "up");
    ledger_free(NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/ledger-cases/overlaps-count-once", test_overlaps_count_once);
    g_test_add_func("/ledger-cases/partial-shares", test_partial_shares);
    g_test_add_func("/ledger-cases/outside-the-period", test_outside_the_period);
    g_test_add_func("/ledger-cases/open-outage-ends-at-as-of", test_open_outage_ends_at_as_of);
    g_test_add_func("/ledger-cases/never-below-zero", test_never_below_zero);
    g_test_add_func("/ledger-cases/whole-day-down", test_whole_day_down);
    g_test_add_func("/ledger-cases/monitor-off-is-unknown", test_monitor_off_is_unknown);
    g_test_add_func("/ledger-cases/all-maintenance", test_all_maintenance_is_not_measurable);
    g_test_add_func("/ledger-cases/quarter-is-not-a-mean", test_quarter_is_not_a_mean);
    g_test_add_func("/ledger-cases/nothing-is-truncated", test_nothing_is_truncated);
    g_test_add_func("/ledger-cases/clock-change", test_clock_change);
    g_test_add_func("/ledger-cases/counted-rounds", test_counted_rounds_to_nearest);
    g_test_add_func("/ledger-cases/undated", test_undated);
    g_test_add_func("/ledger-cases/undated-without-room", test_undated_without_room);
    g_test_add_func("/ledger-cases/union", test_union);
    g_test_add_func("/ledger-cases/many-open", test_many_open);
    g_test_add_func("/ledger-cases/many-short", test_many_short);
    g_test_add_func("/ledger-cases/empty", test_empty);
    return g_test_run();
}
