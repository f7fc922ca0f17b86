/* Shell completion scripts, written from the command tables. */
#include "invocation.h"
#include "nines/cli/cli.h"
#include <string.h>

static void append_words(GString *out, const Command *command)
{
    for (guint i = 0; i < command_n_options(command); i++)
        g_string_append_printf(out, "--%s ", command->options[i].name);
    g_string_append(out, "--help");
}

static char *bash_script(void)
{
    GString *out = g_string_new("# bash completion for nines\n_nines() {\n"
                                "    local word=${COMP_WORDS[COMP_CWORD]} words=\n"
                                "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"");
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        g_string_append_printf(out, "%.*s ", (int)strcspn((*c)->name, " "), (*c)->name);
    g_string_append(out, "\"\n    else\n        case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        g_string_append_printf(out, "        \"%s\"%s*) words=\"", (*c)->name, strchr((*c)->name, ' ') ? "" : "' '");
        append_words(out, *c);
        g_string_append(out, "\" ;;\n");
    }
    g_string_append(out, "        esac\n    fi\n"
                         "    case $word in\n    -* | \"\") COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
                         "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$word\") $(compgen -f -- \"$word\")) ;;\n"
                         "    esac\n}\ncomplete -o filenames -F _nines nines\n");
    return g_string_free(out, FALSE);
}

static char *zsh_script(void)
{
    GString *out = g_string_new("#compdef nines\nlocal -a commands\ncommands=(\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++)
        if (strchr((*c)->name, ' ') == NULL)
            g_string_append_printf(out, "  '%s:%s'\n", (*c)->name, (*c)->summary);
    g_string_append(out,
                    ")\nif (( CURRENT == 2 )); then\n  _describe command commands\n  return\nfi\ncase $words[2] in\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        if (strchr((*c)->name, ' ') != NULL)
            continue;
        g_string_append_printf(out, "%s) _arguments", (*c)->name);
        for (guint i = 0; i < command_n_options(*c); i++)
            g_string_append_printf(out, " '--%s[%s]%s'", (*c)->options[i].name, (*c)->options[i].help,
                                   (*c)->options[i].argument ? ":value:_files" : "");
        g_string_append(out, " '*:file:_files' ;;\n");
    }
    g_string_append(out, "esac\n");
    return g_string_free(out, FALSE);
}

static char *fish_script(void)
{
    GString *out = g_string_new("# fish completion for nines\n");
    for (const Command *const *c = cli_commands; *c != NULL; c++) {
        int first = (int)strcspn((*c)->name, " ");
        g_string_append_printf(out, "complete -c nines -n __fish_use_subcommand -a '%.*s' -d '%s'\n", first, (*c)->name,
                               (*c)->summary);
        for (guint i = 0; i < command_n_options(*c); i++)
            g_string_append_printf(out, "complete -c nines -n '__fish_seen_subcommand_from %.*s' -l %s -d '%s'\n",
                                   first, (*c)->name, (*c)->options[i].name, (*c)->options[i].help);
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
