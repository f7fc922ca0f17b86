/* report: a definition and the facts of a period become a workbook, charts, a PDF and tables. */
#include "nines/base/file.h"
#include "nines/render/chart.h"
#include "nines/render/export.h"
#include "nines/render/pdf.h"
#include "nines/render/workbook.h"
#include "nines/report/derive.h"
#include "nines/report/issue.h"
#include "reporting.h"

/* ---- listing ---- */

static void list_directory(const Invocation *invocation, const char *directory, GHashTable *seen)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = dir != NULL ? g_dir_read_name(dir) : NULL; name != NULL; name = g_dir_read_name(dir))
        if (g_str_has_suffix(name, ".yaml") && g_hash_table_add(seen, g_strdup(name)))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, (GCompareFunc)(void (*)(void))g_strcmp0);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(directory, g_ptr_array_index(names, i), NULL);
        g_autoptr(ReportDefinition) definition = definition_read(path, NULL);
        if (definition == NULL)
            continue;
        g_autofree char *line =
            g_strdup_printf("%-12s %s  (%s)\n", definition_name(definition), definition_title(definition), path);
        invocation_print(invocation, line);
    }
}

static int list_reports(const Invocation *invocation)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    list_directory(invocation, "reports", seen);
    g_autofree char *shipped = file_find_data("reports/monthly.yaml");
    g_autofree char *directory = shipped != NULL ? g_path_get_dirname(shipped) : NULL;
    if (directory != NULL)
        list_directory(invocation, directory, seen);
    return 0;
}

/* ---- writing ---- */

typedef struct {
    const Invocation *invocation;
    const Document *document;
    Renderer *renderer;
    const char *directory, *stem;
} Output;

static char *output_path(const Output *output, const char *name, const char *ending)
{
    g_autofree char *file = g_strconcat(name, ending, NULL);
    return g_build_filename(output->directory, file, NULL);
}

static void say_written(const Output *output, const char *path)
{
    g_autofree char *line = g_strconcat(path, "\n", NULL);
    invocation_print(output->invocation, line);
}

static bool write_charts(const Output *output, GError **error)
{
    static const ChartFormat formats[] = {CHART_PNG_1X, CHART_PNG_2X, CHART_PDF, CHART_SVG};
    for (guint i = 0; i < output->document->charts->len; i++) {
        const Chart *chart = g_ptr_array_index(output->document->charts, i);
        for (gsize f = 0; f < G_N_ELEMENTS(formats); f++) {
            g_autofree char *name = g_strdup_printf("%s-%s", output->stem, chart->name);
            g_autofree char *path = output_path(output, name, chart_format_suffix(formats[f]));
            if (!chart_write(output->renderer, chart, path, formats[f], error)) {
                g_prefix_error(error, "chart %s: ", chart->name);
                return false;
            }
            say_written(output, path);
        }
    }
    return true;
}

static bool write_files(const Output *output, GError **error)
{
    g_autofree char *workbook = output_path(output, output->stem, ".xlsx");
    g_autofree char *pdf = output_path(output, output->stem, ".pdf");
    if (!workbook_write(output->document, workbook, error))
        return false;
    say_written(output, workbook);
    if (!document_write_pdf(output->renderer, output->document, pdf, error))
        return false;
    say_written(output, pdf);
    return write_charts(output, error);
}

/* --format json,csv,md: the same tables for machines. */
static bool write_exports(const Output *output, GError **error)
{
    const char *list = invocation_text(output->invocation, "format");
    g_auto(GStrv) names = g_strsplit(list != NULL ? list : "", ",", -1);
    for (char **name = names; *name != NULL; name++) {
        ExportKind kind;
        g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func(g_free);
        if (!export_find(*name, &kind))
            return error_at(error, ERROR_USAGE, NULL, 0, 0, "no format \"%s\"; there are json, csv, md and txt", *name),
                   false;
        if (!export_write(output->document, kind, output->directory, NULL, written, error))
            return false;
        for (guint i = 0; i < written->len; i++)
            say_written(output, g_ptr_array_index(written, i));
    }
    return true;
}

/* Boxes instead of letters are seen by the reader of the report; whoever makes it should know before. */
static void warn_of_fonts(const Invocation *invocation, const TextEngine *engine)
{
    guint64 n = text_engine_unknown_n(engine);
    if (n == 0)
        return;
    invocation_warn(
        invocation,
        "the fonts that are installed lack %" G_GUINT64_FORMAT
        " character%s, drawn as boxes, first in \"%s\"; install fonts of that script, such as fonts-noto-core "
        "or fonts-noto-cjk",
        n, n == 1 ? "" : "s", text_engine_unknown_text(engine));
}

static bool write_all(const Invocation *invocation, Document *document, const FigureOptions *options,
                      const Theme *theme, GError **error)
{
    if (document->page_width_in <= 0) {
        document->page_width_in = theme->page_width_in;
        document->page_height_in = theme->page_height_in;
    }
    g_autoptr(Renderer) renderer = renderer_new(theme, document->as_of);
    g_autofree char *stem = g_strdup_printf("%s-%s", document->name, options->request.period.label);
    Output output = {.invocation = invocation,
                     .document = document,
                     .renderer = renderer,
                     .stem = stem,
                     .directory = invocation_text(invocation, "output")};
    g_free(document->name);
    document->name = g_strdup(stem);
    bool fine = write_files(&output, error) && write_exports(&output, error);
    warn_of_fonts(invocation, renderer->engine);
    return fine;
}

