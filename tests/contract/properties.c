/* Random contracts and incidents against the slow oracle, and what must not change a verdict. */
#include "oracle.c"
#include "support.h"

#define CASES 10000
#define MUTATED 2500

static const char *const SERVICES[] = {"alpha", "beta", "gamma"};
static Instant day_start; /* 2026-01-01, a day that begins a month and a year, so a cap begins with it */

static int between(GRand *rand, int low, int high)
{
    return g_rand_int_range(rand, low, high + 1);
}

static int pick_length(GRand *rand)
{
    static const int longest[] = {59, 400, 4000, 50000};
    return between(rand, 1, longest[between(rand, 0, 3)]);
}

static int end_after(GRand *rand, int from, int latest)
{
    int end = from + pick_length(rand);
    return MIN(end, latest);
}

static TestOutage random_outage(GRand *rand, int n_services)
{
    TestOutage o = {.service = between(rand, 0, n_services - 1), .from = between(rand, -20000, DAY)};
    o.to = end_after(rand, o.from, DAY + MARGIN - 1);
    o.share = between(rand, 0, 2) > 0 ? FULL : between(rand, 1, FULL);
    o.detected = between(rand, o.from, o.to);
    o.excluded = between(rand, 0, 5) == 0;
    return o;
}

static TestCase random_case(GRand *rand)
{
    TestCase c = {.n_services = between(rand, 2, MAX_SERVICES), .n_outages = between(rand, 0, 10)};
    c.n_works = between(rand, 0, 4);
    c.n_gaps = between(rand, 0, 2);
    for (int i = 0; i < c.n_outages; i++)
        c.outages[i] = random_outage(rand, c.n_services);
    for (int i = 0; i < c.n_works; i++) {
        int from = between(rand, 0, DAY - 1);
        c.works[i] = (TestWork){
            .from = from, .to = end_after(rand, from, DAY + MARGIN - 1), .notice = between(rand, 0, 4) * 3600};
        c.works[i].service = between(rand, -2, c.n_services - 1);
        c.works[i].service = MAX(c.works[i].service, -1);
    }
    for (int i = 0; i < c.n_gaps; i++) {
        int from = between(rand, 0, DAY - 2);
        c.gaps[i] = (TestGap){.from = from, .to = end_after(rand, from, DAY)};
    }
    c.min_outage = between(rand, 0, 1) * between(rand, 1, 900);
    c.from_detected = between(rand, 0, 2) == 0;
    c.degraded_full = between(rand, 0, 2) == 0;
    c.has_work_clause = between(rand, 0, 1) == 0;
    c.notice = between(rand, 0, 3) * 3600;
    c.cap = between(rand, 0, 1) * between(rand, 60, 9000);
    c.unit = (TestUnit)between(rand, 0, 3);
    c.combine = (TestCombine)between(rand, 0, 3);
    c.slice = between(rand, 1, 5) * 60;
    return c;
}

static char *contract_text(const TestCase *c)
{
    static const char *const combines[] = {"any-down", "all-down", "{k_of_n: 2}", "pooled"};
    GString *text = g_string_new("contract: random\ntimezone: UTC\nperiod: day\n"
                                 "fee: {amount: 1000.00, currency: EUR, per: day}\navailability:\n  - name: x\n");
    g_string_append(text, "    services: [alpha, beta");
    g_string_append_printf(text, "%s]\n    target: 99%%\n", c->n_services == 3 ? ", gamma" : "");
    g_string_append_printf(text, "    combine: %s\n", combines[c->combine]);
    if (c->unit == UNIT_MINUTES_DROP)
        g_string_append(text, "    unit: {whole_minutes: drop_partial}\n");
    else if (c->unit != UNIT_SECONDS)
        g_string_append_printf(text, "    unit: {slices: %ds, bad_when: %s}\n", c->slice,
                               c->unit == UNIT_SLICES_ALL ? "all-down" : "any-down");
    g_string_append_printf(text, "    min_outage: %ds\n", c->min_outage);
    g_string_append_printf(text, "    measured_from: %s\n", c->from_detected ? "detected" : "impact");
    g_string_append_printf(text, "    degraded_counts: %s\n", c->degraded_full ? "full" : "share");
    g_string_append(text, "    exclude:\n      - tags: [outside]\n");
    if (c->has_work_clause)
        g_string_append_printf(text, "      - maintenance: {notice: %ds%s", c->notice, c->cap > 0 ? "" : "}\n");
    if (c->has_work_clause && c->cap > 0)
        g_string_append_printf(text, ", cap: %ds/month}\n", c->cap);
    g_string_append(text, "    credits: {tiers: [{below: 99%, percent: 10}, {below: 90%, percent: 25}]}\n");
    return g_string_free(text, FALSE);
}

