#include "guess.h"

#include "nines/base/text.h"
#include "nines/base/timetext.h"
#include "profile_private.h"
#include <string.h>

#define GUESS_DEPTH 3

typedef struct {
    char *path; /* column name or path */
    char *name; /* of its last part, as names are compared */
    char *whole;
    const char *text; /* a value, where one is at hand */
    bool used;
} Candidate;

static void candidate_free(gpointer data)
{
    Candidate *candidate = data;
    g_free(candidate->path);
    g_free(candidate->name);
    g_free(candidate->whole);
    g_free(candidate);
}

static void add_candidate(GPtrArray *candidates, const char *path, const char *last, const char *text)
{
    Candidate *candidate = g_new0(Candidate, 1);
    g_auto(GStrv) parts = g_strsplit(path, ".", -1);
    g_autofree char *joined = g_strjoinv("", parts);
    candidate->path = g_strdup(path);
    candidate->name = text_key(last, -1);
    candidate->whole = text_key(joined, -1);
    candidate->text = text;
    g_ptr_array_add(candidates, candidate);
}

/* Scalars of the record and of the mappings inside it; a list of scalars counts as one field, of mappings by its name.
 */
static void add_tree(GPtrArray *candidates, const YamlNode *node, const char *prefix, int depth)
{
    for (guint i = 0; node->kind == YAML_MAPPING && i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        g_autofree char *path = g_strconcat(prefix, child->key, NULL);
        g_autofree char *inner = g_strconcat(path, ".", NULL);
        const YamlNode *first = child->kind == YAML_SEQUENCE && child->children->len ? child->children->pdata[0] : NULL;
        if (child->kind == YAML_SCALAR || (first && first->kind == YAML_SCALAR))
            add_candidate(candidates, path, child->key, child->kind == YAML_SCALAR ? child->text : NULL);
        else if (child->kind == YAML_MAPPING && depth < GUESS_DEPTH)
            add_tree(candidates, child, inner, depth + 1);
        else if (first && yaml_get(first, "name")) {
            g_autofree char *names = g_strconcat(path, "[].name", NULL);
            add_candidate(candidates, names, child->key, NULL);
        }
    }
}

static GPtrArray *find_candidates(const Shape *shape)
{
    GPtrArray *candidates = g_ptr_array_new_with_free_func(candidate_free);
    for (int i = 0; shape->columns && shape->columns[i]; i++)
        add_candidate(candidates, shape->columns[i], shape->columns[i], NULL);
    if (shape->record)
        add_tree(candidates, shape->record, "", 0);
    return candidates;
}

/* A value that is no time speaks against a name that sounds like one. */
static bool may_be(const Candidate *candidate, Target target)
{
    TimeRules rules = {0};
    TimeValue value;
    if (candidate->used)
        return false;
    if (target >= TARGET_TIMES || !candidate->text)
        return true;
    TimeStatus status = time_parse(candidate->text, -1, &rules, &value);
    return status == TIME_OK || status == TIME_NULL;
}

static Candidate *find_candidate(const GPtrArray *candidates, const FieldRule *field)
{
    for (guint i = 0; i < field->sources->len; i++) {
        const char *pattern = ((const FieldSource *)field->sources->pdata[i])->path;
        for (guint j = 0; j < candidates->len; j++) {
            Candidate *candidate = candidates->pdata[j];
            if (may_be(candidate, field->target) &&
                (g_pattern_match_simple(pattern, candidate->name) || g_pattern_match_simple(pattern, candidate->whole)))
                return candidate;
        }
    }
    return NULL;
}

static void add_field(Profile *profile, Target target, const char *path)
{
    FieldRule *field = field_rule_new(target);
    FieldSource *source = field_source_new();
    source->path = g_strdup(path);
    g_ptr_array_add(field->sources, source);
    g_ptr_array_add(profile->fields, field);
}

static Profile *copy_head(const Profile *generic, bool tree)
{
    Profile *profile = profile_new(generic->file);
    profile->name = g_strdup(generic->name);
    profile->title = g_strdup(generic->title);
    profile->origin = g_strdup(generic->origin);
    profile->tree = tree;
    return profile;
}

/* Every incident has a title: without one it is called by its id, else by its service. */
static void settle_title(Profile *profile)
{
    const Target others[] = {TARGET_ID, TARGET_SERVICE, TARGET_STARTED};
    for (guint i = 0; i < G_N_ELEMENTS(others) && !profile_field(profile, TARGET_TITLE); i++) {
        const FieldRule *other = profile_field(profile, others[i]);
        if (other)
            add_field(profile, TARGET_TITLE, ((const FieldSource *)other->sources->pdata[0])->path);
    }
}

static Profile *guess_fields(const Profile *generic, const Shape *shape, GPtrArray *notes)
{
    g_autoptr(GPtrArray) candidates = find_candidates(shape);
    g_autoptr(Profile) profile = copy_head(generic, shape->columns == NULL);
    g_autoptr(GString) note = g_string_new("no profile knows this file; guessed by the names of its fields: ");
    for (guint i = 0; i < generic->fields->len; i++) {
        const FieldRule *field = generic->fields->pdata[i];
        Candidate *candidate = find_candidate(candidates, field);
        if (!candidate)
            continue;
        candidate->used = true;
        g_string_append_printf(note, "%s%s from \"%s\"", profile->fields->len ? ", " : "", target_name(field->target),
                               candidate->path);
        add_field(profile, field->target, candidate->path);
    }
    if (!profile_field(profile, TARGET_STARTED))
        return NULL;
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

Profile *guess_profile(const Profile *generic, const Shape *shape, GPtrArray *notes)
{
    Profile *profile = guess_fields(generic, shape, notes);
    if (profile || shape->columns)
        return profile;
    g_autofree char *path = NULL;
    const YamlNode *list = find_list(shape->record, "", 0, &path);
    Shape inner = {.file = shape->file, .record = list ? list->children->pdata[0] : NULL};
    profile = list ? guess_fields(generic, &inner, notes) : NULL;
    if (profile)
        g_ptr_array_add(profile->records, g_steal_pointer(&path));
    return profile;
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
    const FieldRule *id = profile_field(profile, TARGET_ID), *start = profile_field(profile, TARGET_STARTED);
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
