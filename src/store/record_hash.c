#include "record_hash.h"

#include <string.h>

#define HASH_START UINT64_C(0x6a09e667f3bcc908)
#define HASH_ODD UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t mix(uint64_t hash, int64_t value)
{
    hash = (hash ^ (uint64_t)value) * HASH_ODD;
    return hash ^ (hash >> 32);
}

uint64_t hash_integer(uint64_t hash, int64_t value)
{
    return mix(hash, value);
}

static inline int64_t load_word(const char *text)
{
    int64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

/* A text has a hash of its own, so that the processor can work on several at once. */
uint64_t hash_text(uint64_t hash, const char *text)
{
    if (!text)
        return mix(hash, -1);
    size_t length = strlen(text), at = 0;
    uint64_t own = HASH_START ^ length;
    for (; at + 8 <= length; at += 8)
        own = mix(own, load_word(text + at));
    if (at < length && length >= 8)
        own = mix(own, load_word(text + length - 8));
    else if (at < length) {
        uint64_t rest = 0;
        for (; at < length; at++)
            rest = rest << 8 | (unsigned char)text[at];
        own = mix(own, (int64_t)rest);
    }
    return mix(hash, (int64_t)own);
}

static uint64_t hash_names(uint64_t hash, const GPtrArray *names)
{
    hash = mix(hash, names->len);
    for (guint i = 0; i < names->len; i++)
        hash = hash_text(hash, names->pdata[i]);
    return hash;
}

static uint64_t hash_windows(uint64_t hash, const GArray *windows)
{
    hash = mix(hash, windows->len);
    for (guint i = 0; i < windows->len; i++) {
        const RecordWindow *window = &g_array_index(windows, RecordWindow, i);
        hash = hash_text(hash, window->service);
        hash = mix(mix(hash, window->from), window->to);
        hash = mix(hash, window->share_ppm);
    }
    return hash;
}

static uint64_t hash_timeline(uint64_t hash, const GArray *timeline)
{
    hash = mix(hash, timeline->len);
    for (guint i = 0; i < timeline->len; i++) {
        const RecordEntry *entry = &g_array_index(timeline, RecordEntry, i);
        hash = hash_text(hash_text(mix(hash, entry->at), entry->kind), entry->text);
    }
    return hash;
}

static uint64_t hash_actions(uint64_t hash, const GArray *actions)
{
    hash = mix(hash, actions->len);
    for (guint i = 0; i < actions->len; i++) {
        const RecordAction *action = &g_array_index(actions, RecordAction, i);
        hash = hash_text(hash_text(hash_text(hash, action->text), action->owner), action->state);
        hash = mix(mix(hash, action->due_at), action->done_at);
    }
    return hash;
}

static uint64_t hash_amounts(uint64_t hash, const GArray *amounts)
{
    hash = mix(hash, amounts->len);
    for (guint i = 0; i < amounts->len; i++) {
        const RecordAmount *amount = &g_array_index(amounts, RecordAmount, i);
        hash = hash_text(hash_text(hash, amount->kind), amount->currency);
        hash = mix(mix(hash, amount->low), amount->likely);
        hash = mix(mix(hash, amount->high), amount->computed);
    }
    return hash;
}

/* Two chains side by side: each step waits for the one before it. */
static uint64_t hash_integers(uint64_t hash, const int64_t *integers, size_t n)
{
    uint64_t other = HASH_ODD;
    for (size_t i = 0; i + 2 <= n; i += 2) {
        hash = mix(hash, integers[i]);
        other = mix(other, integers[i + 1]);
    }
    if (n % 2)
        hash = mix(hash, integers[n - 1]);
    return mix(hash, (int64_t)other);
}

int64_t record_hash(const Record *record)
{
    const char *const texts[] = {record->title, record->severity, record->status,
                                 record->team,  record->cause,    record->detected_by};
    const int64_t integers[] = {record->kind,         record->is_outage,     record->within_from_at,
                                record->within_to_at, record->precision,     record->stated_duration_ms,
                                record->zone_basis,   record->change_caused, record->reopened_n,
                                record->share_ppm};
    uint64_t hash = HASH_START;
    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        hash = hash_text(hash, texts[i]);
    hash = hash_integers(hash, integers, G_N_ELEMENTS(integers));
    hash = hash_integers(hash, record->at, MOMENT_N);
    hash = hash_names(hash, record->services);
    hash = hash_names(hash, record->regions);
    hash = hash_names(hash, record->tags);
    hash = hash_windows(hash, record->windows);
    hash = hash_timeline(hash, record->timeline);
    hash = hash_actions(hash, record->actions);
    return (int64_t)hash_amounts(hash, record->amounts);
}
