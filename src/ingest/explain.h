/* What a file's records become, in words, for a look before they are kept. */
#pragma once

#include "mapper.h"

/* How the file is read: zone, and the order of day and month of each time field that rows have. Caller frees. */
char *explain_reading(const Mapper *mapper, bool zone_given);
/* One line for each fact of the mapper's ended record. Caller frees. */
char *explain_record(const Mapper *mapper, int64_t row);
