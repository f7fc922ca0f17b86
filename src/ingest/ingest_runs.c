/* Logs of states (a monitor's up and down): each run of rows that are down is an incident. It begins with the first of
 * them and is over with the first row that is up; the facts of its first row are its own. */
#include "ingest_private.h"
#include <string.h>

typedef struct {
    IngestRun *run;
    const char *const *columns;
    int state, time; /* columns */
    bool open;
    int64_t group, row;
} RunLog;

static int first_column(const RunLog *log, const FieldRule *field)
{
    Shape shape = {.columns = log->columns};
    int column = -1;
    for (guint i = 0; field && column < 0 && i < field->sources->len; i++)
        column = shape_column(&shape, ((const FieldSource *)field->sources->pdata[i])->path);
    return column;
}

static bool says_one_of(const GPtrArray *words, const char *text)
{
    for (guint i = 0; i < words->len; i++)
        if (g_ascii_strcasecmp(words->pdata[i], text) == 0)
            return true;
    return false;
}

/* The first of a field's columns that says something in this row. */
static void put_field(RunLog *log, const FieldRule *field, const char *const *cells)
{
    Shape shape = {.columns = log->columns};
    Mapper *mapper = &log->run->mapper;
    for (guint i = 0; i < field->sources->len; i++) {
        int column = shape_column(&shape, ((const FieldSource *)field->sources->pdata[i])->path);
        if (column < 0 || mapper_is_null(log->run->profile, cells[column], strlen(cells[column])))
            continue;
        mapper_put(mapper, field->target, record_text(mapper->record, cells[column], -1), -1, (guint)column + 1);
        return;
    }
}

static void begin_run(RunLog *log, const StagedRow *row)
{
    const Profile *profile = log->run->profile;
    Mapper *mapper = &log->run->mapper;
    const char *began = row->cells[log->time];
    mapper_begin(mapper, row->line);
    g_autofree char *id = g_strconcat(row->key, " ", began, NULL);
    mapper->record->external_id = record_text(mapper->record, id, -1);
    mapper_put(mapper, TARGET_STARTED, record_text(mapper->record, began, -1), -1, (guint)log->time + 1);
    for (guint i = 0; i < profile->fields->len; i++) {
        const FieldRule *field = profile->fields->pdata[i];
        if (field->target != TARGET_TIME)
            put_field(log, field, row->cells);
    }
    log->open = true;
    log->row = row->row;
}

/* up: the row that ends it; NULL: it is still down. */
static bool end_run(RunLog *log, const StagedRow *up, GError **error)
{
    Mapper *mapper = &log->run->mapper;
    if (!log->open)
        return true;
    log->open = false;
    if (up)
        mapper_put(mapper, TARGET_RESOLVED, record_text(mapper->record, up->cells[log->time], -1), -1,
                   (guint)log->time + 1);
    return run_put(log->run, log->row, NULL, mapper->record->external_id, error);
}

static bool take_row(const StagedRow *row, gpointer user_data, GError **error)
{
    RunLog *log = user_data;
    const RunRule *runs = log->run->profile->runs;
    if (row->group != log->group && !end_run(log, NULL, error))
        return false;
    log->group = row->group;
    const char *state = row->cells[log->state];
    if (!log->open && says_one_of(runs->down, state))
        begin_run(log, row);
    else if (log->open && says_one_of(runs->up, state))
        return end_run(log, row, error);
    return true;
}

bool runs_collect(IngestRun *run, Staging *staging, const char *const *columns, GError **error)
{
    Shape shape = {.columns = columns};
    RunLog log = {.run = run, .columns = columns, .state = shape_column(&shape, run->profile->runs->state)};
    log.time = first_column(&log, profile_field(run->profile, TARGET_TIME));
    if (log.state < 0 || log.time < 0) {
        error_at(error, ERROR_DATA, run->path, 0, 0, "has no column \"%s\" of states, or none of times",
                 run->profile->runs->state);
        return false;
    }
    /* Both ends of a run are times of the log. */
    run->mapper.rules[TARGET_STARTED] = run->mapper.rules[TARGET_RESOLVED] = run->mapper.rules[TARGET_TIME];
    return staging_each(staging, take_row, &log, error) && end_run(&log, NULL, error);
}
