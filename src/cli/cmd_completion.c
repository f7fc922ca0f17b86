/* completion: prints a shell's completion script, and the man pages' source. */
#include "nines/cli/cli.h"
#include <string.h>

static int run_completion(const Invocation *invocation, GError **error)
{
    const char *shell = invocation_argument(invocation, 0);
    g_autofree char *script = cli_completion(shell);
    if (script == NULL)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "no completion for \"%s\"; there is bash, zsh and fish", shell),
               0;
    invocation_print(invocation, script);
    return 0;
}

static const OptionSpec no_options[] = {{0}};

const Command command_completion = {
    .name = "completion",
    .arguments = "SHELL",
    .summary = "print the completion script of bash, zsh or fish",
    .options = no_options,
    .examples = (const char *const[]){"nines completion bash > /etc/bash_completion.d/nines", NULL},
    .run = run_completion,
};

static const Command *find_page(const char *page)
{
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *name = g_strdelimit(g_strdup((*c)->name), " ", '-');
        if (strcmp(name, page) == 0)
            return *c;
    }
    return NULL;
}

static int run_man(const Invocation *invocation, GError **error)
{
    const char *page = invocation_argument(invocation, 0);
    const Command *command = page == NULL ? NULL : find_page(page);
    if (page != NULL && command == NULL)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "no command \"%s\"", page), 0;
    g_autofree char *text = cli_man_page(command);
    invocation_print(invocation, text);
    return 0;
}

const Command command_man = {
    .name = "man",
    .arguments = "[COMMAND]",
    .summary = "print a man page's source (scdoc)",
    .options = no_options,
    .examples = (const char *const[]){"nines man metrics | scdoc > nines-metrics.1", NULL},
    .run = run_man,
};
