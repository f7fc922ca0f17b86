#include "nines/calc/random.h"
#include <glib.h>
#include <math.h>

static uint64_t splitmix64(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t fnv1a(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (const char *c = text; *c; c++)
        hash = (hash ^ (uint8_t)*c) * UINT64_C(0x100000001b3);
    return hash;
}

Random random_stream(uint64_t seed, const char *name)
{
    uint64_t state = seed;
    state = splitmix64(&state) ^ fnv1a(name);
    Random random;
    for (int i = 0; i < 4; i++)
        random.state[i] = splitmix64(&state);
    return random;
}

/* High half of a 64 x 64 bit product; the low half goes to *low. */
static uint64_t multiply_high(uint64_t a, uint64_t b, uint64_t *low)
{
    uint64_t a_low = a & UINT32_MAX, a_high = a >> 32, b_low = b & UINT32_MAX, b_high = b >> 32;
    uint64_t middle = a_high * b_low + ((a_low * b_low) >> 32);
    uint64_t other = a_low * b_high + (middle & UINT32_MAX);
    *low = a * b;
    return a_high * b_high + (middle >> 32) + (other >> 32);
}

uint64_t random_below(Random *random, uint64_t bound)
{
    g_return_val_if_fail(bound > 0, 0);
    uint64_t low, high = multiply_high(random_next(random), bound, &low);
    if (low < bound)
        for (uint64_t least = (0 - bound) % bound; low < least;)
            high = multiply_high(random_next(random), bound, &low);
    return high;
}

double random_unit(Random *random)
{
    return ((double)(random_next(random) >> 12) + 0.5) * 0x1p-52;
}

/* Marsaglia's polar method; the second variate is dropped so that the state is the generator's alone. */
double random_normal(Random *random)
{
    for (;;) {
        double u = 2 * random_unit(random) - 1, v = 2 * random_unit(random) - 1, s = u * u + v * v;
        if (s < 1)
            return u * sqrt(-2 * log(s) / s);
    }
}

/* Marsaglia and Tsang's squeeze; shapes below 1 by the power of a uniform. */
double random_gamma(Random *random, double shape)
{
    if (!(shape > 0))
        return NAN;
    if (shape < 1)
        return random_gamma(random, shape + 1) * pow(random_unit(random), 1 / shape);
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = random_normal(random), root = 1 + c * z;
        if (root <= 0)
            continue;
        double v = root * root * root;
        if (log(random_unit(random)) < z * z / 2 + d - d * v + d * log(v))
            return d * v;
    }
}

/* Small means by counting in products of uniforms. Large means are split exactly: the k-th event of a unit process
 * falls at a gamma variate; when that is after the mean, the earlier k - 1 events are uniform, so binomial. */
static int64_t poisson_small(Random *random, double mean)
{
    double limit = exp(-mean), product = random_unit(random);
    int64_t n = 0;
    for (; product > limit; n++)
        product *= random_unit(random);
    return n;
}

static int64_t binomial_by_trials(Random *random, int64_t n, double p)
{
    int64_t hits = 0;
    for (int64_t i = 0; i < n; i++)
        hits += random_unit(random) < p;
    return hits;
}

int64_t random_poisson(Random *random, double mean)
{
    int64_t n = 0;
    while (mean > 16) {
        int64_t step = (int64_t)(mean * 7 / 8);
        double at = random_gamma(random, (double)step);
        if (at > mean)
            return n + binomial_by_trials(random, step - 1, mean / at);
        n += step;
        mean -= at;
    }
    return mean > 0 ? n + poisson_small(random, mean) : n;
}
