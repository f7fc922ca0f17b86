/* The CSV reader: places and contents worked out by hand, limits, and two independent readers on random files. */
#include "nines/ingest/csv.h"
#include <glib/gstdio.h>
#include <string.h>

/* Every record as "LINE:field|field;" or "!LINE.COLUMN;" for a problem. */
static char *show(const char *text, gsize length, const CsvDialect *dialect)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(TextSource) source = text_source_memory(text, length);
    g_autoptr(CsvReader) reader = csv_open(source, "x.csv", dialect, &error);
    if (reader == NULL)
        return g_strdup_printf("error %s", error->message);
    GString *out = g_string_new(NULL);
    CsvRecord record;
    while (csv_next(reader, &record, &error)) {
        if (record.problem != NULL)
            g_string_append_printf(out, "!%d.%u;", (int)record.problem_line, record.problem_column);
        else
            g_string_append_printf(out, "%d:", (int)record.line);
        for (guint i = 0; i < record.fields_n; i++)
            g_string_append_printf(out, "%.*s%c", (int)record.fields[i].length, record.fields[i].text,
                                   i + 1 < record.fields_n ? '|' : ';');
    }
    if (error != NULL)
        g_string_append_printf(out, "error %s", error->message);
    return g_string_free(out, FALSE);
}

static const struct {
    const char *name, *text, *expected;
} cases[] = {
    {"plain", "a,b\n1,2\n3,4\n", "2:1|2;3:3|4;"},
    {"no-last-line-end", "a,b\n1,2", "2:1|2;"},
    {"crlf", "a,b\r\n1,2\r\n3,4\r\n", "2:1|2;3:3|4;"},
    {"cr", "a,b\r1,2\r3,4", "2:1|2;3:3|4;"},
    {"semicolon-decimal-comma", "a;b;c\n1,5;2,5;3\n4,5;5,5;6\n", "2:1,5|2,5|3;3:4,5|5,5|6;"},
    {"tab", "a\tb\n1, x\t2\n", "2:1, x|2;"},
    {"bar", "a|b|c\n1|2|3\n", "2:1|2|3;"},
    {"sep-line", "sep=;\r\na;b\r\n1;2\r\n", "3:1|2;"},
    {"quoted", "a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", "2:x,y|he said \"no\";"},
    {"quoted-line-ends", "a,b\n\"1\n2\r\n3\",x\n4,y\n", "2:1\n2\r\n3|x;5:4|y;"},
    {"blank-lines", "a,b\n\n1,2\n\r\n\n3,4\n\n", "3:1|2;6:3|4;"},
    {"empty-fields", "a,b\n,\n\"\",x\n", "2:|;3:|x;"},
    {"quote-inside-plain", "a,b\n5\" disk,x\n", "2:5\" disk|x;"},
    {"title-formula", "a,b\n=1+1,@x\n", "2:=1+1|@x;"},
    {"too-few", "a,b,c\n1,2\n4,5,6\n", "!2.0;3:4|5|6;"},
    {"too-many", "a,b\n1,2,3\n4,5\n", "!2.0;3:4|5;"},
    {"empty-tail", "a,b\n1,2,,\n", "2:1|2;"},
    {"after-quote", "a,b\n\"x\"y,2\n3,4\n", "!2.1;3:3|4;"},
    {"open-quote", "a,b\n1,\"x\n3,4\n5,6\n", "!2.2;3:3|4;4:5|6;"},
    /* the stray quote of line 2 meets the good ones of line 3: only line 2 is lost */
    {"open-then-quoted", "a,b\n1,\"x\n\"p\",q\n5,6\n", "!2.2;3:p|q;4:5|6;"},
    /* the record starts on line 2, its bad quote opens on line 3 */
    {"second-quote-open", "a,b\n\"1\n2\",\"x\n5,6\n", "!3.2;4:5|6;"},
    {"no-header", "7,2022-01-01\n8,2022-01-02\n", "1:7|2022-01-01;2:8|2022-01-02;"},
    {"utf8", "n,o\n\"\xc3\xa9t\xc3\xa9\",\xe6\x97\xa5\n", "2:\xc3\xa9t\xc3\xa9|\xe6\x97\xa5;"},
    {"open-quote-header", "a,\"b\n1,2\n",
     "error x.csv:1: no readable header: the quote that opens on line 1 (past the "
     "last column) is never closed"},
    {"nothing", "\n\n", "error x.csv: holds no record"},
};

static void test_case(gconstpointer data)
{
    gsize i = GPOINTER_TO_SIZE(data);
    g_autofree char *shown = show(cases[i].text, strlen(cases[i].text), NULL);
    g_assert_cmpstr(shown, ==, cases[i].expected);
}

