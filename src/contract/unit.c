#include "measure.h"

/* Units of counting change the windows, not the sums: after this the ledger is built again, so that every figure still
 * comes from the ledger. */

static int64_t first_incident(const Ledger *ledger, const Segment *segment)
{
    return segment->n_credits > 0 ? g_array_index(ledger->credits, Credit, segment->first_credit).incident : 0;
}

/* The segment's credits as windows with growing shares, so that the new ledger credits the same incidents. */
static void copy_segment(Measure *measure, const Ledger *ledger, const Segment *segment, Instant from, Instant to)
{
    int32_t share = 0;
    for (guint i = 0; i < segment->n_credits; i++) {
        const Credit *credit = &g_array_index(ledger->credits, Credit, segment->first_credit + i);
        share += credit->share_ppm;
        if (credit->share_ppm > 0)
            measure_add_window(measure, 0, from, to, credit->incident, share);
    }
}

/* ---- whole minutes ---- */

static void cut_run(Measure *measure, const Ledger *ledger, guint first, guint end)
{
    const CountUnit *unit = &measure->obligation->unit;
    Instant from = g_array_index(ledger->segments, Segment, first).from;
    const Segment *last = &g_array_index(ledger->segments, Segment, end - 1);
    int64_t whole = (last->to - from) / unit->size_ms * unit->size_ms;
    if (unit->any_part && whole < last->to - from)
        whole += unit->size_ms;
    bool at_end = last->to == measure->to && from + whole > measure->to;
    from -= at_end ? from + whole - measure->to : 0; /* an outage that the period cuts still has whole minutes of it */
    for (guint i = first; i < end; i++) {
        const Segment *segment = &g_array_index(ledger->segments, Segment, i);
        Instant to = i == end - 1 && unit->any_part ? from + whole : MIN(segment->to, from + whole);
        if (to > segment->from)
            copy_segment(measure, ledger, segment, i == first ? from : segment->from, to);
    }
}

static void whole_minutes(Measure *measure, const Ledger *ledger)
{
    guint n = ledger->segments->len;
    for (guint i = 0; i < n;) {
        guint end = i;
        while (end < n && g_array_index(ledger->segments, Segment, end).class == SEGMENT_COUNTED)
            end++;
        if (end > i)
            cut_run(measure, ledger, i, end);
        i = MAX(end, i + 1);
    }
}

/* ---- slices ---- */

typedef struct {
    int64_t down_ms, live_ms;
    int32_t share_ppm;
    int64_t incident;
} Slice;

static void add_segment(Slice *slice, const Ledger *ledger, const Segment *segment, int64_t ms)
{
    if (segment->class == SEGMENT_UP || segment->class == SEGMENT_COUNTED)
        slice->live_ms += ms;
    if (segment->class != SEGMENT_COUNTED)
        return;
    if (slice->down_ms == 0)
        slice->incident = first_incident(ledger, segment);
    slice->down_ms += ms;
    slice->share_ppm = MAX(slice->share_ppm, segment->share_ppm);
}

static void judge_slice(Measure *measure, const Slice *slice, Instant from, Instant to)
{
    bool bad = slice->down_ms > 0 && (measure->obligation->unit.any_part || slice->down_ms == slice->live_ms);
    if (bad)
        measure_add_window(measure, 0, from, to, slice->incident, slice->share_ppm);
}

/* Slices without any down time are passed over at once: a year of slices costs what its outages cost. */
static void slices(Measure *measure, const Ledger *ledger)
{
    int64_t size = measure->obligation->unit.size_ms;
    Instant done = measure->from;
    for (guint i = 0; i < ledger->segments->len; i++) {
        const Segment *down = &g_array_index(ledger->segments, Segment, i);
        if (down->class != SEGMENT_COUNTED)
            continue;
        Instant from = MAX(measure->from + (down->from - measure->from) / size * size, done);
        for (; from < down->to; from += size) {
            Slice slice = {.down_ms = 0};
            Instant to = MIN(from + size, measure->to);
            guint k = i;
            while (k > 0 && g_array_index(ledger->segments, Segment, k).from > from)
                k--;
            for (; k < ledger->segments->len && g_array_index(ledger->segments, Segment, k).from < to; k++) {
                const Segment *segment = &g_array_index(ledger->segments, Segment, k);
                int64_t ms = MIN(segment->to, to) - MAX(segment->from, from);
                if (ms > 0)
                    add_segment(&slice, ledger, segment, ms);
            }
            judge_slice(measure, &slice, from, to);
            done = from + size;
        }
    }
}

void unit_apply(Measure *measure, const Ledger *raw)
{
    g_array_set_size(measure->windows, 0);
    if (measure->obligation->unit.kind == COUNT_WHOLE_MINUTES)
        whole_minutes(measure, raw);
    else
        slices(measure, raw);
}
