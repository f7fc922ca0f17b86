/* What a file holds, unpacked where it is compressed. */
#pragma once

#include "nines/base/error.h"

/* A descriptor at the beginning of the content, to be closed by the caller; -1 on failure. What gzip has packed, the
 * one file of a ZIP archive, a sheet of a workbook (path "book.xlsx#Sheet", see workbook.h) and the heartbeats in
 * Uptime Kuma's database are written to a nameless temporary file, so that the same records are the same file, packed
 * or not. What was unpacked last is kept until another is, for those who read it again. */
int content_open(const char *path, GError **error);
