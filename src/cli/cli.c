#include "nines/cli/cli.h"
#include "invocation.h"
#include "nines/base/file.h"
#include "nines/base/text.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* A command's name may have two words ("contract lint"); the longest match wins. */
static const Command *find_command(int argc, char **argv, int *words)
{
    g_autofree char *two = argc > 2 ? g_strdup_printf("%s %s", argv[1], argv[2]) : NULL;
    const Command *found = NULL;
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        if (two != NULL && strcmp((*c)->name, two) == 0) {
            *words = 2;
            return *c;
        }
        if (strcmp((*c)->name, argv[1]) == 0) {
            *words = 1;
            found = *c;
        }
    }
    return found;
}

/* The commands of two words that begin with the name: "contract explain, contract lint"; NULL for none. */
static char *group_of(const char *name)
{
    g_autoptr(GString) list = g_string_new(NULL);
    g_autofree char *lead = g_strconcat(name, " ", NULL);
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        if (g_str_has_prefix((*c)->name, lead))
            g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", (*c)->name);
    return list->len > 0 ? g_strdup(list->str) : NULL;
}

static void print_unknown(const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        g_ptr_array_add(names, (gpointer)(*c)->name);
    g_ptr_array_add(names, NULL);
    const char *near = text_nearest(name, (const char *const *)names->pdata);
    g_autofree char *group = group_of(name);
    g_autofree char *shown = text_clean(name, -1);
    if (group != NULL)
        g_printerr("nines: \"%s\" is the beginning of: %s\n", shown, group);
    else if (near != NULL)
        g_printerr("nines: no command \"%s\"; did you mean \"%s\"?\n", shown, near);
    else
        g_printerr("nines: no command \"%s\"; \"nines --help\" lists them\n", shown);
}

static int print_help(const Command *command)
{
    g_autofree char *help = cli_help(command);
    fputs(help, stdout);
    return 0;
}

static int run_command(const Command *command, int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Invocation) invocation = invocation_parse(command, argc, argv, &error);
    if (invocation == NULL) {
        g_printerr("nines %s: %s\nTry \"nines %s --help\".\n", command->name, error->message, command->name);
        return ERROR_USAGE;
    }
    if (invocation->wants_help)
        return print_help(command);
    int status = command->run(invocation, &error);
    if (error != NULL) {
        g_autofree char *message = text_clean(error->message, -1);
        g_printerr("nines %s: %s\n", command->name, message);
        return error_exit_status(error);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        g_printerr("nines %s: cannot write to standard output\n", command->name);
        return ERROR_IO;
    }
    return status;
}

static void find_shipped_data(void)
{
    const char *directory = g_getenv("NINES_DATA");
    if (directory != NULL && *directory != '\0')
        file_set_data_directory(directory);
}

int cli_main(int argc, char **argv)
{
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C"); /* decimal commas would break workbooks and JSON */
    g_set_prgname("nines");
    find_shipped_data();
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        int words = 0;
        const Command *command = argc > 2 ? find_command(argc - 1, argv + 1, &words) : NULL;
        print_help(command);
        return argc < 2 ? ERROR_USAGE : 0;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("nines " NINES_VERSION);
        return 0;
    }
    int words = 0;
    const Command *command = find_command(argc, argv, &words);
    if (command == NULL) {
        print_unknown(argv[1]);
        return ERROR_USAGE;
    }
    return run_command(command, argc - words, argv + words);
}
