#include "nines/ingest/profile.h"

#include "nines/base/file.h"
#include "nines/base/text.h"
#include "profile_private.h"
#include <string.h>

#define PROFILE_BYTES_MAX (256 * 1024)

static const char *const targets[TARGET_N] = {
    [TARGET_STARTED + MOMENT_STARTED] = "started_at",
    [TARGET_STARTED + MOMENT_DECLARED] = "declared_at",
    [TARGET_STARTED + MOMENT_DETECTED] = "detected_at",
    [TARGET_STARTED + MOMENT_ACKNOWLEDGED] = "acknowledged_at",
    [TARGET_STARTED + MOMENT_MITIGATED] = "mitigated_at",
    [TARGET_STARTED + MOMENT_RESOLVED] = "resolved_at",
    [TARGET_STARTED + MOMENT_CLOSED] = "closed_at",
    [TARGET_FROM] = "from",
    [TARGET_TO] = "to",
    [TARGET_ANNOUNCED] = "announced_at",
    [TARGET_WITHIN_FROM] = "within_from",
    [TARGET_WITHIN_TO] = "within_to",
    [TARGET_UPDATED] = "updated_at",
    [TARGET_TIME] = "time",
    [TARGET_ID] = "id",
    [TARGET_TITLE] = "title",
    [TARGET_SERVICE] = "service",
    [TARGET_SEVERITY] = "severity",
    [TARGET_STATUS] = "status",
    [TARGET_TEAM] = "team",
    [TARGET_CAUSE] = "cause",
    [TARGET_DETECTED_BY] = "detected_by",
    [TARGET_REGION] = "region",
    [TARGET_TAG] = "tags",
    [TARGET_KIND] = "kind",
    [TARGET_OUTAGE] = "outage",
    [TARGET_WITHIN] = "within",
    [TARGET_DURATION] = "duration",
    [TARGET_SHARE] = "share",
    [TARGET_CHANGE_CAUSED] = "change_caused",
    [TARGET_REOPENED] = "reopened",
    [TARGET_USERS] = "users",
    [TARGET_ACCOUNTS] = "accounts",
    [TARGET_ORDERS] = "orders",
    [TARGET_REQUESTS] = "requests",
    [TARGET_MONEY] = "money",
    [TARGET_CURRENCY] = "currency",
    [TARGET_STAFF_TIME] = "staff_time",
    [TARGET_WINDOWS] = "windows",
};

const char *target_name(Target target)
{
    return targets[target];
}

bool target_find(const char *name, Target *target)
{
    for (Target i = 0; i < TARGET_N; i++)
        if (g_str_equal(targets[i], name)) {
            *target = i;
            return true;
        }
    return false;
}

bool target_joins(Target target)
{
    return target < TARGET_TIMES || (target <= TARGET_DETECTED_BY && target != TARGET_SERVICE);
}

/* ---- memory ---- */

static void condition_free(gpointer data)
{
    Condition *condition = data;
    g_free(condition->path);
    g_ptr_array_unref(condition->values);
    g_free(condition);
}

static void source_free(gpointer data)
{
    FieldSource *source = data;
    g_free(source->path);
    g_free(source->each);
    g_free(source->between_from);
    g_free(source->between_to);
    g_ptr_array_unref(source->where);
    g_ptr_array_unref(source->prefixes);
    g_ptr_array_unref(source->flags);
    g_ptr_array_unref(source->except);
    g_free(source);
}

static void field_free(gpointer data)
{
    FieldRule *field = data;
    g_ptr_array_unref(field->sources);
    g_free(field);
}

static void rule_free(gpointer data)
{
    KindRule *rule = data;
    g_ptr_array_unref(rule->when);
    g_free(rule->reject);
    g_free(rule);
}

static void list_free(ListRule *list)
{
    if (!list)
        return;
    g_free(list->each);
    g_hash_table_unref(list->parts);
    g_free(list);
}

static void run_rule_free(RunRule *runs)
{
    if (!runs)
        return;
    g_free(runs->state);
    g_ptr_array_unref(runs->down);
    g_ptr_array_unref(runs->up);
    g_free(runs);
}

void profile_free(Profile *profile)
{
    if (!profile)
        return;
    char *const texts[] = {profile->name,  profile->title,     profile->origin,   profile->file,  profile->root,
                           profile->group, profile->group_too, profile->timezone, profile->expand};
    run_rule_free(profile->runs);
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_array_unref(profile->needs);
    GPtrArray *const arrays[] = {profile->keys,         profile->envelope, profile->nulls,
                                 profile->fields,       profile->rules,    profile->records,
                                 profile->expand_where, profile->lacks,    profile->where};
    for (guint i = 0; i < G_N_ELEMENTS(arrays); i++)
        g_ptr_array_unref(arrays[i]);
    for (ListKind i = 0; i < LIST_N; i++)
        list_free(profile->lists[i]);
    g_hash_table_unref(profile->values);
    g_free(profile);
}

