/* What the sentences of explain share. */
#pragma once

#include "nines/contract/explain.h"

void say(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3); /* one line */
const char *plural(int64_t n);                                       /* "s", or "" for one */
char *award_said(const Award *award, const char *currency);          /* caller frees */
void say_credit(GString *out, const CreditTerms *credit, const char *currency);
/* Of a response target, by the share in time. */
void say_credit_of_share(GString *out, const CreditTerms *credit, const char *currency);
