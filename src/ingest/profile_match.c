#include "nines/base/text.h"
#include "nines/ingest/profile.h"
#include "nines/ingest/tree.h"
#include <string.h>

/* What a profile asks of a shape and how much of it is there. */
typedef struct {
    int asked, found;
    GString *missing;
} Fit;

int shape_column(const Shape *shape, const char *name)
{
    g_autofree char *wanted = text_key(name, -1);
    for (int i = 0; shape->columns && shape->columns[i]; i++) {
        g_autofree char *key = text_key(shape->columns[i], -1);
        if (g_str_equal(key, wanted))
            return i;
    }
    return -1;
}

static const YamlNode *root_of(const Profile *profile, const YamlNode *record)
{
    const YamlNode *inner = profile->root ? tree_get(record, profile->root) : NULL;
    return inner && inner->kind == YAML_MAPPING ? inner : record;
}

/* The first record where this profile looks for its records, else the one that the reader found. */
static const YamlNode *first_record(const Profile *profile, const Shape *shape)
{
    for (guint i = 0; i < profile->records->len; i++) {
        const YamlNode *list = shape_records(shape, profile->records->pdata[i]);
        if (list && list->kind == YAML_SEQUENCE)
            list = list->children->len ? list->children->pdata[0] : NULL;
        if (list && list->kind == YAML_MAPPING)
            return list;
    }
    return shape->record;
}

const YamlNode *shape_records(const Shape *shape, const char *path)
{
    const YamlNode *found = tree_get(shape->envelope, path);
    return found ? found : tree_get(shape->record, path);
}

/* Paths of an expanded record begin with "record." or "each."; of an element nothing is known but that it is there. */
static bool expanded_has(const Profile *profile, const YamlNode *record, const char *path)
{
    const char *name = g_str_has_prefix(path, "record.") ? path + strlen("record.") : profile->expand;
    return tree_get(record, name) != NULL;
}

static bool tree_has(const Profile *profile, const Shape *shape, const char *path)
{
    const YamlNode *record = first_record(profile, shape);
    if (profile->expand)
        return expanded_has(profile, record, path);
    return record && tree_get(root_of(profile, record), path) != NULL;
}

/* Of a path into a cell the column counts. */
static bool columns_have(const Profile *profile, const Shape *shape, const char *path)
{
    if (shape_column(shape, path) >= 0 || !profile->nested)
        return shape_column(shape, path) >= 0;
    g_autofree char *column = g_strndup(path, strcspn(path, ".["));
    return *column && shape_column(shape, column) >= 0;
}

static bool shape_has(const Profile *profile, const Shape *shape, const char *path)
{
    return profile->tree ? tree_has(profile, shape, path) : columns_have(profile, shape, path);
}

static bool has_target(const Profile *profile, const Shape *shape, Target target)
{
    const FieldRule *field = profile_field(profile, target);
    for (guint i = 0; field && i < field->sources->len; i++) {
        const FieldSource *source = field->sources->pdata[i];
        if (shape_has(profile, shape, source->each ? source->each : source->path))
            return true;
    }
    return false;
}

bool profile_has_time(const Profile *profile, const Shape *shape)
{
    static const Target times[] = {TARGET_STARTED, TARGET_FROM,   TARGET_WITHIN_FROM,
                                   TARGET_TIME,    TARGET_WITHIN, TARGET_WINDOWS};
    for (guint i = 0; i < G_N_ELEMENTS(times); i++)
        if (has_target(profile, shape, times[i]))
            return true;
    return profile->lists[LIST_WINDOWS] && shape_has(profile, shape, profile->lists[LIST_WINDOWS]->each);
}

static void ask(Fit *fit, bool found, const char *name)
{
    fit->asked++;
    fit->found += found;
    g_auto(GStrv) named = g_strsplit(fit->missing->str, ", ", -1);
    if (!found && !g_strv_contains((const char *const *)named, name))
        g_string_append_printf(fit->missing, "%s%s", fit->missing->len ? ", " : "", name);
}

static bool knows_column(const Profile *profile, const char *column)
{
    const char *const one[] = {column, NULL};
    Shape shape = {.columns = one};
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        for (guint j = 0; j < field->sources->len; j++)
            if (shape_column(&shape, ((FieldSource *)field->sources->pdata[j])->path) == 0)
                return true;
    }
    return false;
}

static void ask_only(Fit *fit, const Profile *profile, const Shape *shape)
{
    bool known = true;
    for (int i = 0; known && profile->only && shape->columns && shape->columns[i]; i++)
        known = knows_column(profile, shape->columns[i]);
    if (profile->only)
        ask(fit, known, "a file without other columns");
}

/* Columns that tell of something else. */
static void ask_lacks(Fit *fit, const Profile *profile, const Shape *shape)
{
    for (guint i = 0; i < profile->lacks->len; i++)
        if (shape_has(profile, shape, profile->lacks->pdata[i])) {
            g_autofree char *without = g_strdup_printf("a file without \"%s\"", (char *)profile->lacks->pdata[i]);
            ask(fit, false, without);
        }
}

