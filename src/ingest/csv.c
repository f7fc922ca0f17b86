/* The reader of delimited text: a window over the source, the scanner, and what to say about a bad record. */
#include "nines/ingest/csv.h"
#include "csv_parse.h"
#include "nines/base/text.h"
#include "window.h"
#include <string.h>

#define SAMPLE ((gsize)64 << 10)
#define RAW_MAX ((gsize)200)
#define OPEN_QUOTES_MAX 1000 /* each may cost a scan of CSV_FIELD_MAX */

struct CsvReader {
    char *file;
    Window window;
    CsvScanner scanner;
    CsvParse parse;
    CsvSpan *spans;
    Slice *fields;
    char **names; /* cleaned */
    char **keys;
    guint columns_n;
    int64_t line; /* of the window's start */
    int64_t number;
    int open_quotes_n;
    GString *problem;
    char raw[RAW_MAX];
};

void csv_free(CsvReader *reader)
{
    if (reader == NULL)
        return;
    window_close(&reader->window);
    g_strfreev(reader->names);
    g_strfreev(reader->keys);
    g_free(reader->spans);
    g_free(reader->fields);
    g_string_free(reader->problem, TRUE);
    g_free(reader->file);
    g_free(reader);
}

static CsvReader *new_reader(TextSource *source, const char *file)
{
    CsvReader *reader = g_new0(CsvReader, 1);
    reader->file = g_strdup(file);
    reader->spans = g_new(CsvSpan, CSV_COLUMNS_MAX);
    reader->fields = g_new(Slice, CSV_COLUMNS_MAX);
    reader->parse.spans = reader->spans;
    reader->problem = g_string_new(NULL);
    reader->line = 1;
    window_open(&reader->window, source, CSV_RECORD_MAX);
    return reader;
}

/* Scans the next record, reading more of the source as needed. *ended: there is none. */
static bool scan_record(CsvReader *reader, CsvStatus *status, bool *ended, GError **error)
{
    Window *window = &reader->window;
    GError *failure = NULL;
    for (;;) {
        gsize left = window->to - window->from;
        *ended = left == 0 && window->ended;
        if (*ended)
            return true;
        if (left > 0)
            *status = csv_parse(&reader->scanner, window->text + window->from, left, window->ended, &reader->parse);
        if (left > 0 && *status == CSV_BLANK) {
            window->from += reader->parse.length;
            reader->line += reader->parse.lines;
            continue;
        }
        if (left > 0 && *status != CSV_MORE)
            return true;
        if (!window_more(window, &failure) && !window->ended)
            break;
    }
    if (failure != NULL) {
        g_propagate_error(error, failure);
        return false;
    }
    *status = CSV_TOO_LONG;
    return true;
}

/* ---- bad records ---- */

static const char *column_name(const CsvReader *reader, guint column)
{
    return column < reader->columns_n ? reader->names[column] : "past the last column";
}

static void describe(CsvReader *reader, CsvStatus status, CsvRecord *record)
{
    record->problem_line = reader->line + reader->parse.resume_lines;
    record->problem_column = reader->parse.spans_n;
    const char *name = column_name(reader, record->problem_column - 1);
    long long line = (long long)record->problem_line;
    switch (status) {
    case CSV_OPEN_QUOTE:
        g_string_printf(reader->problem, "the quote that opens on line %lld (%s) is never closed", line, name);
        break;
    case CSV_AFTER_QUOTE:
        g_string_printf(reader->problem, "line %lld: text follows the closing quote of %s", line, name);
        break;
    case CSV_TOO_MANY:
        g_string_printf(reader->problem, "line %lld has more than %d fields", line, CSV_COLUMNS_MAX);
        break;
    default:
        g_string_printf(reader->problem, "line %lld: %s makes the record too long (a field may have 1 MiB, a record 4)",
                        line, name);
    }
}

static void keep_raw(CsvReader *reader, CsvRecord *record)
{
    const Window *window = &reader->window;
    gsize length = MIN(RAW_MAX, window->to - window->from);
    memcpy(reader->raw, window->text + window->from, length);
    record->raw = (Slice){reader->raw, length};
}

static bool check_open_quotes(CsvReader *reader, CsvStatus status, GError **error)
{
    bool is_open = status == CSV_OPEN_QUOTE || reader->parse.lines > reader->parse.resume_lines;
    reader->open_quotes_n += is_open;
    if (reader->open_quotes_n <= OPEN_QUOTES_MAX)
        return true;
    error_at(error, ERROR_DATA, reader->file, reader->line, 0,
             "more than %d quotes are left open up to here; the file's quoting is not that of CSV", OPEN_QUOTES_MAX);
    return false;
}

/* Reports the record and goes on at the line after the trouble began. */
static bool reject_broken(CsvReader *reader, CsvStatus status, CsvRecord *record, GError **error)
{
    if (!check_open_quotes(reader, status, error))
        return false;
    describe(reader, status, record);
    keep_raw(reader, record);
    record->problem = reader->problem->str;
    reader->window.from += reader->parse.resume_at;
    reader->line = record->problem_line;
    bool had_line = false;
    if (!window_skip_line(&reader->window, &had_line, error))
        return false;
    reader->line += had_line;
    return true;
}

static void reject_whole(CsvReader *reader, CsvRecord *record)
{
    record->problem = reader->problem->str;
    record->problem_line = record->line;
    record->problem_column = 0;
    record->fields_n = 0;
    keep_raw(reader, record);
    record->raw.length = MIN(record->raw.length, reader->parse.length);
}

/* ---- good records ---- */

