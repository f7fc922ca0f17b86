#include "zone_table.h"
#include <string.h>

static int interval_at(GTimeZone *source, int64_t at_s)
{
    return g_time_zone_find_interval(source, G_TIME_TYPE_UNIVERSAL, at_s);
}

static void add_span(GArray *spans, GTimeZone *source, int interval, Instant from)
{
    ZoneSpan span = {from, g_time_zone_get_offset(source, interval),
                     g_intern_string(g_time_zone_get_abbreviation(source, interval))};
    const ZoneSpan *last = spans->len ? &g_array_index(spans, ZoneSpan, spans->len - 1) : NULL;

    if (!last || last->offset_s != span.offset_s || last->abbreviation != span.abbreviation)
        g_array_append_val(spans, span);
}

/* Intervals ascend with time, so equal intervals at both ends mean that nothing changes between them. */
static void add_spans_between(GArray *spans, GTimeZone *source, int64_t low_s, int low, int64_t high_s, int high)
{
    if (low == high)
        return;
    if (high_s - low_s == 1) {
        add_span(spans, source, high, high_s * MS_PER_SECOND);
        return;
    }

    int64_t middle_s = low_s + (high_s - low_s) / 2;
    int middle = interval_at(source, middle_s);

    add_spans_between(spans, source, low_s, low, middle_s, middle);
    add_spans_between(spans, source, middle_s, middle, high_s, high);
}

static void index_spans(Zone *zone)
{
    int span = 0;

    zone->buckets_n = (int)((ZONE_TABLE_TO - ZONE_TABLE_FROM) >> ZONE_BUCKET_SHIFT) + 1;
    zone->buckets = g_new(uint16_t, (gsize)zone->buckets_n);
    for (int i = 0; i < zone->buckets_n; i++) {
        Instant start = ZONE_TABLE_FROM + ((int64_t)i << ZONE_BUCKET_SHIFT);

        while (span + 1 < zone->spans_n && zone->spans[span + 1].from <= start)
            span++;
        zone->buckets[i] = (uint16_t)span;
    }
}

static Zone *zone_from_spans(const char *name, GArray *spans)
{
    Zone *zone = g_new0(Zone, 1);

    zone->name = g_strdup(name);
    zone->spans_n = (int)spans->len;
    zone->spans = (ZoneSpan *)(void *)g_array_free(spans, FALSE);
    index_spans(zone);
    return zone;
}

static void read_spans(GArray *spans, GTimeZone *source, Instant from, Instant to)
{
    int64_t low_s = from / MS_PER_SECOND, high_s = to / MS_PER_SECOND;
    int low = interval_at(source, low_s), high = interval_at(source, high_s);

    add_span(spans, source, low, spans->len ? from : INT64_MIN);
    add_spans_between(spans, source, low_s, low, high_s, high);
}

/* GLib 2.74 takes an offset of zero in a zone's closing rule for one that is not given, and reads "IST-1GMT0" as if
 * GMT were two hours east in Ireland. The same rule, written the other way round, is read as it should be. */
#define IRISH_RULE "GMT0IST-1,M3.5.0/1,M10.5.0"

/* The first instant of the year in which the misread rule begins; INT64_MAX when there is none. */
static Instant first_misread(const GArray *spans)
{
    for (guint i = 0; i < spans->len; i++) {
        const ZoneSpan *span = &g_array_index(spans, ZoneSpan, i);

        if (span->offset_s != 0 && strcmp(span->abbreviation, "GMT") == 0)
            return civil_days(civil_from_ms(span->from).year, 1, 1) * MS_PER_DAY;
    }
    return INT64_MAX;
}

static void mend_irish_rule(const char *identifier, GArray *spans)
{
    bool is_irish = strcmp(identifier, "Europe/Dublin") == 0 || strcmp(identifier, "Eire") == 0;
    Instant from = is_irish ? first_misread(spans) : INT64_MAX;
    g_autoptr(GTimeZone) rule = from == INT64_MAX ? NULL : g_time_zone_new_identifier(IRISH_RULE);

    if (!rule)
        return;
    while (g_array_index(spans, ZoneSpan, spans->len - 1).from >= from)
        g_array_set_size(spans, spans->len - 1);
    read_spans(spans, rule, from, ZONE_TABLE_TO);
}

Zone *zone_table_new(const char *identifier)
{
    g_autoptr(GTimeZone) source = g_time_zone_new_identifier(identifier);
    GArray *spans;

    if (!source)
        return NULL;
    spans = g_array_new(FALSE, FALSE, sizeof(ZoneSpan));
    read_spans(spans, source, ZONE_TABLE_FROM, ZONE_TABLE_TO);
    mend_irish_rule(identifier, spans);
    return zone_from_spans(identifier, spans);
}

Zone *zone_table_new_fixed(const char *name, int offset_s, const char *abbreviation)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(ZoneSpan));
    ZoneSpan span = {INT64_MIN, offset_s, g_intern_string(abbreviation)};

    g_array_append_val(spans, span);
    return zone_from_spans(name, spans);
}
