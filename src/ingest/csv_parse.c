#include "csv_parse.h"
#include <string.h>

#define ONES G_GUINT64_CONSTANT(0x0101010101010101)
#define HIGHS (ONES << 7)

static guint64 repeated(char c)
{
    return ONES * (guchar)c;
}

void csv_scanner_init(CsvScanner *scanner, const CsvDialect *dialect)
{
    const char escape = dialect->backslash ? '\\' : dialect->quote;
    const char plain[CSV_STOPS] = {'\n', '\r', dialect->delimiter, dialect->delimiter};
    const char quoted[CSV_STOPS] = {'\n', '\r', dialect->quote, escape};
    memset(scanner, 0, sizeof *scanner);
    scanner->dialect = *dialect;
    for (int i = 0; i < CSV_STOPS; i++) {
        scanner->plain[i] = repeated(plain[i]);
        scanner->quoted[i] = repeated(quoted[i]);
    }
}

/* The top bit of each byte of word that is the repeated one; above the lowest of them there may be false ones. */
static inline guint64 match_bytes(guint64 word, guint64 repeated)
{
    guint64 differing = word ^ repeated;
    return (differing - ONES) & ~differing & HIGHS;
}

static inline bool is_stop(const guint64 *stops, char c)
{
    bool found = false;
    for (int i = 0; i < CSV_STOPS; i++)
        found = found || (char)stops[i] == c;
    return found;
}

/* The first byte from i on that is one of stops, eight at a time; at the latest the sentinel behind the text. */
static inline gsize find_stop(const guint64 *stops, const char *text, gsize i, gsize length)
{
    for (; i + 8 <= length; i += 8) {
        guint64 word, found = 0;
        memcpy(&word, text + i, sizeof word);
        word = GUINT64_FROM_LE(word);
        for (int k = 0; k < CSV_STOPS; k++)
            found |= match_bytes(word, stops[k]);
        if (found)
            return i + (gsize)__builtin_ctzll(found) / 8;
    }
    while (!is_stop(stops, text[i]))
        i++;
    return i;
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
        i = find_stop(scanner->quoted, text, i, length);
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
        return *at < length && !is_stop(scanner->plain, text[*at]) ? CSV_AFTER_QUOTE : CSV_PARSED;
    }
    i = find_stop(scanner->plain, text, i, length);
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