static void put_outage(JudgeFacts *facts, int64_t incident, const TestOutage *o)
{
    JudgeOutage outage = judge_outage(incident, SERVICES[o->service], day_start + o->from * MS_PER_SECOND,
                                      day_start + o->to * MS_PER_SECOND);
    outage.share_ppm = o->share;
    outage.detected_at = day_start + o->detected * MS_PER_SECOND;
    outage.tags = o->excluded ? judge_facts_tags(facts, "noise,outside") : NULL;
    g_array_append_val(facts->outages, outage);
}

static JudgeFacts *facts_of(const TestCase *c)
{
    JudgeFacts *facts = judge_facts_new();
    for (int i = 0; i < c->n_outages; i++)
        put_outage(facts, i + 1, &c->outages[i]);
    for (int i = 0; i < c->n_works; i++) {
        JudgeMaintenance work = {.label = "work",
                                 .from = day_start + c->works[i].from * MS_PER_SECOND,
                                 .to = day_start + c->works[i].to * MS_PER_SECOND,
                                 .ended_at = INSTANT_NONE,
                                 .share_ppm = SHARE_FULL};
        work.service = c->works[i].service >= 0 ? SERVICES[c->works[i].service] : NULL;
        work.announced_at = work.from - c->works[i].notice * MS_PER_SECOND;
        g_array_append_val(facts->maintenance, work);
    }
    for (int i = 0; i < c->n_gaps; i++) {
        JudgeUnknown gap = {.from = day_start + c->gaps[i].from * MS_PER_SECOND,
                            .to = day_start + c->gaps[i].to * MS_PER_SECOND};
        g_array_append_val(facts->unknowns, gap);
    }
    return facts;
}

static Judgement *judge_case(const Contract *contract, const JudgeFacts *facts)
{
    return judge(contract, "2026-01-01..2026-01-01", facts);
}

static void assert_ledger(const ObligationJudgement *one)
{
    Instant reach = one->from;
    int64_t counted = 0;
    for (guint i = 0; i < one->ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(one->ledger->segments, Segment, i);
        g_assert_cmpint(segment->from, ==, reach);
        g_assert_cmpint(segment->to, >, segment->from);
        reach = segment->to;
    }
    g_assert_cmpint(reach, ==, one->to);
    for (guint i = 0; i < one->incidents->len; i++)
        counted += g_array_index(one->incidents, IncidentShare, i).counted_ppm_ms;
    /* a share that is no whole millionth is rounded up in the ledger, and exact in the sum */
    const LedgerTotals *totals = &one->ledger->totals;
    g_assert_cmpint(counted, ==, totals->counted_ppm_ms);
    g_assert_cmpint(one->counted_ppm_ms, <=, totals->counted_ppm_ms);
    g_assert_cmpint(totals->counted_ppm_ms - one->counted_ppm_ms, <=, one->share_parts > 1 ? totals->down_ms : 0);
}

static bool assert_equals_oracle(const ObligationJudgement *one, const TestCase *c)
{
    TestTotals slow = oracle(c);
    const LedgerTotals *fast = &one->ledger->totals;
    g_assert_cmpint(fast->up_ms, ==, slow.up * 1000);
    g_assert_cmpint(fast->excluded_ms, ==, slow.excluded * 1000);
    g_assert_cmpint(fast->unknown_ms, ==, slow.unknown * 1000);
    g_assert_cmpint(fast->counted_ppm_ms, ==, slow.counted_ppm * 1000);
    g_assert_cmpint(fast->up_ms + fast->down_ms + fast->excluded_ms + fast->unknown_ms, ==, fast->length_ms);
    return fast->up_ms == slow.up * 1000 && fast->counted_ppm_ms == slow.counted_ppm * 1000;
}

