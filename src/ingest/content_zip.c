/* Exports that come as an archive of one file. */
#include "content_private.h"
#include "zip.h"

bool content_unzip(int descriptor, const char *path, GError **error)
{
    g_autoptr(ZipArchive) archive = zip_open(path, error);
    if (!archive)
        return false;
    if (zip_members_n(archive) == 1) {
        g_autoptr(GInputStream) stream = zip_stream(archive, zip_member(archive, 0), error);
        return stream && content_copy(descriptor, stream, path, error);
    }
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < MIN(zip_members_n(archive), 5u); i++)
        g_string_append_printf(names, "%s%s", i ? ", " : "", zip_member(archive, i));
    error_at(error, ERROR_DATA, path, 0, 0, "is an archive of %u files (%s); unpack it and name its folder",
             zip_members_n(archive), names->str);
    return false;
}

bool content_is_zip(const char *path)
{
    g_autoptr(ZipArchive) archive = zip_open(path, NULL);
    return archive && zip_members_n(archive) > 0 && !zip_has(archive, "[Content_Types].xml") &&
           !zip_has(archive, "xl/workbook.xml") && !zip_has(archive, "mimetype");
}
