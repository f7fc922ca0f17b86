/* Times, durations, amounts of money and zone names from any bytes: nothing may crash, and what is accepted must keep
 * the promises of its header. */
#include "nines/base/timetext.h"
#include "nines/base/money.h"
#include <glib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_time(const char *text, ssize_t length, const Zone *zone)
{
    for (int order = TIME_DAY_FIRST; order <= TIME_MONTH_FIRST; order++) {
        TimeRules rules = {.zone = zone, .order = (TimeOrder)order};
        TimeValue value = {0}, again = {0};
        char buffer[CIVIL_TEXT];

        if (time_parse(text, length, &rules, &value) != TIME_OK)
            continue;
        instant_format(value.at, buffer);
        if (value.at < -62135596800000 || value.at > 253402300800000 + MS_PER_DAY)
            g_error("%s is out of range", buffer); /* years 1 to 9999, give or take an offset */
        if (buffer[0] != '+' && buffer[0] != '-' && time_parse(buffer, -1, &rules, &again) == TIME_OK &&
            again.at != value.at)
            g_error("%s is read differently", buffer);
    }
    time_vote(text, length);
}

static void fuzz_duration(const char *text, ssize_t length)
{
    int64_t ms = 0, again = -1;

    if (duration_parse(text, length, MS_PER_MINUTE, &ms) != TIME_OK)
        return;

    g_autofree char *exact = duration_format(ms, true);
    g_autofree char *rounded = duration_format(ms, false);

    if (!*rounded)
        g_error("%s is rounded to nothing", exact);
    if (duration_parse(exact, -1, 1, &again) == TIME_OK && again != ms)
        g_error("%s is read differently", exact);
}

static void fuzz_money(const char *text)
{
    static const char *const currencies[] = {"EUR", "JPY", "KWD", NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(currencies); i++) {
        int64_t minor = 0, again = 0;

        if (!money_parse(text, currencies[i], &minor))
            continue;

        g_autofree char *shown = money_format(minor, currencies[i]);

        if (!money_parse(shown, currencies[i], &again) || again != minor)
            g_error("%s is read differently", shown);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* an exact copy, so that reading beyond the length is seen */
    g_autofree char *exact = g_memdup2(data, size);
    g_autofree char *text = g_strndup((const char *)data, size);

    fuzz_time(size ? exact : "", (ssize_t)size, NULL);
    fuzz_time(text, -1, zone_find("Europe/Berlin", NULL));
    fuzz_duration(size ? exact : "", (ssize_t)size);
    fuzz_money(text);
    if (text[0] == '@') /* seldom, as an unknown name is compared with all others */
        zone_find(text + 1, NULL);
    return 0;
}
