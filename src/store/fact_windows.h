/* The impact windows that a record states or implies, and what the store keeps of them. */
#pragma once

#include "nines/store/record.h"

typedef struct {
    const char *service; /* of the first window */
    int64_t services_n;  /* different ones */
    bool inline_window;  /* at most one service and no stated window: it stands in the incident's row */
} WindowSummary;

WindowSummary windows_summary(const Record *record);
/* How many rows of stated_window the record has when it is not inline, and the i-th of them. */
guint windows_count(const Record *record);
RecordWindow windows_get(const Record *record, guint i);

typedef struct {
    int32_t share_ppm;
    bool is_stated, counts;
    Instant span_class; /* INSTANT_NONE: the window lasts for no time, or its start is not known */
} WindowFigures;

WindowFigures windows_figures(const Record *record, const RecordWindow *window);
