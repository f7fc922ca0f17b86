/* profiles: which exports are known, what each maps and what it leaves unknown. */
#include "nines/base/json.h"
#include "nines/cli/command.h"
#include "nines/ingest/profile.h"

/* The id of a grouped log is the column that groups it; windows may be a list. */
static bool maps(const Profile *profile, Target target)
{
    return profile_field(profile, target) || (target == TARGET_ID && profile->group) ||
           (target == TARGET_WINDOWS && profile->lists[LIST_WINDOWS]);
}

/* What is missed when it is unknown: the facts that nearly every tool could hold. */
static bool is_missed(Target target)
{
    return target <= TARGET_TAG && target != TARGET_WITHIN_FROM && target != TARGET_WITHIN_TO;
}

/* What a record can say; the rest is of windows and events. */
static bool is_listed(const Profile *profile, Target target, bool mapped)
{
    if (maps(profile, target) != mapped || (!mapped && !is_missed(target)))
        return false;
    bool of_window = target == TARGET_FROM || target == TARGET_TO || target == TARGET_ANNOUNCED;
    bool of_both = target == TARGET_ID || target == TARGET_TITLE || target == TARGET_SERVICE;
    return target != TARGET_TIME && (profile->maintenance ? of_window || of_both : !of_window);
}

static void append_targets(GString *text, const Profile *profile, bool mapped)
{
    const char *separator = "";
    for (Target i = 0; i < TARGET_N; i++)
        if (is_listed(profile, i, mapped)) {
            g_string_append_printf(text, "%s%s", separator, target_name(i));
            separator = ", ";
        }
    g_string_append_c(text, '\n');
}

static const char *format_name(const Profile *profile)
{
    return profile->guess ? "any" : profile->tree ? "JSON, YAML or front matter" : "delimited text";
}

static void append_source(GString *text, const FieldSource *source)
{
    static const char *const picks[] = {[PICK_FIRST] = "",
                                        [PICK_LAST] = ", the last",
                                        [PICK_EARLIEST] = ", the earliest",
                                        [PICK_LATEST] = ", the latest",
                                        [PICK_RUN] = ", first of the last run",
                                        [PICK_RETURNS] = ", times left again",
                                        [PICK_REPEATS] = ", times repeated"};
    g_string_append_printf(text, "      %s%s%s%s", source->each ? source->each : "", source->each ? "[]." : "",
                           source->path, picks[source->pick]);
    for (guint i = 0; i < source->where->len; i++) {
        const Condition *condition = source->where->pdata[i];
        g_string_append_printf(text, "%s%s is %s", i ? " and " : " where ", condition->path,
                               condition->values->len ? (const char *)condition->values->pdata[0] : "");
        for (guint j = 1; j < condition->values->len; j++)
            g_string_append_printf(text, " or %s", (const char *)condition->values->pdata[j]);
    }
    if (source->is_length)
        g_string_append_printf(text, ", a length after %s",
                               source->after == TARGET_N ? "1970" : target_name(source->after));
    g_string_append_c(text, '\n');
}

static void append_fields(GString *text, const Profile *profile)
{
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        g_string_append_printf(text, "    %s\n", target_name(field->target));
        for (guint j = 0; j < field->sources->len; j++)
            append_source(text, field->sources->pdata[j]);
    }
}

static void append_profile(GString *text, const Profile *profile, bool fields)
{
    g_string_append_printf(text, "%s: %s\n  from: %s\n  maps: ", profile->name, profile->title, format_name(profile));
    append_targets(text, profile, true);
    g_string_append(text, "  leaves unknown: ");
    append_targets(text, profile, false);
    if (fields)
        append_fields(text, profile);
}

static void write_targets(JsonWriter *w, const char *key, const Profile *profile, bool mapped)
{
    json_begin_array(w, key);
    for (Target i = 0; i < TARGET_N; i++)
        if (is_listed(profile, i, mapped))
            json_text(w, NULL, target_name(i));
    json_end(w);
}

static void write_profile(JsonWriter *w, const Profile *profile)
{
    json_begin_object(w, NULL);
    json_text(w, "name", profile->name);
    json_text(w, "title", profile->title);
    json_text(w, "format", format_name(profile));
    write_targets(w, "maps", profile, true);
    write_targets(w, "unknown", profile, false);
    json_end(w);
}

static void print_json(const Invocation *invocation, const GPtrArray *profiles)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter w = json_writer(text, true);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "profiles");
    for (guint i = 0; i < profiles->len; i++)
        write_profile(&w, profiles->pdata[i]);
    json_end(&w);
    json_end(&w);
    g_string_append_c(text, '\n');
    invocation_print(invocation, text->str);
}

static int run_profiles(const Invocation *invocation, GError **error)
{
    g_autoptr(GPtrArray) all = profiles_load(error);
    g_autoptr(GPtrArray) chosen = g_ptr_array_new();
    g_autoptr(GString) text = g_string_new(NULL);
    guint n = invocation_n_arguments(invocation);
    for (guint i = 0; all && i < (n ? n : all->len); i++) {
        const Profile *profile = n ? profile_find(all, invocation_argument(invocation, i), error) : all->pdata[i];
        if (!profile)
            return 0;
        g_ptr_array_add(chosen, (gpointer)(guintptr)profile);
        append_profile(text, profile, n > 0);
    }
    if (!all)
        return 0;
    if (invocation_flag(invocation, "json"))
        print_json(invocation, chosen);
    else
        invocation_print(invocation, text->str);
    return 0;
}

static const OptionSpec profiles_options[] = {
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_profiles = {
    .name = "profiles",
    .arguments = "[NAME...]",
    .summary = "list the exports that are known, and what each gives",
    .description = "Lists each profile with the facts that it maps and those that its export does not hold, which stay "
                   "unknown. With a name, every field is listed with the columns or paths that it is read from.\n\n"
                   "Profiles of your own are read from the directory \"profiles\" where nines runs.",
    .options = profiles_options,
    .examples = (const char *const[]){"nines profiles", "nines profiles statuspage", NULL},
    .run = run_profiles,
};
