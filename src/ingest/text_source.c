/* The text of a file as UTF-8: read straight through when it is UTF-8 already, else converted block by block. */
#include "content.h"
#include "nines/ingest/encoding.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define RAW_SIZE ((gsize)64 << 10)
#define REPLACEMENT "\xef\xbf\xbd"

struct TextSource {
    char *path;
    int descriptor;     /* -1: from memory */
    const char *memory; /* what is left of it */
    gsize memory_length;
    GIConv converter; /* (GIConv)-1: bytes are passed on */
    gsize unit;       /* bytes of the smallest character */
    char *raw;        /* bytes not yet converted */
    gsize raw_at, raw_end;
    bool ended;
    int64_t replaced_n;
};

static TextSource *new_source(int descriptor)
{
    TextSource *source = g_new0(TextSource, 1);
    source->descriptor = descriptor;
    source->converter = (GIConv)-1;
    return source;
}

TextSource *text_source_memory(const char *text, gsize length)
{
    TextSource *source = new_source(-1);
    source->memory = text;
    source->memory_length = length;
    return source;
}

static gsize unit_of(const char *name)
{
    return g_str_has_prefix(name, "UTF-16") ? 2 : g_str_has_prefix(name, "UTF-32") ? 4 : 1;
}

static bool open_converter(TextSource *source, const Encoding *encoding, GError **error)
{
    if (strcmp(encoding->name, "UTF-8") == 0 && encoding->bad_at < 0)
        return true;
    source->converter = g_iconv_open("UTF-8", encoding->name);
    if (source->converter == (GIConv)-1)
        return error_at(error, ERROR_USAGE, source->path, 0, 0, "unknown encoding \"%s\"", encoding->name), false;
    source->unit = unit_of(encoding->name);
    source->raw = g_malloc(RAW_SIZE);
    return true;
}

TextSource *text_source_open(const char *path, const Encoding *encoding, GError **error)
{
    int descriptor = content_open(path, error);
    if (descriptor < 0)
        return NULL;
    if (lseek(descriptor, (off_t)encoding->bom_length, SEEK_SET) < 0) {
        int number = errno;
        error_at(error, ERROR_NO_INPUT, path, 0, 0, "cannot read it: %s", g_strerror(number));
        close(descriptor);
        return NULL;
    }
    g_autoptr(TextSource) source = new_source(descriptor);
    source->path = g_strdup(path);
    return open_converter(source, encoding, error) ? g_steal_pointer(&source) : NULL;
}

void text_source_free(TextSource *source)
{
    if (source == NULL)
        return;
    if (source->descriptor >= 0)
        close(source->descriptor);
    if (source->converter != (GIConv)-1)
        g_iconv_close(source->converter);
    g_free(source->raw);
    g_free(source->path);
    g_free(source);
}

static gssize read_raw(TextSource *source, char *buffer, gsize size, GError **error)
{
    if (source->descriptor < 0) {
        gsize n = MIN(size, source->memory_length);
        if (n > 0)
            memcpy(buffer, source->memory, n);
        source->memory += n;
        source->memory_length -= n;
        return (gssize)n;
    }
    for (;;) {
        gssize n = read(source->descriptor, buffer, size);
        if (n >= 0)
            return n;
        if (errno == EINTR)
            continue;
        int number = errno;
        error_at(error, ERROR_IO, source->path, 0, 0, "cannot read it: %s", g_strerror(number));
        return -1;
    }
}

static bool refill(TextSource *source, GError **error)
{
    gsize left = source->raw_end - source->raw_at;
    memmove(source->raw, source->raw + source->raw_at, left);
    gssize n = read_raw(source, source->raw + left, RAW_SIZE - left, error);
    if (n < 0)
        return false;
    source->raw_at = 0;
    source->raw_end = left + (gsize)n;
    source->ended = n == 0;
    return true;
}

/* One bad or cut character becomes U+FFFD. */
static void replace_one(TextSource *source, char **out, gsize *room)
{
    source->raw_at += MIN(source->unit, source->raw_end - source->raw_at);
    memcpy(*out, REPLACEMENT, 3);
    *out += 3;
    *room -= 3;
    source->replaced_n++;
    g_iconv(source->converter, NULL, NULL, NULL, NULL);
}

/* Converts until the output is full (false) or more input is needed (true). */
static bool convert(TextSource *source, char **out, gsize *room)
{
    while (source->raw_at < source->raw_end) {
        char *in = source->raw + source->raw_at;
        gsize left = source->raw_end - source->raw_at;
        gsize status = g_iconv(source->converter, &in, &left, out, room);
        int number = errno;
        source->raw_at = source->raw_end - left;
        if (status != (gsize)-1)
            continue;
        if (number == EINVAL && !source->ended)
            return true;
        if (number == E2BIG || *room < 3)
            return false;
        replace_one(source, out, room);
    }
    return true;
}

gssize text_source_read(TextSource *source, char *buffer, gsize size, GError **error)
{
    if (source->converter == (GIConv)-1)
        return read_raw(source, buffer, size, error);
    char *out = buffer;
    gsize room = size;
    while (convert(source, &out, &room) && out == buffer && !(source->ended && source->raw_at == source->raw_end))
        if (!refill(source, error))
            return -1;
    return out - buffer;
}

int64_t text_source_replaced(const TextSource *source)
{
    return source->replaced_n;
}
