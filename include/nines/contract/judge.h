/* Judging: a contract and the facts in, verdicts out. A pure function of its arguments.
 *
 * Invariant: every figure of an obligation is computed from its ledger; comparisons are made on exact integers
 * (parts-per-million x milliseconds against parts-per-1e9 of the denominator), never on the rounded availability.
 *
 *     g_autoptr(JudgeFacts) facts = facts_load(store, contract, &period, as_of, &error);
 *     g_autoptr(Judgement) judgement = contract_judge(contract, &period, facts, as_of, &error);
 *     for (guint i = 0; i < judgement->obligations->len; i++) ...
 */
#pragma once

#include "nines/base/json.h"
#include "nines/base/table.h"
#include "nines/calc/ledger.h"
#include "nines/calc/period.h"
#include "nines/contract/contract.h"
#include "nines/contract/facts.h"
#include "nines/contract/schedule.h"

typedef enum {
    VERDICT_MET,
    VERDICT_BREACHED,
    VERDICT_BREACHED_NO_CREDIT, /* the target is missed, and the terms pay nothing for it */
    VERDICT_NOT_MEASURABLE,     /* all of the period is excluded or unknown, or nothing was there to judge */
    VERDICT_UNDECIDABLE,        /* the records are too vague: best and worst case differ */
    VERDICT_NOT_JUDGED,         /* a target that records cannot judge; shown only */
} Verdict;
const char *verdict_name(Verdict verdict); /* "met", "breached", "breached without credit", ... */

typedef struct {
    int64_t minor;
    char *currency;        /* NULL when the contract names no fee */
    int64_t ratio_ppb;     /* of the base, where the award is a share; else NOT_GIVEN */
    GPtrArray *derivation; /* char*: base, tier, cap, minimum, one line each */
} CreditSum;

/* The same figures under one other reading of the contract's words. */
typedef struct {
    char *reading; /* "the target holds at exactly 99.9 %" */
    Verdict verdict;
    int64_t minor, ratio_ppb;
} Reading;

/* What became of one window that a clause could exclude; Segment.clause is its index + 1. */
typedef struct {
    const Clause *clause; /* NULL: the contract was not in force */
    char *label;          /* "maintenance: MW-12" */
    Instant from, to;
    Instant announced_at; /* INSTANT_NONE: not stated */
    int64_t notice_ms;    /* given; NOT_GIVEN when unknown */
    int64_t excluded_ms;  /* of it, within the judged period */
    int64_t counted_ms;   /* late, beyond the cap or overrun: counts as downtime */
    int64_t cap_used_ms;  /* of the clause's cap, up to and with this window; NOT_GIVEN without a cap */
    char *reason;         /* why it was excluded or not */
} ExclusionRecord;

typedef struct {
    int64_t incident;
    const char *label, *title; /* owned by the facts */
    Instant from, to;          /* hull of its windows in the period */
    int64_t down_ms;           /* its own time in the period, before every rule */
    int64_t counted_ppm_ms;    /* what it adds to the total */
    char *excluded_by;         /* why the rest does not count, or NULL */
    bool open;                 /* not over at the as-of time */
    char *claim_day;           /* where claims count from each incident that counts: its last day; else NULL */
} IncidentShare;

/* The best and the worst case that the records allow. */
typedef struct {
    int64_t counted_ppm_ms, base_ms;
    Verdict verdict;
    int64_t credit_minor;
} Case;

typedef enum { EARN_NONE, EARN_OPEN, EARN_LOST, EARN_EARNED } EarnState;
const char *earn_state_name(EarnState state); /* "open", "lost", "earned back"; NULL for none */

/* Whether a credit goes back because the target was met again. */
typedef struct {
    EarnState state;
    int met_n;            /* periods in a row since the breach */
    int64_t credit_minor; /* that is at stake */
} EarnBack;

typedef struct {
    bool running; /* the period is not over at the as-of time */
    int64_t elapsed_ms;
    int64_t forecast_ms;  /* counted time at the period's end at this pace */
    Instant exhausted_at; /* when the budget ends at this pace; INSTANT_NONE: not in this period */
    int64_t next_edge_ms; /* more counted time until the next tier or the target is crossed; NOT_GIVEN: none left */
    int64_t next_minor;   /* the credit there */
    int64_t minute_minor; /* what one more minute of downtime adds to the credit */
} Pace;

