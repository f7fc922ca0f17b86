/* Atom and RSS: the history feeds of status pages. */
#pragma once

#include "nines/base/yaml.h"

/* Whether a text that begins so is a feed. */
bool feed_is(const char *head, const char *end);
/* {entries: [{id, title, published, updated, content, link, ...}]}: the elements of each <entry> or <item> by their
 * names, with the name of the file's feed as "feed" and the first <strong> word of its text as "state", as status pages
 * write the newest update first. Fails with the line of what is no XML. Caller frees. */
YamlDocument *feed_read(const char *file, const char *text, gsize length, GError **error);
