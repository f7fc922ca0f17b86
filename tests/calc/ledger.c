/* The ledger against an oracle that looks at every millisecond of a short period by itself. */
#include "nines/calc/ledger.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FROM INT64_C(1000)
#define UNITS 48
#define INPUTS_N 12

typedef struct {
    Outage outages[INPUTS_N];
    guint n_outages;
    Exclusion exclusions[4], unknowns[4];
    guint n_exclusions, n_unknowns;
    UndatedOutage undated[4];
    guint n_undated;
} Input;

/* What one millisecond holds. */
typedef struct {
    SegmentClass class;
    int32_t share_ppm;
    int64_t clause;
    bool undated;
    Credit credits[INPUTS_N];
    guint n_credits;
} Unit;

static Ledger *build(const Input *input, Instant from, Instant to)
{
    return ledger_build(from, to, input->outages, input->n_outages, input->exclusions, input->n_exclusions,
                        input->unknowns, input->n_unknowns, input->undated, input->n_undated);
}

static bool counts(const Outage *outage)
{
    return outage->from < outage->to && outage->share_ppm > 0;
}

static Instant incident_start(const Input *input, int64_t incident)
{
    Instant start = INT64_MAX;

    for (guint i = 0; i < input->n_outages; i++)
        if (input->outages[i].incident == incident && counts(&input->outages[i]))
            start = MIN(start, input->outages[i].from);
    return start;
}

/* The incidents of the input in the order of credit, each once. */
static guint credit_order(const Input *input, int64_t *incidents)
{
    guint n = 0;

    for (guint i = 0; i < input->n_outages; i++) {
        int64_t key = input->outages[i].incident;
        guint at = 0;
        bool known = false;

        for (guint j = 0; j < n; j++)
            known |= incidents[j] == key;
        if (known)
            continue;
        while (at < n && (incident_start(input, incidents[at]) < incident_start(input, key) ||
                          (incident_start(input, incidents[at]) == incident_start(input, key) && incidents[at] < key)))
            at++;
        memmove(incidents + at + 1, incidents + at, (n - at) * sizeof *incidents);
        incidents[at] = key;
        n++;
    }
    return n;
}

static int32_t share_at(const Input *input, int64_t incident, Instant at)
{
    int32_t share_ppm = 0;

    for (guint i = 0; i < input->n_outages; i++)
        if (input->outages[i].incident == incident && input->outages[i].from <= at && at < input->outages[i].to)
            share_ppm = MAX(share_ppm, input->outages[i].share_ppm);
    return share_ppm;
}

static void oracle_outage(const Input *input, Instant at, Unit *unit)
{
    int64_t incidents[INPUTS_N];
    guint n = credit_order(input, incidents);

    for (guint i = 0; i < n; i++) {
        int32_t share_ppm = share_at(input, incidents[i], at);

        if (share_ppm <= unit->share_ppm)
            continue;
        unit->credits[unit->n_credits++] = (Credit){incidents[i], share_ppm - unit->share_ppm};
        unit->share_ppm = share_ppm;
    }
    if (unit->share_ppm > 0)
        unit->class = SEGMENT_COUNTED;
}

static bool holds(const Exclusion *exclusion, Instant at)
{
    return exclusion->from <= at && at < exclusion->to;
}

/* The one in force goes on until its end; then the one that began first. */
static const Exclusion *oracle_exclusion(const Input *input, Instant at, const Exclusion *before)
{
    const Exclusion *best = NULL;

    if (before && holds(before, at))
        return before;
    for (guint i = 0; i < input->n_exclusions; i++) {
        const Exclusion *other = &input->exclusions[i];

        if (!holds(other, at))
            continue;
        if (!best || other->from < best->from ||
            (other->from == best->from &&
             (other->clause < best->clause || (other->clause == best->clause && other->to < best->to))))
            best = other;
    }
    return best;
}

