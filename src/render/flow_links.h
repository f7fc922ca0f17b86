/* References inside a document: an incident's id in any table leads to its row in the table that says most of it. */
#pragma once

#include "flow.h"

/* The last line of text drawn is the id of a record, in a table with so many columns. */
void flow_links_id(Flow *flow, const char *id, guint columns_n);
/* Once all pages stand: chooses the rows that are led to, and links the ids elsewhere to them. */
void flow_links_resolve(Flow *flow);