static void test_backslash(void)
{
    static const char text[] = "a,b\n\"say \\\"no\\\" now\",1\n\"c:\\\\x\",2\n";
    g_autofree char *shown = show(text, sizeof text - 1, NULL);
    g_assert_cmpstr(shown, ==, "2:say \"no\" now|1;3:c:\\x|2;");
}

static void test_nul(void)
{
    static const char text[] = "a,b\n1,x\0y\n3,4\n";
    g_autofree char *shown = show(text, sizeof text - 1, NULL);
    g_assert_cmpstr(shown, ==, "!2.0;3:3|4;");
}

static void test_names(void)
{
    static const char text[] = "Incident ID,\"Opened\nAt\",,opened_at\n1,2,3,4\n";
    g_autoptr(TextSource) source = text_source_memory(text, sizeof text - 1);
    g_autoptr(CsvReader) reader = csv_open(source, "x.csv", NULL, NULL);
    g_assert_cmpint(csv_find(reader, "incident_id"), ==, 0);
    g_assert_cmpint(csv_find(reader, "OPENED-AT"), ==, 1);
    g_assert_cmpint(csv_find(reader, "closed"), ==, -1);
    g_assert_cmpstr(csv_column_name(reader, 2), ==, "column 3");
    g_assert_cmpuint(csv_columns_n(reader), ==, 4);
}

/* A long text without line end or with an open quote costs its line, and the lines around it are read. */
static void check_long(const char *start, gsize length, const char *expected)
{
    g_autoptr(GString) text = g_string_new("a,b\n1,2\n");
    g_string_append(text, start);
    gsize at = text->len;
    g_string_set_size(text, at + length);
    memset(text->str + at, 'x', length);
    g_string_append(text, "\n3,4\n");
    g_autofree char *shown = show(text->str, text->len, NULL);
    g_assert_cmpstr(shown, ==, expected);
}

static void test_limits(void)
{
    check_long("0,", CSV_FIELD_MAX + 1, "2:1|2;!3.2;4:3|4;");
    check_long("0,\"", 5 * CSV_FIELD_MAX, "2:1|2;!3.2;4:3|4;");
    check_long("", 100 << 20, "2:1|2;!3.1;4:3|4;");
    g_autoptr(GString) wide = g_string_new("a,b\n");
    for (int i = 0; i < CSV_COLUMNS_MAX + 10; i++)
        g_string_append(wide, "1,");
    g_string_append(wide, "\n3,4\n");
    g_autofree char *shown =
        show(wide->str, wide->len, &(CsvDialect){.delimiter = ',', .quote = '"', .has_header = true});
    g_assert_cmpstr(shown, ==, "!2.4096;3:3|4;");
    /* each field is short enough, the record is not */
    g_autofree char *field = g_strnfill(CSV_FIELD_MAX - 1, 'y');
    g_autofree char *record =
        g_strdup_printf("a,b,c,d,e\n%s,%s,%s,%s,%s\n1,2,3,4,5\n", field, field, field, field, field);
    g_autofree char *long_shown = show(record, strlen(record), NULL);
    g_assert_true(g_str_has_suffix(long_shown, ";3:1|2|3|4|5;"));
    g_assert_true(g_str_has_prefix(long_shown, "!2."));
}

static void test_name_of_40000(void)
{
    g_autofree char *name = g_strnfill(40000, 'n');
    g_autofree char *text = g_strdup_printf("a,b\n%s,1\n", name);
    g_autofree char *expected = g_strdup_printf("2:%s|1;", name);
    g_autofree char *shown = show(text, strlen(text), NULL);
    g_assert_cmpstr(shown, ==, expected);
}

/* Quotes that never close cannot make reading quadratic. */
static void test_many_open_quotes(void)
{
    g_autoptr(GString) text = g_string_new("a,b\n");
    for (int i = 0; i < 4000; i++)
        g_string_append(text, "1,\"x\ny,\"z\"z\n");
    g_autofree char *shown = show(text->str, text->len, NULL);
    g_assert_nonnull(strstr(shown, "more than 1000 quotes are left open"));
}

/* ---- other readers ---- */

static const char *const pieces[] = {"a", "b", "7", " ", ",", ";", "\t", "|", "\"", "\n", "\xc3\xa9", "=", "'", "\\"};

