/* Third stage: times of a document without dates, where a list goes past midnight ("11:15 PM", "12:00 AM"): what stands
 * behind it lies on a day after, though no date says so. */
#include "timeline_build.h"

#define TURN_MINUTES (8 * 60) /* a clock that falls by more has passed midnight */
#define EVENING (16 * 60)
#define MORNING (12 * 60)

static bool is_undated(const TimelineBuild *build)
{
    for (guint i = 0; i < build->timeline->moments->len; i++)
        if (build_moment(build, i)->has_date)
            return false;
    return true;
}

/* The end of a range that falls: "from 11:15 PM to 12:00 AM". */
static bool settle_range(const TimelineBuild *build, TextMoment *end)
{
    const TextMoment *start = end->range_start >= 0 ? build_moment(build, (guint)end->range_start) : NULL;
    if (!start || !start->has_clock || clock_minutes(start) - clock_minutes(end) <= TURN_MINUTES)
        return false;
    end->local_ms += MS_PER_DAY;
    return true;
}

/* Adds the days of one list from moment first on; returns the moment behind it. *evening: its first clock, if it
 * turned. */
static guint settle_list(const TimelineBuild *build, guint first, int *evening)
{
    int heading = list_of(build, build_moment(build, first)->block);
    const TextMoment *prev = NULL;
    int64_t days = 0;
    guint i = first;
    bool back = steps_go_back(build, heading, first);
    for (; i < build->timeline->moments->len && list_of(build, build_moment(build, i)->block) == heading; i++) {
        TextMoment *m = build_moment(build, i);
        if (!m->lead || !m->has_clock || back)
            continue;
        days += prev && clock_minutes(prev) - clock_minutes(m) > TURN_MINUTES;
        if (days && *evening < 0)
            *evening = clock_minutes(build_moment(build, first));
        m->local_ms += days * MS_PER_DAY;
        prev = m;
    }
    return i;
}

void timeline_settle_undated(TimelineBuild *build)
{
    GArray *moments = build->timeline->moments;
    int evening = -1;
    if (!is_undated(build))
        return;
    for (guint i = 0; i < moments->len;)
        i = settle_list(build, i, &evening);
    for (guint i = 0; i < moments->len; i++) {
        TextMoment *m = build_moment(build, i);
        bool range = m->range_start >= 0 && settle_range(build, m);
        bool behind = !range && !m->lead && evening >= EVENING && clock_minutes(m) < MORNING;
        m->local_ms += m->has_clock && behind ? MS_PER_DAY : 0; /* what the text tells of the list's morning */
    }
}
