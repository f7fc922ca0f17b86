/* The state while a definition becomes a document. Private to report. */
#pragma once

#include "nines/report/definition.h"

struct ReportDefinition {
    YamlDocument *yaml;
    char *directory; /* of the file: SQL files are found beside it */
    char *name, *title, *version;
};

typedef struct {
    const ReportDefinition *definition;
    const YamlDocument *yaml;
    DefinitionQuery query; /* NULL: check the definition only */
    gpointer data;
    Table *context; /* one row whose columns stand for {name}; NULL while checking */
    const Zone *zone;
    Document *document;
} Filler;

/* Text of a node: a scalar with {name} replaced, or {query: SQL} whose rows become lines. Caller frees; NULL for a NULL
 * or null node, and for an empty answer. */
bool fill_text(const Filler *filler, const YamlNode *node, char **out, GError **error);
/* The table of a mapping's `query:` (inline) or `sql:` (a file beside the definition); never NULL on success. */
bool fill_table(const Filler *filler, const YamlNode *mapping, const char *name, Table **out, GError **error);
bool fill_figures(Filler *filler, const YamlNode *node, GError **error);
bool fill_sheets(Filler *filler, const YamlNode *node, GError **error);
bool fill_charts(Filler *filler, const YamlNode *node, GError **error);
bool fill_pages(Filler *filler, const YamlNode *node, GError **error);

/* Finds by name among the document's parts; an error at node names the nearest. */
Chart *filler_chart(const Filler *filler, const YamlNode *node, GError **error);
Sheet *filler_sheet(const Filler *filler, const YamlNode *node, GError **error);
/* A field that a table must have; while checking without a database every field is taken. */
bool filler_check_field(const Filler *filler, const Table *table, const YamlNode *node, GError **error);
bool filler_each(const Filler *filler, const YamlNode *sequence, const char *what,
                 bool (*each)(Filler *filler, const YamlNode *item, GError **error), GError **error);
