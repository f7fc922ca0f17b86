/* metrics: the figures of a period, for people or as JSON. */
#include "figure_options.h"
#include "nines/base/timetext.h"
#include "nines/cli/command.h"
#include "nines/render/export.h"
#include "nines/report/metrics.h"
#include <string.h>

static void write_text(const Metrics *metrics, bool explain, GString *out)
{
    const Period *period = &metrics->request->period;
    g_autofree char *title = period_title(period);
    g_autoptr(GPtrArray) tables = metrics_tables(metrics);
    Format format = format_default();
    format.zone = period->zone;
    g_string_append_printf(out, "%s, %s\n", title, zone_name(period->zone));
    for (guint i = 0; i < tables->len; i++) {
        const Table *table = g_ptr_array_index(tables, i);
        g_string_append_printf(out, "\n%s\n", table->name);
        export_table(out, table, EXPORT_TEXT, &(ExportOptions){.format = &format});
        g_autofree char *meaning = explain ? metrics_explain(metrics, table) : NULL;
        if (meaning != NULL)
            g_string_append(out, meaning);
    }
}

/* ---- options ---- */

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

/* "severity,team", "all" or "none". */
static bool read_dimensions(const Invocation *invocation, guint *by, GError **error)
{
    const char *list = invocation_text(invocation, "by");
    g_auto(GStrv) names = g_strsplit(list, ",", -1);
    *by = strcmp(list, "all") == 0 ? (1U << DIMENSION_N) - 1 : 0;
    for (char **name = names; *name != NULL; name++) {
        int d = 0;
        while (d < DIMENSION_N && strcmp(*name, dimension_name((Dimension)d)) != 0)
            d++;
        *by |= d < DIMENSION_N ? 1U << d : 0;
        if (d == DIMENSION_N && strcmp(list, "all") != 0 && strcmp(list, "none") != 0)
            return error_at(error, ERROR_USAGE, NULL, 0, 0,
                            "--by: expected severity, service, month, team, cause, region, detected_by, all or none, "
                            "found \"%s\"",
                            *name),
                   false;
    }
    return true;
}

static bool read_within(const Invocation *invocation, int64_t *within_ms, GError **error)
{
    const char *text = invocation_text(invocation, "within");
    *within_ms = INSTANT_NONE;
    if (text == NULL || (duration_parse(text, -1, MS_PER_MINUTE, within_ms) == TIME_OK && *within_ms >= 0))
        return true;
    return error_at(error, ERROR_USAGE, NULL, 0, 0, "--within: expected a duration such as 30m, found \"%s\"", text),
           false;
}

static int run(const Invocation *invocation, GError **error)
{
    g_autoptr(FigureOptions) options = figure_options_read(invocation, STORE_READ, error);
    BootstrapMethod method;
    PeriodStatistics statistics;
    Metrics metrics = {.statistics = &statistics};
    if (options == NULL || !read_method(invocation, &method, error) ||
        !read_dimensions(invocation, &metrics.by, error) || !read_within(invocation, &metrics.within_ms, error))
        return 0;
    g_autoptr(Figures) figures = figures_compute(options->store, &options->request, error);
    if (figures == NULL || !period_statistics(options->store, &options->request, figures, method, &statistics, error))
        return 0;
    metrics.figures = figures;
    metrics.request = &options->request;
    metrics.contracts = options->contracts;
    g_autoptr(GString) out = g_string_new(NULL);
    if (invocation_flag(invocation, "json")) {
        JsonWriter w = json_writer(out, true);
        metrics_write_json(&metrics, &w);
    } else {
        write_text(&metrics, invocation_flag(invocation, "explain"), out);
    }
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    FIGURE_OPTIONS,
    {"intervals", 0, OPTION_TEXT, "METHOD",
     "of mean and P90: bca (9,999 resamples; the choice for --json) or quick (closed form, for the terminal)", NULL},
    {"by", 0, OPTION_TEXT, "LIST",
     "groups to show: severity, service, month, team, cause, region, detected_by, all or none", "severity"},
    {"within", 0, OPTION_TEXT, "TIME", "also the share of the durations that are at most this long, such as 30m", NULL},
    {"explain", 0, OPTION_FLAG, NULL, "print each figure's definition below it", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_metrics = {
    .name = "metrics",
    .summary = "print the figures of a period",
    .description =
        "Prints counts, durations (TTD, TTA, TTM, TTR), availability, impact and data quality of one period.\n"
        "A period is 2022-05, 2022-Q2, 2022, 2022-01..2022-06, 2022-05-03..2022-05-17 or all.\n"
        "Each figure has its 95 % interval, by the method that is named beside it. --explain prints the definitions,\n"
        "which also stand in the JSON, in each report and in \"nines man\".",
    .options = options,
    .examples = (const char *const[]){"nines metrics --period 2026-03 --timezone Europe/Berlin",
                                      "nines metrics --period 2022-Q2 --service checkout --json",
                                      "nines metrics --period 2026-03 --by team,service --within 30m --explain",
                                      "nines metrics --period 2023-05 --outage major,critical --json", NULL},
    .run = run,
};
