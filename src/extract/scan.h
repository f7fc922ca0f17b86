/* The mention grammar's cursor over a block's tokens. Private to the second stage.
 *
 * Every reader tries its form at token i, fills *m and returns the index behind it, or 0 (a form never is empty). */
#pragma once

#include "nines/extract/mention.h"

typedef struct {
    const Cues *cues;
    const GArray *tokens;
    const char *text;
    const TextDocument *document;
    guint block;
    const Mention *last;       /* the mention read before, in any block, or NULL */
    const Mention *last_clock; /* the clock read before, in any block, or NULL */
    GHashTable *cities;        /* word -> Zone* or NULL, tried before */
    const CueWord *words;      /* of each token; empty for others than words */
} Scan;

extern const Token token_end; /* a mark of value 0 */

static inline const Token *scan_token(const Scan *s, guint i)
{
    return i < s->tokens->len ? &g_array_index(s->tokens, Token, i) : &token_end;
}

static inline bool token_is_mark(const Token *token, int mark)
{
    return token->kind == TOKEN_MARK && token->value == mark;
}

static inline bool token_touches(const Token *token)
{
    return token != &token_end && !token->spaced;
}

static inline bool token_is_number(const Token *token, int min_digits, int max_digits)
{
    return token->kind == TOKEN_NUMBER && token->digits >= min_digits && token->digits <= max_digits;
}

static inline bool scan_word_in(const Scan *s, guint i, CueGroup group)
{
    return i < s->tokens->len && cue_word_group(&s->words[i], group, group) >= 0;
}

/* The first of the groups first to last that has the word at i, or -1. */
static inline int scan_group_of(const Scan *s, guint i, CueGroup first, CueGroup last)
{
    return i < s->tokens->len ? cue_word_group(&s->words[i], first, last) : -1;
}

guint date_relative(const Scan *s, guint i, Mention *m);
guint date_read(const Scan *s, guint i, Mention *m);
guint clock_read(const Scan *s, guint i, Mention *m);
/* "ten past five", "half past six in the evening", "at noon" */
guint spoken_clock_read(const Scan *s, guint i, Mention *m);
/* "in the evening", "abends", "de la tarde" behind a clock: settles its half; the index behind, or i. */
guint part_of_day_read(const Scan *s, guint i, Mention *m);
/* The zone behind a clock, perhaps in brackets; the index behind, or i. iso: "-0500" may touch it. */
guint zone_behind(const Scan *s, guint i, bool iso, Mention *m);
/* The zone behind a clock, or one that stands alone; alone is stricter: no cities, no words such as "eastern". */
guint zone_read(const Scan *s, guint i, bool alone, Mention *m);
/* mention_zone_names.c: "East Africa Time"; the index behind, or 0. */
guint zone_name_read(const Scan *s, guint i, Mention *m);
/* mention_places.c: the zone of "Barcelona"; of "italiana" or "chile", lower case; NULL when there is none. */
const Zone *zone_of_place(const char *words);
const Zone *zone_of_nation(const char *word);
guint duration_read(const Scan *s, guint i, Mention *m);
guint money_read(const Scan *s, guint i, Mention *m);
guint count_read(const Scan *s, guint i, Mention *m);
guint permalink_read(const Scan *s, guint i, Mention *m);
/* Milliseconds of the unit at token i, or 0. brief: a letter alone ("m") is one as well. */
int64_t duration_unit(const Scan *s, guint i, bool brief);
/* Whether a decimal point with digits stands at token i. */
bool is_decimal(const GArray *tokens, guint i);
/* "fifteen", "twenty-five", "one" to "twelve" of the cue files; the index behind, or i. */
guint spoken_number(const Scan *s, guint i, double *value);
/* Whether the words before speak of how long: "1h17" behind "lasted" is no clock. */
bool lasts_here(const Scan *s, guint i);
/* The Unix time that a chat address holds. */
bool link_time(const char *url, int64_t *ms);
/* 1..12 for "one" to "twelve", 0 for other words. */
int number_word(const Scan *s, guint i);
