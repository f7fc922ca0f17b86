/* The two kinds of workbook behind workbook.h. */
#pragma once

#include "nines/ingest/workbook.h"
#include "sheet_text.h"
#include "xml.h"

typedef struct {
    const char *mark; /* the member that only this kind has */
    /* char*: names of the visible sheets in their order. NULL on failure. */
    GPtrArray *(*names)(const ZipArchive *archive, GError **error);
    /* Writes the sheet's cells, or stops when *stop is true. */
    bool (*read)(const ZipArchive *archive, const char *name, SheetText *sheet, const bool *stop, GError **error);
} WorkbookKind;

extern const WorkbookKind workbook_xlsx, workbook_ods;
