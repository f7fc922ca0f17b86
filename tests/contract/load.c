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

static void put_outage(FactWriter *writer, const char *id, const char *from, const char *to, const char *cause)
{
    g_autoptr(Record) record = record_new();
    record->external_id = id;
    record->title = id;
    record->cause = cause;
    record->at[MOMENT_STARTED] = when(from);
    record->at[MOMENT_RESOLVED] = when(to);
    record_add_service(record, "web");
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
    put_outage(writer, "W-1", "2026-04-10T10:00", "2026-04-10T12:00", NULL);
    put_outage(writer, "W-2", "2026-04-12T10:00", "2026-04-12T10:50", "beta");
    put_outage(writer, "W-3", "2026-05-31T23:00", "2026-06-01T01:00", NULL);
    put_outage(writer, "W-4", "2026-06-12T10:00", "2026-06-12T10:30", "beta");
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

typedef struct {
    JudgementJson writer;
    Judgement *sum;
} Parts;

static void add_part(const Judgement *part, gpointer user_data)
{
    Parts *parts = user_data;
    judgement_merge(parts->sum, part);
    judgement_json_add(&parts->writer, part);
}

/* Month by month with each month's own facts comes to the same as all at once, for terms that look back (caps, chronic
 * failure) and ahead (earning back). */
static void test_parts(void)
{
    g_autoptr(Store) store = filled_store();
    g_autoptr(GError) error = NULL;
    g_autoptr(Contract) contract = read_text_contract(
        "contract: c\ntimezone: Europe/Berlin\nperiod: month\nfee: {amount: 100.00, currency: EUR}\navailability:\n"
        "  - {name: web, services: [web], target: 99.9%, exclude: [{tags: [beta], cap: 1h/year}],\n"
        "     credits: {tiers: [{below: 99.9%, percent: 10}], earn_back: 2}}\n"
        "response: [{severity: [P1], respond: 15min}]\n"
        "chronic: [{breaches: 2, periods: 3}, {downtime: 3h, periods: 2}]\n");
    Period period;
    g_assert_true(period_parse("2026-03..2026-09", ((const Terms *)g_ptr_array_index(contract->versions, 0))->zone,
                               &period, &error));
    Instant as_of = when("2026-12-01T00:00");
    g_autoptr(JudgeFacts) facts = facts_load(store, contract, &period, as_of, &error);
    g_autoptr(Judgement) whole = contract_judge(contract, &period, facts, as_of, &error);
    g_assert_no_error(error);
    g_autoptr(GString) expected = g_string_new(NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    judgement_write_json(whole, expected);
    g_autoptr(Judgement) sum = judgement_sum_new(contract, &period, as_of);
    Parts parts = {.sum = sum};
    judgement_json_begin(&parts.writer, sum, out);
    g_assert_true(contract_judge_store(store, contract, &period, as_of, add_part, &parts, &error));
    judgement_json_end(&parts.writer, sum);
    g_assert_cmpstr(out->str, ==, expected->str);
    g_assert_cmpuint(whole->obligations->len, ==, 7);
    g_assert_cmpint(sum->verdict, ==, VERDICT_BREACHED);
    /* June in Berlin holds W-3's 120 min, 13 of I-4, and 20 of W-4, as beta's hour of the year has 10 min left. July
     * and August are met, so its credit goes back; April's stays, as June is breached. */
    g_assert_cmpint(obligation(whole, 3)->counted_ms, ==, 153 * MS_PER_MINUTE);
    g_assert_cmpint(obligation(whole, 3)->earn_back.state, ==, EARN_EARNED);
    g_assert_cmpint(obligation(whole, 1)->earn_back.state, ==, EARN_LOST);
    g_assert_true(((const ChronicJudgement *)g_ptr_array_index(whole->chronic, 6))->reached);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/load/all", test_load);
    g_test_add_func("/load/parts", test_parts);
    return g_test_run();
}
