/* What the bootstrap intervals share: replicates of a statistic in, the ends of the interval out. */
#pragma once

#include "nines/calc/bootstrap.h"
#include "nines/calc/random.h"

/* Sums over the leave-one-out values of the statistic; acceleration = cubes / (6 squares^1.5). */
typedef struct {
    double squares, cubes; /* of (mean of the leave-one-out values - each) */
} Jackknife;

double jackknife_acceleration(const Jackknife *jackknife);
/* The levels at which the replicates' distribution is read: BCa's for a distribution in which the share below (ties
 * half) lies below the estimate. */
Interval bca_levels(double below, double acceleration, double confidence);
/* Of options->resamples replicates, which are sorted in place. */
Interval resample_interval(double *replicates, double estimate, const Jackknife *jackknife,
                           const BootstrapOptions *options);
/* False when there can be no interval: too few values (or 2^32 of them), all equal, or no
 * resamples. */
bool resample_is_possible(const int64_t *sorted, int64_t n, const BootstrapOptions *options);
/* BCa for the mean with the saddlepoint approximation in place of the replicates. */
Interval saddlepoint_interval(const int64_t *values, int64_t n, double mean, double acceleration, double confidence);
/* sums[resamples]: each the sum of n draws with replacement from the n values. */
void resample_sums(const int64_t *values, int64_t n, Random *random, int64_t resamples, int64_t *sums);
