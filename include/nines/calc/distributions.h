/* The distribution functions that the exact intervals and tests need.
 *
 * Invariant: results are within 1e-12 of the true value for the counts of incident work (up to about 100,000), and
 * within 1e-9 for ten million; a parameter out of its domain gives NaN.
 *
 *     double z = normal_quantile(0.975); // 1.959963984540054
 */
#pragma once

#include <stdint.h>

double normal_cdf(double z);
/* Wichura's AS 241, about 1e-16; 0 and 1 give the infinities. */
double normal_quantile(double p);
/* Regularised lower incomplete gamma P(shape, x); its complement is gamma_upper. */
double gamma_lower(double shape, double x);
double gamma_upper(double shape, double x);
double chi_square_cdf(double x, double degrees);
double chi_square_quantile(double p, double degrees);
/* Regularised incomplete beta I_x(a, b). */
double beta_cdf(double x, double a, double b);
double beta_quantile(double p, double a, double b);
double binomial_mass(int64_t k, int64_t n, double p);
/* P(X <= k). */
double binomial_cdf(int64_t k, int64_t n, double p);
/* P(X <= k) for a Poisson count. */
double poisson_cdf(int64_t k, double mean);
