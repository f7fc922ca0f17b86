#include "measure.h"
#include <string.h>

static void record_clear(gpointer data)
{
    ExclusionRecord *record = data;
    g_free(record->label);
    g_free(record->reason);
}

Measure *measure_new(const Terms *terms, const Obligation *obligation, const FactsIndex *index, CaseKind kind)
{
    Measure *measure = g_new0(Measure, 1);
    measure->terms = terms;
    measure->obligation = obligation;
    measure->index = index;
    measure->kind = kind;
    measure->services = g_ptr_array_new();
    measure->values = g_ptr_array_new();
    measure->windows = g_array_new(FALSE, FALSE, sizeof(Window));
    measure->undated = g_array_new(FALSE, FALSE, sizeof(UndatedOutage));
    measure->exclusions = g_array_new(FALSE, FALSE, sizeof(Exclusion));
    measure->soft = g_array_new(FALSE, FALSE, sizeof(SoftSpan));
    measure->unknowns = g_array_new(FALSE, TRUE, sizeof(Exclusion));
    measure->records = g_array_new(FALSE, TRUE, sizeof(ExclusionRecord));
    g_array_set_clear_func(measure->records, record_clear);
    measure->excluded_by = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    measure->exact_shares = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    measure->share_parts = 1;
    measure->vague = g_ptr_array_new_with_free_func(g_free);
    return measure;
}

void measure_free(Measure *measure)
{
    if (measure == NULL)
        return;
    g_ptr_array_unref(measure->services);
    g_ptr_array_unref(measure->values);
    g_array_unref(measure->windows);
    g_array_unref(measure->undated);
    g_array_unref(measure->exclusions);
    g_array_unref(measure->soft);
    g_array_unref(measure->unknowns);
    g_array_unref(measure->records);
    g_hash_table_unref(measure->excluded_by);
    g_hash_table_unref(measure->exact_shares);
    g_ptr_array_unref(measure->vague);
    ledger_free(measure->ledger);
    g_free(measure);
}

int64_t measure_add_record(Measure *measure, ExclusionRecord record)
{
    g_array_append_val(measure->records, record);
    return measure->records->len;
}

void measure_add_window(Measure *measure, guint part, Instant from, Instant to, int64_t incident, int32_t share_ppm)
{
    Window window = {.outage = {.from = from, .to = to, .incident = incident, .share_ppm = share_ppm}, .part = part};
    g_array_append_val(measure->windows, window);
}

int32_t measure_exact_share(Measure *measure, int64_t parts)
{
    int32_t share_ppm = (int32_t)MIN((parts + measure->share_parts - 1) / measure->share_parts, (int64_t)SHARE_FULL);
    if (share_ppm * measure->share_parts != parts)
        g_hash_table_insert(measure->exact_shares, GINT_TO_POINTER(share_ppm), g_memdup2(&parts, sizeof parts));
    return share_ppm;
}

int64_t measure_share_parts(const Measure *measure, int32_t share_ppm)
{
    const int64_t *parts = g_hash_table_lookup(measure->exact_shares, GINT_TO_POINTER(share_ppm));
    return parts != NULL ? *parts : share_ppm * measure->share_parts;
}

void measure_add_vague(Measure *measure, char *text)
{
    for (guint i = 0; i < measure->vague->len; i++)
        if (strcmp(g_ptr_array_index(measure->vague, i), text) == 0) {
            g_free(text);
            return;
        }
    g_ptr_array_add(measure->vague, text);
}

int compare_windows(gconstpointer a, gconstpointer b)
{
    const Outage *x = &((const Window *)a)->outage, *y = &((const Window *)b)->outage;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return (x->incident > y->incident) - (x->incident < y->incident);
}

GArray *measure_outages(const Measure *measure)
{
    GArray *outages = g_array_sized_new(FALSE, FALSE, sizeof(Outage), measure->windows->len);
    g_array_sort(measure->windows, compare_windows);
    for (guint i = 0; i < measure->windows->len; i++)
        g_array_append_val(outages, g_array_index(measure->windows, Window, i).outage);
    return outages;
}

static Ledger *build(const Measure *measure, const GArray *undated)
{
    g_autoptr(GArray) outages = measure_outages(measure);
    return ledger_build(measure->from, measure->to, (const Outage *)(void *)outages->data, outages->len,
                        (const Exclusion *)(void *)measure->exclusions->data, measure->exclusions->len,
                        (const Exclusion *)(void *)measure->unknowns->data, measure->unknowns->len,
                        undated != NULL ? (const UndatedOutage *)(void *)undated->data : NULL,
                        undated != NULL ? undated->len : 0);
}

/* ---- undated outages ---- */

/* Time of the span in which the outage would cost nothing: outside the period, excluded, unknown, or down already. */
static int64_t free_room(const Ledger *dated, const UndatedOutage *undated)
{
    int64_t room = undated->within_to - undated->within_from;
    for (guint i = 0; i < dated->segments->len; i++) {
        const Segment *segment = &g_array_index(dated->segments, Segment, i);
        Instant from = MAX(segment->from, undated->within_from), to = MIN(segment->to, undated->within_to);
        if (from < to && segment->share_ppm < undated->share_ppm && segment->class != SEGMENT_EXCLUDED &&
            segment->class != SEGMENT_UNKNOWN)
            room -= to - from;
    }
    return room;
}

static void place_undated(Measure *measure, const Ledger *dated)
{
    for (guint i = 0; i < measure->undated->len; i++) {
        UndatedOutage *undated = &g_array_index(measure->undated, UndatedOutage, i);
        int64_t room = free_room(dated, undated);
        if (room > 0)
            measure_add_vague(measure, g_strdup("the clock times of the outages whose length alone is known"));
        if (room > 0 && measure->kind == CASE_BEST)
            undated->duration_ms = MAX(undated->duration_ms - room, 0);
    }
}

/* ---- the ledger ---- */

static bool changes_windows(const CountUnit *unit)
{
    return unit->kind == COUNT_WHOLE_MINUTES || unit->kind == COUNT_SLICES;
}

static void sum_records(Measure *measure)
{
    for (guint i = 0; i < measure->ledger->segments->len; i++) {
        const Segment *segment = &g_array_index(measure->ledger->segments, Segment, i);
        if (segment->class == SEGMENT_UNKNOWN && segment->from >= measure->as_of)
            measure->future_ms += segment->to - segment->from;
        if (segment->class != SEGMENT_EXCLUDED || segment->clause < 1 || segment->clause > measure->records->len)
            continue;
        g_array_index(measure->records, ExclusionRecord, segment->clause - 1).excluded_ms +=
            segment->to - segment->from;
    }
}

void measure_run(Measure *measure)
{
    combine_set_parts(measure);
    scope_collect(measure);
    exclude_cap_soft(measure);
    scope_drop_short(measure);
    exclude_collect(measure);
    exclude_parts(measure);
    combine_windows(measure);
    exclude_soften(measure);
    if (changes_windows(&measure->obligation->unit)) {
        g_autoptr(Ledger) raw = build(measure, NULL);
        unit_apply(measure, raw);
    }
    if (measure->undated->len > 0) {
        g_autoptr(Ledger) dated = build(measure, NULL);
        place_undated(measure, dated);
    }
    measure->ledger = build(measure, measure->undated);
    sum_records(measure);
}
