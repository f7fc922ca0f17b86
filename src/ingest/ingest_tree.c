#include "expand.h"
#include "ingest_private.h"
#include "map_tree.h"
#include "nines/ingest/tree.h"
#include "tree_events.h"

static const char *format_name(TreeFormat format)
{
    static const char *const names[] = {[TREE_NONE] = "csv",
                                        [TREE_JSON] = "json",
                                        [TREE_YAML] = "yaml",
                                        [TREE_FRONT_MATTER] = "front-matter",
                                        [TREE_FEED] = "feed"};
    return names[format];
}

static void find_lists(IngestRun *run, const Shape *shape)
{
    run->lists = g_ptr_array_new();
    for (guint i = 0; i < run->profile->records->len; i++)
        if (shape_records(shape, run->profile->records->pdata[i]))
            g_ptr_array_add(run->lists, run->profile->records->pdata[i]);
}

bool tree_look(IngestRun *run, bool *empty, GError **error)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    g_autoptr(TreeReader) reader = source ? tree_reader_open(source, run->path, run->format, NULL, error) : NULL;
    GError *failure = NULL;
    TreeRecord record;
    bool found = false;
    if (!reader)
        return false;
    while (!found && tree_reader_next(reader, &record, &failure))
        found = record.node != NULL;
    if (failure) {
        g_propagate_error(error, failure);
        return false;
    }
    Shape shape = {.file = run->path,
                   .record = found ? record.node : NULL,
                   .envelope = tree_reader_envelope(reader),
                   .is_listed = tree_reader_is_listed(reader)};
    if (found && !run_choose(run, &shape, error))
        return false;
    /* The list that the reader found is empty; a profile may know of another one. */
    *empty = !found && !run_choose(run, &shape, NULL);
    if (!*empty)
        find_lists(run, &shape);
    return true;
}

typedef struct {
    IngestRun *run;
    int64_t number;
    const CsvRecord *cells; /* of a row, or NULL */
} Taker;

static bool take_node(const YamlNode *node, gpointer user_data, GError **error)
{
    const Taker *taker = user_data;
    IngestRun *run = taker->run;
    mapper_begin(&run->mapper, node->line);
    map_tree(&run->mapper, node);
    return run_put(run, taker->number, taker->cells, run->mapper.record->title, error);
}

bool ingest_node(IngestRun *run, const YamlNode *node, int64_t number, const CsvRecord *cells, GError **error)
{
    Taker taker = {run, number, cells};
    run->rows_n++;
    run->split = run->split || run->profile->expand || run->profile->where->len;
    if (!conditions_hold(node, run->profile->where))
        return true;
    return expand_each(run->profile, node, take_node, &taker, error);
}

static bool take_record(IngestRun *run, const TreeRecord *record, GError **error)
{
    if (record->problem) {
        RejectFacts reject = {.row = record->number, .line = record->line, .reason = record->problem, .raw_length = -1};
        return run_reject(run, &reject, error);
    }
    const YamlNode *inner = run->wrapper ? tree_get(record->node, run->wrapper) : NULL;
    const YamlNode *node = inner && inner->kind == YAML_MAPPING ? inner : record->node;
    if (run->events)
        return tree_events_add(run->events, node, record->number, error);
    return ingest_node(run, node, record->number, NULL, error);
}

static bool take_list(IngestRun *run, const char *records, GError **error)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    g_autoptr(TreeReader) reader = source ? tree_reader_open(source, run->path, run->format, records, error) : NULL;
    GError *failure = NULL;
    TreeRecord record;
    if (!reader)
        return false;
    while (tree_reader_next(reader, &record, &failure)) {
        if (!take_record(run, &record, error))
            return false;
        run_progress(run, record.number);
    }
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

/* Those of the profile's lists that the file has; else what the reader finds. */
static bool take_records(IngestRun *run, GError **error)
{
    const GPtrArray *lists = run->lists;
    for (guint i = 0; i < lists->len; i++)
        if (!take_list(run, lists->pdata[i], error))
            return false;
    return lists->len || take_list(run, NULL, error);
}

static bool take_events(IngestRun *run, GError **error)
{
    g_autoptr(TreeEvents) events = tree_events_new(run, error);
    run->events = events;
    return events && take_records(run, error) && tree_events_finish(events, error);
}

bool ingest_tree(IngestRun *run, GError **error)
{
    bool empty, known;
    if (!tree_look(run, &empty, error))
        return false;
    if (empty) {
        report_set(&run->report->format, format_name(run->format));
        g_ptr_array_add(run->report->notes, g_strdup("the file holds no records"));
        return true;
    }
    if (!run_open(run, format_name(run->format), NULL, &known, error))
        return false;
    return known || (run->profile->group ? take_events(run, error) : take_records(run, error));
}
