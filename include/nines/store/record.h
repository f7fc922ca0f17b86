/* One incident as a reader found it, before it becomes facts. Filled by ingest and extract, consumed by fact_writer.h.
 *
 * Invariant: texts are borrowed, NUL-terminated UTF-8 that the filler keeps alive until the record is put (record_text
 * keeps a copy in the record for those that have nowhere to stand). NULL, INSTANT_NONE and -1 mean "not known".
 * record_clear makes it ready for the next row without giving its memory back.
 *
 *     g_autoptr(Record) record = record_new();
 *     record->external_id = "INC-7";
 *     record->title = "Checkout down";
 *     record->at[MOMENT_STARTED] = started;
 *     record_add_service(record, "checkout");
 *     fact_writer_put(writer, record, &outcome, &error);
 */
#pragma once

#include "nines/base/timetext.h"
#include "nines/store/facts.h"
#include <glib.h>

typedef struct {
    const char *service; /* NULL: none named */
    Instant from, to;    /* INSTANT_NONE: not known, open */
    int32_t share_ppm;   /* -1: the record's */
} RecordWindow;

typedef struct {
    Instant at;
    const char *kind, *text;
    int64_t line; /* 0: the record's */
} RecordEntry;

typedef struct {
    const char *text, *owner, *state;
    Instant due_at, done_at;
    int64_t line;
} RecordAction;

typedef struct {
    const char *kind;          /* "users", "accounts", "orders", "requests", "money", "staff_time" */
    const char *currency;      /* of money */
    int64_t low, likely, high; /* money in minor units, staff_time in ms; INSTANT_NONE: no range */
    bool computed;
    bool summed; /* false: kept, but left out of sums */
    int64_t line;
} RecordAmount;

typedef struct {
    const char *kind;  /* "end-before-start" */
    const char *field; /* or NULL */
    const char *message;
    bool warning; /* else a note */
} RecordFinding;

typedef struct {
    const char *field, *words, *rule;
    int64_t line, column;      /* 0: not known */
    int precision, zone_basis; /* -1: not a time */
    double confidence;         /* 0..1; negative: not given */
} RecordEvidence;

typedef struct {
    const char *external_id; /* NULL: made from title, first service and start, so that it stays the same */
    const char *title;
    IncidentKind kind;
    bool is_outage;
    const char *severity, *status, *team, *cause, *detected_by;
    Instant at[MOMENT_N];
    Instant within_from_at, within_to_at;
    int64_t stated_duration_ms; /* INSTANT_NONE: not stated */
    Precision precision;
    ZoneBasis zone_basis;
    int change_caused; /* -1, 0, 1 */
    int64_t reopened_n;
    int32_t share_ppm;  /* share of the service lost: -1 not stated, which means full */
    Instant updated_at; /* when the source changed the record last: of several versions the latest counts */
    int64_t line;
    GPtrArray *services;       /* const char*; used when windows is empty */
    GPtrArray *regions, *tags; /* const char* */
    GArray *windows;           /* RecordWindow */
    GArray *timeline;          /* RecordEntry */
    GArray *actions;           /* RecordAction */
    GArray *amounts;           /* RecordAmount */
    GArray *findings;          /* RecordFinding */
    GArray *evidence;          /* RecordEvidence */
    GStringChunk *texts;       /* owned copies, see record_text */
} Record;

Record *record_new(void);
void record_free(Record *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)
/* Everything back to "not known": an incident, an outage, to the second, zone stated. */
void record_clear(Record *record);

/* A copy that lives until record_clear. NULL gives NULL. length -1: NUL-terminated. */
const char *record_text(Record *record, const char *text, gssize length);
/* Ignore NULL, blank and repeated names; do not copy. */
void record_add_service(Record *record, const char *name);
void record_add_region(Record *record, const char *name);
void record_add_tag(Record *record, const char *name);
/* The message is formatted into the record. */
void record_add_finding(Record *record, bool warning, const char *kind, const char *field, const char *format, ...)
    G_GNUC_PRINTF(5, 6);
/* Adds the findings that follow from the record alone: order of times, zero length, far-off years, unknown currency,
 * shares out of range (which are brought into it). The writer calls it once per record. */
void record_check(Record *record);
