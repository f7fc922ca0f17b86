/* What a heading, or a line in bold, is by its form. Private to the splitting of a document. */
#pragma once

#include "roles.h"

typedef enum {
    FORM_OTHER,
    FORM_RATED,    /* "Mail was slow (Minor)" */
    FORM_SPAN,     /* from when to when */
    FORM_DATED,    /* a date is labelled in the text below */
    FORM_DAY,      /* a day right above a heading that says what happened */
    FORM_NUMBERED, /* "Incident 2", "Second outage: ..." */
    FORM_TOLD,     /* of a text that promises several: what stands below tells a day and when or how long */
    FORM_TIMED,    /* of such a text: what stands below tells from when to when, on the title's day */
    FORM_DIARY,    /* a day, and the text below tells of trouble and its end */
} HeadingForm;

#define BOLD_LEVEL 7  /* of a line in bold, below every heading */
#define TABLE_LEVEL 8 /* of a table that tells of one incident */

/* The level of a heading or of a line wholly in bold, else 0. */
int opener_level(const TextBlock *block);
/* Behind the last block that stands below the opener. */
guint opener_end(const Outline *outline, const GArray *mentions, guint opener);
/* Whether the text below a heading tells a day, and a time or a length. */
bool opener_tells(const Outline *outline, const GArray *mentions, guint opener);
bool opener_times(const Outline *outline, const GArray *mentions, guint opener);
/* A day whose text tells of trouble and of its end. */
bool opener_is_diary_day(const Outline *outline, const GArray *mentions, guint opener);
/* "### May 3, 2024" and nothing else. */
bool opener_is_bare_day(const Outline *outline, const GArray *mentions, guint opener);
/* "Impact", but not "Disruption of the tills", of which one word names a section. */
bool opener_is_section(const Outline *outline, guint opener);
/* "Start time", "When was it resolved?": a heading that is the label of what stands below. */
bool opener_is_label(const Outline *outline, guint opener);
HeadingForm opener_form(const Outline *outline, const GArray *mentions, guint opener);
/* "Date | 21 October": the first row of a table with two columns, below what promises several. */
bool opener_is_record(const Outline *outline, const GArray *mentions, guint row);
/* Index of the first mention in the block or behind it. */
guint first_mention(const GArray *mentions, guint block);
bool mentions_within(const GArray *mentions, guint from, guint to, MentionKind kind);
guint opener_words(const TextBlock *block);
bool opener_has_number(const TextBlock *block);
/* "2024-10-03 Cache stampede", but not "2024-10-03 21:06", which is an entry of a timeline. */
bool opens_with_date(const Outline *outline, const GArray *mentions, guint block);
/* "October incidents": the first heading promises several. */
bool promises_several(const Outline *outline);
/* "## Past incidents" above "### May 3": a heading above the block promises several. */
bool stands_below_several(const Outline *outline, guint block);
/* A day alone below such a heading, and a text that says more than that all is well. */
bool is_day_of_several(const Outline *outline, const GArray *mentions, guint opener);
