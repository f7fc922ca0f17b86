/* Sums of resamples, fast. n draws from n values are, exactly: a multinomial number of draws for each block of 64
 * values, and that many independent draws within it; two of those cost one look-up in the table of the block's 4,096
 * pair sums, which stays in the nearest cache while all resamples pass by.
 *
 * The multinomial counts come from independent Poisson counts, which given their sum N are multinomial. Their mean is
 * set so that N falls short of n by four standard deviations; the n - N draws that are missing are made one by one, and
 * the rare resample with N > n is counted anew. */
#include "resample.h"
#include <glib.h>
#include <math.h>

#define BLOCK 64
#define PAIRS (BLOCK * BLOCK)
#define PAIR_BITS 12
#define PAIRS_PER_WORD 5
#define LEAST_VALUES 2048 /* below, single draws are as fast */
#define BATCH_BYTES (1 << 22)
#define BATCH_LEAST 1024
#define COUNT_LIMIT 256 /* far above the mean of a block's count */

/* Poisson counts by inversion: the distribution function in units of 2^-64, and where to begin for each leading byte.
 */
typedef struct {
    uint64_t below[COUNT_LIMIT]; /* P(count <= k) */
    guint8 start[256];
} CountTable;

static void count_table_fill(CountTable *table, double mean)
{
    double mass = exp(-mean), sum = 0;
    for (int k = 0; k < COUNT_LIMIT; k++) {
        sum += mass;
        mass *= mean / (k + 1);
        table->below[k] = sum < 1 - 0x1p-53 ? (uint64_t)(sum * 0x1p64) : UINT64_MAX;
    }
    table->below[COUNT_LIMIT - 1] = UINT64_MAX;
    for (int byte = 0, k = 0; byte < 256; byte++) {
        while (table->below[k] < (uint64_t)byte << 56)
            k++;
        table->start[byte] = (guint8)k;
    }
}

static inline guint8 draw_count(const CountTable *table, Random *random)
{
    uint64_t bits = random_next(random);
    guint8 k = table->start[bits >> 56];
    while (bits > table->below[k])
        k++;
    return k;
}

/* Adds the value that 32 random bits pick, each of n equally likely; false when the bits fall into the remainder that
 * would favour some (Lemire's rejection: least = 2^32 mod n). */
static inline bool add_drawn(const int64_t *values, uint64_t n, uint64_t least, uint64_t bits, int64_t *sum)
{
    uint64_t product = (bits & UINT32_MAX) * n;
    if ((product & UINT32_MAX) < least)
        return false;
    *sum += values[product >> 32];
    return true;
}

/* The sum of some draws, two from every 64 random bits; the state is kept in registers. */
static int64_t draw_singly(const int64_t *values, int64_t n, int64_t draws, Random *random)
{
    Random local = *random;
    uint64_t size = (uint64_t)n, least = (UINT64_C(1) << 32) % size;
    int64_t sum = 0;
    for (int64_t drawn = 0; drawn < draws;) {
        uint64_t bits = random_next(&local);
        drawn += add_drawn(values, size, least, bits, &sum);
        drawn += drawn < draws && add_drawn(values, size, least, bits >> 32, &sum);
    }
    *random = local;
    return sum;
}

/* The sum of some draws from one block, two from each 12 bits; of the first word the top 6 bits make the odd draw and
 * at most 48 of the others the last pairs. */
static inline int64_t draw_paired(const int64_t *block, const int64_t *pairs, int draws, Random *random)
{
    uint64_t bits = random_next(random);
    int64_t sum = draws % 2 ? block[bits >> (64 - PAIR_BITS / 2)] : 0;
    int left = draws / 2;
    for (; left >= PAIRS_PER_WORD; left -= PAIRS_PER_WORD) {
        uint64_t more = random_next(random);
        for (int i = 0; i < PAIRS_PER_WORD; i++, more >>= PAIR_BITS)
            sum += pairs[more % PAIRS];
    }
    for (; left > 0; left--, bits >>= PAIR_BITS)
        sum += pairs[bits % PAIRS];
    return sum;
}

typedef struct {
    const int64_t *values;
    int64_t n, blocks, rest; /* rest: values after the last full block */
    CountTable table;
    double rest_mean; /* expected draws from the rest */
    Random *random;
    guint8 *counts;      /* [block][resample of the batch] */
    int64_t *rest_draws; /* [resample of the batch] */
    int64_t *drawn;      /* [resample of the batch]: N */
    int64_t batch;
} Resampler;

static void count_draws(Resampler *r, int64_t first, int64_t after_last)
{
    for (int64_t k = first; k < after_last; k++)
        r->drawn[k] = r->rest_draws[k] = random_poisson(r->random, r->rest_mean);
    for (int64_t b = 0; b < r->blocks; b++)
        for (int64_t k = first; k < after_last; k++)
            r->drawn[k] += r->counts[b * r->batch + k] = draw_count(&r->table, r->random);
}

static void add_block(Resampler *r, int64_t b, int64_t resamples, int64_t *sums)
{
    const int64_t *block = r->values + b * BLOCK;
    int64_t pairs[PAIRS];
    for (int i = 0; i < BLOCK; i++)
        for (int j = 0; j < BLOCK; j++)
            pairs[i * BLOCK + j] = block[i] + block[j];
    Random local = *r->random;
    for (int64_t k = 0; k < resamples; k++)
        sums[k] += draw_paired(block, pairs, r->counts[b * r->batch + k], &local);
    *r->random = local;
}

static void sum_batch(Resampler *r, int64_t resamples, int64_t *sums)
{
    count_draws(r, 0, resamples);
    for (int64_t k = 0; k < resamples; k++) {
        while (r->drawn[k] > r->n)
            count_draws(r, k, k + 1);
        sums[k] = draw_singly(r->values, r->n, r->n - r->drawn[k], r->random);
        if (r->rest > 0)
            sums[k] += draw_singly(r->values + r->blocks * BLOCK, r->rest, r->rest_draws[k], r->random);
    }
    for (int64_t b = 0; b < r->blocks; b++)
        add_block(r, b, resamples, sums);
}

static void sum_by_blocks(const int64_t *values, int64_t n, Random *random, int64_t resamples, int64_t *sums)
{
    int64_t blocks = n / BLOCK;
    int64_t batch = MIN(MAX(BATCH_BYTES / blocks, BATCH_LEAST), resamples);
    g_autofree guint8 *counts = g_new(guint8, (gsize)(blocks * batch));
    g_autofree int64_t *rest_draws = g_new(int64_t, (gsize)batch), *drawn = g_new(int64_t, (gsize)batch);
    double share = 1 - 4 / sqrt((double)n); /* of the n draws, that are expected to come from the Poisson counts */
    Resampler r = {.values = values,
                   .n = n,
                   .blocks = blocks,
                   .rest = n % BLOCK,
                   .rest_mean = share * (double)(n % BLOCK),
                   .random = random,
                   .counts = counts,
                   .rest_draws = rest_draws,
                   .drawn = drawn,
                   .batch = batch};
    count_table_fill(&r.table, share * BLOCK);
    for (int64_t done = 0; done < resamples; done += batch)
        sum_batch(&r, MIN(batch, resamples - done), sums + done);
}

void resample_sums(const int64_t *values, int64_t n, Random *random, int64_t resamples, int64_t *sums)
{
    if (n >= LEAST_VALUES) {
        sum_by_blocks(values, n, random, resamples, sums);
        return;
    }
    for (int64_t k = 0; k < resamples; k++)
        sums[k] = draw_singly(values, n, n, random);
}
