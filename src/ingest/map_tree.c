#include "map_tree.h"

#include "nines/base/text.h"
#include "nines/ingest/tree.h"
#include <string.h>

/* Text of a scalar that says something, else NULL. Blanks around it are cut and control characters go. */
static const char *node_text(Mapper *mapper, const YamlNode *node)
{
    /* {"$date": ...}, {"$date": {"$numberLong": ...}} of a document database */
    while (node && node->kind == YAML_MAPPING && node->children->len == 1 &&
           ((const YamlNode *)node->children->pdata[0])->key[0] == '$')
        node = node->children->pdata[0];
    if (!node || node->kind != YAML_SCALAR || yaml_is_null(node) ||
        mapper_is_null(mapper->profile, node->text, strlen(node->text)))
        return NULL;
    g_autofree char *clean = g_strstrip(text_clean(node->text, -1));
    return record_text(mapper->record, clean, -1);
}

/* First text that one of the paths finds in node. */
static const char *first_text(Mapper *mapper, const YamlNode *node, const GPtrArray *paths)
{
    for (guint i = 0; paths && i < paths->len; i++) {
        const char *path = paths->pdata[i];
        const char *text = node_text(mapper, *path ? tree_get(node, path) : node);
        if (text)
            return text;
    }
    return NULL;
}

/* ---- conditions ---- */

static bool condition_holds(const YamlNode *node, const Condition *condition)
{
    const YamlNode *found = tree_get(node, condition->path);
    const char *text =
        found && found->kind != YAML_SCALAR && found->children->len ? "*" : tree_text(node, condition->path, "");
    for (guint i = 0; i < condition->values->len; i++)
        if (g_ascii_strcasecmp(text, condition->values->pdata[i]) == 0 ||
            (*text && g_str_equal(condition->values->pdata[i], "*")))
            return true;
    return false;
}

bool conditions_hold(const YamlNode *node, const GPtrArray *conditions)
{
    for (guint i = 0; i < conditions->len; i++)
        if (!condition_holds(node, conditions->pdata[i]))
            return false;
    return true;
}

/* ---- fields ---- */

/* The nodes that a source names: in the record, or in those elements of a list that meet the conditions. */
static GPtrArray *source_nodes(const YamlNode *node, const FieldSource *source)
{
    if (!source->each)
        return conditions_hold(node, source->where) ? tree_all(node, source->path) : g_ptr_array_new();
    GPtrArray *nodes = g_ptr_array_new();
    g_autofree char *list = g_strconcat(source->each, "[]", NULL);
    g_autoptr(GPtrArray) elements = tree_all(node, list);
    for (guint i = 0; i < elements->len; i++) {
        const YamlNode *value =
            conditions_hold(elements->pdata[i], source->where) ? tree_get(elements->pdata[i], source->path) : NULL;
        if (value)
            g_ptr_array_add(nodes, (gpointer)(uintptr_t)value);
    }
    return nodes;
}

/* A list of scalars counts as its elements: "affected: [web, api]". */
static void collect_texts(Mapper *mapper, const GPtrArray *nodes, GPtrArray *texts)
{
    for (guint i = 0; i < nodes->len; i++) {
        const YamlNode *node = nodes->pdata[i];
        const char *text = node_text(mapper, node);
        if (text)
            g_ptr_array_add(texts, (gpointer)(uintptr_t)text);
        else if (node->kind == YAML_SEQUENCE)
            collect_texts(mapper, node->children, texts);
    }
}

/* "severity::2" with the prefix "severity::" is 2; without any of the prefixes the text says nothing. */
static const char *behind_prefix(const FieldSource *source, const char *text)
{
    for (guint i = 0; i < source->prefixes->len; i++) {
        const char *prefix = source->prefixes->pdata[i];
        if (g_ascii_strncasecmp(text, prefix, strlen(prefix)) == 0)
            return text + strlen(prefix);
    }
    return NULL;
}

/* Every text between the two marks, appended to texts. */
static void add_between(Mapper *mapper, const FieldSource *source, const char *text, GPtrArray *texts)
{
    for (const char *at = text; (at = strstr(at, source->between_from)) != NULL;) {
        at += strlen(source->between_from);
        const char *end = strstr(at, source->between_to);
        if (end == NULL)
            return;
        const char *found = record_text(mapper->record, at, end - at);
        g_ptr_array_add(texts, (gpointer)(uintptr_t)found);
        at = end;
    }
}

/* Texts as the source wants them: cut at a prefix, or taken from between two marks. */
static void refine_texts(Mapper *mapper, const FieldSource *source, GPtrArray *texts)
{
    guint n = texts->len;
    for (guint i = 0; i < n && (source->prefixes->len || source->between_from); i++) {
        const char *text = texts->pdata[i];
        const char *behind = source->prefixes->len ? behind_prefix(source, text) : NULL;
        if (source->between_from)
            add_between(mapper, source, text, texts);
        else if (behind)
            g_ptr_array_add(texts, (gpointer)(uintptr_t)behind);
    }
    if (source->prefixes->len || source->between_from)
        g_ptr_array_remove_range(texts, 0, n);
}

static const char *pick_time(Mapper *mapper, const GPtrArray *texts, Target target, Pick pick)
{
    const TimeRules *rules = &mapper->rules[target < TARGET_TIMES ? target : TARGET_STARTED];
    const char *best = texts->pdata[0];
    Instant best_at = INSTANT_NONE;
    for (guint i = 0; i < texts->len; i++) {
        TimeValue value;
        if (time_parse(texts->pdata[i], -1, rules, &value) != TIME_OK)
            continue;
        if (best_at == INSTANT_NONE || (pick == PICK_EARLIEST ? value.at < best_at : value.at > best_at)) {
            best = texts->pdata[i];
            best_at = value.at;
        }
    }
    return best;
}

