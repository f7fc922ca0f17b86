#include "oracle.h"
#include <stdlib.h>
#include <string.h>

static int shares[MAX_SERVICES][SPAN]; /* by service; index 0 is MARGIN before the day */
static int whole[SPAN];
static bool soft[MAX_SERVICES][SPAN], cut[MAX_SERVICES][SPAN], excluded[SPAN], unknown[SPAN], any[SPAN];

static int start_of(const TestCase *c, const TestOutage *o)
{
    return c->from_detected && o->detected > o->from ? o->detected : o->from;
}

static int share_of(const TestCase *c, const TestOutage *o)
{
    return c->degraded_full && o->share > 0 ? FULL : o->share;
}

static void paint(const TestCase *c)
{
    for (int i = 0; i < c->n_outages; i++) {
        const TestOutage *o = &c->outages[i];
        for (int t = start_of(c, o); t < o->to; t++) {
            if (o->excluded)
                soft[o->service][t + MARGIN] = true;
            else if (share_of(c, o) > shares[o->service][t + MARGIN])
                shares[o->service][t + MARGIN] = share_of(c, o);
        }
    }
}

static void drop_short(const TestCase *c)
{
    for (int t = 0; t < SPAN; t++) {
        any[t] = false;
        for (int s = 0; s < c->n_services; s++)
            any[t] |= shares[s][t] > 0;
    }
    for (int t = 0; t < SPAN; t++) {
        int end = t;
        while (end < SPAN && any[end])
            end++;
        for (int k = t; end - t < c->min_outage && k < end; k++)
            for (int s = 0; s < c->n_services; s++)
                shares[s][k] = 0;
        t = end;
    }
}

static int descending(const void *a, const void *b)
{
    return *(const int *)b - *(const int *)a;
}

static int combined(const TestCase *c, int t)
{
    int all[MAX_SERVICES], sum = 0;
    for (int s = 0; s < c->n_services; s++) {
        all[s] = shares[s][t];
        sum += all[s];
    }
    qsort(all, (size_t)c->n_services, sizeof(int), descending);
    switch (c->combine) {
    case DOWN_ANY:
        return all[0];
    case DOWN_ALL:
        return all[c->n_services - 1];
    case DOWN_TWO:
        return all[1];
    case DOWN_POOLED:
        break;
    }
    return (sum + c->n_services - 1) / c->n_services;
}

static int by_start(const void *a, const void *b)
{
    const TestWork *x = a, *y = b;
    return x->from != y->from ? x->from - y->from : x->to - y->to;
}

static void work_second(const TestCase *c, const TestWork *w, int t, bool taken)
{
    if (taken && w->service < 0)
        excluded[t] = true;
    for (int s = 0; s < c->n_services; s++) {
        if (w->service >= 0 && w->service != s)
            continue;
        if (!taken)
            shares[s][t] = FULL;
        else if (w->service >= 0)
            cut[s][t] = true;
    }
}

/* Every second of a work window is taken out, or counts: for late notice, or when the cap is used up. */
static void work(const TestCase *c)
{
    TestWork works[6];
    bool covered[SPAN] = {false};
    int used = 0;
    memcpy(works, c->works, sizeof works);
    qsort(works, (size_t)c->n_works, sizeof(TestWork), by_start);
    for (int i = 0; i < c->n_works && c->has_work_clause; i++)
        for (int t = works[i].from + MARGIN; t < works[i].to + MARGIN; t++) {
            bool kept = works[i].notice >= c->notice;
            if (kept && !covered[t] && (c->cap == 0 || used < c->cap)) {
                covered[t] = true;
                used++;
            }
            work_second(c, &works[i], t, kept && covered[t]);
        }
    for (int s = 0; s < c->n_services; s++)
        for (int t = 0; t < SPAN; t++)
            if (cut[s][t])
                shares[s][t] = 0;
}

static bool counts(int t)
{
    return whole[t] > 0 && !excluded[t];
}

static void drop_part_minutes(void)
{
    for (int t = MARGIN; t < MARGIN + DAY; t++) {
        int end = t;
        while (end < MARGIN + DAY && counts(end))
            end++;
        for (int k = t + (end - t) / 60 * 60; k < end; k++)
            whole[k] = 0;
        t = end > t ? end - 1 : t;
    }
}

static void slice_up(const TestCase *c)
{
    for (int from = MARGIN; from < MARGIN + DAY; from += c->slice) {
        int to = MIN(from + c->slice, MARGIN + DAY), down = 0, live = 0, most = 0;
        for (int t = from; t < to; t++) {
            bool on = counts(t);
            down += on ? 1 : 0;
            live += on || (!excluded[t] && !unknown[t]) ? 1 : 0;
            most = on ? MAX(most, whole[t]) : most;
        }
        bool bad = down > 0 && (c->unit == UNIT_SLICES_ANY || down == live);
        for (int t = from; t < to; t++)
            whole[t] = bad ? most : 0;
    }
}

/* In a chain any excluded part takes the time out; else all parts must be excluded at once. */
static bool taken_out(const TestCase *c, int t)
{
    int n = 0;
    for (int s = 0; s < c->n_services; s++)
        n += soft[s][t] || cut[s][t] ? 1 : 0;
    return c->combine == DOWN_ANY ? n > 0 : n == c->n_services;
}

TestTotals oracle(const TestCase *c)
{
    TestTotals totals = {0, 0, 0, 0};
    memset(shares, 0, sizeof shares);
    memset(soft, 0, sizeof soft);
    memset(cut, 0, sizeof cut);
    memset(excluded, 0, sizeof excluded);
    memset(unknown, 0, sizeof unknown);
    paint(c);
    drop_short(c);
    work(c);
    for (int t = 0; t < SPAN; t++)
        whole[t] = combined(c, t);
    for (int t = 0; t < SPAN; t++)
        excluded[t] |= taken_out(c, t) && whole[t] == 0;
    for (int i = 0; i < c->n_gaps; i++)
        memset(unknown + MARGIN + c->gaps[i].from, 1, (size_t)(c->gaps[i].to - c->gaps[i].from));
    if (c->unit == UNIT_MINUTES_DROP)
        drop_part_minutes();
    else if (c->unit != UNIT_SECONDS)
        slice_up(c);
    for (int t = MARGIN; t < MARGIN + DAY; t++) {
        if (excluded[t])
            totals.excluded++;
        else if (whole[t] > 0)
            totals.counted_ppm += whole[t];
        else if (unknown[t])
            totals.unknown++;
        else
            totals.up++;
    }
    return totals;
}
