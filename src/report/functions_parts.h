/* The two halves of derive_functions. Private to report. */
#pragma once

#include "nines/base/format.h"
#include "nines/store/query.h"

/* The format that derive_functions was given; the default before. */
const Format *derive_words(void);
bool derive_aggregates(Store *store, GError **error);
