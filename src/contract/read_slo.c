#include "read.h"
#include <stdlib.h>
#include <string.h>

/* Where each tool writes what; paths are keys with dots, a number picks an item of a list. */
typedef struct {
    const char *tool, *key, *prefix; /* recognised by root[key] beginning with prefix */
    const char *root;                /* below which everything stands, or NULL */
    const char *list;                /* the objectives of a service, each with its own name; NULL: one file, one name */
    const char *objectives;          /* targets of one name; NULL: one */
    const char *name, *target;
    bool percent;            /* the target is a percentage, not a share */
    const char *services[3]; /* where the service may stand */
    const char *windows[3];
    const char *latency[3]; /* marks of what records of incidents cannot judge */
} SloDialect;

static const SloDialect DIALECTS[] = {
    {"OpenSLO",
     "apiVersion",
     "openslo/",
     NULL,
     NULL,
     "spec.objectives",
     "metadata.name",
     "target",
     false,
     {"spec.service"},
     {"spec.timeWindow.0.duration", "spec.timeWindows.0"},
     {"spec.indicator.spec.thresholdMetric", "spec.objectives.0.value"}},
    {"Sloth", "version", "prometheus/", NULL, "slos", NULL, "name", "objective", true, {"service"}, {NULL}, {NULL}},
    {"Sloth",
     "apiVersion",
     "sloth.slok.dev/",
     "spec",
     "slos",
     NULL,
     "name",
     "objective",
     true,
     {"service"},
     {NULL},
     {NULL}},
    {"Pyrra",
     "apiVersion",
     "pyrra.dev/",
     NULL,
     NULL,
     NULL,
     "metadata.name",
     "spec.target",
     true,
     {"metadata.labels.pyrra.dev/service", "metadata.name"},
     {"spec.window"},
     {"spec.indicator.latency", "spec.indicator.latencyNative"}},
    {"slo-generator",
     "apiVersion",
     "sre.google.com/",
     NULL,
     NULL,
     NULL,
     "metadata.name",
     "spec.goal",
     false,
     {"metadata.labels.service_name", "metadata.name"},
     {NULL},
     {"spec.service_level_indicator.threshold_bucket", "spec.service_level_indicator.expression_latency"}},
};

static const YamlNode *step_into(const YamlNode *node, const char *step)
{
    if (node->kind == YAML_MAPPING)
        return yaml_get(node, step);
    guint64 index = g_ascii_strtoull(step, NULL, 10);
    return node->kind == YAML_SEQUENCE && index < node->children->len ? g_ptr_array_index(node->children, index) : NULL;
}

static const YamlNode *at_path(const YamlNode *node, const char *path)
{
    g_auto(GStrv) steps = g_strsplit(path, ".", -1);
    for (guint i = 0; node != NULL && steps[i] != NULL; i++)
        node = step_into(node, steps[i]);
    return node;
}

static const YamlNode *first_of(const YamlNode *root, const char *const paths[3])
{
    for (int i = 0; i < 3 && paths[i] != NULL; i++) {
        const YamlNode *node = at_path(root, paths[i]);
        if (node != NULL)
            return node;
    }
    return NULL;
}

/* ---- windows ---- */

typedef struct {
    const char *unit;
    int64_t days; /* 0: a calendar unit of kind */
    ScheduleKind kind;
} WindowUnit;

/* Capital M is a month; a small m is a minute and no period that incidents could be judged over. */
static const WindowUnit WINDOW_UNITS[] = {
    {"d", 1, SCHEDULE_ROLLING},    {"Day", 1, SCHEDULE_ROLLING},     {"w", 7, SCHEDULE_ROLLING},
    {"Week", 7, SCHEDULE_ROLLING}, {"M", 0, SCHEDULE_MONTH},         {"Month", 0, SCHEDULE_MONTH},
    {"Q", 0, SCHEDULE_QUARTER},    {"Quarter", 0, SCHEDULE_QUARTER}, {"Y", 0, SCHEDULE_YEAR},
    {"Year", 0, SCHEDULE_YEAR},
};

static bool window_of(const char *text, Schedule *schedule)
{
    char *unit = NULL;
    gint64 n = g_ascii_strtoll(text, &unit, 10);
    while (*unit == ' ')
        unit++;
    for (guint i = 0; i < G_N_ELEMENTS(WINDOW_UNITS); i++) {
        const WindowUnit *known = &WINDOW_UNITS[i];
        if (strcmp(unit, known->unit) != 0 || n < 1 || n > 3660 || (known->days == 0 && n != 1))
            continue;
        *schedule = (Schedule){.kind = known->kind, .days = n * known->days, .first_month = 1};
        return true;
    }
    return false;
}

/* "2w", or {count: 30, unit: Day} */
static char *window_text(const YamlNode *node)
{
    if (node->kind == YAML_SCALAR)
        return g_strdup(node->text);
    return g_strdup_printf("%s %s", yaml_text(node, "count", "1"), yaml_text(node, "unit", "?"));
}

