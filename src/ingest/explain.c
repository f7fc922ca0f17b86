#include "explain.h"

char *explain_reading(const Mapper *mapper, bool zone_given)
{
    const Profile *profile = mapper->profile;
    GString *text = g_string_new(NULL);
    const char *basis = zone_given ? "as asked" : profile->timezone ? "as the profile says" : "assumed";
    g_string_append_printf(text, "times without a zone: %s, %s", zone_name(mapper->zone), basis);
    for (Target i = 0; i < TARGET_TIMES && !profile->tree; i++)
        if (profile_field(profile, i))
            g_string_append_printf(text, "; %s: %s", target_name(i),
                                   mapper->rules[i].order == TIME_MONTH_FIRST ? "month first" : "day first");
    return g_string_free(text, FALSE);
}

static void add_text(GString *out, Target target, const char *text)
{
    if (text)
        g_string_append_printf(out, "\n    %s: %s", target_name(target), text);
}

static void add_time(GString *out, Target target, Instant at)
{
    if (at == INSTANT_NONE)
        return;
    char text[CIVIL_TEXT];
    add_text(out, target, instant_format(at, text));
}

static void add_names(GString *out, Target target, const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++)
        add_text(out, target, names->pdata[i]);
}

static void add_words(GString *out, const Record *record)
{
    const char *const words[] = {record->external_id, record->title, NULL,          record->severity,
                                 record->status,      record->team,  record->cause, record->detected_by};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        add_text(out, TARGET_ID + i, words[i]);
}

static void add_times(GString *out, const Mapper *mapper)
{
    const Record *record = mapper->record;
    for (Moment i = 0; i < MOMENT_N; i++)
        add_time(out, TARGET_STARTED + i, record->at[i]);
    add_time(out, TARGET_FROM, mapper->from);
    add_time(out, TARGET_TO, mapper->to);
    add_time(out, TARGET_WITHIN_FROM, record->within_from_at);
    add_time(out, TARGET_WITHIN_TO, record->within_to_at);
    if (record->stated_duration_ms == INSTANT_NONE)
        return;
    g_autofree char *length = duration_format(record->stated_duration_ms, true);
    add_text(out, TARGET_DURATION, length);
}

static void add_kind(GString *out, const Mapper *mapper)
{
    bool maintenance = mapper_is_maintenance(mapper);
    add_text(out, TARGET_KIND,
             maintenance ? incident_kind_name(KIND_MAINTENANCE) : incident_kind_name(mapper->record->kind));
    if (!maintenance)
        add_text(out, TARGET_OUTAGE, mapper->record->is_outage ? "yes" : "no");
}

char *explain_record(const Mapper *mapper, int64_t row)
{
    const Record *record = mapper->record;
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "record %" G_GINT64_FORMAT ", line %" G_GINT64_FORMAT ":", row, record->line);
    add_words(out, record);
    add_names(out, TARGET_SERVICE, record->services);
    add_names(out, TARGET_REGION, record->regions);
    add_names(out, TARGET_TAG, record->tags);
    add_times(out, mapper);
    add_kind(out, mapper);
    if (record->windows->len || record->timeline->len || record->actions->len || record->amounts->len)
        g_string_append_printf(out, "\n    inside: %u windows, %u moments, %u actions, %u amounts",
                               record->windows->len, record->timeline->len, record->actions->len, record->amounts->len);
    return g_string_free(out, FALSE);
}
