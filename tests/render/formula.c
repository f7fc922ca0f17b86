#include "../../src/render/formula.h"

static FormulaScope *scope_new(void)
{
    FormulaScope *scope = formula_scope_new();
    FormulaTable *ledger = formula_scope_add_table(scope, "Ledger", NULL);
    formula_table_add_field(ledger, "service", "Service", 0);
    formula_table_add_field(ledger, "from_at", "From (UTC)", 1);
    formula_table_add_field(ledger, "to_at", "To, UTC", 2);
    formula_table_add_field(ledger, "share_ratio", "Share [%] 'x' #1 @", 27);
    FormulaTable *windows = formula_scope_add_table(scope, "Windows_2", "Windows");
    formula_table_add_field(windows, "share_ratio", "Share", 0);
    formula_table_add_field(windows, "cyr", "\xd0\x94\xd0\xbe\xd0\xbb\xd1\x8f", 1);
    formula_scope_add_name(scope, "period_from", "period_from");
    formula_scope_add_name(scope, "p90", "p90_");
    return scope;
}

/* Formulas of the ledger table at row 12 (the sheet's 13th), and what is stored. */
static const struct {
    const char *text, *stored;
} cases[] = {
    {"[@service]", "=Ledger[[#This Row],[Service]]"},
    {"=[@service]", "=Ledger[[#This Row],[Service]]"},
    {"SUM([service])", "=SUM(Ledger[Service])"},
    {"[from_at]", "=Ledger[[From (UTC)]]"},
    {"[@from_at]", "=Ledger[[#This Row],[From (UTC)]]"},
    {"Ledger[to_at]", "=Ledger[[To, UTC]]"},
    {"Ledger[@to_at]", "=Ledger[[#This Row],[To, UTC]]"},
    {"[share_ratio]", "=Ledger[[Share '[%'] ''x'' '#1 '@]]"},
    {"Windows[share_ratio]*2", "=Windows_2[Share]*2"},
    {"Windows[cyr]", "=Windows_2[\xd0\x94\xd0\xbe\xd0\xbb\xd1\x8f]"},
    {"{prev:share_ratio}", "=AB12"},
    {"{prev:service}&{prev:to_at}", "=A12&C12"},
    {"{1,2}", "={1,2}"},
    {"$period_from+$p90", "=period_from+p90_"},
    {"MAXIFS([to_at],[service],\"x\")", "=_xlfn.MAXIFS(Ledger[[To, UTC]],Ledger[Service],\"x\")"},
    {"percentile.inc([to_at],0.9)", "=_xlfn.percentile.inc(Ledger[[To, UTC]],0.9)"},
    {"SUMIFS(A1:B2,C1,1)", "=SUMIFS(A1:B2,C1,1)"},
    {"\"[@service] $x {prev:y} \"\"MAXIFS(\"\"\"", "=\"[@service] $x {prev:y} \"\"MAXIFS(\"\"\""},
    {"1E6+1.5e-3+2", "=1E6+1.5e-3+2"},
    {"IF(TRUE,1,0)", "=IF(TRUE,1,0)"},
    {"-[@from_at]%", "=-Ledger[[#This Row],[From (UTC)]]%"},
    {"", "="},
};

static void test_compile(void)
{
    g_autoptr(FormulaScope) scope = scope_new();
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        const FormulaTable *own = g_ptr_array_index(scope->tables, 0);
        g_autoptr(Formula) formula = formula_compile(cases[i].text, scope, own, "here", &error);
        g_assert_no_error(error);
        if (formula == NULL)
            continue;
        g_autofree char *stored = formula_at_row(formula, 12);
        g_assert_cmpstr(stored, ==, cases[i].stored);
    }
}

