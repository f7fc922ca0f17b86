#include "nines/contract/clock.h"
#include <stdio.h>
#include <string.h>

#define HORIZON_DAYS 3660

WorkCalendar *work_calendar_new(const char *name, const Zone *zone)
{
    WorkCalendar *calendar = g_new0(WorkCalendar, 1);
    calendar->name = g_strdup(name);
    calendar->zone = zone;
    for (int day = 0; day < 7; day++)
        calendar->spans[day] = g_array_new(FALSE, FALSE, sizeof(WorkSpan));
    calendar->holidays = g_array_new(FALSE, FALSE, sizeof(int64_t));
    return calendar;
}

void work_calendar_free(WorkCalendar *calendar)
{
    if (calendar == NULL)
        return;
    for (int day = 0; day < 7; day++)
        g_array_unref(calendar->spans[day]);
    g_array_unref(calendar->holidays);
    g_free(calendar->name);
    g_free(calendar);
}

/* ---- words ---- */

static int day_of(const char *word)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    for (int i = 0; i < 7; i++)
        if (g_ascii_strncasecmp(word, days[i], 3) == 0)
            return i;
    return -1;
}

/* Bits of the days that one item names: "mon-fri", "sat", "daily". */
static unsigned days_of_item(const char *item)
{
    if (g_ascii_strcasecmp(item, "daily") == 0 || g_ascii_strcasecmp(item, "24x7") == 0)
        return 0x7f;
    int first = day_of(item);
    const char *dash = strchr(item, '-');
    int last = dash != NULL ? day_of(dash + 1 + strspn(dash + 1, " ")) : first;
    if (first < 0 || last < 0)
        return 0;
    unsigned bits = 1U << last;
    for (int day = first; day != last; day = (day + 1) % 7)
        bits |= 1U << day;
    return bits;
}

static bool span_of(const char *text, WorkSpan *span)
{
    int h1, m1, h2, m2, used = 0;
    if (g_ascii_strcasecmp(text, "24h") == 0 || g_ascii_strcasecmp(text, "24x7") == 0) {
        *span = (WorkSpan){.from_min = 0, .to_min = 1440};
        return true;
    }
    if (sscanf(text, "%2d:%2d - %2d:%2d%n", &h1, &m1, &h2, &m2, &used) != 4 || text[used] != '\0')
        return false;
    if (h1 < 0 || h2 > 24 || m1 < 0 || m2 < 0 || m1 > 59 || m2 > 59)
        return false;
    *span = (WorkSpan){.from_min = h1 * 60 + m1, .to_min = h2 * 60 + m2};
    return span->from_min != span->to_min && span->to_min <= 1440 && span->from_min < 1440;
}

/* "22:00-06:00" begins on each of the days and ends on the next one. */
static void add_span(WorkCalendar *calendar, unsigned days, WorkSpan span)
{
    if (span.from_min > span.to_min) {
        unsigned next = (days << 1 | days >> 6) & 0x7f;
        if (span.to_min > 0)
            add_span(calendar, next, (WorkSpan){.from_min = 0, .to_min = span.to_min});
        span.to_min = 1440;
    }
    for (int day = 0; day < 7; day++)
        if ((days & 1U << day) != 0)
            g_array_append_val(calendar->spans[day], span);
}

bool work_calendar_add_hours(WorkCalendar *calendar, const char *days, const char *hours)
{
    g_auto(GStrv) day_items = g_strsplit(days, ",", -1);
    g_auto(GStrv) hour_items = g_strsplit(hours, ",", -1);
    unsigned bits = 0;
    for (guint i = 0; day_items[i] != NULL; i++) {
        unsigned item = days_of_item(g_strstrip(day_items[i]));
        if (item == 0)
            return false;
        bits |= item;
    }
    for (guint i = 0; hour_items[i] != NULL; i++) {
        WorkSpan span;
        if (g_ascii_strcasecmp(g_strstrip(hour_items[i]), "closed") == 0)
            continue;
        if (!span_of(hour_items[i], &span))
            return false;
        add_span(calendar, bits, span);
    }
    return bits != 0;
}

static bool same_hours(const GArray *a, const GArray *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->data, b->data, a->len * sizeof(WorkSpan)) == 0);
}

