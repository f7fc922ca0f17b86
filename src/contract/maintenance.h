/* Announced windows against a maintenance clause: notice, cap, overrun. */
#pragma once

#include "measure.h"

/* Adds what the clause excludes to measure->exclusions and what it does not to measure->windows. */
void maintenance_apply(Measure *measure, const Clause *clause);
