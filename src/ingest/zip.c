#include "zip.h"
#include "nines/base/file.h"
#include <string.h>

#define ARCHIVE_BYTES ((gsize)256 << 20)
#define END_RECORD 22u
#define CENTRAL_RECORD 46u
#define LOCAL_RECORD 30u
#define COMMENT_MAX 65535u

typedef struct {
    char *name;
    guint method; /* 0 stored, 8 deflated */
    gsize packed_n, offset;
} Member;

struct ZipArchive {
    char *path;
    char *bytes;
    gsize n;
    GArray *members;
};

static guint short_at(const char *at)
{
    return (guint)(guchar)at[0] | (guint)(guchar)at[1] << 8;
}

static gsize long_at(const char *at)
{
    return (gsize)short_at(at) | (gsize)short_at(at + 2) << 16;
}

static bool has_mark(const ZipArchive *archive, gsize at, gsize length, const char *mark)
{
    return at <= archive->n && length <= archive->n - at && memcmp(archive->bytes + at, mark, 4) == 0;
}

/* The end record stands last, before a comment. */
static bool find_end(const ZipArchive *archive, gsize *at)
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
    bool hidden = *base == '.' && !g_str_equal(base, ".rels"); /* which workbooks need */
    return g_str_has_suffix(name, "/") || g_str_has_prefix(name, "__MACOSX/") || hidden;
}

static void list_members(ZipArchive *archive)
{
    gsize end;
    if (!find_end(archive, &end))
        return;
    guint n = short_at(archive->bytes + end + 10);
    gsize at = long_at(archive->bytes + end + 16);
    for (guint i = 0; i < n && has_mark(archive, at, CENTRAL_RECORD, "PK\001\002"); i++) {
        const char *record = archive->bytes + at;
        gsize name_n = short_at(record + 28), rest_n = short_at(record + 30) + short_at(record + 32);
        if (name_n > archive->n - at - CENTRAL_RECORD)
            break;
        Member member = {g_strndup(record + CENTRAL_RECORD, name_n), short_at(record + 10), long_at(record + 20),
                         long_at(record + 42)};
        if (is_noise(member.name))
            g_free(member.name);
        else
            g_array_append_val(archive->members, member);
        at += CENTRAL_RECORD + name_n + rest_n;
    }
}

ZipArchive *zip_open(const char *path, GError **error)
{
    g_autoptr(ZipArchive) archive = g_new0(ZipArchive, 1);
    archive->path = g_strdup(path);
    archive->members = g_array_new(FALSE, TRUE, sizeof(Member));
    g_array_set_clear_func(archive->members, member_clear);
    if (!file_read(path, ARCHIVE_BYTES, &archive->bytes, &archive->n, error))
        return NULL;
    list_members(archive);
    return g_steal_pointer(&archive);
}

void zip_free(ZipArchive *archive)
{
    if (archive == NULL)
        return;
    g_array_unref(archive->members);
    g_free(archive->bytes);
    g_free(archive->path);
    g_free(archive);
}

const char *zip_path(const ZipArchive *archive)
{
    return archive->path;
}

guint zip_members_n(const ZipArchive *archive)
{
    return archive->members->len;
}

const char *zip_member(const ZipArchive *archive, guint index)
{
    return g_array_index(archive->members, Member, index).name;
}

static const Member *find(const ZipArchive *archive, const char *name)
{
    for (guint i = 0; i < archive->members->len; i++)
        if (g_str_equal(zip_member(archive, i), name))
            return &g_array_index(archive->members, Member, i);
    return NULL;
}

bool zip_has(const ZipArchive *archive, const char *name)
{
    return find(archive, name) != NULL;
}

GInputStream *zip_stream(const ZipArchive *archive, const char *name, GError **error)
{
    const Member *member = find(archive, name);
    gsize at = member ? member->offset : 0;
    bool there = member && has_mark(archive, at, LOCAL_RECORD, "PK\003\004");
    if (there)
        at += LOCAL_RECORD + short_at(archive->bytes + at + 26) + short_at(archive->bytes + at + 28);
    if (!there || at > archive->n || member->packed_n > archive->n - at ||
        (member->method != 0 && member->method != 8)) {
        error_at(error, ERROR_DATA, archive->path, 0, 0, member ? "%s in it cannot be unpacked" : "has no %s in it",
                 name);
        return NULL;
    }
    GInputStream *packed = g_memory_input_stream_new_from_data(archive->bytes + at, (gssize)member->packed_n, NULL);
    if (member->method == 0)
        return packed;
    g_autoptr(GZlibDecompressor) unpacker = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_RAW);
    GInputStream *stream = g_converter_input_stream_new(packed, G_CONVERTER(unpacker));
    g_object_unref(packed);
    return stream;
}
