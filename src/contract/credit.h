/* What a breach pays, with every step of the reckoning as a line. */
#pragma once

#include "nines/contract/schedule.h"
#include "verdict.h"

typedef struct {
    const Terms *terms;
    const CreditTerms *credit;
    const GPtrArray *services; /* the obligation's, for fees by service */
    ContractPeriod period;
    Achieved achieved;
    const GArray *outages; /* int64_t: counted ms of each outage, in order; NULL: not needed */
    int64_t budget_ms;
    bool breached;
} CreditCase;

CreditSum credit_none(const Terms *terms);
void credit_clear(CreditSum *sum);
CreditSum credit_reckon(const CreditCase *reckoning);
/* The tier that holds for what was achieved, or NULL. */
const Tier *credit_tier(const CreditTerms *credit, const Achieved *achieved);
/* "availability below 99.9 % and at least 99 %"; caller frees. */
char *credit_tier_text(const Tier *tier);
/* The fee that percentages refer to, in minor units; lines (may be NULL) gets how. */
int64_t credit_base(const CreditCase *reckoning, GPtrArray *lines);
/* Pays the award of a tier alone, without cap and minimum. */
int64_t credit_award(const CreditCase *reckoning, const Award *award, int64_t base);
/* First instant that is too late to claim; INSTANT_NONE without a term. last_day gets "2026-03-02". Caller frees. */
Instant claim_deadline(const Terms *terms, const ClaimTerms *claim, const ContractPeriod *period, Instant incident_at,
                       char **last_day);
