/* Contracts and calendars from arbitrary bytes: the first byte chooses. */
#include "nines/contract/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_calendar(const char *text, gsize length)
{
    Civil from = {.year = 2026, .month = 1, .day = 1}, to = {.year = 2026, .month = 3, .day = 1};
    g_autoptr(GPtrArray) events = ical_read("fuzz.ics", text, (gssize)length, zone_utc(), NULL, NULL);
    if (events == NULL)
        return;
    g_autoptr(GArray) windows G_GNUC_UNUSED = ical_expand(events, civil_to_ms(&from), civil_to_ms(&to));
}

static void read_contract(const char *text, gsize length)
{
    g_autoptr(Contract) contract = contract_read("fuzz.yaml", text, (gssize)length, NULL);
    g_autoptr(GPtrArray) findings G_GNUC_UNUSED = contract != NULL ? contract_lint(contract) : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] % 2 == 0)
        read_contract((const char *)data + 1, size - 1);
    else
        read_calendar((const char *)data + 1, size - 1);
    return 0;
}
