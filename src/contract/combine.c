#include "measure.h"
#include <string.h>

/* Down time of several parts as windows of the whole: a sweep over all edges; between two edges every part has one
 * share, the largest of its windows. */
typedef struct {
    Instant at;
    guint window; /* index; begins here when starts */
    bool starts;
} WindowEdge;

typedef struct {
    Measure *measure;
    const GArray *windows; /* Window, the parts' */
    GArray *active;        /* guint: windows that are open now */
    int32_t *shares;       /* of each service, now */
    int64_t *incidents;    /* behind that share */
    int64_t *weights;
    int64_t weight_sum;
} Combining;

static int compare_edges(gconstpointer a, gconstpointer b)
{
    const WindowEdge *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->window > y->window) - (x->window < y->window);
}

static GArray *edges_of(const GArray *windows)
{
    GArray *edges = g_array_sized_new(FALSE, FALSE, sizeof(WindowEdge), windows->len * 2);
    for (guint i = 0; i < windows->len; i++) {
        const Outage *outage = &g_array_index(windows, Window, i).outage;
        WindowEdge pair[] = {{.at = outage->from, .window = i, .starts = true}, {.at = outage->to, .window = i}};
        g_array_append_vals(edges, pair, 2);
    }
    g_array_sort(edges, compare_edges);
    return edges;
}

static void toggle(Combining *combining, const WindowEdge *edge)
{
    if (edge->starts) {
        g_array_append_val(combining->active, edge->window);
        return;
    }
    for (guint i = 0; i < combining->active->len; i++)
        if (g_array_index(combining->active, guint, i) == edge->window) {
            g_array_remove_index_fast(combining->active, i);
            return;
        }
}

static void shares_now(Combining *combining)
{
    guint n = combining->measure->parts_n;
    memset(combining->shares, 0, n * sizeof *combining->shares);
    for (guint i = 0; i < combining->active->len; i++) {
        const Window *window = &g_array_index(combining->windows, Window, g_array_index(combining->active, guint, i));
        const Outage *outage = &window->outage;
        int32_t *share = &combining->shares[window->part];
        int64_t *incident = &combining->incidents[window->part];
        if (outage->share_ppm > *share || (outage->share_ppm == *share && outage->incident < *incident)) {
            *share = outage->share_ppm;
            *incident = outage->incident;
        }
    }
}

/* The k-th largest share: that much of the whole is lost in at least k parts at once. It is put to the incident of the
 * part that is k-th, without which fewer than k were down. */
static void emit_kth(Combining *combining, guint k, Instant from, Instant to)
{
    guint n = combining->measure->parts_n;
    for (guint i = 0; i < n; i++) {
        guint larger = 0, ahead = 0;
        for (guint j = 0; j < n; j++) {
            larger += combining->shares[j] > combining->shares[i] ? 1 : 0;
            ahead += j < i && combining->shares[j] == combining->shares[i] ? 1 : 0;
        }
        if (larger + ahead + 1 != k || combining->shares[i] == 0)
            continue;
        measure_add_window(combining->measure, 0, from, to, combining->incidents[i], combining->shares[i]);
    }
}

/* Shares add up by weight. The ledger credits an incident with what it adds to the largest share so far, so windows
 * with growing sums credit each part with its own. */
static void emit_weighted(Combining *combining, Instant from, Instant to)
{
    guint n = combining->measure->parts_n;
    int64_t sum = 0;
    for (guint i = 0; i < n; i++) {
        if (combining->shares[i] == 0)
            continue;
        sum += combining->shares[i] * combining->weights[i];
        int32_t share = (int32_t)((sum + combining->weight_sum - 1) / combining->weight_sum);
        measure_add_window(combining->measure, 0, from, to, combining->incidents[i], MIN(share, SHARE_FULL));
    }
}

static void emit(Combining *combining, Instant from, Instant to)
{
    const Obligation *obligation = combining->measure->obligation;
    if (combining->active->len == 0 || from >= to)
        return;
    shares_now(combining);
    if (obligation->combine == COMBINE_ALL)
        emit_kth(combining, combining->measure->parts_n, from, to);
    else if (obligation->combine == COMBINE_K_OF_N)
        emit_kth(combining, (guint)obligation->k, from, to);
    else
        emit_weighted(combining, from, to);
}

static int64_t weight_of(const Measure *measure, const char *service)
{
    const GArray *weights = measure->obligation->weights;
    for (guint w = 0; w < weights->len; w++) {
        const Weight *weight = &g_array_index(weights, Weight, w);
        if (g_ascii_strcasecmp(weight->service, service) == 0)
            return weight->weight;
    }
    return measure->obligation->combine == COMBINE_POOLED ? 1 : 0;
}

/* Tenants without a name stand together as the last part. */
static int64_t tenant_weight(const Measure *measure, guint part)
{
    return part < measure->values->len ? 1 : measure->obligation->per.total - measure->values->len;
}

static int64_t part_weight(const Measure *measure, guint part)
{
    return measure->obligation->per.take == PER_POOLED ? tenant_weight(measure, part)
                                                       : weight_of(measure, g_ptr_array_index(measure->services, part));
}

static int64_t weight_sum(const Measure *measure)
{
    int64_t sum = 0;
    for (guint i = 0; i < measure->parts_n; i++)
        sum += part_weight(measure, i);
    return MAX(sum, 1);
}

int32_t combine_share(const Measure *measure, const char *service, int32_t share_ppm)
{
    int64_t sum = weight_sum(measure), weight = service != NULL ? weight_of(measure, service) : 1;
    return (int32_t)((share_ppm * weight + sum - 1) / sum);
}

static bool is_plain(const Obligation *obligation)
{
    return obligation->per.take != PER_POOLED &&
           (obligation->combine == COMBINE_ANY || obligation->combine == COMBINE_EACH);
}

void combine_windows(Measure *measure)
{
    guint n = measure->parts_n;
    if (is_plain(measure->obligation) || measure->windows->len == 0)
        return;
    g_autoptr(GArray) windows = measure->windows;
    measure->windows = g_array_new(FALSE, FALSE, sizeof(Window));
    g_autoptr(GArray) edges = edges_of(windows);
    g_autoptr(GArray) active = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autofree int32_t *shares = g_new0(int32_t, n);
    g_autofree int64_t *incidents = g_new0(int64_t, n);
    g_autofree int64_t *weights = g_new0(int64_t, n);
    Combining combining = {.measure = measure,
                           .windows = windows,
                           .active = active,
                           .shares = shares,
                           .incidents = incidents,
                           .weights = weights,
                           .weight_sum = weight_sum(measure)};
    for (guint i = 0; i < n; i++)
        weights[i] = part_weight(measure, i);
    for (guint i = 0; i + 1 < edges->len; i++) {
        const WindowEdge *edge = &g_array_index(edges, WindowEdge, i);
        toggle(&combining, edge);
        emit(&combining, edge->at, g_array_index(edges, WindowEdge, i + 1).at);
    }
}