/* Without a window 30 days are taken, as these tools do, and lint says that none is given. */
static char *read_window(const SloDialect *dialect, const YamlNode *root, Terms *terms)
{
    const YamlNode *window = first_of(root, dialect->windows);
    terms->schedule = (Schedule){.kind = SCHEDULE_ROLLING, .days = 30, .first_month = 1};
    if (window == NULL)
        return NULL;
    terms->period_given = true;
    g_autofree char *text = window_text(window);
    return window_of(text, &terms->schedule) ? NULL
                                             : g_strdup_printf("a window of %s cannot be judged (a month is 1M)", text);
}

/* ---- objectives ---- */

static bool set_target(Reader *reader, const SloDialect *dialect, const YamlNode *node, const char *why_not,
                       Target *target)
{
    int64_t ppb;
    bool fine = node != NULL && node->kind == YAML_SCALAR && decimal_parse(node->text, dialect->percent ? 7 : 9, &ppb);
    if (!fine || ppb > RATIO_ONE)
        return read_fails(reader, node != NULL ? node : reader->document->root, "expected a target as %s writes it: %s",
                          dialect->tool, dialect->percent ? "99.9 (percent)" : "0.999 (a share)");
    g_autofree char *ratio = ratio_format(ppb);
    target->ratio_ppb = ppb;
    target->has_ratio = why_not == NULL;
    target->text = why_not == NULL ? g_strdup(node->text) : g_strdup_printf("%s: %s", ratio, why_not);
    return true;
}

typedef struct {
    Reader *reader;
    const SloDialect *dialect;
    const YamlNode *root;
    const char *why_not; /* NULL: can be judged */
} SloReading;

static bool add_objective(const SloReading *reading, const YamlNode *named, const YamlNode *objective)
{
    const SloDialect *dialect = reading->dialect;
    const YamlNode *name = at_path(named, dialect->name), *service = first_of(reading->root, dialect->services);
    const YamlNode *display = yaml_get(objective, "displayName");
    Obligation *obligation = obligation_new();
    obligation->place = place_of(objective);
    g_ptr_array_add(reading->reader->terms->obligations, obligation);
    const char *title = name != NULL && name->text != NULL ? name->text : dialect->tool;
    obligation->name = objective != named && display != NULL && display->text != NULL
                           ? g_strdup_printf("%s: %s", title, display->text)
                           : g_strdup(title);
    g_ptr_array_add(obligation->services, g_strdup(service != NULL && service->text != NULL ? service->text : title));
    return set_target(reading->reader, dialect, at_path(objective, dialect->target), reading->why_not,
                      &obligation->target);
}

static bool read_named(const SloReading *reading, const YamlNode *named)
{
    const YamlNode *list = reading->dialect->objectives != NULL ? at_path(named, reading->dialect->objectives) : NULL;
    if (list == NULL || list->kind != YAML_SEQUENCE)
        return add_objective(reading, named, named);
    for (guint i = 0; i < list->children->len; i++)
        if (!add_objective(reading, named, g_ptr_array_index(list->children, i)))
            return false;
    return true;
}

static bool read_all(const SloReading *reading)
{
    const YamlNode *list = reading->dialect->list != NULL ? at_path(reading->root, reading->dialect->list) : NULL;
    if (reading->dialect->list == NULL)
        return read_named(reading, reading->root);
    if (list == NULL || list->kind != YAML_SEQUENCE || list->children->len == 0)
        return read_fails(reading->reader, reading->root, "\"%s\" is missing: the objectives", reading->dialect->list);
    for (guint i = 0; i < list->children->len; i++)
        if (!read_named(reading, g_ptr_array_index(list->children, i)))
            return false;
    return true;
}

static bool read_dialect(Reader *reader, const SloDialect *dialect, const YamlNode *root, Contract *contract)
{
    const YamlNode *base = dialect->root != NULL ? at_path(root, dialect->root) : root;
    if (base == NULL || base->kind != YAML_MAPPING)
        return read_fails(reader, root, "\"%s\" is missing", dialect->root);
    Terms *terms = terms_new();
    g_ptr_array_add(contract->versions, terms);
    reader->terms = terms;
    terms->place = place_of(root);
    g_autofree char *window = read_window(dialect, root, terms);
    terms_finish(terms);
    bool latency = first_of(root, dialect->latency) != NULL;
    SloReading reading = {.reader = reader, .dialect = dialect, .root = base};
    reading.why_not = latency ? "response times are not in records of incidents" : window;
    const YamlNode *name = at_path(root, "metadata.name"), *service = first_of(base, dialect->services);
    const YamlNode *id = name != NULL ? name : service;
    contract->id = g_strdup(id != NULL && id->text != NULL ? id->text : dialect->tool);
    contract->title = g_strdup_printf("objectives for %s", dialect->tool);
    return read_all(&reading);
}

bool read_slo(Reader *reader, const YamlNode *root, Contract *contract, bool *fine)
{
    for (guint i = 0; i < G_N_ELEMENTS(DIALECTS); i++) {
        const char *mark = yaml_text(root, DIALECTS[i].key, "");
        if (!g_str_has_prefix(mark, DIALECTS[i].prefix))
            continue;
        *fine = read_dialect(reader, &DIALECTS[i], root, contract);
        return true;
    }
    return false;
}
