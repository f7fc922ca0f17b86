#include "measure.h"
#include <stdlib.h>

/* Exclusions that are of one part (service, tenant) only. They take out that part's own downtime. Of the whole they
 * take out time: where one part down means all down, every such span, as far as nothing else counts there; where parts
 * combine, only what every part is excluded for: the maintenance of one of three servers hides no other's outage. */

static bool is_plain(const Measure *measure)
{
    CombineKind kind = measure->obligation->combine;
    return measure->obligation->per.take != PER_POOLED && (kind == COMBINE_ANY || kind == COMBINE_EACH);
}

static int compare_spans(gconstpointer a, gconstpointer b)
{
    const Exclusion *x = &((const SoftSpan *)a)->exclusion, *y = &((const SoftSpan *)b)->exclusion;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->clause > y->clause) - (x->clause < y->clause);
}

/* ---- the part's own downtime ---- */

static void note_cut(Measure *measure, const Window *window, const SoftSpan *span)
{
    const ExclusionRecord *record = &g_array_index(measure->records, ExclusionRecord, span->exclusion.clause - 1);
    int64_t *key = g_memdup2(&window->outage.incident, sizeof window->outage.incident);
    g_hash_table_replace(measure->excluded_by, key, g_strdup(record->label));
}

/* What is left of the window, into kept. Spans are in order of start. */
static void cut_window(Measure *measure, Window window, GArray *kept)
{
    Instant end = window.outage.to;
    for (guint i = 0; i < measure->soft->len && window.outage.from < end; i++) {
        const SoftSpan *span = &g_array_index(measure->soft, SoftSpan, i);
        if (!span->cuts || span->part != window.part || span->exclusion.to <= window.outage.from)
            continue;
        if (span->exclusion.from >= end)
            break;
        note_cut(measure, &window, span);
        Window before = window;
        before.outage.to = span->exclusion.from;
        if (before.outage.from < before.outage.to)
            g_array_append_val(kept, before);
        window.outage.from = MAX(window.outage.from, span->exclusion.to);
    }
    if (window.outage.from < end)
        g_array_append_val(kept, window);
}

static void cut_windows(Measure *measure)
{
    bool cuts = false;
    for (guint i = 0; i < measure->soft->len; i++)
        cuts |= g_array_index(measure->soft, SoftSpan, i).cuts;
    if (!cuts)
        return;
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(Window));
    for (guint i = 0; i < measure->windows->len; i++)
        cut_window(measure, g_array_index(measure->windows, Window, i), kept);
    g_array_unref(measure->windows);
    measure->windows = kept;
}

/* ---- the time of the whole ---- */

typedef struct {
    Instant at;
    guint span;
    bool begins;
} SpanEdge;

static int compare_edges(gconstpointer a, gconstpointer b)
{
    const SpanEdge *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->span > y->span) - (x->span < y->span);
}

static GArray *edges_of(const GArray *spans)
{
    GArray *edges = g_array_sized_new(FALSE, FALSE, sizeof(SpanEdge), spans->len * 2);
    for (guint i = 0; i < spans->len; i++) {
        const Exclusion *exclusion = &g_array_index(spans, SoftSpan, i).exclusion;
        SpanEdge pair[] = {{.at = exclusion->from, .span = i, .begins = true}, {.at = exclusion->to, .span = i}};
        g_array_append_vals(edges, pair, 2);
    }
    g_array_sort(edges, compare_edges);
    return edges;
}

/* Where every part is excluded at once; the clause is that of the span that came last. */
static GArray *excluded_everywhere(const Measure *measure)
{
    GArray *common = g_array_new(FALSE, FALSE, sizeof(SoftSpan));
    g_autoptr(GArray) edges = edges_of(measure->soft);
    g_autofree guint *open = g_new0(guint, measure->parts_n);
    guint parts_open = 0;
    int64_t clause = 0;
    for (guint i = 0; i + 1 < edges->len; i++) {
        const SpanEdge *edge = &g_array_index(edges, SpanEdge, i);
        const SoftSpan *span = &g_array_index(measure->soft, SoftSpan, edge->span);
        parts_open -= open[span->part] > 0 ? 1 : 0;
        open[span->part] += edge->begins ? 1 : (guint)-1;
        parts_open += open[span->part] > 0 ? 1 : 0;
        clause = edge->begins ? span->exclusion.clause : clause;
        Instant to = g_array_index(edges, SpanEdge, i + 1).at;
        SoftSpan whole = {.exclusion = {.from = edge->at, .to = to, .clause = clause}};
        if (parts_open == measure->parts_n && edge->at < to)
            g_array_append_val(common, whole);
    }
    return common;
}

void exclude_parts(Measure *measure)
{
    if (measure->soft->len == 0 || measure->parts_n <= 1)
        return;
    g_array_sort(measure->soft, compare_spans);
    cut_windows(measure);
    if (is_plain(measure))
        return;
    GArray *common = excluded_everywhere(measure);
    g_array_unref(measure->soft);
    measure->soft = common;
}
