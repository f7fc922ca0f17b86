/* The law of a resample's mean without resampling. With K the cumulant function of one draw from the values, the mean
 * of n draws lies below K'(t) with probability near Phi(r), r = w + ln(u / w) / w, w = sign(t) sqrt(2 n (t K' - K)),
 * u = t sqrt(n K''). So an end of the interval is K' at the t whose r is the wanted normal quantile. */
#include "nines/calc/distributions.h"
#include "resample.h"
#include <math.h>

#define ROUNDS 60
#define PRECISION 1e-9

typedef struct {
    const int64_t *values;
    int64_t n;
    double mean, sd; /* the values are taken as (value - mean) / sd */
    double at_zero;  /* r at t = 0 */
} Law;

typedef struct {
    double k, first, second; /* K, K', K'' at t */
} Cumulants;

/* The largest exponent is taken out first, so that nothing overflows. */
static Cumulants cumulants_at(const Law *law, double t)
{
    double extreme = (double)law->values[t > 0 ? law->n - 1 : 0];
    double peak = t * (extreme - law->mean) / law->sd, sum = 0, sum_y = 0, sum_yy = 0;
    for (int64_t i = 0; i < law->n; i++) {
        double y = ((double)law->values[i] - law->mean) / law->sd, weight = exp(t * y - peak);
        sum += weight;
        sum_y += weight * y;
        sum_yy += weight * y * y;
    }
    double first = sum_y / sum;
    return (Cumulants){peak + log(sum / (double)law->n), first, sum_yy / sum - first * first};
}

static double normal_position(const Law *law, double t)
{
    Cumulants c = cumulants_at(law, t);
    double size = (double)law->n, w = copysign(sqrt(fmax(0, 2 * size * (t * c.first - c.k))), t);
    double u = t * sqrt(size * fmax(0, c.second));
    return fabs(w) < 1e-4 || u / w <= 0 ? law->at_zero + w : w + log(u / w) / w;
}

/* Where r reaches z, by false position; an end that stays for long counts half (the Illinois rule). r rises with t and
 * is nearly straight, so a few steps do. */
static double tilt_at(const Law *law, double z)
{
    double low = 0, low_gap = law->at_zero - z, high = copysign(1 / sqrt((double)law->n), -low_gap);
    double high_gap = normal_position(law, high) - z;
    for (int i = 0; i < ROUNDS && low_gap * high_gap > 0; i++) {
        high *= 2;
        high_gap = normal_position(law, high) - z;
    }
    for (int i = 0; i < ROUNDS && fabs(high_gap) > PRECISION && low_gap * high_gap <= 0; i++) {
        double t = high - high_gap * (high - low) / (high_gap - low_gap);
        double gap = normal_position(law, t) - z;
        if (gap * high_gap < 0) {
            low = high;
            low_gap = high_gap;
        } else {
            low_gap /= 2;
        }
        high = t;
        high_gap = gap;
    }
    return high;
}

static double mean_at_level(const Law *law, double level)
{
    return law->mean + law->sd * cumulants_at(law, tilt_at(law, normal_quantile(level))).first;
}

Interval saddlepoint_interval(const int64_t *values, int64_t n, double mean, double acceleration, double confidence)
{
    double squares = 0;
    for (int64_t i = 0; i < n; i++)
        squares += ((double)values[i] - mean) * ((double)values[i] - mean);
    /* At t = 0, r is a sixth of the mean's skewness, which is what the acceleration is. */
    Law law = {values, n, mean, sqrt(squares / (double)n), acceleration};
    Interval levels = bca_levels(normal_cdf(acceleration), acceleration, confidence);
    return (Interval){mean_at_level(&law, levels.low), mean_at_level(&law, levels.high)};
}
