#include "../../src/render/cells.h"
#include "../../src/render/chart_block.h"
#include "../../src/render/guard.h"
#include "../../src/render/native_axis.h"
#include "../../src/render/term_width.h"
#include "build.h"

/* ---- number formats ---- */

static char *format_of(const char *rows)
{
    g_autoptr(Table) table = table_new("t");
    build_rows(table, rows);
    return column_number_format(table, 0, NULL);
}

#define DURATION "[<0]\\-0.00000\" d\";[h]:mm:ss"

static const struct {
    const char *rows, *format;
} formats[] = {
    {"a_at\n2022-05-01\n2022-06-01\n", "yyyy\\-mm\\-dd"},
    {"a_at\n2022-05-01T10:00:00Z\n", "yyyy\\-mm\\-dd\\ hh:mm"},
    {"a_at\n2022-05-01T10:00:00Z\n2022-05-01T10:00:07Z\n", "yyyy\\-mm\\-dd\\ hh:mm:ss"},
    {"a_ms\n90min\n", DURATION},
    {"a_ms\n90min\n250\n", DURATION},
    {"a_ms\n250\n", "[<0]\\-0.0000000\" d\";[h]:mm:ss.000"},
    {"a_ratio\n0.25\n0.5\n", "0.0%"},
    {"a_ratio\n0.9991\n0.95\n", "0.000%"},
    /* 99.9999 % must not read 100.000 %. */
    {"a_ratio\n0.999999\n", "0.0000%"},
    {"a_ratio\n0.9999999\n", "0.00000%"},
    /* 0.99899999 breaches 0.999 and must not read 99.900 %. */
    {"a_ratio|target_ratio\n0.99899999|0.999\n", "0.000000%"},
    {"a_ratio|target_ratio\n0.9989|0.999\n", "0.000%"},
    {"a_n\n1\n", "#,##0"},
    {"a_n\n1.5\n", "#,##0.0"},
    {"a\n2022\n", "0"},
    {"a\n1.5\n", "#,##0.00##"},
    {"a\nword\n", NULL},
};

static void test_column_formats(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(formats); i++) {
        g_autofree char *format = format_of(formats[i].rows);
        g_assert_cmpstr(format, ==, formats[i].format);
    }
}

static void test_money_formats(void)
{
    static const char *const moneys[][2] = {{"EUR", "\"EUR\" #,##0.00"},
                                            {"JPY", "\"JPY\" #,##0"},
                                            {"KWD", "\"KWD\" #,##0.000"},
                                            {"X\"\\Y", "\"X  Y\" #,##0.00"}};
    for (gsize i = 0; i < G_N_ELEMENTS(moneys); i++) {
        g_autofree char *format = money_number_format(moneys[i][0]);
        g_assert_cmpstr(format, ==, moneys[i][1]);
    }
    g_autofree char *none = money_number_format(NULL);
    g_assert_cmpstr(none, ==, "#,##0.00");
}

/* Milliseconds survive the way into days and back, over centuries. */
static void test_times_are_exact(void)
{
    for (int64_t at = INT64_C(-2203000000000); at < INT64_C(253000000000000); at += INT64_C(86399999) * 9973) {
        Cell cell = {.type = CELL_INTEGER, .integer = at};
        SheetValue value;
        sheet_value(&cell, "x_at", NULL, NULL, &value);
        g_assert_cmpint(value.type, ==, CELL_REAL);
        g_assert_cmpint(llround((value.number - 25569.0) * 86400000.0), ==, at);
    }
}

static void test_titles(void)
{
    static const char *const titles[][2] = {{"counted_ms", "Counted"},
                                            {"started_at", "Started (UTC)"},
                                            {"availability_ratio", "Availability"},
                                            {"detected_by", "Detected by"},
                                            {"n", "N"}};
    for (gsize i = 0; i < G_N_ELEMENTS(titles); i++) {
        g_autofree char *title = title_of_field(titles[i][0]);
        g_assert_cmpstr(title, ==, titles[i][1]);
    }
}

/* ---- guards ---- */