static gsize count_fields(const CsvReader *reader)
{
    const CsvParse *parse = &reader->parse;
    guint n = parse->spans_n;
    while (n > reader->columns_n && parse->spans[n - 1].from == parse->spans[n - 1].to)
        n--;
    return n;
}

static bool has_nul(const CsvReader *reader)
{
    const Window *window = &reader->window;
    return window->nul && memchr(window->text + window->from, '\0', reader->parse.length) != NULL;
}

static bool check_whole(CsvReader *reader, CsvRecord *record)
{
    gsize n = count_fields(reader);
    if (n == reader->columns_n && !has_nul(reader))
        return true;
    if (n != reader->columns_n)
        g_string_printf(reader->problem, "line %lld has %u fields where %u are expected", (long long)record->line,
                        (guint)n, reader->columns_n);
    else
        g_string_printf(reader->problem, "line %lld holds a NUL byte", (long long)record->line);
    reject_whole(reader, record);
    return false;
}

static void give_fields(CsvReader *reader, CsvRecord *record)
{
    char *text = reader->window.text + reader->window.from;
    for (guint i = 0; i < reader->columns_n; i++) {
        const CsvSpan *span = &reader->spans[i];
        reader->fields[i].text = text + span->from;
        gsize length = span->escaped ? csv_unescape(&reader->scanner, text, span) : span->to - span->from;
        reader->fields[i].length = length;
        text[span->from + length] = '\0'; /* in place of the quote, the delimiter, the line end or the sentinel */
    }
    record->fields = reader->fields;
    record->fields_n = reader->columns_n;
}

static void pass_record(CsvReader *reader)
{
    reader->window.from += reader->parse.length;
    reader->line += reader->parse.lines;
}

bool csv_next(CsvReader *reader, CsvRecord *record, GError **error)
{
    CsvStatus status = CSV_PARSED;
    bool ended = false;
    if (!scan_record(reader, &status, &ended, error) || ended)
        return false;
    CsvRecord next = {.fields = reader->fields, .line = reader->line, .number = ++reader->number};
    if (status != CSV_PARSED) {
        if (!reject_broken(reader, status, &next, error))
            return false;
    } else {
        if (check_whole(reader, &next))
            give_fields(reader, &next);
        pass_record(reader);
    }
    *record = next;
    return true;
}

/* ---- the beginning ---- */

static void set_columns(CsvReader *reader, bool has_names)
{
    guint n = reader->parse.spans_n;
    reader->columns_n = n;
    reader->names = g_new0(char *, n + 1);
    reader->keys = g_new0(char *, n + 1);
    char *text = reader->window.text + reader->window.from;
    for (guint i = 0; i < n; i++) {
        const CsvSpan *span = &reader->spans[i];
        gsize length = !has_names      ? 0
                       : span->escaped ? csv_unescape(&reader->scanner, text, span)
                                       : span->to - span->from;
        g_autofree char *name = text_clean(text + span->from, (gssize)length);
        g_strstrip(name);
        reader->names[i] = name[0] != '\0' ? g_steal_pointer(&name) : g_strdup_printf("column %u", i + 1);
        reader->keys[i] = text_key(reader->names[i], -1);
    }
}

static bool fill_sample(CsvReader *reader, GError **error)
{
    GError *failure = NULL;
    while (reader->window.to < SAMPLE && window_more(&reader->window, &failure))
        ;
    if (failure != NULL)
        g_propagate_error(error, failure);
    return failure == NULL;
}

static CsvDialect sniff_window(const CsvReader *reader)
{
    const Window *window = &reader->window;
    return csv_sniff(window->text, MIN(window->to, SAMPLE), window->ended && window->to <= SAMPLE);
}

static bool skip_lines(CsvReader *reader, int n, GError **error)
{
    bool had_line = true;
    for (int i = 0; i < n && had_line; i++) {
        if (!window_skip_line(&reader->window, &had_line, error))
            return false;
        reader->line += had_line;
    }
    return true;
}

static bool read_header(CsvReader *reader, GError **error)
{
    CsvStatus status = CSV_PARSED;
    bool ended = false;
    if (!scan_record(reader, &status, &ended, error))
        return false;
    if (ended) {
        error_at(error, ERROR_DATA, reader->file, 0, 0, "holds no record");
        return false;
    }
    if (status != CSV_PARSED) {
        CsvRecord record;
        describe(reader, status, &record);
        error_at(error, ERROR_DATA, reader->file, record.problem_line, 0, "no readable header: %s",
                 reader->problem->str);
        return false;
    }
    bool has_header = reader->scanner.dialect.has_header;
    set_columns(reader, has_header);
    if (has_header)
        pass_record(reader);
    return true;
}

CsvReader *csv_open(TextSource *source, const char *file, const CsvDialect *dialect, GError **error)
{
    g_autoptr(CsvReader) reader = new_reader(source, file);
    if (!fill_sample(reader, error))
        return NULL;
    CsvDialect chosen = dialect != NULL ? *dialect : sniff_window(reader);
    csv_scanner_init(&reader->scanner, &chosen);
    if (!skip_lines(reader, chosen.skip_lines, error) || !read_header(reader, error))
        return NULL;
    return g_steal_pointer(&reader);
}

const CsvDialect *csv_dialect(const CsvReader *reader)
{
    return &reader->scanner.dialect;
}

guint csv_columns_n(const CsvReader *reader)
{
    return reader->columns_n;
}

const char *csv_column_name(const CsvReader *reader, guint column)
{
    return reader->names[column];
}

int csv_find(const CsvReader *reader, const char *name)
{
    g_autofree char *key = text_key(name, -1);
    for (guint i = 0; i < reader->columns_n; i++)
        if (strcmp(reader->keys[i], key) == 0)
            return (int)i;
    return -1;
}
