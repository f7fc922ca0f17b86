/* contract explain: a contract in plain sentences. */
#include "nines/cli/command.h"
#include "nines/contract/explain.h"

static int run_explain(const Invocation *invocation, GError **error)
{
    if (invocation_n_arguments(invocation) != 1) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "which contract? nines contract explain FILE");
        return 0;
    }
    g_autoptr(Contract) contract = contract_read_file(invocation_argument(invocation, 0), error);
    if (contract == NULL)
        return 0;
    g_autofree char *text = contract_explain(contract);
    invocation_print(invocation, text);
    return 0;
}

static const OptionSpec explain_options[] = {{0}};

const Command command_contract_explain = {
    .name = "contract explain",
    .arguments = "FILE",
    .summary = "say what a contract promises, in plain sentences",
    .description = "Names every term that is in force, also those that come from a default, so that a reader can hold "
                   "the file against the paper.",
    .options = explain_options,
    .examples = (const char *const[]){"nines contract explain acme.yaml", NULL},
    .run = run_explain,
};
