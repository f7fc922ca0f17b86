#include "book_plan.h"
#include "nines/render/workbook.h"
#include <string.h>

const BookLimits book_limits = {.live_cells = WORKBOOK_LIVE_CELLS, .rows_per_sheet = 1048576};

static void figure_plan_free(gpointer data)
{
    FigurePlan *figure = data;
    g_free(figure->name);
    formula_free(figure->formula);
    g_free(figure);
}

static void free_sheet(gpointer data)
{
    sheet_plan_free(data);
}

void book_plan_free(BookPlan *plan)
{
    if (plan == NULL)
        return;
    formula_scope_free(plan->scope);
    g_ptr_array_unref(plan->sheets);
    g_ptr_array_unref(plan->figures);
    g_free(plan);
}

const SheetPlan *book_plan_sheet(const BookPlan *plan, guint index)
{
    return g_ptr_array_index(plan->sheets, index);
}

/* Tables and named cells share one space of names, in which case does not count. */
static char *claim_name(GHashTable *taken, const char *wish)
{
    g_autofree char *base = formula_safe_name(wish);
    char *name = g_strdup(base);
    for (int n = 2;; n++) {
        g_autofree char *folded = g_ascii_strdown(name, -1);
        if (g_hash_table_add(taken, g_steal_pointer(&folded)))
            return name;
        g_free(name);
        name = g_strdup_printf("%s_%d", base, n);
    }
}

static void plan_figures(BookPlan *plan, GHashTable *taken)
{
    const GPtrArray *figures = plan->document->figures;
    for (guint i = 0; figures != NULL && i < figures->len; i++) {
        FigurePlan *figure = g_new0(FigurePlan, 1);
        figure->figure = g_ptr_array_index(figures, i);
        figure->name = claim_name(taken, figure->figure->name);
        formula_scope_add_name(plan->scope, figure->figure->name, figure->name);
        g_ptr_array_add(plan->figures, figure);
    }
}

static bool plan_sheets(BookPlan *plan, GHashTable *taken, GError **error)
{
    const GPtrArray *sheets = plan->document->sheets;
    for (guint i = 0; sheets != NULL && i < sheets->len; i++) {
        const Sheet *sheet = g_ptr_array_index(sheets, i);
        g_autofree char *name = claim_name(taken, sheet->table_name != NULL ? sheet->table_name : sheet->name);
        SheetPlan *planned = sheet_plan_new(sheet, name, plan->document->zone, error);
        if (planned == NULL)
            return false;
        g_ptr_array_add(plan->sheets, planned);
        sheet_plan_declare(planned, plan->scope);
    }
    return true;
}

static bool compile_figures(BookPlan *plan, GError **error)
{
    for (guint i = 0; i < plan->figures->len; i++) {
        FigurePlan *figure = g_ptr_array_index(plan->figures, i);
        if (figure->figure->formula == NULL)
            continue;
        g_autofree char *where = g_strdup_printf("figure \"%s\"", figure->figure->name);
        figure->formula = formula_compile(figure->figure->formula, plan->scope, NULL, where, error);
        if (figure->formula == NULL)
            return false;
    }
    return true;
}

static bool compile(BookPlan *plan, GError **error)
{
    for (guint i = 0; i < plan->sheets->len; i++)
        if (!sheet_plan_compile(g_ptr_array_index(plan->sheets, i), plan->scope, error))
            return false;
    return compile_figures(plan, error);
}

static bool is_live(const BookPlan *plan, const BookLimits *limits)
{
    gsize cells = 0;
    for (guint i = 0; i < plan->sheets->len; i++) {
        const SheetPlan *sheet = book_plan_sheet(plan, i);
        cells += (gsize)sheet->n_rows * sheet->columns->len;
        if (sheet->n_rows + sheet->header_row + 2 > limits->rows_per_sheet)
            return false;
    }
    return cells <= limits->live_cells;
}

BookPlan *book_plan_new(const Document *document, const BookLimits *limits, GError **error)
{
    g_autoptr(BookPlan) plan = g_new0(BookPlan, 1);
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    plan->document = document;
    plan->scope = formula_scope_new();
    plan->sheets = g_ptr_array_new_with_free_func(free_sheet);
    plan->figures = g_ptr_array_new_with_free_func(figure_plan_free);
    plan_figures(plan, taken);
    if (!plan_sheets(plan, taken, error) || !compile(plan, error))
        return NULL;
    plan->live = is_live(plan, limits);
    return g_steal_pointer(&plan);
}
