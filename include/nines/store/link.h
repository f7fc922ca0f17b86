/* Links: records of different sources that tell of one incident (a tool's export and its post-mortem), counted once.
 *
 * Invariant: links follow from the facts and from what people decided, never from the order of ingestion; they are made
 * again after every ingest. A record is linked by itself only when an id of the one stands in the other, or when title,
 * service and times all agree and no other record fits as well: a false link is worse than a missing one. What merely
 * looks alike is proposed. The main record counts; what it leaves unknown is filled from the others (link_fill), and
 * where two say different things the main record's word stands and a finding names both places.
 *
 *     links_make(store, as_of, &error);                        // after an ingest, in a transaction of its own
 *     links_decide(store, &main, &other, true, as_of, &error); // a person's word
 */
#pragma once

#include "nines/store/store.h"

bool links_make(Store *store, Instant as_of, GError **error);

/* Ids that mean one record and no other: letters and digits, long enough; not "1", "2", "web". */
bool link_id_is_telling(const char *external_id);
/* Field of the evidence that keeps such ids where a document mentions them. */
#define LINK_MENTION "mention"

/* A record as people name it. */
typedef struct {
    char *origin, *external_id;
} LinkName;

void link_name_clear(LinkName *name);
/* "INC-7" or "pagerduty:INC-7". Fails for a name that no record or several have. */
bool link_name_find(Store *store, const char *text, LinkName *name, GError **error);
/* same: the first of the two is the main record. Takes back an earlier word on the same two; links_make follows. */
bool links_decide(Store *store, const LinkName *main, const LinkName *other, bool same, Instant as_of, GError **error);
