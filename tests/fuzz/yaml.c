/* Any bytes as YAML and as front matter: no fault, within the limits. */
#include "nines/ingest/tree_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int i = 0; i < 2; i++) {
        g_autoptr(TextSource) source = text_source_memory((const char *)data, size);
        g_autoptr(TreeReader) reader =
            tree_reader_open(source, "fuzz", i == 0 ? TREE_YAML : TREE_FRONT_MATTER, NULL, NULL);
        TreeRecord record;
        while (reader != NULL && tree_reader_next(reader, &record, NULL))
            g_assert((record.node != NULL) == (record.problem == NULL));
    }
    return 0;
}
