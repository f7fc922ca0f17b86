#include "nines/calc/distributions.h"
#include <float.h>
#include <math.h>
#include <stdbool.h>

#define ROUNDS_LIMIT 100000 /* series and fractions need about the root of their parameter */

double normal_cdf(double z)
{
    return 0.5 * erfc(-z * M_SQRT1_2);
}

static double polynomial(const double *coefficients, int n, double x)
{
    double sum = 0;
    for (int i = n - 1; i >= 0; i--)
        sum = sum * x + coefficients[i];
    return sum;
}

typedef struct {
    double numerator[8], denominator[8];
} Rational;

static double rational(const Rational *r, double x)
{
    return polynomial(r->numerator, 8, x) / polynomial(r->denominator, 8, x);
}

/* Wichura (1988), routine PPND16: the middle, the shoulders, the tails. */
static const Rational normal_middle = {
    {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
     4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3},
    {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
     3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3}};
static const Rational normal_shoulder = {
    {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
     1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
    {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
     1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
static const Rational normal_tail = {
    {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
     2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
     1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};

double normal_quantile(double p)
{
    if (!(p >= 0 && p <= 1))
        return NAN;
    if (p == 0 || p == 1)
        return p == 0 ? -INFINITY : INFINITY;
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * rational(&normal_middle, 0.180625 - q * q);
    double r = sqrt(-log(q < 0 ? p : 1 - p));
    double z = r <= 5 ? rational(&normal_shoulder, r - 1.6) : rational(&normal_tail, r - 5);
    return copysign(z, q);
}

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

/* x^a e^-x / Gamma(a + 1) */
static double gamma_front(double shape, double x)
{
    return exp(shape * log(x) - x - log_gamma(shape + 1));
}

/* Lower tail by its power series; best for x < shape + 1. */
static double gamma_series(double shape, double x)
{
    double term = 1, sum = 1;
    for (int i = 1; i < ROUNDS_LIMIT && term > sum * DBL_EPSILON / 4; i++) {
        term *= x / (shape + i);
        sum += term;
    }
    return sum * gamma_front(shape, x);
}

static double away_from_zero(double x)
{
    return fabs(x) < DBL_MIN / DBL_EPSILON ? DBL_MIN / DBL_EPSILON : x;
}

/* One step of Lentz's evaluation of a continued fraction; true when it has settled. */
typedef struct {
    double value, c, d;
} Fraction;

static bool fraction_step(Fraction *f, double numerator, double denominator)
{
    f->d = 1 / away_from_zero(denominator + numerator * f->d);
    f->c = away_from_zero(denominator + numerator / f->c);
    double factor = f->c * f->d;
    f->value *= factor;
    return fabs(factor - 1) < DBL_EPSILON;
}

/* Upper tail by Legendre's continued fraction; best for x >= shape + 1. */
static double gamma_fraction(double shape, double x)
{
    double first = away_from_zero(x + 1 - shape);
    Fraction f = {.value = 1 / first, .c = INFINITY, .d = 1 / first};
    for (int i = 1; i < ROUNDS_LIMIT && !fraction_step(&f, -i * (i - shape), x + 2 * i + 1 - shape); i++)
        ;
    return f.value * gamma_front(shape, x) * shape;
}

double gamma_lower(double shape, double x)
{
    if (!(shape > 0) || !(x >= 0))
        return NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? 0 : 1;
    return x < shape + 1 ? gamma_series(shape, x) : 1 - gamma_fraction(shape, x);
}

double gamma_upper(double shape, double x)
{
    if (!(shape > 0) || !(x >= 0))
        return NAN;
    if (x == 0 || isinf(x))
        return x == 0 ? 1 : 0;
    return x < shape + 1 ? 1 - gamma_series(shape, x) : gamma_fraction(shape, x);
}

double chi_square_cdf(double x, double degrees)
{
    return gamma_lower(degrees / 2, x / 2);
}

typedef double (*Cdf)(double x, double a, double b);

/* Where a rising cdf reaches p, by bisection down to neighbouring numbers. */
static double invert(Cdf cdf, double p, double a, double b, double low, double high)
{
    for (int i = 0; i < 2000; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (cdf(middle, a, b) < p)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static double chi_square_of(double x, double degrees, double unused)
{
    (void)unused;
    return chi_square_cdf(x, degrees);
}

double chi_square_quantile(double p, double degrees)
{
    if (!(p >= 0 && p <= 1) || !(degrees > 0))
        return NAN;
    if (p == 0 || p == 1)
        return p == 0 ? 0 : INFINITY;
    double high = degrees + 1;
    while (chi_square_cdf(high, degrees) < p)
        high *= 2;
    return invert(chi_square_of, p, degrees, 0, 0, high);
}

/* Continued fraction of the incomplete beta (DLMF 8.17.22); best for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double x, double a, double b)
{
    double first = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
    Fraction f = {.value = first, .c = 1, .d = first};
    for (int m = 1; m < ROUNDS_LIMIT; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        fraction_step(&f, even, 1);
        if (fraction_step(&f, odd, 1))
            break;
    }
    double front = exp(a * log(x) + b * log1p(-x) + log_gamma(a + b) - log_gamma(a) - log_gamma(b));
    return front * f.value / a;
}

double beta_cdf(double x, double a, double b)
{
    if (!(a > 0) || !(b > 0) || isnan(x))
        return NAN;
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    return x < (a + 1) / (a + b + 2) ? beta_fraction(x, a, b) : 1 - beta_fraction(1 - x, b, a);
}

double beta_quantile(double p, double a, double b)
{
    if (!(p >= 0 && p <= 1) || !(a > 0) || !(b > 0))
        return NAN;
    return p == 0 || p == 1 ? p : invert(beta_cdf, p, a, b, 0, 1);
}

double binomial_mass(int64_t k, int64_t n, double p)
{
    if (k < 0 || k > n)
        return 0;
    if (!(p >= 0 && p <= 1))
        return NAN;
    if (p == 0 || p == 1)
        return k == (p == 0 ? 0 : n) ? 1 : 0;
    double hits = (double)k, misses = (double)(n - k);
    double ways = log_gamma((double)n + 1) - log_gamma(hits + 1) - log_gamma(misses + 1);
    return exp(ways + hits * log(p) + misses * log1p(-p));
}

double binomial_cdf(int64_t k, int64_t n, double p)
{
    if (n < 0 || !(p >= 0 && p <= 1))
        return NAN;
    if (k < 0 || k >= n)
        return k < 0 ? 0 : 1;
    return beta_cdf(1 - p, (double)(n - k), (double)k + 1);
}

double poisson_cdf(int64_t k, double mean)
{
    if (!(mean >= 0))
        return NAN;
    return k < 0 ? 0 : gamma_upper((double)k + 1, mean);
}
