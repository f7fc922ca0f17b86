/* What the commands that fill report definitions share. Private to cli. */
#pragma once

#include "figure_options.h"
#include "nines/render/theme.h"
#include "nines/report/definition.h"

/* The path of a definition: "monthly" is reports/monthly.yaml here or among the shipped ones; anything with a dot or a
 * slash is a path. Caller frees. */
char *reporting_find(const char *name, GError **error);
/* reports/theme.yaml here or the shipped one, else what is built in. */
Theme *reporting_theme(GError **error);
/* Runs the queries of a definition against a Store. */
Table *reporting_query(gpointer store, const char *sql, GError **error);
/* The tables report_issued and its figures, after the derived tables were made; inside the caller's transaction. */
bool reporting_issue(const ReportDefinition *definition, Store *store, const FigureRequest *request, GError **error);
