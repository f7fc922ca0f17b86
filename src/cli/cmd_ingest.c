/* ingest: reads files of records into the database. */
#include "nines/base/json.h"
#include "nines/base/text.h"
#include "nines/base/zone.h"
#include "nines/cli/command.h"
#include "nines/ingest/ingest.h"
#include <stdio.h>
#include <unistd.h>

#define REJECTS_SHOWN 20u
#define EXPLAIN_N 3
#define PROGRESS_US (G_USEC_PER_SEC / 10)

typedef struct {
    const Invocation *invocation;
    IngestOptions options;
    GPtrArray *reports;  /* IngestReport* */
    GPtrArray *failures; /* char* */
    SourceCounts total;
    GError *first_error;
    const char *path;
    gint64 next_progress; /* monotonic microseconds; 0: no progress line */
    bool line_shown;
} IngestCommand;

/* ---- progress ---- */

static void show_progress(int64_t rows, gpointer user_data)
{
    IngestCommand *command = user_data;
    gint64 now = g_get_monotonic_time();
    if (now < command->next_progress)
        return;
    command->next_progress = now + PROGRESS_US;
    command->line_shown = true;
    fprintf(stderr, "\r\033[K%s: %" G_GINT64_FORMAT " rows", command->path, rows);
}

static void clear_progress(IngestCommand *command)
{
    if (command->line_shown)
        fputs("\r\033[K", stderr);
    command->line_shown = false;
}

/* ---- text ---- */

static void append_counts(GString *text, const SourceCounts *counts)
{
    g_string_append_printf(text,
                           "%" G_GINT64_FORMAT " read = %" G_GINT64_FORMAT " inserted + %" G_GINT64_FORMAT
                           " updated + %" G_GINT64_FORMAT " unchanged + %" G_GINT64_FORMAT " rejected",
                           counts->read_n, counts->inserted_n, counts->updated_n, counts->unchanged_n,
                           counts->rejected_n);
}

static void append_rejects(GString *text, const IngestReport *report)
{
    for (guint i = 0; i < MIN(report->rejects->len, REJECTS_SHOWN); i++) {
        const IngestReject *reject = report->rejects->pdata[i];
        g_string_append_printf(text, "  rejected %s:%" G_GINT64_FORMAT ": row %" G_GINT64_FORMAT, report->path,
                               reject->line, reject->row);
        if (reject->column)
            g_string_append_printf(text, ", column %" G_GINT64_FORMAT, reject->column);
        g_string_append_printf(text, ": %s\n", reject->reason);
    }
    if (report->counts.rejected_n > REJECTS_SHOWN)
        g_string_append_printf(text, "  and %" G_GINT64_FORMAT " more (the view \"rejects\" has all)\n",
                               report->counts.rejected_n - REJECTS_SHOWN);
}

static void append_report(GString *text, const IngestReport *report)
{
    g_string_append_printf(text, "%s: ", report->path);
    if (report->profile) {
        g_string_append_printf(text, "profile %s, %s%s%s, %s%s\n  ", report->profile, report->format,
                               report->dialect ? ", " : "", report->dialect ? report->dialect : "", report->encoding,
                               report->known ? ", known already" : "");
        if (report->grouped)
            g_string_append_printf(text, "%" G_GINT64_FORMAT " rows; ", report->counts.rows_n);
        append_counts(text, &report->counts);
        g_autofree char *findings = text_count(report->counts.findings_n, "finding", "findings");
        if (report->counts.findings_n)
            g_string_append_printf(text, "; %s", findings);
    }
    g_string_append_c(text, '\n');
    append_rejects(text, report);
    for (guint i = 0; i < report->explained->len; i++)
        g_string_append_printf(text, "  %s\n", (char *)report->explained->pdata[i]);
    for (guint i = 0; i < report->notes->len; i++)
        g_string_append_printf(text, "  note: %s\n", (char *)report->notes->pdata[i]);
}

static void print_text(IngestCommand *command)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < command->reports->len; i++)
        append_report(text, command->reports->pdata[i]);
    if (command->reports->len != 1) {
        g_string_append_printf(text, "%u files: ", command->reports->len);
        append_counts(text, &command->total);
        g_string_append_c(text, '\n');
    }
    if (command->options.dry_run)
        g_string_append(text, "dry run: nothing was kept\n");
    invocation_print(command->invocation, text->str);
}

