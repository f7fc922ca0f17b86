#include "nines/store/record.h"

#include <string.h>

static const char *const moments[MOMENT_N] = {"started",   "declared", "detected", "acknowledged",
                                              "mitigated", "resolved", "closed"};
static const char *const kinds[KIND_N] = {"incident", "maintenance", "informational",
                                          "test",     "duplicate",   "false_alarm"};

const char *moment_name(Moment moment)
{
    return moments[moment];
}

const char *incident_kind_name(IncidentKind kind)
{
    return kinds[kind];
}

bool incident_kind_find(const char *name, IncidentKind *kind)
{
    for (IncidentKind i = 0; i < KIND_N; i++)
        if (g_strcmp0(name, kinds[i]) == 0) {
            *kind = i;
            return true;
        }
    return false;
}

Record *record_new(void)
{
    Record *record = g_new0(Record, 1);
    record->services = g_ptr_array_new();
    record->regions = g_ptr_array_new();
    record->tags = g_ptr_array_new();
    record->windows = g_array_new(FALSE, FALSE, sizeof(RecordWindow));
    record->timeline = g_array_new(FALSE, FALSE, sizeof(RecordEntry));
    record->actions = g_array_new(FALSE, FALSE, sizeof(RecordAction));
    record->amounts = g_array_new(FALSE, FALSE, sizeof(RecordAmount));
    record->findings = g_array_new(FALSE, FALSE, sizeof(RecordFinding));
    record->evidence = g_array_new(FALSE, FALSE, sizeof(RecordEvidence));
    record_clear(record);
    return record;
}

void record_free(Record *record)
{
    if (!record)
        return;
    g_ptr_array_unref(record->services);
    g_ptr_array_unref(record->regions);
    g_ptr_array_unref(record->tags);
    g_array_unref(record->windows);
    g_array_unref(record->timeline);
    g_array_unref(record->actions);
    g_array_unref(record->amounts);
    g_array_unref(record->findings);
    g_array_unref(record->evidence);
    g_clear_pointer(&record->texts, g_string_chunk_free);
    g_free(record);
}

/* Most lists of most records are empty: they are asked here, not in GLib. */
static void clear_list(GArray *list)
{
    if (list->len)
        g_array_set_size(list, 0);
}

static void clear_names(GPtrArray *names)
{
    if (names->len)
        g_ptr_array_set_size(names, 0);
}

static void clear_lists(Record *record)
{
    clear_names(record->services);
    clear_names(record->regions);
    clear_names(record->tags);
    clear_list(record->windows);
    clear_list(record->timeline);
    clear_list(record->actions);
    clear_list(record->amounts);
    clear_list(record->findings);
    clear_list(record->evidence);
}

void record_clear(Record *record)
{
    clear_lists(record);
    if (record->texts)
        g_string_chunk_clear(record->texts);
    record->external_id = record->title = NULL;
    record->severity = record->status = record->team = record->cause = record->detected_by = NULL;
    record->kind = KIND_INCIDENT;
    record->is_outage = true;
    for (Moment i = 0; i < MOMENT_N; i++)
        record->at[i] = INSTANT_NONE;
    record->within_from_at = record->within_to_at = record->stated_duration_ms = INSTANT_NONE;
    record->updated_at = INSTANT_NONE;
    record->precision = PRECISION_SECOND;
    record->zone_basis = ZONE_BASIS_STATED;
    record->change_caused = -1;
    record->share_ppm = -1;
    record->reopened_n = record->line = 0;
}

const char *record_text(Record *record, const char *text, gssize length)
{
    if (!text)
        return NULL;
    if (!record->texts)
        record->texts = g_string_chunk_new(4096);
    return g_string_chunk_insert_len(record->texts, text, length);
}

static bool is_blank(const char *text)
{
    return !text || (*text <= ' ' && !text[strspn(text, " \t\r\n")]);
}

static void add_name(GPtrArray *names, const char *name)
{
    if (is_blank(name))
        return;
    for (guint i = 0; i < names->len; i++)
        if (g_str_equal(names->pdata[i], name))
            return;
    g_ptr_array_add(names, (gpointer)(uintptr_t)name);
}

void record_add_service(Record *record, const char *name)
{
    add_name(record->services, name);
}

void record_add_region(Record *record, const char *name)
{
    add_name(record->regions, name);
}

void record_add_tag(Record *record, const char *name)
{
    add_name(record->tags, name);
}

void record_add_finding(Record *record, bool warning, const char *kind, const char *field, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    RecordFinding finding = {kind, field, record_text(record, message, -1), warning};
    g_array_append_val(record->findings, finding);
}