static void test_guard_text(void)
{
    g_assert_null(guard_text("plain, =1+1 too"));
    g_assert_null(guard_text("two\nlines\tand a tab"));
    g_autofree char *control = guard_text("a\x01"
                                          "b\x7f"
                                          "c");
    g_assert_cmpstr(control, ==, "abc");
    g_autofree char *bad = guard_text("a\xff");
    g_assert_true(g_utf8_validate(bad, -1, NULL));
    g_autofree char *escape = guard_text("_x0041_");
    g_assert_cmpstr(escape, ==, "_x005F_x0041_");
    g_autofree char *half = guard_text("_x004");
    g_assert_null(half);
}

/* Excel counts UTF-16 units: 20,000 emoji are 40,000. */
static void test_guard_long_text(void)
{
    g_autoptr(GString) emoji = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(emoji, "\xf0\x9f\x94\xa5");
    g_autofree char *cut = guard_text(emoji->str);
    glong units = 0;
    g_autofree gunichar2 *utf16 = g_utf8_to_utf16(cut, -1, NULL, &units, NULL);
    g_assert_nonnull(utf16);
    g_assert_cmpint(units, <=, GUARD_CELL_CHARACTERS);
    g_assert_cmpint(units, >, 32000);
    g_assert_true(g_str_has_suffix(cut, " [cut: 20000 characters]"));
    g_autofree char *fits = g_strnfill(32766, 'x');
    g_assert_null(guard_text(fits));
}

static void test_guard_sheet_names(void)
{
    static const struct {
        const char *wish;
        int n;
        const char *name;
    } names[] = {
        {"Ledger", 1, "Ledger"},
        {"a/b:c?[d]*\\e", 1, "a b c  d   e"},
        {"'quoted'", 1, "_quoted_"},
        {"", 1, "Sheet"},
        {NULL, 2, "Sheet 2"},
        {"1234567890123456789012345678901234", 1, "1234567890123456789012345678901"},
        {"1234567890123456789012345678901234", 12, "1234567890123456789012345678 12"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = guard_sheet_name(names[i].wish, names[i].n);
        g_assert_cmpstr(name, ==, names[i].name);
    }
}

static void test_guard_urls_and_codes(void)
{
    g_assert_true(guard_url("https://status.example.org/incidents/1?a=b"));
    g_assert_true(guard_url("internal:'A b'!A1"));
    g_assert_false(guard_url("javascript:alert(1)"));
    g_assert_false(guard_url("file:///etc/passwd"));
    g_assert_false(guard_url("https://a b"));
    g_assert_false(guard_url("evidence.csv:12"));
    g_autofree char *codes = guard_codes("R&D\nA&Bcdefghijkl", 18);
    g_assert_cmpstr(codes, ==, "R&&DA&&Bcdef");
}

/* ---- widths ---- */

static void test_wrap(void)
{
    g_auto(GStrv) lines = term_width_wrap("one two three\nfour averyverylongword x", 8);
    static const char *const expected[] = {"one two", "three", "four", "averyverylongword", "x"};
    g_assert_cmpuint(g_strv_length(lines), ==, G_N_ELEMENTS(expected));
    for (guint i = 0; lines[i] != NULL && i < G_N_ELEMENTS(expected); i++)
        g_assert_cmpstr(lines[i], ==, expected[i]);
}

static void test_fit(void)
{
    g_autofree char *whole = term_width_fit("abc", 3), *cut = term_width_fit("abcd", 3);
    g_autofree char *wide = term_width_fit("\xe6\x9d\xb1\xe4\xba\xac\xe9\x83\xbd", 4);
    g_assert_cmpstr(whole, ==, "abc");
    g_assert_cmpstr(cut, ==, "ab\xe2\x80\xa6");
    g_assert_cmpstr(wide, ==, "\xe6\x9d\xb1\xe2\x80\xa6");
}

/* ---- charts ---- */

static Chart *chart_of(Mark mark, const char *rows, const char *x, const char *y, const char *series)
{
    Chart *chart = chart_new("c", mark);
    build_rows(chart->table, rows);
    chart->x.field = g_strdup(x);
    chart->y.field = g_strdup(y);
    chart->series.field = g_strdup(series);
    return chart;
}

static char *dump(const ChartBlock *block)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < block->columns->len; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? "|" : "", chart_block_column(block, i)->header);
    for (guint row = 0; row < block->n_rows; row++)
        for (guint i = 0; i < block->columns->len; i++) {
            const Cell *cell = chart_block_cell(block, row, i);
            g_string_append(out, i > 0 ? "|" : "\n");
            if (cell->type == CELL_TEXT)
                g_string_append(out, cell->text);
            else if (cell->type != CELL_NULL)
                g_string_append_printf(out, "%g", cell->type == CELL_REAL ? cell->real : (double)cell->integer);
        }
    return g_string_free(out, FALSE);
}

