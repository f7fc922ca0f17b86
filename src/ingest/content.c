#include "content_private.h"
#include "nines/ingest/workbook.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK ((gsize)64 << 10)

static int fail_to_read(const char *path, GError **error)
{
    int number = errno;
    error_at(error, ERROR_NO_INPUT, path, 0, 0, "cannot read it: %s", g_strerror(number));
    return -1;
}

static int open_regular(const char *path, GError **error)
{
    struct stat info;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return fail_to_read(path, error);
    if (fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode))
        return descriptor;
    close(descriptor);
    error_at(error, ERROR_NO_INPUT, path, 0, 0, S_ISDIR(info.st_mode) ? "is a directory" : "is no regular file");
    return -1;
}

bool content_write(int descriptor, const char *bytes, gsize n)
{
    while (n > 0) {
        gssize written = write(descriptor, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        n -= (gsize)written;
    }
    return true;
}

static GInputStream *open_unpacker(const char *path, GError **error)
{
    g_autoptr(GFile) file = g_file_new_for_path(path);
    g_autoptr(GInputStream) packed = (GInputStream *)g_file_read(file, NULL, error);
    g_autoptr(GZlibDecompressor) unpacker = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
    return packed ? g_converter_input_stream_new(packed, G_CONVERTER(unpacker)) : NULL;
}

bool content_copy(int descriptor, GInputStream *stream, const char *path, GError **error)
{
    GError *failure = NULL;
    g_autofree char *buffer = g_malloc(BLOCK);
    gssize n;
    while ((n = g_input_stream_read(stream, buffer, BLOCK, NULL, &failure)) > 0)
        if (!content_write(descriptor, buffer, (gsize)n)) {
            int number = errno;
            error_at(error, ERROR_IO, path, 0, 0, "cannot be unpacked: %s", g_strerror(number));
            return false;
        }
    if (!failure)
        return true;
    error_at(error, ERROR_DATA, path, 0, 0, "cannot be unpacked: %s", failure->message);
    g_error_free(failure);
    return false;
}

static bool gunzip(int descriptor, const char *path, GError **error)
{
    g_autoptr(GInputStream) stream = open_unpacker(path, error);
    return stream && content_copy(descriptor, stream, path, error);
}

/* By the first bytes, and a closer look where those do not settle it. */
static const struct {
    const char *head;
    gsize head_n;
    bool (*is)(const char *path); /* NULL: the head is enough */
    bool (*unpack)(int descriptor, const char *path, GError **error);
} packings[] = {
    {"\x1f\x8b", 2, NULL, gunzip},
    {"PK\003\004", 4, content_is_zip, content_unzip},
    {"PK\003\004", 4, content_is_workbook, content_workbook},
    {"SQLite format 3", 16, content_is_kuma, content_heartbeats},
};

static int open_temporary(const char *path, GError **error)
{
    g_autofree char *name = NULL;
    int descriptor = g_file_open_tmp("nines-XXXXXX", &name, NULL);
    if (descriptor < 0)
        return error_at(error, ERROR_IO, path, 0, 0, "cannot be unpacked: no temporary file"), -1;
    unlink(name);
    return descriptor;
}

/* The descriptor at its beginning when the content stands in it, else closed and -1. */
static int rewound(int descriptor, bool ok)
{
    if (ok && lseek(descriptor, 0, SEEK_SET) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

/* What was unpacked last. Ingest looks at a file several times before it reads it, and to unpack a workbook takes
 * longer than all of that. */
static struct {
    char *path;
    struct stat packed;
    int descriptor;
} last = {.descriptor = -1};

static bool is_unchanged(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* A descriptor with a position of its own, though the file has no name any more; -1 where the system has no such. */
static int open_again(int descriptor)
{
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", descriptor);
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int open_last(const char *path, const struct stat *packed)
{
    return last.path && g_str_equal(last.path, path) && is_unchanged(&last.packed, packed) ? open_again(last.descriptor)
                                                                                           : -1;
}

static void keep_last(const char *path, const struct stat *packed, int descriptor)
{
    if (last.descriptor >= 0)
        close(last.descriptor);
    g_free(last.path);
    last.path = g_strdup(path);
    last.packed = *packed;
    last.descriptor = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}

/* sheet NULL: by the packing. */
static int unpack(guint kind, const char *path, const char *sheet, GError **error)
{
    int descriptor = open_temporary(path, error);
    return descriptor < 0 ? -1
                          : rewound(descriptor, sheet ? content_sheet(descriptor, path, sheet, error)
                                                      : packings[kind].unpack(descriptor, path, error));
}

/* address: the path, with its sheet where one is named. */
static int open_packed(const char *address, guint kind, const char *path, const char *sheet, GError **error)
{
    struct stat packed;
    bool known = stat(path, &packed) == 0;
    int descriptor = known ? open_last(address, &packed) : -1;
    if (descriptor >= 0)
        return descriptor;
    descriptor = unpack(kind, path, sheet, error);
    if (descriptor >= 0 && known)
        keep_last(address, &packed, descriptor);
    return descriptor;
}

int content_open(const char *path, GError **error)
{
    char head[16] = "";
    g_autofree char *book = NULL, *sheet = NULL;
    if (workbook_split(path, &book, &sheet))
        return open_packed(path, 0, book, sheet, error);
    int descriptor = open_regular(path, error);
    gssize n = descriptor < 0 ? -1 : pread(descriptor, head, sizeof head, 0);
    for (guint i = 0; i < G_N_ELEMENTS(packings); i++)
        if (n >= (gssize)packings[i].head_n && memcmp(head, packings[i].head, packings[i].head_n) == 0 &&
            (!packings[i].is || packings[i].is(path))) {
            close(descriptor);
            return open_packed(path, i, path, NULL, error);
        }
    return descriptor;
}
