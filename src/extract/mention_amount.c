#include "scan.h"

#include <string.h>

int number_word(const Scan *s, guint i)
{
    int group = scan_group_of(s, i, CUE_number_1, CUE_number_12);
    return group < 0 ? 0 : group - CUE_number_1 + 1;
}

/* "fifteen", "ninety", "twenty-five", "vingt-cinq", "cuarenta y cinco"; the index behind, or i. */
guint spoken_number(const Scan *s, guint i, double *value)
{
    static const int more[] = {13, 14, 15, 16, 17, 18, 19, 20, 25, 30, 35, 40, 45, 50, 55, 60, 70, 80, 90};
    const Token *token = scan_token(s, i);
    if (token->kind != TOKEN_WORD)
        return i;
    int small = number_word(s, i), tens = 0;
    int group = scan_group_of(s, i, CUE_number_13, CUE_number_90);
    if (!small && group >= (int)CUE_number_13)
        tens = more[group - (int)CUE_number_13];
    *value = small + tens;
    if (tens < 20 || tens % 10)
        return small || tens ? i + 1 : i;
    bool joined = token_is_mark(scan_token(s, i + 1), '-') || scan_word_in(s, i + 1, CUE_range_and);
    guint next = i + 1 + joined;
    int unit = number_word(s, next);
    if (unit < 1 || unit > 9 || strcmp(scan_token(s, next)->word, "a") == 0)
        return i + 1;
    *value += unit;
    return next + 1;
}

static const Token *at(const GArray *tokens, guint i)
{
    return i < tokens->len ? &g_array_index(tokens, Token, i) : &token_end;
}

/* ",416" behind a number. */
static bool is_group(const GArray *tokens, guint i, int mark)
{
    return token_is_mark(at(tokens, i), mark) && token_touches(at(tokens, i)) && token_touches(at(tokens, i + 1)) &&
           token_is_number(at(tokens, i + 1), 3, 3);
}

bool is_decimal(const GArray *tokens, guint i)
{
    const Token *digits = at(tokens, i + 1);
    return token_is_mark(at(tokens, i), '.') && token_touches(at(tokens, i)) && token_touches(digits) &&
           digits->kind == TOKEN_NUMBER;
}

static guint scale_read(const Cues *cues, const GArray *tokens, guint i, double *value)
{
    const Token *token = at(tokens, i), *then = at(tokens, i + 1);
    bool coin = then->kind == TOKEN_MARK && token_touches(then) && (then->value == 0x20ac || then->value == '$');
    if (token->kind != TOKEN_WORD || (token->spaced && token->end - token->start < 3 && !coin)) /* "14 k\u20ac" */
        return i;
    double scale = cues_has_word(cues, token->word, CUE_thousand)  ? 1e3
                   : cues_has_word(cues, token->word, CUE_million) ? 1e6
                                                                   : 0;
    if (scale == 0)
        return i;
    *value *= scale;
    bool brief =
        token->end - token->start <= 4 && token_is_mark(then, '.') && token_touches(then); /* "1,2 Mio. Euro" */
    return brief && at(tokens, i + 2)->kind == TOKEN_WORD ? i + 2 : i + 1;
}

/* "zwei Dutzend", "une centaine", "two hundred and fifty", "dos mil": words all; the index behind, or i. */
static guint worded_number(const Scan *s, guint i, double *value)
{
    static const int scales[] = {10, 12, 20, 30, 40, 50, 100};
    guint next = spoken_number(s, i, value);
    for (bool more = next > i; more;) {
        double scale = 1, rest = 0;
        for (guint g = 0; g < G_N_ELEMENTS(scales); g++)
            if (scan_word_in(s, next, (CueGroup)(CUE_scale_10 + g)))
                scale = scales[g];
        guint behind = scale > 1 ? next + 1 : scale_read(s->cues, s->tokens, next, &scale);
        if (!(more = behind > next))
            break;
        *value *= scale;
        next = behind;
        guint and = scan_word_in(s, next, CUE_range_and) ? next + 1 : next;
        guint small = scale >= 100 ? spoken_number(s, and, &rest) : and;
        if (small > and&&rest > 1 && rest < scale) {
            *value += rest;
            next = small;
        }
    }
    return next;
}