/* The figures of this report, and those of an earlier one that they restate. */
static bool restate(const ReportDefinition *definition, FigureOptions *options, const IssueTerms *terms, GError **error)
{
    if (!store_begin(options->store, error))
        return false;
    if (reporting_issue(definition, options->store, &options->request, error) &&
        issue_restate(options->store, terms, error))
        return store_commit(options->store, error);
    store_rollback(options->store);
    return false;
}

static bool record_issue(FigureOptions *options, const IssueTerms *terms, GError **error)
{
    if (!store_begin(options->store, error))
        return false;
    if (issue_record(options->store, terms, error))
        return store_commit(options->store, error);
    store_rollback(options->store);
    return false;
}

static bool write_report(const Invocation *invocation, const ReportDefinition *definition, FigureOptions *options,
                         const IssueTerms *terms, GError **error)
{
    g_autoptr(Theme) theme = reporting_theme(error);
    if (theme == NULL || !derive_functions(options->store, &theme->format, error) ||
        !derive_tables(options->store, &options->request, options->contracts, definition_version(definition), error) ||
        !restate(definition, options, terms, error))
        return false;
    g_autoptr(Document) document = definition_fill(definition, reporting_query, options->store,
                                                   options->request.period.zone, options->request.as_of, error);
    return document != NULL && write_all(invocation, document, options, theme, error) &&
           record_issue(options, terms, error);
}

static int make_report(const Invocation *invocation, const char *name, GError **error)
{
    g_autofree char *path = reporting_find(name, error);
    g_autoptr(ReportDefinition) definition = path != NULL ? definition_read(path, error) : NULL;
    g_autoptr(FigureOptions) options = definition != NULL ? figure_options_read(invocation, STORE_WRITE, error) : NULL;
    if (options == NULL)
        return 0;
    const char *contracts = invocation_text(invocation, "contract");
    g_autofree char *words = figure_options_text(invocation);
    const IssueTerms terms = {definition_name(definition), name, contracts != NULL ? contracts : "", words,
                              &options->request};
    write_report(invocation, definition, options, &terms, error);
    return 0;
}

/* ---- checking ---- */

/* Runs every query over a month of an empty database: a wrong one shows before the report is needed. */
static bool try_queries(const ReportDefinition *definition, GError **error)
{
    g_autoptr(Store) store = store_open(":memory:", STORE_CREATE, error);
    g_autoptr(Theme) theme = store != NULL ? reporting_theme(error) : NULL;
    g_autoptr(GPtrArray) contracts = g_ptr_array_new();
    FigureOptions options = {.store = store, .contracts = contracts};
    FigureRequest *request = &options.request;
    request->definitions = definition_set_find("default");
    request->seed = RANDOM_SEED;
    if (theme == NULL || !period_parse("2024-01", zone_utc(), &request->period, error))
        return false;
    request->as_of = request->period.to;
    const IssueTerms terms = {definition_name(definition), definition_name(definition), "", "", request};
    if (!derive_functions(store, &theme->format, error) ||
        !derive_tables(store, request, contracts, definition_version(definition), error) ||
        !restate(definition, &options, &terms, error))
        return false;
    g_autoptr(Document) document =
        definition_fill(definition, reporting_query, store, request->period.zone, request->as_of, error);
    return document != NULL;
}

static int check_definition(const Invocation *invocation, const char *path, GError **error)
{
    g_autoptr(ReportDefinition) definition = definition_read(path, error);
    if (definition == NULL || !try_queries(definition, error))
        return 0;
    g_autofree char *line = g_strdup_printf("%s: fine\n", path);
    invocation_print(invocation, line);
    return 0;
}

static int run(const Invocation *invocation, GError **error)
{
    const char *name = invocation_argument(invocation, 0), *check = invocation_text(invocation, "check");
    if (invocation_flag(invocation, "list"))
        return list_reports(invocation);
    if (check != NULL)
        return check_definition(invocation, check, error);
    if (name == NULL)
        return error_at(error, ERROR_USAGE, NULL, 0, 0, "needs the name of a report, such as monthly"), 0;
    return make_report(invocation, name, error);
}

static const OptionSpec options[] = {
    FIGURE_OPTIONS,
    {"output", 'o', OPTION_PATH, "DIR", "directory of the files", "out"},
    {"format", 0, OPTION_TEXT, "LIST", "also write the tables as json, csv, md, txt", NULL},
    {"list", 0, OPTION_FLAG, NULL, "name the reports that there are", NULL},
    {"check", 0, OPTION_PATH, "FILE", "check a definition, its queries too, and write nothing", NULL},
    {0},
};

const Command command_report = {
    .name = "report",
    .arguments = "[NAME]",
    .summary = "write a report: workbook, charts, PDF",
    .description =
        "Writes the report NAME of a period into a directory: a workbook with live formulas, every chart as\n"
        "PNG, PDF and SVG, and one PDF that binds them. Reports are definitions under reports/; one of the\n"
        "same name in ./reports wins over the shipped one. The figures are also left in the database, in\n"
        "tables that begin with report_, and kept there as issued: \"nines changes\", and the next report of the\n"
        "same period, say which of them later facts have changed.",
    .options = options,
    .examples = (const char *const[]){"nines report monthly --period 2026-10 --contract acme.yaml -o out",
                                      "nines report --check reports/mine.yaml", NULL},
    .run = run,
};
