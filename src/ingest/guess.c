#include "guess.h"

#include "guess_candidates.h"
#include "guess_inside.h"
#include "guess_updates.h"
#include "nines/base/zone.h"
#include "nines/ingest/tree.h"
#include "profile_private.h"
#include <string.h>

static void add_source(FieldRule *field, const char *path)
{
    FieldSource *source = field_source_new();
    source->path = g_strdup(path);
    g_ptr_array_add(field->sources, source);
}

static FieldRule *add_field(Profile *profile, Target target, const char *path)
{
    FieldRule *field = field_rule_new(target);
    add_source(field, path);
    g_ptr_array_add(profile->fields, field);
    return field;
}

/* Without a name that helps: the one column of times is the start, of two the first and, if it lies later, the end; the
 * one column of lengths is the duration. */
static void find_by_values(Profile *profile, const GPtrArray *candidates, GString *note)
{
    Candidate *times[2] = {NULL, NULL}, *length = NULL;
    guint n = 0;
    for (guint i = 0; i < candidates->len; i++) {
        Candidate *candidate = candidates->pdata[i];
        length = !length && !candidate->used && candidate_says_length(candidate) ? candidate : length;
        Says value = candidate->used || candidate->inside ? SAYS_OTHER : candidate_says(candidate);
        if (value != SAYS_TIME && value != SAYS_DAY)
            continue;
        if (n < 2)
            times[n] = candidate;
        n++;
    }
    bool pair = n == 2 && candidate_instant(times[0]) <= candidate_instant(times[1]);
    if (n != 1 && !pair)
        return;
    add_field(profile, TARGET_STARTED, times[0]->path);
    profile->by_values = true;
    times[0]->used = true;
    g_string_append_printf(note, "%sby its values, started_at from \"%s\"", profile->fields->len > 1 ? ", " : "",
                           times[0]->path);
    if (pair) {
        add_field(profile, TARGET_RESOLVED, times[1]->path);
        times[1]->used = true;
        g_string_append_printf(note, " and resolved_at from \"%s\"", times[1]->path);
    } else if (length && !profile_field(profile, TARGET_DURATION)) {
        add_field(profile, TARGET_DURATION, length->path);
        g_string_append_printf(note, " and duration from \"%s\"", length->path);
    }
}

/* What the clock beside a day of the start or the end is called. */
static const char *const start_clocks[] = {"*start*", "*begin*", "*time*", "from*",  "*uhrzeit*", "von*", "*hora*",
                                           "*heure*", "inicio*", "*ora*",  "*tijd*", "*zeit*",    NULL};
static const char *const end_clocks[] = {"*end*", "*resol*", "*restor*", "*recover*", "*clos*", "to*",
                                         "bis*",  "fin*",    "*fim*",    "*hasta*",   "tot*",   NULL};

/* The other half of a moment that stands in two columns, a day and a clock; NULL where it is whole. */
static Candidate *find_other_half(const GPtrArray *candidates, const Candidate *part, bool is_end)
{
    Says value = candidate_says(part);
    if (value == SAYS_CLOCK)
        return is_end ? NULL : candidate_saying(candidates, SAYS_DAY, part);
    for (guint i = 0; value == SAYS_DAY && i < candidates->len; i++) {
        Candidate *candidate = candidates->pdata[i];
        for (const char *const *name = is_end ? end_clocks : start_clocks; *name; name++)
            if (candidate != part && !candidate->used && candidate_says(candidate) == SAYS_CLOCK &&
                g_pattern_match_simple(*name, candidate->name))
                return candidate;
    }
    return NULL;
}

/* "Start (CET)": the zone of times that state none. */
static void take_zone(Profile *profile, const Candidate *candidate, GString *note)
{
    const char *open = strpbrk(candidate->path, "(["), *close = open ? strpbrk(open, ")]") : NULL;
    if (!close || profile->timezone)
        return;
    g_autofree char *name = g_strndup(open + 1, (gsize)(close - open - 1));
    if (!zone_find(g_strstrip(name), NULL))
        return;
    profile->timezone = g_strdup(name);
    g_string_append_printf(note, " in %s, as the heading says", name);
}