static void add_hours_text(GString *text, const WorkCalendar *calendar, int first, int last)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    g_string_append_printf(text, "%s%s%s%s", text->len > 0 ? "; " : "", days[first], last > first ? "-" : "",
                           last > first ? days[last] : "");
    for (guint i = 0; i < calendar->spans[first]->len; i++) {
        const WorkSpan *span = &g_array_index(calendar->spans[first], WorkSpan, i);
        g_string_append_printf(text, "%s%02d:%02d-%02d:%02d", i == 0 ? " " : ", ", span->from_min / 60,
                               span->from_min % 60, span->to_min / 60, span->to_min % 60);
    }
}

char *work_calendar_text(const WorkCalendar *calendar)
{
    GString *text = g_string_new(NULL);
    for (int first = 0, next; first < 7; first = next) {
        for (next = first + 1; next < 7 && same_hours(calendar->spans[first], calendar->spans[next]);)
            next++;
        if (calendar->spans[first]->len > 0)
            add_hours_text(text, calendar, first, next - 1);
    }
    if (text->len == 0)
        g_string_append(text, "never");
    return g_string_free(text, FALSE);
}

static int compare_spans(gconstpointer a, gconstpointer b)
{
    return ((const WorkSpan *)a)->from_min - ((const WorkSpan *)b)->from_min;
}

