#include "reporting.h"
#include "nines/base/file.h"
#include "nines/report/issue.h"
#include "nines/store/query.h"
#include <string.h>

char *reporting_find(const char *name, GError **error)
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

Theme *reporting_theme(GError **error)
{
    g_autofree char *path = file_find_data("reports/theme.yaml");
    return path != NULL ? theme_read(path, error) : theme_default();
}

Table *reporting_query(gpointer store, const char *sql, GError **error)
{
    return store_table(store, "query", sql, NULL, 0, error);
}

bool reporting_issue(const ReportDefinition *definition, Store *store, const FigureRequest *request, GError **error)
{
    g_autoptr(Document) figures =
        definition_fill_figures(definition, reporting_query, store, request->period.zone, request->as_of, error);
    return figures != NULL && issue_figures(store, figures->figures, error);
}
