/* --help, from the command tables. */
#include "invocation.h"
#include "nines/cli/cli.h"
#include <string.h>

#define HELP_WIDTH 80
#define OPTION_INDENT 28

/* Appends words up to HELP_WIDTH; further lines begin at indent. The text's own newlines stay. */
static void append_wrapped(GString *out, const char *text, guint column, guint indent)
{
    while (*text != '\0') {
        gsize word = strcspn(text, " \n");
        if (column > indent && column + word > HELP_WIDTH) {
            g_string_truncate(out, out->len - 1);
            g_string_append_printf(out, "\n%*s", (int)indent, "");
            column = indent;
        }
        g_string_append_len(out, text, (gssize)word);
        text += word;
        column += (guint)word;
        if (*text == '\n')
            column = indent;
        else if (*text == ' ')
            column++;
        if (*text != '\0')
            g_string_append_c(out, *text++);
    }
}

/* A description's single newlines are those of the source file; paragraphs and indented lines stay. Caller frees. */
static char *joined_lines(const char *text)
{
    char *joined = g_strdup(text);
    for (char *c = joined; *c != '\0'; c++)
        if (*c == '\n' && c > joined && c[-1] != '\n' && c[1] != '\n' && c[1] != ' ')
            *c = ' ';
    return joined;
}

static void append_option(GString *out, const OptionSpec *option)
{
    gsize start = out->len;
    if (option->letter)
        g_string_append_printf(out, "  -%c, ", option->letter);
    else
        g_string_append(out, "      ");
    g_string_append_printf(out, "--%s", option->name);
    if (option->argument != NULL)
        g_string_append_printf(out, " %s", option->argument);
    guint used = (guint)(out->len - start);
    g_string_append_printf(out, "%*s", used < OPTION_INDENT ? (int)(OPTION_INDENT - used) : 1, "");
    g_autofree char *text = option->fallback != NULL
                                ? g_strdup_printf("%s (default: %s)", option->help, option->fallback)
                                : g_strdup(option->help);
    append_wrapped(out, text, MAX(used + 1, OPTION_INDENT), OPTION_INDENT);
    g_string_append_c(out, '\n');
}

static char *program_help(void)
{
    GString *out = g_string_new("nines " NINES_VERSION ": incident records in, figures that hold up out\n\n"
                                "Usage: nines COMMAND [OPTION...] [ARGUMENT...]\n\nCommands:\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        g_string_append_printf(out, "  %-18s %s\n", (*c)->name, (*c)->summary);
    g_string_append(out, "\n\"nines COMMAND --help\" explains one. Exit status: 0 fine; \"check\" answers 1 for\n"
                         "breached and 2 for undecidable or not measurable; errors use the values of\n"
                         "sysexits.h.\n");
    return g_string_free(out, FALSE);
}

/* "read incident records" as a sentence. */
static void append_summary(GString *out, const Command *command)
{
    g_autofree char *sentence = g_strconcat(command->summary, ".", NULL);
    sentence[0] = g_ascii_toupper(sentence[0]);
    g_string_append_c(out, '\n');
    append_wrapped(out, sentence, 0, 0);
    g_string_append_c(out, '\n');
}

char *cli_help(const Command *command)
{
    if (command == NULL)
        return program_help();
    GString *out = g_string_new(NULL);
    g_string_append_printf(out, "Usage: nines %s [OPTION...]%s%s\n", command->name, command->arguments ? " " : "",
                           command->arguments ? command->arguments : "");
    append_summary(out, command);
    if (command->description != NULL) {
        g_autofree char *description = joined_lines(command->description);
        g_string_append_c(out, '\n');
        append_wrapped(out, description, 0, 0);
        g_string_append_c(out, '\n');
    }
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
