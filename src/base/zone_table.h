/* The inside of a Zone: an immutable, sorted table of spans with one offset each, and how it is made.
 *
 * Invariant: spans[0].from is INT64_MIN, the others ascend; two neighbours differ in offset or abbreviation. bucket[i]
 * is the span that holds the bucket's first instant, so that a lookup looks at few spans.
 */
#pragma once

#include "nines/base/zone.h"
#include <glib.h>

typedef struct {
    Instant from;
    int32_t offset_s;
    const char *abbreviation;
} ZoneSpan;

#define ZONE_BUCKET_SHIFT 34 /* a bucket is 198 days */

struct Zone {
    char *name;
    ZoneSpan *spans;
    int spans_n;
    uint16_t *buckets;
    int buckets_n;
};

/* The table ends with 2128. Later years are looked up in the 28 before, all of them after the last irregular one. */
#define ZONE_END_YEAR 2129
#define ZONE_TABLE_FROM (INT64_C(-62091) * MS_PER_DAY) /* 1800-01-01 */
#define ZONE_TABLE_TO (INT64_C(58074) * MS_PER_DAY)    /* 2129-01-01 */

/* Reads all spans of an IANA zone; NULL when GLib does not know the name. Never freed. */
Zone *zone_table_new(const char *identifier);
Zone *zone_table_new_fixed(const char *name, int offset_s, const char *abbreviation);

/* The identifiers of the installed zone data, sorted and NULL-terminated; empty when there is none. */
const char *const *zone_names(void);
/* The identifier that CLDR gives for a Windows zone name, or NULL. */
const char *zone_from_windows(const char *name);
