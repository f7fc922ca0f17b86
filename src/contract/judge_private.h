/* The steps of judging, each in its own file. */
#pragma once

#include "credit.h"
#include "measure.h"

typedef struct {
    const Contract *contract;
    const JudgeFacts *facts;
    FactsIndex *index;
    Instant as_of;
    JudgeMemory *memory; /* NULL: nothing is remembered */
} Judging;

/* Appends what the version's obligations come to in that period; several when each service or tenant stands alone. */
void judge_obligations(const Judging *judging, const Terms *terms, const ContractPeriod *period, GPtrArray *out);
/* One measure in one period, without a name. */
ObligationJudgement *judge_measure(Measure *measure, const ContractPeriod *period);
void obligation_judgement_free(gpointer judgement);
void judge_responses(const Judging *judging, const Terms *terms, const ContractPeriod *period, GPtrArray *out);
void response_judgement_free(gpointer judgement);
/* Looks back over the periods before this one; now: the obligations of this one. */
void judge_chronic(const Judging *judging, const Terms *terms, const ContractPeriod *period, const GPtrArray *now,
                   GPtrArray *out);
void chronic_judgement_free(gpointer judgement);
/* What parts have paid, for the cap of the contract year. */
void paid_remember(JudgeMemory *memory, const JudgePart *part, int64_t minor);
bool paid_recall(const JudgeMemory *memory, const JudgePart *part, int64_t *minor);
ContractPeriod contract_year(const JudgePart *part);
int years_parts(const JudgePart *part); /* earlier ones of the same contract year */
/* How many periods back the part's terms look, beyond what memory holds. */
int chronic_look_back(const Contract *contract, const JudgePart *part, const JudgeMemory *memory);
/* Pace, forecast and the next edge, from the figures that stand already. */
void judge_pace(ObligationJudgement *judgement, const CreditCase *reckoning, Instant as_of);
/* Other readings of contradictory words, at exact edges. */
void judge_readings(ObligationJudgement *judgement, const CreditCase *reckoning);
/* Incidents with their own time and what they add, in order of start. */
void judge_incidents(ObligationJudgement *judgement, const Measure *measure);
