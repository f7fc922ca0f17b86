/* From the database to judgements: what was stored comes back as facts. */
#include "nines/contract/load.h"
#include "nines/store/fact_writer.h"
#include "support.h"

static void put(FactWriter *writer, Record *record)
{
    g_autoptr(GError) error = NULL;
    PutOutcome outcome;
    g_assert_true(fact_writer_put(writer, record, &outcome, &error));
    g_assert_no_error(error);
    g_assert_cmpint(outcome, ==, PUT_INSERTED);
    record_clear(record);
}

static void put_incidents(FactWriter *writer)
{
    g_autoptr(Record) record = record_new();
    record->external_id = "I-1";
    record->title = "Plain";
    record->severity = "P1";
    record->cause = "force-majeure";
    record->at[MOMENT_STARTED] = when("2026-06-10T10:00");
    record->at[MOMENT_DECLARED] = when("2026-06-10T10:05");
    record->at[MOMENT_ACKNOWLEDGED] = when("2026-06-10T10:25");
    record->at[MOMENT_RESOLVED] = when("2026-06-10T11:00");
    record_add_service(record, "api");
    record_add_region(record, "eu");
    put(writer, record);
    record->external_id = "I-2";
    record->title = "Undated";
    record->within_from_at = when("2026-06-12T00:00");
    record->within_to_at = when("2026-06-13T00:00");
    record->stated_duration_ms = 23 * MS_PER_MINUTE;
    record->precision = PRECISION_DAY;
    record_add_service(record, "api");
    put(writer, record);
    record->external_id = "I-3";
    record->title = "A test";
    record->kind = KIND_TEST;
    record->is_outage = false;
    record->at[MOMENT_STARTED] = when("2026-06-14T10:00");
    record->at[MOMENT_RESOLVED] = when("2026-06-14T11:00");
    record_add_service(record, "api");
    put(writer, record);
    /* Its due date is known to the day, its times to the minute. */
    record->external_id = "I-4";
    record->title = "Two windows";
    record->precision = PRECISION_DAY;
    record->at[MOMENT_STARTED] = when("2026-06-15T10:07");
    record->at[MOMENT_RESOLVED] = when("2026-06-15T12:00");
    RecordWindow windows[] = {{"api", when("2026-06-15T10:07"), when("2026-06-15T10:17"), 500000},
                              {"web", when("2026-06-15T11:00"), when("2026-06-15T11:13"), -1}};
    g_array_append_vals(record->windows, windows, 2);
    put(writer, record);
}

static Store *filled_store(void)
{
    g_autoptr(GError) error = NULL;
    Store *store = store_open(":memory:", STORE_CREATE, &error);
    g_assert_no_error(error);
    SourceFacts source = {.path = "x.csv",
                          .sha256 = "0",
                          .kind = "incidents",
                          .format = "csv",
                          .profile = "canonical",
                          .origin = "test",
                          .encoding = "UTF-8",
                          .dialect = "",
                          .options = "",
                          .ingested_at = when("2026-07-01T00:00")};
    g_autoptr(FactWriter) writer = fact_writer_open(store, &source, &error);
    g_assert_no_error(error);
    put_incidents(writer);
    PutOutcome outcome;
    g_assert_true(fact_writer_put_maintenance(writer, "MW-1", "api", when("2026-06-20T10:00"), when("2026-06-20T11:00"),
                                              when("2026-06-10T10:00"), INSTANT_NONE, "Database", 1, &outcome, &error));
    SourceCounts counts;
    g_assert_true(fact_writer_commit(writer, &counts, &error));
    g_assert_no_error(error);
    return store;
}

/* api: 60 min + 23 min undated + half of 10 min = 88; the test does not count; one hour of maintenance is out. The
 * answer came 20 min after the ticket was opened. */
static void test_load(void)
{
    g_autoptr(Store) store = filled_store();
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract =
        read_text_contract("contract: c\ntimezone: UTC\nperiod: month\navailability:\n"
                           "  - {name: api, services: [api], target: 99%, exclude: [{maintenance: {notice: 48h}}]}\n"
                           "  - {name: own, services: [api], target: 99%, exclude: [{tags: [force-majeure]}]}\n"
                           "  - {name: us, services: [api], target: 99%, scope: {region: us}}\n"
                           "response: [{severity: [P1], respond: 15min}]\n");
    Period period;
    g_assert_true(period_parse("2026-06", zone_utc(), &period, &error));
    g_autoptr(JudgeFacts) facts = facts_load(store, contract, &period, when("2026-07-01T00:00"), &error);
    g_assert_no_error(error);
    g_autoptr(Judgement) judgement = contract_judge(contract, &period, facts, when("2026-07-01T00:00"), &error);
    g_assert_no_error(error);
    g_assert_cmpint(obligation(judgement, 0)->counted_ms, ==, 88 * MS_PER_MINUTE);
    g_assert_cmpint(obligation(judgement, 0)->excluded_ms, ==, 60 * MS_PER_MINUTE);
    g_assert_cmpstr(g_array_index(obligation(judgement, 0)->incidents, IncidentShare, 0).label, ==, "I-1");
    g_assert_cmpint(obligation(judgement, 1)->counted_ms, ==, 28 * MS_PER_MINUTE);
    g_assert_cmpint(obligation(judgement, 2)->counted_ms, ==, 28 * MS_PER_MINUTE);
    const ResponseJudgement *respond = g_ptr_array_index(judgement->responses, 0);
    g_assert_cmpint(respond->n, ==, 1);
    g_assert_cmpint(g_array_index(respond->tickets, TicketJudgement, 0).taken_ms, ==, 20 * MS_PER_MINUTE);
    g_assert_cmpint(respond->verdict, ==, VERDICT_BREACHED);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/load/all", test_load);
    return g_test_run();
}
