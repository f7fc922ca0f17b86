#include "amount_words.h"
#include "mapper_parts.h"

#include "nines/base/money.h"
#include "nines/base/text.h"
#include "nines/calc/ledger.h"
#include "number.h"
#include <string.h>

#define QUOTED_MAX 60

/* Exactly so: "none" is a word of some scales of severity, "None" is how Python writes nothing. */
static const char *const null_words[] = {"?",   "-",  "null", "NULL", "Null", "None", "NA",    "N/A",
                                         "n/a", "NS", "#N/B", "#N/A", "NaN",  "nan",  "(null)"};
#define NULL_LONGEST 6u

static bool is_word(const char *word, const char *text, gsize length)
{
    return *word == *text && strncmp(word, text, length) == 0 && !word[length];
}

bool mapper_is_null(const Profile *profile, const char *text, gsize length)
{
    while (length && g_ascii_isspace(text[length - 1]))
        length--;
    while (length && g_ascii_isspace(*text))
        text++, length--;
    if (!length)
        return true;
    if (length <= NULL_LONGEST)
        for (guint i = 0; i < G_N_ELEMENTS(null_words); i++)
            if (is_word(null_words[i], text, length))
                return true;
    for (guint i = 0; i < profile->nulls->len; i++)
        if (is_word(profile->nulls->pdata[i], text, length))
            return true;
    return false;
}

static int64_t duration_unit(const Profile *profile)
{
    const FieldRule *field = profile_field(profile, TARGET_DURATION);
    return field ? ((const FieldSource *)field->sources->pdata[0])->unit_ms : MS_PER_MINUTE;
}

void mapper_init(Mapper *mapper, const Profile *profile, const Zone *zone)
{
    memset(mapper, 0, sizeof *mapper);
    mapper->profile = profile;
    mapper->zone = zone;
    mapper->record = record_new();
    mapper->duration_unit_ms = duration_unit(profile);
    for (Target i = 0; i < TARGET_TIMES; i++)
        mapper->rules[i] = (TimeRules){.zone = zone, .order = TIME_DAY_FIRST, .choice = ZONE_EARLIER};
}

void mapper_clear(Mapper *mapper)
{
    g_clear_pointer(&mapper->record, record_free);
}

void mapper_begin(Mapper *mapper, int64_t line)
{
    record_clear(mapper->record);
    mapper->record->line = line;
    mapper->from = mapper->to = mapper->announced = INSTANT_NONE;
    mapper->money = mapper->currency = mapper->bare_duration = NULL;
    mapper->start_precision = PRECISION_SECOND;
    mapper->problem[0] = '\0';
    mapper->problem_column = 0;
}

void mapper_problem(Mapper *mapper, Target target, guint column, const char *text, gsize length, const char *why)
{
    if (mapper->problem[0])
        return;
    g_autofree char *clean = text_clean(text, (gssize)length);
    g_autofree char *quoted = text_shorten(clean, QUOTED_MAX);
    g_snprintf(mapper->problem, sizeof mapper->problem, "%s: \"%s\" is %s", target_name(target), quoted, why);
    mapper->problem_target = target;
    mapper->problem_column = column;
}

void mapper_bad_value(Mapper *mapper, const char *field, const char *text, const char *why)
{
    g_autofree char *quoted = text_shorten(text, QUOTED_MAX);
    record_add_finding(mapper->record, true, "bad-value", field, "%s: \"%s\" is %s", field, quoted, why);
}

/* ---- numbers ---- */

int32_t mapper_share(Mapper *mapper, const char *text)
{
    int64_t ppm;
    if (mapper_is_null(mapper->profile, text, strlen(text)))
        return -1;
    if (number_share(text, &ppm))
        return (int32_t)CLAMP(ppm, -2, 2 * SHARE_FULL);
    mapper_bad_value(mapper, "share", text, "no share");
    return -1;
}

static bool read_amount(const char *kind, const char *text, const char *currency, int64_t *value)
{
    if (g_str_equal(kind, "money"))
        return money_parse(text, currency, value);
    if (g_str_equal(kind, "staff_time"))
        return duration_parse(text, -1, MS_PER_HOUR, value) == TIME_OK;
    return number_count(text, value);
}