/* "3 400": a group that only a blank sets apart, in languages that write numbers so. */
static bool is_blank_group(const GArray *tokens, guint i)
{
    return token_is_number(at(tokens, i), 3, 3) && at(tokens, i)->spaced;
}

/* "approx. 3 500" alone in its cell or line: two numbers are no value. */
static bool is_blank_value(const GArray *tokens, guint i)
{
    guint from = i > 0 ? i - 1 : 0;
    while (from > 0 && at(tokens, from - 1)->kind != TOKEN_BREAK && !token_is_mark(at(tokens, from - 1), ':') &&
           i - from < 5) {
        if (at(tokens, from - 1)->kind == TOKEN_NUMBER)
            return false;
        from--;
    }
    bool opens = from == 0 || at(tokens, from - 1)->kind == TOKEN_BREAK || token_is_mark(at(tokens, from - 1), ':');
    return opens && from > 0 && (i + 1 >= tokens->len || at(tokens, i + 1)->kind == TOKEN_BREAK) &&
           is_blank_group(tokens, i);
}

/* The mark between groups of three digits behind token i, ' ' for a blank, or 0. sum: "6.200" of a currency is no 6.2
 */
static int group_mark(const Cues *cues, const GArray *tokens, guint i, bool sum)
{
    bool comma = cues_has_word(cues, "comma", CUE_decimal_comma);
    bool lakhs = token_is_mark(at(tokens, i), ',') && token_is_number(at(tokens, i + 1), 2, 2) &&
                 token_touches(at(tokens, i + 1)) && is_group(tokens, i + 2, ',');
    if (is_group(tokens, i, ',') || lakhs)
        return ',';
    if (is_group(tokens, i, '.') && (comma || sum || is_group(tokens, i + 2, '.')))
        return '.';
    if (is_group(tokens, i, '\''))
        return '\'';
    if (is_blank_value(tokens, i))
        return ' ';
    return is_blank_group(tokens, i) && (sum || cues_has_word(cues, "blank", CUE_decimal_comma)) ? ' ' : 0;
}

static double fraction_of(const Token *digits)
{
    double value = (double)digits->value;
    for (int d = digits->digits; d > 0; d--)
        value /= 10;
    return value;
}

/* The digits behind a decimal point, or behind a comma where that is the custom: "27.500,00", "3,5 Mio". */
static bool is_decimal_comma(const Cues *cues, const GArray *tokens, guint i, int group)
{
    const Token *digits = at(tokens, i + 1);
    return (group == '.' || group == ' ' || cues_has_word(cues, "comma", CUE_decimal_comma)) && group != ',' &&
           token_is_mark(at(tokens, i), ',') && token_touches(at(tokens, i)) && token_touches(digits) &&
           token_is_number(digits, 1, 2);
}

static bool read_number(const Cues *cues, const GArray *tokens, guint *index, double *value, bool sum)
{
    guint i = *index;
    if (at(tokens, i)->kind != TOKEN_NUMBER || at(tokens, i)->digits > 15)
        return false;
    double n = (double)at(tokens, i)->value;
    int group = at(tokens, i)->digits <= 3 ? group_mark(cues, tokens, i + 1, sum) : 0;
    i++;
    /* "1,25,000": lakhs */
    while (group == ',' && token_is_mark(at(tokens, i), ',') && token_touches(at(tokens, i)) &&
           token_touches(at(tokens, i + 1)) && token_is_number(at(tokens, i + 1), 2, 2) &&
           is_group(tokens, i + 2, ',')) {
        n = n * 100 + (double)at(tokens, i + 1)->value;
        i += 2;
    }
    while (group && (group == ' ' ? is_blank_group(tokens, i) : is_group(tokens, i, group))) {
        i += group == ' ' ? 1 : 2;
        n = n * 1000 + (double)at(tokens, i - 1)->value;
    }
    if (is_decimal(tokens, i) || is_decimal_comma(cues, tokens, i, group)) {
        n += fraction_of(at(tokens, i + 1));
        i += 2;
    }
    i = scale_read(cues, tokens, i, &n);
    if (token_is_mark(at(tokens, i), '+') && token_touches(at(tokens, i)))
        i++;
    *index = i;
    *value = n;
    return true;
}

