/* A 64-bit hash of everything that a record says, to tell "unchanged" from "updated". Not for security. The line, the
 * findings and the evidence are left out: they say where and how well, not what. */
#pragma once

#include "nines/store/record.h"

int64_t record_hash(const Record *record);
uint64_t hash_text(uint64_t hash, const char *text); /* NULL and "" differ */
uint64_t hash_integer(uint64_t hash, int64_t value);
