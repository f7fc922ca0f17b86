/* Exact comparisons: what was achieved against targets and edges, in integers of 128 bits.
 *
 * Invariant: availability = 1 - counted / (base x SHARE_FULL) is never computed in floating point before a comparison;
 * where the contract states a rounding, the rounded value is what is compared.
 */
#pragma once

#include "nines/contract/judge.h"

__extension__ typedef __int128 Wide;

/* counted / per_ms milliseconds: a third of a service is no whole number of millionths, so the unit is the measure's
 * own. */
typedef struct {
    Wide counted;
    int64_t per_ms; /* parts of a millisecond; SHARE_FULL, or a multiple of it */
    int64_t base_ms;
    Rounding rounding;
} Achieved;

Achieved achieved_ppm(int64_t counted_ppm_ms, int64_t base_ms, const Rounding *rounding); /* NULL: not rounded */
int64_t achieved_ms_up(const Achieved *achieved);     /* counted milliseconds, rounded up */
int64_t achieved_ppm_ms_up(const Achieved *achieved); /* the same in parts per million */

/* Sign of (availability - ratio): negative when below it. base_ms > 0. */
int achieved_compare(const Achieved *achieved, int64_t ratio_ppb);
/* Sign of (counted - ms). */
int achieved_compare_time(const Achieved *achieved, int64_t ms);
/* Rounded as the contract says, else rounded down to parts per 1e9. */
int64_t achieved_ppb(const Achieved *achieved);
/* MET, BREACHED, NOT_MEASURABLE or NOT_JUDGED; time_counts: only the counted time, for a target that is a budget. */
Verdict achieved_verdict(const Achieved *achieved, const Target *target);
/* The most counted time at which availability, rounded as the contract says, still is at least the ratio (above it when
 * strict); whole milliseconds, 0 when there is none. */
int64_t allowed_at(int64_t base_ms, const Rounding *rounding, int64_t ratio_ppb, bool strict);
/* Allowed time; the stricter when the target is given twice. */
int64_t target_allowed_ms(const Target *target, int64_t base_ms, const Rounding *rounding);
/* value x n / d, rounded half away from zero; d > 0. */
int64_t scale(int64_t value, Wide n, Wide d);
bool rounding_rounds(const Rounding *rounding);
/* Of several verdicts the one with the highest rank counts. */
int verdict_rank(Verdict verdict);
