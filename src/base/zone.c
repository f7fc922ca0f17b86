#include "nines/base/zone.h"
#include "nines/base/text.h"
#include "zone_table.h"
#include <stdlib.h>
#include <string.h>

#define MAX_OFFSET_S (18 * 3600)
#define SEARCH_MS (26 * MS_PER_HOUR) /* no zone was ever further from Greenwich than this */

const char *zone_name(const Zone *zone)
{
    return zone->name;
}

/* Rules repeat for ever, so a year after the table is looked up in the latest one before its end that starts on the
 * same weekday and has the same length. The distance is returned, 0 within the table. */
static int64_t years_beyond_ms(int64_t ms)
{
    if (ms < ZONE_TABLE_TO)
        return 0;

    int year = civil_from_ms(ms).year, like = ZONE_END_YEAR - 1;
    int64_t start = civil_days(year, 1, 1), length = civil_days((int64_t)year + 1, 1, 1) - start;

    while (civil_weekday(civil_days(like, 1, 1)) != civil_weekday(start) ||
           civil_days((int64_t)like + 1, 1, 1) - civil_days(like, 1, 1) != length)
        like--;
    return (start - civil_days(like, 1, 1)) * MS_PER_DAY;
}

/* at lies before the table's end */
static int span_index(const Zone *zone, Instant at)
{
    if (zone->spans_n == 1 || at < ZONE_TABLE_FROM)
        return 0;

    int64_t bucket = (at - ZONE_TABLE_FROM) >> ZONE_BUCKET_SHIFT;
    int i = zone->buckets[bucket < zone->buckets_n ? bucket : zone->buckets_n - 1];

    while (i + 1 < zone->spans_n && zone->spans[i + 1].from <= at)
        i++;
    return i;
}

static const ZoneSpan *span_at(const Zone *zone, Instant at)
{
    if (zone->spans_n == 1)
        return zone->spans;
    return &zone->spans[span_index(zone, at - years_beyond_ms(at))];
}

int32_t zone_offset_s(const Zone *zone, Instant at)
{
    return span_at(zone, at)->offset_s;
}

const char *zone_abbreviation(const Zone *zone, Instant at)
{
    return span_at(zone, at)->abbreviation;
}

int64_t zone_to_local(const Zone *zone, Instant at)
{
    return at + zone_offset_s(zone, at) * MS_PER_SECOND;
}

Civil zone_to_civil(const Zone *zone, Instant at)
{
    return civil_from_ms(zone_to_local(zone, at));
}

static Instant span_instant(const Zone *zone, int span, int64_t local_ms)
{
    return local_ms - zone->spans[span].offset_s * MS_PER_SECOND;
}

static bool span_holds(const Zone *zone, int span, Instant at)
{
    return at >= zone->spans[span].from && (span + 1 == zone->spans_n || at < zone->spans[span + 1].from);
}

/* The wall clock jumped over local_ms when span `*before` ended: neither it nor its successor shows that time. */
static ZoneSolution solve_gap(const Zone *zone, int first, int last, int64_t local_ms, int *before)
{
    int span = first;

    while (span + 1 < last && span_instant(zone, span + 1, local_ms) >= zone->spans[span + 1].from)
        span++;
    *before = span;
    return (ZoneSolution){0, span_instant(zone, span, local_ms), span_instant(zone, span + 1, local_ms)};
}

/* *before is written for n == 0 only */
static ZoneSolution solve(const Zone *zone, int64_t local_ms, int *before)
{
    int first = span_index(zone, local_ms - SEARCH_MS), last = span_index(zone, local_ms + SEARCH_MS);
    ZoneSolution solution = {0, 0, 0};

    for (int i = first; i <= last; i++) {
        Instant at = span_instant(zone, i, local_ms);

        if (first != last && !span_holds(zone, i, at))
            continue;
        if (solution.n == 0)
            solution.earlier = at;
        solution.later = at;
        solution.n = solution.earlier == at ? 1 : 2;
    }
    return solution.n ? solution : solve_gap(zone, first, last, local_ms, before);
}

ZoneSolution zone_solve(const Zone *zone, int64_t local_ms)
{
    int64_t beyond = years_beyond_ms(local_ms);
    int before;
    ZoneSolution solution = solve(zone, local_ms - beyond, &before);

    solution.earlier += beyond;
    solution.later += beyond;
    return solution;
}

Instant zone_to_instant(const Zone *zone, int64_t local_ms, ZoneChoice choice)
{
    ZoneSolution solution = zone_solve(zone, local_ms);

    return solution.n == 2 && choice == ZONE_LATER ? solution.later : solution.earlier;
}

