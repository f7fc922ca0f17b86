/* Axes: a domain, its position on the page, and ticks at values that people find round in that unit.
 *
 * Invariant: no two ticks of an axis have the same label; quantities carry their unit, either in each label ("5 min",
 * "99.9 %", "3 May") or in Axis.unit ("EUR", "count"); ticks lie in [low, high].
 *
 *     Axis *axis = axis_new(&(AxisRequest){.low = 0, .high = 5400000, .unit = UNIT_DURATION, .max_ticks = 5}, &format);
 *     // ticks 0, 30 min, 1 h, 1 h 30 min
 */
#pragma once

#include "nines/base/format.h"

typedef enum { AXIS_LINEAR, AXIS_LOG, AXIS_TIME } AxisKind;

typedef struct {
    double value;
    char *label; /* may have two lines; owned by the axis */
    int rank;    /* 0 dropped last when labels collide */
} Tick;

typedef struct {
    double low, high; /* of the data; equal or reversed values are widened */
    Unit unit;
    bool is_log, from_zero;
    bool whole;      /* only whole numbers are ticks */
    guint max_ticks; /* steps between them, at least 2 */
} AxisRequest;

typedef struct {
    AxisKind kind;
    Unit unit;
    double low, high; /* domain, widened to ticks (not for time) */
    double from, to;  /* points on the page; to < from runs upwards */
    GArray *ticks;    /* Tick */
    char *words;      /* unit to be written beside the title; NULL when the labels carry it */
    bool is_cut;      /* does not begin at zero though it could (ratios, counts...) */
} Axis;

Axis *axis_new(const AxisRequest *request, const Format *format);
void axis_free(Axis *axis);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Axis, axis_free)
/* Values outside the domain are held at its ends; log axes hold values of 0 and less at the low end. */
double axis_at(const Axis *axis, double value);
const Tick *axis_tick(const Axis *axis, guint index);
/* Calendar labels for a category axis over instants: "Oct\n2025", "Nov", ... by the coarsest unit (month, day, minute)
 * that all of them share. New array of strings, freed with them. */
GPtrArray *axis_calendar_labels(const double *instants, guint n, const Format *format);
