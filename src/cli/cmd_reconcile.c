/* reconcile: the figures by our rules and by another tool's, and the incidents that make the difference. */
#include "figure_options.h"
#include "nines/base/json.h"
#include "nines/cli/command.h"
#include "nines/render/export.h"
#include "nines/report/reconcile.h"
#include <math.h>
#include <string.h>

static const char *const keys[N_DURATIONS] = {"ttd", "tta", "ttm", "ttr", "repair"};
static const char *const titles[N_DURATIONS] = {"Time to detect", "Time to acknowledge", "Time to mitigate",
                                                "Time to resolve", "Time to repair"};

/* ---- for people ---- */

static Table *new_table(const char *name, const char *const *columns)
{
    Table *table = table_new(name);
    for (; *columns != NULL; columns++)
        table_add_column(table, *columns);
    return table;
}

static void append_ms(Table *table, double ms)
{
    if (isnan(ms))
        table_append_null(table);
    else
        table_append_integer(table, llround(ms));
}

static void append_known(Table *table, int64_t ms)
{
    if (ms == INSTANT_NONE)
        table_append_null(table);
    else
        table_append_integer(table, ms);
}

static Table *walk_table(const ReconciledDuration *duration)
{
    static const char *const columns[] = {"step", "n", "figure_ms", NULL};
    Table *table = new_table("walk", columns);
    for (int i = 0; i < WALK_STEPS; i++) {
        table_append_text(table, duration->walk[i].step);
        table_append_integer(table, duration->walk[i].n);
        append_ms(table, duration->walk[i].figure_ms);
    }
    return table;
}

static Table *difference_table(const ReconciledDuration *duration, guint most)
{
    static const char *const columns[] = {"incident", "ours_ms", "theirs_ms", "reason", NULL};
    Table *table = new_table("differences", columns);
    for (guint i = 0; i < duration->differences->len && (most == 0 || i < most); i++) {
        const ReconcileDifference *difference = g_ptr_array_index(duration->differences, i);
        table_append_text(table, difference->external_id);
        append_known(table, difference->our_ms);
        append_known(table, difference->their_ms);
        table_append_text(table, difference->reason);
    }
    return table;
}

static void write_summary_line(GString *out, const char *whose, const DurationSummary *s, const char *rule)
{
    g_string_append_printf(
        out, "%s: %s\n  n %" G_GINT64_FORMAT ", missing %" G_GINT64_FORMAT ", censored %" G_GINT64_FORMAT "\n", whose,
        rule, s->n, s->missing, s->censored);
}

static void write_duration_text(const ReconciledDuration *duration, guint most, GString *out)
{
    g_autoptr(Table) walk = walk_table(duration);
    g_autoptr(Table) differences = difference_table(duration, most);
    g_string_append_printf(out, "\n%s\n", titles[duration->kind]);
    write_summary_line(out, "Ours", &duration->ours, duration->our_rule);
    write_summary_line(out, "Theirs", &duration->theirs, duration->their_rule);
    g_string_append_c(out, '\n');
    export_table(out, walk, EXPORT_TEXT, NULL);
    g_string_append_printf(out, "\n%u %s%s\n", duration->differences->len,
                           duration->differences->len == 1 ? "incident differs" : "incidents differ",
                           duration->differences->len > table_n_rows(differences) ? "; the largest are" : "");
    if (table_n_rows(differences) > 0)
        export_table(out, differences, EXPORT_TEXT, NULL);
}

static void write_text(const Reconciliation *r, const FigureRequest *request, guint most, GString *out)
{
    g_autofree char *title = period_title(&request->period);
    g_string_append_printf(out, "%s, %s: %s against %s\n", title, zone_name(request->period.zone), r->ours->title,
                           r->theirs->title);
    g_string_append_printf(out, "Incidents: ours %" G_GINT64_FORMAT " (by %s), theirs %" G_GINT64_FORMAT " (by %s)\n",
                           r->our_incidents_n, time_field_name(r->ours->counted_by), r->their_incidents_n,
                           time_field_name(r->theirs->counted_by));
    if (r->theirs->only_changes)
        g_string_append_printf(out,
                               "Left out by theirs: %" G_GINT64_FORMAT " linked to no change, %" G_GINT64_FORMAT
                               " that no change caused\n",
                               r->unlinked_n, r->unchanged_n);
    for (guint i = 0; i < r->durations->len; i++)
        write_duration_text(g_ptr_array_index(r->durations, i), most, out);
}

/* ---- JSON ---- */

