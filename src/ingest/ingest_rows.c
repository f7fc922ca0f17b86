#include "guess.h"
#include "ingest_private.h"
#include <string.h>

#define SAMPLE_ROWS 2000
#define LOOK_ROWS 50
#define STATES_MOST 8

static char **column_names(const CsvReader *reader)
{
    guint n = csv_columns_n(reader);
    char **names = g_new0(char *, n + 1);
    for (guint i = 0; i < n; i++)
        names[i] = g_strdup(csv_column_name(reader, i));
    return names;
}

/* "ongoing" in a column of ends says as little as nothing. */
static bool says_something(const Slice *cell)
{
    static const char *const open[] = {"ongoing",    "open",    "n/a", "tbd",    "unresolved",
                                       "still down", "unknown", "-",   "present"};
    for (guint i = 0; i < G_N_ELEMENTS(open); i++)
        if (strlen(open[i]) == cell->length && g_ascii_strncasecmp(open[i], cell->text, cell->length) == 0)
            return false;
    return cell->length > 0;
}

static guint cells_said(const CsvRecord *row)
{
    guint n = 0;
    for (guint i = 0; i < row->fields_n; i++)
        n += says_something(&row->fields[i]);
    return n;
}

/* What the columns say in the fullest of the first rows, and in the others where that one says nothing: by it a guess
 * tells a clock from a time, and whether one time lies before another. Free with g_strfreev. */
static char **sample_cells(IngestRun *run, guint columns_n)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, NULL);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, NULL) : NULL;
    char **cells = g_new0(char *, columns_n + 1);
    guint fullest_n = 0;
    CsvRecord row;
    for (int i = 0; reader && i < LOOK_ROWS && csv_next(reader, &row, NULL); i++) {
        guint n = cells_said(&row);
        for (guint j = 0; j < MIN(columns_n, row.fields_n); j++)
            if (says_something(&row.fields[j]) && (n > fullest_n || !cells[j])) {
                g_free(cells[j]);
                cells[j] = g_strndup(row.fields[j].text, row.fields[j].length);
            }
        fullest_n = MAX(n, fullest_n);
    }
    for (guint j = 0; j < columns_n; j++)
        cells[j] = cells[j] ? cells[j] : g_strdup("");
    return cells;
}

static char *dialect_text(const CsvReader *reader)
{
    const CsvDialect *dialect = csv_dialect(reader);
    const char *name = dialect->delimiter == ','    ? "comma"
                       : dialect->delimiter == ';'  ? "semicolon"
                       : dialect->delimiter == '\t' ? "tab"
                                                    : "bar";
    if (dialect->preamble)
        return g_strdup_printf("%s, header behind %d lines of prose", name, dialect->skip_lines);
    return g_strdup_printf("%s, %s", name, dialect->has_header ? "header" : "no header");
}

/* A look at the file's first rows, before any is mapped: the order of day and month is decided for whole columns. */
static OrderVotes *take_votes(IngestRun *run, guint columns_n, GError **error)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, error) : NULL;
    g_autoptr(OrderVotes) votes = order_votes_new(columns_n);
    CsvRecord row;
    if (!reader)
        return NULL;
    /* A failure shows again, and is told, when the rows are read. */
    for (int i = 0; i < SAMPLE_ROWS && csv_next(reader, &row, NULL); i++)
        if (!row.problem)
            order_votes_add(votes, &row);
    return g_steal_pointer(&votes);
}

static bool decide_orders(IngestRun *run, const RowMap *map, char **columns, GError **error)
{
    g_autoptr(OrderVotes) votes = take_votes(run, g_strv_length(columns), error);
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    if (!votes)
        return false;
    order_votes_decide(votes, map, (const char *const *)columns, &run->mapper, notes);
    for (guint i = 0; i < notes->len; i++)
        if (!run_note(run, "day-order-assumed", notes->pdata[i], error))
            return false;
    return true;
}

static bool note_repeated_columns(IngestRun *run, char **columns, GError **error)
{
    Shape shape = {.columns = (const char *const *)columns};
    for (int i = 0; columns[i]; i++) {
        if (shape_column(&shape, columns[i]) == i)
            continue;
        g_autofree char *message =
            g_strdup_printf("column \"%s\" stands twice; the first one is read, column %d is not", columns[i], i + 1);
        if (!run_note(run, "repeated-column", message, error))
            return false;
    }
    return true;
}

