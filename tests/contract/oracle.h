/* A slow, plain answer to the same question: one second, one cell. Written for the tests; shares no code with the
 * engine. One UTC day is judged; windows may begin and end six hours outside it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define DAY 86400
#define MARGIN 21600 /* seconds before and after the judged day */
#define SPAN (MARGIN + DAY + MARGIN)
#define MAX_SERVICES 3
#define FULL 1000000

typedef struct {
    int service, from, to; /* seconds, 0 is the judged day's start */
    int share;             /* parts per million */
    int detected;          /* second, or from */
    bool excluded;         /* bears a tag that a clause takes out */
} TestOutage;

typedef struct {
    int from, to, notice; /* notice: seconds before from */
    int service;          /* -1: all */
} TestWork;

typedef struct {
    int from, to;
} TestGap;

typedef enum { UNIT_SECONDS, UNIT_MINUTES_DROP, UNIT_SLICES_ALL, UNIT_SLICES_ANY } TestUnit;
typedef enum { DOWN_ANY, DOWN_ALL, DOWN_TWO, DOWN_POOLED } TestCombine;

typedef struct {
    int n_services, n_outages, n_works, n_gaps;
    TestOutage outages[16];
    TestWork works[6];
    TestGap gaps[3];
    int min_outage;
    bool from_detected, degraded_full, has_work_clause;
    int notice, cap; /* cap 0: none */
    TestUnit unit;
    TestCombine combine;
    int slice;
} TestCase;

typedef struct {
    int64_t up, excluded, unknown, counted_ppm;
} TestTotals;

TestTotals oracle(const TestCase *c);
