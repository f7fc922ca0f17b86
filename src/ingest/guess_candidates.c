#include "guess_candidates.h"

#include "nines/base/text.h"
#include "nines/base/timetext.h"
#include "profile_private.h"
#include <string.h>

static void candidate_free(gpointer data)
{
    Candidate *candidate = data;
    g_free(candidate->path);
    g_free(candidate->name);
    g_free(candidate->whole);
    g_free(candidate);
}

/* Parts of a path that only group the record's own facts. */
static bool is_own_part(const char *part)
{
    static const char *const own[] = {"attributes", "fields",   "incident",   "data",   "event",    "payload",
                                      "record",     "dates",    "timestamps", "times",  "timeline", "details",
                                      "detail",     "meta",     "metadata",   "when",   "span",     "window",
                                      "interval",   "range",    "lifecycle",  "impact", "outage",   "report",
                                      "properties", "duration", "period",     "node",   "_source"};
    for (guint i = 0; i < G_N_ELEMENTS(own); i++)
        if (g_ascii_strcasecmp(own[i], part) == 0)
            return true;
    return false;
}

static bool is_inside(const char *path)
{
    g_auto(GStrv) parts = g_strsplit(path, ".", -1);
    for (guint i = 0; parts[i] && parts[i + 1]; i++)
        if (!is_own_part(parts[i]))
            return true;
    return false;
}

static void add_candidate(GPtrArray *candidates, const char *path, const char *last, const char *text)
{
    Candidate *candidate = g_new0(Candidate, 1);
    g_auto(GStrv) parts = g_strsplit(path, ".", -1);
    g_autofree char *joined = g_strjoinv("", parts);
    candidate->path = g_strdup(path);
    /* "Start (YYYY-MM-DD)", "Duration [h]": what is in brackets is a remark. */
    gsize bare = strcspn(last, "([");
    candidate->name = text_key(last, bare ? (gssize)bare : -1);
    candidate->whole = text_key(joined, -1);
    candidate->text = text;
    candidate->inside = is_inside(path);
    g_ptr_array_add(candidates, candidate);
}

/* A list of things that bear names counts as a list of the names. */
static void add_names(GPtrArray *candidates, const char *path, const char *key, const YamlNode *first)
{
    static const char *const keys[] = {"name", "title", "label", "display_name"};
    for (guint i = 0; first && i < G_N_ELEMENTS(keys); i++)
        if (yaml_get(first, keys[i])) {
            g_autofree char *names = g_strdup_printf("%s[].%s", path, keys[i]);
            add_candidate(candidates, names, key, NULL);
            return;
        }
}

/* Scalars of the record and of the mappings inside it; a list of scalars counts as one field, of mappings by its name.
 */
static void add_tree(GPtrArray *candidates, const YamlNode *node, const char *prefix, int depth)
{
    for (guint i = 0; node->kind == YAML_MAPPING && i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        const YamlNode *value = child;
        while (value->kind == YAML_MAPPING && value->children->len == 1 &&
               ((const YamlNode *)value->children->pdata[0])->key[0] == '$')
            value = value->children->pdata[0];
        g_autofree char *path = g_strconcat(prefix, child->key, NULL);
        g_autofree char *inner = g_strconcat(path, ".", NULL);
        const YamlNode *first = child->kind == YAML_SEQUENCE && child->children->len ? child->children->pdata[0] : NULL;
        if (value->kind == YAML_SCALAR || (first && first->kind == YAML_SCALAR))
            add_candidate(candidates, path, child->key, value->kind == YAML_SCALAR ? value->text : NULL);
        else if (child->kind == YAML_MAPPING && depth < GUESS_DEPTH)
            add_tree(candidates, child, inner, depth + 1);
        else
            add_names(candidates, path, child->key, first);
    }
}

GPtrArray *candidates_in(const Shape *shape)
{
    GPtrArray *candidates = g_ptr_array_new_with_free_func(candidate_free);
    for (int i = 0; shape->columns && shape->columns[i]; i++)
        add_candidate(candidates, shape->columns[i], shape->columns[i], shape->samples ? shape->samples[i] : NULL);
    if (shape->record)
        add_tree(candidates, shape->record, "", 0);
    return candidates;
}

/* What the value at hand is, as times go. The order of day and month does not matter here. */
Says candidate_says(const Candidate *candidate)
{
    TimeRules day_first = {0}, month_first = {.order = TIME_MONTH_FIRST};
    TimeValue value;
    int64_t ms_of_day;
    if (!candidate->text)
        return SAYS_NOTHING;
    TimeStatus status = time_parse(candidate->text, -1, &day_first, &value);
    if (status == TIME_BAD_RANGE)
        status = time_parse(candidate->text, -1, &month_first, &value);
    if (status == TIME_OK)
        return value.precision == PRECISION_DAY ? SAYS_DAY : SAYS_TIME;
    if (status == TIME_NULL)
        return SAYS_NOTHING;
    return clock_parse(candidate->text, -1, &ms_of_day) ? SAYS_CLOCK : SAYS_OTHER;
}

Candidate *candidate_saying(const GPtrArray *candidates, Says wanted, const Candidate *but)
{
    for (guint i = 0; i < candidates->len; i++) {
        Candidate *candidate = candidates->pdata[i];
        if (candidate != but && !candidate->used && candidate_says(candidate) == wanted)
            return candidate;
    }
    return NULL;
}

