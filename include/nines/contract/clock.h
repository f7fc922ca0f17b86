/* Working time: calendars of opening hours and holidays, and the arithmetic of clocks that run only then.
 *
 * Invariant: hours are wall-clock times of the calendar's zone, so a working day is 09:00-17:30 on both sides of a
 * clock change; what is measured are the real milliseconds in between. Answers are within the searched horizon of 10
 * years; a calendar without any hour gives INSTANT_NONE.
 *
 *     // Friday 16:30 + 8 working hours of 09:00-17:30 = Monday 16:00
 *     Instant due = work_add(calendar, friday, 8 * MS_PER_HOUR);
 */
#pragma once

#include "nines/base/zone.h"

typedef struct {
    int from_min, to_min; /* minutes after local midnight, 0..1440 */
} WorkSpan;

typedef struct {
    char *name;
    const Zone *zone;
    GArray *spans[7]; /* WorkSpan of Monday .. Sunday, in order, without overlap */
    GArray *holidays; /* int64_t days since 1970-01-01 (local), sorted */
} WorkCalendar;

typedef struct {
    Instant from, to;
} Span;

WorkCalendar *work_calendar_new(const char *name, const Zone *zone);
void work_calendar_free(WorkCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WorkCalendar, work_calendar_free)
/* Sorts holidays and spans; call once when all are added. */
void work_calendar_finish(WorkCalendar *calendar);
/* days: "mon-fri", "sat", "mon,wed,fri", "daily", "24x7"; hours: "09:00-17:30", several with commas, "24h", "closed".
 * False when the words are not understood. */
bool work_calendar_add_hours(WorkCalendar *calendar, const char *days, const char *hours);
/* "mon-thu 09:00-12:30, 13:00-17:30; fri 09:00-15:00"; "never" without any hour. Caller frees. */
char *work_calendar_text(const WorkCalendar *calendar);
bool work_calendar_is_holiday(const WorkCalendar *calendar, int64_t day);

/* The open spans that overlap [from, to), cut to it, in order; array of Span. Caller frees. */
GArray *work_spans(const WorkCalendar *calendar, Instant from, Instant to);
/* Open milliseconds in [from, to); 0 when reversed. Spans of pauses (sorted or not) are taken out; NULL: none.
 * A NULL calendar is always open. */
int64_t work_between(const WorkCalendar *calendar, Instant from, Instant to, const Span *pauses, guint n_pauses);
/* The instant at which that much open time has passed; ms 0 gives from itself. */
Instant work_add(const WorkCalendar *calendar, Instant from, int64_t ms, const Span *pauses, guint n_pauses);
/* The same wall-clock time n working days later, within that day's hours; counted from the next opening when closed. */
Instant work_add_days(const WorkCalendar *calendar, Instant from, int n);