static int compare_undated(const void *left, const void *right)
{
    const UndatedOutage *a = left, *b = right;
    const int64_t keys[][2] = {{MAX(a->within_from, FROM), MAX(b->within_from, FROM)},
                               {MIN(a->within_to, FROM + UNITS), MIN(b->within_to, FROM + UNITS)},
                               {a->incident, b->incident},
                               {a->duration_ms, b->duration_ms},
                               {a->share_ppm, b->share_ppm}};

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i][0] != keys[i][1])
            return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static void oracle_undated(const Input *input, Unit *units)
{
    UndatedOutage sorted[4];

    memcpy(sorted, input->undated, sizeof sorted);
    qsort(sorted, input->n_undated, sizeof sorted[0], compare_undated);
    for (guint i = 0; i < input->n_undated; i++) {
        int64_t rest_ms = sorted[i].duration_ms;

        for (int t = 0; t < UNITS && rest_ms > 0; t++) {
            if (units[t].class != SEGMENT_UP || FROM + t < sorted[i].within_from || FROM + t >= sorted[i].within_to)
                continue;
            units[t] = (Unit){.class = SEGMENT_COUNTED, .share_ppm = sorted[i].share_ppm, .undated = true};
            units[t].credits[units[t].n_credits++] = (Credit){sorted[i].incident, sorted[i].share_ppm};
            rest_ms--;
        }
    }
}

static void oracle(const Input *input, Unit *units)
{
    const Exclusion *exclusion = NULL;

    memset(units, 0, UNITS * sizeof *units);
    for (int t = 0; t < UNITS; t++) {
        Instant at = FROM + t;
        bool unknown = false;

        exclusion = oracle_exclusion(input, at, exclusion);
        for (guint i = 0; i < input->n_unknowns; i++)
            unknown |= holds(&input->unknowns[i], at);
        if (unknown)
            units[t].class = SEGMENT_UNKNOWN;
        if (exclusion)
            units[t] = (Unit){.class = SEGMENT_EXCLUDED, .clause = exclusion->clause};
        else
            oracle_outage(input, at, &units[t]);
    }
    oracle_undated(input, units);
}

static const Segment *segment_at(const Ledger *ledger, guint i)
{
    return &g_array_index(ledger->segments, Segment, i);
}

static const Credit *credit_at(const Ledger *ledger, const Segment *segment, guint i)
{
    return &g_array_index(ledger->credits, Credit, segment->first_credit + i);
}

static void check_counted(const Ledger *ledger, const Segment *segment, const Unit *unit)
{
    int32_t sum = 0;

    g_assert_cmpint(segment->n_credits, ==, unit->n_credits);
    for (guint i = 0; i < MIN(segment->n_credits, unit->n_credits); i++) {
        g_assert_cmpint(credit_at(ledger, segment, i)->incident, ==, unit->credits[i].incident);
        g_assert_cmpint(credit_at(ledger, segment, i)->share_ppm, ==, unit->credits[i].share_ppm);
        sum += credit_at(ledger, segment, i)->share_ppm;
    }
    g_assert_cmpint(sum, ==, segment->share_ppm);
}

/* The incidents that touch the segment, in the order of credit, each with share 0. */
static void check_excluded(const Ledger *ledger, const Segment *segment, const Input *input)
{
    int64_t incidents[INPUTS_N];
    guint n = credit_order(input, incidents), listed = 0;

    for (guint i = 0; i < n; i++) {
        bool touches = false;

        for (Instant at = segment->from; at < segment->to; at++)
            touches |= share_at(input, incidents[i], at) > 0;
        if (!touches)
            continue;
        g_assert_cmpint(listed, <, segment->n_credits);
        if (listed >= segment->n_credits)
            return;
        g_assert_cmpint(credit_at(ledger, segment, listed)->incident, ==, incidents[i]);
        g_assert_cmpint(credit_at(ledger, segment, listed)->share_ppm, ==, 0);
        listed++;
    }
    g_assert_cmpint(listed, ==, segment->n_credits);
}

