#include "ingest_private.h"
#include "map_tree.h"

static const char *format_name(TreeFormat format)
{
    static const char *const names[] = {
        [TREE_NONE] = "csv", [TREE_JSON] = "json", [TREE_YAML] = "yaml", [TREE_FRONT_MATTER] = "front-matter"};
    return names[format];
}

/* The shape is that of the first record that can be read; *empty when there is none. */
static bool look(IngestRun *run, bool *empty, GError **error)
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
    *empty = !found;
    Shape shape = {.file = run->path, .record = found ? record.node : NULL, .envelope = tree_reader_envelope(reader)};
    return !found || run_choose(run, &shape, error);
}

static bool take_record(IngestRun *run, const TreeRecord *record, GError **error)
{
    if (record->problem) {
        RejectFacts reject = {.row = record->number, .line = record->line, .reason = record->problem, .raw_length = -1};
        return run_reject(run, &reject, error);
    }
    mapper_begin(&run->mapper, record->line);
    map_tree(&run->mapper, record->node);
    return run_put(run, record->number, NULL, run->mapper.record->title, error);
}

static bool take_records(IngestRun *run, GError **error)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    g_autoptr(TreeReader) reader =
        source ? tree_reader_open(source, run->path, run->format, run->profile->records, error) : NULL;
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

bool ingest_tree(IngestRun *run, GError **error)
{
    bool empty, known;
    if (!look(run, &empty, error))
        return false;
    if (empty) {
        report_set(&run->report->format, format_name(run->format));
        g_ptr_array_add(run->report->notes, g_strdup("the file holds no records"));
        return true;
    }
    if (!run_open(run, format_name(run->format), NULL, &known, error))
        return false;
    return known || take_records(run, error);
}