/* "about 3k" and the like, into the three ends. */
static bool read_amount_words(const char *text, const char *currency, RecordAmount *amount)
{
    AmountWords words;
    int64_t spread = 0;
    if (g_str_equal(amount->kind, "staff_time") || !amount_words_read(text, &words))
        return false;
    bool fine = (words.low == NULL || read_amount(amount->kind, words.low, currency, &amount->low)) &&
                (words.high == NULL || read_amount(amount->kind, words.high, currency, &amount->high)) &&
                (words.likely == NULL || read_amount(amount->kind, words.likely, currency, &amount->likely)) &&
                (words.spread == NULL || read_amount(amount->kind, words.spread, currency, &spread));
    if (fine && words.likely == NULL)
        amount->likely = amount->low + (amount->high - amount->low) / 2;
    if (fine && words.spread != NULL) {
        amount->low = MAX(0, amount->likely - spread);
        amount->high = amount->likely + spread;
    }
    amount_words_clear(&words);
    return fine && (amount->low == INSTANT_NONE || amount->low <= amount->high);
}

/* Money of an unknown currency is kept: record_check leaves it out of sums. */
void mapper_amount(Mapper *mapper, const char *kind, const char *low, const char *likely, const char *high,
                   const char *currency, bool computed)
{
    RecordAmount amount = {
        .kind = kind, .low = INSTANT_NONE, .high = INSTANT_NONE, .computed = computed, .summed = true};
    const char *known = currency && currency_digits(currency) >= 0 ? currency : NULL;
    const char *middle = likely ? likely : low ? low : high;
    if (!middle || mapper_is_null(mapper->profile, middle, strlen(middle)))
        return;
    bool is_plain = read_amount(kind, middle, known, &amount.likely);
    if (!is_plain && (low || high || !read_amount_words(middle, known, &amount))) {
        mapper_bad_value(mapper, kind, middle, "no amount");
        return;
    }
    if (low)
        read_amount(kind, low, known, &amount.low);
    if (high)
        read_amount(kind, high, known, &amount.high);
    amount.currency = g_str_equal(kind, "money") ? currency : NULL;
    g_array_append_val(mapper->record->amounts, amount);
}

static void put_duration(Mapper *mapper, const char *text)
{
    int64_t ms;
    bool bare = !text[strspn(text, "0123456789.,")];
    if (bare && !mapper->duration_unit_ms)
        mapper->bare_duration = text;
    else if (duration_parse(text, -1, mapper->duration_unit_ms, &ms) == TIME_OK && ms >= 0)
        mapper->record->stated_duration_ms = ms;
    else
        mapper_bad_value(mapper, "duration", text, "no known form of a duration");
}

/* ---- words ---- */

static int read_bool(const char *text)
{
    static const char *const yes[] = {"true", "yes", "y", "1", "on"}, *const no[] = {"false", "no", "n", "0", "off"};
    for (guint i = 0; i < G_N_ELEMENTS(yes); i++) {
        if (g_ascii_strcasecmp(text, yes[i]) == 0)
            return 1;
        if (g_ascii_strcasecmp(text, no[i]) == 0)
            return 0;
    }
    return -1;
}

static void put_kind(Mapper *mapper, const char *text)
{
    g_autofree char *key = text_key(text, -1);
    for (IncidentKind i = 0; i < KIND_N; i++) {
        g_autofree char *name = text_key(incident_kind_name(i), -1);
        if (g_str_equal(key, name)) {
            mapper->record->kind = i;
            mapper->record->is_outage = mapper->record->is_outage && i == KIND_INCIDENT;
        }
    }
}

static void put_outage(Mapper *mapper, const char *text)
{
    int value = read_bool(text);
    if (value >= 0)
        mapper->record->is_outage = value == 1;
}

static void put_names(Mapper *mapper, Target target, const char *text)
{
    void (*const add)(Record *, const char *) = target == TARGET_SERVICE  ? record_add_service
                                                : target == TARGET_REGION ? record_add_region
                                                                          : record_add_tag;
    const char *separators = target == TARGET_REGION ? ";|" : ";|,";
    if (mapper->profile->tree || !text[strcspn(text, separators)]) {
        add(mapper->record, profile_value(mapper->profile, target, text));
        return;
    }
    for (const char *at = text; *at; at += strspn(at, separators)) {
        gsize n = strcspn(at, separators);
        g_autofree char *name = g_strstrip(g_strndup(at, n));
        add(mapper->record, profile_value(mapper->profile, target, record_text(mapper->record, name, -1)));
        at += n;
    }
}

/* "checkout|2022-05-01T10:00Z|2022-05-01T10:20Z|0.5; search|..." */
static void put_windows(Mapper *mapper, const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    for (guint i = 0; parts[i]; i++) {
        g_auto(GStrv) cells = g_strsplit(parts[i], "|", 4);
        guint n = g_strv_length(cells);
        if (n < 3)
            continue;
        RecordWindow window = {.share_ppm = -1};
        const char *service = g_strstrip(cells[0]);
        window.service = *service ? record_text(mapper->record, service, -1) : NULL;
        window.from = mapper_window_time(mapper, g_strstrip(cells[1]));
        window.to = mapper_window_time(mapper, g_strstrip(cells[2]));
        window.share_ppm = n > 3 ? mapper_share(mapper, g_strstrip(cells[3])) : -1;
        g_array_append_val(mapper->record->windows, window);
    }
}

