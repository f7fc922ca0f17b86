/* report: a definition and the facts of a period become a workbook, charts, a PDF and tables. */
#include "figure_options.h"
#include "nines/base/file.h"
#include "nines/render/chart.h"
#include "nines/render/export.h"
#include "nines/render/pdf.h"
#include "nines/render/workbook.h"
#include "nines/report/definition.h"
#include "nines/report/derive.h"
#include "nines/store/query.h"
#include <string.h>

static Table *run_query(gpointer store, const char *sql, GError **error)
{
    return store_table(store, "query", sql, NULL, 0, error);
}

/* "monthly" is reports/monthly.yaml here or among the shipped ones; anything with a dot or a slash is a path. */
static char *find_definition(const char *name, GError **error)
{
    if (strpbrk(name, "./") != NULL)
        return g_strdup(name);
    g_autofree char *relative = g_strdup_printf("reports/%s.yaml", name);
    char *path = file_find_data(relative);
    if (path == NULL)
        error_at(error, ERROR_NO_INPUT, NULL, 0, 0, "no report \"%s\"; \"nines report --list\" names those there are",
                 name);
    return path;
}

/* ---- listing and checking ---- */

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

static int check_definition(const Invocation *invocation, const char *path, GError **error)
{
    g_autoptr(ReportDefinition) definition = definition_read(path, error);
    if (definition == NULL)
        return 0;
    g_autofree char *line = g_strdup_printf("%s: fine\n", path);
    invocation_print(invocation, line);
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

static bool write_all(const Invocation *invocation, Document *document, const FigureOptions *options, GError **error)
{
    g_autofree char *theme_path = file_find_data("reports/theme.yaml");
    g_autoptr(Theme) theme = theme_path != NULL ? theme_read(theme_path, error) : theme_default();
    if (theme == NULL)
        return false;
    g_autoptr(Renderer) renderer = renderer_new(theme, document->as_of);
    g_autofree char *stem = g_strdup_printf("%s-%s", document->name, options->request.period.label);
    Output output = {.invocation = invocation,
                     .document = document,
                     .renderer = renderer,
                     .stem = stem,
                     .directory = invocation_text(invocation, "output")};
    g_free(document->name);
    document->name = g_strdup(stem);
    return write_files(&output, error) && write_exports(&output, error);
}

static int make_report(const Invocation *invocation, const char *name, GError **error)
{
    g_autofree char *path = find_definition(name, error);
    g_autoptr(ReportDefinition) definition = path != NULL ? definition_read(path, error) : NULL;
    g_autoptr(FigureOptions) options = definition != NULL ? figure_options_read(invocation, STORE_WRITE, error) : NULL;
    if (options == NULL || !derive_functions(options->store, error) ||
        !derive_tables(options->store, &options->request, options->contracts, definition_version(definition), error))
        return 0;
    g_autoptr(Document) document = definition_fill(definition, run_query, options->store, options->request.period.zone,
                                                   options->request.as_of, error);
    if (document == NULL)
        return 0;
    write_all(invocation, document, options, error);
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
    {"check", 0, OPTION_PATH, "FILE", "check a definition and write nothing", NULL},
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
        "tables that begin with report_.",
    .options = options,
    .examples = (const char *const[]){"nines report monthly --period 2026-10 --contract acme.yaml -o out",
                                      "nines report --check reports/mine.yaml", NULL},
    .run = run,
};