static void test_oracle(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20261121);
    for (int i = 0; i < CASES; i++) {
        TestCase c = random_case(rand);
        g_autofree char *text = contract_text(&c);
        g_autoptr(Contract) contract = read_text_contract(text);
        g_autoptr(JudgeFacts) facts = facts_of(&c);
        g_autoptr(Judgement) judgement = judge_case(contract, facts);
        const ObligationJudgement *one = obligation(judgement, 0);
        assert_ledger(one);
        if (assert_equals_oracle(one, &c))
            continue;
        g_test_message("case %d:\n%s", i, text);
        return;
    }
}

/* ---- what must not matter ---- */

static void shuffle(GRand *rand, GArray *outages)
{
    for (guint i = outages->len; i > 1; i--) {
        guint k = (guint)between(rand, 0, (int)i - 1);
        JudgeOutage swap = g_array_index(outages, JudgeOutage, i - 1);
        g_array_index(outages, JudgeOutage, i - 1) = g_array_index(outages, JudgeOutage, k);
        g_array_index(outages, JudgeOutage, k) = swap;
    }
}

static void repeat_and_split(GRand *rand, GArray *outages)
{
    guint n = outages->len;
    for (guint i = 0; i < n; i++) {
        JudgeOutage part = g_array_index(outages, JudgeOutage, i);
        if (between(rand, 0, 1) == 0) {
            g_array_append_val(outages, part);
            continue;
        }
        Instant middle = part.from + (part.to - part.from) / 2;
        g_array_index(outages, JudgeOutage, i).to = middle;
        part.from = middle;
        part.incident += 1000;
        g_array_append_val(outages, part);
    }
}

static void test_order_and_splits(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);
    for (int i = 0; i < MUTATED; i++) {
        TestCase c = random_case(rand);
        g_autofree char *text = contract_text(&c);
        g_autoptr(Contract) contract = read_text_contract(text);
        g_autoptr(JudgeFacts) facts = facts_of(&c), mutated = facts_of(&c);
        repeat_and_split(rand, mutated->outages);
        shuffle(rand, mutated->outages);
        g_autoptr(Judgement) a = judge_case(contract, facts);
        g_autoptr(Judgement) b = judge_case(contract, mutated);
        g_assert_cmpint(obligation(a, 0)->counted_ppm_ms, ==, obligation(b, 0)->counted_ppm_ms);
        g_assert_cmpint(obligation(a, 0)->excluded_ms, ==, obligation(b, 0)->excluded_ms);
        g_assert_cmpint(obligation(a, 0)->verdict, ==, obligation(b, 0)->verdict);
        g_assert_cmpint(obligation(a, 0)->credit.minor, ==, obligation(b, 0)->credit.minor);
    }
}

/* Time that moves out of "excluded" or "unknown" grows the denominator, and a partial share may dilute a worse average;
 * so only whole outages over plain time are made longer here. */
static void test_longer_is_never_better(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);
    for (int i = 0; i < MUTATED; i++) {
        TestCase c = random_case(rand);
        c.degraded_full = true;
        c.combine = (TestCombine)between(rand, 0, 2);
        c.n_gaps = 0;
        c.outages[0] = random_outage(rand, c.n_services);
        c.n_outages = MAX(c.n_outages, 1);
        for (int k = 0; k < c.n_outages; k++)
            c.outages[k].excluded = false;
        for (int k = 0; k < c.n_works; k++)
            c.works[k].service = -1;
        g_autofree char *text = contract_text(&c);
        g_autoptr(Contract) contract = read_text_contract(text);
        g_autoptr(JudgeFacts) facts = facts_of(&c);
        g_autoptr(Judgement) before = judge_case(contract, facts);
        c.outages[0].to = end_after(rand, c.outages[0].to, DAY + MARGIN - 1);
        g_autoptr(JudgeFacts) more = facts_of(&c);
        g_autoptr(Judgement) after = judge_case(contract, more);
        if (obligation(before, 0)->base_ms <= 0)
            continue;
        g_assert_cmpfloat(obligation(after, 0)->availability_ratio, <=, obligation(before, 0)->availability_ratio);
        g_assert_cmpint(obligation(after, 0)->credit.minor, >=, obligation(before, 0)->credit.minor);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    day_start = when("2026-01-01T00:00");
    g_test_add_func("/properties/oracle", test_oracle);
    g_test_add_func("/properties/order-and-splits", test_order_and_splits);
    g_test_add_func("/properties/longer-is-never-better", test_longer_is_never_better);
    return g_test_run();
}