static void put_count(Mapper *mapper, Target target, const char *text)
{
    static const struct {
        Target target;
        const char *kind;
    } kinds[] = {{TARGET_USERS, "users"},
                 {TARGET_ACCOUNTS, "accounts"},
                 {TARGET_ORDERS, "orders"},
                 {TARGET_REQUESTS, "requests"},
                 {TARGET_STAFF_TIME, "staff_time"}};
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (kinds[i].target == target)
            mapper_amount(mapper, kinds[i].kind, NULL, text, NULL, NULL, false);
}

static void put_reopened(Mapper *mapper, const char *text)
{
    TimeValue value;
    if (!number_count(text, &mapper->record->reopened_n))
        mapper->record->reopened_n =
            read_bool(text) == 1 || time_parse(text, -1, &mapper->rules[TARGET_STARTED], &value) == TIME_OK;
}

static void put_word(Mapper *mapper, Target target, const char *text)
{
    Record *record = mapper->record;
    const char **const words[] = {&record->external_id, &record->title, NULL,           &record->severity,
                                  &record->status,      &record->team,  &record->cause, &record->detected_by};
    *words[target - TARGET_ID] = profile_value(mapper->profile, target, text);
}

static void put_other(Mapper *mapper, Target target, const char *text)
{
    switch (target) {
    case TARGET_SERVICE:
    case TARGET_REGION:
    case TARGET_TAG:
        put_names(mapper, target, text);
        break;
    case TARGET_KIND:
        put_kind(mapper, profile_value(mapper->profile, target, text));
        break;
    case TARGET_OUTAGE:
        put_outage(mapper, text);
        break;
    case TARGET_WITHIN:
        mapper_put_within(mapper, text);
        break;
    case TARGET_DURATION:
        put_duration(mapper, text);
        break;
    case TARGET_SHARE:
        mapper->record->share_ppm = mapper_share(mapper, text);
        break;
    case TARGET_CHANGE_CAUSED:
        mapper->record->change_caused = read_bool(text);
        break;
    case TARGET_REOPENED:
        put_reopened(mapper, text);
        break;
    case TARGET_MONEY:
        mapper->money = text;
        break;
    case TARGET_CURRENCY:
        mapper->currency = text;
        break;
    case TARGET_WINDOWS:
        put_windows(mapper, text);
        break;
    default:
        put_count(mapper, target, text);
    }
}

void mapper_put(Mapper *mapper, Target target, const char *text, gssize length, guint column)
{
    if (target < TARGET_TIMES)
        mapper_put_time_text(mapper, target, text, length, column);
    else if (target <= TARGET_DETECTED_BY && target != TARGET_SERVICE)
        put_word(mapper, target, text);
    else
        put_other(mapper, target, text);
}

/* ---- the whole record ---- */

void mapper_apply(Mapper *mapper, const KindRule *rule)
{
    if (rule->has_kind)
        mapper->record->kind = rule->kind;
    if (rule->outage >= 0)
        mapper->record->is_outage = rule->outage == 1;
    if (rule->reject && !mapper->problem[0]) {
        g_strlcpy(mapper->problem, rule->reject, sizeof mapper->problem);
        mapper->problem_target = TARGET_KIND;
    }
}

/* "23 minutes on 22 September": the day is a span, not a start. */
static void settle_span(Mapper *mapper)
{
    Record *record = mapper->record;
    Instant *at = record->at;
    if (record->stated_duration_ms == INSTANT_NONE || at[MOMENT_STARTED] == INSTANT_NONE ||
        mapper->start_precision < PRECISION_DAY || at[MOMENT_RESOLVED] != INSTANT_NONE)
        return;
    Civil civil = zone_to_civil(mapper->zone, at[MOMENT_STARTED]);
    record->within_from_at = at[MOMENT_STARTED];
    record->within_to_at = zone_day_start(mapper->zone, mapper->start_precision == PRECISION_MONTH
                                                            ? civil_days(civil.year, civil.month + 1, 1)
                                                            : civil_days(civil.year, civil.month, civil.day) + 1);
    at[MOMENT_STARTED] = INSTANT_NONE;
}

