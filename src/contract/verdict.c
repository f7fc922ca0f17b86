#include "verdict.h"

static const char *const VERDICT_NAMES[] = {
    [VERDICT_MET] = "met",
    [VERDICT_BREACHED] = "breached",
    [VERDICT_BREACHED_NO_CREDIT] = "breached without credit",
    [VERDICT_NOT_MEASURABLE] = "not measurable",
    [VERDICT_UNDECIDABLE] = "undecidable",
    [VERDICT_NOT_JUDGED] = "not judged",
};

const char *verdict_name(Verdict verdict)
{
    return VERDICT_NAMES[verdict];
}

int verdict_rank(Verdict verdict)
{
    static const int ranks[] = {
        [VERDICT_NOT_JUDGED] = 0,         [VERDICT_MET] = 1,
        [VERDICT_NOT_MEASURABLE] = 2,     [VERDICT_UNDECIDABLE] = 3,
        [VERDICT_BREACHED_NO_CREDIT] = 4, [VERDICT_BREACHED] = 5,
    };
    return ranks[verdict];
}

int verdict_exit_status(Verdict verdict)
{
    static const int status[] = {
        [VERDICT_MET] = 0,
        [VERDICT_BREACHED] = 1,
        [VERDICT_BREACHED_NO_CREDIT] = 1,
        [VERDICT_NOT_MEASURABLE] = 2,
        [VERDICT_UNDECIDABLE] = 2,
        [VERDICT_NOT_JUDGED] = 2,
    };
    return status[verdict];
}

/* Parts per 1e9 of one unit of the stated decimals: 2 decimals of a percent are 100,000. */
static int64_t rounding_step(const Rounding *rounding)
{
    int64_t step = RATIO_ONE / 100;
    for (int i = 0; i < rounding->decimals; i++)
        step /= 10;
    return MAX(step, 1);
}

bool rounding_rounds(const Rounding *rounding)
{
    return rounding->mode >= ROUNDING_HALF_UP;
}

/* Numerator and denominator of the availability in parts per 1e9. */
static Wide numerator(const Achieved *achieved)
{
    return ((Wide)achieved->base_ms * achieved->per_ms - achieved->counted) * RATIO_ONE;
}

static Wide denominator(const Achieved *achieved)
{
    return (Wide)achieved->base_ms * achieved->per_ms;
}

static int64_t rounded_ppb(const Achieved *achieved)
{
    Wide step = rounding_step(&achieved->rounding), n = MAX(numerator(achieved), 0);
    Wide d = denominator(achieved) * step;
    Wide add = achieved->rounding.mode == ROUNDING_UP ? d - 1 : achieved->rounding.mode == ROUNDING_HALF_UP ? d / 2 : 0;
    return (int64_t)((n + add) / d * step);
}

int64_t achieved_ppb(const Achieved *achieved)
{
    if (rounding_rounds(&achieved->rounding))
        return rounded_ppb(achieved);
    return (int64_t)(MAX(numerator(achieved), 0) / denominator(achieved));
}

int achieved_compare(const Achieved *achieved, int64_t ratio_ppb)
{
    if (rounding_rounds(&achieved->rounding)) {
        int64_t ppb = rounded_ppb(achieved);
        return (ppb > ratio_ppb) - (ppb < ratio_ppb);
    }
    Wide difference = numerator(achieved) - denominator(achieved) * ratio_ppb;
    return (difference > 0) - (difference < 0);
}

int achieved_compare_time(const Achieved *achieved, int64_t ms)
{
    Wide difference = achieved->counted - (Wide)ms * achieved->per_ms;
    return (difference > 0) - (difference < 0);
}

Verdict achieved_verdict(const Achieved *achieved, const Target *target)
{
    if (!target->has_ratio && !target->has_budget)
        return VERDICT_NOT_JUDGED;
    if (achieved->base_ms <= 0)
        return VERDICT_NOT_MEASURABLE;
    int worst_allowed = target->strict ? 1 : 0; /* the sign that is needed at least */
    if (target->has_ratio && achieved_compare(achieved, target->ratio_ppb) < worst_allowed)
        return VERDICT_BREACHED;
    if (target->has_budget && -achieved_compare_time(achieved, target->budget_ms) < worst_allowed)
        return VERDICT_BREACHED;
    return VERDICT_MET;
}

/* Rounding moves the edge: half up, 99.895 % is rounded to 99.90 %. In halves of a part per 1e9, so that half a step is
 * whole. */
int64_t allowed_at(int64_t base_ms, const Rounding *rounding, int64_t ratio_ppb, bool strict)
{
    Wide edge = (Wide)ratio_ppb * 2;
    if (rounding_rounds(rounding)) {
        Wide step = rounding_step(rounding), steps = (ratio_ppb + step - 1) / step;
        steps += strict && steps * step == ratio_ppb ? 1 : 0;
        edge = 2 * steps * step;
        edge -= rounding->mode == ROUNDING_HALF_UP ? step : rounding->mode == ROUNDING_UP ? 2 * step : 0;
        strict = rounding->mode == ROUNDING_UP;
    }
    Wide room = (Wide)base_ms * (2 * (Wide)RATIO_ONE - edge) - (strict ? 1 : 0);
    return room < 0 ? 0 : (int64_t)MIN(room / (2 * (Wide)RATIO_ONE), (Wide)base_ms);
}

int64_t target_allowed_ms(const Target *target, int64_t base_ms, const Rounding *rounding)
{
    int64_t allowed = INT64_MAX;
    if (target->has_ratio)
        allowed = allowed_at(base_ms, rounding, target->ratio_ppb, target->strict);
    if (target->has_budget)
        allowed = MIN(allowed, MAX(target->budget_ms - (target->strict ? 1 : 0), 0));
    return allowed == INT64_MAX ? 0 : allowed;
}

int64_t scale(int64_t value, Wide n, Wide d)
{
    Wide product = (Wide)value * n;
    return (int64_t)(product >= 0 ? (product + d / 2) / d : -((-product + d / 2) / d));
}

Achieved achieved_ppm(int64_t counted_ppm_ms, int64_t base_ms, const Rounding *rounding)
{
    return (Achieved){.counted = counted_ppm_ms,
                      .per_ms = SHARE_FULL,
                      .base_ms = base_ms,
                      .rounding = rounding != NULL ? *rounding : (Rounding){.mode = ROUNDING_NONE}};
}

int64_t achieved_ms_up(const Achieved *achieved)
{
    return (int64_t)((achieved->counted + achieved->per_ms - 1) / achieved->per_ms);
}

int64_t achieved_ppm_ms_up(const Achieved *achieved)
{
    int64_t part = achieved->per_ms / SHARE_FULL;
    return (int64_t)((achieved->counted + part - 1) / part);
}
