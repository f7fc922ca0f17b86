/* Money: integers of a currency's minor unit (ISO 4217), never floating point.
 *
 *     int64_t minor;
 *     money_parse("12,345.60", "EUR", &minor);   // 1234560
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Digits of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD; -1 for a code that is not in ISO 4217. */
int currency_digits(const char *code);
/* Accepts signs, thousands separators and decimal point; more decimals than the currency has are an error. An unknown
 * or NULL currency uses 2 digits. */
bool money_parse(const char *text, const char *currency, int64_t *minor);
/* "EUR 12,345.60"; without a currency "12,345.60". Caller frees. */
char *money_format(int64_t minor, const char *currency);