static bool reject_row(IngestRun *run, const CsvRecord *row, GError **error)
{
    RejectFacts reject = {.row = row->number,
                          .line = row->problem_line ? row->problem_line : row->line,
                          .column = row->problem_column,
                          .reason = row->problem,
                          .raw = row->raw.text,
                          .raw_length = (gssize)row->raw.length};
    return run_reject(run, &reject, error);
}

/* Nearly every row is settled by its first cell. */
static bool says_nothing(const CsvRecord *row)
{
    for (guint i = 0; i < row->fields_n; i++)
        if (says_something(&row->fields[i]))
            return false;
    return true;
}

static bool take_row(IngestRun *run, RowMap *map, const CsvRecord *row, GError **error)
{
    if (row->problem)
        return reject_row(run, row, error);
    if (says_nothing(row))
        return true;
    if (run->rows) {
        g_autoptr(YamlNode) node = row_tree_read(run->rows, row);
        return ingest_node(run, node, row->number, row, error);
    }
    mapper_begin(&run->mapper, row->line);
    row_map_fill(map, &run->mapper, row);
    return run_put(run, row->number, row, NULL, error);
}

static bool take_rows(IngestRun *run, CsvReader *reader, RowMap *map, GError **error)
{
    GError *failure = NULL;
    CsvRecord row;
    while (csv_next(reader, &row, &failure)) {
        if (!take_row(run, map, &row, error))
            return false;
        run_progress(run, row.number);
    }
    if (failure)
        g_propagate_error(error, failure);
    return !failure;
}

static bool take_events(IngestRun *run, CsvReader *reader, RowMap *map, char **columns, GError **error)
{
    int64_t rows_n = 0;
    if (!ingest_events(run, reader, map, (const char *const *)columns, &rows_n, error))
        return false;
    fact_writer_set_rows(run->writer, rows_n);
    return true;
}

typedef enum { ID_TELLS_APART, ID_REPEATS, ID_CONSTANT, ID_OF_OTHERS } IdUse;

typedef struct {
    Instant from, to; /* of all rows with one id so far; INSTANT_NONE: not told */
} IdSpan;

static Instant cell_time(const CsvRecord *row, int column)
{
    TimeRules rules = {0};
    TimeValue value;
    bool there = column >= 0 && (guint)column < row->fields_n;
    const Slice *cell = there ? &row->fields[column] : NULL;
    return cell && time_parse(cell->text, (gssize)cell->length, &rules, &value) == TIME_OK ? value.at : INSTANT_NONE;
}

/* Two spans with time between them. */
static bool lie_apart(const IdSpan *a, const IdSpan *b)
{
    bool told = a->from != INSTANT_NONE && a->to != INSTANT_NONE && b->from != INSTANT_NONE && b->to != INSTANT_NONE;
    return told && (a->to < b->from || b->to < a->from);
}

/* An id repeats where more than one row in ten has that of a row before it. Rows of one id whose spans lie apart are
 * different incidents of the same thing; stages of one incident follow each other without a gap. */
static IdUse id_use(IngestRun *run, int id, int start, int end)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, NULL);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, NULL) : NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    guint rows_n = 0, apart_n = 0;
    CsvRecord row;
    while (reader && rows_n < SAMPLE_ROWS && csv_next(reader, &row, NULL)) {
        if ((guint)id >= row.fields_n || !row.fields[id].length)
            continue;
        g_autofree char *key = g_strndup(row.fields[id].text, row.fields[id].length);
        IdSpan span = {cell_time(&row, start), cell_time(&row, end)}, *first = g_hash_table_lookup(seen, key);
        apart_n += first && lie_apart(first, &span);
        rows_n++;
        if (!first)
            g_hash_table_insert(seen, g_steal_pointer(&key), g_memdup2(&span, sizeof span));
    }
    guint ids_n = g_hash_table_size(seen), repeats_n = rows_n - ids_n;
    if (ids_n == 1 && rows_n > 1)
        return ID_CONSTANT;
    if (repeats_n * 10 <= rows_n)
        return ID_TELLS_APART;
    return apart_n * 2 > repeats_n ? ID_OF_OTHERS : ID_REPEATS;
}

