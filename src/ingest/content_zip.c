/* ZIP archives as far as exports need them: one file, stored or deflated. */
#include "content_private.h"
#include "nines/base/file.h"
#include <string.h>

#define ARCHIVE_BYTES ((gsize)256 << 20)
#define END_RECORD 22u
#define CENTRAL_RECORD 46u
#define LOCAL_RECORD 30u
#define COMMENT_MAX 65535u

typedef struct {
    const guchar *bytes;
    gsize n;
} Archive;

typedef struct {
    char *name;
    guint method; /* 0 stored, 8 deflated */
    gsize packed_n, offset;
} Member;

static guint short_at(const guchar *at)
{
    return (guint)at[0] | (guint)at[1] << 8;
}

static gsize long_at(const guchar *at)
{
    return (gsize)short_at(at) | (gsize)short_at(at + 2) << 16;
}

static bool has_mark(const Archive *archive, gsize at, gsize length, const char *mark)
{
    return at + length <= archive->n && memcmp(archive->bytes + at, mark, 4) == 0;
}

/* The end record stands last, before a comment. */
static bool find_end(const Archive *archive, gsize *at)
{
    for (gsize back = END_RECORD; back <= archive->n && back <= END_RECORD + COMMENT_MAX; back++) {
        *at = archive->n - back;
        if (has_mark(archive, *at, END_RECORD, "PK\005\006"))
            return true;
    }
    return false;
}

static void member_clear(gpointer data)
{
    g_free(((Member *)data)->name);
}

static bool is_noise(const char *name)
{
    g_autofree char *base = g_path_get_basename(name);
    return g_str_has_suffix(name, "/") || g_str_has_prefix(name, "__MACOSX/") || *base == '.';
}

static GArray *list_members(const Archive *archive)
{
    gsize end;
    GArray *members = g_array_new(FALSE, TRUE, sizeof(Member));
    g_array_set_clear_func(members, member_clear);
    if (!find_end(archive, &end))
        return members;
    guint n = short_at(archive->bytes + end + 10);
    gsize at = long_at(archive->bytes + end + 16);
    for (guint i = 0; i < n && has_mark(archive, at, CENTRAL_RECORD, "PK\001\002"); i++) {
        const guchar *record = archive->bytes + at;
        gsize name_n = short_at(record + 28), rest_n = short_at(record + 30) + short_at(record + 32);
        if (at + CENTRAL_RECORD + name_n > archive->n)
            break;
        Member member = {g_strndup((const char *)record + CENTRAL_RECORD, name_n), short_at(record + 10),
                         long_at(record + 20), long_at(record + 42)};
        if (is_noise(member.name))
            g_free(member.name);
        else
            g_array_append_val(members, member);
        at += CENTRAL_RECORD + name_n + rest_n;
    }
    return members;
}

static bool write_member(int descriptor, const Archive *archive, const Member *member, const char *path, GError **error)
{
    gsize at = member->offset;
    bool there = has_mark(archive, at, LOCAL_RECORD, "PK\003\004");
    if (there)
        at += LOCAL_RECORD + short_at(archive->bytes + at + 26) + short_at(archive->bytes + at + 28);
    if (!there || at + member->packed_n > archive->n || (member->method != 0 && member->method != 8)) {
        error_at(error, ERROR_DATA, path, 0, 0, "%s in it cannot be unpacked", member->name);
        return false;
    }
    g_autoptr(GInputStream) packed =
        g_memory_input_stream_new_from_data(archive->bytes + at, (gssize)member->packed_n, NULL);
    if (member->method == 0)
        return content_copy(descriptor, packed, path, error);
    g_autoptr(GZlibDecompressor) unpacker = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW);
    g_autoptr(GInputStream) stream = g_converter_input_stream_new(packed, G_CONVERTER(unpacker));
    return content_copy(descriptor, stream, path, error);
}

static bool write_only_member(int descriptor, const Archive *archive, const char *path, GError **error)
{
    g_autoptr(GArray) members = list_members(archive);
    if (members->len == 1)
        return write_member(descriptor, archive, &g_array_index(members, Member, 0), path, error);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < MIN(members->len, 5u); i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "", g_array_index(members, Member, i).name);
    error_at(error, ERROR_DATA, path, 0, 0, "is an archive of %u files (%s); unpack it and name its folder",
             members->len, names->str);
    return false;
}

bool content_unzip(int descriptor, const char *path, GError **error)
{
    g_autofree char *text = NULL;
    Archive archive = {NULL, 0};
    if (!file_read(path, ARCHIVE_BYTES, &text, &archive.n, error))
        return false;
    archive.bytes = (const guchar *)text;
    return write_only_member(descriptor, &archive, path, error);
}

bool content_is_zip(const char *path)
{
    g_autofree char *text = NULL;
    Archive archive = {NULL, 0};
    if (!file_read(path, ARCHIVE_BYTES, &text, &archive.n, NULL))
        return false;
    archive.bytes = (const guchar *)text;
    g_autoptr(GArray) members = list_members(&archive);
    for (guint i = 0; i < members->len; i++)
        if (g_str_equal(g_array_index(members, Member, i).name, "[Content_Types].xml") ||
            g_str_equal(g_array_index(members, Member, i).name, "mimetype"))
            return false;
    return members->len > 0;
}
