/* One file of each mark in each format, twice: the same bytes; and the PDF of a whole document, looked into with the
 * tools that are installed. */
#include "nines/base/file.h"
#include "nines/render/pdf.h"
#include "samples.h"
#include "scene_check.h"
#include <glib/gstdio.h>
#include <string.h>

static Theme *theme;
static char *directory;
static const Instant created = INT64_C(1793491200123);

static char *write_chart(Renderer *renderer, const Chart *chart, ChartFormat format, const char *run)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path =
        g_strdup_printf("%s/%s-%s%s", directory, mark_name(chart->mark), run, chart_format_suffix(format));
    g_assert_true(chart_write(renderer, chart, path, format, &error));
    g_assert_no_error(error);
    return g_steal_pointer(&path);
}

static void check_same(const char *first, const char *second, const char *magic)
{
    g_autofree char *a = NULL, *b = NULL;
    gsize a_n = 0, b_n = 0;
    g_assert_true(g_file_get_contents(first, &a, &a_n, NULL));
    g_assert_true(g_file_get_contents(second, &b, &b_n, NULL));
    g_assert_cmpuint(a_n, ==, b_n);
    g_assert_true(memcmp(a, b, MIN(a_n, b_n)) == 0);
    g_assert_cmpuint(a_n, >, 500);
    g_assert_true(memcmp(a, magic, strlen(magic)) == 0);
}

static void test_charts(void)
{
    static const char *const magics[] = {"\x89PNG", "\x89PNG", "%PDF-", "<?xml"};
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        Sample sample = {(Mark)mark, 48, 12, 2, 14, mark % 5, 5};
        g_autoptr(Chart) chart = sample_chart(&sample);
        for (int format = CHART_PNG_1X; format <= CHART_SVG; format++) {
            g_autoptr(Renderer) renderer = renderer_new(theme, created);
            g_autoptr(Renderer) other = renderer_new(theme, created);
            g_autofree char *first = write_chart(renderer, chart, (ChartFormat)format, "first");
            g_autofree char *second = write_chart(other, chart, (ChartFormat)format, "second");
            check_same(first, second, magics[format]);
        }
    }
}

/* Width and height stand in bytes 16 to 23 of a PNG. */
static void test_png_sizes(void)
{
    Sample sample = {MARK_BAR, 3, 3, 1, 5, 0, 2};
    g_autoptr(Chart) chart = sample_chart(&sample);
    g_autoptr(Renderer) renderer = renderer_new(theme, created);
    chart->width_in = 6;
    chart->height_in = 3;
    for (int scale = 1; scale <= 2; scale++) {
        g_autofree char *path = write_chart(renderer, chart, scale == 1 ? CHART_PNG_1X : CHART_PNG_2X, "size");
        g_autofree char *bytes = NULL;
        g_assert_true(g_file_get_contents(path, &bytes, NULL, NULL));
        const guchar *head = (const guchar *)bytes;
        g_assert_cmpint(head[18] * 256 + head[19], ==, 576 * scale);
        g_assert_cmpint(head[22] * 256 + head[23], ==, 288 * scale);
    }
}

static void test_unwritable(void)
{
    Sample sample = {MARK_BAR, 3, 3, 1, 5, 0, 2};
    g_autoptr(Chart) chart = sample_chart(&sample);
    g_autoptr(Renderer) renderer = renderer_new(theme, created);
    g_autoptr(GError) error = NULL;
    g_assert_false(chart_write(renderer, chart, "/dev/null/no/chart.png", CHART_PNG_1X, &error));
    g_assert_nonnull(error);
}

/* ---- documents ---- */

static Figure *figure(const char *name, const char *title, const char *text, const char *note)
{
    Figure *new_figure = figure_new(name, title);
    new_figure->value = (Cell){.type = CELL_TEXT, .text = g_strdup(text)};
    new_figure->note = g_strdup(note);
    return new_figure;
}

