/* The scanner of delimited text: finds the fields of one record in a buffer. Knows nothing of files.
 *
 * Invariant: text[length] is '\n' (a sentinel); nothing is written to the text.
 */
#pragma once

#include "nines/ingest/csv.h"

typedef struct {
    gsize from, to; /* without quotes */
    bool escaped;   /* holds doubled quotes or backslashes */
} CsvSpan;

typedef enum {
    CSV_PARSED,
    CSV_BLANK,       /* an empty line */
    CSV_MORE,        /* cut by the end of the buffer */
    CSV_OPEN_QUOTE,  /* not closed before the end of the file or the limit */
    CSV_AFTER_QUOTE, /* text between a closing quote and the delimiter */
    CSV_TOO_LONG,
    CSV_TOO_MANY,
} CsvStatus;

#define CSV_STOPS 4

typedef struct {
    CsvDialect dialect;
    guint64 plain[CSV_STOPS];  /* end an unquoted run: delimiter, CR, LF; each in all eight bytes */
    guint64 quoted[CSV_STOPS]; /* end a quoted run: quote, backslash, CR, LF */
} CsvScanner;

typedef struct {
    CsvSpan *spans; /* CSV_COLUMNS_MAX of them */
    guint spans_n;
    gsize length;     /* bytes with the line end */
    int lines;        /* line ends within, the last one too */
    gsize resume_at;  /* with a problem: reading may go on at the line after this byte */
    int resume_lines; /* line ends before it */
} CsvParse;

void csv_scanner_init(CsvScanner *scanner, const CsvDialect *dialect);
/* final: nothing follows the buffer. With a problem, spans_n - 1 is the column concerned. */
CsvStatus csv_parse(const CsvScanner *scanner, const char *text, gsize length, bool final, CsvParse *parse);
/* Writes the field without its escapes into text + span->from; returns the new length. */
gsize csv_unescape(const CsvScanner *scanner, char *text, const CsvSpan *span);
