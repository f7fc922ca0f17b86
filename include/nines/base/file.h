/* Files: read whole or mapped, written whole or not at all.
 *
 *     g_autoptr(FileWriter) out = file_writer_open("out/report.pdf", &error);
 *     fwrite(..., out->stream);
 *     file_writer_commit(out, &error);     // without it the half-written file disappears
 */
#pragma once

#include "nines/base/error.h"
#include <stdio.h>

typedef struct {
    FILE *stream;    /* a temporary file beside the target */
    char *path;      /* the target */
    char *temporary; /* for libraries that want a path instead of a stream */
} FileWriter;

/* Makes missing directories. */
FileWriter *file_writer_open(const char *path, GError **error);
/* Flushes, checks, and renames over the target. */
bool file_writer_commit(FileWriter *writer, GError **error);
/* Removes the temporary file unless committed. */
void file_writer_free(FileWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileWriter, file_writer_free)

/* Whole small files (contracts, profiles, definitions); refuses more than max_bytes with ERROR_DATA. */
bool file_read(const char *path, gsize max_bytes, char **out_text, gsize *out_length, GError **error);
bool file_write(const char *path, const void *bytes, gsize length, GError **error);

/* Shipped data (profiles, reports, themes): the directory named by NINES_DATA when set by cli, else the installed one,
 * else the source tree's. relative such as "reports/monthly.yaml"; a file of that name below the working directory
 * wins, so that a user's own copy needs no rebuild. Caller frees; NULL when there is none. */
char *file_find_data(const char *relative);
void file_set_data_directory(const char *directory); /* called once, by cli */