/* A start or an end. */
static void put_moment(Profile *profile, const GPtrArray *candidates, Target target, Candidate *part, GString *note)
{
    Candidate *half = find_other_half(candidates, part, target != TARGET_STARTED);
    const Candidate *day = half && candidate_says(part) == SAYS_CLOCK ? half : part;
    FieldRule *field = add_field(profile, target, day->path);
    take_zone(profile, part, note);
    if (!half)
        return;
    const Candidate *clock = day == part ? half : part;
    add_source(field, clock->path);
    field->together = true;
    half->used = true;
    g_string_append_printf(note, " and \"%s\"", half->path);
}

/* The unit that the name of a length states, 0: none. A bare number without a unit is no length. */
static int64_t unit_in_name(const char *name)
{
    static const struct {
        const char *pattern;
        int64_t ms;
    } units[] = {{"*milli*", 1},
                 {"*_ms", 1},
                 {"*(ms)*", 1},
                 {"*sec*", MS_PER_SECOND},
                 {"*sek*", MS_PER_SECOND},
                 {"*seg*", MS_PER_SECOND},
                 {"*_s", MS_PER_SECOND},
                 {"*(s)*", MS_PER_SECOND},
                 {"*min*", MS_PER_MINUTE},
                 {"*hour*", MS_PER_HOUR},
                 {"*hrs*", MS_PER_HOUR},
                 {"*_h", MS_PER_HOUR},
                 {"*(h)*", MS_PER_HOUR},
                 {"*[h]*", MS_PER_HOUR},
                 {"*stunden*", MS_PER_HOUR},
                 {"*heure*", MS_PER_HOUR},
                 {"*hora*", MS_PER_HOUR},
                 {"*day*", MS_PER_DAY},
                 {"*tage*", MS_PER_DAY}};
    g_autofree char *lower = g_utf8_strdown(name, -1);
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (g_pattern_match_simple(units[i].pattern, lower))
            return units[i].ms;
    return 0;
}

static Profile *copy_head(const Profile *generic, bool tree)
{
    Profile *profile = profile_new(generic->file);
    profile->name = g_strdup(generic->name);
    profile->title = g_strdup(generic->title);
    profile->origin = g_strdup(generic->origin);
    profile->tree = tree;
    for (guint i = 0; i < generic->nulls->len; i++)
        g_ptr_array_add(profile->nulls, g_strdup(generic->nulls->pdata[i]));
    return profile;
}

/* A day alone and no end: the day is the span in which the incident lies, not the moment at which it began. */
static void settle_day(Profile *profile, const GPtrArray *candidates, GString *note)
{
    FieldRule *start = (FieldRule *)(uintptr_t)profile_field(profile, TARGET_STARTED);
    const char *path = ((const FieldSource *)start->sources->pdata[0])->path;
    bool ends = profile_field(profile, TARGET_RESOLVED) || profile_field(profile, TARGET_STARTED + MOMENT_MITIGATED) ||
                profile_field(profile, TARGET_CLOSED);
    for (guint i = 0; i < candidates->len && !ends && !start->together; i++) {
        const Candidate *candidate = candidates->pdata[i];
        if (!g_str_equal(candidate->path, path) || candidate_says(candidate) != SAYS_DAY)
            continue;
        start->target = TARGET_WITHIN;
        g_string_append_printf(note, "; \"%s\" is a day, within which the incident lies", path);
    }
}

/* Every incident has a title: without one it is called by its id, else by its service. */
static void settle_title(Profile *profile)
{
    const Target others[] = {TARGET_ID, TARGET_SERVICE, TARGET_STARTED, TARGET_WITHIN};
    for (guint i = 0; i < G_N_ELEMENTS(others) && !profile_field(profile, TARGET_TITLE); i++) {
        const FieldRule *other = profile_field(profile, others[i]);
        if (other)
            add_field(profile, TARGET_TITLE, ((const FieldSource *)other->sources->pdata[0])->path);
    }
}

