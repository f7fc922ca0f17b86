#include "record_hash.h"

#include <string.h>

#define HASH_START UINT64_C(0x6a09e667f3bcc908)
#define HASH_ODD UINT64_C(0x9e3779b97f4a7c15)

uint64_t hash_integer(uint64_t hash, int64_t value)
{
    hash = (hash ^ (uint64_t)value) * HASH_ODD;
    return hash ^ (hash >> 32);
}

uint64_t hash_text(uint64_t hash, const char *text)
{
    if (!text)
        return hash_integer(hash, -1);
    size_t length = strlen(text);
    hash = hash_integer(hash, (int64_t)length);
    for (; length >= 8; text += 8, length -= 8) {
        int64_t word;
        memcpy(&word, text, sizeof word);
        hash = hash_integer(hash, word);
    }
    int64_t rest = 0;
    memcpy(&rest, text, length);
    return length ? hash_integer(hash, rest) : hash;
}

static uint64_t hash_names(uint64_t hash, const GPtrArray *names)
{
    hash = hash_integer(hash, names->len);
    for (guint i = 0; i < names->len; i++)
        hash = hash_text(hash, names->pdata[i]);
    return hash;
}

static uint64_t hash_windows(uint64_t hash, const GArray *windows)
{
    hash = hash_integer(hash, windows->len);
    for (guint i = 0; i < windows->len; i++) {
        const RecordWindow *window = &g_array_index(windows, RecordWindow, i);
        hash = hash_text(hash, window->service);
        hash = hash_integer(hash_integer(hash, window->from), window->to);
        hash = hash_integer(hash, window->share_ppm);
    }
    return hash;
}

static uint64_t hash_timeline(uint64_t hash, const GArray *timeline)
{
    hash = hash_integer(hash, timeline->len);
    for (guint i = 0; i < timeline->len; i++) {
        const RecordEntry *entry = &g_array_index(timeline, RecordEntry, i);
        hash = hash_text(hash_text(hash_integer(hash, entry->at), entry->kind), entry->text);
    }
    return hash;
}

static uint64_t hash_actions(uint64_t hash, const GArray *actions)
{
    hash = hash_integer(hash, actions->len);
    for (guint i = 0; i < actions->len; i++) {
        const RecordAction *action = &g_array_index(actions, RecordAction, i);
        hash = hash_text(hash_text(hash_text(hash, action->text), action->owner), action->state);
        hash = hash_integer(hash_integer(hash, action->due_at), action->done_at);
    }
    return hash;
}

static uint64_t hash_amounts(uint64_t hash, const GArray *amounts)
{
    hash = hash_integer(hash, amounts->len);
    for (guint i = 0; i < amounts->len; i++) {
        const RecordAmount *amount = &g_array_index(amounts, RecordAmount, i);
        hash = hash_text(hash_text(hash, amount->kind), amount->currency);
        hash = hash_integer(hash_integer(hash, amount->low), amount->likely);
        hash = hash_integer(hash_integer(hash, amount->high), amount->computed);
    }
    return hash;
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
    for (guint i = 0; i < G_N_ELEMENTS(integers); i++)
        hash = hash_integer(hash, integers[i]);
    for (Moment i = 0; i < MOMENT_N; i++)
        hash = hash_integer(hash, record->at[i]);
    hash = hash_names(hash, record->services);
    hash = hash_names(hash, record->regions);
    hash = hash_names(hash, record->tags);
    hash = hash_windows(hash, record->windows);
    hash = hash_timeline(hash, record->timeline);
    hash = hash_actions(hash, record->actions);
    return (int64_t)hash_amounts(hash, record->amounts);
}
