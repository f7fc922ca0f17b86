#include "guess.h"

#include "nines/base/text.h"
#include "profile_private.h"

static const char *const down_words[] = {
    "down",      "crit",   "alarm",    "breached", "offline",   "unavailable", "unreachable", "critical",
    "problem",   "alert",  "alerting", "failed",   "failure",   "failing",     "error",       "outage",
    "triggered", "firing", "dead",     "not ok",   "unhealthy", "disconnected"};
static const char *const up_words[] = {"up",       "online",    "available", "reachable", "ok",
                                       "recovery", "recovered", "resolved",  "normal",    "healthy",
                                       "cleared",  "success",   "connected", "alive"};
static const char *const neutral_words[] = {"pending",     "warn",         "degraded", "minor",  "info",
                                            "unusual",     "unknown",      "warning",  "paused", "started",
                                            "maintenance", "acknowledged", "nodata",   "no data"};

static bool is_among(const char *word, const char *const *words, gsize n)
{
    for (gsize i = 0; i < n; i++)
        if (g_ascii_strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}

bool guess_is_states(const GPtrArray *words)
{
    bool down = false, up = false;
    for (guint i = 0; i < words->len; i++) {
        bool is_down = is_among(words->pdata[i], down_words, G_N_ELEMENTS(down_words));
        bool is_up = is_among(words->pdata[i], up_words, G_N_ELEMENTS(up_words));
        if (!is_down && !is_up && !is_among(words->pdata[i], neutral_words, G_N_ELEMENTS(neutral_words)))
            return false;
        down |= is_down;
        up |= is_up;
    }
    return down && up;
}

static const char *path_of(const Profile *profile, Target target)
{
    const FieldRule *field = profile_field(profile, target);
    return field ? ((const FieldSource *)field->sources->pdata[0])->path : NULL;
}

static void drop_field(Profile *profile, Target target)
{
    const FieldRule *field = profile_field(profile, target);
    if (field)
        g_ptr_array_remove(profile->fields, (gpointer)(uintptr_t)field);
}

static void add_words(GPtrArray *to, const char *const *words, gsize n)
{
    for (gsize i = 0; i < n; i++)
        g_ptr_array_add(to, g_strdup(words[i]));
}

void guess_runs(Profile *profile, const char *state, GPtrArray *notes)
{
    const Target derived[] = {TARGET_STARTED, TARGET_WITHIN, TARGET_CLOSED, TARGET_ID, TARGET_STATUS};
    const char *service = path_of(profile, TARGET_SERVICE), *of = service ? service : path_of(profile, TARGET_ID);
    FieldRule *time = field_rule_new(TARGET_TIME);
    FieldSource *source = field_source_new();
    const char *start = path_of(profile, TARGET_STARTED);
    source->path = g_strdup(start ? start : path_of(profile, TARGET_WITHIN));
    g_ptr_array_add(time->sources, source);
    profile->group = g_strdup(of);
    profile->runs = run_rule_new(state);
    add_words(profile->runs->down, down_words, G_N_ELEMENTS(down_words));
    add_words(profile->runs->up, up_words, G_N_ELEMENTS(up_words));
    for (guint i = 0; i < G_N_ELEMENTS(derived); i++)
        drop_field(profile, derived[i]);
    g_ptr_array_add(profile->fields, time);
    g_ptr_array_add(notes,
                    g_strdup_printf("\"%s\" says down and up: each run of down of one \"%s\" is an incident, over "
                                    "at its first up",
                                    state, of));
}