static Sheet *register_sheet(guint rows)
{
    static const char *const columns[][2] = {
        {"incident", "Incident"},      {"started_at", "Started"}, {"service", "Service"},   {"title", "What happened"},
        {"ttr_ms", "Time to resolve"}, {"verdict", "Verdict"},    {"evidence", "Evidence"}, {"trend", "Trend"}};
    Sheet *sheet = sheet_new("Incidents");
    sheet->empty = g_strdup("No incident began in this period.");
    if (!sheet->table)
        sheet->table = table_new("incidents");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++) {
        table_add_column(sheet->table, columns[i][0]);
        SheetColumn *column = sheet_add_column(sheet, columns[i][0], columns[i][1]);
        column->style = i == 5 ? STYLE_VERDICT : i == 6 ? STYLE_LINK : i == 7 ? STYLE_TREND : STYLE_PLAIN;
    }
    for (guint row = 0; row < rows; row++) {
        Sample names = {.name_chars = 1 + row * 13 % 80, .script = (int)(row % 5), .seed = row};
        g_autofree char *id = g_strdup_printf("INC-%u", 1000 + row), *title = sample_name(&names, row);
        g_autofree char *link = g_strdup_printf("https://example.com/incidents/%u", 1000 + row);
        table_append_text(sheet->table, id);
        table_append_integer(sheet->table, created - (int64_t)row * 3600000);
        table_append_text(sheet->table, row % 2 ? "checkout" : "payments gateway");
        table_append_text(sheet->table, title);
        table_append_integer(sheet->table, (int64_t)row * 61000);
        table_append_text(sheet->table, row % 3 == 0 ? "breached" : row % 3 == 1 ? "met" : "not measurable");
        table_append_text(sheet->table, link);
        table_append_text(sheet->table, row % 4 == 0 ? "" : row % 4 == 1 ? "3" : "3;1;;2.5;-4;7");
    }
    return sheet;
}

static Document *sample_document(bool deck, guint rows, guint32 seed)
{
    Document *document = document_new(deck ? "deck" : "monthly");
    document->title = g_strdup("Reliability report, October 2026");
    document->subtitle = g_strdup("1 to 31 October 2026, UTC, as of 2026-11-01 00:00");
    document->footer = g_strdup("Data 3f9a2c71, definitions 2026.1, zone data 2025b");
    document->author = g_strdup("Reliability engineering");
    document->as_of = created;
    document->zone = zone_utc();
    document->deck = deck;
    document->page_width_in = deck ? 13.33 : 8.27;
    document->page_height_in = deck ? 7.5 : 11.69;
    g_ptr_array_add(document->figures, figure("availability", "Availability", "99.871 %", "target 99.9 %"));
    g_ptr_array_add(document->figures, figure("verdict", "Obligations", "not distinguishable",
                                              "a note that is long enough to need two lines or three in its tile"));
    g_ptr_array_add(document->sheets, register_sheet(rows));
    for (int mark = 0; mark <= MARK_CALENDAR; mark++) {
        Sample sample = {(Mark)mark, rows, 1 + seed % 30, 2, 10 + seed % 60, (int)(seed % 5), seed};
        g_ptr_array_add(document->charts, sample_chart(&sample));
    }
    Page *page = page_new("Summary");
    g_ptr_array_add(document->pages, page);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i <= seed % 90; i++)
        g_string_append_printf(text, "Sentence %u says what happened and what was done about it. ", i);
    page_add_block(page, BLOCK_TEXT)->text = g_string_free(text, FALSE);
    page_add_block(page, BLOCK_FIGURES);
    page_add_block(page, BLOCK_HEADING)->text = g_strdup("Charts");
    for (int mark = 0; mark <= MARK_CALENDAR; mark += deck ? 5 : 1)
        page_add_block(page, BLOCK_CHART)->chart = g_ptr_array_index(document->charts, mark);
    for (guint row = 0; row < 2; row++) {
        Block *beside = page_add_block(page, BLOCK_CHARTS);
        for (guint i = 0; i < 2 + (seed + row) % 2; i++)
            g_ptr_array_add(beside->charts,
                            g_ptr_array_index(document->charts, (seed + 5 * row + i) % (MARK_CALENDAR + 1)));
    }
    g_autoptr(GString) headline = g_string_new("A headline");
    for (guint i = 0; i < seed * 7 % 400; i++)
        g_string_append(headline, " that goes on");
    Page *list = page_new(headline->str);
    g_ptr_array_add(document->pages, list);
    page_add_block(list, BLOCK_TABLE)->sheet = g_ptr_array_index(document->sheets, 0);
    page_add_block(list, BLOCK_NOTE)->text = g_strdup("Times in UTC.");
    return document;
}