static void write_side(JsonWriter *w, const char *key, const DurationSummary *s, const char *rule,
                       DefinitionStatistic statistic)
{
    json_begin_object(w, key);
    json_text(w, "definition", rule);
    json_text(w, "statistic", definition_statistic_name(statistic));
    json_real(w, "figure_s", (statistic == STATISTIC_MEAN ? s->mean_ms : s->median_ms) / 1000);
    json_integer(w, "n", s->n);
    json_integer(w, "missing", s->missing);
    json_integer(w, "censored", s->censored);
    json_end(w);
}

static void write_walk(const ReconciledDuration *duration, JsonWriter *w)
{
    json_begin_array(w, "walk");
    for (int i = 0; i < WALK_STEPS; i++) {
        json_begin_object(w, NULL);
        json_text(w, "step", duration->walk[i].step);
        json_integer(w, "n", duration->walk[i].n);
        json_real(w, "figure_s", duration->walk[i].figure_ms / 1000);
        json_end(w);
    }
    json_end(w);
}

static void write_differences(const ReconciledDuration *duration, JsonWriter *w)
{
    json_begin_array(w, "differences");
    for (guint i = 0; i < duration->differences->len; i++) {
        const ReconcileDifference *difference = g_ptr_array_index(duration->differences, i);
        json_begin_object(w, NULL);
        json_text(w, "id", difference->external_id);
        json_text(w, "title", difference->title);
        json_seconds(w, "ours_s", difference->our_ms);
        json_seconds(w, "theirs_s", difference->their_ms);
        json_text(w, "reason", difference->reason);
        json_end(w);
    }
    json_end(w);
}

static void write_json(const Reconciliation *r, const FigureRequest *request, JsonWriter *w)
{
    json_begin_object(w, NULL);
    json_text(w, "period", request->period.label);
    json_text(w, "ours", r->ours->name);
    json_text(w, "theirs", r->theirs->name);
    json_integer(w, "our_incidents", r->our_incidents_n);
    json_integer(w, "their_incidents", r->their_incidents_n);
    json_integer(w, "not_linked_to_a_change", r->unlinked_n);
    json_integer(w, "not_caused_by_a_change", r->unchanged_n);
    json_begin_object(w, "durations");
    for (guint i = 0; i < r->durations->len; i++) {
        const ReconciledDuration *duration = g_ptr_array_index(r->durations, i);
        json_begin_object(w, keys[duration->kind]);
        write_side(w, "ours", &duration->ours, duration->our_rule, r->ours->statistic);
        write_side(w, "theirs", &duration->theirs, duration->their_rule, r->theirs->statistic);
        write_walk(duration, w);
        write_differences(duration, w);
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

/* ---- the command ---- */

static const DefinitionSet *read_rules(const Invocation *invocation, GError **error)
{
    const char *name = invocation_text(invocation, "with");
    const DefinitionSet *rules = name != NULL ? definition_set_find(name) : NULL;
    if (rules != NULL)
        return rules;
    g_autofree char *all = g_strjoinv(", ", (char **)definition_set_names() + 1);
    error_at(error, ERROR_USAGE, NULL, 0, 0, "needs --with and one of %s%s%s", all, name != NULL ? ", not " : "",
             name != NULL ? name : "");
    return NULL;
}

static int run(const Invocation *invocation, GError **error)
{
    const DefinitionSet *theirs = read_rules(invocation, error);
    g_autoptr(FigureOptions) options = theirs != NULL ? figure_options_read(invocation, STORE_READ, error) : NULL;
    g_autoptr(Reconciliation) r = options != NULL ? reconcile(options->store, &options->request, theirs, error) : NULL;
    if (r == NULL)
        return 0;
    g_autoptr(GString) out = g_string_new(NULL);
    if (invocation_flag(invocation, "json")) {
        JsonWriter w = json_writer(out, true);
        write_json(r, &options->request, &w);
    } else {
        write_text(r, &options->request, invocation_flag(invocation, "all") ? 0 : 20, out);
    }
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    {"with", 0, OPTION_TEXT, "NAME", "pagerduty, firehydrant, datadog, servicenow, dora or gitlab", NULL},
    FIGURE_OPTIONS,
    {"all", 0, OPTION_FLAG, NULL, "list every incident that differs, not only the 20 largest", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_reconcile = {
    .name = "reconcile",
    .summary = "explain why another tool's dashboard shows other figures",
    .description =
        "Prints each duration by our rules and by another tool's, the steps that lead from one figure to the\n"
        "other, and the incidents that make the difference, each with its reason. Another tool's rules are\n"
        "its documented start, end, population and statistic.",
    .options = options,
    .examples = (const char *const[]){"nines reconcile --with pagerduty --period 2026-03",
                                      "nines reconcile --with dora --period 2026-Q1 --json", NULL},
    .run = run,
};