static Fit fit_profile(const Profile *profile, const Shape *shape)
{
    Fit fit = {0, 0, g_string_new(NULL)};
    for (guint i = 0; i < profile->keys->len; i++)
        ask(&fit, shape_has(profile, shape, profile->keys->pdata[i]), profile->keys->pdata[i]);
    for (guint i = 0; i < profile->needs->len; i++) {
        Target target = g_array_index(profile->needs, Target, i);
        ask(&fit, has_target(profile, shape, target), target_name(target));
    }
    for (guint i = 0; i < profile->envelope->len; i++)
        ask(&fit, shape->envelope && tree_get(shape->envelope, profile->envelope->pdata[i]),
            profile->envelope->pdata[i]);
    if (profile->group)
        ask(&fit, shape_has(profile, shape, profile->group), profile->group);
    if (profile->group_too)
        ask(&fit, shape_has(profile, shape, profile->group_too), profile->group_too);
    ask_only(&fit, profile, shape);
    ask_lacks(&fit, profile, shape);
    return fit;
}

bool profile_fits(const Profile *profile, const Shape *shape, char **missing)
{
    bool right_format = profile->tree == (shape->columns == NULL);
    Fit fit = right_format ? fit_profile(profile, shape) : (Fit){1, 0, g_string_new(NULL)};
    if (!right_format)
        g_string_append(fit.missing, profile->tree ? "JSON, YAML or front matter" : "delimited text");
    *missing = g_string_free(fit.missing, FALSE);
    return fit.found == fit.asked;
}

typedef struct {
    const Profile *best, *rival, *nearest;
    int best_score;
    double nearest_share;
    char *missing; /* of the nearest */
} Contest;

static void enter(Contest *contest, const Profile *profile, const Shape *shape)
{
    Fit fit = fit_profile(profile, shape);
    double share = fit.asked ? (double)fit.found / fit.asked : 0;
    g_autofree char *missing = g_string_free(fit.missing, FALSE);
    if (fit.found < fit.asked) {
        if (!contest->nearest || share > contest->nearest_share) {
            contest->nearest = profile;
            contest->nearest_share = share;
            g_free(contest->missing);
            contest->missing = g_steal_pointer(&missing);
        }
        return;
    }
    /* A file without other columns is the stricter claim. */
    bool stricter = contest->best && profile->only && !contest->best->only;
    if (!contest->best || fit.asked > contest->best_score || (fit.asked == contest->best_score && stricter)) {
        contest->best = profile;
        contest->best_score = fit.asked;
        contest->rival = NULL;
    } else if (fit.asked == contest->best_score && profile->only == contest->best->only)
        contest->rival = profile;
}

#define NAMES_SHOWN 12u

/* What the file calls its columns or the keys of its first record. */
static char *names_in(const Shape *shape)
{
    GString *names = g_string_new(NULL);
    guint n = shape->record    ? shape->record->children->len
              : shape->columns ? g_strv_length((char **)(uintptr_t)shape->columns)
                               : 0;
    for (guint i = 0; i < MIN(n, NAMES_SHOWN); i++) {
        const char *name =
            shape->record ? ((const YamlNode *)shape->record->children->pdata[i])->key : shape->columns[i];
        g_string_append_printf(names, "%s\"%s\"", i ? ", " : "", name ? name : "");
    }
    g_string_append(names, n > NAMES_SHOWN ? ", ..." : "");
    return g_string_free(names, FALSE);
}

void profile_refuse(const Shape *shape, GError **error)
{
    g_autofree char *names = names_in(shape);
    error_at(error, ERROR_DATA, shape->file, 0, 0,
             "fits no profile, and none of its %s sounds like the start of an incident: %s; a profile can name it "
             "(docs/profiles.md)",
             shape->columns ? "columns" : "keys", names);
}

/* Only a profile that is at least half there is worth naming. */
static void refuse(const Contest *contest, const Shape *shape, const char *missing, GError **error)
{
    if (contest->nearest && contest->nearest_share >= 0.5)
        error_at(error, ERROR_DATA, shape->file, 0, 0, "fits no profile; the nearest is %s, which misses: %s",
                 contest->nearest->name, missing);
    else
        profile_refuse(shape, error);
}

const Profile *profile_recognise(const GPtrArray *profiles, const Shape *shape, GError **error)
{
    Contest contest = {0};
    for (guint i = 0; i < profiles->len; i++) {
        const Profile *profile = profiles->pdata[i];
        if (profile->tree == (shape->columns == NULL) && !profile->guess)
            enter(&contest, profile, shape);
    }
    g_autofree char *missing = contest.missing;
    if (contest.rival)
        error_at(error, ERROR_DATA, shape->file, 0, 0, "fits the profiles %s and %s alike; choose one with --profile",
                 contest.best->name, contest.rival->name);
    else if (!contest.best)
        refuse(&contest, shape, missing, error);
    return contest.rival ? NULL : contest.best;
}
