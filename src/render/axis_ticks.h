/* Ticks of time axes: calendar boundaries in the zone of the format. */
#pragma once

#include "nines/render/axis.h"

/* label is taken over. */
void axis_add_tick(Axis *axis, double value, char *label, int rank);
void axis_time_ticks(Axis *axis, guint max_ticks, const Format *format);
