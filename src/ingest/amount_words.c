#include "amount_words.h"
#include <glib.h>
#include <math.h>
#include <string.h>

#define DIGITS_MAX 15

/* ---- one number ---- */

typedef struct {
    char digits[DIGITS_MAX + 1];
    int n;         /* digits */
    int zeros;     /* that follow them before the point; negative: so many of the digits stand behind it */
    int magnitude; /* of the zeros, those that a word such as "k" adds */
} Number;

static const struct {
    const char *word;
    int zeros;
} magnitudes[] = {{"thousand", 3}, {"million", 6}, {"billion", 9}, {"tsd", 3}, {"mio", 6},
                  {"mn", 6},       {"bn", 9},      {"k", 3},       {"m", 6}};

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

/* The magnitude behind a number, as a word of its own; NULL when letters follow that are none. */
static const char *read_magnitude(const char *text, Number *number)
{
    const char *word = skip_blanks(text);
    gsize length = strspn(word, "abcdefghijklmnopqrstuvwxyz");
    for (gsize i = 0; i < G_N_ELEMENTS(magnitudes); i++)
        if (length == strlen(magnitudes[i].word) && strncmp(word, magnitudes[i].word, length) == 0) {
            number->magnitude = magnitudes[i].zeros;
            number->zeros += magnitudes[i].zeros;
            return word + length;
        }
    return text;
}

/* A separator of thousands stands before exactly three digits. */
static bool is_group(const char *text)
{
    gsize digits = strspn(text + 1, "0123456789");
    return strchr(",_'", *text) != NULL && digits == 3;
}

static bool is_point(const char *text)
{
    return (*text == '.' || *text == ',') && g_ascii_isdigit(text[1]);
}

static const char *skip_symbol(const char *text)
{
    static const char *const symbols[] = {"€", "$", "£", "¥"};
    for (gsize i = 0; i < G_N_ELEMENTS(symbols); i++)
        if (g_str_has_prefix(text, symbols[i]))
            return skip_blanks(text + strlen(symbols[i]));
    return text;
}

/* "1,234.5", "3k", "1.2 million"; returns what follows, NULL for none. */
static const char *read_number(const char *text, Number *out)
{
    Number number = {.n = 0};
    bool fraction = false;
    for (text = skip_symbol(skip_blanks(text)); *text != '\0'; text++) {
        if (g_ascii_isdigit(*text)) {
            if (number.n == DIGITS_MAX)
                return NULL;
            number.digits[number.n++] = *text;
            number.zeros -= fraction;
        } else if (number.n == 0 || fraction || (!is_group(text) && !is_point(text))) {
            break;
        } else {
            fraction = !is_group(text);
        }
    }
    *out = number;
    return number.n > 0 ? read_magnitude(text, out) : NULL;
}

/* As a plain decimal number. */
static char *number_text(const Number *number)
{
    GString *text = g_string_new_len(number->digits, number->n);
    for (int i = 0; i < number->zeros; i++)
        g_string_append_c(text, '0');
    while (-number->zeros >= (int)text->len)
        g_string_prepend_c(text, '0');
    if (number->zeros < 0)
        g_string_insert_c(text, (gssize)text->len + number->zeros, '.');
    return g_string_free(text, FALSE);
}

/* Half a unit of the last digit that is not zero. */
static char *spread_text(const Number *number)
{
    Number half = {.digits = "5", .n = 1, .zeros = number->zeros - 1};
    for (int last = number->n; last > 1 && number->digits[last - 1] == '0'; last--)
        half.zeros++;
    return number_text(&half);
}

/* ---- words ---- */

typedef enum { WORD_NONE, WORD_ABOUT, WORD_BELOW, WORD_ABOVE, WORD_BETWEEN } WordKind;

