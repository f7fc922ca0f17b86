#include "invocation.h"
#include "nines/base/text.h"
#include "nines/base/timetext.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

guint command_n_options(const Command *command)
{
    guint n = 0;
    while (command->options != NULL && command->options[n].name != NULL)
        n++;
    return n;
}

static const GOptionArg option_args[] = {
    [OPTION_FLAG] = G_OPTION_ARG_NONE,
    [OPTION_TEXT] = G_OPTION_ARG_STRING,
    [OPTION_PATH] = G_OPTION_ARG_FILENAME,
    [OPTION_INTEGER] = G_OPTION_ARG_INT64,
};

/* Integers are told apart from "not given" by this value. */
#define INTEGER_UNSET G_MININT64

static void add_options(GOptionContext *context, Invocation *invocation)
{
    const Command *command = invocation->command;
    g_autofree GOptionEntry *entries = g_new0(GOptionEntry, invocation->n_options + 2);
    for (guint i = 0; i < invocation->n_options; i++) {
        const OptionSpec *spec = &command->options[i];
        OptionValue *value = &invocation->values[i];
        if (spec->type == OPTION_INTEGER)
            value->integer = INTEGER_UNSET;
        entries[i] = (GOptionEntry){.long_name = spec->name,
                                    .short_name = spec->letter,
                                    .arg = option_args[spec->type],
                                    .arg_data = value,
                                    .description = spec->help,
                                    .arg_description = spec->argument};
    }
    entries[invocation->n_options] = (GOptionEntry){
        .long_name = "help", .short_name = 'h', .arg = G_OPTION_ARG_NONE, .arg_data = &invocation->wants_help};
    g_option_context_add_main_entries(context, entries, NULL);
}

/* GOption says "Unknown option --tiemzone"; the likely meant name is worth a line. */
static void suggest_option(const Command *command, const char *message, GError **error)
{
    const char *dashes = strstr(message, "--");
    if (dashes == NULL)
        return;
    g_autofree char *word = g_strndup(dashes + 2, strcspn(dashes + 2, " ="));
    guint n = command_n_options(command);
    g_autofree const char **names = g_new0(const char *, n + 2);
    for (guint i = 0; i < n; i++)
        names[i] = command->options[i].name;
    names[n] = "help";
    const char *near = text_nearest(word, names);
    if (near != NULL && error != NULL && *error != NULL) {
        g_autofree char *more = g_strdup_printf("%s; did you mean --%s?", (*error)->message, near);
        g_clear_error(error);
        g_set_error_literal(error, NINES_ERROR, ERROR_USAGE, more);
    }
}

static bool read_as_of(Invocation *invocation, GError **error)
{
    const char *text = NULL;
    for (guint i = 0; i < invocation->n_options; i++)
        if (strcmp(invocation->command->options[i].name, "as-of") == 0)
            text = invocation->values[i].text;
    const char *source = text != NULL ? "--as-of" : "SOURCE_DATE_EPOCH";
    if (text == NULL)
        text = g_getenv("SOURCE_DATE_EPOCH");
    if (text == NULL || *text == '\0') {
        invocation->as_of = g_get_real_time() / G_USEC_PER_SEC * MS_PER_SECOND;
        return true;
    }
    TimeRules rules = {.zone = zone_utc()};
    TimeValue value;
    if (time_parse(text, -1, &rules, &value) != TIME_OK) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "%s: \"%s\" is no time; write one like 2026-11-01T00:00:00Z", source,
                 text);
        return false;
    }
    invocation->as_of = value.at;
    return true;
}

static bool invocation_takes(const Invocation *invocation, const char *option)
{
    for (const OptionSpec *spec = invocation->command->options; spec->name != NULL; spec++)
        if (strcmp(spec->name, option) == 0)
            return true;
    return false;
}

