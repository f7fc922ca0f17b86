#include "profile_private.h"

static const char *const profile_keys[] = {"name",   "origin",   "title",    "format",    "kind",   "records",
                                           "root",   "group",    "timezone", "recognise", "nulls",  "fields",
                                           "values", "timeline", "actions",  "windows",   "impact", "rules",
                                           "nested", "guess",    "expand",   "runs",      "where",  NULL};
static const char *const format_words[] = {"delimited", "tree", NULL};
static const char *const kind_words[] = {"incidents", "maintenance", NULL};
static const char *const recognise_keys[] = {"needs", "keys", "envelope", "only", "lacks", NULL};
static const char *const source_keys[] = {"from",  "each", "where", "pick",   "prefix", "between",
                                          "after", "unit", "flags", "except", NULL};
static const char *const run_keys[] = {"state", "down", "up", NULL};
static const char *const expand_keys[] = {"each", "where", NULL};
static const char *const unit_words[] = {"ms", "s", "min", "h", NULL};
static const int64_t unit_lengths[] = {1, MS_PER_SECOND, MS_PER_MINUTE, MS_PER_HOUR};
static const char *const pick_words[] = {"first", "last", "earliest", "latest", "run", "returns", "repeats", NULL};
static const char *const rule_keys[] = {"when", "kind", "outage", "reject", NULL};
static const char *const list_names[LIST_N] = {"timeline", "actions", "windows", "impact"};
static const char *const list_parts[] = {"each",     "at",   "kind",    "text", "owner", "state",
                                         "due",      "done", "service", "from", "to",    "share",
                                         "currency", "low",  "likely",  "high", "basis", NULL};

typedef struct {
    YamlDocument *document;
    Profile *profile;
    GError **error;
} ProfileReader;

/* One scalar or a list of scalars. */
static bool read_texts(ProfileReader *reader, const YamlNode *node, GPtrArray *texts)
{
    if (!node)
        return true;
    if (node->kind == YAML_SCALAR) {
        g_ptr_array_add(texts, g_strdup(node->text));
        return true;
    }
    for (guint i = 0; node->kind == YAML_SEQUENCE && i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        if (child->kind != YAML_SCALAR) {
            yaml_error(reader->error, reader->document, child, "expected a word here");
            return false;
        }
        g_ptr_array_add(texts, g_strdup(child->text));
    }
    if (node->kind == YAML_MAPPING)
        yaml_error(reader->error, reader->document, node, "expected a word or a list of words");
    return node->kind == YAML_SEQUENCE;
}

static bool read_conditions(ProfileReader *reader, const YamlNode *node, GPtrArray *conditions)
{
    if (!node)
        return true;
    if (node->kind != YAML_MAPPING) {
        yaml_error(reader->error, reader->document, node, "expected conditions such as {status: resolved}");
        return false;
    }
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        Condition *condition = condition_new(child->key);
        g_ptr_array_add(conditions, condition);
        if (!read_texts(reader, child, condition->values))
            return false;
    }
    return true;
}

/* between: ['date="', '"'] */
static bool read_between(ProfileReader *reader, const YamlNode *node, FieldSource *source)
{
    if (!node)
        return true;
    if (node->kind != YAML_SEQUENCE || node->children->len != 2) {
        yaml_error(reader->error, reader->document, node, "expected two texts, [before, behind]");
        return false;
    }
    source->between_from = g_strdup(((const YamlNode *)node->children->pdata[0])->text);
    source->between_to = g_strdup(((const YamlNode *)node->children->pdata[1])->text);
    return source->between_from && source->between_to && *source->between_from && *source->between_to;
}

/* {from: seconds_to_first_ack, after: started_at, unit: s} */
static bool read_length(ProfileReader *reader, const YamlNode *node, FieldSource *source)
{
    const YamlNode *after = yaml_get(node, "after"), *unit = yaml_get(node, "unit");
    int word = 1;
    if (unit && !yaml_read_word(reader->document, unit, unit_words, &word, reader->error))
        return false;
    source->is_length = after != NULL;
    if (after || unit)
        source->unit_ms = unit_lengths[word];
    if (after && g_strcmp0(after->text, "epoch") == 0) {
        source->after = TARGET_N;
        return true;
    }
    if (!after || (after->text && target_find(after->text, &source->after) && source->after <= TARGET_CLOSED))
        return true;
    yaml_error(reader->error, reader->document, after, "expected one of the times, such as started_at");
    return false;
}