/* The different words of a column; NULL where they are too many for states. */
static GPtrArray *column_words(IngestRun *run, guint column)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, NULL);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, NULL) : NULL;
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    CsvRecord row;
    for (int i = 0; reader && i < SAMPLE_ROWS && words->len <= STATES_MOST && csv_next(reader, &row, NULL); i++) {
        if (column >= row.fields_n || !row.fields[column].length)
            continue;
        g_autofree char *word = g_strndup(row.fields[column].text, row.fields[column].length);
        if (!g_ptr_array_find_with_equal_func(words, g_strstrip(word), g_str_equal, NULL))
            g_ptr_array_add(words, g_steal_pointer(&word));
    }
    return words->len <= STATES_MOST ? g_steal_pointer(&words) : NULL;
}

/* A file without ends whose rows say up and down, of something that has a name. */
static bool settle_runs(IngestRun *run, const Shape *shape)
{
    Profile *profile = run->guessed;
    if (profile_field(profile, TARGET_RESOLVED) ||
        (!profile_field(profile, TARGET_SERVICE) && !profile_field(profile, TARGET_ID)))
        return false;
    for (guint i = 0; shape->columns[i]; i++) {
        g_autoptr(GPtrArray) words = column_words(run, i);
        if (!words || !guess_is_states(words))
            continue;
        guess_runs(profile, shape->columns[i], run->guesses);
        return true;
    }
    return false;
}

static int guessed_column(const IngestRun *run, const Shape *shape, Target target)
{
    const FieldRule *field = profile_field(run->guessed, target);
    return field ? shape_column(shape, ((const FieldSource *)field->sources->pdata[0])->path) : -1;
}

/* An unknown file may be a log of events. */
static void settle_guess(IngestRun *run, const Shape *shape)
{
    if (run->guessed && settle_runs(run, shape))
        return;
    if (!run->guessed || !profile_field(run->guessed, TARGET_ID))
        return;
    int id = guessed_column(run, shape, TARGET_ID), start = guessed_column(run, shape, TARGET_STARTED);
    switch (id_use(run, id, start, guessed_column(run, shape, TARGET_RESOLVED))) {
    case ID_TELLS_APART:
        return;
    case ID_CONSTANT:
        guess_without_id(run->guessed, "is the same in every row", run->guesses);
        return;
    case ID_OF_OTHERS:
        guess_without_id(run->guessed, "stands in rows with starts and ends of their own", run->guesses);
        return;
    case ID_REPEATS:
        guess_group(run->guessed, run->guesses);
    }
}

bool delimited_look(IngestRun *run, GError **error)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, error) : NULL;
    if (!reader)
        return false;
    g_auto(GStrv) columns = column_names(reader), samples = sample_cells(run, csv_columns_n(reader));
    Shape shape = {.file = run->path, .columns = (const char *const *)columns, .samples = (const char *const *)samples};
    return run_choose(run, &shape, error);
}

bool ingest_delimited(IngestRun *run, GError **error)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, error) : NULL;
    if (!reader)
        return false;
    g_auto(GStrv) columns = column_names(reader), samples = sample_cells(run, csv_columns_n(reader));
    g_autofree char *dialect = dialect_text(reader);
    Shape shape = {.file = run->path, .columns = (const char *const *)columns, .samples = (const char *const *)samples};
    bool known;
    if (!run_choose(run, &shape, error))
        return false;
    settle_guess(run, &shape);
    if (!run_open(run, "csv", dialect, &known, error))
        return false;
    if (known)
        return true;
    g_autoptr(RowTree) rows = run->profile->nested ? row_tree_new(run->profile, shape.columns) : NULL;
    run->rows = rows;
    g_autoptr(RowMap) map = row_map_new(run->profile, shape.columns);
    if (!note_repeated_columns(run, columns, error) || !decide_orders(run, map, columns, error))
        return false;
    return run->profile->group ? take_events(run, reader, map, columns, error) : take_rows(run, reader, map, error);
}
