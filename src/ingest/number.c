#include "number.h"

#include <string.h>

#define DIGITS_MAX 15

/* Digits with an optional fraction, as an integer of 10^-places; further decimals are dropped. Returns what follows. */
static const char *read_decimal(const char *text, int places, bool grouped, int64_t *value)
{
    int64_t number = 0;
    int digits = 0, decimals = -1;
    for (; *text; text++) {
        if (*text >= '0' && *text <= '9') {
            if (decimals >= places)
                continue;
            number = number * 10 + (*text - '0');
            decimals += decimals >= 0;
            if (++digits > DIGITS_MAX)
                return NULL;
        } else if (*text == '.' && decimals < 0)
            decimals = 0;
        else if (!grouped || decimals >= 0 || !digits || !strchr(", _'", *text) || text[1] < '0' || text[1] > '9')
            break;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < places; i++)
        number *= 10;
    *value = number;
    return digits ? text : NULL;
}

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

bool number_count(const char *text, int64_t *value)
{
    int64_t number;
    text = skip_blanks(text);
    bool negative = *text == '-';
    const char *rest = read_decimal(text + (negative || *text == '+'), 0, true, &number);
    if (!rest || *skip_blanks(rest))
        return false;
    *value = negative ? -number : number;
    return true;
}

bool number_share(const char *text, int64_t *ppm)
{
    int64_t number;
    text = skip_blanks(text);
    bool negative = *text == '-';
    const char *rest = read_decimal(text + negative, 6, false, &number);
    rest = rest ? skip_blanks(rest) : NULL;
    bool percent = rest && *rest == '%';
    if (!rest || *skip_blanks(rest + percent))
        return false;
    number = percent ? number / 100 : number;
    *ppm = negative ? -number : number;
    return true;
}
