/* Published contract terms with their published answers. Every expectation is worked in a comment. */
#include "support.h"

typedef struct {
    const char *service, *from, *to, *tags;
    int64_t users;
} Down;

typedef struct {
    const char *name, *fixture, *period;
    guint obligation;
    Down down[3];
    Verdict verdict;
    int64_t budget_ms, counted_ms;
    int decimals;        /* of the percentage below */
    const char *percent; /* availability */
    int64_t credit_minor;
} Vector;

#define NO_USERS 0
#define DOWN(service_, from_, to_)                                                                                     \
    {                                                                                                                  \
        .service = service_, .from = from_, .to = to_                                                                  \
    }
#define DOWN_TAGGED(service_, from_, to_, tags_)                                                                       \
    {                                                                                                                  \
        .service = service_, .from = from_, .to = to_, .tags = tags_                                                   \
    }
#define DOWN_USERS(service_, from_, to_, users_)                                                                       \
    {                                                                                                                  \
        .service = service_, .from = from_, .to = to_, .users = users_                                                 \
    }
#define MINUTES(n) ((int64_t)((n)*60000.0 + 0.5))

static const Vector VECTORS[] = {
    /* 30 d = 43,200 min; 0.01 % of it 4.32 min. 5 min: 1 - 5/43,200 = 0.99988426; 10 % of 1,000. */
    {"aws-compute",
     "aws-compute.yaml",
     "2026-06",
     0,
     {DOWN("compute-region", "2026-06-10T10:00", "2026-06-10T10:05")},
     VERDICT_BREACHED,
     MINUTES(4.32),
     MINUTES(5),
     4,
     "99.9884",
     10000},
    /* 4 min are within it: no credit. */
    {"aws-compute-met",
     "aws-compute.yaml",
     "2026-06",
     0,
     {DOWN("compute-region", "2026-06-10T10:00", "2026-06-10T10:04")},
     VERDICT_MET,
     MINUTES(4.32),
     MINUTES(4),
     4,
     "99.9907",
     0},
    /* 31 d = 44,640 min; 0.5 % = 223.2 min. */
    {"aws-ec2-instance",
     "aws-ec2-instance.yaml",
     "2026-05",
     0,
     {DOWN("i-0001", "2026-05-03T00:00", "2026-05-03T03:43")},
     VERDICT_MET,
     MINUTES(223.2),
     MINUTES(223),
     4,
     "99.5004",
     0},
    /* 223 min 12 s is exactly the allowance; one second more is a breach that pays 10 % of 100. */
    {"aws-ec2-instance-edge",
     "aws-ec2-instance.yaml",
     "2026-05",
     0,
     {DOWN("i-0001", "2026-05-03T00:00", "2026-05-03T03:43:12")},
     VERDICT_MET,
     MINUTES(223.2),
     MINUTES(223.2),
     4,
     "99.5000",
     0},
    {"aws-ec2-instance-over",
     "aws-ec2-instance.yaml",
     "2026-05",
     0,
     {DOWN("i-0001", "2026-05-03T00:00", "2026-05-03T03:43:13")},
     VERDICT_BREACHED,
     MINUTES(223.2),
     MINUTES(223.2) + 1000,
     4,
     "99.5000",
     1000},
    /* 31 d = 8,928 slices of 5 min; 5 h are 60 of them: 1 - 60/8928 = 0.993280; at least 99.0, so 10 % of 500. */
    {"s3-standard",
     "s3-standard.yaml",
     "2026-07",
     0,
     {DOWN("object-storage", "2026-07-02T01:00", "2026-07-02T06:00")},
     VERDICT_BREACHED,
     MINUTES(44.64),
     MINUTES(300),
     3,
     "99.328",
     5000},
    /* 59 s, 61 s and 4 min 30 s: 0 + 1 + 4 = 5 min of 43,200: breached at 4.32 min; 10 % of 2,000. */
    {"gce",
     "gce.yaml",
     "2026-06",
     0,
     {DOWN("gce-instances", "2026-06-10T10:00:00", "2026-06-10T10:00:59"),
      DOWN("gce-instances", "2026-06-11T10:00:20", "2026-06-11T10:01:21"),
      DOWN("gce-instances", "2026-06-12T10:00:00", "2026-06-12T10:04:30")},
     VERDICT_BREACHED,
     MINUTES(4.32),
     MINUTES(5),
     4,
     "99.9884",
     20000},
    /* 1,000 users x 43,200 min; 250 x 120 = 30,000 user-minutes: 1 - 30/43,200 = 0.999306: met. */
    {"microsoft-365-met",
     "microsoft-365.yaml",
     "2026-06",
     0,
     {DOWN_USERS("exchange-online", "2026-06-10T10:00", "2026-06-10T12:00", 250)},
     VERDICT_MET,
     MINUTES(43.2),
     MINUTES(30),
     4,
     "99.9306",
     0},
    /* 1,000 x 60 = 60,000 user-minutes: 1 - 60/43,200 = 0.998611: 25 % of 22,000. */
    {"microsoft-365",
     "microsoft-365.yaml",
     "2026-06",
     0,
     {DOWN_USERS("exchange-online", "2026-06-10T10:00", "2026-06-10T11:00", 1000)},
     VERDICT_BREACHED,
     MINUTES(43.2),
     MINUTES(60),
     4,
     "99.8611",
     550000},
    /* 60 of 43,200 min: 99.86 %; 10 % of 800. */
    {"atlassian-cloud",
     "atlassian-cloud.yaml",
     "2026-06",
     0,
     {DOWN("issue-tracker", "2026-06-10T10:00", "2026-06-10T11:00")},
     VERDICT_BREACHED,
     MINUTES(43.2),
     MINUTES(60),
     2,
     "99.86",
     8000},
    /* First quarter of 2026: 90 d = 129,600 min; 129.6 allowed. 130 min: 99.8997 %, 10 % of 21,000. */
    {"github-enterprise",
     "github-enterprise.yaml",
     "2026-Q1",
     0,
     {DOWN("git-operations", "2026-02-10T10:00", "2026-02-10T12:10")},
     VERDICT_BREACHED,
     MINUTES(129.6),
     MINUTES(130),
     4,
     "99.8997",
     210000},
    /* 22 h = 1,320 min: 98.98 %, below 99.0: 25 %. */
    {"github-enterprise-25",
     "github-enterprise.yaml",
     "2026-Q1",
     0,
     {DOWN("git-operations", "2026-02-10T00:00", "2026-02-10T22:00")},
     VERDICT_BREACHED,
     MINUTES(129.6),
     MINUTES(1320),
     2,
     "98.98",
     525000},
    /* Second quarter of 2026: 91 d = 131,040 min, 13.104 allowed; 30 min: 9,000 x 30/131,040 x 10 = 20.604 */
    {"slack",
     "slack.yaml",
     "2026-Q2",
     0,
     {DOWN("messaging", "2026-05-10T10:00", "2026-05-10T10:30")},
     VERDICT_BREACHED,
     MINUTES(13.104),
     MINUTES(30),
     3,
     "99.977",
     2060},
    /* A = 43,200, B = 40, C = 25: 2021 (A - B + C)/A = 1 - 15/43,200 = 0.9996528: met. */
    {"twilio-2021",
     "twilio.yaml",
     "2021-06",
     0,
     {DOWN("api", "2021-06-10T10:00", "2021-06-10T10:15"),
      DOWN_TAGGED("api", "2021-06-12T10:00", "2021-06-12T10:25", "customer-caused")},
     VERDICT_MET,
     MINUTES(21.6),
     MINUTES(15),
     4,
     "99.9653",
     0},
    /* 2023 (A - B)/A = 1 - 40/43,200 = 0.9990741: breached, 10 % of 1,000. */
    {"twilio-2023",
     "twilio.yaml",
     "2023-06",
     0,
     {DOWN("api", "2023-06-10T10:00", "2023-06-10T10:15"),
      DOWN_TAGGED("api", "2023-06-12T10:00", "2023-06-12T10:25", "customer-caused")},
     VERDICT_BREACHED,
     MINUTES(21.6),
     MINUTES(40),
     4,
     "99.9074",
     10000},
    /* 95 min = 3 full half hours: 3 x 5 = 15 % of 400. */
    {"rackspace-full",
     "rackspace.yaml",
     "2026-06",
     0,
     {DOWN("network", "2026-06-10T10:00", "2026-06-10T11:35")},
     VERDICT_BREACHED,
     0,
     MINUTES(95),
     2,
     "99.78",
     6000},
    /* 95 min = 4 begun half hours: 20 % of 400. */
    {"rackspace-started",
     "rackspace.yaml",
     "2026-06",
     1,
     {DOWN("network", "2026-06-10T10:00", "2026-06-10T11:35")},
     VERDICT_BREACHED,
     0,
     MINUTES(95),
     2,
     "99.78",
     8000},
    /* One name server down for 432 min in 31 d: the service of two still answers; 1 - 432/44,640 = 99.032 %, allowed.
     */
    {"icann-service",
     "icann-registry.yaml",
     "2026-05",
     0,
     {DOWN("ns1", "2026-05-10T10:00", "2026-05-10T17:12")},
     VERDICT_MET,
     0,
     0,
     3,
     "100.000",
     0},
    {"icann-name-server",
     "icann-registry.yaml",
     "2026-05",
     1,
     {DOWN("ns1", "2026-05-10T10:00", "2026-05-10T17:12")},
     VERDICT_MET,
     MINUTES(432),
     MINUTES(432),
     3,
     "99.032",
     0},
    /* One more minute is over; and both down for one minute breaks a promise of 0 minutes. */
    {"icann-name-server-over",
     "icann-registry.yaml",
     "2026-05",
     1,
     {DOWN("ns1", "2026-05-10T10:00", "2026-05-10T17:13")},
     VERDICT_BREACHED,
     MINUTES(432),
     MINUTES(433),
     3,
     "99.030",
     0},
    {"icann-both",
     "icann-registry.yaml",
     "2026-05",
     0,
     {DOWN("ns1", "2026-05-10T10:00", "2026-05-10T17:12"), DOWN("ns2", "2026-05-10T17:11", "2026-05-10T18:00")},
     VERDICT_BREACHED,
     0,
     MINUTES(1),
     4,
     "99.9978",
     0},
};