static bool is_counted(Target target)
{
    return target == TARGET_DURATION || (target >= TARGET_USERS && target <= TARGET_MONEY);
}

/* A number or a flag is no name of anything; a severity may be a number. */
static bool is_measure(const Candidate *candidate, Target target)
{
    static const char *const flags[] = {"true", "false", "yes", "no", NULL};
    const char *text = candidate->text;
    if (!text || !*text)
        return false;
    g_autofree char *lower = g_ascii_strdown(text, -1);
    bool number = !text[strspn(text, "0123456789.,+-")];
    return (number && target != TARGET_SEVERITY && target != TARGET_STATUS) || g_strv_contains(flags, lower);
}

/* "monitor_id", "Customer ID": the id of what an incident befell or belongs to, not its own. */
static bool is_foreign_id(const Candidate *candidate)
{
    static const char *const things[] = {
        "monitor",  "check",     "device",   "host",        "server",  "node",         "site",         "station",
        "service",  "component", "customer", "account",     "org",     "organization", "organisation", "team",
        "user",     "project",   "tenant",   "region",      "policy",  "group",        "category",     "owner",
        "assignee", "product",   "app",      "application", "system",  "client",       "company",      "location",
        "page",     "network",   "resource", "cluster",     "parent",  "session",      "request",      "trace",
        "author",   "creator",   "reporter", "sensor",      "probe",   "object",       "source",       "queue",
        "agent",    "contact",   "channel",  "schedule",    "target",  "type",         "alerttype",    "eventtype",
        "rule",     "alertrule", "status",   "severity",    "priority"};
    static const char *const endings[] = {"id", "uuid", "key", "number", "guid"};
    for (guint i = 0; i < G_N_ELEMENTS(things); i++)
        for (guint j = 0; j < G_N_ELEMENTS(endings); j++) {
            g_autofree char *name = g_strconcat(things[i], endings[j], NULL);
            if (g_str_equal(name, candidate->name))
                return true;
        }
    return false;
}

/* A value that is no time speaks against a name that sounds like one; a clock needs a day beside it or before it. */
static bool may_be(const GPtrArray *candidates, const Candidate *candidate, Target target)
{
    bool is_name = target == TARGET_SERVICE || target == TARGET_SEVERITY || target == TARGET_TEAM ||
                   target == TARGET_REGION || target == TARGET_STATUS;
    if (candidate->used || (candidate->inside && !is_name))
        return false;
    if (target == TARGET_ID)
        return !is_foreign_id(candidate);
    if (target >= TARGET_TIMES)
        return is_counted(target) ? true : !is_measure(candidate, target);
    Says value = candidate_says(candidate);
    if (value == SAYS_CLOCK && target == TARGET_STARTED)
        return candidate_saying(candidates, SAYS_DAY, candidate) != NULL;
    return value != SAYS_OTHER;
}

/* What is empty in every row at hand yields to what says something. */
static bool is_empty(const Candidate *candidate)
{
    return candidate->text && !*candidate->text;
}

static Candidate *match_candidate(const GPtrArray *candidates, const FieldRule *field, bool empty_too)
{
    for (guint i = 0; i < field->sources->len; i++) {
        const char *pattern = ((const FieldSource *)field->sources->pdata[i])->path;
        for (guint j = 0; j < candidates->len; j++) {
            Candidate *candidate = candidates->pdata[j];
            if ((empty_too || !is_empty(candidate)) && may_be(candidates, candidate, field->target) &&
                (g_pattern_match_simple(pattern, candidate->name) || g_pattern_match_simple(pattern, candidate->whole)))
                return candidate;
        }
    }
    return NULL;
}

Candidate *candidate_for(const GPtrArray *candidates, const FieldRule *field)
{
    Candidate *saying = match_candidate(candidates, field, false);
    return saying ? saying : match_candidate(candidates, field, true);
}

/* The instant that the value at hand gives, INSTANT_NONE for none. */
Instant candidate_instant(const Candidate *candidate)
{
    TimeRules rules = {0};
    TimeValue value;
    bool read = candidate && candidate->text && time_parse(candidate->text, -1, &rules, &value) == TIME_OK;
    return read ? value.at : INSTANT_NONE;
}

/* A start that lies behind the end is the time of something else (a row's own creation): another one is looked for. */
Candidate *candidate_for_start(const GPtrArray *candidates, const FieldRule *field, const FieldRule *end_field)
{
    Candidate *start = candidate_for(candidates, field), *first = start;
    const Candidate *end = candidate_for(candidates, end_field);
    Instant end_at = candidate_instant(end);
    g_autoptr(GPtrArray) passed = g_ptr_array_new();
    while (start && (start == end || (end_at != INSTANT_NONE && candidate_instant(start) > end_at))) {
        start->used = true;
        g_ptr_array_add(passed, start);
        start = candidate_for(candidates, field);
    }
    for (guint i = 0; i < passed->len; i++)
        ((Candidate *)passed->pdata[i])->used = false;
    return start ? start : first != end ? first : NULL;
}

/* A length with its units in words; a number alone could be anything. */
bool candidate_says_length(const Candidate *candidate)
{
    int64_t ms;
    bool bare = !candidate->text || !candidate->text[strspn(candidate->text, "0123456789.,")];
    return !bare && candidate_says(candidate) == SAYS_OTHER && duration_parse(candidate->text, -1, 0, &ms) == TIME_OK;
}