static bool still_lasts(const Record *record)
{
    static const char *const words[] = {"open", "problem", "active",   "firing",  "ongoing",     "triggered",
                                        "down", "new",     "alerting", "started", "in progress", "investigating"};
    for (guint i = 0; record->status && i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strcasecmp(record->status, words[i]) == 0)
            return true;
    return false;
}

/* A start and a length give the end. A number without a unit is no length, which matters only where no end is told. */
static void settle_end(Mapper *mapper)
{
    Record *record = mapper->record;
    Instant *at = record->at;
    if (mapper->bare_duration && at[MOMENT_RESOLVED] == INSTANT_NONE)
        record_add_finding(record, false, "unit-unknown", "duration", "duration: \"%s\" says no unit and is left out",
                           mapper->bare_duration);
    if (record->stated_duration_ms == INSTANT_NONE || at[MOMENT_STARTED] == INSTANT_NONE ||
        at[MOMENT_RESOLVED] != INSTANT_NONE || at[MOMENT_MITIGATED] != INSTANT_NONE)
        return;
    if (still_lasts(record)) {
        record->stated_duration_ms = INSTANT_NONE;
        record_add_finding(record, false, "still-open", "duration", "the duration of what is still open is no end");
        return;
    }
    at[MOMENT_RESOLVED] = at[MOMENT_STARTED] + record->stated_duration_ms;
    record_add_finding(record, false, "end-computed", "resolved", "the end is the start and the stated duration");
}

/* Windows with times give the start that the record does not state. */
static void settle_start(Mapper *mapper)
{
    Instant *started = &mapper->record->at[MOMENT_STARTED];
    if (*started != INSTANT_NONE)
        return;
    for (guint i = 0; i < mapper->record->windows->len; i++) {
        Instant from = g_array_index(mapper->record->windows, RecordWindow, i).from;
        if (from != INSTANT_NONE && (*started == INSTANT_NONE || from < *started))
            *started = from;
    }
}

bool mapper_is_maintenance(const Mapper *mapper)
{
    return mapper->profile->maintenance ||
           (mapper->record->kind == KIND_MAINTENANCE && mapper->from != INSTANT_NONE && mapper->to != INSTANT_NONE);
}

static void need(Mapper *mapper, bool there, Target target, const char *why)
{
    if (there || mapper->problem[0])
        return;
    g_snprintf(mapper->problem, sizeof mapper->problem, "%s: %s", target_name(target), why);
    mapper->problem_target = target;
}

/* Without an end it counts as open, whatever its status says: the file's note tells how many do. */
static bool is_over_somewhen(const Record *record)
{
    static const char *const words[] = {"resolved", "closed",      "completed", "done",    "fixed",     "solved",
                                        "restored", "geschlossen", "gelöst",    "behoben", "résolu",    "clos",
                                        "fermé",    "resuelto",    "resuelta",  "cerrado", "resolvido", "fechado"};
    bool ends = record->at[MOMENT_RESOLVED] != INSTANT_NONE || record->at[MOMENT_MITIGATED] != INSTANT_NONE ||
                record->stated_duration_ms != INSTANT_NONE || record->windows->len;
    if (ends || !record->status || record->kind != KIND_INCIDENT || !record->is_outage)
        return false;
    g_autofree char *status = g_utf8_strdown(record->status, -1);
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(status, words[i]))
            return true;
    return false;
}

static void settle_incident(Mapper *mapper)
{
    Record *record = mapper->record;
    settle_span(mapper);
    settle_end(mapper);
    settle_start(mapper);
    if (record->kind == KIND_INCIDENT && record->severity && g_ascii_strcasecmp(record->severity, "maintenance") == 0)
        put_kind(mapper, record->severity);
    mapper->ended_somewhen_n += is_over_somewhen(record);
    need(mapper, record->at[MOMENT_STARTED] != INSTANT_NONE || record->within_from_at != INSTANT_NONE, TARGET_STARTED,
         "there is no start, and no day or month");
}

static void settle_maintenance(Mapper *mapper)
{
    need(mapper, mapper->from != INSTANT_NONE, TARGET_FROM, "the window has no beginning");
    need(mapper, mapper->to != INSTANT_NONE, TARGET_TO, "the window has no end");
    need(mapper, mapper->from < mapper->to, TARGET_TO, "the window does not end after it begins");
}

bool mapper_end(Mapper *mapper)
{
    if (mapper->money)
        mapper_amount(mapper, "money", NULL, mapper->money, NULL, mapper->currency, false);
    if (mapper_is_maintenance(mapper))
        settle_maintenance(mapper);
    else
        settle_incident(mapper);
    return !mapper->problem[0];
}
