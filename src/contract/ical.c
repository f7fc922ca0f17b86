#include "nines/contract/ical.h"
#include <libical/ical.h>
#include <string.h>

#define OCCURRENCES_MAX 50000

/* Of libical only the parser and the recurrence iterator are used, the latter on floating local time; its zones and
 * its own expansion give wrong answers around clock changes. */
struct IcalEvent {
    char *uid, *summary, *categories;
    Instant changed_at;
    const Zone *zone;
    int64_t start_local;
    int64_t length_ms; /* exact; of all-day events: days in milliseconds */
    bool all_day;
    bool repeats;
    struct icalrecurrencetype rule;
    GArray *extra;    /* int64_t local starts (RDATE) */
    GArray *except;   /* int64_t local starts (EXDATE and replaced occurrences) */
    int64_t replaces; /* local start of the occurrence that this event stands for, or INSTANT_NONE */
    Instant announced_at;
    bool cancelled;
};

typedef struct {
    const char *file;
    const Zone *zone; /* of floating times */
    icalcomponent *calendar;
    GPtrArray *warnings;
    GError **error;
} IcalReader;

static void event_free(gpointer data)
{
    IcalEvent *event = data;
    g_free(event->uid);
    g_free(event->summary);
    g_free(event->categories);
    g_array_unref(event->extra);
    g_array_unref(event->except);
    g_free(event);
}

