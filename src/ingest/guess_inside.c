#include "guess_inside.h"

#include "profile_private.h"

static void put_in_front(char **path)
{
    char *longer = g_strconcat("each.", *path, NULL);
    g_free(*path);
    *path = longer;
}

static void move_conditions(GPtrArray *conditions)
{
    for (guint i = 0; i < conditions->len; i++)
        put_in_front(&((Condition *)conditions->pdata[i])->path);
}

/* Of a list inside, the list's own path leads from the record, the rest from its elements. */
static void move_source(FieldSource *source)
{
    if (source->each) {
        put_in_front(&source->each);
        return;
    }
    put_in_front(&source->path);
    move_conditions(source->where);
}

static void add_outer_service(Profile *profile, const YamlNode *record)
{
    static const char *const names[] = {"service", "name", "component", "title", "label"};
    for (guint i = 0; i < G_N_ELEMENTS(names) && !profile_field(profile, TARGET_SERVICE); i++) {
        const YamlNode *node = yaml_get(record, names[i]);
        if (!node || node->kind != YAML_SCALAR)
            continue;
        FieldRule *field = field_rule_new(TARGET_SERVICE);
        FieldSource *source = field_source_new();
        source->path = g_strconcat("record.", names[i], NULL);
        g_ptr_array_add(field->sources, source);
        g_ptr_array_add(profile->fields, field);
    }
}

void guess_inside(Profile *profile, const YamlNode *record, const char *path, GPtrArray *notes)
{
    profile->expand = g_strdup(path);
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        for (guint j = 0; j < field->sources->len; j++)
            move_source(field->sources->pdata[j]);
    }
    for (ListKind i = 0; i < LIST_N; i++)
        if (profile->lists[i])
            put_in_front(&profile->lists[i]->each);
    for (guint i = 0; i < profile->rules->len; i++)
        move_conditions(((KindRule *)profile->rules->pdata[i])->when);
    add_outer_service(profile, record);
    g_ptr_array_add(notes, g_strdup_printf("the incidents stand in \"%s\" of each record", path));
}
