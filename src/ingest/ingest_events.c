#include "ingest_private.h"
#include "nines/store/staging.h"
#include <string.h>

/* How one source of one field gets its value from the events of an incident, one after the other. */
typedef struct {
    const FieldRule *field;
    const FieldSource *source;
    int column; /* -1: the file has no such column */
    int *where; /* columns of the conditions */
    GString *value;
    bool has_value, in_run;
    int64_t returns_n;
} EventPick;

typedef struct {
    IngestRun *run;
    GArray *picks; /* EventPick */
    int64_t group, row, line;
    GString *key;
} EventLog;

static void add_pick(EventLog *log, const Shape *shape, const FieldRule *field, const FieldSource *source)
{
    g_array_set_size(log->picks, log->picks->len + 1);
    EventPick *pick = &g_array_index(log->picks, EventPick, log->picks->len - 1);
    pick->field = field;
    pick->source = source;
    pick->column = shape_column(shape, source->path);
    pick->where = g_new0(int, source->where->len);
    pick->value = g_string_new(NULL);
    for (guint i = 0; i < source->where->len; i++)
        pick->where[i] = shape_column(shape, ((Condition *)source->where->pdata[i])->path);
}

static void pick_clear(gpointer data)
{
    EventPick *pick = data;
    g_free(pick->where);
    g_string_free(pick->value, TRUE);
}

static void log_init(EventLog *log, IngestRun *run, const char *const *columns)
{
    Shape shape = {.columns = columns};
    *log = (EventLog){.run = run, .picks = g_array_new(FALSE, TRUE, sizeof(EventPick)), .key = g_string_new(NULL)};
    g_array_set_clear_func(log->picks, pick_clear);
    for (guint i = 0; i < run->profile->fields->len; i++) {
        const FieldRule *field = run->profile->fields->pdata[i];
        for (guint j = 0; field->target != TARGET_TIME && j < field->sources->len; j++)
            add_pick(log, &shape, field, field->sources->pdata[j]);
    }
}

static void log_clear(EventLog *log)
{
    g_array_unref(log->picks);
    g_string_free(log->key, TRUE);
}

/* ---- events ---- */

static bool matches(const EventPick *pick, const char *const *cells)
{
    for (guint i = 0; i < pick->source->where->len; i++) {
        const Condition *condition = pick->source->where->pdata[i];
        const char *cell = pick->where[i] >= 0 ? cells[pick->where[i]] : "";
        bool holds = false;
        for (guint j = 0; !holds && j < condition->values->len; j++)
            holds = g_ascii_strcasecmp(condition->values->pdata[j], cell) == 0;
        if (!holds)
            return false;
    }
    return true;
}

static void set_value(EventPick *pick, const char *value)
{
    g_string_assign(pick->value, value);
    pick->has_value = true;
}

static void see_event(EventPick *pick, const Profile *profile, const char *const *cells)
{
    const char *value = pick->column >= 0 ? cells[pick->column] : "";
    bool says = !mapper_is_null(profile, value, strlen(value)), match = matches(pick, cells);
    switch (pick->source->pick) {
    case PICK_FIRST:
    case PICK_EARLIEST:
        if (match && says && !pick->has_value)
            set_value(pick, value);
        break;
    case PICK_LAST:
    case PICK_LATEST:
        if (match && says)
            set_value(pick, value);
        break;
    case PICK_RUN:
        if (match && !pick->in_run)
            set_value(pick, value);
        pick->has_value = pick->in_run = match;
        break;
    case PICK_RETURNS:
        pick->returns_n += pick->in_run && !match;
        pick->in_run = match;
        break;
    case PICK_REPEATS:
        pick->returns_n += pick->in_run && match;
        pick->in_run = pick->in_run || match;
        break;
    }
}

/* ---- incidents ---- */

static void put_pick(EventLog *log, EventPick *pick)
{
    if (pick->source->pick == PICK_RETURNS || pick->source->pick == PICK_REPEATS)
        log->run->mapper.record->reopened_n = pick->returns_n;
    else if (pick->has_value)
        mapper_put(&log->run->mapper, pick->field->target, pick->value->str, -1, (guint)(pick->column + 1));
}

static void reset_pick(EventPick *pick)
{
    pick->has_value = pick->in_run = false;
    pick->returns_n = 0;
}

static bool end_group(EventLog *log, GError **error)
{
    Mapper *mapper = &log->run->mapper;
    const FieldRule *done = NULL;
    if (!log->group)
        return true;
    mapper_begin(mapper, log->line);
    mapper->record->external_id = log->key->str;
    for (guint i = 0; i < log->picks->len; i++) {
        EventPick *pick = &g_array_index(log->picks, EventPick, i);
        if (pick->field != done)
            put_pick(log, pick);
        if (pick->has_value && !pick->field->together)
            done = pick->field;
    }
    bool ok = run_put(log->run, log->row, NULL, log->key->str, error);
    for (guint i = 0; i < log->picks->len; i++)
        reset_pick(&g_array_index(log->picks, EventPick, i));
    return ok;
}