static void expect_block(Mark mark, const char *rows, const char *x, const char *y, const char *series,
                         const char *expected)
{
    g_autoptr(Chart) chart = chart_of(mark, rows, x, y, series);
    g_autoptr(ChartBlock) block = chart_block_new(chart);
    g_autofree char *text = block != NULL ? dump(block) : NULL;
    g_assert_cmpstr(text, ==, expected);
}

static void test_blocks(void)
{
    expect_block(MARK_BAR, "m|n\na|1\nb|2\n", "m", "n", NULL, "M|N\na|1\nb|2");
    expect_block(MARK_HBAR, "m|n\na|1\nb|2\n", "n", "m", NULL, "M|N\na|1\nb|2");
    expect_block(MARK_BAR, "m|s|n\na|x|1\na|y|2\nb|y|3\n", "m", "n", "s", "M|x|y\na|1|2\nb||3");
    expect_block(MARK_STEP, "t|n\n1|5\n3|7\n", "t", "n", NULL, "T|N\n1|5\n3|5\n3|7");
    expect_block(MARK_WATERFALL, "p|n\nraw|10\nless|-4\nmore|1\n", "p", "n", NULL,
                 "P|Base|Rise|Fall\nraw|0|10|0\nless|6|0|4\nmore|6|1|0");
    expect_block(MARK_GANTT, "p|n\na|1\n", "p", "n", NULL, NULL);
    expect_block(MARK_BAR, "m|n\n", "m", "n", NULL, NULL);
    expect_block(MARK_BAR, "m|n\na|1\n", "m", "absent", NULL, NULL);
}

static void test_axis_steps(void)
{
    static const struct {
        double minutes, step, max;
        const char *format;
    } axes[] = {{165, 30, 180, "[h]:mm"},
                {43.2, 10, 50, "[h]:mm"},
                {60, 10, 60, "[h]:mm"},
                {5, 1, 5, "[h]:mm"},
                {1500, 360, 1800, "[h]:mm"},
                {2, 0.5, 2, "[h]:mm:ss"},
                {44640, 7200 * 2, 57600, "[h]:mm"}};
    for (gsize i = 0; i < G_N_ELEMENTS(axes); i++) {
        XlsxAxis axis = {.title = NULL};
        native_axis_scale(&axis, "x_ms", (Extent){0, axes[i].minutes / 1440}, SCALE_AUTO, true);
        g_assert_cmpfloat_with_epsilon(axis.step * 1440, axes[i].step, 1e-9);
        g_assert_cmpfloat_with_epsilon(axis.max * 1440, axes[i].max, 1e-9);
        g_assert_cmpstr(axis.format, ==, axes[i].format);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/cells/column_formats", test_column_formats);
    g_test_add_func("/cells/money_formats", test_money_formats);
    g_test_add_func("/cells/times_are_exact", test_times_are_exact);
    g_test_add_func("/cells/titles", test_titles);
    g_test_add_func("/cells/guard_text", test_guard_text);
    g_test_add_func("/cells/guard_long_text", test_guard_long_text);
    g_test_add_func("/cells/guard_sheet_names", test_guard_sheet_names);
    g_test_add_func("/cells/guard_urls_and_codes", test_guard_urls_and_codes);
    g_test_add_func("/cells/wrap", test_wrap);
    g_test_add_func("/cells/fit", test_fit);
    g_test_add_func("/cells/blocks", test_blocks);
    g_test_add_func("/cells/axis_steps", test_axis_steps);
    return g_test_run();
}