static bool read_source(ProfileReader *reader, const YamlNode *node, FieldRule *field)
{
    FieldSource *source = field_source_new();
    g_ptr_array_add(field->sources, source);
    if (node->kind == YAML_SCALAR) {
        source->path = g_strdup(node->text);
        return true;
    }
    int pick = PICK_FIRST;
    const YamlNode *pick_node = yaml_get(node, "pick");
    if (!yaml_check_keys(reader->document, node, target_name(field->target), source_keys, reader->error) ||
        (pick_node && !yaml_read_word(reader->document, pick_node, pick_words, &pick, reader->error)))
        return false;
    source->path = g_strdup(yaml_text(node, "from", ""));
    source->each = g_strdup(yaml_text(node, "each", NULL));
    source->pick = (Pick)pick;
    return read_conditions(reader, yaml_get(node, "where"), source->where) &&
           read_texts(reader, yaml_get(node, "prefix"), source->prefixes) &&
           read_texts(reader, yaml_get(node, "flags"), source->flags) &&
           read_texts(reader, yaml_get(node, "except"), source->except) &&
           read_between(reader, yaml_get(node, "between"), source) && read_length(reader, node, source);
}

/* together: [[fingerprint, labels.instance], startsAt]: the first of the inner ones that says something */
static bool read_alternatives(ProfileReader *reader, const YamlNode *node, FieldRule *field)
{
    for (guint i = 0; i < node->children->len; i++) {
        if (!read_source(reader, node->children->pdata[i], field))
            return false;
        ((FieldSource *)field->sources->pdata[field->sources->len - 1])->otherwise = i > 0;
    }
    return true;
}

static bool read_sources(ProfileReader *reader, const YamlNode *node, FieldRule *field)
{
    if (node->kind != YAML_SEQUENCE)
        return read_source(reader, node, field);
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        if (!(child->kind == YAML_SEQUENCE ? read_alternatives(reader, child, field)
                                           : read_source(reader, child, field)))
            return false;
    }
    return true;
}

static bool read_fields(ProfileReader *reader, const YamlNode *node)
{
    for (guint i = 0; node && node->kind == YAML_MAPPING && i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        const YamlNode *together = yaml_get(child, "together");
        Target target;
        if (!target_find(child->key, &target)) {
            yaml_error_key(reader->error, reader->document, child, "unknown field \"%s\"", child->key);
            return false;
        }
        FieldRule *field = field_rule_new(target);
        field->together = together != NULL;
        g_ptr_array_add(reader->profile->fields, field);
        if (!read_sources(reader, together ? together : child, field))
            return false;
    }
    return true;
}

static bool read_rule(ProfileReader *reader, const YamlNode *node)
{
    KindRule *rule = kind_rule_new();
    const YamlNode *kind = yaml_get(node, "kind"), *outage = yaml_get(node, "outage");
    bool is_outage = false;
    g_ptr_array_add(reader->profile->rules, rule);
    if (!yaml_check_keys(reader->document, node, "rules", rule_keys, reader->error) ||
        !read_conditions(reader, yaml_get(node, "when"), rule->when) ||
        (outage && !yaml_read_bool(reader->document, outage, &is_outage, reader->error)))
        return false;
    rule->outage = outage ? is_outage : -1;
    rule->reject = g_strdup(yaml_text(node, "reject", NULL));
    rule->has_kind = kind != NULL;
    if (kind && !incident_kind_find(kind->text, &rule->kind)) {
        yaml_error(reader->error, reader->document, kind, "unknown kind of incident");
        return false;
    }
    return true;
}