Instant zone_day_start(const Zone *zone, int64_t days)
{
    int64_t local_ms = days * MS_PER_DAY, beyond = years_beyond_ms(local_ms);
    int before = 0;
    ZoneSolution solution = solve(zone, local_ms - beyond, &before);

    return beyond + (solution.n ? solution.earlier : zone->spans[before + 1].from);
}

static int two_digits(const char *text)
{
    return g_ascii_isdigit(text[0]) && g_ascii_isdigit(text[1]) ? (text[0] - '0') * 10 + text[1] - '0' : -1;
}

/* "+05:30", "-0330", "+2", "UTC+2", "GMT-5", "Z". East is positive, unlike in POSIX. */
static bool parse_fixed(const char *name, int *offset_s)
{
    const char *p = g_str_has_prefix(name, "UTC") || g_str_has_prefix(name, "GMT") ? name + 3 : name;
    int sign = *p == '-' ? -1 : 1, hours, minutes = 0;

    *offset_s = 0;
    if (strcmp(name, "Z") == 0 || strcmp(name, "UTC") == 0)
        return true;
    if (*p != '+' && *p != '-')
        return false;
    p++;
    if ((hours = two_digits(p)) >= 0)
        p += 2;
    else if (g_ascii_isdigit(*p))
        hours = *p++ - '0';
    else
        return false;
    if (*p == ':')
        p++;
    if (*p) {
        minutes = two_digits(p);
        p += minutes >= 0 ? 2 : 0;
    }
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return *p == '\0' && p[-1] != ':' && minutes >= 0 && minutes < 60 && abs(*offset_s) <= MAX_OFFSET_S;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static bool is_installed(const char *name)
{
    const char *const *names = zone_names();
    size_t n = g_strv_length((char **)names);

    return bsearch(&name, names, n, sizeof *names, compare_names) != NULL;
}

static const char *fixed_name(int offset_s, char *buffer, size_t size)
{
    int minutes = abs(offset_s) / 60;

    if (offset_s == 0)
        return "UTC";
    g_snprintf(buffer, size, "%c%02d:%02d", offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
    return buffer;
}

/* Zones that were found, by every name that was asked for. */
static GMutex cache_lock;
static GHashTable *cache;

static const Zone *cache_get(const char *name)
{
    if (!cache)
        cache = g_hash_table_new(g_str_hash, g_str_equal);
    return g_hash_table_lookup(cache, name);
}

static const Zone *cache_fixed(int offset_s)
{
    char buffer[16];
    const char *name = fixed_name(offset_s, buffer, sizeof buffer);
    const Zone *known = cache_get(name);

    if (known)
        return known;

    Zone *zone = zone_table_new_fixed(name, offset_s, name);

    g_hash_table_insert(cache, zone->name, zone);
    return zone;
}

static const Zone *cache_named(const char *name)
{
    const char *identifier = zone_from_windows(name);

    if (!identifier)
        identifier = name;

    const Zone *known = cache_get(identifier);

    if (known || !is_installed(identifier))
        return known;

    Zone *zone = zone_table_new(identifier);

    if (zone)
        g_hash_table_insert(cache, zone->name, zone);
    return zone;
}

const Zone *zone_fixed(int offset_s)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&cache_lock);

    (void)locker;
    return cache_fixed(offset_s);
}

const Zone *zone_utc(void)
{
    static gsize utc;

    if (g_once_init_enter(&utc))
        g_once_init_leave(&utc, (gsize)zone_fixed(0));
    return (const Zone *)utc;
}

static const Zone *lookup(const char *name)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&cache_lock);
    int offset_s;

    (void)locker;
    return parse_fixed(name, &offset_s) ? cache_fixed(offset_s) : cache_named(name);
}

/* "Paris" for Europe/Paris. */
static const char *zone_of_city(const char *name)
{
    const char *const *names = zone_names();

    for (guint i = 0; names[i]; i++) {
        const char *slash = strrchr(names[i], '/');

        if (slash && g_ascii_strcasecmp(slash + 1, name) == 0)
            return names[i];
    }
    return NULL;
}

const Zone *zone_find(const char *name, GError **error)
{
    const Zone *zone = lookup(name);

    if (zone)
        return zone;

    const char *near = zone_of_city(name);
    near = near != NULL ? near : text_nearest(name, zone_names());

    if (near)
        g_set_error(error, NINES_ERROR, ERROR_DATA, "unknown time zone \"%s\" (did you mean \"%s\"?)", name, near);
    else
        g_set_error(error, NINES_ERROR, ERROR_DATA, "unknown time zone \"%s\"", name);
    return NULL;
}
