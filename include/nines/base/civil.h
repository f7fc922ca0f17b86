/* Instants and civil (calendar and clock) time, proleptic Gregorian, without zones.
 *
 * Invariant: an Instant is a count of milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored as POSIX does.
 * Local time is held the same way: "local milliseconds" are the milliseconds that the wall clock's reading would have
 * if it were UTC. zone.h converts between the two.
 *
 *     Civil c = {.year = 2024, .month = 2, .day = 29, .hour = 12};
 *     Instant noon = civil_to_ms(&c);   // as UTC
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int64_t Instant;
#define INSTANT_NONE INT64_MIN /* unknown or absent */

#define MS_PER_SECOND INT64_C(1000)
#define MS_PER_MINUTE INT64_C(60000)
#define MS_PER_HOUR INT64_C(3600000)
#define MS_PER_DAY INT64_C(86400000)

typedef struct {
    int32_t year;        /* astronomical: 0 is 1 BC */
    int32_t month;       /* 1..12 */
    int32_t day;         /* 1..31 */
    int32_t hour;        /* 0..23 */
    int32_t minute;      /* 0..59 */
    int32_t second;      /* 0..59 */
    int32_t millisecond; /* 0..999 */
} Civil;

bool civil_is_valid(const Civil *civil);
int civil_days_in_month(int year, int month);
/* Days since 1970-01-01; months outside 1..12 carry into the year, so (2024, 14, 1) is 2025-02-01. */
int64_t civil_days(int64_t year, int64_t month, int64_t day);
/* 0 Monday .. 6 Sunday, for days since 1970-01-01. */
int civil_weekday(int64_t days);
int64_t civil_to_ms(const Civil *civil);
Civil civil_from_ms(int64_t local_ms);
/* "2024-02-29T12:00:00Z"; milliseconds are written only when there are some. buffer holds at least CIVIL_TEXT bytes.
 * Returns buffer. */
#define CIVIL_TEXT 40
char *instant_format(Instant at, char *buffer);