static char *random_field(GRand *rand)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (int n = g_rand_int_range(rand, 0, 9); n > 0; n--)
        g_string_append(out, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void append_field(GString *out, GRand *rand, const char *field, char delimiter)
{
    const char special[] = {delimiter, '"', '\n', '\r', '\0'};
    if (strpbrk(field, special) == NULL && g_rand_boolean(rand)) {
        g_string_append(out, field);
        return;
    }
    g_auto(GStrv) parts = g_strsplit(field, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    g_string_append_printf(out, "\"%s\"", doubled);
}

/* The file, and its records with 0x1f behind a field and 0x1e behind a record. */
static void make_file(GRand *rand, char delimiter, const char *line_end, GString *file, GString *truth)
{
    int columns_n = g_rand_int_range(rand, 2, 7);
    for (int i = 0; i < columns_n; i++)
        g_string_append_printf(file, "h%c%c%s", 'a' + i, i + 1 < columns_n ? delimiter : ' ',
                               i + 1 < columns_n ? "" : line_end);
    for (int row = 0; row < 300; row++) {
        for (int i = 0; i < columns_n; i++) {
            g_autofree char *field = random_field(rand);
            append_field(file, rand, field, delimiter);
            g_string_append(file, i + 1 < columns_n ? (char[]){delimiter, '\0'} : line_end);
            g_string_append_printf(truth, "%s%c", field, i + 1 < columns_n ? 0x1f : 0x1e);
        }
    }
}

static char *read_with_ours(const GString *file, const CsvDialect *dialect)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(TextSource) source = text_source_memory(file->str, file->len);
    g_autoptr(CsvReader) reader = csv_open(source, "random.csv", dialect, &error);
    g_assert_no_error(error);
    GString *out = g_string_new(NULL);
    CsvRecord record;
    while (csv_next(reader, &record, &error)) {
        g_assert_null(record.problem);
        for (guint i = 0; i < record.fields_n; i++) {
            g_string_append_len(out, record.fields[i].text, (gssize)record.fields[i].length);
            g_string_append_c(out, i + 1 < record.fields_n ? 0x1f : 0x1e);
        }
    }
    g_assert_no_error(error);
    return g_string_free(out, FALSE);
}

static char *run(const char *const *words)
{
    char *out = NULL;
    int status = 0;
    if (!g_spawn_sync(NULL, (char **)words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, NULL) ||
        status != 0)
        g_clear_pointer(&out, g_free);
    return out;
}

static char *read_with_python(const char *path, char delimiter)
{
    static const char program[] =
        "import csv,sys\n"
        "rows=csv.reader(open(sys.argv[1],newline='',encoding='utf-8'),delimiter=sys.argv[2])\n"
        "next(rows)\n"
        "out=''.join('\\x1f'.join(r)+'\\x1e' for r in rows)\n"
        "sys.stdout.buffer.write(out.encode())\n";
    const char name[] = {delimiter, '\0'};
    return run((const char *const[]){"python3", "-c", program, path, name, NULL});
}

static char *read_with_sqlite(const char *path, char delimiter)
{
    g_autofree char *separator =
        g_strdup_printf(".separator \"%s\" \"\\n\"", delimiter == '\t' ? "\\t" : (const char[]){delimiter, '\0'});
    g_autofree char *import = g_strdup_printf(".import %s t", path);
    return run((const char *const[]){"sqlite3", ":memory:", "-cmd", ".mode csv", "-cmd", separator, "-cmd", import,
                                     "-cmd", ".mode ascii", "select * from t", NULL});
}

static void compare_with(const char *name, const char *theirs, const char *ours)
{
    if (theirs == NULL)
        g_test_message("%s is absent", name);
    else
        g_assert_cmpstr(ours, ==, theirs);
}

static void test_other_readers(void)
{
    static const char delimiters[] = ",;\t|";
    g_autoptr(GRand) rand = g_rand_new_with_seed(9);
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "nines-csv-XXXXXX", NULL);
    int descriptor = g_mkstemp(path);
    g_assert_cmpint(descriptor, >=, 0);
    g_close(descriptor, NULL);
    for (int i = 0; i < 12; i++) {
        char delimiter = delimiters[i % 4];
        g_autoptr(GString) file = g_string_new(NULL);
        g_autoptr(GString) truth = g_string_new(NULL);
        make_file(rand, delimiter, i % 3 == 1 ? "\r\n" : "\n", file, truth);
        g_assert_true(g_file_set_contents(path, file->str, (gssize)file->len, NULL));
        CsvDialect dialect = {.delimiter = delimiter, .quote = '"', .has_header = true};
        g_autofree char *ours = read_with_ours(file, &dialect);
        g_assert_cmpstr(ours, ==, truth->str);
        g_autofree char *python = read_with_python(path, delimiter);
        g_autofree char *sqlite = read_with_sqlite(path, delimiter);
        compare_with("python3", python, ours);
        compare_with("sqlite3", sqlite, ours);
    }
    g_unlink(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/csv/case/", cases[i].name, NULL);
        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
    }
    g_test_add_func("/csv/backslash", test_backslash);
    g_test_add_func("/csv/nul", test_nul);
    g_test_add_func("/csv/names", test_names);
    g_test_add_func("/csv/limits", test_limits);
    g_test_add_func("/csv/name-of-40000", test_name_of_40000);
    g_test_add_func("/csv/many-open-quotes", test_many_open_quotes);
    g_test_add_func("/csv/other-readers", test_other_readers);
    return g_test_run();
}
