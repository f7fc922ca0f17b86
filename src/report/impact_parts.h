/* The parts of impact_load. Private to report. */
#pragma once

#include "impact.h"

bool impact_load_stated(Store *store, const FigureRequest *request, GPtrArray *out, GError **error);
void impact_add_computed(Store *store, const FigureRequest *request, const GPtrArray *ledgers,
                         const Population *population, GPtrArray *out);
