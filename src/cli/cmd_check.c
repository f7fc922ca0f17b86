/* check: judges a contract over a period. */
#include "judging.h"
#include "nines/base/file.h"

static bool write_claims(const Invocation *invocation, const Judgement *judgement, GError **error)
{
    const char *path = invocation_text(invocation, "claims");
    if (path == NULL)
        return true;
    g_autoptr(GString) text = g_string_new(NULL);
    judgement_write_claims(judgement, text);
    return file_write(path, text->str, text->len, error);
}

static int run_check(const Invocation *invocation, GError **error)
{
    g_auto(JudgingRun) run = {.contract = NULL};
    if (!judging_run(invocation, &run, error) || !write_claims(invocation, run.judgement, error))
        return 0;
    g_autoptr(GString) text = g_string_new(NULL);
    if (invocation_flag(invocation, "json"))
        judgement_write_json(run.judgement, text);
    else
        judgement_write_text(run.judgement, text);
    invocation_print(invocation, text->str);
    return verdict_exit_status(run.judgement->verdict);
}

static const OptionSpec check_options[] = {
    {"contract", 'c', OPTION_PATH, "FILE", "the contract", NULL},
    {"period", 'p', OPTION_TEXT, "P", "2022-05, 2022-Q2, 2022, 2022-01..2022-06, 2022-05-03..2022-05-17 or all", NULL},
    {"db", 0, OPTION_PATH, "FILE", "the database", "nines.db"},
    {"as-of", 0, OPTION_TEXT, "TIME", "judge what was known and over at that time", NULL},
    {"claims", 0, OPTION_PATH, "FILE", "write the days on which claims end as an iCalendar file", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_check = {
    .name = "check",
    .summary = "judge a contract over a period",
    .description =
        "Judges every period of the contract that begins within P, or, when none does, the one that P's first day lies "
        "in. P is meant in the contract's own time zone.\n\n"
        "The exit status is 0 when every obligation is met, 1 when one is breached, 2 when the records are too vague "
        "to decide or nothing could be measured; errors have the values of sysexits.h.",
    .options = check_options,
    .examples = (const char *const[]){"nines check --contract acme.yaml --period 2026-05",
                                      "nines check --contract acme.yaml --period 2026-Q2 --json", NULL},
    .run = run_check,
};