/* ---- JSON ---- */

static void write_counts(JsonWriter *w, const SourceCounts *counts)
{
    json_integer(w, "rows", counts->rows_n);
    json_integer(w, "read", counts->read_n);
    json_integer(w, "inserted", counts->inserted_n);
    json_integer(w, "updated", counts->updated_n);
    json_integer(w, "unchanged", counts->unchanged_n);
    json_integer(w, "rejected", counts->rejected_n);
    json_integer(w, "findings", counts->findings_n);
}

static void write_reject(JsonWriter *w, const IngestReject *reject)
{
    json_begin_object(w, NULL);
    json_integer(w, "row", reject->row);
    json_integer(w, "line", reject->line);
    if (reject->column)
        json_integer(w, "column", reject->column);
    else
        json_null(w, "column");
    json_text(w, "field", reject->field);
    json_text(w, "reason", reject->reason);
    json_end(w);
}

static void write_report(JsonWriter *w, const IngestReport *report)
{
    json_begin_object(w, NULL);
    json_text(w, "path", report->path);
    json_text(w, "profile", report->profile);
    json_text(w, "origin", report->origin);
    json_text(w, "format", report->format);
    json_text(w, "dialect", report->dialect);
    json_text(w, "encoding", report->encoding);
    json_bool(w, "known", report->known);
    write_counts(w, &report->counts);
    json_begin_array(w, "rejects");
    for (guint i = 0; i < report->rejects->len; i++)
        write_reject(w, report->rejects->pdata[i]);
    json_end(w);
    json_begin_array(w, "explained");
    for (guint i = 0; i < report->explained->len; i++)
        json_text(w, NULL, report->explained->pdata[i]);
    json_end(w);
    json_begin_array(w, "notes");
    for (guint i = 0; i < report->notes->len; i++)
        json_text(w, NULL, report->notes->pdata[i]);
    json_end(w);
    json_end(w);
}

static void print_json(IngestCommand *command)
{
    g_autoptr(GString) text = g_string_new(NULL);
    JsonWriter w = json_writer(text, true);
    json_begin_object(&w, NULL);
    json_begin_array(&w, "files");
    for (guint i = 0; i < command->reports->len; i++)
        write_report(&w, command->reports->pdata[i]);
    json_end(&w);
    json_begin_array(&w, "errors");
    for (guint i = 0; i < command->failures->len; i++)
        json_text(&w, NULL, command->failures->pdata[i]);
    json_end(&w);
    json_begin_object(&w, "total");
    write_counts(&w, &command->total);
    json_end(&w);
    json_bool(&w, "dry_run", command->options.dry_run);
    json_end(&w);
    g_string_append_c(text, '\n');
    invocation_print(command->invocation, text->str);
}

/* ---- the run ---- */

static void add_counts(SourceCounts *total, const SourceCounts *counts)
{
    total->rows_n += counts->rows_n;
    total->read_n += counts->read_n;
    total->inserted_n += counts->inserted_n;
    total->updated_n += counts->updated_n;
    total->unchanged_n += counts->unchanged_n;
    total->rejected_n += counts->rejected_n;
    total->findings_n += counts->findings_n;
}

static void note_failure(IngestCommand *command, GError *failure, guint files_n)
{
    g_ptr_array_add(command->failures, g_strdup(failure->message));
    if (files_n > 1)
        invocation_warn(command->invocation, "%s", failure->message);
    if (command->first_error)
        g_error_free(failure);
    else
        command->first_error = failure;
}

/* One file that fails does not keep the others out. */
static void ingest_all(IngestCommand *command, Store *store, const GPtrArray *paths)
{
    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(IngestReport) report = ingest_report_new();
        GError *failure = NULL;
        command->path = paths->pdata[i];
        bool ok = ingest_file(store, &command->options, command->path, report, &failure);
        clear_progress(command);
        if (!ok) {
            note_failure(command, failure, paths->len);
            continue;
        }
        add_counts(&command->total, &report->counts);
        g_ptr_array_add(command->reports, g_steal_pointer(&report));
    }
}

static void give_error(IngestCommand *command, guint files_n, GError **error)
{
    if (!command->first_error)
        return;
    if (files_n > 1) {
        g_set_error(error, command->first_error->domain, command->first_error->code, "%u of %u files were not ingested",
                    command->failures->len, files_n);
        g_clear_error(&command->first_error);
    } else
        g_propagate_error(error, g_steal_pointer(&command->first_error));
}

