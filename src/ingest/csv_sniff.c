/* The dialect of a file from its beginning. */
#include "csv_parse.h"
#include <string.h>

#define RECORDS_MAX 200
#define NAME_MAX_BYTES 100

typedef struct {
    guint records_n;
    guint usual_n;  /* records with the usual number of fields */
    guint fields_n; /* that number */
    guint problems_n;
} Shape;

/* Looks at whole records only; a cut one at the sample's end is left out. */
static Shape measure(const CsvDialect *dialect, const char *text, gsize length, bool final)
{
    CsvScanner scanner;
    csv_scanner_init(&scanner, dialect);
    g_autofree CsvSpan *spans = g_new(CsvSpan, CSV_COLUMNS_MAX);
    g_autofree guint *histogram = g_new0(guint, CSV_COLUMNS_MAX + 1);
    CsvParse parse = {.spans = spans};
    Shape shape = {0};
    for (gsize at = 0; at < length && shape.records_n < RECORDS_MAX; at += parse.length) {
        CsvStatus status = csv_parse(&scanner, text + at, length - at, final, &parse);
        if (status == CSV_BLANK)
            continue;
        if (status != CSV_PARSED) {
            shape.problems_n += status != CSV_MORE;
            break;
        }
        shape.records_n++;
        guint n = ++histogram[parse.spans_n];
        if (n > shape.usual_n) {
            shape.usual_n = n;
            shape.fields_n = parse.spans_n;
        }
    }
    return shape;
}

static bool is_better(const Shape *a, const Shape *b)
{
    if (a->fields_n < 2 || a->usual_n * 2 < a->records_n)
        return false;
    guint64 a_share = (guint64)a->usual_n * b->records_n, b_share = (guint64)b->usual_n * a->records_n;
    if (b->fields_n < 2 || a->problems_n != b->problems_n)
        return b->fields_n < 2 || a->problems_n < b->problems_n;
    return a_share != b_share ? a_share > b_share : a->fields_n > b->fields_n;
}

/* A name holds a letter and is neither a number nor a date. */
static bool is_name(const char *text, gsize length)
{
    gsize digits_n = 0, letters_n = 0;
    for (gsize i = 0; i < length; i++) {
        digits_n += g_ascii_isdigit(text[i]);
        letters_n += g_ascii_isalpha(text[i]) || (guchar)text[i] >= 0x80;
    }
    return length <= NAME_MAX_BYTES && digits_n < 4 && letters_n > 0 && !g_ascii_isdigit(text[0]);
}

/* Names may repeat (a tool that exports several labels has as many columns of that name), but most differ. */
static bool is_header(const char *text, const CsvParse *parse)
{
    guint names_n = 0;
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < parse->spans_n; i++) {
        const CsvSpan *span = &parse->spans[i];
        gsize length = span->to - span->from;
        if (length == 0)
            continue;
        if (!is_name(text + span->from, length))
            return false;
        g_hash_table_add(seen, g_strndup(text + span->from, length));
        names_n++;
    }
    return names_n > 0 && g_hash_table_size(seen) * 2 > names_n;
}

static bool find_header(const CsvDialect *dialect, const char *text, gsize length, bool final)
{
    CsvScanner scanner;
    csv_scanner_init(&scanner, dialect);
    g_autofree CsvSpan *spans = g_new(CsvSpan, CSV_COLUMNS_MAX);
    CsvParse parse = {.spans = spans};
    for (gsize at = 0; at < length; at += parse.length) {
        CsvStatus status = csv_parse(&scanner, text + at, length - at, final, &parse);
        if (status != CSV_BLANK)
            return status != CSV_PARSED || is_header(text + at, &parse);
    }
    return true;
}

/* "sep=;" alone on the first line, which spreadsheets write and obey. */
static gsize read_separator(const char *text, gsize length, CsvDialect *dialect)
{
    if (length < 6 || g_ascii_strncasecmp(text, "sep=", 4) != 0 || (text[5] != '\n' && text[5] != '\r'))
        return 0;
    dialect->delimiter = text[4];
    dialect->skip_lines = 1;
    return length > 6 && text[5] == '\r' && text[6] == '\n' ? 7 : 6;
}

static void choose_delimiter(CsvDialect *dialect, const char *text, gsize length, bool final)
{
    Shape best = {0};
    for (const char *delimiter = ",;\t|"; *delimiter != '\0'; delimiter++) {
        CsvDialect candidate = *dialect;
        candidate.delimiter = *delimiter;
        Shape shape = measure(&candidate, text, length, final);
        candidate.backslash = true;
        Shape escaped = measure(&candidate, text, length, final);
        candidate.backslash = escaped.problems_n < shape.problems_n;
        if (candidate.backslash)
            shape = escaped;
        if (is_better(&shape, &best)) {
            best = shape;
            *dialect = candidate;
        }
    }
}

#define PREAMBLE_MAX 20

static gsize lines_in(const char *text, gsize length)
{
    gsize n = 0;
    for (gsize i = 0; i < length; i++)
        n += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return n;
}

/* What reporting tools write above the columns: records of one field in front of a table of several. Returns where the
 * table begins. */
static gsize find_preamble(CsvDialect *dialect, const char *text, gsize length, bool final)
{
    Shape shape = measure(dialect, text, length, final);
    CsvScanner scanner;
    csv_scanner_init(&scanner, dialect);
    g_autofree CsvSpan *spans = g_new(CsvSpan, CSV_COLUMNS_MAX);
    CsvParse parse = {.spans = spans};
    gsize at = 0;
    guint heads_n = 0;
    for (; shape.fields_n > 2 && at < length && heads_n <= PREAMBLE_MAX; at += parse.length) {
        CsvStatus status = csv_parse(&scanner, text + at, length - at, final, &parse);
        if (status == CSV_PARSED && parse.spans_n == shape.fields_n)
            break;
        if (status != CSV_BLANK && (status != CSV_PARSED || parse.spans_n != 1))
            return 0;
        heads_n += status == CSV_PARSED;
    }
    if (!heads_n || heads_n > PREAMBLE_MAX)
        return 0;
    dialect->preamble = true;
    dialect->skip_lines = (int)lines_in(text, at);
    return at;
}

CsvDialect csv_sniff(const char *sample, gsize length, bool complete)
{
    CsvDialect dialect = {.delimiter = ',', .quote = '"'};
    g_autofree char *text = g_malloc(length + 1);
    memcpy(text, sample, length);
    text[length] = '\n';
    gsize skip = read_separator(text, length, &dialect);
    if (skip == 0)
        choose_delimiter(&dialect, text, length, complete);
    if (skip == 0)
        skip = find_preamble(&dialect, text, length, complete);
    dialect.has_header = find_header(&dialect, text + skip, length - skip, complete);
    return dialect;
}
