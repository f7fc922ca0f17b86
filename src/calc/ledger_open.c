#include "ledger_sweep.h"

void open_shares_init(OpenShares *shares, guint n)
{
    for (shares->leaves = 1; shares->leaves < n; shares->leaves *= 2)
        ;
    shares->max = g_new0(int32_t, 2 * (gsize)shares->leaves);
}

void open_shares_clear(OpenShares *shares)
{
    g_clear_pointer(&shares->max, g_free);
}

void open_shares_set(OpenShares *shares, guint place, int32_t share_ppm)
{
    guint node = shares->leaves + place;

    shares->max[node] = share_ppm;
    for (node /= 2; node >= 1; node /= 2) {
        int32_t max = MAX(shares->max[2 * node], shares->max[2 * node + 1]);

        if (shares->max[node] == max)
            return;
        shares->max[node] = max;
    }
}

/* Down from a node that has a share above the floor, to the left where possible. */
static guint first_leaf(const OpenShares *shares, guint node, int32_t floor_ppm)
{
    while (node < shares->leaves)
        node = 2 * node + (shares->max[2 * node] <= floor_ppm);
    return node;
}

guint open_shares_first_above(const OpenShares *shares, int32_t floor_ppm, int32_t *share_ppm)
{
    if (shares->max[1] <= floor_ppm)
        return G_MAXUINT;

    guint node = first_leaf(shares, 1, floor_ppm);

    *share_ppm = shares->max[node];
    return node - shares->leaves;
}

guint open_shares_next(const OpenShares *shares, guint from)
{
    if (from >= shares->leaves)
        return G_MAXUINT;

    guint node = shares->leaves + from;

    if (shares->max[node] > 0)
        return from;
    /* up to the first right-hand neighbour that holds something */
    while (node > 1 && ((node & 1) || shares->max[node + 1] == 0))
        node /= 2;
    return node > 1 ? first_leaf(shares, node + 1, 0) - shares->leaves : G_MAXUINT;
}

void window_ends_push(GArray *ends, WindowEnd end)
{
    guint i = ends->len;
    WindowEnd *heap;

    g_array_append_val(ends, end);
    heap = (WindowEnd *)(void *)ends->data;
    for (; i > 0 && heap[(i - 1) / 2].at > end.at; i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = end;
}

void window_ends_pop(GArray *ends)
{
    WindowEnd *heap = (WindowEnd *)(void *)ends->data;
    WindowEnd last = heap[ends->len - 1];
    guint n = ends->len - 1, i = 0;

    for (guint child = 1; child < n; child = 2 * i + 1) {
        if (child + 1 < n && heap[child + 1].at < heap[child].at)
            child++;
        if (heap[child].at >= last.at)
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = last;
    g_array_set_size(ends, n);
}