static void check_segment(const Ledger *ledger, const Segment *segment, const Unit *units, const Input *input)
{
    for (Instant at = segment->from; at < segment->to; at++) {
        const Unit *unit = &units[at - FROM];

        g_assert_cmpint(segment->class, ==, unit->class);
        g_assert_cmpint(segment->share_ppm, ==, unit->share_ppm);
        g_assert_cmpint(segment->clause, ==, unit->clause);
        g_assert_cmpint(segment->undated, ==, unit->undated);
        if (unit->class == SEGMENT_COUNTED)
            check_counted(ledger, segment, unit);
        else if (unit->class != SEGMENT_EXCLUDED)
            g_assert_cmpint(segment->n_credits, ==, 0);
    }
    if (segment->class == SEGMENT_EXCLUDED)
        check_excluded(ledger, segment, input);
}

static void check_totals(const Ledger *ledger, const Unit *units)
{
    int64_t of_class[4] = {0}, weighted = 0, undated_ms = 0, by_incident = 0;
    const LedgerTotals *totals = &ledger->totals;
    g_autoptr(GArray) incidents = ledger_by_incident(ledger);

    for (int t = 0; t < UNITS; t++) {
        of_class[units[t].class]++;
        weighted += units[t].share_ppm;
        undated_ms += units[t].undated;
    }
    g_assert_cmpint(totals->length_ms, ==, UNITS);
    g_assert_cmpint(totals->up_ms, ==, of_class[SEGMENT_UP]);
    g_assert_cmpint(totals->down_ms, ==, of_class[SEGMENT_COUNTED]);
    g_assert_cmpint(totals->excluded_ms, ==, of_class[SEGMENT_EXCLUDED]);
    g_assert_cmpint(totals->unknown_ms, ==, of_class[SEGMENT_UNKNOWN]);
    g_assert_cmpint(totals->counted_ppm_ms, ==, weighted);
    g_assert_cmpint(totals->undated_ms, ==, undated_ms);
    for (guint i = 0; i < incidents->len; i++) {
        const IncidentCount *count = &g_array_index(incidents, IncidentCount, i);

        by_incident += count->counted_ppm_ms;
        g_assert_cmpint(count->counted_ppm_ms, >, 0);
        if (i > 0)
            g_assert_cmpint((count - 1)->incident, <, count->incident);
    }
    g_assert_cmpint(by_incident, ==, weighted);
}

static void check_against_oracle(const Input *input)
{
    g_autoptr(Ledger) ledger = build(input, FROM, FROM + UNITS);
    Unit units[UNITS];
    Instant at = FROM;

    oracle(input, units);
    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *segment = segment_at(ledger, i);

        g_assert_cmpint(segment->from, ==, at);
        g_assert_cmpint(segment->to, >, segment->from);
        g_assert_cmpint(segment->to, <=, FROM + UNITS);
        if (segment->from != at || segment->to > FROM + UNITS)
            return;
        check_segment(ledger, segment, units, input);
        at = segment->to;
    }
    g_assert_cmpint(at, ==, FROM + UNITS);
    check_totals(ledger, units);
}

static Instant random_at(GRand *random)
{
    return FROM + g_rand_int_range(random, -10, UNITS + 10);
}

static Exclusion random_exclusion(GRand *random)
{
    Instant from = random_at(random);

    return (Exclusion){from, from + g_rand_int_range(random, -2, 15), g_rand_int_range(random, 1, 4)};
}

static Input random_input(GRand *random)
{
    static const int32_t shares[] = {0, 100000, 250000, 333333, 500000, SHARE_FULL, SHARE_FULL};
    Input input = {.n_outages = (guint)g_rand_int_range(random, 0, INPUTS_N - 1),
                   .n_exclusions = (guint)g_rand_int_range(random, 0, 5) % 4,
                   .n_unknowns = (guint)g_rand_int_range(random, 0, 4),
                   .n_undated = (guint)g_rand_int_range(random, 0, 5)};

    for (guint i = 0; i < input.n_outages; i++) {
        Instant from = random_at(random);

        input.outages[i] = (Outage){from, from + g_rand_int_range(random, -2, 25), g_rand_int_range(random, 1, 7),
                                    shares[g_rand_int_range(random, 0, G_N_ELEMENTS(shares))]};
    }
    for (guint i = 0; i < input.n_exclusions; i++)
        input.exclusions[i] = random_exclusion(random);
    for (guint i = 0; i < input.n_unknowns; i++)
        input.unknowns[i] = random_exclusion(random);
    for (guint i = 0; i < input.n_undated; i++) {
        Instant from = random_at(random);

        input.undated[i] =
            (UndatedOutage){from, from + g_rand_int_range(random, 0, 30), g_rand_int_range(random, 0, 12),
                            g_rand_int_range(random, 1, 9), shares[g_rand_int_range(random, 1, G_N_ELEMENTS(shares))]};
    }
    return input;
}