static JudgeFacts *facts_of(const Down *down, guint n)
{
    JudgeFacts *facts = judge_facts_new();
    for (guint i = 0; i < n && down[i].service != NULL; i++) {
        JudgeOutage *outage = add_outage(facts, i + 1, down[i].service, down[i].from, down[i].to);
        outage->tags = judge_facts_tags(facts, down[i].tags);
        outage->users = down[i].users != NO_USERS ? down[i].users : USERS_UNKNOWN;
    }
    return facts;
}

static void test_vector(gconstpointer data)
{
    const Vector *vector = data;
    g_autoptr(Contract) contract = read_fixture(vector->fixture);
    g_autoptr(JudgeFacts) facts = facts_of(vector->down, G_N_ELEMENTS(vector->down));
    g_autoptr(Judgement) judgement = judge(contract, vector->period, facts);
    const ObligationJudgement *one = obligation(judgement, vector->obligation);
    g_assert_cmpstr(verdict_name(one->verdict), ==, verdict_name(vector->verdict));
    g_assert_cmpint(one->budget_ms, ==, vector->budget_ms);
    g_assert_cmpint(one->counted_ms, ==, vector->counted_ms);
    g_assert_cmpint(one->credit.minor, ==, vector->credit_minor);
    g_assert_cmpint(one->ledger->totals.up_ms + one->ledger->totals.down_ms + one->excluded_ms + one->unknown_ms, ==,
                    one->length_ms);
    assert_percent(one, vector->decimals, vector->percent);
}

