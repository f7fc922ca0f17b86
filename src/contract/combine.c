#include "measure.h"
#include <stdlib.h>
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
    int32_t *sorted;       /* scratch */
    int64_t *weights;
    int64_t weight_sum;
    GHashTable *first; /* incident (int64_t*) -> Instant*: of its first window */
    GArray *behind;    /* Behind: scratch */
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

/* What stands behind a stretch of time, in the order in which the ledger credits: by the start of the incident's first
 * window, then by its key. */
typedef struct {
    int64_t incident;
    Instant first;
    int64_t parts; /* that it adds */
} Behind;

static int compare_behind(gconstpointer a, gconstpointer b)
{
    const Behind *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->incident > y->incident) - (x->incident < y->incident);
}

static void add_behind(Combining *combining, guint part, Instant from, int64_t parts)
{
    Behind behind = {.incident = combining->incidents[part], .first = from, .parts = parts};
    const int64_t *first = g_hash_table_lookup(combining->first, &behind.incident);
    if (first == NULL)
        g_hash_table_insert(combining->first, g_memdup2(&behind.incident, sizeof behind.incident),
                            g_memdup2(&from, sizeof from));
    else
        behind.first = *first;
    g_array_append_val(combining->behind, behind);
}

/* The ledger credits an incident with what it adds to the largest share so far, so windows with growing sums credit
 * each with its own. */
static void emit_behind(Combining *combining, Instant from, Instant to)
{
    int64_t sum = 0;
    g_array_sort(combining->behind, compare_behind);
    for (guint i = 0; i < combining->behind->len; i++) {
        const Behind *behind = &g_array_index(combining->behind, Behind, i);
        sum += behind->parts;
        measure_add_window(combining->measure, 0, from, to, behind->incident,
                           measure_exact_share(combining->measure, sum));
    }
    g_array_set_size(combining->behind, 0);
}

static int compare_shares(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x < y) - (x > y);
}

/* The k-th largest share is lost in at least k parts at once; all that lose as much stand behind it, in equal parts. */
static void emit_kth(Combining *combining, guint k, Instant from, Instant to)
{
    guint n = combining->measure->parts_n, behind_n = 0;
    memcpy(combining->sorted, combining->shares, n * sizeof *combining->shares);
    qsort(combining->sorted, n, sizeof *combining->sorted, compare_shares);
    int32_t share = k >= 1 && k <= n ? combining->sorted[k - 1] : 0;
    if (share == 0)
        return;
    for (guint i = 0; i < n; i++)
        behind_n += combining->shares[i] >= share ? 1 : 0;
    int64_t given = 0;
    for (guint i = 0, nth = 0; i < n; i++) {
        if (combining->shares[i] < share)
            continue;
        int64_t upto = (int64_t)share * ++nth / behind_n;
        add_behind(combining, i, from, upto - given);
        given = upto;
    }
    emit_behind(combining, from, to);
}

static void emit_weighted(Combining *combining, Instant from, Instant to)
{
    for (guint i = 0; i < combining->measure->parts_n; i++)
        if (combining->shares[i] > 0 && combining->weights[i] > 0)
            add_behind(combining, i, from,
                       (combining->shares[i] * combining->weights[i] * combining->measure->share_parts +
                        combining->weight_sum - 1) /
                           combining->weight_sum);
    emit_behind(combining, from, to);
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

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

/* Weights are thousandths: 2 and 1 are 2000 and 1000. */
static int64_t weight_unit(const Measure *measure)
{
    int64_t unit = 0;
    for (guint i = 0; i < measure->parts_n; i++)
        unit = common_divisor(part_weight(measure, i), unit);
    return MAX(unit, 1);
}

static int64_t weight_sum(const Measure *measure)
{
    int64_t sum = 0;
    for (guint i = 0; i < measure->parts_n; i++)
        sum += part_weight(measure, i);
    return MAX(sum / weight_unit(measure), 1);
}

int32_t combine_share(Measure *measure, const char *service, int32_t share_ppm)
{
    int64_t sum = weight_sum(measure),
            weight = service != NULL ? weight_of(measure, service) / weight_unit(measure) : 1;
    return measure_exact_share(measure, (share_ppm * weight * measure->share_parts + sum - 1) / sum);
}

#define SHARE_PARTS_MAX 1000000 /* so that sums stay within 128 bits */

static bool is_plain(const Obligation *obligation)
{
    return obligation->per.take != PER_POOLED &&
           (obligation->combine == COMBINE_ANY || obligation->combine == COMBINE_EACH);
}

static bool is_weighted(const Obligation *obligation)
{
    return obligation->per.take == PER_POOLED || obligation->combine == COMBINE_WEIGHTED ||
           obligation->combine == COMBINE_POOLED;
}

/* How finely a millionth is cut so that every share is whole: by the sum of weights, or by the users there are. */
void combine_set_parts(Measure *measure)
{
    const Obligation *obligation = measure->obligation;
    int64_t parts = 1;
    if (is_weighted(obligation))
        parts = weight_sum(measure);
    else if (is_plain(obligation) && obligation->unit.kind == COUNT_USER_MINUTES)
        parts = MAX(measure->unit_total, 1);
    measure->share_parts = parts <= SHARE_PARTS_MAX ? parts : 1;
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
    g_autofree int32_t *sorted = g_new0(int32_t, n);
    g_autoptr(GHashTable) first = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    g_autoptr(GArray) behind = g_array_new(FALSE, FALSE, sizeof(Behind));
    Combining combining = {.measure = measure,
                           .windows = windows,
                           .active = active,
                           .shares = shares,
                           .incidents = incidents,
                           .sorted = sorted,
                           .first = first,
                           .behind = behind,
                           .weights = weights,
                           .weight_sum = weight_sum(measure)};
    int64_t unit = weight_unit(measure);
    for (guint i = 0; i < n; i++)
        weights[i] = part_weight(measure, i) / unit;
    for (guint i = 0; i + 1 < edges->len; i++) {
        const WindowEdge *edge = &g_array_index(edges, WindowEdge, i);
        toggle(&combining, edge);
        emit(&combining, edge->at, g_array_index(edges, WindowEdge, i + 1).at);
    }
}
