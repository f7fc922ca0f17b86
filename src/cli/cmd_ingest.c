/* ingest: reads files of records into the database. */
#include "ingest_calendar.h"
#include "ingest_document.h"
#include "ingest_sheets.h"
#include "nines/base/json.h"
#include "nines/base/text.h"
#include "nines/base/zone.h"
#include "nines/cli/command.h"
#include "nines/extract/review.h"
#include "nines/store/link.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REJECTS_SHOWN 20u
#define EXPLAIN_N 3
#define PROGRESS_US (G_USEC_PER_SEC / 10)

typedef struct {
    const Invocation *invocation;
    IngestOptions options;
    ExtractSettings settings;
    GHashTable *names;   /* char* -> count: names of the documents without their folders */
    GPtrArray *reports;  /* IngestReport* */
    GPtrArray *failures; /* char* */
    GPtrArray *left_out; /* char*: sheets without incidents, in workbooks that have others with them */
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
    json_begin_array(&w, "left_out");
    for (guint i = 0; i < command->left_out->len; i++)
        json_text(&w, NULL, command->left_out->pdata[i]);
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

/* A profile that knows the file comes first: pages of a status site are documents by their ending alone. */
static bool is_document(const IngestCommand *command, const char *path)
{
    const char *profile = command->options.profile;
    if (profile)
        return g_str_equal(profile, DOCUMENT_PROFILE);
    return extract_is_document(path) && !ingest_recognises(&command->options, path);
}

static bool is_calendar(const IngestCommand *command, const char *path)
{
    const char *profile = command->options.profile;
    return profile ? g_str_equal(profile, CALENDAR_PROFILE) : ingest_is_calendar(path);
}

static char *stem_of(const char *path)
{
    char *name = g_path_get_basename(path), *point = strrchr(name, '.');
    if (point && point > name)
        *point = '\0';
    return name;
}

static void count_names(IngestCommand *command, const GPtrArray *paths)
{
    for (guint i = 0; i < paths->len; i++) {
        if (!extract_is_document(paths->pdata[i]))
            continue;
        char *name = stem_of(paths->pdata[i]);
        guint n = GPOINTER_TO_UINT(g_hash_table_lookup(command->names, name));
        g_hash_table_replace(command->names, name, GUINT_TO_POINTER(n + 1));
    }
}

/* Documents of one name in several folders ("README") are known by their folder's name, too. NULL: the name will do. */
static char *document_id(const IngestCommand *command, const char *path)
{
    g_autofree char *name = stem_of(path), *whole = g_canonicalize_filename(path, NULL);
    if (GPOINTER_TO_UINT(g_hash_table_lookup(command->names, name)) < 2)
        return NULL;
    g_autofree char *folder = g_path_get_dirname(whole), *last = g_path_get_basename(folder);
    return g_strdup_printf("%s/%s", last, name);
}

static bool ingest_one(const IngestCommand *command, Store *store, IngestReport *report, GError **error)
{
    if (is_calendar(command, command->path))
        return ingest_calendar(store, &command->options, command->path, report, error);
    if (!is_document(command, command->path))
        return ingest_file(store, &command->options, command->path, report, error);
    g_autofree char *id = document_id(command, command->path);
    return ingest_document(store, &command->options, &command->settings, command->path, id, report, error);
}

/* One file that fails does not keep the others out. */
static void ingest_all(IngestCommand *command, Store *store, const GPtrArray *paths)
{
    for (guint i = 0; i < paths->len; i++) {
        g_autoptr(IngestReport) report = ingest_report_new();
        GError *failure = NULL;
        command->path = paths->pdata[i];
        bool ok = ingest_one(command, store, report, &failure);
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

static bool is_also_read(const char *path)
{
    return extract_is_document(path) || g_str_has_suffix(path, ".ics");
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
    return ingest_paths(arguments, n, is_also_read, error);
}

static bool fill_settings(IngestCommand *command, const Invocation *invocation, GError **error)
{
    const char *zone = command->options.timezone;
    TimelineSettings *timeline = &command->settings.timeline;
    int64_t year = invocation_integer(invocation, "year", 0);
    if (year && (year < 1970 || year > 2100)) {
        error_at(error, ERROR_USAGE, NULL, 0, 0, "--year takes a year between 1970 and 2100");
        return false;
    }
    timeline->year = (int)year;
    timeline->month_first = invocation_flag(invocation, "month-first");
    return !zone || (timeline->zone = zone_find(zone, error));
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
    return fill_settings(command, invocation, error);
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
    g_autoptr(GPtrArray) left_out = g_ptr_array_new_with_free_func(g_free);
    command.failures = failures;
    command.left_out = left_out;
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    command.names = names;
    sheets_choose(&command.options, paths, left_out);
    for (guint i = 0; i < left_out->len; i++)
        invocation_warn(invocation, "left out: %s", (const char *)left_out->pdata[i]);
    count_names(&command, paths);
    ingest_all(&command, store, paths);
    bool changed = command.total.inserted_n || command.total.updated_n;
    if (changed && !command.options.dry_run && !links_make(store, command.options.as_of, error))
        return 0;
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
    {"year", 0, OPTION_INTEGER, "YEAR", "year of dates in documents that state none", NULL},
    {"month-first", 0, OPTION_FLAG, NULL, "read 3/9/2022 in a document as 9 March when nothing in it settles it", NULL},
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
    .summary = "read incident records and post-mortem documents into the database",
    .description =
        "Reads CSV, workbooks (.xlsx, .ods), JSON, JSON Lines, YAML and Markdown front matter, also packed with gzip "
        "or ZIP. What a file is shows in its fields: a "
        "profile maps "
        "them, and the output names it. Directories are searched, and patterns expanded. Each visible sheet of a "
        "workbook that holds a table is read by itself, and called \"book.xlsx#Sheet\" when there are several; that "
        "name may be given, too.\n\n"
        "Markdown, text, wiki and HTML files that no profile knows are read as post-mortem documents, as "
        "\"nines extract\" reads them, with the corrections in NAME.review.yaml beside them. Contradictions, "
        "inferred zones and years, and facts of low confidence are kept as findings. \"--profile document\" "
        "reads every file so. Calendars (.ics) are maintenance windows. A length without a date needs --year.\n\n"
        "A file goes in whole or not at all. A record that cannot be read is rejected with its line, column "
        "and reason, "
        "and kept in the database's table \"reject\"; the others go in. A record that stands there already "
        "is unchanged, "
        "or becomes a new revision when it says something else.",
    .options = ingest_options,
    .examples = (const char *const[]){"nines ingest incidents.json", "nines ingest --db ops.db exports/",
                                      "nines ingest --timezone Europe/Berlin --profile canonical tickets.csv",
                                      "nines ingest --year 2023 postmortems/", NULL},
    .run = run_ingest,
};