static void put_texts(Mapper *mapper, const FieldRule *field, const FieldSource *source, const GPtrArray *texts)
{
    bool list = field->target == TARGET_SERVICE || field->target == TARGET_REGION || field->target == TARGET_TAG;
    if (list) {
        for (guint i = 0; i < texts->len; i++)
            mapper_put(mapper, field->target, texts->pdata[i], -1, 0);
        return;
    }
    const char *text = source->pick == PICK_FIRST  ? texts->pdata[0]
                       : source->pick == PICK_LAST ? texts->pdata[texts->len - 1]
                                                   : pick_time(mapper, texts, field->target, source->pick);
    if (source->is_length)
        mapper_put_after(mapper, field->target, text, source->after, source->unit_ms);
    else
        mapper_put(mapper, field->target, text, -1, 0);
}

/* An id of a fingerprint and a start, a date and its clock. */
static void put_joined(Mapper *mapper, Target target, const GPtrArray *parts)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < parts->len; i++)
        g_string_append_printf(text, "%s%s", i ? " " : "", (const char *)parts->pdata[i]);
    if (text->len)
        mapper_put(mapper, target, record_text(mapper->record, text->str, -1), -1, 0);
}

static void map_field(Mapper *mapper, const YamlNode *node, const FieldRule *field)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    bool joined = field->together && target_joins(field->target);
    for (guint i = 0; i < field->sources->len; i++) {
        const FieldSource *source = field->sources->pdata[i];
        if (joined && source->otherwise && texts->len)
            continue;
        g_autoptr(GPtrArray) nodes = source_nodes(node, source);
        g_ptr_array_set_size(texts, 0);
        collect_texts(mapper, nodes, texts);
        refine_texts(mapper, source, texts);
        if (!texts->len)
            continue;
        if (joined)
            g_ptr_array_add(parts, texts->pdata[0]);
        else
            put_texts(mapper, field, source, texts);
        if (!field->together)
            return;
    }
    if (joined)
        put_joined(mapper, field->target, parts);
}

/* ---- lists ---- */

static const char *part(Mapper *mapper, const ListRule *list, const YamlNode *node, const char *name)
{
    return first_text(mapper, node, g_hash_table_lookup(list->parts, name));
}

static void add_entry(Mapper *mapper, const ListRule *list, const YamlNode *node)
{
    RecordEntry entry = {mapper_time(mapper, part(mapper, list, node, "at"), "timeline"),
                         part(mapper, list, node, "kind"), part(mapper, list, node, "text"), node->line};
    g_array_append_val(mapper->record->timeline, entry);
}

static void add_action(Mapper *mapper, const ListRule *list, const YamlNode *node)
{
    RecordAction action = {node->kind == YAML_SCALAR ? node_text(mapper, node) : part(mapper, list, node, "text"),
                           part(mapper, list, node, "owner"),
                           part(mapper, list, node, "state"),
                           mapper_time(mapper, part(mapper, list, node, "due"), "actions"),
                           mapper_time(mapper, part(mapper, list, node, "done"), "actions"),
                           node->line};
    if (action.text)
        g_array_append_val(mapper->record->actions, action);
}

static void add_window(Mapper *mapper, const ListRule *list, const YamlNode *node)
{
    const char *share = part(mapper, list, node, "share");
    RecordWindow window = {
        part(mapper, list, node, "service"), mapper_window_time(mapper, part(mapper, list, node, "from")),
        mapper_window_time(mapper, part(mapper, list, node, "to")), share ? mapper_share(mapper, share) : -1};
    if (!window.service && mapper->record->services->len)
        window.service = mapper->record->services->pdata[0];
    g_array_append_val(mapper->record->windows, window);
}

static void add_amount(Mapper *mapper, const ListRule *list, const YamlNode *node)
{
    const char *kind = part(mapper, list, node, "kind");
    const char *basis = part(mapper, list, node, "basis");
    if (kind)
        mapper_amount(mapper, kind, part(mapper, list, node, "low"), part(mapper, list, node, "likely"),
                      part(mapper, list, node, "high"), part(mapper, list, node, "currency"),
                      g_strcmp0(basis, "computed") == 0);
}

static void map_list(Mapper *mapper, const YamlNode *node, ListKind kind)
{
    static void (*const add[LIST_N])(Mapper *, const ListRule *, const YamlNode *) = {
        [LIST_TIMELINE] = add_entry,
        [LIST_ACTIONS] = add_action,
        [LIST_WINDOWS] = add_window,
        [LIST_IMPACT] = add_amount,
    };
    const ListRule *list = mapper->profile->lists[kind];
    const YamlNode *elements = list ? tree_get(node, list->each) : NULL;
    for (guint i = 0; elements && elements->kind == YAML_SEQUENCE && i < elements->children->len; i++)
        add[kind](mapper, list, elements->children->pdata[i]);
}

void map_tree(Mapper *mapper, const YamlNode *node)
{
    const Profile *profile = mapper->profile;
    const YamlNode *inner = profile->root ? tree_get(node, profile->root) : NULL;
    const YamlNode *root = inner && inner->kind == YAML_MAPPING ? inner : node;
    for (guint i = 0; i < profile->fields->len; i++)
        map_field(mapper, root, profile->fields->pdata[i]);
    for (ListKind i = 0; i < LIST_N; i++)
        map_list(mapper, root, i);
    for (guint i = 0; i < profile->rules->len; i++) {
        const KindRule *rule = profile->rules->pdata[i];
        if (conditions_hold(root, rule->when))
            mapper_apply(mapper, rule);
    }
}
