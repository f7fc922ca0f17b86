/* changes: which records a later file changed, and what that does to the figures that reports have shown. */
#include "nines/base/json.h"
#include "nines/base/timetext.h"
#include "nines/render/export.h"
#include "nines/report/derive.h"
#include "nines/report/issue.h"
#include "nines/store/query.h"
#include "reporting.h"
#include <string.h>

/* One report that was written, and what its figures are now. */
typedef struct {
    int64_t id;
    char *report, *definition, *period, *timezone, *contracts, *options;
    Instant as_of;
    Table *figures; /* NULL with a problem */
    char *problem;
} Issue;

static void issue_free(gpointer data)
{
    Issue *issue = data;
    char *const texts[] = {issue->report,    issue->definition, issue->period, issue->timezone,
                           issue->contracts, issue->options,    issue->problem};
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    table_free(issue->figures);
    g_free(issue);
}

/* Reports on a running period are left out: their figures change without being wrong. */
static GPtrArray *load_issues(Store *store, GError **error)
{
    g_autoptr(GPtrArray) issues = g_ptr_array_new_with_free_func(issue_free);
    g_autoptr(Query) query = store_query(store,
                                         "SELECT id, as_of_at, report, definition, period, timezone, contracts, options"
                                         " FROM issued_report WHERE to_at <= as_of_at ORDER BY as_of_at, id",
                                         error);
    GError *failure = NULL;
    while (query != NULL && query_step(query, &failure)) {
        Issue *issue = g_new0(Issue, 1);
        char **const texts[] = {&issue->report,   &issue->definition, &issue->period,
                                &issue->timezone, &issue->contracts,  &issue->options};
        issue->id = query_integer(query, 0);
        issue->as_of = query_instant(query, 1);
        for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
            *texts[i] = g_strdup(query_text(query, (int)i + 2));
        g_ptr_array_add(issues, issue);
    }
    if (failure != NULL)
        g_propagate_error(error, failure);
    return query != NULL && failure == NULL ? g_steal_pointer(&issues) : NULL;
}

/* ---- the figures now ---- */

/* The options of an issue by name, as if they stood on the command line. */
static const char *issue_text(gconstpointer data, const char *name)
{
    const Issue *issue = data;
    if (strcmp(name, "period") == 0)
        return issue->period;
    if (strcmp(name, "timezone") == 0)
        return issue->timezone;
    if (strcmp(name, "contract") == 0)
        return *issue->contracts ? issue->contracts : NULL;
    return strcmp(name, "outage") == 0 ? "recorded" : strcmp(name, "definitions") == 0 ? "default" : NULL;
}

typedef struct {
    const Issue *issue;
    GHashTable *options;
} IssueWords;

static const char *word_of(gconstpointer data, const char *name)
{
    const IssueWords *words = data;
    const char *value = g_hash_table_lookup(words->options, name);
    return value != NULL ? value : issue_text(words->issue, name);
}

static GHashTable *split_options(const char *text)
{
    GHashTable *options = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        const char *equals = strchr(*line, '=');
        if (equals != NULL)
            g_hash_table_insert(options, g_strndup(*line, (gsize)(equals - *line)), g_strdup(equals + 1));
    }
    return options;
}

static bool compute(Store *store, Issue *issue, Instant as_of, Instant since, GError **error)
{
    g_autoptr(GHashTable) options = split_options(issue->options);
    const IssueWords words = {issue, options};
    g_autofree char *path = reporting_find(issue->definition, error);
    g_autoptr(ReportDefinition) definition = path != NULL ? definition_read(path, error) : NULL;
    g_autoptr(FigureOptions) figures =
        definition != NULL ? figure_options_make(word_of, &words, store, as_of, error) : NULL;
    if (figures == NULL ||
        !derive_tables_within(store, &figures->request, figures->contracts, definition_version(definition), error) ||
        !reporting_issue(definition, store, &figures->request, error))
        return false;
    issue->figures = issue_compare(store, issue->id, since, error);
    return issue->figures != NULL;
}

/* The derived tables are made for each issue in turn and go again: they belong to the report that was made last. */
static bool compute_all(Store *store, const GPtrArray *issues, Instant as_of, Instant since, GError **error)
{
    g_autoptr(Theme) theme = reporting_theme(error);
    if (theme == NULL || !derive_functions(store, &theme->format, error) || !store_begin(store, error))
        return false;
    for (guint i = 0; i < issues->len; i++) {
        GError *failure = NULL;
        Issue *issue = issues->pdata[i];
        if (compute(store, issue, as_of, since, &failure))
            continue;
        issue->problem = g_strdup(failure->message);
        g_error_free(failure);
    }
    store_rollback(store);
    return true;
}

/* ---- output ---- */

