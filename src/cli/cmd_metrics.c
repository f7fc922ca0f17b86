/* metrics: the figures of a period, for people or as JSON. */
#include "figure_options.h"
#include "nines/cli/command.h"
#include "nines/render/export.h"
#include "nines/report/metrics.h"
#include <string.h>

static void write_text(const Figures *figures, const FigureOptions *options, const PeriodStatistics *statistics,
                       GString *out)
{
    g_autofree char *title = period_title(&options->request.period);
    g_autoptr(GPtrArray) tables = metrics_tables(figures, options->contracts, statistics);
    Format format = format_default();
    format.zone = options->request.period.zone;
    g_string_append_printf(out, "%s, %s\n", title, zone_name(options->request.period.zone));
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = g_ptr_array_index(tables, i);
        g_string_append_printf(out, "\n%s\n", table->name);
        export_table(out, table, EXPORT_TEXT, &(ExportOptions){.format = &format});
    }
}

/* People at a terminal do not wait for resamples unless they ask; the JSON is what is quoted. */
static bool read_method(const Invocation *invocation, BootstrapMethod *method, GError **error)
{
    const char *name = invocation_text(invocation, "intervals");
    if (name == NULL)
        *method = invocation_flag(invocation, "json") ? BOOTSTRAP_BCA : BOOTSTRAP_QUICK;
    else if (strcmp(name, "bca") == 0 || strcmp(name, "quick") == 0)
        *method = name[0] == 'b' ? BOOTSTRAP_BCA : BOOTSTRAP_QUICK;
    else
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "--intervals: expected bca or quick, found \"%s\"", name),
               false;
    return true;
}

static int run(const Invocation *invocation, GError **error)
{
    g_autoptr(FigureOptions) options = figure_options_read(invocation, STORE_READ, error);
    if (options == NULL)
        return 0;
    g_autoptr(Figures) figures = figures_compute(options->store, &options->request, error);
    PeriodStatistics statistics;
    BootstrapMethod method;
    if (figures == NULL || !read_method(invocation, &method, error) ||
        !period_statistics(options->store, &options->request, figures, method, &statistics, error))
        return 0;
    g_autoptr(GString) out = g_string_new(NULL);
    if (invocation_flag(invocation, "json")) {
        JsonWriter w = json_writer(out, true);
        metrics_write_json(figures, &options->request, options->contracts, &statistics, &w);
    } else {
        write_text(figures, options, &statistics, out);
    }
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    FIGURE_OPTIONS,
    {"intervals", 0, OPTION_TEXT, "METHOD",
     "of mean and P90: bca (9,999 resamples; with --json) or quick (closed form)", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_metrics = {
    .name = "metrics",
    .summary = "print the figures of a period",
    .description =
        "Prints counts, durations (TTD, TTA, TTM, TTR), availability, impact and data quality of one period.\n"
        "A period is 2022-05, 2022-Q2, 2022, 2022-01..2022-06, 2022-05-03..2022-05-17 or all.\n"
        "Every definition is printed by \"nines man\" and stands in each report.",
    .options = options,
    .examples = (const char *const[]){"nines metrics --period 2026-03 --timezone Europe/Berlin",
                                      "nines metrics --period 2022-Q2 --service checkout --json",
                                      "nines metrics --period 2023-05 --outage major,critical --json", NULL},
    .run = run,
};