Profile *profile_new(const char *file)
{
    Profile *profile = g_new0(Profile, 1);
    profile->file = g_strdup(file);
    profile->needs = g_array_new(FALSE, FALSE, sizeof(Target));
    profile->lacks = g_ptr_array_new_with_free_func(g_free);
    profile->keys = g_ptr_array_new_with_free_func(g_free);
    profile->records = g_ptr_array_new_with_free_func(g_free);
    profile->expand_where = g_ptr_array_new_with_free_func(condition_free);
    profile->where = g_ptr_array_new_with_free_func(condition_free);
    profile->envelope = g_ptr_array_new_with_free_func(g_free);
    profile->nulls = g_ptr_array_new_with_free_func(g_free);
    profile->fields = g_ptr_array_new_with_free_func(field_free);
    profile->rules = g_ptr_array_new_with_free_func(rule_free);
    profile->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return profile;
}

Condition *condition_new(const char *path)
{
    Condition *condition = g_new0(Condition, 1);
    condition->path = g_strdup(path);
    condition->values = g_ptr_array_new_with_free_func(g_free);
    return condition;
}

RunRule *run_rule_new(const char *state)
{
    RunRule *runs = g_new0(RunRule, 1);
    runs->state = g_strdup(state);
    runs->down = g_ptr_array_new_with_free_func(g_free);
    runs->up = g_ptr_array_new_with_free_func(g_free);
    return runs;
}

FieldSource *field_source_new(void)
{
    FieldSource *source = g_new0(FieldSource, 1);
    source->where = g_ptr_array_new_with_free_func(condition_free);
    source->prefixes = g_ptr_array_new_with_free_func(g_free);
    source->flags = g_ptr_array_new_with_free_func(g_free);
    source->except = g_ptr_array_new_with_free_func(g_free);
    source->unit_ms = MS_PER_MINUTE;
    return source;
}

FieldRule *field_rule_new(Target target)
{
    FieldRule *field = g_new0(FieldRule, 1);
    field->target = target;
    field->sources = g_ptr_array_new_with_free_func(source_free);
    return field;
}

KindRule *kind_rule_new(void)
{
    KindRule *rule = g_new0(KindRule, 1);
    rule->when = g_ptr_array_new_with_free_func(condition_free);
    rule->outage = -1;
    return rule;
}

ListRule *list_rule_new(const char *each)
{
    ListRule *list = g_new0(ListRule, 1);
    list->each = g_strdup(each);
    list->parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    return list;
}

/* ---- look-ups ---- */

const FieldRule *profile_field(const Profile *profile, Target target)
{
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        if (field->target == target)
            return field;
    }
    return NULL;
}

char *profile_value_key(Target target, const char *value)
{
    g_autofree char *folded = g_utf8_casefold(value, -1);
    return g_strconcat(targets[target], ":", folded, NULL);
}

const char *profile_value(const Profile *profile, Target target, const char *value)
{
    if (!g_hash_table_size(profile->values))
        return value;
    g_autofree char *key = profile_value_key(target, value);
    const char *other = g_hash_table_lookup(profile->values, key);
    return other ? other : value;
}

const Profile *profile_find(const GPtrArray *profiles, const char *name, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (guint i = 0; i < profiles->len; i++) {
        const Profile *profile = profiles->pdata[i];
        if (g_str_equal(profile->name, name))
            return profile;
        g_ptr_array_add(names, profile->name);
    }
    g_ptr_array_add(names, NULL);
    const char *near = text_nearest(name, (const char *const *)names->pdata);
    g_autofree char *all = g_strjoinv(", ", (char **)names->pdata);
    g_autofree char *hint =
        near ? g_strdup_printf("; did you mean \"%s\"?", near) : g_strdup_printf(" (there are: %s)", all);
    error_at(error, ERROR_USAGE, NULL, 0, 0, "no profile \"%s\"%s", name, hint);
    return NULL;
}

/* ---- the shipped profiles and the user's ---- */

static void add_profile(GPtrArray *profiles, Profile *profile)
{
    for (guint i = 0; i < profiles->len; i++)
        if (g_str_equal(((Profile *)profiles->pdata[i])->name, profile->name)) {
            profile_free(profiles->pdata[i]);
            profiles->pdata[i] = profile;
            return;
        }
    g_ptr_array_add(profiles, profile);
}

static bool load_file(GPtrArray *profiles, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;
    if (!file_read(path, PROFILE_BYTES_MAX, &text, &length, error))
        return false;
    Profile *profile = profile_read(path, text, (gssize)length, error);
    if (profile)
        add_profile(profiles, profile);
    return profile != NULL;
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool load_directory(GPtrArray *profiles, const char *path, GError **error)
{
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    while (directory && (name = g_dir_read_name(directory)))
        if (g_str_has_suffix(name, ".yaml"))
            g_ptr_array_add(names, g_build_filename(path, name, NULL));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++)
        if (!load_file(profiles, names->pdata[i], error))
            return false;
    return true;
}

GPtrArray *profiles_load(GError **error)
{
    g_autoptr(GPtrArray) profiles = g_ptr_array_new_with_free_func((GDestroyNotify)profile_free);
    for (const Embedded *file = embedded_profiles; file->name; file++) {
        Profile *profile = profile_read(file->name, (const char *)file->bytes, (gssize)file->length, error);
        if (!profile)
            return NULL;
        add_profile(profiles, profile);
    }
    return load_directory(profiles, "profiles", error) ? g_steal_pointer(&profiles) : NULL;
}