typedef struct {
    const Terms *terms;           /* borrowed from the contract */
    const Obligation *obligation; /* borrowed from the contract */
    char *name;                   /* the obligation's, with the service when each is judged alone */
    char *period;                 /* "2026-05", "2026-Q2", "2026-05-15..2026-06-14" */
    Instant from, to;
    Ledger *ledger;
    int64_t
        share_parts; /* 1, or shares are exact_shares[share_ppm] / share_parts millionths (a third is no millionth) */
    GHashTable *exact_shares;
    int64_t length_ms, excluded_ms, unknown_ms; /* unknown: also what is still to come */
    int64_t base_ms;                            /* denominator */
    int64_t counted_ppm_ms;                     /* exact */
    int64_t counted_ms;                         /* rounded up to a millisecond, never down to a pass */
    int64_t budget_ms;                          /* allowed, rounded down */
    int64_t remaining_ms;                       /* budget - counted; negative: over by that much */
    double availability_ratio;                  /* NaN when not measurable */
    double judged_ratio;                        /* rounded as the contract says: what is compared; NaN as above */
    Verdict verdict;
    CreditSum credit;
    Instant claim_by; /* first instant that is too late; INSTANT_NONE: no claim term or nothing to claim */
    char *claim_day;  /* last day, "2026-03-02", or NULL */
    Case best, worst;
    EarnBack earn_back;
    GPtrArray *settle;  /* char*: facts that would settle an undecidable verdict */
    GPtrArray *notes;   /* char*: findings a reader must know */
    GArray *readings;   /* Reading; empty unless the words allow more than one */
    GArray *exclusions; /* ExclusionRecord */
    GArray *incidents;  /* IncidentShare, in order of from */
    Pace pace;
} ObligationJudgement;

/* The fee that the credit's percentages refer to, and the most that is paid (NOT_GIVEN: no cap), in minor units; also
 * for an obligation that is met. */
void judgement_credit_limits(const ObligationJudgement *judgement, int64_t *base_minor, int64_t *cap_minor);

typedef enum { GOAL_RESPOND, GOAL_RESOLVE } GoalKind;
const char *goal_kind_name(GoalKind kind);

typedef struct {
    const JudgeTicket *ticket;
    Instant start_at, due_at;
    Instant done_at;  /* INSTANT_NONE: not yet */
    Instant end_at;   /* done, or the as-of time */
    int64_t taken_ms; /* by the clock of the terms, up to done or the as-of time */
    int64_t over_ms;  /* > 0: late by that much */
    bool late, open;  /* open: not done and not late yet */
    bool vague;       /* its times are too coarse to say whether it is late */
    char *arithmetic; /* "Fri 16:30 + 8 h of office-berlin = Mon 16:00" */
} TicketJudgement;

typedef struct {
    const Terms *terms;
    const ResponseTerms *response;
    GoalKind goal;
    char *name, *period;
    Instant from, to;
    int64_t n, in_time, open_n;          /* n: tickets that are decided */
    double ratio;                        /* in_time / n; NaN for n == 0 */
    int64_t in_time_worst, in_time_best; /* as vague times may turn out */
    GPtrArray *settle;                   /* char*: facts that would settle an undecidable verdict */
    Verdict verdict;
    GArray *tickets; /* TicketJudgement */
    CreditSum credit;
} ResponseJudgement;

typedef struct {
    const Chronic *chronic;
    char *period;
    int breached, periods; /* breached of the periods that could be judged */
    bool reached;
    char *text;
} ChronicJudgement;

typedef struct {
    const Contract *contract;
    Period period; /* as asked */
    Instant as_of;
    Verdict verdict;        /* of everything: breached before undecidable before not measurable before met */
    GPtrArray *obligations; /* ObligationJudgement*, by period, then in the contract's order */
    GPtrArray *responses;   /* ResponseJudgement* */
    GPtrArray *chronic;     /* ChronicJudgement* */
    GPtrArray *notes;       /* char* */
    Verdict decided;        /* of all but response targets without a ticket */
    bool nothing_to_judge;  /* there are such targets */
    int64_t credit_minor;   /* sum after the contract's own cap */
    char *currency;
} Judgement;

