#include "nines/base/money.h"
#include "nines/calc/ledger.h"
#include "nines/store/record.h"

/* Two moments in the wrong order. The facts are kept as the source has them; figures leave such durations out. */
typedef struct {
    Moment before, after;
    bool warning;
    const char *finding;
} OrderRule;

static const OrderRule order_rules[] = {
    {MOMENT_STARTED, MOMENT_RESOLVED, true, "end-before-start"},
    {MOMENT_STARTED, MOMENT_MITIGATED, true, "mitigated-before-started"},
    {MOMENT_STARTED, MOMENT_DETECTED, false, "detected-before-started"},
    {MOMENT_STARTED, MOMENT_DECLARED, false, "declared-before-started"},
    {MOMENT_STARTED, MOMENT_ACKNOWLEDGED, true, "acknowledged-before-started"},
    {MOMENT_DETECTED, MOMENT_ACKNOWLEDGED, true, "acknowledged-before-detected"},
    {MOMENT_MITIGATED, MOMENT_RESOLVED, false, "resolved-before-mitigated"},
    {MOMENT_RESOLVED, MOMENT_CLOSED, false, "closed-before-resolved"},
};

static void check_order(Record *record, const OrderRule *rule)
{
    Instant before = record->at[rule->before], after = record->at[rule->after];
    if (before == INSTANT_NONE || after == INSTANT_NONE || after >= before)
        return;
    char first[CIVIL_TEXT], second[CIVIL_TEXT];
    record_add_finding(record, rule->warning, rule->finding, moment_name(rule->after), "%s %s lies before %s %s",
                       moment_name(rule->after), instant_format(after, second), moment_name(rule->before),
                       instant_format(before, first));
}

static void check_length(Record *record)
{
    Instant from = record->at[MOMENT_STARTED], to = record->at[MOMENT_RESOLVED];
    if (from != INSTANT_NONE && from == to)
        record_add_finding(record, false, "zero-length", "resolved", "resolved at the instant it started");
}

static void check_years(Record *record)
{
    const Instant oldest = INT64_C(0), newest = INT64_C(4102444800000); /* 1970 and 2100 */
    for (Moment i = 0; i < MOMENT_N; i++) {
        Instant at = record->at[i];
        char text[CIVIL_TEXT];
        if (at != INSTANT_NONE && (at < oldest || at >= newest))
            record_add_finding(record, false, "far-off-year", moment_name(i), "%s %s is far from the present",
                               moment_name(i), instant_format(at, text));
    }
}

static int32_t check_share(Record *record, int32_t share_ppm)
{
    if (share_ppm == -1 || (share_ppm >= 0 && share_ppm <= SHARE_FULL))
        return share_ppm;
    record_add_finding(record, true, "share-out-of-range", "share", "share lost %g is not between 0 and 1",
                       (double)share_ppm / SHARE_FULL);
    return share_ppm < 0 ? 0 : SHARE_FULL;
}

static void check_windows(Record *record)
{
    for (guint i = 0; i < record->windows->len; i++) {
        RecordWindow *window = &g_array_index(record->windows, RecordWindow, i);
        window->share_ppm = check_share(record, window->share_ppm);
        if (window->from != INSTANT_NONE && window->to != INSTANT_NONE && window->to <= window->from)
            record_add_finding(record, true, window->to < window->from ? "window-reversed" : "window-empty", "windows",
                               "impact window %u has no length", i + 1);
    }
}

static void check_amounts(Record *record)
{
    for (guint i = 0; i < record->amounts->len; i++) {
        RecordAmount *amount = &g_array_index(record->amounts, RecordAmount, i);
        if (!amount->currency || currency_digits(amount->currency) >= 0)
            continue;
        amount->summed = false;
        record_add_finding(record, true, "unknown-currency", "currency",
                           "\"%s\" is no currency of ISO 4217; the amount is kept out of sums", amount->currency);
    }
}

void record_check(Record *record)
{
    for (guint i = 0; i < G_N_ELEMENTS(order_rules); i++)
        check_order(record, &order_rules[i]);
    check_length(record);
    check_years(record);
    record->share_ppm = check_share(record, record->share_ppm);
    check_windows(record);
    check_amounts(record);
}
