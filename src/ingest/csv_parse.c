#include "csv_parse.h"
#include <string.h>

void csv_scanner_init(CsvScanner *scanner, const CsvDialect *dialect)
{
    memset(scanner, 0, sizeof *scanner);
    scanner->dialect = *dialect;
    scanner->plain['\n'] = scanner->plain['\r'] = scanner->plain[(guchar)dialect->delimiter] = 1;
    scanner->quoted['\n'] = scanner->quoted['\r'] = scanner->quoted[(guchar)dialect->quote] = 1;
    if (dialect->backslash)
        scanner->quoted['\\'] = 1;
}

/* Bytes of the line end at i: 0 when cut (CR as the last byte of what is known). */
static gsize line_end(const char *text, gsize i, gsize length, bool final)
{
    if (text[i] == '\n')
        return 1;
    if (i + 1 == length)
        return final ? 1 : 0;
    return text[i + 1] == '\n' ? 2 : 1;
}

/* From behind the opening quote to behind the closing one. */
static CsvStatus scan_quoted(const CsvScanner *scanner, const char *text, gsize length, bool final, gsize *at,
                             CsvParse *parse)
{
    const char quote = scanner->dialect.quote;
    gsize start = *at, i = start;
    CsvSpan *span = &parse->spans[parse->spans_n - 1];
    for (;;) {
        while (!scanner->quoted[(guchar)text[i]])
            i++;
        if (i - start > CSV_FIELD_MAX)
            return CSV_OPEN_QUOTE;
        if (i >= length)
            return final ? CSV_OPEN_QUOTE : CSV_MORE;
        if (text[i] == '\n' || text[i] == '\r') {
            parse->lines += text[i] == '\n' || text[i + 1] != '\n' || i + 1 == length;
            i++;
            continue;
        }
        bool is_quote = text[i] == quote;
        if (i + 1 >= length && !final)
            return CSV_MORE;
        if (is_quote && !(i + 1 < length && text[i + 1] == quote))
            break;
        span->escaped = true;
        i += i + 1 < length && (is_quote || text[i + 1] == quote || text[i + 1] == '\\') ? 2 : 1;
    }
    span->from = start;
    span->to = i;
    *at = i + 1;
    return CSV_PARSED;
}

static CsvStatus scan_field(const CsvScanner *scanner, const char *text, gsize length, bool final, gsize *at,
                            CsvParse *parse)
{
    CsvSpan *span = &parse->spans[parse->spans_n++];
    span->escaped = false;
    gsize i = *at;
    parse->resume_at = i;
    parse->resume_lines = parse->lines;
    if (i < length && text[i] == scanner->dialect.quote) {
        *at = i + 1;
        CsvStatus status = scan_quoted(scanner, text, length, final, at, parse);
        if (status != CSV_PARSED)
            return status;
        return *at < length && !scanner->plain[(guchar)text[*at]] ? CSV_AFTER_QUOTE : CSV_PARSED;
    }
    while (!scanner->plain[(guchar)text[i]])
        i++;
    span->from = *at;
    span->to = *at = i;
    return i - span->from > CSV_FIELD_MAX ? CSV_TOO_LONG : CSV_PARSED;
}

CsvStatus csv_parse(const CsvScanner *scanner, const char *text, gsize length, bool final, CsvParse *parse)
{
    const char delimiter = scanner->dialect.delimiter;
    gsize at = 0;
    parse->spans_n = 0;
    parse->lines = 0;
    for (;;) {
        if (parse->spans_n == CSV_COLUMNS_MAX)
            return CSV_TOO_MANY;
        CsvStatus status = scan_field(scanner, text, length, final, &at, parse);
        if (status != CSV_PARSED)
            return status;
        if (at >= length)
            break;
        if (text[at] != delimiter)
            break;
        at++;
    }
    gsize end = at < length ? line_end(text, at, length, final) : 0;
    if (end == 0 && !final)
        return CSV_MORE;
    bool is_blank = at == 0;
    parse->length = at + end;
    parse->lines += end > 0;
    return is_blank ? CSV_BLANK : CSV_PARSED;
}

gsize csv_unescape(const CsvScanner *scanner, char *text, const CsvSpan *span)
{
    const char quote = scanner->dialect.quote;
    gsize out = span->from;
    for (gsize i = span->from; i < span->to; i++) {
        bool escapes = text[i] == quote || (scanner->dialect.backslash && text[i] == '\\' && i + 1 < span->to &&
                                            (text[i + 1] == quote || text[i + 1] == '\\'));
        if (escapes)
            i++;
        text[out++] = text[i];
    }
    return out - span->from;
}