static void warn(const IcalReader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void warn(const IcalReader *reader, const char *format, ...)
{
    if (reader->warnings == NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(reader->warnings, g_strdup_printf("%s: %s", reader->file, text));
}

/* ---- times and zones ---- */

static int64_t local_of(struct icaltimetype time)
{
    Civil civil = {.year = time.year, .month = time.month, .day = time.day};
    if (!time.is_date) {
        civil.hour = time.hour;
        civil.minute = time.minute;
        civil.second = time.second;
    }
    return civil_to_ms(&civil);
}

static struct icaltimetype floating_of(int64_t local)
{
    Civil civil = civil_from_ms(local);
    struct icaltimetype time = icaltime_null_time();
    time.year = civil.year;
    time.month = civil.month;
    time.day = civil.day;
    time.hour = civil.hour;
    time.minute = civil.minute;
    time.second = civil.second;
    return time;
}

static const char *zone_id(icalproperty *property)
{
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    return parameter != NULL ? icalparameter_get_tzid(parameter) : NULL;
}

/* A definition in the file is honoured only for a name that nobody knows, and only when it has one fixed offset. */
static const Zone *zone_from_definition(icalcomponent *calendar, const char *name)
{
    for (icalcomponent *zone = icalcomponent_get_first_component(calendar, ICAL_VTIMEZONE_COMPONENT); zone != NULL;
         zone = icalcomponent_get_next_component(calendar, ICAL_VTIMEZONE_COMPONENT)) {
        icalproperty *id = icalcomponent_get_first_property(zone, ICAL_TZID_PROPERTY);
        if (id == NULL || g_strcmp0(icalproperty_get_tzid(id), name) != 0)
            continue;
        icalcomponent *standard = icalcomponent_get_first_component(zone, ICAL_XSTANDARD_COMPONENT);
        bool changes = icalcomponent_get_first_component(zone, ICAL_XDAYLIGHT_COMPONENT) != NULL;
        icalproperty *offset =
            standard != NULL ? icalcomponent_get_first_property(standard, ICAL_TZOFFSETTO_PROPERTY) : NULL;
        return offset != NULL && !changes ? zone_fixed(icalproperty_get_tzoffsetto(offset)) : NULL;
    }
    return NULL;
}

/* "Europe/Berlin", a Windows name, or a path that ends in an identifier ("/example.org/2020/Europe/Berlin"). */
static const Zone *zone_by_id(const IcalReader *reader, const char *name)
{
    GError *cause = NULL;
    const Zone *zone = zone_find(name, &cause);
    for (const char *slash = name; zone == NULL && (slash = strchr(slash, '/')) != NULL;)
        zone = zone_find(++slash, NULL);
    if (zone == NULL)
        zone = zone_from_definition(reader->calendar, name);
    if (zone == NULL)
        error_at(reader->error, ERROR_CONFIG, reader->file, 0, 0, "%s",
                 cause != NULL ? cause->message : "unknown time zone");
    g_clear_error(&cause);
    return zone;
}

/* Floating times are in the reader's zone; NULL with the error set for an unknown name. */
static const Zone *zone_of(const IcalReader *reader, icalproperty *property, struct icaltimetype time)
{
    const char *name = zone_id(property);
    if (icaltime_is_utc(time))
        return zone_utc();
    return name == NULL || time.is_date ? reader->zone : zone_by_id(reader, name);
}

/* A time of a property as local time of the event's zone. */
static bool local_in_zone(const IcalReader *reader, const IcalEvent *event, icalproperty *property,
                          struct icaltimetype time, int64_t *out)
{
    const Zone *zone = zone_of(reader, property, time);
    if (zone == NULL)
        return false;
    int64_t local = local_of(time);
    *out = zone == event->zone || time.is_date ? local
                                               : zone_to_local(event->zone, zone_to_instant(zone, local, ZONE_EARLIER));
    return true;
}

/* ---- rules ---- */

static bool is_set(short value)
{
    return value != ICAL_RECURRENCE_ARRAY_MAX;
}

static bool day_exists(int month, short day)
{
    int days = civil_days_in_month(2024, month);
    return day > 0 ? day <= days : -day <= days;
}

/* A day of the month that none of the rule's months has would be searched for ever. */
static bool can_happen(const struct icalrecurrencetype *rule)
{
    if (!is_set(rule->by_month[0]) || !is_set(rule->by_month_day[0]))
        return true;
    for (int m = 0; m < ICAL_BY_MONTH_SIZE && is_set(rule->by_month[m]); m++)
        for (int d = 0; d < ICAL_BY_MONTHDAY_SIZE && is_set(rule->by_month_day[d]); d++)
            if (rule->by_month[m] >= 1 && rule->by_month[m] <= 12 &&
                day_exists(rule->by_month[m], rule->by_month_day[d]))
                return true;
    return false;
}

static bool rule_is_safe(const IcalReader *reader, const struct icalrecurrencetype *rule)
{
    if (rule->freq < ICAL_DAILY_RECURRENCE || rule->freq > ICAL_YEARLY_RECURRENCE) {
        error_at(reader->error, ERROR_CONFIG, reader->file, 0, 0,
                 "a rule that repeats more often than daily is not supported");
        return false;
    }
    if (!can_happen(rule)) {
        error_at(reader->error, ERROR_CONFIG, reader->file, 0, 0, "a rule names a day that its months do not have");
        return false;
    }
    return true;
}

/* The end of a rule is given in UTC; the iterator runs on local time. A day alone is meant to its end. */
static void localise_until(IcalEvent *event)
{
    struct icaltimetype *until = &event->rule.until;
    if (icaltime_is_null_time(*until))
        return;
    if (until->is_date && !event->all_day)
        *until = floating_of(local_of(*until) + MS_PER_DAY - MS_PER_SECOND);
    else if (icaltime_is_utc(*until))
        *until = floating_of(zone_to_local(event->zone, local_of(*until)));
}

static void check_first(const IcalReader *reader, const IcalEvent *event)
{
    icalrecur_iterator *iterator = icalrecur_iterator_new(event->rule, floating_of(event->start_local));
    struct icaltimetype first = iterator != NULL ? icalrecur_iterator_next(iterator) : icaltime_null_time();
    if (icaltime_is_null_time(first) || local_of(first) != event->start_local)
        warn(reader, "the start of \"%s\" does not match its own rule", event->summary);
    if (iterator != NULL)
        icalrecur_iterator_free(iterator);
}

static bool read_rule(const IcalReader *reader, icalcomponent *component, IcalEvent *event)
{
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_RRULE_PROPERTY);
    if (property == NULL)
        return true;
    event->rule = icalproperty_get_rrule(property);
    event->repeats = true;
    if (!rule_is_safe(reader, &event->rule))
        return false;
    localise_until(event);
    check_first(reader, event);
    return true;
}

/* ---- events ---- */

static bool read_dates(const IcalReader *reader, icalcomponent *component, IcalEvent *event)
{
    int64_t local;
    for (icalproperty *p = icalcomponent_get_first_property(component, ICAL_EXDATE_PROPERTY); p != NULL;
         p = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
        if (!local_in_zone(reader, event, p, icalproperty_get_exdate(p), &local))
            return false;
        g_array_append_val(event->except, local);
    }
    for (icalproperty *p = icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY); p != NULL;
         p = icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
        struct icaldatetimeperiodtype date = icalproperty_get_rdate(p);
        struct icaltimetype time = icaltime_is_null_time(date.time) ? date.period.start : date.time;
        if (!local_in_zone(reader, event, p, time, &local))
            return false;
        g_array_append_val(event->extra, local);
    }
    return true;
}

