/* Has something drifted? Control charts: limits within which values move by chance, and the signals outside them.
 *
 * XmR (individuals and moving range) for one value a month; the g chart for the days between incidents, which shows a
 * change of a low rate sooner than monthly counts do.
 *
 *     ControlLimits limits = xmr_limits(monthly, 13);
 *     control_signals(monthly, 13, &limits, signals);
 */
#pragma once

#include <stdint.h>

typedef struct {
    double centre, low, high; /* NaN when there are too few values */
} ControlLimits;

typedef enum {
    SIGNAL_NONE,
    SIGNAL_OUTSIDE, /* beyond a limit */
    SIGNAL_RUN,     /* at least the 8th value in a row on the same side of the centre */
} ControlSignal;

#define CONTROL_LEAST 6 /* values below which there are no limits */

/* mean +- 2.66 x mean moving range, in the order of time. low may be negative: the caller knows the unit. */
ControlLimits xmr_limits(const double *values, int64_t n);
/* Of whole units (days) between consecutive incidents, 0 when on the same day: median and the quantiles 0.00135 and
 * 0.99865 of the geometric law with the observed mean. */
ControlLimits g_chart_limits(const int64_t *gaps, int64_t n);
/* signals[n] is filled; returns how many are not SIGNAL_NONE. */
int64_t control_signals(const double *values, int64_t n, const ControlLimits *limits, ControlSignal *signals);
const char *control_signal_name(ControlSignal signal); /* "none", "outside the limits", "run on one side" */