static char *issue_title(const Issue *issue)
{
    char as_of[CIVIL_TEXT];
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%s %s, %s", issue->report, issue->period, issue->timezone);
    if (*issue->contracts)
        g_string_append_printf(text, ", %s", issue->contracts);
    if (*issue->options)
        g_string_append_printf(text, ", %s", g_strdelimit(issue->options, "\n", ' '));
    g_string_append_printf(text, ", issued as of %s", instant_format(issue->as_of, as_of));
    return g_string_free(text, FALSE);
}

/* With --since, a figure that no record of that time explains changed before. */
static Table *shown_figures(const Table *all, bool only_explained)
{
    static const char *const columns[] = {"figure", "subject", "issued_text", "now_text", "difference_text", "records"};
    static const char *const titles[] = {"figure", "of", "issued", "now", "difference", "records"};
    Table *table = table_new("figures");
    for (guint i = 0; i < G_N_ELEMENTS(titles); i++)
        table_add_column(table, titles[i]);
    for (guint row = 0; row < table_n_rows(all); row++) {
        if (only_explained && table_text(all, row, "records", NULL) == NULL)
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
            table_append_text(table, table_text(all, row, columns[i], NULL));
    }
    return table;
}

static void write_fields(GString *out, Store *store, const Table *changes, guint row)
{
    g_autoptr(Table) fields =
        issue_fields(store, table_text(changes, row, "before", NULL), table_text(changes, row, "after", NULL), NULL);
    for (guint i = 0; fields != NULL && i < table_n_rows(fields); i++)
        g_string_append_printf(out, "    %s: %s -> %s\n", table_text(fields, i, "field", ""),
                               table_text(fields, i, "before", "nothing"), table_text(fields, i, "after", "nothing"));
}

static void write_change(GString *out, Store *store, const Table *changes, guint row)
{
    char at[CIVIL_TEXT];
    const char *source = table_text(changes, row, "source", NULL), *id = table_text(changes, row, "id", "");
    const char *before = table_text(changes, row, "before_source", NULL), *what = table_text(changes, row, "what", "");
    const char *title = table_text(changes, row, "title", NULL);
    g_string_append_printf(out, "%s  %s %s", instant_format(table_integer(changes, row, "at", 0), at), id, what);
    if (title != NULL && strcmp(title, id) != 0)
        g_string_append_printf(out, ": %s", title);
    g_string_append_c(out, '\n');
    if (source != NULL)
        g_string_append_printf(out, "    by %s%s%s\n", source, before != NULL ? ", before by " : "",
                               before != NULL ? before : "");
    write_fields(out, store, changes, row);
}

static void write_issue(GString *out, Issue *issue, bool only_explained)
{
    g_autofree char *title = issue_title(issue);
    g_string_append_printf(out, "\n%s\n", title);
    if (issue->problem != NULL) {
        g_string_append_printf(out, "  cannot be computed again: %s\n", issue->problem);
        return;
    }
    g_autoptr(Table) figures = shown_figures(issue->figures, only_explained);
    if (table_n_rows(figures) == 0)
        g_string_append(out, "  every figure stands\n");
    else
        export_table(out, figures, EXPORT_TEXT, NULL);
}

static void write_text(GString *out, Store *store, const Table *changes, const GPtrArray *issues, Instant since)
{
    char text[CIVIL_TEXT];
    g_string_append_printf(out, "Changes%s%s\n", since != INSTANT_NONE ? " since " : "",
                           since != INSTANT_NONE ? instant_format(since, text) : "");
    if (table_n_rows(changes) == 0)
        g_string_append(out, "no record has changed\n");
    for (guint row = 0; row < table_n_rows(changes); row++)
        write_change(out, store, changes, row);
    g_string_append_printf(out, "\nFigures issued\n%s", issues->len == 0 ? "no report was issued\n" : "");
    for (guint i = 0; i < issues->len; i++)
        write_issue(out, issues->pdata[i], since != INSTANT_NONE);
}

static void write_cell(JsonWriter *w, const char *key, const Cell *cell)
{
    if (cell->type == CELL_INTEGER)
        json_integer(w, key, cell->integer);
    else if (cell->type == CELL_REAL)
        json_real(w, key, cell->real);
    else
        json_text(w, key, cell->type == CELL_TEXT ? cell->text : NULL);
}

static void write_change_json(JsonWriter *w, Store *store, const Table *changes, guint row)
{
    static const char *const texts[] = {"origin", "id", "title", "what", "source", "before_source"};
    g_autoptr(Table) fields =
        issue_fields(store, table_text(changes, row, "before", NULL), table_text(changes, row, "after", NULL), NULL);
    json_begin_object(w, NULL);
    json_instant(w, "at", table_integer(changes, row, "at", 0));
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        json_text(w, texts[i], table_text(changes, row, texts[i], NULL));
    json_begin_array(w, "fields");
    for (guint i = 0; fields != NULL && i < table_n_rows(fields); i++) {
        json_begin_object(w, NULL);
        json_text(w, "field", table_text(fields, i, "field", NULL));
        json_text(w, "before", table_text(fields, i, "before", NULL));
        json_text(w, "after", table_text(fields, i, "after", NULL));
        json_end(w);
    }
    json_end(w);
    json_end(w);
}