static bool read_length(const IcalReader *reader, icalcomponent *component, IcalEvent *event)
{
    icalproperty *end = icalcomponent_get_first_property(component, ICAL_DTEND_PROPERTY);
    icalproperty *duration = icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY);
    event->length_ms = event->all_day ? MS_PER_DAY : 0;
    if (end != NULL) {
        struct icaltimetype time = icalproperty_get_dtend(end);
        const Zone *zone = zone_of(reader, end, time);
        if (zone == NULL)
            return false;
        event->length_ms = event->all_day ? local_of(time) - event->start_local
                                          : zone_to_instant(zone, local_of(time), ZONE_EARLIER) -
                                                zone_to_instant(event->zone, event->start_local, ZONE_EARLIER);
    } else if (duration != NULL) {
        event->length_ms = (int64_t)icaldurationtype_as_int(icalproperty_get_duration(duration)) * MS_PER_SECOND;
    }
    return true;
}

static Instant announced_of(icalcomponent *component)
{
    icalproperty *created = icalcomponent_get_first_property(component, ICAL_CREATED_PROPERTY);
    if (created != NULL)
        return local_of(icalproperty_get_created(created));
    icalproperty *stamp = icalcomponent_get_first_property(component, ICAL_DTSTAMP_PROPERTY);
    return stamp != NULL ? local_of(icalproperty_get_dtstamp(stamp)) : INSTANT_NONE;
}

static char *categories_of(icalcomponent *component)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (icalproperty *property = icalcomponent_get_first_property(component, ICAL_CATEGORIES_PROPERTY);
         property != NULL; property = icalcomponent_get_next_property(component, ICAL_CATEGORIES_PROPERTY))
        g_string_append_printf(text, "%s%s", text->len > 0 ? "," : "", icalproperty_get_categories(property));
    return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static Instant changed_of(icalcomponent *component)
{
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_LASTMODIFIED_PROPERTY);
    return property != NULL ? local_of(icalproperty_get_lastmodified(property)) : INSTANT_NONE;
}

static void read_words(icalcomponent *component, IcalEvent *event)
{
    const char *summary = icalcomponent_get_summary(component);
    event->uid = g_strdup(icalcomponent_get_uid(component));
    event->summary = g_strdup(summary != NULL ? summary : "(no title)");
    event->categories = categories_of(component);
    event->changed_at = changed_of(component);
    event->cancelled = icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED;
    event->announced_at = announced_of(component);
}

static bool read_event_times(const IcalReader *reader, icalcomponent *component, icalproperty *start, IcalEvent *event)
{
    struct icaltimetype time = icalproperty_get_dtstart(start);
    event->zone = zone_of(reader, start, time);
    if (event->zone == NULL)
        return false;
    event->all_day = time.is_date;
    event->start_local = local_of(time);
    icalproperty *replaced = icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY);
    if (replaced != NULL &&
        !local_in_zone(reader, event, replaced, icalproperty_get_recurrenceid(replaced), &event->replaces))
        return false;
    return read_length(reader, component, event) && read_rule(reader, component, event) &&
           read_dates(reader, component, event);
}

static bool read_event(const IcalReader *reader, icalcomponent *component, GPtrArray *events)
{
    icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (start == NULL || icaltime_is_null_time(icalproperty_get_dtstart(start))) {
        warn(reader, "an event without a start is left out");
        return true;
    }
    IcalEvent *event = g_new0(IcalEvent, 1);
    event->replaces = INSTANT_NONE;
    event->extra = g_array_new(FALSE, FALSE, sizeof(int64_t));
    event->except = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_ptr_array_add(events, event);
    read_words(component, event);
    return read_event_times(reader, component, start, event);
}

/* An event with a RECURRENCE-ID stands for one occurrence of the event of the same UID. */
static void replace_occurrences(GPtrArray *events)
{
    for (guint i = 0; i < events->len; i++) {
        const IcalEvent *event = g_ptr_array_index(events, i);
        for (guint k = 0; event->replaces != INSTANT_NONE && k < events->len; k++) {
            IcalEvent *master = g_ptr_array_index(events, k);
            if (master->repeats && g_strcmp0(master->uid, event->uid) == 0)
                g_array_append_val(master->except, event->replaces);
        }
    }
}

static void drop_cancelled(GPtrArray *events)
{
    for (guint i = events->len; i-- > 0;)
        if (((IcalEvent *)g_ptr_array_index(events, i))->cancelled)
            g_ptr_array_remove_index(events, i);
}

static bool read_events(IcalReader *reader, GPtrArray *events)
{
    for (icalcomponent *c = icalcomponent_get_first_component(reader->calendar, ICAL_VEVENT_COMPONENT); c != NULL;
         c = icalcomponent_get_next_component(reader->calendar, ICAL_VEVENT_COMPONENT))
        if (!read_event(reader, c, events))
            return false;
    replace_occurrences(events);
    drop_cancelled(events);
    return true;
}

