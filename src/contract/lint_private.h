/* What the lint rules share. */
#pragma once

#include "nines/contract/lint.h"

typedef struct {
    const Contract *contract;
    const Terms *terms;
    const LintRuleText *rule; /* that is running */
    GPtrArray *findings;
} Linting;

void lint_add(Linting *lint, Place place, const char *format, ...) G_GNUC_PRINTF(3, 4);
void lint_double_boundary(Linting *lint, const Obligation *obligation);
void lint_tier_hole(Linting *lint, const Obligation *obligation);
void lint_tier_overlap(Linting *lint, const Obligation *obligation);
void lint_tier_order(Linting *lint, const Obligation *obligation);
