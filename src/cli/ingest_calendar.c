#include "ingest_calendar.h"

#include "nines/base/file.h"
#include "nines/base/text.h"
#include "nines/contract/ical.h"
#include "nines/ingest/encoding.h"
#include <string.h>

#define CALENDAR_BYTES (16u << 20)
#define AHEAD_MS (731 * MS_PER_DAY)
#define HEAD "BEGIN:VCALENDAR"

/* Year 1900: nothing that is planned lies before. */
#define FIRST_AT (-INT64_C(2208988800000))

typedef struct {
    const IngestOptions *options;
    IngestReport *report;
    FactWriter *writer;
    int64_t for_all_n; /* windows without a service */
} CalendarRun;

bool ingest_is_calendar(const char *path)
{
    g_autofree char *lower = g_ascii_strdown(path, -1);
    if (g_str_has_suffix(lower, ".ics") || g_str_has_suffix(lower, ".ical"))
        return true;
    char head[64] = "";
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t n = fread(head, 1, sizeof head - 1, file);
    fclose(file);
    const char *begin = n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? head + 3 : head;
    return g_str_has_prefix(begin, HEAD);
}

static void set_text(char **field, const char *text)
{
    g_free(*field);
    *field = g_strdup(text);
}

static bool open_writer(CalendarRun *run, Store *store, const Encoding *encoding, bool *known, GError **error)
{
    IngestReport *report = run->report;
    const char *zone = run->options->timezone;
    g_autofree char *options = zone ? g_strdup_printf("timezone=%s", zone) : g_strdup("");
    set_text(&report->format, "icalendar");
    set_text(&report->profile, CALENDAR_PROFILE);
    set_text(&report->origin, run->options->origin ? run->options->origin : CALENDAR_PROFILE);
    int64_t source_id = fact_source_known(store, encoding->hash, CALENDAR_PROFILE, report->origin, options,
                                          run->options->as_of, &report->counts);
    *known = report->known = source_id != 0;
    if (*known)
        return run->options->dry_run || fact_source_confirm(store, source_id, run->options->as_of, error);
    SourceFacts source = {.path = report->path,
                          .sha256 = encoding->hash,
                          .bytes_n = encoding->length,
                          .kind = "maintenance",
                          .format = "icalendar",
                          .profile = CALENDAR_PROFILE,
                          .origin = report->origin,
                          .encoding = encoding->name,
                          .options = options,
                          .ingested_at = run->options->as_of};
    run->writer = fact_writer_open(store, &source, error);
    return run->writer != NULL;
}

/* "Maintenance" names no service. */
static bool is_service(const char *category)
{
    static const char *const words[] = {"maintenance",
                                        "planned",
                                        "plannedmaintenance",
                                        "scheduledmaintenance",
                                        "scheduled",
                                        "change",
                                        "outage",
                                        "plannedoutage",
                                        "it",
                                        "work",
                                        "holiday",
                                        "holidays",
                                        "business",
                                        "personal",
                                        "meeting",
                                        "event"};
    g_autofree char *key = text_key(category, -1);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_equal(key, words[i]))
            return false;
    return *key != '\0';
}

static bool put_window(CalendarRun *run, const IcalWindow *window, const char *service, bool first, GError **error)
{
    char from[CIVIL_TEXT];
    PutOutcome outcome;
    g_autofree char *id = window->uid ? g_strdup_printf("%s%s%s%s%s", window->uid, window->repeats ? " " : "",
                                                        window->repeats ? instant_format(window->from, from) : "",
                                                        first ? "" : " ", first ? "" : service)
                                      : NULL;
    return fact_writer_put_maintenance(run->writer, id, service, window->from, window->to, window->announced_at,
                                       window->changed_at, window->summary, 1, &outcome, error);
}

static bool put_services(CalendarRun *run, const IcalWindow *window, GError **error)
{
    g_auto(GStrv) categories = g_strsplit(window->categories ? window->categories : "", ",", -1);
    guint n = 0;
    for (char **category = categories; *category; category++) {
        const char *service = g_strstrip(*category);
        if (is_service(service) && !put_window(run, window, service, n++ == 0, error))
            return false;
    }
    if (n)
        return true;
    run->for_all_n++;
    return put_window(run, window, NULL, true, error);
}

static bool note(CalendarRun *run, const char *kind, const char *message, GError **error)
{
    g_ptr_array_add(run->report->notes, g_strdup(message));
    return fact_writer_note(run->writer, true, kind, NULL, 0, message, error);
}

static bool put_events(CalendarRun *run, const GPtrArray *events, GError **error)
{
    g_autoptr(GArray) windows = ical_expand(events, FIRST_AT, run->options->as_of + AHEAD_MS);
    for (guint i = 0; i < windows->len; i++) {
        const IcalWindow *window = &g_array_index(windows, IcalWindow, i);
        if (window->to > window->from && !put_services(run, window, error))
            return false;
    }
    if (!run->for_all_n)
        return true;
    g_autofree char *n = text_count(run->for_all_n, "window names", "windows name");
    g_autofree char *message = g_strdup_printf("%s no service among the categories, so every service is meant", n);
    return note(run, "every-service", message, error);
}

static bool put_calendar(CalendarRun *run, const char *text, gsize length, GError **error)
{
    const char *name = run->options->timezone;
    const Zone *zone = name ? zone_find(name, error) : zone_utc();
    g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) events =
        zone ? ical_read(run->report->path, text, (gssize)length, zone, warnings, error) : NULL;
    if (!events || !put_events(run, events, error))
        return false;
    for (guint i = 0; i < warnings->len; i++)
        if (!note(run, "calendar-rule", warnings->pdata[i], error))
            return false;
    run->report->grouped = true;
    fact_writer_set_rows(run->writer, events->len);
    if (!run->options->dry_run)
        return fact_writer_commit(run->writer, &run->report->counts, error);
    fact_writer_counts(run->writer, &run->report->counts);
    return true;
}

bool ingest_calendar(Store *store, const IngestOptions *options, const char *path, IngestReport *report, GError **error)
{
    Encoding encoding;
    bool known = false;
    g_autofree char *text = NULL;
    gsize length = 0;
    CalendarRun run = {.options = options, .report = report};
    set_text(&report->path, path);
    if (!encoding_detect(path, options->encoding, &encoding, error))
        return false;
    set_text(&report->encoding, encoding.name);
    bool ok = file_read(path, CALENDAR_BYTES, &text, &length, error) &&
              open_writer(&run, store, &encoding, &known, error) && (known || put_calendar(&run, text, length, error));
    fact_writer_free(run.writer);
    return ok;
}
