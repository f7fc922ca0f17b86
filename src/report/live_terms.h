/* Which obligations the workbook of a statement can judge again by formulas. Private to report. */
#pragma once

#include "nines/contract/judge.h"

/* One service whose time counts by the share lost, a target as a ratio, exclusions of planned work alone, and no credit
 * or one by tiers of availability: what the workbook's formulas know. Everything else keeps its values. */
bool live_terms(const ObligationJudgement *judgement);
/* Of such an obligation: a tier that holds below an availability. */
bool live_tier(const Tier *tier);
