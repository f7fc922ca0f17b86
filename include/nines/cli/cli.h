/* The command line: finds the command, parses its options, runs it, and turns its result into an exit status.
 *
 *     return cli_main(argc, argv, commands);   // commands: NULL-terminated, in the order of the help
 */
#pragma once

#include "nines/cli/command.h"

extern const Command *const cli_commands[]; /* every command, in the order of the help; ends with NULL */

int cli_main(int argc, char **argv);
/* The help of one command, of the program (command NULL), as text, as a scdoc man page with its name ("nines-metrics"),
 * and as a shell's completion script ("bash", "zsh", "fish"; NULL for another shell). Callers free. */
char *cli_help(const Command *command);
char *cli_man_page(const Command *command);
char *cli_man_name(const Command *command);
char *cli_completion(const char *shell);
