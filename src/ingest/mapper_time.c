#include "mapper_parts.h"

#include <string.h>

/* What the time of one of the incident's own bounds says about all its times. */
static void note_bound(Mapper *mapper, const TimeValue *value)
{
    Record *record = mapper->record;
    record->precision = MAX(record->precision, value->precision);
    record->zone_basis = MAX(record->zone_basis, value->basis);
}

static void note_time(Mapper *mapper, const TimeValue *value, const char *field)
{
    Record *record = mapper->record;
    mapper->zone_assumed_n += value->basis == ZONE_BASIS_ASSUMED && value->precision < PRECISION_DAY;
    if (value->ambiguous)
        record_add_finding(record, false, "ambiguous-hour", field,
                           "the clock showed this time twice; the first is taken");
    if (value->skipped)
        record_add_finding(record, true, "skipped-hour", field,
                           "the clock never showed this time; read as after the gap");
}

void mapper_put_time(Mapper *mapper, Target target, const TimeValue *value)
{
    Record *record = mapper->record;
    Instant *const others[] = {&mapper->from,           &mapper->to,           &mapper->announced,
                               &record->within_from_at, &record->within_to_at, &record->updated_at};
    if (target <= TARGET_CLOSED)
        record->at[target - TARGET_STARTED] = value->at;
    else if (target < TARGET_TIME)
        *others[target - TARGET_FROM] = value->at;
    if (target == TARGET_UPDATED)
        return;
    if (target == TARGET_STARTED)
        mapper->start_precision = value->precision;
    note_bound(mapper, value);
    note_time(mapper, value, target_name(target));
}

/* A clock without a day is the first one after the start. What tells of the time before work began may come a little
 * before the start. */
#define CLOCK_EARLY (2 * MS_PER_HOUR)

static bool read_clock(Mapper *mapper, Target target, const char *text, gssize length, TimeValue *value)
{
    Instant from = target == TARGET_TO ? mapper->from : mapper->record->at[MOMENT_STARTED];
    int64_t ms_of_day;
    if (target == TARGET_STARTED || (target > TARGET_CLOSED && target != TARGET_TO) || from == INSTANT_NONE ||
        !clock_parse(text, length, &ms_of_day))
        return false;
    Instant earliest = from - (target < TARGET_STARTED + MOMENT_MITIGATED ? CLOCK_EARLY : 0);
    Civil civil = zone_to_civil(mapper->zone, earliest);
    int64_t local_ms = civil_days(civil.year, civil.month, civil.day) * MS_PER_DAY + ms_of_day;
    *value = (TimeValue){.precision = PRECISION_MINUTE, .basis = ZONE_BASIS_ASSUMED};
    value->at = zone_solve(mapper->zone, local_ms).earlier;
    if (value->at < earliest)
        value->at = zone_solve(mapper->zone, local_ms + MS_PER_DAY).earlier;
    mapper->clock_only_n++;
    return true;
}

/* "acknowledged: true" says that it was, not when. */
static bool is_flag(const char *text, gssize length)
{
    static const char *const flags[] = {"0", "1", "true", "false", "yes", "no"};
    gsize n = length < 0 ? strlen(text) : (gsize)length;
    for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
        if (strlen(flags[i]) == n && g_ascii_strncasecmp(flags[i], text, n) == 0)
            return true;
    return false;
}

void mapper_put_time_text(Mapper *mapper, Target target, const char *text, gssize length, guint column)
{
    TimeValue value;
    TimeStatus status = time_parse(text, length, &mapper->rules[target], &value);
    if (status == TIME_BAD_FORM && read_clock(mapper, target, text, length, &value))
        status = TIME_OK;
    if (status == TIME_OK)
        mapper_put_time(mapper, target, &value);
    else if (status != TIME_NULL && target != TARGET_UPDATED && (target == TARGET_STARTED || !is_flag(text, length)))
        mapper_problem(mapper, target, column, text, length < 0 ? strlen(text) : (gsize)length,
                       time_status_text(status));
}

void mapper_put_after(Mapper *mapper, Target target, const char *text, Target after, int64_t unit_ms)
{
    Instant from = after == TARGET_N ? 0 : mapper->record->at[after - TARGET_STARTED];
    int64_t ms;
    if (from == INSTANT_NONE || target > TARGET_CLOSED)
        return;
    if (duration_parse(text, -1, unit_ms, &ms) == TIME_OK && ms >= 0)
        mapper->record->at[target - TARGET_STARTED] = from + ms;
    else
        mapper_bad_value(mapper, target_name(target), text, "no known form of a duration");
}

static bool read_time(Mapper *mapper, const char *text, const char *field, TimeValue *value)
{
    TimeStatus status = text ? time_parse(text, -1, &mapper->rules[TARGET_STARTED], value) : TIME_NULL;
    if (status == TIME_OK)
        note_time(mapper, value, field);
    else if (status != TIME_NULL)
        mapper_bad_value(mapper, field, text, time_status_text(status));
    return status == TIME_OK;
}

Instant mapper_time(Mapper *mapper, const char *text, const char *field)
{
    TimeValue value;
    return read_time(mapper, text, field, &value) ? value.at : INSTANT_NONE;
}

Instant mapper_window_time(Mapper *mapper, const char *text)
{
    TimeValue value;
    if (!read_time(mapper, text, "windows", &value))
        return INSTANT_NONE;
    note_bound(mapper, &value);
    return value.at;
}

/* A day or a month alone: it happened somewhere within. */
void mapper_put_within(Mapper *mapper, const char *text)
{
    TimeValue value;
    TimeStatus status = time_parse(text, -1, &mapper->rules[TARGET_STARTED], &value);
    if (status != TIME_OK) {
        if (status != TIME_NULL)
            mapper_bad_value(mapper, "within", text, time_status_text(status));
        return;
    }
    Civil civil = zone_to_civil(mapper->zone, value.at);
    int64_t days = value.precision == PRECISION_MONTH ? civil_days(civil.year, civil.month + 1, 1)
                                                      : civil_days(civil.year, civil.month, civil.day) + 1;
    mapper->record->within_from_at = value.at;
    mapper->record->within_to_at = zone_day_start(mapper->zone, days);
    mapper->record->precision = MAX(value.precision, PRECISION_DAY);
}
