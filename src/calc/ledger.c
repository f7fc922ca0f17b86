#include "ledger_sweep.h"
#include <stdlib.h>

/* One pass over time. At each step the instant's state is settled, and a segment reaches to the next instant at which
 * any input begins or ends. */
typedef struct {
    Ledger *ledger;
    const LedgerWindow *windows; /* by start */
    guint windows_n, next;       /* next: the first that has not begun */
    const LedgerWindow **at_place;
    OpenShares open;
    GArray *ends;    /* WindowEnd */
    GArray *credits; /* Credit: of the segment at hand */
    GArray *places;  /* guint: scratch */
    const GArray *exclusions, *unknowns;
    guint exclusion, unknown; /* the first that has not ended */
} Sweep;

static void sweep_init(Sweep *sweep, Ledger *ledger, const GArray *windows)
{
    *sweep = (Sweep){.ledger = ledger,
                     .windows = (const LedgerWindow *)(const void *)windows->data,
                     .windows_n = windows->len,
                     .at_place = g_new(const LedgerWindow *, windows->len),
                     .ends = g_array_new(FALSE, FALSE, sizeof(WindowEnd)),
                     .credits = g_array_new(FALSE, FALSE, sizeof(Credit)),
                     .places = g_array_new(FALSE, FALSE, sizeof(guint))};
    open_shares_init(&sweep->open, windows->len);
    for (guint i = 0; i < windows->len; i++)
        sweep->at_place[sweep->windows[i].place] = &sweep->windows[i];
}

static void sweep_clear(Sweep *sweep)
{
    g_free(sweep->at_place);
    open_shares_clear(&sweep->open);
    g_array_unref(sweep->ends);
    g_array_unref(sweep->credits);
    g_array_unref(sweep->places);
}

static void close_windows(Sweep *sweep, Instant at)
{
    while (sweep->ends->len) {
        WindowEnd end = g_array_index(sweep->ends, WindowEnd, 0);

        if (end.at > at)
            return;
        open_shares_set(&sweep->open, end.place, 0);
        window_ends_pop(sweep->ends);
    }
}

static void open_window(Sweep *sweep, const LedgerWindow *window)
{
    open_shares_set(&sweep->open, window->place, window->share_ppm);
    window_ends_push(sweep->ends, (WindowEnd){window->to, window->place});
}

static void open_windows(Sweep *sweep, Instant at)
{
    while (sweep->next < sweep->windows_n && sweep->windows[sweep->next].from <= at)
        open_window(sweep, &sweep->windows[sweep->next++]);
}

/* The run that holds at, or NULL; *boundary is lowered to where that answer changes. */
static const Exclusion *run_at(const GArray *runs, guint *index, Instant at, Instant *boundary)
{
    while (*index < runs->len && g_array_index(runs, Exclusion, *index).to <= at)
        ++*index;
    if (*index == runs->len)
        return NULL;

    const Exclusion *run = &g_array_index(runs, Exclusion, *index);

    if (run->from > at) {
        *boundary = MIN(*boundary, run->from);
        return NULL;
    }
    *boundary = MIN(*boundary, run->to);
    return run;
}

static void add_credit(GArray *credits, int64_t incident, int32_t share_ppm)
{
    Credit *last = credits->len ? &g_array_index(credits, Credit, credits->len - 1) : NULL;

    if (last && last->incident == incident) {
        last->share_ppm += share_ppm;
        return;
    }

    Credit credit = {incident, share_ppm};

    g_array_append_val(credits, credit);
}

/* The largest open share, and who is credited with it: each window in the order of credit that lifts it. */
static int32_t credit_open(Sweep *sweep)
{
    int32_t share_ppm = 0, lifted_ppm = 0;
    guint place;

    g_array_set_size(sweep->credits, 0);
    while ((place = open_shares_first_above(&sweep->open, share_ppm, &lifted_ppm)) != G_MAXUINT) {
        add_credit(sweep->credits, sweep->at_place[place]->incident, lifted_ppm - share_ppm);
        share_ppm = lifted_ppm;
    }
    return share_ppm;
}

