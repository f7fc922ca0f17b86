/* What the records say, as plain arrays: all that judging needs and nothing about where it came from.
 *
 * Invariant: texts live as long as the facts (judge_facts_text copies them in); order and repetition of rows mean
 * nothing. Times are instants; INSTANT_NONE is unknown.
 *
 *     g_autoptr(JudgeFacts) facts = judge_facts_new();
 *     JudgeOutage outage = judge_outage(1, "api", from, to);
 *     g_array_append_val(facts->outages, outage);
 */
#pragma once

#include "nines/calc/ledger.h"
#include "nines/contract/clock.h"

#define SHARE_UNKNOWN (-1)
#define USERS_UNKNOWN (-1)
#define LENGTH_UNKNOWN (-1)

/* One impact window of one incident on one service. */
typedef struct {
    int64_t incident;  /* key, for credit */
    const char *label; /* the incident's own id */
    const char *title;
    const char *service;
    const char *severity;    /* or NULL */
    const char *const *tags; /* NULL-terminated, or NULL */
    Instant from;
    Instant to;            /* INSTANT_NONE: open */
    int64_t from_slack_ms; /* the true start lies in [from, from + slack]; 0 when known to the minute or better */
    int64_t to_slack_ms;   /* the true end lies in [to, to + slack] */
    int32_t share_ppm;     /* SHARE_UNKNOWN, else 0..SHARE_FULL */
    bool share_assumed;    /* whole for want of a figure */
    Instant detected_at, declared_at;
    Instant ends_by; /* of an open one: when its paperwork was closed, so it cannot have lasted longer; INSTANT_NONE */
    int64_t users;   /* affected, or USERS_UNKNOWN */
    int64_t users_low, users_high; /* a range around users; USERS_UNKNOWN: none */
    int64_t requests;              /* failed, or USERS_UNKNOWN */
} JudgeOutage;

/* Known by its length only, somewhere within a day, month or other span. */
typedef struct {
    int64_t incident;
    const char *label, *title, *service, *severity;
    const char *const *tags;
    Instant within_from, within_to;
    int64_t duration_ms; /* LENGTH_UNKNOWN: somewhere between nothing and all of the span */
    int32_t share_ppm;
} JudgeUndated;

typedef struct {
    const char *label;
    const char *service; /* NULL: all */
    Instant from, to;    /* as announced */
    Instant ended_at;    /* real end, or INSTANT_NONE */
    Instant announced_at;
    bool emergency;
    int32_t share_ppm; /* of the service, while it lasts */
} JudgeMaintenance;

typedef struct {
    const char *service; /* NULL: all */
    Instant from, to;
} JudgeUnknown;

/* A span in which a ticket was in some state that may stop its clock. */
typedef struct {
    Instant from, to; /* to INSTANT_NONE: still */
    const char *state;
} TicketPause;

typedef struct {
    int64_t incident;
    const char *label, *title, *service, *severity;
    Instant started_at, detected_at, declared_at;
    Instant responded_at, resolved_at; /* INSTANT_NONE: not yet */
    bool resolved_by_then;             /* only its closing is known: it was resolved at that time or before */
    /* The true time lies in [at, at + slack]; 0 when it is known to the minute or better. */
    int64_t started_slack_ms, detected_slack_ms, declared_slack_ms, responded_slack_ms, resolved_slack_ms;
    const TicketPause *pauses;
    guint n_pauses;
} JudgeTicket;

typedef struct {
    GArray *outages;     /* JudgeOutage */
    GArray *undated;     /* JudgeUndated */
    GArray *maintenance; /* JudgeMaintenance */
    GArray *unknowns;    /* JudgeUnknown */
    GArray *tickets;     /* JudgeTicket */
    GPtrArray *services; /* const char*: all that the records know; empty: not known */
    GPtrArray *notes;    /* char*: records that could not be used */
    GStringChunk *texts;
    GPtrArray *blocks; /* g_free'd with the facts: tag lists, pauses */
} JudgeFacts;

JudgeFacts *judge_facts_new(void);
void judge_facts_free(JudgeFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JudgeFacts, judge_facts_free)
/* A copy that lives as long as the facts; equal texts share one. NULL stays NULL. */
const char *judge_facts_text(JudgeFacts *facts, const char *text);
/* Splits at commas, semicolons and newlines; NULL or "" gives NULL. */
const char *const *judge_facts_tags(JudgeFacts *facts, const char *list);
/* Sources without a field for it write it into a window's name: "Emergency: ...", "... emergency maintenance ...".
 * NULL: false. */
bool judge_names_emergency(const char *name);
/* A whole outage with every other field unknown. */
JudgeOutage judge_outage(int64_t incident, const char *service, Instant from, Instant to);
