/* The two halves of derive_functions. Private to report. */
#pragma once

#include "nines/store/query.h"

bool derive_aggregates(Store *store, GError **error);
