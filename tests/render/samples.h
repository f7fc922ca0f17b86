/* Charts made from a seed: every mark, any number of rows and categories, names of any length in five scripts. */
#pragma once

#include "nines/render/chart.h"
#include <math.h>

typedef struct {
    Mark mark;
    guint rows_n, categories_n, series_n;
    guint name_chars;
    int script; /* 0 Latin, 1 Cyrillic, 2 Greek, 3 CJK, 4 Arabic */
    guint32 seed;
} Sample;

static const char *const sample_words[][6] = {
    {"checkout", "payments gateway", "search-index", "recommendations", "identity", "W"},
    {"платежи", "служба поиска", "доставка", "рекомендации", "вход", "Щ"},
    {"πληρωμές", "αναζήτηση", "υπηρεσία σύνδεσης", "αποστολή", "κατάλογος", "Ω"},
    {"支払いサービス", "検索", "订单处理服务集群", "推荐", "登录", "中"},
    {"الدفع والفوترة", "البحث", "خدمة الدخول", "التوصيات", "الفهرس", "ض"},
};

static const char *const sample_verdicts[] = {"met", "breached", "no target", "not measurable"};

static guint32 sample_random(guint32 *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* A name of exactly chars characters, the same for the same index, different for another one where chars allow. */
static char *sample_name(const Sample *sample, guint index)
{
    GString *name = g_string_new(NULL);
    guint32 state = sample->seed + index * 7919u;
    while (g_utf8_strlen(name->str, -1) < (glong)sample->name_chars)
        g_string_append_printf(name, "%s%s", name->len ? " " : "",
                               sample_words[sample->script][sample_random(&state) % 6]);
    g_autofree char *digits = g_strdup_printf("%u", index);
    glong keep = MAX(0, (glong)sample->name_chars - (glong)strlen(digits));
    g_autofree char *head = g_utf8_substring(name->str, 0, keep);
    g_string_free(name, TRUE);
    return g_strconcat(head, digits, NULL);
}

static void sample_encode(Encoding *encoding, const char *field)
{
    encoding->field = g_strdup(field);
}

static void sample_columns(Chart *chart, const char *const *names)
{
    for (; *names; names++)
        table_add_column(chart->table, *names);
}

static void sample_row(Chart *chart, const Sample *sample, guint i, guint32 *state)
{
    g_autofree char *category = sample_name(sample, i % sample->categories_n);
    g_autofree char *series = g_strdup_printf("series %u", (i / sample->categories_n) % sample->series_n);
    int64_t from = INT64_C(1760000000000) + (int64_t)(sample_random(state) % 8000) * 300000;
    double value = (double)(sample_random(state) % 1000) * 60000;
    double availability = 1 - (double)(sample_random(state) % 200) / 1e5;
    table_append_text(chart->table, category);
    table_append_integer(chart->table, from);
    table_append_integer(chart->table, from + (int64_t)value);
    table_append_integer(chart->table, (int64_t)value);
    table_append_integer(chart->table, (int64_t)(value * 0.7));
    table_append_integer(chart->table, (int64_t)(value * 1.4));
    table_append_real(chart->table, availability);
    table_append_real(chart->table, 0.999);
    table_append_text(chart->table, series);
    table_append_integer(chart->table, i % 24);
    table_append_text(chart->table, category);
    table_append_text(chart->table, sample_verdicts[i % G_N_ELEMENTS(sample_verdicts)]);
}

static void sample_encodings(Chart *chart, const Sample *sample)
{
    bool stacked = sample->series_n > 1;
    switch (chart->mark) {
    case MARK_LINE:
    case MARK_STEP:
    case MARK_WHISKER:
        sample_encode(&chart->x, sample->seed % 2 ? "from_at" : "category");
        sample_encode(&chart->y, "spent_ms");
        sample_encode(&chart->low, "low_ms");
        sample_encode(&chart->high, "high_ms");
        if (sample->seed % 5 == 0 && chart->mark != MARK_WHISKER)
            sample_encode(&chart->dash, "hour");
        if (stacked)
            sample_encode(&chart->series, "kind");
        return;
    case MARK_GANTT:
        sample_encode(&chart->y, "category");
        sample_encode(&chart->x, "from_at");
        sample_encode(&chart->x2, "to_at");
        sample_encode(&chart->label, "name");
        if (stacked)
            sample_encode(&chart->series, "kind");
        return;
    case MARK_HEAT:
        sample_encode(&chart->y, "category");
        sample_encode(&chart->x, sample->seed % 2 ? "hour" : "name");
        sample_encode(&chart->value, sample->seed % 3 ? "spent_ms" : "availability_ratio");
        if (sample->seed % 4 == 0)
            sample_encode(&chart->target, sample->seed % 3 ? "low_ms" : "target_ratio");
        return;
    case MARK_CALENDAR:
        sample_encode(&chart->x, "from_at");
        sample_encode(&chart->value, "spent_ms");
        return;
    case MARK_BAR:
    case MARK_WATERFALL:
        sample_encode(&chart->x, "category");
        sample_encode(&chart->y, "spent_ms");
        if (stacked)
            sample_encode(&chart->series, "kind");
        return;
    case MARK_HBAR:
    case MARK_DOT:
        sample_encode(&chart->y, "category");
        sample_encode(&chart->x, sample->seed % 2 ? "availability_ratio" : "spent_ms");
        if (sample->seed % 2)
            sample_encode(&chart->target, "target_ratio"); /* the same in all rows */
        else if (sample->seed % 3 == 0)
            sample_encode(&chart->target, "high_ms"); /* another one in each */
        if (sample->seed % 5 == 0)
            sample_encode(&chart->series, "verdict");
        return;
    case MARK_STRIP:
    case MARK_PARETO:
    default:
        sample_encode(&chart->y, "category");
        sample_encode(&chart->x, "spent_ms");
        if (chart->mark == MARK_STRIP && sample->seed % 2)
            chart->x.scale = SCALE_LOG;
        return;
    }
}

static Chart *sample_chart(const Sample *sample)
{
    static const char *const columns[] = {
        "category",     "from_at", "to_at", "spent_ms", "low_ms",  "high_ms", "availability_ratio",
        "target_ratio", "kind",    "hour",  "name",     "verdict", NULL};
    g_autofree char *name = g_strdup_printf("%s-%u", mark_name(sample->mark), sample->seed);
    Chart *chart = chart_new(name, sample->mark);
    guint32 state = sample->seed;
    if (!chart->table)
        chart->table = table_new("sample");
    chart->title = g_strdup("The finding stands here and is long enough to need a second line in a small picture");
    chart->subtitle = g_strdup("What is drawn and how");
    chart->source = g_strdup("Source: sample data, UTC");
    chart->empty = g_strdup("No incident in this period.");
    chart->zone = zone_utc();
    sample_columns(chart, columns);
    for (guint i = 0; i < sample->rows_n; i++)
        sample_row(chart, sample, i, &state);
    sample_encodings(chart, sample);
    return chart;
}