static int compare_days(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void merge_spans(GArray *spans)
{
    g_array_sort(spans, compare_spans);
    guint kept = 0;
    for (guint i = 0; i < spans->len; i++) {
        WorkSpan span = g_array_index(spans, WorkSpan, i);
        WorkSpan *last = kept > 0 ? &g_array_index(spans, WorkSpan, kept - 1) : NULL;
        if (last != NULL && span.from_min <= last->to_min)
            last->to_min = MAX(last->to_min, span.to_min);
        else
            g_array_index(spans, WorkSpan, kept++) = span;
    }
    g_array_set_size(spans, kept);
}

void work_calendar_finish(WorkCalendar *calendar)
{
    for (int day = 0; day < 7; day++)
        merge_spans(calendar->spans[day]);
    g_array_sort(calendar->holidays, compare_days);
}

bool work_calendar_is_holiday(const WorkCalendar *calendar, int64_t day)
{
    return calendar->holidays->len > 0 && g_array_binary_search(calendar->holidays, &day, compare_days, NULL);
}

/* ---- open time ---- */

static int64_t local_day(const Zone *zone, Instant at)
{
    int64_t local = zone_to_local(zone, at);
    return local >= 0 ? local / MS_PER_DAY : -((-local + MS_PER_DAY - 1) / MS_PER_DAY);
}

static const GArray *hours_of_day(const WorkCalendar *calendar, int64_t day)
{
    static const GArray closed = {.data = NULL, .len = 0};
    return work_calendar_is_holiday(calendar, day) ? &closed : calendar->spans[civil_weekday(day)];
}

static Span span_on(const WorkCalendar *calendar, int64_t day, const WorkSpan *hours)
{
    int64_t midnight = day * MS_PER_DAY;
    return (Span){
        .from = zone_to_instant(calendar->zone, midnight + hours->from_min * MS_PER_MINUTE, ZONE_EARLIER),
        .to = zone_to_instant(calendar->zone, midnight + hours->to_min * MS_PER_MINUTE, ZONE_EARLIER),
    };
}

static void add_clipped(GArray *spans, Instant from, Instant to)
{
    Span *last = spans->len > 0 ? &g_array_index(spans, Span, spans->len - 1) : NULL;
    if (from >= to)
        return;
    if (last != NULL && from <= last->to) {
        last->to = MAX(last->to, to);
        return;
    }
    Span span = {.from = from, .to = to};
    g_array_append_val(spans, span);
}

GArray *work_spans(const WorkCalendar *calendar, Instant from, Instant to)
{
    GArray *spans = g_array_new(FALSE, FALSE, sizeof(Span));
    if (calendar == NULL) {
        add_clipped(spans, from, to);
        return spans;
    }
    for (int64_t day = local_day(calendar->zone, from); from < to && day <= local_day(calendar->zone, to); day++) {
        const GArray *hours = hours_of_day(calendar, day);
        for (guint i = 0; i < hours->len; i++) {
            Span span = span_on(calendar, day, &g_array_index(hours, WorkSpan, i));
            add_clipped(spans, MAX(span.from, from), MIN(span.to, to));
        }
    }
    return spans;
}

/* ---- pauses ---- */

static int compare_pauses(gconstpointer a, gconstpointer b)
{
    const Span *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

/* Open time of [from, to) less the pauses, span by span. */
static GArray *running_spans(const WorkCalendar *calendar, Instant from, Instant to, const Span *pauses, guint n)
{
    g_autoptr(GArray) open = work_spans(calendar, from, to);
    g_autoptr(GArray) sorted = g_array_new(FALSE, FALSE, sizeof(Span));
    if (n > 0)
        g_array_append_vals(sorted, pauses, n);
    g_array_sort(sorted, compare_pauses);
    GArray *running = g_array_new(FALSE, FALSE, sizeof(Span));
    for (guint i = 0; i < open->len; i++) {
        const Span *span = &g_array_index(open, Span, i);
        Instant reach = span->from;
        for (guint k = 0; k < sorted->len; k++) {
            const Span *pause = &g_array_index(sorted, Span, k);
            if (pause->to <= reach || pause->from >= span->to)
                continue;
            if (pause->from > reach) {
                Span part = {.from = reach, .to = pause->from};
                g_array_append_val(running, part);
            }
            reach = MAX(reach, pause->to);
        }
        Span rest = {.from = reach, .to = span->to};
        if (rest.from < rest.to)
            g_array_append_val(running, rest);
    }
    return running;
}

int64_t work_between(const WorkCalendar *calendar, Instant from, Instant to, const Span *pauses, guint n_pauses)
{
    g_autoptr(GArray) spans = running_spans(calendar, from, to, pauses, n_pauses);
    int64_t sum = 0;
    for (guint i = 0; i < spans->len; i++)
        sum += g_array_index(spans, Span, i).to - g_array_index(spans, Span, i).from;
    return sum;
}

Instant work_add(const WorkCalendar *calendar, Instant from, int64_t ms, const Span *pauses, guint n_pauses)
{
    if (ms <= 0)
        return from;
    Instant begin = from;
    for (int chunk = 0; chunk < HORIZON_DAYS / 30; chunk++) {
        Instant end = begin + 30 * MS_PER_DAY;
        g_autoptr(GArray) spans = running_spans(calendar, begin, end, pauses, n_pauses);
        for (guint i = 0; i < spans->len; i++) {
            const Span *span = &g_array_index(spans, Span, i);
            if (ms <= span->to - span->from)
                return span->from + ms;
            ms -= span->to - span->from;
        }
        begin = end;
    }
    return INSTANT_NONE;
}

/* ---- working days ---- */

/* The first open instant at or after from; INSTANT_NONE beyond the horizon. */
static Instant next_open(const WorkCalendar *calendar, Instant from)
{
    int64_t first = local_day(calendar->zone, from);
    for (int64_t day = first; day < first + HORIZON_DAYS; day++) {
        const GArray *hours = hours_of_day(calendar, day);
        for (guint i = 0; i < hours->len; i++) {
            Span span = span_on(calendar, day, &g_array_index(hours, WorkSpan, i));
            if (span.to > from)
                return MAX(span.from, from);
        }
    }
    return INSTANT_NONE;
}

Instant work_add_days(const WorkCalendar *calendar, Instant from, int n)
{
    Instant start = next_open(calendar, from);
    if (start == INSTANT_NONE || n == 0)
        return start;
    int64_t local = zone_to_local(calendar->zone, start), day = local_day(calendar->zone, start);
    int64_t clock = local - day * MS_PER_DAY;
    int left = n;
    for (int64_t later = day + 1; later < day + HORIZON_DAYS; later++) {
        const GArray *hours = hours_of_day(calendar, later);
        if (hours->len == 0 || --left > 0)
            continue;
        const WorkSpan *last = &g_array_index(hours, WorkSpan, hours->len - 1);
        const WorkSpan *first = &g_array_index(hours, WorkSpan, 0);
        clock = CLAMP(clock, first->from_min * MS_PER_MINUTE, last->to_min * MS_PER_MINUTE);
        return zone_to_instant(calendar->zone, later * MS_PER_DAY + clock, ZONE_EARLIER);
    }
    return INSTANT_NONE;
}