bool number_read(const Cues *cues, const GArray *tokens, guint *index, double *value)
{
    return read_number(cues, tokens, index, value, false);
}

/* ---- money ---- */

typedef struct {
    const char *word;
    const char *code;
} Currency;

static const Currency codes[] = {
    {"usd", "USD"},    {"dollars", "USD"}, {"dollar", "USD"}, {"eur", "EUR"}, {"euro", "EUR"},  {"euros", "EUR"},
    {"gbp", "GBP"},    {"inr", "INR"},     {"rupees", "INR"}, {"rs", "INR"},  {"jpy", "JPY"},   {"yen", "JPY"},
    {"chf", "CHF"},    {"cad", "CAD"},     {"aud", "AUD"},    {"nzd", "NZD"}, {"sgd", "SGD"},   {"hkd", "HKD"},
    {"cny", "CNY"},    {"rmb", "CNY"},     {"sek", "SEK"},    {"nok", "NOK"}, {"dkk", "DKK"},   {"pln", "PLN"},
    {"czk", "CZK"},    {"brl", "BRL"},     {"reais", "BRL"},  {"mxn", "MXN"}, {"zar", "ZAR"},   {"ngn", "NGN"},
    {"naira", "NGN"},  {"kes", "KES"},     {"try", "TRY"},    {"krw", "KRW"}, {"twd", "TWD"},   {"thb", "THB"},
    {"idr", "IDR"},    {"vnd", "VND"},     {"php", "PHP"},    {"aed", "AED"}, {"sar", "SAR"},   {"ils", "ILS"},
    {"rub", "RUB"},    {"uah", "UAH"},     {"btc", "BTC"},    {"eth", "ETH"}, {"xmr", "XMR"},   {"dai", "DAI"},
    {"usdc", "USDC"},  {"usdt", "USDT"},   {"bnb", "BNB"},    {"sol", "SOL"}, {"weth", "WETH"}, {"wbtc", "WBTC"},
    {"pounds", "GBP"}, {"cop", "COP"},     {"clp", "CLP"},    {"ars", "ARS"}, {"pen", "PEN"},   {"soles", "PEN"},
    {"uyu", "UYU"},    {"bob", "BOB"},     {"crc", "CRC"},    {"gtq", "GTQ"}, {"dop", "DOP"},   {"franken", "CHF"},
    {"huf", "HUF"},    {"ron", "RON"},     {"isk", "ISK"},    {"mad", "MAD"}, {"tnd", "TND"},   {"egp", "EGP"},
    {"xof", "XOF"},    {"ghs", "GHS"},     {"pkr", "PKR"},    {"bdt", "BDT"}, {"lkr", "LKR"},   {"myr", "MYR"},
    {"kronor", "SEK"}, {"zloty", "PLN"},   {"rand", "ZAR"},
};

static const struct {
    gunichar mark;
    const char *code;
} symbols[] = {{0x20ac, "EUR"}, {0xa3, "GBP"}, {0x20b9, "INR"}, {0xa5, "JPY"}, {0x20a6, "NGN"}, {0x20a9, "KRW"}};

/* "R$", "CA$": letters that touch the dollar sign. */
static const Currency dollars[] = {{"r", "BRL"},  {"us", "USD"}, {"c", "CAD"},  {"ca", "CAD"}, {"a", "AUD"},
                                   {"au", "AUD"}, {"nz", "NZD"}, {"s", "SGD"},  {"hk", "HKD"}, {"mx", "MXN"},
                                   {"nt", "TWD"}, {"cl", "CLP"}, {"ars", "ARS"}};

static const char *dollar_code(const Scan *s, guint i)
{
    const Token *letters = i ? scan_token(s, i - 1) : &token_end;
    for (guint d = 0; letters->kind == TOKEN_WORD && token_touches(scan_token(s, i)) && d < G_N_ELEMENTS(dollars); d++)
        if (strcmp(letters->word, dollars[d].word) == 0)
            return dollars[d].code;
    return "USD";
}

