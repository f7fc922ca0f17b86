#include "nines/base/money.h"
#include <glib.h>
#include <string.h>

#define UNKNOWN_DIGITS 2
#define CODE_LENGTH 3

/* ISO 4217, active codes by the digits of their minor unit. Codes without one (metals, units of account) are left
 * out, as no amount can be counted in them. */
static const struct {
    int digits;
    const char *codes;
} currencies[] = {
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {2, "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
        "CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD "
        "HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP "
        "MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
        "SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
        "VES WST XCD XCG YER ZAR ZMW ZWG ZWL"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {4, "CLF UYW"},
};

/* A code's place among all words of three capital letters; -1 for other words. */
static int code_place(const char *code)
{
    int place = 0;
    for (int i = 0; i < CODE_LENGTH; i++) {
        if (!g_ascii_isupper(code[i]))
            return -1;
        place = place * 26 + (code[i] - 'A');
    }
    return code[CODE_LENGTH] ? -1 : place;
}

/* The lists above by place, as bulk reading asks for every amount; made once. */
static gpointer make_places(gpointer unused)
{
    (void)unused;
    int8_t *places = g_malloc(26 * 26 * 26);
    memset(places, -1, 26 * 26 * 26);
    for (size_t i = 0; i < G_N_ELEMENTS(currencies); i++)
        for (const char *code = currencies[i].codes; *code; code += CODE_LENGTH + (code[CODE_LENGTH] == ' ')) {
            char word[CODE_LENGTH + 1] = {code[0], code[1], code[2], 0};
            places[code_place(word)] = (int8_t)currencies[i].digits;
        }
    return places;
}

int currency_digits(const char *code)
{
    static GOnce once = G_ONCE_INIT;
    int place = code ? code_place(code) : -1;
    return place < 0 ? -1 : ((const int8_t *)g_once(&once, make_places, NULL))[place];
}

static int digits_of(const char *currency)
{
    int digits = currency_digits(currency);

    return digits < 0 ? UNKNOWN_DIGITS : digits;
}

/* Blank (also without break, also narrow), comma or apostrophe between groups; 0 when none stands here. */
static size_t separator_length(const char *text)
{
    static const char *const separators[] = {",", " ", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x99"};

    for (size_t i = 0; i < G_N_ELEMENTS(separators); i++)
        if (g_str_has_prefix(text, separators[i]))
            return strlen(separators[i]);
    return 0;
}

/* The amount is gathered as a negative number, which reaches one further than a positive one. */
static bool push_digit(int64_t *amount, char c)
{
    return !__builtin_mul_overflow(*amount, 10, amount) && !__builtin_sub_overflow(*amount, c - '0', amount);
}

static size_t count_digits(const char *text)
{
    size_t n = 0;

    while (g_ascii_isdigit(text[n]))
        n++;
    return n;
}

/* Groups of three after the first, all with the same separator, so "12,34" and "1,234 567" are refused rather than
 * misread. */
static bool read_whole(const char **text, int64_t *amount)
{
    const char *p = *text, *separator = NULL;
    size_t group = count_digits(p), length;

    if (group == 0)
        return false;
    for (;;) {
        for (; group > 0; group--)
            if (!push_digit(amount, *p++))
                return false;
        length = separator_length(p);
        if (length == 0 || count_digits(p + length) == 0)
            break;
        if (count_digits(p + length) != 3 || (separator ? strncmp(separator, p, length) != 0 : p - *text > 3))
            return false;
        separator = p;
        p += length;
        group = 3;
    }
    *text = p;
    return true;
}

static bool read_decimals(const char **text, int digits, int64_t *amount)
{
    size_t n = 0;

    if (**text == '.') {
        n = count_digits(++*text);
        if (n == 0 || n > (size_t)digits)
            return false;
    }
    for (size_t i = 0; i < (size_t)digits; i++)
        if (!push_digit(amount, i < n ? (*text)[i] : '0'))
            return false;
    *text += n;
    return true;
}

static void skip_blanks(const char **text)
{
    while (g_ascii_isspace(**text) || g_str_has_prefix(*text, "\xC2\xA0"))
        *text += **text == '\xC2' ? 2 : 1;
}

/* The currency's own code may stand before or after the amount, as money_format writes it. */
static void skip_code(const char **text, const char *currency)
{
    skip_blanks(text);
    if (currency && *currency && g_str_has_prefix(*text, currency))
        *text += strlen(currency);
    skip_blanks(text);
}

bool money_parse(const char *text, const char *currency, int64_t *minor)
{
    int64_t amount = 0;
    bool negative;

    skip_code(&text, currency);
    negative = *text == '-';
    text += *text == '-' || *text == '+';
    if (!read_whole(&text, &amount) || !read_decimals(&text, digits_of(currency), &amount))
        return false;
    skip_code(&text, currency);
    if (*text || (!negative && amount == INT64_MIN))
        return false;
    *minor = negative ? amount : -amount;
    return true;
}

static void append_grouped(GString *out, const char *digits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            g_string_append_c(out, ',');
        g_string_append_c(out, digits[i]);
    }
}

char *money_format(int64_t minor, const char *currency)
{
    g_autoptr(GString) out = g_string_new(currency && *currency ? currency : "");
    size_t decimals = (size_t)digits_of(currency);
    uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    g_autofree char *digits = g_strdup_printf("%0*" G_GUINT64_FORMAT, (int)decimals + 1, size);
    size_t whole = strlen(digits) - decimals;

    if (out->len)
        g_string_append_c(out, ' ');
    if (minor < 0)
        g_string_append_c(out, '-');
    append_grouped(out, digits, whole);
    if (decimals)
        g_string_append_printf(out, ".%s", digits + whole);
    return g_string_free(g_steal_pointer(&out), FALSE);
}
