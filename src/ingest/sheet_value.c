/* Numbers of spreadsheet cells as their formats show them: ECMA-376 part 1, 18.8.30 and 18.17.4. */
#include "nines/base/civil.h"
#include "sheet_text.h"
#include <math.h>
#include <string.h>

#define DAYS_TO_1970 25569 /* from 1899-12-30 */
#define DAYS_1900_TO_1904 1462
#define DAYS_MAX 2958466.0 /* 10000-01-01 */

/* What is no letter of the code itself: "text", [colour], \x, _x, *x. NULL: not such a thing. */
static const char *skip_literal(const char *at)
{
    const char *end;
    switch (*at) {
    case '"':
        end = strchr(at + 1, '"');
        return end ? end + 1 : at + strlen(at);
    case '[':
        end = strchr(at + 1, ']');
        return end ? end + 1 : at + strlen(at);
    case '\\':
    case '_':
    case '*':
        return at[1] ? at + 2 : at + 1;
    default:
        return NULL;
    }
}

static bool is_elapsed(const char *at)
{
    return *at == '[' && strchr("hHmMsS", at[1]) && at[1] && strchr("]hHmMsS", at[2]);
}

Shown shown_by_code(const char *code)
{
    bool day = false, clock = false, month = false;
    if (g_ascii_strcasecmp(code, "general") == 0)
        return SHOWN_NUMBER;
    for (const char *at = code; *at && *at != ';';) {
        if (is_elapsed(at))
            return SHOWN_LENGTH;
        const char *behind = skip_literal(at);
        char letter = g_ascii_tolower(*at);
        day |= !behind && (letter == 'y' || letter == 'd');
        clock |= !behind && (letter == 'h' || letter == 's');
        month |= !behind && letter == 'm';
        at = behind ? behind : at + 1;
    }
    if (clock)
        return day ? SHOWN_DATE_CLOCK : SHOWN_CLOCK;
    return day || month ? SHOWN_DATE : SHOWN_NUMBER;
}

Shown shown_by_id(guint id)
{
    if (id == 22)
        return SHOWN_DATE_CLOCK;
    if (id == 46)
        return SHOWN_LENGTH;
    if ((id >= 18 && id <= 21) || id == 45 || id == 47)
        return SHOWN_CLOCK;
    return (id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? SHOWN_DATE : SHOWN_NUMBER;
}

static void add_clock(GString *text, int64_t ms)
{
    g_string_append_printf(text, "%02" G_GINT64_FORMAT ":%02d:%02d", ms / 3600000, (int)(ms / 60000 % 60),
                           (int)(ms / 1000 % 60));
    if (ms % 1000)
        g_string_append_printf(text, ".%03d", (int)(ms % 1000));
}

static char *number_text(double number)
{
    char text[64];
    bool long_whole = fabs(number) >= 1e15 && fabs(number) < 1e21;
    g_ascii_formatd(text, sizeof text, long_whole ? "%.0f" : "%.15g", number);
    return g_strdup(text);
}

char *shown_text(const char *number, Shown shown, bool from_1904)
{
    char *end;
    double value = g_ascii_strtod(number, &end);
    if (end == number || *end || !isfinite(value))
        return g_strdup(number);
    if (shown == SHOWN_NUMBER || value < 0 || value >= DAYS_MAX)
        return number_text(value);
    int64_t ms = (int64_t)llround(value * 86400000.0), day = ms / 86400000;
    GString *text = g_string_new(NULL);
    if (shown == SHOWN_LENGTH || shown == SHOWN_CLOCK) {
        add_clock(text, ms);
        return g_string_free(text, FALSE);
    }
    day += from_1904 ? DAYS_1900_TO_1904 : day < 60 ? 1 : 0; /* the 29 February 1900 that never was */
    Civil date = civil_from_ms((day - DAYS_TO_1970) * 86400000);
    g_string_append_printf(text, "%04d-%02d-%02d", (int)date.year, (int)date.month, (int)date.day);
    if (shown == SHOWN_DATE_CLOCK || ms % 86400000) {
        g_string_append_c(text, ' ');
        add_clock(text, ms % 86400000);
    }
    return g_string_free(text, FALSE);
}
