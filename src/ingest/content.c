#include "content.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
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

static bool is_packed(int descriptor)
{
    guchar head[2];
    return pread(descriptor, head, sizeof head, 0) == 2 && head[0] == 0x1f && head[1] == 0x8b;
}

static bool write_all(int descriptor, const char *bytes, gsize n)
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

static bool unpack_into(int descriptor, const char *path, GError **error)
{
    GError *failure = NULL;
    g_autoptr(GInputStream) stream = open_unpacker(path, &failure);
    g_autofree char *buffer = g_malloc(BLOCK);
    gssize n = 0;
    while (stream && (n = g_input_stream_read(stream, buffer, BLOCK, NULL, &failure)) > 0)
        if (!write_all(descriptor, buffer, (gsize)n)) {
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

static int unpack(const char *path, GError **error)
{
    g_autofree char *name = NULL;
    int descriptor = g_file_open_tmp("nines-XXXXXX", &name, NULL);
    if (descriptor < 0)
        return error_at(error, ERROR_IO, path, 0, 0, "cannot be unpacked: no temporary file"), -1;
    unlink(name);
    if (unpack_into(descriptor, path, error) && lseek(descriptor, 0, SEEK_SET) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

int content_open(const char *path, GError **error)
{
    int descriptor = open_regular(path, error);
    if (descriptor < 0 || !is_packed(descriptor))
        return descriptor;
    close(descriptor);
    return unpack(path, error);
}
