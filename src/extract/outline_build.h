/* What the lines of a block and the blocks themselves are read by alike. Private to the outline. */
#pragma once

#include "nines/extract/outline.h"

/* The section that the tokens name: the longest phrase that begins at the first word or leaves few words; exact: no
 * word beside the phrase. */
SectionKind section_of(const GArray *hits, const GArray *tokens, guint from, guint to, bool exact);
/* outline_sections.c: "Lessons learned & action items", "Remediation (action items)": whether a heading of the other
 * section names actions last */
bool outline_names_actions(const GArray *hits, const GArray *tokens, guint from, guint to, SectionKind other);
/* "- actions" in the midst of a flat list is no heading. */
bool outline_mere_item(const Outline *outline, guint b);
/* labels.c: whether the tokens are one of the group's phrases but for small words. */
bool tokens_are_label(const GArray *hits, const GArray *tokens, guint from, guint to, CueGroup group);
