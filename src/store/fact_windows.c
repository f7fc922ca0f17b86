#include "fact_windows.h"

#include "nines/calc/ledger.h"

#define SPAN_CLASS_OPEN 31

/* Smallest k with to - from < 4^k; SPAN_CLASS_OPEN while open; INSTANT_NONE for windows that last for no time. */
static Instant span_class(const RecordWindow *window)
{
    if (window->from == INSTANT_NONE)
        return INSTANT_NONE;
    if (window->to == INSTANT_NONE)
        return SPAN_CLASS_OPEN;
    if (window->to <= window->from)
        return INSTANT_NONE;
    uint64_t length = (uint64_t)window->to - (uint64_t)window->from;
    int class = 1;
    while (class < SPAN_CLASS_OPEN && length >> (2 * class))
        class ++;
    return class;
}

WindowFigures windows_figures(const Record *record, const RecordWindow *window)
{
    int32_t share = window->share_ppm >= 0 ? window->share_ppm : record->share_ppm;
    WindowFigures figures = {share >= 0 ? share : SHARE_FULL, share >= 0, false, span_class(window)};
    figures.counts = record->is_outage && figures.share_ppm > 0;
    return figures;
}

/* The window that a record implies when it states none: from started to mitigated, else resolved, else open. */
static RecordWindow implied_window(const Record *record, const char *service)
{
    Instant mitigated = record->at[MOMENT_MITIGATED];
    Instant to = mitigated != INSTANT_NONE ? mitigated : record->at[MOMENT_RESOLVED];
    return (RecordWindow){service, record->at[MOMENT_STARTED], to, -1};
}

guint windows_count(const Record *record)
{
    return record->windows->len ? record->windows->len : MAX(record->services->len, 1);
}

RecordWindow windows_get(const Record *record, guint i)
{
    if (record->windows->len)
        return g_array_index(record->windows, RecordWindow, i);
    return implied_window(record, i < record->services->len ? record->services->pdata[i] : NULL);
}

static WindowSummary summary_of_windows(const Record *record)
{
    WindowSummary summary = {0};
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < record->windows->len; i++) {
        const char *service = g_array_index(record->windows, RecordWindow, i).service;
        if (service)
            g_hash_table_add(names, (gpointer)(uintptr_t)service);
        summary.service = summary.service ? summary.service : service;
    }
    summary.services_n = g_hash_table_size(names);
    return summary;
}

WindowSummary windows_summary(const Record *record)
{
    if (record->windows->len)
        return summary_of_windows(record);
    guint n = record->services->len;
    return (WindowSummary){n ? record->services->pdata[0] : NULL, n, n < 2};
}
