/* Man pages as scdoc source, from the command tables and the glossary. */
#include "invocation.h"
#include "nines/calc/glossary.h"
#include "nines/cli/cli.h"
#include <string.h>

/* scdoc gives a meaning to these; a backslash takes it away. A dot that begins a line is one for roff. */
static void append_scdoc(GString *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (strchr("_*\\<>#~`", *c) != NULL || (*c == '.' && (c == text || c[-1] == '\n')))
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
    if (option->letter)
        g_string_append_printf(out, "*-%c*, ", option->letter);
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

char *cli_man_name(const Command *command)
{
    if (command == NULL)
        return g_strdup("nines");
    char *name = g_strconcat("nines-", command->name, NULL);
    return g_strdelimit(name, " ", '-');
}

static void man_commands(GString *out)
{
    man_section(out, "COMMANDS");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *name = cli_man_name(*c);
        g_string_append_printf(out, "*%s*(1)\n\t", name);
        append_scdoc(out, (*c)->summary);
        g_string_append(out, "\n\n");
    }
}

static void man_definitions(GString *out)
{
    guint n;
    const GlossaryEntry *entries = glossary_entries(&n);
    man_section(out, "DEFINITIONS");
    g_string_append(out, "Every figure, as it is computed; the same sentences stand in each report.\n\n");
    for (guint i = 0; i < n; i++) {
        g_autofree char *text = glossary_text(entries[i].key);
        g_string_append_c(out, '*');
        append_scdoc(out, entries[i].name);
        g_string_append(out, "*\n\t");
        append_scdoc(out, text);
        g_string_append(out, "\n\n");
    }
}

static char *program_page(void)
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
                         "*SOURCE\\_DATE\\_EPOCH*\n\tThe as-of time where _--as-of_ is not given, in seconds since "
                         "1970.\n");
    man_definitions(out);
    return g_string_free(out, FALSE);
}

static void man_head(GString *out, const Command *command)
{
    g_autofree char *name = cli_man_name(command);
    g_string_append_printf(out, "%s(1)\n\n# NAME\n\n%s - ", name, name);
    append_scdoc(out, command->summary);
    man_section(out, "SYNOPSIS");
    g_string_append_printf(out, "*nines %s* [_OPTION_...]", command->name);
    if (command->arguments != NULL) {
        g_string_append_c(out, ' ');
        append_scdoc(out, command->arguments);
    }
    g_string_append_c(out, '\n');
}

static void man_examples(GString *out, const Command *command)
{
    man_section(out, "EXAMPLES");
    for (const char *const *e = command->examples; *e != NULL; e++) {
        g_string_append_c(out, '\t');
        append_scdoc(out, *e);
        g_string_append(out, "\n\n");
    }
}

char *cli_man_page(const Command *command)
{
    if (command == NULL)
        return program_page();
    GString *out = g_string_new(NULL);
    man_head(out, command);
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
        man_examples(out, command);
    man_section(out, "SEE ALSO");
    g_string_append(out, "*nines*(1)\n");
    return g_string_free(out, FALSE);
}
