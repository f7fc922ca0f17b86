/* One XML member of an archive, handed to GLib's parser block by block.
 *
 * Invariant: names are compared without their namespace's prefix ("x:row" is "row"), as writers choose it freely.
 */
#pragma once

#include "zip.h"

/* Stops early, without an error, when *stop becomes true (stop may be NULL). */
bool xml_read(const ZipArchive *archive, const char *member, const GMarkupParser *parser, gpointer user_data,
              const bool *stop, GError **error);
const char *xml_local(const char *name);
/* NULL when it is not there. */
const char *xml_attribute(const char **names, const char **values, const char *name);
