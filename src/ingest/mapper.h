/* From the texts of a record to the Record: one field at a time, with the rules of the profile.
 *
 * Invariant: texts given to mapper_put live until the record is put. The first time that cannot be read is the
 * record's problem; numbers that cannot be read are findings.
 *
 *     mapper_begin(&mapper, line);
 *     mapper_put(&mapper, TARGET_TITLE, "Checkout down", -1, column);
 *     if (!mapper_end(&mapper))
 *         reject(mapper.problem);
 */
#pragma once

#include "nines/ingest/profile.h"
#include "nines/store/record.h"

typedef struct {
    const Profile *profile;
    Record *record;
    TimeRules rules[TARGET_TIMES];
    Instant from, to, announced; /* of a maintenance window */
    const char *money, *currency;
    Precision start_precision;
    char problem[256]; /* empty: none */
    Target problem_target;
    guint problem_column;      /* 1-based, 0: not known */
    int64_t zone_assumed_n;    /* values without a zone so far, over all records */
    int64_t ended_somewhen_n;  /* incidents whose status says that they are over, without an end, so far */
    int64_t clock_only_n;      /* clocks without a day so far */
    const char *bare_duration; /* a length that says no unit, or NULL */
    int64_t duration_unit_ms;  /* of a bare number, 0: the file does not say */
    const Zone *zone;
} Mapper;

void mapper_init(Mapper *mapper, const Profile *profile, const Zone *zone);
void mapper_clear(Mapper *mapper);
void mapper_begin(Mapper *mapper, int64_t line);
/* length -1: NUL-terminated. Texts but for times must be NUL-terminated in any case. */
void mapper_put(Mapper *mapper, Target target, const char *text, gssize length, guint column);
/* A time that is known already. */
void mapper_put_time(Mapper *mapper, Target target, const TimeValue *value);
/* The moment that lies so long after another one, which is known already; a bare number counts unit_ms each. */
void mapper_put_after(Mapper *mapper, Target target, const char *text, Target after, int64_t unit_ms);
/* A time inside a list; INSTANT_NONE for nothing and for what cannot be read (a finding). The ends of a window tell how
 * precise the incident's times are; the moments of a timeline and the due dates of actions do not. */
Instant mapper_time(Mapper *mapper, const char *text, const char *field);
Instant mapper_window_time(Mapper *mapper, const char *text);
/* "0.35", "35 %" to parts per million; -1 for what cannot be read (a finding). */
int32_t mapper_share(Mapper *mapper, const char *text);
/* An amount of impact; kind as in record.h. Nothing for what cannot be read (a finding). */
void mapper_amount(Mapper *mapper, const char *kind, const char *low, const char *likely, const char *high,
                   const char *currency, bool computed);
/* Applies a rule of the profile whose conditions hold. */
void mapper_apply(Mapper *mapper, const KindRule *rule);
/* A maintenance window rather than an incident: always for a profile of windows, else a record of that kind that has
 * both ends. */
bool mapper_is_maintenance(const Mapper *mapper);
/* Ends the record: false when it has a problem. */
bool mapper_end(Mapper *mapper);

/* Blank, or a spelling of nothing in exports. */
bool mapper_is_null(const Profile *profile, const char *text, gsize length);
