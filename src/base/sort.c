#include "nines/base/sort.h"
#include <glib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FEW 512 /* below, comparing is as fast */

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

    return (a > b) - (a < b);
}

/* The sign bit is turned over, so that the bytes of negative values sort before those of others. */
static unsigned digit_of(int64_t value, int byte)
{
    return (unsigned)(((uint64_t)value ^ (UINT64_C(1) << 63)) >> (8 * byte)) & 0xFF;
}

/* One pass of a radix sort; false when all values share this byte and there is nothing to do. */
static bool sort_by_byte(const int64_t *from, int64_t *to, int64_t n, int byte)
{
    int64_t starts[257] = {0};

    for (int64_t i = 0; i < n; i++)
        starts[digit_of(from[i], byte) + 1]++;
    if (starts[digit_of(from[0], byte) + 1] == n)
        return false;
    for (int i = 0; i < 256; i++)
        starts[i + 1] += starts[i];
    for (int64_t i = 0; i < n; i++)
        to[starts[digit_of(from[i], byte)]++] = from[i];
    return true;
}

static void sort_many(int64_t *values, int64_t n)
{
    g_autofree int64_t *scratch = g_new(int64_t, (gsize)n);
    int64_t *from = values, *to = scratch;

    for (int byte = 0; byte < 8; byte++) {
        if (!sort_by_byte(from, to, n, byte))
            continue;

        int64_t *swap = from;

        from = to;
        to = swap;
    }
    if (from != values)
        memcpy(values, from, (size_t)n * sizeof *values);
}

static bool is_sorted(const int64_t *values, int64_t n)
{
    for (int64_t i = 1; i < n; i++)
        if (values[i - 1] > values[i])
            return false;
    return true;
}

void sort_int64(int64_t *values, int64_t n)
{
    if (n < 2 || is_sorted(values, n))
        return;
    if (n > FEW)
        sort_many(values, n);
    else
        qsort(values, (size_t)n, sizeof *values, compare);
}
