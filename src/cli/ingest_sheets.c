#include "ingest_sheets.h"
#include "nines/ingest/workbook.h"

/* The paths from first on that are sheets of the same workbook. */
static guint sheets_n(const GPtrArray *paths, guint first)
{
    g_autofree char *book = NULL, *name = NULL;
    if (!workbook_split(paths->pdata[first], &book, &name))
        return 0;
    guint n = 1;
    for (; first + n < paths->len; n++) {
        g_autofree char *other = NULL, *other_name = NULL;
        if (!workbook_split(paths->pdata[first + n], &other, &other_name) || !g_str_equal(book, other))
            break;
    }
    return n;
}

/* The first of those that are known best. */
static const IngestLook *find_model(const GArray *looks)
{
    const IngestLook *model = &g_array_index(looks, IngestLook, 0);
    for (guint i = 1; i < looks->len; i++)
        if (g_array_index(looks, IngestLook, i).known > model->known)
            model = &g_array_index(looks, IngestLook, i);
    return model;
}

/* Where none is known each stays, and fails with its own reason. */
static bool is_chosen(const IngestLook *look, const IngestLook *model)
{
    bool alike = model->known == KNOWN_NOT || model->known == KNOWN_BY_PROFILE;
    return look->known == model->known && (alike || g_str_equal(look->origin, model->origin));
}

static void look_clear(gpointer data)
{
    g_free(((IngestLook *)data)->origin);
}

static guint choose_of_book(const IngestOptions *options, GPtrArray *paths, guint first, guint n, GPtrArray *left_out)
{
    g_autoptr(GArray) looks = g_array_new(FALSE, TRUE, sizeof(IngestLook));
    g_array_set_clear_func(looks, look_clear);
    g_array_set_size(looks, n);
    for (guint i = 0; i < n; i++)
        ingest_look(options, paths->pdata[first + i], &g_array_index(looks, IngestLook, i));
    const IngestLook *model = find_model(looks);
    guint kept = n;
    for (guint i = n; i > 0; i--) {
        if (is_chosen(&g_array_index(looks, IngestLook, i - 1), model))
            continue;
        g_ptr_array_insert(left_out, 0,
                           g_strdup_printf("%s: no such incidents as in the workbook's other sheets; its name reads it",
                                           (const char *)paths->pdata[first + i - 1]));
        g_ptr_array_remove_index(paths, first + i - 1);
        kept--;
    }
    return kept;
}

void sheets_choose(const IngestOptions *options, GPtrArray *paths, GPtrArray *left_out)
{
    for (guint i = 0; i < paths->len;) {
        guint n = sheets_n(paths, i);
        i += n > 1 ? choose_of_book(options, paths, i, n, left_out) : 1;
    }
}