static bool read_rules(ProfileReader *reader, const YamlNode *node)
{
    for (guint i = 0; node && node->kind == YAML_SEQUENCE && i < node->children->len; i++)
        if (!read_rule(reader, node->children->pdata[i]))
            return false;
    return true;
}

static bool read_list(ProfileReader *reader, const YamlNode *node, ListKind kind)
{
    if (!node)
        return true;
    if (!yaml_check_keys(reader->document, node, list_names[kind], list_parts, reader->error))
        return false;
    ListRule *list = list_rule_new(yaml_text(node, "each", list_names[kind]));
    reader->profile->lists[kind] = list;
    for (guint i = 0; i < node->children->len; i++) {
        const YamlNode *child = node->children->pdata[i];
        GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
        g_hash_table_insert(list->parts, g_strdup(child->key), paths);
        if (!read_texts(reader, child, paths))
            return false;
    }
    return true;
}

static bool read_lists(ProfileReader *reader, const YamlNode *root)
{
    for (ListKind i = 0; i < LIST_N; i++)
        if (!read_list(reader, yaml_get(root, list_names[i]), i))
            return false;
    return true;
}

/* values: {severity: {P1: SEV1}} */
static bool read_values(ProfileReader *reader, const YamlNode *node)
{
    for (guint i = 0; node && node->kind == YAML_MAPPING && i < node->children->len; i++) {
        const YamlNode *words = node->children->pdata[i];
        Target target;
        if (!target_find(words->key, &target)) {
            yaml_error_key(reader->error, reader->document, words, "unknown field \"%s\"", words->key);
            return false;
        }
        for (guint j = 0; words->kind == YAML_MAPPING && j < words->children->len; j++) {
            const YamlNode *word = words->children->pdata[j];
            g_hash_table_replace(reader->profile->values, profile_value_key(target, word->key), g_strdup(word->text));
        }
    }
    return true;
}

static bool read_needs(ProfileReader *reader, const YamlNode *node)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    if (!read_texts(reader, node, names))
        return false;
    for (guint i = 0; i < names->len; i++) {
        Target target;
        if (!target_find(names->pdata[i], &target)) {
            yaml_error(reader->error, reader->document, node, "unknown field \"%s\"", (char *)names->pdata[i]);
            return false;
        }
        g_array_append_val(reader->profile->needs, target);
    }
    return true;
}

static bool read_recognise(ProfileReader *reader, const YamlNode *node)
{
    Profile *profile = reader->profile;
    const YamlNode *only = yaml_get(node, "only");
    return !node ||
           (yaml_check_keys(reader->document, node, "recognise", recognise_keys, reader->error) &&
            read_needs(reader, yaml_get(node, "needs")) && read_texts(reader, yaml_get(node, "keys"), profile->keys) &&
            read_texts(reader, yaml_get(node, "envelope"), profile->envelope) &&
            read_texts(reader, yaml_get(node, "lacks"), profile->lacks) &&
            (!only || yaml_read_bool(reader->document, only, &profile->only, reader->error)));
}

/* expand: logs, or expand: {each: logs, where: {each.type: 1}} */
static bool read_expand(ProfileReader *reader, const YamlNode *node)
{
    Profile *profile = reader->profile;
    if (!node)
        return true;
    if (node->kind == YAML_SCALAR) {
        profile->expand = g_strdup(node->text);
        return true;
    }
    profile->expand = g_strdup(yaml_text(node, "each", NULL));
    return yaml_check_keys(reader->document, node, "expand", expand_keys, reader->error) &&
           read_conditions(reader, yaml_get(node, "where"), profile->expand_where);
}

/* runs: {state: status, down: [down], up: [up]} */
static bool read_runs(ProfileReader *reader, const YamlNode *node)
{
    if (!node)
        return true;
    if (!yaml_check_keys(reader->document, node, "runs", run_keys, reader->error))
        return false;
    RunRule *runs = reader->profile->runs = run_rule_new(yaml_text(node, "state", NULL));
    if (!read_texts(reader, yaml_get(node, "down"), runs->down) || !read_texts(reader, yaml_get(node, "up"), runs->up))
        return false;
    bool whole = runs->state && runs->down->len && runs->up->len && reader->profile->group;
    if (!whole)
        yaml_error(reader->error, reader->document, node, "runs need a group, a state, and words for down and up");
    return whole;
}