static bool check_arguments(const Invocation *invocation, GError **error)
{
    const char *wanted = invocation->command->arguments;
    guint n = invocation_n_arguments(invocation);
    if (wanted == NULL && n > 0) {
        const char *found = invocation->arguments[0];
        bool contract = invocation_takes(invocation, "contract") &&
                        (g_str_has_suffix(found, ".yaml") || g_str_has_suffix(found, ".yml"));
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "takes no argument, found \"%s\"%s", found,
                        contract ? "; give the contract with --contract" : ""),
               false;
    }
    if (wanted != NULL && wanted[0] != '[' && n == 0)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "needs %s", wanted), false;
    return true;
}

Invocation *invocation_parse(const Command *command, int argc, char **argv, GError **error)
{
    g_autoptr(Invocation) invocation = g_new0(Invocation, 1);
    invocation->command = command;
    invocation->n_options = command_n_options(command);
    invocation->values = g_new0(OptionValue, invocation->n_options + 1);
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_set_help_enabled(context, FALSE);
    add_options(context, invocation);

    g_auto(GStrv) words = g_new0(char *, (gsize)argc + 1);
    for (int i = 0; i < argc; i++)
        words[i] = g_strdup(argv[i]);
    g_autoptr(GError) local = NULL;
    if (!g_option_context_parse_strv(context, &words, &local)) {
        g_autofree char *message = g_strdup(local->message);
        g_set_error_literal(error, NINES_ERROR, ERROR_USAGE, message);
        suggest_option(command, message, error);
        return NULL;
    }
    guint first = words[0] != NULL ? 1 : 0;
    if (words[first] != NULL && strcmp(words[first], "--") == 0)
        first++;
    invocation->arguments = g_strdupv(words + first);
    if (invocation->wants_help)
        return g_steal_pointer(&invocation);
    if (!check_arguments(invocation, error) || !read_as_of(invocation, error))
        return NULL;
    return g_steal_pointer(&invocation);
}

void invocation_free(Invocation *invocation)
{
    if (invocation == NULL)
        return;
    for (guint i = 0; i < invocation->n_options; i++)
        if (invocation->command->options[i].type == OPTION_TEXT || invocation->command->options[i].type == OPTION_PATH)
            g_free(invocation->values[i].text);
    g_free(invocation->values);
    g_strfreev(invocation->arguments);
    g_free(invocation);
}

static const OptionSpec *find_option(const Invocation *invocation, const char *option, OptionValue **value)
{
    for (guint i = 0; i < invocation->n_options; i++)
        if (strcmp(invocation->command->options[i].name, option) == 0) {
            *value = &invocation->values[i];
            return &invocation->command->options[i];
        }
    g_error("command %s has no option --%s", invocation->command->name, option);
}

const char *invocation_text(const Invocation *invocation, const char *option)
{
    OptionValue *value = NULL;
    const OptionSpec *spec = find_option(invocation, option, &value);
    return value->text != NULL ? value->text : spec->fallback;
}

bool invocation_flag(const Invocation *invocation, const char *option)
{
    OptionValue *value = NULL;
    find_option(invocation, option, &value);
    return value->flag;
}

int64_t invocation_integer(const Invocation *invocation, const char *option, int64_t fallback)
{
    OptionValue *value = NULL;
    find_option(invocation, option, &value);
    return value->integer == INTEGER_UNSET ? fallback : value->integer;
}

guint invocation_n_arguments(const Invocation *invocation)
{
    return g_strv_length(invocation->arguments);
}

const char *invocation_argument(const Invocation *invocation, guint index)
{
    return index < invocation_n_arguments(invocation) ? invocation->arguments[index] : NULL;
}

Instant invocation_as_of(const Invocation *invocation)
{
    return invocation->as_of;
}

void invocation_print(const Invocation *invocation, const char *text)
{
    (void)invocation;
    fputs(text, stdout);
}

void invocation_warn(const Invocation *invocation, const char *format, ...)
{
    (void)invocation;
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *clean = text_clean(message, -1);
    g_printerr("nines: warning: %s\n", clean);
}
