/* Every metric and statistic in one table: what is printed beside a figure comes from here.
 *
 * Invariant: keys are unique, lower case with underscores, and stand in the order in which a Definitions sheet shows
 * them; a definition is one sentence; formulas name the fields of the record and other entries.
 *
 *     const GlossaryEntry *entry = glossary_find("ttr");
 *     printf("%s: %s", entry->name, entry->definition);
 */
#pragma once

#include <glib.h>

/* Raised when a definition changes its meaning; printed in every report. */
#define GLOSSARY_VERSION 1

typedef struct {
    const char *key;        /* "ttr" */
    const char *name;       /* "time to resolve (TTR)" */
    const char *definition; /* one sentence, with its full stop */
    const char *formula;    /* "resolved - started"; NULL when the sentence says it all */
    const char *unit;       /* "duration", "ratio", "incidents", ...; NULL for words */
    const char *source;     /* who defined it: author and year, or "nines" */
} GlossaryEntry;

/* NULL for an unknown key. */
const GlossaryEntry *glossary_find(const char *key);
const GlossaryEntry *glossary_entries(guint *n);
/* "Definition. Formula: ... Source: ..."; caller frees. NULL for an unknown key. */
char *glossary_text(const char *key);