static const char *symbol_code(const Scan *s, guint at_token)
{
    const Token *token = scan_token(s, at_token);
    if (token_is_mark(token, '$'))
        return dollar_code(s, at_token);
    for (guint i = 0; token->kind == TOKEN_MARK && i < G_N_ELEMENTS(symbols); i++)
        if (token->value == (gint64)symbols[i].mark)
            return symbols[i].code;
    return NULL;
}

static bool is_of(const Token *token)
{
    return token->kind == TOKEN_WORD && (strcmp(token->word, "de") == 0 || strcmp(token->word, "di") == 0);
}

static const char *word_code(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    static const char *const small[] = {"usd", "eur", "yen", NULL}; /* "try", "sol", "pen" are words */
    bool word = token->kind == TOKEN_WORD &&
                (token->end - token->start > 3 || token->capital || g_strv_contains(small, token->word));
    const char *name = word && strncmp(token->word, "d'", 2) == 0 ? token->word + 2 : token->word;
    for (guint c = 0; word && c < G_N_ELEMENTS(codes); c++)
        if (strcmp(name, codes[c].word) == 0)
            return codes[c].code;
    return NULL;
}

static guint bn_read(const Scan *s, guint i, double *amount)
{
    const Token *token = scan_token(s, i);
    static const char *const words[] = {"bn", "billion", "b", NULL};
    if (token->kind != TOKEN_WORD || !g_strv_contains(words, token->word))
        return i;
    *amount *= 1e9;
    return i + 1;
}

/* "$15,000", "USD 96000", "2,675.73 XMR", "11m DAI", "96000 GMV" */
guint money_read(const Scan *s, guint i, Mention *m)
{
    guint number = i;
    const char *code = symbol_code(s, i);
    if (code || ((code = word_code(s, i)) && scan_token(s, i + 1)->kind == TOKEN_NUMBER))
        number = i + 1;
    double amount;
    guint next = number;
    if (!read_number(s->cues, s->tokens, &next, &amount, true) &&
        ((next = worded_number(s, number, &amount)) == number || amount < 1000))
        return 0;
    next = bn_read(s, next, &amount);
    if (next > number + 1 && !code && is_of(scan_token(s, next)) && word_code(s, next + 1))
        next++; /* "2 millones de euros" */
    const char *behind = symbol_code(s, next);
    if (!behind && scan_token(s, next)->kind == TOKEN_WORD)
        behind = word_code(s, next);
    bool goods = scan_word_in(s, next, CUE_noun_money);
    if (!code && !behind && !goods)
        return 0;
    if (behind || (goods && !code))
        next++;
    m->kind = MENTION_MONEY;
    m->amount = amount;
    g_strlcpy(m->currency, behind ? behind : code ? code : "", sizeof m->currency);
    m->approximate = i > 0 && (scan_word_in(s, i - 1, CUE_about) || token_is_mark(scan_token(s, i - 1), '~'));
    return next;
}

/* ---- counts ---- */

static int noun_kind(const Scan *s, guint i)
{
    static const CueGroup nouns[] = {CUE_noun_people, CUE_noun_accounts, CUE_noun_orders, CUE_noun_requests};
    for (int k = 0; k < (int)G_N_ELEMENTS(nouns); k++)
        if (scan_word_in(s, i, nouns[k]))
            return k;
    return -1;
}

/* Words that end the reach of a number to its noun. */
static bool ends_reach(const Scan *s, guint i)
{
    static const char *const stops[] = {"and",     "or",   "in",    "on",    "at",  "by",   "to",  "for",
                                        "with",    "than", "as",    "is",    "was", "were", "per", "that",
                                        "because", "when", "while", "until", "x",   NULL};
    const Token *token = scan_token(s, i);
    return token->kind != TOKEN_WORD || g_strv_contains(stops, token->word) || duration_unit(s, i, true);
}

