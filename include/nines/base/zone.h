/* Time zones by name: instants to wall-clock time and back, over an immutable table of transitions.
 *
 * Invariant: a Zone never changes and lives as long as the process, so pointers may be kept and shared by threads once
 * found. Names are IANA identifiers, "UTC", or fixed offsets written "+05:30", "UTC+2", "Z". The tables are taken from
 * GTimeZone (the system's tzdata) by bisecting its intervals once; conversion is a lookup.
 *
 *     const Zone *zone = zone_find("Europe/Berlin", &error);
 *     ZoneSolution s = zone_solve(zone, local_ms);     // s.n == 0 in a gap, 2 in an overlap
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/error.h"

typedef struct Zone Zone;

/* How to choose between the two instants of a repeated hour, and what a skipped time becomes. A skipped time is read
 * with the offset that was in force before the gap (02:30 becomes 03:30), whichever choice is given. */
typedef enum { ZONE_EARLIER, ZONE_LATER } ZoneChoice;

typedef struct {
    int n;           /* instants that show this wall clock: 0 gap, 1 plain, 2 overlap */
    Instant earlier; /* n == 0: the instant with the offset before the gap */
    Instant later;   /* n == 1: equal to earlier; n == 0: with the offset after the gap */
} ZoneSolution;

/* Unknown names fail with ERROR_DATA and the likely meant name. Windows names ("W. Europe Standard Time") are known.
 * The result is owned by the zone table; never freed. */
const Zone *zone_find(const char *name, GError **error);
const Zone *zone_utc(void);
const Zone *zone_fixed(int offset_s);
const char *zone_name(const Zone *zone);
/* Seconds east of Greenwich at that instant. */
int32_t zone_offset_s(const Zone *zone, Instant at);
const char *zone_abbreviation(const Zone *zone, Instant at);
int64_t zone_to_local(const Zone *zone, Instant at); /* local milliseconds */
Civil zone_to_civil(const Zone *zone, Instant at);
ZoneSolution zone_solve(const Zone *zone, int64_t local_ms);
Instant zone_to_instant(const Zone *zone, int64_t local_ms, ZoneChoice choice);
/* The first instant of the local day (days since 1970-01-01): 01:00 where midnight is skipped. */
Instant zone_day_start(const Zone *zone, int64_t days);
/* Version of the zone data, such as "2025b", else "unknown". */
const char *zone_data_version(void);
