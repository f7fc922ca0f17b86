/* check: judges a contract over a period. */
#include "judging.h"
#include "nines/base/file.h"
#include "nines/contract/load.h"

/* Parts are written as they come; what the first line says is known after the last, so the text waits, and JSON puts it
 * at the end. */
typedef struct {
    const Invocation *invocation;
    Judgement *sum;
    bool json;
    JudgementJson writer;
    GString *out, *claims;
} Checking;

static void check_part(const Judgement *part, gpointer user_data)
{
    Checking *checking = user_data;
    judgement_merge(checking->sum, part);
    judgement_claims_add(part, checking->claims);
    if (!checking->json) {
        judgement_text_add(part, checking->out);
        return;
    }
    judgement_json_add(&checking->writer, part);
    invocation_print(checking->invocation, checking->out->str);
    g_string_truncate(checking->out, 0);
}

static void print_text(const Checking *checking)
{
    g_autoptr(GString) frame = g_string_new(NULL);
    judgement_text_head(checking->sum, frame);
    invocation_print(checking->invocation, frame->str);
    invocation_print(checking->invocation, checking->out->str);
    g_string_truncate(frame, 0);
    judgement_text_end(checking->sum, frame);
    invocation_print(checking->invocation, frame->str);
}

static bool write_claims(const Checking *checking, GError **error)
{
    const char *path = invocation_text(checking->invocation, "claims");
    judgement_claims_end(checking->claims);
    return path == NULL || file_write(path, checking->claims->str, checking->claims->len, error);
}

static bool finish(Checking *checking, GError **error)
{
    if (!checking->json) {
        print_text(checking);
    } else {
        judgement_json_end(&checking->writer, checking->sum);
        invocation_print(checking->invocation, checking->out->str);
    }
    return write_claims(checking, error);
}

static int run_check(const Invocation *invocation, GError **error)
{
    g_auto(JudgingRun) run = {.contract = NULL};
    if (!judging_prepare(invocation, &run, error))
        return 0;
    g_autoptr(Judgement) sum = judgement_sum_new(run.contract, &run.period, invocation_as_of(invocation));
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GString) claims = g_string_new(NULL);
    Checking checking = {.invocation = invocation,
                         .sum = sum,
                         .json = invocation_flag(invocation, "json"),
                         .out = out,
                         .claims = claims};
    judgement_claims_begin(claims);
    if (checking.json)
        judgement_json_begin(&checking.writer, sum, out);
    if (!contract_judge_store(run.store, run.contract, &run.period, invocation_as_of(invocation), check_part, &checking,
                              error) ||
        !finish(&checking, error))
        return 0;
    return verdict_exit_status(sum->verdict);
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
