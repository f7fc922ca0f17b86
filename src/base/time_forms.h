/* The written forms of a time as patterns, and what was read from one before any zone is applied. */
#pragma once

#include "nines/base/timetext.h"

typedef struct {
    const char *at, *end;
} TimeScan;

typedef struct {
    Civil civil; /* as written: hour 24 and second 60 are judged later */
    Precision precision;
    int first, second; /* of a date whose order the column decides */
    bool is_ordered;
    bool has_weekday;
    int weekday; /* 0 Monday */
    bool has_offset;
    int offset_s;
    bool out_of_range; /* a part is impossible in itself: 13:05 PM, +25:00 */
} TimeParts;

/* Reads the whole scan as one of the forms; false when none fits. parts is zeroed by the caller. */
bool time_forms_match(TimeScan scan, TimeParts *parts);
/* The same of a clock alone: 9:45, 14:05:30, 2 PM, 14:05 Uhr. */
bool time_forms_match_clock(TimeScan scan, TimeParts *parts);

/* Parts that the fast path shares; each moves the scan past what it read. */
void time_scan_blanks(TimeScan *scan);
int time_scan_digits(TimeScan *scan, int least, int most); /* -1, scan unmoved, when there are fewer or more */
bool time_scan_fraction(TimeScan *scan, TimeParts *parts);
bool time_scan_zone(TimeScan *scan, TimeParts *parts);

TimeScan time_scan_trimmed(const char *text, ssize_t length);
bool time_scan_is_null(const TimeScan *scan); /* blank, "?", "null" and the like */