static void put_field(Profile *profile, const GPtrArray *candidates, Target target, Candidate *candidate, GString *note)
{
    if (target == TARGET_STARTED || target == TARGET_RESOLVED) {
        put_moment(profile, candidates, target, candidate, note);
        return;
    }
    FieldRule *field = add_field(profile, target, candidate->path);
    if (target == TARGET_DURATION)
        ((FieldSource *)field->sources->pdata[0])->unit_ms = unit_in_name(candidate->path);
}

/* A row that says that all is well is no incident, and one that nobody measured neither. */
static void add_state_rule(Profile *profile)
{
    static const char *const words[] = {"up",   "ok",      "online",    "operational", "normal",  "clear",  "green",
                                        "good", "healthy", "available", "paused",      "pending", "unknown"};
    const FieldRule *status = profile_field(profile, TARGET_STATUS);
    if (!status)
        return;
    KindRule *rule = kind_rule_new();
    Condition *condition = condition_new(((const FieldSource *)status->sources->pdata[0])->path);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        g_ptr_array_add(condition->values, g_strdup(words[i]));
    g_ptr_array_add(rule->when, condition);
    rule->has_kind = true;
    rule->kind = KIND_INFORMATIONAL;
    rule->outage = false;
    g_ptr_array_add(profile->rules, rule);
}

/* Times that no name told the meaning of: what the reader of the note may want to name in a profile. */
static void note_unused(const GPtrArray *candidates, GString *note)
{
    const char *before = "; not used, though they hold times: ";
    for (guint i = 0; i < candidates->len; i++) {
        const Candidate *candidate = candidates->pdata[i];
        if (candidate->used || candidate_says(candidate) != SAYS_TIME)
            continue;
        g_string_append_printf(note, "%s\"%s\"", before, candidate->path);
        before = ", ";
    }
}

static Profile *guess_fields(const Profile *generic, const Shape *shape, GPtrArray *notes)
{
    g_autoptr(GPtrArray) candidates = candidates_in(shape);
    g_autoptr(Profile) profile = copy_head(generic, shape->columns == NULL);
    g_autoptr(GString) note = g_string_new("no profile knows this file; guessed by the names of its fields: ");
    for (guint i = 0; i < generic->fields->len; i++) {
        const FieldRule *field = generic->fields->pdata[i];
        Candidate *candidate = field->target == TARGET_STARTED
                                   ? candidate_for_start(candidates, field, profile_field(generic, TARGET_RESOLVED))
                                   : candidate_for(candidates, field);
        if (!candidate)
            continue;
        candidate->used = true;
        g_string_append_printf(note, "%s%s from \"%s\"", profile->fields->len ? ", " : "", target_name(field->target),
                               candidate->path);
        put_field(profile, candidates, field->target, candidate, note);
    }
    if (!profile_field(profile, TARGET_STARTED) && !shape->record)
        find_by_values(profile, candidates, note);
    if (shape->record)
        guess_updates(profile, shape->record, note);
    if (!profile_field(profile, TARGET_STARTED))
        return NULL;
    note_unused(candidates, note);
    add_state_rule(profile);
    settle_day(profile, candidates, note);
    settle_title(profile);
    /* Ids of different tools may be alike: files with the same fields share a namespace. */
    g_free(profile->origin);
    profile->origin = g_strdup_printf("%s-%08x", generic->origin, g_str_hash(note->str));
    g_ptr_array_add(notes, g_string_free(g_steal_pointer(&note), FALSE));
    return g_steal_pointer(&profile);
}

