/* Amounts that people write as a range: "about 3k", "1,000-2,000", "between 5 and 8", "< 500", "more than 1.2M".
 *
 *     AmountWords words;
 *     if (amount_words_read("about 3k", &words)) // likely "3000", spread "500"
 *         amount_words_clear(&words);
 *
 * Plain numbers come out, for the reader of the amount's kind. "About" reaches half a unit of the last digit that is
 * not zero to both sides. Of a range and of an upper bound the middle is the likely amount; of a lower bound it is the
 * bound, as nothing tells how much more it was.
 */
#pragma once

#include <stdbool.h>

typedef struct {
    char *low, *likely, *high; /* owned; NULL: not given */
    char *spread;              /* of an "about": half a unit of its last digit */
} AmountWords;

/* False, *out untouched, for any other text. */
bool amount_words_read(const char *text, AmountWords *out);
void amount_words_clear(AmountWords *words);
