#include "guess_updates.h"

#include "nines/base/text.h"
#include "nines/base/timetext.h"
#include "profile_private.h"
#include <string.h>

/* What tools call the states of an incident. A fix that is being watched has ended the harm. */
static const struct {
    Target target;
    Pick pick;
    const char *words[12];
} states[] = {
    {TARGET_STARTED + MOMENT_DETECTED, PICK_EARLIEST, {"detected"}},
    {TARGET_STARTED + MOMENT_ACKNOWLEDGED, PICK_EARLIEST, {"acknowledged", "acked", "acknowledge", "accepted"}},
    {TARGET_STARTED + MOMENT_MITIGATED, PICK_EARLIEST, {"mitigated", "monitoring", "mitigation"}},
    {TARGET_STARTED + MOMENT_RESOLVED,
     PICK_LATEST,
     {"resolved", "resolve", "fixed", "closed", "completed", "complete", "recovered", "restored", "recovery", "ended",
      "finished"}},
    {TARGET_CLOSED, PICK_LATEST, {"closed"}},
};

static const char *const time_names[] = {"*at",  "*time*", "when",      "*date",   "timestamp", "ts",
                                         "date", "on",     "displayat", "started", NULL};
static const char *const state_names[] = {"*status*", "*state*",   "type", "kind",   "updatetype",
                                          "event",    "eventtype", "step", "action", NULL};
static const char *const text_names[] = {"body", "text", "message", "content*", "description", "details", "note", NULL};

typedef bool (*Fits)(const YamlNode *node);

static bool is_time(const YamlNode *node)
{
    TimeRules rules = {0};
    TimeValue value;
    return time_parse(node->text, -1, &rules, &value) == TIME_OK;
}

static bool is_word(const YamlNode *node)
{
    return g_ascii_isalpha(*node->text) && !is_time(node);
}

static bool is_text(const YamlNode *node)
{
    return *node->text != '\0';
}

/* The key of the element's first scalar whose name is one of these, in their order; NULL: none. */
static const char *find_key(const YamlNode *element, const char *const *patterns, Fits fits)
{
    for (; *patterns; patterns++)
        for (guint i = 0; i < element->children->len; i++) {
            const YamlNode *child = element->children->pdata[i];
            g_autofree char *key = text_key(child->key, -1);
            if (child->kind == YAML_SCALAR && g_pattern_match_simple(*patterns, key) && fits(child))
                return child->key;
        }
    return NULL;
}

static void add_state(Profile *profile, guint state, const char *list, const char *at, const char *kind)
{
    Target target = states[state].target;
    FieldRule *field = (FieldRule *)(uintptr_t)profile_field(profile, target);
    FieldSource *source = field_source_new();
    Condition *condition = condition_new(kind);
    for (guint i = 0; i < G_N_ELEMENTS(states[state].words) && states[state].words[i]; i++)
        g_ptr_array_add(condition->values, g_strdup(states[state].words[i]));
    source->path = g_strdup(at);
    source->each = g_strdup(list);
    source->pick = states[state].pick;
    g_ptr_array_add(source->where, condition);
    if (!field) {
        field = field_rule_new(target);
        g_ptr_array_add(profile->fields, field);
    }
    g_ptr_array_add(field->sources, source);
}

/* A record that tells no time of its own began with its first update. */
static void add_start(Profile *profile, const char *list, const char *at)
{
    if (profile_field(profile, TARGET_STARTED) || !profile_field(profile, TARGET_TITLE))
        return;
    FieldRule *field = field_rule_new(TARGET_STARTED);
    FieldSource *source = field_source_new();
    source->path = g_strdup(at);
    source->each = g_strdup(list);
    source->pick = PICK_EARLIEST;
    g_ptr_array_add(field->sources, source);
    g_ptr_array_add(profile->fields, field);
}

static void add_part(ListRule *list, const char *part, const char *path)
{
    if (!path)
        return;
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(paths, g_strdup(path));
    g_hash_table_insert(list->parts, g_strdup(part), paths);
}

static bool take_list(Profile *profile, const YamlNode *list, GString *note)
{
    const YamlNode *element = list->kind == YAML_SEQUENCE && list->children->len ? list->children->pdata[0] : NULL;
    if (!element || element->kind != YAML_MAPPING)
        return false;
    const char *at = find_key(element, time_names, is_time), *kind = find_key(element, state_names, is_word);
    if (!at || !kind)
        return false;
    add_start(profile, list->key, at);
    for (guint i = 0; i < G_N_ELEMENTS(states); i++)
        add_state(profile, i, list->key, at, kind);
    ListRule *timeline = list_rule_new(list->key);
    add_part(timeline, "at", at);
    add_part(timeline, "kind", kind);
    add_part(timeline, "text", find_key(element, text_names, is_text));
    profile->lists[LIST_TIMELINE] = timeline;
    g_string_append_printf(note, "; times that are missing from \"%s\" of \"%s\" by its \"%s\"", at, list->key, kind);
    return true;
}

void guess_updates(Profile *profile, const YamlNode *record, GString *note)
{
    for (guint i = 0; record->kind == YAML_MAPPING && i < record->children->len; i++)
        if (take_list(profile, record->children->pdata[i], note))
            return;
}
