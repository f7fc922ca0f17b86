#include "ledger_sweep.h"
#include <stdlib.h>

static int compare_int64(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int compare_undated(const void *left, const void *right)
{
    const UndatedOutage *a = left, *b = right;
    int order = compare_int64(a->within_from, b->within_from);

    order = order ? order : compare_int64(a->within_to, b->within_to);
    order = order ? order : compare_int64(a->incident, b->incident);
    order = order ? order : compare_int64(a->duration_ms, b->duration_ms);
    return order ? order : compare_int64(a->share_ppm, b->share_ppm);
}

/* Those that can take time within the period, their spans clipped to it, the earliest span first. */
static GArray *sorted_undated(const UndatedOutage *undated, guint n, Instant from, Instant to)
{
    GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(UndatedOutage), n);

    for (guint i = 0; i < n; i++) {
        UndatedOutage outage = undated[i];

        outage.within_from = MAX(outage.within_from, from);
        outage.within_to = MIN(outage.within_to, to);
        outage.share_ppm = MIN(outage.share_ppm, SHARE_FULL);
        if (outage.within_from < outage.within_to && outage.duration_ms > 0 && outage.share_ppm > 0)
            g_array_append_val(sorted, outage);
    }
    if (sorted->len > 1)
        qsort(sorted->data, sorted->len, sizeof(UndatedOutage), compare_undated);
    return sorted;
}

/* The outages still to be placed; the first may be placed in part. As spans are taken by their start, free time that
 * was passed over is never wanted again, so one walk over the segments is enough. */
typedef struct {
    Ledger *ledger;
    const UndatedOutage *outages;
    guint n;
    guint index;
    int64_t placed_ms; /* of the first */
} Placing;

static void next_outage(Placing *placing)
{
    LedgerTotals *totals = &placing->ledger->totals;

    totals->outages_n += placing->placed_ms > 0;
    totals->unplaced_ms += placing->outages[placing->index].duration_ms - placing->placed_ms;
    placing->placed_ms = 0;
    placing->index++;
}

static void append_up(Ledger *ledger, Instant from, Instant to)
{
    ledger_append(ledger, (Segment){from, to, SEGMENT_UP, 0, 0, false, 0, 0}, NULL, 0);
}

static void append_undated(Ledger *ledger, Instant from, Instant to, const UndatedOutage *outage)
{
    Credit credit = {outage->incident, outage->share_ppm};

    ledger_append(ledger, (Segment){from, to, SEGMENT_COUNTED, outage->share_ppm, 0, true, 0, 0}, &credit, 1);
}

/* Fills the up time [from, to) as far as there are outages for it. */
static void fill(Placing *placing, Instant from, Instant to)
{
    while (from < to && placing->index < placing->n) {
        const UndatedOutage *outage = &placing->outages[placing->index];
        Instant start = MAX(from, outage->within_from), room = MIN(to, outage->within_to);
        int64_t rest_ms = outage->duration_ms - placing->placed_ms;

        if (rest_ms == 0 || outage->within_to <= from) {
            next_outage(placing);
            continue;
        }
        if (start >= to)
            break;

        Instant end = rest_ms < room - start ? start + rest_ms : room;

        append_up(placing->ledger, from, start);
        append_undated(placing->ledger, start, end, outage);
        placing->placed_ms += end - start;
        from = end;
    }
    append_up(placing->ledger, from, to);
}

void ledger_place_undated(Ledger *ledger, const UndatedOutage *undated, guint n, Instant from, Instant to)
{
    g_autoptr(GArray) sorted = sorted_undated(undated, n, from, to);

    if (sorted->len == 0)
        return;

    g_autoptr(GArray) before = g_steal_pointer(&ledger->segments);
    Placing placing = {ledger, (const UndatedOutage *)(const void *)sorted->data, sorted->len, 0, 0};

    ledger->segments = g_array_sized_new(FALSE, FALSE, sizeof(Segment), before->len);
    for (guint i = 0; i < before->len; i++) {
        const Segment *segment = &g_array_index(before, Segment, i);

        if (segment->class == SEGMENT_UP)
            fill(&placing, segment->from, segment->to);
        else
            g_array_append_vals(ledger->segments, segment, 1); /* its credits stay where they are */
    }
    while (placing.index < placing.n)
        next_outage(&placing);
}
