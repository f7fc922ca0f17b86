/* ledger: every segment of a contract's period, with its class, incidents and clause. */
#include "judging.h"
#include "nines/render/export.h"

static int run_ledger(const Invocation *invocation, GError **error)
{
    g_auto(JudgingRun) run = {.contract = NULL};
    bool json = invocation_flag(invocation, "json"), csv = invocation_flag(invocation, "csv");
    if (json && csv) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "--json and --csv exclude each other");
        return 0;
    }
    if (!judging_run(invocation, &run, error))
        return 0;
    g_autoptr(Table) table = judgement_ledger_table(run.judgement);
    g_autoptr(GString) out = g_string_new(NULL);
    Format format = format_default();
    format.zone = run.judgement->period.zone;
    format.exact = true;
    export_table(out, table, json ? EXPORT_JSON : csv ? EXPORT_CSV : EXPORT_TEXT, &(ExportOptions){.format = &format});
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec ledger_options[] = {
    {"contract", 'c', OPTION_PATH, "FILE", "the contract", NULL},
    {"period", 'p', OPTION_TEXT, "P", "2022-05, 2022-Q2, 2022, 2022-01..2022-06, 2022-05-03..2022-05-17 or all", NULL},
    {"db", 0, OPTION_PATH, "FILE", "the database", "nines.db"},
    {"as-of", 0, OPTION_TEXT, "TIME", "judge what was known and over at that time", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print an array of objects", NULL},
    {"csv", 0, OPTION_FLAG, NULL, "print comma-separated values", NULL},
    {0},
};

const Command command_ledger = {
    .name = "ledger",
    .summary = "list every segment of a contract's period",
    .description =
        "Prints consecutive segments that cover each judged period exactly, each up, counted, excluded or unknown, "
        "with the share of the service lost, the incidents behind it and the clause that excludes it.",
    .options = ledger_options,
    .examples = (const char *const[]){"nines ledger --contract acme.yaml --period 2026-05 --csv > ledger.csv", NULL},
    .run = run_ledger,
};
