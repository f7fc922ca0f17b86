/* Any bytes as JSON: no fault, and the records end. */
#include "nines/ingest/tree.h"
#include "nines/ingest/tree_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(TextSource) source = text_source_memory((const char *)data, size);
    g_autoptr(TreeReader) reader =
        tree_reader_open(source, "fuzz", TREE_JSON, size % 2 == 0 ? NULL : "data.incidents", NULL);
    TreeRecord record;
    size_t records_n = 0;
    while (reader != NULL && tree_reader_next(reader, &record, NULL)) {
        g_assert((record.node != NULL) == (record.problem == NULL));
        tree_text(record.node, "a[].b", NULL);
        g_assert(++records_n <= size);
    }
    return 0;
}
