/* Sorting many whole numbers: a radix sort, several times as fast as comparing them one by one.
 *
 *     sort_int64(durations_ms, n); // ascending, in place
 */
#pragma once

#include <stdint.h>

void sort_int64(int64_t *values, int64_t n);
