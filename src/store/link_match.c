#include "link_match.h"

#include "nines/base/text.h"
#include "nines/store/link.h"
#include <string.h>

#define NEAR_MS (15 * MS_PER_MINUTE)
#define TITLE_CERTAIN 0.7
#define TITLE_ALIKE 0.4
#define OVERLAP_CERTAIN 0.5

/* Words that say only that there was an incident, or a text about one. */
static const char *const empty_words[] = {
    "a",           "an",          "and",         "the",    "of",     "in",       "on",      "for",      "to",
    "with",        "at",          "by",          "is",     "was",    "are",      "were",    "from",     "after",
    "during",      "our",         "post",        "mortem", "report", "review",   "rca",     "analysis", "summary",
    "postmortem",  "incident",    "outage",      "root",   "cause",  "issue",    "problem", "sev",      "service",
    "down",        "unavailable", "failure",     "failed", "fail",   "error",    "some",    "all",      "users",
    "user",        "customer",    "resolved",    "update", "major",  "minor",    "partial", "full",     "degraded",
    "degradation", "disruption",  "unreachable", "impact", "alert",  "elevated",
};

void link_record_free(gpointer data)
{
    LinkRecord *record = data;
    g_free(record->origin);
    g_free(record->external_id);
    g_free(record->title);
    g_free(record->place);
    GPtrArray *const lists[] = {record->services, record->service_words, record->words, record->numbers};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        g_ptr_array_unref(lists[i]);
    g_free(record);
}

LinkRecord *link_record_new(void)
{
    LinkRecord *record = g_new0(LinkRecord, 1);
    GPtrArray **const lists[] = {&record->services, &record->service_words, &record->words, &record->numbers};
    for (guint i = 0; i < G_N_ELEMENTS(lists); i++)
        *lists[i] = g_ptr_array_new_with_free_func(g_free);
    return record;
}

/* ---- words ---- */

static bool has(const GPtrArray *words, const char *word)
{
    for (guint i = 0; i < words->len; i++)
        if (g_str_equal(words->pdata[i], word))
            return true;
    return false;
}

static bool is_empty_word(const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS(empty_words); i++)
        if (g_str_equal(empty_words[i], word))
            return true;
    return false;
}

/* "timeouts" and "timeout", "failing" and "failed": enough of the ending goes to make them one. */
static void cut_ending(char *word)
{
    static const char *const endings[] = {"ing", "ed", "es", "s"};
    gsize length = strlen(word);
    for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
        if (length > strlen(endings[i]) + 3 && g_str_has_suffix(word, endings[i])) {
            word[length - strlen(endings[i])] = '\0';
            return;
        }
}

static bool has_digit(const char *word)
{
    return word[strcspn(word, "0123456789")] != '\0';
}

static void add_word(LinkRecord *record, const char *word)
{
    g_autofree char *cut = g_strdup(word);
    cut_ending(cut);
    if (has_digit(word)) {
        if (!has(record->numbers, word))
            g_ptr_array_add(record->numbers, g_strdup(word));
    } else if (!is_empty_word(word) && !is_empty_word(cut) && !has(record->service_words, word) &&
               !has(record->words, cut))
        g_ptr_array_add(record->words, g_steal_pointer(&cut));
}

static char **split_words(const char *text)
{
    g_autofree char *lower = g_utf8_strdown(text, -1);
    for (char *at = lower; *at; at++)
        if ((guchar)*at < 0x80 && !g_ascii_isalnum(*at))
            *at = ' ';
    return g_strsplit(lower, " ", -1);
}

/* The service's own name says nothing about which of its incidents it was. */
void link_record_add_service(LinkRecord *record, const char *name)
{
    g_auto(GStrv) parts = split_words(name);
    for (char **part = parts; *part; part++)
        if (**part)
            g_ptr_array_add(record->service_words, g_strdup(*part));
    g_ptr_array_add(record->services, text_key(name, -1));
}

void link_record_prepare(LinkRecord *record)
{
    g_auto(GStrv) words = split_words(record->title);
    for (char **word = words; *word; word++)
        if (**word)
            add_word(record, *word);
}

static guint shared(const GPtrArray *a, const GPtrArray *b)
{
    guint n = 0;
    for (guint i = 0; i < a->len; i++)
        n += has(b, a->pdata[i]);
    return n;
}

