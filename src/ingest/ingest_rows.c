#include "guess.h"
#include "ingest_private.h"

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

static guint cells_said(const CsvRecord *row)
{
    guint n = 0;
    for (guint i = 0; i < row->fields_n; i++)
        n += row->fields[i].length > 0;
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
            if (row.fields[j].length && (n > fullest_n || !cells[j])) {
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

static bool take_row(IngestRun *run, RowMap *map, const CsvRecord *row, GError **error)
{
    if (row->problem)
        return reject_row(run, row, error);
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

typedef enum { ID_TELLS_APART, ID_REPEATS, ID_CONSTANT } IdUse;

/* An id repeats where more than one row in ten has that of a row before it. */
static IdUse id_use(IngestRun *run, guint column)
{
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, NULL);
    g_autoptr(CsvReader) reader = source ? csv_open(source, run->path, NULL, NULL) : NULL;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    guint rows_n = 0;
    CsvRecord row;
    while (reader && rows_n < SAMPLE_ROWS && csv_next(reader, &row, NULL))
        if (column < row.fields_n && row.fields[column].length) {
            g_hash_table_add(seen, g_strndup(row.fields[column].text, row.fields[column].length));
            rows_n++;
        }
    guint ids_n = g_hash_table_size(seen);
    if (ids_n == 1 && rows_n > 1)
        return ID_CONSTANT;
    return (rows_n - ids_n) * 10 > rows_n ? ID_REPEATS : ID_TELLS_APART;
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

/* An unknown file may be a log of events. */
static void settle_guess(IngestRun *run, const Shape *shape)
{
    if (run->guessed && settle_runs(run, shape))
        return;
    const FieldRule *id = run->guessed ? profile_field(run->guessed, TARGET_ID) : NULL;
    int column = id ? shape_column(shape, ((const FieldSource *)id->sources->pdata[0])->path) : -1;
    IdUse use = column >= 0 ? id_use(run, (guint)column) : ID_TELLS_APART;
    if (use == ID_CONSTANT)
        guess_without_id(run->guessed, run->guesses);
    else if (use == ID_REPEATS)
        guess_group(run->guessed, run->guesses);
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