static bool is_rate(const Scan *s, guint i)
{
    const Token *token = scan_token(s, i);
    if (token_is_mark(token, '/'))
        return true;
    if (token->kind == TOKEN_MARK && token->value == '-')
        token = scan_token(s, ++i);
    static const char *const per[] = {"per", "pro", "por", "par", "each", "every", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(per, token->word);
}

/* "out of 1,200", "of our 12": the whole of which the number before is a part. */
static guint skip_whole(const Scan *s, guint i)
{
    static const char *const fillers[] = {"out", "of", "our", "the", NULL};
    guint next = i;
    bool of = false;
    for (;
         next < i + 3 && scan_token(s, next)->kind == TOKEN_WORD && g_strv_contains(fillers, scan_token(s, next)->word);
         next++)
        of |= strcmp(scan_token(s, next)->word, "of") == 0;
    double whole;
    return of && number_read(s->cues, s->tokens, &next, &whole) ? next : i;
}

/* "the two teams": known ones, no count. */
static bool is_definite(const Token *token)
{
    static const char *const words[] = {"the", "these", "those", "our", "die", "den", "unsere", "los",  "las", "les",
                                        "nos", "os",    "as",    "i",   "le",  "gli", "de",     "onze", NULL};
    return token->kind == TOKEN_WORD && g_strv_contains(words, token->word);
}

/* "1k user pods", "20 customer sessions": of what belongs to them. */
static bool is_modifier(const Scan *s, guint noun, double amount)
{
    const Token *token = scan_token(s, noun), *then = scan_token(s, noun + 1);
    g_autofree char *plural = g_strconcat(token->word, "s", NULL);
    bool singular =
        amount > 1 && !g_str_has_suffix(token->word, "s") &&
        (cues_has_word(s->cues, plural, CUE_noun_people) || cues_has_word(s->cues, plural, CUE_noun_accounts));
    return singular && then->kind == TOKEN_WORD && g_str_has_suffix(then->word, "s") &&
           !cues_has_word(s->cues, then->word, CUE_stopword);
}

/* "1 in 5 users", "one of three customers": a share. */
static bool is_share(const Scan *s, guint i)
{
    static const char *const joints[] = {"in", "of", "von", "de", "sur", "su", "em", "op", NULL};
    const Token *joint = i > 1 ? scan_token(s, i - 1) : &token_end;
    double part;
    return joint->kind == TOKEN_WORD && g_strv_contains(joints, joint->word) &&
           (token_is_number(scan_token(s, i - 2), 1, 2) || spoken_number(s, i - 2, &part) > i - 2) &&
           scan_token(s, i)->digits <= 3;
}

/* The "200" of "1 200 users" is no number by itself, whatever the custom. */
static bool is_loose_group(const Scan *s, guint i)
{
    return i > 0 && token_is_number(scan_token(s, i), 3, 3) && token_is_number(scan_token(s, i - 1), 1, 3);
}

/* "305 teams", "3.7M failed requests", "about 800 more canceled orders" */
guint count_read(const Scan *s, guint i, Mention *m)
{
    double amount = 0;
    guint next = worded_number(s, i, &amount);
    if (amount < 2) {
        next = i;
        if (!number_read(s->cues, s->tokens, &next, &amount))
            return 0;
    }
    const Token *glued = i ? scan_token(s, i - 1) : &token_end;
    if (i && token_touches(scan_token(s, i)) &&
        (glued->kind != TOKEN_MARK || !strchr("~(*[\"'", (int)MIN(glued->value, 126))))
        return 0;
    bool word = scan_token(s, i)->kind == TOKEN_WORD;
    if (is_share(s, i) || is_loose_group(s, i))
        return 0;
    if (word && amount <= 12 && i && is_definite(scan_token(s, i - 1)))
        return 0;
    next = skip_whole(s, next);
    for (guint reach = 0; reach < (word ? 2u : 4u); reach++, next++) {
        if (ends_reach(s, next))
            return 0;
        int kind = noun_kind(s, next);
        const Token *then = scan_token(s, next + 1);
        bool modifies = kind >= 0 && then->kind == TOKEN_WORD && noun_kind(s, next + 1) >= 0;
        if (kind < 0 || (modifies && reach < 3))
            continue;
        if (is_modifier(s, next, amount))
            return 0;
        m->kind = MENTION_COUNT;
        m->amount = amount;
        m->count = (CountKind)kind;
        m->rate = is_rate(s, next + 1);
        m->approximate = i > 0 && (scan_word_in(s, i - 1, CUE_about) || token_is_mark(scan_token(s, i - 1), '~'));
        return next + 1;
    }
    return 0;
}
