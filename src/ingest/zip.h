/* ZIP archives as far as exports need them: members stored or deflated, no encryption, no ZIP64.
 *
 * Invariant: the archive is read whole at once (at most 256 MiB packed); a member is unpacked as it is read.
 *
 *     g_autoptr(ZipArchive) archive = zip_open("book.xlsx", &error);
 *     g_autoptr(GInputStream) stream = zip_stream(archive, "xl/workbook.xml", &error);
 */
#pragma once

#include "nines/base/error.h"
#include <gio/gio.h>

typedef struct ZipArchive ZipArchive;

/* Fails for what cannot be read; an archive without a list of members has none. */
ZipArchive *zip_open(const char *path, GError **error);
void zip_free(ZipArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ZipArchive, zip_free)

const char *zip_path(const ZipArchive *archive);
/* Folders, hidden files and what file managers add (__MACOSX/) are no members. */
guint zip_members_n(const ZipArchive *archive);
const char *zip_member(const ZipArchive *archive, guint index);
bool zip_has(const ZipArchive *archive, const char *name);
/* Caller unrefs; the archive must outlive it. Fails for a name that is not there and for what cannot be unpacked. */
GInputStream *zip_stream(const ZipArchive *archive, const char *name, GError **error);