/* Judges every period of the contract that begins within the asked one, or when none does, the one that its start lies
 * in. ERROR_DATA when no version of the terms is in force then. The judgement borrows from contract and facts. */
Judgement *contract_judge(const Contract *contract, const Period *period, const JudgeFacts *facts, Instant as_of,
                          GError **error);
void judgement_free(Judgement *judgement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Judgement, judgement_free)

/* ---- part by part ----
 *
 * A long run is judged one part after the other, each with its own facts; a sum gathers the verdict, the credits and
 * the notes. load.h does it for a store. */

/* One period under one version of the terms. */
typedef struct {
    const Terms *terms;
    ContractPeriod period;
} JudgePart;

/* What earlier parts came to, for terms that look back. */
typedef struct JudgeMemory JudgeMemory;
JudgeMemory *judge_memory_new(void);
void judge_memory_free(JudgeMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JudgeMemory, judge_memory_free)

/* Array of JudgePart; ERROR_DATA when no version of the terms is in force then. */
GArray *contract_parts(const Contract *contract, const Period *period, GError **error);
/* The judgement of one part; period is the whole that was asked for. */
Judgement *judge_part(const Contract *contract, const Period *period, const JudgePart *part, const JudgeFacts *facts,
                      Instant as_of, JudgeMemory *memory);
/* Without obligations; judgement_merge adds a part's verdict, credit and notes. */
Judgement *judgement_sum_new(const Contract *contract, const Period *period, Instant as_of);
void judgement_merge(Judgement *sum, const Judgement *part);

/* Which time the facts must cover: the judged periods, back to what caps and chronic terms look at, on to what earns a
 * credit back. Announced maintenance is needed from maintenance_from on. */
typedef struct {
    Instant from, to, maintenance_from;
} FactsSpan;
FactsSpan contract_facts_span(const Contract *contract, const Period *period);
/* Of one part; what memory (may be NULL) holds need not be looked at again. */
FactsSpan judge_part_span(const Contract *contract, const JudgePart *part, const JudgeMemory *memory);
/* The clause that a ledger segment's key stands for: "maintenance: MW-12". */
const char *judgement_clause(const ObligationJudgement *judgement, int64_t clause);
/* The exact share that a segment of its ledger counts with, 0..1. */
double judgement_share(const ObligationJudgement *judgement, int32_t share_ppm);
/* 0 met, 1 breached, 2 undecidable or not measurable. */
int verdict_exit_status(Verdict verdict);
/* Everything as one JSON object, times in seconds; ends with a newline. */
void judgement_write_json(const Judgement *judgement, GString *out);
/* The same part by part: what stands in out may be taken from it after every call. */
typedef struct {
    JsonWriter writer;
    GString *responses, *chronic; /* are written last */
} JudgementJson;
void judgement_json_begin(JudgementJson *json, const Judgement *sum, GString *out);
void judgement_json_add(JudgementJson *json, const Judgement *part);
void judgement_json_end(JudgementJson *json, const Judgement *sum);
/* Days on which claims end as an iCalendar file, one all-day event for each; without claims an empty calendar. */
void judgement_write_claims(const Judgement *judgement, GString *out);
void judgement_claims_begin(GString *out);
void judgement_claims_add(const Judgement *part, GString *out);
void judgement_claims_end(GString *out);
/* Every segment of every obligation's ledger: obligation, period, from_at, to_at, length_ms, class, share_ratio,
 * counted_ms, undated, incidents, clause, reference. Lengths of an obligation's rows add up to its period. */
Table *judgement_ledger_table(const Judgement *judgement);
/* The same as a table for a terminal, with the reasons below it. */
void judgement_write_text(const Judgement *judgement, GString *out);
/* The same in pieces: the first line, the lines of a part, the sum below. */
void judgement_text_head(const Judgement *sum, GString *out);
void judgement_text_add(const Judgement *part, GString *out);
void judgement_text_end(const Judgement *sum, GString *out);
