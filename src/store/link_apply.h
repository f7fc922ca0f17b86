/* Links in the tables: the records that are counted with another one, and what these fill in. */
#pragma once

#include "nines/store/query.h"

/* Every record as its source has it. */
bool links_release(Store *store, GError **error);
/* One record, before its facts are kept as a revision and replaced. Its link stays until links are made again. */
bool links_release_one(Store *store, int64_t incident_id, GError **error);
/* Makes other (which stands in the table link) count nowhere, and fills main from it; lists conflicts as findings. */
bool links_apply(Store *store, int64_t main_id, int64_t other_id, GError **error);