/* ---- the URL shortener ---- */

/* 15 min a year; 23 min somewhere on 2023-09-22 (zone of the contract). 23/15 = 1.5333: 153.3 %, over by 8 min. */
static void test_url_shortener(void)
{
    g_autoptr(Contract) contract = read_fixture("url-shortener.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    JudgeUndated undated = {.incident = 1,
                            .label = "urls",
                            .service = "url-shortener",
                            .within_from = when("2023-09-22T04:00"), /* midnight in New York, UTC-4 */
                            .within_to = when("2023-09-23T04:00"),
                            .duration_ms = 23 * MS_PER_MINUTE,
                            .share_ppm = SHARE_FULL};
    g_array_append_val(facts->undated, undated);
    const char *periods[] = {"2023", "2023-09"};
    for (guint i = 0; i < G_N_ELEMENTS(periods); i++) {
        g_autoptr(Judgement) judgement = judge(contract, periods[i], facts);
        const ObligationJudgement *one = obligation(judgement, 0);
        g_assert_cmpstr(one->period, ==, "2023");
        g_assert_cmpint(one->verdict, ==, VERDICT_BREACHED);
        g_assert_cmpint(judgement->verdict, ==, VERDICT_BREACHED);
        g_assert_cmpint(one->budget_ms, ==, 15 * MS_PER_MINUTE);
        g_assert_cmpint(one->counted_ms, ==, 23 * MS_PER_MINUTE);
        g_assert_cmpint(one->remaining_ms, ==, -8 * MS_PER_MINUTE);
        g_assert_cmpint((1000 * one->counted_ms + one->budget_ms / 2) / one->budget_ms, ==, 1533);
        g_assert_cmpint(verdict_exit_status(judgement->verdict), ==, 1);
    }
}