GPtrArray *ical_read(const char *file, const char *text, gssize length, const Zone *zone, GPtrArray *warnings,
                     GError **error)
{
    gsize size = length < 0 ? strlen(text) : (gsize)length;
    g_autofree char *copy = g_strndup(text, size);
    icalcomponent *root = strlen(copy) == size ? icalparser_parse_string(copy) : NULL;
    if (root == NULL || icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT) {
        if (root != NULL)
            icalcomponent_free(root);
        error_at(error, ERROR_CONFIG, file, 0, 0, "not an iCalendar file (it begins with BEGIN:VCALENDAR)");
        return NULL;
    }
    IcalReader reader = {.file = file, .zone = zone, .calendar = root, .warnings = warnings, .error = error};
    GPtrArray *events = g_ptr_array_new_with_free_func(event_free);
    bool fine = read_events(&reader, events);
    icalcomponent_free(root);
    if (fine)
        return events;
    g_ptr_array_unref(events);
    return NULL;
}

/* ---- expansion ---- */

static bool is_excepted(const IcalEvent *event, int64_t local)
{
    for (guint i = 0; i < event->except->len; i++) {
        int64_t except = g_array_index(event->except, int64_t, i);
        if (except == local)
            return true;
    }
    return false;
}

static void add_occurrence(const IcalEvent *event, int64_t local, Instant from, Instant to, GArray *out)
{
    IcalWindow window = {.summary = event->summary,
                         .uid = event->uid,
                         .categories = event->categories,
                         .changed_at = event->changed_at,
                         .announced_at = event->announced_at,
                         .all_day = event->all_day,
                         .repeats = event->repeats || event->extra->len > 0 || event->replaces != INSTANT_NONE};
    if (event->all_day) {
        window.from = zone_day_start(event->zone, local / MS_PER_DAY);
        window.to = zone_day_start(event->zone, (local + event->length_ms) / MS_PER_DAY);
    } else {
        window.from = zone_to_instant(event->zone, local, ZONE_EARLIER);
        window.to = window.from + event->length_ms;
    }
    if (!is_excepted(event, local) && window.from < window.to && window.to > from && window.from < to)
        g_array_append_val(out, window);
}

static void expand_rule(const IcalEvent *event, Instant from, Instant to, GArray *out)
{
    icalrecur_iterator *iterator = icalrecur_iterator_new(event->rule, floating_of(event->start_local));
    int64_t end_local = zone_to_local(event->zone, to) + MS_PER_DAY;
    for (int i = 0; iterator != NULL && i < OCCURRENCES_MAX; i++) {
        struct icaltimetype time = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(time) || local_of(time) > end_local)
            break;
        add_occurrence(event, local_of(time), from, to, out);
    }
    if (iterator != NULL)
        icalrecur_iterator_free(iterator);
}

static int compare_occurrences(gconstpointer a, gconstpointer b)
{
    const IcalWindow *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to < y->to ? -1 : 1;
    return g_strcmp0(x->summary, y->summary);
}

GArray *ical_expand(const GPtrArray *events, Instant from, Instant to)
{
    GArray *out = g_array_new(FALSE, FALSE, sizeof(IcalWindow));
    for (guint i = 0; i < events->len; i++) {
        const IcalEvent *event = g_ptr_array_index(events, i);
        if (event->repeats)
            expand_rule(event, from, to, out);
        else
            add_occurrence(event, event->start_local, from, to, out);
        for (guint k = 0; k < event->extra->len; k++)
            add_occurrence(event, g_array_index(event->extra, int64_t, k), from, to, out);
    }
    g_array_sort(out, compare_occurrences);
    return out;
}

static int compare_days(gconstpointer a, gconstpointer b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

GArray *ical_days(const GPtrArray *events, const Zone *zone, Instant from, Instant to)
{
    g_autoptr(GArray) windows = ical_expand(events, from, to);
    GArray *days = g_array_new(FALSE, FALSE, sizeof(int64_t));
    for (guint i = 0; i < windows->len; i++) {
        const IcalWindow *window = &g_array_index(windows, IcalWindow, i);
        int64_t first = zone_to_local(zone, window->from) / MS_PER_DAY;
        int64_t last = (zone_to_local(zone, window->to) - 1) / MS_PER_DAY;
        for (int64_t day = first; day <= last; day++)
            g_array_append_val(days, day);
    }
    g_array_sort(days, compare_days);
    guint kept = 0;
    for (guint i = 0; i < days->len; i++) {
        int64_t day = g_array_index(days, int64_t, i);
        if (kept == 0 || g_array_index(days, int64_t, kept - 1) != day)
            g_array_index(days, int64_t, kept++) = day;
    }
    g_array_set_size(days, kept);
    return days;
}
