/* Mentions become moments: a date carried from above, a zone of the document, the order of a list settling am or pm.
 * The third stage of extraction.
 *
 * Invariant: a moment's fields say only what the document says or what a named rule inferred; has_date without
 * has_year does not leave this stage (its date is dropped and a doubt is noted).
 *
 *     g_autoptr(Timeline) timeline = timeline_read(outline, mentions, 1, &settings);
 *     const TextMoment *moment = timeline_moment(timeline, 0);     // 2022-01-05 20:45 +01:00, "stated"
 */
#pragma once

#include "nines/base/timetext.h"
#include "nines/extract/mention.h"
#include "nines/extract/outline.h"

typedef struct {
    guint block;
    guint start, end; /* bytes of the words */
    guint from, to;   /* tokens */
    bool has_date, has_clock;
    int year, month, day;
    int hour, minute, second; /* second -1: unsaid */
    const Zone *zone;         /* NULL: unknown */
    ZoneBasis basis;
    bool month_carried; /* "25th": the month is that of the date before */
    bool own_date;      /* the date stands beside it */
    bool lead;          /* opens an entry: stands at the start of its line, item, row or heading */
    bool signature;     /* closes a line that names its writer; the lines below are what was written then */
    bool approximate;
    bool relative; /* computed from "10 minutes later" */
    bool weak;     /* "14.44" where nothing says that it is a time; not used unless it leads */
    int range_end; /* index of the moment at the other end, on the first; else -1 */
    int range_start;
    bool ambiguous_zone;
    int64_t local_ms;                  /* of the wall clock; a time alone counts from 0, a day alone is its midnight */
    bool open;                         /* "3/9/2022": month holds the first number until the order is settled */
    RelativeDay relative_day;          /* "this morning" beside a clock */
    Meridiem meridiem;                 /* as written */
    bool padded;                       /* hour written with two digits */
    int clock;                         /* mention of its clock, or -1 */
    const char *date_rule, *zone_rule; /* why; static text */
} TextMoment;

typedef struct {
    const char *rule; /* "month", "time of detection", ... */
    char *message;
    guint block, start, end;
    bool has_other;
    guint other_block, other_start, other_end;
} Finding;

typedef struct {
    const Zone *zone; /* --timezone: for times that state none; or NULL */
    int year;         /* --year: for dates that state none; or 0 */
    bool month_first; /* the order of 3/9/2022 when the document does not settle it */
} TimelineSettings;

typedef struct {
    GArray *moments;     /* TextMoment, in reading order */
    GArray *mentions;    /* Mention, of all blocks (borrowed) */
    GPtrArray *findings; /* Finding* */
    const Zone *zone;    /* of the document */
    const char *zone_rule;
    bool zone_placed; /* the words from which it is known */
    guint zone_block, zone_start, zone_end;
    int year; /* of dates without one, 0 unknown */
    const char *year_rule;
    bool day_first;
} Timeline;

/* groups: incidents that stand under headings of their own, at least 1 (BlockNote.group). */
Timeline *timeline_read(const Outline *outline, GArray *mentions, int groups, const TimelineSettings *settings);
void timeline_free(Timeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Timeline, timeline_free)
const TextMoment *timeline_moment(const Timeline *timeline, guint index);
/* ISO 8601 with as much as is known: "2022-01-05T20:45+01:00", "2022-01-05", "T08:00+00:00". Caller frees. */
char *moment_text(const TextMoment *moment);
/* The inverse; also accepts a blank between date and time. False for other text, *moment untouched. */
bool moment_parse(const char *text, TextMoment *moment);
/* Offset in minutes at the moment; false when the zone is unknown. */
bool moment_offset(const TextMoment *moment, int *minutes);
/* Comparable milliseconds: UTC when both date and zone are known, else the wall clock. */
int64_t moment_ms(const TextMoment *moment);
void finding_free(Finding *finding);
void timeline_explain(const Timeline *timeline, const TextDocument *document, GString *out);
