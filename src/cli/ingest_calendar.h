/* An iCalendar file into the store: each occurrence of an event is a maintenance window, all or nothing. */
#pragma once

#include "nines/ingest/ingest.h"

#define CALENDAR_PROFILE "calendar"

/* By the ending .ics, or BEGIN:VCALENDAR at the head. */
bool ingest_is_calendar(const char *path);

/* The categories of an event are its services, but for words that every maintenance has; without any it holds for all
 * of them, and a note says so. Rules are expanded to two years after the as-of instant. */
bool ingest_calendar(Store *store, const IngestOptions *options, const char *path, IngestReport *report,
                     GError **error);
