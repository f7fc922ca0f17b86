/* simulate: how often a true change of speed looks like its opposite. */
#include "figure_options.h"
#include "nines/calc/trend.h"
#include "nines/cli/command.h"
#include "nines/render/export.h"
#include <math.h>

#define LARGEST_MONTH 100000

typedef struct {
    GArray *incidents; /* int64_t a month */
    TrendQuestion question;
} Simulation;

static bool read_number(const Invocation *invocation, const char *option, double least, double most, double *out,
                        GError **error)
{
    const char *text = invocation_text(invocation, option);
    char *end;
    double value = g_ascii_strtod(text, &end);
    if (end == text || *end != '\0' || !(value >= least && value <= most)) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "--%s: expected a number from %g to %g, found \"%s\"", option, least,
                 most, text);
        return false;
    }
    *out = value;
    return true;
}

/* "8,15,30,120" */
static bool read_incidents(const char *text, GArray *incidents, GError **error)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);
    for (char **word = words; *word; word++) {
        gint64 n;
        if (!g_ascii_string_to_signed(g_strstrip(*word), 10, 1, LARGEST_MONTH, &n, NULL)) {
            error_at(error, ERROR_USAGE, NULL, 0, 0, "--incidents: expected numbers from 1 to %d, found \"%s\"",
                     LARGEST_MONTH, *word);
            return false;
        }
        g_array_append_val(incidents, n);
    }
    return true;
}

static bool read_simulation(const Invocation *invocation, Simulation *simulation, GError **error)
{
    double improvement, spread, trials;
    uint64_t seed;
    if (!read_incidents(invocation_text(invocation, "incidents"), simulation->incidents, error) ||
        !read_number(invocation, "improvement", -900, 99, &improvement, error) ||
        !read_number(invocation, "spread", 0, 10, &spread, error) ||
        !read_number(invocation, "trials", 100, 1e7, &trials, error) || !seed_read(invocation, &seed, error))
        return false;
    simulation->question =
        (TrendQuestion){.ratio = 1 - improvement / 100, .sd = spread, .trials = llrint(trials), .seed = seed};
    return true;
}

static Table *simulate(const Simulation *simulation)
{
    static const char *const columns[] = {
        "incidents_n",           "mean_misleads_ratio", "mean_misleads_low_ratio", "mean_misleads_high_ratio",
        "median_misleads_ratio", "improved_ratio",      "worsened_ratio",          "no_change_ratio",
        "too_few_ratio"};
    Table *table = table_new("simulation");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        table_add_column(table, columns[i]);
    for (guint i = 0; i < simulation->incidents->len; i++) {
        TrendQuestion question = simulation->question;
        question.incidents_n = g_array_index(simulation->incidents, gint64, i);
        TrendRisk risk = trend_risk(&question);
        table_append_integer(table, question.incidents_n);
        table_append_real(table, risk.mean_worse_ratio);
        table_append_real(table, risk.mean_worse_interval.low);
        table_append_real(table, risk.mean_worse_interval.high);
        table_append_real(table, risk.median_worse_ratio);
        table_append_real(table, risk.verdict_ratio[TREND_IMPROVED]);
        table_append_real(table, risk.verdict_ratio[TREND_WORSENED]);
        table_append_real(table, risk.verdict_ratio[TREND_NO_CHANGE]);
        table_append_real(table, risk.verdict_ratio[TREND_TOO_FEW]);
    }
    return table;
}

static void append_setting(GString *out, const TrendQuestion *question)
{
    double percent = 100 * (1 - question->ratio);
    g_string_append_printf(out,
                           "Pairs of months, log-normal durations (sd of ln %g), the second month truly %g %% %s; "
                           "%" G_GINT64_FORMAT " pairs, seed %" G_GUINT64_FORMAT ".\n"
                           "mean_misleads: how often the mean points the other way; then what the verdict says.\n\n",
                           question->sd, fabs(percent), percent >= 0 ? "faster" : "slower", question->trials,
                           (guint64)question->seed);
}

static int run(const Invocation *invocation, GError **error)
{
    g_autoptr(GArray) incidents = g_array_new(FALSE, FALSE, sizeof(gint64));
    Simulation simulation = {.incidents = incidents};
    if (!read_simulation(invocation, &simulation, error))
        return 0;
    bool json = invocation_flag(invocation, "json");
    g_autoptr(Table) table = simulate(&simulation);
    g_autoptr(GString) out = g_string_new(NULL);
    if (!json)
        append_setting(out, &simulation.question);
    export_table(out, table, json ? EXPORT_JSON : EXPORT_TEXT, NULL);
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    {"incidents", 0, OPTION_TEXT, "N,N,...", "incidents a month", "8,15,30,120"},
    {"improvement", 0, OPTION_TEXT, "PERCENT", "by how much the second month is truly faster; negative: slower", "30"},
    {"spread", 0, OPTION_TEXT, "SD", "standard deviation of ln(duration)", "1.76"},
    {"trials", 0, OPTION_TEXT, "N", "pairs of months", "10000"},
    {"seed", 0, OPTION_TEXT, "N", "the same seed gives the same figures", SEED_FALLBACK},
    {"json", 0, OPTION_FLAG, NULL, "print an array of objects", NULL},
    {0},
};

const Command command_simulate = {
    .name = "simulate",
    .summary = "show how often a true improvement looks like a worsening",
    .description =
        "Draws pairs of months of which the second is truly faster, and counts how often its mean or its median is "
        "nevertheless the longer one, and which verdict nines gives. This is why reports print verdicts, not arrows.",
    .options = options,
    .examples = (const char *const[]){"nines simulate", "nines simulate --incidents 8,40 --improvement 50", NULL},
    .run = run,
};
