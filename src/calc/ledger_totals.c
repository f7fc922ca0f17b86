#include "ledger_sweep.h"
#include "nines/calc/counts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *segment_class_name(SegmentClass class)
{
    static const char *const names[] = {
        [SEGMENT_UP] = "up",
        [SEGMENT_COUNTED] = "counted",
        [SEGMENT_EXCLUDED] = "excluded",
        [SEGMENT_UNKNOWN] = "unknown",
    };

    return names[class];
}

static bool same_credits(const Ledger *ledger, const Segment *segment, const Credit *credits, guint n)
{
    if (segment->n_credits != n)
        return false;
    for (guint i = 0; i < n; i++) {
        const Credit *own = &g_array_index(ledger->credits, Credit, segment->first_credit + i);

        if (own->incident != credits[i].incident || own->share_ppm != credits[i].share_ppm)
            return false;
    }
    return true;
}

void ledger_append(Ledger *ledger, Segment segment, const Credit *credits, guint n_credits)
{
    Segment *last = ledger->segments->len ? &g_array_index(ledger->segments, Segment, ledger->segments->len - 1) : NULL;

    if (segment.from >= segment.to)
        return;
    if (last && last->to == segment.from && last->class == segment.class && last->share_ppm == segment.share_ppm &&
        last->clause == segment.clause && last->undated == segment.undated &&
        same_credits(ledger, last, credits, n_credits)) {
        last->to = segment.to;
        return;
    }
    segment.first_credit = ledger->credits->len;
    segment.n_credits = n_credits;
    if (n_credits > 0)
        g_array_append_vals(ledger->credits, credits, n_credits);
    g_array_append_val(ledger->segments, segment);
}

/* A weighted sum stays exact for 292 years that are wholly lost; beyond, it stands at the largest number. */
static void add_weighted(int64_t *sum, int64_t length_ms, int32_t share_ppm)
{
    int64_t product;

    if (__builtin_mul_overflow(length_ms, share_ppm, &product) || __builtin_add_overflow(*sum, product, sum))
        *sum = INT64_MAX;
}

static void add_counted(LedgerTotals *totals, const Segment *segment, int64_t length_ms, bool continues)
{
    totals->down_ms += length_ms;
    add_weighted(&totals->counted_ppm_ms, length_ms, segment->share_ppm);
    if (segment->undated)
        totals->undated_ms += length_ms;
    else if (!continues)
        totals->outages_n++;
}

/* Undated outages have been counted when they were placed, one each; dated ones are counted as runs. */
void ledger_total(Ledger *ledger)
{
    LedgerTotals *totals = &ledger->totals;
    bool continues = false;

    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(ledger->segments, Segment, i);
        int64_t length_ms = segment->to - segment->from;

        totals->length_ms += length_ms;
        if (segment->class == SEGMENT_COUNTED)
            add_counted(totals, segment, length_ms, continues);
        else if (segment->class == SEGMENT_UP)
            totals->up_ms += length_ms;
        else if (segment->class == SEGMENT_EXCLUDED)
            totals->excluded_ms += length_ms;
        else
            totals->unknown_ms += length_ms;
        continues = segment->class == SEGMENT_COUNTED && !segment->undated;
    }
}

int64_t ledger_counted_ms(const LedgerTotals *totals)
{
    int64_t whole = totals->counted_ppm_ms / SHARE_FULL, rest = totals->counted_ppm_ms % SHARE_FULL;

    return whole + (rest * 2 >= SHARE_FULL);
}

/* Subtracted before the division, where the numbers are still exact. */
Mtbf ledger_mtbf(const LedgerTotals *totals, double confidence)
{
    Mtbf mtbf = {.up_ms = totals->up_ms, .mean_ms = INSTANT_NONE};

    if (totals->outages_n > 0)
        mtbf.mean_ms = totals->up_ms / totals->outages_n;
    mtbf.interval = between_events_interval(totals->outages_n, (double)totals->up_ms, confidence);
    return mtbf;
}

double ledger_availability(const LedgerTotals *totals)
{
    int64_t measured_ms = totals->length_ms - totals->excluded_ms - totals->unknown_ms;
    long double measured = (long double)measured_ms * SHARE_FULL;

    if (measured_ms <= 0)
        return NAN;
    return (double)((measured - (long double)totals->counted_ppm_ms) / measured);
}

static int compare_counts(const void *left, const void *right)
{
    const IncidentCount *a = left, *b = right;

    return (a->incident > b->incident) - (a->incident < b->incident);
}

static GArray *counts_of_segments(const Ledger *ledger)
{
    GArray *counts = g_array_new(FALSE, FALSE, sizeof(IncidentCount));

    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(ledger->segments, Segment, i);

        if (segment->class != SEGMENT_COUNTED)
            continue;
        for (guint j = 0; j < segment->n_credits; j++) {
            const Credit *credit = &g_array_index(ledger->credits, Credit, segment->first_credit + j);
            IncidentCount count = {credit->incident, 0};

            add_weighted(&count.counted_ppm_ms, segment->to - segment->from, credit->share_ppm);
            g_array_append_val(counts, count);
        }
    }
    return counts;
}

GArray *ledger_by_incident(const Ledger *ledger)
{
    GArray *counts = counts_of_segments(ledger);
    IncidentCount *count = (IncidentCount *)(void *)counts->data;
    guint kept = 0;

    if (counts->len > 1)
        qsort(count, counts->len, sizeof *count, compare_counts);
    for (guint i = 0; i < counts->len; i++) {
        if (kept > 0 && count[kept - 1].incident == count[i].incident)
            add_weighted(&count[kept - 1].counted_ppm_ms, count[i].counted_ppm_ms, 1);
        else
            count[kept++] = count[i];
    }
    g_array_set_size(counts, kept);
    return counts;
}
