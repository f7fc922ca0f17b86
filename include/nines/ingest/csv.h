/* Delimited text, record by record, with the place of everything.
 *
 * Invariant: every byte of the file belongs to the header, to a blank line or to exactly one record that is handed
 * out, and a record that cannot be read is handed out too, with its problem. A quote that is never closed costs its
 * own line: reading goes on at the line after the quote. Memory stays below 5 MiB whatever the file holds.
 *
 *     g_autoptr(CsvReader) reader = csv_open(source, "export.csv", NULL, &error);
 *     CsvRecord record;
 *     while (csv_next(reader, &record, &error))
 *         if (record.problem == NULL)
 *             use(record.fields[csv_find(reader, "started")]);
 */
#pragma once

#include "nines/ingest/encoding.h"

#define CSV_FIELD_MAX ((gsize)1 << 20)  /* bytes of one field */
#define CSV_RECORD_MAX ((gsize)4 << 20) /* bytes of one record */
#define CSV_COLUMNS_MAX 4096

/* Text inside a reader's buffer; not NUL-terminated. */
typedef struct {
    const char *text;
    gsize length;
} Slice;

typedef struct {
    char delimiter;  /* , ; tab | */
    char quote;      /* '"' */
    bool backslash;  /* \" is a quote inside quotes, besides "" */
    bool has_header; /* the first record names the columns */
    bool preamble;   /* what is skipped are lines of prose above the columns */
    int skip_lines;  /* before the header: the "sep=;" line of spreadsheets, or the preamble */
} CsvDialect;

typedef struct {
    const Slice *fields; /* unescaped, a NUL behind each, as many as the reader has columns; valid until
                            the next csv_next */
    guint fields_n;      /* 0 with a problem */
    int64_t line;        /* on which the record starts, 1-based */
    int64_t number;      /* of the record, 1-based, header and blank lines not counted */
    Slice raw;           /* with a problem: its beginning as it stands in the file, at most 200 bytes */
    const char *problem; /* NULL: fine. Else a sentence that names its line; valid until the next csv_next */
    int64_t problem_line;
    guint problem_column; /* 1-based number of the field, 0 when it concerns the whole record */
} CsvRecord;

typedef struct CsvReader CsvReader;

/* The dialect of a file's beginning: the delimiter with the most constant number of fields (quoted text left alone),
 * then the most fields. complete: the sample is the whole file, else its last record is ignored. */
CsvDialect csv_sniff(const char *sample, gsize length, bool complete);

/* Takes the header at once. dialect NULL: sniffed over the first 64 KB. file is for messages. The source is borrowed
 * and must outlive the reader. Fails when the header cannot be read. */
CsvReader *csv_open(TextSource *source, const char *file, const CsvDialect *dialect, GError **error);
void csv_free(CsvReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvReader, csv_free)

const CsvDialect *csv_dialect(const CsvReader *reader);
/* Columns of the header, else of the first record. */
guint csv_columns_n(const CsvReader *reader);
/* The header's name, cleaned; "column 3" when the file has no header or the name is empty. */
const char *csv_column_name(const CsvReader *reader, guint column);
/* By text_key (case, blanks, _ and - do not matter); the first of equal names; -1 when absent. */
int csv_find(const CsvReader *reader, const char *name);

/* false at the end, and on failure with *error set (reading failed; or so many quotes are left open that the dialect
 * must be wrong). *record is written when true. A record with too few fields, too many (empty ones at the end are
 * dropped), a NUL byte, text after a closing quote, a quote never closed or more than the limits has a problem. */
bool csv_next(CsvReader *reader, CsvRecord *record, GError **error);
