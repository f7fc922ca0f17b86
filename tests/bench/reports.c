/* What reports cost: charts a second, and a register of 50,000 rows against libxlsxwriter writing the same cells bare.
 * Processor seconds of this process, the least of the runs. Usage: bench-reports [ROWS] [RUNS]; nothing is judged here.
 */
#include "../render/samples.h"
#include "nines/render/workbook.h"
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <xlsxwriter.h>

#define COLUMNS 12

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- charts ---- */

static void time_charts(ChartFormat format, const char *name, guint runs)
{
    g_autoptr(Theme) theme = theme_default();
    g_autoptr(Renderer) renderer = renderer_new(theme, 0);
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "nines-bench-chart", NULL);
    guint n = 0;
    double begin = seconds();
    for (guint run = 0; run < runs; run++)
        for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
            Sample sample = {(Mark)mark, 60, 12, 3, 14, 0, run + 1};
            g_autoptr(Chart) chart = sample_chart(&sample);
            n += chart_write(renderer, chart, path, format, NULL);
        }
    double took = seconds() - begin;
    printf("%-8s %8u %10.2f %12.1f\n", name, n, took, n / took);
    g_unlink(path);
}

/* ---- the register ---- */

static const struct {
    const char *name, *title;
} columns[COLUMNS] = {
    {"id", "Incident"},
    {"title", "Title"},
    {"services", "Services"},
    {"severity", "Severity"},
    {"cause", "Cause"},
    {"started_at", "Started"},
    {"detected_at", "Detected"},
    {"acknowledged_at", "Acknowledged"},
    {"mitigated_at", "Mitigated"},
    {"ttr_ms", "TTR"},
    {"counted_ms", "Counted"},
    {"state", "State"},
};

/* Cell (row, column) as text or, when *number is set, as a number of milliseconds. */
static char *cell_text(guint row, guint column, int64_t *number)
{
    int64_t start = INT64_C(1760000000000) + (int64_t)row * 61000;
    *number = -1;
    switch (column) {
    case 0:
        return g_strdup_printf("INC-%u", 100000 + row);
    case 1:
        return g_strdup_printf("Requests of tenant %u fail while the cache fills again", row % 977);
    case 2:
        return g_strdup_printf("service %u", row % 40);
    case 3:
        return g_strdup_printf("SEV%u", 1 + row % 4);
    case 4:
        return g_strdup(row % 3 ? "deployment" : "capacity");
    case 11:
        return g_strdup("resolved");
    default:
        *number = column < 9 ? start + (int64_t)column * 300000 : (int64_t)(row % 9000) * 1000 * (column - 8);
        return NULL;
    }
}

static Document *make_register(guint rows)
{
    Document *document = document_new("bench");
    document->page_width_in = 8.27;
    document->page_height_in = 11.69;
    Sheet *sheet = sheet_new("Incidents");
    g_ptr_array_add(document->sheets, sheet);
    for (guint i = 0; i < COLUMNS; i++) {
        table_add_column(sheet->table, columns[i].name);
        sheet_add_column(sheet, columns[i].name, columns[i].title);
    }
    for (guint row = 0; row < rows; row++)
        for (guint i = 0; i < COLUMNS; i++) {
            int64_t number;
            g_autofree char *text = cell_text(row, i, &number);
            if (text)
                table_append_text(sheet->table, text);
            else
                table_append_integer(sheet->table, number);
        }
    return document;
}

static void write_ours(const Document *document, const char *path)
{
    g_autoptr(GError) error = NULL;
    if (!workbook_write(document, path, &error)) {
        fprintf(stderr, "%s\n", error->message);
        exit(1);
    }
}

/* The same cells with the same number formats, and nothing else: no tables, names, widths, rules or sheets. */
static void write_bare(const Document *document, const char *path)
{
    const Table *table = ((const Sheet *)g_ptr_array_index(document->sheets, 0))->table;
    lxw_workbook *book = workbook_new(path);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "Incidents");
    lxw_format *time = workbook_add_format(book), *duration = workbook_add_format(book);
    format_set_num_format(time, "yyyy-mm-dd hh:mm");
    format_set_num_format(duration, "[h]:mm:ss");
    for (guint i = 0; i < COLUMNS; i++)
        worksheet_write_string(sheet, 0, (lxw_col_t)i, columns[i].title, NULL);
    for (guint row = 0; row < table_n_rows(table); row++)
        for (guint i = 0; i < COLUMNS; i++) {
            const Cell *cell = table_cell(table, row, i);
            double days = cell->type == CELL_INTEGER ? (double)cell->integer / 86400000.0 : 0;
            if (cell->type == CELL_TEXT)
                worksheet_write_string(sheet, row + 1, (lxw_col_t)i, cell->text, NULL);
            else
                worksheet_write_number(sheet, row + 1, (lxw_col_t)i, i < 9 ? days + 25569 : days,
                                       i < 9 ? time : duration);
        }
    workbook_close(book);
}

static double least(void (*write)(const Document *, const char *), const Document *document, guint runs)
{
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "nines-bench.xlsx", NULL);
    double best = 0;
    for (guint run = 0; run < runs; run++) {
        double begin = seconds();
        write(document, path);
        double took = seconds() - begin;
        best = run == 0 || took < best ? took : best;
    }
    g_unlink(path);
    return best;
}

int main(int argc, char **argv)
{
    guint rows = argc > 1 ? (guint)atoi(argv[1]) : 50000, runs = argc > 2 ? (guint)atoi(argv[2]) : 5;
    printf("%-8s %8s %10s %12s\n", "charts", "n", "seconds", "a second");
    time_charts(CHART_PNG_1X, "PNG 1x", 10);
    time_charts(CHART_PNG_2X, "PNG 2x", 10);
    time_charts(CHART_SVG, "SVG", 10);
    time_charts(CHART_PDF, "PDF", 10);
    g_autoptr(Document) document = make_register(rows);
    double bare = least(write_bare, document, runs), ours = least(write_ours, document, runs);
    printf("\n%-10s %8s %8s %8s %8s\n", "register", "columns", "bare s", "nines s", "ratio");
    printf("%-10u %8d %8.2f %8.2f %8.2f\n", rows, COLUMNS, bare, ours, ours / bare);
    return 0;
}
