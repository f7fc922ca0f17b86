/* Every command, in the order of the help. */
#include "nines/cli/cli.h"

extern const Command command_check, command_completion, command_man;

const Command *const cli_commands[] = {&command_check, &command_completion, &command_man, NULL};
