/* One parsed command line. Private to cli. */
#pragma once

#include "nines/cli/command.h"

typedef union {
    char *text;
    gboolean flag;
    gint64 integer;
} OptionValue;

struct Invocation {
    const Command *command;
    guint n_options;
    OptionValue *values; /* in the order of command->options */
    char **arguments;    /* NULL-terminated */
    gboolean wants_help;
    Instant as_of;
};

guint command_n_options(const Command *command);
/* argv[0] is the command's last word and is not looked at. */
Invocation *invocation_parse(const Command *command, int argc, char **argv, GError **error);
void invocation_free(Invocation *invocation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Invocation, invocation_free)
