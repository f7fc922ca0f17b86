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

/* A page by its name ("nines-metrics") or its command's ("metrics", "contract-lint"); false when there is none. */
static bool find_page(const char *page, const Command **command)
{
    *command = NULL;
    if (page == NULL || strcmp(page, "nines") == 0)
        return true;
    g_autofree char *wanted = g_str_has_prefix(page, "nines-") ? g_strdup(page) : g_strconcat("nines-", page, NULL);
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *name = cli_man_name(*c);
        if (strcmp(name, wanted) == 0)
            return *command = *c, true;
    }
    return false;
}

static int list_pages(const Invocation *invocation)
{
    g_autoptr(GString) names = g_string_new("nines\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *name = cli_man_name(*c);
        g_string_append_printf(names, "%s\n", name);
    }
    invocation_print(invocation, names->str);
    return 0;
}

static int run_man(const Invocation *invocation, GError **error)
{
    if (invocation_flag(invocation, "list"))
        return list_pages(invocation);
    const char *page = invocation_argument(invocation, 0);
    const Command *command;
    if (!find_page(page, &command))
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "no page \"%s\"; \"nines man --list\" names them", page), 0;
    g_autofree char *text = cli_man_page(command);
    invocation_print(invocation, text);
    return 0;
}

static const OptionSpec man_options[] = {
    {.name = "list", .type = OPTION_FLAG, .help = "name the pages that there are"},
    {0},
};

const Command command_man = {
    .name = "man",
    .arguments = "[PAGE]",
    .summary = "print a man page's source (scdoc)",
    .description = "Without PAGE, the page of the program, with the definition of every figure.",
    .options = man_options,
    .examples = (const char *const[]){"nines man nines-metrics | scdoc > nines-metrics.1", "nines man --list", NULL},
    .run = run_man,
};