typedef void (*Property)(GRand *random, const Input *input);

static void for_random_inputs(int n, Property property)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20260101);

    for (int i = 0; i < n && !g_test_failed(); i++) {
        Input input = random_input(random);

        property(random, &input);
    }
}

static void property_oracle(GRand *random, const Input *input)
{
    (void)random;
    check_against_oracle(input);
}

static void assert_same_totals(const LedgerTotals *left, const LedgerTotals *right)
{
    g_assert_cmpint(left->length_ms, ==, right->length_ms);
    g_assert_cmpint(left->up_ms, ==, right->up_ms);
    g_assert_cmpint(left->down_ms, ==, right->down_ms);
    g_assert_cmpint(left->counted_ppm_ms, ==, right->counted_ppm_ms);
    g_assert_cmpint(left->excluded_ms, ==, right->excluded_ms);
    g_assert_cmpint(left->unknown_ms, ==, right->unknown_ms);
    g_assert_cmpint(left->outages_n, ==, right->outages_n);
    g_assert_cmpint(left->undated_ms, ==, right->undated_ms);
    g_assert_cmpint(left->unplaced_ms, ==, right->unplaced_ms);
}

static void assert_same_segment(const Ledger *left, const Ledger *right, guint i)
{
    const Segment *a = segment_at(left, i), *b = segment_at(right, i);

    g_assert_cmpint(a->from, ==, b->from);
    g_assert_cmpint(a->to, ==, b->to);
    g_assert_cmpint(a->class, ==, b->class);
    g_assert_cmpint(a->share_ppm, ==, b->share_ppm);
    g_assert_cmpint(a->clause, ==, b->clause);
    g_assert_cmpint(a->n_credits, ==, b->n_credits);
    for (guint j = 0; j < MIN(a->n_credits, b->n_credits); j++) {
        g_assert_cmpint(credit_at(left, a, j)->incident, ==, credit_at(right, b, j)->incident);
        g_assert_cmpint(credit_at(left, a, j)->share_ppm, ==, credit_at(right, b, j)->share_ppm);
    }
}

static void assert_same(const Ledger *left, const Ledger *right)
{
    assert_same_totals(&left->totals, &right->totals);
    g_assert_cmpint(left->segments->len, ==, right->segments->len);
    for (guint i = 0; i < MIN(left->segments->len, right->segments->len); i++)
        assert_same_segment(left, right, i);
}

static void property_order_and_duplicates(GRand *random, const Input *input)
{
    Input other = *input;

    for (guint i = other.n_outages; i > 1; i--) {
        guint j = (guint)g_rand_int_range(random, 0, (int)i);
        Outage swap = other.outages[i - 1];

        other.outages[i - 1] = other.outages[j];
        other.outages[j] = swap;
    }
    if (other.n_outages > 0 && other.n_outages < INPUTS_N) {
        Outage part = other.outages[0];

        part.from += part.from + 2 < part.to ? 2 : 0; /* a repeated overlap of the same incident */
        other.outages[other.n_outages++] = part;
    }
    for (guint i = 0; i + 1 < other.n_exclusions; i++) {
        Exclusion swap = other.exclusions[i];

        other.exclusions[i] = other.exclusions[i + 1];
        other.exclusions[i + 1] = swap;
    }

    g_autoptr(Ledger) left = build(input, FROM, FROM + UNITS);
    g_autoptr(Ledger) right = build(&other, FROM, FROM + UNITS);

    assert_same(left, right);
}

