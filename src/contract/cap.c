#include "cap.h"

static ContractPeriod period_at(const Clause *clause, const Zone *zone, Instant at)
{
    Schedule schedule = {.kind = clause->cap_per, .first_month = 1};
    return schedule_at(&schedule, zone, at);
}

CapUse cap_use(const Clause *clause, const Zone *zone)
{
    return (CapUse){.clause = clause, .zone = zone, .period = {.from = INSTANT_NONE}, .covered_to = INSTANT_NONE};
}

Instant cap_start(const Clause *clause, const Zone *zone, Instant at)
{
    return clause->cap_ms == NOT_GIVEN ? at : period_at(clause, zone, at).from;
}

Instant cap_take(CapUse *cap, Instant from, Instant *to)
{
    if (cap->clause->cap_ms == NOT_GIVEN)
        return *to;
    ContractPeriod period = period_at(cap->clause, cap->zone, from);
    if (period.from != cap->period.from)
        cap->used_ms = 0;
    cap->period = period;
    *to = MIN(*to, period.to);
    Instant fresh = MAX(from, cap->covered_to);
    if (fresh >= *to)
        return *to;
    int64_t left = MAX(cap->clause->cap_ms - cap->used_ms, 0);
    Instant end = *to - fresh <= left ? *to : fresh + left;
    cap->used_ms += end - fresh;
    cap->covered_to = MAX(cap->covered_to, end);
    return end;
}