static const struct {
    const char *text;
    bool in_table;
    const char *message;
} wrong[] = {
    {"[@servise]", true, "here: unknown field of table \"Ledger\" \"servise\"; did you mean \"service\"?"},
    {"Ledgr[service]", true, "here: unknown table \"Ledgr\"; did you mean \"Ledger\"?"},
    {"Windows_2[share_ratio]", true, "here: unknown table \"Windows_2\"; did you mean \"Windows\"?"},
    {"$period_form", true, "here: unknown figure \"period_form\"; did you mean \"period_from\"?"},
    {"{prev:zzzzzzzz}", true, "here: unknown field of table \"Ledger\" \"zzzzzzzz\""},
    {"[@service", true, "here: a '[' in the formula lacks its ']'"},
    {"{prev:service", true, "here: a '{prev:' in the formula lacks its '}'"},
    {"\"open", true, "here: a text in the formula lacks its closing quote"},
    {"$", true, "here: '$' must be followed by the name of a figure"},
    {"$1", true, "here: '$' must be followed by the name of a figure"},
    {"FILTER([service],1)", true, "here: FILTER() is not known to every spreadsheet program"},
    {"Windows[@share_ratio]", true, "here: only this table has a current row: write [@field]"},
    {"[@service]", false, "here: a formula outside a table must name the table: Name[field]"},
    {"{prev:service}", false, "here: {prev:} needs a table"},
};

static void test_wrong(void)
{
    g_autoptr(FormulaScope) scope = scope_new();
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        const FormulaTable *own = wrong[i].in_table ? g_ptr_array_index(scope->tables, 0) : NULL;
        g_autoptr(Formula) formula = formula_compile(wrong[i].text, scope, own, "here", &error);
        g_assert_null(formula);
        g_assert_error(error, NINES_ERROR, ERROR_CONFIG);
        if (error != NULL)
            g_assert_cmpstr(error->message, ==, wrong[i].message);
    }
}

static void test_rows_differ_only_with_prev(void)
{
    g_autoptr(FormulaScope) scope = scope_new();
    const FormulaTable *own = g_ptr_array_index(scope->tables, 0);
    g_autoptr(Formula) plain = formula_compile("[@service]", scope, own, "here", NULL);
    g_autoptr(Formula) prev = formula_compile("{prev:service}+1", scope, own, "here", NULL);
    g_assert_false(plain->uses_prev);
    g_assert_true(prev->uses_prev);
    g_autofree char *at_5 = formula_at_row(prev, 5), *at_1048575 = formula_at_row(prev, 1048575);
    g_assert_cmpstr(at_5, ==, "=A5+1");
    g_assert_cmpstr(at_1048575, ==, "=A1048575+1");
}

/* XFD is the last column of a sheet, 16,384 = 24 x 676 + 6 x 26 + 4. */
static void test_letters(void)
{
    static const struct {
        guint column;
        const char *letters;
    } columns[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {27, "AB"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
    char buffer[4];
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        g_assert_cmpstr(formula_column_letters(columns[i].column, buffer), ==, columns[i].letters);
}

static void test_safe_names(void)
{
    static const char *const names[][2] = {
        {"period_from_at", "period_from_at"},
        {"p90", "p90_"},
        {"ttr_p90_ms", "ttr_p90_ms"},
        {"P90", "P90_"},
        {"R1C1", "R1C1_"},
        {"r", "r_"},
        {"c", "c_"},
        {"rc", "rc_"},
        {"XFD1048576", "XFD1048576_"},
        {"ABCD1", "ABCD1"},
        {"1st", "_1st"},
        {"", "_"},
        {"two words-here", "two_words_here"},
        {"\xd0\x96", "__"},
        {"rate", "rate"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *safe = formula_safe_name(names[i][0]);
        g_assert_cmpstr(safe, ==, names[i][1]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/formula/compile", test_compile);
    g_test_add_func("/formula/wrong", test_wrong);
    g_test_add_func("/formula/rows_differ_only_with_prev", test_rows_differ_only_with_prev);
    g_test_add_func("/formula/letters", test_letters);
    g_test_add_func("/formula/safe_names", test_safe_names);
    return g_test_run();
}
