/* iCalendar files (RFC 5545) as windows: maintenance and holidays, repeating ones expanded within bounds.
 *
 * Invariant: rules are iterated in the event's own wall-clock time and converted by zone.h, so a weekly 02:30 stays at
 * 02:30 across a clock change. Rules more frequent than daily are refused; at most 50,000 occurrences of one event.
 *
 *     g_autoptr(GPtrArray) events = ical_read("maintenance.ics", text, length, zone, &error);
 *     g_autoptr(GArray) windows = ical_expand(events, from, to);    // IcalWindow
 */
#pragma once

#include "nines/base/error.h"
#include "nines/base/zone.h"

typedef struct IcalEvent IcalEvent;

typedef struct {
    Instant from, to;
    Instant announced_at;   /* CREATED, else DTSTAMP of the event, else INSTANT_NONE */
    const char *summary;    /* owned by the event, as are the following */
    const char *uid;        /* NULL: none */
    const char *categories; /* parted by commas; NULL: none */
    Instant changed_at;     /* LAST-MODIFIED, else INSTANT_NONE */
    bool all_day;
    bool repeats; /* one of several occurrences */
} IcalWindow;

/* zone: for floating times and all-day events. warnings (char*, may be NULL) gets rules that do not match their own
 * start and similar. length -1: NUL-terminated. Events that are cancelled are left out. */
GPtrArray *ical_read(const char *file, const char *text, gssize length, const Zone *zone, GPtrArray *warnings,
                     GError **error);
/* Occurrences that overlap [from, to), in order of (from, to); array of IcalWindow, not cut. */
GArray *ical_expand(const GPtrArray *events, Instant from, Instant to);
/* Local days (since 1970-01-01) that occurrences touch within [from, to), sorted, each once; array of int64_t. */
GArray *ical_days(const GPtrArray *events, const Zone *zone, Instant from, Instant to);