static const struct {
    const char *word;
    WordKind kind;
} words[] = {
    {"approximately ", WORD_ABOUT},
    {"approx. ", WORD_ABOUT},
    {"approx ", WORD_ABOUT},
    {"about ", WORD_ABOUT},
    {"around ", WORD_ABOUT},
    {"roughly ", WORD_ABOUT},
    {"circa ", WORD_ABOUT},
    {"ca. ", WORD_ABOUT},
    {"ca ", WORD_ABOUT},
    {"some ", WORD_ABOUT},
    {"etwa ", WORD_ABOUT},
    {"rund ", WORD_ABOUT},
    {"environ ", WORD_ABOUT},
    {"~", WORD_ABOUT},
    {"≈", WORD_ABOUT},
    {"less than ", WORD_BELOW},
    {"fewer than ", WORD_BELOW},
    {"at most ", WORD_BELOW},
    {"up to ", WORD_BELOW},
    {"under ", WORD_BELOW},
    {"below ", WORD_BELOW},
    {"<=", WORD_BELOW},
    {"<", WORD_BELOW},
    {"≤", WORD_BELOW},
    {"more than ", WORD_ABOVE},
    {"at least ", WORD_ABOVE},
    {"over ", WORD_ABOVE},
    {"above ", WORD_ABOVE},
    {">=", WORD_ABOVE},
    {">", WORD_ABOVE},
    {"≥", WORD_ABOVE},
    {"between ", WORD_BETWEEN},
};

static WordKind read_word(const char **text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(*text, words[i].word)) {
            *text += strlen(words[i].word);
            return words[i].kind;
        }
    return WORD_NONE;
}

/* What stands between the ends of a range. */
static const char *read_joint(const char *text)
{
    static const char *const joints[] = {"to ", "and ", "bis ", "-", "–", "—", ".."};
    text = skip_blanks(text);
    for (gsize i = 0; i < G_N_ELEMENTS(joints); i++)
        if (g_str_has_prefix(text, joints[i]))
            return text + strlen(joints[i]);
    return NULL;
}

static double value_of(const Number *number)
{
    double value = 0;
    for (int i = 0; i < number->n; i++)
        value = 10 * value + (number->digits[i] - '0');
    return value * pow(10, number->zeros);
}

/* "5-8k" means thousands at both ends, "500-8k" does not. */
static void share_magnitude(Number *first, const Number *second)
{
    Number larger = *first;
    larger.zeros += second->magnitude;
    if (first->magnitude == 0 && value_of(&larger) < value_of(second))
        *first = larger;
}

static bool read_range(const Number *low, const char *rest, AmountWords *out)
{
    const char *joint = read_joint(rest);
    Number first = *low, second;
    rest = joint != NULL ? read_number(joint, &second) : NULL;
    if (rest == NULL || *skip_blanks(rest) != '\0')
        return false;
    share_magnitude(&first, &second);
    *out = (AmountWords){.low = number_text(&first), .high = number_text(&second)};
    return true;
}

bool amount_words_read(const char *text, AmountWords *out)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    const char *rest = skip_blanks(lower);
    WordKind kind = read_word(&rest);
    Number number;
    rest = read_number(rest, &number);
    if (rest == NULL)
        return false;
    bool plus = *skip_blanks(rest) == '+';
    bool at_end = *skip_blanks(skip_blanks(rest) + plus) == '\0';
    if (!at_end)
        return kind != WORD_BELOW && kind != WORD_ABOVE && read_range(&number, rest, out);
    AmountWords read = {0};
    if (kind == WORD_BETWEEN)
        return false;
    if (kind == WORD_BELOW) {
        read.low = g_strdup("0");
        read.high = number_text(&number);
    } else {
        read.likely = number_text(&number);
        read.spread = kind == WORD_ABOUT ? spread_text(&number) : NULL;
    }
    *out = read;
    return true;
}

void amount_words_clear(AmountWords *w)
{
    g_clear_pointer(&w->low, g_free);
    g_clear_pointer(&w->likely, g_free);
    g_clear_pointer(&w->high, g_free);
    g_clear_pointer(&w->spread, g_free);
}