/* Dice's coefficient. */
static double likeness_of(const GPtrArray *a, const GPtrArray *b)
{
    return a->len + b->len ? 2.0 * shared(a, b) / (a->len + b->len) : 0;
}

/* "node 3" and "node 4" are two incidents; a number that only one of the titles has says nothing. */
static bool numbers_agree(const LinkRecord *a, const LinkRecord *b)
{
    guint n = shared(a->numbers, b->numbers);
    return n == MIN(a->numbers->len, b->numbers->len);
}

/* ---- times ---- */

static int64_t distance(Instant a, Instant b)
{
    return a > b ? a - b : b - a;
}

static bool is_dated(const LinkRecord *record)
{
    return record->from != INSTANT_NONE;
}

bool link_times_meet(const LinkRecord *a, const LinkRecord *b)
{
    if (!is_dated(a) || !is_dated(b))
        return false;
    Instant a_to = a->to == INSTANT_NONE ? a->from : a->to, b_to = b->to == INSTANT_NONE ? b->from : b->to;
    return distance(a->from, b->from) <= NEAR_MS || (a->from < b_to && b->from < a_to) ||
           (a->to == INSTANT_NONE && a->from >= b->from && a->from < b_to) ||
           (b->to == INSTANT_NONE && b->from >= a->from && b->from < a_to);
}

/* Time in both over time in either; while an end is not known, whether they begin together. */
static double overlap_of(const LinkRecord *a, const LinkRecord *b)
{
    if (a->to == INSTANT_NONE || b->to == INSTANT_NONE || a->to <= a->from || b->to <= b->from)
        return distance(a->from, b->from) <= NEAR_MS ? OVERLAP_CERTAIN : 0;
    Instant both = MIN(a->to, b->to) - MAX(a->from, b->from), either = MAX(a->to, b->to) - MIN(a->from, b->from);
    return both > 0 ? (double)both / (double)either : 0;
}

/* ---- the verdict ---- */

static const char *shared_service(const LinkRecord *a, const LinkRecord *b)
{
    for (guint i = 0; i < a->services->len; i++)
        if (has(b->services, a->services->pdata[i]))
            return a->services->pdata[i];
    return NULL;
}

static bool services_contradict(const LinkRecord *a, const LinkRecord *b)
{
    return a->services->len && b->services->len && !shared_service(a, b);
}

/* Times to the hour or day meet too easily. */
static bool is_precise(const LinkRecord *record)
{
    return record->precision <= 1;
}

Likeness link_compare(const LinkRecord *a, const LinkRecord *b)
{
    Likeness likeness = {LIKENESS_NONE, 0, NULL};
    if (!link_times_meet(a, b) || services_contradict(a, b))
        return likeness;
    double title = likeness_of(a->words, b->words), overlap = overlap_of(a, b);
    const char *service = shared_service(a, b);
    bool certain = title >= TITLE_CERTAIN && shared(a->words, b->words) >= 2 && service && overlap >= OVERLAP_CERTAIN &&
                   is_precise(a) && is_precise(b) && numbers_agree(a, b);
    bool same_times = overlap >= 0.9 && service && is_precise(a) && is_precise(b);
    if (!certain && title < TITLE_ALIKE && !same_times)
        return likeness;
    likeness.grade = certain ? LIKENESS_CERTAIN : LIKENESS_PROPOSED;
    likeness.score = title + overlap + (service ? 0.5 : 0);
    likeness.evidence =
        g_strdup_printf("titles alike to %.0f %%, %s%s, times overlap to %.0f %%", 100 * title,
                        service ? "service " : "no service in common", service ? service : "", 100 * overlap);
    return likeness;
}

bool link_id_is_telling(const char *external_id)
{
    guint letters = 0, digits = 0, length = 0;
    bool parted = false;
    for (const char *at = external_id; *at; at++, length++) {
        letters += g_ascii_isalpha(*at) != 0;
        digits += g_ascii_isdigit(*at) != 0;
        parted = parted || *at == '-' || *at == '_';
    }
    if (g_str_has_prefix(external_id, "auto-"))
        return false;
    return digits && ((letters >= 2 && parted) || (letters && length >= 7));
}
