/* Every command, in the order of the help. */
#include "nines/cli/cli.h"

extern const Command command_ingest;
extern const Command command_profiles;
extern const Command command_extract;
extern const Command command_link;
extern const Command command_metrics;
extern const Command command_reconcile;
extern const Command command_report;
extern const Command command_changes;
extern const Command command_check;
extern const Command command_contract_explain;
extern const Command command_contract_lint;
extern const Command command_ledger;
extern const Command command_simulate;
extern const Command command_completion;
extern const Command command_man;

const Command *const cli_commands[] = {
    &command_ingest,   &command_profiles,         &command_extract,       &command_link,
    &command_metrics,  &command_reconcile,        &command_report,        &command_changes,
    &command_check,    &command_contract_explain, &command_contract_lint, &command_ledger,
    &command_simulate, &command_completion,       &command_man,           NULL,
};
