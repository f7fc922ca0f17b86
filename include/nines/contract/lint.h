/* What is wrong with a contract that can be read: holes, overlaps, double boundaries, missing terms.
 *
 * Invariant: linting changes nothing and needs no facts; findings come in the order of the file. Each rule is one row
 * of a table.
 *
 *     g_autoptr(GPtrArray) findings = contract_lint(contract);    // LintFinding*
 */
#pragma once

#include "nines/contract/contract.h"

typedef enum { LINT_PROBLEM, LINT_NOTE } LintLevel;

typedef struct {
    const char *rule; /* "tier-hole" */
    LintLevel level;  /* a problem changes verdicts or money; a note names what is left to a default */
    Place place;
    char *message;
} LintFinding;

GPtrArray *contract_lint(const Contract *contract);
/* A rule's name and what it finds. */
typedef struct {
    const char *name, *summary;
    LintLevel level;
} LintRuleText;
