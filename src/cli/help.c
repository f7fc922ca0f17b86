/* Help, man pages and completion scripts, all from the command tables. */
#include "invocation.h"
#include "nines/cli/cli.h"
#include <string.h>

static void append_option(GString *out, const OptionSpec *option)
{
    g_autofree char *left =
        g_strdup_printf("%s%c%s --%s%s%s", option->letter ? "-" : " ", option->letter ? option->letter : ' ',
                        option->letter ? "," : " ", option->name, option->argument ? " " : "",
                        option->argument ? option->argument : "");
    g_string_append_printf(out, "  %-30s %s", left, option->help);
    if (option->fallback != NULL)
        g_string_append_printf(out, " (default: %s)", option->fallback);
    g_string_append_c(out, '\n');
}

static char *program_help(void)
{
    GString *out = g_string_new("nines " NINES_VERSION ": incident records in, figures that hold up out\n\n"
                                "Usage: nines COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        g_string_append_printf(out, "  %-18s %s\n", (*c)->name, (*c)->summary);
    g_string_append(
        out, "\n\"nines COMMAND --help\" explains one. Exit status: 0 fine; \"check\" answers 1 for breached and\n"
             "2 for undecidable or not measurable; errors use the values of sysexits.h.\n");
    return g_string_free(out, FALSE);
}

char *cli_help(const Command *command)
{
    if (command == NULL)
        return program_help();
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "Usage: nines %s [OPTION...]%s%s\n\n%s\n", command->name, command->arguments ? " " : "",
                           command->arguments ? command->arguments : "", command->summary);
    if (command->description != NULL)
        g_string_append_printf(out, "\n%s\n", command->description);
    g_string_append(out, "\nOptions:\n");
    for (guint i = 0; i < command_n_options(command); i++)
        append_option(out, &command->options[i]);
    append_option(out, &(OptionSpec){.name = "help", .letter = 'h', .help = "show this help"});
    if (command->examples != NULL)
        g_string_append(out, "\nExamples:\n");
    for (const char *const *e = command->examples; e != NULL && *e != NULL; e++)
        g_string_append_printf(out, "  %s\n", *e);
    return g_string_free(out, FALSE);
}

/* scdoc gives a meaning to these; a backslash takes it away. */
static void append_scdoc(GString *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (strchr("_*\\<>#~`", *c) != NULL)
            g_string_append_c(out, '\\');
        g_string_append_c(out, *c);
    }
}

static void man_section(GString *out, const char *title)
{
    g_string_append_printf(out, "\n# %s\n\n", title);
}

static void man_option(GString *out, const OptionSpec *option)
{
    g_string_append(out, option->letter ? "*-" : "");
    if (option->letter)
        g_string_append_printf(out, "%c*, ", option->letter);
    g_string_append_printf(out, "*--%s*", option->name);
    if (option->argument != NULL)
        g_string_append_printf(out, " _%s_", option->argument);
    g_string_append(out, "\n\t");
    append_scdoc(out, option->help);
    if (option->fallback != NULL) {
        g_string_append(out, " (default: ");
        append_scdoc(out, option->fallback);
        g_string_append_c(out, ')');
    }
    g_string_append(out, "\n\n");
}

static void man_commands(GString *out)
{
    man_section(out, "COMMANDS");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *page = g_strdelimit(g_strdup((*c)->name), " ", '-');
        g_string_append_printf(out, "*nines-%s*(1)\n\t", page);
        append_scdoc(out, (*c)->summary);
        g_string_append(out, "\n\n");
    }
}

static char *program_man_page(void)
{
    GString *out = g_string_new("nines(1)\n\n# NAME\n\nnines - incident records in, figures that hold up out\n\n"
                                "# SYNOPSIS\n\n*nines* _COMMAND_ [_OPTION_...] [_ARGUMENT_...]\n");
    man_commands(out);
    man_section(out, "EXIT STATUS");
    g_string_append(out,
                    "*0*\n\tFine.\n\n*1*\n\t*check*: a contract is breached.\n\n*2*\n\t*check*: undecidable or not "
                    "measurable.\n\n*64*-*78*\n\tErrors, by the values of sysexits.h.\n");
    man_section(out, "ENVIRONMENT");
    g_string_append(out, "*NINES\\_DATA*\n\tDirectory of the shipped profiles, reports and themes.\n\n"
                         "*SOURCE\\_DATE\\_EPOCH*\n\tThe as-of time where _--as-of_ is not given.\n");
    return g_string_free(out, FALSE);
}

char *cli_man_page(const Command *command)
{
    if (command == NULL)
        return program_man_page();
    g_autofree char *page = g_strdelimit(g_strdup(command->name), " ", '-');
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "nines-%s(1)\n\n# NAME\n\nnines-%s - ", page, page);
    append_scdoc(out, command->summary);
    man_section(out, "SYNOPSIS");
    g_string_append_printf(out, "*nines %s* [_OPTION_...]", command->name);
    if (command->arguments != NULL) {
        g_string_append_c(out, ' ');
        append_scdoc(out, command->arguments);
    }
    g_string_append_c(out, '\n');
    if (command->description != NULL) {
        man_section(out, "DESCRIPTION");
        append_scdoc(out, command->description);
        g_string_append_c(out, '\n');
    }
    man_section(out, "OPTIONS");
    for (guint i = 0; i < command_n_options(command); i++)
        man_option(out, &command->options[i]);
    man_option(out, &(OptionSpec){.name = "help", .letter = 'h', .help = "show the help"});
    if (command->examples != NULL)
        man_section(out, "EXAMPLES");
    for (const char *const *e = command->examples; e != NULL && *e != NULL; e++) {
        g_string_append(out, "\t");
        append_scdoc(out, *e);
        g_string_append(out, "\n\n");
    }
    return g_string_free(out, FALSE);
}
