/* Random numbers for resampling: reproducible from a seed that is printed beside every figure.
 *
 * Invariant: a stream is fixed by (seed, name of the figure) alone, so neither the order of the rows, nor the order in
 * which figures are computed, nor threads change a result. The generator is xoshiro256++ (Blackman and Vigna), its
 * state filled by splitmix64 from the seed and the FNV-1a hash of the name.
 *
 *     Random random = random_stream(RANDOM_SEED, "ttr.checkout.mean");
 *     uint64_t die = 1 + random_below(&random, 6);
 */
#pragma once

#include <stdint.h>

#define RANDOM_SEED UINT64_C(20260101) /* the seed unless the user gives one */

typedef struct {
    uint64_t state[4];
} Random;

Random random_stream(uint64_t seed, const char *name);

/* Inline, for the loops that draw a hundred million times. */
static inline uint64_t random_next(Random *random)
{
    uint64_t *s = random->state, sum = s[0] + s[3], shifted = s[1] << 17;
    uint64_t result = ((sum << 23) | (sum >> 41)) + s[0];
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = (s[3] << 45) | (s[3] >> 19);
    return result;
}

/* Uniform in 0..bound-1 without bias (Lemire's multiplication); bound > 0. */
uint64_t random_below(Random *random, uint64_t bound);
/* Uniform in (0, 1): never 0, so its logarithm exists. */
double random_unit(Random *random);
double random_normal(Random *random);
/* Gamma with unit scale; shape > 0. */
double random_gamma(Random *random, double shape);
/* 0 for a mean that is not positive. */
int64_t random_poisson(Random *random, double mean);
