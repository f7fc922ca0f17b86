/* The steps of the third stage. Private. */
#pragma once

#include "nines/extract/timeline.h"

typedef struct {
    const Outline *outline;
    Timeline *timeline;
    const TimelineSettings *settings;
    GArray *permalinks; /* guint: mentions */
    int groups;
} TimelineBuild;

static inline TextMoment *build_moment(const TimelineBuild *build, guint index)
{
    return &g_array_index(build->timeline->moments, TextMoment, index);
}

/* Joins dates, clocks and zones that stand together, and pairs the ends of ranges. */
void timeline_compose(TimelineBuild *build);
/* Order of day and month, missing years, missing dates, midnight, am and pm. */
void timeline_settle_dates(TimelineBuild *build);
/* The document's zone: stated, from the permalinks, or the user's. */
void timeline_settle_zones(TimelineBuild *build);
/* The year that the permalink beside a moment gives, or 0. */
int permalink_year(const TimelineBuild *build, const TextMoment *moment);
/* Dates of the document itself: of its name ("2024-02-28-api-down.md"), of a front matter key. */
bool document_date(const TimelineBuild *build, int *year, int *month, int *day);
void moment_update(TextMoment *moment);
