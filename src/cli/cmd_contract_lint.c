/* contract lint: what is wrong with contracts that can be read. */
#include "nines/cli/command.h"
#include "nines/contract/lint.h"

static bool lint_file(const char *path, GString *out, guint *problems, GError **error)
{
    g_autoptr(Contract) contract = contract_read_file(path, error);
    if (contract == NULL)
        return false;
    g_autoptr(GPtrArray) findings = contract_lint(contract);
    for (guint i = 0; i < findings->len; i++) {
        const LintFinding *finding = g_ptr_array_index(findings, i);
        *problems += finding->level == LINT_PROBLEM ? 1 : 0;
        g_string_append_printf(out, "%s:%d:%d: %s: %s [%s]\n", path, finding->place.line, finding->place.column,
                               finding->level == LINT_PROBLEM ? "problem" : "note", finding->message, finding->rule);
    }
    return true;
}

static int run_lint(const Invocation *invocation, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    guint problems = 0, n = invocation_n_arguments(invocation);
    if (n == 0) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "which contract? nines contract lint FILE...");
        return 0;
    }
    for (guint i = 0; i < n; i++)
        if (!lint_file(invocation_argument(invocation, i), out, &problems, error))
            return 0;
    if (out->len == 0)
        g_string_append(out, "nothing found\n");
    invocation_print(invocation, out->str);
    return problems > 0 ? 1 : 0;
}

static const OptionSpec lint_options[] = {{0}};

const Command command_contract_lint = {
    .name = "contract lint",
    .arguments = "FILE...",
    .summary = "find holes, overlaps and missing terms in contracts",
    .description =
        "Reads each contract and looks for what would make its verdict or its credit doubtful: values that "
        "are in two tiers or in none, a boundary that both meets the target and earns a credit, a cap that "
        "can never bind, a percentage and a time allowed that disagree, terms that are left to a default.\n\n"
        "The exit status is 0 when there are at most notes, 1 when there is a problem.",
    .options = lint_options,
    .examples = (const char *const[]){"nines contract lint contracts/*.yaml", NULL},
    .run = run_lint,
};
