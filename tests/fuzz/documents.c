/* Whole documents: every stage, the JSON, and a review file that is read back without a change. */
#include "nines/extract/extract_json.h"
#include "nines/extract/review.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ExtractSettings settings = {.explain = true};
    g_autoptr(GError) error = NULL;
    g_autoptr(Extraction) x = extract_document("fuzz.md", (const char *)data, size, &settings, &error);
    if (!x)
        abort();
    g_autoptr(GString) json = g_string_new(NULL);
    JsonWriter w = json_writer(json, true);
    extraction_to_json(x, &w);
    g_autofree char *review = review_write(x);
    if (!review_apply(x, "fuzz.review.yaml", review, -1, &error))
        abort();
    g_autofree char *again = review_write(x);
    if (strcmp(review, again) != 0)
        abort();
    return 0;
}