/* ---- a boundary in two tiers, and one in none ---- */

/* 0.1 % of 129,600 min is 129.6 min = 2 h 9 min 36 s: met by the target, 10 % (2,100.00) by the tier. */
static void test_github_double_boundary(void)
{
    g_autoptr(Contract) contract = read_fixture("github-enterprise.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "git-operations", "2026-02-10T10:00:00", "2026-02-10T12:09:36");
    g_autoptr(Judgement) judgement = judge(contract, "2026-Q1", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    g_assert_cmpint(one->verdict, ==, VERDICT_MET);
    g_assert_cmpuint(one->readings->len, ==, 2);
    const Reading *target = &g_array_index(one->readings, Reading, 0),
                  *tier = &g_array_index(one->readings, Reading, 1);
    g_assert_cmpint(target->verdict, ==, VERDICT_MET);
    g_assert_cmpint(target->minor, ==, 0);
    g_assert_cmpint(tier->verdict, ==, VERDICT_BREACHED);
    g_assert_cmpint(tier->minor, ==, 210000);
}

/* 1 % of 129,600 min is 1,296 min = 21 h 36 min: between "above 99.0" and "below 99.0"; 10 %, 25 % or nothing. */
static void test_github_hole(void)
{
    g_autoptr(Contract) contract = read_fixture("github-enterprise.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_outage(facts, 1, "git-operations", "2026-02-10T00:00", "2026-02-10T21:36");
    g_autoptr(Judgement) judgement = judge(contract, "2026-Q1", facts);
    const ObligationJudgement *one = obligation(judgement, 0);
    static const int64_t expected[] = {210000, 525000, 0};
    g_assert_cmpint(one->verdict, ==, VERDICT_BREACHED_NO_CREDIT);
    g_assert_cmpuint(one->readings->len, ==, 3);
    for (guint i = 0; i < one->readings->len && i < 3; i++)
        g_assert_cmpint(g_array_index(one->readings, Reading, i).minor, ==, expected[i]);
}

/* ---- working time ---- */

static void add_ticket(JudgeFacts *facts, const char *label, const char *severity, const char *declared,
                       const char *responded, const char *resolved)
{
    JudgeTicket ticket = {.label = label,
                          .severity = severity,
                          .started_at = when(declared),
                          .detected_at = INSTANT_NONE,
                          .declared_at = when(declared),
                          .responded_at = responded != NULL ? when(responded) : INSTANT_NONE,
                          .resolved_at = resolved != NULL ? when(resolved) : INSTANT_NONE};
    g_array_append_val(facts->tickets, ticket);
}

static const ResponseJudgement *response(const Judgement *judgement, guint index)
{
    g_assert_cmpuint(judgement->responses->len, >, index);
    return g_ptr_array_index(judgement->responses, index);
}

/* Opened Friday 16:30; 1 h is left of that day, 7 h of Monday from 09:00: due Monday 16:00. In November London is UTC.
 */
static void test_orgvue(void)
{
    g_autoptr(Contract) contract = read_fixture("orgvue.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_ticket(facts, "T-1", "Urgent fix", "2026-11-06T16:30", NULL, "2026-11-09T16:00");
    add_ticket(facts, "T-2", "Urgent fix", "2026-11-06T16:30", NULL, "2026-11-09T16:01");
    /* High, opened Friday 17:00: answer due after 30 min on Friday and 30 min on Monday: Monday 09:30. */
    add_ticket(facts, "T-3", "High", "2026-11-06T17:00", "2026-11-09T09:30", "2026-11-10T09:00");
    /* 16 h from Thursday 24 December 09:00: 8.5 h that day; 25th and 28th are holidays, so Tuesday 29th 16:30. */
    add_ticket(facts, "T-4", "High", "2026-12-24T09:00", "2026-12-24T09:10", "2026-12-29T16:30");
    g_autoptr(Judgement) november = judge(contract, "2026-11", facts);
    const ResponseJudgement *respond = response(november, 0), *fix = response(november, 2);
    g_assert_cmpint(respond->n, ==, 1);
    g_assert_cmpint(respond->verdict, ==, VERDICT_MET);
    g_assert_cmpint(g_array_index(respond->tickets, TicketJudgement, 0).due_at, ==, when("2026-11-09T09:30"));
    g_assert_cmpint(fix->n, ==, 2);
    g_assert_cmpint(fix->in_time, ==, 1);
    g_assert_cmpint(fix->verdict, ==, VERDICT_BREACHED);
    g_assert_cmpint(g_array_index(fix->tickets, TicketJudgement, 0).due_at, ==, when("2026-11-09T16:00"));
    g_assert_cmpint(g_array_index(fix->tickets, TicketJudgement, 1).over_ms, ==, MS_PER_MINUTE);
    g_autoptr(Judgement) december = judge(contract, "2026-12", facts);
    const ResponseJudgement *resolve = response(december, 1);
    g_assert_cmpint(resolve->verdict, ==, VERDICT_MET);
    g_assert_cmpint(g_array_index(resolve->tickets, TicketJudgement, 0).due_at, ==, when("2026-12-29T16:30"));
}

/* Answered after 16 min (5,000) and fixed after 4 h 01 (10,000): 15,000. Four such tickets make 60,000, capped at 40 %
 * of 100,000 for each of the two targets: 4 x 5,000 = 20,000 and 40,000. */
static void test_msp(void)
{
    g_autoptr(Contract) contract = read_fixture("msp.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    add_ticket(facts, "P1-1", "P1", "2026-11-06T10:00", "2026-11-06T10:16", "2026-11-06T14:01");
    g_autoptr(Judgement) judgement = judge(contract, "2026-11", facts);
    g_assert_cmpint(judgement->credit_minor, ==, 1500000);
    for (int i = 0; i < 4; i++)
        add_ticket(facts, "P1-n", "P1", "2026-11-07T10:00", "2026-11-07T10:16", "2026-11-07T14:01");
    g_autoptr(Judgement) five = judge(contract, "2026-11", facts);
    g_assert_cmpint(response(five, 0)->credit.minor, ==, 2500000);
    g_assert_cmpint(response(five, 1)->credit.minor, ==, 4000000);
}

/* ---- minutes allowed at 99.9 % ---- */

typedef struct {
    const char *period;
    double minutes;
} Allowance;

/* 0.1 % of 28, 29, 30, 31 days; of 90, 91 and 92 days; of 365 and 366 days. */
static void test_allowance(void)
{
    static const Allowance expected[] = {
        {"2023-02", 40.32},  {"2024-02", 41.76},  {"2023-04", 43.2}, {"2023-05", 44.64}, {"2025-Q1", 129.6},
        {"2025-Q2", 131.04}, {"2025-Q3", 132.48}, {"2029", 525.6},   {"2032", 527.04},   {"2028-Q1", 131.04},
    };
    g_autoptr(Contract) contract = read_fixture("allowance.yaml");
    g_autoptr(JudgeFacts) facts = judge_facts_new();
    for (guint i = 0; i < G_N_ELEMENTS(expected); i++) {
        g_autoptr(Judgement) judgement =
            judge_period_as_of(contract, expected[i].period, facts, when("2040-01-01T00:00"));
        g_assert_cmpuint(judgement->obligations->len, ==, 1);
        g_assert_cmpint(obligation(judgement, 0)->budget_ms, ==, MINUTES(expected[i].minutes));
        g_assert_cmpint(obligation(judgement, 0)->verdict, ==, VERDICT_MET);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (guint i = 0; i < G_N_ELEMENTS(VECTORS); i++) {
        g_autofree char *path = g_strdup_printf("/vectors/%s", VECTORS[i].name);
        g_test_add_data_func(path, &VECTORS[i], test_vector);
    }
    g_test_add_func("/vectors/url-shortener", test_url_shortener);
    g_test_add_func("/vectors/github-double-boundary", test_github_double_boundary);
    g_test_add_func("/vectors/github-hole", test_github_hole);
    g_test_add_func("/vectors/orgvue", test_orgvue);
    g_test_add_func("/vectors/msp", test_msp);
    g_test_add_func("/vectors/allowance", test_allowance);
    return g_test_run();
}