static void test_pages(void)
{
    static const guint rows[] = {0, 1, 7, 60, 300};
    g_autoptr(TextEngine) engine = text_engine_new(theme->font);
    for (guint i = 0; i < 2 * G_N_ELEMENTS(rows) * 3 && !g_test_failed(); i++) {
        bool deck = i % 2;
        g_autoptr(Document) document = sample_document(deck, rows[i / 2 % G_N_ELEMENTS(rows)], i * 7);
        g_autoptr(Layout) layout = document_layout(document, theme, text_engine_measure(engine));
        g_assert_cmpuint(layout->pages->len, >=, 2);
        for (guint p = 0; p < layout->pages->len; p++) {
            Scene *scene = g_ptr_array_index(layout->pages, p);
            g_autofree char *name = g_strdup_printf("document %u, page %u", i, p + 1);
            g_ptr_array_set_size(scene->ticks, 0); /* several charts may have the same labels */
            check_scene(scene, deck ? MIN_DECK_PT : MIN_PAPER_PT, name);
        }
    }
}

typedef struct {
    guint incidents, heads;
} PageRows;

static PageRows page_rows(const Scene *scene)
{
    PageRows rows = {0};
    for (guint i = 0; i < scene->shapes->len; i++) {
        const Shape *shape = scene_shape(scene, i);
        if (shape->kind != SHAPE_TEXT || shape->role != ROLE_CELL)
            continue;
        rows.incidents += g_str_has_prefix(shape->text, "INC-") ? 1 : 0;
        rows.heads += strcmp(shape->text, "Incident") == 0 ? 1 : 0;
    }
    return rows;
}

/* Every row of the register is on some page, the head of the table on each of them, and no page is begun for one row or
 * two of a table that goes on. */
static void test_table_goes_on(void)
{
    g_autoptr(TextEngine) engine = text_engine_new(theme->font);
    for (guint n = 3; n <= 200; n += n < 60 ? 1 : 35) {
        g_autoptr(Document) document = sample_document(false, n, 3);
        g_autoptr(Layout) layout = document_layout(document, theme, text_engine_measure(engine));
        guint incidents = 0;
        for (guint p = 0; p < layout->pages->len; p++) {
            PageRows rows = page_rows(g_ptr_array_index(layout->pages, p));
            g_assert_cmpuint(rows.heads, ==, rows.incidents > 0 ? 1 : 0);
            g_assert_true(rows.incidents == 0 || rows.incidents >= 3);
            incidents += rows.incidents;
        }
        g_assert_cmpuint(incidents, ==, n);
    }
}

/* Of a page that is a line or two too long for its sheets the last sheet is saved: its gaps are narrower. */
static void test_page_is_set_tighter(void)
{
    g_autoptr(TextEngine) engine = text_engine_new(theme->font);
    guint sheets = 0;
    for (guint n = 1; n <= 120; n++) {
        g_autoptr(Document) document = document_new("tight");
        document->zone = zone_utc();
        document->page_width_in = 8.27;
        document->page_height_in = 11.69;
        Page *page = page_new("Paragraphs");
        g_ptr_array_add(document->pages, page);
        for (guint i = 0; i < n; i++)
            page_add_block(page, BLOCK_NOTE)->text = g_strdup_printf("Note %u.", i);
        g_autoptr(Layout) layout = document_layout(document, theme, text_engine_measure(engine));
        sheets += layout->pages->len;
        guint last = 0;
        const Scene *sheet = g_ptr_array_index(layout->pages, layout->pages->len - 1);
        for (guint i = 0; i < sheet->shapes->len; i++)
            last += scene_shape(sheet, i)->role == ROLE_NOTE ? 1 : 0;
        g_assert_cmpuint(last, >, layout->pages->len == 2 ? 5 : 0);
    }
    g_assert_cmpuint(sheets, >, 120); /* some have two */
}

static bool has_tool(const char *name)
{
    g_autofree char *path = g_find_program_in_path(name);
    return path != NULL;
}

