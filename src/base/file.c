#include "nines/base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef NINES_DATA_INSTALLED
#define NINES_DATA_INSTALLED "/usr/share/nines"
#endif
#ifndef NINES_DATA_SOURCE
#define NINES_DATA_SOURCE NINES_DATA_INSTALLED
#endif

static char *data_directory;

static void *fail(GError **error, ErrorCode code, const char *path, const char *what)
{
    int number = errno;
    error_at(error, code, path, 0, 0, "cannot %s: %s", what, g_strerror(number));
    return NULL;
}

static bool make_parent(const char *path, GError **error)
{
    g_autofree char *parent = g_path_get_dirname(path);
    if (g_mkdir_with_parents(parent, 0777) == 0)
        return true;
    return fail(error, ERROR_CANT_CREATE, parent, "make the directory") != NULL;
}

/* mkstemp makes private files; an output file gets what any new file would. */
static void use_default_mode(int descriptor)
{
    mode_t mask = umask(0);
    umask(mask);
    if (fchmod(descriptor, 0666 & ~mask) != 0)
        return; /* a stricter mode is no failure */
}

FileWriter *file_writer_open(const char *path, GError **error)
{
    if (!make_parent(path, error))
        return NULL;
    g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
    int descriptor = g_mkstemp(temporary);
    if (descriptor < 0)
        return fail(error, ERROR_CANT_CREATE, path, "create it");
    use_default_mode(descriptor);
    FILE *stream = fdopen(descriptor, "wb");
    if (stream == NULL) {
        close(descriptor);
        g_unlink(temporary);
        return fail(error, ERROR_CANT_CREATE, path, "create it");
    }
    FileWriter *writer = g_new0(FileWriter, 1);
    writer->stream = stream;
    writer->path = g_strdup(path);
    writer->temporary = g_steal_pointer(&temporary);
    return writer;
}

bool file_writer_commit(FileWriter *writer, GError **error)
{
    bool fine = fflush(writer->stream) == 0 && !ferror(writer->stream) && fsync(fileno(writer->stream)) == 0;
    fine = fclose(g_steal_pointer(&writer->stream)) == 0 && fine;
    if (!fine)
        return fail(error, ERROR_IO, writer->path, "write it") != NULL;
    if (g_rename(writer->temporary, writer->path) != 0)
        return fail(error, ERROR_CANT_CREATE, writer->path, "put it in place") != NULL;
    g_clear_pointer(&writer->temporary, g_free);
    return true;
}

void file_writer_free(FileWriter *writer)
{
    if (writer == NULL)
        return;
    if (writer->stream != NULL)
        fclose(writer->stream);
    if (writer->temporary != NULL)
        g_unlink(writer->temporary);
    g_free(writer->temporary);
    g_free(writer->path);
    g_free(writer);
}

bool file_read(const char *path, gsize max_bytes, char **out_text, gsize *out_length, GError **error)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return fail(error, ERROR_NO_INPUT, path, "read it") != NULL;
    if (S_ISDIR(info.st_mode))
        return error_at(error, ERROR_NO_INPUT, path, 0, 0, "is a directory, not a file"), false;
    if (info.st_size > (off_t)max_bytes)
        return error_at(error, ERROR_DATA, path, 0, 0,
                        "has %" G_GINT64_FORMAT " bytes; at most %" G_GSIZE_FORMAT " make sense here",
                        (gint64)info.st_size, max_bytes),
               false;
    g_autoptr(GError) local = NULL;
    if (g_file_get_contents(path, out_text, out_length, &local))
        return true;
    error_at(error, ERROR_NO_INPUT, NULL, 0, 0, "%s", local->message);
    return false;
}

bool file_write(const char *path, const void *bytes, gsize length, GError **error)
{
    g_autoptr(FileWriter) writer = file_writer_open(path, error);
    if (writer == NULL)
        return false;
    if (length > 0 && fwrite(bytes, 1, length, writer->stream) != length)
        return fail(error, ERROR_IO, path, "write it") != NULL;
    return file_writer_commit(writer, error);
}

void file_set_data_directory(const char *directory)
{
    g_free(data_directory);
    data_directory = g_strdup(directory);
}

char *file_find_data(const char *relative)
{
    const char *const places[] = {".", data_directory, NINES_DATA_INSTALLED, NINES_DATA_SOURCE};
    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        if (places[i] == NULL)
            continue;
        g_autofree char *path = i == 0 ? g_strdup(relative) : g_build_filename(places[i], relative, NULL);
        if (g_file_test(path, G_FILE_TEST_EXISTS))
            return g_steal_pointer(&path);
    }
    return NULL;
}
