/* Report definitions: a YAML file under reports/ that names the figures, sheets, charts and pages of a report and the
 * SQL that feeds each. A user copies one and changes it without touching C.
 *
 * Invariant: a definition is checked whole before the first query runs; every error names file, line and column, and
 * what would be right.
 *
 *     g_autoptr(ReportDefinition) definition = definition_read("reports/monthly.yaml", &error);
 *     g_autoptr(Document) document = definition_fill(definition, run_query, store, zone, as_of, &error);
 */
#pragma once

#include "nines/base/document.h"
#include "nines/base/yaml.h"

typedef struct ReportDefinition ReportDefinition;

/* Runs one SELECT; the caller owns the table. */
typedef Table *(*DefinitionQuery)(gpointer data, const char *sql, GError **error);

ReportDefinition *definition_read(const char *path, GError **error);
void definition_free(ReportDefinition *definition);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReportDefinition, definition_free)
const char *definition_name(const ReportDefinition *definition);
const char *definition_title(const ReportDefinition *definition);
/* A checksum of the definition's text, printed on every report: the version of its definitions. */
const char *definition_version(const ReportDefinition *definition);

/* Builds the document. The columns of the one row that the definition's `context` query returns stand for {name} in
 * any text of the definition; as_of and zone are given to every part. */
Document *definition_fill(const ReportDefinition *definition, DefinitionQuery query, gpointer data, const Zone *zone,
                          Instant as_of, GError **error);
/* The figures alone: a document without charts, sheets and pages. */
Document *definition_fill_figures(const ReportDefinition *definition, DefinitionQuery query, gpointer data,
                                  const Zone *zone, Instant as_of, GError **error);
