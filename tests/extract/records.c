#include "nines/extract/extract_records.h"

#include "support.h"

static bool record_of(const char *text, guint index, Record *record, const char **reason)
{
    g_autoptr(Extraction) x = extract_text("doc.md", text);
    ExtractSettings settings = {0};
    if (index >= x->incidents->len)
        return false;
    return extract_to_record(x, index, &settings, record, reason);
}

static void test_times(void)
{
    g_autoptr(Record) record = record_new();
    const char *reason = NULL;
    g_assert_true(record_of(
        "# Cart outage\n\nAll times CET.\n\n- 2022-01-05 10:00 errors began\n- 2022-01-05 10:40 service restored\n\n"
        "## Impact\n\n305 customers were affected, we lost EUR 1,200.50.\n",
        0, record, &reason));
    g_assert_cmpint(record->at[MOMENT_STARTED], ==, INT64_C(1641373200000));  /* 09:00Z */
    g_assert_cmpint(record->at[MOMENT_RESOLVED], ==, INT64_C(1641375600000)); /* 09:40Z */
    g_assert_cmpint(record->zone_basis, ==, ZONE_BASIS_STATED);
    g_assert_cmpint(record->precision, ==, PRECISION_MINUTE);
    g_assert_cmpstr(record->title, ==, "Cart outage");
    g_assert_cmpstr(record->external_id, ==, "doc");
    g_assert_cmpuint(record->amounts->len, ==, 2);
    g_assert_cmpint(g_array_index(record->amounts, RecordAmount, 0).likely, ==, 305);
    g_assert_cmpint(g_array_index(record->amounts, RecordAmount, 1).likely, ==, 120050);
    g_assert_cmpstr(g_array_index(record->amounts, RecordAmount, 1).currency, ==, "EUR");
    g_assert_cmpuint(record->evidence->len, >=, 5);
}

static void test_undated(void)
{
    g_autoptr(Record) record = record_new();
    const char *reason = NULL;
    g_assert_true(
        record_of("# Outage on 5 May 2020\n\nIn all the carts were down for 23 minutes.\n", 0, record, &reason));
    g_assert_cmpint(record->at[MOMENT_STARTED], ==, INSTANT_NONE);
    g_assert_cmpint(record->stated_duration_ms, ==, 23 * MS_PER_MINUTE);
    g_assert_cmpint(record->within_from_at, ==, INT64_C(1588636800000));
    g_assert_cmpint(record->within_to_at - record->within_from_at, ==, MS_PER_DAY);
    g_assert_cmpint(record->precision, ==, PRECISION_DAY);
}

static void test_no_date(void)
{
    g_autoptr(Record) record = record_new();
    const char *reason = NULL;
    g_assert_false(record_of("# Outage\n\nIn all the carts were down for 23 minutes.\n", 0, record, &reason));
    g_assert_cmpstr(reason, ==, "the document gives no date: say the year with --year");
    g_autoptr(Extraction) x = extract_text("doc.md", "# Outage\n\nIn all the carts were down for 23 minutes.\n");
    ExtractSettings settings = {.timeline = {.year = 2023}};
    g_assert_true(extract_to_record(x, 0, &settings, record, &reason));
    g_assert_cmpint(record->within_to_at - record->within_from_at, ==, 365 * MS_PER_DAY);
    g_assert_cmpint(record->stated_duration_ms, ==, 23 * MS_PER_MINUTE);
}

static void test_contradictions(void)
{
    g_autoptr(Record) record = record_new();
    const char *reason = NULL;
    g_assert_true(record_of("# Outage\n\nDuration: 20 minutes\n\n- 2022-01-05 10:00 UTC outage began\n- 2022-01-05 "
                            "10:40 UTC service restored\n",
                            0, record, &reason));
    g_assert_cmpuint(record->findings->len, ==, 1);
    g_assert_cmpstr(g_array_index(record->findings, RecordFinding, 0).kind, ==, "contradiction");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/extract/records/times", test_times);
    g_test_add_func("/extract/records/undated", test_undated);
    g_test_add_func("/extract/records/no-date", test_no_date);
    g_test_add_func("/extract/records/contradictions", test_contradictions);
    return g_test_run();
}