static void append(Sweep *sweep, Segment segment)
{
    ledger_append(sweep->ledger, segment, (const Credit *)(const void *)sweep->credits->data, sweep->credits->len);
}

static int compare_places(const void *left, const void *right)
{
    guint a = *(const guint *)left, b = *(const guint *)right;

    return (a > b) - (a < b);
}

/* All windows that touch a run of exclusion are listed once, however they overlap; those that begin in it are passed
 * over here. */
static void list_covered(Sweep *sweep, Instant until)
{
    GArray *places = sweep->places;

    g_array_set_size(places, 0);
    g_array_set_size(sweep->credits, 0);
    for (guint place = open_shares_next(&sweep->open, 0); place != G_MAXUINT;
         place = open_shares_next(&sweep->open, place + 1))
        g_array_append_val(places, place);
    for (; sweep->next < sweep->windows_n && sweep->windows[sweep->next].from < until; sweep->next++) {
        const LedgerWindow *window = &sweep->windows[sweep->next];

        g_array_append_val(places, window->place);
        if (window->to > until)
            open_window(sweep, window);
    }
    if (places->len > 1)
        qsort(places->data, places->len, sizeof(guint), compare_places);
    for (guint i = 0; i < places->len; i++)
        add_credit(sweep->credits, sweep->at_place[g_array_index(places, guint, i)]->incident, 0);
}

static Instant next_change(const Sweep *sweep, Instant boundary)
{
    if (sweep->next < sweep->windows_n)
        boundary = MIN(boundary, sweep->windows[sweep->next].from);
    if (sweep->ends->len)
        boundary = MIN(boundary, g_array_index(sweep->ends, WindowEnd, 0).at);
    return boundary;
}

/* Writes the segment that begins at `at`; returns its end. */
static Instant sweep_step(Sweep *sweep, Instant at, Instant to)
{
    Instant boundary = to;
    const Exclusion *exclusion = run_at(sweep->exclusions, &sweep->exclusion, at, &boundary);

    close_windows(sweep, at);
    open_windows(sweep, at);
    if (exclusion) {
        list_covered(sweep, exclusion->to);
        append(sweep, (Segment){at, exclusion->to, SEGMENT_EXCLUDED, 0, exclusion->clause, false, 0, 0});
        return exclusion->to;
    }

    bool unknown = run_at(sweep->unknowns, &sweep->unknown, at, &boundary) != NULL;
    int32_t share_ppm = credit_open(sweep);
    SegmentClass class = share_ppm > 0 ? SEGMENT_COUNTED : unknown ? SEGMENT_UNKNOWN : SEGMENT_UP;

    boundary = next_change(sweep, boundary);
    append(sweep, (Segment){at, boundary, class, share_ppm, 0, false, 0, 0});
    return boundary;
}

Ledger *ledger_build(Instant from, Instant to, const Outage *outages, guint n_outages, const Exclusion *exclusions,
                     guint n_exclusions, const Exclusion *unknowns, guint n_unknowns, const UndatedOutage *undated,
                     guint n_undated)
{
    Ledger *ledger = g_new0(Ledger, 1);
    g_autoptr(GArray) windows = ledger_windows(outages, n_outages, from, to);
    g_autoptr(GArray) excluded = ledger_runs(exclusions, n_exclusions, from, to);
    g_autoptr(GArray) unseen = ledger_runs(unknowns, n_unknowns, from, to);
    Sweep sweep;

    ledger->segments = g_array_new(FALSE, FALSE, sizeof(Segment));
    ledger->credits = g_array_new(FALSE, FALSE, sizeof(Credit));
    sweep_init(&sweep, ledger, windows);
    sweep.exclusions = excluded;
    sweep.unknowns = unseen;
    for (Instant at = from; at < to;)
        at = sweep_step(&sweep, at, to);
    sweep_clear(&sweep);
    ledger_place_undated(ledger, undated, n_undated, from, to);
    ledger_total(ledger);
    return ledger;
}

void ledger_free(Ledger *ledger)
{
    if (!ledger)
        return;
    g_array_unref(ledger->segments);
    g_array_unref(ledger->credits);
    g_free(ledger);
}
