/* Commands as data: parsing, --help, man pages and shell completion all come from these tables.
 *
 * Invariant: only cli prints, exits, and reads the clock or the environment; a command is a function from an
 * Invocation to an exit status. Data goes to standard output, messages to standard error.
 *
 *     const Command command_check = {.name = "check", .summary = "judge a contract", .options = options, .run = run};
 */
#pragma once

#include "nines/base/civil.h"
#include "nines/base/error.h"

typedef enum { OPTION_FLAG, OPTION_TEXT, OPTION_PATH, OPTION_INTEGER } OptionType;

typedef struct {
    const char *name; /* "timezone", without dashes */
    char letter;      /* 'o', or 0 */
    OptionType type;
    const char *argument; /* "ZONE"; NULL for a flag */
    const char *help;     /* one line; starts lower case, no full stop */
    const char *fallback; /* value when not given, shown in the help; or NULL */
} OptionSpec;

typedef struct Invocation Invocation;

typedef struct {
    const char *name;        /* "ingest"; a second word for groups: "contract lint" */
    const char *arguments;   /* "PATH..." or NULL when it takes none */
    const char *summary;     /* one line */
    const char *description; /* paragraphs for --help and the man page */
    const OptionSpec
        *options; /* ends with a zeroed entry; --help, --db and --as-of stand in every command that lists them */
    const char *const *examples; /* command lines, NULL-terminated */
    /* Exit status; with *error set, the status comes from the error. */
    int (*run)(const Invocation *invocation, GError **error);
} Command;

const char *invocation_text(const Invocation *invocation, const char *option); /* NULL when not given and no fallback */
bool invocation_flag(const Invocation *invocation, const char *option);
int64_t invocation_integer(const Invocation *invocation, const char *option, int64_t fallback);
guint invocation_n_arguments(const Invocation *invocation);
const char *invocation_argument(const Invocation *invocation, guint index);
/* --as-of when given (any form of timetext.h), else SOURCE_DATE_EPOCH, else the clock; the same for the whole run. */
Instant invocation_as_of(const Invocation *invocation);
/* To standard output. */
void invocation_print(const Invocation *invocation, const char *text);
/* To standard error, "nines: warning: ..."; control characters are made visible. */
void invocation_warn(const Invocation *invocation, const char *format, ...) G_GNUC_PRINTF(2, 3);