static void property_longer_is_never_better(GRand *random, const Input *input)
{
    Input longer = *input;

    longer.n_undated = 0;
    if (longer.n_outages == 0)
        return;

    g_autoptr(Ledger) before = build(&longer, FROM, FROM + UNITS);
    Outage *outage = &longer.outages[g_rand_int_range(random, 0, (int)longer.n_outages)];

    outage->to += g_rand_int_range(random, 1, 10);
    outage->from -= g_rand_int_range(random, 0, 3);

    g_autoptr(Ledger) after = build(&longer, FROM, FROM + UNITS);
    double old = ledger_availability(&before->totals), new = ledger_availability(&after->totals);

    if (before->totals.unknown_ms == after->totals.unknown_ms && !isnan(old))
        g_assert_cmpfloat(new, <=, old);
    g_assert_cmpint(after->totals.counted_ppm_ms, >=, before->totals.counted_ppm_ms);
    g_assert_cmpint(after->totals.excluded_ms, ==, before->totals.excluded_ms);
}

static void property_split_changes_labels_only(GRand *random, const Input *input)
{
    Input split = *input;

    if (split.n_outages == 0 || split.n_outages == INPUTS_N)
        return;

    Outage *outage = &split.outages[g_rand_int_range(random, 0, (int)split.n_outages)];

    if (outage->to - outage->from < 2)
        return;

    Outage rest = *outage;

    outage->to = rest.from = outage->from + (outage->to - outage->from) / 2;
    rest.incident = 99;
    split.outages[split.n_outages++] = rest;

    g_autoptr(Ledger) left = build(input, FROM, FROM + UNITS);
    g_autoptr(Ledger) right = build(&split, FROM, FROM + UNITS);

    assert_same_totals(&left->totals, &right->totals);
}

static int64_t counted_by(const Ledger *ledger, int64_t incident)
{
    g_autoptr(GArray) counts = ledger_by_incident(ledger);

    for (guint i = 0; i < counts->len; i++)
        if (g_array_index(counts, IncidentCount, i).incident == incident)
            return g_array_index(counts, IncidentCount, i).counted_ppm_ms;
    return 0;
}

/* Two halves add up to the whole, incident by incident. */
static void property_parts_add_up(GRand *random, const Input *input)
{
    Input dated = *input;
    Instant middle = FROM + g_rand_int_range(random, 1, UNITS);

    dated.n_undated = 0;

    g_autoptr(Ledger) whole = build(&dated, FROM, FROM + UNITS);
    g_autoptr(Ledger) first = build(&dated, FROM, middle);
    g_autoptr(Ledger) second = build(&dated, middle, FROM + UNITS);

    g_assert_cmpint(first->totals.up_ms + second->totals.up_ms, ==, whole->totals.up_ms);
    g_assert_cmpint(first->totals.counted_ppm_ms + second->totals.counted_ppm_ms, ==, whole->totals.counted_ppm_ms);
    g_assert_cmpint(first->totals.excluded_ms + second->totals.excluded_ms, ==, whole->totals.excluded_ms);
    for (int64_t incident = 1; incident < 7; incident++)
        g_assert_cmpint(counted_by(first, incident) + counted_by(second, incident), ==, counted_by(whole, incident));
}

static void test_oracle(void)
{
    for_random_inputs(6000, property_oracle);
}

static void test_order_and_duplicates(void)
{
    for_random_inputs(3000, property_order_and_duplicates);
}

static void test_longer(void)
{
    for_random_inputs(3000, property_longer_is_never_better);
}

static void test_split(void)
{
    for_random_inputs(3000, property_split_changes_labels_only);
}

static void test_parts(void)
{
    for_random_inputs(3000, property_parts_add_up);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/ledger/oracle", test_oracle);
    g_test_add_func("/ledger/order-and-duplicates", test_order_and_duplicates);
    g_test_add_func("/ledger/longer-is-never-better", test_longer);
    g_test_add_func("/ledger/split-changes-labels-only", test_split);
    g_test_add_func("/ledger/parts-add-up", test_parts);
    return g_test_run();
}
