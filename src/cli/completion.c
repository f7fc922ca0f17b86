/* Shell completion scripts, written from the command tables. */
#include "invocation.h"
#include "nines/cli/cli.h"
#include <string.h>

/* The first command of each first word: "contract explain", not "contract lint". */
static bool begins_group(const Command *const *command)
{
    gsize first = strcspn((*command)->name, " ");
    for (const Command *const *c = cli_commands; c < command; c++)
        if (strncmp((*c)->name, (*command)->name, first + 1) == 0)
            return false;
    return true;
}

static int first_length(const Command *command)
{
    return (int)strcspn(command->name, " ");
}

/* "explain lint" of a group, or "" of a command that stands alone. Caller frees. */
static char *second_words(const Command *command)
{
    GString *words = g_string_new(NULL);
    gsize first = strcspn(command->name, " ");
    for (const Command *const *c = cli_commands; command->name[first] == ' ' && *c != NULL; c++)
        if (strncmp((*c)->name, command->name, first + 1) == 0)
            g_string_append_printf(words, "%s%s", words->len ? " " : "", (*c)->name + first + 1);
    return g_string_free(words, FALSE);
}

/* Text between single quotes of a shell; ':', '[' and ']' mean something to zsh and are taken out. */
static void append_quoted(GString *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (strchr("':[]\\", *c) == NULL)
            g_string_append_c(out, *c);
}

static void append_words(GString *out, const Command *command)
{
    for (guint i = 0; i < command_n_options(command); i++)
        g_string_append_printf(out, "--%s ", command->options[i].name);
    g_string_append(out, "--help");
}

static void bash_cases(GString *out)
{
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *second = second_words(*c);
        g_string_append_printf(out, "        \"%s\"%s*) words=\"", (*c)->name, *second ? "" : "' '");
        append_words(out, *c);
        g_string_append(out, "\" ;;\n");
    }
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *second = second_words(*c);
        if (*second && begins_group(c))
            g_string_append_printf(out, "        \"%.*s\"' '*) words=\"%s\" ;;\n", first_length(*c), (*c)->name,
                                   second);
    }
}

static char *bash_script(void)
{
    GString *out = g_string_new("# bash completion for nines\n_nines() {\n"
                                "    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                                "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"");
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        if (begins_group(c))
            g_string_append_printf(out, "%.*s ", first_length(*c), (*c)->name);
    g_string_append(out, "\"\n    else\n        case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    bash_cases(out);
    g_string_append(out, "        esac\n    fi\n"
                         "    case $word in\n    -* | \"\") COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
                         "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$word\") $(compgen -f -- \"$word\")) ;;\n"
                         "    esac\n}\ncomplete -o filenames -F _nines nines\n");
    return g_string_free(out, FALSE);
}

static void zsh_options(GString *out, const Command *command)
{
    for (guint i = 0; i < command_n_options(command); i++) {
        g_string_append_printf(out, " '--%s[", command->options[i].name);
        append_quoted(out, command->options[i].help);
        g_string_append_printf(out, "]%s'", command->options[i].argument ? ":value:_files" : "");
    }
    g_string_append(out, " '*:file:_files' ;;\n");
}

static void zsh_commands(GString *out)
{
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *second = second_words(*c);
        if (!begins_group(c))
            continue;
        g_string_append_printf(out, "  '%.*s:", first_length(*c), (*c)->name);
        append_quoted(out, *second ? second : (*c)->summary);
        g_string_append(out, "'\n");
    }
}

static char *zsh_script(void)
{
    GString *out = g_string_new("#compdef nines\nlocal -a commands\ncommands=(\n");
    zsh_commands(out);
    g_string_append(out, ")\nif (( CURRENT == 2 )); then\n  _describe command commands\n  return\nfi\n"
                         "case \"$words[2] $words[3]\" in\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *second = second_words(*c);
        g_string_append_printf(out, "\"%s\"%s*) _arguments", (*c)->name, *second ? "" : "' '");
        zsh_options(out, *c);
    }
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *second = second_words(*c);
        if (*second && begins_group(c))
            g_string_append_printf(out, "\"%.*s\"' '*) compadd %s ;;\n", first_length(*c), (*c)->name, second);
    }
    g_string_append(out, "esac\n");
    return g_string_free(out, FALSE);
}

static void fish_command(GString *out, const Command *command)
{
    int first = first_length(command);
    for (guint i = 0; i < command_n_options(command); i++) {
        g_string_append_printf(out, "complete -c nines -n '__fish_seen_subcommand_from %.*s' -l %s%s -d '", first,
                               command->name, command->options[i].name, command->options[i].argument ? " -r" : "");
        append_quoted(out, command->options[i].help);
        g_string_append(out, "'\n");
    }
}

static char *fish_script(void)
{
    GString *out = g_string_new("# fish completion for nines\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_autofree char *second = second_words(*c);
        if (begins_group(c)) {
            g_string_append_printf(out, "complete -c nines -n __fish_use_subcommand -a '%.*s' -d '", first_length(*c),
                                   (*c)->name);
            append_quoted(out, *second ? second : (*c)->summary);
            g_string_append(out, "'\n");
        }
        if (*second && begins_group(c))
            g_string_append_printf(out, "complete -c nines -n '__fish_seen_subcommand_from %.*s' -a '%s'\n",
                                   first_length(*c), (*c)->name, second);
        fish_command(out, *c);
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *shell;
    char *(*script)(void);
} shells[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};

char *cli_completion(const char *shell)
{
    for (gsize i = 0; i < G_N_ELEMENTS(shells); i++)
        if (strcmp(shells[i].shell, shell) == 0)
            return shells[i].script();
    return NULL;
}
