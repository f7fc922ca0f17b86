/* The history that a status page writes into the text of a feed's entry, newest first:
 *
 *     <small>Jan 1, 09:09 PST</small><br><strong>Resolved</strong> - all is well
 */
#pragma once

#include "nines/base/yaml.h"

/* Adds "state", the word of the newest update, and "updates", a list of {at, status}. A day without a year is the one
 * next to date, the entry's own; a clock is read in UTC where it says so, else with the offset of date, as the letters
 * of a zone are often left standing in summer. Where that is not known, and for a span, the update has no "at". date
 * may be NULL. */
void feed_updates(YamlNode *entry, const char *text, const char *date);