static char *output_of(const char *tool, const char *option, const char *path, const char *last)
{
    const char *arguments[] = {tool, option, path, last, NULL};
    char *out = NULL;
    int status = -1;
    g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out,
                 NULL, &status, NULL);
    g_assert_cmpint(status, ==, 0);
    return out;
}

static void check_fonts(const char *path)
{
    g_autofree char *fonts = output_of("pdffonts", path, NULL, NULL);
    g_auto(GStrv) lines = g_strsplit(fonts, "\n", -1);
    guint n = 0;
    for (guint i = 2; lines[i] && *lines[i]; i++, n++)
        g_assert_true(g_regex_match_simple(" yes (yes|no) +(yes|no) +[0-9]+ +0$", lines[i], 0, 0));
    g_assert_cmpuint(n, >, 0);
}

static void test_pdf(void)
{
    for (int deck = 0; deck < 2; deck++) {
        g_autoptr(Document) document = sample_document(deck, 30, 11);
        g_autofree char *first = g_strdup_printf("%s/%s.pdf", directory, document->name);
        g_autofree char *second = g_strdup_printf("%s/%s-again.pdf", directory, document->name);
        g_autoptr(Renderer) renderer = renderer_new(theme, created);
        g_autoptr(Renderer) other = renderer_new(theme, created);
        g_autoptr(GError) error = NULL;
        g_assert_true(document_write_pdf(renderer, document, first, &error));
        g_assert_true(document_write_pdf(other, document, second, &error));
        g_assert_no_error(error);
        check_same(first, second, "%PDF-");
        if (has_tool("qpdf"))
            g_free(output_of("qpdf", "--check", first, NULL));
        if (has_tool("pdffonts"))
            check_fonts(first);
        if (!has_tool("pdftotext"))
            continue;
        g_autofree char *text = output_of("pdftotext", "-layout", first, "-");
        g_assert_nonnull(strstr(text, "Reliability report, October 2026"));
        g_assert_nonnull(strstr(text, "INC-1000"));
        g_autofree char *structure = output_of("pdfinfo", "-struct", first, NULL);
        g_assert_nonnull(strstr(structure, "Document"));
        g_assert_nonnull(strstr(structure, "Table"));
        g_autofree char *info = output_of("pdfinfo", "-isodates", first, NULL);
        g_assert_nonnull(strstr(info, "2026-11-01T00:00:00"));
        g_assert_nonnull(strstr(info, "Reliability engineering"));
        g_autofree char *urls = output_of("pdfinfo", "-url", first, NULL);
        g_assert_nonnull(strstr(urls, "https://example.com/incidents/1000"));
    }
}

/* A record's words must not become part of cairo's tag grammar. */
static void test_hostile_link(void)
{
    g_autoptr(Document) document = sample_document(false, 1, 1);
    Sheet *sheet = g_ptr_array_index(document->sheets, 0);
    for (guint i = 0; i < 7; i++)
        table_append_text(sheet->table, "https://example.com/'] dest='x' \\ page=9");
    g_autofree char *path = g_strdup_printf("%s/hostile.pdf", directory);
    g_autoptr(Renderer) renderer = renderer_new(theme, created);
    g_autoptr(GError) error = NULL;
    g_assert_true(document_write_pdf(renderer, document, path, &error));
    g_assert_no_error(error);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    theme = theme_default();
    directory = g_dir_make_tmp("nines-render-XXXXXX", NULL);
    g_test_add_func("/files/charts", test_charts);
    g_test_add_func("/files/png-sizes", test_png_sizes);
    g_test_add_func("/files/unwritable", test_unwritable);
    g_test_add_func("/pages/properties", test_pages);
    g_test_add_func("/pages/table-goes-on", test_table_goes_on);
    g_test_add_func("/pages/set-tighter", test_page_is_set_tighter);
    g_test_add_func("/pages/pdf", test_pdf);
    g_test_add_func("/pages/hostile-link", test_hostile_link);
    int status = g_test_run();
    theme_free(theme);
    g_autoptr(GDir) files = g_dir_open(directory, 0, NULL);
    for (const char *name; files && (name = g_dir_read_name(files));) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_unlink(path);
    }
    g_rmdir(directory);
    g_free(directory);
    return status;
}
