#include "tree_events.h"

#include "nines/base/text.h"
#include "nines/ingest/tree.h"

struct TreeEvents {
    IngestRun *run;
    Staging *staging;
    GPtrArray *columns; /* const char*, paths of the profile, NULL at the end */
    GPtrArray *cells;   /* char*, as many */
};

static void add_column(TreeEvents *events, const char *path)
{
    if (path && *path && !g_ptr_array_find_with_equal_func(events->columns, path, g_str_equal, NULL))
        g_ptr_array_add(events->columns, (gpointer)(uintptr_t)path);
}

static void add_columns(TreeEvents *events, const FieldRule *field)
{
    for (guint i = 0; i < field->sources->len; i++) {
        const FieldSource *source = field->sources->pdata[i];
        add_column(events, source->path);
        for (guint j = 0; j < source->where->len; j++)
            add_column(events, ((const Condition *)source->where->pdata[j])->path);
    }
}

TreeEvents *tree_events_new(IngestRun *run, GError **error)
{
    g_autoptr(TreeEvents) events = g_new0(TreeEvents, 1);
    events->run = run;
    events->columns = g_ptr_array_new();
    events->cells = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < run->profile->fields->len; i++)
        add_columns(events, run->profile->fields->pdata[i]);
    if (run->profile->runs) {
        add_column(events, run->profile->group);
        add_column(events, run->profile->runs->state);
    }
    events->staging = staging_new(run->store, events->columns->len, error);
    g_ptr_array_add(events->columns, NULL);
    return events->staging ? g_steal_pointer(&events) : NULL;
}

void tree_events_free(TreeEvents *events)
{
    if (!events)
        return;
    g_clear_pointer(&events->staging, staging_free);
    g_ptr_array_unref(events->columns);
    g_ptr_array_unref(events->cells);
    g_free(events);
}

static bool reject(TreeEvents *events, const YamlNode *node, int64_t number, const char *field, const char *reason,
                   GError **error)
{
    RejectFacts facts = {.row = number, .line = node->line, .field = field, .reason = reason, .raw_length = -1};
    return run_reject(events->run, &facts, error);
}

static const char *event_time(const TreeEvents *events, const YamlNode *node)
{
    const FieldRule *field = profile_field(events->run->profile, TARGET_TIME);
    const char *text = NULL;
    for (guint i = 0; field && !text && i < field->sources->len; i++)
        text = tree_text(node, ((const FieldSource *)field->sources->pdata[i])->path, NULL);
    return text;
}

bool tree_events_add(TreeEvents *events, const YamlNode *node, int64_t number, GError **error)
{
    const char *key = tree_text(node, events->run->profile->group, ""), *time = event_time(events, node);
    TimeValue value;
    TimeStatus status = time_parse(time ? time : "", -1, &events->run->mapper.rules[TARGET_TIME], &value);
    if (!*key)
        return reject(events, node, number, events->run->profile->group, "the event names no incident", error);
    if (status != TIME_OK)
        return reject(events, node, number, target_name(TARGET_TIME),
                      status == TIME_NULL ? "the event has no time" : time_status_text(status), error);
    g_ptr_array_set_size(events->cells, 0);
    for (guint i = 0; i + 1 < events->columns->len; i++)
        g_ptr_array_add(events->cells, text_clean(tree_text(node, events->columns->pdata[i], ""), -1));
    g_ptr_array_add(events->cells, NULL);
    events->run->rows_n++;
    return staging_add(events->staging, key, value.at, number, node->line, (const char *const *)events->cells->pdata,
                       error);
}

bool tree_events_finish(TreeEvents *events, GError **error)
{
    bool ok = events_collect(events->run, events->staging, (const char *const *)events->columns->pdata, error);
    fact_writer_set_rows(events->run->writer, events->run->rows_n);
    return ok;
}
