/* Records that hold several incidents: a monitor with its log of outages, a site with its minutes of downtime by day.
 */
#pragma once

#include "nines/ingest/profile.h"

typedef bool (*ExpandVisit)(const YamlNode *node, gpointer user_data, GError **error);

/* Visits the record itself, or, where the profile expands it, a mapping for each element: "record" is the record,
 * "each" the element, "key" its key when the elements have keys. False when a visit is false. */
bool expand_each(const Profile *profile, const YamlNode *record, ExpandVisit visit, gpointer user_data, GError **error);