static void write_figure_json(JsonWriter *w, const Table *figures, guint row)
{
    static const char *const values[] = {"issued", "now", "difference"};
    json_begin_object(w, NULL);
    json_text(w, "figure", table_text(figures, row, "figure", NULL));
    json_text(w, "subject", table_text(figures, row, "subject", NULL));
    for (guint i = 0; i < G_N_ELEMENTS(values); i++)
        write_cell(w, values[i], table_cell(figures, row, (guint)table_find_column(figures, values[i])));
    json_text(w, "currency", table_text(figures, row, "currency", NULL));
    json_begin_array(w, "records");
    g_auto(GStrv) records = g_strsplit(table_text(figures, row, "records", ""), ", ", -1);
    for (char **record = records; *record != NULL; record++)
        json_text(w, NULL, *record);
    json_end(w);
    json_end(w);
}

static void write_issue_json(JsonWriter *w, const Issue *issue, bool only_explained)
{
    json_begin_object(w, NULL);
    json_text(w, "report", issue->report);
    json_text(w, "period", issue->period);
    json_text(w, "timezone", issue->timezone);
    json_text(w, "contracts", *issue->contracts ? issue->contracts : NULL);
    json_text(w, "options", *issue->options ? issue->options : NULL);
    json_instant(w, "as_of", issue->as_of);
    json_text(w, "problem", issue->problem);
    json_begin_array(w, "figures");
    for (guint row = 0; issue->figures != NULL && row < table_n_rows(issue->figures); row++)
        if (!only_explained || table_text(issue->figures, row, "records", NULL) != NULL)
            write_figure_json(w, issue->figures, row);
    json_end(w);
    json_end(w);
}

static void write_json(GString *out, Store *store, const Table *changes, const GPtrArray *issues, Instant since)
{
    JsonWriter w = json_writer(out, true);
    json_begin_object(&w, NULL);
    json_instant(&w, "since", since);
    json_begin_array(&w, "changes");
    for (guint row = 0; row < table_n_rows(changes); row++)
        write_change_json(&w, store, changes, row);
    json_end(&w);
    json_begin_array(&w, "issued");
    for (guint i = 0; i < issues->len; i++)
        write_issue_json(&w, issues->pdata[i], since != INSTANT_NONE);
    json_end(&w);
    json_end(&w);
    g_string_append_c(out, '\n');
}

/* ---- the command ---- */

static bool read_since(const Invocation *invocation, Instant *since, GError **error)
{
    const char *text = invocation_text(invocation, "since");
    const TimeRules rules = {.zone = zone_utc()};
    TimeValue value;
    *since = INSTANT_NONE;
    if (text == NULL)
        return true;
    if (time_parse(text, -1, &rules, &value) != TIME_OK) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "--since takes a time such as 2026-11-03 or 2026-11-03T08:00:00Z");
        return false;
    }
    *since = value.at;
    return true;
}

static int run(const Invocation *invocation, GError **error)
{
    Instant since;
    if (!read_since(invocation, &since, error))
        return 0;
    g_autoptr(Store) store = store_open(invocation_text(invocation, "db"), STORE_WRITE, error);
    g_autoptr(Table) changes = store != NULL ? issue_changes(store, since, error) : NULL;
    g_autoptr(GPtrArray) issues = changes != NULL ? load_issues(store, error) : NULL;
    if (issues == NULL || !compute_all(store, issues, invocation_as_of(invocation), since, error))
        return 0;
    g_autoptr(GString) out = g_string_new(NULL);
    if (invocation_flag(invocation, "json"))
        write_json(out, store, changes, issues, since);
    else
        write_text(out, store, changes, issues, since);
    invocation_print(invocation, out->str);
    return 0;
}

static const OptionSpec options[] = {
    {"db", 0, OPTION_PATH, "FILE", "the database", "nines.db"},
    {"since", 0, OPTION_TEXT, "TIME", "only what changed at or after this time", NULL},
    {"as-of", 0, OPTION_TEXT, "TIME", "the time at which the figures are computed again", "now"},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {0},
};

const Command command_changes = {
    .name = "changes",
    .summary = "list the records that later files changed, and the issued figures that this restates",
    .description =
        "Lists each record that a later file changed, added to a period that had been reported, linked or moved:\n"
        "from which value to which, by which file and line, and when. Then, for every report that was written\n"
        "after its period had ended, the figures that are different now: the value issued, the value now, the\n"
        "difference, and the records behind it.",
    .options = options,
    .examples = (const char *const[]){"nines changes --since 2026-11-03", "nines changes --json", NULL},
    .run = run,
};
