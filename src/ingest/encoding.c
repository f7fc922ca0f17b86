/* One pass over the bytes of a file: hash, UTF-8 validity, and what its beginning says. */
#include "nines/ingest/encoding.h"
#include "content.h"
#include "content_hash.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BLOCK ((gsize)256 << 10)
#define HEAD ((gsize)4096)

typedef struct {
    const char *path;
    int descriptor;
    char *buffer;   /* the undecided end of the block before, then the block */
    gsize kept;     /* bytes of that end, at most 3 */
    int64_t done;   /* bytes of the file in front of buffer */
    bool seen_text; /* anything but blanks */
    bool only_hash; /* UTF-16: no bytes to validate */
    ContentHash *hash;
    Encoding encoding;
} Scan;

static const struct {
    const char *bytes;
    gsize length;
    const char *name;
} marks[] = {
    {"\xef\xbb\xbf", 3, "UTF-8"}, {"\xff\xfe\0\0", 4, "UTF-32LE"}, {"\0\0\xfe\xff", 4, "UTF-32BE"},
    {"\xff\xfe", 2, "UTF-16LE"},  {"\xfe\xff", 2, "UTF-16BE"},
};

static const struct {
    const char *bytes;
    gsize length;
    const char *what;
} binaries[] = {
    {"PK\3\4", 4, "a ZIP archive that holds no table; unpack it"},
    {"\xd0\xcf\x11\xe0", 4, "an old Office file; export it as CSV"},
    {"BZh", 3, "compressed (bzip2); unpack it first"},
    {"\xfd"
     "7zXZ",
     5, "compressed (xz); unpack it first"},
    {"\x28\xb5\x2f\xfd", 4, "compressed (zstd); unpack it first"},
    {"%PDF-", 5, "a PDF file"},
    {"\x89PNG", 4, "a PNG image"},
    {"\xff\xd8\xff", 3, "a JPEG image"},
    {"SQLite format 3", 16, "an SQLite database; name it with --db"},
    {"PAR1", 4, "a Parquet file; export it as CSV"},
    {"\x7f"
     "ELF",
     4, "a program"},
};

static bool starts_with(const char *head, gsize length, const char *bytes, gsize bytes_length)
{
    return length >= bytes_length && memcmp(head, bytes, bytes_length) == 0;
}

static void set_name(Encoding *encoding, const char *name)
{
    g_strlcpy(encoding->name, name, sizeof encoding->name);
}

static bool find_mark(const char *head, gsize length, Encoding *encoding)
{
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (starts_with(head, length, marks[i].bytes, marks[i].length)) {
            set_name(encoding, marks[i].name);
            encoding->bom_length = marks[i].length;
            return true;
        }
    return false;
}

/* Text in UTF-16 has many characters below 256 (digits, commas, line ends), whose other byte is NUL. */
static bool find_parity(const char *head, gsize length, Encoding *encoding)
{
    gsize pairs = length / 2, nuls[2] = {0, 0};
    for (gsize i = 0; i < pairs * 2; i++)
        nuls[i & 1] += head[i] == '\0';
    if (pairs < 8 || (nuls[0] > 0) == (nuls[1] > 0) || (nuls[0] + nuls[1]) * 4 < pairs)
        return false;
    set_name(encoding, nuls[1] > 0 ? "UTF-16LE" : "UTF-16BE");
    return true;
}

static bool check_binary(const char *path, const char *head, gsize length, GError **error)
{
    for (gsize i = 0; i < G_N_ELEMENTS(binaries); i++)
        if (starts_with(head, length, binaries[i].bytes, binaries[i].length))
            return error_at(error, ERROR_DATA, path, 0, 0, "is %s", binaries[i].what), false;
    gsize control_n = 0;
    for (gsize i = 0; i < length; i++)
        control_n += (guchar)head[i] < 32 && memchr("\t\n\r\f\v\033", head[i], 6) == NULL;
    if (control_n * 10 <= length)
        return true;
    error_at(error, ERROR_DATA, path, 0, 0,
             "is no text: %" G_GSIZE_FORMAT " of its first %" G_GSIZE_FORMAT " bytes are control characters", control_n,
             length);
    return false;
}

static bool look_at_head(Scan *scan, const char *head, gsize length, GError **error)
{
    gsize head_length = MIN(length, HEAD);
    bool wide = find_mark(head, head_length, &scan->encoding) || find_parity(head, head_length, &scan->encoding);
    scan->only_hash = wide && strcmp(scan->encoding.name, "UTF-8") != 0;
    return scan->only_hash || check_binary(scan->path, head, head_length, error);
}

/* Length of the ASCII text at the start of p; may stop short of it by less than 32 bytes. */
static gsize skip_ascii(const char *p, gsize n)
{
    gsize i = 0;
    for (; n - i >= 32; i += 32) {
        guint64 words[4];
        memcpy(words, p + i, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && (guchar)p[i] < 0x80)
        i++;
    return i;
}

/* Bytes that are whole, valid characters. *broken: what follows them is wrong, not merely cut. */
static gsize valid_length(const char *p, gsize n, bool *broken)
{
    gsize i = 0;
    while ((i += skip_ascii(p + i, n - i)) < n) {
        gunichar c = g_utf8_get_char_validated(p + i, (gssize)(n - i));
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            *broken = c == (gunichar)-1;
            return i;
        }
        i += (gsize)(g_utf8_next_char(p + i) - (p + i));
    }
    return n;
}

