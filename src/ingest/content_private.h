/* What the kinds of packed content share. Each writes the content of path to a descriptor. */
#pragma once

#include "content.h"
#include <gio/gio.h>

bool content_write(int descriptor, const char *bytes, gsize n);
/* Everything that the stream gives. */
bool content_copy(int descriptor, GInputStream *stream, const char *path, GError **error);
/* The one file in a ZIP archive; several are an error that names them. */
bool content_unzip(int descriptor, const char *path, GError **error);
/* Whether it is a ZIP archive and no workbook, which is one, too. */
bool content_is_zip(const char *path);
/* A workbook's sheet as CSV, a line for each row; sheet NULL: the first with a table. path is the workbook's own. */
bool content_sheet(int descriptor, const char *path, const char *sheet, GError **error);
bool content_workbook(int descriptor, const char *path, GError **error);
bool content_is_workbook(const char *path);
/* The table of heartbeats in Uptime Kuma's database, as CSV: the beats that change a monitor's state. */
bool content_heartbeats(int descriptor, const char *path, GError **error);
bool content_is_kuma(const char *path);
