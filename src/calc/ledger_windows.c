#include "ledger_sweep.h"
#include <stdlib.h>

static int compare_int64(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int compare_outages(const void *left, const void *right)
{
    const Outage *a = left, *b = right;
    int order = compare_int64(a->from, b->from);

    order = order ? order : compare_int64(a->incident, b->incident);
    order = order ? order : compare_int64(a->to, b->to);
    return order ? order : compare_int64(a->share_ppm, b->share_ppm);
}

/* qsort, but for input that is in order already */
static void sort_outages(Outage *outages, guint n)
{
    for (guint i = 1; i < n; i++)
        if (compare_outages(&outages[i - 1], &outages[i]) > 0) {
            qsort(outages, n, sizeof *outages, compare_outages);
            return;
        }
}

/* What can count, in order of start: not empty, not without a share. */
static GArray *sorted_outages(const Outage *outages, guint n)
{
    GArray *sorted = g_array_sized_new(FALSE, FALSE, sizeof(Outage), n);

    for (guint i = 0; i < n; i++) {
        Outage outage = outages[i];

        outage.share_ppm = MIN(outage.share_ppm, SHARE_FULL);
        if (outage.from < outage.to && outage.share_ppm > 0)
            g_array_append_val(sorted, outage);
    }
    sort_outages((Outage *)(void *)sorted->data, sorted->len);
    return sorted;
}

/* Incidents by key, open addressing; ranks are given in order of arrival. */
typedef struct {
    int64_t *keys;
    guint *ranks; /* rank + 1; 0 is a free slot */
    guint size, used;
} RankTable;

static void rank_table_init(RankTable *table, guint n)
{
    for (table->size = 16; table->size / 2 < n; table->size *= 2)
        ;
    table->used = 0;
    table->keys = g_new(int64_t, table->size);
    table->ranks = g_new0(guint, table->size);
}

static guint rank_of(RankTable *table, int64_t key)
{
    uint64_t hash = (uint64_t)key * UINT64_C(0x9E3779B97F4A7C15);
    guint slot = (guint)(hash >> 32) & (table->size - 1);

    while (table->ranks[slot] && table->keys[slot] != key)
        slot = (slot + 1) & (table->size - 1);
    if (!table->ranks[slot]) {
        table->keys[slot] = key;
        table->ranks[slot] = ++table->used;
    }
    return table->ranks[slot] - 1;
}

/* Counting sort by rank: each window's place, stable in the order of start. */
static void number_places(GArray *windows, guint ranks_n)
{
    g_autofree guint *next = g_new0(guint, (gsize)ranks_n + 1);
    LedgerWindow *window = (LedgerWindow *)(void *)windows->data;

    for (guint i = 0; i < windows->len; i++)
        next[window[i].rank + 1]++;
    for (guint i = 0; i < ranks_n; i++)
        next[i + 1] += next[i];
    for (guint i = 0; i < windows->len; i++)
        window[i].place = next[window[i].rank]++;
}

/* Ranks come from all outages, within the period or not, so that a month credits as the quarter around it does. */
GArray *ledger_windows(const Outage *outages, guint n, Instant from, Instant to)
{
    g_autoptr(GArray) sorted = sorted_outages(outages, n);
    GArray *windows = g_array_sized_new(FALSE, FALSE, sizeof(LedgerWindow), sorted->len);
    RankTable ranks;

    rank_table_init(&ranks, sorted->len);
    for (guint i = 0; i < sorted->len; i++) {
        const Outage *outage = &g_array_index(sorted, Outage, i);
        LedgerWindow window = {MAX(outage->from, from),
                               MIN(outage->to, to),
                               outage->incident,
                               outage->share_ppm,
                               rank_of(&ranks, outage->incident),
                               0};

        if (window.from < window.to)
            g_array_append_val(windows, window);
    }
    number_places(windows, ranks.used);
    g_free(ranks.keys);
    g_free(ranks.ranks);
    return windows;
}

static int compare_exclusions(const void *left, const void *right)
{
    const Exclusion *a = left, *b = right;
    int order = compare_int64(a->from, b->from);

    order = order ? order : compare_int64(a->clause, b->clause);
    return order ? order : compare_int64(a->to, b->to);
}

static void add_run(GArray *runs, Exclusion run)
{
    Exclusion *last = runs->len ? &g_array_index(runs, Exclusion, runs->len - 1) : NULL;

    if (last && last->to == run.from && last->clause == run.clause)
        last->to = run.to;
    else
        g_array_append_val(runs, run);
}

GArray *ledger_runs(const Exclusion *exclusions, guint n, Instant from, Instant to)
{
    GArray *runs = g_array_new(FALSE, FALSE, sizeof(Exclusion));
    Instant covered = from;

    if (n == 0)
        return runs;

    g_autofree Exclusion *sorted = g_memdup2(exclusions, n * sizeof *exclusions);

    qsort(sorted, n, sizeof *sorted, compare_exclusions);
    for (guint i = 0; i < n; i++) {
        Exclusion run = {MAX(sorted[i].from, covered), MIN(sorted[i].to, to), sorted[i].clause};

        if (sorted[i].from >= sorted[i].to || run.from >= run.to)
            continue;
        add_run(runs, run);
        covered = run.to;
    }
    return runs;
}

int64_t windows_union_ms(Outage *windows, guint n, Instant from, Instant to)
{
    Instant covered = from;
    int64_t union_ms = 0;

    sort_outages(windows, n);
    for (guint i = 0; i < n; i++) {
        Instant start = MAX(windows[i].from, covered), end = MIN(windows[i].to, to);

        if (windows[i].from >= windows[i].to || start >= end)
            continue;
        union_ms += end - start;
        covered = end;
    }
    return union_ms;
}