static GPtrArray *find_paths(const Invocation *invocation, GError **error)
{
    guint n = invocation_n_arguments(invocation);
    g_autofree const char **arguments = g_new0(const char *, n + 1);
    for (guint i = 0; i < n; i++)
        arguments[i] = invocation_argument(invocation, i);
    if (!n) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "which files? nines ingest PATH...");
        return NULL;
    }
    return ingest_paths(arguments, n, error);
}

static bool fill_options(IngestCommand *command, const Invocation *invocation, GError **error)
{
    bool quiet = invocation_flag(invocation, "quiet") || invocation_flag(invocation, "json");
    command->invocation = invocation;
    command->options = (IngestOptions){.profile = invocation_text(invocation, "profile"),
                                       .timezone = invocation_text(invocation, "timezone"),
                                       .origin = invocation_text(invocation, "origin"),
                                       .encoding = invocation_text(invocation, "encoding"),
                                       .as_of = invocation_as_of(invocation),
                                       .explain_n = invocation_flag(invocation, "explain") ? EXPLAIN_N : 0,
                                       .dry_run = invocation_flag(invocation, "dry-run"),
                                       .user_data = command};
    if (!quiet && isatty(STDERR_FILENO))
        command->options.progress = show_progress;
    return !command->options.timezone || zone_find(command->options.timezone, error);
}

static int run_ingest(const Invocation *invocation, GError **error)
{
    IngestCommand command = {.next_progress = 0};
    g_autoptr(GPtrArray) paths = find_paths(invocation, error);
    if (!paths || !fill_options(&command, invocation, error))
        return 0;
    g_autoptr(Store) store = store_open(invocation_text(invocation, "db"), STORE_CREATE, error);
    if (!store)
        return 0;
    g_autoptr(GPtrArray) reports = g_ptr_array_new_with_free_func((GDestroyNotify)ingest_report_free);
    g_autoptr(GPtrArray) failures = g_ptr_array_new_with_free_func(g_free);
    command.reports = reports;
    command.failures = failures;
    ingest_all(&command, store, paths);
    if (invocation_flag(invocation, "json"))
        print_json(&command);
    else if (!invocation_flag(invocation, "quiet") && (reports->len || paths->len > 1))
        print_text(&command);
    give_error(&command, paths->len, error);
    return 0;
}

static const OptionSpec ingest_options[] = {
    {"db", 0, OPTION_PATH, "FILE", "the database", "nines.db"},
    {"profile", 'p', OPTION_TEXT, "NAME", "what the files are, instead of recognising it", NULL},
    {"timezone", 'z', OPTION_TEXT, "ZONE", "zone of times that state none", NULL},
    {"origin", 0, OPTION_TEXT, "NAME", "namespace of the ids, instead of the profile's", NULL},
    {"encoding", 0, OPTION_TEXT, "NAME", "encoding of files that are not UTF-8", NULL},
    {"as-of", 0, OPTION_TEXT, "TIME", "instant to keep as the time of ingestion", NULL},
    {"dry-run", 'n', OPTION_FLAG, NULL, "read and judge everything, keep nothing", NULL},
    {"explain", 0, OPTION_FLAG, NULL, "show how each file is read, and its first records", NULL},
    {"json", 0, OPTION_FLAG, NULL, "print one JSON object", NULL},
    {"quiet", 'q', OPTION_FLAG, NULL, "print errors only", NULL},
    {0},
};

const Command command_ingest = {
    .name = "ingest",
    .arguments = "PATH...",
    .summary = "read incident records into the database",
    .description = "Reads CSV, JSON, JSON Lines, YAML and Markdown front matter. What a file is shows in its fields: a "
                   "profile maps "
                   "them, and the output names it. Directories are searched, and patterns expanded.\n\n"
                   "A file goes in whole or not at all. A record that cannot be read is rejected with its line, column "
                   "and reason, "
                   "and kept in the database's table \"reject\"; the others go in. A record that stands there already "
                   "is unchanged, "
                   "or becomes a new revision when it says something else.",
    .options = ingest_options,
    .examples = (const char *const[]){"nines ingest incidents.json", "nines ingest --db ops.db exports/",
                                      "nines ingest --timezone Europe/Berlin --profile canonical tickets.csv", NULL},
    .run = run_ingest,
};
