/* Any bytes as CSV: no fault, lines only rise, and no field outgrows its limit. */
#include "nines/ingest/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(TextSource) source = text_source_memory((const char *)data, size);
    g_autoptr(CsvReader) reader = csv_open(source, "fuzz", NULL, NULL);
    if (reader == NULL)
        return 0;
    CsvRecord record;
    int64_t line = 0;
    while (csv_next(reader, &record, NULL)) {
        g_assert(record.line > line || (record.line == line && record.problem != NULL));
        line = record.line;
        g_assert(record.problem != NULL || record.fields_n == csv_columns_n(reader));
        for (guint i = 0; i < record.fields_n; i++)
            g_assert(record.fields[i].length <= CSV_FIELD_MAX);
    }
    return 0;
}
