/* What the readers of titles share. Private to them. */
#pragma once

#include "roles.h"

/* "[Incident title]", but not "[Postmortem] Mail was down". */
bool title_is_placeholder(const char *text);
/* How many words of tokens [from, to) are neither a phrase of the group nor a small word. */
guint title_words_beside(const RoleReader *r, guint block, guint from, guint to, CueGroup group);
/* "Incident report, 3 May": nothing in it is the incident's own. */
bool title_is_generic(const RoleReader *r, guint block, guint from, guint to);
/* The token of the break that ends the line, or one behind the last; a front matter key is one line. */
guint title_line_end(const RoleReader *r, guint block, guint token);
/* Tokens [from, to) of an entry as its title; false where there are more words than a title has. */
bool title_sentence(RoleReader *r, Incident *incident, guint block, guint from, guint to);
bool title_from_label(RoleReader *r, const Scope *scope, Incident *incident);
bool title_from_record(RoleReader *r, const Scope *scope, Incident *incident);
/* A summary of few words in the front matter, where nothing else is the title. */
bool title_from_key(RoleReader *r, const Scope *scope, Incident *incident);
/* "title: Incident 12" */
bool title_of_numbered_key(RoleReader *r, const Scope *scope, Incident *incident);
/* "Outage duration: ...", "Root cause: ...": the block opens with a label of one of the groups. */
bool title_is_labelled(const RoleReader *r, guint block, const CueGroup *groups, guint count);
/* The line below a heading that says no more than "Incident title". */
bool title_below_generic(RoleReader *r, const Scope *scope, Incident *incident);
/* The first line of a plain text that has no headings; below the path of a wiki's page the second. */
bool title_from_first_line(RoleReader *r, const Scope *scope, Incident *incident);
/* "March 18 - ongoing, 2022": when it was, not what. */
bool title_is_dates(const RoleReader *r, guint block);