static bool take_event(const StagedRow *row, gpointer user_data, GError **error)
{
    EventLog *log = user_data;
    if (row->group != log->group) {
        if (!end_group(log, error))
            return false;
        log->group = row->group;
        log->row = row->row;
        log->line = row->line;
        g_string_assign(log->key, row->key);
    }
    for (guint i = 0; i < log->picks->len; i++)
        see_event(&g_array_index(log->picks, EventPick, i), log->run->profile, row->cells);
    return true;
}

bool events_collect(IngestRun *run, Staging *staging, const char *const *columns, GError **error)
{
    EventLog log;
    if (run->profile->runs)
        return runs_collect(run, staging, columns, error);
    log_init(&log, run, columns);
    bool ok = staging_each(staging, take_event, &log, error) && end_group(&log, error);
    log_clear(&log);
    return ok;
}

/* ---- rows ---- */

static bool reject_event(IngestRun *run, const CsvRecord *row, const char *reason, const char *field, GError **error)
{
    RejectFacts reject = {.row = row->number,
                          .line = row->line,
                          .column = row->problem_column,
                          .field = field,
                          .reason = reason,
                          .raw = row->raw.text,
                          .raw_length = (gssize)row->raw.length};
    return run_reject(run, &reject, error);
}

typedef struct {
    IngestRun *run;
    RowMap *map;
    Staging *staging;
    guint columns_n;
    guint key_column, time_column;
    int second_column; /* of the key, -1: none */
    GString *key;
    const char **cells;
} Stager;

static const char *key_of(Stager *stager)
{
    const char *first = stager->cells[stager->key_column];
    if (stager->second_column < 0)
        return first;
    g_string_printf(stager->key, "%s %s", first, stager->cells[stager->second_column]);
    return g_strstrip(stager->key->str);
}

static bool stage_row(Stager *stager, const CsvRecord *row, GError **error)
{
    TimeValue value;
    if (row->problem)
        return reject_event(stager->run, row, row->problem, NULL, error);
    row_map_begin(stager->map);
    for (guint i = 0; i < stager->columns_n; i++)
        stager->cells[i] = row_map_cell(stager->map, row, i);
    const char *key = key_of(stager);
    if (!*key)
        return reject_event(stager->run, row, "the row names no incident", stager->run->profile->group, error);
    TimeStatus status =
        time_parse(stager->cells[stager->time_column], -1, &stager->run->mapper.rules[TARGET_TIME], &value);
    if (status != TIME_OK)
        return reject_event(stager->run, row, status == TIME_NULL ? "the row has no time" : time_status_text(status),
                            target_name(TARGET_TIME), error);
    return staging_add(stager->staging, key, value.at, row->number, row->line, stager->cells, error);
}

static bool stage_rows(Stager *stager, CsvReader *reader, int64_t *rows_n, GError **error)
{
    GError *failure = NULL;
    CsvRecord row;
    while (csv_next(reader, &row, &failure)) {
        if (!stage_row(stager, &row, error))
            return false;
        *rows_n = row.number;
        run_progress(stager->run, row.number);
    }
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

static guint time_column(const IngestRun *run, const Shape *shape)
{
    const FieldRule *field = profile_field(run->profile, TARGET_TIME);
    for (guint i = 0; field && i < field->sources->len; i++) {
        int column = shape_column(shape, ((FieldSource *)field->sources->pdata[i])->path);
        if (column >= 0)
            return (guint)column;
    }
    return 0;
}

bool ingest_events(IngestRun *run, CsvReader *reader, RowMap *map, const char *const *columns, int64_t *rows_n,
                   GError **error)
{
    guint columns_n = csv_columns_n(reader);
    Shape shape = {.columns = columns};
    g_autoptr(Staging) staging = staging_new(run->store, columns_n, error);
    g_autofree const char **cells = g_new0(const char *, columns_n + 1);
    Stager stager = {.run = run, .map = map, .staging = staging, .columns_n = columns_n, .cells = cells};
    stager.key_column = (guint)MAX(shape_column(&shape, run->profile->group), 0);
    stager.second_column = run->profile->group_too ? shape_column(&shape, run->profile->group_too) : -1;
    g_autoptr(GString) key = g_string_new(NULL);
    stager.key = key;
    stager.time_column = time_column(run, &shape);
    return staging && stage_rows(&stager, reader, rows_n, error) && events_collect(run, staging, columns, error);
}