static void note_text(Scan *scan, const char *p, gsize n)
{
    for (gsize i = 0; i < n && !scan->seen_text; i++)
        scan->seen_text = (guchar)p[i] > ' ';
}

static void validate_block(Scan *scan, gsize n)
{
    if (scan->only_hash || scan->encoding.bad_at >= 0) {
        scan->kept = 0;
        return;
    }
    bool broken = false;
    gsize whole = scan->kept + n, valid = valid_length(scan->buffer, whole, &broken);
    if (broken)
        scan->encoding.bad_at = scan->done + (int64_t)valid;
    scan->kept = broken ? 0 : whole - valid;
    memmove(scan->buffer, scan->buffer + valid, scan->kept);
    scan->done += (int64_t)valid;
}

static bool read_failed(const char *path, GError **error)
{
    int number = errno;
    error_at(error, ERROR_IO, path, 0, 0, "cannot read it: %s", g_strerror(number));
    return false;
}

static bool scan_blocks(Scan *scan, GError **error)
{
    for (bool first = true;; first = false) {
        char *block = scan->buffer + scan->kept;
        gssize n = read(scan->descriptor, block, BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return read_failed(scan->path, error);
        if (n == 0)
            return true;
        if (first && !look_at_head(scan, block, (gsize)n, error))
            return false;
        gsize skip = first ? MIN(scan->encoding.bom_length, (gsize)n) : 0;
        note_text(scan, block + skip, (gsize)n - skip);
        content_hash_add(scan->hash, block, (gsize)n);
        scan->encoding.length += n;
        validate_block(scan, (gsize)n);
    }
}

/* The line of a byte; the file is read again, because only bad files need it. */
static int64_t line_of(Scan *scan, int64_t offset)
{
    int64_t line = 1;
    if (lseek(scan->descriptor, 0, SEEK_SET) != 0)
        return 0;
    while (offset > 0) {
        gssize n = read(scan->descriptor, scan->buffer, MIN(BLOCK, (gsize)offset));
        if (n <= 0)
            return 0;
        for (const char *p = scan->buffer; (p = memchr(p, '\n', (gsize)(scan->buffer + n - p))) != NULL; p++)
            line++;
        offset -= n;
    }
    return line;
}

static void choose(Scan *scan, const char *named)
{
    Encoding *encoding = &scan->encoding;
    if (!scan->only_hash && encoding->bad_at < 0 && scan->kept > 0)
        encoding->bad_at = scan->done; /* cut in the middle of its last character */
    if (encoding->bad_at >= 0)
        encoding->bad_line = line_of(scan, encoding->bad_at);
    if (encoding->name[0] != '\0')
        return;
    encoding->assumed = encoding->bad_at >= 0 && named == NULL;
    set_name(encoding, encoding->bad_at < 0 ? "UTF-8" : named != NULL ? named : "WINDOWS-1252");
}

static bool check_named(const char *named, GError **error)
{
    GIConv converter = named == NULL ? NULL : g_iconv_open("UTF-8", named);
    if (named == NULL || (converter != (GIConv)-1 && g_iconv_close(converter) == 0))
        return true;
    error_at(error, ERROR_USAGE, NULL, 0, 0, "unknown encoding \"%s\"", named);
    return false;
}

bool encoding_detect(const char *path, const char *named, Encoding *out, GError **error)
{
    if (!check_named(named, error))
        return false;
    Scan scan = {.path = path, .descriptor = content_open(path, error), .encoding = {.bad_at = -1}};
    if (scan.descriptor < 0)
        return false;
    g_autofree char *buffer = g_malloc(BLOCK + 4);
    g_autoptr(ContentHash) hash = content_hash_new();
    scan.buffer = buffer;
    scan.hash = hash;
    bool fine = scan_blocks(&scan, error);
    if (fine && !scan.seen_text) {
        error_at(error, ERROR_DATA, path, 0, 0, scan.encoding.length == 0 ? "is empty" : "holds nothing but blanks");
        fine = false;
    }
    if (fine) {
        choose(&scan, named);
        content_hash_text(hash, scan.encoding.hash);
        *out = scan.encoding;
    }
    close(scan.descriptor);
    return fine;
}

char *encoding_warning(const Encoding *encoding)
{
    if (encoding->bad_at < 0)
        return NULL;
    if (strcmp(encoding->name, "UTF-8") == 0)
        return g_strdup_printf("line %" G_GINT64_FORMAT " is not UTF-8; bad bytes became U+FFFD", encoding->bad_line);
    return g_strdup_printf("line %" G_GINT64_FORMAT " is not UTF-8; read as %s%s", encoding->bad_line, encoding->name,
                           encoding->assumed ? ", which is a guess" : "");
}