/* The longest list of mappings inside, with its path; NULL when there is none. */
static const YamlNode *find_list(const YamlNode *node, const char *prefix, int depth, char **path)
{
    const YamlNode *best = NULL;
    for (guint i = 0; node && node->kind == YAML_MAPPING && i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        g_autofree char *name = g_strconcat(prefix, child->key, NULL), *inner = g_strconcat(name, ".", NULL);
        g_autofree char *deeper = NULL;
        const YamlNode *first = child->kind == YAML_SEQUENCE && child->children->len ? child->children->pdata[0] : NULL;
        const YamlNode *found = first && first->kind == YAML_MAPPING ? child
                                : child->kind == YAML_MAPPING && depth < GUESS_DEPTH
                                    ? find_list(child, inner, depth + 1, &deeper)
                                    : NULL;
        if (!found || (best && best->children->len >= found->children->len))
            continue;
        best = found;
        g_free(*path);
        *path = deeper ? g_steal_pointer(&deeper) : g_steal_pointer(&name);
    }
    return best;
}

/* Lists beside the one at path whose records have a start too: one list for each service, the active and the old ones.
 */
static void add_list_and_kin(Profile *profile, const YamlNode *record, const char *path)
{
    const char *dot = strrchr(path, '.');
    g_autofree char *outer = dot ? g_strndup(path, (gsize)(dot - path)) : NULL;
    const YamlNode *parent = outer ? tree_get(record, outer) : record;
    const char *start = ((const FieldSource *)profile_field(profile, TARGET_STARTED)->sources->pdata[0])->path;
    g_ptr_array_add(profile->records, g_strdup(path));
    for (guint i = 0; parent && i < parent->children->len; i++) {
        const YamlNode *child = parent->children->pdata[i];
        bool is_list = child->kind == YAML_SEQUENCE && child->children->len;
        g_autofree char *name = outer ? g_strconcat(outer, ".", child->key, NULL) : g_strdup(child->key);
        if (is_list && !g_str_equal(name, path) && tree_get(child->children->pdata[0], start))
            g_ptr_array_add(profile->records, g_steal_pointer(&name));
    }
}

Profile *guess_profile(const Profile *generic, const Shape *shape, GPtrArray *notes)
{
    Profile *profile = guess_fields(generic, shape, notes);
    if (profile || shape->columns)
        return profile;
    g_autofree char *path = NULL;
    const YamlNode *list = find_list(shape->record, "", 0, &path);
    Shape inner = {.file = shape->file, .record = list ? list->children->pdata[0] : NULL};
    profile = list ? guess_fields(generic, &inner, notes) : NULL;
    if (profile && shape->is_listed)
        guess_inside(profile, shape->record, path, notes);
    else if (profile && profile_field(profile, TARGET_STARTED))
        add_list_and_kin(profile, shape->record, path);
    else if (profile)
        g_ptr_array_add(profile->records, g_steal_pointer(&path));
    return profile;
}

void guess_without_id(Profile *profile, const char *why, GPtrArray *notes)
{
    const FieldRule *id = profile_field(profile, TARGET_ID);
    g_ptr_array_add(notes, g_strdup_printf("\"%s\" %s and is not taken as the incidents' id",
                                           ((const FieldSource *)id->sources->pdata[0])->path, why));
    g_ptr_array_remove(profile->fields, (gpointer)(uintptr_t)id);
}

static Pick pick_of(Target target)
{
    if (target == TARGET_STARTED)
        return PICK_EARLIEST;
    bool early = target < TARGET_STARTED + MOMENT_MITIGATED || target == TARGET_TITLE;
    return early ? PICK_FIRST : PICK_LAST;
}

void guess_group(Profile *profile, GPtrArray *notes)
{
    const FieldRule *id = profile_field(profile, TARGET_ID), *stated = profile_field(profile, TARGET_STARTED);
    const FieldRule *start = stated ? stated : profile_field(profile, TARGET_WITHIN);
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        ((FieldSource *)field->sources->pdata[0])->pick = pick_of(field->target);
    }
    profile->group = g_strdup(((const FieldSource *)id->sources->pdata[0])->path);
    add_field(profile, TARGET_TIME, ((const FieldSource *)start->sources->pdata[0])->path);
    g_ptr_array_add(notes,
                    g_strdup_printf("rows repeat \"%s\": those with the same are taken as one incident, from its "
                                    "earliest start to what its last row says",
                                    profile->group));
}
