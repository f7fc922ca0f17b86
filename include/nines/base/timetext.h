/* Machine-written times: the forms that exports use, read exactly or refused.
 *
 * Forms: ISO 8601 (extended and basic, T or blank, comma or point fractions, Z, +hh:mm, +hhmm, +hh, -00:00, blank
 * before the offset, one-digit hour), epoch seconds, milliseconds and microseconds, d/m/y and m/d/y with / - or .,
 * dd/MMM/yy h:mm AM (months also as German, French, Spanish, Portuguese, Italian and Dutch exporters cut them), RFC
 * 1123, JavaScript Date text, a day alone, a month alone, a spreadsheet's serial number. 12 PM is noon. 24:00 is the
 * next midnight, and a leap second is read as the second after it. Numbers tell their unit by their digits: 5 days
 * since 1899-12-30 (1954 to 2099; a fraction is the share of the day, wall clock), 8 YYYYMMDD, 9 or 10 seconds, 13
 * milliseconds, 14 YYYYMMDDhhmmss, 16 microseconds; others are refused. Years of two digits are 1969 to 2068; 03-09-22,
 * which may begin with one, is refused. Zones in letters other than Z, UT, UTC and GMT are refused. Prose belongs to
 * the extract layer, not here.
 *
 * Invariant: a value that is accepted says how precise it is and where its zone came from; nothing is guessed per
 * value (day-first is decided for a column by the caller, see time_vote).
 *
 *     TimeRules rules = {.zone = zone_find("Europe/Berlin", NULL), .order = TIME_DAY_FIRST};
 *     TimeValue value;
 *     if (time_parse("3/9/2022 14:05", -1, &rules, &value) != TIME_OK) ...
 */
#pragma once

#include "nines/base/zone.h"
#include <stddef.h>
#include <sys/types.h>

typedef enum { PRECISION_SECOND, PRECISION_MINUTE, PRECISION_HOUR, PRECISION_DAY, PRECISION_MONTH } Precision;
typedef enum { ZONE_BASIS_STATED, ZONE_BASIS_INFERRED, ZONE_BASIS_ASSUMED } ZoneBasis;
typedef enum { TIME_DAY_FIRST, TIME_MONTH_FIRST } TimeOrder;

typedef enum {
    TIME_OK,
    TIME_NULL,      /* blank, "?", "null", 0001-01-01...: a spelling of nothing */
    TIME_BAD_FORM,  /* not a known form */
    TIME_BAD_RANGE, /* a known form with impossible numbers: 30 February, 25:00 */
} TimeStatus;

typedef struct {
    const Zone *zone;  /* for values that state none; NULL means UTC */
    TimeOrder order;   /* of 3/9/2022 */
    ZoneChoice choice; /* in a repeated hour */
} TimeRules;

typedef struct {
    Instant at; /* for a day or month alone: its first instant in the rule's zone */
    Precision precision;
    ZoneBasis basis; /* STATED with an offset or an epoch number, ASSUMED from the rules */
    bool ambiguous;  /* a repeated hour without an offset */
    bool skipped;    /* a wall-clock time that the zone never showed */
} TimeValue;

/* length -1: NUL-terminated. Leading and trailing blanks are ignored. Never allocates. *value is written on TIME_OK
 * only. The ISO form with an offset is the fast path. */
TimeStatus time_parse(const char *text, ssize_t length, const TimeRules *rules, TimeValue *value);
const char *time_status_text(TimeStatus status); /* "no known form of a time", for messages */

/* What a value says about the order of its column: TIME_VOTE_DAY_FIRST for 25/3/2022, TIME_VOTE_MONTH_FIRST for
 * 3/25/2022, TIME_VOTE_EITHER for 3/9/2022 and TIME_VOTE_NONE for other forms. */
typedef enum { TIME_VOTE_NONE, TIME_VOTE_EITHER, TIME_VOTE_DAY_FIRST, TIME_VOTE_MONTH_FIRST } TimeVote;
TimeVote time_vote(const char *text, ssize_t length);

/* A clock without a day, "9:45", "14:05:30", "2 PM", "14:05 Uhr", as milliseconds since midnight (24:00 is the next
 * one). *ms_of_day is written on true only. */
bool clock_parse(const char *text, ssize_t length, int64_t *ms_of_day);

/* "90", "90s", "15min", "15 minutes", "4h", "1h30m", "1d 6h", "30d", "PT1H30M", "02:30:00" to milliseconds. Whole
 * elapsed units only (no months, so 30M and P1M are refused, and so is 02:30, which does not say its units). A bare
 * number counts bare_unit_ms each. *out_ms is written on TIME_OK only; TIME_NULL for a spelling of nothing. */
TimeStatus duration_parse(const char *text, ssize_t length, int64_t bare_unit_ms, int64_t *out_ms);
/* "1 d 6 h 40 min", "4 min 19 s", "0 s": exact, or rounded to the second largest
 * of its units unless exact is true. Caller frees. */
char *duration_format(int64_t ms, bool exact);