static bool source_is_nested(const FieldSource *source)
{
    return source->each || source->where->len || source->prefixes->len || source->between_from || source->is_length;
}

/* Rows become trees only where the profile needs it. */
static bool is_nested(const Profile *profile)
{
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        for (guint j = 0; j < field->sources->len; j++)
            if (source_is_nested(field->sources->pdata[j]))
                return true;
    }
    return profile->expand != NULL;
}

/* One column, or two that name the incident together: a host and its service. */
static void read_group(Profile *profile, const YamlNode *node)
{
    if (!node)
        return;
    bool list = node->kind == YAML_SEQUENCE;
    const YamlNode *first = !list ? node : node->children->len ? node->children->pdata[0] : NULL;
    const YamlNode *second = list && node->children->len > 1 ? node->children->pdata[1] : NULL;
    profile->group = first && first->kind == YAML_SCALAR ? g_strdup(first->text) : NULL;
    profile->group_too = second && second->kind == YAML_SCALAR ? g_strdup(second->text) : NULL;
}

static bool read_head(ProfileReader *reader, const YamlNode *root)
{
    Profile *profile = reader->profile;
    const YamlNode *format = yaml_get(root, "format"), *kind = yaml_get(root, "kind");
    int format_word = 0, kind_word = 0;
    if (!yaml_check_keys(reader->document, root, "the profile", profile_keys, reader->error) ||
        (format && !yaml_read_word(reader->document, format, format_words, &format_word, reader->error)) ||
        (kind && !yaml_read_word(reader->document, kind, kind_words, &kind_word, reader->error)))
        return false;
    profile->tree = format_word == 1;
    profile->maintenance = kind_word == 1;
    profile->name = g_strdup(yaml_text(root, "name", NULL));
    profile->title = g_strdup(yaml_text(root, "title", profile->name));
    profile->origin = g_strdup(yaml_text(root, "origin", profile->name));
    profile->root = g_strdup(yaml_text(root, "root", NULL));
    read_group(profile, yaml_get(root, "group"));
    profile->timezone = g_strdup(yaml_text(root, "timezone", NULL));
    if (!profile->name)
        yaml_error(reader->error, reader->document, root, "the profile has no name");
    return profile->name != NULL;
}

Profile *profile_read(const char *file, const char *text, gssize length, GError **error)
{
    g_autoptr(YamlDocument) document = yaml_read(file, text, length, 1, error);
    if (!document)
        return NULL;
    if (!document->root || document->root->kind != YAML_MAPPING) {
        error_at(error, ERROR_CONFIG, file, 0, 0, "is not a profile");
        return NULL;
    }
    g_autoptr(Profile) profile = profile_new(file);
    const YamlNode *root = document->root, *nested = yaml_get(root, "nested"), *guess = yaml_get(root, "guess");
    ProfileReader reader = {document, profile, error};
    if (!read_head(&reader, root) || !read_texts(&reader, yaml_get(root, "records"), profile->records) ||
        !read_expand(&reader, yaml_get(root, "expand")) || !read_runs(&reader, yaml_get(root, "runs")) ||
        (nested && !yaml_read_bool(document, nested, &profile->nested, error)) ||
        (guess && !yaml_read_bool(document, guess, &profile->guess, error)) ||
        !read_recognise(&reader, yaml_get(root, "recognise")) ||
        !read_texts(&reader, yaml_get(root, "nulls"), profile->nulls) ||
        !read_fields(&reader, yaml_get(root, "fields")) || !read_values(&reader, yaml_get(root, "values")) ||
        !read_conditions(&reader, yaml_get(root, "where"), profile->where) || !read_lists(&reader, root) ||
        !read_rules(&reader, yaml_get(root, "rules")))
        return NULL;
    profile->nested =
        !profile->tree && !profile->group && (profile->nested || profile->where->len || is_nested(profile));
    return g_steal_pointer(&profile);
}
